//! The campaigns report: did the campaign work?
//!
//! The brand's received mentions a day while a campaign ran, against whole weeks before it and after
//! it (the fewest that are not shorter than it, two at least), as a ratio with its 95 % interval
//! (`stats/ratio.rs`); the rivals' in the same days beside it; the campaign's own tag against its
//! goals; people never heard before; and coupon codes seen. Days without data are left out of every
//! mean. It compares times, and says so: what else happened then is not taken out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use mention::{
    BrandRole, Catalog, Day, EntryKind, Kept, PeopleBy, PeopleQuestion, Question, Standing,
    Timestamp,
};

use crate::book::{CampaignFacts, date};
use crate::draft::Draft;
use crate::footer::ledger_warning;
use crate::period::{after, before};
use crate::say::say;
use crate::tally::ALL;
use crate::{Book, Cell, Figure, Input, Report, ReportRequest, number};

mod goal;
mod look;
#[cfg(test)]
mod tests;

use look::Look;

/// Campaigns that are drawn.
const CHARTS_MAX: usize = 3;
/// Days of the fewest whole weeks before and after.
const BASELINE_MIN: i64 = 14;

/// The report while it is made.
pub(crate) struct Campaigns<'a> {
    request: &'a ReportRequest,
    book: &'a Book,
    windows: Vec<Window<'a>>,
}

/// A campaign with the days it is looked at, and what was read of its texts.
pub(crate) struct Window<'a> {
    campaign: &'a CampaignFacts,
    /// The brand's tag; every mention where the campaign names none.
    brand: String,
    rivals: Vec<String>,
    before: Range<Timestamp>,
    during: Range<Timestamp>,
    after: Range<Timestamp>,
    /// Until when the campaign's own tag counts.
    counts_to: Timestamp,
    /// Received mentions with each code, and who wrote them.
    codes: BTreeMap<&'a str, (u64, BTreeSet<String>)>,
}

impl<'a> Campaigns<'a> {
    pub(crate) fn new(request: &'a ReportRequest, catalog: &'a Catalog, book: &'a Book) -> Self {
        let asked = |campaign: &&CampaignFacts| {
            request.tags.is_empty() || request.tags.contains(&campaign.tag)
        };
        let windows =
            book.campaigns.iter().filter(asked).map(|campaign| Window::of(campaign, catalog));
        let period = &request.period;
        let overlaps = |window: &Window<'_>| {
            window.during.start < period.to && window.during.end > period.from
        };
        let mut windows: Vec<Window<'a>> = windows.filter(overlaps).collect();
        windows
            .sort_by_key(|window| (std::cmp::Reverse(window.during.start), &window.campaign.tag));
        Self { request, book, windows }
    }
}

impl<'a> Window<'a> {
    fn of(campaign: &'a CampaignFacts, catalog: &'a Catalog) -> Self {
        let rivals = catalog.entries.iter();
        let rivals = rivals.filter(|e| e.kind == EntryKind::Brand(BrandRole::Competitor));
        let (first, last) = (date(campaign.days.0), date(campaign.days.1));
        let length = campaign.days.1.0 - campaign.days.0.0 + 1;
        let weeks = (length.div_euclid(7) + i64::from(length % 7 != 0)) * 7;
        let weeks = weeks.max(BASELINE_MIN);
        let start = |date| campaign.zone.start(date);
        let end = after(last, 1);
        Self {
            campaign,
            brand: campaign.brand.clone().unwrap_or_else(|| ALL.to_owned()),
            rivals: rivals.map(|entry| entry.name.to_string()).collect(),
            before: start(before(first, weeks))..start(first),
            during: start(first)..start(end),
            after: start(end)..start(after(end, weeks)),
            counts_to: start(after(end, i64::from(campaign.grace_days))),
            codes: campaign
                .coupons
                .iter()
                .map(|code| (code.as_str(), Default::default()))
                .collect(),
        }
    }

    /// The last day that counts, grace days included.
    fn last_day(&self) -> Day {
        Day(self.campaign.days.1.0 + i64::from(self.campaign.grace_days))
    }

    /// The beginnings of the days it looks at, in its own zone.
    fn days(&self) -> Vec<Timestamp> {
        let zone = &self.campaign.zone;
        let to = self.after.end.max(self.counts_to);
        let (mut days, mut date) = (Vec::new(), zone.date(self.before.start));
        while zone.start(date) < to {
            days.push(zone.start(date));
            date = after(date, 1);
        }
        days
    }

    fn read(&mut self, kept: &Kept<'_>) {
        let inside = self.during.start <= kept.published_at && kept.published_at < self.counts_to;
        if !inside || kept.tagged.standing != Standing::Received {
            return;
        }
        for (code, (mentions, people)) in &mut self.codes {
            let mention = kept.mention;
            if has_word(&mention.text, code)
                || mention.title.as_deref().is_some_and(|t| has_word(t, code))
            {
                *mentions += 1;
                people.extend(kept.author.map(str::to_owned));
            }
        }
    }
}

