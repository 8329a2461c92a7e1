//! Rule files into one checked set of rules: what one file says is held against what the others say.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use mention::TagName;

use crate::body::{Body, macros};
use crate::canonical::Canonical;
use crate::catalog::logic;
use crate::draft::{BRAND_LIST, Draft, draft};
use crate::file::{At, Found};
use crate::ids::{too_many_by_brand, unique_ids};
use crate::include::{Includes, Resolver};
use crate::lower::lower_counted;
use crate::quoted::children;
use crate::rule::{BrandParts, Rule};
use crate::{
    Code, Condition, Context, Diagnostic, Expr, FieldName, Finding, Node, Per, RuleSet, Settings,
    Severity, SourceFile, Value, check_query,
};

mod doubts;
mod kinds;
mod tag;

use doubts::{Doubts, Kind};

impl RuleSet {
    /// Reads rule files, and those they include, into one set of rules.
    ///
    /// All findings are handed out, sorted by file and place: with the rules when none is an error, instead of them otherwise.
    ///
    /// # Errors
    ///
    /// The findings, at least one of them an error.
    pub fn read(
        entry: &[SourceFile],
        resolver: &Resolver<'_>,
    ) -> Result<(Self, Vec<Finding>), Vec<Finding>> {
        let found: Found = RefCell::new(Vec::new());
        let drafts = Includes::read(entry, resolver, &found, &|source| draft(source, &found));
        let files: Vec<Arc<SourceFile>> =
            drafts.iter().map(|draft| Arc::clone(&draft.source)).collect();
        found.borrow_mut().extend(without_rules(&drafts));
        let rules = Assembly::new(drafts, &found).rules();
        let findings = sorted(found.into_inner(), &files);
        if findings.iter().any(Finding::is_error) {
            return Err(findings);
        }
        Ok((Self { files, ..rules }, findings))
    }
}

/// The drafts; those with too many tags by brand are refused, and read on as if no theme went by brand.
fn within_limits(mut drafts: Vec<Draft>, found: &Found) -> Vec<Draft> {
    let Some((source, diagnostic)) = too_many_by_brand(&drafts) else { return drafts };
    found.borrow_mut().push(Finding { source, diagnostic });
    for theme in drafts.iter_mut().flat_map(|draft| &mut draft.themes) {
        theme.kind.per = Per::Mention;
    }
    drafts
}

/// Files that hold no rule: all of them when none does, else those that hold nothing for others either.
fn without_rules(drafts: &[Draft]) -> Vec<Finding> {
    let none = drafts.iter().all(|draft| !draft.has_rules);
    let idle = drafts.iter().filter(|draft| !draft.has_rules && (none || !draft.has_shared));
    let tell = |draft: &Draft| {
        let message = "this file holds no rule, so nothing is found by it";
        let help = "begin one with a line `[[theme]]`, below it `id = \"late\"` and `any = [\"late\", \"too slow\"]`";
        let line = draft.source.text.find('\n').unwrap_or(draft.source.text.len());
        let diagnostic = Diagnostic::warning(Code::NoRule, 0..line, message).help(help);
        Finding { source: Arc::clone(&draft.source), diagnostic }
    };
    idle.map(tell).collect()
}

/// Findings by file and place, each once.
pub(crate) fn sorted(mut findings: Vec<Finding>, files: &[Arc<SourceFile>]) -> Vec<Finding> {
    let wrong = findings.iter().any(Finding::is_error);
    findings.retain(|finding| !wrong || finding.code() != Code::NoRule);
    let order: BTreeMap<&str, usize> =
        files.iter().enumerate().map(|(at, file)| (file.name.as_str(), at)).collect();
    findings.sort_by_key(|finding| {
        let span = &finding.diagnostic.span;
        (order.get(finding.file()).copied(), span.start, span.end)
    });
    findings.dedup();
    once(findings)
}

