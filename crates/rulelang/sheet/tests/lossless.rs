//! An untouched sheet changes no byte, whatever the file looks like.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::{Just, ProptestConfig, Strategy, prop_assert, prop_oneof, proptest};

use super::super::{Import, Options, export, import, read};
use super::{changed, file, imported};
use crate::SourceFile;

fn rule_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        match entry.is_dir() {
            true if name != "target" && !name.starts_with('.') => rule_files(&entry, found),
            false if name.ends_with(".rules.toml") => found.push(entry),
            _ => {}
        }
    }
}

/// What is not as it was after a sheet was written, read and imported, in each form a sheet can have.
fn lost(files: &[Arc<SourceFile>]) -> Vec<String> {
    let export = export(files);
    let csv = export.csv();
    let text = std::str::from_utf8(&csv).unwrap();
    let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let semicolons = changed(&csv, |_| ());
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(semicolons.as_slice());
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    reader.records().for_each(|record| writer.write_record(&record.unwrap()).unwrap());
    let semicolons = writer.into_inner().unwrap();
    // Without what rows were exported from, every cell is compared with the file.
    let bare = changed(&csv, |rows| rows.iter_mut().for_each(|row| row.truncate(14)));
    let reversed = changed(&csv, |rows| rows[1..].reverse());
    let xlsx = export.xlsx().unwrap();
    let sheets: [(&str, Vec<u8>); 6] = [
        ("csv", csv.clone()),
        ("utf-16", wide),
        ("semicolons", semicolons),
        ("bare", bare),
        ("reversed", reversed),
        ("xlsx", xlsx),
    ];
    let differs = |(form, bytes): (&str, Vec<u8>)| {
        let import = imported(files, &bytes, Options { into: None, delete: true });
        let Import { files, changes, refusals, findings, absent } = &import;
        let same =
            files.is_empty() && changes.is_empty() && refusals.is_empty() && absent.is_empty();
        (!same || !findings.is_empty()).then(|| format!("{form}: {}", super::shown(&import)))
    };
    sheets.into_iter().filter_map(differs).collect()
}

#[test]
fn f8_every_rule_file_of_the_repository_comes_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = Vec::new();
    rule_files(&root, &mut paths);
    assert!(paths.len() >= 10, "{paths:?}");
    for path in &paths {
        let text = fs::read_to_string(path).unwrap();
        for text in [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), text] {
            let lost = lost(&[file("a.rules.toml", &text)]);
            assert!(lost.is_empty(), "{}\n{}", path.display(), lost.join("\n"));
        }
    }
}

/// A text of what breaks sheets and files: quotes, signs, line breaks, what Excel takes for something else.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z]{1,4}",
        Just(" ".to_owned()),
        Just("'".to_owned()),
        Just("\"".to_owned()),
        Just("\n".to_owned()),
        Just("\\".to_owned()),
        Just("⏎".to_owned()),
        Just("“ü”".to_owned()),
        Just("😍".to_owned()),
        Just("#x".to_owned()),
        "[=+@;,\t-]",
        Just("1E5".to_owned()),
        Just("007".to_owned()),
        Just("3-4".to_owned()),
        Just("_x0041_".to_owned()),
        Just("\u{1}".to_owned()),
        Just("\r".to_owned()),
        Just("<<<&>>>".to_owned()),
    ];
    proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// A text as TOML writes it.
fn quoted() -> impl Strategy<Value = String> {
    (text(), 0..4).prop_map(|(text, how)| {
        let basic = toml::Value::String(text.clone()).to_string();
        let plain = text.chars().all(|c| c == '\n' || !c.is_control());
        match how {
            0 if plain && !text.contains(['\'', '\n']) => format!("'{text}'"),
            1 if plain && !text.contains("''") && !text.ends_with('\'') => format!("'''{text}'''"),
            2 if plain && !text.contains(['\\', '"']) => format!("\"\"\"\n{text}\"\"\""),
            _ => basic,
        }
    })
}

fn list() -> impl Strategy<Value = String> {
    prop_oneof![
        quoted(),
        proptest::collection::vec(quoted(), 0..4)
            .prop_map(|items| format!("[{}]", items.join(", "))),
        proptest::collection::vec(quoted(), 1..4).prop_map(|items| format!(
            "[\n    {}, # why\n]",
            items.join(", # one\n    # two\n    ")
        )),
    ]
}

