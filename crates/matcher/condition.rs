//! Deciding a rule once its words are found.

use std::ops::Range;

use mention::{Facts, Field, Folded, LookIn, Token};
use regex::Regex;

use crate::field::{self, Sides};
use crate::found::{Found, Text};
use crate::index::LiteralId;
use crate::inside::Inside;
use crate::near::{self, Order, Pairing};
use crate::phrase::{self, Loose};
use crate::plain::{Form, Plain, Plains, stands_alone};
use crate::program::{List, Nearness, Node, NodeId, Phrase, Program, Stretched, Word};
use crate::stretch::{Stretch, has_position, is_ordinary, seal};
use crate::wide::WIDE;
use crate::window::{self, Windows};

/// Room for deciding conditions on one mention after the other.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// The words inside hashtags and addresses.
    pub(crate) inside: Inside,
    /// The literals found.
    pub(crate) found: Found,
    /// The texts without token borders.
    pub(crate) plains: Plains,
    /// The places that made a rule hold.
    pub(crate) causes: Vec<Stretch>,
    /// The number of the pass; what other passes wrote does not count.
    pub(crate) pass: u32,
    /// For each node, twice the pass that decided it, and one more if it holds.
    decided: Vec<u32>,
    placed: Vec<Placed>,
    stretches: Vec<Stretch>,
    /// The alternatives of the long lists that are being looked at, by their numbers.
    entered: Vec<u32>,
    sides: Sides,
    operands: Vec<Range<usize>>,
    loose: Loose,
    pairing: Pairing,
    windows: Windows,
}

/// The places of a node, as a pass found them.
#[derive(Clone, Copy, Debug, Default)]
struct Placed {
    /// The pass.
    pass: u32,
    /// Where they begin and end among all.
    places: (u32, u32),
}

/// After so many passes their numbers begin again.
pub(crate) const PASSES_MAX: u32 = u32::MAX / 2;

impl Room {
    /// Makes room for one more pass and numbers it.
    pub(crate) fn open(&mut self, program: &Program) -> u32 {
        if self.pass == PASSES_MAX {
            self.pass = 0;
            self.decided.fill(0);
            self.placed.fill(Placed::default());
            self.plains.forget();
            self.sides.restart();
        }
        self.pass += 1;
        if self.decided.len() < program.nodes.len() {
            self.decided.resize(program.nodes.len(), 0);
            self.placed.resize(program.nodes.len(), Placed::default());
        }
        self.sides.open(program.sides);
        self.stretches.clear();
        self.pass
    }

    /// How many choices were looked at so far to lay loose phrases whose words can be the same ones.
    #[cfg(test)]
    pub(crate) fn steps(&self) -> u64 {
        self.loose.steps()
    }

    /// How many places the last pass found.
    #[cfg(test)]
    pub(crate) fn places(&self) -> usize {
        self.stretches.len()
    }
}

/// One mention on its way through a program.
pub(crate) struct Pass<'a> {
    pub(crate) program: &'a Program,
    pub(crate) regexes: &'a [Regex],
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) folded: &'a Folded,
    /// Whether all words stand in the fields that everything looks in.
    pub(crate) plainly: bool,
    pub(crate) room: &'a mut Room,
}

impl<'a> Pass<'a> {
    /// Whether `node` holds; found out once a mention.
    pub(crate) fn holds(&mut self, node: NodeId) -> bool {
        if let Node::Token { look_in, glued, literal } = self.program.nodes[node as usize] {
            return self.has(Word { look_in, glued, literal });
        }
        let known = self.room.decided[node as usize];
        if known / 2 == self.room.pass {
            return known % 2 == 1;
        }
        let holds = self.decide(node);
        self.room.decided[node as usize] = self.room.pass * 2 + u32::from(holds);
        holds
    }

