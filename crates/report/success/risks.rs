//! What is at risk: who waits too long, and which watched themes are above their usual range.

use mention::Standing;

use super::Desk;
use crate::say::say;
use crate::threads::Need;
use crate::{Cell, Column, Direction, Kind, Row, Section, Table, number};

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

impl Desk<'_> {
    pub(super) fn risks(&self) -> Section {
        let mut rows = Vec::new();
        let mut risk = |what: String, how: String, why: String| {
            rows.push(Row::new(vec![Cell::text(what), Cell::text(how), Cell::text(why)]));
        };
        if let Some(waits) = &self.waits {
            let old = |need: &&Need<'_>| need.answer.is_none() && waits.until.0 - need.at().0 > DAY;
            let waiting: Vec<_> = waits.needs.iter().filter(old).collect();
            if let Some(first) = waiting.first() {
                let age = u64::try_from((waits.until.0 - first.at().0) / 1_000).unwrap_or(0);
                let how = say!(
                    "{waiting}, the longest {age}",
                    waiting =
                        number::of(waiting.len() as u64, "{n} person waits", "{n} people wait"),
                    age = number::duration(age)
                );
                risk(
                    say!("No answer for more than a day"),
                    how,
                    say!("the report todo lists them"),
                );
            }
        }
        for tag in self.now.tags(Standing::Received) {
            let is_watched = self.made.book.themes.iter().any(|theme| {
                theme.urgency > crate::Urgency::Info
                    && (theme.id == tag
                        || self
                            .made
                            .book
                            .own
                            .iter()
                            .any(|own| format!("{own}/{}", theme.id) == tag))
            });
            let change = self.past.change(&self.now, |tally| tally.received(tag).mentions);
            if is_watched && change.is_some_and(|change| change.direction() == Direction::Above) {
                let how =
                    number::of(self.now.received(tag).mentions, "{n} mention", "{n} mentions");
                risk(self.label(tag), how, say!("a watched theme, above its usual range"));
            }
        }
        let section = Section::new("What is at risk");
        if rows.is_empty() {
            return section.lead("Nothing that these numbers can tell: nobody is known to have waited for more than a day, and no watched theme is above its usual range.");
        }
        let columns = vec![
            Column::new("what", "what", Kind::Text),
            Column::new("how", "how much", Kind::Text),
            Column::new("why", "why it is here", Kind::Text),
        ];
        section.table(Table::new("risks", "Risks", columns, rows))
    }
}
