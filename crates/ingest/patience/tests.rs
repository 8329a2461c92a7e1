//! What is waited for, and what is not.

use std::cell::Cell;

use super::*;

/// Brokers that are away.
fn away() -> SourceError {
    let said = |text: &str| text.to_owned();
    SourceError::Away { place: said("kafka"), what: said("nobody answers"), remedy: said("look") }
}

/// A source that no waiting helps.
fn gone() -> SourceError {
    SourceError::Absent { path: "posts.jsonl".to_owned() }
}

/// Asks what fails in this way before it is answered; says how often it was asked, and what came of it.
fn asked(fail: &[fn() -> SourceError], told_to_end: bool, longest: Duration) -> (usize, bool) {
    let (_end, shutdown) = watch::channel(told_to_end);
    let times = Cell::new(0);
    let answer = Patience { shutdown: &shutdown, longest }.ask(
        |failed: &SourceError| failed,
        || {
            let time = times.replace(times.get() + 1);
            fail.get(time).map_or(Ok(()), |fail| Err(fail()))
        },
    );
    (times.get(), answer.is_ok())
}

#[test]
fn what_passes_is_asked_again_and_what_does_not_is_not() {
    let long = Duration::from_mins(1);
    assert_eq!(asked(&[], false, long), (1, true));
    assert_eq!(asked(&[away, away], false, long), (3, true));
    assert_eq!(asked(&[gone, away], false, long), (1, false));
    assert_eq!(asked(&[away, gone], false, long), (2, false));
}

#[test]
fn nobody_waits_who_has_no_time_or_is_told_to_end() {
    assert_eq!(asked(&[away, away], false, Duration::ZERO), (1, false));
    assert_eq!(asked(&[away, away], true, Duration::MAX), (1, false));
}

#[test]
fn what_lies_behind_an_error_counts() {
    let cursor =
        |source| SourceError::Cursor { part: "mentions/0".to_owned(), source: Box::new(source) };
    assert!(is_passing(&cursor(away())));
    assert!(!is_passing(&cursor(gone())));
    let full =
        StoreError::Full { path: "tagline.db".into(), source: "database or disk is full".into() };
    assert!(is_passing(&full), "somebody makes room");
}
