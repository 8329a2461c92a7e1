//! Why a rule does not find a post, in the words of those who write rules.

use matcher::{Alternative, Fault, Reason};
use mention::{Facts, Lang, Span};
use rulelang::{Condition, Exactly, FieldTest, Pattern, Whose, address_of, language_name};

mod address;
mod field;
mod miss;
mod spelling;

pub use miss::Miss;

/// Parts of a rule named in one sentence.
const NAMED_MAX: usize = 6;

/// Characters of a part that are shown.
const PART_MAX: usize = 80;

/// Characters of a post's words that are shown.
const WORDS_MAX: usize = 60;

/// What is told of: an example says less of its post than a feed does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// A post that stands beside a rule.
    Example,
    /// Any other.
    Post,
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

/// A post that a rule does not find, and who is told why.
#[derive(Clone, Copy)]
pub(crate) struct Telling<'t, 'm> {
    pub(crate) facts: &'t Facts<'m>,
    pub(crate) of: Of,
}

impl Telling<'_, '_> {
    /// What is wrong, as clauses joined into one sentence.
    pub(crate) fn told(self, faults: &[Fault]) -> String {
        self.clauses(faults).join("; ")
    }

    /// What is wrong, a clause for each fault.
    fn clauses(self, faults: &[Fault]) -> Vec<String> {
        faults.iter().take(NAMED_MAX).map(|fault| self.clause(fault)).collect()
    }

    fn clause(self, Fault { part, reason }: &Fault) -> String {
        let shown = quoted(part);
        match reason {
            Reason::Absent => self.absent(std::slice::from_ref(part)),
            Reason::Words(words) => format!("{shown}: {}", self.absent(words)),
            Reason::Operands(faults) => format!("{shown}: {}", self.told(faults)),
            Reason::Apart { least, spans } => self.apart(part, &shown, *least, spans),
            Reason::Turned => format!("{shown}: both are in it, but in the other order"),
            Reason::Scattered => {
                format!("{shown}: all of it is in the post, but not in one place")
            }
            Reason::Alternatives(alternatives) => self.none_of(alternatives),
            Reason::Excluded { by, spans } if spans.is_empty() => {
                format!("{shown} keeps it out, as it is {}", quoted_list(by, "and"))
            }
            Reason::Excluded { spans, .. } => {
                let words = listed(&self.words(spans), "and");
                format!("{shown} keeps it out, because of {words}")
            }
            Reason::Field => match part {
                Condition::Field(FieldTest::LangOrUnknown(lang)) => self.other_language(&[*lang]),
                Condition::Field(test) => format!("{shown}: {}", self.field(test)),
                _ => format!("{shown} is not so"),
            },
        }
    }

