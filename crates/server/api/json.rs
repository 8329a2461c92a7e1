//! The shapes of the API. A field that is not known is left out; times are UTC as RFC 3339 has them.

use std::collections::BTreeMap;

use mention::{Catalog, EntryKind, LedgerClass, LedgerCount, Mention, Provenance, Tag, Timestamp};
use report::{Names, ReportName};
use rulelang::{Finding, Head, in_words};
use serde::Serialize;
use serde_json::{Value, json};
use store::{CursorRow, StoredMention};
use tagger::Tagger;

use crate::route::{Needs, Route};
use crate::site::Sight;

/// What something is sent to: rules to be tried on posts, the grade of an alert.
const POSTS: [&str; 2] = ["/api/v1/playground/run", super::alerts::GRADE.path];

/// Writes an answer.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("these shapes can be written as JSON") + "\n"
}

fn told(at: Timestamp) -> Option<String> {
    jiff::Timestamp::from_millisecond(at.0).ok().map(|at| at.to_string())
}

#[derive(Serialize)]
struct Page {
    mentions: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
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
    let mentions = mentions.iter().map(|stored| mention(sight, stored)).collect();
    text(&Page { mentions, next, looked_until: looked_until.and_then(told) })
}

/// One mention.
pub(super) fn one(sight: &Sight<'_>, stored: &StoredMention) -> String {
    text(&mention(sight, stored))
}

fn mention(sight: &Sight<'_>, stored: &StoredMention) -> Value {
    let (mention, tagged) = (&stored.mention, &stored.tagged);
    let direct = mention.kind == mention::Kind::Direct;
    let engagement = &mention.engagement;
    let mut value = json!({
        "platform": mention.platform,
        "id": mention.id,
        "published_at": told(stored.published_at),
        "permalink": mention.permalink,
        "author": author(sight, mention),
        "title": mention.title.as_ref().filter(|_| !direct),
        "text": (!direct).then_some(&mention.text),
        "quoted": mention.quoted.as_ref().filter(|_| !direct),
        "kind": mention.kind.name(),
        "standing": tagged.standing.name(),
        "lang": tagged.lang.as_ref().map(mention::Lang::as_str),
        "sentiment": tagged.sentiment.map(mention::Sentiment::name),
        "question": tagged.question,
        "engagement": {
            "likes": engagement.likes, "reposts": engagement.reposts, "replies": engagement.replies,
            "quotes": engagement.quotes, "saves": engagement.saves, "clicks": engagement.clicks,
            "impressions": engagement.impressions,
        },
        "tags": tagged.tags.iter().map(|tag| self::tag(mention, tag, direct)).collect::<Vec<_>>(),
        "excluded_by": tagged.excluded_by.iter().map(mention::TagName::as_str).collect::<Vec<_>>(),
    });
    strip(&mut value);
    value
}

fn author(sight: &Sight<'_>, mention: &Mention) -> Option<Value> {
    let author = mention.author.as_ref()?;
    if sight.visit.visitor.names == Names::Hidden {
        let who = author.id.as_ref().or(author.handle.as_ref()).or(author.name.as_ref())?;
        let person = sight.settings.access.pseudonym(&format!("{}#{who}", mention.platform));
        return Some(json!({ "person": person, "followers": author.followers }));
    }
    Some(json!({
        "id": author.id, "handle": author.handle, "name": author.name, "followers": author.followers,
        "verified": author.verified,
    }))
}

fn tag(mention: &Mention, tag: &Tag, direct: bool) -> Value {
    let (by, rules) = match &tag.provenance {
        Provenance::Rules(rules) => ("rules", Some(rules.to_string())),
        Provenance::Person { .. } => ("person", None),
        Provenance::Import => ("import", None),
    };
    let spans = tag.spans.iter().map(|span| {
        let words = (!direct).then(|| mention.words(*span));
        json!({ "field": span.field.name(), "start": span.start, "end": span.end, "words": words })
    });
    let spans: Vec<Value> = spans.collect();
    json!({ "name": tag.name.as_str(), "rule": tag.rule.as_str(), "by": by, "rules": rules, "spans": spans })
}

/// Leaves out what is not known.
fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// The tags there are.
pub(super) fn tags(catalog: &Catalog) -> String {
    let tags = catalog.entries.iter().map(|entry| {
        let (kind, role) = match entry.kind {
            EntryKind::Brand(role) => ("brand", Some(role.name())),
            EntryKind::Theme => ("theme", None),
            EntryKind::Campaign => ("campaign", None),
        };
        let aliases: Vec<&str> = entry.aliases.iter().map(mention::TagName::as_str).collect();
        json!({
            "name": entry.name.as_str(), "label": entry.label, "kind": kind, "role": role, "owner": entry.owner,
            "aliases": aliases,
        })
    });
    let tags: Vec<Value> = tags.collect();
    let mut value = json!({ "rules": catalog.rules.to_string(), "tags": tags });
    strip(&mut value);
    text(&value)
}

