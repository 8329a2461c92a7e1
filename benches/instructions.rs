//! How many instructions does a mention take? They repeat on a busy machine, so they are what changes are held to.
//!
//! Each question runs under callgrind in a process of its own, which counts nothing but one pass over the mentions.
#![expect(clippy::print_stdout, reason = "a bench answers on standard output")]

mod hostile;
mod profile;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context as _, anyhow, bail, ensure};
use corpus::{Profile, Results, Statistics, Vocabulary};
use matcher::{Matcher, Scratch};
use mention::{Facts, Folded, Mention};
use rulelang::{Condition, RuleSet, SourceFile};

const USAGE: &str = "\
cargo bench -p matcher --bench instructions                 compares with benches/results/instructions.tsv
cargo bench -p matcher --bench instructions -- --record     keeps what is counted
cargo bench -p matcher --bench instructions -- profile [--record]    by function, with 5,000 rules
cargo bench -p matcher --bench instructions -- hostile [--record]    posts and rules that are made to cost much
cargo bench -p matcher --bench instructions -- readme                writes the tables and plots of benches/README.md
What is recorded is also written into benches/README.md.";

/// What is counted: its name, of which rules, and how many; without rules only folding.
const QUESTIONS: [(&str, Option<(Profile, usize)>); 4] = [
    ("fold", None),
    ("fold and match, 1,000 rules", Some((Profile::Real, 1_000))),
    ("fold and match, 5,000 rules", Some((Profile::Real, 5_000))),
    ("fold and match, 1,000 hot rules", Some((Profile::Hot, 1_000))),
];
/// With how many rules it is said where the instructions go.
const PROFILED_RULES: usize = 5_000;
/// Over how many mentions.
const MENTIONS: usize = 2_000;
/// Of how many posts the words are that rules ask for.
const VOCABULARY_POSTS: usize = 20_000;
/// How far a count may be from what is kept, in a hundred.
const TOLERANCE: f64 = 2.0;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => compare(),
        ["--record"] => record(),
        ["hostile", ref keep @ ..] => {
            let (posts, vocabulary) = posts();
            hostile::run(&posts[..MENTIONS], &vocabulary, *keep == ["--record"])
        }
        ["profile", ref keep @ ..] => {
            let (posts, vocabulary) = posts();
            let rules = corpus::rules(&vocabulary, Profile::Real, PROFILED_RULES, 2);
            let posts = posts[..MENTIONS].join("\n");
            let asked = Asked { posts: &posts, rules: Some(corpus::rule_file(&rules)) };
            profile::run(&asked, *keep == ["--record"])
        }
        ["readme"] => corpus::write_page(),
        ["measure", folder] => measure(Path::new(folder)),
        _ => bail!("usage:\n{USAGE}"),
    }
}

fn record() -> anyhow::Result<()> {
    let command = "cargo bench -p matcher --bench instructions -- --record";
    let mut results = Results::new(&["what", "instructions a mention", "a byte"], command);
    let (posts, _) = posts();
    let bytes: usize = posts[..MENTIONS].iter().map(String::len).sum();
    let bytes = f64::from(u32::try_from(bytes)?) / f64::from(u32::try_from(MENTIONS)?);
    for ((name, _), count) in QUESTIONS.iter().zip(asked()?) {
        let a_byte = f64::from(count) / bytes;
        results.rows.push(vec![(*name).to_owned(), count.to_string(), format!("{a_byte:.1}")]);
    }
    println!("{}", results.plain());
    results.write("instructions")?;
    corpus::write_page()
}

/// Fails when a question costs more than is kept.
fn compare() -> anyhow::Result<()> {
    let kept = Results::read("instructions")?;
    let mut worse = 0;
    for ((name, _), count) in QUESTIONS.iter().zip(asked()?) {
        let row = kept.rows.iter().find(|row| row[0] == *name);
        let before: f64 = row.with_context(|| format!("{name}: nothing is kept"))?[1].parse()?;
        let now = f64::from(count);
        let change = (now / before - 1.0) * 100.0;
        let judged = if change > TOLERANCE {
            worse += 1;
            "FAILED: more than is kept"
        } else if change < -TOLERANCE {
            "ok; keep it with --record"
        } else {
            "ok"
        };
        println!("{name:<34} {before:>8} before {now:>8} now {change:>+6.1} %  {judged}");
    }
    let (ok, end) = (QUESTIONS.len() - worse, if worse == 0 { "ok" } else { "FAILED" });
    println!("test result: {end}. {ok} passed; {worse} failed");
    ensure!(worse == 0, "more than {TOLERANCE} % more instructions than benches/results say");
    Ok(())
}

/// The posts that words are taken from, of which the first [`MENTIONS`] are asked of, each a line.
fn posts() -> (Vec<String>, Vocabulary) {
    let posts = corpus::posts(&Statistics::kept(), VOCABULARY_POSTS, 1);
    let vocabulary = Vocabulary::of(&posts);
    (posts.into_iter().map(|post| post.replace('\n', " ")).collect(), vocabulary)
}

