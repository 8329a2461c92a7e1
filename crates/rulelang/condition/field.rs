//! Tests on what a mention is beyond its texts: its author, its place, its figures, its links.

use std::fmt;
use std::hash::{Hash, Hasher};

use mention::{Continent, Kind, Lang, Role, Sentiment, TagName, Timestamp};

use super::Part;

/// A test on a field of the mention; false when the mention does not have the field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldTest {
    /// Its language is this.
    Lang(Lang),
    /// Its language is this, or not known: the entries of a query by language.
    LangOrUnknown(Lang),
    /// This account, by its handle (any case, its host may be left out) or its id (to the letter); without `@`.
    Account(Whose, String),
    /// Its author plays this role.
    AuthorRole(Role),
    /// It stands in a place of this brand.
    OwnPlace(TagName),
    /// It is addressed to an account of this brand.
    Directed(TagName),
    /// A field that is this as a whole, written as [`Exactly`] says.
    Is(Exactly, String),
    /// Words in a row in a field that is not among the texts.
    Words(Words),
    /// The country it was posted in lies there.
    Continent(Continent),
    /// It was posted in this circle.
    Circle(Circle),
    /// It was posted within these degrees.
    Rectangle(Rectangle),
    /// The feeling it shows.
    Sentiment(Sentiment),
    /// What kind of post it is.
    Kind(Kind),
    /// What is so of it.
    Flag(Flag),
    /// What it carries.
    Has(Has),
    /// A figure in a range.
    Number(Measure, Range),
    /// An address it links to holds this: lower case, without `https://` and `www.`.
    Link(String),
    /// It stands on this site, or links to it.
    Site(Site),
    /// It was published in `[from, to)`; an open end is no bound.
    Published {
        /// The first instant.
        from: Option<Timestamp>,
        /// One past the last.
        to: Option<Timestamp>,
    },
}

/// Which account of a mention is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// Its author.
    Author,
    /// The account it answers: of a reply that does not say whom it answers, one it is addressed to.
    To,
    /// The author of the post it passes on.
    RepostOf,
}

/// A field that is compared as a whole, and how its value is written in a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exactly {
    /// The country it was posted in: two letters, upper case.
    Country,
    /// Its platform, as [`mention::platform_key`] names it.
    Platform,
    /// The app it was posted with: lower case, any case will do.
    Source,
    /// The subreddit it stands in: as `Source`, without `r/`.
    Subreddit,
    /// The channel it stands in: as `Source`.
    Channel,
    /// Its id: to the letter.
    Id,
    /// The id of its thread, or of the post it answers: to the letter.
    Thread,
}

/// Words in a row in a field that is folded only for those who ask.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Words {
    /// The field.
    pub of: Worded,
    /// The words.
    pub parts: Vec<Part>,
    /// Whether they must be the whole of it.
    pub whole: bool,
}

/// A field of words that is not among the texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Worded {
    /// What the author says of themselves.
    AuthorBio,
    /// The author's displayed name.
    AuthorName,
    /// Where the author says they are.
    AuthorLocation,
    /// The region it was posted in.
    Region,
    /// The city it was posted in.
    City,
    /// Any name of the place it was posted in: its own, that of its city or its region.
    Place,
    /// Extra columns of this name.
    Custom(String),
}

/// What is asked for as a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "the names are the documentation; the language reference says what each is"
)]
pub enum Measure {
    Followers,
    Following,
    Posts,
    Listed,
    Likes,
    Reposts,
    Replies,
    Views,
    Rating,
    Latitude,
    Longitude,
    /// Extra columns of this name that hold a number.
    Custom(String),
}

/// A finite number.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Number(f64);

impl Number {
    /// The number, if it is finite.
    #[must_use]
    pub fn new(number: f64) -> Option<Self> {
        // Zero has one form, so that equal numbers have equal bits.
        number.is_finite().then_some(Self(number + 0.0))
    }

    /// Its value.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A range of numbers, both ends included; an open end is no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// The least.
    pub least: Option<Number>,
    /// The greatest.
    pub most: Option<Number>,
}

impl Range {
    /// Whether `number` lies in it.
    #[must_use]
    pub fn holds(&self, number: f64) -> bool {
        self.least.is_none_or(|least| least.get() <= number)
            && self.most.is_none_or(|most| number <= most.get())
    }
}

/// All points at most so far from a center, along the surface of the earth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Circle {
    /// Degrees east.
    pub lon: Number,
    /// Degrees north.
    pub lat: Number,
    /// The radius.
    pub km: Number,
}

/// All points between two parallels and two meridians; it crosses 180° where `west` is greater than `east`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the documentation: degrees east, degrees north")]
pub struct Rectangle {
    pub west: Number,
    pub south: Number,
    pub east: Number,
    pub north: Number,
}

/// A domain with all below it, and perhaps one part of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    /// The domain: lower case, without `www.`.
    pub host: String,
    /// The path below which it must be, with a `/` before and none behind; empty for the whole site.
    pub path: String,
}

/// What can be so of a post or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// Marked as sensitive by its source.
    Sensitive,
    /// By an account the platform vouches for.
    Verified,
    /// It asks something.
    Question,
}

/// Things a rule can ask a post to carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Has {
    /// An address.
    Links,
    /// Any attachment.
    Media,
    /// A picture.
    Images,
    /// A video.
    Videos,
    /// A hashtag.
    Hashtags,
    /// A handle.
    Mentions,
    /// A cashtag.
    Cashtags,
    /// A place in the world.
    Geo,
    /// A known language.
    Lang,
}
