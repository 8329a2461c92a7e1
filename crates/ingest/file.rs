//! Files, folders and standard input as a source.
//!
//! A part is one file: its path, and a fingerprint of its first 4 KiB, so that a file put in the place of
//! another is read from its start. A file that was shorter when it was first read is named by all it had
//! (`#hash+bytes`); when it has grown, what was hashed is compared again, and the part it is named by now
//! takes over the position. The position is a byte of the unpacked UTF-8 (a row, for a workbook).

#[cfg(test)]
pub(crate) mod tests;

use std::collections::VecDeque;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use mention::{Batch, Part, Position, Timestamp};

use crate::body::{Body, Stop};
use crate::encoding::Encoding;
use crate::feed::Feed;
use crate::form::{self, Form};
use crate::input::{
    Fingerprint, Meter, Opened, Patience, broken, expand, open_file, open_stream, reopen,
};
use crate::source::{
    BatchLimits, Cursors, Extent, Fenced, Hold, Next, Notice, Source, SourceError,
};
use crate::wire::DecodeOptions;

/// What a user named to be read.
pub enum Input {
    /// A file, or a folder with all that is in it.
    Path(PathBuf),
    /// Standard input, or another stream that can be read once.
    Stream(Box<dyn Read + Send>),
}

/// How files are read.
#[derive(Clone, Debug)]
pub struct FileOptions {
    /// How records are read; its `latest_at` is set from `clock`.
    pub decode: DecodeOptions,
    /// The time of day.
    pub clock: fn() -> Timestamp,
    /// What they are written in; found out when absent.
    pub encoding: Option<Encoding>,
}

/// Files, one after the other, each a part.
pub struct Files {
    options: FileOptions,
    waiting: VecDeque<Waiting>,
    current: Option<Reading>,
    meter: Meter,
    bytes_total: Option<u64>,
}

enum Waiting {
    File(PathBuf),
    Stream(Box<dyn Read + Send>),
}

/// The part being read.
struct Reading {
    part: Part,
    position: Position,
    body: Body,
    /// Why it ends where it ends, told after what was read before.
    fault: Option<SourceError>,
    ended: bool,
}

impl Files {
    /// Finds the files; they are opened one by one as reading comes to them.
    ///
    /// # Errors
    ///
    /// [`SourceError::Absent`], [`SourceError::Unreadable`] for what is not there or not to be looked into,
    /// [`SourceError::Form`] for a folder without a file that can be read.
    pub fn new(inputs: Vec<Input>, options: FileOptions) -> Result<Self, SourceError> {
        let mut waiting = VecDeque::new();
        let mut bytes_total = Some(0);
        for input in inputs {
            match input {
                Input::Path(path) => {
                    for file in expand(&path)? {
                        let bytes = std::fs::metadata(&file).map_or(0, |about| about.len());
                        bytes_total = bytes_total.map(|total| total + bytes);
                        waiting.push_back(Waiting::File(file));
                    }
                }
                Input::Stream(stream) => {
                    bytes_total = None;
                    waiting.push_back(Waiting::Stream(stream));
                }
            }
        }
        Ok(Self { options, waiting, current: None, meter: Meter::default(), bytes_total })
    }

    /// Opens what waits next; `None` when it is empty or all read, which the notice says.
    fn open(&mut self, next: Waiting, cursors: &mut dyn Cursors) -> Result<Next, SourceError> {
        match next {
            Waiting::File(path) => self.open_file(&path, cursors),
            Waiting::Stream(stream) => self.open_stream(stream),
        }
    }

    fn open_file(&mut self, path: &Path, cursors: &mut dyn Cursors) -> Result<Next, SourceError> {
        let place = path.display().to_string();
        let opened = open_file(path, self.options.encoding, &self.meter)?;
        let form = form::of(&place, &opened.head, opened.encoding)?;
        if form == Form::Empty {
            return Ok(Next::Notice(Notice::Empty { place }));
        }
        let (part, position) = claim(path, form, &opened.head, cursors)?;
        let stream = reopen(path, opened, position.0, &self.meter)?;
        let body = self.body(&place, form, Feed::Direct(stream), position)?;
        self.current = Some(Reading { part, position, body, fault: None, ended: false });
        Ok(match position {
            Position(0) => Next::Notice(Notice::Opened { place }),
            from => Next::Notice(Notice::Resumed { place, from }),
        })
    }

    fn open_stream(&mut self, stream: Box<dyn Read + Send>) -> Result<Next, SourceError> {
        let place = STREAM.to_owned();
        let opened = open_stream(stream, self.options.encoding, Patience::Hurry)
            .map_err(|failed| broken(&place, failed))?;
        let form = form::of(&place, &opened.head, opened.encoding)?;
        if form == Form::Empty {
            return Ok(Next::Notice(Notice::Empty { place }));
        }
        let Opened { stream, .. } = opened;
        let body = self.body(&place, form, Feed::piped(stream), Position(0))?;
        let part = Part { source: "stdin".into(), name: "-".into() };
        let position = Position(0);
        self.current = Some(Reading { part, position, body, fault: None, ended: false });
        Ok(Next::Notice(Notice::Opened { place }))
    }

