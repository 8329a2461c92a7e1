//! From what was written to what it means.

use std::collections::BTreeMap;
use std::ops::Range;

use mention::{Field, LookIn, fold_key};

use crate::draft::BRAND_LIST;
use crate::field::closest;
use crate::{
    Code, Condition, Diagnostic, Expr, FieldName, Near, Node, Pattern, TextTest, Value, Window,
};

pub(crate) mod address;
mod expression;
pub(crate) mod tag;
mod term;
pub(crate) mod test;
#[cfg(test)]
mod tests;

/// How deep lists may name lists.
pub(crate) const LISTS_MAX: usize = 64;

/// How deep a query may be nested, lists included: more than the parser lets one query be.
pub(crate) const DEPTH_MAX: usize = 512;

/// Terms that `(…)~n` can hold together: each doubles the work.
pub(crate) const WINDOW_MAX: usize = 8;

/// Terms a rule may have, lists included.
const TERMS_MAX: usize = 100_000;

/// What a rule file says of all its queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How accents are compared.
    pub accents: Accents,
    /// The fields searched unless a query names one, and whether hashtags and addresses are taken apart.
    pub look_in: LookIn,
}

impl Default for Settings {
    fn default() -> Self {
        Self { accents: Accents::Smart, look_in: LookIn::DEFAULT }
    }
}

/// How accents are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accents {
    /// A token without accents finds both spellings, one with an accent only the accented.
    #[default]
    Smart,
    /// Always as written.
    Exact,
    /// Never.
    Ignore,
}

/// What a query's meaning depends on besides its own text.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The file's settings.
    pub settings: Settings,
    /// The named lists: `{{name}}`.
    pub lists: &'a BTreeMap<String, Node>,
    /// The query of the brand a campaign is for: `{{brand}}`.
    pub brand: Option<&'a Node>,
}

impl<'a> Context<'a> {
    /// What `{{name}}` stands for.
    pub(crate) fn list(&self, name: &str) -> Option<&'a Node> {
        self.brand.filter(|_| name == BRAND_LIST).or_else(|| self.lists.get(name))
    }
}

/// Gives a query, or a part of one, its meaning; whether a rule as a whole makes sense is told by [`check_query`](crate::check_query).
///
/// The condition is absent only when a finding is an error, or when a list or the brand's query has
/// an error of its own: those are found by lowering the list itself and are not told again at each use.
///
/// # Cost
///
/// Linear in the terms, those of lists counted at each use; they are limited.
#[must_use]
pub fn lower(node: &Node, context: &Context<'_>) -> (Option<Condition>, Vec<Diagnostic>) {
    let (condition, diagnostics, _) = lower_counted(node, context);
    (condition, diagnostics)
}

/// The same, and how many of the terms are those of lists.
pub(crate) fn lower_counted(
    node: &Node,
    context: &Context<'_>,
) -> (Option<Condition>, Vec<Diagnostic>, usize) {
    let mut lowerer = Lowerer {
        context,
        open: Vec::new(),
        used: None,
        depth: 0,
        terms: 0,
        listed: 0,
        diagnostics: Vec::new(),
    };
    let condition = lowerer.node(node, context.settings.look_in, None);
    let mut diagnostics = lowerer.diagnostics;
    if lowerer.terms > TERMS_MAX {
        diagnostics.push(
            Diagnostic::error(
                Code::TooManyTerms,
                node.span.clone(),
                format!("this has more than {TERMS_MAX} terms, those of its lists included"),
            )
            .help("split it into several rules"),
        );
    }
    diagnostics.sort_by_key(|found| (found.span.start, found.span.end));
    (condition, diagnostics, lowerer.listed)
}

