//! The advocates report: who leads, who speaks for us, did cultivating them work?
//!
//! People with received mentions of our own brands. New: never heard before, with any tag; lapsed:
//! heard in the eight weeks before the period and not in it. The uplift compares, week by week, people
//! who got their first reply of ours in a week in which they mentioned us with people who mentioned us
//! in the same week, on the same platform, as often in that week and in the eight weeks before, and had
//! not got one by its end (`stats/uplift.rs`): who wrote again within 28 days after the week. Those who
//! never get one would not do: who writes more is answered sooner or later, so they are the silent ones.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use mention::{
    Day, Kept, Known, MentionsOf, PeopleQuestion, PersonDays, Question, Sentiment, Standing,
    Timestamp,
};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::draft::Draft;
use crate::footer::ledger_warning;
use crate::say::{say, words};
use crate::tally::ALL;
use crate::{
    Book, Cell, Column, Figure, Input, Kind, Names, Part, Report, ReportRequest, Row, Section,
    Table, number,
};

mod effect;
#[cfg(test)]
mod tests;

/// Weeks of history that are looked at: half a year.
const WEEKS_MAX: i64 = 26;
/// People shown.
const ROWS_MAX: usize = 25;
/// Days before the period in which somebody was heard who now is not.
const LAPSE_DAYS: i64 = 56;
/// Rated mentions a person's positive share needs.
const RATED_MIN: u64 = 5;

/// The report while it is made.
pub(crate) struct Advocates<'a> {
    request: &'a ReportRequest,
    book: &'a Book,
    /// The days of people that are looked at.
    days: Range<Day>,
    people: HashMap<String, Profile>,
    /// Who wrote each received mention, for replies to find: the hashes of both, since there are as many as mentions.
    authors: Vec<(u64, u64)>,
    /// Replies of ours: the mention replied to, the author named there, both as hashes, when.
    replies: Vec<(u64, Option<u64>, Timestamp)>,
    employees: u64,
}

/// What is read of one person's texts.
#[derive(Clone, Debug, Default)]
struct Profile {
    name: String,
    followers: Option<(Timestamp, u64)>,
    rated: u64,
    positive: u64,
}

/// A person of the period.
struct Person<'a> {
    days: &'a PersonDays,
    mentions: u64,
}

impl<'a> Advocates<'a> {
    pub(crate) fn new(request: &'a ReportRequest, book: &'a Book) -> Self {
        let end = request.data_to.unwrap_or(request.period.to).min(request.period.to);
        let last = request.data_to.map_or(end.day().0 + 1, |at| at.day().0 + 1);
        let first = request.period.from.day().0.min(end.day().0 - WEEKS_MAX * 7) - LAPSE_DAYS;
        Self {
            request,
            book,
            days: Day(first)..Day(last.min(request.period.to.day().0 + 28)),
            people: HashMap::new(),
            authors: Vec::new(),
            replies: Vec::new(),
            employees: 0,
        }
    }

    fn is_about_us(&self, kept: &Kept<'_>) -> bool {
        let own = &self.book.own;
        own.is_empty()
            || kept.tagged.tags.iter().any(|tag| own.iter().any(|brand| tag.name.as_str() == brand))
    }

    fn note(&mut self, kept: &Kept<'_>, author: &str) {
        let profile = self.people.entry(author.to_owned()).or_default();
        let by = kept.mention.author.as_ref();
        if let Some(name) = by.and_then(|by| by.handle.as_deref().or(by.name.as_deref())) {
            // The least name, whatever the order of reading.
            if profile.name.is_empty() || name < profile.name.as_str() {
                name.clone_into(&mut profile.name);
            }
        }
        if let Some(followers) = by.and_then(|by| by.followers) {
            profile.followers = profile.followers.max(Some((kept.published_at, followers)));
        }
        profile.rated += u64::from(kept.tagged.sentiment.is_some());
        profile.positive += u64::from(kept.tagged.sentiment == Some(Sentiment::Positive));
    }

