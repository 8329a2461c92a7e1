//! Where the numbers of a report come from, in the words of its footer.

use std::collections::BTreeMap;

use mention::{Counts, LedgerClass};

use crate::say::{say, word, words};
use crate::{Footer, Input, ReportRequest, number};

const POLICY: &str = word(
    "Only what others say is counted as received; our own posts, noise, employees and competitors are counted apart. \
Reposts are among the mentions, with originals beside. \
A mention counts in full for each of its tags; totals are of distinct mentions, never sums of rows. \
People are authors by account; a mention without a known author is never a person. \
Near duplicates count. Figures of a mention are those of its last version.",
);

/// The share of rejected records above which volumes may be too low.
pub(crate) const REJECTED_SHARE_MAX: f64 = 0.05;

pub(crate) fn footer(request: &ReportRequest, input: &Input<'_>) -> Footer {
    Footer {
        rules: input.catalog.rules,
        version: input.version.to_owned(),
        policy: POLICY.to_owned(),
        zone: request.period.zone.name().to_owned(),
        ledger: input.answers.first().map_or_else(|| ledger_line(&Counts::default()), ledger_line),
        command: input.command.to_owned(),
    }
}

/// The order of classes where they are listed, those that count first; gaps are beside the sum.
pub(crate) const CLASSES: [&str; 12] = [
    word("tagged"),
    word("untagged"),
    word("sent"),
    word("noise"),
    word("updated"),
    word("duplicate"),
    word("stale"),
    word("late"),
    word("deleted"),
    word("erased"),
    word("ignored"),
    word("rejected"),
];

/// Records by class, every class there; gaps are not records.
pub(crate) fn by_class(counts: &Counts) -> BTreeMap<&'static str, u64> {
    let mut classes: BTreeMap<&'static str, u64> = CLASSES.map(|class| (class, 0)).into();
    for row in counts.ledger.iter().filter(|row| row.class != LedgerClass::Gap) {
        *classes.entry(row.class.name()).or_default() += row.records;
    }
    classes
}

/// `consumed 10 = tagged 6 + untagged 3 + rejected 1`.
pub(crate) fn ledger_line(counts: &Counts) -> String {
    let classes = by_class(counts);
    let consumed: u64 = classes.values().sum();
    let parts: Vec<String> = CLASSES
        .into_iter()
        .filter(|class| classes[class] > 0)
        .map(|class| format!("{} {}", words(class), number::count(classes[class])))
        .collect();
    if parts.is_empty() {
        return say!("consumed 0: no record in this period");
    }
    say!(
        "consumed {consumed} = {parts}",
        consumed = number::count(consumed),
        parts = parts.join(" + ")
    )
}

/// What must be said of the period's records before a volume is believed.
pub(crate) fn ledger_warning(counts: &Counts) -> Option<String> {
    let classes = by_class(counts);
    let (rejected, consumed) = (classes["rejected"], classes.values().sum());
    (number::quotient(rejected, consumed) > REJECTED_SHARE_MAX).then(|| {
        say!("{share} of the records of this period could not be read: volumes are too low. `tagline report ledger` says why.", share = number::share(rejected, consumed))
    })
}
