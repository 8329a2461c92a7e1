//! The HTML file: whole, safe, small, and readable for everybody.

use std::collections::BTreeMap;

use mention::{Catalog, Entry, EntryKind, RuleSetId, TagName, Timestamp};

use super::*;
use crate::fixture::build;
use crate::fixture::{self, Said, Sheet};
use crate::{Collects, Feed, Input, ReportName};

fn page(name: ReportName, period: &str) -> String {
    html(&fixture::report(name, period))
}

fn pages() -> Vec<String> {
    let periods = ["2026-W46", "2026-10-05..2026-11-15"];
    ReportName::ALL.into_iter().flat_map(|name| periods.map(|period| page(name, period))).collect()
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    for page in pages() {
        for word in ["<script", "<link", "<iframe", " src=", " style=", " onload="] {
            assert!(!page.contains(word), "{word}");
        }
        assert!(!page.contains("@import") && !page.contains("url("));
        // An address stands only where a person follows it.
        let follows = page.matches("<a href=\"https://").count();
        assert_eq!(page.matches(" href=").count(), follows);
    }
}

#[test]
fn numbers_lead_to_their_mentions_where_a_page_lists_them() {
    let mut report = fixture::report(ReportName::Tags, "2026-W46");
    assert!(!html(&report).contains("class=\"behind\""));
    report.mentions_at = Some("/mentions".to_owned());
    let page = html(&report);
    let address = "/mentions?from=2026-11-08T23:00:00Z&amp;to=2026-11-15T23:00:00Z&amp;tag=kaffa&amp;standing=received&amp;sentiment=negative";
    assert!(page.contains(address), "{page}");
    assert!(page.len() < 300_000, "{}", page.len());
}

