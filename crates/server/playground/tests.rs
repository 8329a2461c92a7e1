//! The playground asked over HTTP, with rule files in memory.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use mention::{Mention, Timestamp};
use rulelang::{RuleSet, SourceFile};
use serde_json::{Value, json};
use tagger::Review;

use crate::site::Site;
use crate::tests;
use crate::workbench::{Decoded, Unwritten, Workbench, Written};

const RULES: &str = "[[brand]]\nid = 'acme'\nlabel = 'Acme'\nquery = 'acme'\nmatch = ['acme']\n";

const NOW: Timestamp = Timestamp(1_795_348_800_000);

/// Rule files that lie in memory.
pub(crate) struct Memory(Mutex<Vec<SourceFile>>);

impl Memory {
    pub(crate) fn new() -> Arc<Self> {
        let file = SourceFile { name: "rules/a.rules.toml".to_owned(), text: RULES.to_owned() };
        Arc::new(Self(Mutex::new(vec![file])))
    }

    fn text(&self) -> String {
        self.0.lock().unwrap()[0].text.clone()
    }
}

impl Workbench for Memory {
    fn files(&self) -> Result<Vec<SourceFile>, String> {
        Ok(self.0.lock().unwrap().clone())
    }

    fn review(&self, changed: &[SourceFile]) -> Result<Review, String> {
        let newer = |file: SourceFile| {
            changed.iter().find(|changed| changed.name == file.name).cloned().unwrap_or(file)
        };
        let files: Vec<SourceFile> = self.files()?.into_iter().map(newer).collect();
        let (rules, findings) = match RuleSet::read(&files, &|_, _| Err(String::new())) {
            Ok((rules, findings)) => (Some(rules), findings),
            Err(findings) => (None, findings),
        };
        tagger::review(rules, findings, &[], NOW).map_err(|refused| refused.to_string())
    }

    fn write(&self, changes: &[Written]) -> Result<(), Unwritten> {
        let mut files = self.0.lock().unwrap();
        for change in changes {
            let file = files.iter_mut().find(|file| file.name == change.name).unwrap();
            if Some(&file.text) != change.expected.as_ref() {
                return Err(Unwritten::Changed(file.name.clone().into()));
            }
            file.text.clone_from(&change.text);
        }
        Ok(())
    }

    fn decode(&self, _: &str, bytes: &[u8], _: usize) -> Result<Decoded, String> {
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| "this is no text".to_owned())?;
        let post = |line: &str| Mention { text: line.to_owned(), ..Mention::default() };
        Ok(Decoded { posts: text.lines().map(post).collect(), ..Decoded::default() })
    }

    fn take(&self, name: &str, _: &[u8]) -> Result<Vec<String>, String> {
        Ok(vec![format!("read {name}")])
    }
}

/// What a site with these rules answers; its store is not there yet.
fn answer(bench: &Arc<Memory>, writes: bool, request: Request<Body>) -> (StatusCode, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = tests::settings(&folder.path().join("tagline.db"));
    settings.workbench = Arc::clone(bench) as Arc<dyn Workbench>;
    settings.writes = writes;
    let answered = tests::ask(&Site::new(settings), request);
    (answered.status, answered.body)
}

fn get(bench: &Arc<Memory>, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).header("Host", "localhost").body(Body::empty()).unwrap();
    answer(bench, true, request)
}

/// Asks the API, and reads its answer.
fn run(question: &Value) -> (StatusCode, Value) {
    let request = Request::post("/api/v1/playground/run").header("Host", "localhost");
    let request = request.header("Content-Type", "application/json");
    let request = request.body(Body::from(question.to_string())).unwrap();
    let (status, body) = answer(&Memory::new(), false, request);
    (status, serde_json::from_str(&body).unwrap())
}

/// Sends the form with these fields.
fn send(bench: &Arc<Memory>, writes: bool, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let parts = fields.iter().map(|(name, value)| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    });
    let body = parts.collect::<String>() + "--x--\r\n";
    let request = Request::post("/playground").header("Host", "localhost");
    let request = request.header("Content-Type", "multipart/form-data; boundary=x");
    answer(bench, writes, request.body(Body::from(body)).unwrap())
}

/// The value of a hidden field of a page.
fn field<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, behind) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    behind.split('"').next().unwrap()
}

