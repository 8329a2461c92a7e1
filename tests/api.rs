//! Whatever may be asked of the API by its own document is answered as the document says: a client that knows nothing else
//! asks it, with tokens of several roles and without.

use std::env;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::browser::serve;
use crate::command::Place;

/// What an answer is held to.
const CHECKS: &str = "not_a_server_error,response_schema_conformance,content_type_conformance,status_code_conformance";

/// The client, where `tests/run` has put it.
fn client() -> Option<PathBuf> {
    let client = env::var_os("TAGLINE_SCHEMATHESIS").map(PathBuf::from);
    let client = client.filter(|path| path.is_file());
    let required = env::var("TAGLINE_REQUIRE").unwrap_or_default();
    assert!(
        client.is_some() || !required.split(',').any(|name| name == "schemathesis"),
        "TAGLINE_REQUIRE asks for schemathesis, and TAGLINE_SCHEMATHESIS names no program"
    );
    if client.is_none() {
        eprintln!("skipped: no schemathesis; tests/run installs it and sets TAGLINE_SCHEMATHESIS");
    }
    client
}

#[test]
fn what_the_document_allows_is_answered_as_it_says() {
    let Some(client) = client() else { return };
    let place = Place::new();
    place.call(["demo", "demo"]).ends(0);
    let mut config = std::fs::read_to_string(place.path("demo/tagline.toml")).unwrap();
    config += "\n[serve.tokens]\n";
    let mut tokens = Vec::new();
    for role in ["read", "admin"] {
        let made = place.call(["serve", "token", role, "--role", role]).ends(0);
        let line = made.err.lines().find(|line| line.starts_with(&format!("{role} = "))).unwrap();
        writeln!(config, "{line}").unwrap();
        tokens.push(made.out.trim().to_owned());
    }
    place.write("demo/tagline.toml", &config);
    let site = serve(&place, &["--write"]);
    let document = place.path("document.json");
    let fetched = crate::ops::fetch(&site.url, "/api/v1/openapi.json", &tokens[0]);
    std::fs::write(&document, fetched).unwrap();
    for token in tokens.iter().map(Some).chain([None]) {
        let mut asks = Command::new(&client);
        asks.arg("run").arg(&document).args(["--url", &site.url, "--checks", CHECKS]);
        asks.args(["--generation-deterministic", "--max-examples", "4", "--no-color"]);
        if let Some(token) = token {
            asks.args(["--header", &format!("Authorization: Bearer {token}")]);
        }
        let output = asks.current_dir(place.path("demo")).stdin(Stdio::null()).output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}
