//! `tagline rules check` and `tagline explain`, called as a person calls them.

use std::fs;

use serde_json::Value;

use crate::command::Place;

/// One finding that is mended without a change of meaning, one with, and one for which there is no fix.
const RULES: &str = r#"[[theme]]
id = "weather"
description = "Bad weather"
owner = "ana"
query = '''“heavy rain” OR flood OR "flash flood" OR the'''
match = ["a flood"]
"#;

const SAFE: &str = r#"query = '''"heavy rain" OR flood OR "flash flood" OR the'''"#;
const ALL: &str = r#"query = '''"heavy rain" OR flood OR the'''"#;

fn place(rules: &str) -> Place {
    let place = Place::new();
    place.write("rules/a.rules.toml", rules);
    place
}

fn rules(place: &Place) -> String {
    fs::read_to_string(place.path("rules/a.rules.toml")).unwrap()
}

/// What `rules check` with `args` answers, and its exit code.
fn check(place: &Place, args: &[&str], code: i32) -> String {
    place.call(["rules", "check"].iter().chain(args)).ends(code).out
}

#[test]
fn fix_mends_what_keeps_its_meaning() {
    let place = place(RULES);
    let before = check(&place, &[], 0);
    assert!(before.ends_with(
        "1 file: 0 errors, 1 warning, 0 examples failing, 2 hints\n\
         --fix mends 1 of them, --unsafe-fixes 2; --diff shows how\n"
    ));
    let said = check(&place, &["--fix"], 0);
    assert!(rules(&place).contains(SAFE), "{}", rules(&place));
    assert!(
        said.contains("-query = '''“heavy rain”") && said.contains("+query = '''\"heavy rain\"")
    );
    assert!(said.ends_with("1 hint; 1 place mended in 1 file\n"), "{said}");
    let again = check(&place, &["--fix"], 0);
    assert!(again.ends_with("0 places mended in 0 files\n"), "{again}");
}

#[test]
fn unsafe_fixes_mend_the_rest() {
    let place = place(RULES);
    let said = check(&place, &["--unsafe-fixes"], 0);
    assert!(rules(&place).contains(ALL), "{}", rules(&place));
    assert!(!said.contains("covered") && said.contains("too-broad"), "{said}");
    assert!(said.ends_with("2 places mended in 1 file\n"), "{said}");
}

/// Of `late parcel or lost` a first fix makes alternatives; that the first is a phrase would be a second guess.
#[test]
fn no_fix_is_built_on_the_guess_of_another() {
    let query = |text: &str| RULES.replace("“heavy rain” OR flood OR \"flash flood\" OR the", text);
    let place = place(&query("late parcel or flood"));
    let said = check(&place, &["--unsafe-fixes"], 0);
    assert_eq!(rules(&place), query("late parcel OR flood"), "{said}");
    assert!(said.contains("unquoted-name"), "{said}");
}

#[test]
fn what_is_put_off_or_switched_off_is_not_mended() {
    let place = Place::new();
    let put_off =
        RULES.replace("query =", "# tagline: snooze 2999-01-01 covered, smart-quotes\nquery =");
    place.write("rules/a.rules.toml", &put_off);
    check(&place, &["--unsafe-fixes"], 0);
    assert_eq!(rules(&place), put_off);
    place.write("rules/a.rules.toml", RULES);
    place.write("tagline.toml", "[lint]\ncovered = \"off\"\n");
    check(&place, &["--unsafe-fixes"], 0);
    assert_eq!(rules(&place), RULES.replace(['“', '”'], "\""));
}

#[test]
fn diff_shows_and_changes_nothing() {
    let place = place(RULES);
    for (args, shown) in [(["--diff", "--fix"], SAFE), (["--diff", "--unsafe-fixes"], ALL)] {
        let said = check(&place, &args, 0);
        assert!(
            said.contains(&format!("+{shown}\n")) && said.contains("would be mended"),
            "{said}"
        );
        assert_eq!(rules(&place), RULES);
    }
}

#[test]
fn a_fix_reaches_included_files_and_leaves_permissions() {
    let place = place("includes = [\"../common/b.rules.toml\"]\n");
    let included = place.write("common/b.rules.toml", RULES);
    check(&place, &["rules/a.rules.toml", "--fix"], 0);
    assert!(fs::read_to_string(included).unwrap().contains(SAFE));
}

