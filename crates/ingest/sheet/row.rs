//! One row into what it says.

use std::borrow::Cow;

use mention::{Content, RejectReason, Timestamp, platform_key};
use xxhash_rust::xxh3::Xxh3;

use super::{Cell, Plan, Target, date};
use crate::wire::{DecodeOptions, Needs, Preset, Problem, Raw, Slot, Slots, build, reject};

impl Plan {
    /// What `row` says; an empty one says nothing.
    pub(crate) fn read(&self, row: &[Cell], options: &DecodeOptions) -> Content {
        if row.iter().all(Cell::is_empty) {
            return Content::Ignored;
        }
        self.slots(row, options)
            .and_then(|slots| build(slots, None, options))
            .unwrap_or_else(|problem| reject(self.in_words(problem), shown(row).as_bytes()))
    }

    /// A problem as it is for who has the export before them: X lets nobody write the texts of its posts into one.
    fn in_words(&self, mut problem: Problem) -> Problem {
        if problem.reason == RejectReason::MissingText
            && let Some((preset, _)) = self.export
        {
            problem.detail = format!(
                "the row of {} has no text, as X's license has posts of X exported; ask X for them by their ids and read the answer with --preset x-v2",
                preset.name()
            );
        }
        problem
    }

    fn slots<'r>(&self, row: &'r [Cell], options: &DecodeOptions) -> Result<Slots<'r>, Problem> {
        let mut slots = Slots::new();
        if row.iter().skip(self.targets.len()).any(|cell| !cell.is_empty()) {
            let detail = format!(
                "the row has {} cells under {} headers; put quotes around cells that hold the delimiter",
                row.len(),
                self.targets.len()
            );
            return Err(Problem::new(RejectReason::WrongType, detail));
        }
        let mut clock = None;
        let mut hour = None;
        let network = self.network(row);
        for (target, cell) in self.targets.iter().zip(row) {
            if cell.is_empty() {
                continue;
            }
            match target {
                Target::Custom(name) => slots.custom.push((name.clone(), cell.show())),
                Target::Hour => hour = Some(cell),
                Target::Slot(Slot::PublishedAt) => clock = Some(cell),
                Target::Of(of, _) if network.as_deref().is_some_and(|network| network != *of) => {}
                Target::Slot(slot) | Target::Of(_, slot) if no_value(cell) && !wordy(*slot) => {}
                // Of several columns for one field the first that says something counts.
                Target::Slot(slot) | Target::Of(_, slot) if !slots.is_empty(*slot) => {}
                Target::Slot(slot) | Target::Of(_, slot) => {
                    slots.set(*slot, Some(self.raw(*slot, cell)));
                }
            }
        }
        if let Some((_, Some(platform))) = self.export {
            slots.set(Slot::Platform, Some(Raw::Text(platform.into())));
        }
        let at = clock.map(|cell| self.time(cell, hour));
        slots.set(Slot::PublishedAt, at.clone());
        self.identify(&mut slots, row, at.as_ref(), options)?;
        Ok(slots)
    }

    /// The network a row is of, where the table is an export that has columns for each.
    fn network(&self, row: &[Cell]) -> Option<String> {
        self.export?;
        let at = self.targets.iter().position(|target| *target == Target::Slot(Slot::Platform))?;
        row.get(at).filter(|cell| !cell.is_empty()).map(|cell| platform_key(&cell.show()))
    }

    fn raw<'r>(&self, slot: Slot, cell: &'r Cell) -> Raw<'r> {
        match (slot, cell) {
            (Slot::OwnPlace, Cell::Text(text)) if self.of(Preset::GooglePlay) => {
                Raw::Text(format!("app:{}", text.trim()).into())
            }
            // Exports name another post by its address.
            (Slot::ReplyTo, Cell::Text(text)) if text.contains("://") => {
                Raw::Text(native_id(text).map_or(Cow::Borrowed(text.as_str()), Cow::Owned))
            }
            (Slot::RepostOf, Cell::Text(text)) if text.contains("://") => {
                let handle = text.split("://").nth(1).and_then(|path| path.split('/').nth(1));
                Raw::Text(Cow::Borrowed(handle.unwrap_or(text)))
            }
            (Slot::UpdatedAt | Slot::ObservedAt | Slot::DeletedAt | Slot::AnsweredAt, _) => {
                self.time(cell, None)
            }
            (_, Cell::Text(text)) if slot.counts() => Raw::Text(count(text)),
            (_, Cell::Text(text)) => Raw::Text(Cow::Borrowed(text)),
            _ => Raw::Text(Cow::Owned(cell.show())),
        }
    }

    fn of(&self, preset: Preset) -> bool {
        self.export.is_some_and(|(export, _)| export == preset)
    }

    /// The instant a cell names, or what it says instead.
    fn time<'r>(&self, cell: &'r Cell, hour: Option<&Cell>) -> Raw<'r> {
        let text = cell.show();
        let written = match cell {
            Cell::Clock(clock) => Some(date::Written::Clock(*clock)),
            _ => date::read(&text),
        };
        let time = hour.and_then(|cell| match cell {
            Cell::Clock(clock) => Some(clock.time()),
            other => date::time_of_day(&other.show()),
        });
        match written.and_then(|written| date::instant(written.at(time), self.order, &self.zone)) {
            Some(at) => Raw::Time(at),
            None => Raw::Text(text.into()),
        }
    }

    /// Gives the row an id where it has none, or only what a spreadsheet has left of one.
    fn identify(
        &self,
        slots: &mut Slots<'_>,
        row: &[Cell],
        at: Option<&Raw<'_>>,
        options: &DecodeOptions,
    ) -> Result<(), Problem> {
        let cell = |slot| {
            let at = self.targets.iter().position(|target| *target == Target::Slot(slot))?;
            row.get(at).filter(|cell| !cell.is_empty()).map(Cell::show)
        };
        let permalink = cell(Slot::Permalink);
        match self.id_cell(row) {
            Some(id) if !worn(id) => return Ok(()),
            Some(id) if permalink.is_none() && options.needs == Needs::IdAndTime => {
                let detail = format!(
                    "id is {}, which has lost its last digits to a spreadsheet; import the id column as text, or add the permalink",
                    id.show()
                );
                return Err(Problem::new(RejectReason::WrongType, detail));
            }
            _ => {}
        }
        let id = if let Some(permalink) = permalink {
            let native = native_id(&permalink);
            let told = !slots.is_empty(Slot::Platform);
            if native.is_some() && !told {
                slots.set(Slot::Platform, Some(Raw::Text("twitter".into())));
            }
            native.unwrap_or_else(|| hash(&[&permalink]))
        } else {
            let at = match at {
                Some(Raw::Time(Timestamp(at))) => at.to_string(),
                _ => String::new(),
            };
            let text = |slot| cell(slot).unwrap_or_default();
            let platform = cell(Slot::Platform).unwrap_or_else(|| options.platform.clone());
            hash(&[&platform, &text(Slot::Author), &at, &text(Slot::Title), &text(Slot::Text)])
        };
        slots.set(Slot::Id, Some(Raw::Text(id.into())));
        Ok(())
    }

    fn id_cell<'r>(&self, row: &'r [Cell]) -> Option<&'r Cell> {
        let at = self.targets.iter().position(|target| *target == Target::Slot(Slot::Id))?;
        row.get(at).filter(|cell| !cell.is_empty())
    }
}

