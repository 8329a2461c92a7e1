//! The files Unicode publishes to test segmentation and emoji with.

use unicode_normalization::char::is_combining_mark;

use super::tests::{folded, mention};
use crate::{TokenKind, json};

/// The characters of hexadecimal code points with blanks between.
fn chars(codes: &str) -> String {
    let code = |code| char::from_u32(u32::from_str_radix(code, 16).ok()?);
    codes.split_whitespace().filter_map(code).collect()
}

/// The texts of a break test, each with the bytes at which it may be cut.
fn break_tests(name: &str) -> Option<Vec<(String, Vec<usize>)>> {
    let cases = json::text(name)?;
    let case = |line: &str| {
        let mut text = String::new();
        let mut borders = Vec::new();
        for piece in line.split('÷') {
            borders.push(text.len());
            text.push_str(&chars(&piece.replace('×', " ")));
        }
        (text, borders)
    };
    let lines = cases.lines().map(|line| line.split('#').next().unwrap().trim());
    Some(lines.filter(|line| !line.is_empty()).map(case).collect())
}

/// The emoji of an emoji file with a word that `wanted` accepts in its second column.
fn emoji(name: &str, wanted: &[&str]) -> Option<Vec<String>> {
    let lines = json::text(name)?;
    let emoji = |line: &str| {
        let (codes, rest) = line.split('#').next()?.split_once(';')?;
        let status = rest.split(';').next()?.trim();
        wanted.contains(&status).then(|| chars(codes))
    };
    Some(lines.lines().filter_map(emoji).collect())
}

#[test]
fn s02_no_token_cuts_a_cluster_of_the_test_file() {
    let Some(cases) = break_tests("unicode/GraphemeBreakTest.txt") else { return };
    assert!(cases.len() > 500);
    for (text, borders) in cases {
        for token in folded(&mention(&text)).tokens() {
            let inside = borders.contains(&(token.start as usize))
                && borders.contains(&(token.end as usize));
            assert!(inside, "{token:?} in {text:?}, which may be cut at {borders:?}");
        }
    }
}

/// We cut more often than UAX #29 does (at `_`, at apostrophes, in Katakana), and less often only at
/// numbers that are no digits and after marks that stand on nothing, which it does not count to words.
#[test]
fn s02_no_token_reaches_over_a_word_border_of_the_test_file() {
    let Some(cases) = break_tests("unicode/WordBreakTest.txt") else { return };
    assert!(cases.len() > 1000);
    for (text, borders) in cases {
        let folded = folded(&mention(&text));
        for token in folded.tokens().iter().filter(|token| token.kind != TokenKind::Emoji) {
            let token = token.start as usize..token.end as usize;
            let over = borders.iter().find(|&&at| {
                token.start < at
                    && at < token.end
                    && !text[token.start..at]
                        .chars()
                        .all(|c| is_combining_mark(c) || c == '\u{200D}')
            });
            assert_eq!(over, None, "{token:?} in {text:?}");
        }
    }
}

#[test]
fn s02_every_recommended_emoji_is_one_token() {
    let files = [
        ("unicode/emoji-test.txt", ["fully-qualified", "component"].as_slice(), 3000),
        ("unicode/emoji-zwj-sequences.txt", &["RGI_Emoji_ZWJ_Sequence"], 1000),
    ];
    for (name, wanted, least) in files {
        let Some(all) = emoji(name, wanted) else { return };
        assert!(all.len() > least, "{name}: {}", all.len());
        for emoji in &all {
            // A skin tone joins whatever is before it but the end of a line.
            let folded = folded(&mention(&format!("a\n{emoji}\n{emoji}\nb")));
            let kinds: Vec<_> = folded.tokens().iter().map(|token| token.kind).collect();
            let [TokenKind::Word(_), TokenKind::Emoji, TokenKind::Emoji, TokenKind::Word(_)] =
                kinds[..]
            else {
                panic!("{emoji}: {kinds:?}")
            };
        }
    }
}

#[test]
fn s02_selectors_do_not_tell_emoji_apart() {
    let qualified = emoji("unicode/emoji-test.txt", &["fully-qualified"]);
    let rest = emoji("unicode/emoji-test.txt", &["minimally-qualified", "unqualified"]);
    let (Some(qualified), Some(rest)) = (qualified, rest) else { return };
    let key = |text: &str| {
        let folded = folded(&mention(text));
        let emoji = folded.tokens().iter().find(|token| token.kind == TokenKind::Emoji);
        emoji.map(|token| folded.exact(token).to_owned())
    };
    let keys: std::collections::BTreeSet<_> = qualified.iter().map(|emoji| key(emoji)).collect();
    for emoji in rest {
        let needs_selector = matches!(emoji.as_str(), "©" | "®" | "™" | "ℹ");
        assert_eq!(keys.contains(&key(&emoji)), !needs_selector, "{emoji}");
    }
}
