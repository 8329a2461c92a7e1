//! `/rules`: each rule as a sentence, how it does, and what is wrong or doubtful about it.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use mention::{PeopleBy, Question, Standing, Timestamp};
use report::Markup;
use rulelang::{Finding, Head, RuleSet, Severity, in_words};
use tagger::Tagger;

use crate::error::Wrong;
use crate::layout::{Page, told_time};
use crate::parameters::Parameters;
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

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, page).await
}

/// What a rule found lately.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    mentions: u64,
    last: Option<Timestamp>,
}

fn page(sight: &Sight<'_>) -> Result<Answer, Wrong> {
    let found = found(sight)?;
    let rules = &sight.rules;
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
                write_group(sight, tagger, title, &heads, &found, main);
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
        many => format!("the check finds {many} things"),
    };
    match &rules.tagger {
        Some(tagger) => {
            format!("{} rules are in use, and {findings}.", tagger.rules().heads().count())
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

/// Received mentions of the last weeks by tag, and when the last of them was published.
fn found(sight: &Sight<'_>) -> Result<BTreeMap<String, Found>, Wrong> {
    let to = Timestamp(sight.data.1.0.saturating_add(1));
    let from = Timestamp(to.0.saturating_sub(DAYS * 24 * 3_600_000));
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
    found: &BTreeMap<String, Found>,
    main: &mut Markup,
) {
    if heads.is_empty() {
        return;
    }
    main.element("section", &[], |section| {
        section.leaf("h2", &[], &format!("{title} ({})", heads.len()));
        section.element("ul", &[("class", "rulelist")], |list| {
            for head in heads.iter().take(RULES_MAX) {
                list.element("li", &[("id", head.id.as_str())], |item| {
                    write_rule(sight, tagger, head, found, item);
                });
            }
        });
    });
}

fn write_rule(
    sight: &Sight<'_>,
    tagger: &Tagger,
    head: &Head,
    found: &BTreeMap<String, Found>,
    item: &mut Markup,
) {
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
    item.element("p", &[("class", "counts")], |line| {
        // A theme asked for each brand is counted below the brand.
        let below = format!("/{}", head.id);
        let of_rule =
            |(tag, _): &(&String, &Found)| **tag == head.id.as_str() || tag.ends_with(&below);
        let all = found.iter().filter(of_rule).map(|(_, found)| *found);
        let (mentions, last) = all.fold((0, None), |(mentions, last), found| {
            (mentions + found.mentions, found.last.max(last))
        });
        let address = Parameters::default().with("tag", Some(head.id.as_str())).behind("/mentions");
        let told = format!("{mentions} mentions in {DAYS} days");
        line.leaf("a", &[("href", &address)], &told);
        if let Some(last) = last {
            let last = told_time(last, &sight.settings.zone);
            line.leaf("span", &[], &format!("last fired {last}"));
        }
    });
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
