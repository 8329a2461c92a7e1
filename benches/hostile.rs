//! What would a post or a rule set cost that is made to cost much? Each by instructions, beside an ordinary one.

use std::fmt::Write as _;

use corpus::{Profile, Results, Vocabulary, rule_file, rules};

use crate::{Asked, counted};

/// Ordinary rules that each hostile text is shown to.
const RULES: usize = 1_000;
/// Hostile rules of a set, where nothing else says how many.
const HOSTILE_RULES: usize = 10_000;
/// Bytes of a hostile text: as much of a field as is searched.
const TEXT_BYTES: usize = 60_000;
/// How often a hostile text stands among the posts.
const TEXTS: usize = 2;
/// How many ordinary posts are asked.
const POSTS: usize = 500;

/// Counts each, keeps it if that is wanted, and prints it.
pub(crate) fn run(posts: &[String], vocabulary: &Vocabulary, keep: bool) -> anyhow::Result<()> {
    let posts = &posts[..POSTS];
    let ordinary = rule_file(&rules(vocabulary, Profile::Real, RULES, 2));
    let mut asked = vec![("ordinary posts, 1,000 rules", posts.join("\n"), ordinary.clone())];
    for (name, text) in texts(vocabulary) {
        asked.push((name, vec![text; TEXTS].join("\n"), ordinary.clone()));
    }
    for (name, rules) in rule_sets(vocabulary) {
        asked.push((name, posts.join("\n"), rules));
    }
    let questions: Vec<Asked> =
        asked.iter().map(|(_, posts, rules)| Asked { posts, rules: Some(rules.clone()) }).collect();
    let command = "cargo bench -p matcher --bench instructions -- hostile --record";
    let columns = ["what", "bytes a text", "instructions a text", "a byte", "× ordinary, a byte"];
    let mut results = Results::new(&columns, command);
    let mut usual = None;
    for ((name, posts, _), count) in asked.iter().zip(counted(&questions)?) {
        let bytes = posts.len() / posts.lines().count();
        let each = f64::from(count) / f64::from(u32::try_from(bytes)?);
        let times = each / *usual.get_or_insert(each);
        let figures = [count.to_string(), format!("{each:.1}"), format!("{times:.2}")];
        let row = [(*name).to_owned(), bytes.to_string()].into_iter().chain(figures);
        results.rows.push(row.collect());
    }
    println!("{}", results.plain());
    if keep {
        results.write("hostile")?;
        corpus::write_page()?;
    }
    Ok(())
}

/// Texts that are made to cost much.
fn texts(vocabulary: &Vocabulary) -> Vec<(&'static str, String)> {
    let words = vocabulary.words.iter().map(|(word, _)| word.as_str());
    let repeated = |piece: &str| piece.repeat(TEXT_BYTES / piece.len());
    let emoji = "😂👍🏽👨‍👩‍👧🇫🇷❤️";
    let numbered = |sign: &str| {
        let mut text = String::new();
        for number in 0..TEXT_BYTES / 10 {
            let _ = write!(text, "{sign}aB{number} ");
        }
        text.truncate(TEXT_BYTES);
        text
    };
    vec![
        (
            "10,000 common words",
            words.clone().take(100).cycle().take(10_000).collect::<Vec<_>>().join(" "),
        ),
        ("10,000 different words", words.take(10_000).collect::<Vec<_>>().join(" ")),
        ("emoji only", repeated(emoji)),
        ("Chinese and Japanese only", repeated("日本語の中文字漢東京")),
        ("Hangul only", repeated("한국어가나다 ")),
        ("a flood of combining marks", repeated("e\u{301}\u{302}\u{303}\u{323}\u{327}\u{340}")),
        ("marks on nothing but each other", repeated("\u{301}\u{323}")),
        ("hashtags only", numbered("#")),
        ("handles only", numbered("@")),
        ("signs without a name", repeated("@#$")),
        ("dots between letters", repeated("a.")),
        ("addresses only", repeated("https://t.co/aB1 ")),
        ("one word without an end", repeated("a")),
    ]
}

/// Sets of rules that are made to cost much.
fn rule_sets(vocabulary: &Vocabulary) -> Vec<(&'static str, String)> {
    let word = |at: usize| vocabulary.words[at % vocabulary.words.len()].0.as_str();
    let file = |queries: Vec<String>| {
        let mut file = String::from("format = 1\n");
        for (id, query) in queries.iter().enumerate() {
            let _ = writeln!(file, "[[theme]]\nid = \"r{id:07}\"\nquery = '''{query}'''");
        }
        file
    };
    let pairs =
        (0..HOSTILE_RULES).map(|n| format!("\"{}\" \"{}\"", word(n % 10), word(10 + n / 10)));
    let nears =
        (0..1_000).map(|n| format!("\"{}\" NEAR/5 \"{}\"", word(n % 10), word(10 + n / 10)));
    let one_of = |n: usize| {
        let words: Vec<_> = (0..1_000).map(|at| format!("\"{}\"", word(at * 7 + n))).collect();
        words.join(" OR ")
    };
    let letters = || (b'a'..=b'z').map(char::from);
    let prefixes = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}*")));
    vec![
        ("10,000 rules of ten words that are in most posts", file(pairs.collect())),
        ("1,000 rules NEAR ten words that are in most posts", file(nears.collect())),
        ("100 rules, one of 1,000 words each", file((0..100).map(one_of).collect())),
        ("676 wildcards of two letters", file(prefixes.collect())),
    ]
}
