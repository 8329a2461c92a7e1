//! What people say of mentions that wait for an answer: that no answer of ours will be seen, and why that is all right.

use crate::Timestamp;

/// A mention that waits no longer because somebody says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The mention's platform.
    pub platform: String,
    /// Its id there.
    pub id: String,
    /// Why it waits no longer.
    pub how: Settlement,
    /// When that was said; the latest word counts.
    pub at: Timestamp,
    /// Who says so.
    pub who: String,
}

/// Why a mention waits no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Settlement {
    /// It was answered where nobody listens: by telephone, by mail, in a shop.
    Elsewhere,
    /// It needs no answer.
    NotNeeded,
}

impl Settlement {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Elsewhere, Self::NotNeeded];

    /// The name in texts and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Elsewhere => "elsewhere",
            Self::NotNeeded => "not-needed",
        }
    }

    /// How people are told of it, where they say so and where they read it.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Elsewhere => "answered elsewhere",
            Self::NotNeeded => "none needed",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.name() == name)
    }
}