#[test]
fn json_is_an_object_a_finding() {
    let place = place(RULES);
    let said = check(&place, &["--format", "json"], 0);
    let found: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let codes: Vec<&str> = found.iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["smart-quotes", "covered", "too-broad"]);
    for finding in &found {
        let keys: Vec<&String> = finding.as_object().unwrap().keys().collect();
        let named =
            ["code", "column", "file", "help", "line", "message", "rule", "severity", "span"];
        assert_eq!(keys, named);
        assert_eq!(
            (&finding["file"], &finding["rule"]),
            (&"rules/a.rules.toml".into(), &"weather".into())
        );
    }
    let covered = &found[1];
    let at = |name: &str| usize::try_from(covered[name].as_u64().unwrap()).unwrap();
    let line = RULES.lines().nth(at("line") - 1).unwrap();
    let from_column: String = line.chars().skip(at("column") - 1).collect();
    assert!(from_column.starts_with("\"flash flood\""), "{covered}");
    let span = |end: usize| usize::try_from(covered["span"][end].as_u64().unwrap()).unwrap();
    assert_eq!(&RULES[span(0)..span(1)], "\"flash flood\"");
    // Mending says nothing where a program reads.
    let mended = check(&place, &["--format", "json", "--fix"], 0);
    assert!(mended.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{mended}");
}

#[test]
fn github_is_an_annotation_a_finding() {
    let place = Place::new();
    place.write("rules/50%, a:b.rules.toml", RULES);
    let said = check(&place, &["--format", "github"], 0);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 3, "{said}");
    assert!(
        lines[0].starts_with(
            "::notice file=rules/50%25%2C a%3Ab.rules.toml,line=5,col=12,title=smart-quotes::"
        ),
        "{said}"
    );
    assert!(lines[2].starts_with("::warning ") && lines[2].contains("%0A"), "{said}");
}

#[test]
fn the_exit_code_is_what_fail_on_says() {
    let calm = RULES.replace(" OR the'", "'");
    for (rules, level, code) in [
        (RULES, "error", 0),
        (RULES, "warning", 1),
        (RULES, "info", 1),
        (&calm, "warning", 0),
        (&calm, "info", 1),
    ] {
        check(&place(rules), &["--fail-on", level], code);
    }
    let broken = place(&RULES.replace("OR the", "OR (the"));
    for level in ["error", "warning", "info"] {
        check(&broken, &["--fail-on", level], 1);
    }
    place(RULES)
        .call(["rules", "check", "--fail-on", "never"])
        .ends(2)
        .says(&["error, warning or info"]);
}

#[test]
fn the_configuration_says_how_each_finding_is_told() {
    let told = |lint: &str, args: &[&str], code: i32| {
        let place = place(RULES);
        place.write("tagline.toml", format!("[lint]\n{lint}\n"));
        check(&place, args, code)
    };
    let off = told("too-broad = \"off\"\ncovered = \"off\"", &[], 0);
    assert!(off.contains("0 warnings") && !off.contains("[covered]"), "{off}");
    let raised = told("covered = \"error\"", &[], 1);
    assert!(raised.contains("error[covered]") && raised.contains("1 error,"), "{raised}");
    told("too-broad = \"info\"", &["--fail-on", "warning"], 0);
    // Rules with an error cannot be used, whatever it is called.
    let place = place(&RULES.replace("OR the", "OR (the"));
    place.write("tagline.toml", "[lint]\nunbalanced-bracket = \"off\"\n");
    assert!(check(&place, &[], 1).contains("error[unbalanced-bracket]"));
    place.write("tagline.toml", "[lint]\ncoverd = \"off\"\n");
    place.call(["rules", "check"]).ends(2).says(&["tagline.toml:2", "lint.covered"]);
    place.write("tagline.toml", "[lint]\ncovered = \"never\"\n");
    place.call(["rules", "check"]).ends(2).says(&["tagline.toml:2", "off, info, warning, error"]);
}

