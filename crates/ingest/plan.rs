//! Which words rules wait for, chosen from what the stream says: aside, while mentions go on being tagged.

use std::sync::Arc;
use std::thread::{self, JoinHandle};

use mention::{Batch, Mention};
use tagger::{Refused, Tagger};

/// Mentions from which the choice is made, at most; more would say the same.
pub const SAMPLE_MAX: usize = 2_000;
/// Fewer say too little.
const SAMPLE_MIN: usize = 500;
/// Of so many mentions one takes the place of an older one, once the sample is full.
const TURNOVER: usize = 50;

/// The taggers of one run: each that it is given is soon replaced by one that is planned for its mentions.
#[derive(Debug, Default)]
pub(crate) struct Planner {
    sample: Arc<Vec<Mention>>,
    /// The place in a full sample that is next taken.
    oldest: usize,
    /// Mentions that went by since one took a place in it.
    passed: usize,
    given: Option<Arc<Tagger>>,
    planned: Option<Arc<Tagger>>,
    work: Option<Work>,
}

/// A tagger on its way to being planned, on a thread that nobody waits for: it holds nothing that anybody misses.
#[derive(Debug)]
struct Work {
    of: Arc<Tagger>,
    thread: JoinHandle<Result<Tagger, Refused>>,
}

impl Planner {
    /// A planner that knows mentions like those to come, the last of them [`SAMPLE_MAX`]; without any it learns from
    /// the stream.
    pub(crate) fn new(sample: &[Mention]) -> Self {
        let last = &sample[sample.len().saturating_sub(SAMPLE_MAX)..];
        Self { sample: Arc::new(last.to_vec()), ..Self::default() }
    }

    /// What `batch` is tagged with: the rules of `given`, planned if that is done.
    pub(crate) fn tagger(&mut self, given: &Arc<Tagger>, batch: &Batch) -> Arc<Tagger> {
        if !self.given.as_ref().is_some_and(|known| Arc::ptr_eq(known, given)) {
            (self.given, self.planned) = (Some(Arc::clone(given)), None);
        }
        if let Some(work) = self.work.take_if(|work| work.thread.is_finished()) {
            self.take_up(work);
        }
        if self.work.is_none() {
            self.learn(batch);
            if self.planned.is_none() && self.sample.len() >= SAMPLE_MIN {
                self.work = plan(given, &self.sample);
            }
        }
        Arc::clone(self.planned.as_ref().unwrap_or(given))
    }

    /// Takes what was planned into use, unless it is of rules that were replaced meanwhile.
    ///
    /// Where it cannot be planned, the rules as given go on: they find the same.
    fn take_up(&mut self, Work { of, thread }: Work) {
        let planned = thread.join();
        if !self.given.as_ref().is_some_and(|given| Arc::ptr_eq(given, &of)) {
            return;
        }
        let sample_mentions = self.sample.len();
        self.planned = Some(match planned {
            Ok(Ok(planned)) => {
                tracing::info!(sample_mentions, "rules planned for what arrives");
                Arc::new(planned)
            }
            Ok(Err(refused)) => {
                let cause = refused.to_string();
                tracing::warn!(sample_mentions, cause, "rules cannot be planned for what arrives");
                of
            }
            Err(_) => {
                tracing::warn!(sample_mentions, "planning the rules for what arrives has panicked");
                of
            }
        });
    }

    /// Keeps some mentions of `batch`: all while there are few, later one of [`TURNOVER`].
    fn learn(&mut self, batch: &Batch) {
        let sample = Arc::make_mut(&mut self.sample);
        let mut mentions = batch.mentions();
        sample.extend(mentions.by_ref().take(SAMPLE_MAX - sample.len()).cloned());
        for mention in mentions {
            self.passed = (self.passed + 1) % TURNOVER;
            if self.passed == 0 {
                sample[self.oldest].clone_from(mention);
                self.oldest = (self.oldest + 1) % SAMPLE_MAX;
            }
        }
    }
}

/// Begins to plan `given` for mentions like those of `sample`; not if there is no thread to be had.
fn plan(given: &Arc<Tagger>, sample: &Arc<Vec<Mention>>) -> Option<Work> {
    let (of, sample) = (Arc::clone(given), Arc::clone(sample));
    let tagger = Arc::clone(given);
    let planned = move || tagger.planned(&sample);
    let thread = thread::Builder::new().name("plan".to_owned()).spawn(planned).ok()?;
    Some(Work { of, thread })
}

