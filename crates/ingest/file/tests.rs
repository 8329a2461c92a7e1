//! Files as a person finds them: whole, cut off, packed, grown, empty, in folders, in a pipe.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use mention::{Content, Record};
use store::Topic;

use super::*;
use crate::source::{Fresh, Standing};

pub(crate) const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// A folder that is gone when the test ends.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("tagline-ingest-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// A store's cursors, kept in memory.
#[derive(Default)]
pub(crate) struct Memory(pub(crate) BTreeMap<Part, Position>);

impl Cursors for Memory {
    fn claim(&mut self, part: &Part) -> Result<Standing, SourceError> {
        Ok(Standing { next: self.0.get(part).copied(), ..Standing::default() })
    }

    fn note_topic(&mut self, _: &Part, _: &Topic) -> Result<Hold, SourceError> {
        Ok(Hold::Kept)
    }

    fn mark_trial(&mut self, _: &Part, _: u32) -> Result<Hold, SourceError> {
        Ok(Hold::Kept)
    }

    fn start(&mut self, part: &Part, at: Position) -> Result<Hold, SourceError> {
        self.0.insert(part.clone(), at);
        Ok(Hold::Kept)
    }

    fn skip(&mut self, part: &Part, to: Position) -> Result<Hold, SourceError> {
        self.start(part, to)
    }

    fn positions(&self, _: &str, prefix: &str) -> Result<Vec<(String, Position)>, SourceError> {
        let found = self.0.iter().filter(|(part, _)| part.name.starts_with(prefix));
        Ok(found.map(|(part, next)| (part.name.to_string(), *next)).collect())
    }
}

pub(crate) fn options() -> FileOptions {
    FileOptions {
        decode: DecodeOptions::at(NOW),
        clock: || NOW,
        encoding: None,
        sheet: SheetOptions::default(),
    }
}

/// What reading gave.
#[derive(Debug, Default)]
pub(crate) struct Gave {
    pub(crate) records: Vec<Record>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) faults: Vec<SourceError>,
}

impl Gave {
    /// One line a record, notice and fault, without the folder's name.
    pub(crate) fn show(&self, folder: &Folder) -> String {
        let mut lines: Vec<String> = Vec::new();
        for record in &self.records {
            lines.push(match &record.content {
                Content::Event(event) => format!("{} {}", record.position.0, event.id),
                Content::Ignored => format!("{} ignored", record.position.0),
                Content::Rejected(reject) => {
                    format!("{} {}: {}", record.position.0, reject.reason.name(), reject.detail)
                }
            });
        }
        lines.extend(self.faults.iter().map(|fault| format!("fault: {fault}")));
        let here = fs::canonicalize(&folder.0).unwrap();
        lines
            .join("\n")
            .replace(&here.display().to_string(), "~")
            .replace(&folder.0.display().to_string(), "~")
    }
}

/// Reads at most `batches` batches of at most `records_max` records and commits each.
pub(crate) fn read_some(
    source: &mut dyn Source,
    cursors: &mut Memory,
    batches: usize,
    records_max: usize,
) -> Gave {
    let limits =
        BatchLimits { records_max, wait: Duration::from_millis(20), ..BatchLimits::default() };
    let mut gave = Gave::default();
    let mut left = batches;
    while left > 0 {
        match source.next_batch(cursors, &limits).unwrap() {
            Next::Batch(batch) => {
                if let Some(next) = cursors.0.get_mut(&batch.part) {
                    assert_eq!(*next, batch.from);
                    *next = batch.to;
                }
                source.committed(&batch.part, batch.to).unwrap();
                gave.records.extend(batch.records);
                left -= 1;
            }
            Next::Notice(notice) => gave.notices.push(notice),
            Next::Fault(fault) => gave.faults.push(fault),
            Next::Idle => {}
            Next::End => break,
        }
    }
    gave
}

pub(crate) fn read_all(path: &Path, cursors: &mut Memory) -> Gave {
    let mut files = Files::new(vec![Input::Path(path.to_owned())], options()).unwrap();
    read_some(&mut files, cursors, usize::MAX, 3)
}

fn line(id: usize) -> String {
    format!("{{\"id\":\"{id}\",\"text\":\"late train\",\"created_at\":\"2026-05-04T12:30:00Z\"}}\n")
}

fn lines(ids: std::ops::Range<usize>) -> String {
    ids.map(line).collect()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn ids(gave: &Gave) -> Vec<String> {
    let id = |record: &Record| match &record.content {
        Content::Event(event) => event.id.clone(),
        other => panic!("{other:?}"),
    };
    gave.records.iter().map(id).collect()
}

fn numbers(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|id| id.to_string()).collect()
}

