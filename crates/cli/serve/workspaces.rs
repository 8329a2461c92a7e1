//! Workspaces: several stores with their rules and tokens in one server, each described by a file of its own.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::config::Config;
use crate::exit::Mistake;

/// Letters of a name.
const NAME_MAX: usize = 60;

/// The workspaces that `[serve.workspaces]` names, by name; none where there is one store only.
///
/// # Errors
///
/// A name that cannot stand in an address, a file that cannot be read, two workspaces of one store.
pub(super) fn read(config: &Config) -> anyhow::Result<Vec<(String, Config)>> {
    let (mut read, mut stores) = (Vec::new(), BTreeMap::<PathBuf, String>::new());
    for (name, file) in config.workspaces()? {
        let letters = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        if name.is_empty() || name.len() > NAME_MAX || !name.chars().all(letters) {
            let message = format!(
                "[serve.workspaces] names `{name}`, which cannot stand in an address; letters, digits, - and _ can"
            );
            return Err(Mistake(message).into());
        }
        let workspace = Config::of_file(&file)?;
        let store = workspace.path("store.path")?;
        if let Some(other) = stores.insert(store.clone(), name.clone()) {
            let message = format!(
                "the workspaces {other} and {name} have one store, {}: whoever is let into one would see the other; give each its own store.path",
                store::masked(&store.to_string_lossy())
            );
            return Err(Mistake(message).into());
        }
        read.push((name, workspace));
    }
    Ok(read)
}
