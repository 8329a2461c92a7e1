//! What the API answers is what its document says of it.

use std::collections::BTreeSet;
use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use mention::{Alert, AlertKind, Decimal, Driver, RuleSetId, Timestamp};
use serde_json::{Value, json};
use store::{Judgment, OpenOptions, Store};

use super::{Answered, ask, get, world};
use crate::route;
use crate::site::Site;
use crate::world::write_conversation;

/// A site with everything that the API tells of.
fn full() -> (tempfile::TempDir, Site) {
    let (folder, site) = world(|_| ());
    let path = folder.path().join("tagline.db");
    write_conversation(&path);
    write_alert(&path);
    (folder, site)
}

fn write_alert(path: &Path) {
    let at = Timestamp::from_seconds(1_794_600_000);
    let alert = Alert {
        tag: "late".into(),
        kind: AlertKind::Spike,
        start: at,
        latest: at,
        raised_at: at,
        mentions: 40,
        expected: Some(Decimal(3_000_000)),
        strength: Some(Decimal(9_000_000)),
        people: Some(12),
        loudest: Some(3),
        drivers: vec![Driver { name: "#late".into(), mentions: 20, share_permille: 540 }],
        rules: RuleSetId(7),
        graded: None,
    };
    let mut store = Store::open(path, &OpenOptions::default()).unwrap();
    let raised = vec![(alert, Vec::new())];
    let raised = store.judge(&Judgment { raised, ..Judgment::default() }).unwrap();
    assert_eq!(raised.len(), 1);
}

fn post(site: &Site, path: &str, body: &Value) -> Answered {
    let request = Request::post(path).header(header::HOST, "localhost");
    ask(site, request.body(Body::from(body.to_string())).unwrap())
}

fn document(site: &Site) -> Value {
    let answered = get(site, "/api/v1/openapi.json");
    assert_eq!(answered.status, StatusCode::OK);
    serde_json::from_str(&answered.body).unwrap()
}