/// The rules in use, and what is found in the files.
pub(super) fn rules(tagger: Option<&Tagger>, findings: &[Finding]) -> String {
    let rule = |tagger: &Tagger, head: &Head| {
        let finds = tagger.asks_for(&head.id).map(in_words).unwrap_or_default();
        json!({
            "id": head.id.as_str(), "label": head.label, "description": head.description, "owner": head.owner,
            "trial": head.trial, "file": head.place.file, "line": head.place.line, "finds": finds,
        })
    };
    let rules: Vec<Value> = tagger.map_or_else(Vec::new, |tagger| {
        tagger.rules().heads().map(|head| rule(tagger, head)).collect()
    });
    let finding = |finding: &Finding| {
        let (line, column) = finding.position();
        json!({
            "severity": finding.diagnostic.severity.name(), "code": finding.code().name(), "file": finding.file(),
            "line": line, "column": column, "message": finding.diagnostic.message, "help": finding.diagnostic.help,
        })
    };
    let findings: Vec<Value> = findings.iter().map(finding).collect();
    let id = tagger.map(|tagger| tagger.rules().id.to_string());
    let mut value = json!({ "id": id, "rules": rules, "findings": findings });
    strip(&mut value);
    text(&value)
}

/// What became of every record, and where reading stands.
pub(super) fn ledger(rows: &[LedgerCount], positions: &[CursorRow]) -> String {
    let mut totals: BTreeMap<&str, u64> = BTreeMap::new();
    let row = |row: &LedgerCount| {
        let reason = match row.class {
            LedgerClass::Rejected(reason) => Some(reason.name()),
            _ => None,
        };
        json!({
            "source": row.source, "part": row.part, "hour": row.hour.and_then(told), "class": row.class.name(),
            "reason": reason, "records": row.records,
        })
    };
    for row in rows {
        *totals.entry(row.class.name()).or_default() += row.records;
    }
    let rows: Vec<Value> = rows.iter().map(row).collect();
    let positions = positions.iter().map(|row| {
        json!({ "source": &*row.part.source, "part": &*row.part.name, "next": row.next.map(|next| next.0) })
    });
    let positions: Vec<Value> = positions.collect();
    let mut value = json!({ "totals": totals, "positions": positions, "rows": rows });
    strip(&mut value);
    text(&value)
}

/// The reports there are.
pub(super) fn reports() -> String {
    let report = |name: ReportName| json!({ "name": name.name(), "answers": name.answers(), "takes_tags": name.takes_tags() });
    let reports: Vec<Value> = ReportName::ALL.into_iter().map(report).collect();
    text(&json!({ "reports": reports }))
}

/// The document that describes these addresses, as `OpenAPI` 3.1 has it; each with the parameters behind its `?`.
pub(super) fn openapi(
    version: &str,
    base: &str,
    routes: &[(&'static Route, &'static [&'static str])],
) -> String {
    let mut paths = BTreeMap::new();
    for (route, parameters) in routes {
        // Questions that carry a body.
        let method = if POSTS.contains(&route.path) { "post" } else { "get" };
        let mut asked = serde_json::Map::new();
        asked.insert(method.to_owned(), operation(route, parameters));
        paths.insert(route.path, asked);
    }
    let problem = json!({
        "type": "object",
        "required": ["type", "title", "status", "code", "detail", "instance"],
        "properties": {
            "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
            "code": { "type": "string" }, "detail": { "type": "string" }, "instance": { "type": "string" },
        },
    });
    text(&json!({
        "openapi": "3.1.0",
        "info": {
            "title": "tagline",
            "version": version,
            "description": "What people say about a brand: tagged, counted, reported. Times are UTC; fields that are not known are left out.",
        },
        "servers": [{ "url": format!("{base}/") }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": { "Problem": problem },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    }))
}

fn operation(route: &Route, parameters: &[&str]) -> Value {
    let in_path =
        route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path.map(|name| {
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
    });
    let repeated = |name: &str| match name {
        "tag" => json!({ "type": "array", "items": { "type": "string" } }),
        "limit" => {
            json!({ "type": "integer", "minimum": 1, "maximum": super::mentions::LIMIT_MAX })
        }
        _ => json!({ "type": "string" }),
    };
    let in_query = parameters
        .iter()
        .map(|name| json!({ "name": name, "in": "query", "schema": repeated(name) }));
    let parameters: Vec<Value> = in_path.chain(in_query).collect();
    let id =
        route.path.trim_start_matches("/api/v1/").replace(['{', '}'], "").replace(['/', '.'], "-");
    let role = match route.needs {
        Needs::Nobody => "nobody",
        Needs::Role(role) => role.name(),
    };
    let problem = |told: &str| {
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        json!({ "description": told, "content": { "application/problem+json": { "schema": schema } } })
    };
    json!({
        "operationId": id,
        "summary": route.about,
        "description": format!("Needs the role {role}, where the server has tokens."),
        "parameters": parameters,
        "responses": {
            "200": { "description": route.about, "content": { "application/json": { "schema": { "type": "object" } } } },
            "304": { "description": "The answer is what it was." },
            "400": problem("The question cannot be understood."),
            "401": problem("A token is needed."),
            "403": problem("The token lets you do less."),
            "404": problem("There is nothing of this name, or nothing was read yet."),
            "503": problem("The store does not answer, or too many ask at once."),
        },
    })
}
