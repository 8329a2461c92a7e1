//! Why an example's post is missed, in the words of those who write rules.

use matcher::{Alternative, Fault, Reason};
use mention::{Facts, Kind, Timestamp};
use rulelang::{Condition, Exactly, FieldTest, Has, Pattern, Whose};

mod miss;
mod spelling;

pub use miss::Miss;

/// Parts of a rule named in one sentence.
const NAMED_MAX: usize = 6;

/// Characters of a part that are shown.
const PART_MAX: usize = 80;

/// What is wrong, as clauses joined into one sentence.
pub(crate) fn told(faults: &[Fault], facts: &Facts<'_>) -> String {
    clauses(faults, facts).join("; ")
}

/// What is wrong, a clause for each fault.
fn clauses(faults: &[Fault], facts: &Facts<'_>) -> Vec<String> {
    faults.iter().take(NAMED_MAX).map(|fault| clause(fault, facts)).collect()
}

/// What the author of an example can do so that a rule with these faults finds it.
pub(crate) fn remedy(faults: &[Fault], facts: &Facts<'_>) -> String {
    for Fault { part, .. } in faults {
        let Condition::Field(test) = part else { continue };
        let stated = match test {
            FieldTest::Lang(lang) if facts.lang.is_none() => format!("lang = \"{lang}\""),
            FieldTest::Account(Whose::Author, author) => format!("author = \"{author}\""),
            FieldTest::Is(Exactly::Platform, platform) => format!("platform = \"{platform}\""),
            _ => continue,
        };
        return format!("to say so of the post, write it as a `test` with `{stated}`");
    }
    "mend the rule; if the rule is right, move the post to `no_match`".to_owned()
}

fn clause(Fault { part, reason }: &Fault, facts: &Facts<'_>) -> String {
    let shown = quoted(part);
    match reason {
        Reason::Absent => absent(std::slice::from_ref(part), facts),
        Reason::Words(words) => format!("{shown}: {}", absent(words, facts)),
        Reason::Operands(faults) => format!("{shown}: {}", told(faults, facts)),
        Reason::Apart(least) => apart(part, &shown, *least),
        Reason::Turned => format!("{shown}: both are in it, but in the other order"),
        Reason::Scattered => {
            format!("{shown}: all of it is in the post, but not in one place")
        }
        Reason::Alternatives(alternatives) => none_of(alternatives, facts),
        Reason::Excluded { by, spans } if spans.is_empty() => {
            format!("{shown} keeps it out, as it is {}", quoted_list(by, "and"))
        }
        Reason::Excluded { spans, .. } => {
            let words: Vec<String> =
                spans.iter().map(|span| format!("\"{}\"", facts.mention.words(*span))).collect();
            format!("{shown} keeps it out, because of {}", listed(&words, "and"))
        }
        Reason::Field => match part {
            Condition::Field(test) => {
                let is = published(test, facts).unwrap_or_else(|| field(test, facts));
                format!("{shown}: {is}")
            }
            _ => format!("{shown} is not so"),
        },
    }
}

/// What there is instead of the distance asked for.
fn apart(part: &Condition, shown: &str, least: u32) -> String {
    let between = if least == 1 { "1 word".to_owned() } else { format!("{least} words") };
    match part {
        Condition::Near(_) => format!("{shown}: both are in it, but with {between} between"),
        Condition::Window(_) => {
            format!("{shown}: all are in it, but with {between} among them")
        }
        part => {
            let mut loose = part.clone();
            if let Condition::Text(test) = &mut loose
                && let Pattern::Phrase { slop, .. } = &mut test.pattern
            {
                *slop = least;
            }
            format!(
                "{shown}: its words are in it, but not in this row; {} would find them",
                quoted(&loose)
            )
        }
    }
}

/// Of alternatives that all fail: the one that comes nearest, or that none is there.
fn none_of(alternatives: &[Alternative], facts: &Facts<'_>) -> String {
    let most = alternatives.iter().map(|it| it.held).max().unwrap_or(0);
    let nearest = alternatives.iter().find(|it| it.held == most && most > 0);
    if let Some(Alternative { part, faults, .. }) = nearest {
        return match faults.as_slice() {
            [fault] if fault.part == *part => format!(
                "of {} alternatives none holds: {}",
                alternatives.len(),
                clause(fault, facts)
            ),
            faults => format!(
                "of {} alternatives {} comes nearest, but {}",
                alternatives.len(),
                quoted(part),
                told(faults, facts)
            ),
        };
    }
    let parts: Vec<Condition> = alternatives.iter().map(|it| it.part.clone()).collect();
    let fields = |part: &Condition| matches!(part, Condition::Field(_));
    match parts.iter().find(|part| fields(part)) {
        Some(Condition::Field(test)) if parts.iter().all(fields) => {
            format!("neither {}: {}", quoted_list(&parts, "nor"), field(test, facts))
        }
        Some(_) => format!("neither {} is so", quoted_list(&parts, "nor")),
        None => absent(&parts, facts),
    }
}

