//! The configuration: one table of keys, read in layers, each value with its origin.
//!
//! Flags win over `TAGLINE_SECTION__KEY`, which wins over `--config` (or `./tagline.toml`), which wins over the
//! user's file, which wins over `/etc/tagline/tagline.toml`, which wins over the defaults below.

mod layer;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Context;

use enrich::Parts;

use crate::exit::Mistake;

/// A key that can be set.
#[derive(Debug)]
pub(crate) struct Key {
    /// `section.key`.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) kind: Kind,
    /// Its value unless set; empty for none.
    pub(crate) default: &'static str,
    /// What it does, with its unit.
    pub(crate) about: &'static str,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any text.
    Text,
    /// A whole number, zero or more.
    Number,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// Every key, in the order `config show` prints them.
pub(crate) const KEYS: &[Key] = &[
    key(
        "rules.path",
        Kind::Text,
        "rules",
        "rule files: one file, or a folder with *.rules.toml files",
    ),
    key(
        "store.path",
        Kind::Text,
        "tagline.db",
        "where counts are kept: an SQLite file on a local disk, or postgres://user@host:5432/database",
    ),
    key(
        "store.password",
        Kind::Text,
        "",
        "password for the database on a server; better a reference, as in ${env:PGPASSWORD}",
    ),
    key(
        "keep.mode",
        Kind::OneOf(&["all", "tagged", "ids", "none"]),
        "all",
        "which texts are kept beside the counts",
    ),
    key("keep.tagged_days", Kind::Number, "400", "days a tagged mention's text is kept"),
    key("keep.untagged_days", Kind::Number, "90", "days an untagged mention's text is kept"),
    key("input.preset", Kind::Text, "native", "whose format records have: `tagline help sources`"),
    key("input.platform", Kind::Text, "file", "platform of records that state none"),
    key(
        "input.collects",
        Kind::OneOf(&["undeclared", "brand", "category", "all"]),
        "undeclared",
        "what the query behind the feed gathered: of our own brand's mentions alone no share of voice is told",
    ),
    key(
        "report.timezone",
        Kind::Text,
        "UTC",
        "time zone in which reports cut days, as in Europe/Berlin",
    ),
    key(
        "report.language",
        Kind::OneOf(&["en", "sv", "fr", "it", "ro"]),
        "en",
        "language reports are told in, unless they are asked for in another",
    ),
    key("serve.listen", Kind::Text, "127.0.0.1:4270", "where `serve` answers"),
    key(
        "serve.hosts",
        Kind::Text,
        "",
        "names `serve` is asked by, comma between, beside this machine's and bare addresses: tagline.example.com",
    ),
    key(
        "serve.https",
        Kind::OneOf(&["off", "always", "forwarded"]),
        "off",
        "whether browsers reach `serve` by HTTPS through a proxy: always, or where X-Forwarded-Proto says so; only behind a proxy that sets it",
    ),
    key(
        "serve.secret",
        Kind::Text,
        "",
        "what keeps people signed in and shared links good across starts of `serve`; a new one each start when empty",
    ),
    key(
        "ops.listen",
        Kind::Text,
        "127.0.0.1:9464",
        "where `run` answers /metrics, /livez, /readyz and /version; empty for nowhere",
    ),
    key(
        "ops.token",
        Kind::Text,
        "",
        "what /metrics and /version ask for; needed beyond this machine; better a reference, as in ${env:OPS_TOKEN}",
    ),
    key(
        "ops.stall_seconds",
        Kind::Number,
        "60",
        "seconds a part with records may stand still before /readyz says so",
    ),
    key(
        "detect.language",
        Kind::OneOf(&["on", "off"]),
        "on",
        "whether the language is found out where the source does not state it",
    ),
    key(
        "detect.sentiment",
        Kind::OneOf(&["on", "off"]),
        "on",
        "whether the feeling is found out where the source does not state it",
    ),
    key(
        "detect.questions",
        Kind::OneOf(&["on", "off"]),
        "on",
        "whether it is found out if a post asks something, where the source does not state it",
    ),
    key(
        "hours.open",
        Kind::Text,
        "",
        "when somebody is there to answer, as in mon-fri 09:00-17:00, sat 10:00-14:00",
    ),
    key("hours.holidays", Kind::Text, "", "days nobody is there, as in 2026-12-25, 2027-01-01"),
    key("hours.timezone", Kind::Text, "", "time zone of hours.open [default: report.timezone]"),
    key(
        "alerts.run",
        Kind::OneOf(&["on", "off"]),
        "on",
        "whether `run` raises alerts and sends what [[send]] asks for",
    ),
    key(
        "alerts.lateness_minutes",
        Kind::Number,
        "15",
        "minutes after its end that an hour is judged: what comes later is not waited for",
    ),
    key(
        "alerts.strength",
        Kind::Number,
        "7",
        "how unlikely a spike must be, as a power of ten: 7 is one in ten million",
    ),
    key("alerts.mentions", Kind::Number, "10", "mentions a spike needs in its hour"),
    key("alerts.people", Kind::Number, "5", "people a spike needs, where people are known"),
    key("smtp.host", Kind::Text, "", "mail server that takes what [[send]] sends by mail"),
    key("smtp.port", Kind::Number, "587", "its port"),
    key(
        "smtp.security",
        Kind::OneOf(&["starttls", "tls", "off"]),
        "starttls",
        "how it is spoken to: encrypted after a word in the open, from the start, or not",
    ),
    key("smtp.user", Kind::Text, "", "name to sign in with at the mail server; empty for none"),
    key("smtp.password", Kind::Text, "", "its password; only as ${env:NAME} or ${file:PATH}"),
    key("smtp.from", Kind::Text, "", "who mail is from, as in tagline@example.com"),
    key("kafka.brokers", Kind::Text, "", "brokers to start from, host:port, comma between"),
    key("kafka.topic", Kind::Text, "", "topic to read; several with commas"),
    key("kafka.group", Kind::Text, "tagline", "consumer group"),
    key(
        "kafka.start_from",
        Kind::Text,
        "earliest",
        "where a first start begins: earliest, latest or a UTC time",
    ),
    key(
        "kafka.on_gap",
        Kind::OneOf(&["fail", "skip"]),
        "fail",
        "what to do when records were deleted before they were read",
    ),
    key(
        "kafka.protocol",
        Kind::OneOf(&["cooperative-sticky", "range", "consumer"]),
        "cooperative-sticky",
        "how the group divides partitions; consumer is the brokers' own way (KIP-848), experimental",
    ),
    key(
        "kafka.dead_letters",
        Kind::Text,
        "",
        "topic for records that cannot be read, as they came; empty for none",
    ),
    key(
        "kafka.output",
        Kind::Text,
        "",
        "topic for mentions with their tags, and deletions; empty for none",
    ),
    key(
        "kafka.registry",
        Kind::Text,
        "",
        "schema registry whose schemas records name, as in http://registry:8081, several with commas; empty for none",
    ),
    key(
        "kafka.registry_user",
        Kind::Text,
        "",
        "name to sign in with at the registry; empty for none",
    ),
    key(
        "kafka.registry_password",
        Kind::Text,
        "",
        "its password; better a reference, as in ${env:REGISTRY_PASSWORD}",
    ),
    key(
        "kafka.reject_percent",
        Kind::Number,
        "50",
        "of the last 1,000 records, how many in a hundred may be unreadable before the run stops",
    ),
];

/// The section whose keys are librdkafka's own.
pub(crate) const PROPERTIES: &str = "kafka.properties.";

/// The section whose keys are fields of the native format.
const FIELDS: &str = "input.fields.";

/// The section whose keys are the names of those who may use `serve`.
const TOKENS: &str = "serve.tokens.";

/// The section whose keys are the names of workspaces.
const WORKSPACES: &str = "serve.workspaces.";

/// The section whose keys are a number and what is said of one thing to be sent.
const SEND: &str = "send.";

/// What can be said of it.
const SEND_KEYS: &[&str] = &[
    "name",
    "what",
    "owner",
    "tags",
    "cool_down",
    "quiet",
    "when",
    "webhook",
    "form",
    "token",
    "mail",
    "folder",
];

/// One `[[send]]`.
#[derive(Clone, Debug)]
pub(crate) struct SendEntry {
    /// Where its first key stands.
    pub(crate) origin: Origin,
    /// Its keys, secrets filled in.
    pub(crate) values: BTreeMap<String, String>,
    /// Those that are written out, without a reference.
    pub(crate) written_out: BTreeSet<String>,
}

/// The section whose keys are findings.
const LINT: &str = "lint.";

/// What a finding can be told as.
const LEVELS: &[&str] = &["off", "info", "warning", "error"];

const fn key(name: &'static str, kind: Kind, default: &'static str, about: &'static str) -> Key {
    Key { name, kind, default, about }
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nobody set it.
    Default,
    /// A file, at a line.
    File(PathBuf, usize),
    /// A variable of the environment.
    Environment(String),
    /// A flag.
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::Flag => f.write_str("flag"),
        }
    }
}

