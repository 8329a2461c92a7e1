//! What a spike is made of.

use std::collections::BTreeMap;

use mention::{Counts, DimensionCount, Standing};

use super::{Alert, Alerts, HOUR, Sort};
use crate::{Cell, Column, Input, Kind, Row, Section, Table, number};

/// Spikes that are taken apart.
const SPIKES_MAX: usize = 5;
/// Drivers shown of each.
const DRIVERS_MAX: usize = 4;
/// Days before by which the share of each driver is usual.
const DAYS_BEFORE: i64 = 28;

/// The strongest spikes, each with what it is made of; `None` without one.
pub(super) fn section(
    desk: &Alerts<'_>,
    alerts: &[Alert],
    counts: &Counts,
    input: &Input<'_>,
) -> Option<Section> {
    let mut spikes: Vec<&Alert> = alerts.iter().filter(|alert| alert.sort == Sort::Spike).collect();
    spikes.sort_by(|a, b| b.strength.unwrap_or(0.0).total_cmp(&a.strength.unwrap_or(0.0)));
    let mut rows = Vec::new();
    for spike in spikes.iter().take(SPIKES_MAX) {
        let group = format!("{}, {}", input.label(&spike.tag), desk.when(spike.at));
        for (driver, now, share) in drivers(spike, counts).into_iter().take(DRIVERS_MAX) {
            rows.push(
                Row::new(vec![Cell::text(driver), Cell::Count(now), Cell::Part(share)])
                    .grouped(&group),
            );
        }
    }
    let columns = vec![
        Column::new("driver", "", Kind::Text),
        Column::new("mentions", "mentions in the hour", Kind::Count),
        Column::new("share", "of the excess", Kind::Part),
    ];
    (!rows.is_empty()).then(|| {
        Section::new("What the strongest spikes are made of")
            .lead("The part of what was more than expected that each makes up, by its share in the four weeks before. Platforms, languages and kinds overlap, so the parts do not add up.")
            .table(Table::new("drivers", "Drivers", columns, rows).grouped_by("spike"))
    })
}

/// The drivers of a spike with their mentions in the hour and their part of the excess, the greatest first.
fn drivers(spike: &Alert, counts: &Counts) -> Vec<(String, u64, f64)> {
    let hour = spike.at.0..spike.at.0 + HOUR;
    let before = spike.at.0 - DAYS_BEFORE * 24 * HOUR..spike.at.0;
    let (mut now, mut then): (BTreeMap<String, u64>, BTreeMap<String, u64>) = Default::default();
    let mut whole = 0;
    for count in counts.mentions.iter().filter(|count| count.tag == spike.tag) {
        if count.dimensions.standing != Standing::Received {
            continue;
        }
        let at = count.bucket.start().0;
        let side = match () {
            () if hour.contains(&at) => &mut now,
            () if before.contains(&at) => {
                whole += count.mentions;
                &mut then
            }
            () => continue,
        };
        for driver in names(count) {
            *side.entry(driver).or_default() += count.mentions;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    let excess = |driver: &String, mentions: u64| {
        let usual = number::quotient(then.get(driver).copied().unwrap_or(0), whole);
        let expected = spike.expected.unwrap_or(0.0);
        let more = (spike.mentions as f64 - expected).max(1.0);
        (mentions as f64 - usual * expected) / more
    };
    let mut drivers: Vec<(String, u64, f64)> = now
        .iter()
        .map(|(driver, mentions)| (driver.clone(), *mentions, excess(driver, *mentions)))
        .filter(|(.., share)| *share > 0.0)
        .map(|(driver, mentions, share)| (driver, mentions, share.min(1.0)))
        .collect();
    drivers.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    drivers
}

/// What a count is counted under.
fn names(count: &DimensionCount) -> Vec<String> {
    let dimensions = &count.dimensions;
    let mut names =
        vec![format!("on {}", dimensions.platform), format!("{}s", dimensions.kind.name())];
    names.extend(dimensions.lang.map(|lang| format!("in {}", lang.as_str())));
    names.extend(dimensions.sentiment.map(|sentiment| sentiment.name().to_owned()));
    names
}
