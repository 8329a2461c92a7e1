//! Which brands a mention is about although its words do not name them.

use std::collections::HashMap;

use mention::TagName;
use rulelang::RuleSet;

/// Brands by their accounts and by their places.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    by_account: HashMap<String, Vec<TagName>>,
    by_place: HashMap<String, Vec<TagName>>,
}

impl Presence {
    pub(crate) fn new(rules: &RuleSet) -> Self {
        let mut presence = Self::default();
        for brand in &rules.brands {
            for place in &brand.places {
                presence.by_place.entry(place.clone()).or_default().push(brand.head.id.clone());
            }
            for handle in &brand.accounts {
                presence.by_account.entry(handle.clone()).or_default().push(brand.head.id.clone());
            }
        }
        for account in &rules.accounts {
            if let (Some(handle), Some(brand)) = (&account.handle, &account.brand) {
                presence.by_account.entry(handle.clone()).or_default().push(brand.clone());
            }
        }
        presence
    }

    /// The brands that have the place `folded`.
    pub(crate) fn at_place(&self, folded: &str) -> &[TagName] {
        self.by_place.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The brands that have the account with the handle `folded`; a host behind the name may be left out.
    pub(crate) fn of_account(&self, folded: &str) -> &[TagName] {
        let whole = self.by_account.get(folded);
        let name = || self.by_account.get(folded.split_once('@')?.0);
        whole.or_else(name).map_or(&[], Vec::as_slice)
    }
}
