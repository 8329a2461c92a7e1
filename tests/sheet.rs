//! From Excel to the rules and back, as a marketer does it.

use std::fs;
use std::path::Path;

use crate::command::Place;

/// Copies a folder.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy(&from, &to) } else { fs::copy(&from, &to).map(drop).unwrap() }
    }
}

/// The files of a folder and what they say.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()))
        .collect();
    found.sort();
    found
}

#[test]
fn an_untouched_sheet_changes_no_byte() {
    let place = Place::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), &place.path("rules"));
    let before = [files(&place.path("rules")), files(&place.path("rules/demo"))];
    for sheet in ["rules.xlsx", "rules.csv"] {
        place
            .call(["rules", "export", "rules/demo", "-o", sheet])
            .ends(0)
            .says(&["rows of 3 files"]);
        let said = place
            .call(["rules", "import", sheet, "--rules", "rules/demo", "--yes", "--delete"])
            .ends(0);
        assert_eq!(
            said.out,
            "0 rows added, 0 changed, 0 removed, 0 refused\nthe rules stay as they are\n"
        );
        // A sheet that is there may hold changes nobody imported.
        place
            .call(["rules", "export", "rules/demo", "-o", sheet])
            .ends(2)
            .says(&["is there already"]);
    }
    assert_eq!([files(&place.path("rules")), files(&place.path("rules/demo"))], before);
}

#[test]
fn what_is_changed_in_a_sheet_is_shown_then_written() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    let sheet = place.call(["rules", "export"]).ends(0).out;
    let themes = fs::read_to_string(place.path("rules/themes.rules.toml")).unwrap();
    let sheet = sheet.replace("still waiting", "still waiting\nnever came");
    place.write("rules.csv", &sheet);
    let said = place.call(["rules", "import", "rules.csv"]).ends(0).says(&["add --yes"]);
    let shown = "changed  theme delivery  (rules/themes.rules.toml)\n  any\n    + never came\n0 rows added, 1 changed, 0 removed, 0 refused\n";
    assert_eq!(said.out, shown);
    assert_eq!(fs::read_to_string(place.path("rules/themes.rules.toml")).unwrap(), themes);
    let said = place.call(["rules", "import", "rules.csv", "--yes"]).ends(0);
    assert_eq!(said.out, format!("{shown}wrote rules/themes.rules.toml\n"));
    let expected = themes.replace("\"still waiting\"]", "\"still waiting\", \"never came\"]");
    assert_ne!(expected, themes);
    assert_eq!(fs::read_to_string(place.path("rules/themes.rules.toml")).unwrap(), expected);
    place.call(["rules", "check"]).ends(0);
    // Somebody else changes the same row in the file: the next change of the sheet is refused.
    place.write("rules/themes.rules.toml", expected.replace("never came", "came never"));
    place.write("rules.csv", sheet.replace("never came", "lost"));
    let said = place.call(["rules", "import", "rules.csv", "--yes"]).ends(1);
    assert!(said.out.starts_with("refused  theme delivery\n  rules.csv, line "), "{said:?}");
}

#[test]
fn nothing_is_written_when_the_rules_would_be_broken() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    let themes = fs::read_to_string(place.path("rules/themes.rules.toml")).unwrap();
    let sheet = place.call(["rules", "export"]).ends(0).out;
    // An example that fails, then a query that cannot be read.
    for (old, new, says) in [
        ("where is my parcel", "parcels", "error[example-fails]"),
        ("(love OR", "(love OR (", "error[unbalanced-bracket]"),
    ] {
        place.write("rules.csv", sheet.replace(old, new));
        let said = place.call(["rules", "import", "rules.csv", "--yes"]).ends(1);
        assert!(said.out.contains(says) && said.out.contains("nothing is written"), "{said:#?}");
    }
    assert_eq!(fs::read_to_string(place.path("rules/themes.rules.toml")).unwrap(), themes);
}

#[test]
fn a_list_of_keywords_becomes_a_rule_file() {
    let place = Place::new();
    place.write(
        "words.csv",
        "kind;id;any;should_match\ntheme;late;\"too late\nsent\";\"it is too late\"\n",
    );
    place
        .call(["rules", "import", "words.csv", "--into", "rules/words.toml"])
        .ends(2)
        .says(&[".rules.toml"]);
    place
        .call(["rules", "import", "words.csv", "--into", "rules/words.rules.toml", "--yes"])
        .ends(0);
    let made = fs::read_to_string(place.path("rules/words.rules.toml")).unwrap();
    assert_eq!(
        made,
        "format = 1\n\n[[theme]]\nid = \"late\"\nany = [\"too late\", \"sent\"]\nmatch = [\"it is too late\"]\n"
    );
    place.call(["rules", "test"]).ends(0);
    place.call(["rules", "import", "none.csv"]).ends(2).says(&["there is no file none.csv"]);
    place.write("other.csv", "a,b\n1,2\n");
    place.call(["rules", "import", "other.csv"]).ends(2).says(&["no row has the headers"]);
}

#[test]
fn editors_get_the_schema_that_is_printed() {
    let place = Place::new();
    place.write(".vscode/settings.json", "{}");
    place.call(["init", "."]).ends(0).says(&["left ./.vscode/settings.json as it is"]);
    let schema = place.call(["rules", "schema"]).ends(0).out;
    assert_eq!(fs::read_to_string(place.path("rules.schema.json")).unwrap(), schema);
    assert!(schema.contains("http://json-schema.org/draft-07/schema#"));
    assert!(fs::read_to_string(place.path(".taplo.toml")).unwrap().contains("rules.schema.json"));
    assert_eq!(fs::read_to_string(place.path(".vscode/settings.json")).unwrap(), "{}");
}

#[test]
fn what_is_wrong_with_a_rule_is_told_with_the_row_it_comes_from() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    let sheet = place.call(["rules", "export"]).ends(0).out;
    let line = sheet.lines().count() + 1;
    place.write("rules.csv", format!("{sheet}theme,odd,,,,,\"(odd OR (\",,,,,,,,\r\n"));
    let said =
        place.call(["rules", "import", "rules.csv", "--into", "rules/themes.rules.toml"]).ends(1);
    let from = format!("--> rules.csv, line {line}: theme odd\n");
    assert!(said.out.contains(&from) && said.out.contains("unbalanced-bracket"), "{said:#?}");
    // A doubt about a row is told, and keeps nothing from being written.
    place.write("rules.csv", format!("{sheet}theme,odd,,,,,\"late, lost, slow\",,,,,,,,\r\n"));
    let said =
        place.call(["rules", "import", "rules.csv", "--into", "rules/themes.rules.toml"]).ends(0);
    assert!(said.out.contains("comma-list") && said.out.contains(&from), "{said:#?}");
}

#[test]
fn a_rule_file_that_nobody_reads_is_told() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    place.write("words.csv", "kind,id,any\ntheme,odd,odd one\n");
    place
        .call(["rules", "import", "words.csv", "--into", "odd.rules.toml", "--yes"])
        .ends(0)
        .says(&["odd.rules.toml is not among the rules of"]);
    let said =
        place.call(["rules", "import", "words.csv", "--into", "rules/odd.rules.toml", "--yes"]);
    assert!(!said.ends(0).err.contains("is not among"));
}