    fn body(
        &self,
        place: &str,
        form: Form,
        feed: Feed,
        from: Position,
    ) -> Result<Body, SourceError> {
        let bytes_max = self.options.decode.limits.record_bytes_max;
        match form {
            Form::Lines | Form::Empty => Ok(Body::lines(feed, from, bytes_max)),
            Form::Rows(_) | Form::Workbook => Err(SourceError::Form {
                place: place.to_owned(),
                what: "tables are not read yet".to_owned(),
                remedy: "turn it into JSON lines".to_owned(),
            }),
        }
    }
}

const STREAM: &str = "standard input";
const SOURCE: &str = "file";

/// Claims the part that `path` is, and says where to go on.
fn claim(
    path: &Path,
    form: Form,
    head: &[u8],
    cursors: &mut dyn Cursors,
) -> Result<(Part, Position), SourceError> {
    let place = |failed| crate::input::unreadable(path, failed);
    let whole = path.canonicalize().map_err(place)?;
    let fingerprint = match form {
        Form::Workbook => Fingerprint::of_all(path).map_err(place)?,
        Form::Lines | Form::Rows(_) | Form::Empty => Fingerprint::of(head),
    };
    let stem = whole.display().to_string();
    let name = format!("{stem}{}", fingerprint.suffix());
    let part = Part { source: SOURCE.into(), name: name.into() };
    if let Some(next) = cursors.claim(&part)? {
        return Ok((part, next));
    }
    let mut from = Position(0);
    for (name, next) in cursors.positions(SOURCE, &stem)? {
        let hashed = Fingerprint::grown(&name[stem.len()..], head);
        if hashed.is_some_and(|hashed| next.0 <= hashed as u64) {
            from = from.max(next);
        }
    }
    match cursors.start(&part, from)? {
        Hold::Kept => Ok((part, from)),
        Hold::Lost => Err(SourceError::Contested { part: stem }),
    }
}

impl Source for Files {
    fn next_batch(
        &mut self,
        cursors: &mut dyn Cursors,
        limits: &BatchLimits,
    ) -> Result<Next, SourceError> {
        let Some(reading) = &mut self.current else {
            let Some(next) = self.waiting.pop_front() else { return Ok(Next::End) };
            return match self.open(next, cursors) {
                Err(stuck @ (SourceError::Cursor { .. } | SourceError::Contested { .. })) => {
                    Err(stuck)
                }
                Err(fault) => Ok(Next::Fault(fault)),
                opened => opened,
            };
        };
        if reading.ended {
            let fault = reading.fault.take();
            self.current = None;
            return fault
                .map_or_else(|| self.next_batch(cursors, limits), |fault| Ok(Next::Fault(fault)));
        }
        self.options.decode.latest_at = DecodeOptions::latest((self.options.clock)());
        let read = reading.body.read(&self.options.decode, limits, Instant::now() + limits.wait);
        reading.ended = !matches!(read.stop, Stop::Full | Stop::Waiting);
        reading.fault = match read.stop {
            Stop::Full | Stop::Waiting | Stop::End => None,
            Stop::Cut(what) => {
                let place = place(&reading.part, read.to);
                Some(SourceError::Truncated { place, what: what.to_owned() })
            }
            Stop::Failed(failed) => Some(broken(&place(&reading.part, read.to), failed)),
        };
        let from = std::mem::replace(&mut reading.position, read.to);
        if from == read.to && read.records.is_empty() {
            return Ok(Next::Idle);
        }
        let part = reading.part.clone();
        Ok(Next::Batch(Batch { part, from, to: read.to, records: read.records }))
    }

    fn fenced(&mut self, part: &Part) -> Fenced {
        Fenced::Stop(format!(
            "another process has begun to read {} into the same store; let one of them do it (nothing was counted twice)",
            place(part, Position(0))
        ))
    }

    fn place(&self, part: &Part, position: Position) -> String {
        place(part, position)
    }

    fn extent(&self) -> Extent {
        Extent { bytes_read: self.meter.bytes(), bytes_total: self.bytes_total }
    }
}

/// The line in which byte `position` of a part lies; found by reading the file up to there.
fn place(part: &Part, position: Position) -> String {
    let Some((path, _)) = part.name.rsplit_once('#') else {
        return format!("{STREAM}, byte {}", position.0 + 1);
    };
    match lines_before(Path::new(path), position) {
        Ok(lines) => format!("{path}, line {}", lines + 1),
        Err(_) => format!("{path}, byte {}", position.0 + 1),
    }
}

fn lines_before(path: &Path, position: Position) -> Result<u64, SourceError> {
    let broken = |failed| broken(&path.display().to_string(), failed);
    let mut stream = open_file(path, None, &Meter::default())?.stream.take(position.0);
    let mut buffer = vec![0; 64 * 1024];
    let mut lines = 0;
    loop {
        match stream.read(&mut buffer).map_err(broken)? {
            0 => return Ok(lines),
            bytes => lines += memchr::memchr_iter(b'\n', &buffer[..bytes]).count() as u64,
        }
    }
}