#[test]
fn the_api_tells_findings_tags_words_counts_and_why() {
    let text = format!("{RULES}\n[[theme]]\nid = 'late'\nquery = 'late OR slow OR late'\n");
    let question = json!({
        "text": text,
        "posts": [{"text": "😀 Acme is late"}, {"text": "nothing"}],
        "explain": {"post": 1, "rule": "late"},
    });
    let (status, answer) = run(&question);
    assert_eq!(status, StatusCode::OK);
    let found = &answer["findings"];
    let duplicate = found.as_array().unwrap().iter().find(|it| it["code"] == "duplicate").unwrap();
    let start = usize::try_from(duplicate["start"].as_u64().unwrap()).unwrap();
    assert_eq!(&text[start..start + 4], "late", "{duplicate}");
    assert_eq!(duplicate["fix"]["text"], "");
    let tags = &answer["posts"][0]["tags"];
    assert_eq!(tags[0]["tag"], "acme");
    assert_eq!(tags[0]["spans"], json!([{"field": "text", "start": 3, "length": 4}]));
    assert_eq!(answer["posts"][1]["tags"], json!([]));
    assert_eq!(
        answer["counts"][0],
        json!({"tag": "acme", "label": "Acme", "kind": "brand", "posts": 1})
    );
    assert_eq!(answer["explained"]["why_not"][0]["rule"], "late");
}

#[test]
fn rules_with_errors_try_no_post_and_say_why() {
    let (status, answer) =
        run(&json!({"text": "[[brand]]\nid = 'a'\nquery = '(a'\n", "posts": []}));
    assert_eq!((status, &answer["usable"]), (StatusCode::OK, &json!(false)));
    assert_eq!(answer["findings"][0]["code"], "unbalanced-bracket");
}

#[test]
fn a_question_that_is_none_is_told_what_is_wrong() {
    let long = "#".repeat(super::RULES_BYTES_MAX + 1);
    for (question, status, told) in [
        (json!({"txt": ""}), StatusCode::BAD_REQUEST, "nknown field `txt`"),
        (json!({"text": "", "file": "../x"}), StatusCode::NOT_FOUND, "no rule file"),
        (json!({"text": "", "posts": [{"lang": "nope!"}]}), StatusCode::BAD_REQUEST, "no language"),
        (json!({"text": long, "posts": []}), StatusCode::PAYLOAD_TOO_LARGE, "1048576 bytes"),
    ] {
        let (found, answer) = run(&question);
        assert_eq!(found, status, "{answer}");
        assert!(answer["detail"].as_str().unwrap().contains(told), "{answer}");
    }
}

#[test]
fn the_page_works_as_a_form() {
    let bench = Memory::new();
    let (status, page) = get(&bench, "/playground");
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("[[brand]]\nid = &#39;acme&#39;\n"), "line ends stay: {page}");
    let (_, page) = send(
        &bench,
        false,
        &[("text", RULES), ("from", "text"), ("posts", "acme <b>\r\nfine"), ("explain", "0")],
    );
    assert!(page.contains("1 of 2 posts have a tag"), "{page}");
    assert!(page.contains("acme<span class=\"label\">acme</span></mark> &lt;b&gt;"), "{page}");
    assert!(page.contains("by <code>acme</code>"), "{page}");
    assert!(!page.contains("value=\"save\""), "nothing is written without --write");
}

#[test]
fn rules_are_saved_only_over_what_was_opened_and_only_when_they_can_be_used() {
    let bench = Memory::new();
    let (_, page) = get(&bench, "/playground");
    let mark = field(&page, "mark").to_owned();
    let better = RULES.replace("Acme", "ACME");
    let save = |text: &str, mark: &str| {
        let (text, mark) = (text.replace('\n', "\r\n"), mark.to_owned());
        let bench = Arc::clone(&bench);
        send(&bench, true, &[("do", "save"), ("text", &text), ("mark", &mark)]).1
    };
    let (_, page) = send(&bench, false, &[("do", "save"), ("text", &better), ("mark", &mark)]);
    assert!(page.contains("read-only") && bench.text() == RULES, "{page}");
    assert!(save("[[brand]]\n", &mark).contains("with errors"));
    assert!(save(&better, "0").contains("somebody changed the file"));
    assert_eq!(bench.text(), RULES);
    let page = save(&better, &mark);
    assert!(page.contains("Saved to rules/a.rules.toml"), "{page}");
    assert_eq!(bench.text(), better);
    assert!(save(RULES, &mark).contains("somebody changed the file"));
    assert!(save(RULES, field(&page, "mark")).contains("Saved to"));
}

#[test]
fn line_ends_of_a_file_stay_what_they_are() {
    let bench = Memory::new();
    bench.0.lock().unwrap()[0].text = RULES.replace('\n', "\r\n");
    let (_, page) = get(&bench, "/playground");
    let mark = field(&page, "mark").to_owned();
    let (_, page) = send(&bench, true, &[("do", "save"), ("text", RULES), ("mark", &mark)]);
    assert!(page.contains("Saved to"), "{page}");
    assert_eq!(bench.text(), RULES.replace('\n', "\r\n"));
}
