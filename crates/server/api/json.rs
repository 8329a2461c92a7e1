//! The shapes of the API. A field that is not known is left out; times are UTC as RFC 3339 has them.
//!
//! What is serialised is what the `OpenAPI` document describes: the schemas are derived from these types.

use std::collections::BTreeMap;

use mention::{Catalog, Entry, EntryKind, LedgerClass, LedgerCount, Provenance, Timestamp};
use report::{Names, ReportName};
use rulelang::{Finding, Head, in_words};
use schemars::JsonSchema;
use serde::Serialize;
use store::{CursorRow, StoredMention};
use tagger::Tagger;

use crate::site::Sight;

/// Writes an answer.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("these shapes can be written as JSON") + "\n"
}

fn told(at: Timestamp) -> Option<String> {
    jiff::Timestamp::from_millisecond(at.0).ok().map(|at| at.to_string())
}

/// Mentions of a page, the newest first.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Mentions")]
pub(super) struct Page<'a> {
    mentions: Vec<Mention<'a>>,
    /// The `after` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// How far back mentions were looked at where words are sought; there may be more before.
    #[serde(skip_serializing_if = "Option::is_none")]
    looked_until: Option<String>,
}

/// A page of mentions.
pub(super) fn page(
    sight: &Sight<'_>,
    mentions: &[StoredMention],
    next: Option<String>,
    looked_until: Option<Timestamp>,
) -> String {
    let mentions = mentions.iter().map(|stored| Mention::of(sight, stored)).collect();
    text(&Page { mentions, next, looked_until: looked_until.and_then(told) })
}

/// One mention.
pub(super) fn one(sight: &Sight<'_>, stored: &StoredMention) -> String {
    text(&Mention::of(sight, stored))
}

/// A mention as it is kept, with its tags. Of a direct message the words are left out.
#[derive(Serialize, JsonSchema)]
pub(super) struct Mention<'a> {
    platform: &'a str,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    permalink: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Author<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quoted: Option<&'a str>,
    kind: &'a str,
    standing: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentiment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<bool>,
    engagement: Engagement,
    tags: Vec<Tag<'a>>,
    /// The noise rules by which it counts for nothing.
    excluded_by: Vec<&'a str>,
}

impl<'a> Mention<'a> {
    fn of(sight: &Sight<'_>, stored: &'a StoredMention) -> Self {
        let (mention, tagged) = (&stored.mention, &stored.tagged);
        let direct = mention.kind == mention::Kind::Direct;
        Self {
            platform: &mention.platform,
            id: &mention.id,
            published_at: told(stored.published_at),
            permalink: mention.permalink.as_deref(),
            author: Author::of(sight, mention),
            title: mention.title.as_deref().filter(|_| !direct),
            text: (!direct).then_some(&*mention.text),
            quoted: mention.quoted.as_deref().filter(|_| !direct),
            kind: mention.kind.name(),
            standing: tagged.standing.name(),
            lang: tagged.lang.as_ref().map(mention::Lang::as_str),
            sentiment: tagged.sentiment.map(mention::Sentiment::name),
            question: tagged.question,
            engagement: Engagement::of(&mention.engagement),
            tags: tagged.tags.iter().map(|tag| Tag::of(mention, tag, direct)).collect(),
            excluded_by: tagged.excluded_by.iter().map(mention::TagName::as_str).collect(),
        }
    }
}

/// Who wrote it: by name for whoever sees names, else only which person, the same for all posts of theirs.
#[derive(Default, Serialize, JsonSchema)]
struct Author<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    handle: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    followers: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<bool>,
}

impl<'a> Author<'a> {
    fn of(sight: &Sight<'_>, mention: &'a mention::Mention) -> Option<Self> {
        let author = mention.author.as_ref()?;
        let followers = author.followers;
        if sight.visit.visitor.names == Names::Hidden {
            let who = author.id.as_ref().or(author.handle.as_ref()).or(author.name.as_ref())?;
            let person = sight.settings.access.pseudonym(&format!("{}#{who}", mention.platform));
            return Some(Self { person: Some(person), followers, ..Self::default() });
        }
        Some(Self {
            person: None,
            id: author.id.as_deref(),
            handle: author.handle.as_deref(),
            name: author.name.as_deref(),
            followers,
            verified: author.verified,
        })
    }
}

