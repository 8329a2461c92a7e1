//! Conditions taken apart: what they share is kept once, and what is asked of each is plain.

use std::collections::HashMap;
use std::hash::Hash;

use mention::LookIn;
use rulelang::{Condition, FieldTest, Key, Part, Pattern, TextTest, TokenKeys, TokenTest};

use crate::index::{Class, LiteralId, Term};
use crate::plain::{self, Form};

/// The number of a [`Node`] in a program.
pub(crate) type NodeId = u32;

/// A condition whose parts are numbers; equal conditions have one number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// Each of these, the cheapest first.
    All(Box<[NodeId]>),
    /// One of these, in the order written.
    Any(Box<[NodeId]>),
    /// Not this.
    Not(NodeId),
    /// One token.
    Token(Word),
    /// Two tokens or more.
    Phrase(Phrase),
    /// Characters, whatever the tokens.
    Characters {
        /// The fields searched.
        look_in: LookIn,
        /// The form they are searched in.
        form: Form,
        /// What is looked for, in that form.
        wanted: Box<str>,
    },
    /// Two near each other.
    Near {
        /// One side.
        left: NodeId,
        /// The other.
        right: NodeId,
        /// Tokens between at most.
        distance: u32,
        /// Whether `left` must stand first.
        ordered: bool,
    },
    /// Some in one stretch.
    Window {
        /// What stands there.
        operands: Box<[NodeId]>,
        /// Tokens that belong to none, at most.
        extra: u32,
    },
    /// A field of the mention.
    Field(FieldTest),
}

/// A word or an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Word {
    /// The fields searched.
    pub(crate) look_in: LookIn,
    /// The token.
    pub(crate) literal: LiteralId,
    /// Whether it must begin where the token before it ends.
    pub(crate) glued: bool,
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
    /// The words asked for.
    pub(crate) terms: Vec<Term>,
    /// For each condition, its node.
    pub(crate) roots: Vec<NodeId>,
}

impl Program {
    pub(crate) fn new(conditions: &[Condition]) -> Self {
        let mut builder = Builder::default();
        let roots = conditions.iter().map(|condition| builder.node(condition)).collect();
        Self { nodes: builder.nodes.into_list(), terms: builder.terms.into_list(), roots }
    }
}

#[derive(Default)]
struct Builder {
    nodes: Numbered<Node>,
    terms: Numbered<Term>,
    /// For each node, how much work it is to decide.
    efforts: Vec<Effort>,
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
        let node = match condition {
            Condition::All(parts) => {
                let mut parts = self.parts(parts);
                parts.sort_unstable_by_key(|&part| (self.efforts[part as usize], part));
                parts.dedup();
                Node::All(parts.into())
            }
            Condition::Any(parts) => Node::Any(self.parts(parts).into()),
            Condition::Not(inner) => Node::Not(self.node(inner)),
            Condition::Field(test) => Node::Field(test.clone()),
            Condition::Text(test) => self.text(test),
            Condition::Near(near) => Node::Near {
                left: self.node(&near.left),
                right: self.node(&near.right),
                distance: near.distance,
                ordered: near.ordered,
            },
            Condition::Window(window) => {
                let operands = self.parts(&window.operands).into();
                Node::Window { operands, extra: window.extra }
            }
        };
        let effort = self.effort(&node);
        let id = self.nodes.number(node);
        if id as usize == self.efforts.len() {
            self.efforts.push(effort);
        }
        id
    }

    fn effort(&self, node: &Node) -> Effort {
        let of = |part: &NodeId| self.efforts[*part as usize];
        match node {
            Node::All(parts) | Node::Any(parts) => {
                parts.iter().map(of).max().unwrap_or(Effort::Look)
            }
            Node::Not(inner) => of(inner),
            Node::Token(_) | Node::Field(_) => Effort::Look,
            Node::Phrase(_) => Effort::Positions,
            Node::Near { left, right, .. } => of(left).max(of(right)).max(Effort::Pairs),
            Node::Window { operands, .. } => {
                operands.iter().map(of).max().unwrap_or(Effort::Pairs).max(Effort::Pairs)
            }
            Node::Characters { .. } => Effort::Characters,
        }
    }

    fn parts(&mut self, parts: &[Condition]) -> Vec<NodeId> {
        parts.iter().map(|part| self.node(part)).collect()
    }

    fn text(&mut self, test: &TextTest) -> Node {
        let look_in = test.look_in;
        match &test.pattern {
            Pattern::Phrase { parts, slop } => match parts.as_slice() {
                [Part::Token(TokenTest { track, key, glued })] => {
                    let literal = self.literal(Class::word(*track), key);
                    Node::Token(Word { look_in, literal, glued: *glued })
                }
                parts => {
                    let parts = parts.iter().map(|part| self.part(part)).collect();
                    Node::Phrase(Phrase { look_in, parts, slop: *slop })
                }
            },
            Pattern::Entity { kind, test: TokenTest { track, key, glued }, any_host } => {
                let class = if *any_host { Class::name } else { Class::entity };
                let literal = self.literal(class(*kind, *track), key);
                Node::Token(Word { look_in, literal, glued: *glued })
            }
            Pattern::Literal(literal) => {
                let wanted = plain::letters(literal).into();
                Node::Characters { look_in, form: Form::Letters, wanted }
            }
            Pattern::Contains(TokenKeys { track, key }) => {
                let (form, wanted) = (Form::Folded(*track), key.as_str().into());
                Node::Characters { look_in, form, wanted }
            }
        }
    }

    fn part(&mut self, part: &Part) -> PhrasePart {
        match part {
            Part::Any => None,
            Part::Token(TokenTest { track, key, glued }) => {
                let literal = self.literal(Class::word(*track), key);
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
