//! Opening the store the configuration names.

use std::collections::BTreeMap;

use store::{Access, Keep, KeepMode, OpenOptions, Store};

use crate::config::Config;
use crate::exit::Mistake;

/// Opens it.
///
/// # Errors
///
/// When it is not there, is no store, or cannot be opened.
pub(crate) fn open(config: &Config, access: Access) -> anyhow::Result<Store> {
    let options = OpenOptions { access, keep: keep(config)?, ..OpenOptions::default() };
    Ok(Store::open(&config.path("store.path")?, &options)?)
}

fn keep(config: &Config) -> anyhow::Result<Keep> {
    let named = config.text("keep.mode")?.unwrap_or_default();
    let mode = KeepMode::ALL.into_iter().find(|mode| mode.name() == named);
    let days = |name: &str| {
        u32::try_from(config.number(name))
            .map_err(|_| Mistake(format!("{name} is more days than there are")))
    };
    Ok(Keep {
        mode: mode.expect("keep.mode is checked when it is set"),
        tagged_days: days("keep.tagged_days")?,
        untagged_days: days("keep.untagged_days")?,
        platform_days: BTreeMap::new(),
        counts_days: None,
    })
}
