//! What a configuration makes of good and bad values.

use super::*;

fn load(text: &str) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tagline.toml");
    std::fs::write(&path, text).unwrap();
    let shown = path.display().to_string();
    Config::load(Some(&path), &[])
        .map_err(|error| error.to_string().replace(&shown, "tagline.toml"))
}

#[test]
fn mistakes_name_file_line_key_and_remedy() {
    let mistake = |text: &str| load(text).unwrap_err();
    assert_eq!(
        mistake("[store]\npaht = \"x\"\n"),
        "tagline.toml:2: unknown key store.paht; did you mean store.path?"
    );
    assert_eq!(
        mistake("colour = 1\n"),
        "tagline.toml:1: unknown key colour; `tagline config show` lists every key"
    );
    assert_eq!(
        mistake("[keep]\n\nmode = \"everything\"\n"),
        "tagline.toml:3: keep.mode is \"everything\"; it takes one of all, tagged, ids, none"
    );
    assert_eq!(
        mistake("[keep]\ntagged_days = -1\n"),
        "tagline.toml:2: keep.tagged_days is \"-1\"; it takes a whole number, zero or more"
    );
}

#[test]
fn what_is_no_toml_is_told_in_plain_words() {
    let check = |text: &str, told: &str| assert_eq!(load(text).unwrap_err(), told, "{text}");
    check(
        "[store\npath = \"x.db\"\n",
        "tagline.toml:1: the brackets around the table's name do not close; write `[store]`",
    );
    check(
        "[store]\npath = x.db\n",
        "tagline.toml:2: `x.db` stands without quotes; write `path = \"x.db\"`",
    );
    check(
        "[store]\npath = \"x.db\n",
        "tagline.toml:2: the quote that opens here does not close on this line; end the text with `\"`, or put a longer text between ''' and '''",
    );
    check(
        "[store]\npath =\n",
        "tagline.toml:2: `path` has no value that can be read; write `path = \"…\"`, or take the line out",
    );
    for line in ["path", "path: x.db"] {
        check(
            &format!("[store]\n{line}\n"),
            "tagline.toml:2: the line is no `key = value`; each line is `key = value`, a table's name in brackets, or a comment after `#`; a text of several lines goes between ''' and '''",
        );
    }
    check(
        "[store]\npath = \"a\"\npath = \"b\"\n",
        "tagline.toml:3: `path` is given twice in this table; keep one of them",
    );
    check(
        "[store]\npath = \"a\"\n[store]\n",
        "tagline.toml:3: `store` is opened a second time; put the keys of `[store]` in one place",
    );
    check(
        "[store]\npath = \"a\" \"b\"\n[keep]\nmode = all\n",
        "tagline.toml:2: the text stands between \" and holds \", where it ends too early; write `path = '\"a\" \"b\"'`\ntagline.toml:4: `all` stands without quotes; write `mode = \"all\"`",
    );
    check(
        "store = 1\n[store]\npath = \"a\"\n",
        "tagline.toml:2: `store` is opened a second time; put the keys of `[store]` in one place",
    );
    check(
        "[store]\npath = \"C:\\data\"\n",
        "tagline.toml:2: in double quotes a backslash begins an escape, and this is none; in single quotes it is a sign like any other; write `path = 'C:\\data'`",
    );
}

#[test]
fn a_table_may_stand_on_one_line() {
    let config = load("store = { path = \"x.db\" }\n[kafka]\nproperties = { \"a.b\" = \"c\" }\n");
    let config = config.unwrap();
    assert_eq!(config.path("store.path").unwrap(), PathBuf::from("x.db"));
    assert_eq!(config.settings["kafka.properties.a.b"].value, "c");
}

#[test]
fn a_later_layer_wins_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tagline.toml");
    std::fs::write(&path, "[store]\npath = \"from-file.db\"\n").unwrap();
    let flags = [("rules.path", "from-flag".to_owned())];
    let config = Config::load(Some(&path), &flags).unwrap();
    assert_eq!(config.path("store.path").unwrap(), PathBuf::from("from-file.db"));
    assert_eq!(config.path("rules.path").unwrap(), PathBuf::from("from-flag"));
    assert_eq!(config.settings["store.path"].origin, Origin::File(path, 2));
    assert_eq!(config.settings["rules.path"].origin, Origin::Flag);
    assert_eq!(config.settings["keep.mode"].origin, Origin::Default);
}

#[test]
fn variables_name_section_and_key() {
    let variables = [
        ("TAGLINE_KAFKA__BROKERS".to_owned(), "a:1".to_owned()),
        ("TAGLINE_DATA".to_owned(), "x".to_owned()),
    ];
    let found = layer::from_environment(variables.into_iter());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "kafka.brokers");
}

#[test]
fn a_secret_that_is_not_there_is_named() {
    let config = load("[kafka]\nbrokers = \"${file:/nowhere/at/all}\"\n").unwrap();
    let error = format!("{:#}", config.text("kafka.brokers").unwrap_err());
    assert!(error.contains("kafka.brokers") && error.contains("/nowhere/at/all"), "{error}");
    for (value, told) in [
        ("${env:TAGLINE_NOT_SET}", "TAGLINE_NOT_SET is not set in the environment"),
        ("${env:HOME", "`${` has no `}` behind it"),
        ("${secret:HOME}", "${secret:HOME} is neither"),
    ] {
        let config = load(&format!("[kafka]\nbrokers = \"{value}\"\n")).unwrap();
        let error = config.text("kafka.brokers").unwrap_err();
        assert!(format!("{error:#}").contains(told), "{error:#}");
        assert!(error.chain().any(<dyn std::error::Error>::is::<Mistake>), "{error:#}");
    }
}

#[test]
fn every_default_passes_its_own_check() {
    for key in KEYS {
        let setting = Setting { value: key.default.to_owned(), origin: Origin::Default };
        check(key.name, &setting).unwrap();
    }
}
