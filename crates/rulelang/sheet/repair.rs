//! What spreadsheets do to texts, undone where that can be known, told where it cannot.

use super::delimited::narrowed;
use super::lost::{has_lost, is_doubtful};
use super::table::Raw;
use super::{Column, Row};
use crate::chars::plain;
use crate::days::days;
use crate::{Code, Diagnostic};

/// What spreadsheets show for formulas they cannot reckon.
const BROKEN: [&str; 8] =
    ["#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#SPILL!"];

/// Characters of a text that a spreadsheet may take for a day, at most.
const DAY_CHARACTERS_MAX: usize = 12;

/// The first letters of the months, in the languages Excel is sold in most.
const MONTHS: &str = "jan fév fev feb mär mar mrz apr avr abr mai may maj mag jun giu jui jul lug aug aoû ago sep set okt oct out ott nov dez dec déc dic gen ene ian";

/// A repaired row, and what there is to say about it; a finding that is an error says that the row cannot be taken.
pub(super) struct Repaired {
    pub(super) row: Row,
    pub(super) found: Vec<(Column, String, Diagnostic)>,
}

/// The cells of a row as their author wrote them. `base` is what the file says, when it is known that the row came from it;
/// `present` are the columns the sheet has: what it has not is taken from `base`. `letters` says what encodings did.
pub(super) fn repaired(
    cells: &[Raw],
    present: &[Column],
    base: Option<&Row>,
    letters: Letters,
) -> Repaired {
    let mut repaired = Repaired { row: Row::default(), found: Vec::new() };
    for column in Column::ALL {
        let base = base.map(|base| &base[column]);
        if !present.contains(&column) {
            repaired.row.set(column, base.unwrap_or_default().to_owned());
            continue;
        }
        let raw = &cells[column as usize];
        let cell = Cell { column, base: base.unwrap_or_default(), shown: raw.shown(), letters };
        let (text, finding) = cell.repaired(raw);
        repaired.row.set(column, text);
        repaired.found.extend(finding.map(|finding| (column, cell.shown, finding)));
    }
    repaired
}

/// What is known of the letters of a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters {
    /// It is in Windows-1252, so that it cannot have others.
    pub(super) narrow: bool,
    /// One of its cells has question marks in the place of letters.
    pub(super) lost: bool,
}

/// A cell that may have been changed by a program.
struct Cell<'b> {
    column: Column,
    /// What the file says; empty when that is not known.
    base: &'b str,
    shown: String,
    letters: Letters,
}

/// What a cell says, and what there is to say about it.
type Said = (String, Option<Diagnostic>);

