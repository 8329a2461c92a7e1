//! Campaigns: numbers that are added up by hand, and nothing told where nothing can be.

use mention::Timestamp;

use crate::fixture;
use crate::fixture::world::{BEGIN, Post, World, book, post};
use crate::{Book, Cell, Report, ReportName, ReportRequest};

const DAY: i64 = 86_400_000;

fn request(days: i64) -> ReportRequest {
    ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(Timestamp(BEGIN.0 + days * DAY - 1)),
        ..fixture::request(ReportName::Campaigns, "2026-10", "Europe/Berlin")
    }
}

/// Posts of the brand, `a_day` of them on each day at noon, more by `more` while the campaign runs.
fn posts(days: i64, a_day: usize, more: usize) -> Vec<Post> {
    let mut posts = Vec::new();
    for day in 0..days {
        let launch = (21..35).contains(&day);
        for one in 0..a_day + if launch { more } else { 0 } {
            let tags: &[&str] = if one < a_day { &["kaffa"] } else { &["autumn-blend", "kaffa"] };
            let at = Timestamp(BEGIN.0 + day * DAY + DAY / 2);
            posts.push(post(&format!("{day}-{one}"), &format!("p{}", one % 7), at, tags));
        }
    }
    posts
}

fn report(posts: Vec<Post>, days: i64) -> Report {
    World { posts, ..World::default() }.report(&request(days), &fixture::catalog(), &book())
}

fn cell<'a>(report: &'a Report, table: &str, row: usize, column: &str) -> &'a Cell {
    let table = report
        .sections
        .iter()
        .flat_map(|section| &section.tables)
        .find(|found| found.key == table)
        .unwrap();
    let at = table.columns.iter().position(|found| found.key == column).unwrap();
    &table.rows[row].cells[at]
}

#[test]
fn means_ratio_people_and_goals_are_those_added_up_by_hand() {
    let report = report(posts(56, 10, 20), 56);
    let of = |column: &str| match column {
        "mentions" | "people" | "new_people" => cell(&report, "campaigns", 0, column),
        _ => cell(&report, "brands", 0, column),
    };
    assert_eq!(
        [of("before"), of("during"), of("after")],
        [&Cell::Mean(10.0), &Cell::Mean(30.0), &Cell::Mean(10.0)]
    );
    assert_eq!(of("mentions"), &Cell::Count(14 * 20));
    // The same seven people wrote before, so none is new.
    assert_eq!([of("people"), of("new_people")], [&Cell::Count(7), &Cell::Count(0)]);
    let Cell::Effect { ratio, low, high } = of("lift") else { panic!("no ratio") };
    assert!((ratio - 3.0).abs() < 1e-9 && *low > 2.0 && *high < 4.0, "{ratio} {low} {high}");
    let Cell::Effect { ratio, low, high } = of("lift_after") else { panic!("no ratio") };
    assert!((ratio - 1.0).abs() < 1e-9 && *low < 1.0 && *high > 1.0);
    // 280 of 400 mentions; redemptions are not ours to know.
    assert_eq!(cell(&report, "goals", 0, "progress"), &Cell::Part(0.7));
    assert!(matches!(cell(&report, "goals", 1, "reached"), Cell::Absent(_)));
    assert!(report.headline.contains("3.0 times as much"), "{}", report.headline);
}

#[test]
fn codes_count_as_words_in_any_case() {
    let mut posts = posts(56, 10, 20);
    let texts = ["use #Blend10 now", "blend10, blend10!", "BLEND100 is another", "my xblend10"];
    for (at, text) in texts.iter().enumerate() {
        let found =
            posts.iter_mut().filter(|post| post.at.0 >= BEGIN.0 + 22 * DAY).nth(at).unwrap();
        found.mention.text = (*text).to_owned();
    }
    posts[0].mention.text = "blend10 too early".to_owned();
    let report = report(posts, 56);
    assert_eq!(cell(&report, "codes", 0, "mentions"), &Cell::Count(2));
}

#[test]
fn without_an_effect_none_is_told() {
    let report = report(posts(56, 10, 0), 56);
    assert!(report.headline.contains("chance alone"), "{}", report.headline);
}

#[test]
fn too_little_before_it_gives_no_ratio_and_says_why() {
    let late: Vec<Post> =
        posts(56, 10, 20).into_iter().filter(|post| post.at.0 >= BEGIN.0 + 10 * DAY).collect();
    let request = ReportRequest { data_from: Some(Timestamp(BEGIN.0 + 10 * DAY)), ..request(56) };
    let report =
        World { posts: late, ..World::default() }.report(&request, &fixture::catalog(), &book());
    let Cell::Absent(why) = cell(&report, "brands", 0, "lift") else { panic!("a ratio") };
    assert!(why.contains("11 days before"), "{why}");
    assert!(report.headline.contains("cannot be told"), "{}", report.headline);
}

#[test]
fn a_campaign_that_still_runs_is_reported_as_far_as_the_data_go() {
    let report = report(posts(28, 10, 20), 28);
    assert_eq!(cell(&report, "brands", 0, "during"), &Cell::Mean(30.0));
    assert!(matches!(cell(&report, "brands", 0, "after"), Cell::Absent(_)));
    assert_eq!(cell(&report, "goals", 0, "elapsed"), &Cell::Part(0.5));
    assert!(report.notes.iter().any(|note| note.contains("hold 50.0% of its days")));
}

#[test]
fn without_rules_or_campaigns_it_says_so() {
    let none = Book { campaigns: Vec::new(), ..book() };
    let report = World::default().report(&request(56), &fixture::catalog(), &none);
    assert!(report.headline.contains("No campaign ran"), "{}", report.headline);
    let missing = Book { missing: Some("the rules are not there".to_owned()), ..Book::default() };
    let report = World::default().report(&request(56), &fixture::catalog(), &missing);
    assert_eq!(report.refused.unwrap(), "Not measurable, because the rules are not there.");
}

#[test]
fn outcomes_are_sums_of_what_was_measured_of_the_campaigns_days() {
    let measure = |number: i64, metric: &str, value: &str| mention::Measure {
        scope: mention::Scope::parse("campaign:autumn-blend").unwrap(),
        day: crate::fixture::world::day(number),
        metric: metric.to_owned(),
        place: None,
        value: mention::Decimal::parse(value).unwrap(),
        note: None,
    };
    let measures = vec![
        measure(20, "redemptions", "100"),
        measure(21, "redemptions", "10"),
        measure(37, "redemptions", "15"),
        measure(38, "redemptions", "100"),
        measure(30, "attendance", "12.5"),
    ];
    let world = World { posts: posts(56, 10, 20), measures, ..World::default() };
    let report = world.report(&request(56), &fixture::catalog(), &book());
    // 25 of 50 redemptions, grace days included, the days around left out.
    assert_eq!(cell(&report, "goals", 1, "progress"), &Cell::Part(0.5));
    assert_eq!(cell(&report, "outcomes", 0, "sum"), &Cell::Mean(12.5));
    assert_eq!(cell(&report, "outcomes", 1, "sum"), &Cell::Mean(25.0));
}
