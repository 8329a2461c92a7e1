//! Random histories of mentions, and random ways in which they arrive.

use mention::{
    Author, Batch, Cause, Content, Engagement, Event, Kind, Lang, Mention, Outcome, Part, Position,
    Provenance, Record, Sentiment, Standing, Tag, TagName, Tagged, Timestamp, What,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::{select, subsequence};

use super::RULES;
use crate::{Commit, HandAction, HandTag, Store, Tally};

/// Something that happens.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// To a mention, with what tagging found.
    Event(Event, Option<Tagged>),
    /// By hand, to the mention of this platform and id.
    Hand(&'static str, &'static str, HandTag),
}

const PLATFORMS: [&str; 2] = ["twitter", "reddit"];
const IDS: [&str; 3] = ["1", "22", "9"];
const TAGS: [&str; 6] = ["a", "a/b", "a/b/c", "d", "d/e", "f"];
const DAY: i64 = 24 * 60 * 60 * 1_000;
const TIMES: [i64; 7] = [0, 1, 899_999, 900_000, DAY - 1, DAY, 3 * DAY + 5];
const HANDS: [&str; 2] = ["ann", "bob"];

pub(super) fn history() -> impl Strategy<Value = Vec<Step>> {
    vec(prop_oneof![8 => event(), 2 => hand()], 1..40)
}

fn event() -> impl Strategy<Value = Step> {
    (select(&PLATFORMS), select(&IDS), 0..4_i64, option::weighted(0.8, post())).prop_map(
        |(platform, id, version, post)| match post {
            None => deleted(platform, id, version),
            Some((mention, tagged)) => posted(platform, id, version, mention, tagged),
        },
    )
}

fn deleted(platform: &str, id: &str, version: i64) -> Step {
    let (platform, id) = (platform.to_owned(), id.to_owned());
    Step::Event(Event { platform, id, version: Timestamp(version), what: What::Deleted }, None)
}

/// Equal events must be tagged equally, as one rule set does: the text says how it is tagged.
fn posted(platform: &str, id: &str, version: i64, mut mention: Mention, tagged: Tagged) -> Step {
    mention.platform = platform.into();
    mention.id = id.into();
    mention.observed_at = Some(Timestamp(version));
    mention.text = format!("{tagged:?}");
    Step::Event(Event::posted(mention, None).unwrap(), Some(tagged))
}

fn post() -> impl Strategy<Value = (Mention, Tagged)> {
    (select(&TIMES), author(), engagement(), select(&Kind::ALL[..3]), tagged()).prop_map(
        |(at, author, engagement, kind, tagged)| {
            let published_at = Some(Timestamp(at));
            (Mention { published_at, author, engagement, kind, ..Mention::default() }, tagged)
        },
    )
}

fn author() -> impl Strategy<Value = Option<Author>> {
    let author = |id: Option<&str>, handle: Option<&str>| {
        Some(Author { id: id.map(Into::into), handle: handle.map(Into::into), ..Author::default() })
    };
    select(vec![
        None,
        author(None, None),
        author(Some("7"), None),
        author(Some("8"), Some("Kim")),
        author(None, Some("Kim")),
        author(None, Some("@kim")),
    ])
}

fn engagement() -> impl Strategy<Value = Engagement> {
    (option::of(0..3_u64), option::of(0..3_u64)).prop_map(|(likes, impressions)| Engagement {
        likes,
        impressions,
        ..Engagement::default()
    })
}

fn tagged() -> impl Strategy<Value = Tagged> {
    let standing = prop_oneof![6 => Just(Standing::Received), 1 => select(&Standing::ALL)];
    let lang = option::of(select(vec!["en", "ro"]).prop_map(|tag| Lang::parse(tag).unwrap()));
    let sentiment = option::of(select(vec![Sentiment::Negative, Sentiment::Positive]));
    let question = option::of(any::<bool>());
    (standing, lang, sentiment, question, subsequence(&TAGS, 0..4), any::<bool>()).prop_map(
        |(standing, lang, sentiment, question, tags, imported)| Tagged {
            standing,
            lang,
            sentiment,
            question,
            tags: tags.into_iter().map(|name| tag(name, imported)).collect(),
            excluded_by: vec![],
        },
    )
}

