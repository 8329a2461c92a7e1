//! `tagline rules fmt`, called as a person calls it.

use std::fs;

use crate::command::Place;

const CARELESS: &str =
    "[[theme]]\nid='late'   # ours\nquery='''late   AND (parcel\nOR delivery) NOT job'''\n";
const LAID_OUT: &str =
    "[[theme]]\nid = 'late'   # ours\nquery = '''late AND (parcel OR delivery) -job'''\n";

#[test]
fn files_are_laid_out_in_place_and_the_second_time_stay() {
    let place = Place::new();
    let path = place.write("rules/a.rules.toml", CARELESS);
    place.write("rules/deep/b.rules.toml", LAID_OUT);
    let answer = place.call(["rules", "fmt"]).ends(0);
    assert_eq!(
        answer.out,
        "laid out      rules/a.rules.toml\n2 files: 1 laid out, 1 as they should be\n"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), LAID_OUT);
    let again = place.call(["rules", "fmt", "rules/a.rules.toml"]).ends(0);
    assert_eq!(again.out, "1 file: 0 laid out, 1 as they should be\n");
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 2);
}

#[test]
fn check_and_diff_change_nothing() {
    let place = Place::new();
    let path = place.write("rules/a.rules.toml", CARELESS);
    let answer = place.call(["rules", "fmt", "--check"]).ends(1);
    assert!(answer.out.starts_with("would change  rules/a.rules.toml\n"), "{}", answer.out);
    let diff = place.call(["rules", "fmt", "--diff"]).ends(0).out;
    assert!(
        diff.contains("-id='late'   # ours\n") && diff.contains("+id = 'late'   # ours\n"),
        "{diff}"
    );
    assert!(!diff.contains('\u{1b}'), "a pipe has no colors: {diff}");
    place.call(["rules", "fmt", "--diff", "--check"]).ends(1);
    assert_eq!(fs::read_to_string(&path).unwrap(), CARELESS);
    place.write("rules/a.rules.toml", LAID_OUT);
    place.call(["rules", "fmt", "--check"]).ends(0);
}

#[test]
fn a_file_with_errors_is_not_touched_and_says_so() {
    let place = Place::new();
    let broken = "[[theme]]\nid='late'\nquery='(late'\n";
    let path = place.write("rules/a.rules.toml", broken);
    place.write("rules/b.rules.toml", CARELESS);
    let answer = place.call(["rules", "fmt"]).ends(2);
    for said in [
        "unbalanced-bracket",
        "not touched   rules/a.rules.toml",
        "laid out      rules/b.rules.toml",
    ] {
        assert!(answer.out.contains(said), "{}", answer.out);
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), broken);
    place.call(["rules", "fmt", "--check"]).ends(1);
}

#[test]
fn the_errors_that_keep_a_file_as_it_is_are_those_of_the_check() {
    let place = Place::new();
    let broken = "[[theme]]\nid = 'late'\nquery = '(late'\n[[campaign]]\nid = 'a'\nbrand = 'acne'\nquery = 'x'\nstarts = 2026-05-01\nends = 2026-05-02\ntimezone = 'UTC'\n";
    place.write("rules/a.rules.toml", broken);
    let sound = "[[account]]\nhandle = '@acme'\nrole = 'team'\nbrand = 'acne'\n";
    place.write("rules/b.rules.toml", sound);
    let answer = place.call(["rules", "fmt"]).ends(2);
    for said in ["rules/a.rules.toml:3:10", "rules/a.rules.toml:6:9"] {
        assert!(answer.out.contains(said), "{said}: {}", answer.out);
    }
    assert!(!answer.out.contains("b.rules.toml:"), "{}", answer.out);
    assert!(answer.err.contains("the rules have 1 error that no layout depends on"), "{answer:?}");
    let piped = place.pipe(["rules", "fmt", "-"], broken.as_bytes()).ends(2);
    assert!(piped.err.contains("input:3:10") && piped.err.contains("input:6:9"), "{piped:?}");
}

#[test]
fn standard_input_is_a_filter() {
    let place = Place::new();
    let answer = place.pipe(["rules", "fmt", "-"], CARELESS.as_bytes()).ends(0);
    assert_eq!((answer.out.as_str(), answer.err.as_str()), (LAID_OUT, ""));
    place.pipe(["rules", "fmt", "-", "--check"], LAID_OUT.as_bytes()).ends(0);
    place.pipe(["rules", "fmt", "-", "--check"], CARELESS.as_bytes()).ends(1);
    let broken =
        place.pipe(["rules", "fmt", "-"], b"[[theme]]\nid = 'a'\nquery = '(late'\n").ends(2);
    assert_eq!(broken.out, "");
    assert!(broken.err.contains("unbalanced-bracket"), "{}", broken.err);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let place = Place::new();
    let path = place.write("kept/a.rules.toml", CARELESS);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    fs::create_dir(place.path("rules")).unwrap();
    symlink("../kept/a.rules.toml", place.path("rules/a.rules.toml")).unwrap();
    place.call(["rules", "fmt"]).ends(0);
    assert!(place.path("rules/a.rules.toml").is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), LAID_OUT);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}
