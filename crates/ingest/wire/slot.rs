//! What a record can say of a mention: one slot for each thing, whatever the source calls it.

use std::borrow::Cow;

use mention::Timestamp;
use serde_json::{Number, Value};

/// A value as the source wrote it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Raw<'a> {
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List(Vec<Value>),
    /// An instant, where the form of the source tells.
    Time(Timestamp),
    /// An object, whose fields were read one by one.
    Object,
}

impl Raw<'_> {
    /// What it is, for a message.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => super::quoted(text).into_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::Time(at) => at.0.to_string(),
            Self::Object => "an object".to_owned(),
        }
    }

    /// The value as a custom field holds it; objects are held field by field.
    pub(crate) fn custom(self) -> Option<String> {
        match self {
            Self::Bool(value) => Some(value.to_string()),
            Self::Number(number) => Some(number.to_string()),
            Self::Text(text) => Some(text.into_owned()),
            Self::List(items) => Some(Value::Array(items).to_string()),
            Self::Time(at) => Some(at.0.to_string()),
            Self::Object => None,
        }
    }
}

/// Everything one record says, by slot, and what has no slot.
#[derive(Debug)]
pub(crate) struct Slots<'a> {
    raw: [Option<Raw<'a>>; Slot::COUNT],
    /// Name and value in the order read; a name may stand twice.
    pub(crate) custom: Vec<(String, String)>,
}

impl<'a> Slots<'a> {
    pub(crate) fn new() -> Self {
        Self { raw: [const { None }; Slot::COUNT], custom: Vec::new() }
    }

    /// Of a slot set twice the last value counts.
    pub(crate) fn set(&mut self, slot: Slot, value: Option<Raw<'a>>) {
        self.raw[slot as usize] = value;
    }

    /// Whether nothing stands in `slot`.
    pub(crate) fn is_empty(&self, slot: Slot) -> bool {
        self.raw[slot as usize].is_none()
    }

    /// Whether nothing stands in `slot`, or a text of blanks.
    pub(crate) fn is_blank(&self, slot: Slot) -> bool {
        match &self.raw[slot as usize] {
            None => true,
            Some(Raw::Text(text)) => text.trim().is_empty(),
            Some(_) => false,
        }
    }

    pub(crate) fn take(&mut self, slot: Slot) -> Option<Raw<'a>> {
        self.raw[slot as usize].take()
    }
}

/// One thing a record can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    Id,
    Text,
    Title,
    Quoted,
    Alt,
    Permalink,
    /// A handle, or an id when it is all digits.
    Author,
    AuthorId,
    AuthorHandle,
    AuthorName,
    AuthorFollowers,
    AuthorFollowing,
    AuthorPosts,
    AuthorListed,
    AuthorVerified,
    AuthorBio,
    AuthorLocation,
    PublishedAt,
    ObservedAt,
    UpdatedAt,
    DeletedAt,
    Lang,
    Sentiment,
    Platform,
    Kind,
    ReplyTo,
    ReplyToAuthor,
    RepostOf,
    Conversation,
    Addressed,
    OwnPlace,
    Community,
    Source,
    Likes,
    Reposts,
    Replies,
    Quotes,
    Saves,
    Clicks,
    Impressions,
    PlaceName,
    Country,
    Region,
    City,
    Latitude,
    Longitude,
    Rating,
    AnsweredAt,
    AnsweredBy,
    Links,
    Media,
    Entities,
    GivenTags,
    Sensitive,
    Question,
    Deleted,
}

impl Slot {
    const COUNT: usize = Self::Deleted as usize + 1;

    /// Every slot, in order.
    pub(crate) const ALL: [Self; Self::COUNT] = [
        Self::Id,
        Self::Text,
        Self::Title,
        Self::Quoted,
        Self::Alt,
        Self::Permalink,
        Self::Author,
        Self::AuthorId,
        Self::AuthorHandle,
        Self::AuthorName,
        Self::AuthorFollowers,
        Self::AuthorFollowing,
        Self::AuthorPosts,
        Self::AuthorListed,
        Self::AuthorVerified,
        Self::AuthorBio,
        Self::AuthorLocation,
        Self::PublishedAt,
        Self::ObservedAt,
        Self::UpdatedAt,
        Self::DeletedAt,
        Self::Lang,
        Self::Sentiment,
        Self::Platform,
        Self::Kind,
        Self::ReplyTo,
        Self::ReplyToAuthor,
        Self::RepostOf,
        Self::Conversation,
        Self::Addressed,
        Self::OwnPlace,
        Self::Community,
        Self::Source,
        Self::Likes,
        Self::Reposts,
        Self::Replies,
        Self::Quotes,
        Self::Saves,
        Self::Clicks,
        Self::Impressions,
        Self::PlaceName,
        Self::Country,
        Self::Region,
        Self::City,
        Self::Latitude,
        Self::Longitude,
        Self::Rating,
        Self::AnsweredAt,
        Self::AnsweredBy,
        Self::Links,
        Self::Media,
        Self::Entities,
        Self::GivenTags,
        Self::Sensitive,
        Self::Question,
        Self::Deleted,
    ];

