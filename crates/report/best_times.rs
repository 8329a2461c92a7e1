//! The best-times report: when should we post?
//!
//! Each own post's engagements per impression over its account's own mean, where every post of the
//! account carries its views; else its engagements over the account's own median. Hours of the week are
//! shrunk towards the mean of their platform and type of day (`stats/shrink.rs`); posts without any
//! engagement count. Beside it, when people speak. Hours are those of the report's zone.

use std::collections::BTreeMap;
use std::ops::Range;

use mention::{Counts, Kept, Kind as PostKind, Question, Standing, Timestamp};

use crate::chart::WEEKDAYS;
use crate::draft::Draft;
use crate::footer::ledger_warning;
use crate::kept::Reading;
use crate::say::{say, word, words};
use crate::series::{Step, Steps};
use crate::stats::{Lift, Slot, lifts, median, posts_needed};
use crate::tally::ALL;
use crate::{
    Book, Cell, Chart, Column, Figure, HeatChart, Input, Kind, Report, ReportRequest, Row, Section,
    Table, number,
};

#[cfg(test)]
mod tests;

/// Half an hour in milliseconds.
const HALF_AN_HOUR: i64 = 1_800_000;
/// The lift that an hour is asked to show.
const WANTED: f64 = 0.2;
/// Hours recommended at most.
const BEST_MAX: usize = 3;
/// Where one band of ages ends and the next begins, in hours: until a week engagements still come in.
const AGES: [i64; 4] = [6, 24, 3 * 24, 7 * 24];
/// Posts that a band of young ones must have to be compared among themselves.
const BAND_MIN: usize = 5;
/// Rows of the table of hours.
const ROWS_MAX: usize = 15;

/// The report while it is made.
pub(crate) struct BestTimes<'a> {
    request: &'a ReportRequest,
    book: &'a Book,
    posts: Vec<Post>,
    /// Posts of ours without any figure.
    without: u64,
    read: u64,
}

/// One own post.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
struct Post {
    platform: String,
    account: String,
    at: Timestamp,
    engagements: f64,
    impressions: Option<f64>,
    /// Which band of ages its figures were taken at.
    band: usize,
}

/// An hour of the week on a platform.
#[derive(Clone, Debug, PartialEq)]
struct Hour {
    platform: String,
    weekday: usize,
    begins: usize,
    lift: Lift,
}

/// How posts were measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    /// By engagements per impression, every account.
    PerImpression,
    /// By engagements against the account's median, at least one account.
    PerPost,
}

impl<'a> BestTimes<'a> {
    pub(crate) fn new(request: &'a ReportRequest, book: &'a Book) -> Self {
        Self { request, book, posts: Vec::new(), without: 0, read: 0 }
    }
}

impl Draft for BestTimes<'_> {
    fn questions(&self) -> Vec<Question> {
        let period = &self.request.period;
        // Some zones go by half an hour, or put their clocks forward by one.
        let hours = Steps::of(period, Step::Hour).starts;
        let cuts = hours.into_iter().flat_map(|at| [at, Timestamp(at.0 + HALF_AN_HOUR)]).collect();
        vec![Question { cuts, ..crate::request::whole(period) }]
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        Some(self.request.period.from..self.request.period.to)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    fn read(&mut self, kept: &Kept<'_>) {
        self.read += 1;
        let mention = kept.mention;
        let is_post = matches!(mention.kind, PostKind::Original | PostKind::Quote);
        if kept.tagged.standing != Standing::Sent || !is_post {
            return;
        }
        let figures = &mention.engagement;
        let known = [figures.likes, figures.reposts, figures.replies, figures.quotes];
        if known.iter().all(Option::is_none) && figures.saves.or(figures.clicks).is_none() {
            self.without += 1;
            return;
        }
        self.posts.push(Post {
            platform: mention.platform.clone(),
            account: kept.author.unwrap_or_default().to_owned(),
            at: kept.published_at,
            engagements: figures.total() as f64,
            impressions: figures.impressions.filter(|seen| *seen > 0).map(|seen| seen as f64),
            band: band(mention.observed_at, kept.published_at),
        });
    }

    fn written(&self, input: &Input<'_>) -> Report {
        let title = |headline: String| Report::new(self.request, input, "Best times", headline);
        let mut posts = self.posts.clone();
        posts.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        if posts.is_empty() {
            let label = &self.request.period.name;
            if let Some(reason) = Reading::of(self.read, input.answers.first()).refusal() {
                return title("Best times are not measurable.".to_owned()).refused(&reason);
            }
            return if self.without > 0 {
                let posts =
                    number::of(self.without, "{n} post of ours carries", "{n} posts of ours carry");
                title("Best times are not measurable.".to_owned()).refused(&say!(
                    "{posts} no likes, reposts or replies in {period}",
                    posts,
                    period = label
                ))
            } else if self.book.accounts.is_empty() && self.book.missing.is_none() {
                title("Best times are not measurable.".to_owned()).refused(
                    "the rules name no account of ours, so no post is known to be ours. Add `accounts` to our own [[brand]]",
                )
            } else {
                title("Best times are not measurable.".to_owned())
                    .refused(&say!("no post of ours is among the mentions of {label}", label))
            };
        }
        let (slots, measure, young) = self.slots(&posts);
        let hours = hours(&slots);
        let best = best(&hours);
        let mut report = title(headline(&best, &slots));
        report.figures = figures(&best, posts.len() as u64);
        report.sections.extend(map(&hours, &best, measure));
        report.sections.extend(table(&hours));
        report.sections.extend(self.audience(input));
        report.notes = self.notes(input, measure, young);
        report
    }
}

