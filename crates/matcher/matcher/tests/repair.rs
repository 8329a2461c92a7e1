//! What is reported can be acted on: without the words found a rule no longer holds, and with what it lacks it does.

use std::cell::Cell;

use mention::{Entity, EntityKind, Field, Folded, Mention, Span, Token};
use rulelang::{Condition, Glob, Key, Part, Pattern, TextTest};

use super::vocabulary::{self, cases};
use super::{folded, runner};
use crate::explain::{Fault, Reason, why_not};
use crate::oracle;
use crate::stretch::{is_ordinary, tokens_of};

fn holds(condition: &Condition, mention: &Mention) -> bool {
    oracle::decide(condition, &vocabulary::facts(mention), &folded(mention)).is_some()
}

/// Where the words stand by which `condition` holds.
fn spans(condition: &Condition, mention: &Mention) -> Option<Vec<Span>> {
    let verdict = oracle::decide(condition, &vocabulary::facts(mention), &folded(mention))?;
    Some(verdict.spans.iter().map(|found| found.span).collect())
}

/// Whether a condition can only hold by words.
fn needs_words(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().any(needs_words),
        Condition::Any(parts) => parts.iter().all(needs_words),
        Condition::Not(_) | Condition::Field(_) => false,
        Condition::Text(_) | Condition::Near(_) | Condition::Window(_) => true,
    }
}

/// Whether more words never make a condition false.
fn only_asks_for_words(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().all(only_asks_for_words),
        Condition::Not(_) | Condition::Field(_) => false,
        Condition::Text(_) | Condition::Near(_) | Condition::Window(_) => true,
    }
}

/// The part of a condition that holds: of alternatives, those that do.
///
/// The others are no cause of its holding, and words that are taken away may make one of them true, as it may ask
/// for their absence.
fn holding(condition: &Condition, mention: &Mention) -> Condition {
    let each = |parts: &[Condition]| parts.iter().map(|part| holding(part, mention)).collect();
    match condition {
        Condition::All(parts) => Condition::All(each(parts)),
        Condition::Any(parts) => {
            let hold = parts.iter().filter(|part| holds(part, mention)).cloned();
            Condition::Any(each(&hold.collect::<Vec<_>>()))
        }
        other => other.clone(),
    }
}

/// The mention without the words, hashtags, names and addresses that `spans` touch; absent where others would come
/// of it.
///
/// They go as wholes, since what is left of one would be another, and a number that no rule asks for takes the
/// place of each word, so that what is left stands as far apart as it did.
fn without(mention: &Mention, spans: &[Span]) -> Option<Mention> {
    let folded = folded(mention);
    let mut better = mention.clone();
    for span in spans {
        let tokens = tokens_of(&folded, span.field);
        let (start, end) = widened(tokens, span);
        if is_glued(mention.field(span.field), start) || is_glued(mention.field(span.field), end) {
            return None;
        }
        let text = match span.field {
            Field::Title => better.title.get_or_insert_default(),
            Field::Text => &mut better.text,
            Field::Quoted => better.quoted.get_or_insert_default(),
            Field::Alt => unreachable!("the vocabulary describes no pictures"),
        };
        text.replace_range(start..end, &".".repeat(end - start));
        for word in tokens.iter().filter(|token| is_ordinary(token)) {
            let at = word.start as usize;
            if (start..end).contains(&at) {
                text.replace_range(at..=at, "0");
            }
        }
        if span.field == Field::Text
            && let Some(entities) = &mut better.entities
        {
            entities.retain(|it| it.end as usize <= start || it.start as usize >= end);
        }
    }
    is_left(&folded, &better).then_some(better)
}

/// Whether letters or digits stand on both sides of `at`.
fn is_glued(text: &str, at: usize) -> bool {
    text[..at].ends_with(char::is_alphanumeric) && text[at..].starts_with(char::is_alphanumeric)
}

/// Whether a mention has no word that it did not have before, but for the numbers put in.
fn is_left(before: &Folded, better: &Mention) -> bool {
    let after = folded(better);
    let known = |token: &Token| {
        let same = |it: &Token| {
            (it.field, it.start, it.end, it.kind)
                == (token.field, token.start, token.end, token.kind)
        };
        before.tokens().iter().any(same) || after.exact(token) == "0"
    };
    after.tokens().iter().all(known)
}

