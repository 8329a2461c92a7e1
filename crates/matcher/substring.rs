//! Substrings that announce rules: one automaton a form, one pass of it over a text.

use aho_corasick::AhoCorasick;
use mention::{Field, LookIn, Mention};

use crate::found::Found;
use crate::index::LiteralId;
use crate::plain::{Form, Plains};
use crate::program::{Node, Program};

/// The substrings that rules wait for.
#[derive(Debug)]
pub(crate) struct Substrings {
    lanes: Vec<Lane>,
}

/// Those of one form.
#[derive(Debug)]
struct Lane {
    form: Form,
    /// The fields any of them is looked for in.
    fields: Vec<Field>,
    automaton: AhoCorasick,
    /// The numbers of the automaton's patterns, sorted.
    literals: Vec<LiteralId>,
}

impl Substrings {
    /// Makes those of `wanted` that are substrings ready; `None` when they are more than an automaton can hold.
    pub(crate) fn new(program: &Program, mut wanted: Vec<LiteralId>) -> Option<Self> {
        wanted.retain(|&literal| program.is_substring(literal));
        wanted.sort_unstable();
        wanted.dedup();
        let mut lanes = Vec::new();
        for form in Form::ALL {
            let of_form = |literal: &LiteralId| program.substring(*literal).form == form;
            let literals: Vec<LiteralId> = wanted.iter().copied().filter(of_form).collect();
            if literals.is_empty() {
                continue;
            }
            let texts = literals.iter().map(|&literal| &*program.substring(literal).text);
            let automaton = AhoCorasick::new(texts).ok()?;
            let fields = fields(program, &literals);
            lanes.push(Lane { form, fields, automaton, literals });
        }
        Some(Self { lanes })
    }

    /// Whether `literal` is one of them.
    pub(crate) fn look_for(&self, literal: LiteralId) -> bool {
        self.lanes.iter().any(|lane| lane.literals.binary_search(&literal).is_ok())
    }

    /// Marks in `found` those that stand in `mention`.
    pub(crate) fn mark(
        &self,
        mention: &Mention,
        pass: u32,
        plains: &mut Plains,
        found: &mut Found,
    ) {
        for Lane { form, fields, automaton, literals } in &self.lanes {
            for &field in fields {
                let text = plains.of(mention, field, *form, pass).text();
                for place in automaton.find_overlapping_iter(text) {
                    found.mark(literals[place.pattern().as_usize()]);
                }
            }
        }
    }
}

/// The fields in which any node looks for one of `literals`, which are sorted.
fn fields(program: &Program, literals: &[LiteralId]) -> Vec<Field> {
    let wanted = |literal: &LiteralId| literals.binary_search(literal).is_ok();
    let looked_in = |node: &Node| -> Option<LookIn> {
        match node {
            Node::Characters { look_in, substring } => wanted(substring).then_some(*look_in),
            Node::Regex(it) => {
                let it = &program.expressions[*it as usize];
                it.needs.iter().any(wanted).then_some(it.look_in)
            }
            _ => None,
        }
    };
    let all: Vec<LookIn> = program.nodes.iter().filter_map(looked_in).collect();
    Field::ALL.into_iter().filter(|&field| all.iter().any(|it| it.contains(field))).collect()
}