/// The band of ages of a post whose figures were taken at this time; where that is not known, that of grown ones.
fn band(taken_at: Option<Timestamp>, published_at: Timestamp) -> usize {
    taken_at.map_or(AGES.len(), |at| {
        AGES.partition_point(|hours| hours * 2 * HALF_AN_HOUR <= at.0 - published_at.0)
    })
}

/// Engagements over the median of the account's posts that were as old; absent where a young band has too few.
fn against_equals(account: &[Post]) -> Vec<Option<f64>> {
    let medians: Vec<Option<f64>> = (0..=AGES.len())
        .map(|band| {
            let equals = account.iter().filter(|post| post.band == band);
            let engagements: Vec<f64> = equals.map(|post| post.engagements).collect();
            let enough = band == AGES.len() || engagements.len() >= BAND_MIN;
            // An account whose usual post moves nobody has no hour to compare.
            (enough && !engagements.is_empty())
                .then(|| median(&engagements))
                .filter(|usual| *usual > 0.0)
        })
        .collect();
    account.iter().map(|post| Some(post.engagements / medians[post.band]?)).collect()
}

/// The posts of each hour, by platform, weekday and hour, with their group.
type Slots = BTreeMap<(String, usize, usize), Slot>;

impl BestTimes<'_> {
    /// Each post's rate over its account's own, by hour; and how many posts are too young to be compared.
    fn slots(&self, posts: &[Post]) -> (Slots, Measure, u64) {
        let mut platforms: Vec<&str> = posts.iter().map(|post| post.platform.as_str()).collect();
        platforms.dedup();
        let (mut measure, mut young) = (Measure::PerImpression, 0);
        let mut slots = Slots::new();
        for account in posts.chunk_by(|a, b| (&a.platform, &a.account) == (&b.platform, &b.account))
        {
            let seen: Option<Vec<f64>> = account.iter().map(|post| post.impressions).collect();
            let lifts: Vec<Option<f64>> = if let Some(seen) = seen {
                let rate = |(post, seen): (&Post, f64)| post.engagements / seen;
                let rates: Vec<f64> = account.iter().zip(seen).map(rate).collect();
                let usual = mean(&rates);
                rates.into_iter().map(|rate| (usual > 0.0).then(|| rate / usual)).collect()
            } else {
                measure = Measure::PerPost;
                against_equals(account)
            };
            let of = platforms.iter().position(|name| *name == account[0].platform).unwrap_or(0);
            for (post, lift) in account.iter().zip(lifts) {
                let Some(lift) = lift else {
                    young += u64::from(post.band < AGES.len());
                    continue;
                };
                let (weekday, hour) = self.hour_of_week(post.at);
                let group = 2 * of + usize::from(weekday >= 5);
                let slot = slots
                    .entry((post.platform.clone(), weekday, hour))
                    .or_insert_with(|| Slot { group, posts: Vec::new() });
                slot.posts.push(lift);
            }
        }
        (slots, measure, young)
    }

    fn hour_of_week(&self, at: Timestamp) -> (usize, usize) {
        let wall = self.request.period.zone.wall(at);
        let weekday = wall.date().weekday().to_monday_zero_offset().unsigned_abs();
        (usize::from(weekday), usize::from(wall.hour().unsigned_abs()))
    }

    /// When people speak: received mentions a weekday's hour, as means over the period.
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    fn audience(&self, input: &Input<'_>) -> Option<Section> {
        let nothing = Counts::default();
        let counts = input.answers.first().unwrap_or(&nothing);
        let covered = self.request.covered();
        let mut times = vec![0_u64; 168];
        let mut said = vec![0_u64; 168];
        let mut at = covered.from;
        while at < covered.to {
            let (weekday, hour) = self.hour_of_week(at);
            times[weekday * 24 + hour] += 1;
            at = Timestamp(at.0 + 3_600_000);
        }
        for count in counts.mentions.iter().filter(|count| *count.tag == *ALL) {
            if count.dimensions.standing == Standing::Received {
                let (weekday, hour) = self.hour_of_week(count.bucket.start());
                said[weekday * 24 + hour] += count.mentions;
            }
        }
        let values: Vec<Option<f64>> = said
            .iter()
            .zip(&times)
            .map(|(said, times)| (*times > 0).then(|| *said as f64 / *times as f64))
            .collect();
        let most = values.iter().flatten().copied().fold(0.0, f64::max);
        let place = values.iter().position(|value| *value == Some(most)).filter(|_| most > 0.0)?;
        let title = say!(
            "People speak most on {weekday} at {hour}",
            weekday = words(WEEKDAY_NAMES[place / 24]),
            hour = clock(place % 24)
        );
        let chart = HeatChart {
            key: "audience",
            title: title.clone(),
            description: say!(
                "Received mentions an hour, by hour and weekday, as means over the period."
            ),
            unit: "Received mentions an hour".to_owned(),
            values,
        };
        Some(
            Section::new(&title)
                .lead("Received mentions an hour, as means over the period.")
                .chart(Chart::Heat(chart)),
        )
    }

    fn notes(&self, input: &Input<'_>, measure: Measure, young: u64) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(input.answers.first().and_then(ledger_warning));
        notes.extend(self.request.data_notes());
        notes.push(match measure {
            Measure::PerImpression => say!("Every post of ours carries its views, so engagements are per impression. Replies and reposts of ours are left out."),
            Measure::PerPost => say!("Not every post of ours carries its views, so engagements are per post, against the median of the account's posts whose figures were taken at about the same age. Replies and reposts of ours are left out."),
        });
        notes.push(say!("Figures are the last ones seen of each post. An hour that does better need not be the cause: what we post then may be."));
        notes.extend(Reading::of(self.read, input.answers.first()).note());
        if young > 0 {
            notes.push(say!(
                "Not compared, as their figures are from the first week and too few others are as young: {posts}.",
                posts = number::of(young, "{n} post", "{n} posts")
            ));
        }
        if self.without > 0 {
            notes.push(say!(
                "{without} without any figure and left out.",
                without = number::of(self.without, "{n} post of ours is", "{n} posts of ours are")
            ));
        }
        notes
    }
}

