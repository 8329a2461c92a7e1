//! What is asked of a report, what it must ask of the store, and what it is made from.

use std::fmt;
use std::ops::Range;

use mention::{
    Annotation, Catalog, Counts, Day, Measure, MentionsOf, PeopleBy, PersonDays, Question,
    RuleSetId, Sample, Standing, Timestamp,
};
use xxhash_rust::xxh3::xxh3_64;

use crate::say::say;
use crate::series::{Step, Steps};
use crate::stats::PERIODS_FOR_RANGE;
use crate::tally::ALL;
use crate::{Compare, Language, Period, Restated, Sealed};

/// The reports there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReportName {
    /// How did the community manager do?
    Success,
    /// How does each theme and campaign do?
    Tags,
    /// Did the campaign work?
    Campaigns,
    /// Share of voice, and how rivals move.
    Competitors,
    /// Who leads, who speaks for us, did cultivating them work?
    Advocates,
    /// Do we answer, and how fast?
    Response,
    /// When should we post?
    BestTimes,
    /// Are we known in the city?
    Places,
    /// What do people keep asking?
    Questions,
    /// What gets attention now?
    Trends,
    /// Is a crisis starting?
    Alerts,
    /// What do the rules miss?
    Coverage,
    /// Which rules earn their keep?
    Rules,
    /// What needs an answer now?
    Todo,
    /// Does every message add up?
    Ledger,
}

impl ReportName {
    /// Every report, in the order they are listed.
    pub const ALL: [Self; 15] = [
        Self::Success,
        Self::Tags,
        Self::Campaigns,
        Self::Competitors,
        Self::Advocates,
        Self::Response,
        Self::BestTimes,
        Self::Places,
        Self::Questions,
        Self::Trends,
        Self::Alerts,
        Self::Coverage,
        Self::Rules,
        Self::Todo,
        Self::Ledger,
    ];

    /// Reads the name of a report as it is typed.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|report| report.name() == name)
    }

    /// The name as it is typed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Tags => "tags",
            Self::Campaigns => "campaigns",
            Self::Response => "response",
            Self::Advocates => "advocates",
            Self::BestTimes => "best-times",
            Self::Places => "places",
            Self::Todo => "todo",
            Self::Questions => "questions",
            Self::Trends => "trends",
            Self::Alerts => "alerts",
            Self::Coverage => "coverage",
            Self::Rules => "rules",
            Self::Competitors => "competitors",
            Self::Ledger => "ledger",
        }
    }

    /// Whether `--tag` narrows it; the others are always of all tags.
    #[must_use]
    pub const fn takes_tags(self) -> bool {
        matches!(
            self,
            Self::Tags | Self::Campaigns | Self::Response | Self::Rules | Self::Todo | Self::Alerts
        )
    }

    /// The question it answers.
    #[must_use]
    pub const fn answers(self) -> &'static str {
        match self {
            Self::Success => "how did the community manager do? (page one)",
            Self::Tags => "how does each theme and campaign do?",
            Self::Campaigns => "did the campaign work?",
            Self::Response => "do we answer, and how fast?",
            Self::Advocates => "who leads, who speaks for us, did cultivating them work?",
            Self::BestTimes => "when should we post?",
            Self::Places => "are we known in the city?",
            Self::Questions => "what do people keep asking?",
            Self::Trends => "what gets attention now?",
            Self::Alerts => "is a crisis starting?",
            Self::Coverage => "what do the rules miss?",
            Self::Rules => "which rules earn their keep?",
            Self::Todo => "what needs an answer now?",
            Self::Competitors => "what is our share of voice, and how do rivals move?",
            Self::Ledger => "does every message add up?",
        }
    }
}

impl fmt::Display for ReportName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether people are shown by their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// They are numbered.
    #[default]
    Hidden,
    /// They are.
    Shown,
}

/// What somebody wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRequest {
    /// Which report.
    pub name: ReportName,
    /// The period it is about.
    pub period: Period,
    /// What it is compared with.
    pub compare: Compare,
    /// Only these tags; all when empty. Share of voice and the ledger are always of all.
    pub tags: Vec<String>,
    /// Whether people are shown by their names.
    pub names: Names,
    /// The language it is told in.
    pub language: Language,
    /// When the first stored mention was published; a period that begins on an earlier day was not
    /// listened to, so nothing is compared with it. Absent when the store is empty.
    pub data_from: Option<Timestamp>,
    /// When the last stored mention was published; the days of a period after that day are not
    /// drawn and count in no mean. Absent when the store is empty.
    pub data_to: Option<Timestamp>,
}

