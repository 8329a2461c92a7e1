//! One campaign looked at: its days, its ratio, its rivals', its people.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use mention::{Annotation, Counts, Scope, Timestamp};

use super::Window;
use crate::period::{after, day, month_short};
use crate::say::{say, word, words};
use crate::series::day_label;
use crate::stats::{DAYS_BEFORE_MIN, RateRatio, rate_ratio};
use crate::tally::{Sum, Tally};
use crate::{
    Book, Cell, Chart, Column, Input, Kind, LineChart, Point, ReportRequest, Row, Section, Shade,
    Table, number,
};

/// The names of the charts, as many as are drawn.
const DAILY: [&str; super::CHARTS_MAX] = ["daily", "second_daily", "third_daily"];

/// A campaign with everything counted of it.
pub(crate) struct Look<'a> {
    pub(crate) window: &'a Window<'a>,
    /// The brand's mentions by day, days without data left out.
    pub(crate) brand: BTreeMap<Date, u64>,
    /// The brand during against before; why not, where that cannot be told.
    pub(crate) during: Result<RateRatio, String>,
    /// The same after against before.
    pub(crate) after: Result<RateRatio, String>,
    /// All rivals together, during against before.
    pub(crate) rivals: Result<RateRatio, String>,
    /// The campaign's own tag.
    pub(crate) mentions: u64,
    pub(crate) sum: Sum,
    pub(crate) people: u64,
    pub(crate) new_people: u64,
    /// The brand's share in all brands' mentions while it ran.
    pub(crate) voice: Option<(u64, u64)>,
    /// What was measured elsewhere while it ran, by metric, in millionths.
    pub(crate) measures: BTreeMap<String, i64>,
    /// The part of its days that lies in the data.
    pub(crate) elapsed: f64,
}

impl<'a> Look<'a> {
    pub(crate) fn of(
        window: &'a Window<'a>,
        request: &ReportRequest,
        input: &Input<'_>,
        at: usize,
    ) -> Self {
        let nothing = Counts::default();
        let counts = input.answers.get(2 * at + 1).unwrap_or(&nothing);
        let own = input.answers.get(2 * at + 2).unwrap_or(&nothing);
        let heard = heard(window, request);
        let brand = daily(window, counts, &[&window.brand], &heard);
        let rivals: Vec<&String> = window.rivals.iter().collect();
        let others = daily(window, counts, &rivals, &heard);
        let tally = Tally::of(own);
        let people = input.people.get(at).map_or(&[][..], Vec::as_slice);
        let first = window.during.start.day();
        let new = people.iter().filter(|p| p.first_day.is_none_or(|day| day >= first));
        let mentions_of = |tag: &String| tally.received(tag).mentions;
        let voice = (!rivals.is_empty() && window.campaign.brand.is_some()).then(|| {
            let own = mentions_of(&window.brand);
            (own, own + window.rivals.iter().map(mentions_of).sum::<u64>())
        });
        Self {
            during: ratio(window, &brand, &window.during),
            after: ratio(window, &brand, &window.after),
            rivals: if rivals.is_empty() {
                Err(say!("the rules name no competitor"))
            } else {
                ratio(window, &others, &window.during)
            },
            mentions: mentions_of(&window.campaign.tag),
            sum: tally.received(&window.campaign.tag),
            people: people.len() as u64,
            new_people: new.count() as u64,
            voice,
            measures: measures(window, input),
            elapsed: elapsed(window, &heard),
            brand,
            window,
        }
    }

    pub(crate) fn headline(&self) -> String {
        let label = &self.window.campaign.label;
        match &self.during {
            Err(why) => say!(
                "{label}: {mentions}; what it did to the brand cannot be told, because {why}.",
                label,
                mentions = number::of(self.mentions, "{n} mention", "{n} mentions"),
                why = words(why)
            ),
            Ok(ratio) => {
                let times = number::times(ratio.ratio);
                let ends = format!("×{}–{}", number::times(ratio.low), number::times(ratio.high));
                let moved = match ratio {
                    RateRatio { low, .. } if *low > 1.0 => {
                        say!(
                            "the brand was talked about {times} times as much a day as before",
                            times
                        )
                    }
                    RateRatio { high, .. } if *high < 1.0 => say!(
                        "the brand was talked about less than before, {times} times as much a day",
                        times
                    ),
                    _ => say!(
                        "{times} times as much talk about the brand a day as before, which chance alone can make",
                        times
                    ),
                };
                say!("{label}: {moved} (95% interval {ends}).", label, moved, ends)
            }
        }
    }

