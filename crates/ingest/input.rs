//! Opening what a user named: which form it has, how it is packed and encoded, and how to recognize it again.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::encoding::{Encoding, Recoded};
use crate::source::SourceError;

/// An input that was opened and looked at.
pub(crate) struct Opened {
    /// Its first bytes, unpacked and in UTF-8; fewer than [`HEAD_BYTES`] only if there are no more.
    pub(crate) head: Vec<u8>,
    /// All of it from the start, unpacked and in UTF-8.
    pub(crate) stream: Box<dyn Read + Send>,
    /// What it was written in.
    pub(crate) encoding: Encoding,
    /// Whether it is compressed.
    pub(crate) packed: bool,
}

/// Bytes looked at before an input is read.
pub(crate) const HEAD_BYTES: usize = 64 * 1024;
/// Bytes a file is recognized by.
const FINGERPRINT_BYTES: usize = 4 * 1024;

/// Bytes read so far, as they lie on disk; several inputs may add to one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meter(Arc<AtomicU64>);

impl Meter {
    pub(crate) fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

struct Metered<R> {
    input: R,
    meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.input.read(buffer)?;
        self.meter.add(bytes as u64);
        Ok(bytes)
    }
}

/// Opens the file at `path`.
///
/// # Errors
///
/// [`SourceError::Absent`], [`SourceError::Unreadable`].
pub(crate) fn open_file(
    path: &Path,
    told: Option<Encoding>,
    meter: &Meter,
) -> Result<Opened, SourceError> {
    let file = File::open(path).map_err(|failed| unreadable(path, failed))?;
    let label = path.display().to_string();
    open_stream(Metered { input: file, meter: meter.clone() }, told, Patience::Wait)
        .map_err(|failed| broken(&label, failed))
}

/// Whether to wait for the whole head of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Until it is full or the stream ends.
    Wait,
    /// No longer than the form takes to tell: a pipe of JSON lines may keep quiet after its first.
    Hurry,
}

/// Looks at a stream: unpacks gzip, turns UTF-16 into UTF-8.
///
/// # Errors
///
/// What reading fails with, unless something was read before: then that comes first, and the failure again with
/// the stream.
pub(crate) fn open_stream(
    mut input: impl Read + Send + 'static,
    told: Option<Encoding>,
    patience: Patience,
) -> io::Result<Opened> {
    const MAGIC_BYTES: usize = 2;
    let mut magic = Vec::new();
    fill(&mut input, &mut magic, MAGIC_BYTES)?;
    let packed = magic == [0x1f, 0x8b];
    let whole = Cursor::new(magic).chain(input);
    let unpacked: Box<dyn Read + Send> =
        if packed { Box::new(MultiGzDecoder::new(whole)) } else { Box::new(whole) };
    let (head, stream) = peek(unpacked, patience)?;
    let encoding = told.unwrap_or_else(|| Encoding::of(&head));
    if encoding == Encoding::Utf8 {
        return Ok(Opened { head, stream, encoding, packed });
    }
    let (head, stream) = peek(Box::new(Recoded::new(stream, encoding)), patience)?;
    Ok(Opened { head, stream, encoding, packed })
}

type Stream = Box<dyn Read + Send>;

/// The first bytes of `stream`, and the stream with them put back.
fn peek(mut stream: Stream, patience: Patience) -> io::Result<(Vec<u8>, Stream)> {
    let mut head = Vec::new();
    if patience == Patience::Hurry {
        fill(&mut stream, &mut head, 1)?;
    }
    let json = head.first() == Some(&b'{');
    let failed = if json { None } else { fill(&mut stream, &mut head, HEAD_BYTES).err() };
    if head.is_empty()
        && let Some(failed) = failed
    {
        return Err(failed);
    }
    let again = Again(failed);
    let whole: Stream = Box::new(Cursor::new(head.clone()).chain(again).chain(stream));
    Ok((head, whole))
}

/// A failure met while looking ahead, kept until reading comes to its place.
struct Again(Option<io::Error>);

impl Read for Again {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Reads until `buffer` has `bytes` or the input ends.
fn fill(input: &mut impl Read, buffer: &mut Vec<u8>, bytes: usize) -> io::Result<()> {
    let missing = bytes.saturating_sub(buffer.len()) as u64;
    input.take(missing).read_to_end(buffer).map(|_| ())
}

/// The file at `path` from byte `offset` of its unpacked UTF-8 on, where a record ended when it was last read.
///
/// # Errors
///
/// As [`open_file`]; [`SourceError::Form`] when no record ends there any more: the file was changed before that place.
pub(crate) fn reopen(
    path: &Path,
    opened: Opened,
    offset: u64,
    meter: &Meter,
) -> Result<Stream, SourceError> {
    if offset == 0 {
        return Ok(opened.stream);
    }
    let label = path.display().to_string();
    let before = offset - 1;
    let mut stream: Stream = if opened.packed || opened.encoding != Encoding::Utf8 {
        let mut stream = opened.stream;
        io::copy(&mut (&mut stream).take(before), &mut io::sink())
            .map_err(|failed| broken(&label, failed))?;
        stream
    } else {
        let mut file = File::open(path).map_err(|failed| unreadable(path, failed))?;
        file.seek(SeekFrom::Start(before)).map_err(|failed| unreadable(path, failed))?;
        meter.add(before.saturating_sub(opened.head.len() as u64));
        Box::new(Metered { input: file, meter: meter.clone() })
    };
    let mut seam = Vec::new();
    fill(&mut stream, &mut seam, 2).map_err(|failed| broken(&label, failed))?;
    if !is_seam(&seam) {
        return Err(SourceError::Form {
            place: label,
            what: format!(
                "the file was changed before byte {offset}, up to which an earlier run has read it"
            ),
            remedy: "read it from its start with --again: what is in it as before counts once"
                .to_owned(),
        });
    }
    Ok(Box::new(Cursor::new(seam.split_off(1)).chain(stream)))
}

/// Whether a record can end between two bytes; the second is absent at the end of the file, and the first when the file
/// has become shorter.
fn is_seam(bytes: &[u8]) -> bool {
    matches!(bytes, [b'\n', ..] | [_] | [_, b'\n' | b'\r'])
}

/// What a file is recognized by, whatever it is called and however much is added to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    hash: u64,
    /// How many bytes were hashed, where that is fewer than a fingerprint has.
    short: Option<usize>,
}

