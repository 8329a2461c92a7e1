//! The usual exports: what their columns hold, and by which columns they are known.
//!
//! # Source
//!
//! Brandwatch: the columns of a mentions export; Sprout Social: the Post Performance Report as CSV; Google Play: the
//! reviews that the console writes a month. Hootsuite prints no list of its columns: it is read by their names.

use super::header::plain;
use crate::wire::{Preset, Slot};

/// An export and its columns.
pub(super) struct Export {
    pub(super) preset: Preset,
    /// Headers that stand together nowhere else; none where it has to be told.
    signs: &'static [&'static str],
    /// Header, the network whose rows it is about (`""` is all), and the field; none for what has another meaning than
    /// its name says.
    columns: &'static [(&'static str, &'static str, Option<Slot>)],
    /// The platform of all its rows.
    pub(super) platform: Option<&'static str>,
}

const EXPORTS: [Export; 4] = [BRANDWATCH, SPROUT, GOOGLE_PLAY, HOOTSUITE];

/// Its `Impressions` and `Reach` are estimated from followers, and its `Resource Id` is its own: neither is what the
/// platform says.
const BRANDWATCH: Export = Export {
    preset: Preset::Brandwatch,
    signs: &["query name", "page type", "resource id"],
    platform: None,
    columns: &[
        ("date", "", Some(Slot::PublishedAt)),
        ("full text", "", Some(Slot::Text)),
        ("snippet", "", None),
        ("title", "", Some(Slot::Title)),
        ("url", "", Some(Slot::Permalink)),
        ("original url", "", None),
        ("resource id", "", None),
        ("page type", "", Some(Slot::Platform)),
        ("content source", "", None),
        ("content source name", "", None),
        ("author", "", Some(Slot::Author)),
        ("full name", "", Some(Slot::AuthorName)),
        ("twitter author id", "twitter", Some(Slot::AuthorId)),
        ("x author id", "twitter", Some(Slot::AuthorId)),
        ("facebook author id", "facebook", Some(Slot::AuthorId)),
        ("bluesky author id", "bluesky", Some(Slot::AuthorId)),
        ("twitter followers", "twitter", Some(Slot::AuthorFollowers)),
        ("x followers", "twitter", Some(Slot::AuthorFollowers)),
        ("instagram followers", "instagram", Some(Slot::AuthorFollowers)),
        ("bluesky followers", "bluesky", Some(Slot::AuthorFollowers)),
        ("twitter following", "twitter", Some(Slot::AuthorFollowing)),
        ("x following", "twitter", Some(Slot::AuthorFollowing)),
        ("instagram following", "instagram", Some(Slot::AuthorFollowing)),
        ("twitter tweets", "twitter", Some(Slot::AuthorPosts)),
        ("x posts", "twitter", Some(Slot::AuthorPosts)),
        ("instagram posts", "instagram", Some(Slot::AuthorPosts)),
        ("twitter verified", "twitter", Some(Slot::AuthorVerified)),
        ("x verified", "twitter", Some(Slot::AuthorVerified)),
        ("language", "", Some(Slot::Lang)),
        ("sentiment", "", Some(Slot::Sentiment)),
        ("country code", "", Some(Slot::Country)),
        ("country", "", None),
        ("region", "", Some(Slot::Region)),
        ("city", "", Some(Slot::City)),
        ("latitude", "", Some(Slot::Latitude)),
        ("longitude", "", Some(Slot::Longitude)),
        ("location name", "", Some(Slot::PlaceName)),
        ("twitter likes", "twitter", Some(Slot::Likes)),
        ("x likes", "twitter", Some(Slot::Likes)),
        ("facebook likes", "facebook", Some(Slot::Likes)),
        ("instagram likes", "instagram", Some(Slot::Likes)),
        ("linkedin likes", "linkedin", Some(Slot::Likes)),
        ("bluesky likes", "bluesky", Some(Slot::Likes)),
        ("tiktok likes", "tiktok", Some(Slot::Likes)),
        ("reddit score", "reddit", Some(Slot::Likes)),
        ("twitter retweets", "twitter", Some(Slot::Reposts)),
        ("x reposts", "twitter", Some(Slot::Reposts)),
        ("facebook shares", "facebook", Some(Slot::Reposts)),
        ("linkedin shares", "linkedin", Some(Slot::Reposts)),
        ("bluesky reposts", "bluesky", Some(Slot::Reposts)),
        ("tiktok shares", "tiktok", Some(Slot::Reposts)),
        ("twitter reply count", "twitter", Some(Slot::Replies)),
        ("x replies", "twitter", Some(Slot::Replies)),
        ("facebook comments", "facebook", Some(Slot::Replies)),
        ("instagram comments", "instagram", Some(Slot::Replies)),
        ("linkedin comments", "linkedin", Some(Slot::Replies)),
        ("bluesky replies", "bluesky", Some(Slot::Replies)),
        ("tiktok comments", "tiktok", Some(Slot::Replies)),
        ("reddit comments", "reddit", Some(Slot::Replies)),
        ("linkedin impressions", "linkedin", Some(Slot::Impressions)),
        ("impressions", "", None),
        ("twitter reply to", "twitter", Some(Slot::ReplyTo)),
        ("x reply to", "twitter", Some(Slot::ReplyTo)),
        ("twitter retweet of", "twitter", Some(Slot::RepostOf)),
        ("x repost of", "twitter", Some(Slot::RepostOf)),
        ("mentioned authors", "", Some(Slot::Addressed)),
        ("expanded urls", "", Some(Slot::Links)),
        ("media urls", "", Some(Slot::Media)),
        ("thread id", "", Some(Slot::Conversation)),
        ("thread entry type", "", Some(Slot::Kind)),
        ("engagement type", "", None),
        ("subreddit", "", Some(Slot::Community)),
        ("rating", "", Some(Slot::Rating)),
        ("tags", "", Some(Slot::GivenTags)),
    ],
};

