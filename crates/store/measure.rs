//! Measures and annotations: what people bring along, in and out of a row.

use mention::{Day, Decimal, Measure, Scope};

use crate::error::{Unreadable, unreadable};

/// The columns of a measure: scope, day, metric, place, value, note.
pub(crate) fn columns(measure: &Measure) -> (String, i64, &str, &str, i64, &str) {
    let Measure { scope, day, metric, place, value, note } = measure;
    let (place, note) = (place.as_deref().unwrap_or_default(), note.as_deref().unwrap_or_default());
    (scope.to_string(), day.0, metric, place, value.0, note)
}

/// A measure from its columns.
pub(crate) fn read(
    scope: &str,
    day: i64,
    [metric, place, note]: [&str; 3],
    value: i64,
) -> Result<Measure, Unreadable> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(Measure {
        scope: Scope::parse(scope).ok_or_else(|| unreadable("the scope of a measure"))?,
        day: Day(day),
        metric: metric.to_owned(),
        place: some(place),
        value: Decimal(value),
        note: some(note),
    })
}
