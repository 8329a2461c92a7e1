//! What was said, by whom, where and when.

use crate::{Entity, Field, Lang, Sentiment, Span, Timestamp};

/// One post, comment, review or message about somebody.
///
/// What did not arrive is absent, never zero or empty. Texts are as posted: HTML entities and markup
/// are decoded before they stand here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mention {
    /// The platform, in lower case: `twitter`, `reddit`.
    pub platform: String,
    /// The platform's own id; unique within the platform.
    pub id: String,
    /// Where it can be read.
    pub permalink: Option<String>,
    /// Who wrote it.
    pub author: Option<Author>,
    /// Its headline.
    pub title: Option<String>,
    /// Its words.
    pub text: String,
    /// The words of the post it quotes.
    pub quoted: Option<String>,
    /// The descriptions of its pictures.
    pub alt: Option<String>,
    /// The entities the source itself marked in `text`; absent when the source marks none at all.
    pub entities: Option<Vec<Entity>>,
    /// The full addresses it links to.
    pub links: Vec<String>,
    /// What is attached.
    pub media: Vec<Media>,
    /// When it was published; absent only where no store is involved.
    pub published_at: Option<Timestamp>,
    /// When the source last looked at it or its author last edited it.
    pub observed_at: Option<Timestamp>,
    /// The language as the source states it.
    pub lang: Option<Lang>,
    /// The sentiment as the source states it.
    pub sentiment: Option<Sentiment>,
    /// What kind of post it is.
    pub kind: Kind,
    /// What it answers.
    pub reply_to: Option<ReplyTo>,
    /// The handle of the author whose post it passes on.
    pub repost_of: Option<String>,
    /// The thread it belongs to.
    pub conversation: Option<String>,
    /// Handles it replies to or names, as posted, without `@`.
    pub addressed: Vec<String>,
    /// The channel, community or app page it stands in: `subreddit:Sims4`, `channel:…`, `app:…`.
    pub own_place: Option<String>,
    /// The app it was posted with, as its platform names it.
    pub source: Option<String>,
    /// What others did with it.
    pub engagement: Engagement,
    /// Where in the world it was posted.
    pub place: Option<Geo>,
    /// Stars of a review.
    pub rating: Option<f64>,
    /// The answer that sits inside a review.
    pub answered: Option<Answered>,
    /// Tags the source gave it.
    pub given_tags: Vec<String>,
    /// Whether the source marks it as sensitive.
    pub sensitive: Option<bool>,
    /// Whether it asks something, as the source states it.
    pub question: Option<bool>,
    /// Everything else the source said, by name, sorted by name, each name once.
    pub custom: Vec<(String, String)>,
}

impl Mention {
    /// The text of `field`; empty when it is absent.
    #[must_use]
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Title => self.title.as_deref().unwrap_or_default(),
            Field::Text => &self.text,
            Field::Quoted => self.quoted.as_deref().unwrap_or_default(),
            Field::Alt => self.alt.as_deref().unwrap_or_default(),
        }
    }

    /// The words at `span`; empty for a span of another mention that does not fit this one.
    #[must_use]
    pub fn words(&self, span: Span) -> &str {
        self.field(span.field).get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

/// The name a platform is known by here: in lower case, and `twitter` for X, so that a mention keeps its identity
/// across the change of name.
#[must_use]
pub fn platform_key(written: &str) -> String {
    let name = written.to_lowercase();
    match name.as_str() {
        "x" | "x.com" | "twitter.com" | "x (twitter)" | "twitter / x" | "x (formerly twitter)" => {
            "twitter".to_owned()
        }
        _ => name,
    }
}

/// Who wrote a mention, as last seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// The platform's own id of the account.
    pub id: Option<String>,
    /// The handle, without `@`.
    pub handle: Option<String>,
    /// The displayed name.
    pub name: Option<String>,
    /// How many follow the account.
    pub followers: Option<u64>,
    /// How many the account follows.
    pub following: Option<u64>,
    /// How many posts the account has written.
    pub posts: Option<u64>,
    /// On how many lists of others the account stands.
    pub listed: Option<u64>,
    /// Whether the platform vouches for the account.
    pub verified: Option<bool>,
    /// What the account says of itself.
    pub bio: Option<String>,
    /// Where the account says it is.
    pub location: Option<String>,
}

/// What kind of post a mention is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A post of its own.
    #[default]
    Original,
    /// An answer to another post.
    Reply,
    /// A post that quotes another with words of its own.
    Quote,
    /// Another's post passed on.
    Repost,
    /// A comment under a post, video or article.
    Comment,
    /// A review of a product, place or app.
    Review,
    /// A direct message; its text never appears in a list meant for others.
    Direct,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Original,
        Self::Reply,
        Self::Quote,
        Self::Repost,
        Self::Comment,
        Self::Review,
        Self::Direct,
    ];

    /// The kind's name in rules, in the store and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Reply => "reply",
            Self::Quote => "quote",
            Self::Repost => "repost",
            Self::Comment => "comment",
            Self::Review => "review",
            Self::Direct => "direct",
        }
    }
}

/// What a mention answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplyTo {
    /// The id of the post it answers.
    pub id: Option<String>,
    /// The handle of that post's author.
    pub author: Option<String>,
}

/// The answer that sits inside a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// When it was given.
    pub at: Timestamp,
    /// Who gave it.
    pub by: Option<String>,
}

/// What others did with a mention, by the last figures seen; what the platform does not report is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Engagement {
    /// Likes, favourites, upvotes.
    pub likes: Option<u64>,
    /// Reposts, shares, boosts.
    pub reposts: Option<u64>,
    /// Replies and comments.
    pub replies: Option<u64>,
    /// Quotes.
    pub quotes: Option<u64>,
    /// Saves and bookmarks.
    pub saves: Option<u64>,
    /// Clicks on it.
    pub clicks: Option<u64>,
    /// Times it was shown, as the platform reports them.
    pub impressions: Option<u64>,
}

impl Engagement {
    /// Likes, reposts, replies, quotes, clicks and saves together, as far as they are reported.
    #[must_use]
    pub fn total(&self) -> u64 {
        [self.likes, self.reposts, self.replies, self.quotes, self.saves, self.clicks]
            .into_iter()
            .flatten()
            .fold(0, u64::saturating_add)
    }
}

/// Something attached to a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Where it is.
    pub url: Option<String>,
}

/// What an attachment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaKind {
    /// A picture or an animation.
    Image,
    /// A moving picture with or without sound.
    Video,
    /// Anything else.
    Other,
}

/// Where in the world a mention was posted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Geo {
    /// The place's own name, as the source writes it: `Parc Guell, Barcelona`.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
    /// The region's name.
    pub region: Option<String>,
    /// The city's name.
    pub city: Option<String>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
}