    fn decide(&mut self, node: NodeId) -> bool {
        let program = self.program;
        match program.nodes[node as usize] {
            Node::All(parts) => program.parts(parts).iter().all(|&part| self.holds(part)),
            Node::Any(list) => self.any(list, |pass, _, part| pass.holds(part)),
            Node::Not(inner) => !self.holds(inner),
            Node::Field(test) => {
                field::passes(&program.fields[test as usize], self.facts, self.folded)
            }
            Node::Words(test) => {
                let (words, side) = &program.worded[test as usize];
                let Room { sides, pass, .. } = &mut *self.room;
                sides.hold(words, *side, self.facts.mention, *pass)
            }
            Node::Token { look_in, glued, literal } => self.has(Word { look_in, glued, literal }),
            Node::Phrase(phrase) => {
                let mut words = program.phrases[phrase as usize].parts.iter().flatten();
                words.all(|word| self.room.found.has(word.literal)) && self.stands(node)
            }
            Node::Near(near) => {
                let Nearness { left, right, .. } = program.nears[near as usize];
                self.holds(left) && self.holds(right) && self.stands(node)
            }
            Node::Window(window) => {
                let operands = program.windows[window as usize].operands;
                program.parts(operands).iter().all(|&part| self.holds(part)) && self.stands(node)
            }
            Node::Characters { .. } | Node::Regex(_) => self.stands(node),
        }
    }

    /// Whether `word` stands anywhere; not worth remembering.
    fn has(&self, word: Word) -> bool {
        self.room.found.has(word.literal)
            && (self.plainly && word.is_plain()
                || self.tokens(word).next().is_some()
                || self.inside(word).next().is_some())
    }

    fn stands(&mut self, node: NodeId) -> bool {
        !self.places(node).is_empty()
    }

    /// The tokens where `word` stands.
    fn tokens(&self, word: Word) -> impl Iterator<Item = (usize, &'a Token)> {
        let tokens = self.folded.tokens();
        let finds = self.room.found.of(word.literal).iter();
        finds.map(|find| find.token as usize).map(|at| (at, &tokens[at])).filter(
            move |(_, token)| word.look_in.contains(token.field) && (token.glued || !word.glued),
        )
    }

    /// The words inside hashtags and addresses where `word` stands, by their numbers.
    fn inside(&self, word: Word) -> impl Iterator<Item = (u32, &Token)> {
        let text = self.text();
        let finds = self.room.found.inside(word.literal).iter();
        finds.map(move |find| (find.token, text.token(find.token))).filter(move |(_, token)| {
            word.look_in.contains(token.field) && (token.glued || !word.glued)
        })
    }