impl Cell<'_> {
    fn repaired(&self, raw: &Raw) -> Said {
        match raw {
            Raw::Text(text) => self.text(text),
            Raw::Number(number) => self.number(*number),
            Raw::Day(day) if self.is_day_column() => (day.clone(), None),
            Raw::Day(_) => self.day(),
            Raw::Broken(_) => self.broken(),
            Raw::Result(text) => {
                let found = self.warning(
                    Code::ExcelFormula,
                    "the cell holds a formula; what it shows now is taken",
                );
                let found = found.help("paste the value in its place, so that it cannot change");
                (text.clone(), Some(found))
            }
        }
    }

    fn is_day_column(&self) -> bool {
        matches!(self.column, Column::Starts | Column::Ends)
    }

    fn text(&self, text: &str) -> Said {
        let plain = |text: &str| (text.to_owned(), None);
        let Letters { narrow, lost } = self.letters;
        match text {
            "" => plain(""),
            same if same == self.base => plain(same),
            _ if narrow && narrowed(self.base) == text => plain(self.base),
            _ if has_lost(self.base, text) => self.lost_letters(),
            _ if (narrow || lost) && is_doubtful(self.base, text) => self.lost_letters(),
            kind if self.column == Column::Kind => plain(&kind.to_lowercase()),
            every if self.column == Column::Lang && every.eq_ignore_ascii_case("any") => plain(""),
            day if self.is_day_column() => self.day_text(day),
            broken if BROKEN.contains(&broken) => self.broken(),
            number if is_scientific(number) => self.number_text(),
            flag if is_flag(flag, self.base) => plain(self.base),
            number if self.lost_decimals(number) => self.kept(Code::ExcelNumber, "a number"),
            number if self.lost_zeros(number) => self.kept(Code::ExcelNumber, "a number"),
            day if is_day_like(day) => self.day_like(day),
            bent if self.column.by_language() && !has_bent(self.base) => plain(&straight(bent)),
            text => plain(text),
        }
    }

    fn number(&self, number: f64) -> Said {
        let shown = &self.shown;
        let same = self
            .base
            .trim_start_matches('+')
            .parse::<f64>()
            .is_ok_and(|base| base.total_cmp(&number).is_eq());
        match () {
            () if self.base == shown => (shown.clone(), None),
            () if same => self.kept(Code::ExcelNumber, "a number"),
            () if self.is_day_column() => self.unknown(
                Code::ExcelDate,
                "the number of a day",
                "write the day as `2026-03-20`, in a cell that is formatted as text",
            ),
            // Up to here every whole number is shown as it was typed, but for zeros and signs in front.
            () if number.fract() == 0.0 && number.abs() < 1e15 => {
                let found = self.warning(Code::ExcelNumber, format!("the cell holds a number: it is read as `{shown}`, without zeros or a sign in front"));
                (
                    shown.clone(),
                    Some(found.help("if it had some, format the cell as text and write it again")),
                )
            }
            () => self.number_text(),
        }
    }

    fn number_text(&self) -> Said {
        if !self.base.is_empty() && self.base.chars().any(|c| c.is_ascii_digit()) {
            return self.kept(Code::ExcelNumber, "a number");
        }
        self.unknown(Code::ExcelNumber, "a number", "format the cell as text and write it again")
    }

    /// Whether a spreadsheet took the zeros or the sign in front of what the file says.
    fn lost_zeros(&self, number: &str) -> bool {
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let whole = |text: &str| text.trim_start_matches('0').to_owned();
        let base = self.base.strip_prefix('+').unwrap_or(self.base);
        let shortened = number == "0" || !number.starts_with('0');
        shortened && digits(number) && digits(base) && whole(base) == whole(number)
    }

    /// Whether a spreadsheet took the zeros at the end of what the file says, or wrote its point as a comma.
    fn lost_decimals(&self, number: &str) -> bool {
        let parted = |text: &str| {
            let text = text.replacen(',', ".", 1);
            let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
            let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            let number = !whole.is_empty() && digits(whole) && digits(rest);
            number.then(|| (whole.to_owned(), rest.trim_end_matches('0').to_owned()))
        };
        let base = self.base.contains('.').then(|| parted(self.base)).flatten();
        number.len() <= self.base.len() && base.is_some() && base == parted(number)
    }

    fn day(&self) -> Said {
        if could_be_day(self.base) {
            return self.kept(Code::ExcelDate, "a date");
        }
        self.unknown(
            Code::ExcelDate,
            "a date",
            "format the cell as text and write again what stood there",
        )
    }

    fn day_like(&self, day: &str) -> Said {
        if could_be_day(self.base) {
            return self.kept(Code::ExcelDate, "a date");
        }
        let found = self.warning(Code::ExcelDate, format!("`{day}` looks like a date that a spreadsheet made of something else; it is taken as it stands"));
        (
            day.to_owned(),
            Some(
                found.help(
                    "if it was something like 3-4, format the cell as text and write it again",
                ),
            ),
        )
    }

    fn broken(&self) -> Said {
        if !self.base.is_empty() {
            return self.kept(Code::ExcelFormula, "a formula");
        }
        self.unknown(
            Code::ExcelFormula,
            "a formula",
            "write it again with an apostrophe in front, as `'-word` or `'@name`",
        )
    }

    /// The day a spreadsheet wrote in its country's way.
    fn day_text(&self, text: &str) -> Said {
        let days = days(text);
        let mut meant = days.iter();
        match (meant.next(), meant.next()) {
            _ if days.contains(self.base) => (self.base.to_owned(), None),
            (Some(day), None) => (day.clone(), None),
            (Some(one), Some(other)) => {
                let help = format!(
                    "write it as `{one}` or `{other}`, in a cell that is formatted as text"
                );
                self.unknown(
                    Code::ExcelDate,
                    "a date in which either number may be the month",
                    &help,
                )
            }
            (None, _) => (text.to_owned(), None),
        }
    }

    fn lost_letters(&self) -> Said {
        let message = "the sheet was saved in an encoding that has not all letters, so some are question marks now";
        let found = Diagnostic::error(Code::LostLetters, 0..self.shown.len(), message);
        (
            self.base.to_owned(),
            Some(found.help("save it as .xlsx or as CSV UTF-8, and import that")),
        )
    }

    /// What the file says stays.
    fn kept(&self, code: Code, what: &str) -> Said {
        let base = self.base.lines().next().unwrap_or_default();
        let found = self.warning(
            code,
            format!("the spreadsheet made {what} of `{base}`, which stays as it is"),
        );
        (
            self.base.to_owned(),
            Some(
                found.help("if you meant to change it, format the cell as text and write it again"),
            ),
        )
    }

    fn unknown(&self, code: Code, what: &str, help: &str) -> Said {
        let message = format!("the cell holds {what}; what was typed is not known");
        (String::new(), Some(Diagnostic::error(code, 0..self.shown.len(), message).help(help)))
    }

    fn warning(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(code, 0..self.shown.len(), message)
    }
}