/// Findings without hints on a place that something graver is told of.
fn once(findings: Vec<Finding>) -> Vec<Finding> {
    let place = |finding: &Finding| {
        (finding.source.name.clone(), finding.diagnostic.span.start, finding.diagnostic.span.end)
    };
    let graver = findings.iter().filter(|it| it.diagnostic.severity != Severity::Info);
    let graver: BTreeSet<(String, usize, usize)> = graver.map(place).collect();
    let hint = |finding: &Finding| finding.diagnostic.severity == Severity::Info;
    findings.into_iter().filter(|it| !hint(it) || !graver.contains(&place(it))).collect()
}

/// Terms that lists may bring into the rules of a set, each use of a list counted: a short file can name a long list
/// in every rule.
const LISTED_MAX: usize = 3_000_000;

/// All files, while they become one set.
struct Assembly<'f> {
    drafts: Vec<Draft>,
    found: &'f Found,
    settings: Settings,
    /// The named lists, and, as lists too, what each tag that is asked for stands for.
    lists: BTreeMap<String, Node>,
    /// What `{{brand}}` stands for, by brand; brands whose query has an error are there too.
    brands: BTreeMap<TagName, Option<Node>>,
    doubts: RefCell<Doubts>,
    /// Terms that lists brought into the rules so far.
    listed: Cell<usize>,
    /// Whether it is told that these are too many.
    full: Cell<bool>,
}

impl<'f> Assembly<'f> {
    fn new(drafts: Vec<Draft>, found: &'f Found) -> Self {
        let drafts = within_limits(drafts, found);
        let mut assembly = Self {
            drafts,
            found,
            settings: Settings::default(),
            lists: BTreeMap::new(),
            brands: BTreeMap::new(),
            doubts: RefCell::default(),
            listed: Cell::new(0),
            full: Cell::new(false),
        };
        assembly.settings = assembly.settle();
        assembly.lists = assembly.lists();
        let tags = assembly.tags();
        assembly.lists.extend(tags);
        assembly.lists = assembly.sound_lists();
        assembly.brands = assembly.brand_queries();
        assembly
    }

    /// Whether a part of a file that could not be read says `words`.
    fn may_say(&self, words: &str) -> bool {
        self.drafts.iter().any(|draft| draft.lost.contains(words))
    }

    fn report(&self, source: &Arc<SourceFile>, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(Finding { source: Arc::clone(source), diagnostic });
    }

    /// The rules. Those with an error are not among them.
    fn rules(&self) -> RuleSet {
        for (source, diagnostic) in unique_ids(&self.drafts) {
            self.report(&source, diagnostic);
        }
        let mut canonical = Canonical::new(self.settings, &self.lists);
        let brands = self.brands(&mut canonical);
        let themes = self.themes(&mut canonical);
        let campaigns = self.campaigns(&mut canonical);
        let excludes = self.excludes(&mut canonical);
        let accounts = self.accounts();
        let sentiment = self.sentiment();
        let names: BTreeSet<String> =
            self.drafts.iter().filter_map(|draft| draft.name.clone()).collect();
        let names: Vec<String> = names.into_iter().collect();
        canonical.rest(&names, &accounts, &sentiment);
        let (id, canonical) = canonical.finish();
        let examples = self.drafts.iter().flat_map(|draft| draft.examples.clone()).collect();
        let (settings, files) = (self.settings, Vec::new());
        RuleSet {
            id,
            canonical,
            names,
            settings,
            accounts,
            brands,
            themes,
            campaigns,
            excludes,
            sentiment,
            examples,
            files,
        }
    }

    /// The settings of all files; they may say the same, but not different things.
    fn settle(&self) -> Settings {
        let mut settings = Settings::default();
        let accents = self.drafts.iter().map(|draft| (draft, draft.settings.accents.as_ref()));
        settings.accents = self.agreed(accents.collect(), "accents").unwrap_or(settings.accents);
        let look_in = self.drafts.iter().map(|draft| (draft, draft.settings.look_in.as_ref()));
        settings.look_in = self.agreed(look_in.collect(), "look_in").unwrap_or(settings.look_in);
        let split = self.drafts.iter().map(|draft| (draft, draft.settings.split.as_ref()));
        if self.agreed(split.collect(), "hashtags") == Some(true) {
            settings.look_in = settings.look_in.and_in_hashtags();
        }
        let urls = self.drafts.iter().map(|draft| (draft, draft.settings.urls.as_ref()));
        if self.agreed(urls.collect(), "match_urls") == Some(true) {
            settings.look_in = settings.look_in.and_in_addresses();
        }
        settings
    }

