//! Conditions taken apart: what they share is kept once, and what is asked of each is plain.

use std::collections::HashMap;
use std::hash::Hash;

use mention::{Field, LookIn};
use rulelang::{
    Condition, FieldTest, Key, Part, Pattern, TextTest, TokenKeys, TokenTest, Worded, Words,
};

use crate::field::Side;
use crate::index::{Class, LiteralId, Term};
use crate::plain::{self, Form};
use crate::wide::WideLists;

/// The number of a [`Node`] in a program.
pub(crate) type NodeId = u32;

/// A condition whose parts are numbers; equal conditions have one number.
///
/// There are several a rule, so each has eight bytes and what is larger stands elsewhere in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// Each of these, the cheapest first.
    All(List),
    /// One of these, in the order written.
    Any(List),
    /// Not this.
    Not(NodeId),
    /// A [`Word`].
    Token {
        /// The fields searched.
        look_in: LookIn,
        /// Whether it must begin where the token before it ends.
        glued: bool,
        /// The token.
        literal: LiteralId,
    },
    /// Two tokens or more, by their number among [`Program::phrases`].
    Phrase(u32),
    /// Characters, whatever the tokens.
    Characters {
        /// The fields searched.
        look_in: LookIn,
        /// What is looked for.
        substring: LiteralId,
    },
    /// A regular expression, by its number among [`Program::expressions`].
    Regex(u32),
    /// Two near each other, by their number among [`Program::nears`].
    Near(u32),
    /// Some in one stretch, by their number among [`Program::windows`].
    Window(u32),
    /// A field of the mention other than words, by its number among [`Program::fields`].
    Field(u32),
    /// Words in a field that is not among the texts, by their number among [`Program::worded`].
    Words(u32),
}

/// Two near each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Nearness {
    /// One side.
    pub(crate) left: NodeId,
    /// The other.
    pub(crate) right: NodeId,
    /// Tokens between at most.
    pub(crate) distance: u32,
    /// Whether `left` must stand first.
    pub(crate) ordered: bool,
}

/// Some in one stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stretched {
    /// What stands there.
    pub(crate) operands: List,
    /// Tokens that belong to none, at most.
    pub(crate) extra: u32,
}

/// Nodes in a row, by their number among all such rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct List(u32);

/// A regular expression in some fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Expression {
    /// The fields searched.
    pub(crate) look_in: LookIn,
    /// Its number.
    pub(crate) regex: u32,
    /// One of these is in whatever it finds; empty when nothing is known of it.
    pub(crate) needs: Box<[LiteralId]>,
}

/// A word or an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Word {
    /// The fields searched.
    pub(crate) look_in: LookIn,
    /// Whether it must begin where the token before it ends.
    pub(crate) glued: bool,
    /// The token.
    pub(crate) literal: LiteralId,
}

/// Tokens in a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Phrase {
    /// The fields searched.
    pub(crate) look_in: LookIn,
    /// The tokens.
    pub(crate) parts: Box<[PhrasePart]>,
    /// How far they may be moved.
    pub(crate) slop: u32,
}

/// One place of a phrase; absent for any token.
pub(crate) type PhrasePart = Option<PhraseToken>;

/// A token of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PhraseToken {
    /// The token.
    pub(crate) literal: LiteralId,
    /// Whether it must follow the part before it without a gap.
    pub(crate) glued: bool,
}

