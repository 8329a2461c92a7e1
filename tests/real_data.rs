//! Real posts through the real binary, with the rules of `tests/data`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::command::{Place, own_data, real_data};

/// Which labels of the airlines' posts each tag of `airline.rules.toml` stands for.
const BRANDS: &[(&[&str], &str)] = &[
    (&["Virgin America"], "virgin-america"),
    (&["United"], "united"),
    (&["Southwest"], "southwest"),
    (&["Delta"], "delta"),
    (&["US Airways"], "us-airways"),
    (&["American"], "american"),
];
/// The same for the themes of the pack, which stand under the brand of the post.
const REASONS: &[(&[&str], &str)] = &[
    (&["Late Flight"], "air/delay"),
    (&["Cancelled Flight"], "air/cancelled"),
    (&["Lost Luggage", "Damaged Luggage"], "air/baggage"),
    (&["Customer Service Issue"], "air/customer-service"),
    (&["Flight Booking Problems"], "air/booking"),
    (&["Bad Flight"], "air/onboard"),
    (&["Flight Attendant Complaints"], "air/staff"),
    (&["longlines"], "air/lines"),
];

fn lines(path: &Path) -> Vec<Value> {
    fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn tagged(rules: &str, input: &Path) -> Vec<Value> {
    let place = Place::new();
    let rules = own_data(rules);
    let answer = place
        .call([Path::new("tag"), Path::new("--rules"), &rules, Path::new("--input"), input])
        .ends(0);
    answer.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn tags(line: &Value) -> BTreeSet<&str> {
    line["tags"].as_array().unwrap().iter().map(|tag| tag["tag"].as_str().unwrap()).collect()
}

fn is_or_is_below_a_brand(found: &str, tag: &str) -> bool {
    found.strip_suffix(tag).is_some_and(|brand| brand.is_empty() || brand.ends_with('/'))
}

/// How well a tag finds what people labelled.
#[derive(Debug, Default)]
struct Recovery {
    both: f64,
    labelled: f64,
    tagged: f64,
}

impl Recovery {
    fn precision(&self) -> f64 {
        self.both / self.tagged
    }

    fn recall(&self) -> f64 {
        self.both / self.labelled
    }
}

/// Precision and recall of each tag on the lines that carry the label `name` at all.
fn recovery(
    lines: &[Value],
    name: &str,
    table: &[(&[&str], &'static str)],
) -> BTreeMap<&'static str, Recovery> {
    let mut found: BTreeMap<&'static str, Recovery> = BTreeMap::new();
    for line in lines.iter().filter(|line| line["labels"][name].is_string()) {
        let tags = tags(line);
        for &(labels, tag) in table {
            let recovery = found.entry(tag).or_default();
            let labelled = labels.iter().any(|label| line["labels"][name] == **label);
            let tagged = tags.iter().any(|found| is_or_is_below_a_brand(found, tag));
            recovery.labelled += f64::from(u8::from(labelled));
            recovery.tagged += f64::from(u8::from(tagged));
            recovery.both += f64::from(u8::from(labelled && tagged));
        }
    }
    for (tag, recovery) in &found {
        eprintln!(
            "{name:<7} {tag:<20} precision {:.2}  recall {:.2}",
            recovery.precision(),
            recovery.recall()
        );
    }
    found
}

#[test]
fn simple_rules_recover_what_people_labelled_of_airlines() {
    let Some(data) = real_data() else { return };
    let lines = tagged("airline.rules.toml", &data.join("airline/tweets.jsonl"));
    assert_eq!(lines.len(), 8_905);
    let brands = recovery(&lines, "brand", BRANDS);
    assert!(
        brands.values().all(|brand| brand.precision() > 0.9 && brand.recall() > 0.95),
        "{brands:#?}"
    );
    let reasons = recovery(&lines, "reason", REASONS);
    for clear in ["air/cancelled", "air/delay", "air/baggage"] {
        assert!(
            reasons[clear].precision() > 0.5 && reasons[clear].recall() > 0.6,
            "{clear}: {reasons:#?}"
        );
    }
}

#[test]
fn every_line_of_seven_languages_comes_out_with_its_tags() {
    let Some(data) = real_data() else { return };
    for lang in ["ar", "de", "en", "es", "fr", "hi", "it"] {
        let input = data.join(format!("umsab/{lang}.jsonl"));
        let out = tagged("umsab.rules.toml", &input);
        assert_eq!(out.len(), lines(&input).len(), "{lang}");
        assert!(out.iter().any(|line| !tags(line).is_empty()), "no line of {lang} has a tag");
        for line in &out {
            let text = line["text"].as_str().unwrap();
            for span in line["tags"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|tag| tag["spans"].as_array().unwrap())
            {
                assert!(!span["words"].as_str().unwrap().is_empty(), "{text}: {span}");
            }
        }
    }
}

#[test]
fn files_count_once_and_verify_finds_no_drift() {
    let Some(data) = real_data() else { return };
    let sets = [
        ("airline.rules.toml", "airline/tweets.jsonl"),
        ("sanders.rules.toml", "sanders/tweets.jsonl"),
        ("support.rules.toml", "support/tweets.jsonl"),
        ("reddit.rules.toml", "reddit/things.jsonl"),
    ];
    for (rules, input) in sets {
        let place = Place::new();
        let (rules, input) = (own_data(rules), data.join(input));
        let records = fs::read_to_string(&input).unwrap().lines().count();
        let run = || {
            let args =
                [Path::new("run"), Path::new("--rules"), &rules, Path::new("--input"), &input];
            place.call(args).ends(0);
            place.call(["report", "ledger", "--format", "json"]).ends(0).out
        };
        let report = |place: &Place| place.call(["report", "tags", "--format", "csv"]).ends(0).out;
        let first_ledger = run();
        let first = report(&place);
        assert!(first_ledger.contains(&records.to_string()), "{first_ledger}");
        run();
        assert_eq!(first, report(&place), "{}", input.display());
        place.call(["verify"]).ends(0);
    }
}

#[test]
fn a_community_of_its_own_makes_every_post_the_brands() {
    let Some(data) = real_data() else { return };
    let input = data.join("sims4-reddit/posts.jsonl");
    let share = |rules: &str| {
        let lines = tagged(rules, &input);
        let found = lines.iter().filter(|line| tags(line).contains("sims4")).count();
        eprintln!("{rules}: {found} of {} posts are the brand's", lines.len());
        (found, lines.len())
    };
    let (with_place, all) = share("sims4.rules.toml");
    let (by_name, _) = share("sims4-by-name.rules.toml");
    assert_eq!(with_place, all);
    assert!(by_name > all / 5 && by_name < all / 2, "{by_name} of {all}");
}
