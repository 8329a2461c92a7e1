//! Tables whose cells know what they are: a count, a share, a change, a series.

use mention::MentionsOf;

use crate::Part;
use crate::say::say;

/// A table of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name in JSON and for `--table`.
    pub key: &'static str,
    /// What it shows.
    pub title: String,
    /// What its rows are grouped by, where they are: a heading for the groups.
    pub grouped_by: Option<&'static str>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, those of a group together.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name in JSON and CSV.
    pub key: &'static str,
    /// Its heading.
    pub label: String,
    /// What its cells are.
    pub kind: Kind,
    /// The column it belongs under where space is scarce.
    pub under: Option<&'static str>,
    /// Why none of its cells can be known, where that is so.
    pub unmeasured: Option<String>,
    /// Which part of a row's mentions it counts, where it counts mentions.
    pub part: Option<Part>,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// The label and the name of a tag.
    Tag,
    /// A whole number.
    Count,
    /// A whole number that is also drawn as a bar, to rank the rows by.
    Ranked,
    /// A number with a fraction.
    Mean,
    /// A part of a whole.
    Share,
    /// A part of a whole that was estimated, not counted out.
    Part,
    /// A quotient shown in percent.
    Ratio,
    /// A signed quotient shown in percent.
    Lift,
    /// Two shares, the ends of an interval.
    Interval,
    /// How many times as much, with the ends of its interval.
    Effect,
    /// A length of time.
    Duration,
    /// Words that lead to an address.
    Link,
    /// A change and its usual range.
    Change,
    /// Numbers in the order of time.
    Series,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The group it belongs to.
    pub group: Option<String>,
    /// How far it stands below a row above it.
    pub depth: usize,
    /// Whether it is a total, not one of the parts.
    pub total: bool,
    /// Whether it is a rival's, whose bars are not drawn in our color.
    pub rival: bool,
    /// The mentions it is about, where it counts mentions.
    pub of: Option<Box<MentionsOf>>,
    /// The mention it shows, where it shows one: its platform and id.
    pub post: Option<(String, String)>,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A tag.
    Tag {
        /// What people call it.
        label: String,
        /// Its name; empty for a total.
        name: String,
    },
    /// A whole number.
    Count(u64),
    /// A number with a fraction.
    Mean(f64),
    /// A part of a whole that is not zero.
    Share {
        /// The part.
        part: u64,
        /// The whole.
        whole: u64,
    },
    /// A part of a whole that was estimated: 0.034 for 3.4 %.
    Part(f64),
    /// A quotient, 0.034 for 3.4 %.
    Ratio(f64),
    /// A signed quotient, 0.1 for +10 %.
    Lift(f64),
    /// An interval of shares, 0 to 1.
    Interval {
        /// Its lower end.
        low: f64,
        /// Its upper end.
        high: f64,
    },
    /// How many times as much: 1 is as much.
    Effect {
        /// The ratio.
        ratio: f64,
        /// The lower end of its interval.
        low: f64,
        /// Its upper end.
        high: f64,
    },
    /// A length of time in seconds.
    Duration(u64),
    /// Words that lead to an address.
    Link {
        /// The words.
        text: String,
        /// The address.
        address: String,
    },
    /// A change.
    Change(Change),
    /// Numbers in the order of time.
    Series(Vec<f64>),
    /// Nothing to show, and why.
    Absent(String),
}

impl Row {
    /// A row of these cells, neither grouped nor a total.
    pub(crate) fn new(cells: Vec<Cell>) -> Self {
        Self { group: None, depth: 0, total: false, rival: false, of: None, post: None, cells }
    }

    /// The same row, which counts these mentions.
    pub(crate) fn of(self, of: MentionsOf) -> Self {
        Self { of: Some(Box::new(of)), ..self }
    }

    /// The same row, which shows the mention with this id of a platform.
    pub(crate) fn showing(self, platform: &str, id: &str) -> Self {
        Self { post: Some((platform.to_owned(), id.to_owned())), ..self }
    }

    /// The same row as a total.
    pub(crate) fn total(self) -> Self {
        Self { total: true, ..self }
    }

    /// The same row in a group.
    pub(crate) fn grouped(self, group: &str) -> Self {
        Self { group: Some(group.to_owned()), ..self }
    }
}