/// A value as written, secrets unresolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    /// The text of the value.
    pub(crate) value: String,
    /// Where it comes from.
    pub(crate) origin: Origin,
}

/// Every key with its value and origin.
#[derive(Debug)]
pub(crate) struct Config {
    settings: BTreeMap<String, Setting>,
}

impl Config {
    /// Reads all layers; `overrides` are the keys given as flags.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, an unknown key, or a value of the wrong kind, each with its place.
    pub(crate) fn load(
        file: Option<&Path>,
        overrides: &[(&'static str, String)],
    ) -> anyhow::Result<Self> {
        let mut config = Self::unset();
        for path in layer::files(file) {
            if file == Some(path.as_path()) || path.exists() {
                config.set_all(layer::from_file(&path)?)?;
            }
        }
        config.set_all(layer::from_environment(std::env::vars()))?;
        let flags = overrides.iter().map(|(name, value)| {
            ((*name).to_owned(), Setting { value: value.clone(), origin: Origin::Flag })
        });
        config.set_all(flags.collect())?;
        Ok(config)
    }

    /// Reads what one file says and nothing else, its store and rules found from where the file is: what is set for others
    /// must not open what this one holds.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub(crate) fn of_file(file: &Path) -> anyhow::Result<Self> {
        let mut config = Self::unset();
        config.set_all(layer::from_file(file)?)?;
        let folder = file.parent().unwrap_or(Path::new(""));
        for name in ["rules.path", "store.path"] {
            let value = &config.settings[name].value;
            if !store::is_server(Path::new(value)) && !value.starts_with("${") {
                let value = folder.join(value).to_string_lossy().into_owned();
                let origin = config.settings[name].origin.clone();
                config.settings.insert(name.to_owned(), Setting { value, origin });
            }
        }
        Ok(config)
    }

    /// Every key at its default.
    fn unset() -> Self {
        let unset = |key: &Key| {
            let setting = Setting { value: key.default.to_owned(), origin: Origin::Default };
            (key.name.to_owned(), setting)
        };
        Self { settings: KEYS.iter().map(unset).collect() }
    }

    /// Every key as it stands, sorted by name.
    pub(crate) fn settings(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.settings.iter().map(|(name, setting)| (name.as_str(), setting))
    }

    /// The text of `name` with `${env:X}` and `${file:PATH}` filled in; `None` when empty.
    ///
    /// # Errors
    ///
    /// When a variable or file it names is not there.
    pub(crate) fn text(&self, name: &str) -> anyhow::Result<Option<String>> {
        let setting = &self.settings[name];
        let value = layer::resolve(&setting.value)
            .with_context(|| format!("cannot fill in {name} ({})", setting.origin))?;
        Ok(Some(value).filter(|value| !value.is_empty()))
    }

    /// Whether somebody set `name`.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.settings[name].origin != Origin::Default
    }

