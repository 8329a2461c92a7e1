//! From a number of a report to the mentions behind it.
//!
//! A row that counts mentions says which ([`Row::of`]), and a column which part of them it counts
//! ([`Column::part`]). So each number has its [`MentionsOf`], which a store lists, a page links to, and a
//! command names by the table's key, what the row is called, and the column's key:
//! `received/velmora/service/negative`.

use std::fmt::Write as _;

use mention::{
    Kept, Kind as PostKind, KindOf, Known, Lang, MentionsOf, Sentiment, Standing, Timestamp,
};

use crate::excerpt::Excerpt;
use crate::say::say;
use crate::tally::TAGGED;
use crate::{Cell, Column, Footer, Kind, Names, Report, Row, Section, Table, number};

#[cfg(test)]
mod tests;

/// Which of a row's mentions a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of them.
    All,
    /// Those that are no reposts.
    Originals,
    /// Those that are.
    Reposts,
    /// Those whose author is known.
    Known,
    /// Those with a feeling.
    Rated,
    /// Those with this one.
    Feeling(Sentiment),
    /// Those that ask something.
    Questions,
    /// Those with a tag.
    Tagged,
    /// Those without.
    Untagged,
}

impl Part {
    /// This part of `whole`.
    pub(crate) fn of(self, whole: &MentionsOf) -> MentionsOf {
        let mut of = whole.clone();
        match self {
            Self::All => {}
            Self::Originals => of.kind = Some(KindOf::Not(PostKind::Repost)),
            Self::Reposts => of.kind = Some(KindOf::Is(PostKind::Repost)),
            Self::Known => of.author = Some(Known::Any),
            Self::Rated => of.sentiment = Some(Known::Any),
            Self::Feeling(feeling) => of.sentiment = Some(Known::Is(feeling)),
            Self::Questions => of.question = Some(true),
            Self::Tagged => of.tags.push(TAGGED.to_owned()),
            Self::Untagged => of.tags.push(MentionsOf::UNTAGGED.to_owned()),
        }
        of
    }
}

impl Table {
    /// The mentions behind a row's cell in the column at this place; `None` where it counts none.
    #[must_use]
    pub fn behind(&self, row: &Row, column: usize) -> Option<MentionsOf> {
        let part = self.columns.get(column)?.part?;
        let counts = matches!(row.cells.get(column)?, Cell::Count(_) | Cell::Share { .. });
        counts.then(|| row.of.as_deref().map(|of| part.of(of)))?
    }
}

impl Row {
    /// What the row is called in an address: its tag's name, else its first cell in small letters.
    #[must_use]
    pub fn address(&self) -> String {
        let text = match self.cells.first() {
            Some(Cell::Tag { name, .. }) if !name.is_empty() => return name.clone(),
            Some(Cell::Tag { label: text, .. } | Cell::Text(text) | Cell::Link { text, .. }) => {
                text
            }
            _ => return String::new(),
        };
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words.join("-")
    }
}

/// A number and the mentions behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// What it is called: `received/velmora/negative`.
    pub address: String,
    /// What it counts, in words: `negative of Velmora (Received, by tag)`.
    pub title: String,
    /// How many the report counts.
    pub counted: u64,
    /// The mentions.
    pub of: MentionsOf,
}

/// Why no mentions are behind what was named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BehindError {
    /// No table of the report leads to mentions.
    #[error("no number of the report {report} leads to a list of mentions{hint}")]
    NoList {
        /// The report.
        report: &'static str,
        /// Where to look instead.
        hint: &'static str,
    },
    /// There is no such table, or it leads to none.
    #[error("no table \"{table}\" of this report leads to mentions; these do: {known}")]
    NoTable {
        /// What was named.
        table: String,
        /// The tables that do.
        known: String,
    },
    /// The table has no such row.
    #[error("no row \"{row}\" of the table {table} leads to mentions; these do: {known}")]
    NoRow {
        /// What was named.
        row: String,
        /// The table.
        table: &'static str,
        /// The rows that do.
        known: String,
    },
}

