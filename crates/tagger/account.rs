//! Who an author is to us.

use std::collections::HashMap;

use mention::{Author, BrandRole, Role};
use rulelang::RuleSet;

/// The account registry, looked up by handle or id.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    by_handle: HashMap<String, Vec<Known>>,
    by_id: HashMap<String, Vec<Known>>,
}

#[derive(Debug)]
struct Known {
    platform: Option<String>,
    role: Role,
}

impl Registry {
    /// What `[[account]]` states, then the brands' own accounts where nothing is stated about them.
    pub(crate) fn new(rules: &RuleSet) -> Self {
        let mut registry = Self::default();
        for account in &rules.accounts {
            let known = || Known { platform: account.platform.clone(), role: account.role };
            if let Some(handle) = &account.handle {
                registry.by_handle.entry(handle.clone()).or_default().push(known());
            }
            for id in &account.ids {
                registry.by_id.entry(id.clone()).or_default().push(known());
            }
        }
        for brand in &rules.brands {
            let role = match brand.role {
                BrandRole::Own => Role::Brand,
                BrandRole::Competitor => Role::Competitor,
                BrandRole::Partner => continue,
            };
            for handle in &brand.accounts {
                registry
                    .by_handle
                    .entry(handle.clone())
                    .or_default()
                    .push(Known { platform: None, role });
            }
        }
        registry
    }

    /// The role of `author` on `platform`; `handle` is the author's handle, folded.
    ///
    /// An id says more than a handle, and a platform more than none; among equals the first stated wins.
    pub(crate) fn role(&self, platform: &str, author: &Author, handle: &str) -> Role {
        let by_id = author.id.as_deref().and_then(|id| self.by_id.get(id));
        let by_handle = self.by_handle.get(handle).filter(|_| !handle.is_empty());
        [by_id, by_handle]
            .into_iter()
            .flatten()
            .find_map(|known| Self::on(platform, known))
            .unwrap_or_default()
    }

    fn on(platform: &str, known: &[Known]) -> Option<Role> {
        let stated = known.iter().find(|known| known.platform.as_deref() == Some(platform));
        stated
            .or_else(|| known.iter().find(|known| known.platform.is_none()))
            .map(|known| known.role)
    }
}