impl ReportRequest {
    /// The command that makes the same report again, whatever the time then is.
    #[must_use]
    pub fn command(&self) -> String {
        let Self { name, period, compare, tags, names, language, .. } = self;
        let zone = period.zone.name();
        let mut command =
            vec![format!("tagline report {name} --period {} --tz {zone}", period.argument())];
        if *compare != Compare::Previous {
            command.push(format!("--compare {}", compare.name()));
        }
        if *names == Names::Shown {
            command.push("--with-authors".to_owned());
        }
        if *language != Language::English {
            command.push(format!("--lang {}", language.tag()));
        }
        command.extend(tags.iter().map(|tag| format!("--tag {tag}")));
        command.join(" ")
    }

    /// The period without its days after the data, which is what is compared; the period itself
    /// where all of it is later.
    pub(crate) fn compared(&self) -> Period {
        let period = &self.period;
        self.data_to.map_or_else(|| period.clone(), |last| period.until_day_of(last))
    }

    /// The period without its days before and after the data, which is what is drawn.
    pub(crate) fn covered(&self) -> Period {
        let period = self.compared();
        self.data_from.map_or_else(|| period.clone(), |first| period.since_day_of(first))
    }

    /// What a reader must know of a period that reaches beyond the data.
    pub(crate) fn data_notes(&self) -> Vec<String> {
        let zone = &self.period.zone;
        let day = |at| crate::period::day(zone.date(at));
        let mut notes = Vec::new();
        if let Some(first) = self.data_from.filter(|at| zone.day_start(*at) > self.period.from) {
            let day = day(first);
            notes.push(say!("The data begin on {day}; days before it are empty, not zero.", day));
        }
        if let Some(last) = self.data_to.filter(|at| zone.day_end(*at) < self.period.to) {
            let day = day(last);
            notes.push(say!("The data end on {day}; days after it are empty, not zero.", day));
        }
        notes
    }
}

/// What a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The store's answers, one for each of [`crate::Draft::questions`], in that order; one that is missing counts as empty.
    pub answers: &'a [Counts],
    /// What was measured elsewhere on the days of [`crate::Draft::measures`].
    pub measures: &'a [Measure],
    /// What people wrote down of the days of [`crate::Draft::noted`], sorted by day.
    pub annotations: &'a [Annotation],
    /// Its answers to [`crate::Draft::people`].
    pub people: &'a [Vec<PersonDays>],
    /// The tags of the rules in force.
    pub catalog: &'a Catalog,
    /// What the sources say of themselves.
    pub feed: Feed,
    /// What today's rules find in the spans of [`crate::Draft::restates`]; absent where they always were the rules.
    pub restated: Option<&'a Restated>,
    /// What is sealed of it, where it was.
    pub sealed: Option<&'a Sealed>,
    /// The program's version, for the footer.
    pub version: &'a str,
    /// The command that makes this report again, for the footer.
    pub command: &'a str,
}

impl Input<'_> {
    /// What people call `tag`; a tag that is in no rule any more is called by its name.
    pub(crate) fn label(&self, tag: &str) -> String {
        self.catalog.get(tag).map_or_else(|| tag.to_owned(), |entry| entry.label.clone())
    }
}

/// What the sources say of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Feed {
    /// What the narrowest of them gathered; absent where none says.
    pub collects: Option<Collects>,
}

/// What the query behind a source gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Collects {
    /// Only what names our own brand: it cannot carry share of voice.
    Brand,
    /// What names the brands of a category.
    Category,
    /// Everything.
    All,
}

/// What was counted in a period at all, with a tag and without: neither tags nor people nor times apart.
pub(crate) fn whole(period: &Period) -> Question {
    Question {
        from: period.from,
        to: period.to,
        tags: vec![ALL.to_owned()],
        cuts: vec![period.from],
        people: PeopleBy::Nobody,
    }
}

impl ReportRequest {
    /// The received mentions of its period with this tag.
    pub(crate) fn received(&self, tag: &str) -> MentionsOf {
        self.mentions(tag, Standing::Received)
    }

    /// The mentions of its period with this tag and standing.
    pub(crate) fn mentions(&self, tag: &str, standing: Standing) -> MentionsOf {
        MentionsOf {
            tags: vec![tag.to_owned()],
            standing: Some(standing),
            ..MentionsOf::published(self.period.from, self.period.to)
        }
    }
}

