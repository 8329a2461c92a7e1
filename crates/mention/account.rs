//! Who speaks: the roles of accounts, and how a mention counts because of them.

use crate::{Lang, Mention, TagName};

/// What the account registry says of an author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Role {
    /// The brand itself.
    Brand,
    /// A member of the team that speaks for the brand.
    Team,
    /// An employee speaking for themselves.
    Employee,
    /// A rival's account.
    Competitor,
    /// Everybody else.
    #[default]
    Public,
}

impl Role {
    /// Every role, by name.
    pub const ALL: [Self; 5] =
        [Self::Brand, Self::Team, Self::Employee, Self::Competitor, Self::Public];

    /// The role's name in rules and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brand => "brand",
            Self::Team => "team",
            Self::Employee => "employee",
            Self::Competitor => "competitor",
            Self::Public => "public",
        }
    }
}

/// How a mention counts; the first that applies, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Written by the brand or its team.
    Sent,
    /// Matched by an exclusion; its tags stay.
    Noise,
    /// Written by an employee.
    Employee,
    /// Written by a rival.
    Competitor,
    /// Everything else: what people say.
    Received,
}

impl Standing {
    /// Every standing, in order.
    pub const ALL: [Self; 5] =
        [Self::Sent, Self::Noise, Self::Employee, Self::Competitor, Self::Received];

    /// The standing of a mention by an author of this role, `excluded` or not.
    #[must_use]
    pub const fn of(role: Role, excluded: Excluded) -> Self {
        match (role, excluded) {
            (Role::Brand | Role::Team, _) => Self::Sent,
            (_, Excluded::Yes) => Self::Noise,
            (Role::Employee, _) => Self::Employee,
            (Role::Competitor, _) => Self::Competitor,
            (Role::Public, _) => Self::Received,
        }
    }

    /// The standing's name in the store and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Noise => "noise",
            Self::Employee => "employee",
            Self::Competitor => "competitor",
            Self::Received => "received",
        }
    }
}

/// Whether an exclusion matched a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excluded {
    /// One did.
    Yes,
    /// None did.
    No,
}

/// The feeling a text shows, as the source stated it or as it was detected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sentiment {
    /// Displeased.
    Negative,
    /// Neither.
    Neutral,
    /// Pleased.
    Positive,
}

impl Sentiment {
    /// The name in rules and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Positive => "positive",
        }
    }
}

/// A mention with what is known about it beyond its own words: what a rule's field tests ask.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The mention itself.
    pub mention: &'a Mention,
    /// Its language, stated or detected; absent when neither is sure.
    pub lang: Option<Lang>,
    /// The feeling it shows, stated or detected.
    pub sentiment: Option<Sentiment>,
    /// Whether it asks something, stated or detected.
    pub question: Option<bool>,
    /// What the account registry says of its author.
    pub role: Role,
    /// The brands in whose places it stands.
    pub own_places: &'a [TagName],
    /// The brands to one of whose accounts it is addressed.
    pub directed: &'a [TagName],
}

impl<'a> Facts<'a> {
    /// Only what the mention itself states.
    #[must_use]
    pub fn of(mention: &'a Mention) -> Self {
        Self {
            mention,
            lang: mention.lang,
            sentiment: mention.sentiment,
            question: mention.question,
            role: Role::Public,
            own_places: &[],
            directed: &[],
        }
    }
}
