//! Texts made to harm: what people write goes through every report and every export, in each form, and acts in none.

use std::io::Read as _;

use report::ReportName;
use serde_json::{Value, json};

use crate::command::Place;

/// What each field of a stranger's may hold.
const TEXTS: [&str; 10] = [
    "=cmd|' /C calc'!A1 acme",
    "+1+cmd|' /C calc'!A1 acme",
    "-2+3 acme",
    "@SUM(1+1)*cmd acme",
    "\t=1+1 acme",
    "<script>alert(1)</script> acme",
    "\"><img src=x onerror=alert(1)> acme </td></table>",
    "acme \u{202e}gnp.exe \u{2066}x \u{200f}",
    "acme [x](javascript:alert(1)) | `a` | \\| \u{1b}[31mred\u{7}",
    "acme \"quoted\", comma; semicolon\r\nand a new line\u{0}",
];

/// Posts whose every field is hostile, a flood, and one that is larger than a record may be.
fn posts() -> String {
    let mut posts = Vec::new();
    for (at, text) in TEXTS.iter().enumerate() {
        posts.extend((4..11).map(|day| {
            json!({
                "id": format!("{text}{day}"), "platform": "twitter", "text": text, "title": text,
                "created_at": format!("2026-05-{day:02}T1{}:30:00Z", at % 10),
                "author": { "id": format!("{at}"), "handle": text, "name": text },
                "permalink": "javascript:alert(1)", "lang": "en", "place": text,
            })
        }));
    }
    let floods = [("unseen", "\u{200b}"), ("turned", "\u{202e}"), ("tall", "\n")];
    let flood =
        |(id, flood): (&str, &str)| (id.to_owned(), format!("acme {}", flood.repeat(200_000)));
    let larger = [("larger".to_owned(), "acme ".repeat(2 << 20))];
    for (id, text) in floods.into_iter().map(flood).chain(larger) {
        let at = "2026-05-06T12:30:00Z";
        posts.push(json!({ "id": id, "platform": "twitter", "text": text, "created_at": at }));
    }
    posts.iter().map(|post| post.to_string() + "\n").collect()
}

fn filled() -> Place {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    let rules = "[[brand]]\nid = \"acme\"\nlabel = \"=1+1 <b>acme\"\nrole = \"own\"\nquery = 'acme'\naccounts = [\"acme\"]\n\n\
                 [[theme]]\nid = \"quoted\"\nlabel = \"@SUM(1)\"\nquery = 'quoted OR red OR alert'\nanswer = true\n";
    place.write("rules/brands.rules.toml", rules);
    place.write("posts.jsonl", posts());
    place.call(["run", "--input", "posts.jsonl"]).ends(0);
    place
}

/// The cells of a table with quotes.
fn cells(text: &str, separator: char) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for sign in text.chars() {
        match sign {
            '"' => quoted = !quoted,
            sign if !quoted && (sign == separator || sign == '\n') => {
                cells.push(std::mem::take(&mut cell));
            }
            sign => cell.push(sign),
        }
    }
    cells.push(cell);
    cells
}

/// A spreadsheet takes none of the cells for something to work out.
#[track_caller]
fn computes_nothing(text: &str, separator: char, what: &str) {
    for cell in cells(text, separator) {
        let acts = cell.starts_with(['=', '+', '@', '\t', '\r'])
            || cell.starts_with('-') && cell.parse::<f64>().is_err();
        assert!(!acts || cell == "-", "{what}: {cell:?}");
    }
}

/// No sign turns around what follows, moves the cursor or colors the screen.
#[track_caller]
fn turns_nothing(text: &str, what: &str) {
    let acts = |sign: &char| {
        report::turning(*sign).is_some() || matches!(sign, '\u{1b}' | '\u{7}' | '\u{0}')
    };
    assert!(!text.chars().any(|sign| acts(&sign)), "{what}");
}

/// A browser runs nothing of it.
#[track_caller]
fn runs_nothing(text: &str, what: &str) {
    for acts in ["<script", "<img", "<b>acme", "href=\"javascript:", "</td></table> "] {
        assert!(!text.contains(acts), "{what}: {acts}");
    }
}

/// Every statement of Excel's in a workbook is text or a number.
fn holds_no_formula(bytes: Vec<u8>, what: &str) {
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for at in 0..book.len() {
        let mut part = String::new();
        let mut file = book.by_index(at).unwrap();
        if file.read_to_string(&mut part).is_ok() {
            assert!(!part.contains("<f>") && !part.contains("Target=\"javascript:"), "{what}");
            turns_nothing(&part, what);
        }
    }
}

#[test]
fn a_report_acts_in_no_form() {
    let place = filled();
    for name in ReportName::ALL.map(ReportName::name) {
        let written = |ending: &str| {
            let file = format!("out.{ending}");
            place
                .call(["report", name, "--period", "2026-05", "--with-authors", "-o", &file])
                .ends(0);
            std::fs::read(place.path(&file)).unwrap()
        };
        let text = |ending: &str| String::from_utf8(written(ending)).unwrap();
        computes_nothing(&text("csv"), ',', name);
        computes_nothing(&text("tsv"), '\t', name);
        let json: Value = serde_json::from_str(&text("json")).unwrap();
        assert_eq!(json["report"], name);
        for line in text("jsonl").lines() {
            assert!(serde_json::from_str::<Value>(line).is_ok(), "{name}: {line}");
        }
        for ending in ["html", "md"] {
            let page = text(ending);
            // In Markdown a sign behind a backslash is that sign.
            runs_nothing(&page.replace("\\<", ""), name);
            turns_nothing(&page, name);
            assert!(page.len() < 300_000, "{name}.{ending}: {}", page.len());
        }
        holds_no_formula(written("xlsx"), name);
        let screen = place.call([
            "report",
            name,
            "--period",
            "2026-05",
            "--with-authors",
            "--format",
            "table",
        ]);
        turns_nothing(&screen.ends(0).out, name);
    }
}

#[test]
fn what_leaves_the_store_acts_in_no_form() {
    let place = filled();
    let ask = "SELECT id, author, tags FROM v_mentions";
    for (format, separator) in [("csv", ','), ("tsv", '\t')] {
        computes_nothing(
            &place.call(["export", "--with-authors", "--format", format]).ends(0).out,
            separator,
            format,
        );
        computes_nothing(
            &place.call(["sql", ask, "--format", format]).ends(0).out,
            separator,
            format,
        );
    }
    let lines = |args: &[&str]| -> Vec<Value> {
        let out = place.call(args).ends(0).out;
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    // Programs are given what was posted, to the sign.
    let posts = lines(&["export", "--with-authors", "--format", "jsonl"]);
    assert!(posts.iter().any(|post| post["text"] == TEXTS[7]));
    let rows = lines(&["sql", ask, "--format", "jsonl"]);
    assert_eq!(rows.len(), posts.len());
    turns_nothing(&place.call(["sql", ask, "--format", "table"]).ends(0).out, "sql");
    place.call(["snapshot", "copy.db"]).ends(0);
    assert_eq!(place.dump("copy.db"), place.dump("tagline.db"));
    place.call(["verify", "--store", "copy.db"]).ends(0);
}
