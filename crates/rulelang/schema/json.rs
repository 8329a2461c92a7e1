//! The schema as JSON: draft 07, which every editor knows.

use mention::TagName;
use serde_json::{Map, Value, json};

use super::{Shape, required, shape};
use crate::keys::{FILE, Key, TABLES, TableKeys};
use crate::{Metric, language};

/// Parts of an id.
const ID: &str = "^[a-z0-9-]+(/[a-z0-9-]+)*$";

/// The id of a brand, which has no parts.
const BRAND_ID: &str = "^[a-z0-9-]+$";

/// A day of the calendar, or nearly.
const DAY: &str = "^\\s*[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\\s*$";

/// The name of a list.
const LIST_NAME: &str = "^[A-Za-z][A-Za-z0-9_-]*$";

/// The JSON Schema of rule files, ending with a line break.
#[must_use]
pub fn schema() -> String {
    let definitions: Map<String, Value> = TABLES
        .iter()
        .filter(|keys| !keys.name.is_empty())
        .map(|keys| (name(keys), object(keys)))
        .collect();
    let mut root = object(&FILE);
    root["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    root["title"] = json!("Rules of tagline");
    root["definitions"] = Value::Object(definitions);
    let mut text =
        serde_json::to_string_pretty(&root).expect("a tree of texts and numbers is JSON");
    text.push('\n');
    text
}

/// What a table is called among the definitions.
pub(super) fn name(keys: &TableKeys) -> String {
    keys.name.trim_matches(['[', ']']).rsplit('.').next().unwrap_or_default().to_owned()
}

fn object(keys: &TableKeys) -> Value {
    let properties: Map<String, Value> =
        keys.all().map(|key| (key.name.to_owned(), described(keys, key))).collect();
    let mut object = json!({
        "type": "object",
        "description": keys.means,
        "properties": properties,
        "additionalProperties": false,
    });
    let mut all: Vec<Value> = required(keys)
        .iter()
        .map(|groups| {
            let groups: Vec<Value> =
                groups.iter().map(|names| json!({ "required": names })).collect();
            json!({ "anyOf": groups })
        })
        .collect();
    if keys.get("query").is_some() {
        let simple = ["any", "all", "none"];
        all.extend(simple.map(|name| json!({ "not": { "required": ["query", name] } })));
    }
    if !all.is_empty() {
        object["allOf"] = Value::Array(all);
    }
    if keys.get("near").is_some() {
        object["dependencies"] = json!({ "near": ["per"] });
    }
    object
}

/// A key with what it means and how it is written.
fn described(keys: &TableKeys, key: &Key) -> Value {
    let mut schema = schema_of(&shape(keys, key));
    let means = format!("{}.\n\n{}", key.means, key.example);
    if schema.get("$ref").is_some() {
        // Beside a reference draft 07 takes nothing into account.
        return json!({ "allOf": [schema], "description": means });
    }
    schema["description"] = json!(means);
    schema
}

fn schema_of(shape: &Shape) -> Value {
    match shape {
        Shape::Text => said(),
        Shape::Id { brand } => {
            json!({ "type": "string", "pattern": if *brand { BRAND_ID } else { ID }, "maxLength": TagName::BYTES_MAX })
        }
        Shape::Texts => texts(&json!({ "type": "string" })),
        Shape::Ids => texts(&json!({ "type": ["string", "integer"] })),
        Shape::Choice(names) => json!({ "enum": names }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Version(known) => json!({ "const": known }),
        Shape::Count(most) => json!({ "type": "integer", "minimum": 0, "maximum": most }),
        Shape::Day => json!({ "type": "string", "pattern": DAY }),
        Shape::Query => by_language(&said()),
        Shape::Keywords => by_language(&texts(&json!({ "type": "string" }))),
        Shape::Goal => goal(),
        Shape::Lists => json!({
            "type": "object",
            "propertyNames": { "allOf": [{ "pattern": LIST_NAME }, { "not": { "const": "brand" } }] },
            "additionalProperties": said(),
        }),
        Shape::Feelings => json!({
            "type": "object",
            "propertyNames": { "pattern": "\\S" },
            "additionalProperties": { "type": "number", "minimum": -4, "maximum": 4 },
        }),
        Shape::Table(keys) => reference(keys),
        Shape::Tables(keys) => json!({ "type": "array", "items": reference(keys) }),
    }
}

/// A text that says something.
fn said() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

fn texts(one: &Value) -> Value {
    json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": one }] })
}

/// A value, or a table of them by language.
fn by_language(value: &Value) -> Value {
    let known = language::codes().map(|code| (code.to_owned(), value.clone()));
    let every = std::iter::once(("any".to_owned(), value.clone()));
    let properties: Map<String, Value> = every.chain(known).collect();
    let table = json!({
        "type": "object",
        "minProperties": 1,
        "properties": properties,
        // Codes that few need, and those with a country behind.
        "patternProperties": { "^[A-Za-z]{2,3}([-_].*)?$": value },
        "additionalProperties": false,
    });
    json!({ "anyOf": [value, table] })
}

fn goal() -> Value {
    let figure = |metric: Metric| {
        let mut figure = json!({ "type": "number", "exclusiveMinimum": 0 });
        if metric.is_share() {
            figure["maximum"] = json!(1);
        }
        figure
    };
    let properties: Map<String, Value> =
        Metric::ALL.into_iter().map(|metric| (metric.name().to_owned(), figure(metric))).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn reference(keys: &TableKeys) -> Value {
    json!({ "$ref": format!("#/definitions/{}", name(keys)) })
}
