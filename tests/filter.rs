//! `tagline tag` in a pipe, and `tagline sources`.

use crate::command::Place;

const LINES: &str = concat!(
    r#"{"text":"My Acme parcel is late &amp; cold","mood":1.50}"#,
    "\nnot json\n",
    r#"{"text":"nothing about anyone"}"#,
    "\n"
);

#[test]
fn lines_come_out_with_tags_and_a_bad_one_is_named() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    let answer = place.pipe(["tag"], LINES.as_bytes()).ends(0);
    let lines: Vec<serde_json::Value> =
        answer.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    let tags: Vec<&str> = lines[0]["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["tag"].as_str().unwrap())
        .collect();
    assert_eq!(tags, ["acme", "acme/delivery"]);
    assert_eq!(lines[0]["tags"][1]["spans"][0]["words"], "late");
    assert!(
        answer.out.starts_with("{\"text\":\"My Acme parcel is late &amp; cold\",\"mood\":1.50,"),
        "{}",
        answer.out
    );
    assert_eq!(lines[1]["tags"].as_array().unwrap().len(), 0);
    answer.says(&["line 2: invalid-json", "3 lines: 1 tagged, 1 untagged, 1 rejected"]);
}

#[test]
fn a_sample_changes_no_tag() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    place.write("sample.jsonl", LINES.repeat(300));
    let plain = place.pipe(["tag"], LINES.as_bytes()).ends(0);
    let planned = place.pipe(["tag", "--sample", "sample.jsonl"], LINES.as_bytes()).ends(0);
    assert_eq!(planned.out, plain.out);
    planned.says(&["sample.jsonl: 300 lines were not read; the first is line 2: invalid-json"]);
    let missing = place.pipe(["tag", "--sample", "nowhere.jsonl"], LINES.as_bytes()).ends(2);
    missing.says(&["nowhere.jsonl"]);

    let read = |sample: &[&str], store: &str| {
        let arguments = ["run", "--input", "posts.jsonl", "--store", store];
        place.call(arguments.iter().chain(sample)).ends(0);
        place.dump(store)
    };
    let posts = (0..1_500).map(|id| {
        format!(r#"{{"id":"{id}","text":"Acme is late","created_at":"2026-05-04T12:30:00Z"}}"#)
            + "\n"
    });
    place.write("posts.jsonl", posts.collect::<String>());
    assert_eq!(read(&["--sample", "sample.jsonl"], "a.db"), read(&[], "b.db"));
}

#[test]
fn a_filter_never_empties_its_own_input() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    let path = place.write("posts.jsonl", LINES);
    std::fs::hard_link(&path, place.path("link.jsonl")).unwrap();
    for output in ["posts.jsonl", "./posts.jsonl", "link.jsonl"] {
        let answer = place.call(["tag", "--input", "posts.jsonl", "-o", output]).ends(2);
        answer.says(&["writing would empty it", "another file"]);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), LINES);
    }
    place.call(["tag", "--input", "posts.jsonl", "-o", "tagged.jsonl"]).ends(0);
}

#[test]
fn every_line_is_accounted_for() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    let mut lines = LINES.as_bytes().to_vec();
    lines
        .extend(br#"{"id":"7","platform":"x","deleted":true,"deleted_at":"2026-05-04T12:30:00Z"}"#);
    lines.extend(b"\n\n{\"text\":\"");
    lines.resize(lines.len() + 20_000_000, b'x');
    lines.extend(b"\"}\n");
    let answer = place.pipe(["tag"], &lines).ends(0);
    answer
        .says(&["too-large: it has 200", "5 lines: 1 tagged, 1 untagged, 2 rejected, 1 left out"]);
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    use std::io::Read;
    use std::process::Stdio;
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    place.write("many.jsonl", LINES.repeat(20_000).replace("not json\n", ""));
    let mut child =
        place.command(["tag", "--input", "many.jsonl"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn payloads_of_a_platform_are_tagged_and_looked_at_as_they_come() {
    let place = Place::new();
    place.call(["init", "."]).ends(0);
    let page = r#"{"data":[{"id":"1790000000000000001","text":"late parcel"},{"id":"1790000000000000002","text":"x"}],"meta":{"result_count":2}}"#;
    place.write("page.jsonl", page);
    let out = place.call(["sources", "--input", "page.jsonl", "--preset", "x-v2"]).ends(0).out;
    assert!(out.contains("2 mentions; 0 records cannot be read"), "{out}");
    let post = r#"{"data":{"id":"1790000000000000001","text":"late parcel"}}"#;
    let told = place.pipe(["tag", "--preset", "x-v2"], post.as_bytes()).ends(0);
    told.says(&["1 lines", "0 rejected"]);
    place.write("tagline.toml", "[input]\npreset = \"x-v3\"\n");
    place.call(["sources", "--input", "page.jsonl"]).ends(2).says(&["x-v3", "x-v2, x-v1, bluesky"]);
}

#[test]
fn a_guess_is_a_configuration_that_reads_the_file() {
    let place = Place::new();
    place
        .write("x.jsonl", r#"{"data":{"id":"1790000000000000001","text":"late","author_id":"1"}}"#);
    let out = place.call(["sources", "guess", "x.jsonl"]).ends(0).out;
    assert!(out.ends_with("[input]\npreset = \"x-v2\"\n"), "{out}");
    let forum = r#"{"post":{"id":"p1","body":"My parcel is late","at":{"created_at":"2026-05-04T12:30:00Z"}},"user":{"id":7,"name":"ann"}}"#;
    place.write("forum.jsonl", forum);
    let out = place.call(["sources", "guess", "forum.jsonl"]).ends(0).out;
    place.write("tagline.toml", out);
    let out = place.call(["sources", "--input", "forum.jsonl"]).ends(0).out;
    assert!(out.contains("1 mentions; 0 records cannot be read"), "{out}");
    place.write("table.csv", "Date,Message\n2026-05-04 12:30,My parcel is late\n");
    place.write("tagline.toml", "");
    let out = place.call(["sources", "guess", "table.csv"]).ends(0).out;
    assert!(out.contains("text = \"Message\""), "{out}");
}

#[test]
fn sources_says_what_is_carried_and_what_that_is_enough_for() {
    let place = Place::new();
    place.write(
        "posts.jsonl",
        r#"{"id":"1","platform":"twitter","author":"maya","text":"x","created_at":"2026-05-04T12:30:00Z"}"#,
    );
    let out = place.call(["sources", "--input", "posts.jsonl"]).ends(0).out;
    for word in ["twitter", "author", "100.0 %", "tags", "competitors", "ledger", "because"] {
        assert!(out.contains(word), "{word}: {out}");
    }
}

#[test]
fn columns_are_guessed_in_the_encoding_that_is_told() {
    let place = Place::new();
    place.write("table.csv", b"id,text,created_at\n1,n\xe4r,2026-01-01\n");
    place.call(["sources", "guess", "table.csv"]).ends(2).says(&["--encoding windows-1252"]);
    let said = place.call(["sources", "guess", "table.csv", "--encoding", "windows-1252"]).ends(0);
    assert!(said.out.contains("text = \"text\" # när"), "{said:#?}");
    said.says(&["tagline sources --input table.csv --encoding windows-1252"]);
}