impl Report {
    /// The mentions behind the number at `address`: a table's key, a row, and a column's key, which may be
    /// left out for the first that counts mentions.
    ///
    /// # Errors
    ///
    /// [`BehindError`], saying what could have been named.
    pub fn behind(&self, address: &str) -> Result<Behind, BehindError> {
        let tables = || self.sections.iter().flat_map(|section| &section.tables);
        let leads = |table: &&Table| !lists(table).is_empty();
        if tables().find(leads).is_none() {
            let (report, hint) = (self.name.name(), HINT);
            return Err(BehindError::NoList { report, hint });
        }
        let (key, rest) = address.split_once('/').unwrap_or((address, ""));
        let Some(table) = tables().filter(leads).find(|table| table.key == key) else {
            let known = listed(tables().filter(leads).map(|table| table.key.to_owned()));
            return Err(BehindError::NoTable { table: key.to_owned(), known });
        };
        let found = lists(table).into_iter().find(|one| one.row_address == rest);
        let found = found.or_else(|| {
            let (row, column) = rest.rsplit_once('/')?;
            let is_it = |one: &List<'_>| one.row_address == row && one.column.key == column;
            lists(table).into_iter().find(is_it)
        });
        let Some(found) = found else {
            let mut known: Vec<String> =
                lists(table).into_iter().map(|one| one.row_address).collect();
            known.dedup();
            let (row, known) = (rest.to_owned(), listed(known.into_iter()));
            return Err(BehindError::NoRow { row, table: table.key, known });
        };
        Ok(Behind {
            address: format!("{key}/{}/{}", found.row_address, found.column.key),
            title: format!("{} of {} ({})", found.column.label, found.row_label, table.title),
            counted: found.counted,
            of: found.of,
        })
    }
}

/// What to do where a report leads to no mentions.
const HINT: &str = "; those of `tags`, `success`, `competitors`, `trends`, `coverage`, `rules`, `alerts` and, with --with-authors, `advocates` do";

/// A number that leads to mentions.
struct List<'a> {
    row_address: String,
    row_label: String,
    column: &'a Column,
    counted: u64,
    of: MentionsOf,
}

/// The numbers of a table that lead to mentions, row by row.
fn lists(table: &Table) -> Vec<List<'_>> {
    let wording = crate::Wording::of(crate::Language::English);
    let mut lists = Vec::new();
    for row in &table.rows {
        for (at, column) in table.columns.iter().enumerate() {
            let Some(of) = table.behind(row, at) else { continue };
            let counted = match row.cells[at] {
                Cell::Count(count) | Cell::Share { part: count, .. } => count,
                _ => 0,
            };
            let row_label = row
                .cells
                .first()
                .map_or_else(String::new, |cell| crate::text::shown(cell, &wording));
            lists.push(List { row_address: row.address(), row_label, column, counted, of });
        }
    }
    lists
}

/// The first of many names.
fn listed(names: impl Iterator<Item = String>) -> String {
    const SHOWN_MAX: usize = 20;
    let names: Vec<String> = names.collect();
    let mut text = names.iter().take(SHOWN_MAX).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN_MAX {
        let _ = write!(text, " and {} more", names.len() - SHOWN_MAX);
    }
    text
}

/// The mentions behind a number, being listed.
#[derive(Debug)]
pub struct Listing {
    names: Names,
    rows: Vec<(Excerpt, Option<String>, Vec<String>, u64)>,
}

impl Listing {
    /// None listed yet.
    #[must_use]
    pub const fn new(names: Names) -> Self {
        Self { names, rows: Vec::new() }
    }

    /// Lists one more.
    pub fn take(&mut self, kept: &Kept<'_>) {
        let author = kept.mention.author.as_ref();
        let author =
            author.and_then(|author| author.handle.clone().or_else(|| author.name.clone()));
        let tags = kept.tagged.tags.iter().map(|tag| tag.name.to_string()).collect();
        self.rows.push((Excerpt::of(kept), author, tags, kept.mention.engagement.total()));
    }

    /// How many are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The list in place of what `report` holds; its period and footer stay.
    #[must_use]
    pub fn report(&self, report: &Report, behind: &Behind) -> Report {
        let zone = &report.period.zone;
        let mut columns = vec![
            Column::new("at", "when", Kind::Text),
            Column::new("platform", "where", Kind::Text),
        ];
        if self.names == Names::Shown {
            columns.push(Column::new("author", "who", Kind::Text));
        }
        columns.extend([
            Column::new("text", "text", Kind::Link),
            Column::new("tags", "tags", Kind::Text),
            Column::new("engagements", "engagements", Kind::Count),
        ]);
        let row = |(excerpt, author, tags, engagements): &(Excerpt, _, Vec<String>, u64)| {
            let mut cells = vec![excerpt.when(zone), Cell::text(&*excerpt.platform)];
            if self.names == Names::Shown {
                let author: &Option<String> = author;
                cells.push(author.as_ref().map_or_else(|| Cell::absent("not known"), Cell::text));
            }
            cells.extend([excerpt.cell(), Cell::text(tags.join(" ")), Cell::Count(*engagements)]);
            Row::new(cells)
        };
        let listed = self.rows.len() as u64;
        let mut notes = Vec::new();
        if listed < behind.counted {
            notes.push(say!(
                "{count} of them are not listed: their text is no longer kept, or they are more than a list holds.",
                count = number::count(behind.counted - listed)
            ));
        }
        let rows = self.rows.iter().map(row).collect();
        Report {
            title: say!("Mentions behind {address}", address = behind.address),
            headline: say!(
                "{title}: {mentions}.",
                title = behind.title,
                mentions = number::of(behind.counted, "{n} mention", "{n} mentions")
            ),
            compared: None,
            figures: Vec::new(),
            sections: vec![
                Section::new("The mentions, newest first")
                    .table(Table::new("mentions", "Mentions", columns, rows)),
            ],
            notes,
            footer: Footer {
                command: format!("{} --mentions {}", report.footer.command, behind.address),
                ..report.footer.clone()
            },
            ..report.clone()
        }
        .told()
    }
}

