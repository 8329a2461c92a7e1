//! What a condition means, in the plainest words: slow, obviously right, for tests only.
//!
//! Every function follows one sentence of the language reference and tries all there is to try; the
//! engine is compared with it and must never call it.

use std::collections::BTreeSet;

use mention::{
    EntityKind, Facts, Field, Folded, LookIn, Token, TokenKind, fold_words, handle_name,
};
use rulelang::{
    Condition, Glob, Key, Near, Part, Pattern, TextTest, TokenKeys, TokenTest, Track, Window,
    compile_regex,
};

use crate::HitSpan;
use crate::plain::{self, Form, Plain};
use crate::stretch::{Stretch, has_position, is_ordinary, merge, tokens_of};

mod field;

/// What became of a condition that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The first alternative that holds, of a condition that is a [`Condition::Any`]; else 0.
    pub clause: u16,
    /// The words that made it hold, sorted, without overlap.
    pub spans: Vec<HitSpan>,
}

/// Decides `condition` on a mention; `None` when it does not hold.
///
/// # Cost
///
/// Exponential in the words of a loose phrase and in the operands of a window.
#[must_use]
pub fn decide(condition: &Condition, facts: &Facts<'_>, folded: &Folded) -> Option<Verdict> {
    let reading = Reading { facts, folded };
    if !reading.holds(condition) {
        return None;
    }
    let clause = match condition {
        Condition::Any(parts) => parts.iter().position(|part| reading.holds(part)).unwrap_or(0),
        _ => 0,
    };
    let mut found = BTreeSet::new();
    reading.causes(condition, true, &mut found);
    let mut spans = Vec::new();
    merge(&mut found.into_iter().collect::<Vec<_>>(), &mut spans);
    Some(Verdict { clause: u16::try_from(clause).unwrap_or(u16::MAX), spans })
}

/// One mention as the oracle reads it.
struct Reading<'a> {
    facts: &'a Facts<'a>,
    folded: &'a Folded,
}