/// The bytes of `span` and of all tokens that have a part in it.
fn widened(tokens: &[Token], span: &Span) -> (usize, usize) {
    let (mut start, mut end) = (span.start, span.end);
    loop {
        let touched = tokens.iter().filter(|token| token.start < end && start < token.end);
        let (first, last) = touched.fold((start, end), |(first, last), token| {
            (first.min(token.start), last.max(token.end))
        });
        if (first, last) == (start, end) {
            return (start as usize, end as usize);
        }
        (start, end) = (first, last);
    }
}

/// Whether a condition holds by other words than those around `spans`: of stretches one inside the other, the inner
/// is reported.
fn holds_elsewhere(condition: &Condition, mention: &Mention, spans: &[Span]) -> bool {
    let around = |wide: &Span, it: &Span| {
        wide.field == it.field && wide.start <= it.start && it.end <= wide.end && wide != it
    };
    let found = self::spans(condition, mention).unwrap_or_default();
    found.iter().any(|wide| !spans.iter().any(|span| around(wide, span)))
}

/// Words that make `part` true, and the entities among them; absent where none in the text can.
///
/// What was made up must be what it is meant to be: a word that is glued to nothing, say, is not.
fn words_for(part: &Condition) -> Option<(String, Vec<Entity>)> {
    made_up(part).filter(|(words, entities)| {
        let (text, entities) = (words.clone(), Some(entities.clone()));
        holds(part, &Mention { text, entities, ..Mention::default() })
    })
}

fn made_up(part: &Condition) -> Option<(String, Vec<Entity>)> {
    match part {
        Condition::Text(test) => written(test),
        Condition::Near(near) => joined(&[&near.left, &near.right]),
        Condition::Window(window) => joined(&window.operands.iter().collect::<Vec<_>>()),
        Condition::All(parts) => joined(&parts.iter().collect::<Vec<_>>()),
        Condition::Any(parts) => parts.iter().find_map(words_for),
        Condition::Not(_) | Condition::Field(_) => None,
    }
}

fn joined(parts: &[&Condition]) -> Option<(String, Vec<Entity>)> {
    let (mut text, mut entities) = (String::new(), Vec::new());
    for part in parts {
        let (words, more) = words_for(part)?;
        append(&mut text, &mut entities, &words, &more);
    }
    Some((text, entities))
}

fn append(text: &mut String, entities: &mut Vec<Entity>, words: &str, more: &[Entity]) {
    text.push_str(" . ");
    let by = u32::try_from(text.len()).unwrap();
    text.push_str(words);
    entities.extend(more.iter().map(|it| Entity { start: it.start + by, end: it.end + by, ..*it }));
}

fn written(TextTest { look_in, pattern }: &TextTest) -> Option<(String, Vec<Entity>)> {
    let text = match pattern {
        Pattern::Phrase { parts, .. } => phrase(parts),
        Pattern::Literal(letters) => letters.clone(),
        Pattern::Contains(keys) => keys.key.clone(),
        Pattern::Regex { .. } => return None,
        Pattern::Entity { kind, test, .. } => {
            let sign = match kind {
                EntityKind::Hashtag => "#",
                EntityKind::Handle => "@",
                EntityKind::Cashtag => "$",
                EntityKind::Link => return None,
            };
            let text = format!("{sign}{}", word(&test.key));
            let end = u32::try_from(text.len()).unwrap();
            let entity = Entity { kind: *kind, start: 0, end };
            return look_in.contains(Field::Text).then(|| (text, vec![entity]));
        }
    };
    look_in.contains(Field::Text).then_some((text, Vec::new()))
}

fn phrase(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        let (word, glued) = match part {
            Part::Any => ("x".to_owned(), false),
            Part::Token(token) => (word(&token.key), token.glued),
        };
        text.push_str(if glued { "" } else { " " });
        text.push_str(&word);
    }
    text.trim_start().to_owned()
}