    fn text(&self) -> Text<'_> {
        let Room { found, inside, .. } = &*self.room;
        Text { tokens: self.folded.tokens(), inside, found }
    }

    /// Whether `is` says so of an alternative of `list` with this number in it, asked in order up to that one; those
    /// that lack the words they cannot do without are left out.
    pub(crate) fn any(
        &mut self,
        list: List,
        mut is: impl FnMut(&mut Self, usize, NodeId) -> bool,
    ) -> bool {
        let program = self.program;
        let parts = program.parts(list);
        if parts.len() < WIDE || parts.len() < self.room.found.different() {
            return parts.iter().enumerate().any(|(number, &part)| is(self, number, part));
        }
        let Room { entered, found, .. } = &mut *self.room;
        let start = entered.len();
        program.wide.enter(list, found, entered);
        entered[start..].sort_unstable();
        let end = entered.len();
        let mut before = None;
        let any = (start..end).any(|at| {
            let number = self.room.entered[at];
            before.replace(number) != Some(number)
                && is(self, number as usize, parts[number as usize])
        });
        self.room.entered.truncate(start);
        any
    }

    /// Appends to `causes` the places of the terms that make `node` be `wanted`, which it is.
    pub(crate) fn causes(&mut self, node: NodeId, wanted: bool) {
        let program = self.program;
        if !program.has_places(node, wanted) {
            return;
        }
        match program.nodes[node as usize] {
            Node::Any(list) if wanted => {
                self.any(list, |pass, _, part| {
                    pass.causes_if(part, wanted);
                    false
                });
            }
            Node::All(parts) | Node::Any(parts) => {
                for &part in program.parts(parts) {
                    self.causes_if(part, wanted);
                }
            }
            Node::Not(inner) => self.causes(inner, !wanted),
            Node::Token { look_in, glued, literal } => {
                if self.room.found.has(literal) {
                    let mut causes = std::mem::take(&mut self.room.causes);
                    self.add_places(Word { look_in, glued, literal }, &mut causes);
                    self.room.causes = causes;
                }
            }
            _ => {
                let places = self.places(node);
                self.room.causes.extend_from_slice(&self.room.stretches[places]);
            }
        }
    }

    /// The same where it is not known whether `node` is `wanted`.
    fn causes_if(&mut self, node: NodeId, wanted: bool) {
        match self.program.nodes[node as usize] {
            // A word that is not there has no places.
            Node::Token { literal, .. } => {
                if wanted && self.room.found.has(literal) {
                    self.causes(node, wanted);
                }
            }
            _ => {
                if self.program.has_places(node, wanted) && self.holds(node) == wanted {
                    self.causes(node, wanted);
                }
            }
        }
    }

    /// Where `node` stands, sorted, among all stretches; found out once a mention.
    fn places(&mut self, node: NodeId) -> Range<usize> {
        let Placed { pass, places } = self.room.placed[node as usize];
        if pass == self.room.pass {
            return places.0 as usize..places.1 as usize;
        }
        let found = self.place(node);
        let bound = |at| u32::try_from(at).expect("a mention has fewer than 2^32 stretches");
        let places = (bound(found.start), bound(found.end));
        self.room.placed[node as usize] = Placed { pass: self.room.pass, places };
        found
    }

    fn place(&mut self, node: NodeId) -> Range<usize> {
        let program = self.program;
        let start = match program.nodes[node as usize] {
            Node::Token { look_in, glued, literal } => {
                self.place_tokens(Word { look_in, glued, literal })
            }
            Node::Phrase(phrase) => self.place_phrase(&program.phrases[phrase as usize]),
            Node::Any(list) => self.place_any(list),
            Node::Near(near) => self.place_near(program.nears[near as usize]),
            Node::Window(window) => {
                let Stretched { operands, extra } = program.windows[window as usize];
                self.place_window(program.parts(operands), extra)
            }
            Node::Characters { look_in, substring } => self.place_characters(look_in, substring),
            Node::Regex(it) => {
                let it = &program.expressions[it as usize];
                self.place_regex(it.look_in, &self.regexes[it.regex as usize])
            }
            Node::All(_) | Node::Not(_) | Node::Field(_) | Node::Words(_) => {
                self.room.stretches.len()
            }
        };
        seal(&mut self.room.stretches, start);
        start..self.room.stretches.len()
    }

    fn place_tokens(&mut self, word: Word) -> usize {
        let start = self.room.stretches.len();
        let mut stretches = std::mem::take(&mut self.room.stretches);
        self.add_places(word, &mut stretches);
        self.room.stretches = stretches;
        start
    }

    /// Appends the places of `word`.
    fn add_places(&self, word: Word, out: &mut Vec<Stretch>) {
        let text = self.text();
        out.extend(self.tokens(word).map(|(at, token)| {
            if is_ordinary(token) { Stretch::of(token) } else { text.stretch_of_entity(at) }
        }));
        let inside = self.inside(word);
        out.extend(inside.map(|(number, token)| text.stretch_inside(number, &Stretch::of(token))));
    }

    fn place_phrase(&mut self, phrase: &'a Phrase) -> usize {
        let start = self.room.stretches.len();
        let Room { inside, found, stretches, loose, .. } = &mut *self.room;
        let text = Text { tokens: self.folded.tokens(), inside, found };
        if phrase.slop == 0 {
            phrase::in_a_row(text, phrase, stretches);
        } else {
            phrase::loosely(text, phrase, loose, stretches);
        }
        start
    }

    fn place_near(&mut self, near: Nearness) -> usize {
        let (left, right) = (self.places(near.left), self.places(near.right));
        let start = self.room.stretches.len();
        let order = if near.ordered { Order::AsWritten } else { Order::Any };
        let Room { stretches, pairing, .. } = &mut *self.room;
        near::near(stretches, &left, &right, near.distance, order, pairing);
        start
    }

    fn place_any(&mut self, list: List) -> usize {
        self.any(list, |pass, _, part| {
            if pass.holds(part) {
                pass.places(part);
            }
            false
        });
        let start = self.room.stretches.len();
        self.any(list, |pass, _, part| {
            if pass.holds(part) {
                let places = pass.places(part);
                pass.room.stretches.extend_from_within(places);
            }
            false
        });
        start
    }

    fn place_window(&mut self, operands: &[NodeId], extra: u32) -> usize {
        for &operand in operands {
            self.places(operand);
        }
        let mut ranges = std::mem::take(&mut self.room.operands);
        ranges.clear();
        ranges.extend(operands.iter().map(|&operand| self.places(operand)));
        let Room { stretches, windows, .. } = &mut *self.room;
        let start = stretches.len();
        window::window(stretches, &ranges, extra, windows);
        self.room.operands = ranges;
        start
    }

    fn place_characters(&mut self, look_in: LookIn, substring: LiteralId) -> usize {
        let wanted = self.program.substring(substring);
        let find = |plain: &Plain, line: &mut Line<'_>, out: &mut Vec<Stretch>| {
            find_characters(plain, wanted.form, &wanted.text, line, out);
        };
        self.place_in_plain(look_in, wanted.form, find)
    }

    fn place_regex(&mut self, look_in: LookIn, regex: &Regex) -> usize {
        let find = |plain: &Plain, line: &mut Line<'_>, out: &mut Vec<Stretch>| {
            let places = regex.find_iter(plain.text()).filter(|place| !place.is_empty());
            out.extend(places.map(|at| line.stretch(plain.posted(at.start(), at.end()))));
        };
        self.place_in_plain(look_in, Form::Composed, find)
    }

    /// Appends what `find` finds in each field.
    fn place_in_plain(
        &mut self,
        look_in: LookIn,
        form: Form,
        find: impl Fn(&Plain, &mut Line<'_>, &mut Vec<Stretch>),
    ) -> usize {
        let start = self.room.stretches.len();
        for field in Field::ALL.into_iter().filter(|&field| look_in.contains(field)) {
            let Room { plains, stretches, pass, .. } = &mut *self.room;
            let plain = plains.of(self.facts.mention, field, form, *pass);
            find(plain, &mut Line::new(self.folded, field), stretches);
        }
        start
    }
}

