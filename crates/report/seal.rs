//! Sealed reports: what is sealed, and what a later one says of it.

use mention::Timestamp;

use crate::say::{say, words};
use crate::{Cell, Kind, Language, Names, Report, ReportRequest, Zone, number};

/// Letters of a hash that are shown.
const HASH_SHOWN: usize = 16;

/// What was sealed, and by what the number of received mentions of its period changed since: the causes add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// When.
    pub at: Timestamp,
    /// The hash of its bytes, in hexadecimal.
    pub hash: String,
    /// Received mentions then.
    pub then: u64,
    /// Received mentions now.
    pub now: u64,
    /// By what was deleted.
    pub deleted: i64,
    /// By what has a later version.
    pub edited: i64,
    /// By what arrived later.
    pub late: i64,
    /// By what was erased, or is past its time.
    pub gone: i64,
    /// By what has other tags in the same version.
    pub retagged: i64,
}

impl Sealed {
    pub(crate) fn note(&self, zone: &Zone) -> String {
        let day = crate::period::day(zone.date(self.at));
        let hash = self.hash.get(..HASH_SHOWN).unwrap_or(&self.hash);
        let causes = [
            (words("deleted"), self.deleted),
            (say!("edited"), self.edited),
            (words("late"), self.late),
            (say!("erased or past their time"), self.gone),
            (say!("tagged otherwise"), self.retagged),
        ];
        let causes = causes.into_iter().filter(|(_, by)| *by != 0);
        let causes: Vec<String> = causes.map(|(what, by)| format!("{what} {}", more(by))).collect();
        let now = number::count(self.now);
        if causes.is_empty() {
            return say!(
                "Sealed on {day}, SHA-256 {hash}…; received mentions then and now: {now}.",
                day,
                hash,
                now
            );
        }
        say!(
            "Sealed on {day}, SHA-256 {hash}…; received mentions then {then}, now {now}: {causes}.",
            day,
            hash,
            then = number::count(self.then),
            now,
            causes = causes.join(", ")
        )
    }
}

/// `+9`, `−14`.
fn more(by: i64) -> String {
    let sign = if by < 0 { '−' } else { '+' };
    format!("{sign}{}", number::count(by.unsigned_abs()))
}

impl Report {
    /// The same without what people wrote and which posts it is from: nobody who is erased later stays in it.
    #[must_use]
    pub fn without_posts(mut self) -> Self {
        for table in self.sections.iter_mut().flat_map(|section| &mut section.tables) {
            let links = table.columns.iter().map(|column| column.kind == Kind::Link);
            let links: Vec<bool> = links.collect();
            for row in &mut table.rows {
                row.post = None;
                let cells = row.cells.iter_mut().zip(&links).filter(|(_, is_link)| **is_link);
                cells.for_each(|(cell, _)| *cell = Cell::Absent(String::new()));
            }
        }
        self
    }
}

impl ReportRequest {
    /// What is sealed, whoever reads it and in which language: what makes it again.
    #[must_use]
    pub fn sealed_as(&self) -> String {
        let (names, language) = (Names::Hidden, Language::English);
        let plain = Self { names, language, ..self.clone() };
        plain.command()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ReportName, Wording, fixture};

    #[test]
    fn what_was_sealed_is_told_with_each_cause() {
        let zone = Zone::parse("Europe/Berlin").unwrap();
        let same = Sealed {
            at: fixture::request(ReportName::Success, "2026-W43", "UTC").period.to,
            hash: "0123456789abcdef0123".to_owned(),
            then: 1_294,
            now: 1_294,
            deleted: 0,
            edited: 0,
            late: 0,
            gone: 0,
            retagged: 0,
        };
        let told = |sealed: &Sealed, language| {
            Wording::of(language).tell(&sealed.note(&zone)).into_owned()
        };
        assert_eq!(
            told(&same, Language::English),
            "Sealed on 26 Oct 2026, SHA-256 0123456789abcdef…; received mentions then and now: 1,294."
        );
        let other = Sealed { now: 1_286, deleted: -14, edited: -3, late: 9, ..same };
        assert_eq!(
            told(&other, Language::English),
            "Sealed on 26 Oct 2026, SHA-256 0123456789abcdef…; received mentions then 1,294, now 1,286: deleted −14, edited −3, late +9."
        );
        assert_eq!(
            told(&other, Language::Swedish),
            "Förseglad den 26 okt. 2026, SHA-256 0123456789abcdef…; mottagna omnämnanden då 1\u{a0}294, nu 1\u{a0}286: borttagna −14, redigerade −3, sena +9."
        );
    }

    #[test]
    fn nothing_that_people_wrote_is_sealed() {
        let report = fixture::report(ReportName::Success, "2026-W43");
        let words = "The new oat foam at Kaffa is a dream";
        assert!(crate::json(&report).contains(words));
        let sealed = crate::json(&report.without_posts());
        assert!(!sealed.contains(words) && !sealed.contains("twitter.example"), "{sealed}");
        assert!(sealed.contains("439"));
    }

    #[test]
    fn one_seal_holds_for_every_language_and_reader() {
        let request = fixture::request(ReportName::Success, "2026-W43", "UTC");
        let other =
            ReportRequest { language: Language::French, names: Names::Shown, ..request.clone() };
        assert_eq!(request.sealed_as(), other.sealed_as());
        assert_ne!(request.sealed_as(), other.command());
    }
}
