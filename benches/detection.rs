//! How many instructions does it take to find out about a mention? Each part is counted under callgrind in a process of
//! its own: `cargo bench -p enrich --bench detection`.
#![expect(clippy::print_stdout, reason = "a bench answers on standard output")]

use std::process::{Command, Stdio};

use enrich::{Enricher, Parts, Scratch};
use mention::{Folded, Mention, fold};

/// Posts as people write them, in the languages of the packs and some others.
const POSTS: &str = include_str!("../crates/enrich/testdata/posts.txt");

const NONE: Parts = Parts { language: false, sentiment: false, questions: false };
const LANGUAGE: Parts = Parts { language: true, ..NONE };

/// What is counted; each part behind the language, which it needs.
const QUESTIONS: [(&str, Option<Parts>); 5] = [
    ("fold", None),
    ("fold, language", Some(LANGUAGE)),
    ("fold, language, question", Some(Parts { questions: true, ..LANGUAGE })),
    ("fold, language, feeling", Some(Parts { sentiment: true, ..LANGUAGE })),
    ("fold and all three", Some(Parts { language: true, sentiment: true, questions: true })),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["measure", number] => measure(QUESTIONS[number.parse::<usize>().unwrap_or(0)].1),
        _ => print(),
    }
}

fn print() {
    let posts = POSTS.lines().count();
    println!("{posts} posts of {} bytes", POSTS.len() / posts);
    for (number, (name, _)) in QUESTIONS.iter().enumerate() {
        match count(number) {
            Some(total) => println!("{name}: {} instructions a mention", total / posts),
            None => println!("{name}: not counted, valgrind does not run"),
        }
    }
}

/// All instructions of the pass that counts.
fn count(number: usize) -> Option<usize> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args([
        "--tool=callgrind",
        "--toggle-collect=*one_pass*",
        "--callgrind-out-file=/dev/null",
    ]);
    valgrind.arg(std::env::current_exe().ok()?).args(["measure", &number.to_string()]);
    let run = valgrind.stdin(Stdio::null()).output().ok()?;
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    let line = said.lines().find_map(|line| line.split_once("Collected : "))?;
    line.1.trim().parse().ok()
}

/// What is run under callgrind: a pass that makes room, and the one that counts.
fn measure(parts: Option<Parts>) {
    let enricher = Enricher::new(parts.unwrap_or(NONE), &[]);
    let mention = |text: &str| Mention { text: text.to_owned(), ..Mention::default() };
    let mentions: Vec<Mention> = POSTS.lines().map(mention).collect();
    let (mut folded, mut scratch) = (Folded::default(), Scratch::default());
    let enricher = parts.map(|_| enricher);
    let warm = pass(enricher.as_ref(), &mentions, &mut folded, &mut scratch);
    let found = one_pass(enricher.as_ref(), &mentions, &mut folded, &mut scratch);
    assert_eq!(found, warm);
}

/// The pass that callgrind counts, by this name.
#[inline(never)]
fn one_pass(
    enricher: Option<&Enricher>,
    mentions: &[Mention],
    folded: &mut Folded,
    scratch: &mut Scratch,
) -> usize {
    std::hint::black_box(pass(enricher, mentions, folded, scratch))
}

fn pass(
    enricher: Option<&Enricher>,
    mentions: &[Mention],
    folded: &mut Folded,
    scratch: &mut Scratch,
) -> usize {
    let mut found = 0;
    for mention in mentions {
        fold(mention, folded);
        found += folded.tokens().len();
        if let Some(enricher) = enricher {
            let told = enricher.enrich(mention, folded, scratch);
            found += usize::from(told.lang.is_some()) + usize::from(told.sentiment.is_some());
        }
    }
    found
}
