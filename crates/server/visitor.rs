//! Who asks, and what they may.

use std::sync::Arc;

use report::Names;

/// What somebody may do; each may also do what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Look at everything.
    Read,
    /// Tag by hand, and say what is answered, relevant, useful.
    Grade,
    /// Change rules, and take in what was measured elsewhere.
    Edit,
    /// Everything else.
    Admin,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 4] = [Self::Read, Self::Grade, Self::Edit, Self::Admin];

    /// The name in the configuration and in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Grade => "grade",
            Self::Edit => "edit",
            Self::Admin => "admin",
        }
    }

    /// Reads what [`Self::name`] writes.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// Whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visitor {
    /// The name of the token they are signed in by; nobody's on a server without tokens.
    pub(crate) name: Option<Arc<str>>,
    /// What they may.
    pub(crate) role: Role,
    /// Whether they see who wrote what.
    pub(crate) names: Names,
    /// Whether they came by a link that opens only what they look at.
    pub(crate) shared: bool,
}

impl Visitor {
    /// Whom the store notes down as the one who did something.
    pub(crate) fn signature(&self) -> String {
        self.name.as_deref().unwrap_or("somebody at this machine").to_owned()
    }
}