/// What a report of counts asks: the period itself first, then the earlier ones, nearest first.
pub(crate) fn questions(request: &ReportRequest) -> Vec<Question> {
    let plan = Plan::of(request);
    let tags = match request.name {
        ReportName::Tags => request.tags.clone(),
        _ => Vec::new(),
    };
    let step = Step::that_suits(&request.period);
    let ask = |(at, period): (usize, &Period)| Question {
        from: period.from,
        to: period.to,
        tags: tags.clone(),
        // Earlier periods are drawn by the Tag report alone; of them all others need the sums.
        cuts: if at == 0 || request.name == ReportName::Tags {
            cuts(request, period, step)
        } else {
            vec![period.from]
        },
        people: PeopleBy::Tag,
    };
    plan.spans(request).into_iter().enumerate().map(ask).collect()
}

/// The calendar's days that a period touches, by the dates in its zone.
pub(crate) fn days(period: &Period) -> Range<Day> {
    // No zone is further from UTC than a day.
    Day(period.from.day().0 - 1)..Day(period.to.day().0 + 2)
}

/// Where counts of `period` are cut so that they can be laid along its steps, along those that the data
/// cover, and along weeks.
pub(crate) fn cuts(request: &ReportRequest, period: &Period, step: Step) -> Vec<Timestamp> {
    let covered = if *period == request.period { request.covered() } else { period.clone() };
    let mut cuts = vec![period.from, covered.from, covered.to];
    for (of, step) in [(period, step), (&covered, step), (period, Step::Week)] {
        cuts.extend(Steps::of(of, step).starts);
    }
    cuts.retain(|at| period.from <= *at && *at < period.to);
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Texts whose words are read of a period; of more, so many are drawn.
const TEXTS_MAX: u64 = 200_000;

/// The part of the kept mentions whose words are read: what is drawn follows from the question and the
/// rule set.
pub(crate) fn sample(request: &ReportRequest, rules: RuleSetId, all: u64) -> Sample {
    let mut bytes = request.name.name().as_bytes().to_vec();
    bytes.extend(request.period.from.0.to_le_bytes());
    bytes.extend(request.period.to.0.to_le_bytes());
    bytes.extend(rules.0.to_le_bytes());
    Sample::about(TEXTS_MAX, all, xxh3_64(&bytes))
}

/// The periods a report looks at besides its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The earlier periods that were listened to, nearest first.
    pub(crate) earlier: Vec<Period>,
    /// The period compared with, and the number of its answer.
    pub(crate) compared: Option<(Period, usize)>,
    /// Why nothing is compared, where something was asked for.
    pub(crate) uncompared: Option<String>,
}

impl Plan {
    pub(crate) fn of(request: &ReportRequest) -> Self {
        let period = request.compared();
        let before = match request.compare {
            Compare::None => return Self::alone(None),
            Compare::Previous => period.previous(),
            Compare::Year => period.year_before(),
        };
        if request.name == ReportName::Ledger {
            return Self::alone(None);
        }
        let Some(before) = before else {
            return Self::alone(Some(say!("the report covers everything there is")));
        };
        let earlier = earlier(request);
        if !listened(request, &before) {
            let since = request.data_from.map_or_else(String::new, |from| {
                say!(
                    "; the data begin on {from}",
                    from = crate::period::day(period.zone.date(from))
                )
            });
            let uncompared =
                say!("there is nothing from {before}{since}", before = before.name, since);
            return Self { earlier, compared: None, uncompared: Some(uncompared) };
        }
        let at = earlier.iter().position(|p| *p == before).unwrap_or(earlier.len()) + 1;
        Self { earlier, compared: Some((before, at)), uncompared: None }
    }

    fn alone(uncompared: Option<String>) -> Self {
        Self { earlier: Vec::new(), compared: None, uncompared }
    }

    /// The periods asked for, each once: the report's own, the earlier ones, then the one compared
    /// with if it is none of those.
    fn spans<'a>(&'a self, request: &'a ReportRequest) -> Vec<&'a Period> {
        let mut spans = vec![&request.period];
        spans.extend(&self.earlier);
        if let Some((before, at)) = &self.compared
            && *at == spans.len()
        {
            spans.push(before);
        }
        spans
    }
}

/// The periods before, nearest first, as far as they were listened to.
fn earlier(request: &ReportRequest) -> Vec<Period> {
    let mut earlier = Vec::new();
    let mut last = request.compared();
    while earlier.len() < PERIODS_FOR_RANGE {
        match last.previous().filter(|period| listened(request, period)) {
            Some(period) => earlier.push(period.clone()),
            None => break,
        }
        last.clone_from(&earlier[earlier.len() - 1]);
    }
    earlier
}

fn listened(request: &ReportRequest, period: &Period) -> bool {
    let date = |at| period.zone.date(at);
    request.data_from.is_some_and(|from| date(period.from) >= date(from))
}
