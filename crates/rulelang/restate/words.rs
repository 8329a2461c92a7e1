//! A condition in plain words: bullet points for those who do not read queries.

use mention::{EntityKind, Field};

use crate::lower::address::address_of;
use crate::{Condition, Expr, FieldTest, Near, Node, Pattern, TextTest, Window, language_name};

use super::{only_field, text as term};

mod field;

use field::field;

/// Columns by which what belongs to a point is moved in.
const INDENT: usize = 2;

/// What a condition asks of a post, one point a line; a point begins with `- ` and what belongs to it is moved in.
///
/// Lists are spelled out; words are shown as they are compared, and `…` stands for any ending.
#[must_use]
pub fn in_words(condition: &Condition) -> Vec<String> {
    let mut page = Page { lines: Vec::new() };
    match &flat(condition) {
        Condition::All(parts) if !parts.is_empty() => page.points(parts, 0),
        other => page.point(other, 0),
    }
    page.lines
}

/// The condition with alternatives of alternatives in one list, which reads easier.
fn flat(condition: &Condition) -> Condition {
    let each = |parts: &[Condition]| parts.iter().map(flat).collect::<Vec<_>>();
    match condition {
        Condition::All(parts) => Condition::All(each(parts)),
        Condition::Any(parts) if address_of(parts).is_none() => {
            let mut all = Vec::new();
            for part in each(parts) {
                match part {
                    Condition::Any(inner) if address_of(&inner).is_none() => all.extend(inner),
                    other => all.push(other),
                }
            }
            Condition::Any(all)
        }
        Condition::Not(inner) => Condition::Not(Box::new(flat(inner))),
        other => other.clone(),
    }
}

struct Page {
    lines: Vec<String>,
}

impl Page {
    fn line(&mut self, depth: usize, text: &str) {
        let indent = depth * INDENT;
        self.lines.push(format!("{:indent$}- {text}", ""));
    }

    fn points(&mut self, parts: &[Condition], depth: usize) {
        for part in parts {
            self.point(part, depth);
        }
    }

    fn point(&mut self, condition: &Condition, depth: usize) {
        if let Some(short) = short(condition) {
            return self.line(depth, &short);
        }
        match condition {
            Condition::All(parts) => self.together(parts, depth),
            Condition::Any(parts) => {
                self.line(depth, "at least one of these:");
                // Words stand in one point, whatever else there is to choose from.
                let said: Vec<String> = parts.iter().filter_map(words).collect();
                if !said.is_empty() {
                    self.line(depth + 1, &listed(&said));
                }
                for part in parts.iter().filter(|part| words(part).is_none()) {
                    self.point(part, depth + 1);
                }
            }
            Condition::Not(inner) => {
                self.line(depth, "but not:");
                self.point(inner, depth + 1);
            }
            Condition::Near(near) => {
                let order = if near.ordered { ", in this order" } else { "" };
                let gap = counted(near.distance);
                self.line(depth, &format!("with at most {gap} between{order}:"));
                self.point(&near.left, depth + 1);
                self.point(&near.right, depth + 1);
            }
            Condition::Window(window) => {
                let gap = counted(window.extra);
                self.line(depth, &format!("in one stretch with at most {gap} more, in any order:"));
                self.points(&window.operands, depth + 1);
            }
            Condition::Text(_) | Condition::Field(_) => {}
        }
    }

    /// What is all needed, below the language it is for.
    fn together(&mut self, parts: &[Condition], depth: usize) {
        if let Some((lang, rest)) = language(parts) {
            self.line(depth, &format!("in {lang}, or in a language not known:"));
            let rest = if let [Condition::All(parts)] = rest.as_slice() { parts } else { &rest };
            return self.points(rest, depth + 1);
        }
        self.line(depth, "all of these together:");
        self.points(parts, depth + 1);
    }
}

