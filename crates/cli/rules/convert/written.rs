//! A rule file of queries that were carried over: valid, and with a comment on all that means something else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use mention::TagName;
use rulelang::dialect::{Converted, keywords, slug};
use rulelang::{Diagnostic, Finding};

use super::input::{Given, What};
use super::name::name_of;
use super::{Kind, Origin};

/// Columns a comment has at most.
const COLUMNS: usize = 110;
/// Characters of a name without letters that people gave, at most.
const NUMBER_MAX: usize = 9;
/// Bytes that are kept for `-` and a number after an id that is wanted again.
const COUNTER_BYTES: usize = 12;

/// What became of all queries.
pub(super) struct Carried {
    /// The rule file.
    pub(super) text: String,
    /// How many rules it holds.
    pub(super) rules: usize,
    /// How many queries are not among them, or not whole.
    pub(super) left: usize,
    /// Why.
    pub(super) refused: Vec<Finding>,
}

/// Carries all queries over; `group` is the id they share.
pub(super) fn carry(given: Vec<Given>, from: Origin, kind: Kind, group: Option<&str>) -> Carried {
    let mut text = head(from);
    let (mut rules, mut left, mut refused) = (0, 0, Vec::new());
    let mut ids = Ids {
        kind,
        group,
        alone: given.len() == 1,
        taken: BTreeSet::new(),
        counts: BTreeMap::new(),
    };
    for (at, given) in given.into_iter().enumerate() {
        let converted = match (&given.what, from) {
            (What::Query(query), Origin::Dialect(dialect)) => dialect.convert(query),
            (What::Keywords(cells), _) => keywords(cells),
            (What::Query(query), Origin::Keywords) => keywords(std::slice::from_ref(query)),
        };
        left += usize::from(!converted.refused.is_empty());
        rules += usize::from(converted.query.is_some());
        text.push('\n');
        about(&mut text, &given, &converted);
        if let Some(query) = &converted.query {
            let id = ids.next(given.name.as_deref(), query, at + 1);
            rule(&mut text, &given, kind, &id, query);
        }
        let place = |found: Diagnostic| Finding {
            source: std::sync::Arc::clone(&given.source),
            diagnostic: given.placed(found.moved(given.offset)),
        };
        refused.extend(converted.refused.into_iter().map(place));
    }
    Carried { text, rules, left, refused }
}

/// What stands above the rules.
fn head(from: Origin) -> String {
    let mut text = String::new();
    match from {
        Origin::Keywords => {
            comment(&mut text, "", "Keywords, carried over by `tagline rules convert`.");
        }
        Origin::Dialect(dialect) => {
            let label = dialect.label;
            comment(
                &mut text,
                "",
                &format!("Queries of {label}, carried over by `tagline rules convert`."),
            );
            comment(&mut text, "", &format!("{label}'s language: {}", dialect.page));
            if !dialect.always.is_empty() {
                comment(&mut text, "", "What differs for all of them:");
            }
            for differs in dialect.always {
                comment(&mut text, "- ", differs);
            }
        }
    }
    text.push_str("\nformat = 1\n");
    text
}

/// Where a query was, and what there is to say about it.
fn about(text: &mut String, given: &Given, converted: &Converted) {
    let place = given.place();
    match (&given.what, &converted.query) {
        (What::Query(query), None) => {
            comment(text, "", &format!("{place}: not carried over:"));
            for line in query.lines() {
                comment(text, "    ", line);
            }
        }
        _ => comment(text, "", &place),
    }
    let mut told = Vec::new();
    for found in &converted.refused {
        let help = found.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        let reason = format!("{}{help}", found.message);
        if !told.contains(&reason) {
            comment(text, "- ", &reason);
            told.push(reason);
        }
    }
    for note in &converted.notes {
        comment(text, "- ", &note.text);
    }
}

/// A comment of as many lines as it takes, each after the first as far in as `bullet` is long.
fn comment(text: &mut String, bullet: &str, words: &str) {
    let indent = " ".repeat(bullet.len());
    let mut line = format!("# {bullet}");
    let mut empty = true;
    for word in words.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > COLUMNS {
            text.push_str(&line);
            text.push('\n');
            line = format!("# {indent}");
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.extend(word.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }));
        empty = false;
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

fn rule(text: &mut String, given: &Given, kind: Kind, id: &str, query: &str) {
    let table = match kind {
        Kind::Theme => "theme",
        Kind::Brand => "brand",
    };
    let key = match given.what {
        What::Query(_) => "query",
        What::Keywords(_) => "any",
    };
    // Writing to a string does not fail.
    let _ = writeln!(text, "[[{table}]]\nid = \"{id}\"");
    if let Some(name) = given.name.as_deref().filter(|name| *name != id && says(name)) {
        let _ = writeln!(text, "label = {}", toml_edit::Value::from(name));
    }
    let _ = writeln!(text, "{key} = {}", quoted(query));
}

