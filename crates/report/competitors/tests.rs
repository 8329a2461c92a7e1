//! Share of voice, cell by cell.

use mention::{
    BrandRole, Catalog, Counts, Entry, EntryKind, RuleSetId, Sentiment, TagName, Timestamp,
};

use crate::fixture::{self, Said, Sheet, build};
use crate::{Cell, Chart, Collects, Compare, Feed, Report, ReportName, ReportRequest};

const HOUR: i64 = 3_600_000;

fn brands(roles: &[(&str, BrandRole)]) -> Catalog {
    let entry = |(name, role): &(&str, BrandRole)| Entry {
        name: TagName::parse(name).unwrap(),
        label: name.to_uppercase(),
        kind: EntryKind::Brand(*role),
        owner: None,
        aliases: Vec::new(),
    };
    Catalog { rules: RuleSetId(1), entries: roles.iter().map(entry).collect() }
}

fn request(period: &str) -> ReportRequest {
    ReportRequest {
        compare: Compare::None,
        ..fixture::request(ReportName::Competitors, period, "UTC")
    }
}

/// Six mentions of a, two of b, one of both, one of a partner: by known people but for one.
fn counts(from: Timestamp) -> Counts {
    let mut sheet = Sheet::default();
    let mut say = |hour: i64, tags: &[&'static str], author: Option<&str>, engagements| {
        let mut said = Said::at(Timestamp(from.0 + hour * HOUR));
        said.tags = tags.to_vec();
        said.author = author.map(str::to_owned);
        said.engagements = engagements;
        said.sentiment = Some(Sentiment::Positive);
        sheet.add(&said);
    };
    for hour in 0..5 {
        say(hour, &["a"], Some("ann"), 2);
    }
    say(6, &["a"], None, 0);
    say(7, &["b"], Some("bob"), 5);
    say(8, &["b"], Some("ann"), 0);
    say(9, &["a", "b"], Some("cem"), 1);
    say(10, &["partner"], Some("bob"), 100);
    say(11, &[], Some("dee"), 100);
    sheet.counts()
}

fn report(period: &str) -> Report {
    let request = request(period);
    let catalog = brands(&[
        ("a", BrandRole::Own),
        ("b", BrandRole::Competitor),
        ("partner", BrandRole::Partner),
    ]);
    let answers = [counts(request.period.from)];
    build(&request, &fixture::input(&answers, &catalog))
}

fn cell<'a>(report: &'a Report, key: &str, row: usize) -> &'a Cell {
    let table = &report.sections[0].tables[0];
    let at = table.columns.iter().position(|column| column.key == key).unwrap();
    &table.rows[row].cells[at]
}

#[test]
fn shares_are_of_the_sum_over_own_and_rival_brands() {
    let report = report("2026-W46");
    assert_eq!(report.headline, "A has 70.0% of the brands' mentions.");
    for (key, a, b) in [
        ("share", (7, 10), (3, 10)),
        ("people_share", (2, 5), (3, 5)),
        ("engagements_share", (11, 17), (6, 17)),
    ] {
        assert_eq!(*cell(&report, key, 0), Cell::Share { part: a.0, whole: a.1 }, "{key} of a");
        assert_eq!(*cell(&report, key, 1), Cell::Share { part: b.0, whole: b.1 }, "{key} of b");
    }
    assert_eq!(report.sections[0].tables[0].rows.len(), 2, "the partner has no row");
    // Ten rated mentions are too few to show a mood.
    assert_eq!(*cell(&report, "positive", 0), Cell::Absent("7 rated, fewer than 50".to_owned()));
}

#[test]
fn intervals_hold_the_share_and_follow_from_the_question() {
    let (report, again) = (report("2026-W46"), report("2026-W46"));
    assert_eq!(report, again);
    let Cell::Interval { low, high } = cell(&report, "interval", 0) else { panic!("no interval") };
    assert!(*low < 0.7 && *high > 0.7 && *low >= 0.0 && *high <= 1.0, "{low} {high}");
    let Cell::Interval { low: rival_low, high: rival_high } = cell(&report, "interval", 1) else {
        panic!("no interval")
    };
    // Two shares that add to one have mirrored intervals.
    assert!((low + rival_high - 1.0).abs() < 1e-3 && (high + rival_low - 1.0).abs() < 1e-3);
}

#[test]
fn several_weeks_have_a_course() {
    let report = report("2026-11-02..2026-11-15");
    let weeks = report.sections.iter().find_map(|section| match &section.chart {
        Some(Chart::Multiples(chart)) => Some(chart),
        _ => None,
    });
    let weeks = weeks.unwrap();
    assert_eq!(weeks.labels, ["2026-W45", "2026-W46"]);
    assert_eq!(weeks.panels[0].values, [(7, 10), (0, 0)]);
    assert_eq!(weeks.panels[1].values, [(3, 10), (0, 0)]);
    assert_eq!(weeks.title, "A went from 70.0% to 70.0% of mentions");
}