    /// The words at `spans` in quotes, each once.
    fn words(self, spans: &[Span]) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for span in spans {
            let word = on_one_line(self.facts.mention.words(*span));
            let word = format!("\"{}\"", shortened(&word));
            if !words.iter().any(|known| known.to_lowercase() == word.to_lowercase()) {
                words.push(word);
            }
        }
        words
    }

    /// What there is instead of the distance asked for.
    fn apart(self, part: &Condition, shown: &str, least: u32, spans: &[Span]) -> String {
        let between = counted(least as usize, "word");
        let place = self.words(spans).first().map(|words| format!(": {words}"));
        let place = place.unwrap_or_default();
        match part {
            Condition::Near(_) => {
                format!("{shown}: both are in it, but with {between} between{place}")
            }
            Condition::Window(_) => {
                format!("{shown}: all are in it, but with {between} among them{place}")
            }
            part => {
                let mut loose = part.clone();
                if let Condition::Text(test) = &mut loose
                    && let Pattern::Phrase { slop, .. } = &mut test.pattern
                {
                    *slop = least;
                }
                format!(
                    "{shown}: its words are in it, but not in this row; {} would find them{place}",
                    quoted(&loose)
                )
            }
        }
    }

    /// Of alternatives that all fail: the one that comes nearest, or that none is there.
    fn none_of(self, alternatives: &[Alternative]) -> String {
        let fitting: Vec<&Alternative> =
            alternatives.iter().filter(|it| self.fits(&it.part)).collect();
        if fitting.is_empty() {
            let languages: Vec<Lang> =
                alternatives.iter().filter_map(|it| entry(&it.part)).collect();
            return self.other_language(&languages);
        }
        let others = self.in_other_language(alternatives);
        format!("{}{others}", self.none_that_fits(&fitting))
    }

    /// Of alternatives in the language of the post.
    fn none_that_fits(self, fitting: &[&Alternative]) -> String {
        let many = fitting.len();
        let most = fitting.iter().map(|it| it.held).max().unwrap_or(0);
        // Of several that come as near, the one that lacks least.
        let nearest = fitting.iter().filter(|it| it.held == most).min_by_key(|it| it.faults.len());
        if let Some(Alternative { part, faults, held }) = nearest
            && (*held > 0 || many == 1)
        {
            let told = self.told(faults);
            return match (entry(part), faults.as_slice()) {
                (Some(lang), _) => {
                    format!("among its words for {}: {told}", language_name(lang))
                }
                (None, _) if many == 1 => told,
                (None, [fault]) if fault.part == *part => {
                    format!("the nearest of {many} alternatives is {told}")
                }
                (None, _) => {
                    format!("of {many} alternatives {} comes nearest, but {told}", quoted(part))
                }
            };
        }
        let parts: Vec<Condition> = fitting.iter().map(|it| it.part.clone()).collect();
        self.none(&parts)
    }

    /// That of `parts` none is so, and nothing of them is there.
    fn none(self, parts: &[Condition]) -> String {
        let fields = |part: &Condition| matches!(part, Condition::Field(_));
        match parts.iter().find(|part| fields(part)) {
            Some(Condition::Field(test)) if parts.iter().all(fields) => {
                format!("neither {}: {}", quoted_list(parts, "nor"), self.field(test))
            }
            Some(_) if parts.len() == 2 => format!("neither {} is so", quoted_list(parts, "nor")),
            Some(_) => format!("none of {} is so", quoted_list(parts, "and")),
            None => self.absent(&terms(parts)),
        }
    }

    /// Whether an alternative is for posts in the language of this one.
    fn fits(self, part: &Condition) -> bool {
        let Some(lang) = self.facts.lang else { return true };
        gates(part).all(|test| match test {
            FieldTest::LangOrUnknown(wanted) => *wanted == lang,
            _ => true,
        })
    }

    /// That the rule has words for other languages only.
    fn other_language(self, languages: &[Lang]) -> String {
        let mut known: Vec<String> = languages.iter().map(|lang| language_name(*lang)).collect();
        known.dedup();
        format!("{}, and the rule has words for {} only", self.language(), listed(&known, "and"))
    }

    /// That words for other languages are there, which do not count; empty when none are.
    fn in_other_language(self, alternatives: &[Alternative]) -> String {
        let there = alternatives.iter().filter(|it| it.held > 0 && !self.fits(&it.part));
        let mut known: Vec<String> =
            there.filter_map(|it| entry(&it.part)).map(language_name).collect();
        known.dedup();
        if known.is_empty() {
            return String::new();
        }
        format!("; its words for {} do not count, as {}", listed(&known, "and"), self.language())
    }

    fn absent(self, parts: &[Condition]) -> String {
        let near = address::holding(parts, self.facts);
        let near = if near.is_empty() { spelling::nearest(parts, self.facts) } else { near };
        match parts {
            [] => "nothing can be found by it".to_owned(),
            [one] => format!("{} is not in it{near}", quoted(one)),
            [_, _] => format!("neither {} is in it{near}", quoted_list(parts, "nor")),
            parts => format!("none of {} is in it{near}", quoted_list(parts, "and")),
        }
    }
}

/// The fields that `part` asks for beside its words.
fn gates(part: &Condition) -> impl Iterator<Item = &FieldTest> {
    let parts = match part {
        Condition::All(parts) => parts.as_slice(),
        _ => &[],
    };
    parts.iter().filter_map(|part| match part {
        Condition::Field(test) => Some(test),
        _ => None,
    })
}

/// The language that an entry of a query by language is for.
fn entry(part: &Condition) -> Option<Lang> {
    gates(part).find_map(|test| match test {
        FieldTest::LangOrUnknown(lang) => Some(*lang),
        _ => None,
    })
}

/// The words and phrases that are looked for by `parts`, of which none is there, and behind them what has none.
fn terms(parts: &[Condition]) -> Vec<Condition> {
    let mut terms: Vec<Condition> = Vec::new();
    let mut wholes = Vec::new();
    let mut waiting: Vec<&Condition> = parts.iter().rev().collect();
    while let Some(part) = waiting.pop() {
        let inside: Vec<&Condition> = match part {
            Condition::Any(parts) if address_of(parts).is_some() => {
                if !terms.contains(part) {
                    terms.push(part.clone());
                }
                continue;
            }
            Condition::Any(parts) => parts.iter().collect(),
            Condition::All(parts) => parts.iter().filter(|part| !is_beside_words(part)).collect(),
            Condition::Text(_) if terms.contains(part) => continue,
            Condition::Text(_) => {
                terms.push(part.clone());
                continue;
            }
            _ => Vec::new(),
        };
        if inside.is_empty() {
            wholes.push(part.clone());
        }
        waiting.extend(inside.into_iter().rev());
    }
    terms.extend(wholes);
    terms
}

/// Whether a part of what is needed together asks for no word.
fn is_beside_words(part: &Condition) -> bool {
    matches!(part, Condition::Field(_) | Condition::Not(_))
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

/// `1 word`, `2 words`.
fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
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

/// The text, or its beginning and its end where it is long: what stands far apart is at both.
fn shortened(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= WORDS_MAX {
        return text.to_owned();
    }
    let half = WORDS_MAX / 2;
    let (first, last) = (&letters[..half], &letters[letters.len() - half..]);
    let (first, last): (String, String) = (first.iter().collect(), last.iter().collect());
    // Not in the middle of a word, where words have blanks between.
    let first = first.rsplit_once(' ').map_or(first.as_str(), |(words, _)| words);
    let last = last.split_once(' ').map_or(last.as_str(), |(_, words)| words);
    format!("{first} … {last}")
}

/// The text without line ends and the like.
fn on_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests;
