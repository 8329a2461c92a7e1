//! `tagline init`: a folder to start from.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use crate::exit::{Exit, Mistake};
use crate::packs::Pack;
use crate::{files, output};

/// What is written, by its place in the folder.
const FILES: [(&str, &str); 3] = [
    ("tagline.toml", include_str!("assets/init/tagline.toml")),
    ("rules/brands.rules.toml", include_str!("assets/init/brands.rules.toml")),
    ("rules/themes.rules.toml", include_str!("assets/init/themes.rules.toml")),
];

/// What editors read, by its place in the folder; one that is there already belongs to somebody.
const EDITOR_FILES: [(&str, &str); 3] = [
    (".taplo.toml", include_str!("assets/init/taplo.toml")),
    (".vscode/settings.json", include_str!("assets/init/settings.json")),
    (".vscode/extensions.json", include_str!("assets/init/extensions.json")),
];

/// The schema that those name.
const SCHEMA_FILE: &str = "rules.schema.json";

/// Where to start.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder; it is made where it is not there
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Rules to start with beside the examples, as in --pack service,noise
    #[arg(long, value_enum, value_delimiter = ',')]
    pack: Vec<Pack>,
}

/// Writes the files; none that is there already is touched.
pub(crate) fn run(command: &Init) -> anyhow::Result<Exit> {
    let packs: BTreeSet<Pack> = command.pack.iter().copied().collect();
    let files: Vec<_> = FILES.into_iter().chain(packs.into_iter().map(Pack::file)).collect();
    let there = files.iter().map(|(name, _)| command.folder.join(name)).find(|path| path.exists());
    if let Some(path) = there {
        let message =
            format!("{} is there already; choose another folder, or move it away", path.display());
        return Err(Mistake(message).into());
    }
    for (name, text) in files {
        let path = command.folder.join(name);
        files::create(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        output::note(format_args!("wrote {}", path.display()));
    }
    let schema = rulelang::schema();
    for (name, text) in EDITOR_FILES.into_iter().chain([(SCHEMA_FILE, schema.as_str())]) {
        editor_file(&command.folder.join(name), text)?;
    }
    let folder = command.folder.display();
    output::note(format_args!(
        "\nNext: put your brand into {folder}/rules/brands.rules.toml, then, in {folder}:"
    ));
    output::note("  tagline rules check\n  tagline run --input posts.csv\n  tagline report tags");
    Ok(Exit::Fine)
}

fn editor_file(path: &Path, text: &str) -> anyhow::Result<()> {
    match files::create(path, text) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            output::note(format_args!("left {} as it is", path.display()));
            Ok(())
        }
        written => {
            written.with_context(|| format!("cannot write {}", path.display()))?;
            output::note(format_args!("wrote {}", path.display()));
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::ValueEnum;
    use mention::Timestamp;
    use rulelang::{RuleSet, SourceFile};

    use super::{FILES, Pack};
    use crate::rule_files;

    /// Noon of 2026-11-22.
    const NOW: Timestamp = Timestamp(1_795_348_800_000);

    /// All that is found in the files.
    fn found<'t>(files: impl Iterator<Item = (&'t str, &'t str)>) -> String {
        let files = files.filter(|(name, _)| name.ends_with(rule_files::ENDING));
        let files: Vec<SourceFile> = files
            .map(|(name, text)| SourceFile { name: name.to_owned(), text: text.to_owned() })
            .collect();
        let found = match RuleSet::read(&files, &|_, _| Err(String::new())) {
            Err(found) => found,
            Ok((rules, mut found)) => {
                found.extend(rules.upkeep(NOW));
                found
            }
        };
        rule_files::shown(&found)
    }

    #[test]
    fn what_is_written_leaves_nothing_to_find_whatever_the_packs() {
        let all = Pack::value_variants();
        for chosen in 0..1_usize << all.len() {
            let packs: BTreeSet<Pack> =
                (0..all.len()).filter(|at| chosen & (1 << at) != 0).map(|at| all[at]).collect();
            let told = found(FILES.into_iter().chain(packs.iter().copied().map(Pack::file)));
            assert_eq!(told, "", "{packs:?}");
        }
        // What the test above would notice.
        let nameless = FILES.map(|(name, text)| (name, text.replace("owner =", "# owner =")));
        let told = found(nameless.iter().map(|(name, text)| (*name, text.as_str())));
        assert!(told.contains("no-owner"), "{told}");
    }
}