fn headline(best: &[&Hour], slots: &Slots) -> String {
    let Some(first) = best.first() else {
        return say!("No hour stands out yet. {slots}", slots = missing(slots));
    };
    say!(
        "Post on {weekday} at {hour}: {lift} than usual ({platform}, 95% interval {low} to {high}).",
        weekday = words(WEEKDAY_NAMES[first.weekday]),
        hour = clock(first.begins),
        lift = more(first.lift.mean - 1.0),
        platform = first.platform,
        low = number::signed(first.lift.low - 1.0),
        high = number::signed(first.lift.high - 1.0)
    )
}

fn figures(best: &[&Hour], posts: u64) -> Vec<Figure> {
    const KEYS: [&str; BEST_MAX] = ["best", "second_best", "third_best"];
    let mut figures = vec![Figure::new("posts", "posts of ours", Cell::Count(posts))];
    for (key, hour) in KEYS.into_iter().zip(best) {
        let label =
            format!("{} {}, {}", words(WEEKDAYS[hour.weekday]), clock(hour.begins), hour.platform);
        figures.push(Figure::new(key, &label, Cell::Lift(hour.lift.mean - 1.0)).beside(say!(
            "95% interval {low} to {high}, {posts}",
            low = number::signed(hour.lift.low - 1.0),
            high = number::signed(hour.lift.high - 1.0),
            posts = number::of(hour.lift.posts as u64, "{n} post", "{n} posts")
        )));
    }
    figures
}

