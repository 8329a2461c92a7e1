//! A schema registry: what framed records were written by, asked once a schema.
//!
//! It is asked from the loop's thread, between two batches. While it is away nothing is read on and nothing is rejected:
//! the loop bears with it as it does with brokers. A schema it says it has not got is a record's fault, not the registry's.

mod client;
mod json;
#[cfg(test)]
pub(super) mod stub;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use mention::RejectReason;

use self::client::{Answer, Client};
use super::config::RegistryConfig;
use super::framing::{Framed, SchemaId};
use crate::SourceError;
use crate::wire::{AvroSchema, Problem};

/// Schemas kept; beyond that all are asked for anew.
const SCHEMAS_MAX: usize = 1_000;
/// Schemas that one may refer to, and those to others.
const REFERENCES_MAX: usize = 100;
/// How long it is believed that there is no such schema: its registry may learn of it later than its readers.
const ABSENT_FOR: Duration = Duration::from_secs(30);

/// A registry, and what it has said.
#[derive(Debug)]
pub(super) struct Registry {
    client: Client,
    known: BTreeMap<SchemaId, Known>,
}

/// What is known of a schema.
#[derive(Debug)]
enum Known {
    Avro(AvroSchema),
    /// A schema of JSON: what is framed can be read without it.
    Json,
    /// It cannot be read by, until then.
    Not {
        detail: String,
        until: Instant,
    },
}

impl Registry {
    /// A registry that is not asked yet.
    ///
    /// # Errors
    ///
    /// [`SourceError::Kafka`] when an address is none.
    pub(super) fn new(config: &RegistryConfig) -> Result<Self, SourceError> {
        Ok(Self { client: Client::new(config)?, known: BTreeMap::new() })
    }

    /// Asks something, to see whether it answers.
    ///
    /// # Errors
    ///
    /// As [`learn`](Self::learn).
    pub(super) fn check(&self) -> Result<(), SourceError> {
        self.client.get("/schemas/types").map(drop)
    }

    /// Whether it is known what `schema` is, or that there is none.
    pub(super) fn knows(&self, schema: SchemaId) -> bool {
        match self.known.get(&schema) {
            Some(Known::Not { until, .. }) => Instant::now() < *until,
            Some(_) => true,
            None => false,
        }
    }

    /// Asks for `schema`, and for those it refers to.
    ///
    /// # Errors
    ///
    /// [`SourceError::Away`] when the registry does not answer, [`SourceError::Kafka`] when it refuses to.
    pub(super) fn learn(&mut self, schema: SchemaId) -> Result<(), SourceError> {
        let path = match schema {
            SchemaId::Number(number) => format!("/schemas/ids/{number}"),
            SchemaId::Guid(guid) => format!("/schemas/guids/{}", SchemaId::Guid(guid)),
        };
        let known = match self.client.get(&path)? {
            Answer::Found(text) => self.understand(schema, &text)?,
            Answer::Absent(said) => Known::not(format!(
                "the registry has no schema {schema} ({said}); was it written to another registry, or deleted?"
            )),
        };
        if self.known.len() >= SCHEMAS_MAX {
            self.known.clear();
        }
        self.known.insert(schema, known);
        Ok(())
    }

    fn understand(&self, id: SchemaId, text: &str) -> Result<Known, SourceError> {
        let schema = json::schema(text).map_err(|wrong| client::odd(&wrong))?;
        let unlike = |wrong: &str| Known::not(format!("schema {id} cannot be used: {wrong}"));
        Ok(match schema.kind.as_str() {
            "AVRO" => {
                let mut others = BTreeMap::new();
                if let Some(absent) = self.follow(&schema.references, &mut others)? {
                    return Ok(unlike(&absent));
                }
                let others: Vec<String> = others.into_values().collect();
                AvroSchema::parse(&schema.text, &others)
                    .map_or_else(|wrong| unlike(&wrong), Known::Avro)
            }
            "JSON" => Known::Json,
            other => unlike(&format!("it is {other}; Avro and JSON can be read")),
        })
    }

    /// Gathers what is referred to; says what of it is absent.
    fn follow(
        &self,
        references: &[json::Reference],
        found: &mut BTreeMap<(String, u64), String>,
    ) -> Result<Option<String>, SourceError> {
        for json::Reference { subject, version } in references {
            let key = (subject.clone(), *version);
            if found.contains_key(&key) {
                continue;
            }
            if found.len() >= REFERENCES_MAX {
                return Ok(Some(format!("it refers to more than {REFERENCES_MAX} others")));
            }
            let schema = match self.client.get(&client::path_of(subject, *version))? {
                Answer::Found(text) => json::schema(&text).map_err(|wrong| client::odd(&wrong))?,
                Answer::Absent(said) => {
                    let what = format!("it refers to version {version} of {subject}: {said}");
                    return Ok(Some(what));
                }
            };
            found.insert(key, schema.text);
            let absent = self.follow(&schema.references, found)?;
            if absent.is_some() {
                return Ok(absent);
            }
        }
        Ok(None)
    }

    /// What is framed, as JSON of at most about `bytes_max` bytes.
    ///
    /// # Errors
    ///
    /// When there is no such schema, or the bytes were not written by it.
    pub(super) fn json(&self, framed: Framed<'_>, bytes_max: usize) -> Result<String, Problem> {
        let Framed { schema, body } = framed;
        match self.known.get(&schema) {
            Some(Known::Avro(avro)) => avro.json(body, bytes_max).map_err(|wrong| {
                let detail = format!("not what schema {schema} says: {wrong}");
                Problem::new(RejectReason::WrongType, detail)
            }),
            Some(Known::Json) => match std::str::from_utf8(body) {
                Ok(text) => Ok(text.to_owned()),
                Err(_) => Err(Problem::new(RejectReason::InvalidUtf8, "its JSON is not UTF-8")),
            },
            Some(Known::Not { detail, .. }) => {
                Err(Problem::new(RejectReason::WrongType, detail.clone()))
            }
            None => {
                let detail = format!("schema {schema} was not asked for");
                Err(Problem::new(RejectReason::WrongType, detail))
            }
        }
    }
}

impl Known {
    fn not(detail: String) -> Self {
        Self::Not { detail, until: Instant::now() + ABSENT_FOR }
    }
}
