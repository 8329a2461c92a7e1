//! What a registry answers.

use serde::Deserialize;

/// A schema as it is registered.
#[derive(Debug, Deserialize)]
pub(super) struct Schema {
    /// Its text.
    #[serde(rename = "schema")]
    pub(super) text: String,
    /// Its language; Avro unless said.
    #[serde(rename = "schemaType", default = "avro")]
    pub(super) kind: String,
    /// What it names without saying it.
    #[serde(default)]
    pub(super) references: Vec<Reference>,
}

/// A schema that another names.
#[derive(Debug, Deserialize)]
pub(super) struct Reference {
    pub(super) subject: String,
    pub(super) version: u64,
}

/// What is wrong, in the registry's own numbers and words.
#[derive(Debug, Deserialize)]
pub(super) struct Refusal {
    pub(super) error_code: u32,
    #[serde(default)]
    pub(super) message: String,
}

fn avro() -> String {
    "AVRO".to_owned()
}

/// Reads a schema.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn schema(text: &str) -> Result<Schema, String> {
    serde_json::from_str(text).map_err(|wrong| wrong.to_string())
}

/// Reads a refusal, if it is one.
pub(super) fn refusal(text: &str) -> Option<Refusal> {
    serde_json::from_str(text).ok()
}
