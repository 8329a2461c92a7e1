//! Trends: a planted word is found, and nothing in a world without one.

use mention::{Span, Timestamp};

use crate::fixture;
use crate::fixture::world::{BEGIN, Post, World, book, post};
use crate::{Report, ReportName, ReportRequest};

const HOUR: i64 = 3_600_000;

/// Four weeks of posts; in the last one every third says `word`.
fn report(word: Option<&str>, ruled: bool) -> Report {
    let texts = ["the coffee is fine", "my parcel came late", "what a lovely morning this is"];
    let mut posts: Vec<Post> = Vec::new();
    for hour in 0..28 * 24 {
        let at = Timestamp(BEGIN.0 + hour * HOUR);
        let mut post = post(&hour.to_string(), &format!("p{}", hour % 31), at, &["kaffa"]);
        let text = texts[usize::try_from(hour % 3).unwrap()];
        post.mention.text = text.to_owned();
        if let Some(word) = word
            && hour >= 21 * 24
            && hour % 3 == 0
        {
            post.mention.text = format!("{word} {text}");
            if ruled {
                let end = u32::try_from(word.len()).unwrap();
                post.tagged.tags[0].spans =
                    vec![Span { field: mention::Field::Text, start: 0, end }];
            }
        }
        posts.push(post);
    }
    let request = ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(Timestamp(BEGIN.0 + 28 * 24 * HOUR - 1)),
        ..fixture::request(ReportName::Trends, "2026-W42", "UTC")
    };
    World { posts, ..World::default() }.report(&request, &fixture::catalog(), &book())
}

#[test]
fn a_planted_word_is_found_with_a_sample_and_no_other() {
    for word in ["turmeric", "#oatgate"] {
        let report = report(Some(word), false);
        let table =
            report.sections.iter().flat_map(|s| &s.tables).find(|t| t.key == "words").unwrap();
        let words: Vec<String> =
            table.rows.iter().map(|row| crate::fixture::shown(&row.cells[0])).collect();
        assert_eq!(words, [word]);
        assert!(crate::fixture::shown(&table.rows[0].cells[5]).starts_with(word));
        assert!(report.headline.contains(word), "{}", report.headline);
    }
}

#[test]
fn nothing_is_found_where_nothing_rose_or_a_rule_knows_it() {
    for report in [report(None, false), report(Some("turmeric"), true)] {
        let tables = report.sections.iter().flat_map(|section| &section.tables);
        assert_eq!(tables.filter(|table| table.key == "words").count(), 0);
    }
}