fn word(key: &Key) -> String {
    match key {
        Key::Is(word) | Key::Starts(word) => word.clone(),
        Key::Glob(pieces) => {
            let piece = |piece: &Glob| match piece {
                Glob::Text(text) => text.clone(),
                Glob::One => "x".to_owned(),
                Glob::Many => String::new(),
            };
            pieces.iter().map(piece).collect()
        }
    }
}

/// The mention with what the fault says it lacks, or without what it says keeps it out; and what holds on it then.
fn repaired(fault: &Fault, mention: &Mention) -> Option<(Mention, Condition)> {
    if let (Reason::Excluded { spans, .. }, Condition::Not(inner)) = (&fault.reason, &fault.part) {
        let kept_out = Condition::Not(Box::new(holding(inner, mention)));
        let better = without(mention, spans).filter(|_| needs_words(inner))?;
        return Some((better, kept_out));
    }
    let (words, more) = words_for(&fault.part)?;
    let mut better = mention.clone();
    let mut entities = better.entities.take().unwrap_or_default();
    append(&mut better.text, &mut entities, &words, &more);
    better.entities = Some(entities);
    Some((better, fault.part.clone()))
}

/// How many checks were made, and how many of them failed.
#[derive(Default)]
struct Tally {
    made: Cell<u32>,
    failed: Cell<u32>,
}

impl Tally {
    fn check(&self, right: bool) {
        self.made.set(self.made.get() + 1);
        self.failed.set(self.failed.get() + u32::from(!right));
    }
}

/// Calls `look` with each rule and mention of many cases.
fn each(cases_max: u32, look: impl Fn(&Condition, &Mention)) {
    runner(cases_max)
        .run(&cases(), |case| {
            for mention in &case.mentions {
                case.rules.iter().for_each(|rule| look(rule, mention));
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn without_the_words_reported_a_rule_no_longer_holds() {
    let (whole, part) = (Tally::default(), Tally::default());
    each(1_000, |rule, mention| {
        let Some(spans) = spans(rule, mention).filter(|_| needs_words(rule)) else { return };
        let cause = holding(rule, mention);
        if let Some(better) = without(mention, &spans) {
            whole.check(!holds_elsewhere(&cause, &better, &spans));
        }
        // Less than what is reported is not always enough.
        if let Some(better) = without(mention, &spans[1..]) {
            part.check(!holds_elsewhere(&cause, &better, &spans));
        }
    });
    assert!(whole.made.get() > 200, "{}", whole.made.get());
    assert_eq!(whole.failed.get(), 0);
    assert!(part.failed.get() > 20, "{}", part.failed.get());
}

#[test]
fn with_the_part_mended_that_is_reported_it_holds() {
    let (mended, beside) = (Tally::default(), Tally::default());
    each(400, |rule, mention| {
        let facts = vocabulary::facts(mention);
        for fault in why_not(rule, &facts, &folded(mention)) {
            let Some((better, part)) = repaired(&fault, mention) else { continue };
            mended.check(holds(&part, &better));
            let text = format!("{} . another", mention.text);
            beside.check(holds(&fault.part, &Mention { text, ..mention.clone() }));
        }
    });
    assert!(mended.made.get() > 400, "{}", mended.made.get());
    assert_eq!(mended.failed.get(), 0);
    assert!(beside.failed.get() > mended.made.get() * 9 / 10, "{}", beside.failed.get());
}

#[test]
fn with_every_part_mended_a_rule_that_only_asks_for_words_holds() {
    let tally = Tally::default();
    each(400, |rule, mention| {
        let facts = vocabulary::facts(mention);
        let faults = why_not(rule, &facts, &folded(mention));
        if faults.is_empty() || !only_asks_for_words(rule) {
            return;
        }
        let mut better = mention.clone();
        for fault in &faults {
            match repaired(fault, &better) {
                Some((mended, _)) => better = mended,
                None => return,
            }
        }
        tally.check(holds(rule, &better));
    });
    assert!(tally.made.get() > 300, "{}", tally.made.get());
    assert_eq!(tally.failed.get(), 0);
}
