//! The tag report, cell by cell.

use mention::{Counts, Kind as PostKind, Sentiment, Standing, Timestamp};

use crate::fixture::{self, Said, Sheet, build};
use crate::request::questions;
use crate::{
    Cell, Change, Chart, Compare, Report, ReportName, ReportRequest, Table, Usual, number,
};

mod gaps;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn alone(period: &str) -> ReportRequest {
    let request = fixture::request(ReportName::Tags, period, "Europe/Berlin");
    ReportRequest { compare: Compare::None, ..request }
}

fn report(request: &ReportRequest, answers: &[Counts]) -> Report {
    build(request, &fixture::input(answers, &fixture::catalog()))
}

fn table(report: &Report, key: &str) -> Table {
    report.tables().into_iter().find(|table| table.key == key).unwrap()
}

/// The cell of the row whose tag has this name or, for a total, this label.
#[track_caller]
fn cell(report: &Report, key: &str, row: &str, column: &str) -> Cell {
    let table = table(report, key);
    let at = table.columns.iter().position(|c| c.key == column).unwrap();
    let is_row = |cell: &Cell| match cell {
        Cell::Tag { label, name } => name == row || (name.is_empty() && label == row),
        _ => false,
    };
    table.rows.iter().find(|r| is_row(&r.cells[0])).unwrap().cells[at].clone()
}

/// Four received mentions, one of noise, one by an employee and three posts of our own.
fn small(from: Timestamp) -> Counts {
    let mut sheet = Sheet::default();
    let mut say = |at: i64, tags: &[&'static str], author: Option<&str>, kind, engagements| {
        let mut said = Said::at(Timestamp(from.0 + at));
        said.tags = tags.to_vec();
        said.author = author.map(str::to_owned);
        (said.kind, said.engagements) = (kind, engagements);
        sheet.add(&said);
    };
    say(0, &["kaffa"], Some("ann"), PostKind::Original, 3);
    say(DAY - 1, &["kaffa", "delivery"], Some("ann"), PostKind::Repost, 2);
    say(DAY, &[], None, PostKind::Original, 1);
    say(7 * DAY - 1, &["delivery", "delivery/late"], Some("bob"), PostKind::Reply, 0);
    let mut apart = |standing, tags: &[&'static str], impressions, engagements| {
        let mut said = Said::at(Timestamp(from.0 + 2 * DAY));
        said.tags = tags.to_vec();
        (said.standing, said.impressions, said.engagements) = (standing, impressions, engagements);
        sheet.add(&said);
    };
    apart(Standing::Noise, &["kaffa"], 9, 9);
    apart(Standing::Employee, &["kaffa"], 9, 9);
    apart(Standing::Sent, &["kaffa", "autumn-blend"], 1000, 50);
    apart(Standing::Sent, &["kaffa"], 3000, 60);
    apart(Standing::Sent, &[], 1000, 10);
    sheet.counts()
}

#[test]
fn what_was_received_is_counted_by_tag() {
    let request = alone("2026-W46");
    let report = report(&request, &[small(request.period.from)]);
    assert_eq!(report.headline, "4 mentions from 2 people.");
    for (row, mentions, originals, reposts, engagements) in [
        ("All mentions", 4, 3, 1, 6),
        ("With a tag", 3, 2, 1, 5),
        ("Without a tag", 1, 1, 0, 1),
        ("kaffa", 2, 1, 1, 5),
        ("delivery", 2, 1, 1, 2),
        ("delivery/late", 1, 1, 0, 0),
    ] {
        let count = |column| cell(&report, "received", row, column);
        assert_eq!(count("mentions"), Cell::Count(mentions), "{row}");
        assert_eq!(count("originals"), Cell::Count(originals), "{row}");
        assert_eq!(count("reposts"), Cell::Count(reposts), "{row}");
        assert_eq!(count("engagements"), Cell::Count(engagements), "{row}");
    }
    for (row, people, known, mentions) in [
        ("All mentions", 2, 3, 4),
        ("With a tag", 2, 3, 3),
        ("kaffa", 1, 2, 2),
        ("delivery", 2, 2, 2),
    ] {
        assert_eq!(cell(&report, "received", row, "people"), Cell::Count(people), "{row}");
        let share = Cell::Share { part: known, whole: mentions };
        assert_eq!(cell(&report, "received", row, "author_known"), share, "{row}");
    }
    assert!(matches!(cell(&report, "received", "Without a tag", "people"), Cell::Absent(_)));
}

