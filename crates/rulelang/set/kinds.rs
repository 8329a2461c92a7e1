//! The rules of all files, kind by kind, and what else reports know by name: accounts and feelings.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use mention::{BrandRole, Role, TagName};

use super::doubts::Kind;
use super::{Assembly, stand_in};
use crate::canonical::Canonical;
use crate::dialect::slug;
use crate::draft::{BRAND_LIST, Draft};
use crate::field::closest;
use crate::file::At;
use crate::rule::{BrandParts, CampaignParts, Rule, ThemeParts};
use crate::{
    Account, Brand, Campaign, Code, Condition, Diagnostic, Exclude, FieldTest, Node, Per,
    SourceFile, Theme,
};

/// Brands that a help names, at most.
const BRANDS_SHOWN: usize = 6;

impl Assembly<'_> {
    pub(super) fn brands(&self, canonical: &mut Canonical) -> Vec<Brand> {
        let mut brands = Vec::new();
        for rule in self.drafts.iter().flat_map(|draft| &draft.brands) {
            let query = self.condition(rule, "a brand", (Kind::Brand, String::new()));
            canonical.brand(rule);
            let BrandParts { role, accounts, places } = rule.kind.clone();
            brands.push(Brand { head: rule.head.clone(), role, query, accounts, places });
        }
        brands.sort_by(|a, b| a.head.id.cmp(&b.head.id));
        brands
    }

    pub(super) fn themes(&self, canonical: &mut Canonical) -> Vec<Theme> {
        let mut themes = Vec::new();
        if self.brands.is_empty() && !self.may_say(BRAND_LIST) {
            self.drafts.iter().for_each(|draft| self.without_brands(draft));
        }
        for rule in self.drafts.iter().flat_map(|draft| &draft.themes) {
            let kind = match rule.kind.per {
                Per::Brand { .. } => Kind::ThemeByBrand,
                Per::Mention => Kind::Theme,
            };
            let condition = self.condition(rule, "a theme", (kind, format!("{:?}", rule.kind.per)));
            canonical.theme(rule);
            let (head, kind) = (rule.head.clone(), &rule.kind);
            let (per, answer, severity, review_by) =
                (kind.per, kind.answer, kind.severity, kind.review_by);
            themes.extend(condition.map(|query| Theme {
                head,
                query,
                per,
                answer,
                severity,
                review_by,
            }));
        }
        themes.sort_by(|a, b| a.head.id.cmp(&b.head.id));
        themes
    }

    /// Says once of a file that its themes go by brand, and that there is no brand.
    fn without_brands(&self, draft: &Draft) {
        let by_brand = |theme: &&Rule<ThemeParts>| matches!(theme.kind.per, Per::Brand { .. });
        let themes: Vec<&Rule<ThemeParts>> = draft.themes.iter().filter(by_brand).collect();
        let [first, others @ ..] = themes.as_slice() else { return };
        let message = match others.len() {
            0 => {
                "the theme goes by brand, but no file describes a brand: it never fires".to_owned()
            }
            more => format!(
                "this theme and {more} more go by brand, but no file describes a brand: they never fire"
            ),
        };
        let found = Diagnostic::warning(Code::NoBrand, first.kind.per_span.clone(), message);
        self.report(
            &first.source,
            found.help(
                "add a `[[brand]]`, or check the folder in which one is; else take `per` out",
            ),
        );
    }

    pub(super) fn campaigns(&self, canonical: &mut Canonical) -> Vec<Campaign> {
        let mut campaigns = Vec::new();
        for rule in self.drafts.iter().flat_map(|draft| &draft.campaigns) {
            canonical.campaign(rule);
            let parts = &rule.kind;
            let days = parts.window.as_ref().map(|days| (days.starts, days.ends));
            let kind = (
                Kind::Campaign,
                format!("{:?} {days:?}", parts.brand.as_ref().map(|brand| &brand.value)),
            );
            let condition = self.campaign_condition(rule, kind);
            let (Some(query), Some(days)) = (condition, parts.window.clone()) else { continue };
            let window = FieldTest::Published { from: Some(days.starts), to: Some(days.ends) };
            campaigns.push(Campaign {
                head: rule.head.clone(),
                brand: parts.brand.as_ref().map(|brand| brand.value.clone()),
                condition: Condition::All(vec![query, Condition::Field(window)]),
                starts: days.starts,
                ends: days.ends,
                days: days.first_and_last,
                grace_days: days.grace,
                timezone: days.timezone,
                goal: parts.goal.clone(),
                coupons: parts.coupons.clone(),
                hashtags: parts.hashtags.clone(),
            });
        }
        campaigns.sort_by(|a, b| a.head.id.cmp(&b.head.id));
        campaigns
    }

    /// What a campaign looks for, the query of its brand put in.
    fn campaign_condition(
        &self,
        rule: &Rule<CampaignParts>,
        kind: (Kind, String),
    ) -> Option<Condition> {
        let brand = match (&rule.kind.brand, &rule.kind.misnamed) {
            (Some(brand), _) => self.brand(&rule.source, brand),
            (None, Some(misnamed)) => {
                self.misnamed_brand(&rule.source, misnamed);
                Some(stand_in(&misnamed.span))
            }
            (None, None) => return self.condition(rule, "a campaign without `brand`", kind),
        };
        if let Some(node) = brand {
            return self.meaning(rule, rule.body.as_ref()?, Some(&node), kind);
        }
        let id = rule.kind.brand.as_ref().map_or("", |brand| brand.value.as_str());
        self.condition(rule, &format!("the brand `{id}`, which has no query,"), kind)
    }

    pub(super) fn excludes(&self, canonical: &mut Canonical) -> Vec<Exclude> {
        let mut excludes = Vec::new();
        for rule in self.drafts.iter().flat_map(|draft| &draft.excludes) {
            let condition = self.condition(rule, "an exclusion", (Kind::Exclude, String::new()));
            canonical.exclude(rule);
            excludes.extend(condition.map(|query| Exclude { head: rule.head.clone(), query }));
        }
        excludes.sort_by(|a, b| a.head.id.cmp(&b.head.id));
        excludes
    }

    /// The query of the brand a campaign names; absent when the brand has none.
    fn brand(&self, source: &Arc<SourceFile>, brand: &At<TagName>) -> Option<Node> {
        if !self.brands.contains_key(&brand.value) {
            self.unknown_brand(source, brand);
            return Some(stand_in(&brand.span));
        }
        self.brands[&brand.value].clone()
    }

    pub(super) fn unknown_brand(&self, source: &Arc<SourceFile>, brand: &At<TagName>) {
        let written = brand.value.as_str();
        if self.may_say(written) {
            return;
        }
        if let Some(id) = self.labeled(written) {
            return self.report(source, called(written, &id, &brand.span));
        }
        let message = format!("no file describes a brand `{written}`");
        let found = Diagnostic::error(Code::UnknownBrand, brand.span.clone(), message);
        let near = closest(written, self.brands.keys().map(TagName::as_str));
        self.report(
            source,
            match near {
                Some(near) => found.help(format!("did you mean `{near}`?")),
                None => found.help(format!(
                    "add a `[[brand]]` with `id = \"{written}\"`, or put the id right{}",
                    self.known_brands()
                )),
            },
        );
    }

    /// Says that what stands where the id of a brand belongs is none; often it is the brand's label.
    fn misnamed_brand(&self, source: &Arc<SourceFile>, written: &At<String>) {
        let At { value, span } = written;
        let found = self.labeled(value).map_or_else(
            || {
                let message = format!("`{value}` is not the id of a brand");
                Diagnostic::error(Code::UnknownBrand, span.clone(), message)
                    .help(format!("write what the brand has as `id`{}", self.known_brands()))
            },
            |id| called(value, &id, span),
        );
        self.report(source, found);
    }

    /// The id of the brand that people call `written`.
    fn labeled(&self, written: &str) -> Option<TagName> {
        let key = |text: &str| mention::fold_key(text.trim()).1;
        let mut brands = self.drafts.iter().flat_map(|draft| &draft.brands);
        let labeled = brands.find(|brand| key(&brand.head.label) == key(written));
        let id = labeled.map(|brand| brand.head.id.clone());
        id.or_else(|| slug(written).filter(|id| self.brands.contains_key(id)))
    }

    /// The brands there are, for the end of a sentence.
    fn known_brands(&self) -> String {
        let ids = self.brands.keys().take(BRANDS_SHOWN).map(|id| format!("`{id}`"));
        let ids: Vec<String> = ids.collect();
        if ids.is_empty() { String::new() } else { format!("; there is {}", ids.join(", ")) }
    }

    /// The account registry, sorted, each account once.
    pub(super) fn accounts(&self) -> Vec<Account> {
        let mut accounts = Vec::new();
        for parts in self.drafts.iter().flat_map(|draft| &draft.accounts) {
            if let Some(brand) =
                parts.brand.as_ref().filter(|brand| !self.brands.contains_key(&brand.value))
            {
                self.unknown_brand(&parts.source, brand);
            }
            if let Some(misnamed) = &parts.misnamed {
                self.misnamed_brand(&parts.source, misnamed);
            }
            accounts.push(parts.account.clone());
        }
        self.registered_twice();
        accounts.sort();
        accounts.dedup();
        accounts
    }

    /// Reports handles that are registered on one platform in two roles.
    fn registered_twice(&self) {
        let mut known: BTreeMap<(Option<&str>, &str), Role> = BTreeMap::new();
        for parts in self.drafts.iter().flat_map(|draft| &draft.accounts) {
            let Account { handle, platform, role, .. } = &parts.account;
            let Some(handle) = handle else { continue };
            let first = *known.entry((platform.as_deref(), handle)).or_insert(*role);
            if first != *role {
                let found = in_two_roles(handle, first, *role, parts.span.clone());
                self.report(&parts.source, found);
            }
        }
        for brand in self.drafts.iter().flat_map(|draft| &draft.brands) {
            let role = match brand.kind.role {
                BrandRole::Own => Role::Brand,
                BrandRole::Competitor => Role::Competitor,
                BrandRole::Partner => continue,
            };
            for handle in &brand.kind.accounts {
                let first = *known.entry((None, handle)).or_insert(role);
                // A team may well answer under its brand's name.
                if (first == Role::Competitor) != (role == Role::Competitor) {
                    let found = in_two_roles(handle, first, role, brand.id_span.clone());
                    self.report(&brand.source, found);
                }
            }
        }
    }

    /// The exceptions of all files, sorted; two files may say the same of a phrase, but not different things.
    pub(super) fn sentiment(&self) -> Vec<(String, f64)> {
        let mut exceptions: BTreeMap<String, f64> = BTreeMap::new();
        for draft in &self.drafts {
            for (phrase, figure) in &draft.sentiment {
                let known =
                    *exceptions.entry(phrase.value.trim().to_lowercase()).or_insert(*figure);
                if known.total_cmp(figure).is_ne() {
                    let message = format!("`{}` is given two different feelings", phrase.value);
                    let found = Diagnostic::error(Code::DuplicateId, phrase.span.clone(), message);
                    self.report(
                        &draft.source,
                        found.help(format!("keep one of them: the other is {known}")),
                    );
                }
            }
        }
        exceptions.into_iter().collect()
    }
}

/// That a handle is registered in two roles.
fn in_two_roles(handle: &str, first: Role, second: Role, span: Range<usize>) -> Diagnostic {
    let (first, second) = (first.name(), second.name());
    let message =
        format!("`@{handle}` is registered as `{first}` and as `{second}`: only the first counts");
    Diagnostic::warning(Code::DuplicateId, span, message)
        .help("keep one of the two; an account that is someone else on another platform has its own `platform`")
}

/// That `written` is the label of the brand `id`, which belongs there.
fn called(written: &str, id: &TagName, span: &Range<usize>) -> Diagnostic {
    let message =
        format!("`{written}` is what the brand `{id}` is called, and a rule names it by its id");
    Diagnostic::error(Code::UnknownBrand, span.clone(), message)
        .help(format!("write `{id}`"))
        .unsafe_fix(span.clone(), format!("\"{id}\""))
}