/// Conditions taken apart.
#[derive(Debug)]
pub(crate) struct Program {
    /// What is asked; parts have smaller numbers than what is made of them.
    pub(crate) nodes: Vec<Node>,
    /// The phrases.
    pub(crate) phrases: Vec<Phrase>,
    /// The places of regular expressions.
    pub(crate) expressions: Vec<Expression>,
    /// The pairs.
    pub(crate) nears: Vec<Nearness>,
    /// The windows.
    pub(crate) windows: Vec<Stretched>,
    /// The tests of fields.
    pub(crate) fields: Vec<FieldTest>,
    /// The tests of words in other fields, each with the number of its field.
    pub(crate) worded: Vec<(Words, Side)>,
    /// The parts of nodes, one list after the other.
    parts: Vec<NodeId>,
    /// For each list, where it begins; then where the last ends.
    lists: Vec<u32>,
    /// How many words are asked for.
    pub(crate) words: u32,
    /// The words asked for, until they are [in an index](Self::forget).
    pub(crate) terms: Vec<Term>,
    /// The substrings asked for; their numbers go on where those of the words end.
    pub(crate) substrings: Vec<Substring>,
    /// The regular expressions.
    pub(crate) regexes: Vec<String>,
    /// Whether any word is looked for inside hashtags, and inside addresses.
    pub(crate) inside: LookIn,
    /// The fields of words that are not among the texts.
    pub(crate) sides: usize,
    /// For each condition, its node, until they are [grouped](Self::forget).
    pub(crate) roots: Vec<NodeId>,
    /// The ways into long lists of alternatives.
    pub(crate) wide: WideLists,
    /// For each node, what of it is in the text when it holds, and when it does not.
    places: Vec<Places>,
}

/// Whether a node can have places in the text that say why it holds, and why not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Places {
    holding: bool,
    failing: bool,
}

impl Word {
    /// Whether the word stands wherever its literal is found in the fields that everything looks in.
    pub(crate) fn is_plain(self) -> bool {
        !self.glued && self.look_in.contains(Field::Title) && self.look_in.contains(Field::Text)
    }
}

impl Program {
    pub(crate) fn new(conditions: &[Condition]) -> Self {
        let mut builder = Builder::default();
        let roots = conditions.iter().map(|condition| builder.node(condition)).collect();
        let (terms, substrings) = (builder.terms.into_list(), builder.substrings.into_list());
        let words = u32::try_from(terms.len()).expect("terms have 32-bit numbers");
        let mut nodes = builder.nodes.into_list();
        for node in &mut nodes {
            if let Node::Characters { substring, .. } = node {
                *substring += words;
            }
        }
        let mut expressions = builder.expressions.into_list();
        for expression in &mut expressions {
            expression.needs.iter_mut().for_each(|need| *need += words);
        }
        let (mut parts, mut lists) = (Vec::new(), vec![0]);
        for list in builder.lists.into_list() {
            parts.extend(list);
            lists.push(u32::try_from(parts.len()).expect("nodes have 32-bit numbers"));
        }
        parts.shrink_to_fit();
        lists.shrink_to_fit();
        let mut program = Self {
            nodes,
            phrases: builder.phrases.into_list(),
            expressions,
            nears: builder.nears.into_list(),
            windows: builder.windows.into_list(),
            fields: builder.fields.into_list(),
            worded: builder.worded.into_list(),
            parts,
            lists,
            words,
            terms,
            substrings,
            regexes: builder.regexes.into_list(),
            inside: inside(conditions),
            sides: builder.sides.0.len(),
            roots,
            wide: WideLists::default(),
            places: Vec::new(),
        };
        program.places.reserve_exact(program.nodes.len());
        for node in 0..program.nodes.len() {
            program.places.push(program.places_of(program.nodes[node]));
        }
        program
    }

    /// What of `node` is in the text; its parts are known.
    fn places_of(&self, node: Node) -> Places {
        match node {
            Node::All(list) | Node::Any(list) => {
                let parts = self.parts(list).iter().map(|&part| self.places[part as usize]);
                parts.fold(Places::default(), |all, part| Places {
                    holding: all.holding | part.holding,
                    failing: all.failing | part.failing,
                })
            }
            Node::Not(inner) => {
                let Places { holding, failing } = self.places[inner as usize];
                Places { holding: failing, failing: holding }
            }
            Node::Field(_) | Node::Words(_) => Places::default(),
            _ => Places { holding: true, failing: false },
        }
    }

    /// Whether `node` can have places in the text that say why it is `wanted`.
    pub(crate) fn has_places(&self, node: NodeId, wanted: bool) -> bool {
        let Places { holding, failing } = self.places[node as usize];
        if wanted { holding } else { failing }
    }

    /// Drops what is of use only while it is compiled.
    pub(crate) fn forget(&mut self) {
        (self.terms, self.roots) = (Vec::new(), Vec::new());
    }