/// `of` as the query of an address: `from=…&to=…&tag=velmora&standing=received`.
///
/// What is not known is written `-`, what is known, whatever it is, `*`, and all kinds but one `-repost`.
#[must_use]
pub fn query(of: &MentionsOf) -> String {
    let mut parts = vec![("from", instant(of.from)), ("to", instant(of.to))];
    parts.extend(of.tags.iter().map(|tag| ("tag", tag.clone())));
    parts.extend(of.platform.iter().map(|platform| ("platform", platform.clone())));
    parts.extend(of.standing.map(|standing| ("standing", standing.name().to_owned())));
    parts.extend(of.lang.map(|lang| ("lang", known(&lang, |lang| lang.as_str().to_owned()))));
    parts.extend(of.sentiment.map(|one| ("sentiment", known(&one, |one| one.name().to_owned()))));
    parts.extend(of.kind.map(|kind| {
        let kind = match kind {
            KindOf::Is(kind) => kind.name().to_owned(),
            KindOf::Not(kind) => format!("-{}", kind.name()),
        };
        ("kind", kind)
    }));
    parts.extend(of.question.map(|asks| ("question", if asks { "yes" } else { "no" }.to_owned())));
    parts.extend(of.author.as_ref().map(|author| ("author", known(author, Clone::clone))));
    let parts: Vec<String> =
        parts.into_iter().map(|(name, value)| format!("{name}={}", escaped(&value))).collect();
    parts.join("&")
}

/// Adds a part of such a query, its value no longer escaped, to `of`; `false` for a name or value there
/// is none of.
#[must_use]
pub fn narrow(of: &mut MentionsOf, name: &str, value: &str) -> bool {
    narrowed(of, name, value).is_some()
}

fn narrowed(of: &mut MentionsOf, name: &str, value: &str) -> Option<()> {
    match name {
        "from" => of.from = at(value)?,
        "to" => of.to = at(value)?,
        "tag" => of.tags.push(value.to_owned()),
        "platform" => of.platform = Some(value.to_owned()),
        "standing" => {
            of.standing = Some(Standing::ALL.into_iter().find(|one| one.name() == value)?);
        }
        "lang" => of.lang = Some(known_of(value, Lang::parse)?),
        "sentiment" => of.sentiment = Some(known_of(value, feeling)?),
        "kind" => {
            of.kind = Some(match value.strip_prefix('-') {
                Some(unwanted) => KindOf::Not(kind(unwanted)?),
                None => KindOf::Is(kind(value)?),
            });
        }
        "question" => {
            of.question = Some(match value {
                "yes" => true,
                "no" => false,
                _ => return None,
            });
        }
        "author" => of.author = Some(known_of(value, |key| Some(key.to_owned()))?),
        _ => return None,
    }
    Some(())
}

fn kind(name: &str) -> Option<PostKind> {
    PostKind::ALL.into_iter().find(|kind| kind.name() == name)
}

fn feeling(name: &str) -> Option<Sentiment> {
    let all = [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive];
    all.into_iter().find(|one| one.name() == name)
}

fn known<T>(known: &Known<T>, name: impl Fn(&T) -> String) -> String {
    match known {
        Known::Not => "-".to_owned(),
        Known::Any => "*".to_owned(),
        Known::Is(value) => name(value),
    }
}

fn known_of<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Known<T>> {
    match text {
        "-" => Some(Known::Not),
        "*" => Some(Known::Any),
        value => read(value).map(Known::Is),
    }
}

fn instant(at: Timestamp) -> String {
    let written = jiff::Timestamp::from_millisecond(at.0);
    written.map_or_else(|_| at.0.to_string(), |at| at.to_string())
}

fn at(text: &str) -> Option<Timestamp> {
    if let Ok(milliseconds) = text.parse() {
        return Some(Timestamp(milliseconds));
    }
    text.parse::<jiff::Timestamp>().ok().map(|at| Timestamp(at.as_millisecond()))
}

/// Where one mention is shown below `mentions_at`: its platform and id are parts of the path.
pub(crate) fn post_address(mentions_at: &str, platform: &str, id: &str) -> String {
    let part = |text: &str| escaped(text).replace('/', "%2F");
    format!("{mentions_at}/{}/{}", part(platform), part(id))
}

/// A value of a query: everything but letters, digits and a few signs of ASCII as `%XX`.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'.'
            | b'~'
            | b'*'
            | b':'
            | b'/' => {
                text.push(char::from(byte));
            }
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}