#[test]
fn days_are_those_of_the_zone() {
    let request = alone("2026-W46");
    // The first instant of Monday in Berlin is 23:00 on Sunday in London.
    assert_eq!(request.period.from, Timestamp::from_seconds(1_794_178_800));
    let report = report(&request, &[small(request.period.from)]);
    let series = |row| cell(&report, "received", row, "series");
    assert_eq!(series("All mentions"), Cell::Series(vec![2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]));
    assert_eq!(series("Without a tag"), Cell::Series(vec![0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]));
    assert_eq!(series("kaffa"), Cell::Series(vec![2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]));
    let days: Vec<Cell> =
        table(&report, "timeline").rows.iter().map(|row| row.cells[0].clone()).collect();
    assert_eq!(days[0], Cell::Text("Mon 9 Nov".to_owned()));
    assert_eq!(days[6], Cell::Text("Sun 15 Nov".to_owned()));
}

#[test]
fn a_day_of_25_hours_holds_its_last_hour() {
    let request = alone("2026-10-24..2026-10-26");
    let mut sheet = Sheet::default();
    // Sunday the 25th has 25 hours in Berlin: its last quarter of an hour, then the first of Monday.
    for at in [DAY + 25 * HOUR - 1, DAY + 25 * HOUR] {
        sheet.add(&Said::at(Timestamp(request.period.from.0 + at)));
    }
    let report = report(&request, &[sheet.counts()]);
    assert_eq!(
        cell(&report, "received", "All mentions", "series"),
        Cell::Series(vec![0.0, 1.0, 1.0])
    );
}

#[test]
fn our_own_posts_are_measured_against_those_without_the_tag() {
    let request = alone("2026-W46");
    let report = report(&request, &[small(request.period.from)]);
    for (row, posts, impressions, engagements, rate) in [
        ("All posts", 3, 5000, 120, 0.024),
        ("kaffa", 2, 4000, 110, 0.0275),
        ("autumn-blend", 1, 1000, 50, 0.05),
    ] {
        let of = |column| cell(&report, "sent", row, column);
        assert_eq!(of("posts"), Cell::Count(posts));
        assert_eq!(of("impressions"), Cell::Count(impressions));
        assert_eq!(of("engagements"), Cell::Count(engagements));
        assert_eq!(of("engagement_rate"), Cell::Ratio(rate));
    }
    // 0.0275 against 10 / 1,000 of the one post without it; 0.05 against 70 / 4,000.
    assert_eq!(cell(&report, "sent", "kaffa", "lift"), Cell::Lift(0.0275 / 0.01 - 1.0));
    assert_eq!(cell(&report, "sent", "autumn-blend", "lift"), Cell::Lift(0.05 / 0.0175 - 1.0));
    assert!(matches!(cell(&report, "sent", "All posts", "lift"), Cell::Absent(_)));
}

#[test]
fn without_impressions_there_is_no_rate() {
    let request = alone("2026-W46");
    let mut sheet = Sheet::default();
    for (tags, impressions) in [(vec!["kaffa"], 0), (vec![], 100)] {
        let mut said = Said::at(request.period.from);
        (said.standing, said.tags, said.impressions, said.engagements) =
            (Standing::Sent, tags, impressions, 5);
        sheet.add(&said);
    }
    let report = report(&request, &[sheet.counts()]);
    assert!(matches!(cell(&report, "sent", "kaffa", "engagement_rate"), Cell::Absent(_)));
    assert!(matches!(cell(&report, "sent", "kaffa", "lift"), Cell::Absent(_)));
}

/// `mentions` in one bucket of the period, of which `rated` have a sentiment, one in five of them negative.
fn many(from: Timestamp, mentions: u64, rated: u64) -> Counts {
    let mut sheet = Sheet::default();
    for number in 0..mentions {
        let mut said = Said::at(from);
        said.tags = vec!["kaffa"];
        said.sentiment = (number < rated).then_some(match number % 5 {
            0 => Sentiment::Negative,
            _ => Sentiment::Positive,
        });
        sheet.add(&said);
    }
    sheet.counts()
}

