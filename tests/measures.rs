//! Figures and notes that people bring along.

use crate::command::Place;

#[test]
fn measures_are_taken_in_once_and_wrong_rows_named() {
    let place = Place::new();
    place.write("rules/a.rules.toml", "[[brand]]\nid = \"acme\"\nquery = 'acme'\n[[campaign]]\nid = \"autumn\"\nquery = 'acme'\nstarts = 2026-11-01\nends = 2026-11-30\ntimezone = \"UTC\"\n");
    let table = "scope,date,metric,value\ncampaign:autumn,2026-11-03,attendance,120.5\n";
    place.write("m.csv", table);
    place
        .call(["measures", "import", "m.csv"])
        .ends(0)
        .says(&["1 measures taken in, 0 rows refused"]);
    place.write("m.csv", format!("{table}campaign:autum,2026-11-03,attendance,7\n"));
    let answer = place.call(["measures", "import", "m.csv"]).ends(1);
    assert_eq!(
        answer.out,
        "m.csv:3: no rule has the id of `campaign:autum`; the nearest is `autumn`\n"
    );
    let db = rusqlite::Connection::open(place.path("tagline.db")).unwrap();
    let sum: f64 = db.query_row("SELECT sum(value) FROM v_measures", [], |row| row.get(0)).unwrap();
    assert!((sum - 120.5).abs() < 1e-9, "the same row again counts once: {sum}");
    place.call(["measures", "import", "absent.csv"]).ends(3).says(&["cannot read absent.csv"]);
    place.write("m.csv", "scope,date,value\n");
    place.call(["measures", "import", "m.csv"]).ends(2).says(&["no column `metric`"]);
}

#[test]
fn annotations_are_listed_by_day() {
    let place = Place::new();
    place.call(["annotate", "add", "2026-11-03", "price change"]).ends(0);
    place.call(["annotate", "add", "2026-10-31", "store  opened"]).ends(0);
    place.call(["annotate", "add", "2026-11-03", "price change"]).ends(0).says(&["before"]);
    let answer = place.call(["annotate", "list"]).ends(0);
    assert_eq!(answer.out, "2026-10-31\tstore opened\n2026-11-03\tprice change\n");
    place.call(["annotate", "add", "3.11.2026", "x"]).ends(2).says(&["as 2026-11-03"]);
    place.call(["annotate", "add", "2026-11-03", " "]).ends(2).says(&["what happened"]);
}