    fn agreed<T: Copy + PartialEq>(
        &self,
        stated: Vec<(&Draft, Option<&At<T>>)>,
        name: &str,
    ) -> Option<T> {
        let mut stated = stated.into_iter().filter_map(|(draft, value)| Some((draft, value?)));
        let (first, agreed) = stated.next()?;
        for (draft, value) in stated.filter(|(_, value)| value.value != agreed.value) {
            let message = format!("`{name}` is set otherwise in {}", first.source.name);
            let found = Diagnostic::error(Code::KeyValue, value.span.clone(), message);
            self.report(
                &draft.source,
                found.help("settings hold for all files: keep one of the two"),
            );
        }
        Some(agreed.value)
    }

    /// All lists by name; one that has an error is there, so that nobody is told it is unknown.
    fn lists(&self) -> BTreeMap<String, Node> {
        let mut places: BTreeMap<&str, (&Draft, &At<String>)> = BTreeMap::new();
        let mut lists = BTreeMap::new();
        for (draft, list) in
            self.drafts.iter().flat_map(|draft| draft.lists.iter().map(move |list| (draft, list)))
        {
            if let Some((first, name)) = places.get(list.name.value.as_str()) {
                let message = format!(
                    "the list `{}` is there already, in {}",
                    list.name.value,
                    shown(&first.source, &name.span)
                );
                let found = Diagnostic::error(Code::DuplicateId, list.name.span.clone(), message);
                self.report(
                    &draft.source,
                    found.help("give one of the two another name, or join them"),
                );
                continue;
            }
            places.insert(&list.name.value, (draft, &list.name));
            let node = list.node.clone().unwrap_or_else(|| stand_in(&list.name.span));
            lists.insert(list.name.value.clone(), node);
        }
        lists
    }

    /// Finds what is wrong with each list by itself; a rule that uses such a list is not told again.
    fn sound_lists(&self) -> BTreeMap<String, Node> {
        let mut sound = self.lists.clone();
        for draft in &self.drafts {
            for list in &draft.lists {
                let Some(node) = &list.node else { continue };
                let node = self.without_brand(&draft.source, node, "a list");
                if self.lower(&draft.source, &node, None).is_some() {
                    self.doubt_list(&draft.source, &node);
                } else {
                    sound.insert(list.name.value.clone(), stand_in(&list.name.span));
                }
            }
        }
        sound
    }

    fn brand_queries(&self) -> BTreeMap<TagName, Option<Node>> {
        let brands = self.drafts.iter().flat_map(|draft| &draft.brands);
        let query = |brand: &Rule<BrandParts>| match &brand.body {
            Some(body) => body.tree(),
            None => brand.stated.then(|| stand_in(&brand.id_span)),
        };
        brands.map(|brand| (brand.head.id.clone(), query(brand))).collect()
    }

    /// The meaning of one tree, and what is wrong with it; `None` when lists have brought too many terms.
    fn lower_within(
        &self,
        node: &Node,
        context: &Context<'_>,
    ) -> Option<(Option<Condition>, Vec<Diagnostic>)> {
        if self.listed.get() > LISTED_MAX {
            return None;
        }
        let (condition, diagnostics, listed) = lower_counted(node, context);
        self.listed.set(self.listed.get() + listed);
        (self.listed.get() <= LISTED_MAX).then_some((condition, diagnostics))
    }

    /// The meaning of one tree; what is wrong with it is found.
    fn lower(
        &self,
        source: &Arc<SourceFile>,
        node: &Node,
        brand: Option<&Node>,
    ) -> Option<Condition> {
        let context = Context { settings: self.settings, lists: &self.lists, brand };
        let Some((condition, diagnostics)) = self.lower_within(node, &context) else {
            if !self.full.replace(true) {
                self.report(source, too_many_listed(&node.span));
            }
            return None;
        };
        for diagnostic in diagnostics {
            let name = source.text.get(diagnostic.span.clone()).unwrap_or_default();
            let name = name.trim_matches(['{', '}', ' ']);
            if diagnostic.code != Code::UnknownList || !self.may_say(name) {
                self.report(source, diagnostic);
            }
        }
        for brand in named_brands(node) {
            if !self.brands.contains_key(&brand.value) {
                self.unknown_brand(source, &brand);
            }
        }
        condition
    }

