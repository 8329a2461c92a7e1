//! The server: its address, how it is trusted, and what its failures mean.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use ::postgres::config::SslMode;
use ::postgres::error::SqlState;
use ::postgres::{Client, Config};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{Fault, Result};
use crate::error::Cause;
use crate::{Secret, StoreError, address};

/// How long to wait for an answer to a connection.
const CONNECT_WAIT: Duration = Duration::from_secs(10);
/// How long a connection may be silent before the other side is asked whether it is still there.
const SILENCE: Duration = Duration::from_secs(30);

/// A server and how to talk to it.
pub(super) struct Server {
    /// Its address without the password.
    pub shown: PathBuf,
    config: Config,
    tls: MakeRustlsConnect,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown.fmt(f)
    }
}

impl Server {
    /// The server that `path` names.
    pub(super) fn parse(
        path: &Path,
        password: Option<&Secret>,
    ) -> std::result::Result<Self, StoreError> {
        let text = path.to_str().unwrap_or_default();
        let shown = address::masked(text);
        let refused = |what: String| StoreError::Address { address: shown.clone(), what };
        let Address { url, mode, roots } = Address::split(text).map_err(refused)?;
        let mut config = Config::from_str(&url).map_err(|error| {
            refused(std::error::Error::source(&error).unwrap_or(&error).to_string())
        })?;
        if let Some(Secret(password)) = password {
            config.password(password);
        }
        config.application_name("tagline").connect_timeout(CONNECT_WAIT).keepalives_idle(SILENCE);
        config.tcp_user_timeout(2 * SILENCE).ssl_mode(match mode {
            Trust::Plain => SslMode::Disable,
            Trust::Anybody => SslMode::Prefer,
            Trust::Certified => SslMode::Require,
        });
        let tls = client_config(mode, roots.as_deref()).map_err(refused)?;
        Ok(Self { shown: shown.into(), config, tls: MakeRustlsConnect::new(tls) })
    }

    /// The connection, made if there is none.
    pub(super) fn connected<'a>(&self, session: &'a mut Option<Client>) -> Result<&'a mut Client> {
        if session.as_ref().is_some_and(Client::is_closed) {
            *session = None;
        }
        match session {
            Some(client) => Ok(client),
            None => Ok(session.insert(self.config.connect(self.tls.clone())?)),
        }
    }

    /// What a failure is to whoever asked.
    pub(super) fn told(&self, fault: Fault) -> StoreError {
        told(&self.shown, fault)
    }
}

/// What a failure of the server at `shown` is to whoever asked.
pub(super) fn told(shown: &Path, fault: Fault) -> StoreError {
    let path = shown.to_owned();
    let error = match fault {
        Fault::Database(error) => error,
        Fault::Unreadable(unreadable) => {
            return StoreError::Damaged { path, source: Cause::from(unreadable) };
        }
        Fault::Store(error) => return error,
    };
    let code = error.code().cloned();
    let source = Cause::from(error);
    let Some(code) = code else { return StoreError::Unreachable { path, source } };
    if code == SqlState::DISK_FULL {
        return StoreError::Full { path, source };
    }
    if code == SqlState::READ_ONLY_SQL_TRANSACTION {
        return StoreError::ReadOnly { path, source };
    }
    if code == SqlState::INSUFFICIENT_PRIVILEGE {
        return StoreError::Rights { path, source };
    }
    if code == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT {
        return StoreError::Contended { path, source };
    }
    match code.code().split_at(2).0 {
        // A connection that breaks; resources that are short; an operator who stops the server.
        "08" | "53" | "57" | "58" => StoreError::Unreachable { path, source },
        // Serialization failures, deadlocks, locks waited for in vain.
        "40" | "55" => StoreError::Contended { path, source },
        "28" | "3D" => StoreError::Refused { path, source },
        "XX" => StoreError::Damaged { path, source },
        _ => StoreError::Database { path, source },
    }
}

/// Whom to trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// The line as it is: no encryption.
    Plain,
    /// Whoever answers: encrypted where the server can.
    Anybody,
    /// A server whose certificate vouches for its name; else there is no connection.
    Certified,
}

/// An address with what only we understand taken out.
#[derive(Debug, PartialEq, Eq)]
struct Address {
    url: String,
    mode: Trust,
    roots: Option<PathBuf>,
}

impl Address {
    fn split(text: &str) -> std::result::Result<Self, String> {
        let (base, options) = text.split_once('?').unwrap_or((text, ""));
        let (mut url, mut mode, mut roots) = (base.to_owned(), Trust::Anybody, None);
        for option in options.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("sslmode", "disable")) => mode = Trust::Plain,
                Some(("sslmode", "allow" | "prefer")) => mode = Trust::Anybody,
                Some(("sslmode", "require" | "verify-ca" | "verify-full")) => {
                    mode = Trust::Certified;
                }
                Some(("sslmode", other)) => {
                    return Err(format!(
                        "sslmode is {other}; it takes disable, prefer, require or verify-full"
                    ));
                }
                Some(("sslrootcert", file)) => roots = Some(PathBuf::from(file)),
                _ => {
                    url.push(if url.contains('?') { '&' } else { '?' });
                    url.push_str(option);
                }
            }
        }
        Ok(Self { url, mode, roots })
    }
}

fn client_config(mode: Trust, roots: Option<&Path>) -> std::result::Result<ClientConfig, String> {
    let provider = Arc::new(ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = if mode == Trust::Certified {
        let roots = Arc::new(trusted(roots)?);
        WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&provider))
            .build()
            .map_err(|error| format!("no certificate can be trusted: {error}"))?
    } else {
        Arc::new(AnyServer(Arc::clone(&provider)))
    };
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

/// The authorities in `file`; without one, those the system trusts.
fn trusted(file: Option<&Path>) -> std::result::Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    match file {
        Some(file) => {
            let cannot = |what: String| format!("sslrootcert {}: {what}", file.display());
            let pem = fs::read(file).map_err(|error| cannot(error.to_string()))?;
            for certificate in CertificateDer::pem_slice_iter(&pem) {
                let certificate = certificate.map_err(|error| cannot(error.to_string()))?;
                roots.add(certificate).map_err(|error| cannot(error.to_string()))?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if roots.is_empty() {
        return Err(
            "there is no certificate authority to trust; name one with sslrootcert=FILE".into()
        );
    }
    Ok(roots)
}

/// Takes any certificate. Who could forge one could as well pretend that the server cannot encrypt.
#[derive(Debug)]
struct AnyServer(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyServer {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ours_is_taken_out_of_an_address() {
        let check = |text: &str, url: &str, mode, roots: Option<&str>| {
            let expected = Address { url: url.into(), mode, roots: roots.map(PathBuf::from) };
            assert_eq!(Address::split(text), Ok(expected));
        };
        check("postgres://db/t", "postgres://db/t", Trust::Anybody, None);
        check("postgres://db/t?sslmode=disable", "postgres://db/t", Trust::Plain, None);
        check(
            "postgres://db/t?sslmode=verify-full&connect_timeout=3&sslrootcert=/ca.pem",
            "postgres://db/t?connect_timeout=3",
            Trust::Certified,
            Some("/ca.pem"),
        );
        assert!(Address::split("postgres://db?sslmode=maybe").is_err());
    }
}