    /// The finding in ten words or fewer.
    fn finding(&self) -> String {
        let label = &self.window.campaign.label;
        let short = |said: String| {
            let whole = format!("{label}: {said}");
            if crate::say::words_in_english(&whole) <= 10 {
                whole
            } else {
                say!("Campaign: {said}", said)
            }
        };
        match &self.during {
            Ok(ratio) if ratio.low > 1.0 => {
                short(say!("{ratio} times the talk", ratio = number::times(ratio.ratio)))
            }
            Ok(ratio) if ratio.high < 1.0 => short(say!("less talk than before")),
            Ok(_) => short(say!("no more talk than chance makes")),
            Err(_) => short(say!("too little before it to compare")),
        }
    }

    pub(crate) fn section(&self, at: usize, annotations: &[Annotation]) -> Section {
        let days: Vec<(&Date, &u64)> = self.brand.iter().collect();
        let zone = &self.window.campaign.zone;
        let place = |at: Timestamp| {
            days.iter().position(|(date, _)| **date >= zone.date(at)).unwrap_or(days.len())
        };
        let (from, to) = (place(self.window.during.start), place(self.window.during.end));
        #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
        let point = |(date, mentions): &(&Date, &u64)| Point {
            label: day_label(**date),
            value: **mentions as f64,
            usual: None,
            before: None,
            note: None,
            gap: false,
        };
        let mut points: Vec<Point> = days.iter().map(point).collect();
        for annotation in annotations {
            let on = crate::book::date(annotation.day);
            if let Some(place) = days.iter().position(|(date, _)| **date == on) {
                points[place].add_note(&annotation.text);
            }
        }
        let title = self.finding();
        let chart = LineChart {
            key: DAILY[at],
            title: title.clone(),
            description: say!(
                "The brand's received mentions by day, from {first} to {last}; the campaign's days are shaded.",
                first = days.first().map_or_else(String::new, |(date, _)| day(**date)),
                last = days.last().map_or_else(String::new, |(date, _)| day(**date))
            ),
            unit: "the brand's mentions".to_owned(),
            step: word("day"),
            before: None,
            band: crate::chart::USUAL,
            shade: (from < to)
                .then(|| Shade { label: self.window.campaign.label.clone(), points: (from, to) }),
            points,
        };
        let lead = say!(
            "{campaign}: {days}. A day in the weeks before: {before}, while it ran: {during}, in the weeks after: {after}.",
            campaign = self.window.campaign.label,
            days = self.days(),
            before = self.mean(&self.window.before),
            during = self.mean(&self.window.during),
            after = self.mean(&self.window.after)
        );
        Section::new(&title).lead(&lead).chart(Chart::Line(chart))
    }

    fn name(&self) -> Cell {
        let campaign = self.window.campaign;
        Cell::Tag { label: campaign.label.clone(), name: campaign.tag.clone() }
    }

    /// `5–18 Oct 2026`.
    pub(crate) fn days(&self) -> String {
        let zone = &self.window.campaign.zone;
        let (first, last) = (
            zone.date(self.window.during.start),
            crate::period::before(zone.date(self.window.during.end), 1),
        );
        if first == last {
            return day(last);
        }
        if first.month() == last.month() && first.year() == last.year() {
            return format!("{}–{}", first.day(), day(last));
        }
        if first.year() == last.year() {
            return format!("{} {}–{}", first.day(), month_short(first), day(last));
        }
        format!("{}–{}", day(first), day(last))
    }

    fn mean(&self, range: &Range<Timestamp>) -> String {
        match mean(&of_range(self.window, &self.brand, range)) {
            Cell::Mean(mean) => number::mean(mean),
            _ => say!("no data"),
        }
    }

    pub(crate) fn during_cell(&self) -> Cell {
        effect(&self.during)
    }

