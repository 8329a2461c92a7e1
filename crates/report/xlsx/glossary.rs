//! What the columns of a workbook mean, one line a word.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::Table;

/// The words of columns, by the column's name.
const WORDS: [(&str, &str); 30] = [
    (
        "mentions",
        "Posts, comments and reviews that count, each once, by others than us, our employees and our rivals, noise left out.",
    ),
    ("originals", "Mentions that are no reposts."),
    ("reposts", "Another's post passed on."),
    ("people", "Authors by account; a mention without a known author is nobody's."),
    ("author_known", "The share of mentions whose author is known."),
    (
        "engagements",
        "Likes, reposts, replies and quotes, and clicks and saves where reported, as last seen.",
    ),
    ("impressions", "How often it was shown, as the platform reports it."),
    ("engagement_rate", "Engagements divided by impressions."),
    ("positive", "The share of rated mentions that are positive; an estimate."),
    ("negative", "The share of rated mentions that are negative; an estimate."),
    ("rated", "The share of mentions with a sentiment, by their source or by detection."),
    (
        "change",
        "Against the period before: now over before, less one. Beside it where eight earlier periods usually were.",
    ),
    ("share", "Its part of the whole."),
    (
        "lift",
        "How many times as much: 1 is as much. From and to are the ends of its 95 % interval.",
    ),
    ("lift_after", "The same for the weeks after."),
    ("rivals", "The same for all rivals together."),
    ("before", "A day in the weeks before, or the period before."),
    ("during", "A day while it ran."),
    ("after", "A day in the weeks after."),
    ("new_people", "People never heard before, with any tag."),
    (
        "needing",
        "Mentions that ask for an answer of ours, one an author and thread until answered.",
    ),
    ("answered", "Those that were answered so far."),
    ("reply_rate", "The share of those that were answered so far."),
    (
        "first_reply",
        "The time within which half of them were answered, those who still wait included (Kaplan–Meier).",
    ),
    (
        "unanswered_7d",
        "The share that had no answer after seven days (Kaplan–Meier), with its 95 % interval.",
    ),
    ("people_helped", "People who got an answer."),
    ("followers", "Followers of the account as last seen."),
    ("z", "How many standard errors the word rose."),
    ("jaccard", "Of the mentions with either tag, the part with both."),
    ("contained", "Of the tag's own mentions, the part that has the other too."),
];

/// Writes the words that stand in these tables.
pub(super) fn write(tables: &[Table], sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("Glossary")?;
    sheet.set_column_width(0, 26)?.set_column_width(1, 110)?;
    let bold = Format::new().set_bold();
    sheet.write_string_with_format(0, 0, "word", &bold)?;
    sheet.write_string_with_format(0, 1, "what it means", &bold)?;
    let mut row = 1;
    for (key, meaning) in WORDS {
        let column =
            tables.iter().flat_map(|table| &table.columns).find(|column| column.key == key);
        if let Some(column) = column {
            sheet.write_string(row, 0, &column.label)?;
            sheet.write_string(row, 1, meaning)?;
            row += 1;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}