    /// The times of our replies, in order, by whom they went to.
    fn answered(&self) -> Answered {
        let mut wanted: Vec<u64> = self.replies.iter().map(|(to, ..)| *to).collect();
        wanted.sort_unstable();
        let found =
            self.authors.iter().filter(|(mention, _)| wanted.binary_search(mention).is_ok());
        let authors: HashMap<u64, u64> = found.copied().collect();
        let mut answered: BTreeMap<u64, Vec<Timestamp>> = BTreeMap::new();
        for (to, named, at) in &self.replies {
            if let Some(author) = authors.get(to).or(named.as_ref()) {
                answered.entry(*author).or_default().push(*at);
            }
        }
        for times in answered.values_mut() {
            times.sort_unstable();
        }
        Answered(answered)
    }
}

/// When people were answered, by the hashes of their keys.
struct Answered(BTreeMap<u64, Vec<Timestamp>>);

impl Answered {
    /// The times at which somebody was answered, in order.
    fn of(&self, author: &str) -> &[Timestamp] {
        self.0.get(&xxh3_64(author.as_bytes())).map_or(&[], Vec::as_slice)
    }
}

/// What a mention is known by among millions.
fn identity(platform: &str, id: &str) -> u64 {
    xxh3_64_with_seed(id.as_bytes(), xxh3_64(platform.as_bytes()))
}

impl Draft for Advocates<'_> {
    fn questions(&self) -> Vec<Question> {
        vec![crate::request::whole(&self.request.period)]
    }

    fn people(&self) -> Vec<PeopleQuestion> {
        let Range { start, end } = self.days;
        vec![PeopleQuestion { from: start, to: end, tags: self.book.own.clone() }]
    }

    fn span(&self) -> Option<Range<Timestamp>> {
        Some(self.days.start.start()..self.days.end.start())
    }

    fn read(&mut self, kept: &Kept<'_>) {
        let mention = kept.mention;
        let in_period = self.request.period.holds(kept.published_at);
        match kept.tagged.standing {
            Standing::Received => {
                let Some(author) = kept.author else { return };
                self.authors
                    .push((identity(&mention.platform, &mention.id), xxh3_64(author.as_bytes())));
                if in_period && self.is_about_us(kept) {
                    self.note(kept, author);
                }
            }
            Standing::Sent if !self.book.is_automated(mention) => {
                let Some(to) = &mention.reply_to else { return };
                let Some(id) = &to.id else { return };
                let named = to.author.as_deref().map(crate::book::folded);
                let named = named.map(|name| format!("{}@{name}", mention.platform));
                let named = named.map(|name| xxh3_64(name.as_bytes()));
                self.replies.push((identity(&mention.platform, id), named, kept.published_at));
            }
            Standing::Employee if in_period && self.is_about_us(kept) => self.employees += 1,
            _ => {}
        }
    }

    fn written(&self, input: &Input<'_>) -> Report {
        let everybody = input.people.first().map_or(&[][..], Vec::as_slice);
        let now = self.of_period(everybody);
        let title = |headline: String| Report::new(self.request, input, "Advocates", headline);
        if now.is_empty() {
            let counts = crate::tally::Tally::of(
                input.answers.first().unwrap_or(&mention::Counts::default()),
            )
            .received(ALL);
            let label = &self.request.period.name;
            if counts.mentions > 0 && everybody.is_empty() {
                return title("People are not measurable.".to_owned())
                    .refused("no mention of our own brands says who wrote it");
            }
            return title(say!("Nobody spoke of us in {period}.", period = label));
        }
        let answered = self.answered();
        let found = effect::Found::of(self, everybody, &answered, self.seed(input));
        let mut report = title(self.headline(&now, &found));
        report.figures = self.figures(&now, everybody);
        report.sections = vec![self.leaders(&now, &answered), found.section()];
        report.notes = self.notes(input, everybody);
        report
    }
}

