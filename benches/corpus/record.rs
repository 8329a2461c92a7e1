//! Posts as records of the native format, and themes as marketers write them: what the command is measured with.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::{Chance, Vocabulary};

/// Writes `posts` as records, one a line, as close together as when a million come in thirty days.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn write_posts(
    posts: impl IntoIterator<Item: AsRef<str>>,
    seed: u64,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut chance = Chance::new(seed);
    for (id, text) in (0_u64..).zip(posts) {
        let at = 1_788_739_200 + id * 2_592_000 / 1_000_000;
        let text = serde_json::Value::from(text.as_ref());
        writeln!(
            out,
            "{{\"id\":\"{id}\",\"platform\":\"{}\",\"author\":\"user{}\",\"created_at\":{at},\"lang\":\"{}\",\
             \"text\":{text},\"likes\":{},\"reposts\":{}}}",
            chance.one(&["twitter", "reddit", "instagram"]),
            (chance.below(1 << 17) * chance.below(1 << 17)) >> 17,
            chance.one(&["en", "sv", "fr", "it"]),
            chance.below(40),
            chance.below(9),
        )?;
    }
    Ok(())
}

/// A rule file of `count` themes as marketers write them: a few words and phrases, one exclusion here and there.
#[must_use]
pub fn themes(of: &Vocabulary, count: u64, seed: u64) -> String {
    let mut chance = Chance::new(seed);
    // Marketers ask for words that say something: not the hundred commonest.
    let plain: Vec<&str> = of.words.iter().map(|(word, _)| word.as_str()).collect();
    let plain: Vec<&str> = plain
        .into_iter()
        .filter(|word| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        .collect();
    let rare = |chance: &mut Chance| {
        plain[chance.rank(plain.len().min(300), plain.len().min(30_000), 4.0)]
    };
    let mut rules = String::from("format = 1\n");
    for id in 0..count {
        let terms: Vec<String> = (0..2 + chance.below(5))
            .map(|_| match chance.below(10) {
                0 | 1 => format!("\"{} {}\"", rare(&mut chance), rare(&mut chance)),
                2 => format!("#{}", rare(&mut chance)),
                3 => format!("{}*", rare(&mut chance)),
                4 => format!("({} {})", rare(&mut chance), rare(&mut chance)),
                _ => rare(&mut chance).to_owned(),
            })
            .collect();
        let without =
            if chance.below(5) == 0 { format!(" -{}", rare(&mut chance)) } else { String::new() };
        let _ = writeln!(
            rules,
            "[[theme]]\nid = \"theme-{id}\"\nquery = '''({}){without}'''",
            terms.join(" OR ")
        );
    }
    rules
}
