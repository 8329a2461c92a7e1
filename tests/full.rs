//! Answers that cannot be written are a failure, not a success.

use std::fs::File;

use crate::command::Place;

const RULES: &str = r#"
[[theme]]
id = "late"
query = "late"
match = ["so late"]
"#;

#[test]
fn an_answer_that_does_not_fit_ends_the_command_with_3() {
    let place = Place::new();
    place.write("rules/a.rules.toml", RULES);
    place.write("posts.jsonl", "{\"id\":\"1\",\"text\":\"so late\"}\n");
    let calls: [&[&str]; 12] = [
        &["rules", "check"],
        &["rules", "check", "--format", "json", "--fail-on", "info"],
        &["rules", "export"],
        &["rules", "fmt", "--check", "--diff"],
        &["rules", "schema"],
        &["rules", "test"],
        &["rules", "test", "--format", "json"],
        &["rules", "test", "--format", "junit"],
        &["rules", "try", "so late"],
        &["rules", "read", "late"],
        &["tag", "--input", "posts.jsonl"],
        &["config", "show"],
    ];
    for call in calls {
        let answers = !place.call(call).out.is_empty();
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = place.command(call).stdout(full).output().unwrap();
        let expected = if answers { Some(3) } else { Some(0) };
        assert_eq!(output.status.code(), expected, "{call:?}: {output:?}");
    }
}
