//! `tagline rules read`: a rule in plain words.

use std::fmt::Write;

use clap::Args;
use mention::{BrandRole, Day};
use rulelang::{
    Account, Brand, Campaign, Condition, Example, Exclude, Expect, FieldTest, Head, Per, RuleSet,
    Theme, Urgency, in_words,
};
use tagger::{Tagger, Trial};

use super::chosen::Chosen;
use crate::config::Config;
use crate::exit::Exit;
use crate::{output, rule_files};

/// Tags of a theme that are named.
const NAMED_MAX: usize = 6;

/// Which rules to read.
#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Tags of the rules; `service` also means those below it, as `service/late`
    #[arg(required = true, value_name = "TAG")]
    tags: Vec<String>,
}

/// Does it.
pub(super) fn run(command: &Read, config: &Config) -> anyhow::Result<Exit> {
    let tagger = rule_files::compile(&config.path("rules.path")?, Trial::Tags)?;
    let rules = tagger.rules();
    let chosen = Chosen::of(rules, &command.tags)?;
    let mut between = "";
    for head in rules.heads().filter(|head| chosen.has(&head.id)) {
        output::answer_line(format_args!("{between}{}", told(&tagger, head).trim_end()))?;
        between = "\n";
    }
    Ok(Exit::Fine)
}

/// All there is to say of a rule.
fn told(tagger: &Tagger, head: &Head) -> String {
    let rules = tagger.rules();
    let mut page = Page::default();
    let kind = kind(rules, head);
    page.line(&output::styled(output::BOLD, &head.label));
    page.line(&format!(
        "{kind} with the tag {}, written in {}:{}",
        head.id, head.place.file, head.place.line
    ));
    if let Some(description) = &head.description {
        page.line(description);
    }
    about(&mut page, head);
    if let Some(theme) = rules.themes.iter().find(|theme| theme.head.id == head.id) {
        self::theme(&mut page, rules, theme);
    }
    if let Some(brand) = rules.brands.iter().find(|brand| brand.head.id == head.id) {
        self::brand(&mut page, rules, brand);
    }
    if let Some(campaign) = rules.campaigns.iter().find(|campaign| campaign.head.id == head.id) {
        self::campaign(&mut page, campaign);
    }
    if let Some(condition) = tagger.asks_for(&head.id) {
        let days = rules.campaigns.iter().find(|campaign| campaign.head.id == head.id).map(window);
        asked(&mut page, &without(condition, days.as_ref()));
    }
    examples(&mut page, rules, head);
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        writeln!(self.text, "{line}").expect("a text takes any text");
    }
}

fn kind(rules: &RuleSet, head: &Head) -> &'static str {
    let is = |other: &Head| other.id == head.id;
    match () {
        () if rules.brands.iter().any(|Brand { head, .. }| is(head)) => "a brand",
        () if rules.campaigns.iter().any(|Campaign { head, .. }| is(head)) => "a campaign",
        () if rules.excludes.iter().any(|Exclude { head, .. }| is(head)) => {
            "noise, which reports leave out,"
        }
        () => "a theme",
    }
}

/// Who answers for it, what it was called, whether it counts yet.
fn about(page: &mut Page, head: &Head) {
    if let Some(owner) = &head.owner {
        page.line(&format!("{owner} answers for it."));
    }
    if !head.aliases.is_empty() {
        page.line(&format!("It was called {} before.", joined(head.aliases.iter())));
    }
    if head.trial {
        page.line("It is on trial: it gives no tag yet.");
    }
}

fn theme(page: &mut Page, rules: &RuleSet, theme: &Theme) {
    if let Per::Brand { near } = theme.per {
        let tags = rules.brands.iter().map(|brand| brand.head.id.join(&theme.head.id));
        let near = near.map_or_else(String::new, |near| {
            format!(" Their words stand at most {near} words from each other.")
        });
        let tags = some_of(&tags.map(|tag| tag.to_string()).collect::<Vec<_>>());
        page.line(&format!("It counts once for each brand of a post, as {tags}.{near}"));
    }
    match theme.severity {
        Urgency::Info => {}
        Urgency::Watch => {
            page.line("It is marked `watch`: worth a look when there are suddenly many.");
        }
        Urgency::Alarm => page.line("It is marked `alarm`: worth a look from the first post on."),
    }
    if theme.answer {
        page.line("A post with it needs an answer.");
    }
}

