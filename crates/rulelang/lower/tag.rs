//! `tag:`: what another rule looks for, in the place of its name.

use super::Lowerer;
use crate::{Code, Condition, Diagnostic, Node};

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
        self.named(name, rules, node, self.context.settings.look_in, None)
    }
}

fn unknown(name: &str, node: &Node) -> Diagnostic {
    let message = format!("there is no rule `{name}`");
    Diagnostic::error(Code::UnknownTag, node.span.clone(), message)
        .help("write the id of a rule right after `tag:`")
}
