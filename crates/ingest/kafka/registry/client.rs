//! Asking a registry over HTTP: what is its answer, what a refusal, and what means that it is away.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::json;
use crate::SourceError;
use crate::kafka::config::RegistryConfig;

/// How long an answer may take: a run that is to end waits no longer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How large an answer may be.
const ANSWER_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Who asks.
#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
    /// Addresses without a slash at their end, asked in this order.
    urls: Vec<String>,
    authorization: Option<String>,
}

/// What a registry says.
#[derive(Debug)]
pub(super) enum Answer {
    /// What was asked for.
    Found(String),
    /// It has no such thing, in its own words.
    Absent(String),
}

impl Client {
    pub(super) fn new(config: &RegistryConfig) -> Result<Self, SourceError> {
        let urls = config.urls.iter().map(|url| url.trim().trim_end_matches('/').to_owned());
        let urls: Vec<String> = urls.filter(|url| !url.is_empty()).collect();
        let is_one = |url: &&String| !(url.starts_with("http://") || url.starts_with("https://"));
        if let Some(odd) = urls.iter().find(is_one) {
            return Err(refused(
                format!("\"{odd}\" is no address of a registry"),
                "write it as http://registry:8081",
            ));
        }
        if let Some((before, _)) = urls.iter().find_map(|url| url.split_once('@')) {
            let scheme = before.split_once("//").map_or("", |(scheme, _)| scheme);
            return Err(refused(
                format!("an address of a registry ({scheme}//…@…) holds a name or password"),
                "set kafka.registry_user and kafka.registry_password instead, which are never shown",
            ));
        }
        let login = config.login.as_ref();
        let authorization = login.map(|(user, password)| {
            format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
        });
        Ok(Self { agent: agent(), urls, authorization })
    }

    /// Asks for `path` at each address until one answers.
    pub(super) fn get(&self, path: &str) -> Result<Answer, SourceError> {
        let mut wrong = Vec::new();
        for url in &self.urls {
            match self.get_from(url, path) {
                Ok(answer) => return Ok(answer),
                Err(SourceError::Away { place, what, .. }) => {
                    wrong.push(format!("{place}: {what}"));
                }
                Err(refusal) => return Err(refusal),
            }
        }
        Err(SourceError::Away {
            place: "kafka.registry".to_owned(),
            what: wrong.join("; "),
            remedy: "check that the registry runs and that this is its address; nothing is read until it answers"
                .to_owned(),
        })
    }

    fn get_from(&self, url: &str, path: &str) -> Result<Answer, SourceError> {
        let mut request = self
            .agent
            .get(format!("{url}{path}"))
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        let mut response = request.call().map_err(|error| away(url, error.to_string()))?;
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_string();
        let body = body.map_err(|error| away(url, error.to_string()))?;
        let refusal = json::refusal(&body);
        match (status, refusal) {
            (200, _) => Ok(Answer::Found(body)),
            // Of a registry 404 has a number of its own; a proxy before one that is away has none.
            (404, Some(said)) if said.error_code > 40_400 => {
                Ok(Answer::Absent(format!("{}: {}", said.error_code, said.message)))
            }
            (401 | 403, _) => Err(refused(
                format!("{url} answers {status}: it does not accept these credentials"),
                "set kafka.registry_user and kafka.registry_password to ones that may read schemas",
            )),
            (404 | 408 | 429 | 500.., _) => Err(away(url, format!("it answers {status}"))),
            (_, said) => {
                let said = said.map_or_else(String::new, |said| format!(": {}", said.message));
                Err(refused(
                    format!("{url} answers {status} to {path}{said}"),
                    "check that this is the address of a schema registry",
                ))
            }
        }
    }
}

/// The registry says what cannot be understood: so may one that starts.
pub(super) fn odd(wrong: &str) -> SourceError {
    SourceError::Away {
        place: "kafka.registry".to_owned(),
        what: format!("its answer cannot be understood ({wrong})"),
        remedy: "check that this is the address of a schema registry".to_owned(),
    }
}

/// Where a version of a subject is found.
pub(super) fn path_of(subject: &str, version: u64) -> String {
    format!("/subjects/{}/versions/{version}", utf8_percent_encode(subject, NON_ALPHANUMERIC))
}

/// Trusts whom the system trusts, or who stands in the file that `SSL_CERT_FILE` names.
fn agent() -> Agent {
    let found = rustls_native_certs::load_native_certs().certs;
    let certificates: Vec<Certificate<'static>> =
        found.iter().map(|one| Certificate::from_der(one).to_owned()).collect();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::Specific(Arc::new(certificates)))
        .unversioned_rustls_crypto_provider(provider)
        .build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .user_agent(concat!("tagline/", env!("CARGO_PKG_VERSION")))
        .build();
    Agent::new_with_config(config)
}

fn away(url: &str, what: String) -> SourceError {
    SourceError::Away { place: url.to_owned(), what, remedy: String::new() }
}

fn refused(what: String, remedy: &str) -> SourceError {
    SourceError::Kafka { place: "kafka.registry".to_owned(), what, remedy: remedy.to_owned() }
}