impl Cell {
    /// Words.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Nothing, because of `why`.
    pub(crate) fn absent(why: impl Into<String>) -> Self {
        Self::Absent(why.into())
    }

    /// The words, leading to the address where there is one that a browser opens.
    pub(crate) fn link(text: String, address: Option<&str>) -> Self {
        match address.filter(|to| to.starts_with("https://") || to.starts_with("http://")) {
            Some(address) => Self::Link { text, address: address.to_owned() },
            None => Self::Text(text),
        }
    }

    /// `part` of `whole`; absent, because of `why`, when the whole is zero.
    pub(crate) fn share(part: u64, whole: u64, why: &str) -> Self {
        if whole == 0 { Self::Absent(why.to_owned()) } else { Self::Share { part, whole } }
    }
}

/// How a number moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The number now.
    pub now: f64,
    /// The number it is compared with.
    pub before: f64,
    /// Where it usually is; absent with fewer than eight earlier periods.
    pub usual: Option<Usual>,
}

/// Where a number usually is, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// How a number stands to its usual range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Above it.
    Above,
    /// In it.
    Inside,
    /// Below it.
    Below,
    /// The range is not known.
    Unknown,
}

impl Change {
    /// The change as a part of the number before: 0.1 for a tenth more; `None` when that was zero.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        (self.before > 0.0).then(|| self.now / self.before - 1.0)
    }

    /// Where the number stands; an arrow is shown only for above and below, and only where it
    /// [agrees](Self::agrees).
    #[must_use]
    pub fn direction(&self) -> Direction {
        match self.usual {
            None => Direction::Unknown,
            Some(usual) if self.now > usual.high => Direction::Above,
            Some(usual) if self.now < usual.low => Direction::Below,
            Some(_) => Direction::Inside,
        }
    }

    /// Whether the number moved, since the one it is compared with, to the side of the usual range on
    /// which it stands: one that fell may still be above.
    #[must_use]
    pub fn agrees(&self) -> bool {
        match self.direction() {
            Direction::Above => self.now >= self.before,
            Direction::Below => self.now <= self.before,
            Direction::Inside | Direction::Unknown => true,
        }
    }
}

impl Table {
    /// A table without groups.
    pub(crate) fn new(
        key: &'static str,
        title: &str,
        columns: Vec<Column>,
        rows: Vec<Row>,
    ) -> Self {
        Self { key, title: title.to_owned(), grouped_by: None, columns, rows }
    }

    /// The same table with its rows grouped.
    pub(crate) fn grouped_by(self, by: &'static str) -> Self {
        Self { grouped_by: Some(by), ..self }
    }

    /// Why columns cannot be known, one sentence a reason: `people, known: not measurable, because …`.
    pub(crate) fn unmeasured(&self) -> Vec<String> {
        let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
        for column in &self.columns {
            let Some(reason) = &column.unmeasured else { continue };
            match reasons.iter_mut().find(|(known, _)| known == reason) {
                Some((_, labels)) => labels.push(&column.label),
                None => reasons.push((reason, vec![&column.label])),
            }
        }
        let sentence = |(reason, labels): (&str, Vec<&str>)| {
            say!(
                "{columns}: not measurable, because {why}.",
                columns = labels.join(", "),
                why = reason
            )
        };
        reasons.into_iter().map(sentence).collect()
    }
}

impl Column {
    /// A column with cells of `kind`.
    pub(crate) fn new(key: &'static str, label: &str, kind: Kind) -> Self {
        Self { key, label: label.to_owned(), kind, under: None, unmeasured: None, part: None }
    }

    /// The same column, which counts this part of a row's mentions.
    pub(crate) fn part(self, part: Part) -> Self {
        Self { part: Some(part), ..self }
    }

    /// The same column, standing under another where space is scarce.
    pub(crate) fn under(self, key: &'static str) -> Self {
        Self { under: Some(key), ..self }
    }

    /// The same column, of which nothing can be known because of `reason`.
    pub(crate) fn unmeasured(self, reason: Option<&str>) -> Self {
        Self { unmeasured: reason.map(str::to_owned), ..self }
    }
}
