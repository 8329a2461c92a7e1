//! The coverage report: what do the rules miss?
//!
//! The share of received mentions with a tag, by platform, language and step of time; some of those
//! without, drawn by the hash of their ids; and words that stand more in those without a tag than in
//! those with one (`stats/rising.rs`).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use mention::{
    Annotation, Catalog, Counts, Day, Kept, Kind as PostKind, Known, Lang, MentionsOf, Question,
    RuleSetId, Sample, Standing, Timestamp,
};

use crate::draft::Draft;
use crate::footer::ledger_warning;
use crate::kept::{Reading, counted, sample_note};
use crate::say::{say, word, words};
use crate::series::{Step, Steps};
use crate::tally::{ALL, TAGGED, Tally};
use crate::terms::{Side, Terms};
use crate::{
    Cell, Chart, Column, Figure, Input, Kind, LineChart, Part, Point, Report, ReportRequest, Row,
    Section, Table, number,
};

#[cfg(test)]
mod tests;

/// Mentions without a tag that are shown.
const SAMPLES: usize = 15;

/// The report while it is made.
pub(crate) struct Coverage<'a> {
    request: &'a ReportRequest,
    rules: RuleSetId,
    terms: Terms,
    read: u64,
}

impl<'a> Coverage<'a> {
    pub(crate) fn new(request: &'a ReportRequest, catalog: &Catalog) -> Self {
        Self { request, rules: catalog.rules, terms: Terms::default(), read: 0 }
    }
}

impl Draft for Coverage<'_> {
    fn questions(&self) -> Vec<Question> {
        let period = &self.request.period;
        let cuts = crate::request::cuts(self.request, period, Step::that_suits(period));
        vec![Question { cuts, ..crate::request::whole(period) }]
    }

    fn noted(&self) -> Option<Range<Day>> {
        Some(crate::request::days(&self.request.period))
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        Some(self.request.period.from..self.request.period.to)
    }

    fn sample(&self, answers: &[Counts]) -> Sample {
        let all = answers.first().map_or(0, counted);
        crate::request::sample(self.request, self.rules, all)
    }

    fn read(&mut self, kept: &Kept<'_>) {
        self.read += 1;
        if kept.tagged.standing == Standing::Received && kept.mention.kind != PostKind::Repost {
            let side = if kept.tagged.tags.is_empty() { Side::Now } else { Side::Before };
            self.terms.take(kept, side);
        }
    }

    fn written(&self, input: &Input<'_>) -> Report {
        let nothing = Counts::default();
        let counts = input.answers.first().unwrap_or(&nothing);
        let tally = Tally::of(counts);
        let (all, tagged) = (tally.received(ALL).mentions, tally.received(TAGGED).mentions);
        let label = &self.request.period.name;
        let title = |headline: String| Report::new(self.request, input, "Coverage", headline);
        if all == 0 {
            return title(say!("No mention was received in {period}.", period = label));
        }
        let mut report = title(say!(
            "The rules find {share} of what was received.",
            share = number::share(tagged, all)
        ));
        let received = self.request.received(ALL);
        report.figures = vec![
            Figure::new("tagged", "with a tag", Cell::Share { part: tagged, whole: all })
                .beside(say!(
                    "{tagged} of {all}",
                    tagged = number::count(tagged),
                    all = number::of(all, "{n} mention", "{n} mentions")
                ))
                .of(Part::Tagged.of(&received)),
            Figure::new("untagged", "without a tag", Cell::Count(all - tagged))
                .of(Part::Untagged.of(&received)),
        ];
        report.sections = vec![
            self.course(counts, input.annotations),
            groups(self.request, counts, (tagged, all)),
        ];
        let rest = [self.words(), self.samples()].into_iter();
        let sample = self.sample(input.answers);
        let reading = Reading::sampled(self.read, sample, Some(counts));
        report.notes.extend(sample_note(sample, self.read, counted(counts)));
        if reading.is_whole() {
            report.sections.extend(rest.filter(|section| !section.tables[0].rows.is_empty()));
        } else {
            report.notes.push(say!("Words and samples are left out: more than one text in twenty of this period is not kept, and texts without a tag go first."));
        }
        report.notes.extend(reading.note());
        report.notes.extend(ledger_warning(counts));
        report.notes.extend(self.request.data_notes());
        report.notes.push(say!("A mention without a tag need not be missed: what a search for the category brings up is often about nobody. Samples are drawn by the hash of their ids, the same at each making."));
        report
    }
}

