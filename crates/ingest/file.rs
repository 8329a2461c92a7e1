//! Files, folders and standard input as a source.
//!
//! A part is one file: its path, and a fingerprint of its first 4 KiB, so that a file put in the place of
//! another is read from its start. A file that was shorter when it was first read is named by all it had
//! (`#hash+bytes`); when it has grown, what was hashed is compared again, and the part it is named by now
//! takes over the position. The position is a byte of the unpacked UTF-8 (a row, for a workbook; a record, for a
//! JSON document).

#[cfg(test)]
pub(crate) mod tests;

use std::collections::VecDeque;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Instant;

use mention::{Batch, Part, Position, Timestamp};

use crate::body::{Body, Stop, cells};
use crate::encoding::Encoding;
use crate::feed::Feed;
use crate::form::{self, Form};
use crate::input::{
    Fingerprint, HEAD_BYTES, Meter, Opened, Patience, broken, expand, open_file, open_stream,
    reopen,
};
use crate::sheet::{Cell, Plan, Planned, SheetOptions, Table, plan};
use crate::source::{
    BatchLimits, Cursors, Extent, Fenced, Hold, Next, Notice, Source, SourceError,
};
use crate::split::{Ending, Rule, Split, Splitter};
use crate::wire::{DecodeOptions, cut_short, decode_all};
use crate::workbook;

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
    /// How tables are read.
    pub sheet: SheetOptions,
}

