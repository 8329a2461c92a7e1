//! `tag:`: what another rule looks for, in the place of its name.

use std::ops::Range;

use mention::Lang;

use super::{LISTS_MAX, Lowerer};
use crate::{Code, Condition, Diagnostic, FieldTest, Has, Node};

/// What stands before the name of a tag among the lists: no list's name has a colon.
pub(crate) const PREFIX: &str = "tag:";

impl<'a> Lowerer<'a> {
    /// The meaning of the rules that give the tag `name` or one below it, wherever they look.
    pub(super) fn tag(&mut self, name: &str, node: &'a Node) -> Option<Condition> {
        let known = self.context.lists.get_key_value(&format!("{PREFIX}{name}"));
        let Some((name, rules)) = known else {
            self.report(unknown(name, node));
            return None;
        };
        let rules = self.named(name, rules, node, self.context.settings.look_in, None);
        rules.map(by_language)
    }
}

/// The condition with `-(has:lang -lang:sv)`, as a tree says what an entry of a query by language asks for, as one test.
fn by_language(condition: Condition) -> Condition {
    let each = |parts: Vec<Condition>| parts.into_iter().map(by_language).collect();
    match condition {
        Condition::All(parts) => Condition::All(each(parts)),
        Condition::Any(parts) => Condition::Any(each(parts)),
        Condition::Not(inner) => match another_language(&inner) {
            Some(lang) => Condition::Field(FieldTest::LangOrUnknown(lang)),
            None => Condition::Not(Box::new(by_language(*inner))),
        },
        other => other,
    }
}

/// The language that a condition asks a mention to be known not to be in.
fn another_language(condition: &Condition) -> Option<Lang> {
    let Condition::All(parts) = condition else { return None };
    let [Condition::Field(FieldTest::Has(Has::Lang)), Condition::Not(inner)] = parts.as_slice()
    else {
        return None;
    };
    match **inner {
        Condition::Field(FieldTest::Lang(lang)) => Some(lang),
        _ => None,
    }
}

/// The finding that rules ask for each other's tags without end.
pub(crate) fn too_deep(span: Range<usize>) -> Diagnostic {
    let message = format!(
        "rules that ask for each other's tags: more than {LISTS_MAX}, one inside the other"
    );
    Diagnostic::error(Code::TooDeep, span, message).help("ask with `tag:` for the rule that finds the posts itself, or put what the rules share into a list")
}

fn unknown(name: &str, node: &Node) -> Diagnostic {
    let message = format!("there is no rule `{name}`");
    Diagnostic::error(Code::UnknownTag, node.span.clone(), message)
        .help("write the id of a rule right after `tag:`")
}
