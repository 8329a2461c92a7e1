//! The events of a batch on their way into the store, a mention's together.

use mention::{Content, Day, Event, LedgerClass, Outcome, Tagged, Timestamp, What};

use crate::difference::{INSTANTS, Rank};
use crate::ledger::Ledger;
use crate::names::Numbers;

/// One event of a batch.
pub(crate) struct Arrival<'a> {
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
    /// The first bytes of its mention's id as a number, in the order of ids.
    first_bytes: u64,
}

impl Arrival<'_> {
    /// When the mention says it was published, within what is counted; `None` for a deletion.
    pub(crate) fn published_at(&self) -> Option<Timestamp> {
        match &self.event.what {
            What::Posted { published_at, .. } => {
                Some((*published_at).clamp(INSTANTS.0, INSTANTS.1))
            }
            What::Deleted => None,
        }
    }
}

/// The events of `outcome` in the order of its batch.
///
/// # Panics
///
/// When the outcome has not one [`Tagged`] for each mention of its batch.
pub(crate) fn arrivals<'a, N: Numbers>(
    numbers: &mut N,
    outcome: &'a Outcome,
) -> Result<Vec<Arrival<'a>>, N::Error> {
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
            platform: numbers.platform(&event.platform)?,
            rank: event.rank(),
            record_at: record.at,
            first_bytes: first_bytes(&event.id),
        });
    }
    assert!(tagged.next().is_none(), "{ONE_FOR_EACH}");
    Ok(arrivals)
}

const ONE_FOR_EACH: &str = "an outcome has one Tagged for each mention of its batch";

/// Brings the events of a mention together, in the order they came; mentions are sorted as their rows are.
pub(crate) fn by_mention<'b, 'a>(arrivals: &'b mut [Arrival<'a>]) -> Vec<&'b [Arrival<'a>]> {
    // By the first bytes of ids where they tell: most comparisons then look at no id.
    arrivals.sort_by(|a, b| a.first_bytes.cmp(&b.first_bytes).then_with(|| key(a).cmp(&key(b))));
    arrivals.chunk_by(|a, b| key(a) == key(b)).collect()
}

fn first_bytes(id: &str) -> u64 {
    let mut bytes = [0; 8];
    let count = id.len().min(bytes.len());
    bytes[..count].copy_from_slice(&id.as_bytes()[..count]);
    u64::from_be_bytes(bytes)
}

fn key<'b>(arrival: &'b Arrival<'_>) -> (&'b str, u32) {
    (&arrival.event.id, arrival.platform)
}

/// Takes out posts older than what is kept, and tells the ledger of them.
pub(crate) fn drop_late(arrivals: &mut Vec<Arrival<'_>>, horizon: Day, ledger: &mut Ledger) {
    arrivals.retain(|arrival| {
        let late = arrival.published_at().is_some_and(|at| at.day() < horizon);
        if late {
            ledger.add(arrival.record_at, LedgerClass::Late);
        }
        !late
    });
}