#[test]
fn sentiment_is_hidden_below_50_rated() {
    let request = alone("2026-W46");
    let from = request.period.from;
    let few = report(&request, &[many(from, 80, 49)]);
    assert_eq!(
        cell(&few, "received", "kaffa", "positive"),
        Cell::Absent("49 rated, fewer than 50".to_owned())
    );
    assert_eq!(cell(&few, "received", "kaffa", "rated"), Cell::Share { part: 49, whole: 80 });
    let enough = report(&request, &[many(from, 80, 50)]);
    assert_eq!(cell(&enough, "received", "kaffa", "positive"), Cell::Share { part: 40, whole: 50 });
    assert_eq!(cell(&enough, "received", "kaffa", "negative"), Cell::Share { part: 10, whole: 50 });
}

#[test]
fn what_the_feed_never_carries_is_not_measurable() {
    let request = alone("2026-W46");
    let bare = report(&request, &[many(request.period.from, 3, 0)]);
    let unmeasured: Vec<&str> = table(&bare, "received")
        .columns
        .iter()
        .filter(|column| column.unmeasured.is_some())
        .map(|column| column.key)
        .collect();
    assert_eq!(
        unmeasured,
        [
            "originals",
            "reposts",
            "people",
            "author_known",
            "engagements",
            "positive",
            "negative",
            "rated",
            "questions"
        ]
    );
    let keys: Vec<&str> = bare.figures.iter().map(|figure| figure.key).collect();
    assert_eq!(keys, ["mentions", "tagged"]);
    // Negative control: a feed that carries them has no such column.
    let full = report(&request, &[small(request.period.from)]);
    let gone = |key| {
        table(&full, "received").columns.iter().any(|c| c.key == key && c.unmeasured.is_some())
    };
    assert!(!gone("people") && !gone("engagements") && !gone("reposts"));
}

#[test]
fn change_is_against_the_week_before_and_its_usual_range() {
    let request = fixture::request(ReportName::Tags, "2026-W46", "Europe/Berlin");
    let asked = questions(&request);
    assert_eq!(asked.len(), 9);
    assert!(asked.windows(2).all(|pair| pair[1].to == pair[0].from), "eight weeks in a row");
    // The median of the eight is 100, the Poisson interval 81 to 120 is wider than their spread.
    let totals = [130, 100, 100, 98, 102, 96, 104, 110, 50];
    let answers: Vec<Counts> =
        asked.iter().zip(totals).map(|(question, total)| many(question.from, total, 0)).collect();
    let above = report(&request, &answers);
    let usual = Some(Usual { low: 81.0, high: 120.0 });
    let change = Cell::Change(Change { now: 130.0, before: 100.0, usual });
    assert_eq!(cell(&above, "received", "kaffa", "change"), change);
    assert_eq!(cell(&above, "received", "All mentions", "change"), change);
    assert_eq!(
        above.headline,
        "130 mentions, 30% more than in the period before and above the usual range. Kaffa 咖啡 grew most."
    );
    // All of it came on one Monday, each week: the chart's band knows the day.
    let chart = above.sections[0].chart.clone();
    let Some(Chart::Line(chart)) = chart else { panic!("no line") };
    assert_eq!(chart.points[0].usual, usual);
    assert_eq!(chart.points[1].usual, Some(Usual { low: 0.0, high: 0.0 }));
    assert_eq!(chart.title, "Mentions rose above their usual range on Mon 9 Nov");
    // Inside the range nothing grew; the one Monday is what chance may do.
    let mut calm = answers;
    calm[0] = many(request.period.from, 115, 0);
    let calm = report(&request, &calm);
    assert_eq!(
        calm.headline,
        "115 mentions, 15% more than in the period before and within the usual range."
    );
}

