//! The formats that records are read in: ours, those of platforms as they send them, and those of exports.

use super::tree::Tree;
use super::{Problem, Slots};

/// The format of a source's records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// Our own flat JSON; tables by their headers.
    #[default]
    Native,
    /// Each record by its own shape; native when it has none of those known.
    Auto,
    /// Fields at paths that were told.
    Generic,
    /// X API v2: lookups, searches, streams, activity webhooks, compliance.
    XV2,
    /// X API v1.1, PowerTrack and its like, in both formats, and account activity webhooks.
    XV1,
    /// Bluesky: events of Jetstream, posts of the application's view.
    Bluesky,
    /// Mastodon: statuses and the events of its streaming API.
    Mastodon,
    /// Reddit: posts and comments, alone, in listings and in trees.
    Reddit,
    /// `YouTube` Data API v3: comments, threads and videos.
    YouTube,
    /// Discord: messages and the events of its gateway.
    Discord,
    /// Reviews of the App Store: App Store Connect, and the public feed.
    AppStore,
    /// Reviews of Google Play: the developer API, and the console's tables.
    GooglePlay,
    /// Exports of Sprout Social.
    Sprout,
    /// Exports of Brandwatch.
    Brandwatch,
    /// Exports of Hootsuite.
    Hootsuite,
}

impl Preset {
    /// Every preset, in the order they are listed.
    pub const ALL: [Self; 15] = [
        Self::Native,
        Self::Auto,
        Self::Generic,
        Self::XV2,
        Self::XV1,
        Self::Bluesky,
        Self::Mastodon,
        Self::Reddit,
        Self::YouTube,
        Self::Discord,
        Self::AppStore,
        Self::GooglePlay,
        Self::Sprout,
        Self::Brandwatch,
        Self::Hootsuite,
    ];

    /// The name `--preset` and `input.preset` take.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Auto => "auto",
            Self::Generic => "generic",
            Self::XV2 => "x-v2",
            Self::XV1 => "x-v1",
            Self::Bluesky => "bluesky",
            Self::Mastodon => "mastodon",
            Self::Reddit => "reddit",
            Self::YouTube => "youtube",
            Self::Discord => "discord",
            Self::AppStore => "app-store",
            Self::GooglePlay => "google-play",
            Self::Sprout => "sprout",
            Self::Brandwatch => "brandwatch",
            Self::Hootsuite => "hootsuite",
        }
    }

    /// What it reads, in a few words.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Native => "our own flat JSON; tables by their headers",
            Self::Auto => "each record by its own shape, native where none is known",
            Self::Generic => "fields at the paths that [input.fields] names",
            Self::XV2 => {
                "X API v2: posts, searches, streams, activity webhooks, compliance, messages"
            }
            Self::XV1 => "X API v1.1, PowerTrack (both formats), account activity webhooks",
            Self::Bluesky => "Bluesky: Jetstream events, posts of the application's view",
            Self::Mastodon => "Mastodon: statuses, streaming events",
            Self::Reddit => "Reddit: posts and comments, listings, trees",
            Self::YouTube => "YouTube Data API v3: comments, threads, videos",
            Self::Discord => "Discord: messages, gateway events",
            Self::AppStore => "reviews of the App Store: App Store Connect, the public feed",
            Self::GooglePlay => "reviews of Google Play: developer API, the console's tables",
            Self::Sprout => "exports of Sprout Social",
            Self::Brandwatch => "exports of Brandwatch",
            Self::Hootsuite => "exports of Hootsuite",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// Whether its records are what a platform's interface answered.
    pub(super) fn answers(self) -> bool {
        self == Self::Auto || self.shape().is_some()
    }

    /// Whether a file may be one document of it, rather than a record a line.
    pub(crate) fn reads_documents(self) -> bool {
        self.shape().is_some() || matches!(self, Self::Auto | Self::Generic)
    }

    /// Whether it tells how records of JSON are made, and can be told by looking at one.
    pub(super) const fn shape(self) -> Option<&'static Shape> {
        match self {
            Self::XV2 => Some(&super::x_v2::SHAPE),
            Self::XV1 => Some(&super::x_v1::SHAPE),
            Self::Bluesky => Some(&super::bluesky::SHAPE),
            Self::Mastodon => Some(&super::mastodon::SHAPE),
            Self::Reddit => Some(&super::reddit::SHAPE),
            Self::YouTube => Some(&super::youtube::SHAPE),
            Self::Discord => Some(&super::discord::SHAPE),
            Self::AppStore => Some(&super::app_store::SHAPE),
            Self::GooglePlay => Some(&super::google_play::SHAPE),
            Self::Native
            | Self::Auto
            | Self::Generic
            | Self::Sprout
            | Self::Brandwatch
            | Self::Hootsuite => None,
        }
    }
}

/// How records of one format are made.
pub(super) struct Shape {
    /// Names of fields nobody asks for, sorted; they are not even read.
    pub(super) passed_over: &'static [&'static str],
    /// Whether a record looks like this.
    pub(super) fits: fn(&Tree<'_>) -> bool,
    /// Says what a record holds, in its order.
    pub(super) read: fn(&Tree<'_>, &mut Each<'_>),
}

/// One thing that a record says.
#[expect(clippy::large_enum_variant, reason = "nearly all are mentions, and one stands at a time")]
pub(super) enum Said<'t> {
    /// A mention, or its deletion.
    Mention(Slots<'t>),
    /// Nothing that is counted.
    Nothing,
    /// What cannot be read.
    Problem(Problem),
}

/// Who is told what a record says.
pub(super) type Each<'e> = dyn FnMut(Said<'_>) + 'e;

/// The preset whose shape `record` has.
pub(super) fn recognize(record: &Tree<'_>) -> Option<Preset> {
    Preset::ALL.into_iter().find(|preset| preset.shape().is_some_and(|shape| (shape.fits)(record)))
}