impl Advocates<'_> {
    /// The UTC days of the period.
    fn period_days(&self) -> Range<Day> {
        let period = &self.request.period;
        period.from.day()..Day(Timestamp(period.to.0 - 1).day().0 + 1)
    }

    /// The people of the period, those with most mentions first.
    fn of_period<'p>(&self, everybody: &'p [PersonDays]) -> Vec<Person<'p>> {
        let days = self.period_days();
        let person = |days_of: &'p PersonDays| {
            let inside = days_of.days.iter().filter(|(day, _)| days.contains(day));
            let mentions = inside.map(|(_, mentions)| mentions).sum();
            (mentions > 0).then_some(Person { days: days_of, mentions })
        };
        let mut people: Vec<Person<'_>> = everybody.iter().filter_map(person).collect();
        people.sort_by(|a, b| {
            (std::cmp::Reverse(a.mentions), &a.days.author)
                .cmp(&(std::cmp::Reverse(b.mentions), &b.days.author))
        });
        people
    }

    /// Those never heard before; `None` where the data begin with the period, so that nobody was.
    fn new_people(&self, now: &[Person<'_>]) -> Option<u64> {
        let first = self.period_days().start;
        self.request.data_from.filter(|from| from.day() < first)?;
        let new = now.iter().filter(|one| one.days.first_day.is_none_or(|day| day >= first));
        Some(new.count() as u64)
    }

    /// Those heard in the eight weeks before and not in the period; `None` when the data do not reach back so far.
    fn lapsed(&self, everybody: &[PersonDays]) -> Option<(u64, u64)> {
        let days = self.period_days();
        let before = Day(days.start.0 - LAPSE_DAYS)..days.start;
        self.request.data_from.filter(|from| from.day() <= before.start)?;
        let in_range = |person: &PersonDays, range: &Range<Day>| {
            person.days.iter().any(|(day, _)| range.contains(day))
        };
        let were = everybody.iter().filter(|person| in_range(person, &before));
        let lapsed = were.clone().filter(|person| !in_range(person, &days)).count() as u64;
        Some((lapsed, were.count() as u64))
    }

    fn headline(&self, now: &[Person<'_>], found: &effect::Found) -> String {
        let people = number::of(now.len() as u64, "{n} person", "{n} people");
        let new = self.new_people(now).map_or_else(String::new, |new| {
            say!(", {new} of them for the first time", new = number::count(new))
        });
        say!("{people} spoke of us{new}. {sentence}", people, new, sentence = found.sentence())
    }

    fn figures(&self, now: &[Person<'_>], everybody: &[PersonDays]) -> Vec<Figure> {
        let all = now.len() as u64;
        let mut figures = vec![Figure::new("people", "people who spoke of us", Cell::Count(all))];
        match self.new_people(now) {
            Some(new) => figures.extend([
                Figure::new("new", "for the first time", Cell::Count(new))
                    .beside(say!("{all} of them", all = number::share(new, all))),
                Figure::new("returning", "came back", Cell::Count(all - new)),
            ]),
            None => figures.push(
                Figure::new("new", "for the first time", Cell::absent("the data begin here"))
                    .beside(say!("the data begin with the period")),
            ),
        }
        figures.push(match self.lapsed(everybody) {
            Some((lapsed, were)) => Figure::new("lapsed", "fell silent", Cell::Count(lapsed))
                .beside(say!("of {were} in the 8 weeks before", were = number::count(were))),
            None => Figure::new(
                "lapsed",
                "fell silent",
                Cell::absent("the data do not reach back 8 weeks"),
            )
            .beside(words("the data do not reach back 8 weeks")),
        });
        let mentions: u64 = now.iter().map(|one| one.mentions).sum();
        let top = now.iter().take(now.len().div_ceil(10)).map(|one| one.mentions).sum();
        figures.push(
            Figure::new(
                "top_tenth",
                "by the most active tenth",
                Cell::share(top, mentions, "nobody spoke"),
            )
            .beside(say!("of the mentions")),
        );
        if self.employees > 0 {
            figures.push(
                Figure::new("employees", "by employees", Cell::Count(self.employees))
                    .beside(say!("counted apart")),
            );
        }
        figures
    }

    fn leaders(&self, now: &[Person<'_>], answered: &Answered) -> Section {
        let columns = vec![
            Column::new("person", "person", Kind::Text),
            Column::new("platform", "platform", Kind::Text).under("person"),
            Column::new("mentions", "mentions", Kind::Ranked).part(Part::All),
            Column::new("positive", "positive", Kind::Share),
            Column::new("followers", "followers", Kind::Count),
            Column::new("first_seen", "first seen", Kind::Text),
            Column::new("replies", "replies of ours", Kind::Count),
            Column::new("series", "by week", Kind::Series),
        ];
        let rows = now.iter().take(ROWS_MAX).enumerate();
        let rows = rows.map(|(at, person)| self.row(at, person, answered)).collect();
        Section::new("Who speaks of us most")
            .lead("Mentions of our own brands in the period. Followers as last seen; positive where at least 5 of a person's mentions are rated.")
            .table(Table::new("people", "People", columns, rows))
    }

    fn row(&self, at: usize, person: &Person<'_>, answered: &Answered) -> Row {
        let author = &person.days.author;
        let profile = self.people.get(author).cloned().unwrap_or_default();
        let platform = author.split(['#', '@']).next().unwrap_or_default();
        let name = match self.request.names {
            Names::Shown if !profile.name.is_empty() => format!("@{}", profile.name),
            Names::Shown => author.clone(),
            Names::Hidden => say!("person {at}", at = at + 1),
        };
        let positive = if profile.rated >= RATED_MIN {
            Cell::Share { part: profile.positive, whole: profile.rated }
        } else {
            Cell::absent(say!(
                "{rated} rated, fewer than {rated_min}",
                rated = profile.rated,
                rated_min = RATED_MIN
            ))
        };
        let row = Row::new(vec![
            Cell::text(name),
            Cell::text(platform),
            Cell::Count(person.mentions),
            positive,
            profile
                .followers
                .map_or_else(|| Cell::absent("not stated"), |(_, count)| Cell::Count(count)),
            person.days.first_day.map_or_else(
                || Cell::absent("not known"),
                |day| Cell::text(crate::period::day(crate::book::date(day))),
            ),
            Cell::Count(answered.of(author).len() as u64),
            Cell::Series(self.weekly(person.days)),
        ]);
        match self.behind(author) {
            Some(of) => row.of(of),
            None => row,
        }
    }

    /// The mentions of a person, where a list may name them; of several brands together there is no list.
    fn behind(&self, author: &str) -> Option<MentionsOf> {
        let brand = match self.book.own.as_slice() {
            _ if self.request.names == Names::Hidden => return None,
            [] => ALL,
            [one] => one,
            _ => return None,
        };
        let days = self.period_days();
        Some(MentionsOf {
            tags: vec![brand.to_owned()],
            standing: Some(Standing::Received),
            author: Some(Known::Is(author.to_owned())),
            ..MentionsOf::published(days.start.start(), days.end.start())
        })
    }

    /// Mentions by week, from the eight weeks before the period to its end.
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    fn weekly(&self, person: &PersonDays) -> Vec<f64> {
        let days = self.period_days();
        let start = days.start.0 - LAPSE_DAYS;
        let weeks = usize::try_from((days.end.0 - start).div_euclid(7)).unwrap_or(0).max(1);
        let mut series = vec![0.0; weeks];
        for (day, mentions) in &person.days {
            let week = usize::try_from((day.0 - start).div_euclid(7)).ok();
            if let Some(value) = week.and_then(|week| series.get_mut(week)) {
                *value += *mentions as f64;
            }
        }
        series
    }

    fn seed(&self, input: &Input<'_>) -> u64 {
        let period = &self.request.period;
        let question =
            format!("advocates {} {} {}", period.from.0, period.to.0, input.catalog.rules);
        xxh3_64(question.as_bytes())
    }

    fn notes(&self, input: &Input<'_>, everybody: &[PersonDays]) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(input.answers.first().and_then(ledger_warning));
        notes.extend(self.request.data_notes());
        let period = &self.request.period;
        if self.lapsed(everybody).is_none() {
            let since = self.request.data_from.map_or_else(String::new, |at| {
                say!(" on {at}", at = crate::period::day(period.zone.date(at)))
            });
            notes.push(say!(
                "The data begin{since}: who is new to the data need not be new to us.",
                since
            ));
        }
        if self.request.names == Names::Hidden {
            notes.push(say!(
                "People are numbered in the order of this list; --with-authors shows their names."
            ));
        }
        notes.push(say!("People are counted by whole UTC days. The uplift looks at the last 26 weeks of the data up to the period's end; it compares people who are alike in week, platform and activity, and knows nothing else of them. In the first eight weeks of the data it knows less of what they did before."));
        if self.book.own.len() > 1 {
            notes.push(say!(
                "A mention of two of our brands counts once for each; people count once."
            ));
        }
        if self.book.own.is_empty() {
            notes.push(say!("The rules name no own brand, so every received mention counts."));
        }
        notes
    }
}