#[test]
fn what_fell_and_is_still_above_usual_has_no_arrow_against_its_sign() {
    // The week before was the peak: less than then is still more than the 82 to 121 that are usual.
    let said = |name, total: u64, before: u64| {
        let request = fixture::request(name, "2026-W46", "Europe/Berlin");
        let totals = [total, before, 100, 100, 98, 102, 96, 104, 110];
        let asked = questions(&request);
        let answers: Vec<Counts> = asked
            .iter()
            .zip(totals)
            .map(|(question, total)| many(question.from, total, total))
            .collect();
        let report = report(&request, &answers);
        let page =
            crate::text(&report, crate::TextOptions { width: None, color: crate::Color::No });
        assert!(!page.contains("▲ −") && !page.contains("▼ +"), "{page}");
        (report.headline, page)
    };
    let (tags, page) = said(ReportName::Tags, 128, 130);
    assert_eq!(
        tags,
        "128 mentions, 1.5% fewer than in the period before yet above the usual range."
    );
    assert!(page.contains("−1.5%, yet above usual") && !page.contains('▲'), "{page}");
    let (success, page) = said(ReportName::Success, 128, 130);
    assert_eq!(success, "128 mentions, −1.5% yet more than usual.");
    assert!(page.contains("−1.5%, yet above usual") && !page.contains('▲'), "{page}");
    let (success, page) = said(ReportName::Success, 60, 40);
    assert_eq!(success, "60 mentions, +50% yet less than usual.");
    assert!(!page.contains('▼'), "{page}");
    // A peak that goes on has its arrow.
    assert!(said(ReportName::Success, 131, 130).1.contains("▲ +0.8%"));
}

#[test]
fn what_happened_stands_on_the_chart_where_it_happened() {
    use mention::{Annotation, Day};

    use crate::Input;

    let request = alone("2026-W46");
    let answers = vec![many(request.period.from, 10, 0)];
    let catalog = fixture::catalog();
    let note = |day: i64, text: &str| Annotation { day: Day(day), text: text.to_owned() };
    // Monday, 2026-11-09, is day 20,766; the Monday after is not in the week.
    let annotations = [
        note(20_766, "price change"),
        note(20_768, "strike"),
        note(20_768, "snow"),
        note(20_773, "late"),
    ];
    let input = Input { annotations: &annotations, ..fixture::input(&answers, &catalog) };
    let report = build(&request, &input);
    let Some(Chart::Line(chart)) = &report.sections[0].chart else { panic!("no line") };
    assert_eq!(chart.notes(), ["1: price change (Mon 9 Nov)", "2: strike; snow (Wed 11 Nov)"]);
    let page = crate::html(&report);
    assert!(page.contains("1: price change (Mon 9 Nov) · 2: strike; snow (Wed 11 Nov)"));
    assert_eq!(page.matches("class=\"note\"").count(), 2);
}

#[test]
fn a_change_splits_into_the_world_and_the_rules_where_rules_changed() {
    use mention::Kept;

    use crate::fixture::world::post;
    use crate::{Input, Restated};

    let request = fixture::request(ReportName::Tags, "2026-W46", "Europe/Berlin");
    let asked = questions(&request);
    // Then 100 by the rules of then, now 130 by those of today, who find 120 then.
    let totals = [130, 100];
    let answers: Vec<Counts> =
        asked.iter().zip(totals).map(|(question, total)| many(question.from, total, 0)).collect();
    let found = |fresh: u64, all: u64, at: Timestamp| {
        let mut found = crate::Found::default();
        for number in 0..all {
            let tags: &[&str] = if number < fresh { &["kaffa"] } else { &[] };
            let post = post(&number.to_string(), "a", at, tags);
            let kept = Kept {
                mention: &post.mention,
                tagged: &post.tagged,
                published_at: at,
                author: None,
            };
            found.take(&kept, &post.tagged);
        }
        found
    };
    let restated =
        Restated { now: found(130, 130, asked[0].from), before: found(120, 120, asked[1].from) };
    let catalog = fixture::catalog();
    let of = |restated: &Restated| {
        build(&request, &Input { restated: Some(restated), ..fixture::input(&answers, &catalog) })
    };
    let split = of(&restated);
    let lift = |column| match cell(&split, "received", "kaffa", column) {
        Cell::Lift(part) => part,
        other => panic!("{other:?}"),
    };
    // 10 of the 30 more were said, 20 are found by the rules of today alone.
    assert!((lift("world") - 0.10).abs() < 1e-12 && (lift("rule_edit") - 0.20).abs() < 1e-12);
    let Cell::Change(change) = cell(&split, "received", "kaffa", "change") else { panic!() };
    let whole = change.ratio().unwrap();
    assert!((lift("world") + lift("rule_edit") - whole).abs() < 1e-12, "they sum");
    assert!(split.notes.iter().any(|note| note.starts_with("The rules changed since")));
    // Where texts are gone, nothing is split, and that is said.
    let lost = of(&Restated { before: found(40, 40, asked[1].from), ..restated });
    assert!(table(&lost, "received").columns.iter().all(|column| column.key != "world"));
    assert!(lost.notes.iter().any(|note| note.contains("60 of 230 mentions")), "{:?}", lost.notes);
}

