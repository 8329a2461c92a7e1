//! What the columns of a table are taken for, shown before its first record.

use ingest::{ColumnGuess, Ids, Why};

/// The guess as lines for a person, with the way to change it.
pub(crate) fn told(guess: &ColumnGuess) -> String {
    let export = guess.export.map_or(String::new(), |export| format!(", {}", export.about()));
    let mut lines = vec![format!(
        "reading {} ({}{export}), headers in row {}:",
        guess.place,
        guess.encoding.name(),
        guess.header_row
    )];
    let width = guess.columns.iter().map(|column| column.header.chars().count()).max().unwrap_or(0);
    lines.extend(guess.columns.iter().map(|column| {
        let field = column.field.map_or("kept as custom field".to_owned(), |field| {
            format!("{field} ({})", why(column.why))
        });
        format!("  {:<width$}  → {field:<28}  {}", column.header, column.sample)
    }));
    let order =
        guess.date_order.map_or(String::new(), |order| format!("; dates are {}", order.name()));
    lines.push(format!(
        "  times are in {} ({}){order}; ids: {}",
        guess.zone,
        why(guess.zone_why),
        ids(guess.ids)
    ));
    lines.push("  wrong? --map FIELD=COLUMN, --times-in ZONE, --date-order dmy".to_owned());
    lines.join("\n")
}

const fn why(why: Why) -> &'static str {
    match why {
        Why::Told => "as told",
        Why::Header => "by its header",
        Why::Export => "by the export",
        Why::Cells => "by its cells",
        Why::Assumed => "assumed",
    }
}

const fn ids(ids: Ids) -> &'static str {
    match ids {
        Ids::Column => "a column",
        Ids::Permalink => "the permalink",
        Ids::Hash => "made from platform, author, time and text",
    }
}
