//! What `tag:` stands for in a set of rules: the trees of the rules it names, and of those below it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use mention::{TagName, Timestamp};

use super::{Assembly, stand_in};
use crate::body::{Body, macros};
use crate::draft::BRAND_LIST;
use crate::field::closest;
use crate::lower::tag::{PREFIX, too_deep};
use crate::lower::{LISTS_MAX, cycle};
use crate::quoted::children;
use crate::rule::{BrandParts, CampaignParts, Rule, ThemeParts};
use crate::{Code, Context, Diagnostic, Expr, FieldName, Node, Per, SourceFile, Value};

/// Tags and rules that are looked at one inside the other; more than a rule may ask for.
const OPEN_MAX: usize = 4 * LISTS_MAX;

/// A rule that a tag can name.
#[derive(Clone, Copy)]
enum Named<'a> {
    Brand(&'a Rule<BrandParts>),
    Theme(&'a Rule<ThemeParts>),
    Campaign(&'a Rule<CampaignParts>),
    Exclude(&'a Rule<()>),
}

impl<'a> Named<'a> {
    fn id(self) -> &'a TagName {
        match self {
            Self::Brand(rule) => &rule.head.id,
            Self::Theme(rule) => &rule.head.id,
            Self::Campaign(rule) => &rule.head.id,
            Self::Exclude(rule) => &rule.head.id,
        }
    }

    fn source(self) -> &'a Arc<SourceFile> {
        match self {
            Self::Brand(rule) => &rule.source,
            Self::Theme(rule) => &rule.source,
            Self::Campaign(rule) => &rule.source,
            Self::Exclude(rule) => &rule.source,
        }
    }

    fn body(self) -> Option<&'a Body> {
        match self {
            Self::Brand(rule) => rule.body.as_ref(),
            Self::Theme(rule) => rule.body.as_ref(),
            Self::Campaign(rule) => rule.body.as_ref(),
            Self::Exclude(rule) => rule.body.as_ref(),
        }
    }
}

/// A `tag:` in a query.
struct Asked {
    name: String,
    span: Range<usize>,
}

/// The rules of a set by what tags can name them by.
struct Tags<'a, 'f> {
    assembly: &'a Assembly<'f>,
    /// By id; the themes of each brand by the tag they give.
    rules: BTreeMap<String, Vec<Named<'a>>>,
    /// The trees of the tags that were asked for; a stand-in for those with an error.
    trees: BTreeMap<String, Node>,
    /// The tags and rules that are being looked at, one asked for by the other.
    open: Vec<String>,
    /// Tags whose trees are still to be made; the next is the last.
    waiting: Vec<String>,
    /// Whether it is told that rules ask for each other too deep.
    too_deep: bool,
}

impl Assembly<'_> {
    /// What each tag that is asked for stands for, under its name as a list; what is wrong with it is found.
    pub(super) fn tags(&self) -> BTreeMap<String, Node> {
        let rules: Vec<Named<'_>> = self.named_rules().collect();
        let mut tags = Tags {
            assembly: self,
            rules: BTreeMap::new(),
            trees: BTreeMap::new(),
            open: Vec::new(),
            waiting: Vec::new(),
            too_deep: false,
        };
        let of_rules = rules
            .iter()
            .flat_map(|rule| trees_of(*rule).into_iter().map(|tree| (rule.source(), tree)));
        let lists = self.drafts.iter().flat_map(|draft| {
            draft.lists.iter().filter_map(|list| Some((&draft.source, list.node.clone()?)))
        });
        let asked: Vec<(&Arc<SourceFile>, Asked)> = of_rules
            .chain(lists)
            .flat_map(|(source, tree)| asked(&tree).into_iter().map(move |asked| (source, asked)))
            .collect();
        if asked.is_empty() {
            return BTreeMap::new();
        }
        tags.index(&rules);
        for (source, asked) in &asked {
            tags.check(source, asked);
        }
        tags.waiting = asked.into_iter().rev().map(|(_, asked)| asked.name).collect();
        while let Some(name) = tags.waiting.pop() {
            tags.tree(&name);
        }
        tags.sound()
    }

    fn named_rules(&self) -> impl Iterator<Item = Named<'_>> {
        self.drafts.iter().flat_map(|draft| {
            let brands = draft.brands.iter().map(Named::Brand);
            let themes = draft.themes.iter().map(Named::Theme);
            let campaigns = draft.campaigns.iter().map(Named::Campaign);
            let excludes = draft.excludes.iter().map(Named::Exclude);
            brands.chain(themes).chain(campaigns).chain(excludes)
        })
    }
}