/// Posts of our own accounts. `Engagements` is the sum of what stands beside it.
const SPROUT: Export = Export {
    preset: Preset::Sprout,
    signs: &["post id", "network", "sent by"],
    platform: None,
    columns: &[
        ("date", "", Some(Slot::PublishedAt)),
        ("post id", "", Some(Slot::Id)),
        ("network", "", Some(Slot::Platform)),
        ("post type", "", Some(Slot::Kind)),
        ("content type", "", None),
        ("profile", "", Some(Slot::Author)),
        ("sent by", "", None),
        ("link", "", Some(Slot::Permalink)),
        ("post", "", Some(Slot::Text)),
        ("linked content", "", Some(Slot::Links)),
        ("impressions", "", Some(Slot::Impressions)),
        ("video views", "", None),
        ("reactions", "", Some(Slot::Likes)),
        ("likes", "", Some(Slot::Likes)),
        ("comments", "", Some(Slot::Replies)),
        ("shares", "", Some(Slot::Reposts)),
        ("saves", "", Some(Slot::Saves)),
        ("post link clicks", "", Some(Slot::Clicks)),
        ("post clicks", "", None),
        ("tags", "", Some(Slot::GivenTags)),
    ],
};

const GOOGLE_PLAY: Export = Export {
    preset: Preset::GooglePlay,
    signs: &["package name", "star rating", "review text"],
    platform: Some("google-play"),
    columns: &[
        ("package name", "", Some(Slot::OwnPlace)),
        ("reviewer language", "", Some(Slot::Lang)),
        ("review submit date and time", "", Some(Slot::PublishedAt)),
        ("review last update date and time", "", Some(Slot::UpdatedAt)),
        ("star rating", "", Some(Slot::Rating)),
        ("review title", "", Some(Slot::Title)),
        ("review text", "", Some(Slot::Text)),
        ("developer reply date and time", "", Some(Slot::AnsweredAt)),
        ("review link", "", Some(Slot::Permalink)),
    ],
};

const HOOTSUITE: Export = Export {
    preset: Preset::Hootsuite,
    signs: &[],
    platform: None,
    columns: &[
        ("post message", "", Some(Slot::Text)),
        ("post permalink", "", Some(Slot::Permalink)),
        ("social network", "", Some(Slot::Platform)),
        ("social account", "", Some(Slot::Author)),
        ("social profile", "", Some(Slot::Author)),
    ],
};

/// The export that a table is: as told, else by its headers.
pub(super) fn of(told: Preset, headers: &[String]) -> Option<&'static Export> {
    let headers: Vec<String> = headers.iter().map(|header| plain(header)).collect();
    let here = |sign: &&str| headers.iter().any(|header| header == sign);
    EXPORTS.iter().find(|export| export.preset == told).or_else(|| {
        EXPORTS.iter().find(|export| !export.signs.is_empty() && export.signs.iter().all(here))
    })
}

impl Export {
    /// What the column under `header` holds, and of which network; `None` for a column it does not know.
    pub(super) fn column(&self, header: &str) -> Option<(Option<Slot>, &'static str)> {
        let name = plain(header);
        let (_, network, slot) = self.columns.iter().find(|(known, _, _)| *known == name)?;
        Some((*slot, network))
    }
}
