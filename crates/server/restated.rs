//! What today's rules find in texts that other rules tagged.

use std::ops::Range;
use std::sync::Arc;

use mention::{Provenance, Sample, Tagged, Timestamp};
use report::Restated;
use store::{Store, StoreError};
use tagger::{Scratch, Tagger};

/// What today's rules find in the kept mentions of two periods; `None` where they find what was found at the time, and
/// where they cannot be used.
///
/// # Errors
///
/// Those of the database.
pub(crate) fn restated(
    store: &Store,
    [now, before]: [Range<Timestamp>; 2],
    rules: impl FnOnce() -> Option<Arc<Tagger>>,
) -> Result<Option<Restated>, StoreError> {
    if store.rule_sets()?.len() < 2 {
        return Ok(None);
    }
    let Some(tagger) = rules() else { return Ok(None) };
    let (mut restated, mut scratch) = (Restated::default(), Scratch::default());
    let mut differs = false;
    for (span, found) in [(now, &mut restated.now), (before, &mut restated.before)] {
        store.read_kept(span.start, span.end, Sample::WHOLE, |kept| {
            let fresh = tagger.tag_mention(kept.mention, &mut scratch);
            differs |= !agree(kept.tagged, &fresh);
            found.take(kept, &fresh);
        })?;
    }
    Ok(differs.then_some(restated))
}

/// Whether a mention counts as it did, but for what people did by hand.
fn agree(kept: &Tagged, fresh: &Tagged) -> bool {
    let given = |tagged: &Tagged| -> Vec<String> {
        let by_rules = tagged.tags.iter();
        let by_rules = by_rules.filter(|tag| !matches!(tag.provenance, Provenance::Person { .. }));
        by_rules.map(|tag| tag.name.to_string()).collect()
    };
    kept.standing == fresh.standing && given(kept) == given(fresh)
}
