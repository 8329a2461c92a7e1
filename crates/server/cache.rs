//! Answers that were made, for those who ask the same again. One that is still right is not made again; one that takes
//! long is shown once more while a newer one is made beside it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::packed;

/// Answers that are kept, and their bytes together; those nobody asked for longest go first.
const ANSWERS_MAX: usize = 512;
const BYTES_MAX: usize = 64 * 1024 * 1024;

/// Bytes of an answer that is kept.
const ANSWER_BYTES_MAX: usize = 8 * 1024 * 1024;

/// How old an answer may be that is shown although somebody wrote since.
const AGE_MAX: Duration = Duration::from_mins(1);

/// How many times as long as it took to make an answer is shown before it is made anew.
const REST: u32 = 10;

/// How many times as long as making one anew took nothing else is made anew: it must leave room for those who wait.
const PAUSE: u32 = 2;

/// What tells an answer from every other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// What was asked, and by whom.
    pub(crate) asked: u128,
    /// By which rules, after what was written here: an answer of others is never shown.
    pub(crate) rules: u128,
    /// All of that, and where the store stands: the answer's mark.
    pub(crate) mark: String,
}

/// An answer as it is kept.
pub(crate) struct Kept {
    state: State,
    form: HeaderValue,
    name: Option<HeaderValue>,
    body: Bytes,
    packed: Option<Bytes>,
    /// When making it began.
    begun_at: Instant,
    took: Duration,
}

/// What there is for somebody who asks.
pub(crate) enum Found {
    /// What would be made now.
    Right(Arc<Kept>),
    /// What was right a moment ago; and whether it is time to make it anew.
    Recent(Arc<Kept>, bool),
    /// Nothing that may be shown.
    Nothing,
}

/// The answers.
pub(crate) struct Cache {
    /// Answers that take less are always made of the newest.
    patience: Duration,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    answers: HashMap<u128, (Arc<Kept>, u64)>,
    /// Those who wait for one answer stand in one line.
    lines: HashMap<u128, Weak<tokio::sync::Mutex<()>>>,
    looks: u64,
    anew_from: Option<Instant>,
    is_made_anew: bool,
}

impl Kept {
    /// An answer whose making began at `begun_at` and took `took`.
    pub(crate) fn new(
        state: State,
        form: &str,
        name: Option<HeaderValue>,
        bytes: Vec<u8>,
        (begun_at, took): (Instant, Duration),
    ) -> Self {
        let octets = || HeaderValue::from_static("application/octet-stream");
        let packed = packed::gzip(form, &bytes);
        let form = HeaderValue::try_from(form).unwrap_or_else(|_| octets());
        Self { state, form, name, body: bytes.into(), packed, begun_at, took }
    }

    /// The mark it goes out with.
    pub(crate) fn mark(&self) -> &str {
        &self.state.mark
    }

    /// The answer as it goes out.
    pub(crate) fn response(&self, gzip: bool) -> Response {
        let packed = self.packed.as_ref().filter(|_| gzip);
        let body = packed.unwrap_or(&self.body).clone();
        let mut response = (StatusCode::OK, Body::from(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, self.form.clone());
        if let Some(name) = &self.name {
            headers.insert(header::CONTENT_DISPOSITION, name.clone());
        }
        if packed.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }

    fn bytes(&self) -> usize {
        self.body.len() + self.packed.as_ref().map_or(0, Bytes::len)
    }
}

impl Cache {
    /// Holds nothing yet.
    pub(crate) fn new(patience: Duration) -> Self {
        Self { patience, inside: Mutex::default() }
    }

    /// What may be shown to somebody who asks now.
    pub(crate) fn find(&self, state: &State, now: Instant) -> Found {
        let mut inside = self.inside();
        let Some(kept) = inside.look(state) else { return Found::Nothing };
        if kept.state.mark == state.mark {
            return Found::Right(kept);
        }
        let age = now.saturating_duration_since(kept.begun_at);
        if kept.took < self.patience || age > AGE_MAX {
            return Found::Nothing;
        }
        let is_free = !inside.is_made_anew && inside.anew_from.is_none_or(|from| from <= now);
        let due = is_free && age >= kept.took * REST;
        inside.is_made_anew |= due;
        Found::Recent(kept, due)
    }

    /// What was made since somebody began to wait.
    pub(crate) fn made_since(&self, state: &State, since: Instant) -> Option<Arc<Kept>> {
        self.inside().look(state).filter(|kept| kept.begun_at >= since)
    }

    /// Says that what [`Found::Recent`] had made anew is made, or failed.
    pub(crate) fn end_anew(&self, began_at: Instant, now: Instant) {
        let mut inside = self.inside();
        inside.is_made_anew = false;
        inside.anew_from = Some(now + now.saturating_duration_since(began_at) * PAUSE);
    }