impl<'a> Tags<'a, '_> {
    fn index(&mut self, rules: &[Named<'a>]) {
        for rule in rules {
            self.rules.entry(rule.id().to_string()).or_default().push(*rule);
            if let Named::Theme(theme) = rule
                && matches!(theme.kind.per, Per::Brand { .. })
            {
                for brand in rules.iter().filter(|brand| matches!(brand, Named::Brand(_))) {
                    let given = brand.id().join(rule.id()).to_string();
                    self.rules.entry(given).or_default().extend([*rule, *brand]);
                }
            }
        }
    }

    /// The tags that are `name` or below it, with the rules that give them together; a brand includes its themes anyway.
    fn below(&self, name: &str) -> impl Iterator<Item = (&String, &Vec<Named<'a>>)> {
        let own = self.rules.get(name).into_iter().flatten();
        let brand = own.into_iter().any(|rule| matches!(rule, Named::Brand(_)));
        let name = name.to_owned();
        let start = name.clone();
        let from = self.rules.range(name.clone()..);
        from.take_while(move |(id, _)| id.starts_with(&start)).filter(move |(id, _)| {
            let rest = id.strip_prefix(&name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') && !brand)
        })
    }

    /// Finds out whether there is what `asked` asks for, and whether it can be asked for.
    fn check(&self, source: &Arc<SourceFile>, asked: &Asked) {
        let report = |found| self.assembly.report(source, found);
        let mut rules = self.below(&asked.name).flat_map(|(_, rules)| rules).peekable();
        if rules.peek().is_none() {
            report(self.unknown(source, asked));
        }
        let near = |rule: &Named<'_>| match rule {
            Named::Theme(theme) => match theme.kind.per {
                Per::Brand { near } => near.map(|near| (theme.head.id.clone(), near)),
                Per::Mention => None,
            },
            _ => None,
        };
        if let Some((theme, near)) = rules.find_map(near) {
            let message = format!(
                "`{theme}` has `near = {near}`: it counts only where its words stand close to a brand's, and `tag:` asks only whether a post is found, not where"
            );
            let found = Diagnostic::error(Code::FieldValue, asked.span.clone(), message);
            report(found.help(format!(
                "put its words into a list and ask for the distance here, as in `{{{{late}}}} NEAR/{near} acme`; or take `near` out of `{theme}`"
            )));
        }
    }

    fn unknown(&self, source: &SourceFile, asked: &Asked) -> Diagnostic {
        let Asked { name, span } = asked;
        let message = format!("there is no rule `{name}`");
        let found = Diagnostic::error(Code::UnknownTag, span.clone(), message);
        let above = |id: &str| id.match_indices('/').map(|(at, _)| at).chain([id.len()]).collect();
        let known: Vec<&str> = self
            .rules
            .keys()
            .flat_map(|id| {
                let ends: Vec<usize> = above(id);
                ends.into_iter().map(|end| &id[..end])
            })
            .collect();
        let Some(near) = closest(name, known.into_iter()) else {
            return found.help("write the id of a rule right after `tag:`");
        };
        let written = source.text.get(span.clone()).unwrap_or_default();
        let fixed = match written.split_once(':') {
            Some((field, _)) => format!("{field}:{near}"),
            None => near.to_owned(),
        };
        found.help(format!("did you mean `tag:{near}`?")).unsafe_fix(span.clone(), fixed)
    }

    /// Makes the tree of a tag, and of those it asks for; one that asks for itself gets a stand-in.
    fn tree(&mut self, name: &str) {
        if self.trees.contains_key(&list_of(name)) {
            return;
        }
        let given: Vec<(String, Vec<Named<'a>>)> =
            self.below(name).map(|(id, rules)| (id.clone(), rules.clone())).collect();
        self.open.push(name.to_owned());
        let mut alternatives = Vec::new();
        for (id, rules) in given {
            let apart = id != name;
            if apart {
                self.open.push(id);
            }
            let needed: Option<Vec<Node>> = rules.iter().map(|rule| self.rule(*rule)).collect();
            alternatives.extend(needed.map(|needed| joined(needed, Expr::And)));
            if apart {
                self.open.pop();
            }
        }
        self.open.pop();
        let tree = if alternatives.is_empty() {
            stand_in(&(0..0))
        } else {
            joined(alternatives, Expr::Or)
        };
        self.trees.entry(list_of(name)).or_insert(tree);
    }

    /// The tree of a rule, once those of the tags it asks for are made.
    fn rule(&mut self, rule: Named<'a>) -> Option<Node> {
        let tree = self.whole_tree(rule)?;
        for Asked { name, span } in self.asked_through_lists(&tree) {
            if let Some(at) = self.open.iter().position(|open| *open == name) {
                let round = self.open[at..].iter().chain([&name]).map(|name| list_of(name));
                let round: Vec<String> = round.collect();
                let round: Vec<&str> = round.iter().map(String::as_str).collect();
                self.assembly.report(rule.source(), cycle(&round, span));
                self.trees.insert(list_of(&name), stand_in(&(0..0)));
            } else if self.open.len() < OPEN_MAX {
                self.tree(&name);
            } else {
                if !std::mem::replace(&mut self.too_deep, true) {
                    self.assembly.report(rule.source(), too_deep(span));
                }
                self.waiting.push(name);
            }
        }
        Some(tree)
    }

    /// What a rule looks for, as one tree: a brand also by its accounts and places, a campaign in its days, a theme
    /// that goes by brand with any of them.
    fn whole_tree(&self, rule: Named<'a>) -> Option<Node> {
        let assembly = self.assembly;
        let tree = rule.body().and_then(Body::tree);
        match rule {
            Named::Brand(brand) => {
                let accounts = assembly.drafts.iter().flat_map(|draft| &draft.accounts);
                let mut spoken = accounts.filter_map(|it| it.account.brand.as_ref());
                let addressed = !brand.kind.accounts.is_empty()
                    || spoken.any(|spoken| *spoken == brand.head.id);
                let placed = !brand.kind.places.is_empty();
                let id = brand.head.id.as_str();
                let found = [(addressed, FieldName::Directed), (placed, FieldName::OwnPlace)];
                let found = found.into_iter().filter(|(is, _)| *is);
                let found = found.map(|(_, field)| test(field, id, &brand.id_span));
                let all: Vec<Node> = tree.into_iter().map(plain).chain(found).collect();
                (!all.is_empty()).then(|| joined(all, Expr::Or))
            }
            Named::Theme(theme) => {
                let tree = plain(tree?);
                let alone = self.open.last() == Some(&theme.head.id.to_string());
                if !alone || theme.kind.per == Per::Mention {
                    return Some(tree);
                }
                let brands = assembly.drafts.iter().flat_map(|draft| &draft.brands);
                let brands: Vec<Node> = brands
                    .map(|brand| test(FieldName::Tag, brand.head.id.as_str(), &tree.span))
                    .collect();
                (!brands.is_empty())
                    .then(|| joined(vec![tree, joined(brands, Expr::Or)], Expr::And))
            }
            Named::Campaign(campaign) => {
                let days = campaign.kind.window.as_ref()?;
                let mut tree = tree?;
                let brand = campaign.kind.brand.as_ref();
                let brand = brand.and_then(|brand| assembly.brand_tree(&brand.value));
                for place in macros(&mut tree, BRAND_LIST) {
                    let brand = brand.clone().unwrap_or_else(|| stand_in(&place.span));
                    place.expr = brand.expr;
                }
                let day = |field, at| test(field, &instant(at), &tree.span);
                let (from, to) =
                    (day(FieldName::Since, days.starts), day(FieldName::Until, days.ends));
                Some(joined(vec![tree.clone(), from, to], Expr::And))
            }
            Named::Exclude(_) => tree.map(plain),
        }
    }

    /// The tags that a tree asks for, those of its lists where the list is named.
    fn asked_through_lists(&self, tree: &Node) -> Vec<Asked> {
        let mut all = asked(tree);
        let mut waiting = lists_of(tree);
        let mut known = Vec::new();
        while let Some((list, span)) = waiting.pop() {
            let Some(node) = self.assembly.lists.get(&list) else { continue };
            if known.contains(&list) {
                continue;
            }
            all.extend(asked(node).into_iter().map(|it| Asked { span: span.clone(), ..it }));
            waiting.extend(lists_of(node).into_iter().map(|(list, _)| (list, span.clone())));
            known.push(list);
        }
        all
    }

    /// The trees, with a stand-in for each that has an error: it is told at its rule.
    fn sound(self) -> BTreeMap<String, Node> {
        let mut lists = self.assembly.lists.clone();
        lists.extend(self.trees.clone());
        let settings = self.assembly.settings;
        let context = Context { settings, lists: &lists, brand: None };
        let mut trees = self.trees;
        for tree in trees.values_mut() {
            let lowered = self.assembly.lower_within(tree, &context);
            if lowered.is_none_or(|(condition, _)| condition.is_none()) {
                *tree = stand_in(&tree.span);
            }
        }
        trees
    }
}

impl Assembly<'_> {
    /// The query of a brand.
    fn brand_tree(&self, id: &TagName) -> Option<Node> {
        let mut brands = self.drafts.iter().flat_map(|draft| &draft.brands);
        brands.find(|brand| brand.head.id == *id)?.body.as_ref()?.tree().map(plain)
    }
}

