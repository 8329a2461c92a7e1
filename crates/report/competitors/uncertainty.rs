//! How far the shares of voice may be off.

use std::collections::BTreeMap;

use mention::{Counts, Entry};
use xxhash_rust::xxh3::xxh3_64;

use crate::stats::{share_intervals, wilson};
use crate::tally::Tally;
use crate::{Input, ReportRequest};

/// The 95 % interval of each brand's share of mentions; empty when there is no mention.
///
/// Never narrower than Wilson's: a few people who are all alike leave resampling nothing to vary.
pub(super) fn intervals(
    request: &ReportRequest,
    input: &Input<'_>,
    counts: &Counts,
    brands: &[&Entry],
) -> Vec<(f64, f64)> {
    let tally = Tally::of(counts);
    let place: BTreeMap<&str, usize> =
        brands.iter().enumerate().map(|(at, brand)| (brand.name.as_str(), at)).collect();
    let mut authors: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for author in &counts.authors {
        if let Some(at) = place.get(&*author.tag) {
            let row = authors.entry(&author.author).or_insert_with(|| vec![0; brands.len()]);
            row[*at] += author.mentions;
        }
    }
    let mut people: Vec<Vec<u64>> = authors.into_values().collect();
    for (at, brand) in brands.iter().enumerate() {
        let name = brand.name.as_str();
        let unknown = tally.received(name).mentions.saturating_sub(tally.people(name).mentions);
        let mut alone = vec![0; brands.len()];
        alone[at] = 1;
        people.extend((0..unknown).map(|_| alone.clone()));
    }
    let mentions = brands.iter().map(|brand| tally.received(brand.name.as_str()).mentions);
    let mentions: Vec<u64> = mentions.collect();
    let whole: u64 = mentions.iter().sum();
    let resampled = share_intervals(&people, seed(request, input, brands));
    let widened = |((low, high), part): ((f64, f64), u64)| {
        let (least, most) = wilson(part, whole).unwrap_or((low, high));
        (low.min(least), high.max(most))
    };
    resampled.into_iter().zip(mentions).map(widened).collect()
}

/// The hash of the question and the rule set: the same report has the same intervals.
fn seed(request: &ReportRequest, input: &Input<'_>, brands: &[&Entry]) -> u64 {
    let mut bytes = Vec::new();
    bytes.extend(request.period.from.0.to_le_bytes());
    bytes.extend(request.period.to.0.to_le_bytes());
    bytes.extend(input.catalog.rules.0.to_le_bytes());
    let mut names: Vec<&str> = brands.iter().map(|brand| brand.name.as_str()).collect();
    names.sort_unstable();
    for name in names {
        bytes.extend(name.as_bytes());
        bytes.push(0);
    }
    xxh3_64(&bytes)
}
