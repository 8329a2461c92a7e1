//! What the parts of queries mean, each meaning with a number, so that what is said twice or in vain is found without comparing every pair.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

use mention::Lang;

use super::cover::Cover;
use crate::catalog::{fields, logic, reach};
use crate::{Condition, Context, Diagnostic, Edit, Expr, Node, lower};

/// The meanings met so far, over all rules of a set.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    known: HashMap<Shape, u32>,
    lists: BTreeMap<String, u32>,
}

/// A meaning in terms of those of its parts; order and repetition of alternatives leave no trace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    Leaf(Rc<Condition>),
    Or(Vec<u32>),
    And(Vec<u32>),
    Not(u32),
    /// Parts of a rule by key and language.
    Rule(Vec<(u8, Option<Lang>, u32)>),
    /// Like nothing else.
    Alone(Range<usize>),
}

/// A part of a query and what it means.
#[derive(Clone, Debug)]
pub(crate) struct Term<'n> {
    pub(crate) node: &'n Node,
    pub(crate) form: u32,
    /// Its condition, when it has no parts that were read by themselves.
    pub(crate) condition: Option<Rc<Condition>>,
}

/// What was read of a query.
#[derive(Debug)]
pub(crate) struct Meant<'n> {
    pub(crate) form: u32,
    /// Its words that are looked for, in order.
    pub(crate) wanted: Vec<Term<'n>>,
    /// How many terms it excludes.
    pub(crate) excluded: usize,
}

/// An operand of AND as what it can be found by.
#[derive(Debug)]
pub(crate) struct Operand<'n> {
    pub(crate) term: Term<'n>,
    /// Whether it is excluded.
    pub(crate) negated: bool,
    /// What it offers or, when it is excluded, what that would offer.
    pub(crate) alternatives: Vec<Term<'n>>,
    /// What each side of a NEAR offers.
    pub(crate) sides: Vec<Vec<Term<'n>>>,
}

impl<'n> Operand<'n> {
    /// What offers itself alone.
    fn one(term: Term<'n>) -> Self {
        let alternatives = vec![term.clone()];
        Self { term, negated: false, alternatives, sides: Vec::new() }
    }
}

impl Forms {
    /// The number of a meaning.
    pub(crate) fn number(&mut self, shape: Shape) -> u32 {
        let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        *self.known.entry(shape).or_insert(next)
    }

    /// Reads a query that has a meaning, whose places are bytes of `text`; what is doubtful about it is found.
    pub(crate) fn read<'n>(
        &mut self,
        node: &'n Node,
        context: &Context<'n>,
        text: &str,
        found: &mut Vec<Diagnostic>,
    ) -> Meant<'n> {
        let mut reader = Reader {
            forms: self,
            context: *context,
            text,
            found,
            in_list: false,
            in_near: false,
            negated: false,
            wanted: Vec::new(),
            excluded: 0,
        };
        let form = reader.operand(node).term.form;
        let (wanted, excluded) = (reader.wanted, reader.excluded);
        Meant { form, wanted, excluded }
    }
}

struct Reader<'r, 'n> {
    forms: &'r mut Forms,
    context: Context<'n>,
    text: &'r str,
    found: &'r mut Vec<Diagnostic>,
    /// Whether a list is read, which is checked by itself.
    in_list: bool,
    /// Whether an operand of NEAR is read, where the length of a term matters.
    in_near: bool,
    negated: bool,
    wanted: Vec<Term<'n>>,
    excluded: usize,
}

