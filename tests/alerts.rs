//! `tagline alerts`: scores of a series, row by row.

use crate::command::Place;

/// A week of ten mentions an hour, and a spike at the end.
fn series() -> String {
    let mut text = String::from("timestamp,value\n");
    for hour in 0..168 {
        let value = if hour == 166 { 150 } else { 8 + hour % 5 };
        let line = format!("2026-05-{:02} {:02}:00:00,{value}\n", 4 + hour / 24, hour % 24);
        text.push_str(&line);
    }
    text
}

#[test]
fn a_spike_scores_and_rows_before_it_score_the_same_without_it() {
    let place = Place::new();
    place.write("series.csv", series());
    let told = ["1 of 168 rows would raise an alert: a score of 7 or more"];
    let whole = place.call(["alerts", "score", "series.csv"]).ends(0).says(&told).out;
    let lines: Vec<&str> = whole.lines().collect();
    assert_eq!(lines[0], "timestamp,value,expected,score");
    assert_eq!(lines.len(), 169);
    assert_eq!(lines[1], "2026-05-04 00:00:00,8,8.00,0.0000");
    let score = |line: &str| line.rsplit(',').next().unwrap().parse::<f64>().unwrap();
    assert!(score(lines[167]) >= 7.0, "{}", lines[167]);
    assert!(lines[1..167].iter().all(|line| score(line) < 3.0), "{whole}");

    let first: String = series().split_inclusive('\n').take(160).collect();
    place.write("first.csv", first);
    let part = place.call(["alerts", "score", "first.csv"]).ends(0).out;
    assert!(whole.starts_with(&part));
}

#[test]
fn a_row_that_cannot_be_read_is_named() {
    let place = Place::new();
    let score = |text: &str| {
        place.write("series.csv", text);
        place.call(["alerts", "score", "series.csv"]).ends(2)
    };
    score("time,value\n").says(&["has no column timestamp"]);
    score("timestamp,value\n2026-05-04 00:00:00,many\n").says(&["line 2", "\"many\" is no count"]);
    score("timestamp,value\n04/05/2026,1\n").says(&["line 2", "is no time; write it as"]);
    let twice = "timestamp,value\n2026-05-04 00:00:00,1\n2026-05-04 00:00:00,1\n";
    score(twice).says(&["line 3", "is not after the row before it"]);
    place.call(["alerts", "score", "nowhere.csv"]).ends(2).says(&["cannot read nowhere.csv"]);
}

/// Ten days of three posts an hour about a brand, and forty in one hour of the last.
fn posts() -> String {
    let mut text = String::new();
    let mut post = |id: String, minutes: i64| {
        let at = jiff::Timestamp::from_second(1_791_158_400 + minutes * 60).unwrap();
        let line = format!(
            "{{\"platform\":\"twitter\",\"id\":\"{id}\",\"author\":{{\"id\":\"p{id}\"}},\"text\":\"acme\",\"published_at\":\"{at}\"}}\n"
        );
        text.push_str(&line);
    };
    for hour in 0..240 {
        (0..3 + hour % 2).for_each(|one| post(format!("{hour}-{one}"), hour * 60 + one * 10));
    }
    (0..40).for_each(|one| post(format!("s{one}"), 200 * 60 + one));
    text
}

#[test]
fn what_a_run_raises_is_listed_graded_and_backtested() {
    let place = Place::new();
    let brand = "[[brand]]\nid = \"acme\"\nlabel = \"Acme\"\nrole = \"own\"\nquery = 'acme'\n";
    place.write("rules/a.rules.toml", brand);
    place.write("posts.jsonl", posts());
    place.call(["run", "--input", "posts.jsonl"]).ends(0).says(&["1 alert raised"]);
    let list = || place.call(["alerts", "list", "--format", "jsonl"]).ends(0).out;
    let listed = list();
    assert_eq!(listed.lines().count(), 1, "{listed}");
    assert!(listed.contains("\"kind\":\"spike\",\"tag\":\"acme\",\"mentions\":43"), "{listed}");
    // Read again, it is raised no second time.
    place.call(["run", "--input", "posts.jsonl", "--again"]).ends(0);
    assert_eq!(list(), listed);
    let id = listed[7..23].to_owned();
    place.call(["alerts", "grade", &id, "useful", "--note", "a recall", "--who", "ann"]).ends(0);
    place
        .call(["alerts", "grade", "0000000000000000", "noise"])
        .ends(2)
        .says(&["there is no alert"]);
    assert!(list().contains("\"grade\":\"useful\",\"graded_by\":\"ann\",\"note\":\"a recall\""));
    let none = place.call(["alerts", "list", "--tag", "other", "--format", "jsonl"]).ends(0);
    assert_eq!(none.out, "");
    let since = ["alerts", "backtest", "--since", "2026-10-01", "--format", "jsonl"];
    let said = ["1 alert in", "1 of them were raised", "graded useful: 1 of 1 would be raised"];
    let tested = place.call(since).ends(0).says(&said).out;
    assert!(
        tested.contains(&format!("\"would_be_raised\":\"yes\",\"alert\":\"{id}\"")),
        "{tested}"
    );
    place.write("tagline.toml", "[alerts]\nmentions = 100\n");
    let tested = place.call(since).ends(0).says(&["graded useful: 0 of 1"]).out;
    assert!(tested.contains("\"would_be_raised\":\"no\""), "{tested}");
    place.write(
        "tagline.toml",
        "[[send]]\nname = \"a\"\nform = \"slack\"\nwebhook = \"https://a.example\"\n",
    );
    place.call(["run", "--input", "posts.jsonl"]).ends(2).says(&["webhook is a secret"]);
    place.write("tagline.toml", "[[send]]\nnome = \"a\"\n");
    place.call(["run", "--input", "posts.jsonl"]).ends(2).says(&["[[send]] has no key nome"]);
}