/// Instructions a mention of each of [`QUESTIONS`].
fn asked() -> anyhow::Result<Vec<u32>> {
    let (posts, vocabulary) = posts();
    let posts = posts[..MENTIONS].join("\n");
    let rules =
        |(profile, count)| corpus::rule_file(&corpus::rules(&vocabulary, profile, count, 2));
    let asked = QUESTIONS.iter().map(|&(_, of)| Asked { posts: &posts, rules: of.map(rules) });
    counted(&asked.collect::<Vec<_>>())
}

/// Posts, each a line, and the rules they are matched with, if they are.
struct Asked<'a> {
    posts: &'a str,
    rules: Option<String>,
}

/// Instructions a mention, by runs of this program under callgrind, two at a time.
fn counted(asked: &[Asked<'_>]) -> anyhow::Result<Vec<u32>> {
    let mut counts = Vec::new();
    for pair in asked.chunks(2) {
        let counted: Vec<anyhow::Result<u32>> = thread::scope(|scope| {
            let started: Vec<_> = pair.iter().map(|it| scope.spawn(|| count(it))).collect();
            let ended = started.into_iter().map(thread::ScopedJoinHandle::join);
            ended.map(|it| it.unwrap_or_else(|_| Err(anyhow!("counting panicked")))).collect()
        });
        for count in counted {
            counts.push(count?);
        }
    }
    Ok(counts)
}

/// Instructions a mention of one question.
fn count(asked: &Asked<'_>) -> anyhow::Result<u32> {
    let total = callgrind(asked, |out| {
        let text = fs::read_to_string(out)?;
        let total = text.lines().find_map(|line| line.strip_prefix("totals: "));
        Ok(total.context("nothing was counted")?.parse::<usize>()?)
    })?;
    let mentions = asked.posts.lines().count();
    ensure!(total > mentions * 100, "{total} instructions are too few: the pass was not counted");
    Ok(u32::try_from(total / mentions)?)
}

/// What `read` says of the file that callgrind writes when one question is asked.
fn callgrind<T>(
    asked: &Asked<'_>,
    read: impl FnOnce(&Path) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("posts"), asked.posts)?;
    if let Some(rules) = &asked.rules {
        fs::write(folder.path().join("rules"), rules)?;
    }
    let out = folder.path().join("callgrind.out");
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--toggle-collect=*instructions*one_pass*"]);
    valgrind.arg(format!("--callgrind-out-file={}", out.display()));
    valgrind.arg(std::env::current_exe()?).arg("measure").arg(folder.path());
    let run = valgrind.stdin(Stdio::null()).output().context("valgrind does not start")?;
    let said = || String::from_utf8_lossy(&run.stderr).into_owned();
    ensure!(run.status.success(), "valgrind failed:\n{}", said());
    read(&out).with_context(said)
}

/// What is run under callgrind: a pass that makes room, and the one that counts.
fn measure(place: &Path) -> anyhow::Result<()> {
    let posts = fs::read_to_string(place.join("posts"))?;
    let mention = |text: &str| Mention { text: text.to_owned(), ..Mention::default() };
    let mentions: Vec<Mention> = posts.lines().map(mention).collect();
    let matcher = match fs::read_to_string(place.join("rules")) {
        Ok(text) => Some(matcher(text)?),
        Err(_) => None,
    };
    let (mut folded, mut scratch) = (Folded::default(), Scratch::default());
    let warm = pass(matcher.as_ref(), &mentions, &mut folded, &mut scratch);
    let found = one_pass(matcher.as_ref(), &mentions, &mut folded, &mut scratch);
    ensure!(found == warm, "found {found} things, and {warm} before");
    Ok(())
}

fn matcher(text: String) -> anyhow::Result<Matcher> {
    let file = SourceFile { name: "bench.rules.toml".to_owned(), text };
    let read = RuleSet::read(&[file], &|_, _| Ok(Vec::new()));
    let (rules, _) = read.map_err(|findings| anyhow!("{}", findings[0]))?;
    let conditions: Vec<Condition> = rules.themes.into_iter().map(|it| it.query).collect();
    Ok(Matcher::new(&conditions)?)
}

/// The pass that callgrind counts, by this name.
#[inline(never)]
fn one_pass(
    matcher: Option<&Matcher>,
    mentions: &[Mention],
    folded: &mut Folded,
    scratch: &mut Scratch,
) -> usize {
    std::hint::black_box(pass(matcher, mentions, folded, scratch))
}

fn pass(
    matcher: Option<&Matcher>,
    mentions: &[Mention],
    folded: &mut Folded,
    scratch: &mut Scratch,
) -> usize {
    let mut found = 0;
    for mention in mentions {
        mention::fold(mention, folded);
        found += match matcher {
            Some(matcher) => matcher.hits(&Facts::of(mention), folded, scratch).len(),
            None => folded.tokens().len(),
        };
    }
    found
}
