//! The competitors report: our share of voice, and how rivals move.
//!
//! A received mention that names two brands counts once for each; the denominator is the sum over
//! our own and our rivals' brands, so shares add to 100 %. Around a share of mentions stands a 95 %
//! interval, from resampling whole authors, never narrower than Wilson's; its seed is the hash of question and
//! rule set.

use std::cmp::Reverse;

use mention::{BrandRole, Catalog, Counts, Entry, EntryKind, PeopleBy};

use crate::comparison::Comparison;
use crate::footer::{footer, ledger_warning};
use crate::measured::Measured;
use crate::say::{say, word, words};
use crate::series::{Step, Steps};
use crate::tally::Tally;
use crate::{
    Cell, Chart, Collects, Figure, Input, MultiplesChart, Panel, Report, ReportRequest, Section,
    ShareBar, ShareChart, SharePart, number,
};

mod table;
#[cfg(test)]
mod tests;
mod uncertainty;

/// Small charts side by side at most.
const PANELS_MAX: usize = 12;
/// The names of the rivals' shares among the first numbers, as many as are shown there.
const RIVAL_KEYS: [&str; 4] =
    ["rival_share", "second_rival_share", "third_rival_share", "fourth_rival_share"];
/// Weeks from which on a course is shown.
const WEEKS_MIN: usize = 2;

/// Everything the parts of the report are made from.
struct Desk<'a> {
    request: &'a ReportRequest,
    input: &'a Input<'a>,
    counts: &'a Counts,
    now: Tally<'a>,
    before: Option<Tally<'a>>,
    past: Comparison<'a>,
    measured: Measured,
    /// Our own brands and our rivals', the most mentioned first.
    brands: Vec<&'a Entry>,
    /// The interval of each brand's share, in their order.
    intervals: Vec<(f64, f64)>,
}

pub(crate) fn build(request: &ReportRequest, input: &Input<'_>) -> Report {
    let nothing = Counts::default();
    let counts = input.answers.first().unwrap_or(&nothing);
    if let Some(reason) = refusal(input) {
        return refused(request, input, &reason);
    }
    let now = Tally::of(counts);
    let past = Comparison::of(request, input.answers);
    let brands = brands(input, &now);
    let desk = Desk {
        request,
        input,
        counts,
        before: past.counts_before().map(|(_, counts)| Tally::of(counts)),
        measured: Measured::of(input.answers),
        intervals: uncertainty::intervals(request, input, counts, &brands),
        now,
        past,
        brands,
    };
    desk.report()
}

/// Why no share of voice can be told.
fn refusal(input: &Input<'_>) -> Option<String> {
    let any = |role| input.catalog.entries.iter().any(|e| e.kind == EntryKind::Brand(role));
    if input.feed.collects == Some(Collects::Brand) {
        return Some(say!(
            "the feed was gathered with our own brand's query (collects = \"brand\"), so rivals are only in it where they are named beside us. Add a source that collects the category"
        ));
    }
    if !any(BrandRole::Own) {
        return Some(say!("no brand in the rules has role = \"own\". Mark yours"));
    }
    (!any(BrandRole::Competitor)).then(|| {
        say!("no brand in the rules has role = \"competitor\". Add the rivals to compare with")
    })
}

fn refused(request: &ReportRequest, input: &Input<'_>, reason: &str) -> Report {
    Report {
        name: request.name,
        language: request.language,
        title: "Share of voice".to_owned(),
        headline: say!("Share of voice is not measurable."),
        period: request.period.clone(),
        compared: None,
        refused: Some(say!("Not measurable, because {reason}.", reason = words(reason))),
        figures: Vec::new(),
        sections: Vec::new(),
        notes: Vec::new(),
        footer: footer(request, input),
        mentions_at: None,
        settled_by: None,
    }
}

/// What is asked of people: shares of voice are resampled by author.
pub(crate) fn people(catalog: &Catalog) -> PeopleBy {
    let brands = catalog.entries.iter().filter(|entry| is_compared(entry));
    let brands: Vec<String> = brands.map(|brand| brand.name.to_string()).collect();
    if brands.is_empty() { PeopleBy::Tag } else { PeopleBy::Author(brands) }
}

fn is_compared(entry: &Entry) -> bool {
    matches!(entry.kind, EntryKind::Brand(BrandRole::Own | BrandRole::Competitor))
}

fn brands<'a>(input: &Input<'a>, now: &Tally<'_>) -> Vec<&'a Entry> {
    let entries = input.catalog.entries.iter();
    let mut brands: Vec<&Entry> = entries.filter(|entry| is_compared(entry)).collect();
    brands.sort_by_key(|brand| (Reverse(now.received(brand.name.as_str()).mentions), &brand.name));
    brands
}

