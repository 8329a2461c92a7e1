//! A made-up brand's weeks for the tests: small enough to add up by hand, large enough to look at.

use std::collections::BTreeMap;

use mention::{
    AuthorCount, BrandRole, Bucket, Catalog, Counts, DimensionCount, Dimensions, Entry, EntryKind,
    Kind, Lang, LedgerClass, LedgerCount, PeopleBy, PeopleCount, Question, RejectReason, RuleSetId,
    Sentiment, Standing, TagName, Timestamp,
};

use crate::request::questions;
use crate::stats::Random;
use crate::{Choice, Clock, Compare, Feed, Input, Report, ReportName, ReportRequest, Zone, draft};

pub(crate) mod world;

/// 2026-11-16T09:00:00Z.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_794_819_600);
/// The first mention of the store: 2026-07-01T00:07:00Z.
pub(crate) const DATA_FROM: Timestamp = Timestamp::from_seconds(1_782_864_420);

/// A cell as people read it in English.
pub(crate) fn shown(cell: &crate::Cell) -> String {
    crate::text::shown(cell, &crate::Wording::of(crate::Language::English))
}

/// The request for `name` over `period`, cut in `zone`.
pub(crate) fn request(name: ReportName, period: &str, zone: &str) -> ReportRequest {
    let zone = Zone::parse(zone).unwrap();
    let clock = Clock { now: NOW, data: Some((DATA_FROM, NOW)) };
    ReportRequest {
        name,
        period: Choice::period(period).unwrap().resolve(&zone, clock).unwrap(),
        compare: Compare::Previous,
        tags: Vec::new(),
        names: crate::Names::Hidden,
        language: crate::Language::English,
        data_from: Some(DATA_FROM),
        data_to: Some(NOW),
    }
}

/// The input of a report on `answers`.
pub(crate) fn input<'a>(answers: &'a [Counts], catalog: &'a Catalog) -> Input<'a> {
    Input {
        answers,
        people: &[],
        measures: &[],
        annotations: &[],
        catalog,
        feed: Feed::default(),
        restated: None,
        sealed: None,
        version: "0.1.0",
        command: "tagline report tags --period 2026-W46 --tz Europe/Berlin",
    }
}

/// The week of a report's golden files.
pub(crate) fn period(name: ReportName) -> &'static str {
    match name {
        ReportName::Tags | ReportName::Competitors | ReportName::Ledger => "2026-W46",
        ReportName::BestTimes => "2026-09-21..2026-11-15",
        _ => "2026-W43",
    }
}

/// The report of `name` on made-up counts; on those of `answers` where it needs counts alone.
pub(crate) fn report(name: ReportName, period: &str) -> Report {
    written(name, period).told()
}

/// The same report in another language.
pub(crate) fn report_in(language: crate::Language, name: ReportName, period: &str) -> Report {
    Report { language, ..written(name, period) }.told()
}

/// The same report, its texts still in no language.
pub(crate) fn written(name: ReportName, period: &str) -> Report {
    let request = request(name, period, "Europe/Berlin");
    match name {
        ReportName::Tags | ReportName::Competitors | ReportName::Ledger => {
            let (answers, catalog) = (answers(&request), catalog());
            draft(&request, &catalog, &crate::Book::default()).written(&input(&answers, &catalog))
        }
        _ => {
            let data = Some(world::BEGIN);
            let to = Some(Timestamp(world::BEGIN.0 + 56 * 86_400_000 - 1));
            let request = ReportRequest { data_from: data, data_to: to, ..request };
            world::World::roaster().written(&request, &catalog(), &world::book())
        }
    }
}

/// A report that needs counts alone.
pub(crate) fn build(request: &ReportRequest, input: &Input<'_>) -> Report {
    draft(request, input.catalog, &crate::Book::default()).build(input)
}

/// One made-up entry: its tag, label and kind.
type Named = (&'static str, &'static str, EntryKind);

