//! A report while it is made: what it must ask, what it reads, and the document in the end.
//!
//! Adding a report is one file: a type that implements [`Draft`], and its line in [`draft`].

use std::ops::Range;

use mention::{
    Catalog, Counts, Day, Kept, PeopleBy, PeopleQuestion, Question, Sample, Settled, Timestamp,
};

use crate::request::Plan;
use crate::{
    Book, Input, Report, ReportName, ReportRequest, advocates, alerts, best_times, campaigns,
    competitors, coverage, ledger, places, questions, response, restated, rules, success, tags,
    todo, trends,
};

/// A report being made. Whoever makes it asks the store its questions, shows it the mentions of its
/// span that are in its sample, in any order, and then has it built.
pub trait Draft {
    /// The counts to ask for; those of the report's own period come first.
    fn questions(&self) -> Vec<Question>;

    /// The people to ask for.
    fn people(&self) -> Vec<PeopleQuestion> {
        Vec::new()
    }

    /// The days whose measures are asked for: what is known from elsewhere; none when empty.
    fn measures(&self) -> Option<Range<Day>> {
        None
    }

    /// The days of which is asked what people wrote down, for its charts; none when empty.
    fn noted(&self) -> Option<Range<Day>> {
        None
    }

    /// The kept mentions to be shown, by when they were published; none when empty.
    fn span(&self) -> Option<Range<Timestamp>> {
        None
    }

    /// Which part of them is shown, now that the counts are known: all of them, unless words are read.
    fn sample(&self, _answers: &[Counts]) -> Sample {
        Sample::WHOLE
    }

    /// Hears of which mentions somebody says that they wait no longer; before any is read.
    fn settle(&mut self, _settled: &[Settled]) {}

    /// Looks at a kept mention of the span.
    fn read(&mut self, _kept: &Kept<'_>) {}

    /// The report's own period and the one compared with, where a change is to be split into what the
    /// world did and what an edit of the rules: then whoever has rules and texts says what today's rules find in both.
    fn restates(&self) -> Option<[Range<Timestamp>; 2]> {
        None
    }

    /// The report, its texts still in no language.
    fn written(&self, input: &Input<'_>) -> Report;

    /// The report.
    fn build(&self, input: &Input<'_>) -> Report {
        let mut report = self.written(input);
        report.notes.extend(input.sealed.map(|sealed| sealed.note(&report.period.zone)));
        report.told()
    }
}

/// Begins the report that was asked for.
#[must_use]
pub fn draft<'a>(
    request: &'a ReportRequest,
    catalog: &'a Catalog,
    book: &'a Book,
) -> Box<dyn Draft + 'a> {
    match request.name {
        ReportName::Tags => counted(request, PeopleBy::Tag, tags::build),
        ReportName::Campaigns => Box::new(campaigns::Campaigns::new(request, catalog, book)),
        ReportName::Competitors => {
            counted(request, competitors::people(catalog), competitors::build)
        }
        ReportName::Success => Box::new(success::Success::new(request, book)),
        ReportName::Todo => Box::new(todo::Todo::new(request, book)),
        ReportName::Questions => Box::new(questions::Questions::new(request, catalog, book)),
        ReportName::Trends => Box::new(trends::Trends::new(request, catalog)),
        ReportName::Alerts => Box::new(alerts::Alerts::new(request, catalog, book)),
        ReportName::Coverage => Box::new(coverage::Coverage::new(request, catalog)),
        ReportName::Rules => Box::new(rules::Rules::new(request)),
        ReportName::Advocates => Box::new(advocates::Advocates::new(request, book)),
        ReportName::BestTimes => Box::new(best_times::BestTimes::new(request, book)),
        ReportName::Places => Box::new(places::Places::new(request, catalog, book)),
        ReportName::Response => Box::new(response::Response::new(request, book)),
        ReportName::Ledger => counted(request, PeopleBy::Tag, ledger::build),
    }
}

fn counted<'a>(
    request: &'a ReportRequest,
    people: PeopleBy,
    build: fn(&ReportRequest, &Input<'_>) -> Report,
) -> Box<dyn Draft + 'a> {
    Box::new(Counted { request, people, build })
}

/// A report made of counts alone.
struct Counted<'a> {
    request: &'a ReportRequest,
    /// What is asked of the people of its period.
    people: PeopleBy,
    build: fn(&ReportRequest, &Input<'_>) -> Report,
}

impl Draft for Counted<'_> {
    fn questions(&self) -> Vec<Question> {
        let mut asked = crate::request::questions(self.request);
        asked[0].people.clone_from(&self.people);
        asked
    }

    fn noted(&self) -> Option<Range<Day>> {
        Some(crate::request::days(&self.request.period))
    }

    fn restates(&self) -> Option<[Range<Timestamp>; 2]> {
        if self.request.name != ReportName::Tags {
            return None;
        }
        let before = Plan::of(self.request).compared.map(|(period, _)| period)?;
        Some(restated::spans(&self.request.period, &before))
    }

    fn written(&self, input: &Input<'_>) -> Report {
        (self.build)(self.request, input)
    }
}
