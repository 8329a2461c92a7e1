//! The doors for analysts: a snapshot, an export, SQL, and what Grafana and dbt ask.

use serde_json::Value;

use crate::command::Place;

const POSTS: &str = r#"{"id":"1","platform":"twitter","text":"acme parcel late","created_at":"2026-05-04T12:30:00Z","author":{"handle":"kim"},"sentiment":"negative"}
{"id":"2","platform":"reddit","text":"=cmd|' /C calc'!A1 acme","created_at":"2026-05-05T12:30:00Z","engagement":{"likes":3}}
{"id":"3","platform":"twitter","text":"nothing to see","created_at":"2026-05-05T13:30:00Z"}
"#;

/// A folder with a store of three posts.
fn filled() -> Place {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    place.write(
        "rules/brands.rules.toml",
        "[[brand]]\nid = \"acme\"\nquery = 'acme'\nmatch = [\"acme\"]\n",
    );
    place.write("posts.jsonl", POSTS);
    place.call(["run", "--input", "posts.jsonl"]).ends(0);
    place
}

#[test]
fn sql_is_answered_in_each_form_and_changes_nothing() {
    let place = filled();
    let before = place.dump("tagline.db");
    let sql = "SELECT tag, sum(mentions) AS n FROM v_tag_day WHERE tag = 'acme' GROUP BY tag";
    let ask = |format: &str| place.call(["sql", sql, "--format", format]).ends(0).out;
    assert_eq!(ask("auto"), "tag\tn\nacme\t2\n");
    assert_eq!(ask("csv"), "tag,n\nacme,2\n");
    assert_eq!(ask("jsonl"), "{\"tag\":\"acme\",\"n\":2}\n");
    assert_eq!(ask("table"), "tag   n\nacme  2\n");
    assert_eq!(place.pipe(["sql", "-"], sql.as_bytes()).ends(0).out, "tag\tn\nacme\t2\n");
    for other in ["DELETE FROM mentions", "SELECT", "SELECT 1; SELECT 2", "ATTACH 'x.db' AS x"] {
        place.call(["sql", other]).ends(2).says(&["this statement cannot be answered"]);
    }
    let cut = place.call(["sql", "SELECT id FROM v_mentions ORDER BY id", "--limit", "2"]).ends(0);
    assert_eq!(cut.out, "id\n1\n2\n");
    cut.says(&["more than 2 rows"]);
    assert_eq!(place.dump("tagline.db"), before);
}

#[test]
fn a_report_is_told_in_the_language_of_the_command_else_of_the_configuration() {
    let place = filled();
    let told = |arguments: &[&str]| {
        let report = ["report", "tags", "--format", "markdown"];
        place.call([&report, arguments].concat()).ends(0).out
    };
    assert!(told(&[]).starts_with("# Tag report: "));
    assert!(told(&["--lang", "fr"]).starts_with("# Rapport par tag\u{202f}: "));
    let again = told(&["--lang", "it"]);
    assert!(again.contains("Di nuovo con `tagline report tags") && again.contains("--lang it"));
    place.write("sv.toml", "[report]\nlanguage = \"sv\"\n");
    assert!(told(&["--config", "sv.toml"]).starts_with("# Taggrapport: "));
    place.call(["report", "tags", "--lang", "de"]).ends(2).says(&["en, sv, fr, it, ro"]);
    let excel = ["report", "tags", "--lang", "sv", "--format", "csv", "--excel"];
    let table = place.call(excel).ends(0).out;
    assert!(table.starts_with("\u{feff}group;tag;"), "{table}");
    assert!(table.contains(";0,3333"), "a third of the mentions have an author: {table}");
}

#[test]
fn of_a_feed_of_our_own_brand_no_share_of_voice_is_told() {
    let place = filled();
    place.write("own.toml", "[input]\ncollects = \"brand\"\n");
    let told = |config: &[&str]| {
        let report = ["report", "success", "--format", "markdown"];
        place.call([config, &report[..]].concat()).ends(0).out
    };
    let why = "gathered with our own brand's query";
    assert!(told(&["--config", "own.toml"]).contains(why));
    assert!(!told(&[]).contains(why));
    let sources = ["--config", "own.toml", "sources", "--input", "posts.jsonl"];
    let said = place.call(sources).ends(0).out;
    let by_flag = place.call(["sources", "--input", "posts.jsonl", "--collects", "brand"]);
    assert_eq!(said, by_flag.ends(0).out);
    assert_ne!(said, place.call(["sources", "--input", "posts.jsonl"]).ends(0).out);
}