/// A query as TOML: between `'''`, where quotes and hashtags need no care, unless it holds what cannot stand there.
fn quoted(query: &str) -> String {
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if query.contains("'''") || query.ends_with('\'') || query.contains(control) {
        return toml_edit::Value::from(query).to_string();
    }
    if query.contains('\n') { format!("'''\n{query}\n'''") } else { format!("'''{query}'''") }
}

/// Whether a name says anything to people: a size or a year does, a number that another tool knows a rule by does not.
fn says(name: &str) -> bool {
    name.contains(char::is_alphabetic) || (2..=NUMBER_MAX).contains(&name.chars().count())
}

/// The ids of the rules, each once.
struct Ids<'a> {
    kind: Kind,
    group: Option<&'a str>,
    /// Whether there is one rule.
    alone: bool,
    taken: BTreeSet<String>,
    /// The last number after each id that was wanted more than once.
    counts: BTreeMap<String, usize>,
}

impl Ids<'_> {
    /// The id of rule `number`: by its name, else by its first words.
    fn next(&mut self, name: Option<&str>, query: &str, number: usize) -> String {
        let slug = |text: &str| slug(text).map(|id| id.as_str().to_owned());
        let named = name.filter(|name| says(name)).and_then(slug);
        let id = match (self.group, named) {
            (Some(group), _) if self.alone => group.to_owned(),
            (Some(group), Some(name)) if self.kind == Kind::Theme => format!("{group}/{name}"),
            (Some(group), Some(name)) => format!("{group}-{name}"),
            (Some(group), None) => format!("{group}-{number}"),
            (None, Some(name)) => name,
            (None, None) => slug(&name_of(query)).unwrap_or_else(|| format!("query-{number}")),
        };
        let id = if self.kind == Kind::Brand { id.replace('/', "-") } else { id };
        let id = cut(&id, TagName::BYTES_MAX);
        if self.taken.insert(id.to_owned()) {
            return id.to_owned();
        }
        let stem = cut(id, TagName::BYTES_MAX - COUNTER_BYTES);
        let count = self.counts.entry(stem.to_owned()).or_insert(1);
        loop {
            *count += 1;
            let free = format!("{stem}-{count}");
            if self.taken.insert(free.clone()) {
                return free;
            }
        }
    }
}

/// As much of an id as fits, up to the end of a word where there is one.
fn cut(id: &str, bytes_max: usize) -> &str {
    let Some(whole) = id.get(..bytes_max).filter(|whole| whole.len() < id.len()) else { return id };
    let ends = id[bytes_max..].starts_with(['-', '/']);
    let end = if ends { bytes_max } else { whole.rfind(['-', '/']).unwrap_or(bytes_max) };
    match whole[..end].trim_end_matches(['-', '/']) {
        "" => whole.trim_end_matches('/'),
        words => words,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use mention::TagName;

    use super::{Ids, Kind, cut};

    fn ids(kind: Kind, group: Option<&str>) -> Ids<'_> {
        Ids { kind, group, alone: false, taken: BTreeSet::new(), counts: BTreeMap::new() }
    }

    #[test]
    fn an_id_fits_however_long_its_parts_are() {
        let word = "x".repeat(150);
        let names = ["late ".repeat(60), word.repeat(2), "a/b".repeat(70), "late".to_owned()];
        for kind in [Kind::Theme, Kind::Brand] {
            for group in [None, Some(word.as_str()), Some(&word.repeat(2)[..TagName::BYTES_MAX])] {
                let mut ids = ids(kind, group);
                let mut seen = BTreeSet::new();
                for number in 1..=12 {
                    for name in &names {
                        let id = ids.next(Some(name), "late", number);
                        assert!(TagName::parse(&id).is_some(), "{id}");
                        assert!(seen.insert(id));
                    }
                    assert!(TagName::parse(&ids.next(None, "late", number)).is_some());
                }
            }
        }
        assert_eq!(cut("late-parcel/slow", 11), "late-parcel");
        assert_eq!(cut("late-parcel/slow", 13), "late-parcel");
        assert_eq!(cut("late-parcel/slow", 10), "late");
        assert_eq!(cut("late", 4), "late");
        assert_eq!(cut("-late", 4), "-lat");
    }

    #[test]
    fn equal_names_are_numbered_on() {
        let mut ids = ids(Kind::Theme, None);
        let last = (1..=60_000).map(|number| ids.next(Some("Late"), "late", number)).last();
        assert_eq!(last.as_deref(), Some("late-60000"));
        assert_eq!(ids.next(Some("late 2"), "late", 1), "late-2-2");
    }
}
