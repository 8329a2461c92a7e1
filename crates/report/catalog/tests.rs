//! Every message is there in every language, with the same parts, and written as that language is.

use std::collections::{BTreeMap, BTreeSet};

use super::source::messages;
use super::{Catalog, read};
use crate::told::Says;
use crate::{Language, ReportName, fixture};

const OTHERS: [Language; 4] =
    [Language::Swedish, Language::French, Language::Italian, Language::Romanian];

/// Messages that no call names in the source: they are chosen while the program runs.
const CHOSEN: [&str; 2] = ["gap", "group"];

/// The names in `{}`.
fn parts(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// What is wrong with what a language has for a message.
fn faults(language: Language, one: &str, many: Option<&String>, has: &[String]) -> Vec<String> {
    let forms = if many.is_some() { language.categories().len() } else { 1 };
    let mut faults = Vec::new();
    if has.len() != forms {
        faults.push(format!("{}: {one:?} has {} texts, not {forms}", language.tag(), has.len()));
    }
    let wanted = parts(many.map_or(one, String::as_str));
    // One may be a word: `for one hour`.
    let last = has.last().map(|text| parts(text));
    if last.is_some_and(|last| last != wanted)
        || has.iter().any(|text| !parts(text).is_subset(&wanted))
    {
        faults.push(format!("{}: {one:?} has other parts: {has:?}", language.tag()));
    }
    faults
}

/// What the catalog of a language lacks, has wrong, or has for nobody.
fn check(
    language: Language,
    messages: &BTreeMap<String, Option<String>>,
    catalog: &Catalog,
) -> Vec<String> {
    let mut faults_found = Vec::new();
    for (one, many) in messages {
        match catalog.0.get(one) {
            None => faults_found.push(format!("{}: {one:?} is missing", language.tag())),
            Some(has) => faults_found.extend(faults(language, one, many.as_ref(), has)),
        }
    }
    let unused = catalog
        .0
        .keys()
        .filter(|words| !messages.contains_key(*words) && !CHOSEN.contains(&words.as_str()));
    faults_found.extend(unused.map(|words| format!("{}: nothing says {words:?}", language.tag())));
    faults_found
}

#[test]
fn every_message_is_there_in_every_language_with_the_same_parts() {
    let messages = messages();
    assert!(messages.len() > 700, "{} messages were found", messages.len());
    let faults: Vec<String> = OTHERS
        .into_iter()
        .flat_map(|language| check(language, &messages, &Catalog::of(language)))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_missing_unknown_or_said_by_nobody_is_found() {
    let messages: BTreeMap<String, Option<String>> = [
        ("Hello {name}".to_owned(), None),
        ("{n} day".to_owned(), Some("{n} days".to_owned())),
        ("gone".to_owned(), None),
    ]
    .into();
    let catalog = |text: &str| Catalog(read(text));
    let right = "msgid \"Hello {name}\"\nmsgstr \"Hej {name}\"\n\nmsgid \"{n} day\"\nmsgid_plural \"{n} days\"\nmsgstr[0] \"{n} dag\"\nmsgstr[1] \"{n} dagar\"\n\nmsgid \"gone\"\nmsgstr \"\"\n\"bor\"\n\"ta\"\n";
    assert_eq!(check(Language::Swedish, &messages, &catalog(right)), Vec::<String>::new());
    assert_eq!(catalog(right).one("gone"), Some("borta"));
    for (from, to, found) in [
        ("Hej {name}", "Hej {nam}", "other parts"),
        ("msgstr[1] \"{n} dagar\"\n", "", "has 1 texts, not 2"),
        ("msgid \"gone\"", "msgid \"went\"", "\"gone\" is missing"),
        ("msgid \"gone\"", "msgid \"went\"", "nothing says \"went\""),
    ] {
        let faults = check(Language::Swedish, &messages, &catalog(&right.replace(from, to)));
        assert!(faults.iter().any(|fault| fault.contains(found)), "{found}: {faults:?}");
    }
}

#[test]
fn whatever_a_report_shows_is_among_the_messages() {
    let messages = messages();
    let entries = fixture::catalog().entries;
    let is_label = |text: &str| entries.iter().any(|entry| entry.label == text);
    let mut unknown = BTreeSet::new();
    for name in ReportName::ALL {
        for period in ["2026-W46", "2026-W43", "2026-10", "2026-11-10"] {
            fixture::written(name, period).texts(&mut |says, text| {
                // What stands by itself and is no message is a number, or empty.
                let is_words = says == Says::Words
                    && !text.contains(crate::say::MARKS)
                    && text.chars().any(char::is_alphabetic);
                if is_words
                    && !messages.contains_key(text.as_str())
                    && !CHOSEN.contains(&text.as_str())
                    && !is_label(text)
                {
                    unknown.insert(format!("{name}: {text:?}"));
                }
            });
        }
    }
    assert!(unknown.is_empty(), "no catalog can have these, for no call names them: {unknown:#?}");
}

#[test]
fn each_language_is_written_with_its_own_signs() {
    for language in OTHERS {
        let wrong = |text: &str| match language {
            Language::French => {
                let signs = [" ;", " :", " !", " ?", " %", " »", "« "];
                let bare = text.char_indices().any(|(at, c)| {
                    let before = text[..at].chars().next_back();
                    ";!?%".contains(c) && at > 0 && before.is_none_or(|c| !"\u{202f}".contains(c))
                });
                let code = text.contains('`');
                !code
                    && (signs.iter().any(|sign| text.contains(sign)) || bare || text.contains('\''))
            }
            Language::Romanian => text.contains(['ş', 'ţ', 'Ş', 'Ţ']) || text.contains("5%"),
            Language::Swedish => {
                text.contains(" %") && !text.starts_with('%') || text.contains("5%")
            }
            _ => text.contains(" %") || (text.contains('\'') && !text.contains('`')),
        };
        let catalog = Catalog::of(language);
        let wrong: Vec<&String> = catalog.0.values().flatten().filter(|text| wrong(text)).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", language.tag());
    }
}
