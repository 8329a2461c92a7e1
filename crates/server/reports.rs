//! Reports as they are asked for over HTTP, and what is asked of a store to make one.

use std::sync::Arc;

use mention::{Catalog, Counts, PersonDays};
use report::{
    Book, Choice, Clock, Compare, Feed, Input, Language, Period, PeriodError, Report, ReportName,
    ReportRequest, Zone,
};
use store::{Store, StoreError};
use tagger::Tagger;

use crate::error::Wrong;
use crate::restated::restated;
use crate::seal::sealed;
use crate::site::Sight;

/// Asks the store what a report needs, shows it what it reads, and builds it; `rules` gives today's rules, where they can be
/// used, and is asked only when others tagged too.
///
/// # Errors
///
/// Those of the database.
pub fn report(
    store: &Store,
    request: &ReportRequest,
    catalog: &Catalog,
    book: &Book,
    rules: impl FnOnce() -> Option<Arc<Tagger>>,
    version: &str,
) -> Result<Report, StoreError> {
    let mut draft = report::draft(request, catalog, book);
    let asked = draft.questions();
    let answers: Vec<Counts> =
        asked.iter().map(|question| store.counts(question)).collect::<Result<_, _>>()?;
    let asked = draft.people();
    let people: Vec<Vec<PersonDays>> =
        asked.iter().map(|question| store.people(question)).collect::<Result<_, _>>()?;
    let measures = draft.measures().map(|days| store.measures(days)).transpose()?;
    let annotations = draft.noted().map(|days| store.annotations(days)).transpose()?;
    draft.settle(&store.settled()?);
    if let Some(span) = draft.span() {
        let sample = draft.sample(&answers);
        store.read_kept(span.start, span.end, sample, |kept| draft.read(kept))?;
    }
    let restated = match draft.restates() {
        Some(spans) => restated(store, spans, rules)?,
        None => None,
    };
    let sealed = sealed(store, request)?;
    Ok(draft.build(&Input {
        answers: &answers,
        people: &people,
        measures: measures.as_deref().unwrap_or_default(),
        annotations: annotations.as_deref().unwrap_or_default(),
        catalog,
        feed: Feed { collects: book.collects },
        restated: restated.as_ref(),
        sealed: sealed.as_ref(),
        version,
        command: &request.command(),
    }))
}

/// The parameters every report takes.
pub(crate) const PARAMETERS: &[&str] =
    &["period", "since", "until", "tz", "compare", "tag", "lang"];

/// What a report is about where nobody says.
const DAYS_UNLESS_ASKED: &str = "28d";

/// A report as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) request: ReportRequest,
}

impl Asked {
    /// Reads `period`, `since`, `until`, `tz`, `compare`, `tag` and `lang`. Where no period is named it is the last week with data.
    ///
    /// # Errors
    ///
    /// [`Wrong::Question`] with what to write instead.
    pub(crate) fn read(sight: &Sight<'_>, name: ReportName) -> Result<Self, Wrong> {
        let parameters = &sight.visit.parameters;
        let zone = match parameters.get("tz") {
            Some(zone) => Zone::parse(zone).map_err(|error| refused(&error))?,
            None => sight.settings.zone.clone(),
        };
        let compare = parameters
            .get("compare")
            .map(Compare::parse)
            .transpose()
            .map_err(|error| refused(&error))?;
        let tags: Vec<String> = parameters.all("tag").map(ToOwned::to_owned).collect();
        if !tags.is_empty() && !name.takes_tags() {
            let message = format!("the report {name} is always of all tags; leave `tag` out");
            return Err(Wrong::Question(message));
        }
        let catalog = sight.catalog()?;
        if let Some(unknown) = tags.iter().find(|tag| catalog.get(tag).is_none()) {
            return Err(Wrong::Question(format!("the rules give no tag \"{unknown}\"")));
        }
        let request = ReportRequest {
            name,
            period: period(sight, name, &zone)?,
            compare: compare.unwrap_or_default(),
            tags,
            names: sight.visit.visitor.names,
            language: language(sight)?,
            data_from: Some(sight.data.0),
            data_to: Some(sight.data.1),
        };
        Ok(Self { request })
    }

    /// The report.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub(crate) fn made(&self, sight: &Sight<'_>) -> Result<Report, Wrong> {
        let (catalog, book) = (sight.catalog()?, &sight.rules.book);
        let (tagger, version) = (|| sight.rules.tagger.clone(), sight.settings.version);
        Ok(report(sight.store, &self.request, &catalog, book, tagger, version)?)
    }
}

/// The language that is asked for, else that of the settings.
fn language(sight: &Sight<'_>) -> Result<Language, Wrong> {
    let Some(tag) = sight.visit.parameters.get("lang").filter(|tag| !tag.is_empty()) else {
        return Ok(sight.settings.language);
    };
    Language::parse(tag).ok_or_else(|| {
        let tags: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
        Wrong::Question(format!("there is no report in \"{tag}\"; there are {}", tags.join(", ")))
    })
}

fn period(sight: &Sight<'_>, name: ReportName, zone: &Zone) -> Result<Period, Wrong> {
    let parameters = &sight.visit.parameters;
    // Whoever names days means them, whatever else the form still says.
    let choice = match (parameters.get("since"), parameters.get("period")) {
        (Some(since), _) => Choice::since(since, parameters.get("until")),
        (None, Some("all")) => Ok(Choice::everything()),
        (None, Some(period)) => Choice::period(period),
        (None, None) if name == ReportName::Success => {
            // Counted back from what there is: the last whole week, as on a Monday morning.
            return resolved(Choice::period("last-week"), zone, newest(sight));
        }
        (None, None) => return lately(sight, zone),
    };
    resolved(choice, zone, Clock { now: sight.now(), data: Some(sight.data) })
}

/// The last weeks there are.
///
/// # Errors
///
/// When the zone has no such days.
pub(crate) fn lately(sight: &Sight<'_>, zone: &Zone) -> Result<Period, Wrong> {
    resolved(Choice::since(DAYS_UNLESS_ASKED, None), zone, newest(sight))
}

/// As if the newest mention had come in just now.
fn newest(sight: &Sight<'_>) -> Clock {
    Clock { now: sight.data.1, data: Some(sight.data) }
}

fn resolved(
    choice: Result<Choice, PeriodError>,
    zone: &Zone,
    clock: Clock,
) -> Result<Period, Wrong> {
    choice.and_then(|choice| choice.resolve(zone, clock)).map_err(|error| refused(&error))
}

fn refused(error: &PeriodError) -> Wrong {
    Wrong::Question(error.to_string())
}