    /// The nodes of a list.
    pub(crate) fn parts(&self, List(number): List) -> &[NodeId] {
        let [start, end] = [number, number + 1].map(|at| self.lists[at as usize] as usize);
        &self.parts[start..end]
    }

    /// How many literals there are, words and substrings.
    pub(crate) fn literals(&self) -> usize {
        self.words as usize + self.substrings.len()
    }

    /// The substring with this number.
    pub(crate) fn substring(&self, literal: LiteralId) -> &Substring {
        &self.substrings[(literal - self.words) as usize]
    }

    /// Whether this is the number of a substring, not of a word.
    pub(crate) fn is_substring(&self, literal: LiteralId) -> bool {
        literal >= self.words
    }
}

/// Characters looked for, whatever the tokens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Substring {
    /// The form of the text they are looked for in.
    pub(crate) form: Form,
    /// The characters, in that form.
    pub(crate) text: Box<str>,
}

/// What besides the fields any of `conditions` looks in.
fn inside(conditions: &[Condition]) -> LookIn {
    let mut all = LookIn::DEFAULT.fields();
    for condition in conditions {
        let part = match condition {
            Condition::Text(test) => test.look_in,
            Condition::All(parts) | Condition::Any(parts) => inside(parts),
            Condition::Not(part) => inside(std::slice::from_ref(part)),
            Condition::Window(window) => inside(&window.operands),
            Condition::Near(near) => {
                let left = inside(std::slice::from_ref(&near.left));
                all = all.and_inside(left);
                inside(std::slice::from_ref(&near.right))
            }
            Condition::Field(_) => continue,
        };
        all = all.and_inside(part);
    }
    all
}

#[derive(Default)]
struct Builder {
    nodes: Numbered<Node>,
    lists: Numbered<Box<[NodeId]>>,
    terms: Numbered<Term>,
    substrings: Numbered<Substring>,
    regexes: Numbered<String>,
    phrases: Numbered<Phrase>,
    expressions: Numbered<Expression>,
    nears: Numbered<Nearness>,
    windows: Numbered<Stretched>,
    fields: Numbered<FieldTest>,
    worded: Numbered<(Words, Side)>,
    sides: Numbered<Worded>,
    /// For each node, how much work it is to decide.
    efforts: Vec<Effort>,
    /// For each list, the most work that one of its nodes is.
    list_efforts: Vec<Effort>,
}

/// How much work a node is, in coarse steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Effort {
    /// A look at what is known.
    Look,
    /// Positions of tokens.
    Positions,
    /// Pairs of positions.
    Pairs,
    /// Every character of the text.
    Characters,
}

impl Builder {
    fn node(&mut self, condition: &Condition) -> NodeId {
        let mut least = Effort::Look;
        let node = match condition {
            Condition::All(parts) => {
                let mut parts = self.parts(parts);
                parts.sort_unstable_by_key(|&part| (self.efforts[part as usize], part));
                parts.dedup();
                Node::All(self.list(parts))
            }
            Condition::Any(parts) => {
                let parts = self.parts(parts);
                Node::Any(self.list(parts))
            }
            Condition::Not(inner) => Node::Not(self.node(inner)),
            Condition::Field(FieldTest::Words(words)) => {
                let side = self.sides.number(words.of.clone());
                Node::Words(self.worded.number((words.clone(), side)))
            }
            Condition::Field(test) => Node::Field(self.fields.number(test.clone())),
            Condition::Text(test) => self.text(test),
            Condition::Near(near) => {
                let (left, right) = (self.node(&near.left), self.node(&near.right));
                let (distance, ordered) = (near.distance, near.ordered);
                least = self.efforts[left as usize].max(self.efforts[right as usize]);
                Node::Near(self.nears.number(Nearness { left, right, distance, ordered }))
            }
            Condition::Window(window) => {
                let operands = self.parts(&window.operands);
                let (operands, extra) = (self.list(operands), window.extra);
                least = self.list_efforts[operands.0 as usize];
                Node::Window(self.windows.number(Stretched { operands, extra }))
            }
        };
        let effort = self.effort(node).max(least);
        let id = self.nodes.number(node);
        if id as usize == self.efforts.len() {
            self.efforts.push(effort);
        }
        id
    }