/// The name a tag's tree has among the lists.
fn list_of(name: &str) -> String {
    format!("{PREFIX}{name}")
}

/// The trees a rule is written in.
fn trees_of(rule: Named<'_>) -> Vec<Node> {
    let body = rule.body();
    let entries = body.into_iter().flat_map(|body| [&body.query, &body.any, &body.all, &body.none]);
    entries.flatten().map(|entry| entry.node.clone()).collect()
}

/// The tags that a tree asks for itself.
fn asked(node: &Node) -> Vec<Asked> {
    match &node.expr {
        Expr::Field { field: FieldName::Tag, value: Value::Text(name) } => {
            vec![Asked { name: name.clone(), span: node.span.clone() }]
        }
        expr => children(expr).into_iter().flat_map(asked).collect(),
    }
}

/// The lists that a tree names.
fn lists_of(node: &Node) -> Vec<(String, Range<usize>)> {
    match &node.expr {
        Expr::Macro(name) => vec![(name.clone(), node.span.clone())],
        expr => children(expr).into_iter().flat_map(lists_of).collect(),
    }
}

/// The tree without `{{brand}}`, which only a campaign can say.
fn plain(mut tree: Node) -> Node {
    for place in macros(&mut tree, BRAND_LIST) {
        place.expr = stand_in(&place.span).expr;
    }
    tree
}

fn test(field: FieldName, value: &str, span: &Range<usize>) -> Node {
    Node { expr: Expr::Field { field, value: Value::Text(value.to_owned()) }, span: span.clone() }
}

/// One tree of several.
fn joined(mut nodes: Vec<Node>, how: fn(Vec<Node>) -> Expr) -> Node {
    let span = nodes[0].span.clone();
    match nodes.len() {
        1 => nodes.remove(0),
        _ => Node { expr: how(nodes), span },
    }
}

/// An instant as `since:` and `until:` read it.
fn instant(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default().to_string()
}