/// Tags of a made-up roaster of coffee and its rivals.
pub(crate) fn catalog() -> Catalog {
    const ENTRIES: [Named; 14] = [
        ("autumn-blend", "Autumn Blend 🍂", EntryKind::Campaign),
        ("brewline", "Brewline", EntryKind::Brand(BrandRole::Competitor)),
        ("brewline/price", "Brewline · Price", EntryKind::Theme),
        ("brewline/taste", "Brewline · Taste", EntryKind::Theme),
        ("delivery", "Delivery", EntryKind::Theme),
        ("delivery/late", "Late parcels", EntryKind::Theme),
        ("grindhouse", "Grindhouse <Co>", EntryKind::Brand(BrandRole::Competitor)),
        ("kaffa", "Kaffa 咖啡", EntryKind::Brand(BrandRole::Own)),
        ("kaffa/price", "Kaffa 咖啡 · Price", EntryKind::Theme),
        ("kaffa/taste", "Kaffa 咖啡 · Taste", EntryKind::Theme),
        ("recycling", "Recycling", EntryKind::Theme),
        ("service", "Service", EntryKind::Theme),
        ("spring-blend", "Spring Blend", EntryKind::Campaign),
        ("vending", "=Vending machines", EntryKind::Theme),
    ];
    let entry = |(name, label, kind): Named| Entry {
        name: TagName::parse(name).unwrap(),
        label: label.to_owned(),
        kind,
        owner: None,
        aliases: Vec::new(),
    };
    Catalog { rules: RuleSetId(0x00ab_cdef), entries: ENTRIES.map(entry).to_vec() }
}

/// Counts being added up, a mention at a time, as a store would.
#[derive(Default)]
pub(crate) struct Sheet {
    mentions: BTreeMap<(Bucket, String, Dimensions), (u64, u64, u64)>,
    authors: BTreeMap<(String, String), u64>,
    ledger: BTreeMap<(String, String, Option<Timestamp>, LedgerClass), u64>,
}

/// A mention as a sheet takes it; the rest is what most mentions are.
#[derive(Clone, Debug)]
pub(crate) struct Said<'a> {
    pub(crate) at: Timestamp,
    pub(crate) tags: Vec<&'a str>,
    pub(crate) author: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) standing: Standing,
    pub(crate) sentiment: Option<Sentiment>,
    pub(crate) question: bool,
    pub(crate) engagements: u64,
    pub(crate) impressions: u64,
}

impl Said<'_> {
    pub(crate) fn at(at: Timestamp) -> Self {
        Self {
            at,
            tags: Vec::new(),
            author: None,
            kind: Kind::Original,
            standing: Standing::Received,
            sentiment: None,
            question: false,
            engagements: 0,
            impressions: 0,
        }
    }
}

impl Sheet {
    /// Only what `question` asks of what was added, cut where it is cut.
    pub(crate) fn asked(mut self, question: &Question) -> Self {
        let wanted = |tag: &str| {
            question.tags.is_empty()
                || tag.starts_with('*')
                || question.tags.iter().any(|t| t == tag)
        };
        let mentions = std::mem::take(&mut self.mentions);
        for ((bucket, tag, dimensions), sums) in mentions {
            let cut = question.cuts.iter().rev().find(|cut| cut.bucket() <= bucket);
            let cut = match cut {
                Some(cut) => cut.bucket(),
                None if question.cuts.is_empty() => bucket,
                None => question.from.bucket(),
            };
            if wanted(&tag) {
                let all = self.mentions.entry((cut, tag, dimensions)).or_default();
                (all.0, all.1, all.2) = (all.0 + sums.0, all.1 + sums.1, all.2 + sums.2);
            }
        }
        self.authors.retain(|(tag, _), _| wanted(tag) && question.people != PeopleBy::Nobody);
        self
    }

    pub(crate) fn add(&mut self, said: &Said<'_>) {
        let tagged = if said.tags.is_empty() { None } else { Some("*tagged") };
        for tag in said.tags.iter().copied().chain(["*"]).chain(tagged) {
            let dimensions = Dimensions {
                platform: "mastodon".to_owned(),
                lang: Lang::parse("en"),
                sentiment: said.sentiment,
                question: said.question,
                kind: said.kind,
                standing: said.standing,
            };
            let sums =
                self.mentions.entry((said.at.bucket(), tag.to_owned(), dimensions)).or_default();
            sums.0 += 1;
            sums.1 += said.engagements;
            sums.2 += said.impressions;
            if let Some(author) = &said.author
                && said.standing == Standing::Received
            {
                *self.authors.entry((tag.to_owned(), author.clone())).or_default() += 1;
            }
        }
        let class = match (said.standing, said.tags.is_empty()) {
            (Standing::Sent, _) => LedgerClass::Sent,
            (Standing::Noise, _) => LedgerClass::Noise,
            (_, false) => LedgerClass::Tagged,
            (_, true) => LedgerClass::Untagged,
        };
        self.record("0", said.at, class, 1);
    }

    pub(crate) fn record(&mut self, part: &str, at: Timestamp, class: LedgerClass, records: u64) {
        let key = ("kafka:c1/posts".to_owned(), part.to_owned(), Some(at.hour()), class);
        *self.ledger.entry(key).or_default() += records;
    }

