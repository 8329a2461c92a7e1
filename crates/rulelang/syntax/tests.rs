//! Broken TOML of files that are no rule files; that of rule files is told of in the tests of sets.

use super::toml_mistakes;

#[track_caller]
fn check(text: &str, told: &[(usize, &str)]) {
    let found = toml_mistakes(text);
    let found: Vec<(usize, &str)> = found
        .iter()
        .map(|found| (found.span.start, found.help.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(found, told, "{text}");
}

#[test]
fn a_file_that_is_toml_has_none() {
    check("", &[]);
    check("[store]\npath = \"x.db\" # ours\n", &[]);
}

#[test]
fn remedies_do_not_speak_of_rules() {
    check("[store\n", &[(0, "write `[store]`")]);
    check("a = 1\na = 2\n", &[(6, "keep one of them")]);
    check("[store]\n[store]\n", &[(9, "put the keys of `[store]` in one place")]);
    // Unless it looks like one.
    check("[[theme]\n", &[(0, "write `[[theme]]`")]);
}
