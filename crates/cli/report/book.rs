//! What the rule files say that reports go by.

use std::collections::BTreeMap;
use std::path::Path;

use mention::{BrandRole, Role};
use report::{
    AccountFacts, Book, CampaignFacts, Collects, Hours, ThemeFacts, Urgency, WatchSettings, Zone,
};
use rulelang::{Campaign, RuleSet};

use crate::config::Config;
use crate::exit::Mistake;
use crate::rule_files;

/// Reads the rules that the configuration names. Where they cannot be read, the book says why, and
/// only the reports that need them do without.
///
/// # Errors
///
/// Opening hours that cannot be read.
pub(crate) fn read(config: &Config) -> anyhow::Result<Book> {
    let path = config.path("rules.path")?;
    let rules = rule_files::whole(&path);
    Ok(of(&path, rules.as_ref().ok(), frame(config)?))
}

/// What rules say that are at `path`; `None` where they cannot be used.
pub(crate) fn of(path: &Path, rules: Option<&RuleSet>, frame: Frame) -> Book {
    let missing = || {
        format!("the rules at {} cannot be used: `tagline rules check` says why", path.display())
    };
    let book = match rules {
        Some(rules) => of_rules(rules),
        None => Book { missing: Some(missing()), ..Book::default() },
    };
    let Frame { hours, watch, collects } = frame;
    Book { hours, watch, collects, ..book }
}

/// What the configuration says that reports go by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// When somebody is there to answer.
    hours: Option<Hours>,
    /// From when on somebody is told of a spike.
    watch: WatchSettings,
    /// What the query behind the feed gathered, where it is said.
    collects: Option<Collects>,
}

/// What the configuration says that reports go by.
///
/// # Errors
///
/// Opening hours that cannot be read.
pub(crate) fn frame(config: &Config) -> anyhow::Result<Frame> {
    let strength = u32::try_from(config.number("alerts.strength"))
        .map_err(|_| Mistake("alerts.strength takes a power of ten, as in 7".to_owned()))?;
    let (mentions, people) = (config.number("alerts.mentions"), config.number("alerts.people"));
    let watch = WatchSettings { strength: strength.into(), mentions, people };
    Ok(Frame { hours: hours(config)?, watch, collects: collects(config)? })
}

/// What the query behind the feed gathered, where it is said.
///
/// # Errors
///
/// A word that is none of them.
pub(crate) fn collects(config: &Config) -> anyhow::Result<Option<Collects>> {
    Ok(match config.text("input.collects")?.as_deref() {
        Some("brand") => Some(Collects::Brand),
        Some("category") => Some(Collects::Category),
        Some("all") => Some(Collects::All),
        _ => None,
    })
}

/// When somebody is there to answer.
///
/// # Errors
///
/// Opening hours that cannot be read.
fn hours(config: &Config) -> anyhow::Result<Option<Hours>> {
    let Some(open) = config.text("hours.open")? else { return Ok(None) };
    let holidays = config.text("hours.holidays")?.unwrap_or_default();
    let zone = match config.text("hours.timezone")? {
        Some(zone) => zone,
        None => config.text("report.timezone")?.unwrap_or_default(),
    };
    let zone = Zone::parse(&zone).map_err(|error| Mistake(error.to_string()))?;
    Ok(Some(Hours::parse(&open, &holidays, zone).map_err(Mistake)?))
}

fn of_rules(rules: &RuleSet) -> Book {
    let theme = |theme: &rulelang::Theme| ThemeFacts {
        id: theme.head.id.to_string(),
        answer: theme.answer,
        urgency: match theme.severity {
            rulelang::Urgency::Info => Urgency::Info,
            rulelang::Urgency::Watch => Urgency::Watch,
            rulelang::Urgency::Alarm => Urgency::Alarm,
        },
    };
    let own = || rules.brands.iter().filter(|brand| brand.role == BrandRole::Own);
    Book {
        missing: None,
        campaigns: rules
            .campaigns
            .iter()
            .filter(|one| !one.head.trial)
            .filter_map(campaign)
            .collect(),
        own: brands(rules, BrandRole::Own),
        rivals: brands(rules, BrandRole::Competitor),
        themes: rules.themes.iter().map(theme).collect(),
        accounts: accounts(rules),
        places: own().flat_map(|brand| brand.places.clone()).collect(),
        hours: None,
        owners: owners(rules),
        watch: WatchSettings::default(),
        collects: None,
    }
}

fn owners(rules: &RuleSet) -> BTreeMap<String, String> {
    let brands = rules.brands.iter().map(|brand| &brand.head);
    let heads = brands.chain(rules.themes.iter().map(|theme| &theme.head));
    heads.filter_map(|head| Some((head.id.to_string(), head.owner.clone()?))).collect()
}

fn brands(rules: &RuleSet, role: BrandRole) -> Vec<String> {
    let of = rules.brands.iter().filter(|brand| brand.role == role);
    of.map(|brand| brand.head.id.to_string()).collect()
}

/// Those of `[[account]]` that are ours, then our brands' own where nothing is stated about them.
fn accounts(rules: &RuleSet) -> Vec<AccountFacts> {
    let ours = rules.accounts.iter().filter(|one| matches!(one.role, Role::Brand | Role::Team));
    let stated = ours.map(|account| AccountFacts {
        handle: account.handle.clone(),
        ids: account.ids.clone(),
        platform: account.platform.clone(),
        role: account.role,
        automated: account.automated,
    });
    let own = rules.brands.iter().filter(|brand| brand.role == BrandRole::Own);
    let of_brands = own.flat_map(|brand| &brand.accounts).map(|handle| AccountFacts {
        handle: Some(handle.clone()),
        ids: Vec::new(),
        platform: None,
        role: Role::Brand,
        automated: false,
    });
    stated.chain(of_brands).collect()
}

fn campaign(campaign: &Campaign) -> Option<CampaignFacts> {
    let goal = |goal: &rulelang::Goal| (goal.metric.name().to_owned(), goal.target);
    Some(CampaignFacts {
        tag: campaign.head.id.to_string(),
        label: campaign.head.label.clone(),
        owner: campaign.head.owner.clone(),
        brand: campaign.brand.as_ref().map(ToString::to_string),
        days: campaign.days,
        grace_days: campaign.grace_days,
        // The rules were checked, so the zone is known.
        zone: Zone::parse(&campaign.timezone).ok()?,
        goals: campaign.goal.iter().map(goal).collect(),
        coupons: campaign.coupons.clone(),
    })
}