impl<'n> Reader<'_, 'n> {
    fn operand(&mut self, node: &'n Node) -> Operand<'n> {
        match &node.expr {
            Expr::Or(_) => self.alternatives(node),
            Expr::And(_) => self.all(node),
            Expr::Not(inner) => {
                self.negated = !self.negated;
                let inner = self.operand(inner);
                self.negated = !self.negated;
                let form = self.forms.number(Shape::Not(inner.term.form));
                let term = Term { node, form, condition: None };
                let negated = !inner.negated;
                Operand { term, negated, alternatives: inner.alternatives, sides: Vec::new() }
            }
            Expr::In { field, query } => {
                let look_in = self.context.settings.look_in;
                self.context.settings.look_in = look_in.narrowed(*field);
                let inner = self.operand(query);
                self.context.settings.look_in = look_in;
                Operand { term: Term { node, ..inner.term }, ..inner }
            }
            Expr::Near { left, right, .. } => self.near(node, &[left, right]),
            Expr::Window { operands, .. } => self.near(node, &operands.iter().collect::<Vec<_>>()),
            Expr::Macro(name) => self.list(name, node),
            _ => self.leaf(node),
        }
    }

    fn alternatives(&mut self, node: &'n Node) -> Operand<'n> {
        let mut terms = Vec::new();
        for branch in flat(node, |expr| matches!(expr, Expr::Or(_))) {
            terms.push(self.operand(branch).term);
        }
        if !self.in_list {
            self.found.extend(logic::duplicate::find(self.text, &terms, "OR"));
            if !self.in_near {
                let cover = Cover::new(&terms);
                self.found.extend(logic::covered::find(self.text, &terms, &cover));
                self.found.extend(reach::accent_variants::find(self.text, &terms, &cover));
            }
        }
        let form = self.forms.number(Shape::Or(forms_of(&terms)));
        let term = Term { node, form, condition: None };
        Operand { term, negated: false, alternatives: terms, sides: Vec::new() }
    }

    fn all(&mut self, node: &'n Node) -> Operand<'n> {
        let mut operands = Vec::new();
        for part in flat(node, |expr| matches!(expr, Expr::And(_))) {
            operands.push(self.operand(part));
        }
        let terms: Vec<Term<'n>> = operands.iter().map(|operand| operand.term.clone()).collect();
        if !self.in_list {
            self.found.extend(logic::duplicate::find(self.text, &terms, "AND"));
            self.found.extend(logic::contradiction::find(self.text, &operands));
            self.found.extend(logic::contradiction::ranges(self.text, &operands));
            self.found.extend(logic::excludes_itself::find(self.text, &operands));
        }
        let form = self.forms.number(Shape::And(forms_of(&terms)));
        let term = Term { node, form, condition: None };
        Operand::one(term)
    }

    fn near(&mut self, node: &'n Node, sides: &[&'n Node]) -> Operand<'n> {
        if !self.in_list {
            self.found.extend(reach::near_too_wide::find(node));
        }
        let outer = std::mem::replace(&mut self.in_near, true);
        let sides = sides.iter().map(|side| self.operand(side).alternatives).collect();
        self.in_near = outer;
        Operand { sides, ..self.single(node) }
    }

    fn leaf(&mut self, node: &'n Node) -> Operand<'n> {
        let operand = self.single(node);
        let is_words = !matches!(node.expr, Expr::Field { .. });
        if self.negated {
            self.excluded += usize::from(is_words);
        } else if is_words {
            self.wanted.push(operand.term.clone());
        }
        if !self.in_list {
            self.found.extend(reach::near_too_wide::find(node));
            self.found.extend(reach::short_cjk::find(node).filter(|_| !self.negated));
            self.found.extend(logic::always_true::find(node));
            self.found.extend(reach::too_broad::contained(node));
            self.found.extend(fields::country_for_language::find(self.text, node));
            self.found.extend(fields::field_value::doubtful(self.text, node));
        }
        operand
    }

    /// A part that is read as a whole.
    fn single(&mut self, node: &'n Node) -> Operand<'n> {
        let condition = lower(node, &self.context).0.map(Rc::new);
        let shape = match &condition {
            Some(condition) => Shape::Leaf(Rc::clone(condition)),
            None => Shape::Alone(node.span.clone()),
        };
        let term = Term { node, form: self.forms.number(shape), condition };
        Operand::one(term)
    }

    /// What a list means; it is known by its name where its words are not searched elsewhere.
    fn list(&mut self, name: &'n str, node: &'n Node) -> Operand<'n> {
        let look_in = self.context.settings.look_in;
        let key = format!("{name} {look_in:?}");
        let is_brand = self.context.brand.is_some() && name == crate::draft::BRAND_LIST;
        let known = self.forms.lists.get(&key).copied().filter(|_| !is_brand);
        let form = match (known, self.context.list(name)) {
            (Some(form), _) => form,
            (None, Some(list)) => {
                let outer = std::mem::replace(&mut self.in_list, true);
                let (wanted, excluded) = (self.wanted.len(), self.excluded);
                let form = self.operand(list).term.form;
                self.wanted.truncate(wanted);
                (self.in_list, self.excluded) = (outer, excluded);
                form
            }
            (None, None) => self.forms.number(Shape::Alone(node.span.clone())),
        };
        if !is_brand {
            self.forms.lists.insert(key, form);
        }
        let term = Term { node, form, condition: None };
        Operand::one(term)
    }
}

/// The parts of a node of a kind, those of parts of the same kind in their place.
fn flat(node: &Node, is_kind: fn(&Expr) -> bool) -> Vec<&Node> {
    let (Expr::Or(parts) | Expr::And(parts)) = &node.expr else { return vec![node] };
    if !is_kind(&node.expr) {
        return vec![node];
    }
    parts.iter().flat_map(|part| flat(part, is_kind)).collect()
}

fn forms_of(terms: &[Term<'_>]) -> Vec<u32> {
    let mut forms: Vec<u32> = terms.iter().map(|term| term.form).collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// The change that takes an alternative out together with its OR; absent where brackets or a list stand around it.
pub(crate) fn without_alternative(text: &str, span: &Range<usize>) -> Option<Edit> {
    let before = text.get(..span.start)?.trim_end();
    if let Some(rest) = before.strip_suffix("OR").filter(|rest| ends_apart(rest)) {
        return Some(Edit::new(rest.trim_end().len()..span.end, ""));
    }
    let after = text.get(span.end..)?;
    let rest = after.trim_start().strip_prefix("OR")?;
    let alone = before.is_empty() || before.ends_with(['(', '\'', '"']);
    let apart = rest.starts_with(char::is_whitespace) && after.starts_with(char::is_whitespace);
    let end = text.len() - rest.trim_start().len();
    (alone && apart).then(|| Edit::new(span.start..end, ""))
}

fn ends_apart(text: &str) -> bool {
    text.ends_with(|c: char| c.is_whitespace() || matches!(c, ')' | '"'))
}

/// The change that takes a required term out, where a blank and nothing else joins it to the one before.
pub(crate) fn without_operand(text: &str, span: &Range<usize>) -> Option<Edit> {
    let before = text.get(..span.start)?;
    let rest = before.trim_end();
    let rest = rest.strip_suffix("AND").filter(|rest| ends_apart(rest)).map_or(rest, str::trim_end);
    let joined =
        ["OR", "NOT", "AND", "(", "-", ":", "'", "\""].iter().any(|end| rest.ends_with(end));
    let quoted = rest.ends_with('"') && !rest.ends_with(" \"");
    let apart = before.ends_with(char::is_whitespace) && !rest.is_empty();
    (apart && (!joined || quoted)).then(|| Edit::new(rest.len()..span.end, ""))
}