struct Lowerer<'a> {
    context: &'a Context<'a>,
    /// The lists that are being read, outermost first.
    open: Vec<&'a str>,
    /// Where the outermost list is used.
    used: Option<Range<usize>>,
    /// Nodes that are being read, one inside the other.
    depth: usize,
    terms: usize,
    /// Those of them that are a list's.
    listed: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Lowerer<'a> {
    /// The meaning of `node`, searched in `look_in`; `inside` is the text field whose query it is part of.
    fn node(
        &mut self,
        node: &'a Node,
        look_in: LookIn,
        inside: Option<Field>,
    ) -> Option<Condition> {
        self.terms += 1;
        self.listed += usize::from(!self.open.is_empty());
        if self.terms > TERMS_MAX {
            return None;
        }
        if self.depth == DEPTH_MAX {
            return self.too_deep(node);
        }
        self.depth += 1;
        let condition = self.expr(node, look_in, inside);
        self.depth -= 1;
        condition
    }

    fn expr(
        &mut self,
        node: &'a Node,
        look_in: LookIn,
        inside: Option<Field>,
    ) -> Option<Condition> {
        match &node.expr {
            Expr::Or(nodes) => self.nodes(nodes, look_in, inside).map(Condition::Any),
            Expr::And(nodes) => self.nodes(nodes, look_in, inside).map(Condition::All),
            Expr::Not(node) => {
                self.node(node, look_in, inside).map(|inner| Condition::Not(Box::new(inner)))
            }
            Expr::Near { left, right, distance, ordered } => {
                let left = self.operand(left, look_in, inside);
                let right = self.operand(right, look_in, inside);
                let (distance, ordered) = (*distance, *ordered);
                let near = Near { left: left?, right: right?, distance, ordered };
                Some(Condition::Near(Box::new(near)))
            }
            Expr::Window { operands, extra } => {
                self.window(operands, *extra, node, look_in, inside)
            }
            Expr::In { field, query } => {
                if inside.is_some() {
                    return self.field_inside(node);
                }
                self.node(query, look_in.narrowed(*field), Some(*field))
            }
            Expr::Field { field: FieldName::Contains, value: Value::Text(text) } => {
                let key = self.keyed(fold_key(text));
                self.contains(key, node, look_in)
            }
            Expr::Field { field: FieldName::Regex, value: Value::Text(pattern) } => {
                let found = expression::lower(pattern, look_in, &node.span);
                self.settle(found)
            }
            Expr::Field { .. } if inside.is_some() => self.field_inside(node),
            Expr::Field { field: FieldName::Tag, value: Value::Text(name) } => self.tag(name, node),
            Expr::Field { field, value: Value::Text(text) } if test::worded(field).is_some() => {
                self.worded(field, text, node)
            }
            Expr::Field { field, value } => {
                let found = test::lower(field, value, &node.span);
                found.map_err(|diagnostic| self.report(*diagnostic)).ok()
            }
            Expr::Macro(name) => self.list(name, node, look_in, inside),
            Expr::Word(text) => self.word(text, node, look_in),
            Expr::Phrase { text, slop } => self.phrase(text, slop.unwrap_or(0), node, look_in),
            Expr::Literal(text) => Some(text_test(look_in, Pattern::Literal(text.clone()))),
            Expr::Entity { kind, name } => Some(self.entity(*kind, name, look_in)),
        }
    }

    fn nodes(
        &mut self,
        nodes: &'a [Node],
        look_in: LookIn,
        inside: Option<Field>,
    ) -> Option<Vec<Condition>> {
        let conditions: Vec<_> =
            nodes.iter().map(|node| self.node(node, look_in, inside)).collect();
        conditions.into_iter().collect()
    }

    /// `(a b c)~extra`.
    fn window(
        &mut self,
        operands: &'a [Node],
        extra: u32,
        node: &Node,
        look_in: LookIn,
        inside: Option<Field>,
    ) -> Option<Condition> {
        if operands.len() > WINDOW_MAX {
            let message = format!("`~{extra}` holds more than {WINDOW_MAX} terms together here");
            let found = Diagnostic::error(Code::TooManyTerms, node.span.clone(), message);
            self.report(
                found.help("ask for fewer of them in one stretch, and for the others beside it"),
            );
            return None;
        }
        let operands: Vec<_> =
            operands.iter().map(|node| self.operand(node, look_in, inside)).collect();
        let operands = operands.into_iter().collect::<Option<_>>()?;
        Some(Condition::Window(Window { operands, extra }))
    }

    /// Takes what was made of a term and reports what was found with it.
    fn settle(
        &mut self,
        (condition, found): (Option<Condition>, Option<Diagnostic>),
    ) -> Option<Condition> {
        if let Some(found) = found {
            self.report(found);
        }
        condition
    }

    /// Reports a mistake of the query itself; those of lists are told with the lists.
    fn report(&mut self, diagnostic: Diagnostic) {
        if self.open.is_empty() {
            self.diagnostics.push(diagnostic);
        }
    }

    /// One side of a NEAR or a part of a window.
    fn operand(
        &mut self,
        node: &'a Node,
        look_in: LookIn,
        inside: Option<Field>,
    ) -> Option<Condition> {
        let condition = self.node(node, look_in, inside)?;
        if stands_in_text(&condition) {
            return Some(condition);
        }
        let list = first_list(node);
        let (name, span) = list.unwrap_or(("", node.span.clone()));
        let span = self.used.clone().unwrap_or(span);
        let message = if name.is_empty() {
            "this cannot be a side of NEAR: it is not only words, phrases or alternatives of them"
                .to_owned()
        } else {
            format!(
                "the list `{name}` cannot be a side of NEAR: it holds more than words, phrases and alternatives of them"
            )
        };
        self.diagnostics.push(
            Diagnostic::error(Code::NearOperand, span, message)
                .help("keep AND, NOT and fields outside of NEAR, or make a list of words only"),
        );
        None
    }

    /// Reports, once, lists that name lists, or rules that ask for tags of rules, without end.
    fn too_deep(&mut self, node: &Node) -> Option<Condition> {
        let span = self.used.clone().unwrap_or_else(|| node.span.clone());
        let told = self.diagnostics.iter().any(|found| found.code == Code::TooDeep);
        if !told {
            let tags = self.open.iter().any(|name| name.starts_with(tag::PREFIX));
            self.diagnostics.push(if tags {
                tag::too_deep(span)
            } else {
                let message = "lists that name lists are nested too deep here";
                let found = Diagnostic::error(Code::TooDeep, span, message);
                found.help("put the words of the inner lists into one list")
            });
        }
        None
    }

    fn field_inside(&mut self, node: &Node) -> Option<Condition> {
        let span = self.used.clone().unwrap_or_else(|| node.span.clone());
        let message = match self.open.first() {
            Some(list) => {
                format!("the list `{list}` holds a field, which cannot stand inside another field")
            }
            None => "a field cannot stand inside another field".to_owned(),
        };
        let found = Diagnostic::error(Code::FieldValue, span, message);
        self.diagnostics.push(found.help("put it outside, before or after the other field"));
        None
    }

    fn list(
        &mut self,
        name: &'a str,
        node: &'a Node,
        look_in: LookIn,
        inside: Option<Field>,
    ) -> Option<Condition> {
        let Some(list) = self.context.list(name) else {
            self.report(unknown_list(name, node.span.clone(), self.context));
            return None;
        };
        self.named(name, list, node, look_in, inside)
    }

    /// The meaning of `list`, which `name` stands for at `node`.
    fn named(
        &mut self,
        name: &'a str,
        list: &'a Node,
        node: &Node,
        look_in: LookIn,
        inside: Option<Field>,
    ) -> Option<Condition> {
        if let Some(at) = self.open.iter().position(|open| *open == name) {
            let span = self.used.clone().unwrap_or_else(|| node.span.clone());
            let round: Vec<&str> = self.open[at..].iter().copied().chain([name]).collect();
            self.diagnostics.push(cycle(&round, span));
            return None;
        }
        if self.open.len() == LISTS_MAX {
            return self.too_deep(node);
        }
        let outermost = self.open.is_empty();
        if outermost {
            self.used = Some(node.span.clone());
        }
        self.open.push(name);
        let condition = self.node(list, look_in, inside);
        self.open.pop();
        if outermost {
            self.used = None;
        }
        condition
    }
}

