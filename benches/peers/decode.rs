//! Is there a faster parser of JSON for records, and does it treat hostile input as well?

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use corpus::{Results, Statistics};
use ingest::wire::{DecodeOptions, decode};
use mention::{Content, Timestamp};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::peer::{Pass, timed};
use crate::rounds::{Options, command, figure};

/// A way to read a record: something of it, or nothing when it is refused.
type Way = (&'static str, fn(&[u8]) -> Option<u64>);

/// What a hostile record is called, and how it is made.
type Hostile = (&'static str, fn() -> Vec<u8>);

/// Records, and what they are.
type Records = (&'static str, Vec<Vec<u8>>);

const WAYS: [Way; 6] = [
    ("`ingest::wire::decode` (the product)", product),
    ("serde_json, every value looked at", serde_json_walk),
    ("sonic-rs, every value looked at", sonic_walk),
    ("simd-json, every value looked at, its copy included", simd_walk),
    ("`sonic_rs::get` of `text`", sonic_get),
    ("UTF-8 checked, nothing read", utf8),
];

/// Measures each way on each kind of record, then what becomes of hostile ones.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let columns = [
        "records",
        "bytes a record",
        "way",
        "ns a record",
        "MB/s",
        "÷ `sonic_rs::get`",
        "instructions a record",
    ];
    let mut results = Results::new(&columns, &command());
    for (name, records) in records(options)? {
        speed(name, &records, options.passes, &mut results)?;
    }
    println!("{}\n\n{}", results.measured, results.plain());
    let hostile = hostile()?;
    println!("{}", hostile.plain());
    if options.record {
        results.write("decode")?;
        hostile.write("decode-hostile")?;
    }
    Ok(())
}

fn records(options: &Options) -> anyhow::Result<Vec<Records>> {
    let mut lines = Vec::new();
    let posts = corpus::posts(&Statistics::kept(), options.posts, 1);
    corpus::write_posts(&posts, 1, &mut lines)?;
    let split = |text: &[u8]| -> Vec<Vec<u8>> {
        let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.take(options.posts).map(<[u8]>::to_vec).collect()
    };
    let mut all = vec![("generated, native format", split(&lines))];
    if let Some(folder) = std::env::var_os("TAGLINE_DATA") {
        let folder = Path::new(&folder);
        for (name, file) in [
            ("real tweets to airlines", "airline/tweets.jsonl"),
            ("real posts of Reddit", "reddit/things.jsonl"),
            ("real objects of X's API", "payloads/x/v2.jsonl"),
        ] {
            all.push((name, split(&fs::read(folder.join(file))?)));
        }
    }
    Ok(all)
}

#[expect(clippy::cast_precision_loss, reason = "a rate is read to three digits")]
fn speed(
    name: &str,
    records: &[Vec<u8>],
    passes: usize,
    results: &mut Results,
) -> anyhow::Result<()> {
    let bytes = records.iter().map(Vec::len).sum::<usize>() as f64;
    // A pass over few records would be over too soon to be measured.
    let turns = 5_000_usize.div_ceil(records.len());
    let mut taken: Vec<Vec<Pass>> = WAYS.iter().map(|_| Vec::new()).collect();
    for _ in 0..=passes {
        for ((_, way), taken) in WAYS.iter().zip(&mut taken) {
            let pass = || (0..turns).flat_map(|_| records).filter_map(|record| way(record)).sum();
            taken.push(timed(pass));
        }
    }
    let median = |taken: &mut Vec<Pass>| {
        taken.sort_by_key(|pass| pass.time);
        taken[taken.len() / 2].time.as_secs_f64() / turns as f64
    };
    let medians: Vec<f64> = taken.iter_mut().map(median).collect();
    for (number, ((way, _), median)) in WAYS.iter().zip(&medians).enumerate() {
        results.rows.push(vec![
            name.to_owned(),
            figure(bytes / records.len() as f64),
            (*way).to_owned(),
            figure(median * 1e9 / records.len() as f64),
            figure(bytes / median / 1e6),
            figure(median / medians[4]),
            instructions(number, records)?,
        ]);
    }
    Ok(())
}

/// Instructions a record of one way, by a run of this program under callgrind; `–` where there is no valgrind.
fn instructions(way: usize, records: &[Vec<u8>]) -> anyhow::Result<String> {
    let few = &records[..records.len().min(1_000)];
    let folder = tempfile::tempdir()?;
    let (file, out) = (folder.path().join("records"), folder.path().join("out"));
    fs::write(&file, few.join(&b'\n'))?;
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--toggle-collect=*decode*one_pass*"]);
    valgrind.arg(format!("--callgrind-out-file={}", out.display()));
    valgrind.arg(std::env::current_exe()?).arg("counted").arg(way.to_string()).arg(&file);
    if !valgrind.output().is_ok_and(|run| run.status.success()) {
        return Ok("–".to_owned());
    }
    let text = fs::read_to_string(&out)?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: "));
    let total: usize = total.context("nothing was counted")?.parse()?;
    Ok((total / few.len()).to_string())
}

/// Reads the records of a file in one way, twice; callgrind counts the second time.
pub fn counted(way: &str, file: &str) -> anyhow::Result<()> {
    let (_, way) = WAYS.get(way.parse::<usize>()?).context("no such way")?;
    let text = fs::read(file)?;
    let records: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    let warm = records.iter().filter_map(|record| way(record)).sum::<u64>();
    anyhow::ensure!(warm == one_pass(*way, &records), "it reads otherwise the second time");
    Ok(())
}

/// The pass that callgrind counts, by this name.
#[inline(never)]
fn one_pass(way: fn(&[u8]) -> Option<u64>, records: &[&[u8]]) -> u64 {
    std::hint::black_box(records.iter().filter_map(|record| way(record)).sum())
}

fn product(record: &[u8]) -> Option<u64> {
    let options = DecodeOptions::lenient(Timestamp(1_900_000_000_000));
    match decode(record, None, &options) {
        Content::Rejected(_) => None,
        content => {
            std::hint::black_box(&content);
            Some(1)
        }
    }
}

fn serde_json_walk(record: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(record).ok()?;
    let mut parser = serde_json::Deserializer::from_str(text);
    let found = Look.deserialize(&mut parser).ok()?;
    parser.end().ok().map(|()| found)
}

fn sonic_walk(record: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(record).ok()?;
    let mut parser = sonic_rs::Deserializer::from_str(text);
    let found = Look.deserialize(&mut parser).ok()?;
    parser.end().ok().map(|()| found)
}

fn simd_walk(record: &[u8]) -> Option<u64> {
    let mut copy = record.to_vec();
    let mut parser = simd_json::Deserializer::from_slice(&mut copy).ok()?;
    Look.deserialize(&mut parser).ok()
}

fn sonic_get(record: &[u8]) -> Option<u64> {
    sonic_rs::get_from_slice(record, &["text"]).ok().map(|text| text.as_raw_str().len() as u64)
}

fn utf8(record: &[u8]) -> Option<u64> {
    std::str::from_utf8(record).ok().map(|text| text.len() as u64)
}

/// Looks at every key and value once and keeps none, as the product does before it knows which it needs.
struct Look;

impl<'de> DeserializeSeed<'de> for Look {
    type Value = u64;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<u64, D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<u64, A::Error> {
        let mut found = 0;
        while let Some(key) = map.next_key_seed(Look)? {
            found += key + map.next_value_seed(Look)?;
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<u64, A::Error> {
        let mut found = 0;
        while let Some(value) = list.next_element_seed(Look)? {
            found += value;
        }
        Ok(found)
    }

    fn visit_bool<E>(self, _: bool) -> Result<u64, E> {
        Ok(1)
    }

    fn visit_u64<E>(self, _: u64) -> Result<u64, E> {
        Ok(1)
    }

    fn visit_i64<E>(self, _: i64) -> Result<u64, E> {
        Ok(1)
    }

    fn visit_f64<E>(self, _: f64) -> Result<u64, E> {
        Ok(1)
    }

    fn visit_str<E>(self, text: &str) -> Result<u64, E> {
        Ok(text.len() as u64)
    }

    fn visit_unit<E>(self) -> Result<u64, E> {
        Ok(1)
    }
}

const HOSTILE: [Hostile; 15] = [
    ("an ordinary record", || br#"{"text":"a \u00e9","likes":7,"x":[1,{"y":null}]}"#.to_vec()),
    ("100,000 brackets, never closed", || b"[".repeat(100_000)),
    ("100,000 lists in a field nobody asks for", || nested(100_000)),
    ("200 lists in a field nobody asks for", || nested(200)),
    ("a byte that is no UTF-8, in a text", || b"{\"text\":\"a\xff\"}".to_vec()),
    ("a byte that is no UTF-8, in a field nobody asks for", || {
        b"{\"x\":\"\xff\",\"text\":\"a\"}".to_vec()
    }),
    ("half a surrogate pair", || br#"{"text":"a\ud83d"}"#.to_vec()),
    ("a line break inside a text", || b"{\"text\":\"a\nb\"}".to_vec()),
    ("a NUL inside a text", || b"{\"text\":\"a\0b\"}".to_vec()),
    ("a number beyond all bounds", || br#"{"text":"a","likes":1e999}"#.to_vec()),
    ("a number of 100,000 digits", || {
        [br#"{"text":"a","likes":"#.as_slice(), &b"9".repeat(100_000), b"}"].concat()
    }),
    ("a number that begins with 0", || br#"{"text":"a","likes":007}"#.to_vec()),
    ("something after the end", || br#"{"text":"a"} x"#.to_vec()),
    ("a comma too many", || br#"{"text":"a",}"#.to_vec()),
    ("cut off in the middle", || br#"{"text":"a"#.to_vec()),
];

fn nested(depth: usize) -> Vec<u8> {
    [br#"{"text":"a","x":"#.as_slice(), &b"[".repeat(depth), &b"]".repeat(depth), b"}"].concat()
}

/// Shows each hostile record to each way, in a process of its own.
fn hostile() -> anyhow::Result<Results> {
    let ways = &WAYS[..5];
    let columns: Vec<&str> = ["record"].into_iter().chain(ways.iter().map(|way| way.0)).collect();
    let mut results = Results::new(&columns, &command());
    for (number, (name, _)) in HOSTILE.iter().enumerate() {
        let mut row = vec![(*name).to_owned()];
        for way in 0..ways.len() {
            let mut command = Command::new(std::env::current_exe()?);
            command.args(["hostile", &number.to_string(), &way.to_string()]);
            let out = command.output()?;
            let said = String::from_utf8_lossy(&out.stdout).trim().to_owned();
            row.push(if out.status.success() { said } else { "ends the process".to_owned() });
        }
        results.rows.push(row);
    }
    Ok(results)
}

/// What becomes of one hostile record in one way.
pub fn show_hostile(number: &str, way: &str) -> anyhow::Result<()> {
    let (_, record) = HOSTILE.get(number.parse::<usize>()?).context("no such record")?;
    let (_, way) = WAYS.get(way.parse::<usize>()?).context("no such way")?;
    println!("{}", if way(&record()).is_some() { "taken" } else { "refused" });
    Ok(())
}