    /// How much work a node is by itself, without the operands of a pair or a window.
    fn effort(&self, node: Node) -> Effort {
        match node {
            Node::All(parts) | Node::Any(parts) => self.list_efforts[parts.0 as usize],
            Node::Not(inner) => self.efforts[inner as usize],
            Node::Token { .. } | Node::Field(_) => Effort::Look,
            Node::Phrase(_) => Effort::Positions,
            Node::Near(_) | Node::Window(_) => Effort::Pairs,
            Node::Characters { .. } | Node::Regex(_) | Node::Words(_) => Effort::Characters,
        }
    }

    fn list(&mut self, parts: Vec<NodeId>) -> List {
        let efforts = parts.iter().map(|&part| self.efforts[part as usize]);
        let effort = efforts.max().unwrap_or(Effort::Look);
        let number = self.lists.number(parts.into());
        if number as usize == self.list_efforts.len() {
            self.list_efforts.push(effort);
        }
        List(number)
    }

    fn parts(&mut self, parts: &[Condition]) -> Vec<NodeId> {
        parts.iter().map(|part| self.node(part)).collect()
    }

    fn text(&mut self, test: &TextTest) -> Node {
        let look_in = test.look_in;
        match &test.pattern {
            Pattern::Phrase { parts, slop } => match parts.as_slice() {
                [Part::Token(TokenTest { track, key, glued })] => {
                    let literal = self.literal(Class::word(*track, look_in), key);
                    Node::Token { look_in, literal, glued: *glued }
                }
                parts => {
                    let parts = parts.iter().map(|part| self.part(part, look_in)).collect();
                    Node::Phrase(self.phrases.number(Phrase { look_in, parts, slop: *slop }))
                }
            },
            Pattern::Entity { kind, test: TokenTest { track, key, glued }, any_host } => {
                let class = if *any_host { Class::name } else { Class::entity };
                let literal = self.literal(class(*kind, *track), key);
                Node::Token { look_in, literal, glued: *glued }
            }
            Pattern::Literal(literal) => {
                let substring = self.substring(Form::Letters, &plain::letters(literal));
                Node::Characters { look_in: look_in.fields(), substring }
            }
            Pattern::Contains(TokenKeys { track, key }) => {
                let substring = self.substring(Form::Folded(*track), key);
                Node::Characters { look_in: look_in.fields(), substring }
            }
            Pattern::Regex { pattern, needs } => {
                let needs = needs.iter().map(|need| self.substring(Form::Composed, need));
                let needs = needs.collect();
                let regex = self.regexes.number(pattern.clone());
                let look_in = look_in.fields();
                Node::Regex(self.expressions.number(Expression { look_in, regex, needs }))
            }
        }
    }

    fn substring(&mut self, form: Form, text: &str) -> u32 {
        self.substrings.number(Substring { form, text: text.into() })
    }

    fn part(&mut self, part: &Part, look_in: LookIn) -> PhrasePart {
        match part {
            Part::Any => None,
            Part::Token(TokenTest { track, key, glued }) => {
                let literal = self.literal(Class::word(*track, look_in), key);
                Some(PhraseToken { literal, glued: *glued })
            }
        }
    }

    fn literal(&mut self, class: Class, key: &Key) -> LiteralId {
        self.terms.number(Term { class, key: key.clone() })
    }
}

/// Things and their numbers, in the order they were first seen.
struct Numbered<T>(HashMap<T, u32>);

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Eq + Hash> Numbered<T> {
    fn number(&mut self, thing: T) -> u32 {
        let next = u32::try_from(self.0.len()).expect("a rule set holds fewer than 2^32 terms");
        *self.0.entry(thing).or_insert(next)
    }

    fn into_list(self) -> Vec<T> {
        let mut all: Vec<_> = self.0.into_iter().collect();
        all.sort_unstable_by_key(|&(_, number)| number);
        all.into_iter().map(|(thing, _)| thing).collect()
    }
}