#[test]
fn a_sealed_report_says_by_what_its_numbers_have_changed() {
    let place = filled();
    let report = ["report", "tags", "--period", "2026-W19", "--format", "markdown"];
    let call = |more: &[&str]| place.call([&report, more].concat());
    place
        .call(["report", "tags", "--period", "2026-W19", "--sealed"])
        .ends(2)
        .says(&["never sealed"]);
    call(&["--seal"]).ends(0).says(&["sealed, SHA-256 "]);
    let sealed = || place.call(["report", "tags", "--period", "2026-W19", "--sealed"]).ends(0).out;
    let first = sealed();
    let value: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(value["report"], "tags");
    assert!(call(&[]).ends(0).out.contains("received mentions then and now: 3."));

    place.write(
        "more.jsonl",
        "{\"id\":\"4\",\"platform\":\"reddit\",\"text\":\"acme\",\"created_at\":\"2026-05-06T12:30:00Z\"}
{\"id\":\"5\",\"platform\":\"reddit\",\"text\":\"acme\",\"created_at\":\"2026-05-07T12:30:00Z\"}
{\"id\":\"1\",\"platform\":\"twitter\",\"deleted\":true,\"deleted_at\":\"2026-05-08T00:00:00Z\"}
",
    );
    place.call(["run", "--input", "more.jsonl"]).ends(0);
    let later = call(&[]).ends(0).out;
    assert!(later.contains("received mentions then 3, now 4: deleted −1, late +2."), "{later}");
    call(&["--seal"]).ends(0).says(&["it was sealed before, and that seal stays"]);
    assert_eq!(sealed(), first, "byte for byte");
    assert!(call(&["--lang", "sv"]).ends(0).out.contains("borttagna −1, sena +2."));
    let other = ["report", "tags", "--period", "2026-W20", "--format", "markdown"];
    assert!(!place.call(other).ends(0).out.contains("Sealed"));
}

#[test]
fn a_snapshot_holds_the_same_and_is_never_written_over() {
    let place = filled();
    place.call(["snapshot", "copy.db"]).ends(0).says(&["one SQLite file"]);
    assert_eq!(place.dump("copy.db"), place.dump("tagline.db"));
    assert!(!place.path("copy.db-wal").exists());
    place.call(["snapshot", "copy.db"]).ends(2).says(&["there is something in copy.db"]);
    place.call(["verify", "--store", "copy.db"]).ends(0);
}

#[test]
fn an_export_has_tags_and_no_names_and_no_formulas() {
    let place = filled();
    let csv = place.call(["export"]).ends(0).out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 4, "{csv}");
    assert!(lines[0].starts_with("published_at,platform,id,permalink,kind,standing"), "{csv}");
    assert!(csv.contains(",'=cmd|' /C calc'!A1 acme,3,"), "{csv}");
    assert!(!csv.contains("kim"), "{csv}");
    assert!(place.call(["export", "--with-authors"]).ends(0).out.contains(",kim,"));
    let some = ["export", "--format", "jsonl", "--tag", "acme", "--until", "2026-05-04"];
    let out = place.call(some).ends(0).out;
    let post: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&post["id"], &post["tags"]), (&"1".into(), &"acme acme/delivery".into()), "{out}");
    place.call(["export", "-o", "all.csv"]).ends(0).says(&["wrote 3 mentions to all.csv"]);
    assert_eq!(std::fs::read_to_string(place.path("all.csv")).unwrap(), csv);
    place.call(["export", "--tag", "acne"]).ends(2).says(&["no rule gives the tag"]);
    place.call(["export", "--since", "May"]).ends(2);
}

/// Every statement in a dashboard.
fn statements(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(sql) if name == "rawSql" => found.push(sql.clone()),
                    other => statements(other, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| statements(value, found)),
        _ => {}
    }
}

#[test]
fn every_query_of_the_dashboard_for_grafana_runs() {
    let place = filled();
    let dashboard: Value =
        serde_json::from_str(include_str!("../crates/cli/assets/grafana/tagline.json")).unwrap();
    let mut found = Vec::new();
    statements(&dashboard, &mut found);
    assert!(found.len() >= 12, "{}", found.len());
    for sql in found {
        let asked = sql.replace("$__unixEpochFilter(ts)", "ts >= 0 AND ts < 4102444800");
        assert!(!asked.contains('$'), "{asked}");
        let out = place.call(["sql", &asked]).ends(0).out;
        let rows = out.lines().count();
        let may_be_empty = ["v_annotations", "v_rule_changes WHERE", "v_ledger WHERE"]
            .iter()
            .any(|word| sql.contains(word));
        assert!(rows > 1 || may_be_empty, "{asked} shows nothing: {out}");
    }
}

#[test]
fn dbt_knows_every_view_and_its_columns() {
    let sources = include_str!("../crates/cli/assets/sources.yml");
    let place = filled();
    let views =
        "SELECT name FROM sqlite_schema WHERE type = 'view' AND name LIKE 'v\\_%' ESCAPE '\\'";
    let views = place.call(["sql", views, "--format", "tsv"]).ends(0).out;
    let views: Vec<&str> = views.lines().skip(1).collect();
    assert!(views.len() >= 9, "{views:?}");
    assert_eq!(sources.matches("- name: v_").count(), views.len());
    for view in views {
        let (_, behind) = sources.split_once(&format!("- name: {view}\n")).expect(view);
        let (_, columns) = behind.split_once("columns: [").unwrap();
        let columns = columns.split_once(']').unwrap().0;
        let told =
            columns.split(", ").map(|it| it.trim_start_matches("{name: ").trim_end_matches('}'));
        // Only a server knows times.
        let told: Vec<&str> = told.filter(|name| *name != "at").collect();
        let sql = format!("SELECT name FROM pragma_table_info('{view}') ORDER BY cid");
        let there = place.call(["sql", &sql, "--format", "tsv"]).ends(0).out;
        assert_eq!(told, there.lines().skip(1).collect::<Vec<_>>(), "{view}");
    }
}