fn tag(name: &str, imported: bool) -> Tag {
    let name = TagName::parse(name).unwrap();
    let provenance = if imported { Provenance::Import } else { Provenance::Rules(RULES) };
    Tag { rule: name.clone(), name, provenance, cause: Cause::Fields, clause: 0, spans: vec![] }
}

fn hand() -> impl Strategy<Value = Step> {
    let action = select(vec![HandAction::Add, HandAction::Remove]);
    (select(&PLATFORMS), select(&IDS), select(&TAGS), action, select(&HANDS), 0..3_i64).prop_map(
        |(platform, id, tag, action, who, at)| {
            let tag = TagName::parse(tag).unwrap();
            Step::Hand(platform, id, HandTag { tag, action, who: who.into(), at: Timestamp(at) })
        },
    )
}

/// One way in which a history arrives: an order with repetitions, parts, and sizes of batches.
#[derive(Clone, Debug)]
pub(super) struct Arrangement(pub(super) u64);

pub(super) fn arrangement() -> impl Strategy<Value = Arrangement> {
    any::<u64>().prop_map(Arrangement)
}

impl Arrangement {
    /// A number below `end` (`SplitMix64`).
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }

    /// The steps in some order, each at least once.
    pub(super) fn order(&mut self, history: &[Step]) -> Vec<Step> {
        let mut steps = history.to_vec();
        for _ in 0..self.below(history.len() + 1) {
            steps.push(history[self.below(history.len())].clone());
        }
        for at in (1..steps.len()).rev() {
            steps.swap(at, self.below(at + 1));
        }
        steps
    }

    /// Commits the steps in the order given, in batches of some sizes, over two parts. Gives what each was classed as.
    pub(super) fn play(&mut self, steps: &[Step], store: &mut Store) -> Tally {
        let parts = ["0", "1"].map(|name| Part { source: "kafka:c/t".into(), name: name.into() });
        let mut tally = Tally::default();
        let mut rest = steps;
        while !rest.is_empty() {
            let (chunk, left) = rest.split_at(1 + self.below(rest.len().min(7)));
            rest = left;
            let part = &parts[self.below(2)];
            let mut events = Vec::new();
            for step in chunk {
                match step {
                    Step::Event(event, tagged) => events.push((event.clone(), tagged.clone())),
                    Step::Hand(platform, id, tag) => {
                        store.tag_by_hand(platform, id, tag).unwrap();
                    }
                }
            }
            tally.add(&commit(store, part, &events));
        }
        tally
    }
}

/// Claims the part and commits the events as one batch, each record an hour after the one before.
pub(super) fn commit(store: &mut Store, part: &Part, events: &[(Event, Option<Tagged>)]) -> Tally {
    let mut claim = store.claim(part).unwrap();
    store.start(&mut claim, Position(0)).unwrap();
    let from = claim.next.unwrap();
    match store.commit(&mut claim, &outcome(part, from, events)).unwrap() {
        Commit::Done(tally) => tally,
        Commit::Fenced => panic!("nobody else claims the part"),
    }
}

/// The outcome of a batch of these events.
pub(super) fn outcome(part: &Part, from: Position, events: &[(Event, Option<Tagged>)]) -> Outcome {
    let records = (from.0..)
        .zip(events)
        .map(|(at, (event, _))| Record {
            at: Some(Timestamp(at.cast_signed() * 3_600_000)),
            position: Position(at),
            content: Content::Event(event.clone()),
        })
        .collect();
    let to = Position(from.0 + events.len() as u64);
    let tagged = events.iter().filter_map(|(_, tagged)| tagged.clone()).collect();
    Outcome { rules: RULES, batch: Batch { part: part.clone(), from, to, records }, tagged }
}

/// A received post by one author of `twitter`, published at `at`, with these tags.
pub(super) fn simple_post(id: &str, version: i64, at: i64, tags: &[&str]) -> Step {
    let mention = Mention {
        published_at: Some(Timestamp(at)),
        author: Some(Author { id: Some("7".into()), ..Author::default() }),
        ..Mention::default()
    };
    let tagged = Tagged {
        standing: Standing::Received,
        lang: None,
        sentiment: None,
        question: None,
        tags: tags.iter().map(|name| tag(name, false)).collect(),
        excluded_by: vec![],
    };
    posted("twitter", id, version, mention, tagged)
}
