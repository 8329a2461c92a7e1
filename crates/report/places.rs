//! The places report: are we known in the city?
//!
//! Received mentions of our own brands by country, region and city. Evidence, the strongest first: the
//! place on the post; a theme whose id begins with `place/` and that finds the city in the text. What
//! is not known is always a row; below one mention in twenty known there is no ranking.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use mention::{Catalog, Kept, Question, Standing, Timestamp};
use xxhash_rust::xxh3::xxh3_64;

use crate::draft::Draft;
use crate::footer::ledger_warning;
use crate::kept::Reading;
use crate::request::Plan;
use crate::say::{say, word, words};
use crate::terms::People;
use crate::{
    Book, Cell, Change, Column, Figure, Input, Kind, Period, Report, ReportRequest, Row, Section,
    Table, number,
};

#[cfg(test)]
mod tests;

/// The share that must be known for a ranking.
const KNOWN_MIN: f64 = 0.05;
/// Rows of one group.
const ROWS_MAX: usize = 25;
/// What the id of a theme that stands for a place begins with.
const PLACE: &str = "place/";

/// The report while it is made.
pub(crate) struct Places<'a> {
    request: &'a ReportRequest,
    catalog: &'a Catalog,
    book: &'a Book,
    before: Option<Period>,
    /// Now and before.
    sides: [Side; 2],
    read: u64,
}

/// What is read of one period.
#[derive(Clone, Debug, Default)]
struct Side {
    all: Found,
    unknown: Found,
    by_text: u64,
    places: BTreeMap<(Level, String), Found>,
}

/// Mentions and who wrote them.
#[derive(Clone, Debug, Default)]
struct Found {
    mentions: u64,
    people: People,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Country,
    Region,
    City,
}

impl Level {
    const ALL: [Self; 3] = [Self::Country, Self::Region, Self::City];

    const fn name(self) -> &'static str {
        match self {
            Self::Country => word("Countries"),
            Self::Region => word("Regions"),
            Self::City => word("Cities"),
        }
    }
}

impl Found {
    fn add(&mut self, author: Option<&str>) {
        self.mentions += 1;
        if let Some(author) = author {
            self.people.add(xxh3_64(author.as_bytes()));
        }
    }
}

impl<'a> Places<'a> {
    pub(crate) fn new(request: &'a ReportRequest, catalog: &'a Catalog, book: &'a Book) -> Self {
        let before = Plan::of(request).compared.map(|(period, _)| period);
        Self { request, catalog, book, before, sides: Default::default(), read: 0 }
    }

    fn is_ours(&self, kept: &Kept<'_>) -> bool {
        let own = &self.book.own;
        kept.tagged.standing == Standing::Received
            && (own.is_empty()
                || kept
                    .tagged
                    .tags
                    .iter()
                    .any(|tag| own.iter().any(|brand| tag.name.as_str() == brand)))
    }

    /// The places of a mention, and whether they were found in its text.
    fn places_of(&self, kept: &Kept<'_>) -> (BTreeSet<(Level, String)>, bool) {
        let mut places = BTreeSet::new();
        if let Some(place) = &kept.mention.place {
            let parts = [
                (Level::Country, &place.country),
                (Level::Region, &place.region),
                (Level::City, &place.city),
            ];
            for (level, name) in parts {
                places.extend(
                    name.as_ref().filter(|name| !name.is_empty()).map(|name| (level, name.clone())),
                );
            }
        }
        if !places.is_empty() {
            // There is a Paris in more than one country.
            let country = kept.mention.place.as_ref().and_then(|place| place.country.clone());
            let full = |(level, name): (Level, String)| match (&country, level) {
                (Some(country), Level::Region | Level::City) if !country.is_empty() => {
                    (level, format!("{name}, {country}"))
                }
                _ => (level, name),
            };
            return (places.into_iter().map(full).collect(), false);
        }
        for tag in &kept.tagged.tags {
            if tag.rule.as_str().starts_with(PLACE) {
                let label = self.catalog.get(tag.rule.as_str()).map_or_else(
                    || tag.rule.as_str()[PLACE.len()..].to_owned(),
                    |entry| entry.label.clone(),
                );
                places.insert((Level::City, label));
            }
        }
        let by_text = !places.is_empty();
        (places, by_text)
    }
}