/// Files, one after the other, each a part.
pub struct Files {
    options: FileOptions,
    waiting: VecDeque<Waiting>,
    current: Option<Reading>,
    /// What is to be told before anything else.
    notices: VecDeque<Notice>,
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
        let (notices, meter) = (VecDeque::new(), Meter::default());
        Ok(Self { options, waiting, current: None, notices, meter, bytes_total })
    }

    /// Opens what waits next; what there is to know about it comes before its records.
    fn open(&mut self, next: Waiting, cursors: &mut dyn Cursors) -> Result<(), SourceError> {
        match next {
            Waiting::File(path) => self.open_file(&path, cursors),
            Waiting::Stream(stream) => self.open_stream(stream),
        }
    }

    fn open_file(&mut self, path: &Path, cursors: &mut dyn Cursors) -> Result<(), SourceError> {
        let place = path.display().to_string();
        let opened = open_file(path, self.options.encoding, &self.meter)?;
        let form = form::of(&place, &opened.head, opened.encoding, self.options.decode.preset)?;
        if form == Form::Empty {
            self.notices.push_back(Notice::Empty { place });
            return Ok(());
        }
        let shape = self.shape(&place, form, &opened)?;
        let (part, position) = claim(path, form, &opened.head, cursors)?;
        self.notices.push_back(match position {
            Position(0) => Notice::Opened { place: place.clone() },
            from => Notice::Resumed { place: place.clone(), from },
        });
        let body = if form == Form::Workbook {
            self.workbook(&place, opened.stream, position)?
        } else if form == Form::Document {
            Some(self.document(&place, opened.stream, position)?)
        } else {
            let stream = reopen(path, opened, position.0, &self.meter)?;
            Some(self.body(shape, Feed::Direct(stream), position))
        };
        self.current = body.map(|body| Reading { part, position, body, fault: None, ended: false });
        Ok(())
    }

    fn open_stream(&mut self, stream: Box<dyn Read + Send>) -> Result<(), SourceError> {
        let place = STREAM.to_owned();
        let opened = open_stream(stream, self.options.encoding, Patience::Hurry)
            .map_err(|failed| broken(&place, failed))?;
        let form = form::of(&place, &opened.head, opened.encoding, self.options.decode.preset)?;
        if form == Form::Empty {
            self.notices.push_back(Notice::Empty { place });
            return Ok(());
        }
        let shape = self.shape(&place, form, &opened)?;
        self.notices.push_back(Notice::Opened { place: place.clone() });
        let position = Position(0);
        let body = if form == Form::Workbook {
            self.workbook(&place, opened.stream, position)?
        } else if form == Form::Document {
            Some(self.document(&place, opened.stream, position)?)
        } else {
            Some(self.body(shape, Feed::piped(opened.stream), position))
        };
        let part = Part { source: "stdin".into(), name: "-".into() };
        self.current = body.map(|body| Reading { part, position, body, fault: None, ended: false });
        Ok(())
    }

    /// What the records of a part are made of. The columns of a table are guessed before it is claimed, so that a
    /// table nobody can read leaves no trace in the store.
    fn shape(&mut self, place: &str, form: Form, opened: &Opened) -> Result<Shape, SourceError> {
        let Form::Rows(delimiter) = form else { return Ok(Shape::Lines) };
        let (rows, starts) = first_rows(&opened.head, delimiter);
        let table = Table {
            place: place.to_owned(),
            encoding: opened.encoding,
            delimiter: Some(char::from(delimiter)),
            rows: &rows,
        };
        let Planned { plan, guess, rows_before } =
            plan(&table, &self.options.sheet, &self.options.decode)?;
        self.notices.push_back(Notice::Columns(Box::new(guess)));
        let headers = starts.into_iter().take(rows_before).collect();
        Ok(Shape::Rows { delimiter, plan, headers })
    }

    fn body(&self, shape: Shape, feed: Feed, from: Position) -> Body {
        let bytes_max = self.options.decode.limits.record_bytes_max;
        match shape {
            Shape::Lines => Body::lines(feed, from, bytes_max),
            Shape::Rows { delimiter, plan, headers } => Body::Rows {
                splitter: Splitter::new(feed, Rule::Row(delimiter), from.0, bytes_max),
                delimiter,
                plan,
                headers: headers.iter().filter(|start| **start >= from.0).count(),
            },
        }
    }

    /// What stands in a document from `from` on.
    fn document(
        &self,
        place: &str,
        stream: Box<dyn Read + Send>,
        from: Position,
    ) -> Result<Body, SourceError> {
        let mut bytes = Vec::new();
        let read = stream.take(DOCUMENT_BYTES_MAX + 1).read_to_end(&mut bytes);
        read.map_err(|failed| broken(place, failed))?;
        if bytes.len() as u64 > DOCUMENT_BYTES_MAX {
            return Err(SourceError::Form {
                place: place.to_owned(),
                what: format!("the JSON document is larger than {} MiB", DOCUMENT_BYTES_MAX >> 20),
                remedy: "write one post a line: jq -c '.[]' FILE > FILE.jsonl".to_owned(),
            });
        }
        if cut_short(&bytes) {
            let what = "the JSON document ends in the middle; let whatever writes it finish it";
            return Err(SourceError::Truncated { place: place.to_owned(), what: what.to_owned() });
        }
        let mut contents = Vec::new();
        decode_all(&bytes, None, &self.options.decode, &mut |content| contents.push(content));
        let passed = usize::try_from(from.0).unwrap_or(usize::MAX).min(contents.len());
        let contents = contents.split_off(passed).into_iter();
        Ok(Body::Document { contents, next: passed as u64 })
    }

    /// The rows of a workbook from `from` on; `None` for one without a row.
    fn workbook(
        &mut self,
        place: &str,
        mut stream: Box<dyn Read + Send>,
        from: Position,
    ) -> Result<Option<Body>, SourceError> {
        let mut bytes = Vec::new();
        let most = workbook::BYTES_MAX + 1;
        (&mut stream).take(most).read_to_end(&mut bytes).map_err(|failed| broken(place, failed))?;
        let Some(sheet) = workbook::read(place, bytes, self.options.sheet.sheet.as_deref())? else {
            self.notices.push_back(Notice::Empty { place: place.to_owned() });
            return Ok(None);
        };
        let table = Table {
            place: format!("{place}, sheet {}", sheet.name),
            encoding: Encoding::Utf8,
            delimiter: None,
            rows: &sheet.rows,
        };
        let Planned { plan, mut guess, rows_before } =
            plan(&table, &self.options.sheet, &self.options.decode)?;
        guess.header_row += sheet.rows_above;
        self.notices.push_back(Notice::Columns(Box::new(guess)));
        let next = from.0.max(sheet.rows_above + rows_before as u64);
        let skip = usize::try_from(next - sheet.rows_above).unwrap_or(usize::MAX);
        let mut rows = sheet.rows;
        let rows = rows.split_off(skip.min(rows.len())).into_iter();
        Ok(Some(Body::Workbook { rows, next, plan }))
    }
}

