//! Records on their way to the store: a batch, and a batch with its tags.

use std::sync::Arc;

use crate::{EventHash, Mention, RuleSetId, Tagged, Timestamp};

/// A place in one part of a source, half open: the next byte or offset to read. Opaque to all but the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

/// One ordered part of a source: a partition of a topic, a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// The source: `kafka:CLUSTER/TOPIC`, `file`, `stdin`.
    pub source: Arc<str>,
    /// The part of it: a partition's number, a file's path with its fingerprint.
    pub name: Arc<str>,
}

/// Which of two states of a mention is the later one.
///
/// The source's own edit or observation time, else the record's timestamp, else the mention's time.
pub type Version = Timestamp;

/// Something that happened to one mention, with its version.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The platform of the mention.
    pub platform: String,
    /// The mention's id on that platform.
    pub id: String,
    /// The version.
    pub version: Version,
    /// What happened.
    pub what: What,
}

/// What happened to a mention.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// It was posted; an edit or a refresh of its figures is a post with the same id.
    Posted {
        /// When it was published; the mention's own time, checked to be there.
        published_at: Timestamp,
        /// The mention.
        mention: Box<Mention>,
    },
    /// It was taken away.
    Deleted,
}

impl Event {
    /// A mention that was posted. Its version is `observed_at`, else `record_at`, else its own time.
    ///
    /// `None` when the mention has no time: it cannot be counted.
    #[must_use]
    pub fn posted(mention: Mention, record_at: Option<Timestamp>) -> Option<Self> {
        let published_at = mention.published_at?;
        Some(Self {
            platform: mention.platform.clone(),
            id: mention.id.clone(),
            version: mention.observed_at.or(record_at).unwrap_or(published_at),
            what: What::Posted { published_at, mention: Box::new(mention) },
        })
    }

    /// Where this event stands among all events of its mention: the greatest is the mention's state.
    #[must_use]
    pub fn rank(&self) -> (Version, bool, EventHash) {
        (self.version, matches!(self.what, What::Deleted), EventHash::of(self))
    }
}

/// Why a record cannot be read; stable names, counted in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RejectReason {
    /// The bytes are not UTF-8.
    InvalidUtf8,
    /// Not well-formed JSON, or nested too deep.
    InvalidJson,
    /// Well-formed, but not an object, or a field has the wrong type.
    WrongType,
    /// No id.
    MissingId,
    /// No text where a text belongs.
    MissingText,
    /// No time of publication.
    MissingTime,
    /// A time that cannot be read.
    InvalidTime,
    /// A time that lies in the future by more than the tolerance.
    FutureTime,
    /// Larger than a record may be.
    TooLarge,
    /// It crashed the process again and again.
    Quarantined,
    /// More than one mention where one was expected.
    Listing,
}

impl RejectReason {
    /// Every reason.
    pub const ALL: [Self; 11] = [
        Self::InvalidUtf8,
        Self::InvalidJson,
        Self::WrongType,
        Self::MissingId,
        Self::MissingText,
        Self::MissingTime,
        Self::InvalidTime,
        Self::FutureTime,
        Self::TooLarge,
        Self::Quarantined,
        Self::Listing,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidUtf8 => "invalid-utf8",
            Self::InvalidJson => "invalid-json",
            Self::WrongType => "wrong-type",
            Self::MissingId => "missing-id",
            Self::MissingText => "missing-text",
            Self::MissingTime => "missing-time",
            Self::InvalidTime => "invalid-time",
            Self::FutureTime => "future-time",
            Self::TooLarge => "too-large",
            Self::Quarantined => "quarantined",
            Self::Listing => "listing",
        }
    }
}

/// A record that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Why.
    pub reason: RejectReason,
    /// What is wrong with it and what would be right, in a sentence: `created_at is "yesterday"; write it as 2026-05-04T12:30:00Z`.
    pub detail: String,
    /// The record's first bytes, for a person to look at.
    pub sample: Vec<u8>,
}

/// What one record says.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Something happened to a mention.
    Event(Event),
    /// Well-formed, but not about a mention: a like, a follow, a blank line of a stream.
    Ignored,
    /// It cannot be read.
    Rejected(Reject),
}

/// One record of a source, whatever it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The record's own timestamp; files have none.
    pub at: Option<Timestamp>,
    /// Where it starts in its part: offset, or byte (uncompressed).
    pub position: Position,
    /// What it says.
    pub content: Content,
}

/// Consecutive records of one part, with the stretch of the part they cover.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// The part; standard input has a part too, but its position is never stored.
    pub part: Part,
    /// Where reading stands before this batch.
    pub from: Position,
    /// Where reading stands after it.
    pub to: Position,
    /// The records, in order; holes between them (compaction) are legal.
    pub records: Vec<Record>,
}

impl Batch {
    /// The events among the records, in order.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.records.iter().filter_map(|record| match &record.content {
            Content::Event(event) => Some(event),
            Content::Ignored | Content::Rejected(_) => None,
        })
    }

    /// The records that cannot be read, in order.
    pub fn rejects(&self) -> impl Iterator<Item = &Reject> {
        self.records.iter().filter_map(|record| match &record.content {
            Content::Rejected(reject) => Some(reject),
            Content::Event(_) | Content::Ignored => None,
        })
    }

    /// The mentions posted, in order.
    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.events().filter_map(|event| match &event.what {
            What::Posted { mention, .. } => Some(&**mention),
            What::Deleted => None,
        })
    }
}

/// A batch with its tags: what one commit takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The rule set that tagged it.
    pub rules: RuleSetId,
    /// The batch.
    pub batch: Batch,
    /// One for each mention of [`Batch::mentions`], in that order.
    pub tagged: Vec<Tagged>,
}