/// The keys of one rule, for all languages or by language.
fn body() -> impl Strategy<Value = String> {
    prop_oneof![
        quoted().prop_map(|query| format!("query = {query}\n")),
        (list(), list()).prop_map(|(any, none)| format!("any = {any}\nnone = {none} # never\n")),
        (list(), list(), list())
            .prop_map(|(en, sv, all)| format!("any.en = {en}\n  any.sv={sv}\nall = {all}\n")),
        (quoted(), quoted())
            .prop_map(|(any, sv)| format!("query = {{ any = {any}, sv = {sv} }}\n")),
        (quoted(), quoted(), list()).prop_map(|(any, sv, posts)| format!(
            "match = {posts}\n\n  [KIND.query]\n  any = {any}\n  # the other\n  sv = {sv}\n"
        )),
    ]
}

fn rule(number: usize) -> impl Strategy<Value = String> {
    let kind = proptest::sample::select(vec!["brand", "theme", "campaign", "exclude"]);
    let own = prop_oneof![
        Just(""),
        Just("trial = true\n"),
        Just("starts = 2026-03-20\nends = '2026-04-30'\n"),
        Just("role = 'own'\n")
    ];
    (kind, quoted(), own, body(), quoted()).prop_map(move |(kind, label, own, body, owner)| {
        let body = body.replace("KIND", kind);
        format!("# about {number}\n[[{kind}]]\nid = 'r-{number}'\nlabel = {label}\n{own}owner = {owner}\n{body}\n")
    })
}

fn rules() -> impl Strategy<Value = String> {
    let rules = (rule(0), rule(1), rule(2)).prop_map(|(a, b, c)| [a, b, c].concat());
    (rules, 0..2).prop_map(|(text, lines)| match lines {
        0 => text,
        _ => text.replace("\r\n", "\n").replace('\n', "\r\n"),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_rule_file_comes_back(text in rules()) {
        let files = [file("a.rules.toml", &text)];
        prop_assert!(toml::de::DeTable::parse(&text).is_ok(), "the test writes no TOML:\n{text}");
        let lost = lost(&files);
        prop_assert!(lost.is_empty(), "{text}\n{}", lost.join("\n"));
    }

    /// Every cell that is changed is changed in the file, and nothing else is; the sheet of the result says so.
    #[test]
    fn what_a_sheet_says_is_what_the_file_says_then(text in rules(), other in rules()) {
        let (old, new) = ([file("a.rules.toml", &text)], [file("a.rules.toml", &other)]);
        let sheet = changed(&export(&new).csv(), |rows| rows.iter_mut().for_each(|row| row.truncate(14)));
        let import = import(&old, &read("sheet.csv", &sheet).unwrap(), Options::default());
        let made = import.files.first().map_or(text.as_str(), |file| file.text.as_str());
        let rows = export(&[file("a.rules.toml", made)]).rows().to_vec();
        let refused: Vec<&str> = import.refusals.iter().map(|refusal| refusal.rule.as_str()).collect();
        for row in export(&new).rows() {
            let known = rows.iter().any(|made| made.name() == row.name());
            let empty = super::super::Column::ALL.iter().all(|column| !column.by_language() || row[*column].is_empty());
            let refused = refused.iter().any(|rule| rule.starts_with(&format!("{} {}", &row.0[0], &row.0[1])));
            let erroneous = import.findings.iter().any(crate::Finding::is_error);
            prop_assert!(known || empty || refused || erroneous, "{row:?} is lost\n{text}\n{other}\n{made}\n{}", super::shown(&import));
        }
        prop_assert!(made.lines().filter(|line| line.starts_with("# about")).count() >= 3);
    }
}

#[test]
fn a_sheet_that_lost_something_is_seen() {
    // The negative control: a sheet that differs in one letter, one row or one language does not come back.
    let text = "[[theme]]\nid = 'a'\nquery.en = 'x'\nquery.sv = 'y'\n";
    let files = [file("a.rules.toml", text)];
    let csv = export(&files).csv();
    for at in [0, 1, 6, 7] {
        let touched = changed(&csv, |rows| rows[2][at].push('z'));
        let import = imported(&files, &touched, Options { into: None, delete: true });
        let silent =
            import.files.is_empty() && import.refusals.is_empty() && import.findings.is_empty();
        assert!(!silent, "column {at}");
    }
    let short = changed(&csv, |rows| rows.truncate(2));
    assert_eq!(imported(&files, &short, Options::default()).absent, ["theme a, sv"]);
}
