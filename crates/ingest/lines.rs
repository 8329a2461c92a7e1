//! The lines of an input as they are, for who passes them on.

use std::io::Read;
use std::path::Path;

use crate::feed::Feed;
use crate::input::{Meter, Opened, Patience, broken, open_file, open_stream};
use crate::source::SourceError;
use crate::split::{Ending, Rule, Split, Splitter};

/// The lines of an input, unpacked and in UTF-8.
pub struct Lines {
    splitter: Splitter,
    place: String,
    number: u64,
}

/// A line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number, from 1.
    pub number: u64,
    /// Its bytes without the line break; of one that is too long only the first.
    pub bytes: &'a [u8],
    /// How many bytes it has, where that is more than may be.
    pub too_long: Option<u64>,
}

impl Lines {
    /// The lines of the file at `path`; those longer than `bytes_max` are passed over without being held.
    ///
    /// # Errors
    ///
    /// [`SourceError::Absent`], [`SourceError::Unreadable`].
    pub fn of_file(path: &Path, bytes_max: usize) -> Result<Self, SourceError> {
        let opened = open_file(path, None, &Meter::default())?;
        Ok(Self::of(opened, path.display().to_string(), bytes_max))
    }

    /// The lines of a stream, each as soon as it is there.
    ///
    /// # Errors
    ///
    /// [`SourceError::Unreadable`], [`SourceError::Truncated`].
    pub fn of_stream(stream: Box<dyn Read + Send>, bytes_max: usize) -> Result<Self, SourceError> {
        let place = "standard input".to_owned();
        let opened =
            open_stream(stream, None, Patience::Hurry).map_err(|failed| broken(&place, failed))?;
        Ok(Self::of(opened, place, bytes_max))
    }

    fn of(opened: Opened, place: String, bytes_max: usize) -> Self {
        let splitter = Splitter::new(Feed::Direct(opened.stream), Rule::Line, 0, bytes_max);
        Self { splitter, place, number: 0 }
    }

    /// The next line; `None` at the end.
    ///
    /// # Errors
    ///
    /// [`SourceError::Unreadable`], [`SourceError::Truncated`]: after all lines before.
    pub fn next_line(&mut self) -> Result<Option<Line<'_>>, SourceError> {
        let place = || format!("{}, after line {}", self.place, self.number);
        let found = match self.splitter.next(None).map_err(|failed| broken(&place(), failed))? {
            Split::Record(found) => found,
            Split::Waiting | Split::End => return Ok(None),
        };
        self.number += 1;
        let too_long = (found.ending == Ending::TooLong).then_some(found.end - found.start);
        Ok(Some(Line { number: self.number, bytes: self.splitter.bytes(&found), too_long }))
    }
}