#[test]
fn a_file_is_read_once_and_its_growth_later() {
    let folder = Folder::new("once");
    // Both sides of the 4 KiB a fingerprint has, and growing across it.
    for (first, second, third) in [(2, 5, 9), (2, 100, 300), (200, 300, 301)] {
        let mut cursors = Memory::default();
        let path = folder.write("posts.jsonl", lines(0..first).as_bytes());
        assert_eq!(ids(&read_all(&path, &mut cursors)), numbers(0..first));
        assert_eq!(ids(&read_all(&path, &mut cursors)), numbers(0..0));
        folder.write("posts.jsonl", lines(0..second).as_bytes());
        assert_eq!(ids(&read_all(&path, &mut cursors)), numbers(first..second));
        folder.write("posts.jsonl", lines(0..third).as_bytes());
        assert_eq!(ids(&read_all(&path, &mut cursors)), numbers(second..third));
        // Another file in its place is read from its start.
        folder.write("posts.jsonl", lines(1000..1400).as_bytes());
        assert_eq!(ids(&read_all(&path, &mut cursors)), numbers(1000..1400));
    }
}

#[test]
fn any_cut_and_resumption_gives_the_same_records() {
    let folder = Folder::new("cut");
    let text = lines(0..40);
    let two_members = [gzip(&text.as_bytes()[..1000]), gzip(&text.as_bytes()[1000..])].concat();
    for (name, bytes) in [("a.jsonl", text.as_bytes()), ("b.jsonl.gz", &two_members)] {
        let path = folder.write(name, bytes);
        for batches in 1..15 {
            for records_max in [1, 3, 7, 100] {
                let mut cursors = Memory::default();
                let mut got = Vec::new();
                loop {
                    let mut files = Files::new(vec![Input::Path(path.clone())], options()).unwrap();
                    let gave = read_some(&mut files, &mut cursors, batches, records_max);
                    assert!(gave.faults.is_empty());
                    if gave.records.is_empty() {
                        break;
                    }
                    got.extend(ids(&gave));
                }
                assert_eq!(got, numbers(0..40), "{name} {batches} {records_max}");
            }
        }
    }
}

#[test]
fn what_was_read_before_a_cut_is_delivered_and_the_rest_when_it_is_whole() {
    let folder = Folder::new("truncated");
    let text = lines(0..2000);
    let whole = gzip(text.as_bytes());
    let mut cursors = Memory::default();
    let path = folder.write("posts.jsonl.gz", &whole[..whole.len() / 2]);
    let gave = read_all(&path, &mut cursors);
    let read = gave.records.len();
    assert!(read > 100 && read < 2000, "{read}");
    let shown = gave.faults[0].to_string();
    let expected = format!(
        "line {}: the compressed data end too early; copy the file again, whole; everything before it is read, and a later run goes on from there",
        read + 1
    );
    assert!(shown.ends_with(&expected), "{shown}");
    folder.write("posts.jsonl.gz", &whole);
    assert_eq!(ids(&read_all(&path, &mut cursors)), numbers(read..2000));

    // A last line that is still being written.
    let text = lines(0..3);
    let path = folder.write("growing.jsonl", &text.as_bytes()[..text.len() - 10]);
    let gave = read_all(&path, &mut cursors);
    assert_eq!(ids(&gave), numbers(0..2));
    assert_eq!(gave.faults.len(), 1);
    folder.write("growing.jsonl", text.as_bytes());
    assert_eq!(ids(&read_all(&path, &mut cursors)), numbers(2..3));

    // A last line without a line break is whole if it is JSON.
    let path = folder.write("unended.jsonl", text.trim_end().as_bytes());
    assert_eq!(ids(&read_all(&path, &mut cursors)), numbers(0..3));
}