impl Reading<'_> {
    /// Two-valued logic.
    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Condition::Not(inner) => !self.holds(inner),
            Condition::Field(test) => field::passes(test, self.facts, self.folded),
            Condition::Text(_) | Condition::Near(_) | Condition::Window(_) => {
                !self.places(condition).is_empty()
            }
        }
    }

    /// The places of the terms that make `condition` be `wanted`, which it is.
    fn causes(&self, condition: &Condition, wanted: bool, found: &mut BTreeSet<Stretch>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts.iter().filter(|part| self.holds(part) == wanted) {
                    self.causes(part, wanted, found);
                }
            }
            Condition::Not(inner) => self.causes(inner, !wanted, found),
            Condition::Field(_) => {}
            Condition::Text(_) | Condition::Near(_) | Condition::Window(_) => {
                if wanted {
                    found.extend(self.places(condition));
                }
            }
        }
    }

    /// Every place where a condition made of words stands.
    fn places(&self, condition: &Condition) -> BTreeSet<Stretch> {
        match condition {
            Condition::Text(test) => self.text(test),
            Condition::Near(near) => self.near(near),
            Condition::Window(window) => self.window(window),
            Condition::Any(parts) => parts.iter().flat_map(|part| self.places(part)).collect(),
            Condition::All(_) | Condition::Not(_) | Condition::Field(_) => BTreeSet::new(),
        }
    }

    fn text(&self, test: &TextTest) -> BTreeSet<Stretch> {
        let mut found = BTreeSet::new();
        for field in Field::ALL.into_iter().filter(|&field| test.look_in.contains(field)) {
            let tokens = tokens_of(self.folded, field);
            match &test.pattern {
                Pattern::Phrase { parts, slop } => {
                    let phrase = Phrase { tokens, keys: self.folded, parts, slop: *slop };
                    phrase.assign(&mut Vec::new(), &mut found);
                    self.inside(test.look_in, tokens, parts, *slop, &mut found);
                }
                Pattern::Entity { kind, test, any_host } => {
                    found.extend(
                        tokens
                            .iter()
                            .filter(|token| self.is_entity(token, *kind, test, *any_host))
                            .map(|token| Stretch::of_entity(tokens, token)),
                    );
                }
                Pattern::Literal(literal) => {
                    let literal = plain::letters(literal);
                    self.characters(&literal, Form::Letters, field, &mut found);
                }
                Pattern::Contains(TokenKeys { track, key }) => {
                    self.characters(key, Form::Folded(*track), field, &mut found);
                }
                Pattern::Regex { pattern, .. } => self.regex(pattern, field, &mut found),
            }
        }
        match &test.pattern {
            Pattern::Phrase { parts, slop: 1.. } if parts.len() > 1 => innermost(&found),
            _ => found,
        }
    }

    /// Statement 5, and `match_urls`: words inside one entity, which stand where it stands.
    fn inside(
        &self,
        look_in: LookIn,
        tokens: &[Token],
        parts: &[Part],
        slop: u32,
        found: &mut BTreeSet<Stretch>,
    ) {
        for entity in tokens {
            let mut address = Folded::default();
            let (words, keys) = match entity.kind {
                TokenKind::Entity(EntityKind::Hashtag) if look_in.is_in_hashtags() => {
                    (self.folded.parts(entity), self.folded)
                }
                TokenKind::Entity(EntityKind::Link) if look_in.is_in_addresses() => {
                    fold_words(self.facts.mention, entity, &mut address);
                    (address.tokens(), &address)
                }
                _ => continue,
            };
            let mut tokens_inside = words.to_vec();
            for (position, word) in (0..).zip(&mut tokens_inside) {
                word.position = position;
            }
            let mut laid = BTreeSet::new();
            let phrase = Phrase { tokens: &tokens_inside, keys, parts, slop };
            phrase.assign(&mut Vec::new(), &mut laid);
            let whole = Stretch::of_entity(tokens, entity);
            found.extend(laid.iter().map(|it| Stretch { start: it.start, end: it.end, ..whole }));
        }
    }

    /// Statement 14.
    fn is_entity(&self, token: &Token, kind: EntityKind, test: &TokenTest, any_host: bool) -> bool {
        let key = key_of(self.folded, token, test.track);
        let key = if any_host { handle_name(key) } else { key };
        token.kind == TokenKind::Entity(kind)
            && key_passes(&test.key, key)
            && (token.glued || !test.glued)
    }

    /// Statements 13 and 15.
    fn characters(&self, wanted: &str, form: Form, field: Field, found: &mut BTreeSet<Stretch>) {
        let mut plain = Plain::default();
        plain.set(self.facts.mention.field(field), form);
        let text = plain.text();
        for (start, _) in text.char_indices() {
            let end = start + wanted.len();
            if end > start
                && text[start..].starts_with(wanted)
                && (form != Form::Letters || plain::stands_alone(text, start, end))
            {
                let tokens = tokens_of(self.folded, field);
                found.insert(Stretch::of_bytes(tokens, field, plain.posted(start, end), 0));
            }
        }
    }

    /// Statement 15.
    fn regex(&self, pattern: &str, field: Field, found: &mut BTreeSet<Stretch>) {
        let Ok(regex) = compile_regex(pattern) else { return };
        let mut plain = Plain::default();
        plain.set(self.facts.mention.field(field), Form::Composed);
        let tokens = tokens_of(self.folded, field);
        for place in regex.find_iter(plain.text()).filter(|place| !place.is_empty()) {
            let bytes = plain.posted(place.start(), place.end());
            found.insert(Stretch::of_bytes(tokens, field, bytes, 0));
        }
    }

    /// Statement 17. Of all that begin, or end, at one place, the shortest and the longest.
    fn near(&self, near: &Near) -> BTreeSet<Stretch> {
        let mut found = BTreeSet::new();
        for left in self.places(&near.left) {
            for right in self.places(&near.right) {
                let in_order = left.is_before(&right) && right.first - left.next <= near.distance;
                let turned = right.is_before(&left) && left.first - right.next <= near.distance;
                if in_order || turned && !near.ordered {
                    found.insert(left.join(&right));
                }
            }
        }
        outermost(&found)
    }

    /// Statement 10, second sentence. Of one inside the other, the inner.
    fn window(&self, window: &Window) -> BTreeSet<Stretch> {
        let operands: Vec<_> = window.operands.iter().map(|part| self.places(part)).collect();
        let mut found = BTreeSet::new();
        choose(&operands, window.extra, &mut Vec::new(), &mut found);
        innermost(&found)
    }
}

/// Those that have no other inside.
fn innermost(all: &BTreeSet<Stretch>) -> BTreeSet<Stretch> {
    let inside = |one: &Stretch, other: &Stretch| {
        let (begin, finish) = (one.begin() >= other.begin(), one.finish() <= other.finish());
        one != other && one.field == other.field && begin && finish
    };
    let holds_none = |it: &&Stretch| !all.iter().any(|other| inside(other, it));
    all.iter().filter(holds_none).copied().collect()
}

