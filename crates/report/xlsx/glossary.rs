//! What the columns of a workbook mean, one line a word.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::say::word;
use crate::{Table, Wording};

/// What its sheet is called.
pub(super) const NAME: &str = word("Glossary");

/// The words of columns, by the column's name.
const WORDS: [(&str, &str); 30] = [
    (
        "mentions",
        word(
            "Posts, comments and reviews that count, each once, by others than us, our employees and our rivals, noise left out.",
        ),
    ),
    ("originals", word("Mentions that are no reposts.")),
    ("reposts", word("Another's post passed on.")),
    ("people", word("Authors by account; a mention without a known author is nobody's.")),
    ("author_known", word("The share of mentions whose author is known.")),
    (
        "engagements",
        word(
            "Likes, reposts, replies and quotes, and clicks and saves where reported, as last seen.",
        ),
    ),
    ("impressions", word("How often it was shown, as the platform reports it.")),
    ("engagement_rate", word("Engagements divided by impressions.")),
    ("positive", word("The share of rated mentions that are positive; an estimate.")),
    ("negative", word("The share of rated mentions that are negative; an estimate.")),
    ("rated", word("The share of mentions with a sentiment, by their source or by detection.")),
    (
        "change",
        word(
            "Against the period before: now over before, less one. Beside it where eight earlier periods usually were.",
        ),
    ),
    ("share", word("Its part of the whole.")),
    (
        "lift",
        word(
            "How many times as much: 1 is as much. From and to are the ends of its 95 % interval.",
        ),
    ),
    ("lift_after", word("The same for the weeks after.")),
    ("rivals", word("The same for all rivals together.")),
    ("before", word("A day in the weeks before, or the period before.")),
    ("during", word("A day while it ran.")),
    ("after", word("A day in the weeks after.")),
    ("new_people", word("People never heard before, with any tag.")),
    (
        "needing",
        word("Mentions that ask for an answer of ours, one an author and thread until answered."),
    ),
    ("answered", word("Those that were answered so far.")),
    ("reply_rate", word("The share of those that were answered so far.")),
    (
        "first_reply",
        word(
            "The time within which half of them were answered, those who still wait included (Kaplan–Meier).",
        ),
    ),
    (
        "unanswered_7d",
        word(
            "The share that had no answer after seven days (Kaplan–Meier), with its 95 % interval.",
        ),
    ),
    ("people_helped", word("People who got an answer.")),
    ("followers", word("Followers of the account as last seen.")),
    ("z", word("How many standard errors the word rose.")),
    ("jaccard", word("Of the mentions with either tag, the part with both.")),
    ("contained", word("Of the tag's own mentions, the part that has the other too.")),
];

/// Writes the words that stand in these tables.
pub(super) fn write(
    tables: &[Table],
    wording: &Wording,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    sheet.set_name(wording.word(NAME))?;
    sheet.set_column_width(0, 26)?.set_column_width(1, 110)?;
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
    sheet.write_string_with_format(0, 0, wording.word(word("word")), &bold)?;
    sheet.write_string_with_format(0, 1, wording.word(word("what it means")), &bold)?;
    let mut row = 1;
    for (key, meaning) in WORDS {
        let column =
            tables.iter().flat_map(|table| &table.columns).find(|column| column.key == key);
        if let Some(column) = column {
            sheet.write_string(row, 0, &column.label)?;
            sheet.write_string_with_format(row, 1, wording.word(meaning), &wrapped)?;
            row += 1;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}
