//! Who needed an answer and when it came, case by case.

use mention::{Answered, Kind, Standing, Timestamp};

use crate::fixture;
use crate::fixture::world::{BEGIN, Post, World, book, post};
use crate::{Book, Cell, Report, ReportName, ReportRequest};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

fn at(minute: i64) -> Timestamp {
    Timestamp(BEGIN.0 + 30 * DAY + minute * MINUTE)
}

fn report(posts: Vec<Post>) -> Report {
    let request = ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(at(20 * 1_440)),
        ..fixture::request(ReportName::Response, "2026-10-21..2026-10-27", "UTC")
    };
    World { posts, ..World::default() }.report(&request, &fixture::catalog(), &book())
}

fn asks(id: &str, author: &str, minute: i64) -> Post {
    post(id, author, at(minute), &["kaffa"]).to("kaffa_help")
}

fn answers(id: &str, by: &str, minute: i64, to: &str) -> Post {
    post(id, by, at(minute), &[]).sent().replies(to, None)
}

/// What comes long after, so that waiting is watched to the end.
fn later() -> Post {
    post("later", "somebody", at(19 * 1_440), &[])
}

/// How many needed an answer, how many had it, and the seconds until half had.
#[track_caller]
fn check(mut posts: Vec<Post>, needed: u64, answered: u64, half: Option<u64>) {
    posts.push(later());
    let mut backwards = posts.clone();
    backwards.reverse();
    let report = report(posts);
    assert_eq!(report, self::report(backwards), "the order of reading does not matter");
    let of = |key: &str| report.figures.iter().find(|figure| figure.key == key).unwrap();
    assert_eq!(of("needing").value, Cell::Count(needed), "{}", report.headline);
    let share = if needed == 0 { None } else { Some((answered, needed)) };
    let found = match of("reply_rate").value {
        Cell::Share { part, whole } => Some((part, whole)),
        _ => None,
    };
    assert_eq!(found, share);
    let found = match of("first_reply_seconds").value {
        Cell::Duration(seconds) => Some(seconds),
        _ => None,
    };
    assert_eq!(found, half);
}

#[test]
fn one_need_an_author_and_thread_until_answered() {
    check(vec![asks("1", "ana", 0), answers("r", "kaffa_help", 42, "1")], 1, 1, Some(2_520));
    // What is added before the answer belongs to it; what comes after is new.
    let thread = || {
        vec![
            asks("1", "ana", 0),
            asks("2", "ana", 5).replies("1", Some("ana")),
            answers("r", "kaffa_help", 30, "2"),
        ]
    };
    check(thread(), 1, 1, Some(1_800));
    let mut more = thread();
    more.push(asks("3", "ana", 60).replies("r", Some("kaffa_help")));
    check(more, 2, 1, Some(1_800));
    // Two people in one thread are two needs; each waits for their own answer.
    let two = vec![
        asks("1", "ana", 0),
        asks("2", "bo", 10).replies("1", Some("ana")),
        answers("r", "kaffa_help", 30, "2"),
    ];
    check(two, 2, 1, Some(1_200));
    // The same person in two threads, too.
    check(
        vec![asks("1", "ana", 0), asks("2", "ana", 1), answers("r", "kaffa", 4, "2")],
        2,
        1,
        Some(180),
    );
}

