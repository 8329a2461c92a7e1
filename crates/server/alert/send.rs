//! What is sent to whom: a `[[send]]` of the configuration.

use std::path::PathBuf;
use std::time::Duration;

use mention::{Alert, AlertKind, Timestamp};
use report::{Book, Zone};

/// One `[[send]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Send {
    /// Its name, by which deliveries know it: a letter, digits and `-`.
    pub name: String,
    /// What is sent.
    pub what: What,
    /// Where to.
    pub to: To,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Alerts, as they are raised.
    Alerts {
        /// Only what this person answers for, as the rules say.
        owner: Option<String>,
        /// Only of these tags and those below them; of all when empty.
        tags: Vec<String>,
        /// How long after a message about a tag no other is sent about it, but an alarm.
        cool_down: Duration,
        /// When nobody is to be woken, but by an alarm.
        quiet: Option<Quiet>,
    },
    /// Page one and the work list of the week before, once a week.
    Digest(Weekly),
}

/// When a digest is due, in the zone of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekly {
    /// The day of the week, Monday 0.
    pub day: u8,
    /// The minute of that day.
    pub minute: u16,
}

/// A stretch of each day, in the zone of reports; it may go past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// The minute it begins.
    pub from: u16,
    /// The minute it ends.
    pub to: u16,
}

/// Where something is sent.
#[derive(Clone, PartialEq, Eq)]
pub enum To {
    /// An address that takes what is posted there. It may hold a secret and is shown nowhere.
    Webhook {
        /// The address.
        url: String,
        /// In which form.
        form: Form,
        /// What is sent as `Authorization: Bearer`.
        token: Option<String>,
    },
    /// People, by mail.
    Mail(Vec<String>),
    /// A folder in which each message is a file.
    Folder(PathBuf),
}

impl std::fmt::Debug for To {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind())
    }
}

impl To {
    /// What it is, in a word: an address may be a secret.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Webhook { .. } => "webhook",
            Self::Mail(_) => "mail",
            Self::Folder(_) => "folder",
        }
    }
}

/// The form of what is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// All there is to know, as JSON.
    Json,
    /// A message for Slack, and what takes the same (Mattermost, Rocket.Chat, Discord's `/slack`).
    Slack,
    /// A card for Microsoft Teams, as its workflows take it.
    Teams,
}

impl Form {
    /// Reads its name: `json`, `slack`, `teams`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "slack" => Some(Self::Slack),
            "teams" => Some(Self::Teams),
            _ => None,
        }
    }
}

impl Send {
    /// Whether an alert goes this way.
    pub(super) fn takes(&self, alert: &Alert, book: &Book) -> bool {
        let What::Alerts { owner, tags, .. } = &self.what else { return false };
        let is_below = |tag: &String| {
            alert.tag == *tag
                || alert.tag.strip_prefix(tag.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        let is_theirs =
            |owner: &String| owner_of(&alert.tag, book).is_some_and(|name| name == owner);
        (tags.is_empty() || tags.iter().any(is_below)) && owner.as_ref().is_none_or(is_theirs)
    }
}

/// Who answers for a tag: for its theme, below a brand or not, else for whatever stands above it.
fn owner_of<'a>(tag: &str, book: &'a Book) -> Option<&'a String> {
    let below_brand = tag.split_once('/').map(|(_, rest)| rest);
    let mut names: Vec<&str> = vec![tag];
    names.extend(below_brand);
    let above = tag.char_indices().rev().filter(|(_, sign)| *sign == '/');
    names.extend(above.map(|(at, _)| &tag[..at]));
    names.into_iter().find_map(|name| book.owners.get(name))
}

impl Quiet {
    /// When it is over, where `at` lies in it.
    pub(super) fn over(self, at: Timestamp, zone: &Zone) -> Option<Timestamp> {
        /// Minutes of a day.
        const DAY: u16 = 24 * 60;
        let wall = zone.wall(at);
        let minute =
            u16::from(wall.hour().unsigned_abs()) * 60 + u16::from(wall.minute().unsigned_abs());
        let since = (minute + DAY - self.from % DAY) % DAY;
        let long = (self.to + DAY - self.from % DAY) % DAY;
        // Minutes are whole in every zone, so the seconds of the minute are those of UTC.
        let begun = at.0 - at.0.rem_euclid(60_000);
        (since < long).then(|| Timestamp(begun + i64::from(long - since) * 60_000))
    }
}

impl Weekly {
    /// The last instant at or before `now` at which it was due.
    pub(super) fn due(self, now: Timestamp, zone: &Zone) -> Timestamp {
        /// A minute in milliseconds.
        const MINUTE: i64 = 60_000;
        let wall = zone.wall(now);
        let day = i64::from(wall.date().weekday().to_monday_zero_offset());
        let minute = i64::from(wall.hour()) * 60 + i64::from(wall.minute());
        let week = 7 * 24 * 60;
        let since = (day * 1440 + minute - i64::from(self.day) * 1440 - i64::from(self.minute))
            .rem_euclid(week);
        let then = Timestamp(now.0 - now.0.rem_euclid(MINUTE) - since * MINUTE);
        // Between then and now the clocks may have been changed.
        let found = zone.wall(then);
        let off = i64::from(found.hour()) * 60 + i64::from(found.minute()) - i64::from(self.minute);
        let off = (off + 720).rem_euclid(1440) - 720;
        let mended = Timestamp(then.0 - off * MINUTE);
        if mended > now { then } else { mended }
    }
}

/// Whether nobody waits for the end of quiet hours to hear of it.
pub(super) fn is_urgent(alert: &Alert) -> bool {
    alert.kind == AlertKind::Alarm
}
