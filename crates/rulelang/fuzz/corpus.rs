//! The corpus of the fuzz targets and all they ever found, and mutations of it by a seeded chance.
#![expect(clippy::unwrap_used, reason = "here all code is test code, also what is called by tests")]

mod targets;

use std::fs;
use std::path::Path;

/// Mutations of one target that an ordinary test makes; `FUZZ_MUTATIONS` makes it more.
const MUTATIONS: u64 = 2_000;

type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 3] =
    [("query", targets::query), ("file", targets::file), ("sheet", targets::sheet)];

/// The inputs of a target, sorted by name.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn the_corpus_holds() {
    for (name, target) in TARGETS {
        let corpus = corpus(name);
        assert!(corpus.len() >= 5, "{name}");
        for input in &corpus {
            target(input);
        }
    }
}

/// The programs that fuzzing runs are a workspace of their own, which ordinary tests do not build: each of them is here
/// held to be the three lines that hand their bytes to one of the targets above.
#[test]
fn each_target_has_a_program_that_calls_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let programs = fs::read_dir(folder.join("fuzz_targets")).unwrap().count();
    assert_eq!((programs, manifest.matches("[[bin]]").count()), (TARGETS.len(), TARGETS.len()));
    for (name, _) in TARGETS {
        let program = fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        let call = format!("fuzz_target!(|data: &[u8]| targets::{name}(data));");
        assert!(program.contains(&call), "{name}: {program}");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
}

/// A seeded chance: splitmix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// What languages and formats are made of.
const WORDS: &[&str] = &[
    "\"",
    "'",
    "'''",
    "\"\"\"",
    "(",
    ")",
    "{",
    "}",
    "{{a}}",
    "[",
    "]",
    "[[theme]]\n",
    "[theme.query]\n",
    "id = 'c'\n",
    "any = [",
    "query = '",
    " OR ",
    " AND ",
    " NOT ",
    "-",
    "NEAR/2",
    "~",
    "~3",
    "*",
    "?",
    ":",
    "lang:en",
    "author:",
    "#a",
    "@b",
    "$C",
    "😍",
    "👨‍👩‍👧",
    "ü",
    "日本",
    "ก",
    "\u{200d}",
    "\u{feff}",
    "\r\n",
    "\n",
    "\t",
    ",",
    ";",
    "=",
    "+",
    "<<<",
    ">>>",
    "\\",
    "1E+5",
    "3-Apr",
    "#NAME?",
    "⏎",
    "en = ",
    "any.sv = ",
    ".",
    "..",
    "9999999999",
    "\0",
];

/// An input with some bytes changed, taken out, doubled, or put in from another or from the words.
fn mutated(inputs: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut input = inputs[chance.below(inputs.len())].clone();
    for _ in 0..=chance.below(5) {
        let (a, b) = (chance.below(input.len() + 1), chance.below(input.len() + 1));
        let (from, to) = (a.min(b), a.max(b).min(a.min(b) + 40));
        match chance.below(6) {
            0 => drop(input.drain(from..to)),
            1 => {
                let piece = input[from..to].to_vec();
                input.splice(a..a, piece);
            }
            2 if !input.is_empty() => {
                let at = chance.below(input.len());
                input[at] ^= 1 << chance.below(8);
            }
            3 => {
                let other = &inputs[chance.below(inputs.len())];
                let start = chance.below(other.len() + 1);
                let end = other.len().min(start + chance.below(60));
                input.splice(a..a, other[start..end].iter().copied());
            }
            _ => {
                let word = WORDS[chance.below(WORDS.len())];
                input.splice(a..a, word.bytes());
            }
        }
    }
    input
}

#[test]
fn mutations_of_the_corpus_hold() {
    let told = std::env::var("FUZZ_MUTATIONS").ok().and_then(|count| count.parse().ok());
    let count = told.unwrap_or(MUTATIONS);
    for (seed, (name, target)) in (1..).zip(TARGETS) {
        let (inputs, mut chance) = (corpus(name), Chance(seed));
        for _ in 0..count {
            let input = mutated(&inputs, &mut chance);
            let held = std::panic::catch_unwind(|| target(&input));
            assert!(held.is_ok(), "{name}: {:?}", String::from_utf8_lossy(&input));
        }
    }
}