#[test]
fn a_comment_puts_a_finding_off_until_its_day() {
    let with = |comment: &str| check(&place(&format!("{comment}\n{RULES}")), &[], 0);
    let off = with("# tagline: snooze 2999-12-31 covered too-broad");
    assert!(!off.contains("[covered]") && off.contains("0 warnings"), "{off}");
    let over = with("# tagline: snooze 2001-01-01 covered");
    assert!(over.contains("info[covered]") && over.contains("[snooze-over]"), "{over}");
    let unknown = with("# tagline: snooze 2999-12-31 coverd");
    assert!(unknown.contains("[bad-snooze]") && unknown.contains("covered"), "{unknown}");
}

#[test]
fn standard_input_is_a_file_like_another() {
    let place = Place::new();
    let pipe = |args: &[&str], text: &str| {
        place.pipe(["rules", "check", "-"].iter().chain(args), text.as_bytes())
    };
    let said = pipe(&[], RULES).ends(0).out;
    assert!(said.contains(" --> standard input:5:12\n"), "{said}");
    pipe(&["--fail-on", "warning"], RULES).ends(1);
    pipe(&[], "[[theme]]\nid = \"a\"\nquery = \"(late\"\n").ends(1);
    let diff = pipe(&["--fix", "--diff"], RULES).ends(0).out;
    assert!(diff.contains(&format!("+{SAFE}\n")), "{diff}");
    pipe(&["--fix"], RULES).ends(2).says(&["cannot be mended in place", "--diff"]);
    assert_eq!(fs::read_dir(place.path("")).unwrap().count(), 0, "nothing is written");
}

#[test]
fn a_sample_shows_what_finds_too_much_or_nothing() {
    let place = place(&RULES.replace(" OR the'", "'"));
    let post = |n: u32| {
        format!(
            r#"{{"id":"{n}","platform":"x","text":"a flood","created_at":"2026-05-04T12:30:00Z"}}"#
        )
    };
    let posts: Vec<String> = (0..50).map(post).collect();
    place.write("posts.jsonl", posts.join("\n"));
    let said = check(&place, &["--sample", "posts.jsonl"], 0);
    assert!(said.contains("[matches-too-much]"), "{said}");
    place.call(["rules", "check", "--sample", "nowhere.jsonl"]).ends(2).says(&["nowhere.jsonl"]);
}

