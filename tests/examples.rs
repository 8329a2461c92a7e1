//! `tagline rules test`, called as a person calls it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::command::Place;

const RULES: &str = r#"
[[brand]]
id = "acme"
query = "acme"
match = ["an Acme parcel"]

[[theme]]
id = "service/late"
per = "brand"
query = '''(late OR lost) -"late night"'''
match = ["so late", "it is <gone> & away"]
no_match = ["late night"]

[[theme.test]]
title = "Lost?"
text = "never came"
"#;

fn place() -> Place {
    let place = Place::new();
    place.write("rules/a.rules.toml", RULES);
    place
}

#[test]
fn examples_pass_fail_or_wait() {
    let answer = place().call(["rules", "test"]).ends(1);
    let told: Vec<&str> = answer.out.lines().take(7).collect();
    assert_eq!(
        told,
        [
            "acme",
            "  ok    an [Acme] parcel",
            "service/late",
            "  ok    so [late]",
            "  FAIL  must be found: it is <gone> & away",
            "  ok    left alone: late night",
            "  todo  found now: title: [Lost]? · never came",
        ]
    );
    assert!(answer.out.contains("example-fails") && !answer.out.contains('\u{1b}'), "{answer:?}");
    assert!(answer.out.ends_with("3 passed, 1 failed, 1 todo\n"), "{}", answer.out);
    let quiet = place().call(["rules", "test", "-q"]).ends(1).out;
    assert!(quiet.contains("FAIL") && !quiet.contains("  ok"), "{quiet}");
}

#[test]
fn an_example_that_waits_refuses_nothing() {
    let place = Place::new();
    place.write("rules/a.rules.toml", RULES.replace(", \"it is <gone> & away\"", ""));
    place.call(["rules", "test"]).ends(0);
    place.call(["rules", "check"]).ends(0);
}

#[test]
fn tags_and_a_path_say_which() {
    let place = place();
    let out = |args: &[&str], code| {
        let args = ["rules", "test"].iter().chain(args);
        place.call(args).ends(code).out
    };
    assert!(out(&["acme"], 0).ends_with("1 passed, 0 failed\n"));
    assert!(out(&["service"], 1).ends_with("2 passed, 1 failed, 1 todo\n"));
    // The tag as it is given, too.
    assert!(out(&["acme/service/late"], 1).ends_with("2 passed, 1 failed, 1 todo\n"));
    assert!(out(&["rules/a.rules.toml", "acme"], 0).ends_with("1 passed, 0 failed\n"));
    place.call(["rules", "test", "acne"]).ends(2).says(&["`acne`", "did you mean `acme`?"]);
}

#[test]
fn coverage_names_what_no_example_shows() {
    let out = place().call(["rules", "test", "--coverage", "service"]).ends(1).out;
    let told = "service/late: examples show 3 of 3 parts";
    assert!(!out.contains(told) && out.contains("examples show 3 of 3 parts of 1 rule\n"), "{out}");
    let place = Place::new();
    place.write("rules/a.rules.toml", RULES.replace("title = \"Lost?\"\n", ""));
    let out = place.call(["rules", "test", "--coverage"]).ends(1).out;
    assert!(out.contains("service/late: examples show 2 of 3 parts\n  not shown: lost\n"), "{out}");
}

#[test]
fn json_says_the_same() {
    let answer = place().call(["rules", "test", "--format", "json", "--coverage"]).ends(1);
    let object: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(
        (&object["passed"], &object["failed"], &object["todo"]),
        (&3.into(), &1.into(), &1.into())
    );
    let examples = object["examples"].as_array().unwrap();
    let outcomes: Vec<&str> = examples.iter().map(|it| it["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["passed", "passed", "failed", "passed", "todo"]);
    assert_eq!(examples[0]["spans"][0]["words"], "Acme");
    assert_eq!(object["coverage"][1]["parts"].as_array().unwrap().len(), 3);
}

/// An element of a document: its name, its attributes, how deep it stands.
type Element = (String, Vec<(String, String)>, usize);

/// The elements of a document, which must be well formed.
fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let element = |start: &BytesStart<'_>, depth| {
        let name = start.name().as_ref().to_owned();
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let name = attribute.key.as_ref().to_owned();
            let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap();
            (name, value.into_owned())
        });
        (name, attributes.collect(), depth)
    };
    let (mut depth, mut found) = (0, Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                found.push(element(&start, depth));
                depth += 1;
            }
            Event::Empty(start) => found.push(element(&start, depth)),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