/// What spreadsheets make of the words true and false, in the languages Excel is sold in most.
const FLAGS: [(&str, &str); 2] = [
    ("true", "TRUE WAHR VRAI SANT SAND VERO ADEVĂRAT VERDADERO VERDADEIRO WAAR PRAWDA"),
    ("false", "FALSE FALSCH FAUX FALSKT FALSK FALSO FALS ONWAAR FAŁSZ"),
];

/// Whether `cell` is what a spreadsheet made of the word `base`.
fn is_flag(cell: &str, base: &str) -> bool {
    FLAGS.iter().any(|(word, made)| {
        base.eq_ignore_ascii_case(word) && made.split(' ').any(|made| made == cell)
    })
}

/// Whether it is a number as spreadsheets shorten long ones: `1.26E+17`.
fn is_scientific(text: &str) -> bool {
    let Some((number, power)) = text.split_once("E+").or_else(|| text.split_once("E-")) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let number = number.trim_start_matches('-').split(['.', ',']);
    digits(power) && number.clone().count() <= 2 && number.into_iter().all(digits)
}

/// Whether a spreadsheet could have taken it for a day.
fn could_be_day(text: &str) -> bool {
    text.chars().count() <= DAY_CHARACTERS_MAX
        && text.chars().any(|c| c.is_ascii_digit())
        && !text.contains('\n')
}

/// Whether it looks like what spreadsheets show for a day: `3-Apr`, `Apr-24`, `03.04.2026`.
fn is_day_like(text: &str) -> bool {
    let parts: Vec<&str> =
        text.split(['-', '.', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.len() <= 4 && part.chars().all(|c| c.is_ascii_digit());
    let month = |part: &str| {
        let letters: String = part.to_lowercase().chars().take(3).collect();
        part.chars().count() <= 4 && MONTHS.split(' ').any(|month| month == letters)
    };
    match parts.as_slice() {
        [a, b] => !text.contains(' ') && (number(a) && month(b) || month(a) && number(b)),
        [a, b, c] => {
            !text.contains(' ')
                && number(a)
                && (number(b) || month(b))
                && number(c)
                && (a.len() == 4 || c.len() == 4)
        }
        _ => false,
    }
}

/// The quote a keyboard has in the place of `c`, where that is another one.
fn keyboard_quote(c: char) -> Option<char> {
    match (c, plain(c)) {
        // What opens a German phrase within a phrase is no apostrophe to the language, and to spreadsheets it is.
        ('‚', _) => Some('\''),
        (c, plain @ ('"' | '\'')) if c != plain => Some(plain),
        _ => None,
    }
}

fn has_bent(text: &str) -> bool {
    text.contains(|c| keyboard_quote(c).is_some())
}

/// The text with the quotes a keyboard has.
fn straight(text: &str) -> String {
    text.chars().map(|c| keyboard_quote(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_day_like, is_scientific, straight};

    #[test]
    fn what_excel_makes_is_known_and_words_are_not_it() {
        for day in ["3-Apr", "Apr-24", "03.04.2026", "3/4/2026", "2026-04-03", "05. Mrz"] {
            assert!(is_day_like(day) || day.contains(' '), "{day}");
        }
        for word in ["", "late", "3.5", "covid-19", "may", "route 66", "24/7", "10-4", "may day"] {
            assert!(!is_day_like(word), "{word}");
        }
        assert!(is_scientific("1.26E+17") && is_scientific("1,2E+5"));
        assert!(!is_scientific("E+1") && !is_scientific("1E5") && !is_scientific("late"));
        assert_eq!(straight("“it’s” «‚a‛» ＂＇＃（"), "\"it's\" \"'a'\" \"'＃（");
    }
}