/// What others did with it, by the last figures seen.
#[derive(Serialize, JsonSchema)]
struct Engagement {
    #[serde(skip_serializing_if = "Option::is_none")]
    likes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reposts: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replies: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    saves: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clicks: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    impressions: Option<u64>,
}

impl Engagement {
    const fn of(engagement: &mention::Engagement) -> Self {
        let mention::Engagement { likes, reposts, replies, quotes, saves, clicks, impressions } =
            *engagement;
        Self { likes, reposts, replies, quotes, saves, clicks, impressions }
    }
}

/// A tag of a mention, and who gave it.
#[derive(Serialize, JsonSchema)]
struct Tag<'a> {
    name: &'a str,
    rule: &'a str,
    /// `rules`, `person` or `import`.
    by: &'static str,
    /// The rule set, where rules gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<String>,
    spans: Vec<Span<'a>>,
}

/// Where a rule found what: bytes of a field of the mention.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FoundWords")]
struct Span<'a> {
    field: &'static str,
    start: u32,
    end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<&'a str>,
}

impl<'a> Tag<'a> {
    fn of(mention: &'a mention::Mention, tag: &'a mention::Tag, direct: bool) -> Self {
        let (by, rules) = match &tag.provenance {
            Provenance::Rules(rules) => ("rules", Some(rules.to_string())),
            Provenance::Person { .. } => ("person", None),
            Provenance::Import => ("import", None),
        };
        let span = |span: &mention::Span| Span {
            field: span.field.name(),
            start: span.start,
            end: span.end,
            words: (!direct).then(|| mention.words(*span)),
        };
        let spans = tag.spans.iter().map(span).collect();
        Self { name: tag.name.as_str(), rule: tag.rule.as_str(), by, rules, spans }
    }
}

/// The tags there are.
#[derive(Serialize, JsonSchema)]
pub(super) struct Tags<'a> {
    /// The rule set they are of.
    rules: String,
    tags: Vec<KnownTag<'a>>,
}

/// A tag that rules give.
#[derive(Serialize, JsonSchema)]
struct KnownTag<'a> {
    name: &'a str,
    label: &'a str,
    /// `brand`, `theme` or `campaign`.
    kind: &'static str,
    /// A brand's.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    aliases: Vec<&'a str>,
}

/// The tags there are.
pub(super) fn tags(catalog: &Catalog) -> String {
    let tags = catalog.entries.iter().map(KnownTag::of).collect();
    text(&Tags { rules: catalog.rules.to_string(), tags })
}

impl<'a> KnownTag<'a> {
    fn of(entry: &'a Entry) -> Self {
        let (kind, role) = match entry.kind {
            EntryKind::Brand(role) => ("brand", Some(role.name())),
            EntryKind::Theme => ("theme", None),
            EntryKind::Campaign => ("campaign", None),
        };
        Self {
            name: entry.name.as_str(),
            label: &entry.label,
            kind,
            role,
            owner: entry.owner.as_deref(),
            aliases: entry.aliases.iter().map(mention::TagName::as_str).collect(),
        }
    }
}

/// The rules in use, and what is found in the files.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rules")]
pub(super) struct InUse<'a> {
    /// The rule set; absent while the rules cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    rules: Vec<Rule<'a>>,
    findings: Vec<Found<'a>>,
}

/// A rule and where it stands.
#[derive(Serialize, JsonSchema)]
struct Rule<'a> {
    id: &'a str,
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    /// Whether it is on trial: what it finds counts for nothing yet.
    trial: bool,
    file: &'a str,
    line: u32,
    /// What it looks for, in plain words, a sentence each.
    finds: Vec<String>,
}