#[test]
fn labels_of_strangers_stay_text() {
    let request = fixture::request(ReportName::Tags, "2026-W46", "UTC");
    let attack = "\"><script>alert(1)</script><svg onload='x'>";
    let name = TagName::parse("evil").unwrap();
    let entry = Entry {
        name,
        label: attack.to_owned(),
        kind: EntryKind::Theme,
        owner: None,
        aliases: Vec::new(),
    };
    let catalog = Catalog { rules: RuleSetId(1), entries: vec![entry] };
    let mut sheet = Sheet::default();
    let mut said = Said::at(request.period.from);
    said.tags = vec!["evil"];
    sheet.add(&said);
    let command = "tagline <report> & \"more\"";
    let answers = [sheet.counts()];
    let page = html(&build(&request, &Input { command, ..fixture::input(&answers, &catalog) }));
    assert!(!page.contains("<script") && !page.contains("<svg onload"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(page.contains("tagline &lt;report&gt; &amp; &quot;more&quot;"));
}

#[test]
fn elements_close_in_order_and_ids_are_unique() {
    for page in pages() {
        let (mut open, mut ids): (Vec<String>, BTreeMap<String, u32>) = Default::default();
        for tag in page.split('<').skip(2).map(|rest| rest.split('>').next().unwrap()) {
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(name));
                continue;
            }
            let name = tag.split(' ').next().unwrap();
            if name != "meta" {
                open.push(name.to_owned());
            }
            if let Some(id) = tag.split(" id=\"").nth(1).and_then(|rest| rest.split('"').next()) {
                *ids.entry(id.to_owned()).or_default() += 1;
            }
        }
        assert!(open.is_empty(), "{open:?}");
        let twice: Vec<_> = ids.iter().filter(|(_, times)| **times > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}

#[test]
fn every_picture_has_words_or_stands_beside_its_number() {
    for page in pages() {
        for svg in page.split("<svg ").skip(1) {
            let head = svg.split('>').next().unwrap();
            let hidden = head.contains("aria-hidden=\"true\"");
            let told = head.contains("role=\"img\"")
                && svg.contains("<title id=")
                && svg.contains("<desc id=");
            assert!(hidden || told, "{head}");
        }
    }
}

#[test]
fn thousands_of_tags_and_years_of_days_stay_below_300_kilobytes() {
    let request = fixture::request(ReportName::Tags, "2026-07-20..2026-11-15", "UTC");
    let name = |number: usize| format!("tag-with-a-rather-long-name-{number}");
    let entry = |number: usize| Entry {
        name: TagName::parse(&name(number)).unwrap(),
        label: format!("A tag with a rather long label, number {number}"),
        kind: if number.is_multiple_of(2) { EntryKind::Theme } else { EntryKind::Campaign },
        owner: None,
        aliases: Vec::new(),
    };
    let mut entries: Vec<Entry> = (0..3000).map(entry).collect();
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    let mut sheet = Sheet::default();
    for number in 0..6000 {
        let day = i64::try_from(number % 119).unwrap();
        let mut said = Said::at(Timestamp(request.period.from.0 + day * 86_400_000));
        let tag = name(number % 3000);
        said.tags = vec![&tag];
        said.engagements = 1;
        sheet.add(&said);
    }
    let catalog = Catalog { rules: RuleSetId(1), entries };
    let answers = [sheet.counts()];
    let page = html(&build(&request, &fixture::input(&answers, &catalog)));
    assert!(page.len() <= 300_000, "{} bytes", page.len());
    assert!(page.contains("and 1,460 more, all in JSON and CSV"));
    assert!(pages().iter().all(|page| page.len() <= 300_000));
}

#[test]
fn titles_of_charts_have_ten_words_or_fewer() {
    let periods = ["2026-W46", "2026-10", "2026-11-12"];
    for name in ReportName::ALL {
        for period in periods {
            let report = fixture::report(name, period);
            for chart in report.sections.iter().filter_map(|section| section.chart.as_ref()) {
                let words = chart.title().split_whitespace().count();
                assert!(words <= 10, "{words} words: {}", chart.title());
            }
        }
    }
}

#[test]
fn a_refusal_is_the_whole_page() {
    let request = fixture::request(ReportName::Competitors, "2026-W46", "UTC");
    let (answers, catalog) = (fixture::answers(&request), fixture::catalog());
    let feed = Feed { collects: Some(Collects::Brand) };
    let page = html(&build(&request, &Input { feed, ..fixture::input(&answers, &catalog) }));
    assert!(page.contains("Not measurable, because the feed was gathered with our own brand"));
    assert!(!page.contains("<table"));
}

/// The colors a block of the style sheet sets.
fn colors(block: &str) -> BTreeMap<&str, [f64; 3]> {
    let channel =
        |text: &str, at: usize| f64::from(u8::from_str_radix(&text[at..at + 2], 16).unwrap());
    block
        .split(';')
        .filter_map(|rule| rule.trim().split_once(": #"))
        .filter(|(_, value)| value.len() == 6)
        .map(|(name, value)| (name, [0, 2, 4].map(|at| channel(value, at) / 255.0)))
        .collect()
}

/// The contrast of two colors: WCAG 2.2, relative luminance.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |color: [f64; 3]| {
        let [r, g, b] =
            color.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn colors_have_contrast_in_light_and_dark_and_on_paper() {
    let blocks: Vec<&str> =
        STYLE.split(":root {").skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
    assert_eq!(blocks.len(), 3);
    for block in blocks {
        let colors = colors(block);
        let paper = colors["--paper"];
        for (name, least) in [
            ("--ink", 7.0),
            ("--muted", 4.5),
            ("--accent", 4.5),
            ("--rule", 3.0),
            ("--edge", 3.0),
            ("--rival0", 3.0),
            ("--rival1", 3.0),
            ("--rival2", 3.0),
            ("--rival3", 3.0),
        ] {
            let found = contrast(colors[name], paper);
            assert!(found >= least, "{name}: {found:.2} below {least}");
        }
        assert!(contrast(colors["--accent"], colors["--band"]) >= 3.0, "the line on its band");
        assert!(
            contrast(colors["--hair"], paper) < 3.0,
            "negative control: hairlines only part rows"
        );
    }
}