    pub(crate) fn counts(self) -> Counts {
        let mention =
            |((bucket, tag, dimensions), sums): ((Bucket, String, Dimensions), (u64, u64, u64))| {
                DimensionCount {
                    bucket,
                    tag: tag.into(),
                    dimensions: dimensions.into(),
                    mentions: sums.0,
                    engagements: sums.1,
                    impressions: sums.2,
                }
            };
        let author = |((tag, author), mentions): ((String, String), u64)| AuthorCount {
            tag: tag.into(),
            author: author.into(),
            mentions,
        };
        let ledger = |((source, part, hour, class), records)| LedgerCount {
            source,
            part,
            hour,
            class,
            records,
        };
        let mut people: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for ((tag, _), mentions) in &self.authors {
            let of_tag = people.entry(tag.clone()).or_default();
            of_tag.0 += 1;
            of_tag.1 += mentions;
        }
        let person = |(tag, (people, mentions))| PeopleCount { tag, people, mentions };
        Counts {
            mentions: self.mentions.into_iter().map(mention).collect(),
            people: people.into_iter().map(person).collect(),
            authors: self.authors.into_iter().map(author).collect(),
            ledger: self.ledger.into_iter().map(ledger).collect(),
        }
    }
}

/// The answers to all questions of `request`: weeks that are alike, but for a storm about late
/// parcels on the fourth day of the period asked for, and a campaign only it has.
pub(crate) fn answers(request: &ReportRequest) -> Vec<Counts> {
    let answer = |(at, question): (usize, mention::Question)| {
        let mut sheet = Sheet::default();
        let mut random = Random::seeded(100 + at as u64);
        let days = (question.to.0 - question.from.0) / 86_400_000;
        for day in 0..days {
            let storm = at == 0 && day == 3;
            let start = Timestamp(question.from.0 + day * 86_400_000);
            say_day(&mut sheet, &mut random, start, &Weather { now: at == 0, storm });
        }
        sheet.record("1", question.from, LedgerClass::Duplicate, 17);
        sheet.record("1", question.from, LedgerClass::Rejected(RejectReason::MissingTime), 3);
        sheet.record("1", question.from, LedgerClass::Gap, 2);
        sheet.counts()
    };
    questions(request).into_iter().enumerate().map(answer).collect()
}

struct Weather {
    now: bool,
    storm: bool,
}

fn say_day(sheet: &mut Sheet, random: &mut Random, start: Timestamp, weather: &Weather) {
    let mentions = 150 + random.next() % 30 + if weather.storm { 160 } else { 0 };
    for number in 0..mentions {
        let at = Timestamp(start.0 + i64::try_from(random.next() % 86_400_000).unwrap());
        let mut said = Said::at(at);
        let stormy = weather.storm && number >= 170;
        let dice = random.unit();
        said.tags = match dice {
            _ if stormy => vec!["kaffa", "delivery", "delivery/late"],
            d if d < 0.18 => vec!["kaffa"],
            d if d < 0.26 => vec!["kaffa", "kaffa/taste"],
            d if d < 0.31 => vec!["kaffa", "brewline", "kaffa/price", "brewline/price"],
            d if d < 0.45 => vec!["brewline", "brewline/taste"],
            d if d < 0.52 => vec!["grindhouse"],
            d if d < 0.58 => vec!["kaffa", "delivery"],
            d if d < 0.60 => vec!["kaffa", "delivery", "delivery/late"],
            d if d < 0.66 => vec!["service"],
            d if d < 0.72 && weather.now => vec!["kaffa", "autumn-blend"],
            d if d < 0.73 => vec!["recycling", "vending"],
            _ => Vec::new(),
        };
        let author = random.next() % 700;
        said.author = (random.unit() < 0.93).then(|| format!("mastodon:{author:03}"));
        said.kind = if random.unit() < 0.2 { Kind::Repost } else { Kind::Original };
        said.sentiment = match random.unit() {
            u if u < 0.1 => None,
            u if u < if stormy { 0.75 } else { 0.3 } => Some(Sentiment::Negative),
            u if u < 0.8 => Some(Sentiment::Neutral),
            _ => Some(Sentiment::Positive),
        };
        said.engagements = random.next() % 9;
        sheet.add(&said);
    }
    for number in 0..4 {
        let mut said = Said::at(Timestamp(start.0 + 36_000_000 + number * 3_600_000));
        said.standing = if number == 3 { Standing::Noise } else { Standing::Sent };
        said.tags = if number == 0 { vec!["kaffa", "autumn-blend"] } else { vec!["kaffa"] };
        said.impressions = 900 + random.next() % 600;
        said.engagements = if number == 0 { 60 } else { 30 } + random.next() % 20;
        sheet.add(&said);
    }
}