impl Fingerprint {
    /// The fingerprint of an input that starts with `head`.
    pub(crate) fn of(head: &[u8]) -> Self {
        let short = (head.len() < FINGERPRINT_BYTES).then_some(head.len());
        Self { hash: xxh3_64(&head[..head.len().min(FINGERPRINT_BYTES)]), short }
    }

    /// The fingerprint of everything in the file, for files that are rewritten rather than added to.
    pub(crate) fn of_all(path: &Path) -> io::Result<Self> {
        let mut hash = Xxh3::new();
        io::copy(&mut File::open(path)?, &mut hash)?;
        Ok(Self { hash: hash.digest(), short: None })
    }

    /// How the name of a part ends: `#0123456789abcdef`, and `+812` where only 812 bytes were there to hash.
    pub(crate) fn suffix(&self) -> String {
        match self.short {
            Some(bytes) => format!("#{:016x}+{bytes}", self.hash),
            None => format!("#{:016x}", self.hash),
        }
    }

    /// Whether a file that starts with `head` may be what had the fingerprint in `suffix`, grown since.
    ///
    /// Gives the number of bytes that were hashed, all of which are still there; `None` if it is another file.
    pub(crate) fn grown(suffix: &str, head: &[u8]) -> Option<usize> {
        let (_, bytes) = suffix.split_once('+')?;
        let bytes = bytes.parse().ok().filter(|bytes| *bytes <= head.len() && *bytes > 0)?;
        (Self::of(&head[..bytes]).suffix() == suffix).then_some(bytes)
    }
}

/// The files named: a file is itself, a folder all files below it whose name says that they hold records, sorted by
/// path. Files whose name starts with a dot are passed over.
///
/// # Errors
///
/// [`SourceError::Absent`], [`SourceError::Unreadable`]; [`SourceError::Form`] for a folder without any such file.
pub(crate) fn expand(path: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let about = std::fs::metadata(path).map_err(|failed| unreadable(path, failed))?;
    if !about.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    descend(path, &mut files)?;
    files.sort();
    if files.is_empty() {
        return Err(SourceError::Form {
            place: path.display().to_string(),
            what: "the folder holds no file to read".to_owned(),
            remedy: format!(
                "put files in it whose names end in {}, or name a file",
                ENDINGS.join(", ")
            ),
        });
    }
    Ok(files)
}

/// How the names of files end that are looked for in folders; `.gz` may follow.
const ENDINGS: [&str; 6] = [".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".xlsx"];

fn descend(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), SourceError> {
    let refused = |failed| unreadable(folder, failed);
    for entry in std::fs::read_dir(folder).map_err(refused)? {
        let entry = entry.map_err(refused)?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let bare = name.strip_suffix(".gz").unwrap_or(&name);
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            descend(&path, files)?;
        } else if ENDINGS.iter().any(|ending| bare.ends_with(ending)) {
            files.push(path);
        }
    }
    Ok(())
}

pub(crate) fn unreadable(path: &Path, failed: io::Error) -> SourceError {
    let path = path.display().to_string();
    let remedy = match failed.kind() {
        io::ErrorKind::NotFound => return SourceError::Absent { path },
        io::ErrorKind::PermissionDenied => {
            "give the user that runs tagline the right to read it, or run as another user"
        }
        io::ErrorKind::IsADirectory => "name a file in it",
        _ => "check the disk and the file",
    };
    SourceError::Unreadable { path, remedy, source: failed }
}

/// A failure in the middle of an input at `place`.
pub(crate) fn broken(place: &str, failed: io::Error) -> SourceError {
    let what = match failed.kind() {
        io::ErrorKind::UnexpectedEof => {
            "the compressed data end too early; copy the file again, whole"
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            "the compressed data are damaged from here on; copy the file again"
        }
        _ => {
            return SourceError::Unreadable {
                path: place.to_owned(),
                remedy: "check the disk and the file, then run again",
                source: failed,
            };
        }
    };
    SourceError::Truncated { place: place.to_owned(), what: what.to_owned() }
}