/// A condition that fits one point.
fn short(condition: &Condition) -> Option<String> {
    if let Some(said) = words(condition) {
        return Some(said);
    }
    match condition {
        Condition::Field(test) => Some(field(test)),
        Condition::Not(inner) => match &**inner {
            Condition::Any(parts) if parts.iter().all(|part| of_language(part).is_some()) => {
                let langs: Vec<String> = parts.iter().filter_map(of_language).collect();
                Some(format!("in a language other than {}", listed(&langs)))
            }
            Condition::Any(parts) if words(inner).is_none() => {
                Some(format!("none of these: {}", listed(&all(parts, words)?)))
            }
            Condition::Field(test) => Some(format!("not {}", field(test))),
            inner => Some(format!("not {}", words(inner)?)),
        },
        Condition::Any(parts) if parts.len() > 1 => {
            Some(format!("one of these: {}", listed(&all(parts, words)?)))
        }
        Condition::Any(parts) => short(parts.first()?),
        Condition::Near(near) => near_words(near),
        Condition::Window(Window { operands, extra }) => {
            let operands = all(operands, words)?;
            let gap = counted(*extra);
            Some(format!("in one stretch with at most {gap} more: {}", listed(&operands)))
        }
        Condition::All(_) | Condition::Text(_) => None,
    }
}

fn near_words(near: &Near) -> Option<String> {
    let side = |side: &Condition| match side {
        Condition::Any(parts) if parts.len() > 1 && words(side).is_none() => {
            Some(format!("one of ({})", listed(&all(parts, words)?)))
        }
        side => words(side),
    };
    let (left, right, gap) = (side(&near.left)?, side(&near.right)?, counted(near.distance));
    Some(if near.ordered && near.distance == 0 {
        format!("{left}, and right after it {right}")
    } else if near.ordered {
        format!("{left}, and after it, with at most {gap} between, {right}")
    } else {
        format!("{left} with at most {gap} between it and {right}")
    })
}

/// A word, phrase, hashtag or the like.
fn words(condition: &Condition) -> Option<String> {
    let (test, said) = match condition {
        Condition::Text(test) => (test, said(test)),
        Condition::Any(parts) => match (address_of(parts), parts.first()) {
            (Some(name), Some(Condition::Text(test))) => (test, name.to_owned()),
            _ => return None,
        },
        _ => return None,
    };
    Some(match only_field(test.look_in) {
        Some(Field::Title) => format!("{said} in the title"),
        Some(Field::Text) => format!("{said} in the text"),
        Some(Field::Quoted) => format!("{said} in the quoted post"),
        Some(Field::Alt) => format!("{said} in the description of a picture"),
        None => said,
    })
}

fn said(test: &TextTest) -> String {
    let Node { expr, .. } = term(test);
    match (&test.pattern, expr) {
        (_, Expr::Phrase { text, slop: Some(slop) }) => {
            let words = if slop == 1 { "1 place".to_owned() } else { format!("{slop} places") };
            format!("\"{text}\", its words moved by at most {words}")
        }
        (_, Expr::Phrase { text, slop: None }) => format!("\"{text}\""),
        (_, Expr::Word(word)) => ending(&word),
        (Pattern::Literal(letters), _) => format!("exactly {letters}"),
        (Pattern::Contains(keys), _) => format!("the letters {}", keys.key),
        (Pattern::Regex { pattern, .. }, _) => format!("what the expression {pattern} finds"),
        (Pattern::Entity { kind, .. }, Expr::Entity { name, .. }) => match kind {
            EntityKind::Hashtag => format!("#{}", ending(&name)),
            EntityKind::Handle => format!("@{}", ending(&name)),
            EntityKind::Cashtag | EntityKind::Link => format!("${}", ending(&name)),
        },
        _ => Condition::Text(test.clone()).to_string(),
    }
}

/// A word with `…` for any ending.
fn ending(word: &str) -> String {
    match word.strip_suffix('*').filter(|word| !word.contains(['*', '?'])) {
        Some(start) => format!("{start}…"),
        None => word.to_owned(),
    }
}