    pub(crate) fn notes(&self, request: &ReportRequest, book: &Book) -> Vec<String> {
        let own = self.window.campaign;
        let overlaps = |other: &&crate::CampaignFacts| {
            let range = &self.window.before;
            let to = other.zone.start(after(crate::book::date(other.days.1), 1));
            other.tag != own.tag
                && other.brand == own.brand
                && other.zone.start(crate::book::date(other.days.0)) < range.end
                && to > range.start
        };
        let others: Vec<&str> =
            book.campaigns.iter().filter(overlaps).map(|other| other.label.as_str()).collect();
        let mut notes = Vec::new();
        if !others.is_empty() {
            notes.push(say!("{own}: the weeks before it hold days of {others}, so its ratio is not against a calm time.", own = own.label, others = others.join(", ")));
        }
        if self.elapsed < 1.0 {
            let last = request
                .data_to
                .map_or_else(String::new, |at| format!(" ({})", day(own.zone.date(at))));
            notes.push(say!("{own}: the data{last} hold {elapsed} of its days; it is reported as far as they go.", own = own.label, last, elapsed = number::percent(self.elapsed)));
        }
        notes
    }
}

/// The sums of what was measured of a campaign, of its days with the grace days.
fn measures(window: &Window<'_>, input: &Input<'_>) -> BTreeMap<String, i64> {
    let campaign = window.campaign;
    let mut sums = BTreeMap::new();
    for measure in input.measures {
        let is_its = matches!(&measure.scope, Scope::Campaign(id) if id.as_str() == campaign.tag);
        if is_its && (campaign.days.0..=window.last_day()).contains(&measure.day) {
            *sums.entry(measure.metric.clone()).or_default() += measure.value.0;
        }
    }
    sums
}

/// The days that were listened to as a whole, as far as can be told from the data's ends.
fn heard(window: &Window<'_>, request: &ReportRequest) -> Range<Date> {
    /// What may be missing at the end of the last day, in milliseconds: nights are quiet.
    const QUIET: i64 = 2 * 3_600_000;
    let zone = &window.campaign.zone;
    let (Some(first), Some(last)) = (request.data_from, request.data_to) else {
        let none = zone.date(window.before.start);
        return none..none;
    };
    let ends = zone.date(Timestamp(last.0.saturating_add(QUIET)));
    zone.date(first)..ends.max(zone.date(first))
}

/// The received mentions of all `tags` together, on each day of the window that was listened to.
fn daily(
    window: &Window<'_>,
    counts: &Counts,
    tags: &[&String],
    heard: &Range<Date>,
) -> BTreeMap<Date, u64> {
    let zone = &window.campaign.zone;
    let (from, to) = (zone.date(window.before.start), zone.date(window.after.end));
    let mut days = BTreeMap::new();
    let mut date = from.max(heard.start);
    while date < to.min(heard.end) {
        days.insert(date, 0);
        date = after(date, 1);
    }
    for count in &counts.mentions {
        let is_asked = count.dimensions.standing == mention::Standing::Received
            && tags.iter().any(|tag| ***tag == *count.tag);
        if is_asked && let Some(day) = days.get_mut(&zone.date(count.bucket.start())) {
            *day += count.mentions;
        }
    }
    days
}

#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn of_range(window: &Window<'_>, days: &BTreeMap<Date, u64>, range: &Range<Timestamp>) -> Vec<f64> {
    let zone = &window.campaign.zone;
    let (from, to) = (zone.date(range.start), zone.date(range.end));
    days.range(from..to).map(|(_, mentions)| *mentions as f64).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a campaign has some hundred days")]
fn elapsed(window: &Window<'_>, heard: &Range<Date>) -> f64 {
    let campaign = window.campaign;
    let whole = (campaign.days.1.0 - campaign.days.0.0 + 1).max(1);
    let (first, last) =
        (crate::book::date(campaign.days.0), after(crate::book::date(campaign.days.1), 1));
    let (from, to) = (first.max(heard.start), last.min(heard.end));
    let days = if from < to { (to - from).get_days() } else { 0 };
    f64::from(days) / whole as f64
}

fn ratio(
    window: &Window<'_>,
    days: &BTreeMap<Date, u64>,
    range: &Range<Timestamp>,
) -> Result<RateRatio, String> {
    let before = of_range(window, days, &window.before);
    let now = of_range(window, days, range);
    if before.len() < DAYS_BEFORE_MIN {
        return Err(say!(
            "the data hold {before} before it, and {days_before_min} are needed",
            before = number::of(before.len() as u64, "{n} day", "{n} days"),
            days_before_min = DAYS_BEFORE_MIN
        ));
    }
    if now.is_empty() {
        return Err(say!("the data hold no whole day of it"));
    }
    rate_ratio(&before, &now).ok_or_else(|| say!("nothing was said on one of its sides"))
}

