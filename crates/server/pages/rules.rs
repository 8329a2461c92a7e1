//! `/rules`: each rule as a sentence, how it does, and what is wrong or doubtful about it.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use mention::{Field, Mention, MentionsOf, PeopleBy, Question, Standing, TagName, Timestamp};
use report::{Cell, Compare, Markup, Names, ReportName, ReportRequest, Row, counted, percent};
use rulelang::{Finding, Head, RuleSet, Severity, in_words};
use store::StoredMention;
use tagger::{Cost, Costs, Tagger};

use crate::error::Wrong;
use crate::layout::{Page, told_time};
use crate::parameters::Parameters;
use crate::reports::{Asked, lately};
use crate::route::{Needs, Route};
use crate::site::{Answer, Sight, Site, Visit};
use crate::visitor::Role;

/// Its address.
pub(super) const ROUTE: Route = Route {
    path: "/rules",
    needs: Needs::Role(Role::Read),
    about: "Shows each rule as a sentence, what it found lately, and what the check says about it.",
    answer: || get(show),
};

/// Days over which a rule's mentions are counted.
const DAYS: i64 = 28;

/// Rules and findings that are shown; more are in the files.
const RULES_MAX: usize = 500;
const FINDINGS_MAX: usize = 200;

/// Points of a rule's sentence that are shown.
const POINTS_MAX: usize = 12;

/// The newest posts by which it is told what rules cost, how many are read at a time, and bytes from which one is passed
/// over: it says little, and takes as long as hundreds of others.
const COST_POSTS: usize = 500;
const COST_STEP: usize = 50;
const COST_BYTES_MAX: usize = 10_000;

/// What a rule costs that is looked at for every post.
const COSTLY: &str = "Costly: no word announces it, so that it is decided for every post. A word that it cannot do without makes it cheap.";

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, page).await
}

/// How the rules did lately, by tag.
struct Health {
    found: BTreeMap<String, Found>,
    overlaps: BTreeMap<String, String>,
    /// What each costs, and over how many posts that was looked at.
    costs: (BTreeMap<TagName, Cost>, usize),
}

/// What a rule found lately.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    mentions: u64,
    last: Option<Timestamp>,
}

fn page(sight: &Sight<'_>) -> Result<Answer, Wrong> {
    let rules = &sight.rules;
    let costs = rules.tagger.as_deref().map(|tagger| costs(sight, tagger)).transpose()?;
    let costs = costs.unwrap_or_default();
    let health = Health { found: found(sight)?, overlaps: overlaps(sight)?, costs };
    let mut page = Page::new("Rules", "/rules");
    page.body.element("main", &[("class", "report rules")], |main| {
        main.element("header", &[], |header| {
            header.element("p", &[("class", "kicker")], |line| {
                line.leaf("strong", &[], "Rules");
                line.leaf("span", &[], &rules.path.display().to_string());
            });
            header.leaf("h1", &[], &headline(sight));
        });
        if let Some(trouble) = &rules.trouble {
            main.leaf("p", &[("class", "refused")], trouble);
        }
        write_findings(&rules.findings, main);
        if let Some(tagger) = &rules.tagger {
            for (title, heads) in groups(tagger.rules()) {
                write_group(sight, tagger, title, &heads, &health, main);
            }
        }
    });
    Ok(Answer::Page(page))
}

fn headline(sight: &Sight<'_>) -> String {
    let rules = &sight.rules;
    let count = rules.findings.len();
    let findings = match count {
        0 => "nothing is doubtful about them".to_owned(),
        1 => "the check finds one thing".to_owned(),
        many => format!("the check finds {} things", counted(many as u64)),
    };
    match &rules.tagger {
        Some(tagger) => {
            format!(
                "{} rules are in use, and {findings}.",
                counted(tagger.rules().heads().count() as u64)
            )
        }
        None => format!("The rules cannot be used as they stand; {findings}."),
    }
}