/// Something wrong or doubtful about the rules.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleFinding")]
struct Found<'a> {
    severity: &'static str,
    code: &'static str,
    file: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

/// The rules in use, and what is found in the files.
pub(super) fn rules(tagger: Option<&Tagger>, findings: &[Finding]) -> String {
    let rules = tagger.map_or_else(Vec::new, |tagger| {
        tagger.rules().heads().map(|head| Rule::of(tagger, head)).collect()
    });
    let findings = findings.iter().map(Found::of).collect();
    let id = tagger.map(|tagger| tagger.rules().id.to_string());
    text(&InUse { id, rules, findings })
}

impl<'a> Rule<'a> {
    fn of(tagger: &Tagger, head: &'a Head) -> Self {
        Self {
            id: head.id.as_str(),
            label: &head.label,
            description: head.description.as_deref(),
            owner: head.owner.as_deref(),
            trial: head.trial,
            file: &head.place.file,
            line: head.place.line,
            finds: tagger.asks_for(&head.id).map(in_words).unwrap_or_default(),
        }
    }
}

impl<'a> Found<'a> {
    fn of(finding: &'a Finding) -> Self {
        let (line, column) = finding.position();
        Self {
            severity: finding.diagnostic.severity.name(),
            code: finding.code().name(),
            file: finding.file(),
            line,
            column,
            message: &finding.diagnostic.message,
            help: finding.diagnostic.help.as_deref(),
        }
    }
}

/// What became of every record, and where reading stands.
#[derive(Serialize, JsonSchema)]
pub(super) struct Ledger<'a> {
    /// Records by class.
    totals: BTreeMap<&'a str, u64>,
    positions: Vec<Place<'a>>,
    rows: Vec<LedgerRow<'a>>,
}

/// Where reading of a part stands.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReadingPosition")]
struct Place<'a> {
    source: &'a str,
    part: &'a str,
    /// The record that is read next.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<u64>,
}

/// Records of a part, an hour and a class.
#[derive(Serialize, JsonSchema)]
struct LedgerRow<'a> {
    source: &'a str,
    part: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hour: Option<String>,
    class: &'a str,
    /// Why they were rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    records: u64,
}

/// What became of every record, and where reading stands.
pub(super) fn ledger(rows: &[LedgerCount], positions: &[CursorRow]) -> String {
    let mut totals: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows {
        *totals.entry(row.class.name()).or_default() += row.records;
    }
    let positions = positions.iter().map(Place::of).collect();
    text(&Ledger { totals, positions, rows: rows.iter().map(LedgerRow::of).collect() })
}

impl<'a> Place<'a> {
    fn of(row: &'a CursorRow) -> Self {
        Self { source: &row.part.source, part: &row.part.name, next: row.next.map(|next| next.0) }
    }
}

impl<'a> LedgerRow<'a> {
    fn of(row: &'a LedgerCount) -> Self {
        let reason = match row.class {
            LedgerClass::Rejected(reason) => Some(reason.name()),
            _ => None,
        };
        Self {
            source: &row.source,
            part: &row.part,
            hour: row.hour.and_then(told),
            class: row.class.name(),
            reason,
            records: row.records,
        }
    }
}

/// The reports there are.
#[derive(Serialize, JsonSchema)]
pub(super) struct Reports {
    reports: Vec<ReportKind>,
}

/// A report that can be asked for.
#[derive(Serialize, JsonSchema)]
struct ReportKind {
    name: &'static str,
    /// The question it answers.
    answers: &'static str,
    /// Whether it can be asked of single tags.
    takes_tags: bool,
}

/// The reports there are.
pub(super) fn reports() -> String {
    let report = |name: ReportName| ReportKind {
        name: name.name(),
        answers: name.answers(),
        takes_tags: name.takes_tags(),
    };
    text(&Reports { reports: ReportName::ALL.into_iter().map(report).collect() })
}
