//! Counts as a report takes them.

use std::sync::Arc;

use crate::{Bucket, Kind, Lang, RejectReason, Sentiment, Standing, Timestamp};

/// What a report asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The first instant of the period.
    pub from: Timestamp,
    /// One past its last instant.
    pub to: Timestamp,
    /// Only these tags and the reserved `*` and `*tagged`; all when empty.
    pub tags: Vec<String>,
    /// Where counts are cut, sorted: what was published from one of these instants to the next is added
    /// up and stands in the bucket of the first, what comes before them in that of `from`. Every quarter of an hour stands by
    /// itself when empty.
    pub cuts: Vec<Timestamp>,
    /// What is told of people.
    pub people: PeopleBy,
}

/// What is told of the people behind received mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeopleBy {
    /// Nothing.
    Nobody,
    /// How many there are of each tag.
    Tag,
    /// That, and each by themselves of these tags; of every one when empty. Memory grows with the people.
    Author(Vec<String>),
}

impl Question {
    /// All that was published in `[from, to)`: every tag, quarter of an hour and author.
    #[must_use]
    pub const fn all(from: Timestamp, to: Timestamp) -> Self {
        Self { from, to, tags: Vec::new(), cuts: Vec::new(), people: PeopleBy::Author(Vec::new()) }
    }
}

/// What the store answers: everything counted in one period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Mentions by bucket, tag and dimensions, sorted by those, each combination once; zeroes are absent.
    pub mentions: Vec<DimensionCount>,
    /// How many people, by tag, sorted by tag, each once; only mentions that count as received.
    pub people: Vec<PeopleCount>,
    /// People by tag, sorted by tag then author, each pair once; only mentions that count as received.
    /// Empty unless asked for.
    pub authors: Vec<AuthorCount>,
    /// Records by source, part, hour and class, sorted by those.
    pub ledger: Vec<LedgerCount>,
}

/// Mentions of one bucket that share tag and dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DimensionCount {
    /// When they were published.
    pub bucket: Bucket,
    /// The tag; `*` is every mention, `*tagged` every mention with a tag. Shared, as many of these have
    /// the same.
    pub tag: Arc<str>,
    /// What else they share.
    pub dimensions: Arc<Dimensions>,
    /// How many.
    pub mentions: u64,
    /// Their engagements together.
    pub engagements: u64,
    /// Their impressions together, where reported.
    pub impressions: u64,
}

/// What mentions are counted apart by, besides bucket and tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimensions {
    /// The platform.
    pub platform: String,
    /// The language, where known.
    pub lang: Option<Lang>,
    /// The sentiment, where known.
    pub sentiment: Option<Sentiment>,
    /// What kind of post.
    pub kind: Kind,
    /// How they count.
    pub standing: Standing,
    /// Whether they ask something, as far as it is known.
    pub question: bool,
}

/// The people behind the received mentions with one tag in the period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PeopleCount {
    /// The tag.
    pub tag: String,
    /// How many people.
    pub people: u64,
    /// How many mentions they wrote: those with a known author.
    pub mentions: u64,
}

/// One person's mentions with one tag in the period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AuthorCount {
    /// The tag; shared, as thousands of these have the same.
    pub tag: Arc<str>,
    /// Platform and author id, else platform and folded handle.
    pub author: Arc<str>,
    /// How many mentions.
    pub mentions: u64,
}

/// What became of a record; each is in exactly one class, the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LedgerClass {
    /// Well-formed, not about a mention.
    Ignored,
    /// It could not be read.
    Rejected(RejectReason),
    /// About a mention older than what is kept.
    Late,
    /// A lesser version than the one stored.
    Stale,
    /// The version stored.
    Duplicate,
    /// A deletion.
    Deleted,
    /// An erasure.
    Erased,
    /// A later version of a stored mention.
    Updated,
    /// New, excluded.
    Noise,
    /// New, our own.
    Sent,
    /// New, with a tag.
    Tagged,
    /// New, without a tag.
    Untagged,
    /// Offsets that held no record; beside the sum, not in it.
    Gap,
}

impl LedgerClass {
    /// The class's name in the store and in output, without the reason of a reject.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ignored => "ignored",
            Self::Rejected(_) => "rejected",
            Self::Late => "late",
            Self::Stale => "stale",
            Self::Duplicate => "duplicate",
            Self::Deleted => "deleted",
            Self::Erased => "erased",
            Self::Updated => "updated",
            Self::Noise => "noise",
            Self::Sent => "sent",
            Self::Tagged => "tagged",
            Self::Untagged => "untagged",
            Self::Gap => "gap",
        }
    }
}

/// Records of one part and hour that share a class.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LedgerCount {
    /// The source.
    pub source: String,
    /// Its part.
    pub part: String,
    /// The start of the hour of the records' timestamps; absent for files.
    pub hour: Option<Timestamp>,
    /// The class.
    pub class: LedgerClass,
    /// How many.
    pub records: u64,
}
