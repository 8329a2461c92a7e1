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