    /// Whether `name` was said by a flag of this command.
    pub(crate) fn is_flag(&self, name: &str) -> bool {
        self.settings[name].origin == Origin::Flag
    }

    /// The path that `name` holds.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub(crate) fn path(&self, name: &str) -> anyhow::Result<PathBuf> {
        Ok(PathBuf::from(self.text(name)?.unwrap_or_default()))
    }

    /// What is found out about mentions where their source does not state it.
    pub(crate) fn parts(&self) -> Parts {
        let is_on = |name: &str| self.settings[name].value == "on";
        Parts {
            language: is_on("detect.language"),
            sentiment: is_on("detect.sentiment"),
            questions: is_on("detect.questions"),
        }
    }

    /// The number that `name` holds.
    pub(crate) fn number(&self, name: &str) -> u64 {
        self.settings[name].value.parse().expect("numbers are checked when they are set")
    }

    /// The settings below `kafka.properties.`, secrets filled in.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    #[cfg(feature = "kafka")]
    pub(crate) fn properties(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let ours =
            self.settings.keys().filter_map(|name| Some((name, name.strip_prefix(PROPERTIES)?)));
        ours.map(|(name, property)| Ok((property.to_owned(), self.text(name)?.unwrap_or_default())))
            .collect()
    }

    /// The settings below `input.fields.`: a field and the column or path it stands at.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub(crate) fn fields(&self) -> anyhow::Result<Vec<(String, String)>> {
        let ours = self.settings.keys().filter_map(|name| Some((name, name.strip_prefix(FIELDS)?)));
        ours.map(|(name, field)| Ok((field.to_owned(), self.text(name)?.unwrap_or_default())))
            .collect()
    }

    /// The settings below `serve.tokens.`: a name, and what its token may do with the token's hash.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub(crate) fn tokens(&self) -> anyhow::Result<Vec<(String, String)>> {
        let ours = self.settings.keys().filter_map(|name| Some((name, name.strip_prefix(TOKENS)?)));
        ours.map(|(name, owner)| Ok((owner.to_owned(), self.text(name)?.unwrap_or_default())))
            .collect()
    }

    /// The settings below `serve.workspaces.`: a name, and the file with the workspace's own configuration.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub(crate) fn workspaces(&self) -> anyhow::Result<Vec<(String, PathBuf)>> {
        let ours =
            self.settings.keys().filter_map(|name| Some((name, name.strip_prefix(WORKSPACES)?)));
        ours.map(|(name, workspace)| Ok((workspace.to_owned(), self.path(name)?))).collect()
    }

    /// Each `[[send]]`, in the order of the file.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub(crate) fn sends(&self) -> anyhow::Result<Vec<SendEntry>> {
        let mut entries: BTreeMap<usize, SendEntry> = BTreeMap::new();
        for (name, setting) in &self.settings {
            let Some((number, key)) = send_key(name) else { continue };
            let (origin, value) = (setting.origin.clone(), self.text(name)?.unwrap_or_default());
            let new =
                || SendEntry { origin, values: BTreeMap::new(), written_out: BTreeSet::new() };
            let entry = entries.entry(number).or_insert_with(new);
            if !setting.value.contains("${") {
                entry.written_out.insert(key.to_owned());
            }
            entry.values.insert(key.to_owned(), value);
        }
        Ok(entries.into_values().collect())
    }

    /// The text of `name`, which must not be written out: it would stand in a file that people pass on.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text); when it is written out.
    pub(crate) fn secret(&self, name: &str) -> anyhow::Result<Option<String>> {
        let Setting { value, origin } = &self.settings[name];
        if !value.is_empty() && !value.contains("${") {
            let message = format!(
                "{origin}: {name} is a secret: write it as ${{env:NAME}} or ${{file:PATH}}"
            );
            return Err(Mistake(message).into());
        }
        self.text(name)
    }

    /// The settings below `lint.`: a finding and what it is told as.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub(crate) fn lint(&self) -> anyhow::Result<Vec<(String, String)>> {
        let ours = self.settings.keys().filter_map(|name| Some((name, name.strip_prefix(LINT)?)));
        ours.map(|(name, code)| Ok((code.to_owned(), self.text(name)?.unwrap_or_default())))
            .collect()
    }

    fn set_all(&mut self, layer: Vec<(String, Setting)>) -> anyhow::Result<()> {
        // A file that says what is sent says all of it.
        if layer.iter().any(|(name, _)| name.starts_with(SEND)) {
            self.settings.retain(|name, _| !name.starts_with(SEND));
        }
        for (name, setting) in layer {
            check(&name, &setting)?;
            self.settings.insert(name, setting);
        }
        Ok(())
    }
}