/// What is wrong with a document that is to be one of `JUnit`'s.
fn wrong(xml: &str) -> Vec<String> {
    let elements = elements(xml);
    let value = |element: &Element, name: &str| {
        element.1.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    };
    let mut wrong = Vec::new();
    let parents = ["testsuites", "testsuite", "testcase"];
    for element in &elements {
        let allowed = match element.2 {
            3 => ["failure", "error", "skipped"].contains(&element.0.as_str()),
            depth => parents.get(depth) == Some(&element.0.as_str()),
        };
        if !allowed {
            wrong.push(format!("{} at depth {}", element.0, element.2));
        }
        let needed: &[&str] = match element.0.as_str() {
            "testsuite" => &["name", "tests"],
            "testcase" => &["name", "classname", "file", "line"],
            "failure" | "error" | "skipped" => &["message"],
            _ => &["tests"],
        };
        let missing = needed.iter().filter(|name| value(element, name).is_none());
        wrong.extend(missing.map(|name| format!("{} without {name}", element.0)));
    }
    for (at, element) in elements.iter().enumerate().filter(|(_, it)| it.0.starts_with("testsuite"))
    {
        let below = elements[at + 1..].iter().take_while(|below| below.2 > element.2);
        let below: Vec<&Element> = below.collect();
        for (count, name) in [
            ("tests", "testcase"),
            ("failures", "failure"),
            ("errors", "error"),
            ("skipped", "skipped"),
        ] {
            let held = below.iter().filter(|below| below.0 == name).count();
            if value(element, count) != Some(held.to_string()) {
                wrong.push(format!(
                    "{} says {count} {:?} of {held}",
                    element.0,
                    value(element, count)
                ));
            }
        }
    }
    wrong
}

#[test]
fn junit_is_well_formed_and_counts_right() {
    let xml = place().call(["rules", "test", "--format", "junit"]).ends(1).out;
    assert_eq!(wrong(&xml), [""; 0], "{xml}");
    let cases: Vec<Element> = elements(&xml).into_iter().filter(|it| it.0 == "testcase").collect();
    assert_eq!(cases.len(), 5);
    assert!(
        cases[2].1.contains(&("name".to_owned(), "match: it is <gone> & away".to_owned())),
        "{cases:?}"
    );
    // What the check above would notice.
    assert_eq!(wrong(&xml.replace("failures=\"1\"", "failures=\"2\"")).len(), 2);
    assert!(!wrong(&xml.replace("<skipped", "<ignored")).is_empty());
    assert!(!wrong(&xml.replace(" classname=", " class=")).is_empty());
}

#[test]
fn rules_with_errors_are_told_in_the_format_that_was_asked_for() {
    let place = Place::new();
    place.write(
        "rules/a.rules.toml",
        RULES.replace("(late OR", "((late OR").replace("per =", "por ="),
    );
    let call = |format: &str| place.call(["rules", "test", "--format", format]).ends(1).out;
    let xml = call("junit");
    assert_eq!(wrong(&xml), [""; 0], "{xml}");
    let kinds: Vec<Element> = elements(&xml).into_iter().filter(|it| it.2 == 3).collect();
    let codes: Vec<&str> = kinds.iter().map(|it| it.1[1].1.as_str()).collect();
    assert_eq!(codes, ["unknown-key", "unbalanced-bracket"], "{xml}");
    assert!(
        xml.contains("<testsuite name=\"rules\" tests=\"2\" failures=\"0\" errors=\"2\""),
        "{xml}"
    );
    assert!(!wrong(&xml.replace("errors=\"2\"", "errors=\"0\"")).is_empty());
    let object: Value = serde_json::from_str(&call("json")).unwrap();
    assert_eq!((&object["failed"], object["errors"].as_array().unwrap().len()), (&0.into(), 2));
    assert_eq!(
        (&object["errors"][0]["code"], &object["errors"][0]["line"]),
        (&"unknown-key".into(), &9.into())
    );
    assert!(call("text").ends_with("no example was run: the rules have errors\n"));
}
