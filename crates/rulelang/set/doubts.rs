//! What is doubtful about a rule whose query has a meaning: terms in vain, names people write otherwise, rules that say the same.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::sync::Arc;

use mention::TagName;

use super::{Assembly, shown};
use crate::body::Body;
use crate::catalog::{fields, logic, reach};
use crate::check::cover::Cover;
use crate::check::forms::{Forms, Meant, Shape};
use crate::rule::Rule;
use crate::{Code, Context, Diagnostic, Node, SourceFile};

/// What is known of all rules read so far.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    forms: Forms,
    /// Rules by kind and meaning.
    rules: BTreeMap<(Kind, String, u32), Known>,
}

/// A rule's id and where it is written.
type Known = (TagName, Arc<SourceFile>, Range<usize>);

/// Which kind of rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Brand,
    Theme,
    /// It fires beside a brand only, so that it need not name words itself.
    ThemeByBrand,
    Campaign,
    Exclude,
}

impl Assembly<'_> {
    /// Finds what is doubtful about a rule; two rules of a `kind` whose `terms` beside the query are the same as well
    /// must differ in the query.
    pub(super) fn doubt<K>(
        &self,
        rule: &Rule<K>,
        body: &Body,
        brand: Option<&Node>,
        kind: Kind,
        terms: String,
    ) {
        let context = Context { settings: self.settings, lists: &self.lists, brand };
        let mut found = Vec::new();
        let doubts = &mut *self.doubts.borrow_mut();
        let form = doubts.body(&rule.source.text, body, &context, kind, &mut found);
        let here = (rule.head.id.clone(), Arc::clone(&rule.source), rule.id_span.clone());
        match doubts.rules.entry((kind, terms, form)) {
            Entry::Vacant(entry) => {
                entry.insert(here);
            }
            Entry::Occupied(entry) if entry.get().0 != rule.head.id => {
                let (id, source, span) = entry.get();
                found.push(same_as_rule(&rule.id_span, id, &shown(source, span)));
            }
            Entry::Occupied(_) => {}
        }
        for diagnostic in found {
            self.report(&rule.source, diagnostic);
        }
    }

    /// Finds what is doubtful about a list.
    pub(super) fn doubt_list(&self, source: &Arc<SourceFile>, node: &Node) {
        let context = Context { settings: self.settings, lists: &self.lists, brand: None };
        let mut found = Vec::new();
        self.doubts.borrow_mut().forms.read(node, &context, &source.text, &mut found);
        for diagnostic in found {
            self.report(source, diagnostic);
        }
    }
}

impl Doubts {
    /// The number of what a body means.
    fn body(
        &mut self,
        text: &str,
        body: &Body,
        context: &Context<'_>,
        kind: Kind,
        found: &mut Vec<Diagnostic>,
    ) -> u32 {
        if let Some(node) = body.single() {
            let form = self.part(text, &node, context, kind, found);
            return self.forms.number(Shape::Rule(vec![(0, None, form)]));
        }
        let parts = [&body.query, &body.any, &body.all, &body.none];
        let mut forms = Vec::new();
        for (part, entries) in (0..).zip(parts) {
            for entry in entries {
                let form = if part == 3 {
                    self.forms.read(&entry.node, context, text, found).form
                } else {
                    self.part(text, &entry.node, context, kind, found)
                };
                forms.push((part, entry.lang, form));
            }
        }
        self.forms.number(Shape::Rule(forms))
    }

    /// The number of what a query means that stands alone.
    fn part(
        &mut self,
        text: &str,
        node: &Node,
        context: &Context<'_>,
        kind: Kind,
        found: &mut Vec<Diagnostic>,
    ) -> u32 {
        let query = self.forms.read(node, context, text, found);
        reach::too_broad::find(node, found);
        found.extend(fields::country_for_language::ukrainian(text, node, &query.wanted));
        found.extend(reach::long_exclusions::find(node, &query));
        found.extend(reach::case_hint::find(&query.wanted));
        if kind == Kind::Brand {
            found.extend(name(text, node, &query, context));
            found.extend(logic::unquoted_name::brand(text, node));
        }
        query.form
    }
}

/// How people write a brand's name otherwise.
fn name(text: &str, node: &Node, query: &Meant<'_>, context: &Context<'_>) -> Option<Diagnostic> {
    let cover = Cover::new(&query.wanted);
    reach::accent_only::find(text, &query.wanted, &cover, context.settings.accents)
        .or_else(|| reach::missing_variant::find(text, node, &query.wanted, &cover, context))
        .or_else(|| reach::compound_hashtag::find(&query.wanted))
}

fn same_as_rule(span: &Range<usize>, id: &TagName, place: &str) -> Diagnostic {
    let message = format!("this finds exactly the posts that `{id}` finds ({place})");
    Diagnostic::warning(Code::SameAsRule, span.clone(), message)
        .help(format!("write what was meant, or keep one rule and put the other id into its `aliases`, as in `aliases = [\"{id}\"]`"))
}
