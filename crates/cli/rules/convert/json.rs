//! Queries as JSON: rules as X's API gives and takes them, queries as Brandwatch's does, or one object a line.

use serde_json::{Map, Value};

use super::input::Given;
use crate::exit::Mistake;

/// Where lists of queries stand in an object.
const LISTS: [&str; 5] = ["rules", "data", "add", "results", "queries"];
/// Where an object has its query.
const QUERIES: [&str; 4] = ["value", "query", "booleanQuery", "rule"];
/// Where an object has its name, the best first.
const NAMES: [&str; 4] = ["tag", "name", "label", "id"];

/// The queries of a JSON text; `None` when it is none.
///
/// # Errors
///
/// When an entry has no query.
pub(super) fn queries(name: &str, text: &str) -> Result<Option<Vec<Given>>, Mistake> {
    if !text.trim_start().starts_with(['{', '[']) {
        return Ok(None);
    }
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        return listed(name, &value).map(Some);
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut given = Vec::new();
    for (at, line) in lines {
        let place = format!("{name}, line {}", at + 1);
        match serde_json::from_str::<Value>(line) {
            Ok(entry) => given.push(entry_of(place, &entry)?),
            Err(_) if given.is_empty() => return Ok(None),
            Err(error) => return Err(Mistake(format!("{place} is no JSON object: {error}"))),
        }
    }
    Ok(Some(given))
}

fn listed(name: &str, value: &Value) -> Result<Vec<Given>, Mistake> {
    let list = match value {
        Value::Array(list) => Some(list),
        Value::Object(members) => LISTS.iter().find_map(|key| members.get(*key)?.as_array()),
        _ => None,
    };
    match list {
        Some(list) => {
            let entries = list.iter().enumerate();
            entries
                .map(|(at, entry)| entry_of(format!("{name}, entry {}", at + 1), entry))
                .collect()
        }
        None => entry_of(name.to_owned(), value).map(|given| vec![given]),
    }
}

fn entry_of(place: String, entry: &Value) -> Result<Given, Mistake> {
    if let Value::String(query) = entry {
        return Ok(Given::alone(place, query, None));
    }
    let found = entry.as_object().and_then(|members| {
        let query = QUERIES.iter().find_map(|key| members.get(*key)?.as_str())?;
        Some(Given::alone(place.clone(), query, name_of(members).as_deref()))
    });
    found.ok_or_else(|| {
        Mistake(format!("{place} has no query: it stands in `value` or `query`, its name in `tag`, `name` or `id`"))
    })
}

fn name_of(members: &Map<String, Value>) -> Option<String> {
    NAMES.iter().find_map(|key| match members.get(*key)? {
        Value::String(name) if !name.trim().is_empty() => Some(name.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    })
}