#[test]
fn explain_prints_the_page_of_a_finding() {
    let place = Place::new();
    let page = place.call(["explain", "covered"]).ends(0).out;
    for part in
        ["covered (info)\n", "\nNow ", "\nMeant ", "\nWrite ", "\nFound in\n", "\nNot found in\n"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    // As it stands in a finding, brackets and all.
    assert_eq!(place.call(["explain", "[COVERED]"]).ends(0).out, page);
    let all = place.call(["explain"]).ends(0).out;
    for code in rulelang::catalog::pages().map(|page| page.name) {
        assert!(all.contains(&format!("  {code} ")), "{code}");
        place.call(["explain", code]).ends(0);
    }
    place.call(["explain", "coverd"]).ends(2).says(&["`coverd`", "did you mean `covered`?"]);
    place.call(["explain", "zzz"]).ends(2).says(&["`zzz`", "lists all"]);
}

#[test]
fn a_file_that_is_not_read_for_its_name_is_told() {
    for (name, meant) in [
        ("rules.toml", "main.rules.toml"),
        ("brands.rules.toml.txt", "brands.rules.toml"),
        ("brands.rules.TOML", "brands.rules.toml"),
        ("below/brands.toml", "brands.rules.toml"),
    ] {
        let place = place(RULES);
        place.write(&format!("rules/{name}"), "[[brand]]\nid = \"acme\"\nquery = \"acme\"\n");
        let said = check(&place, &[], 0);
        assert!(said.contains("warning[file-name]"), "{name}: {said}");
        assert!(said.contains(&format!(" --> rules/{name}:1:1\n")), "{name}: {said}");
        assert!(said.contains(&format!("call it `{meant}`")), "{name}: {said}");
        let tag = place.pipe(["tag"], b"").ends(0);
        assert!(tag.err.contains(&format!("call it `{meant}`")), "{name}: {tag:?}");
        fs::remove_file(place.path("rules/a.rules.toml")).unwrap();
        place.call(["rules", "check"]).ends(2).says(&["holds no rule file", meant]);
    }
    for name in ["notes.txt", "other.toml", "a.rules.toml.bak", ".a.rules.toml.swp", "tagline.toml"]
    {
        let place = place(RULES);
        place.write(&format!("rules/{name}"), "[store]\npath = \"x\"\n");
        assert!(!check(&place, &[], 0).contains("file-name"), "{name}");
    }
    // What another file includes is read.
    let place = place(&format!("includes = [\"lists.toml\"]\n{RULES}"));
    place.write("rules/lists.toml", "[[brand]]\nid = \"acme\"\nquery = \"acme\"\n");
    assert!(!check(&place, &[], 0).contains("file-name"));
}

#[test]
fn a_file_in_another_encoding_is_told_with_the_rest() {
    let place = Place::new();
    let text = "[[brand]]\nid = \"cafe\"\nlabel = \"Caf\u{e9} Zo\u{eb}\"\nqery = \"cafe\"\n";
    let narrow: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    place.write("rules/a.rules.toml", &narrow);
    let said = check(&place, &[], 1);
    assert!(
        said.contains("--> rules/a.rules.toml:3:10\n") && said.contains("unknown-key"),
        "{said}"
    );
    assert!(
        said.contains("a letter of `Caf\u{fffd}` cannot be read, and 1 more of them"),
        "{said}"
    );
    check(&place, &["--unsafe-fixes"], 1);
    assert_eq!(fs::read(place.path("rules/a.rules.toml")).unwrap(), narrow);
    let wide: Vec<u8> = "\u{feff}id = 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
    place.write("rules/a.rules.toml", &wide);
    place.call(["rules", "test"]).ends(2).says(&["rules/a.rules.toml", "UTF-16", "Notepad"]);
    // The other files of a folder are checked all the same.
    place.write("rules/b.rules.toml", "format = 1\n[[theme]]\nid = 'b'\nquery = 'late or lost'\n");
    let said = check(&place, &[], 1);
    for part in
        ["rules/a.rules.toml", "UTF-16", "Notepad", "lowercase-operator", "2 files: 1 error"]
    {
        assert!(said.contains(part), "{said}");
    }
    check(&place, &["--unsafe-fixes"], 1);
    assert_eq!(fs::read(place.path("rules/a.rules.toml")).unwrap(), wide);
}

#[test]
fn a_fix_that_makes_an_error_is_left_out_alone_and_named() {
    let bad = "[[theme]]\nid = 'bad'\nquery = 'kavala OR,latte'\n";
    let good = "[[theme]]\nid = 'good'\nquery = 'late or lost'\n";
    let place = place(&format!("format = 1\n{bad}{good}{}", good.replace("good", "better")));
    let said = check(&place, &["--unsafe-fixes"], 0);
    assert_eq!(rules(&place).matches("late OR lost").count(), 2, "{said}");
    assert!(rules(&place).contains("kavala OR,latte"), "{}", rules(&place));
    let left_out =
        "1 fix is left out, as a new error would come of it: rules/a.rules.toml, line 4 (";
    assert!(said.contains("2 places mended in 1 file; ") && said.contains(left_out), "{said}");
}

#[test]
fn a_spreadsheet_is_told_as_one() {
    let place = Place::new();
    place.write("rules.csv", "id;query\nlate;parcel\n");
    place.write("rules.xlsx", b"PK\x03\x04\x00\x00");
    for name in ["rules.csv", "rules.xlsx"] {
        let said = place.call(["rules", "check", name]).ends(2);
        said.says(&["is a spreadsheet", "tagline rules import"]);
    }
}

/// The page of mistakes at the end of the product's own first page, as the command prints it.
#[test]
fn the_page_of_mistakes_is_a_real_one() {
    let place = Place::new();
    place.write("twenty.rules.toml", include_str!("../crates/rulelang/testdata/twenty.toml"));
    let said = check(&place, &["twenty.rules.toml"], 1);
    let shown = format!("```text\n$ tagline rules check twenty.rules.toml\n{said}```\n");
    assert!(include_str!("../README.md").contains(&shown), "not in README.md:\n{shown}");
}