#[test]
fn months_are_compared_as_means_a_day_and_the_range_has_a_date() {
    let request = fixture::request(ReportName::Tags, "2026-10", "UTC");
    let asked = questions(&request);
    assert_eq!(asked.len(), 4, "October, and the three months since the data begin");
    let totals = [31, 60, 31, 31];
    let answers: Vec<Counts> =
        asked.iter().zip(totals).map(|(question, total)| many(question.from, total, 0)).collect();
    let report = report(&request, &answers);
    let change = Change { now: 1.0, before: 2.0, usual: None };
    assert_eq!(cell(&report, "received", "kaffa", "change"), Cell::Change(change));
    assert_eq!(report.headline, "31 mentions, 50% fewer a day than in September 2026.");
    assert!(report.notes.contains(&"Change is against September 2026, as means a day.".to_owned()));
    assert!(report.notes.iter().any(|note| note.contains("there are 3. Without it no arrow is shown. Ask for a week (--period 2026-W43) to get one now.")));
}

#[test]
fn nothing_is_compared_with_a_time_nobody_listened() {
    let request = fixture::request(ReportName::Tags, "2026-07", "UTC");
    assert_eq!(questions(&request).len(), 1);
    let report = report(&request, &[small(request.period.from)]);
    assert!(table(&report, "received").columns.iter().all(|column| column.key != "change"));
    assert!(report.notes.contains(
        &"No change is shown, because there is nothing from June 2026; the data begin on 1 Jul 2026.".to_owned()
    ));
}

#[test]
fn rows_are_grouped_nested_and_ranked() {
    let request = fixture::request(ReportName::Tags, "2026-W46", "Europe/Berlin");
    let report = report(&request, &fixture::answers(&request));
    let rows: Vec<String> = table(&report, "received")
        .rows
        .iter()
        .skip(3)
        .map(|row| {
            let Cell::Tag { label, .. } = &row.cells[0] else { panic!("no tag") };
            format!("{}/{}{label}", row.group.as_deref().unwrap(), "-".repeat(row.depth))
        })
        .collect();
    assert_eq!(
        rows,
        [
            "Brands/Kaffa 咖啡",
            "Brands/Brewline",
            "Brands/Grindhouse <Co>",
            "Themes/Delivery",
            "Themes/-Late parcels",
            "Themes/Service",
            "Themes/Recycling",
            "Themes/=Vending machines",
            "Themes of Kaffa 咖啡/Taste",
            "Themes of Kaffa 咖啡/Price",
            "Themes of Brewline/Taste",
            "Themes of Brewline/Price",
            "Campaigns/Autumn Blend 🍂",
        ]
    );
    assert!(report.notes.contains(
        &"1 tag of the rules has no row: nothing with it was received or sent.".to_owned()
    ));
}

#[test]
fn every_row_equals_a_recount() {
    let request = fixture::request(ReportName::Tags, "2026-W46", "Europe/Berlin");
    let answers = fixture::answers(&request);
    let report = report(&request, &answers);
    for row in &table(&report, "received").rows {
        let Cell::Tag { label, name } = &row.cells[0] else { panic!("no tag") };
        let tag = match label.as_str() {
            "All mentions" => "*",
            "With a tag" => "*tagged",
            "Without a tag" => continue,
            _ => name,
        };
        let said = || {
            let counts = answers[0].mentions.iter();
            counts.filter(|c| *c.tag == *tag && c.dimensions.standing == Standing::Received)
        };
        let mentions: u64 = said().map(|count| count.mentions).sum();
        let engagements: u64 = said().map(|count| count.engagements).sum();
        let people = answers[0].authors.iter().filter(|author| *author.tag == *tag).count() as u64;
        assert_eq!(row.cells[1], Cell::Count(mentions), "{tag}");
        assert_eq!(row.cells[4], Cell::Count(people), "{tag}");
        assert_eq!(row.cells[6], Cell::Count(engagements), "{tag}");
        let Some(Cell::Series(days)) = row.cells.last() else { panic!("no series") };
        let read = |text: &str| crate::say::in_english(text);
        assert_eq!(
            read(&number::mean(days.iter().sum())),
            read(&number::count(mentions)),
            "the days of {tag} add up"
        );
    }
}

