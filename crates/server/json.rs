//! Answers that are JSON.

use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Told;

/// What a process is.
#[derive(Serialize)]
pub(crate) struct Version<'a> {
    /// The program's version.
    pub(crate) version: &'a str,
    /// The rule set in use; absent before the first.
    pub(crate) rules: Option<&'a str>,
}

impl Version<'_> {
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).expect("texts can be written as JSON") + "\n"
    }
}

/// Why a question was not answered, as RFC 9457 has it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Problem<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    detail: String,
    instance: &'a str,
}

impl<'a> Problem<'a> {
    pub(crate) fn of(told: &'a Told, path: &'a str) -> Self {
        let detail = match told.remedy {
            "" => told.message.clone(),
            remedy => format!("{} {remedy}", told.message),
        };
        Self {
            r#type: format!("tag:tagline,2026:{}", told.code),
            title: told.status.canonical_reason().unwrap_or("Failed"),
            status: told.status.as_u16(),
            code: told.code,
            detail,
            instance: path,
        }
    }

    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).expect("texts can be written as JSON") + "\n"
    }
}
