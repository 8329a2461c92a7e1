//! The measurement: peers agree on the matches, then take turns, and the medians are compared.

use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use anyhow::ensure;
use corpus::{Results, Statistics};

use crate::automata::Automaton;
use crate::child::Foreign;
use crate::mokaccino_peer::Mokaccino;
use crate::ours::Ours;
use crate::peer::{Match, Pass, Peer};
use crate::setup::Foreigners;
use crate::task::{Question, Task, Texts};

/// What is measured, and how thoroughly.
pub struct Options {
    /// Texts a pass.
    pub posts: usize,
    /// How many rules, one run each.
    pub rules: Vec<usize>,
    /// Passes of each peer.
    pub passes: usize,
    /// Peers left out.
    pub without: Vec<String>,
    /// Whether the tables are kept.
    pub record: bool,
}

impl Default for Options {
    fn default() -> Self {
        let rules = vec![1_000, 10_000, 100_000];
        Self { posts: 20_000, rules, passes: 5, without: Vec::new(), record: false }
    }
}

/// Of how many posts the words and phrases are that rules ask for.
const VOCABULARY_POSTS: usize = 88_549;
/// What a slow peer may take for a pass is about this times what a text takes it.
const SLOW_RULES_A_PASS: usize = 50_000_000;

/// Measures all peers with all numbers of rules on all texts.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let columns = ["texts", "asked for", "N", "peer", "µs a text", "MB/s", "× ours", "ready in ms"];
    let mut results = Results::new(&columns, &command());
    let foreigners = Foreigners::new()?;
    for texts in texts(options)? {
        let texts = Rc::new(texts);
        for question in [Question::Literals, Question::Rules] {
            for &count in &options.rules {
                let task = Task::new(&texts, question, count)?;
                let mut peers = peers(&task, question, options, &foreigners)?;
                agree(&mut peers, &task)?;
                eprintln!("{}, {count} {}: all agree", texts.name, question.name());
                let medians = take_turns(&mut peers, options.passes)?;
                rows(&task, question, &peers, &medians, &mut results);
            }
        }
    }
    println!("{}\n\n{}", results.measured, results.plain());
    if options.record {
        results.write("peers")?;
    }
    Ok(())
}

/// How this program was called.
pub fn command() -> String {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let data = if std::env::var_os("TAGLINE_DATA").is_some() { "TAGLINE_DATA=… " } else { "" };
    let call = "cargo run --release --manifest-path benches/peers/Cargo.toml --";
    format!("{data}{call} {}", arguments.join(" "))
}

/// The generated texts, and the real ones where there are any.
pub fn texts(options: &Options) -> anyhow::Result<Vec<Texts>> {
    let generated = corpus::posts(&Statistics::kept(), VOCABULARY_POSTS.max(options.posts), 1);
    let mut all = vec![Texts::new("generated", generated, options.posts)];
    if let Some(folder) = std::env::var_os("TAGLINE_DATA") {
        let real = corpus::real_posts(&PathBuf::from(folder))?;
        let real = real.into_iter().map(|(_, text)| text).collect();
        all.push(Texts::new("real", real, options.posts));
    }
    Ok(all)
}

fn peers(
    task: &Task,
    question: Question,
    options: &Options,
    foreigners: &Foreigners,
) -> anyhow::Result<Vec<Box<dyn Peer>>> {
    let wanted = |name: &str| !options.without.iter().any(|without| without == name);
    let most = task.texts.posted.len();
    let slow = (SLOW_RULES_A_PASS / task.rules.len()).clamp(most.min(300), most.min(4_000));
    let ours = Ours::new(task)?;
    let folded_before = ours.folded_before();
    let mut peers: Vec<Box<dyn Peer>> = vec![Box::new(ours), Box::new(folded_before)];
    match question {
        Question::Literals => {
            peers.push(Box::new(Automaton::aho_corasick(task)?));
            peers.push(Box::new(Automaton::daachorse(task)?));
            if wanted("hyperscan") {
                let name = "Hyperscan literals, on folded text";
                peers.push(Box::new(Foreign::start(name, foreigners.hyperscan()?, task, most)?));
            }
        }
        Question::Rules => {
            peers.push(Box::new(Mokaccino::new(task, slow)?));
            if wanted("python") {
                let name = "Python with pyahocorasick, on folded text";
                peers.push(Box::new(Foreign::start(name, foreigners.python()?, task, slow)?));
                let name = "Python with pyahocorasick, from text as posted";
                let mut command = foreigners.python()?;
                command.arg(task.posted_file());
                peers.push(Box::new(Foreign::start(name, command, task, slow)?));
            }
            if wanted("lucene") {
                let name = "Lucene Monitor, on folded text";
                let few = slow.min(20_000_000 / task.rules.len()).max(most.min(300));
                peers.push(Box::new(Foreign::start(name, foreigners.lucene()?, task, few)?));
            }
        }
    }
    Ok(peers)
}