impl Draft for Campaigns<'_> {
    fn questions(&self) -> Vec<Question> {
        let own = crate::request::whole(&self.request.period);
        let tags = |window: &Window<'_>| {
            let own = [&window.campaign.tag, &window.brand].into_iter();
            own.chain(&window.rivals).cloned().collect()
        };
        let window = |window: &Window<'_>| Question {
            from: window.before.start,
            to: window.after.end.max(window.counts_to),
            tags: tags(window),
            cuts: window.days(),
            people: PeopleBy::Nobody,
        };
        // The campaign's own tag is of its days alone, so it is a question of its own.
        let days = |window: &Window<'_>| Question {
            from: window.during.start,
            to: window.counts_to,
            tags: tags(window),
            cuts: vec![window.during.start],
            people: PeopleBy::Nobody,
        };
        let both = self.windows.iter().flat_map(|one| [window(one), days(one)]);
        [own].into_iter().chain(both).collect()
    }

    fn people(&self) -> Vec<PeopleQuestion> {
        let of = |window: &Window<'_>| PeopleQuestion {
            from: window.during.start.day(),
            to: Day(Timestamp(window.counts_to.0 - 1).day().0 + 1),
            tags: vec![window.campaign.tag.clone()],
        };
        self.windows.iter().map(of).collect()
    }

    fn measures(&self) -> Option<Range<Day>> {
        let windows = || self.windows.iter();
        let from = windows().map(|window| window.campaign.days.0).min()?;
        let to = windows().map(Window::last_day).max()?;
        Some(from..Day(to.0 + 1))
    }

    fn noted(&self) -> Option<Range<Day>> {
        let from = self.windows.iter().map(|window| window.before.start.day()).min()?;
        let to = self.windows.iter().map(|window| window.after.end.day()).max()?;
        Some(Day(from.0 - 1)..Day(to.0 + 2))
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        let coded = || self.windows.iter().filter(|window| !window.codes.is_empty());
        let from = coded().map(|window| window.during.start).min()?;
        Some(from..coded().map(|window| window.counts_to).max()?)
    }

    fn read(&mut self, kept: &Kept<'_>) {
        for window in &mut self.windows {
            window.read(kept);
        }
    }

    fn written(&self, input: &Input<'_>) -> Report {
        let looks: Vec<Look<'_>> = self
            .windows
            .iter()
            .enumerate()
            .map(|(at, window)| Look::of(window, self.request, input, at))
            .collect();
        let title = |headline: String| Report::new(self.request, input, "Campaigns", headline);
        if let Some(missing) = &self.book.missing {
            return title("Campaigns are not measurable.".to_owned()).refused(missing);
        }
        let Some(first) = looks.first() else {
            return title(say!("No campaign ran in {period}.", period = self.request.period.name));
        };
        let mut report = title(first.headline());
        report.figures = figures(first);
        report.sections = looks
            .iter()
            .take(CHARTS_MAX)
            .enumerate()
            .map(|(at, look)| look.section(at, input.annotations))
            .collect();
        report.sections.push(look::brands(&looks));
        report.sections.push(look::own(&looks));
        report.sections.extend(goal::section(&looks));
        report.sections.extend(look::codes(&looks));
        report.sections.extend(goal::outcomes(&looks));
        report.notes = self.notes(input, &looks);
        report
    }
}

impl Campaigns<'_> {
    fn notes(&self, input: &Input<'_>, looks: &[Look<'_>]) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(input.answers.first().and_then(ledger_warning));
        notes.push(say!("A campaign is reported whole when it ran on any day of the period: its own days, whole weeks before it and after it (the fewest that are not shorter than it, two at least), in its own time zone."));
        notes.push(say!("The ratio is of the brand's received mentions a day, with its 95% interval (quasi-Poisson, t quantiles). It compares times and does not know what else happened then; the rivals' ratio beside it shows what moved everybody."));
        for look in looks {
            notes.extend(look.notes(self.request, self.book));
        }
        notes.push(say!("New people have never been heard before, with any tag. What only the company knows (redemptions, visitors, sign-ups) is here as far as it was brought along as measures of the campaign."));
        notes
    }
}

fn figures(look: &Look<'_>) -> Vec<Figure> {
    let mut figures = vec![
        Figure::new("mentions", "mentions of the campaign", Cell::Count(look.mentions))
            .beside(look.window.campaign.label.clone()),
        Figure::new("lift", "the brand, during against before", look.during_cell()),
    ];
    if let Ok(ratio) = &look.during {
        let (low, high) = (number::times(ratio.low), number::times(ratio.high));
        figures[1].value = Cell::text(format!("×{}", number::times(ratio.ratio)));
        figures[1].beside = Some(say!("95% interval ×{low}–{high}", low, high));
    }
    if look.people > 0 {
        figures.push(Figure::new("people", "people", Cell::Count(look.people)));
        figures.push(
            Figure::new("new_people", "never heard before", Cell::Count(look.new_people)).beside(
                say!(
                    "{people} of the campaign's people",
                    people = number::share(look.new_people, look.people)
                ),
            ),
        );
    }
    figures.extend(goal::figure(look));
    figures
}

/// Whether `code` stands in `text` as a word of its own, in any case.
fn has_word(text: &str, code: &str) -> bool {
    let (text, code) = (text.to_lowercase(), code.to_lowercase());
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(&code).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !is_part(before) && !is_part(after)
    })
}