/// The language that a part asks for where it is known.
fn of_language(part: &Condition) -> Option<String> {
    match part {
        Condition::Field(FieldTest::LangOrUnknown(lang)) => Some(language_name(*lang)),
        _ => None,
    }
}

/// The language that parts are for, and the other parts.
fn language(parts: &[Condition]) -> Option<(String, Vec<Condition>)> {
    let (at, lang) = parts.iter().enumerate().find_map(|(at, part)| match part {
        Condition::Field(FieldTest::LangOrUnknown(lang)) => Some((at, *lang)),
        _ => None,
    })?;
    let rest = parts[..at].iter().chain(&parts[at + 1..]).cloned().collect();
    Some((language_name(lang), rest))
}

fn counted(words: u32) -> String {
    if words == 1 { "1 word".to_owned() } else { format!("{words} words") }
}

fn all(parts: &[Condition], what: fn(&Condition) -> Option<String>) -> Option<Vec<String>> {
    parts.iter().map(what).collect()
}

fn listed(words: &[String]) -> String {
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Settings, lower, parse};

    fn check(query: &str, expected: &[&str]) {
        let settings = Settings::default();
        let lists = std::collections::BTreeMap::new();
        let node = parse(query).node.unwrap();
        let (condition, _) = lower(&node, &Context { settings, lists: &lists, brand: None });
        assert_eq!(in_words(&condition.unwrap()), expected, "{query}");
    }

    #[test]
    fn words_and_lists() {
        check("late", &["- late"]);
        check("late parcel", &["- late", "- parcel"]);
        check(
            "late OR \"too slow\" OR deliver*",
            &["- one of these: late, \"too slow\", deliver…"],
        );
        check(
            "(parcel OR van) late -(job OR \"job offer\") -night",
            &[
                "- one of these: parcel, van",
                "- late",
                "- none of these: job, \"job offer\"",
                "- not night",
            ],
        );
        check(
            "#acme OR @acme OR {BT} OR contains:phone",
            &["- one of these: #acme, @acme, exactly BT, the letters phone"],
        );
        check(
            "title:late \"a b\"~2",
            &["- late in the title", "- \"a b\", its words moved by at most 2 places"],
        );
    }

    #[test]
    fn nearness() {
        check("late NEAR/5 parcel", &["- late with at most 5 words between it and parcel"]);
        check(
            "(late OR lost) NEAR/1f parcel",
            &["- one of (late, lost), and after it, with at most 1 word between, parcel"],
        );
        check("(a b c)~4", &["- in one stretch with at most 4 words more: a, b, c"]);
        check(
            "late NEAR/5 (parcel NEAR/2 van)",
            &[
                "- with at most 5 words between:",
                "  - late",
                "  - parcel with at most 2 words between it and van",
            ],
        );
    }

    #[test]
    fn languages_that_need_no_more_are_named_at_once() {
        let lang = |code| FieldTest::LangOrUnknown(mention::Lang::parse(code).unwrap());
        let any = Condition::Any(vec![Condition::Field(lang("en")), Condition::Field(lang("sv"))]);
        let said = short(&Condition::Not(Box::new(any)));
        assert_eq!(said.as_deref(), Some("in a language other than English, Swedish"));
    }

    #[test]
    fn brackets_become_points() {
        check(
            "flood OR storm OR (heavy rain -(drizzle warm))",
            &[
                "- at least one of these:",
                "  - flood, storm",
                "  - all of these together:",
                "    - heavy",
                "    - rain",
                "    - but not:",
                "      - all of these together:",
                "        - drizzle",
                "        - warm",
            ],
        );
    }

    #[test]
    fn fields() {
        check(
            "late lang:sv author:ana -platform:reddit followers:[10 TO 20] since:2026-05-01",
            &[
                "- late",
                "- in Swedish",
                "- written by ana",
                "- not posted on reddit",
                "- with 10 to 20 followers",
                "- published on 2026-05-01 or later",
            ],
        );
    }
}