#[test]
fn what_is_no_answer_and_what_needs_none() {
    let with = |others: Vec<Post>, needed, answered| {
        let mut posts = vec![asks("0", "eve", 0), answers("a", "kaffa_help", 10, "0")];
        posts.extend(others);
        check(posts, needed, answered, Some(600));
    };
    with(vec![], 1, 1);
    let mut noise = asks("1", "ana", 0);
    noise.tagged.standing = Standing::Noise;
    let mut repost = asks("2", "ana", 0);
    repost.mention.kind = Kind::Repost;
    with(vec![noise, repost, post("3", "bo", at(0), &["kaffa"])], 1, 1);
    // A theme that asks for an answer makes a need without an address.
    with(vec![post("4", "bo", at(0), &["delivery"])], 2, 1);
    // Who is named in the text is addressed.
    let named = |id: &str, text: &str| {
        let mut post = post(id, "bo", at(0), &["kaffa"]);
        post.mention.text = text.to_owned();
        post
    };
    with(vec![named("n", "hello @Kaffa_Help, a question")], 2, 1);
    with(vec![named("m", "hello kaffa_help@mail.example and @kaffa_helper")], 1, 1);
    // The same of a rival is the rival's to answer.
    with(vec![post("8", "bo", at(0), &["brewline", "delivery"])], 1, 1);
    with(vec![post("9", "bo", at(0), &["brewline", "delivery", "kaffa"])], 2, 1);
    // A machine's post answers nobody; nor does one that replies to nothing.
    with(vec![asks("5", "bo", 0), answers("b", "kaffa_bot", 1, "5")], 2, 1);
    with(vec![asks("6", "bo", 0), post("c", "kaffa_help", at(1), &[]).sent()], 2, 1);
    // An answer before the question, by some clock, is none.
    with(vec![asks("7", "bo", 5), answers("d", "kaffa_help", 1, "7")], 2, 1);
}

#[test]
fn answers_inside_reviews_count_and_platforms_without_any_are_left_out() {
    let review = |id: &str, answered: Option<i64>| {
        let mut post = post(id, id, at(0), &[]);
        post.mention.platform = "reviews".to_owned();
        post.mention.kind = Kind::Review;
        post.mention.own_place = Some("app:kaffa".to_owned());
        post.mention.answered = answered.map(|minute| Answered { at: at(minute), by: None });
        post
    };
    check(vec![review("1", Some(90)), review("2", None)], 2, 1, Some(5_400));
    // Nobody answers on the reviews: they are named, not counted as unanswered.
    let posts =
        vec![asks("0", "eve", 0), answers("a", "kaffa_help", 10, "0"), review("2", None), later()];
    let report = report(posts);
    assert_eq!(report.figures[0].value, Cell::Count(1));
    assert!(report.notes.iter().any(|note| note.starts_with("reviews is left out")));
}

#[test]
fn without_reply_ids_nothing_is_told_and_no_zero_is_shown() {
    let report = report(vec![asks("1", "ana", 0), later()]);
    assert!(report.figures.is_empty() && report.sections.is_empty());
    let refused = report.refused.unwrap();
    assert!(refused.contains("1 mention asked for an answer"), "{refused}");
    let request = fixture::request(ReportName::Response, "2026-10-21..2026-10-27", "UTC");
    let nothing = Book { accounts: vec![], places: vec![], themes: vec![], ..book() };
    let report = World::default().report(&request, &fixture::catalog(), &nothing);
    assert!(report.refused.unwrap().contains("`accounts`"));
    let missing = Book { missing: Some("the rules are gone".to_owned()), ..Book::default() };
    let report = World::default().report(&request, &fixture::catalog(), &missing);
    assert_eq!(report.refused.unwrap(), "Not measurable, because the rules are gone.");
}

#[test]
fn those_who_still_wait_are_censored_not_left_out() {
    // Two answered after 10 minutes, two who wait: the half is reached, seven days on half wait.
    let posts = vec![
        asks("1", "a", 0),
        answers("r1", "kaffa_help", 10, "1"),
        asks("2", "b", 0),
        answers("r2", "kaffa_help", 10, "2"),
        asks("3", "c", 0),
        asks("4", "d", 0),
        later(),
    ];
    let report = report(posts);
    let of = |key: &str| report.figures.iter().find(|figure| figure.key == key).unwrap();
    assert_eq!(of("unanswered_7d").value, Cell::Part(0.5));
    assert_eq!(of("first_reply_seconds").value, Cell::Duration(600));
    assert_eq!(of("people_helped").value, Cell::Count(2));
}