fn brand(page: &mut Page, rules: &RuleSet, brand: &Brand) {
    let role = match brand.role {
        BrandRole::Own => "It is our own.",
        BrandRole::Competitor => "It is a competitor.",
        BrandRole::Partner => "It is a partner.",
    };
    page.line(role);
    let of_brand = |account: &&Account| account.brand.as_ref() == Some(&brand.head.id);
    let registered = rules.accounts.iter().filter(of_brand).filter_map(|it| it.handle.as_ref());
    let mut accounts: Vec<&String> = brand.accounts.iter().chain(registered).collect();
    accounts.sort();
    accounts.dedup();
    if !accounts.is_empty() {
        let accounts = joined(accounts.into_iter().map(|account| format!("@{account}")));
        page.line(&format!("A post addressed to {accounts} is about it."));
    }
    if !brand.places.is_empty() {
        page.line(&format!("Every post in {} is about it.", joined(brand.places.iter())));
    }
}

fn campaign(page: &mut Page, campaign: &Campaign) {
    if let Some(brand) = &campaign.brand {
        page.line(&format!("It is for the brand {brand}."));
    }
    let grace = match campaign.grace_days {
        0 => String::new(),
        1 => ", and the day after".to_owned(),
        days => format!(", and the {days} days after"),
    };
    let (first, last) = (day(campaign.days.0), day(campaign.days.1));
    let zone = &campaign.timezone;
    page.line(&format!("It counts from {first} to {last}{grace}, in the time zone {zone}."));
    for goal in &campaign.goal {
        let metric = goal.metric.name().replace('_', " ");
        page.line(&format!("Its goal: {metric} of {}.", goal.target));
    }
}

fn day(day: Day) -> String {
    let day = jiff::Timestamp::from_millisecond(day.start().0).unwrap_or_default();
    day.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// What a campaign asks for beside its query.
fn window(campaign: &Campaign) -> Condition {
    let (from, to) = (Some(campaign.starts), Some(campaign.ends));
    Condition::Field(FieldTest::Published { from, to })
}

/// The condition without the part that is told already.
fn without(condition: &Condition, told: Option<&Condition>) -> Condition {
    match condition {
        Condition::All(parts) => {
            let mut left: Vec<Condition> =
                parts.iter().filter(|part| Some(*part) != told).cloned().collect();
            if left.len() == 1 { left.remove(0) } else { Condition::All(left) }
        }
        other => other.clone(),
    }
}

/// What the rule asks of a post.
fn asked(page: &mut Page, condition: &Condition) {
    let points = in_words(condition);
    let endings = points.iter().any(|point| point.contains('…'));
    let endings = if endings { " (… is any ending)" } else { "" };
    page.line(&format!("\nIt finds posts with{endings}:"));
    for point in points {
        page.line(&format!("  {point}"));
    }
}

fn examples(page: &mut Page, rules: &RuleSet, head: &Head) {
    let of_rule: Vec<&Example> =
        rules.examples.iter().filter(|example| example.rule == head.id).collect();
    let titles = [
        (Expect::Match, "It must find:"),
        (Expect::NoMatch, "It must leave alone:"),
        (Expect::Todo, "Not decided yet:"),
    ];
    for (expect, title) in titles {
        let posts: Vec<&&Example> = of_rule.iter().filter(|it| it.expect == expect).collect();
        if posts.is_empty() {
            continue;
        }
        page.line(&format!("\n{title}"));
        for Example { text, title, .. } in posts {
            let title = title.as_ref().map_or_else(String::new, |title| format!("{title} · "));
            page.line(&format!("  - {title}{}", text.replace('\n', " ")));
        }
    }
    if of_rule.is_empty() {
        page.line("\nIt has no example: write `match = [\"a post it must find\"]` below it.");
    }
}

/// The first of many, and how many more there are.
fn some_of(items: &[String]) -> String {
    match items.get(..NAMED_MAX) {
        Some(first) if items.len() > NAMED_MAX => {
            format!("{} and {} more", first.join(", "), items.len() - NAMED_MAX)
        }
        _ => items.join(", "),
    }
}

fn joined(items: impl Iterator<Item = impl ToString>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}