impl Draft for Places<'_> {
    fn questions(&self) -> Vec<Question> {
        vec![crate::request::whole(&self.request.period)]
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        let period = &self.request.period;
        let from = self.before.as_ref().map_or(period.from, |before| before.from.min(period.from));
        Some(from..period.to)
    }

    fn read(&mut self, kept: &Kept<'_>) {
        self.read += u64::from(self.request.period.holds(kept.published_at));
        if !self.is_ours(kept) {
            return;
        }
        let (places, by_text) = self.places_of(kept);
        let at = kept.published_at;
        let inside = |period: &Period| period.holds(at);
        let now = inside(&self.request.period);
        let then = self.before.as_ref().is_some_and(inside);
        for (side, holds) in self.sides.iter_mut().zip([now, then]) {
            if !holds {
                continue;
            }
            side.all.add(kept.author);
            side.by_text += u64::from(by_text);
            if places.is_empty() {
                side.unknown.add(kept.author);
            }
            for place in &places {
                side.places.entry(place.clone()).or_default().add(kept.author);
            }
        }
    }

    fn written(&self, input: &Input<'_>) -> Report {
        let [now, _] = &self.sides;
        let label = &self.request.period.name;
        let title = |headline: String| Report::new(self.request, input, "Places", headline);
        if now.all.mentions == 0 {
            return match Reading::of(self.read, input.answers.first()).refusal() {
                Some(reason) => title("Places are not measurable.".to_owned()).refused(&reason),
                None => title(say!("No mention of ours was received in {period}.", period = label)),
            };
        }
        let known = now.all.mentions - now.unknown.mentions;
        if known == 0 {
            return title("Places are not measurable.".to_owned()).refused(&say!("none of {mentions} says where it was posted. Themes whose id begins with `{prefix}` find places named in the text", mentions = number::of(now.all.mentions, "{n} mention", "{n} mentions"), prefix = PLACE));
        }
        let ranked = number::quotient(known, now.all.mentions) >= KNOWN_MIN;
        let mut report = title(self.headline(known, ranked));
        report.compared.clone_from(&self.before);
        report.figures = self.figures(known);
        report.sections = vec![self.table(ranked)];
        report.notes = self.notes(input, ranked);
        report
    }
}