/// The map of the platform with most posts.
fn map(hours: &[Hour], best: &[&Hour], measure: Measure) -> Option<Section> {
    let mut posts: BTreeMap<&str, usize> = BTreeMap::new();
    for hour in hours {
        *posts.entry(&hour.platform).or_default() += hour.lift.posts;
    }
    let platform = best.first().map(|hour| hour.platform.as_str());
    let platform = platform.or_else(|| {
        posts
            .iter()
            .max_by_key(|(name, posts)| (**posts, std::cmp::Reverse(**name)))
            .map(|(name, _)| *name)
    })?;
    let mut values = vec![None; 168];
    for hour in hours.iter().filter(|hour| hour.platform == platform) {
        values[hour.weekday * 24 + hour.begins] = Some(hour.lift.mean);
    }
    let title = match best.first() {
        Some(hour) => {
            say!(
                "{weekday} at {hour} does best",
                weekday = words(WEEKDAY_NAMES[hour.weekday]),
                hour = clock(hour.begins)
            )
        }
        None => say!("No hour stands out from the others"),
    };
    let what = match measure {
        Measure::PerImpression => say!("engagements per impression over the account's own mean"),
        Measure::PerPost => say!("engagements per post over the account's own median"),
    };
    let chart = HeatChart {
        key: "hours",
        title: title.clone(),
        description: say!(
            "{what} on {platform}, by hour and weekday; 1 is as usual.",
            what,
            platform
        ),
        unit: say!("{platform}: {what}, 1 is as usual", platform, what),
        values,
    };
    let lead = say!(
        "On {platform}: {what}; 1 is as usual. Hours with few posts are drawn towards the mean of the platform and type of day. Hours without a post of ours are empty.",
        platform,
        what
    );
    Some(Section::new(&title).lead(&lead).chart(Chart::Heat(chart)))
}

fn table(hours: &[Hour]) -> Option<Section> {
    let mut sorted: Vec<&Hour> = hours.iter().collect();
    sorted.sort_by(|a, b| b.lift.mean.total_cmp(&a.lift.mean));
    let row = |hour: &&Hour| {
        Row::new(vec![
            Cell::text(&hour.platform),
            Cell::text(format!("{} {}", WEEKDAYS[hour.weekday], clock(hour.begins))),
            Cell::Count(hour.lift.posts as u64),
            Cell::Effect {
                ratio: hour.lift.mean,
                low: hour.lift.low.max(0.0),
                high: hour.lift.high,
            },
        ])
    };
    let columns = vec![
        Column::new("platform", "platform", Kind::Text),
        Column::new("hour", "hour", Kind::Text),
        Column::new("posts", "posts", Kind::Count),
        Column::new("lift", "times the usual", Kind::Effect),
    ];
    let rows: Vec<Row> = sorted.iter().take(ROWS_MAX).map(row).collect();
    (!rows.is_empty()).then(|| {
        Section::new("The hours we posted in")
            .lead("The best first. An interval that holds 1 says that chance alone can make the difference.")
            .table(Table::new("slots", "Hours", columns, rows))
    })
}

const WEEKDAY_NAMES: [&str; 7] = [
    word("Monday"),
    word("Tuesday"),
    word("Wednesday"),
    word("Thursday"),
    word("Friday"),
    word("Saturday"),
    word("Sunday"),
];

fn clock(hour: usize) -> String {
    format!("{hour:02}:00")
}

/// `12% more`, `3.0% less`.
fn more(lift: f64) -> String {
    let percent = number::size(lift);
    if lift < 0.0 { say!("{percent} less", percent) } else { say!("{percent} more", percent) }
}

#[expect(clippy::cast_precision_loss, reason = "posts are few")]
fn mean(rates: &[f64]) -> f64 {
    rates.iter().sum::<f64>() / rates.len().max(1) as f64
}

fn hours(slots: &Slots) -> Vec<Hour> {
    let all: Vec<Slot> = slots.values().cloned().collect();
    let Some(lifts) = lifts(&all) else { return Vec::new() };
    let hour = |(((platform, weekday, hour), _), lift): ((&(String, usize, usize), _), Lift)| {
        Hour { platform: platform.clone(), weekday: *weekday, begins: *hour, lift }
    };
    slots.iter().zip(lifts).map(hour).collect()
}

/// The hours whose interval lies above the usual, the best first.
fn best(hours: &[Hour]) -> Vec<&Hour> {
    let mut best: Vec<&Hour> = hours.iter().filter(|hour| hour.lift.low > 1.0).collect();
    best.sort_by(|a, b| b.lift.mean.total_cmp(&a.lift.mean));
    best.truncate(BEST_MAX);
    best
}

/// How many posts an hour needs to show a fifth more.
fn missing(slots: &Slots) -> String {
    let all: Vec<Slot> = slots.values().cloned().collect();
    let most = all.iter().map(|slot| slot.posts.len()).max().unwrap_or(0);
    match posts_needed(&all, WANTED) {
        None => say!("Not enough data: no hour has two posts."),
        Some(needed) if needed > most => say!(
            "An hour needs about {needed} to show a lift of {wanted}; the best served has {most}.",
            needed = number::of(needed as u64, "{n} post", "{n} posts"),
            wanted = number::percent(WANTED),
            most = number::count(most as u64)
        ),
        Some(_) => say!("With the posts there are, a lift of a fifth would show."),
    }
}