fn absent(parts: &[Condition], facts: &Facts<'_>) -> String {
    let near = spelling::nearest(parts, facts);
    match parts {
        [] => "nothing can be found by it".to_owned(),
        [one] => format!("{} is not in it{near}", quoted(one)),
        [_, _] => format!("neither {} is in it{near}", quoted_list(parts, "nor")),
        parts => format!("none of {} is in it{near}", quoted_list(parts, "and")),
    }
}

/// The day of a post that is of another day than asked for; absent for examples, which are of no day.
fn published(test: &FieldTest, facts: &Facts<'_>) -> Option<String> {
    let FieldTest::Published { .. } = test else { return None };
    let at = facts.mention.published_at.filter(|at| *at != Timestamp(0))?;
    let exactly = FieldTest::Published { from: Some(at.day().start()), to: None };
    let shown = Condition::Field(exactly).to_string();
    let day = shown.trim_start_matches("published:[").split(' ').next().unwrap_or_default();
    Some(format!("the post is of {day}"))
}

/// What the post is in this field.
fn field(test: &FieldTest, facts: &Facts<'_>) -> String {
    let mention = facts.mention;
    let author = mention.author.as_ref();
    match test {
        FieldTest::Lang(_) | FieldTest::LangOrUnknown(_) => match facts.lang {
            Some(lang) => format!("the post's language is {lang}"),
            None => "the post's language is not known".to_owned(),
        },
        FieldTest::Account(Whose::Author, _) => {
            match author.and_then(|author| author.handle.as_deref()) {
                Some(handle) => format!("the post's author is {handle}"),
                None => "the post's author is not known".to_owned(),
            }
        }
        FieldTest::AuthorRole(_) => format!("the post's author counts as {}", facts.role.name()),
        FieldTest::Is(Exactly::Platform, _) if mention.platform.is_empty() => {
            "the post's platform is not known".to_owned()
        }
        FieldTest::Is(Exactly::Platform, _) => {
            format!("the post's platform is {}", mention.platform)
        }
        FieldTest::Link(_) => "the post links to no such address".to_owned(),
        FieldTest::Directed(_) => "the post names no account of this brand".to_owned(),
        FieldTest::Has(Has::Links | Has::Hashtags | Has::Mentions | Has::Cashtags) => {
            "the post has none".to_owned()
        }
        FieldTest::Has(Has::Lang) => "the post's language is not known".to_owned(),
        FieldTest::Kind(Kind::Original) => "the post is another's".to_owned(),
        FieldTest::Has(Has::Media | Has::Images | Has::Videos | Has::Geo)
        | FieldTest::Account(Whose::To | Whose::RepostOf, _)
        | FieldTest::Is(..)
        | FieldTest::Words(_)
        | FieldTest::Continent(_)
        | FieldTest::Circle(_)
        | FieldTest::Rectangle(_)
        | FieldTest::Sentiment(_)
        | FieldTest::Kind(_)
        | FieldTest::Flag(_)
        | FieldTest::Number(..)
        | FieldTest::Site(_)
        | FieldTest::OwnPlace(_)
        | FieldTest::Published { .. } => "an example cannot say so of a post".to_owned(),
    }
}

fn quoted_list(parts: &[Condition], last: &str) -> String {
    listed(&parts.iter().map(quoted).collect::<Vec<_>>(), last)
}

/// `a, b and c`; of many, the first and how many more there are.
fn listed(parts: &[String], last: &str) -> String {
    if parts.len() > NAMED_MAX {
        let more = parts.len() - NAMED_MAX;
        return format!("{} and {more} more", parts[..NAMED_MAX].join(", "));
    }
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// A part of a rule as a query, cut when it is long.
pub(crate) fn quoted(part: &Condition) -> String {
    format!("`{}`", cut(&part.to_string(), PART_MAX))
}

/// The first `most` characters, and a mark where there were more.
pub(crate) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
