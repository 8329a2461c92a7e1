//! Everything that can be wrong with what is handed in: place, reason, remedy, the right exit code, nothing lost.

use std::fs;

use crate::command::{Answer, Place};

const GOOD: &str = r#"{"id":"1","platform":"twitter","text":"my acme parcel is late","created_at":"2026-05-04T12:30:00Z"}"#;

fn place() -> Place {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    place
}

fn run(place: &Place, input: &str) -> Answer {
    place.call(["run", "--input", input])
}

#[test]
fn a_record_that_cannot_be_read_is_rejected_with_its_place_and_reason() {
    let future = r#"{"id":"2","text":"late","created_at":"2999-01-01T00:00:00Z"}"#;
    let cases: &[(&str, &[u8], &[&str])] = &[
        ("not-json", b"this is not JSON", &["line 2", "invalid-json"]),
        (
            "no-id",
            br#"{"text":"late","created_at":"2026-05-04T12:30:00Z"}"#,
            &["line 2", "missing-id"],
        ),
        ("no-time", br#"{"id":"2","text":"late"}"#, &["line 2", "missing-time", "created_at"]),
        (
            "no-text",
            br#"{"id":"2","created_at":"2026-05-04T12:30:00Z"}"#,
            &["line 2", "missing-text"],
        ),
        (
            "bad-time",
            br#"{"id":"2","text":"late","created_at":"yesterday"}"#,
            &["line 2", "invalid-time", "yesterday"],
        ),
        (
            "wrong-type",
            br#"{"id":"2","text":["late"],"created_at":"2026-05-04T12:30:00Z"}"#,
            &["line 2", "wrong-type", "text"],
        ),
        ("invalid-utf8", b"{\"id\":\"2\",\"text\":\"l\xff\"}", &["line 2", "invalid-utf8"]),
        ("future", future.as_bytes(), &["line 2", "future-time"]),
    ];
    for (name, line, words) in cases {
        let place = place();
        let file = format!("{name}.jsonl");
        place.write(
            &file,
            [GOOD.as_bytes(), b"\n", line, b"\n", GOOD.replace("\"1\"", "\"3\"").as_bytes(), b"\n"]
                .concat(),
        );
        let answer = run(&place, &file).ends(0).says(words).says(&[&file]);
        assert!(answer.err.contains('3'), "{answer:#?}");
        place.call(["verify"]).ends(0);
    }
}

#[test]
fn a_line_of_ten_megabytes_is_rejected_and_the_next_is_read() {
    let place = place();
    let long = format!(
        r#"{{"id":"2","text":"{}","created_at":"2026-05-04T12:30:00Z"}}"#,
        "late ".repeat(2_000_000)
    );
    place.write("long.jsonl", format!("{GOOD}\n{long}\n{}\n", GOOD.replace("\"1\"", "\"3\"")));
    run(&place, "long.jsonl").ends(0).says(&["too-large", "line 2"]);
}

#[test]
fn a_file_cut_off_is_read_to_the_cut_and_told() {
    use std::io::Write;
    let place = place();
    let lines: String =
        (0..5_000).map(|n| GOOD.replace("\"1\"", &format!("\"{n}\"")) + "\n").collect();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(lines.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    place.write("cut.jsonl.gz", &packed[..packed.len() / 2]);
    run(&place, "cut.jsonl.gz").ends(3).says(&["cut.jsonl.gz", "everything before it is read"]);
    place.call(["verify"]).ends(0);
}

#[test]
fn what_is_not_there_or_may_not_be_read_is_named() {
    let place = place();
    run(&place, "nowhere.jsonl").ends(2).says(&["nowhere.jsonl", "check the name"]);
    place.write("empty.jsonl", "");
    run(&place, "empty.jsonl").ends(0).says(&["empty.jsonl"]);
}

#[test]
fn an_unknown_key_of_the_configuration_is_named_with_the_likeliest() {
    let place = place();
    place.write("tagline.toml", "[store]\npaht = \"x.db\"\n");
    place.call(["verify"]).ends(2).says(&["tagline.toml:2", "store.paht", "store.path"]);
}

#[test]
fn a_sheet_without_its_columns_says_which_it_has() {
    let place = place();
    place.write("posts.csv", "Foo;Bar\n1;2\n");
    run(&place, "posts.csv").ends(2).says(&["posts.csv", "Foo", "--map"]);
}

#[test]
fn a_spreadsheet_of_a_community_manager_is_read() {
    let place = place();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (column, heading) in (0..).zip(["Date", "Author", "Message", "Network"]) {
        sheet.write(0, column, heading).unwrap();
    }
    let at =
        rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 5, 4).unwrap().and_hms(12, 30, 0).unwrap();
    sheet.write_with_format(1, 0, &at, &date).unwrap();
    for (column, value) in (1..).zip(["maya", "my acme parcel is late", "Twitter"]) {
        sheet.write(1, column, value).unwrap();
    }
    book.save(place.path("export.xlsx")).unwrap();
    run(&place, "export.xlsx").ends(0).says(&["Message", "Date"]);
    let report = place.call(["report", "tags", "--format", "csv"]).ends(0).out;
    assert!(report.contains("acme/delivery"), "{report}");
}

/// The ten mistakes of rule files, each with what must be said about it.
const MISTAKES: &[(&str, &str, &[&str])] = &[
    ("no quote", "[[brand]]\nid = \"a\nquery = \"a\"\n", &["quote that opens here"]),
    ("unknown key", "[[brand]]\nid = \"a\"\nqery = \"acme\"\n", &["unknown-key", "query"]),
    (
        "id twice",
        "[[brand]]\nid = \"a\"\nquery = \"x\"\n[[brand]]\nid = \"a\"\nquery = \"y\"\n",
        &["duplicate-id"],
    ),
    ("bad id", "[[brand]]\nid = \"A b\"\nquery = \"x\"\n", &["a-b"]),
    ("no query", "[[theme]]\nid = \"a\"\n", &["query"]),
    ("query and any", "[[theme]]\nid = \"a\"\nquery = \"x\"\nany = [\"y\"]\n", &["any"]),
    ("unknown list", "[[theme]]\nid = \"a\"\nquery = \"x {{jobs}}\"\n", &["unknown-list", "jobs"]),
    ("open bracket", "[[theme]]\nid = \"a\"\nquery = \"(late OR lost\"\n", &["unbalanced-bracket"]),
    (
        "dates backwards",
        "[[campaign]]\nid = \"a\"\nquery = \"x\"\nstarts = 2026-05-02\nends = 2026-05-01\ntimezone = \"UTC\"\n",
        &["campaign-dates"],
    ),
    (
        "example fails",
        "[[theme]]\nid = \"a\"\nquery = \"late\"\nmatch = [\"on time\"]\n",
        &["on time"],
    ),
];

#[test]
fn each_of_ten_mistakes_in_a_rule_file_is_shown_and_refused() {
    for (name, text, words) in MISTAKES {
        let place = Place::new();
        place.write("rules/a.rules.toml", format!("format = 1\n{text}"));
        let answer = place.call(["rules", "check"]).ends(1);
        for word in words.iter().chain([&"a.rules.toml"]) {
            assert!(answer.out.contains(word), "{name}: lacks {word:?}: {}", answer.out);
        }
        place.write("posts.jsonl", GOOD);
        place.call(["run", "--input", "posts.jsonl"]).ends(2).says(&["a.rules.toml"]);
        assert!(!fs::exists(place.path("tagline.db")).unwrap(), "{name}: a store was made");
    }
}
