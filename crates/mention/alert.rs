//! Alerts: what somebody is told of, and what they said of it.

use xxhash_rust::xxh3::xxh3_64;

use crate::{Decimal, RuleSetId, Timestamp};

/// Something somebody is told of, from its first bucket on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The tag it is about.
    pub tag: String,
    /// What it is.
    pub kind: AlertKind,
    /// The start of its first bucket.
    pub start: Timestamp,
    /// The start of the last bucket that belongs to it so far.
    pub latest: Timestamp,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// The mentions by which it was raised.
    pub mentions: u64,
    /// How many were expected; absent for a first mention.
    pub expected: Option<Decimal>,
    /// The power of ten of how unlikely it is; only a spike has one.
    pub strength: Option<Decimal>,
    /// How many people wrote them, where that is known.
    pub people: Option<u64>,
    /// The mentions of the one who wrote most, where people are known.
    pub loudest: Option<u64>,
    /// What it is made of, the greatest part first.
    pub drivers: Vec<Driver>,
    /// The rule set whose tag it is about.
    pub rules: RuleSetId,
    /// What somebody said of it.
    pub graded: Option<Graded>,
}

impl Alert {
    /// What tells it from every other alert, the same on every machine and after every restart: 16 hexadecimal digits
    /// that follow from tag, kind and first bucket.
    #[must_use]
    pub fn id(&self) -> String {
        let Self { tag, kind, start, .. } = self;
        format!("{:016x}", xxh3_64(format!("{}\t{tag}\t{}", kind.name(), start.0).as_bytes()))
    }
}

/// What an alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertKind {
    /// The first mention in a day of a theme with `severity = "alarm"`.
    Alarm,
    /// Far more mentions than usual.
    Spike,
    /// A day without a mention of a brand that has many.
    Silence,
}

impl AlertKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Alarm, Self::Spike, Self::Silence];

    /// The name in texts and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alarm => "alarm",
            Self::Spike => "spike",
            Self::Silence => "silence",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A part of what is more than was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Driver {
    /// In words: `on twitter`, `in sv`, `#recall`, `velmora/battery`.
    pub name: String,
    /// How many of the mentions have it.
    pub mentions: u64,
    /// Which part of the excess it makes up, in thousandths.
    pub share_permille: u32,
}

/// What somebody said of an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// In one word.
    pub grade: Grade,
    /// Who.
    pub who: String,
    /// When; the latest word counts.
    pub at: Timestamp,
    /// In their own words.
    pub note: Option<String>,
}

/// What an alert was good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// It was good to know.
    Useful,
    /// Nobody needed to know.
    Noise,
    /// It was right, and known before.
    Known,
}

impl Grade {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Useful, Self::Noise, Self::Known];

    /// The name in texts and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Useful => "useful",
            Self::Noise => "noise",
            Self::Known => "known",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.name() == name)
    }
}

/// What one tag's mentions in one step were when the step was judged, whatever arrived later.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JudgedStep {
    /// The tag.
    pub tag: String,
    /// When the step begins.
    pub at: Timestamp,
    /// How many mentions.
    pub mentions: u64,
    /// How many people wrote them, where that was known.
    pub people: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_follows_from_tag_kind_and_first_bucket_alone() {
        let alert = Alert {
            tag: "velmora/battery".into(),
            kind: AlertKind::Spike,
            start: Timestamp(3_600_000),
            latest: Timestamp(3_600_000),
            raised_at: Timestamp(9),
            mentions: 12,
            expected: None,
            strength: None,
            people: None,
            loudest: None,
            drivers: Vec::new(),
            rules: RuleSetId(1),
            graded: None,
        };
        let later = Alert { latest: Timestamp(9), mentions: 40, ..alert.clone() };
        assert_eq!(alert.id(), later.id());
        assert_eq!(alert.id().len(), 16);
        for other in [
            Alert { tag: "velmora".into(), ..alert.clone() },
            Alert { kind: AlertKind::Alarm, ..alert.clone() },
            Alert { start: Timestamp(7_200_000), ..alert.clone() },
        ] {
            assert_ne!(alert.id(), other.id());
        }
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        assert!(AlertKind::ALL.iter().all(|kind| AlertKind::parse(kind.name()) == Some(*kind)));
        assert!(Grade::ALL.iter().all(|grade| Grade::parse(grade.name()) == Some(*grade)));
    }
}