/// Appends every place of `wanted` in `plain`.
fn find_characters(
    plain: &Plain,
    form: Form,
    wanted: &str,
    line: &mut Line<'_>,
    out: &mut Vec<Stretch>,
) {
    let Some(step) = wanted.chars().next().map(char::len_utf8) else { return };
    let text = plain.text();
    let mut from = 0;
    while let Some(at) = text[from..].find(wanted) {
        let (start, end) = (from + at, from + at + wanted.len());
        from = start + step;
        if form != Form::Letters || stands_alone(text, start, end) {
            out.push(line.stretch(plain.posted(start, end)));
        }
    }
}

/// The tokens of a field, read once from left to right.
struct Line<'a> {
    field: Field,
    tokens: &'a [Token],
    /// One past the last position that was read.
    gap: u32,
}

impl<'a> Line<'a> {
    fn new(folded: &'a Folded, field: Field) -> Self {
        Self { field, tokens: crate::stretch::tokens_of(folded, field), gap: 0 }
    }

    /// The stretch of these bytes, which begin no earlier than those asked for before.
    fn stretch(&mut self, (start, end): (u32, u32)) -> Stretch {
        while let Some((first, rest)) = self.tokens.split_first()
            && first.end <= start
        {
            if has_position(first) {
                self.gap = self.gap.max(first.position + 1);
            }
            self.tokens = rest;
        }
        let touched = self.tokens.iter().take_while(|token| token.start < end).count();
        Stretch::of_bytes(&self.tokens[..touched], self.field, (start, end), self.gap)
    }
}