fn mentions(tally: &Tally<'_>, brand: &Entry) -> u64 {
    tally.received(brand.name.as_str()).mentions
}

/// The title, or the shorter one where it has more than ten words.
fn brief(title: String, shorter: String) -> String {
    const WORDS_MAX: usize = 10;
    if crate::say::words_in_english(&title) <= WORDS_MAX { title } else { shorter }
}

fn is_own(brand: &Entry) -> bool {
    brand.kind == EntryKind::Brand(BrandRole::Own)
}

impl Desk<'_> {
    fn report(&self) -> Report {
        let mut sections = vec![Section {
            title: self.finding(),
            lead: Some("A mention that names two brands counts once for each; the whole is the sum over the brands, so shares add to 100%.".to_owned()),
            chart: Some(Chart::Shares(self.share_chart())),
            tables: vec![table::shares(self)],
        }];
        sections.extend(self.weeks());
        sections.push(table::themes(self));
        Report {
            name: self.request.name,
            language: self.request.language,
            title: "Share of voice".to_owned(),
            headline: self.headline(),
            period: self.request.period.clone(),
            compared: self.past.period().cloned(),
            refused: None,
            figures: self.figures(),
            sections,
            notes: self.notes(),
            footer: footer(self.request, self.input),
            mentions_at: None,
            settled_by: None,
        }
    }

    /// The mentions of all brands together, those with two counted twice.
    fn whole(&self, tally: &Tally<'_>) -> u64 {
        self.brands.iter().map(|brand| mentions(tally, brand)).sum()
    }

    /// Our most mentioned own brand and its place in the order.
    fn own(&self) -> (usize, &Entry) {
        let at = self.brands.iter().position(|brand| is_own(brand));
        let at = at.expect("a report without an own brand is refused before");
        (at, self.brands[at])
    }

    fn rival(&self) -> &Entry {
        let rival = self.brands.iter().find(|brand| !is_own(brand));
        rival.expect("a report without a competitor is refused before")
    }

    fn headline(&self) -> String {
        let (at, own) = self.own();
        let label = &self.request.period.name;
        let (part, whole) = (mentions(&self.now, own), self.whole(&self.now));
        if whole == 0 {
            return say!("No brand was mentioned in {period}.", period = label);
        }
        let share = number::share(part, whole);
        let moved = self.before.as_ref().map_or_else(String::new, |before| {
            let (part, whole) = (mentions(before, own), self.whole(before));
            let (low, high) = self.intervals[at];
            match number::quotient(part, whole) {
                _ if whole == 0 => String::new(),
                then if then < low => say!(", up from {share}", share = number::share(part, whole)),
                then if then > high => {
                    say!(", down from {share}", share = number::share(part, whole))
                }
                _ => {
                    say!(", about as much as before ({share})", share = number::share(part, whole))
                }
            }
        });
        say!("{own} has {share} of the brands' mentions{moved}.", own = own.label, share, moved)
    }

    /// The finding in ten words or fewer: where labels are long, without them.
    fn finding(&self) -> String {
        let (at, own) = self.own();
        let rival = self.rival();
        let whole = self.whole(&self.now);
        let share = |brand| number::share(mentions(&self.now, brand), whole);
        match at {
            _ if whole == 0 => say!("No brand was mentioned"),
            0 => brief(
                say!("{own} leads with {share} of mentions", own = own.label, share = share(own)),
                say!("We lead with {share} of mentions", share = share(own)),
            ),
            _ => brief(
                say!(
                    "{own} trails {rival}: {share} against {theirs}",
                    own = own.label,
                    rival = rival.label,
                    share = share(own),
                    theirs = share(rival)
                ),
                say!(
                    "We trail with {share} against {theirs}",
                    share = share(own),
                    theirs = share(rival)
                ),
            ),
        }
    }

    fn figures(&self) -> Vec<Figure> {
        let whole = self.whole(&self.now);
        let figure = |key, label: String, at: usize| {
            let brand = self.brands[at];
            let part = mentions(&self.now, brand);
            let interval = self.intervals.get(at).map(|(low, high)| {
                say!(
                    "95% interval {low}–{high}",
                    low = number::percent(*low),
                    high = number::percent(*high)
                )
            });
            Figure {
                key,
                label,
                value: Cell::share(part, whole, "no brand was mentioned"),
                beside: interval.filter(|_| whole > 0),
                change: None,
                series: Vec::new(),
                of: Some(Box::new(self.request.received(brand.name.as_str()))),
            }
        };
        let (own_at, own) = self.own();
        let mut figures = vec![figure("own_share", own.label.clone(), own_at)];
        let rivals = self.brands.iter().enumerate().filter(|(_, brand)| !is_own(brand));
        for (key, (at, rival)) in RIVAL_KEYS.into_iter().zip(rivals) {
            figures.push(figure(key, rival.label.clone(), at));
        }
        figures.push(Figure {
            key: "own_mentions",
            label: say!("mentions of {own}", own = own.label),
            value: Cell::Count(mentions(&self.now, own)),
            beside: None,
            change: self.change(own),
            series: Vec::new(),
            of: Some(Box::new(self.request.received(own.name.as_str()))),
        });
        figures
    }

    fn change(&self, brand: &Entry) -> Option<crate::Change> {
        self.past.change(&self.now, |tally| mentions(tally, brand))
    }

    fn parts(&self) -> Vec<SharePart> {
        let part = |brand: &&Entry| SharePart { label: brand.label.clone(), own: is_own(brand) };
        self.brands.iter().map(part).collect()
    }

    fn share_chart(&self) -> ShareChart {
        let bar = |label: &str, amount: &dyn Fn(&str) -> u64| ShareBar {
            label: label.to_owned(),
            values: self.brands.iter().map(|brand| amount(brand.name.as_str())).collect(),
        };
        let mut bars = vec![bar("mentions", &|tag| self.now.received(tag).mentions)];
        if self.measured.people.is_none() {
            bars.push(bar("people", &|tag| self.now.people(tag).people));
        }
        if self.measured.engagements.is_none() {
            bars.push(bar("engagements", &|tag| self.now.received(tag).engagements));
        }
        let shares: Vec<String> = self
            .brands
            .iter()
            .map(|brand| {
                let part = mentions(&self.now, brand);
                format!("{} {}", brand.label, number::share(part, self.whole(&self.now)))
            })
            .collect();
        ShareChart {
            key: "share_of_voice",
            title: self.finding(),
            description: say!("Shares of mentions: {shares}.", shares = shares.join(", ")),
            bars,
            parts: self.parts(),
        }
    }

    /// The course by ISO week; `None` for a period too short to have one.
    fn weeks(&self) -> Option<Section> {
        let steps = Steps::of(&self.request.covered().whole_weeks()?, Step::Week);
        if steps.starts.len() < WEEKS_MIN {
            return None;
        }
        let series = steps.received(self.counts);
        let count = |brand: &Entry, at: usize| {
            series.get(brand.name.as_str()).map_or(0, |values| values[at])
        };
        let whole: Vec<u64> = (0..steps.starts.len())
            .map(|at| self.brands.iter().map(|brand| count(brand, at)).sum())
            .collect();
        let panel = |(brand, part): (&&Entry, SharePart)| Panel {
            part,
            values: whole
                .iter()
                .enumerate()
                .map(|(at, whole)| (count(brand, at), *whole))
                .collect(),
        };
        let panels: Vec<Panel> =
            self.brands.iter().zip(self.parts()).take(PANELS_MAX).map(panel).collect();
        let title = self.course(&whole, &count);
        let chart = MultiplesChart {
            key: "weeks",
            title: title.clone(),
            description: say!(
                "Share of the brands' mentions by ISO week, {first} to {last}, one panel a brand, all on one scale.",
                first = steps.labels[0],
                last = steps.labels[steps.labels.len() - 1]
            ),
            labels: steps.labels,
            panels,
        };
        let lead = word(
            "Weeks are ISO weeks of the report's time zone; those that are cut by the period or by the data's ends are left out.",
        );
        Some(Section {
            title,
            lead: Some(lead.to_owned()),
            chart: Some(Chart::Multiples(chart)),
            tables: Vec::new(),
        })
    }

    /// How our share went, in ten words or fewer.
    fn course(&self, whole: &[u64], count: &dyn Fn(&Entry, usize) -> u64) -> String {
        let (_, own) = self.own();
        let known: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] > 0).collect();
        let (Some(first), Some(last)) = (known.first(), known.last()) else {
            return say!("No brand was mentioned in any week");
        };
        let share = |at: &usize| number::share(count(own, *at), whole[*at]);
        let went = say!(
            "went from {first} to {last} of mentions",
            first = share(first),
            last = share(last)
        );
        brief(format!("{} {went}", own.label), say!("Our share {went}", went))
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(ledger_warning(self.counts));
        notes.extend(self.request.data_notes());
        notes.extend(self.past.note(self.request));
        notes.push(say!("The 95% interval is of the share of mentions: 2,000 rounds of resampling whole authors, seeded by question and rule set, and never narrower than Wilson's; a mention without a known author is resampled by itself."));
        let partners = self.input.catalog.entries.iter();
        let partners = partners.filter(|e| e.kind == EntryKind::Brand(BrandRole::Partner)).count();
        if partners > 0 {
            notes.push(say!("Partners' brands are not part of the whole."));
        }
        notes
    }
}