#[test]
fn it_is_refused_with_the_reason() {
    let request = request("2026-W46");
    let refused = |catalog: &Catalog, collects| {
        let answers = [counts(request.period.from)];
        let input = crate::Input { feed: Feed { collects }, ..fixture::input(&answers, catalog) };
        build(&request, &input).refused
    };
    let both = brands(&[("a", BrandRole::Own), ("b", BrandRole::Competitor)]);
    assert_eq!(refused(&both, None), None);
    assert_eq!(refused(&both, Some(Collects::Category)), None);
    assert!(refused(&both, Some(Collects::Brand)).unwrap().contains("collects = \"brand\""));
    let own = brands(&[("a", BrandRole::Own)]);
    assert!(refused(&own, None).unwrap().contains("role = \"competitor\""));
    let rival = brands(&[("b", BrandRole::Competitor)]);
    assert!(refused(&rival, None).unwrap().contains("role = \"own\""));
}

#[test]
fn silence_is_no_share() {
    let request = request("2026-W46");
    let catalog = brands(&[("a", BrandRole::Own), ("b", BrandRole::Competitor)]);
    let report = build(&request, &fixture::input(&[Counts::default()], &catalog));
    assert_eq!(report.headline, "No brand was mentioned in week 46, 9–15 Nov 2026.");
    assert_eq!(*cell(&report, "share", 0), Cell::Absent("no brand was mentioned".to_owned()));
}

#[test]
fn titles_stay_short_where_labels_are_long() {
    let request = request("2026-11-02..2026-11-15");
    let mut catalog = brands(&[("a", BrandRole::Own), ("b", BrandRole::Competitor)]);
    catalog.entries[0].label = "The Old Coffee Roasters of Upper Lower Street".to_owned();
    let answers = [counts(request.period.from)];
    let report = build(&request, &fixture::input(&answers, &catalog));
    assert_eq!(report.sections[0].title, "We lead with 70.0% of mentions");
    assert_eq!(report.sections[1].title, "Our share went from 70.0% to 70.0% of mentions");
}

#[test]
fn people_who_are_all_alike_do_not_make_a_share_certain() {
    let request = request("2026-W46");
    let catalog = brands(&[("a", BrandRole::Own), ("b", BrandRole::Competitor)]);
    let mut sheet = Sheet::default();
    for author in ["ann", "bob", "cem"] {
        let mut said = Said::at(request.period.from);
        (said.tags, said.author) = (vec!["a", "b"], Some(author.to_owned()));
        sheet.add(&said);
    }
    let report = build(&request, &fixture::input(&[sheet.counts()], &catalog));
    // Resampling finds 50 % in each round; Wilson's interval of 3 in 6 is 19 % to 81 %.
    let Cell::Interval { low, high } = cell(&report, "interval", 0) else { panic!("no interval") };
    assert!((low - 0.1876).abs() < 1e-4 && (high - 0.8124).abs() < 1e-4, "{low} {high}");
}

#[test]
fn weeks_that_are_cut_are_left_out() {
    let weeks = |period: &str, data_to: Option<Timestamp>| {
        let request = ReportRequest { data_to, ..request(period) };
        let catalog = brands(&[("a", BrandRole::Own), ("b", BrandRole::Competitor)]);
        let answers = [counts(request.period.from)];
        let report = build(&request, &fixture::input(&answers, &catalog));
        report.sections.into_iter().find_map(|section| match section.chart {
            Some(Chart::Multiples(chart)) => Some(chart),
            _ => None,
        })
    };
    // From a Friday to a Tuesday: the mentions of the first day are in no whole week.
    let cut = weeks("2026-10-23..2026-11-10", None).unwrap();
    assert_eq!(cut.labels, ["2026-W44", "2026-W45"]);
    assert_eq!(cut.panels[0].values, [(0, 0), (0, 0)]);
    let monday = fixture::request(ReportName::Competitors, "2026-11-02", "UTC").period.from;
    assert_eq!(weeks("2026-10-23..2026-11-10", Some(monday)), None, "one whole week is no course");
    let whole = weeks("2026-10-26..2026-11-08", None).unwrap();
    assert_eq!(whole.panels[0].values, [(7, 10), (0, 0)], "negative control");
}

#[test]
fn a_tag_that_sums_up_others_is_no_theme_of_a_brand() {
    let request = request("2026-W46");
    let mut catalog = brands(&[("a", BrandRole::Own), ("b", BrandRole::Competitor)]);
    for (name, label) in [("a/service", "A · service, all"), ("a/service/late", "A · Late")] {
        let kind = EntryKind::Theme;
        let name = TagName::parse(name).unwrap();
        let label = label.to_owned();
        catalog.entries.push(Entry { name, label, kind, owner: None, aliases: Vec::new() });
    }
    let mut sheet = Sheet::default();
    let mut said = Said::at(request.period.from);
    said.tags = vec!["a", "a/service", "a/service/late"];
    sheet.add(&said);
    let report = build(&request, &fixture::input(&[sheet.counts()], &catalog));
    let themes = &report.sections.last().unwrap().tables[0];
    let late = Cell::Tag { label: "Late".to_owned(), name: "a/service/late".to_owned() };
    assert_eq!(themes.rows.len(), 1);
    assert_eq!(themes.rows[0].cells[0], late);
}