/// What the records of a part are made of.
enum Shape {
    Lines,
    /// With where the rows start that are no records.
    Rows {
        delimiter: u8,
        plan: Plan,
        headers: Vec<u64>,
    },
}

/// The whole rows in `head`, and where each starts.
fn first_rows(head: &[u8], delimiter: u8) -> (Vec<Vec<Cell>>, Vec<u64>) {
    let feed = Feed::Direct(Box::new(io::Cursor::new(head.to_vec())));
    let mut splitter = Splitter::new(feed, Rule::Row(delimiter), 0, HEAD_BYTES);
    let mut rows = Vec::new();
    let mut starts = Vec::new();
    while let Ok(Split::Record(found)) = splitter.next(None) {
        // The last row of a full head may go on behind it.
        if found.ending == Ending::Cut && head.len() >= HEAD_BYTES {
            break;
        }
        if let Some(cells) = cells(splitter.bytes(&found), delimiter) {
            rows.push(cells);
            starts.push(found.start);
        }
    }
    (rows, starts)
}

/// The largest JSON document that is read: all of it is held in memory.
const DOCUMENT_BYTES_MAX: u64 = 64 << 20;
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
        Form::Workbook | Form::Document => Fingerprint::of_all(path).map_err(place)?,
        Form::Lines | Form::Rows(_) | Form::Empty => Fingerprint::of(head),
    };
    let stem = whole.display().to_string();
    let name = format!("{stem}{}", fingerprint.suffix());
    let part = Part { source: SOURCE.into(), name: name.into() };
    if let Some(next) = cursors.claim(&part)?.next {
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
        if let Some(notice) = self.notices.pop_front() {
            return Ok(Next::Notice(notice));
        }
        let Some(reading) = &mut self.current else {
            let Some(next) = self.waiting.pop_front() else { return Ok(Next::End) };
            return match self.open(next, cursors) {
                Err(stuck @ (SourceError::Cursor { .. } | SourceError::Contested { .. })) => {
                    Err(stuck)
                }
                Err(fault) => Ok(Next::Fault(fault)),
                Ok(()) => self.next_batch(cursors, limits),
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
                let place = place(&reading.part, read.to, self.options.encoding);
                Some(SourceError::Truncated { place, what: what.to_owned() })
            }
            Stop::Failed(failed) => {
                Some(broken(&place(&reading.part, read.to, self.options.encoding), failed))
            }
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
            part.name.rsplit_once('#').map_or(STREAM, |(path, _)| path)
        ))
    }

    fn place(&self, part: &Part, position: Position) -> String {
        place(part, position, self.options.encoding)
    }

    fn extent(&self) -> Extent {
        Extent {
            bytes_read: self.meter.bytes(),
            bytes_total: self.bytes_total,
            records_behind: None,
        }
    }
}

/// The line in which byte `position` of a part lies; found by reading the file up to there.
fn place(part: &Part, position: Position, told: Option<Encoding>) -> String {
    let Some((path, _)) = part.name.rsplit_once('#') else {
        return format!("{STREAM}, byte {}", position.0 + 1);
    };
    match lines_before(Path::new(path), position, told) {
        Ok(Some(lines)) => format!("{path}, line {}", lines + 1),
        Ok(None) => format!("{path}, row {}", position.0 + 1),
        Err(_) => format!("{path}, byte {}", position.0 + 1),
    }
}

/// How many lines end before byte `position`; `None` for a workbook, whose positions are rows.
fn lines_before(
    path: &Path,
    position: Position,
    told: Option<Encoding>,
) -> Result<Option<u64>, SourceError> {
    let broken = |failed| broken(&path.display().to_string(), failed);
    let opened = open_file(path, told, &Meter::default())?;
    if opened.head.starts_with(form::WORKBOOK) {
        return Ok(None);
    }
    let mut stream = opened.stream.take(position.0);
    let mut buffer = vec![0; HEAD_BYTES];
    let mut lines = 0;
    loop {
        match stream.read(&mut buffer).map_err(broken)? {
            0 => return Ok(Some(lines)),
            bytes => lines += memchr::memchr_iter(b'\n', &buffer[..bytes]).count() as u64,
        }
    }
}