    /// The slot with this name; `published_at` is another name of `created_at`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let name = if name == "published_at" { "created_at" } else { name };
        Self::ALL.into_iter().find(|slot| slot.name() == name)
    }

    /// Whether it holds a count.
    pub(crate) const fn counts(self) -> bool {
        matches!(
            self,
            Self::AuthorFollowers
                | Self::AuthorFollowing
                | Self::AuthorPosts
                | Self::AuthorListed
                | Self::Likes
                | Self::Reposts
                | Self::Replies
                | Self::Quotes
                | Self::Saves
                | Self::Clicks
                | Self::Impressions
        )
    }

    /// The slot of the field `key` of the object `parent` (`""` is the record) in the native format.
    pub(crate) fn of(parent: &str, key: &str) -> Option<Self> {
        match parent {
            "" => Self::of_record(key),
            "author" => Self::of_author(key),
            "engagement" => Self::of_engagement(key),
            "in_reply_to" => match key {
                "id" => Some(Self::ReplyTo),
                "author" => Some(Self::ReplyToAuthor),
                _ => None,
            },
            "repost_of" => (key == "author").then_some(Self::RepostOf),
            "place" => match key {
                "name" => Some(Self::PlaceName),
                "country" => Some(Self::Country),
                "region" => Some(Self::Region),
                "city" => Some(Self::City),
                "lat" => Some(Self::Latitude),
                "lon" => Some(Self::Longitude),
                _ => None,
            },
            "answered" => match key {
                "at" => Some(Self::AnsweredAt),
                "by" => Some(Self::AnsweredBy),
                _ => None,
            },
            "meta" => (key == "community").then_some(Self::Community),
            _ => None,
        }
    }

    fn of_record(key: &str) -> Option<Self> {
        Some(match key {
            "id" => Self::Id,
            "text" => Self::Text,
            "title" => Self::Title,
            "quoted" => Self::Quoted,
            "alt" => Self::Alt,
            "permalink" => Self::Permalink,
            "author" => Self::Author,
            "created_at" | "published_at" => Self::PublishedAt,
            "observed_at" => Self::ObservedAt,
            "updated_at" => Self::UpdatedAt,
            "deleted_at" => Self::DeletedAt,
            "lang" => Self::Lang,
            "sentiment" => Self::Sentiment,
            "platform" => Self::Platform,
            "kind" => Self::Kind,
            "in_reply_to" => Self::ReplyTo,
            "repost_of" => Self::RepostOf,
            "conversation" => Self::Conversation,
            "addressed" => Self::Addressed,
            "own_place" => Self::OwnPlace,
            "place" => Self::PlaceName,
            "community" => Self::Community,
            "source" => Self::Source,
            "rating" => Self::Rating,
            "links" => Self::Links,
            "media" => Self::Media,
            "entities" => Self::Entities,
            "tags" | "given_tags" => Self::GivenTags,
            "sensitive" => Self::Sensitive,
            "question" => Self::Question,
            "deleted" => Self::Deleted,
            _ => return Self::of_engagement(key),
        })
    }

    fn of_author(key: &str) -> Option<Self> {
        Some(match key {
            "id" => Self::AuthorId,
            "handle" => Self::AuthorHandle,
            "name" => Self::AuthorName,
            "followers" => Self::AuthorFollowers,
            "following" => Self::AuthorFollowing,
            "posts" => Self::AuthorPosts,
            "listed" => Self::AuthorListed,
            "verified" => Self::AuthorVerified,
            "bio" => Self::AuthorBio,
            "location" => Self::AuthorLocation,
            _ => return None,
        })
    }

    fn of_engagement(key: &str) -> Option<Self> {
        Some(match key {
            "likes" => Self::Likes,
            "reposts" => Self::Reposts,
            "replies" => Self::Replies,
            "quotes" => Self::Quotes,
            "saves" => Self::Saves,
            "clicks" => Self::Clicks,
            "impressions" | "views" => Self::Impressions,
            _ => return None,
        })
    }

    /// The field's name in the native format, for messages and for `--map`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Text => "text",
            Self::Title => "title",
            Self::Quoted => "quoted",
            Self::Alt => "alt",
            Self::Permalink => "permalink",
            Self::Author => "author",
            Self::AuthorId => "author.id",
            Self::AuthorHandle => "author.handle",
            Self::AuthorName => "author.name",
            Self::AuthorFollowers => "author.followers",
            Self::AuthorFollowing => "author.following",
            Self::AuthorPosts => "author.posts",
            Self::AuthorListed => "author.listed",
            Self::AuthorVerified => "author.verified",
            Self::AuthorBio => "author.bio",
            Self::AuthorLocation => "author.location",
            Self::PublishedAt => "created_at",
            Self::ObservedAt => "observed_at",
            Self::UpdatedAt => "updated_at",
            Self::DeletedAt => "deleted_at",
            Self::Lang => "lang",
            Self::Sentiment => "sentiment",
            Self::Platform => "platform",
            Self::Kind => "kind",
            Self::ReplyTo => "in_reply_to",
            Self::ReplyToAuthor => "in_reply_to.author",
            Self::RepostOf => "repost_of",
            Self::Conversation => "conversation",
            Self::Addressed => "addressed",
            Self::OwnPlace => "own_place",
            Self::Community => "community",
            Self::Source => "source",
            Self::Likes => "likes",
            Self::Reposts => "reposts",
            Self::Replies => "replies",
            Self::Quotes => "quotes",
            Self::Saves => "saves",
            Self::Clicks => "clicks",
            Self::Impressions => "impressions",
            Self::PlaceName => "place.name",
            Self::Country => "place.country",
            Self::Region => "place.region",
            Self::City => "place.city",
            Self::Latitude => "place.lat",
            Self::Longitude => "place.lon",
            Self::Rating => "rating",
            Self::AnsweredAt => "answered.at",
            Self::AnsweredBy => "answered.by",
            Self::Links => "links",
            Self::Media => "media",
            Self::Entities => "entities",
            Self::GivenTags => "tags",
            Self::Sensitive => "sensitive",
            Self::Question => "question",
            Self::Deleted => "deleted",
        }
    }
}