fn effect(ratio: &Result<RateRatio, String>) -> Cell {
    match ratio {
        Ok(RateRatio { ratio, low, high, .. }) => {
            Cell::Effect { ratio: *ratio, low: *low, high: *high }
        }
        Err(why) => Cell::absent(why.clone()),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a window has some hundred days")]
fn mean(days: &[f64]) -> Cell {
    if days.is_empty() {
        return Cell::absent("the data hold none of these days");
    }
    Cell::Mean(days.iter().sum::<f64>() / days.len() as f64)
}

/// The campaigns' own tags, one row each.
pub(crate) fn own(looks: &[Look<'_>]) -> Section {
    let columns = vec![
        Column::new("campaign", "campaign", Kind::Tag),
        Column::new("days", "days", Kind::Text),
        Column::new("owner", "owner", Kind::Text),
        Column::new("mentions", "mentions", Kind::Ranked),
        Column::new("people", "people", Kind::Count),
        Column::new("new_people", "never heard before", Kind::Count),
    ];
    let row = |look: &Look<'_>| {
        let owner = look.window.campaign.owner.clone();
        Row::new(vec![
            look.name(),
            Cell::text(look.days()),
            owner.map_or_else(|| Cell::absent("nobody is named"), Cell::Text),
            Cell::Count(look.mentions),
            Cell::Count(look.people),
            Cell::Count(look.new_people),
        ])
    };
    Section::new("Who took part")
        .lead("Received mentions with the campaign's own tag.")
        .table(Table::new("campaigns", "Campaigns", columns, looks.iter().map(row).collect()))
}

/// What the campaigns did to their brands, one row each.
pub(crate) fn brands(looks: &[Look<'_>]) -> Section {
    let columns = vec![
        Column::new("campaign", "campaign", Kind::Tag),
        Column::new("before", "before", Kind::Mean),
        Column::new("during", "during", Kind::Mean),
        Column::new("after", "after", Kind::Mean),
        Column::new("lift", "during ÷ before", Kind::Effect),
        Column::new("lift_after", "after ÷ before", Kind::Effect),
        Column::new("rivals", "rivals, during ÷ before", Kind::Effect),
    ];
    let row = |look: &Look<'_>| {
        let of = |range| mean(&of_range(look.window, &look.brand, range));
        Row::new(vec![
            look.name(),
            of(&look.window.before),
            of(&look.window.during),
            of(&look.window.after),
            effect(&look.during),
            effect(&look.after),
            effect(&look.rivals),
        ])
    };
    Section::new("What it did to the brand")
        .lead("Mentions of the brand a day; beside each ratio its 95% interval. Where that holds 1, chance alone can make the ratio.")
        .table(Table::new("brands", "Brand a day", columns, looks.iter().map(row).collect()))
}

/// The codes of campaigns that have some.
pub(crate) fn codes(looks: &[Look<'_>]) -> Option<Section> {
    let of = |look: &Look<'_>| -> Vec<Row> {
        let label = &look.window.campaign.label;
        let row =
            |(code, (mentions, people)): (&&str, &(u64, std::collections::BTreeSet<String>))| {
                Row::new(vec![
                    Cell::text(label),
                    Cell::text(*code),
                    Cell::Count(*mentions),
                    Cell::Count(people.len() as u64),
                ])
            };
        look.window.codes.iter().map(row).collect()
    };
    let rows: Vec<Row> = looks.iter().flat_map(of).collect();
    let columns = vec![
        Column::new("campaign", "campaign", Kind::Text),
        Column::new("code", "code", Kind::Text),
        Column::new("mentions", "mentions", Kind::Count),
        Column::new("people", "people", Kind::Count),
    ];
    (!rows.is_empty()).then(|| {
        Section::new("Codes that people wrote")
            .lead("Received mentions with the code as a word of its own while the campaign ran, among those whose text is kept.")
            .table(Table::new("codes", "Codes", columns, rows))
    })
}