    /// The meaning of a rule that has no brand of its own.
    fn condition<K>(
        &self,
        rule: &Rule<K>,
        what: &str,
        (kind, terms): (Kind, String),
    ) -> Option<Condition> {
        let body = rule.body.as_ref()?;
        let body = body.clone().map(|node| self.without_brand(&rule.source, &node, what));
        self.meaning(rule, &body, None, (kind, terms))
    }

    /// The meaning of what a rule looks for, whatever its form.
    fn meaning<K>(
        &self,
        rule: &Rule<K>,
        body: &Body,
        brand: Option<&Node>,
        (kind, terms): (Kind, String),
    ) -> Option<Condition> {
        let context = Context { settings: self.settings, lists: &self.lists, brand };
        for entry in &body.query {
            let found = check_query(&entry.node, &context).into_iter().filter(|it| {
                // The words of the brand narrow what fields find.
                kind != Kind::ThemeByBrand || it.code != Code::LoneMetadata
            });
            let told = entry.lang.and_then(|lang| {
                logic::contradiction::by_language(&rule.source.text, lang, &entry.node)
            });
            for diagnostic in found.chain(told) {
                self.report(&rule.source, diagnostic);
            }
        }
        let condition = body.meaning(&|node| self.lower(&rule.source, node, brand))?;
        self.doubt(rule, body, brand, kind, terms);
        Some(condition)
    }

    /// The tree, with `{{brand}}` found and replaced: only a campaign has a brand.
    fn without_brand(&self, source: &Arc<SourceFile>, node: &Node, what: &str) -> Node {
        let mut node = node.clone();
        for place in macros(&mut node, BRAND_LIST) {
            if self.may_say(BRAND_LIST) {
                place.expr = Expr::Word(BRAND_LIST.to_owned());
                continue;
            }
            let found = Diagnostic::error(
                Code::NoBrand,
                place.span.clone(),
                format!("`{{{{brand}}}}` stands for the brand of a campaign, and {what} has none"),
            );
            let help = if what.starts_with("a campaign") {
                "say which brand it is for: `brand = \"acme\"`"
            } else {
                "name the brand's words, put them into `[lists]`, or use `per = \"brand\"` in a theme"
            };
            self.report(source, found.help(help));
            place.expr = Expr::Word(BRAND_LIST.to_owned());
        }
        node
    }
}

/// The finding that lists bring more terms into the rules of a set than they may, at the rule with which they do.
fn too_many_listed(span: &Range<usize>) -> Diagnostic {
    let message =
        format!("up to here, lists bring more than {LISTED_MAX} terms into the rules of this set");
    let help =
        "name long lists in fewer rules; what no rule should find can be one `[[exclude]]` for all";
    Diagnostic::error(Code::TooManyTerms, span.clone(), message).help(help)
}

/// The brands that field tests of a tree name.
fn named_brands(node: &Node) -> Vec<At<TagName>> {
    let Expr::Field { field: FieldName::Directed | FieldName::OwnPlace, value: Value::Text(name) } =
        &node.expr
    else {
        return children(&node.expr).into_iter().flat_map(named_brands).collect();
    };
    TagName::parse(name).map(|value| At { value, span: node.span.clone() }).into_iter().collect()
}

/// What stands for something with an error, so that one mistake is told once.
fn stand_in(span: &Range<usize>) -> Node {
    Node { expr: Expr::Word("unknown".to_owned()), span: span.clone() }
}

/// Where something stands, for a sentence in another file.
pub(crate) fn shown(source: &SourceFile, span: &Range<usize>) -> String {
    format!("{}:{}", source.name, source.position(span.start).0)
}

#[cfg(test)]
mod tests;