/// Those that are the shortest or the longest of all that begin where they begin, or of all that end where they end.
fn outermost(all: &BTreeSet<Stretch>) -> BTreeSet<Stretch> {
    let extreme = |it: &&Stretch| {
        let begun = || all.iter().filter(|other| other.begin() == it.begin()).map(Stretch::finish);
        let ended = || all.iter().filter(|other| other.finish() == it.finish()).map(Stretch::begin);
        [begun().min(), begun().max()].contains(&Some(it.finish()))
            || [ended().min(), ended().max()].contains(&Some(it.begin()))
    };
    all.iter().filter(extreme).copied().collect()
}

/// Chooses a place for each operand, disjoint, and keeps what all of them span if few enough tokens
/// of it belong to none.
fn choose(
    operands: &[BTreeSet<Stretch>],
    extra: u32,
    chosen: &mut Vec<Stretch>,
    found: &mut BTreeSet<Stretch>,
) {
    let Some(operand) = operands.get(chosen.len()) else {
        let whole = chosen.iter().copied().reduce(|one, other| one.join(&other));
        let covered: u32 = chosen.iter().map(|stretch| stretch.next - stretch.first).sum();
        found.extend(whole.filter(|whole| whole.next - whole.first - covered <= extra));
        return;
    };
    for stretch in operand {
        if chosen.iter().all(|other| stretch.is_before(other) || other.is_before(stretch)) {
            chosen.push(*stretch);
            choose(operands, extra, chosen, found);
            chosen.pop();
        }
    }
}

/// A phrase along some tokens: statements 8 to 12.
struct Phrase<'a> {
    tokens: &'a [Token],
    keys: &'a Folded,
    parts: &'a [Part],
    slop: u32,
}

impl Phrase<'_> {
    /// Gives each part not yet in `chosen` a token, in every possible way.
    fn assign(&self, chosen: &mut Vec<Token>, found: &mut BTreeSet<Stretch>) {
        if spread(chosen) > i64::from(self.slop) {
            return;
        }
        let Some(part) = self.parts.get(chosen.len()) else {
            let stretches = chosen.iter().map(Stretch::of);
            found.extend(stretches.reduce(|one, other| one.join(&other)));
            return;
        };
        for token in self.tokens {
            let taken = chosen.iter().any(|other| other.position == token.position);
            if !taken && self.part_passes(part, token, chosen.last()) {
                chosen.push(*token);
                self.assign(chosen, found);
                chosen.pop();
            }
        }
    }

    fn part_passes(&self, part: &Part, token: &Token, before: Option<&Token>) -> bool {
        match part {
            Part::Any => {
                let mut words = self.tokens.iter().filter(|other| is_ordinary(other));
                let stands_alone = words.all(|word| word.position != token.position);
                is_ordinary(token) || has_position(token) && stands_alone
            }
            Part::Token(test) => {
                let follows = before.is_none_or(|before| before.position + 1 == token.position);
                is_ordinary(token)
                    && key_passes(&test.key, key_of(self.keys, token, test.track))
                    && (!test.glued || token.glued && follows)
            }
        }
    }
}

fn key_of<'a>(keys: &'a Folded, token: &Token, track: Track) -> &'a str {
    match track {
        Track::Exact => keys.exact(token),
        Track::Bare => keys.bare(token),
    }
}

/// max(pᵢ − i) − min(pᵢ − i).
fn spread(chosen: &[Token]) -> i64 {
    let shifts = || (0i64..).zip(chosen).map(|(i, token)| i64::from(token.position) - i);
    shifts().max().unwrap_or(0) - shifts().min().unwrap_or(0)
}

/// Statement 11.
fn key_passes(key: &Key, text: &str) -> bool {
    match key {
        Key::Is(whole) => text == whole,
        Key::Starts(start) => text.starts_with(start.as_str()),
        Key::Glob(pieces) => glob_passes(pieces, text),
    }
}

fn glob_passes(pieces: &[Glob], text: &str) -> bool {
    let Some((piece, rest)) = pieces.split_first() else { return text.is_empty() };
    match piece {
        Glob::Text(start) => {
            text.strip_prefix(start.as_str()).is_some_and(|after| glob_passes(rest, after))
        }
        Glob::One => {
            let mut chars = text.chars();
            chars.next().is_some() && glob_passes(rest, chars.as_str())
        }
        Glob::Many => {
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            ends.into_iter().any(|at| glob_passes(rest, &text[at..]))
        }
    }
}