fn groups(rules: &RuleSet) -> [(&'static str, Vec<&Head>); 4] {
    [
        ("Brands", rules.brands.iter().map(|it| &it.head).collect()),
        ("Themes", rules.themes.iter().map(|it| &it.head).collect()),
        ("Campaigns", rules.campaigns.iter().map(|it| &it.head).collect()),
        ("Noise", rules.excludes.iter().map(|it| &it.head).collect()),
    ]
}

/// With which tag each shares the most, in words: as the report of rules has it.
fn overlaps(sight: &Sight<'_>) -> Result<BTreeMap<String, String>, Wrong> {
    let request = ReportRequest {
        name: ReportName::Rules,
        period: lately(sight, &sight.settings.zone)?,
        compare: Compare::None,
        tags: Vec::new(),
        names: Names::Hidden,
        language: report::Language::English,
        data_from: Some(sight.data.0),
        data_to: Some(sight.data.1),
    };
    let report = Asked { request }.made(sight)?;
    let tables = report.sections.iter().flat_map(|section| &section.tables);
    let Some(table) = tables.into_iter().find(|table| table.key == "rules") else {
        return Ok(BTreeMap::new());
    };
    let at = |key: &str| table.columns.iter().position(|column| column.key == key);
    let places = (at("overlap"), at("jaccard"), at("contained"));
    let (Some(overlap), Some(jaccard), Some(contained)) = places else {
        return Ok(BTreeMap::new());
    };
    let told = |row: &Row| match (&row.cells[overlap], &row.cells[jaccard], &row.cells[contained]) {
        (Cell::Text(other), Cell::Part(both), Cell::Part(own)) => Some(format!(
            "overlaps with {other}: {} of both together, {} of its own",
            percent(*both),
            percent(*own)
        )),
        _ => None,
    };
    Ok(table.rows.iter().filter_map(|row| Some((row.address(), told(row)?))).collect())
}

/// Received mentions of the last weeks by tag, and when the last of them was published.
fn found(sight: &Sight<'_>) -> Result<BTreeMap<String, Found>, Wrong> {
    let lately = lately(sight, &sight.settings.zone)?;
    let (from, to) = (lately.from, lately.to);
    let asked = Question { people: PeopleBy::Nobody, ..Question::all(from, to) };
    let counts = sight.store.counts(&asked)?;
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    for count in
        counts.mentions.iter().filter(|count| count.dimensions.standing == Standing::Received)
    {
        let one = found.entry(count.tag.to_string()).or_default();
        one.mentions += count.mentions;
        one.last = one.last.max(Some(count.bucket.start()));
    }
    Ok(found)
}

/// What each rule costs over the newest posts, and how many those are: none where no texts are kept.
fn costs(sight: &Sight<'_>, tagger: &Tagger) -> Result<(BTreeMap<TagName, Cost>, usize), Wrong> {
    let of = MentionsOf::published(sight.data.0, Timestamp(sight.data.1.0.saturating_add(1)));
    let (mut costs, mut after) = (Costs::new(tagger), None);
    for _ in 0..COST_POSTS / COST_STEP {
        let step = sight.store.mentions(&of, after.as_ref(), COST_STEP)?;
        let posts = step.iter().map(|stored| &stored.mention);
        let weight =
            |post: &&Mention| Field::ALL.iter().map(|it| post.field(*it).len()).sum::<usize>();
        for post in posts.filter(|post| weight(post) <= COST_BYTES_MAX) {
            costs.look_at(post);
        }
        after = step.last().map(StoredMention::key);
        if step.len() < COST_STEP {
            break;
        }
    }
    Ok((costs.by_rule(), costs.posts()))
}

fn write_findings(findings: &[Finding], main: &mut Markup) {
    if findings.is_empty() {
        return;
    }
    main.element("section", &[], |section| {
        section.leaf("h2", &[], "What the check says");
        section.element("ul", &[("class", "findings")], |list| {
            for finding in findings.iter().take(FINDINGS_MAX) {
                list.element("li", &[("class", severity(finding))], |item| {
                    let (line, column) = finding.position();
                    item.element("p", &[("class", "meta")], |meta| {
                        meta.leaf("strong", &[], finding.diagnostic.severity.name());
                        meta.leaf("span", &[], finding.code().name());
                        meta.leaf("span", &[], &format!("{}:{line}:{column}", finding.file()));
                    });
                    item.leaf("p", &[], &finding.diagnostic.message);
                    if let Some(help) = &finding.diagnostic.help {
                        item.leaf("p", &[("class", "quiet")], help);
                    }
                });
            }
            if findings.len() > FINDINGS_MAX {
                let more =
                    format!("and {} more: tagline rules check", findings.len() - FINDINGS_MAX);
                list.leaf("li", &[], &more);
            }
        });
    });
}

const fn severity(finding: &Finding) -> &'static str {
    match finding.diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn write_group(
    sight: &Sight<'_>,
    tagger: &Tagger,
    title: &str,
    heads: &[&Head],
    health: &Health,
    main: &mut Markup,
) {
    if heads.is_empty() {
        return;
    }
    main.element("section", &[], |section| {
        section.leaf("h2", &[], &format!("{title} ({})", counted(heads.len() as u64)));
        let slow = tagger.slow_rules();
        section.element("ul", &[("class", "rulelist")], |list| {
            for head in heads.iter().take(RULES_MAX) {
                list.element("li", &[("id", head.id.as_str())], |item| {
                    write_rule(sight, tagger, head, health, item);
                    if slow.contains(&&head.id) {
                        item.leaf("p", &[("class", "quiet")], COSTLY);
                    }
                });
            }
        });
    });
}

fn write_rule(sight: &Sight<'_>, tagger: &Tagger, head: &Head, health: &Health, item: &mut Markup) {
    item.leaf("h3", &[], &head.label);
    item.element("p", &[("class", "meta")], |meta| {
        meta.leaf("span", &[], head.id.as_str());
        meta.leaf("span", &[], &format!("{}:{}", head.place.file, head.place.line));
        if let Some(owner) = &head.owner {
            meta.leaf("span", &[], owner);
        }
        if head.trial {
            meta.leaf("span", &[("class", "fact")], "on trial");
        }
    });
    if let Some(description) = &head.description {
        item.leaf("p", &[], description);
    }
    let is_noise = tagger.rules().excludes.iter().any(|exclude| exclude.head.id == head.id);
    // What an exclusion finds has no tag by which it could be counted.
    if !is_noise {
        write_counts(sight, head, health, item);
    }
    write_cost(&health.costs, &head.id, item);
    let Some(condition) = tagger.asks_for(&head.id) else { return };
    let points = in_words(condition);
    item.element("details", &[], |details| {
        details.leaf("summary", &[], "What it finds");
        details.element("ul", &[("class", "points")], |list| {
            for point in points.iter().take(POINTS_MAX) {
                list.leaf("li", &[], point.trim());
            }
            if points.len() > POINTS_MAX {
                let more = points.len() - POINTS_MAX;
                list.leaf("li", &[], &format!("and {more} more: tagline rules read {}", head.id));
            }
        });
    });
}

/// How often a rule fired lately, when last, and with which it overlaps.
fn write_counts(sight: &Sight<'_>, head: &Head, health: &Health, item: &mut Markup) {
    item.element("p", &[("class", "counts")], |line| {
        // A theme asked for each brand is counted below the brand.
        let below = format!("/{}", head.id);
        let of_rule =
            |(tag, _): &(&String, &Found)| **tag == head.id.as_str() || tag.ends_with(&below);
        let all = health.found.iter().filter(of_rule).map(|(_, found)| *found);
        let (mentions, last) = all.fold((0, None), |(mentions, last), found| {
            (mentions + found.mentions, found.last.max(last))
        });
        let address = Parameters::default().with("tag", Some(head.id.as_str())).behind("/mentions");
        let told = match mentions {
            1 => format!("1 mention in {DAYS} days"),
            many => format!("{} mentions in {DAYS} days", counted(many)),
        };
        line.leaf("a", &[("href", &address)], &told);
        if let Some(last) = last {
            let last = told_time(last, &sight.settings.zone);
            line.leaf("span", &[], &format!("last fired {last}"));
        }
        if let Some(overlap) = health.overlaps.get(head.id.as_str()) {
            line.leaf("span", &[], overlap);
        }
    });
}

fn write_cost((costs, posts): &(BTreeMap<TagName, Cost>, usize), id: &TagName, item: &mut Markup) {
    let Some(cost) = costs.get(id).filter(|_| *posts > 0) else { return };
    let newest = match *posts {
        1 => "newest post".to_owned(),
        many => format!("newest {} posts", counted(many as u64)),
    };
    let told = match (cost.looked_at, cost.found) {
        (0, _) => format!("Costs nothing: none of the {newest} had to be held against it"),
        (looked_at, found) => format!(
            "Cost: held against {} of the {newest}, of which it finds {}",
            counted(looked_at as u64),
            counted(found as u64)
        ),
    };
    item.leaf("p", &[("class", "quiet cost")], &told);
}
