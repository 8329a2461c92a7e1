//! Best times: a planted hour found, none where there is none, and refusals in words.

use mention::{Engagement, Kind, Timestamp};

use crate::fixture;
use crate::fixture::world::{BEGIN, Post, World, book, post};
use crate::stats::Random;
use crate::{Cell, Report, ReportName, ReportRequest};

const HOUR: i64 = 3_600_000;

fn report(posts: Vec<Post>) -> Report {
    let request = ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(Timestamp(BEGIN.0 + 56 * 24 * HOUR - 1)),
        ..fixture::request(ReportName::BestTimes, "2026-09-21..2026-11-15", "UTC")
    };
    World { posts, ..World::default() }.report(&request, &fixture::catalog(), &book())
}

/// Two posts a day at 9 and 17 for eight weeks, those at 17 `warmer` times as warm.
fn posts(warmer: f64, impressions: bool) -> Vec<Post> {
    let mut random = Random::seeded(3);
    let mut posts = Vec::new();
    for day in 0..56 {
        for hour in [9, 17] {
            let at = Timestamp(BEGIN.0 + (day * 24 + hour) * HOUR);
            let mut own = post(&format!("{day}-{hour}"), "kaffa", at, &["kaffa"]).sent();
            let warm = if hour == 17 { 400.0 * warmer } else { 400.0 };
            let likes = warm * (0.7 + 0.6 * random.unit());
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "some hundred"
            )]
            let likes = Some(likes as u64);
            own.mention.engagement = Engagement {
                likes,
                impressions: impressions.then_some(10_000),
                ..Engagement::default()
            };
            posts.push(own);
        }
    }
    posts
}

#[test]
fn a_planted_hour_is_found_and_none_where_there_is_none() {
    let found = report(posts(1.6, true));
    assert!(found.headline.contains("at 17:00"), "{}", found.headline);
    assert!(found.notes.iter().any(|note| note.contains("per impression")));
    let none = report(posts(1.0, true));
    assert!(none.headline.starts_with("No hour stands out"), "{}", none.headline);
    assert_eq!(none.figures.len(), 1);
}

#[test]
fn without_views_posts_are_held_against_the_accounts_own_median() {
    let found = report(posts(1.6, false));
    assert!(found.headline.contains("at 17:00"), "{}", found.headline);
    assert!(found.notes.iter().any(|note| note.contains("about the same age")));
}

#[test]
fn a_post_is_held_against_those_that_were_looked_at_as_young() {
    // What was posted in the last week was looked at on its first day, with a twentieth of its engagements, and all of it
    // at nine: those hours are no worse for it.
    let looked_at = |is_aged: bool| {
        let mut posts = posts(1.0, false);
        for (day, own) in posts.iter_mut().enumerate().map(|(at, own)| (at / 2, own)) {
            own.mention.observed_at = Some(Timestamp(own.at.0 + 30 * 24 * HOUR));
            let is_young = day >= 45 && own.at.0 % (24 * HOUR) == 9 * HOUR;
            if is_young {
                let likes = own.mention.engagement.likes.unwrap();
                own.mention.engagement.likes = Some(likes / 20);
                let age = if is_aged { 12 * HOUR } else { 30 * 24 * HOUR };
                own.mention.observed_at = Some(Timestamp(own.at.0 + age));
            }
        }
        report(posts)
    };
    // The mean lift of the hours at nine.
    let at_nine = |report: &Report| {
        let rows = report.tables().into_iter().find(|table| table.key == "slots").unwrap().rows;
        let lifts = rows.iter().filter_map(|row| match (&row.cells[1], &row.cells[3]) {
            (Cell::Text(when), Cell::Effect { ratio, .. }) if when.contains("09:00") => {
                Some(*ratio)
            }
            _ => None,
        });
        let lifts: Vec<f64> = lifts.collect();
        assert_eq!(lifts.len(), 7);
        lifts.iter().sum::<f64>() / 7.0
    };
    let (aged, blind) = (at_nine(&looked_at(true)), at_nine(&looked_at(false)));
    assert!((aged - 1.0).abs() < 0.05 && blind < 0.93, "{aged} and {blind}");

    let mut few = posts(1.6, false);
    few[110].mention.observed_at = Some(Timestamp(few[110].at.0 + HOUR));
    let found = report(few);
    assert!(found.headline.contains("at 17:00"), "{}", found.headline);
    let note = found.notes.iter().find(|note| note.starts_with("Not compared")).unwrap();
    assert!(note.ends_with("as young: 1 post."), "{note}");
}

#[test]
fn lifts_are_those_worked_out_by_hand() {
    // Mondays at 9 with 10 and 30 of 100, at 10 with 50 and 70: over the mean of 40 that is 0.25, 0.75,
    // 1.25, 1.75. Within a slot the variance is 0.125, between them (1 − 0.125) ÷ 2 = 0.4375; so a slot
    // moves towards 1 by 0.0625 ÷ (0.0625 + 0.4375) = an eighth: 0.5625 and 1.4375.
    let own = |id: &str, week: i64, hour: i64, likes: u64| {
        let at = Timestamp(BEGIN.0 + (week * 168 + hour) * HOUR);
        let mut own = post(id, "kaffa", at, &[]).sent();
        own.mention.engagement =
            Engagement { likes: Some(likes), impressions: Some(100), ..Engagement::default() };
        own
    };
    let posts =
        vec![own("1", 0, 9, 10), own("2", 1, 9, 30), own("3", 0, 10, 50), own("4", 1, 10, 70)];
    let report = report(posts);
    let table = report.sections.iter().flat_map(|s| &s.tables).find(|t| t.key == "slots").unwrap();
    for (row, expected) in table.rows.iter().zip([1.4375, 0.5625]) {
        let Cell::Effect { ratio, .. } = row.cells[3] else { panic!("no lift") };
        assert!((ratio - expected).abs() < 1e-9, "{ratio}");
    }
}

#[test]
fn what_cannot_be_told_is_refused_in_words() {
    assert!(report(Vec::new()).refused.unwrap().contains("no post of ours is among"));
    let mut bare = posts(1.0, true);
    for post in &mut bare {
        post.mention.engagement = Engagement::default();
    }
    assert!(report(bare).refused.unwrap().contains("carry no likes"));
    let mut replies = posts(1.0, true);
    for post in &mut replies {
        post.mention.kind = Kind::Reply;
    }
    assert!(report(replies).refused.unwrap().contains("no post of ours is among"));
}