/// Fails unless all peers find the same rules in the same texts.
fn agree(peers: &mut [Box<dyn Peer>], task: &Task) -> anyhow::Result<()> {
    let sorted = |mut all: Vec<Match>| {
        all.sort_unstable();
        all.dedup();
        all
    };
    let ours = sorted(peers[0].all()?);
    ensure!(!ours.is_empty(), "nothing matches: these rules ask for nothing");
    for peer in &mut peers[1..] {
        let theirs = sorted(peer.all()?);
        let shown = u32::try_from(peer.texts())?;
        let ours = &ours[..ours.partition_point(|&(text, _)| text < shown)];
        if let Some(&(text, rule)) = difference(ours, &theirs) {
            let (text, rule) = (&task.texts.canonical[text as usize], &task.rules[rule as usize]);
            anyhow::bail!(
                "{} finds {} matches and we {}; the first that differs is rule {} in the text {text}",
                peer.name(),
                theirs.len(),
                ours.len(),
                rule.query(),
            );
        }
    }
    Ok(())
}

fn difference<'a>(ours: &'a [Match], theirs: &'a [Match]) -> Option<&'a Match> {
    let same = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    [ours.get(same), theirs.get(same)].into_iter().flatten().min()
}

/// Each peer's median pass; one unmeasured pass each goes before, and those that warm up have three.
fn take_turns(peers: &mut [Box<dyn Peer>], passes: usize) -> anyhow::Result<Vec<Pass>> {
    let mut taken: Vec<Vec<Pass>> = peers.iter().map(|_| Vec::new()).collect();
    for peer in peers.iter_mut() {
        let warm = if peer.name().starts_with("Lucene") { 3 } else { 1 };
        for _ in 0..warm {
            peer.pass()?;
        }
    }
    for _ in 0..passes {
        for (peer, taken) in peers.iter_mut().zip(&mut taken) {
            taken.push(peer.pass()?);
        }
    }
    for taken in &mut taken {
        taken.sort_by_key(|pass| pass.time);
    }
    Ok(taken.iter().map(|taken| taken[taken.len() / 2]).collect())
}

#[expect(clippy::cast_precision_loss, reason = "a rate is read to three digits")]
fn rows(
    task: &Task,
    question: Question,
    peers: &[Box<dyn Peer>],
    medians: &[Pass],
    results: &mut Results,
) {
    let bytes = |peer: &dyn Peer| {
        task.texts.posted[..peer.texts()].iter().map(String::len).sum::<usize>() as f64
    };
    let a_byte = |peer: &dyn Peer, pass: &Pass| pass.time.as_secs_f64() / bytes(peer);
    let ours = a_byte(&*peers[0], &medians[0]);
    for (peer, pass) in peers.iter().zip(medians) {
        let each = pass.time.as_secs_f64() / peer.texts() as f64 * 1e6;
        results.rows.push(vec![
            task.texts.name.to_owned(),
            question.name().to_owned(),
            task.rules.len().to_string(),
            peer.name().to_owned(),
            figure(each),
            figure(1e-6 / a_byte(&**peer, pass)),
            figure(a_byte(&**peer, pass) / ours),
            milliseconds(peer.ready()),
        ]);
    }
}

/// A number to three digits.
pub fn figure(number: f64) -> String {
    let whole = |number: f64| format!("{number:.0}");
    match number {
        0.0..1.0 => format!("{number:.3}"),
        1.0..10.0 => format!("{number:.2}"),
        10.0..100.0 => format!("{number:.1}"),
        _ => whole(number),
    }
}

fn milliseconds(time: Duration) -> String {
    time.as_millis().to_string()
}