/// What is wrong with `answer`, by what the document says of `path`.
fn wrongs(
    document: &Value,
    (path, method, status): (&str, &str, &str),
    answer: &Value,
) -> Vec<String> {
    let content = &document["paths"][path][method]["responses"][status]["content"];
    let form = if status == "200" { "application/json" } else { "application/problem+json" };
    let schema = content[form]["schema"].clone();
    assert!(schema.is_object(), "{method} {path} {status}: {content}");
    // Its references lead to where the document has them.
    let whole = json!({ "allOf": [schema], "components": document["components"] });
    let validator = jsonschema::validator_for(&whole).unwrap();
    validator
        .iter_errors(answer)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// Asks an address and holds its answer to what the document says of the path it is of.
#[track_caller]
fn check(site: &Site, document: &Value, path: &str, address: &str) -> Value {
    let answered = get(site, address);
    assert_eq!(answered.status, StatusCode::OK, "{address}: {}", answered.body);
    let answer = serde_json::from_str(&answered.body).unwrap();
    let wrongs = wrongs(document, (path, "get", "200"), &answer);
    assert!(wrongs.is_empty(), "{address}: {wrongs:#?}");
    answer
}

#[test]
fn every_answer_is_what_the_document_says() {
    let (_folder, site) = full();
    let document = document(&site);
    for (path, address) in [
        ("/api/v1/openapi.json", "/api/v1/openapi.json"),
        ("/api/v1/reports", "/api/v1/reports"),
        ("/api/v1/mentions", "/api/v1/mentions?limit=500"),
        ("/api/v1/mentions", "/api/v1/mentions?q=parcel&limit=3"),
        ("/api/v1/mentions/{platform}/{id}", "/api/v1/mentions/twitter/a%2Fb%3F51"),
        ("/api/v1/tags", "/api/v1/tags"),
        ("/api/v1/rules", "/api/v1/rules"),
        ("/api/v1/ledger", "/api/v1/ledger"),
        ("/api/v1/alerts", "/api/v1/alerts"),
    ] {
        check(&site, &document, path, address);
    }
    for name in report::ReportName::ALL {
        for period in ["all", "2026-W46", "2026-01"] {
            let address = format!("/api/v1/reports/{name}?period={period}");
            check(&site, &document, "/api/v1/reports/{name}", &address);
        }
    }
    let missing = get(&site, "/api/v1/mentions/twitter/nobody");
    let told = serde_json::from_str(&missing.body).unwrap();
    let of = ("/api/v1/mentions/{platform}/{id}", "get", "404");
    assert_eq!(wrongs(&document, of, &told), Vec::<String>::new());
}

#[test]
fn what_is_sent_and_what_comes_back_is_what_the_document_says() {
    let (_folder, site) = full();
    let document = document(&site);
    let told = |path: &str, body: &Value, address: &str| {
        let sent = &document["paths"][path]["post"]["requestBody"]["content"]["application/json"];
        let whole = json!({ "allOf": [sent["schema"]], "components": document["components"] });
        assert!(jsonschema::is_valid(&whole, body), "{path}");
        let answered = post(&site, address, body);
        assert_eq!(answered.status, StatusCode::OK, "{path}: {}", answered.body);
        let answer: Value = serde_json::from_str(&answered.body).unwrap();
        assert_eq!(wrongs(&document, (path, "post", "200"), &answer), Vec::<String>::new());
        answer
    };
    let rules = "[[theme]]\nid = \"late\"\nquery = 'late OR late'\n";
    let explain = json!({ "post": 0, "rule": "late" });
    let trial = json!({ "text": rules, "posts": [{ "text": "too late" }], "explain": explain });
    let tried = told("/api/v1/playground/run", &trial, "/api/v1/playground/run");
    assert!(tried["explained"]["why"][0].is_object(), "{tried}");
    assert!(tried["findings"][0].is_object(), "{tried}");

    let alerts = check(&site, &document, "/api/v1/alerts", "/api/v1/alerts");
    let address = format!("/api/v1/alerts/{}/grade", alerts["alerts"][0]["id"].as_str().unwrap());
    let grade = json!({ "grade": "useful", "note": "a storm" });
    let graded = told("/api/v1/alerts/{id}/grade", &grade, &address);
    assert_eq!((&graded["grade"], &graded["note"]), (&json!("useful"), &json!("a storm")));
}

#[test]
fn an_answer_that_is_not_what_the_document_says_is_told() {
    let (_folder, site) = full();
    let document = document(&site);
    let path = "/api/v1/mentions";
    let mut answer = check(&site, &document, path, path);
    let of = (path, "get", "200");
    answer["mentions"][0]["engagement"]["likes"] = json!("many");
    assert_eq!(wrongs(&document, of, &answer).len(), 1);
    let mut answer = check(&site, &document, path, path);
    answer["mentions"][0].as_object_mut().unwrap().remove("tags");
    assert_eq!(wrongs(&document, of, &answer).len(), 1);
    let reports = "/api/v1/reports/{name}";
    let mut report = check(&site, &document, reports, "/api/v1/reports/tags?period=all");
    report["tables"][0]["rows"][0]["mentions"] = json!({ "many": true });
    assert_eq!(wrongs(&document, (reports, "get", "200"), &report).len(), 1);
}

#[test]
fn the_document_has_every_address_and_no_shape_is_anything() {
    let (_folder, site) = full();
    let document = document(&site);
    assert_eq!(document["openapi"], "3.1.0");
    let mut told = BTreeSet::new();
    for route in route::routes().filter(|route| route.path.starts_with("/api/")) {
        let of = document["paths"][route.path].as_object();
        let of = of.unwrap_or_else(|| panic!("{} is missing", route.path));
        let (method, operation) = of.iter().next().unwrap();
        let is_post = ["/run", "/grade"].iter().any(|end| route.path.ends_with(end));
        assert_eq!(method, if is_post { "post" } else { "get" }, "{}", route.path);
        assert!(told.insert(operation["operationId"].as_str().unwrap()), "{operation}");
        let parameters = operation["parameters"].as_array().unwrap();
        for part in route.path.split('/').filter(|part| part.starts_with('{')) {
            let name = part.trim_matches(['{', '}']);
            let has = |parameter: &Value| parameter["name"] == name && parameter["in"] == "path";
            assert!(parameters.iter().any(has), "{}: {name}", route.path);
        }
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let is_told = schema["$ref"].is_string() || route.path.ends_with("openapi.json");
        assert!(is_told, "{}: {schema}", route.path);
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let is_told = ["properties", "anyOf", "oneOf"]
            .iter()
            .any(|key| schema[key].is_object() || schema[key].is_array());
        assert!(is_told, "{name}: {schema}");
    }
}
