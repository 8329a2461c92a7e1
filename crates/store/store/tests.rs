//! What a store promises, tried through its public face.

mod fence;
mod history;
mod opening;
mod oracle;
mod property;
mod schema;
mod stories;
mod views;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use mention::{Catalog, RuleSetId};

use crate::{Keep, KeepMode, OpenOptions, Store};

/// The rule set of most tests.
const RULES: RuleSetId = RuleSetId(7);

/// A folder of a test, gone when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("tagline-store-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self) -> PathBuf {
        self.0.join("tagline.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Opens a store that knows [`RULES`].
fn open(path: &Path, keep: Keep) -> Store {
    let mut store = Store::open(path, &OpenOptions { keep, ..OpenOptions::default() }).unwrap();
    store.put_rules(RULES, "rules", &Catalog { rules: RULES, entries: vec![] }).unwrap();
    store
}

fn keeping(mode: KeepMode) -> Keep {
    Keep { mode, ..Keep::default() }
}

fn dump(store: &Store) -> String {
    let mut bytes = Vec::new();
    store.dump(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}