/// Refuses a key nobody knows and a value of the wrong kind.
fn check(name: &str, setting: &Setting) -> Result<(), Mistake> {
    if [PROPERTIES, FIELDS, TOKENS, WORKSPACES].iter().any(|section| name.starts_with(section)) {
        return Ok(());
    }
    if let Some((_, key)) = send_key(name) {
        if SEND_KEYS.contains(&key) {
            return Ok(());
        }
        let origin = &setting.origin;
        let keys = SEND_KEYS.join(", ");
        return Err(Mistake(format!("{origin}: [[send]] has no key {key}; it has {keys}")));
    }
    let code = name.strip_prefix(LINT).filter(|code| rulelang::Code::parse(code).is_some());
    let kind = match KEYS.iter().find(|key| key.name == name) {
        Some(key) => key.kind,
        None if code.is_some() => Kind::OneOf(LEVELS),
        None => return Err(unknown(name, &setting.origin)),
    };
    let wrong = |expected: &str| {
        Err(Mistake(format!(
            "{}: {name} is \"{}\"; it takes {expected}",
            setting.origin, setting.value
        )))
    };
    match kind {
        Kind::Number if setting.value.parse::<u64>().is_err() => {
            wrong("a whole number, zero or more")
        }
        Kind::OneOf(words) if !words.contains(&setting.value.as_str()) => {
            wrong(&format!("one of {}", words.join(", ")))
        }
        Kind::Text | Kind::Number | Kind::OneOf(_) => Ok(()),
    }
}

/// The number of a `[[send]]` and its key, of `send.3.name`.
fn send_key(name: &str) -> Option<(usize, &str)> {
    let (number, key) = name.strip_prefix(SEND)?.split_once('.')?;
    Some((number.parse().ok()?, key))
}

fn unknown(name: &str, origin: &Origin) -> Mistake {
    let codes = rulelang::catalog::pages().map(|page| format!("{LINT}{}", page.name));
    let near = KEYS
        .iter()
        .map(|key| key.name.to_owned())
        .chain(codes)
        .map(|key| (strsim::jaro_winkler(name, &key), key))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness > 0.8);
    let remedy = match near {
        Some((_, near)) => format!("did you mean {near}?"),
        None => "`tagline config show` lists every key".to_owned(),
    };
    Mistake(format!("{origin}: unknown key {name}; {remedy}"))
}

#[cfg(test)]
mod tests;
