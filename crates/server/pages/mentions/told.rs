//! What is looked for in words, so that who came from a number of a report sees which mentions these are.

use mention::{KindOf, Known, MentionsOf, Timestamp};

use super::search::Search;
use crate::error::Wrong;
use crate::layout::told_time;
use crate::site::Sight;

/// `received mentions of Acme, negative, from Mon 9 Nov 2026, 00:00 UTC`; empty for all there are.
pub(super) fn search(sight: &Sight<'_>, search: &Search) -> Result<String, Wrong> {
    let (of, whole) = (&search.of, Search::everything(sight).of);
    let mut parts = Vec::new();
    parts.extend(of.standing.map(|standing| standing.name().to_owned()));
    let catalog = sight.catalog()?;
    for tag in of.tags.iter().filter(|tag| *tag != "*") {
        parts.push(match tag.as_str() {
            MentionsOf::UNTAGGED => "without a tag".to_owned(),
            "*tagged" => "with a tag".to_owned(),
            tag => catalog.get(tag).map_or_else(|| tag.to_owned(), |entry| entry.label.clone()),
        });
    }
    let known = |known: &Known<String>, what: &str| match known {
        Known::Not => format!("{what} not known"),
        Known::Any => format!("{what} known"),
        Known::Is(value) => value.clone(),
    };
    let feeling = of.sentiment.map(|one| map(one, |one| one.name().to_owned()));
    parts.extend(feeling.map(|feeling| known(&feeling, "feeling")));
    let lang = of.lang.map(|one| map(one, |lang| lang.as_str().to_owned()));
    parts.extend(lang.map(|lang| known(&lang, "language")));
    parts.extend(of.author.as_ref().map(|author| known(author, "author")));
    parts.extend(of.kind.map(|kind| match kind {
        KindOf::Is(kind) => kind.name().to_owned(),
        KindOf::Not(kind) => format!("no {}", kind.name()),
    }));
    let asks = |asks| if asks { "asks something" } else { "asks nothing" }.to_owned();
    parts.extend(of.question.map(asks));
    parts.extend(of.platform.as_ref().map(|platform| format!("on {platform}")));
    let at = |at: Timestamp| told_time(at, &sight.settings.zone);
    if of.from > whole.from {
        parts.push(format!("from {}", at(of.from)));
    }
    if of.to < whole.to {
        parts.push(format!("before {}", at(of.to)));
    }
    Ok(parts.join(" · "))
}

fn map<T>(known: Known<T>, name: impl Fn(T) -> String) -> Known<String> {
    match known {
        Known::Not => Known::Not,
        Known::Any => Known::Any,
        Known::Is(value) => Known::Is(name(value)),
    }
}