fn text_test(look_in: LookIn, pattern: Pattern) -> Condition {
    Condition::Text(TextTest { look_in, pattern })
}

/// Whether a condition has places in the text: what NEAR can count from.
fn stands_in_text(condition: &Condition) -> bool {
    match condition {
        Condition::Text(_) | Condition::Near(_) | Condition::Window(_) => true,
        Condition::Any(conditions) => conditions.iter().all(stands_in_text),
        Condition::All(_) | Condition::Not(_) | Condition::Field(_) => false,
    }
}

/// The first list named in alternatives.
fn first_list(node: &Node) -> Option<(&str, Range<usize>)> {
    match &node.expr {
        Expr::Macro(name) => Some((name, node.span.clone())),
        Expr::Or(branches) => branches.iter().find_map(first_list),
        _ => None,
    }
}

/// The finding that lists or tags, each of which holds the next, end where they begin.
pub(crate) fn cycle(round: &[&str], span: Range<usize>) -> Diagnostic {
    let bare = |name: &&str| name.strip_prefix(tag::PREFIX).unwrap_or(name).to_owned();
    let path = round.iter().map(bare).collect::<Vec<_>>().join(" → ");
    let name = round.first().map(bare).unwrap_or_default();
    if round.iter().any(|name| name.starts_with(tag::PREFIX)) {
        let message = format!("`{name}` asks for its own tag: {path}");
        return Diagnostic::error(Code::TagCycle, span, message)
            .help("take `tag:` out of one of these rules, or put what they share into a list");
    }
    Diagnostic::error(Code::ListCycle, span, format!("the list `{name}` holds itself: {path}"))
        .help("take one of the lists out of the other")
}

fn unknown_list(name: &str, span: Range<usize>, context: &Context<'_>) -> Diagnostic {
    let found = Diagnostic::error(
        Code::UnknownList,
        span.clone(),
        format!("there is no list named `{name}`"),
    );
    if name == BRAND_LIST {
        return found
            .help("`{{brand}}` stands for a campaign's brand: give the campaign a `brand`");
    }
    let lists = context.lists.keys().map(String::as_str);
    match closest(name, lists.filter(|list| !list.starts_with(tag::PREFIX))) {
        Some(near) => found
            .help(format!("did you mean `{{{{{near}}}}}`?"))
            .unsafe_fix(span, format!("{{{{{near}}}}}")),
        None => found.help(format!("name it in the rule file: `[lists]`, then `{name} = '''…'''`")),
    }
}
