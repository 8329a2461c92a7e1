//! The events of a batch on their way into the store, a mention's together.

use mention::{Content, Event, Outcome, Tagged, Timestamp, What};
use rusqlite::Result;

use super::Writing;
use crate::difference::{INSTANTS, Rank};

/// One event of a batch.
pub(super) struct Arrival<'a> {
    /// The event.
    pub event: &'a Event,
    /// What tagging found, for a post.
    pub tagged: Option<&'a Tagged>,
    /// The number of its platform.
    pub platform: u32,
    /// Where it stands among the events of its mention.
    pub rank: Rank,
    /// The timestamp of its record.
    pub record_at: Option<Timestamp>,
}

impl Arrival<'_> {
    /// When the mention says it was published, within what is counted; `None` for a deletion.
    pub(super) fn published_at(&self) -> Option<Timestamp> {
        match &self.event.what {
            What::Posted { published_at, .. } => {
                Some((*published_at).clamp(INSTANTS.0, INSTANTS.1))
            }
            What::Deleted => None,
        }
    }
}

/// The events of `outcome` in the order of its batch.
pub(super) fn arrivals<'a>(
    writing: &mut Writing<'_>,
    outcome: &'a Outcome,
) -> Result<Vec<Arrival<'a>>> {
    let mut tagged = outcome.tagged.iter();
    let mut arrivals = Vec::with_capacity(outcome.batch.records.len());
    for record in &outcome.batch.records {
        let Content::Event(event) = &record.content else { continue };
        let tagged = match &event.what {
            What::Posted { .. } => Some(tagged.next().expect(ONE_FOR_EACH)),
            What::Deleted => None,
        };
        arrivals.push(Arrival {
            event,
            tagged,
            platform: writing.names.platform(writing.connection, &event.platform)?,
            rank: event.rank(),
            record_at: record.at,
        });
    }
    assert!(tagged.next().is_none(), "{ONE_FOR_EACH}");
    Ok(arrivals)
}

const ONE_FOR_EACH: &str = "an outcome has one Tagged for each mention of its batch";

/// Brings the events of a mention together, in the order they came; mentions are sorted as their rows are.
pub(super) fn by_mention<'b, 'a>(arrivals: &'b mut [Arrival<'a>]) -> Vec<&'b [Arrival<'a>]> {
    arrivals.sort_by(|a, b| key(a).cmp(&key(b)));
    arrivals.chunk_by(|a, b| key(a) == key(b)).collect()
}

fn key<'b>(arrival: &'b Arrival<'_>) -> (&'b str, u32) {
    (&arrival.event.id, arrival.platform)
}