#[test]
fn only_the_tags_asked_for_have_rows() {
    let request = ReportRequest { tags: vec!["delivery".to_owned()], ..alone("2026-W46") };
    assert_eq!(questions(&request)[0].tags, ["delivery"]);
    let report = report(&request, &[small(request.period.from)]);
    assert_eq!(table(&report, "received").rows.len(), 4);
    assert_eq!(table(&report, "sent").rows.len(), 1);
}

/// Two mentions a day from `from` on, `days` of them, but `most` on the last.
fn daily(from: Timestamp, days: i64, most: u64) -> Counts {
    let mut sheet = Sheet::default();
    for day in 0..days {
        for _ in 0..if day == days - 1 { most } else { 2 } {
            let mut said = Said::at(Timestamp(from.0 + day * DAY));
            said.tags = vec!["kaffa"];
            sheet.add(&said);
        }
    }
    sheet.counts()
}

fn title(report: &Report) -> &str {
    report.sections[0].chart.as_ref().unwrap().title()
}

#[test]
fn a_peak_is_told_where_it_stands_out() {
    let request = alone("2026-W46");
    let of = |most| report(&request, &[daily(request.period.from, 7, most)]);
    // The central 95 % of a Poisson distribution with mean 2 end at 5.
    assert_eq!(title(&of(5)), "About 2.4 mentions a day");
    assert_eq!(title(&of(6)), "Mentions peaked on Sun 15 Nov at 6");
    assert_eq!(title(&of(2)), "Mentions held at 2");
}

#[test]
fn days_beyond_the_data_are_not_there() {
    let request = fixture::request(ReportName::Tags, "2026-11-02..2026-11-15", "UTC");
    let last = Timestamp(request.period.from.0 + 9 * DAY + HOUR);
    let request = ReportRequest { data_to: Some(last), ..request };
    let asked = questions(&request);
    // Ten days with data, beside the same ten days two weeks before.
    assert_eq!((asked[1].to.0 - asked[1].from.0) / DAY, 10);
    assert_eq!(request.period.from.0 - asked[1].from.0, 14 * DAY);
    let answers: Vec<Counts> = asked.iter().map(|question| daily(question.from, 10, 2)).collect();
    let cut = report(&request, &answers);
    assert_eq!(
        cut.headline.split('.').next(),
        Some("20 mentions, as many as in the period before and within the usual range")
    );
    assert_eq!(cell(&cut, "received", "kaffa", "series"), Cell::Series(vec![2.0; 10]));
    let note = "The data end on 11 Nov 2026; days after it are empty, not zero.".to_owned();
    assert!(cut.notes.contains(&note));
    // Negative control: data to the end of the period.
    let whole = ReportRequest { data_to: Some(Timestamp(request.period.to.0 - 1)), ..request };
    assert!(!report(&whole, &answers).notes.contains(&note));
}

#[test]
fn a_month_that_data_leave_is_no_lower_mean() {
    let request = fixture::request(ReportName::Tags, "2026-10", "UTC");
    let last = Timestamp(request.period.from.0 + 9 * DAY);
    let request = ReportRequest { data_to: Some(last), ..request };
    let lengths = [10, 30, 31, 31];
    let answers: Vec<Counts> = questions(&request)
        .iter()
        .zip(lengths)
        .map(|(question, days)| daily(question.from, days, 2))
        .collect();
    let change = Change { now: 2.0, before: 2.0, usual: None };
    assert_eq!(
        cell(&report(&request, &answers), "received", "kaffa", "change"),
        Cell::Change(change)
    );
}

#[test]
fn a_first_period_with_a_range_is_named_where_no_week_has_one() {
    let request = fixture::request(ReportName::Tags, "2026-W32", "UTC");
    let answers: Vec<Counts> =
        questions(&request).iter().map(|question| daily(question.from, 7, 2)).collect();
    assert!(report(&request, &answers).notes.iter().any(|note| note.ends_with(
        "there are 4. Without it no arrow is shown. The first period with one begins on 31 Aug 2026."
    )));
}