#[cfg(test)]
mod tests {
    use mention::{Content, Event, Part, Position, Record, Timestamp};
    use rulelang::{RuleSet, SourceFile};
    use tagger::{Scratch, Trial};

    use super::*;

    fn tagger(query: &str) -> Arc<Tagger> {
        let text = format!("[[theme]]\nid = \"word\"\nlabel = \"Word\"\nquery = \"{query}\"\n");
        let files = [SourceFile { name: "rules.toml".to_owned(), text }];
        let (rules, _) = RuleSet::read(&files, &|_, _| Ok(Vec::new())).unwrap();
        Arc::new(Tagger::new(rules, Trial::Silent).unwrap())
    }

    fn batch(posts: usize) -> Batch {
        let mention = |id: usize| Mention {
            id: id.to_string(),
            text: format!("late train {id}"),
            published_at: Some(Timestamp(0)),
            ..Mention::default()
        };
        let record = |id| Record {
            at: None,
            position: Position(id as u64),
            content: Content::Event(Event::posted(mention(id), None).unwrap()),
        };
        let part = Part { source: "test".into(), name: "test".into() };
        let (from, to) = (Position(0), Position(posts as u64));
        Batch { part, from, to, records: (0..posts).map(record).collect() }
    }

    impl Planner {
        /// Waits for what is being planned, and takes it up.
        fn wait(&mut self) {
            let work = self.work.take().expect("something is being planned");
            self.take_up(work);
        }
    }

    #[test]
    fn the_tagger_is_replaced_by_one_that_tags_alike() {
        let (mut planner, given) = (Planner::default(), tagger("late (train OR bus)"));
        let is_given = |tagger: &Arc<Tagger>| Arc::ptr_eq(tagger, &given);
        assert!(is_given(&planner.tagger(&given, &batch(SAMPLE_MIN - 1))));
        assert!(planner.work.is_none(), "so few mentions say too little");
        assert!(is_given(&planner.tagger(&given, &batch(1))));
        planner.wait();
        let ours = planner.tagger(&given, &batch(1));
        assert!(!is_given(&ours) && ours.rules().id == given.rules().id);
        let mut scratch = Scratch::default();
        let tagged = given.tag(batch(9), &mut scratch);
        assert!(tagged.tagged.iter().all(|tagged| tagged.tags.len() == 1));
        assert_eq!(ours.tag(batch(9), &mut scratch), tagged);
        assert!(Arc::ptr_eq(&ours, &planner.tagger(&given, &batch(1))), "it is planned once");
        assert!(planner.work.is_none());
    }

    #[test]
    fn rules_that_change_are_planned_from_what_was_seen() {
        let mut planner = Planner::new(&batch(SAMPLE_MIN).mentions().cloned().collect::<Vec<_>>());
        let (old, new) = (tagger("late"), tagger("train"));
        planner.tagger(&old, &batch(0));
        // The rules change while that goes on: what comes of it is of rules that are no more.
        planner.given = Some(Arc::clone(&new));
        planner.wait();
        assert!(planner.planned.is_none());
        planner.tagger(&new, &batch(0));
        planner.wait();
        let ours = planner.tagger(&new, &batch(0));
        assert!(!Arc::ptr_eq(&ours, &new) && ours.rules().id == new.rules().id);
    }

    #[test]
    fn a_sample_keeps_up_with_the_stream_and_does_not_grow() {
        // In one batch or in small ones.
        let posts = SAMPLE_MAX + 10 * TURNOVER;
        for size in [posts, 10] {
            let mut planner = Planner::default();
            for start in (0..posts).step_by(size) {
                let mut batch = batch(start + size);
                batch.records.drain(..start);
                planner.learn(&batch);
            }
            assert_eq!(planner.sample.len(), SAMPLE_MAX);
            let ids = planner.sample[..11].iter().map(|mention| mention.id.parse().unwrap());
            let ids: Vec<usize> = ids.collect();
            let newer = (1..=10).map(|n| SAMPLE_MAX + n * TURNOVER - 1);
            assert_eq!(ids, newer.chain([10]).collect::<Vec<_>>());
        }
    }
}
