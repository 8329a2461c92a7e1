//! What a feed is found to carry, and what that is enough for.

use mention::{Author, Engagement, ReplyTo, Timestamp};

use super::*;

fn post(platform: &str) -> Mention {
    Mention {
        platform: platform.to_owned(),
        text: "late".to_owned(),
        published_at: Some(Timestamp(0)),
        ..Mention::default()
    }
}

fn full(platform: &str) -> Mention {
    Mention {
        author: Some(Author {
            handle: Some("ann".into()),
            followers: Some(3),
            location: Some("Lund".into()),
            ..Author::default()
        }),
        reply_to: Some(ReplyTo { id: Some("1".into()), author: None }),
        engagement: Engagement { likes: Some(0), impressions: Some(9), ..Engagement::default() },
        permalink: Some("https://example.org/1".into()),
        ..post(platform)
    }
}

fn coverage(mentions: &[Mention]) -> Coverage {
    let mut coverage = Coverage::default();
    for mention in mentions {
        coverage.add(mention);
    }
    coverage
}

fn show(mentions: &[Mention], collects: Collects) -> String {
    let answers = coverage(mentions).reports(collects);
    let line = |a: &Answer| format!("{}: {}, {}", a.report, a.verdict.name(), a.because);
    answers.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_feed_with_everything_answers_everything() {
    let answers = coverage(&[full("twitter")]).reports(Collects::Category);
    assert_eq!(answers.len(), 15);
    assert!(answers.iter().all(|answer| answer.verdict == Verdict::Yes), "{answers:?}");
}

#[test]
fn a_bare_feed_says_what_it_cannot_answer_and_why() {
    insta::assert_snapshot!(show(&[post("reddit")], Collects::Brand), @r#"
    success: partly, no mention has author: people cannot be counted, or only some; no mention has reply ids: whether and how fast we answer cannot be told
    tags: partly, no mention has author: people cannot be counted, or only some; no mention has engagement: engagements are not counted, or only some; no mention has reply ids: whether and how fast we answer cannot be told; no mention has impressions: engagement rates of our posts cannot be told
    campaigns: partly, no mention has author: new people cannot be told from old
    competitors: no, the feed was gathered with our own brand's query, so rivals are missing from it; no mention has author: people cannot be counted, or only some; no mention has engagement: engagements are not counted, or only some
    advocates: no, no mention has author: nobody can be named; no mention has followers: how many follow them is not known, or only of some; no mention has reply ids: what our answers did cannot be told
    questions: partly, no mention has author: people cannot be counted, or only some; no mention has reply ids: which are answered cannot be told
    response: no, no mention has reply ids: whether and how fast we answer cannot be told; no mention has author: who answered whom cannot be told, or only of some
    best-times: no, no mention has engagement: what a post brought is not known, or only of some; no mention has impressions: posts are compared with the account's own median instead of by views
    places: no, no mention has place: the rest is shown as unknown, and below 5 % there is no ranking; no mention has author: people cannot be counted, or only some
    trends: partly, no mention has author: one loud person cannot be told from many
    alerts: partly, no mention has author: storms of one author cannot be marked
    coverage: yes, everything it needs is there
    rules: partly, no mention has author: people cannot be counted, or only some
    ledger: yes, everything it needs is there
    todo: partly, no mention has permalink: posts cannot be linked to, or only some; no mention has reply ids: what is answered cannot be told, so nothing leaves the list by itself
    "#);
}

#[test]
fn what_one_platform_lacks_is_named() {
    insta::assert_snapshot!(show(&[full("twitter"), full("twitter"), post("reddit")], Collects::Undeclared), @r#"
    success: partly, author is in 66.7 % of the mentions (none on reddit): people cannot be counted, or only some
    tags: partly, author is in 66.7 % of the mentions (none on reddit): people cannot be counted, or only some; engagement is in 66.7 % of the mentions (none on reddit): engagements are not counted, or only some
    campaigns: partly, author is in 66.7 % of the mentions (none on reddit): new people cannot be told from old
    competitors: partly, author is in 66.7 % of the mentions (none on reddit): people cannot be counted, or only some; engagement is in 66.7 % of the mentions (none on reddit): engagements are not counted, or only some; nobody has said what the feed gathers; say --collects category if rivals are in it
    advocates: partly, author is in 66.7 % of the mentions (none on reddit): nobody can be named; followers are in 66.7 % of the mentions (none on reddit): how many follow them is not known, or only of some
    questions: partly, author is in 66.7 % of the mentions (none on reddit): people cannot be counted, or only some
    response: partly, author is in 66.7 % of the mentions (none on reddit): who answered whom cannot be told, or only of some
    best-times: partly, engagement is in 66.7 % of the mentions (none on reddit): what a post brought is not known, or only of some
    places: partly, place is in 66.7 % of the mentions (none on reddit): the rest is shown as unknown, and below 5 % there is no ranking; author is in 66.7 % of the mentions (none on reddit): people cannot be counted, or only some
    trends: partly, author is in 66.7 % of the mentions (none on reddit): one loud person cannot be told from many
    alerts: partly, author is in 66.7 % of the mentions (none on reddit): storms of one author cannot be marked
    coverage: yes, everything it needs is there
    rules: partly, author is in 66.7 % of the mentions (none on reddit): people cannot be counted, or only some
    ledger: yes, everything it needs is there
    todo: partly, permalink is in 66.7 % of the mentions (none on reddit): posts cannot be linked to, or only some
    "#);
}

#[test]
fn a_feed_without_a_mention_answers_nothing_but_the_ledger() {
    let answers = coverage(&[]).reports(Collects::All);
    let yes: Vec<_> =
        answers.iter().filter(|a| a.verdict == Verdict::Yes).map(|a| a.report).collect();
    assert_eq!(yes, ["ledger"]);
}

#[test]
fn shares_are_by_platform_and_zero_is_a_figure() {
    let shares = coverage(&[full("twitter"), post("twitter"), post("reddit")]).shares();
    assert_eq!(shares.len(), 2 * Carried::ALL.len());
    let of = |platform: &str, carried| {
        let share = shares.iter().find(|s| s.platform == platform && s.carried == carried).unwrap();
        (share.with, share.mentions)
    };
    assert_eq!(of("twitter", Carried::Engagement), (1, 2));
    assert_eq!(of("twitter", Carried::Time), (2, 2));
    assert_eq!(of("reddit", Carried::Author), (0, 1));
}