    /// Keeps an answer, and lets go of those that nobody asks for.
    pub(crate) fn put(&self, kept: &Arc<Kept>) {
        if kept.bytes() > ANSWER_BYTES_MAX {
            return;
        }
        let mut inside = self.inside();
        inside.looks += 1;
        let look = inside.looks;
        inside.answers.insert(kept.state.asked, (Arc::clone(kept), look));
        let mut bytes: usize = inside.answers.values().map(|(kept, _)| kept.bytes()).sum();
        while bytes > BYTES_MAX || inside.answers.len() > ANSWERS_MAX {
            let oldest = inside.answers.iter().min_by_key(|(_, (_, look))| *look);
            let Some(asked) = oldest.map(|(asked, _)| *asked) else { break };
            bytes -= inside.answers.remove(&asked).map_or(0, |(kept, _)| kept.bytes());
        }
    }

    /// The line in which those wait who ask this: one makes the answer, the others take it.
    pub(crate) fn line(&self, asked: u128) -> Arc<tokio::sync::Mutex<()>> {
        let mut inside = self.inside();
        if let Some(line) = inside.lines.get(&asked).and_then(Weak::upgrade) {
            return line;
        }
        inside.lines.retain(|_, line| line.strong_count() > 0);
        let line = Arc::default();
        inside.lines.insert(asked, Arc::downgrade(&line));
        line
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn look(&mut self, state: &State) -> Option<Arc<Kept>> {
        self.looks += 1;
        let (kept, look) = self.answers.get_mut(&state.asked)?;
        *look = self.looks;
        (kept.state.rules == state.rules).then(|| Arc::clone(kept))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn state(asked: u128, rules: u128, mark: &str) -> State {
        State { asked, rules, mark: mark.to_owned() }
    }

    fn put(cache: &Cache, state: State, begun_at: Instant, took: Duration, bytes: usize) {
        let bytes = vec![b'x'; bytes];
        cache.put(&Arc::new(Kept::new(state, "image/png", None, bytes, (begun_at, took))));
    }

    fn found(cache: &Cache, state: &State, now: Instant) -> &'static str {
        match cache.find(state, now) {
            Found::Right(_) => "right",
            Found::Recent(_, true) => "recent, and to be made anew",
            Found::Recent(_, false) => "recent",
            Found::Nothing => "nothing",
        }
    }

    #[test]
    fn what_is_quick_is_made_of_the_newest_and_what_is_slow_is_shown_meanwhile() {
        let (cache, begin) = (Cache::new(SECOND / 2), Instant::now());
        let at = |seconds| begin + SECOND * seconds;
        put(&cache, state(1, 1, "a"), begin, SECOND / 4, 10);
        put(&cache, state(2, 1, "a"), begin, SECOND, 10);
        assert_eq!(found(&cache, &state(1, 1, "a"), at(500)), "right");
        assert_eq!(found(&cache, &state(1, 1, "b"), at(1)), "nothing");
        assert_eq!(found(&cache, &state(2, 1, "b"), at(9)), "recent");
        assert_eq!(found(&cache, &state(2, 2, "b"), at(9)), "nothing", "by other rules");
        assert_eq!(found(&cache, &state(2, 1, "b"), at(10)), "recent, and to be made anew");
        assert_eq!(found(&cache, &state(2, 1, "b"), at(11)), "recent", "it is being made");
        cache.end_anew(at(10), at(14));
        assert_eq!(found(&cache, &state(2, 1, "b"), at(21)), "recent", "others need room");
        assert_eq!(found(&cache, &state(2, 1, "b"), at(22)), "recent, and to be made anew");
        assert_eq!(found(&cache, &state(2, 1, "b"), at(61)), "nothing", "it is too old");
    }

    #[test]
    fn who_waited_takes_what_was_made_meanwhile() {
        let (cache, begin) = (Cache::new(SECOND), Instant::now());
        put(&cache, state(1, 1, "a"), begin + SECOND, SECOND, 10);
        assert!(cache.made_since(&state(1, 1, "b"), begin).is_some());
        assert!(cache.made_since(&state(1, 1, "b"), begin + SECOND * 2).is_none());
        assert!(cache.made_since(&state(1, 2, "b"), begin).is_none());
        let (one, other) = (cache.line(1), cache.line(2));
        assert!(Arc::ptr_eq(&one, &cache.line(1)) && !Arc::ptr_eq(&one, &other));
    }

    #[test]
    fn it_never_holds_more_than_it_may() {
        let (cache, now) = (Cache::new(SECOND), Instant::now());
        put(&cache, state(0, 1, "a"), now, SECOND, ANSWER_BYTES_MAX + 1);
        assert_eq!(found(&cache, &state(0, 1, "a"), now), "nothing", "it is too large");
        let large = BYTES_MAX / 8;
        for asked in 0..9 {
            put(&cache, state(asked, 1, "a"), now, SECOND, large);
            assert_eq!(found(&cache, &state(0, 1, "a"), now), "right", "it is asked for");
        }
        assert_eq!(found(&cache, &state(1, 1, "a"), now), "nothing");
        for asked in 10..1_000 {
            put(&cache, state(asked, 1, "a"), now, SECOND, 1);
        }
        assert_eq!(cache.inside().answers.len(), ANSWERS_MAX);
    }
}