impl date::Written {
    /// The same day at `time`, where one stands in a column of its own.
    fn at(self, time: Option<jiff::civil::Time>) -> Self {
        let Some(time) = time else { return self };
        let at = |day: jiff::civil::DateTime| day.date().to_datetime(time);
        match self {
            Self::At(instant) => Self::At(instant),
            Self::Clock(day) => Self::Clock(at(day)),
            Self::Either { first, second } => Self::Either { first: at(first), second: at(second) },
        }
    }
}

/// Whether people read what stands there, so that `-` is a text like any other.
fn wordy(slot: Slot) -> bool {
    matches!(slot, Slot::Text | Slot::Title | Slot::Quoted | Slot::Alt)
}

/// What exports write where they have nothing.
fn no_value(cell: &Cell) -> bool {
    const NOTHING: [&str; 9] = ["-", "–", "—", "n/a", "#n/a", "na", "null", "none", "nan"];
    matches!(cell, Cell::Text(text) if NOTHING.contains(&&*text.trim().to_lowercase()))
}

/// A number without the marks that group its digits; `1,234`, `1.234`, `1 234` and `1'234` are the same count.
fn count(text: &str) -> Cow<'_, str> {
    const GROUP_DIGITS: usize = 3;
    let marks = [',', '.', ' ', '\u{a0}', '\u{202f}', '\'', '’'];
    let mut groups = text.trim().split(marks);
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = digits(first)
        && first.len() <= GROUP_DIGITS
        && groups.all(|group| digits(group) && group.len() == GROUP_DIGITS);
    if grouped { text.trim().replace(marks, "").into() } else { Cow::Borrowed(text) }
}

/// Whether a spreadsheet has made a number of the id and kept 15 digits of it.
fn worn(cell: &Cell) -> bool {
    const EXACT_TO: f64 = 1e15;
    match cell {
        Cell::Number(number) => number.abs() >= EXACT_TO || number.fract() != 0.0,
        Cell::Text(text) => {
            let upper = text.trim().to_uppercase().replace(',', ".");
            upper.contains("E+") && upper.parse::<f64>().is_ok()
        }
        Cell::Empty | Cell::Clock(_) | Cell::Flag(_) => false,
    }
}

/// The id in the permalink of a post of X, or of a review of Google Play.
fn native_id(permalink: &str) -> Option<String> {
    if let Some((_, review)) = permalink.split_once("&reviewId=") {
        return review.split('&').next().map(str::to_owned).filter(|id| !id.is_empty());
    }
    let split = permalink.split_once("/status/").or_else(|| permalink.split_once("/statuses/"));
    let (_, rest) = split?;
    let host = permalink.contains("twitter.com/") || permalink.contains("//x.com/");
    let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (host && !id.is_empty()).then_some(id)
}

/// 32 hexadecimal digits of xxh3-128 over the parts, each with its length, after `row-`.
fn hash(parts: &[&str]) -> String {
    let mut hash = Xxh3::new();
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    format!("row-{:032x}", hash.digest128())
}

fn shown(row: &[Cell]) -> String {
    row.iter().map(Cell::show).collect::<Vec<_>>().join("\t")
}