impl Coverage<'_> {
    fn course(&self, counts: &Counts, annotations: &[Annotation]) -> Section {
        let steps = Steps::of(&self.request.covered(), Step::that_suits(&self.request.period));
        let series = steps.received(counts);
        let nothing = vec![0; steps.starts.len()];
        let of = |tag: &str| series.get(tag).unwrap_or(&nothing);
        let points = of(ALL).iter().zip(of(TAGGED)).enumerate().filter(|(_, (all, _))| **all > 0);
        let mut points: Vec<Point> = points
            .map(|(at, (all, tagged))| Point {
                label: steps.labels[at].clone(),
                value: 100.0 * number::quotient(*tagged, *all),
                usual: None,
                before: None,
                note: None,
                gap: false,
            })
            .collect();
        steps.mark(&mut points, &self.request.period, annotations);
        steps.mark_gaps(&mut points, counts);
        let title = say!("Share with a tag, by {step}", step = words(steps.step.name()));
        let chart = LineChart {
            key: "course",
            title: title.clone(),
            description: say!(
                "The share of received mentions with a tag, by {step}.",
                step = words(steps.step.name())
            ),
            unit: "% with a tag".to_owned(),
            step: steps.step.name(),
            before: None,
            band: crate::chart::USUAL,
            shade: None,
            points,
        };
        Section::new(&title).chart(Chart::Line(chart))
    }

    fn words(&self) -> Section {
        Section::new("Words of what no rule finds")
            .lead("Words that stand in a greater part of the mentions without a tag than of those with one, beyond chance, by 5 people or more: candidates for a rule, or for a list of noise.")
            .table(self.terms.table("words", ["without a tag", "with a tag"], &self.terms.risen()))
    }

    fn samples(&self) -> Section {
        let zone = &self.request.period.zone;
        let row = |excerpt: &crate::excerpt::Excerpt| {
            Row::new(vec![excerpt.cell(), excerpt.when(zone), Cell::text(&*excerpt.platform)])
                .showing(&excerpt.platform, &excerpt.id)
        };
        let columns = vec![
            Column::new("text", "text", Kind::Link),
            Column::new("at", "when", Kind::Text),
            Column::new("platform", "where", Kind::Text),
        ];
        let rows = self.terms.samples(SAMPLES).map(row).collect();
        Section::new("Some of what no rule finds").table(Table::new(
            "samples",
            "Mentions without a tag",
            columns,
            rows,
        ))
    }
}

/// What mentions have in common whose coverage is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Platform(String),
    Language(Option<Lang>),
}

impl Group {
    const fn heading(&self) -> &'static str {
        match self {
            Self::Platform(_) => word("Platform"),
            Self::Language(_) => word("Language"),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Platform(name) => name.clone(),
            Self::Language(lang) => lang.map_or(say!("not known"), |lang| lang.as_str().to_owned()),
        }
    }

    fn of(&self, whole: &MentionsOf) -> MentionsOf {
        match self {
            Self::Platform(name) => MentionsOf { platform: Some(name.clone()), ..whole.clone() },
            Self::Language(lang) => {
                MentionsOf { lang: Some(lang.map_or(Known::Not, Known::Is)), ..whole.clone() }
            }
        }
    }
}

fn groups(request: &ReportRequest, counts: &Counts, (tagged, all): (u64, u64)) -> Section {
    let mut parts: BTreeMap<Group, (u64, u64)> = BTreeMap::new();
    for count in &counts.mentions {
        if count.dimensions.standing != Standing::Received {
            continue;
        }
        let of = &count.dimensions;
        for key in [Group::Platform(of.platform.clone()), Group::Language(of.lang)] {
            match &*count.tag {
                ALL => parts.entry(key).or_default().1 += count.mentions,
                TAGGED => parts.entry(key).or_default().0 += count.mentions,
                _ => {}
            }
        }
    }
    let row = |name: &str, (tagged, all): (u64, u64), of: MentionsOf| {
        Row::new(vec![
            Cell::text(name),
            Cell::Count(all),
            Cell::Count(all - tagged),
            Cell::share(tagged, all, "nothing was received"),
        ])
        .of(of)
    };
    let whole = request.received(ALL);
    let mut sorted: Vec<_> = parts.iter().collect();
    sorted.sort_by_key(|(group, (_, all))| (Reverse(group.heading()), Reverse(*all), group.name()));
    let mut rows = vec![row(&say!("Everything"), (tagged, all), whole.clone()).total()];
    rows.extend(sorted.into_iter().map(|(group, sums)| {
        row(&group.name(), *sums, group.of(&whole)).grouped(&words(group.heading()))
    }));
    let columns = vec![
        Column::new("name", "", Kind::Text),
        Column::new("mentions", "mentions", Kind::Ranked).part(Part::All),
        Column::new("untagged", "without a tag", Kind::Count).part(Part::Untagged),
        Column::new("share", "with a tag", Kind::Share).part(Part::Tagged),
    ];
    Section::new("Where the rules find much, and where little")
        .table(Table::new("groups", "Coverage", columns, rows).grouped_by("by"))
}
