//! The layers a configuration is read from: files, environment.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::bail;
use toml_edit::{Document, Item, TableLike, TomlError, Value};

use super::{Origin, Setting};
use crate::exit::Mistake;

/// The files that are read, the weakest first.
pub(super) fn files(chosen: Option<&Path>) -> Vec<PathBuf> {
    let user = env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".config")));
    let mut files = vec![PathBuf::from("/etc/tagline/tagline.toml")];
    files.extend(user.map(|folder| folder.join("tagline/tagline.toml")));
    files.push(chosen.map_or_else(|| PathBuf::from("tagline.toml"), Path::to_path_buf));
    files
}

/// The keys a file sets.
pub(super) fn from_file(path: &Path) -> anyhow::Result<Vec<(String, Setting)>> {
    let text = fs::read_to_string(path).map_err(|error| {
        Mistake(format!("cannot read the configuration {}: {error}", path.display()))
    })?;
    let document = Document::parse(text.as_str()).map_err(|error| broken(path, &text, &error))?;
    let mut found = Vec::new();
    flatten(document.as_table(), "", &mut |name, value, at| {
        let origin = Origin::File(path.to_path_buf(), line_of(&text, at));
        found.push((name, Setting { value, origin }));
    });
    Ok(found)
}

/// What is wrong with a text that is no TOML, a mistake a line.
fn broken(path: &Path, text: &str, error: &TomlError) -> Mistake {
    let path = path.display();
    let told = rulelang::toml_mistakes(text).into_iter().map(|mistake| {
        let help = mistake.help.map(|help| format!("; {help}")).unwrap_or_default();
        format!("{path}:{}: {}{help}", line_of(text, mistake.span.start), mistake.message)
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        let reason = error.message().trim_end().replace('\n', ", ");
        return Mistake(format!(
            "{path}:{line}: this cannot be read: {reason}; each line is `key = value` or a section's name in brackets"
        ));
    }
    Mistake(told.join("\n"))
}

fn line_of(text: &str, at: usize) -> usize {
    text[..text.floor_char_boundary(at)].matches('\n').count() + 1
}

/// Calls `found` with each value's dotted name, text and place.
fn flatten(table: &dyn TableLike, prefix: &str, found: &mut impl FnMut(String, String, usize)) {
    for (name, item) in table.iter() {
        let at = table
            .key(name)
            .and_then(toml_edit::Key::span)
            .or_else(|| item.span())
            .map_or(0, |span| span.start);
        let name = format!("{prefix}{name}");
        match (item.as_table_like(), item) {
            (Some(inner), _) => flatten(inner, &format!("{name}."), found),
            (None, Item::Value(value)) => found(name, text_of(value), at),
            (None, Item::ArrayOfTables(tables)) => {
                for (number, inner) in tables.iter().enumerate() {
                    flatten(inner, &format!("{name}.{number}."), found);
                }
            }
            (None, _) => found(name, String::new(), at),
        }
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.value().clone(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(","),
        other => other.to_string().trim().to_owned(),
    }
}

/// The keys the environment sets: `TAGLINE_STORE__PATH` is `store.path`.
pub(super) fn from_environment(
    variables: impl Iterator<Item = (String, String)>,
) -> Vec<(String, Setting)> {
    let ours = variables.filter_map(|(variable, value)| {
        let name = variable.strip_prefix("TAGLINE_")?;
        let (section, key) = name.split_once("__")?;
        let name = format!("{}.{}", section.to_lowercase(), key.to_lowercase().replace("__", "."));
        Some((name, Setting { value, origin: Origin::Environment(variable) }))
    });
    ours.collect()
}

/// Fills in `${env:X}` and `${file:PATH}`.
pub(super) fn resolve(text: &str) -> anyhow::Result<String> {
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        let (reference, after) = behind.split_once('}').ok_or_else(unclosed)?;
        resolved.push_str(before);
        resolved.push_str(&look_up(reference)?);
        rest = after;
    }
    resolved.push_str(rest);
    Ok(resolved)
}

fn unclosed() -> Mistake {
    Mistake("`${` has no `}` behind it; write ${env:NAME} or ${file:PATH}".to_owned())
}

fn look_up(reference: &str) -> anyhow::Result<String> {
    match reference.split_once(':') {
        Some(("env", name)) => {
            let unset = |_| {
                Mistake(format!(
                    "{name} is not set in the environment; set it, or write the value itself"
                ))
            };
            Ok(env::var(name).map_err(unset)?)
        }
        Some(("file", path)) => {
            let text = fs::read_to_string(path)
                .map_err(|error| Mistake(format!("cannot read the file {path}: {error}")))?;
            Ok(text.trim_end_matches(['\r', '\n']).to_owned())
        }
        _ => {
            bail!(Mistake(format!("${{{reference}}} is neither ${{env:NAME}} nor ${{file:PATH}}")))
        }
    }
}