#[test]
fn bad_lines_are_rejected_with_place_reason_and_remedy_and_stop_nothing() {
    let folder = Folder::new("bad");
    let mut bytes = line(0).into_bytes();
    bytes.extend_from_slice(b"not json\n\n[1]\n7\n");
    bytes.extend_from_slice(b"{\"id\":\"1\",\"text\":\"\xff\"}\n");
    bytes.extend_from_slice(b"{\"text\":\"a\",\"created_at\":\"2026-05-04T12:30:00Z\"}\n");
    bytes.extend_from_slice(b"{\"id\":\"1\",\"text\":\"a\"}\n");
    bytes.extend_from_slice(b"{\"id\":\"1\",\"text\":\"a\",\"created_at\":\"yesterday\"}\n");
    bytes.extend_from_slice(b"{\"id\":\"1\",\"text\":7,\"created_at\":\"2026-05-04T12:30:00Z\"}\n");
    bytes.extend_from_slice(
        b"{\"id\":\"1\",\"text\":\"a\",\"created_at\":\"2099-05-04T12:30:00Z\"}\n",
    );
    bytes.extend_from_slice(b"{\"id\":\"1\",\"created_at\":\"2026-05-04T12:30:00Z\"}\n");
    bytes.extend(std::iter::repeat_n(b'x', 10 * 1024 * 1024));
    bytes.push(b'\n');
    bytes.extend_from_slice(line(9).as_bytes());
    let path = folder.write("bad.jsonl", &bytes);
    insta::assert_snapshot!(read_all(&path, &mut Memory::default()).show(&folder), @r#"
    0 0
    67 invalid-json: not JSON, from character 2 on: expected ident; write one JSON object a line, its texts in quotes and escaped as JSON asks
    76 ignored
    77 listing: the record is a list; write one post a line, each a JSON object of its own
    81 wrong-type: the record is a single value; write a JSON object: {"id": …, "text": …, "created_at": …}
    83 invalid-utf8: byte 19 of the record is 0xff, which is not UTF-8; save the data as UTF-8
    105 missing-id: id is missing; add the post's own id, without which it cannot be told from its copies
    154 missing-time: created_at is missing; add when it was published, as 2026-05-04T12:30:00Z
    176 invalid-time: created_at is "yesterday", which is no time; write it as 2026-05-04T12:30:00Z or in Unix seconds
    223 wrong-type: text is 7; write a text in quotes
    279 future-time: created_at is "2099-05-04T12:30:00Z", which is in the future; check the clock, the zone and the order of day and month of whatever wrote it
    337 missing-text: text is missing or empty, and there is no title, picture or rating; add the post's words as text
    384 too-large: the record has 10485761 bytes, 1048576 are allowed; write one post a line, and attachments as links
    10486145 9
    "#);
}

#[test]
fn folders_are_read_in_order_and_what_cannot_be_read_stops_nothing() {
    let folder = Folder::new("folder");
    folder.write("b/2.jsonl.gz", &gzip(line(2).as_bytes()));
    folder.write("a/1.ndjson", line(1).as_bytes());
    folder.write("c.jsonl", b"");
    folder.write("d.jsonl", b"[\n{}\n]\n");
    folder.write("e.jsonl", b"{\n  \"id\": 1\n}\n");
    folder.write("f.json", line(3).as_bytes());
    folder.write("g.md", b"no records");
    folder.write(".h.jsonl", line(4).as_bytes());
    folder.write("i.jsonl", b"\x1f\x8b\x08\x00garbage");
    let gave = read_all(&folder.0, &mut Memory::default());
    insta::assert_snapshot!(gave.show(&folder), @r#"
    0 1
    0 2
    0 3
    fault: ~/d.jsonl: this is a JSON list, not one object a line; turn it: jq -c '.[]' FILE > FILE.jsonl; or say with --preset whose API it is from
    fault: ~/e.jsonl: this is one JSON object spread over many lines; write one object a line: jq -c . FILE > FILE.jsonl; or say with --preset whose API it is from
    fault: ~/i.jsonl: the compressed data end too early; copy the file again, whole; everything before it is read, and a later run goes on from there
    "#);
    assert!(
        gave.notices
            .contains(&Notice::Empty { place: folder.0.join("c.jsonl").display().to_string() })
    );
}

#[test]
fn what_is_not_there_or_holds_nothing_is_said_at_once() {
    let folder = Folder::new("absent");
    let said = |path: PathBuf| {
        let failed = Files::new(vec![Input::Path(path)], options()).err().unwrap();
        failed.to_string().replace(&folder.0.display().to_string(), "~")
    };
    insta::assert_snapshot!(said(folder.0.join("no.jsonl")), @"there is no file or folder `~/no.jsonl`; check the name, or give - for standard input");
    insta::assert_snapshot!(said(folder.0.clone()), @"~: the folder holds no file to read; put files in it whose names end in .jsonl, .ndjson, .json, .csv, .tsv, .xlsx, or name a file");
}

#[test]
fn what_may_not_be_read_says_who_must_be_let_in() {
    // Root may read everything, so the operating system's answer is given, not provoked.
    let refused = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let said = crate::input::unreadable(Path::new("posts.jsonl"), refused);
    assert_eq!(
        said.to_string(),
        "cannot read `posts.jsonl`; give the user that runs tagline the right to read it, or run as another user"
    );
    assert!(std::error::Error::source(&said).is_some());
}

#[test]
fn standard_input_is_read_once_packed_or_not_and_waited_for() {
    for bytes in [lines(0..50).into_bytes(), gzip(lines(0..50).as_bytes())] {
        let stream = Input::Stream(Box::new(std::io::Cursor::new(bytes)));
        let mut files = Files::new(vec![stream], options()).unwrap();
        let mut cursors = Memory::default();
        assert_eq!(ids(&read_some(&mut files, &mut cursors, usize::MAX, 7)), numbers(0..50));
        assert!(cursors.0.is_empty(), "no position is stored");
    }
    // A pipe that keeps quiet after its first line: the line comes, then nothing.
    let (reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(line(0).as_bytes()).unwrap();
    let mut files = Files::new(vec![Input::Stream(Box::new(reader))], options()).unwrap();
    let limits = BatchLimits { wait: Duration::from_millis(20), ..BatchLimits::default() };
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(match files.next_batch(&mut Fresh, &limits).unwrap() {
            Next::Batch(batch) => format!("{} records", batch.records.len()),
            Next::Idle => "idle".to_owned(),
            Next::Notice(_) => "notice".to_owned(),
            other => format!("{other:?}"),
        });
    }
    assert_eq!(seen, ["notice", "1 records", "idle", "idle"]);
    drop(writer);
    assert!(matches!(files.next_batch(&mut Fresh, &limits).unwrap(), Next::Idle | Next::End));
}

#[test]
fn utf_16_is_read_as_what_it_says() {
    let folder = Folder::new("utf16");
    let text = line(0) + "{\"id\":\"é😀\",\"text\":\"a\",\"created_at\":1777897800}\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        let path = folder.write("utf16.jsonl", &bytes);
        assert_eq!(ids(&read_all(&path, &mut Memory::default())), ["0", "é😀"]);
    }
}

/// Reads a file, changes it behind its first 4 KiB, reads on, and says what came of it.
fn changed(name: &str, change: impl Fn(&str) -> String) -> Gave {
    let folder = Folder::new("changed");
    let (before, mut cursors) = (lines(0..200), Memory::default());
    let packed = Path::new(name).extension().is_some_and(|ending| ending == "gz");
    let pack = |text: &str| if packed { gzip(text.as_bytes()) } else { text.as_bytes().to_vec() };
    let path = folder.write(name, &pack(&before));
    assert_eq!(read_all(&path, &mut cursors).records.len(), 200);
    folder.write(name, &pack(&change(&before)));
    read_all(&path, &mut cursors)
}

#[test]
fn a_file_edited_where_it_was_read_is_told_instead_of_read_on() {
    for name in ["posts.jsonl", "posts.jsonl.gz"] {
        let edited = changed(name, |text| {
            text.replacen("{\"id\":\"100\"", "{\"id\":\"a hundred\"", 1) + &line(200)
        });
        let said = edited.faults.first().map(ToString::to_string).unwrap_or_default();
        assert!(said.contains("was changed before byte") && said.contains("--again"), "{said}");
        assert!(edited.records.is_empty());
        let cut = changed(name, |text| text[..text.len() - 100].to_owned());
        assert_eq!(cut.faults.len(), 1, "it has become shorter: {cut:?}");
        let grown = changed(name, |text| text.to_owned() + &line(200));
        assert_eq!(ids(&grown), ["200"]);
        let same = changed(name, str::to_owned);
        assert!(same.records.is_empty() && same.faults.is_empty());
    }
}

#[test]
fn lines_are_counted_in_the_encoding_that_was_told() {
    let folder = Folder::new("told");
    let text: String = lines(0..3) + "{broken\n";
    let bytes: Vec<u8> = text.replace("late", "l\u{e4}te").chars().map(|c| c as u8).collect();
    let path = folder.write("latin.jsonl", &bytes);
    let options = FileOptions { encoding: Encoding::parse("windows-1252"), ..options() };
    let mut files = Files::new(vec![Input::Path(path)], options).unwrap();
    let gave = read_some(&mut files, &mut Memory::default(), usize::MAX, 10);
    let bad = gave.records.iter().find(|r| matches!(r.content, Content::Rejected(_))).unwrap();
    let part = Part {
        source: SOURCE.into(),
        name: format!("{}#0", folder.0.join("latin.jsonl").display()).into(),
    };
    assert!(files.place(&part, bad.position).ends_with("latin.jsonl, line 4"));
}