impl Places<'_> {
    fn headline(&self, known: u64, ranked: bool) -> String {
        let now = &self.sides[0];
        let share = number::share(known, now.all.mentions);
        if !ranked {
            return say!(
                "The place of only {share} of the mentions is known: too little for a ranking.",
                share
            );
        }
        let most = |level: Level| {
            let of = now.places.iter().filter(|((at, _), _)| *at == level);
            of.max_by_key(|((_, name), found)| (found.mentions, std::cmp::Reverse(name)))
        };
        let Some(((level, name), found)) = most(Level::City).or_else(|| most(Level::Country))
        else {
            return say!("The place of {share} of the mentions is known.", share);
        };
        let mentions = number::count(found.mentions);
        let known = number::of(known, "{n} mention", "{n} mentions");
        if *level == Level::City {
            say!(
                "{name} is the city that speaks of us most: {mentions} of the {known} whose place is known.",
                name,
                mentions,
                known
            )
        } else {
            say!(
                "{name} is the country that speaks of us most: {mentions} of the {known} whose place is known.",
                name,
                mentions,
                known
            )
        }
    }

    fn figures(&self, known: u64) -> Vec<Figure> {
        let now = &self.sides[0];
        let count = |level: Level| now.places.keys().filter(|(at, _)| *at == level).count() as u64;
        let all = now.all.mentions;
        let mut figures = vec![
            Figure::new("known", "place known", Cell::share(known, all, "none was received"))
                .beside(say!(
                    "{known} of {all}",
                    known = number::count(known),
                    all = number::of(all, "{n} mention", "{n} mentions")
                )),
            Figure::new("countries", "countries", Cell::Count(count(Level::Country))),
            Figure::new("cities", "cities", Cell::Count(count(Level::City))),
        ];
        figures.retain(|figure| figure.value != Cell::Count(0));
        if now.by_text > 0 {
            figures.push(
                Figure::new(
                    "by_text",
                    "by the text alone",
                    Cell::share(now.by_text, known, "none is known"),
                )
                .beside(say!("a theme found the place")),
            );
        }
        figures
    }

    fn table(&self, ranked: bool) -> Section {
        let compares = self.before.is_some() && self.sides[1].all.mentions > 0;
        let mut columns = vec![
            Column::new("place", "place", Kind::Text),
            Column::new("mentions", "mentions", Kind::Ranked),
            Column::new("share", "of all mentions", Kind::Share),
            Column::new("people", "people", Kind::Count),
        ];
        if compares {
            columns.push(Column::new("change", "change", Kind::Change));
        }
        let nothing = Found::default();
        let mut rows = vec![
            self.row(&say!("All mentions"), &self.sides[0].all, &self.sides[1].all, compares)
                .total(),
            self.row(
                &say!("Place not known"),
                &self.sides[0].unknown,
                &self.sides[1].unknown,
                compares,
            )
            .total(),
        ];
        for level in Level::ALL.into_iter().filter(|_| ranked) {
            let of = self.sides[0].places.iter().filter(|((at, _), _)| *at == level);
            let mut of: Vec<(&String, &Found)> =
                of.map(|((_, name), found)| (name, found)).collect();
            of.sort_by_key(|(name, found)| (std::cmp::Reverse(found.mentions), *name));
            for (name, found) in of.into_iter().take(ROWS_MAX) {
                let then = self.sides[1].places.get(&(level, name.clone())).unwrap_or(&nothing);
                rows.push(self.row(name, found, then, compares).grouped(&words(level.name())));
            }
        }
        Section::new("Where people speak of us")
            .lead("Received mentions of our own brands. A mention with a city counts for its region and country as far as the source states them.")
            .table(Table::new("places", "Mentions by place", columns, rows).grouped_by("level"))
    }

    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    fn row(&self, name: &str, now: &Found, then: &Found, compares: bool) -> Row {
        let means = self.request.period.compares_means();
        let days =
            |period: Option<&Period>| if means { period.map_or(1.0, Period::days) } else { 1.0 };
        let mut cells = vec![
            Cell::text(name),
            Cell::Count(now.mentions),
            Cell::share(now.mentions, self.sides[0].all.mentions, "none was received"),
            Cell::Count(now.people.count()),
        ];
        if compares {
            cells.push(Cell::Change(Change {
                now: now.mentions as f64 / days(Some(&self.request.compared())),
                before: then.mentions as f64 / days(self.before.as_ref()),
                usual: None,
            }));
        }
        Row::new(cells)
    }

    fn notes(&self, input: &Input<'_>, ranked: bool) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(input.answers.first().and_then(ledger_warning));
        notes.extend(self.request.data_notes());
        notes.extend(Reading::of(self.read, input.answers.first()).note());
        if !ranked {
            notes.push(say!("Below one mention in twenty with a known place no ranking is shown: those who state their place are not like the others."));
        }
        notes.push(say!("Places are those the source states of a post, else those that a theme whose id begins with `{prefix}` finds in its text. What an author writes about themselves is not taken for a place.", prefix = PLACE));
        if let Some(before) = &self.before {
            notes.push(say!("Change is against {before}; no arrow is shown, for the usual range of a place is not known.", before = before.name));
        }
        notes
    }
}
