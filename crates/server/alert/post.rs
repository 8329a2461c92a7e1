//! Doors to the outside: an HTTP client, a mail server, a folder. Nothing of an address or a secret is ever told.

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use lettre::message::{Attachment, Mailbox as Person, MultiPart, SinglePart, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Message as Mail, SmtpTransport, Transport};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body};

use super::json;
use super::message::Message;
use super::send::To;

/// How long a message may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What to send mail by.
#[derive(Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How it is spoken to.
    pub security: MailSecurity,
    /// Name and password, where it asks for them.
    pub login: Option<(String, String)>,
    /// Who the mail is from: `tagline <tagline@example.com>`.
    pub from: String,
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailbox").field("host", &self.host).finish_non_exhaustive()
    }
}

/// How a mail server is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailSecurity {
    /// In the open first, then encrypted, or not at all.
    StartTls,
    /// Encrypted from the start.
    Tls,
    /// In the open.
    Off,
}

/// The ways out of this process.
#[derive(Debug)]
pub struct Doors {
    agent: Agent,
    mailbox: Option<Mailbox>,
}

/// Why a message did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble(pub(super) String);

impl Doors {
    /// Doors that trust whom the system trusts; without a mailbox no mail goes out.
    #[must_use]
    pub fn new(mailbox: Option<Mailbox>) -> Self {
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
        Self { agent: Agent::new_with_config(config), mailbox }
    }

    /// Brings a message where it is to go; the same key again is the same message.
    pub(super) fn bring(&self, to: &To, message: &Message) -> Result<(), Trouble> {
        match to {
            To::Webhook { url, form, token } => {
                let body = json::body(message, *form);
                self.post(url, token.as_deref(), &message.key, &body)
            }
            To::Mail(people) => self.mail(people, message),
            To::Folder(folder) => put(folder, message),
        }
    }

    fn post(&self, url: &str, token: Option<&str>, key: &str, body: &str) -> Result<(), Trouble> {
        let mut request = self
            .agent
            .post(url)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key);
        if let Some(token) = token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        match request.send(body) {
            Ok(response) => answered(&response),
            Err(error) => Err(unreached(&error)),
        }
    }

    fn mail(&self, people: &[String], message: &Message) -> Result<(), Trouble> {
        let Some(mailbox) = &self.mailbox else {
            return Err(Trouble("no mail server is set: smtp.host".to_owned()));
        };
        let mail = mail(mailbox, people, message)?;
        let transport = transport(mailbox)?;
        match transport.send(&mail) {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => {
                Err(Trouble("the mail server refused the message".to_owned()))
            }
            Err(error) if error.is_timeout() => {
                Err(Trouble("the mail server took too long".to_owned()))
            }
            Err(error) if error.is_transient() => {
                Err(Trouble("the mail server asks to try later".to_owned()))
            }
            Err(_) => Err(Trouble("the mail server could not be spoken to".to_owned())),
        }
    }
}

fn answered(response: &ureq::http::Response<Body>) -> Result<(), Trouble> {
    let status = response.status();
    if status.is_success() {
        return Ok(());
    }
    Err(Trouble(format!("the webhook answered {}", status.as_u16())))
}

/// Errors of the client may name the address, which may be the secret.
fn unreached(error: &ureq::Error) -> Trouble {
    let what = match error {
        ureq::Error::Timeout(_) => "the webhook took too long",
        ureq::Error::HostNotFound => "the webhook's host is not known",
        ureq::Error::ConnectionFailed | ureq::Error::Io(_) => "the webhook could not be reached",
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => "the webhook's address is none",
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "the webhook could not be trusted",
        _ => "the webhook could not be spoken to",
    };
    Trouble(what.to_owned())
}

fn mail(mailbox: &Mailbox, people: &[String], message: &Message) -> Result<Mail, Trouble> {
    let person = |text: &str| {
        text.parse::<Person>().map_err(|_| Trouble(format!("`{text}` is no mail address")))
    };
    // The same message tried again is the same mail to whoever keeps one of each.
    let host = mailbox.from.rsplit('@').next().unwrap_or("tagline").trim_end_matches('>');
    let id = format!("<{}@{host}>", message.key.replace(['/', ' ', '@', '<', '>'], "."));
    let mut builder = Mail::builder()
        .from(person(&mailbox.from)?)
        .subject(&message.subject)
        .message_id(Some(id))
        .date_now();
    for one in people {
        builder = builder.to(person(one)?);
    }
    let text = SinglePart::plain(message.text());
    let built = if message.pages.is_empty() {
        builder.singlepart(text)
    } else {
        let html = ContentType::parse("text/html; charset=utf-8")
            .map_err(|_| Trouble("a page is no page".to_owned()))?;
        let pages = message
            .pages
            .iter()
            .map(|(name, page)| Attachment::new(name.clone()).body(page.clone(), html.clone()));
        let all = pages.fold(MultiPart::mixed().singlepart(text), MultiPart::singlepart);
        builder.multipart(all)
    };
    built.map_err(|_| Trouble("the message makes no mail".to_owned()))
}

fn transport(mailbox: &Mailbox) -> Result<SmtpTransport, Trouble> {
    let parameters = || {
        TlsParameters::new(mailbox.host.clone())
            .map_err(|_| Trouble("smtp.host is no name of a server".to_owned()))
    };
    let tls = match mailbox.security {
        MailSecurity::Off => Tls::None,
        MailSecurity::StartTls => Tls::Required(parameters()?),
        MailSecurity::Tls => Tls::Wrapper(parameters()?),
    };
    let mut builder = SmtpTransport::builder_dangerous(&mailbox.host)
        .port(mailbox.port)
        .tls(tls)
        .timeout(Some(PATIENCE));
    if let Some((name, password)) = &mailbox.login {
        builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
    }
    Ok(builder.build())
}

/// Writes files that are there whole or not at all.
fn put(folder: &Path, message: &Message) -> Result<(), Trouble> {
    let wrong = |error: std::io::Error| Trouble(format!("the folder cannot be written: {error}"));
    fs::create_dir_all(folder).map_err(wrong)?;
    let name = message.key.replace(['/', ' '], "-");
    let mut files = vec![(format!("{name}.txt"), message.text())];
    files.push((format!("{name}.json"), message.json.clone() + "\n"));
    files.extend(message.pages.iter().cloned());
    for (file, text) in files {
        let unfinished = folder.join(format!(".{file}.part"));
        fs::write(&unfinished, text).map_err(wrong)?;
        fs::rename(&unfinished, folder.join(file)).map_err(wrong)?;
    }
    Ok(())
}
