//! What a sheet changes in a file, and what it leaves.

use super::super::{Options, export};
use super::{changed, edited, file, imported, shown};

const TEXT: &str = r#"# Ours.
format = 1

[[brand]]
id = "acme"   # never change it
query = 'acme OR #acme'

# Parcels, and what becomes of them.
[[theme]]
id = "delivery"
label = 'Delivery'
severity = "watch"
any = [
  "late parcel", # the usual
  # from the survey
  "lost parcel",
]
match = ["my late parcel"]

[[theme]]
id = "praise"

  [theme.query]
  any = '''😍'''
  en = """
  love OR "thank you"
  """

[[campaign]]
id = "spring"
brand = "acme"
starts = 2026-03-20
ends = "2026-04-30" # a Thursday
query = '''
  #spring
  OR "spring sale"'''
"#;

#[track_caller]
fn check(change: impl FnOnce(&mut Vec<Vec<String>>), expected: &[(&str, &str)]) {
    let mut text = TEXT.to_owned();
    for (old, new) in expected {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text = text.replacen(old, new, 1);
    }
    let said = edited(TEXT, Options { into: None, delete: true }, change);
    assert!(said.ends_with(&format!("--- a.rules.toml\n{text}")), "{said}\n=== expected\n{text}");
}

/// A row with some cells filled.
fn row(cells: &[(usize, &str)]) -> Vec<String> {
    let filled = |at: usize| cells.iter().find(|(of, _)| *of == at).map_or("", |(_, cell)| cell);
    (0..15).map(|at| filled(at).to_owned()).collect()
}

const ANY: usize = 3;
const NONE: usize = 5;
const QUERY: usize = 6;

#[test]
fn a_cell_changes_a_value_and_no_other_byte() {
    check(
        |rows| rows[1][QUERY] = "acme OR @acme".to_owned(),
        &[("'acme OR #acme'", "'acme OR @acme'")],
    );
    check(|rows| rows[2][2] = "It's late".to_owned(), &[("'Delivery'", "\"It's late\"")]);
    check(|rows| rows[2][2] = String::new(), &[("label = 'Delivery'\n", "")]);
    check(
        |rows| rows[2][11] = "ana".to_owned(),
        &[("label = 'Delivery'\n", "label = 'Delivery'\nowner = \"ana\"\n")],
    );
    check(|rows| rows[5][9] = "2026-03-21".to_owned(), &[("2026-03-20", "2026-03-21")]);
    check(|rows| rows[5][10] = "2026-05-01".to_owned(), &[("2026-04-30", "2026-05-01")]);
    check(
        |rows| rows[5][QUERY].push_str("\n  OR summer"),
        &[("sale\"'''", "sale\"\n  OR summer'''")],
    );
    check(
        |rows| rows[1][8] = "competitor".to_owned(),
        &[("never change it\n", "never change it\nrole = \"competitor\"\n")],
    );
}

#[test]
fn a_list_changes_entry_by_entry() {
    check(
        |rows| rows[2][ANY].push_str("\nno parcel"),
        &[("\"lost parcel\",\n", "\"lost parcel\",\n  \"no parcel\",\n")],
    );
    check(
        |rows| rows[2][ANY] = "late parcel\nnever came\nlost parcel".to_owned(),
        &[("# the usual\n", "# the usual\n  \"never came\",\n")],
    );
    check(|rows| rows[2][ANY] = "late parcel".to_owned(), &[("\n  \"lost parcel\",", "")]);
    check(
        |rows| rows[2][NONE] = "late night\n#late".to_owned(),
        &[("]\nmatch", "]\nnone = [\"late night\", \"#late\"]\nmatch")],
    );
    check(
        |rows| rows[2][12].push_str("\nwhere⏎is it?"),
        &[("\"my late parcel\"]", "\"my late parcel\", '''where\nis it?''']")],
    );
}

#[test]
fn languages_come_change_and_go() {
    check(|rows| rows[3][QUERY] = "👏".to_owned(), &[("😍", "👏")]);
    check(
        |rows| rows[4][QUERY].push_str(" OR superb"),
        &[("thank you\"\n", "thank you\" OR superb\n")],
    );
    check(
        |rows| rows.push(row(&[(0, "theme"), (1, "praise"), (7, "sv"), (QUERY, "älskar")])),
        &[("\"\"\"\n\n[[c", "\"\"\"\n  sv = '''älskar'''\n\n[[c")],
    );
    check(
        |rows| drop(rows.remove(4)),
        &[("  en = \"\"\"\n  love OR \"thank you\"\n  \"\"\"\n", "")],
    );
    check(
        |rows| {
            rows.push(row(&[(0, "theme"), (1, "delivery"), (7, "sv"), (ANY, "sent paket")]));
        },
        &[("any = [\n", "any.any = [\n"), ("]\nmatch", "]\nany.sv = [\"sent paket\"]\nmatch")],
    );
}

#[test]
fn a_rule_goes_with_the_comment_above_it() {
    let theme =
        &TEXT[TEXT.find("# Parcels").unwrap()..TEXT.find("[[theme]]\nid = \"praise\"").unwrap()];
    check(|rows| drop(rows.remove(2)), &[(theme, "")]);
    let campaign = &TEXT[TEXT.find("[[campaign]]").unwrap()..];
    check(|rows| drop(rows.remove(5)), &[(campaign, "")]);
}

#[test]
fn a_row_that_is_missing_stays_unless_told() {
    insta::assert_snapshot!(edited(TEXT, Options::default(), |rows| drop(rows.remove(2))), @"absent theme delivery");
}

#[test]
fn a_new_row_is_a_table_at_the_end() {
    let said = edited(TEXT, Options::default(), |rows| {
        rows.push(row(&[
            (0, "theme"),
            (1, "price"),
            (2, "Price"),
            (ANY, "too expensive\n\"rip-off\""),
            (NONE, "stock price"),
            (7, "en"),
            (12, "So dear!\nNo\tway"),
        ]));
        rows.push(row(&[(0, "Theme"), (1, "price"), (ANY, "för dyrt"), (7, "sv")]));
        rows.push(row(&[
            (0, "campaign"),
            (1, "fall"),
            (QUERY, "#fall OR 'fall'"),
            (8, "acme"),
            (9, "01.09.2026"),
            (10, "2026-09-30"),
            (11, "bo"),
        ]));
    });
    let made = said.split_once("\"spring sale\"'''\n").unwrap().1;
    insta::assert_snapshot!(made, @r##"
    [[theme]]
    id = "price"
    label = "Price"
    any.en = ["too expensive", '"rip-off"']
    any.sv = ["för dyrt"]
    none.en = ["stock price"]
    match = ["So dear!", "No	way"]

    [[campaign]]
    id = "fall"
    owner = "bo"
    brand = "acme"
    starts = 2026-09-01
    ends = 2026-09-30
    query = "#fall OR 'fall'"
    "##);
}

#[test]
fn monday_and_tuesday_merge_by_row() {
    let monday = [file("a.rules.toml", TEXT)];
    let sheet = changed(&export(&monday).csv(), |rows| {
        rows[1][QUERY] = "acme OR acmee".to_owned();
        rows[2][2] = "Parcels".to_owned();
        rows[4][QUERY] = "adore".to_owned();
    });
    // On Tuesday the label of the second row and the campaign change in the file.
    let tuesday = TEXT.replace("'Delivery'", "'Deliveries'").replace("#spring", "#springtime");
    let tuesday = [file("a.rules.toml", &tuesday)];
    let import = imported(&tuesday, &sheet, Options { into: None, delete: true });
    let said = shown(&import);
    insta::assert_snapshot!(said.split_once("---").unwrap().0, @r#"
    Changed brand acme in a.rules.toml
      query: "acme OR #acme" -> "acme OR acmee"
    Changed theme praise, en in a.rules.toml
      query: "love OR \"thank you\"" -> "adore"
    refused theme delivery at sheet.csv, line 3: the sheet and the file both changed it since it was exported; take over by hand what you want of it, or export again
    "#);
    let expected = tuesday[0]
        .text
        .replace("'acme OR #acme'", "'acme OR acmee'")
        .replace("love OR \"thank you\"", "adore");
    assert_eq!(import.files[0].text, expected);
    // Both changed it to the same: nothing to say.
    let same = [file("a.rules.toml", &TEXT.replace("'Delivery'", "'Parcels'"))];
    assert!(imported(&same, &sheet, Options::default()).refusals.is_empty());
    // A rule that came on Tuesday is not in the sheet, and stays even when told to delete.
    let more = [file("a.rules.toml", &format!("{TEXT}\n[[theme]]\nid = 'new'\nquery = 'new'\n"))];
    insta::assert_snapshot!(shown(&imported(&more, &export(&monday).csv(), Options { into: None, delete: true })), @"refused theme new at a.rules.toml:38: it is not in the sheet, but the files changed since the export, so it may be new; export again, then take it out");
    // One that went on Tuesday stays away, unless the sheet changed it.
    let less = TEXT.replace(
        &TEXT[TEXT.find("# Parcels").unwrap()..TEXT.find("[[theme]]\nid = \"praise\"").unwrap()],
        "",
    );
    let less = [file("a.rules.toml", &less)];
    assert_eq!(shown(&imported(&less, &export(&monday).csv(), Options::default())), "");
    insta::assert_snapshot!(shown(&imported(&less, &sheet, Options::default())).split_once("---").unwrap().0, @r#"
    Changed brand acme in a.rules.toml
      query: "acme OR #acme" -> "acme OR acmee"
    Changed theme praise, en in a.rules.toml
      query: "love OR \"thank you\"" -> "adore"
    refused theme delivery at sheet.csv, line 3: it was taken out of the files since it was exported, and changed in the sheet; empty its cell `exported_from` to have it back
    "#);
}

#[test]
fn what_cannot_be_is_refused_row_by_row() {
    insta::assert_snapshot!(edited(TEXT, Options::default(), |rows| {
        let twice = rows[3].clone();
        rows.push(twice);
        rows.push(row(&[(0, "exclude"), (1, "praise"), (QUERY, "x")]));
        rows.push(row(&[(0, "them"), (1, "x")]));
        rows.push(row(&[(0, "theme"), (QUERY, "x")]));
        rows.push(row(&[(0, "theme"), (1, "y"), (QUERY, "x"), (8, "acme")]));
        rows[2][9] = "2026-03-20".to_owned();
    }), @r"
    refused theme delivery at sheet.csv, line 3: a theme has no `starts`; empty the cell
    refused theme praise at sheet.csv, line 9: the sheet has this row twice; keep one of the two
    refused exclude praise at sheet.csv, line 10: `praise` is a theme in a.rules.toml, and a sheet cannot make another kind of rule of it
    refused theme y at sheet.csv, line 13: a theme has no `brand_or_role`; empty the cell
    error[key-value]: `them` is no kind of rule
     --> sheet.csv, line 11, column kind
      |
    1 | them
      | ^^^^
      = help: did you mean `theme`?
    error[missing-key]: the row has no id
     --> sheet.csv, line 12, column id
      |
    1 | 
      | ^
      = help: give it a short name such as `service/delivery`
    ");
    let files = [
        file("a.rules.toml", "[[theme]]\nid = 'a'\nquery = 'x'\n"),
        file("b.rules.toml", "[[theme]]\nid = 'b'\nquery = 'x'\n"),
    ];
    let csv = changed(&export(&files).csv(), |rows| {
        rows.push(row(&[(0, "theme"), (1, "c"), (QUERY, "x")]));
    });
    insta::assert_snapshot!(shown(&imported(&files, &csv, Options::default())), @"refused theme c at sheet.csv, line 4: it is new, and could go into a.rules.toml or b.rules.toml; say which with --into FILE");
    let import = imported(&files, &csv, Options { into: Some("b.rules.toml"), delete: false });
    assert_eq!(
        import.files[0].text,
        "[[theme]]\nid = 'b'\nquery = 'x'\n\n[[theme]]\nid = \"c\"\nquery = '''x'''\n"
    );
}

#[test]
fn a_rule_in_braces_is_changed_in_place() {
    let braces =
        "theme = [{ id = 'a', query = { en = 'x', sv = 'y' } }, { id = 'b', any = ['z'] }]\n";
    let said = edited(braces, Options { into: None, delete: true }, |rows| {
        rows[1][QUERY] = "v".to_owned();
        rows.remove(2);
        rows[2][2] = "B".to_owned();
    });
    assert!(said.ends_with("theme = [{ id = 'a', query = { en = 'v' } }, { id = 'b', label = \"B\", any = ['z'] }]\n"), "{said}");
}

#[test]
fn a_rule_with_another_table_between_its_own_does_not_take_that_along() {
    let between = "[[theme]]\nid = 'a'\n\n[settings]\naccents = 'exact'\n\n[theme.query]\nany = 'x'\n\n[[theme]]\nid = 'b'\nquery = 'y'\n";
    let going = |at: usize| {
        edited(between, Options { into: None, delete: true }, |rows| drop(rows.remove(at)))
    };
    let said = going(1);
    assert!(said.starts_with("refused theme a at a.rules.toml:1: "), "{said}");
    assert!(!said.contains("---"), "{said}");
    let said = going(2);
    assert!(said.contains("accents = 'exact'") && !said.contains("id = 'b'"), "{said}");
}

/// What becomes of `text` when the rows are changed.
#[track_caller]
fn check_made(text: &str, change: impl FnOnce(&mut Vec<Vec<String>>), expected: &str) {
    let said = edited(text, Options { into: None, delete: true }, change);
    assert!(said.ends_with(&format!("--- a.rules.toml\n{expected}")), "{said}");
    assert!(!said.contains("refused"), "{said}");
}

#[test]
fn neighbors_in_braces_go_together() {
    let theme = "theme = [{ id = 'a', query = 'q', label = 'x', owner = 'y' }, { id = 'b', query = 'z' }]\n";
    check_made(
        theme,
        |rows| {
            (rows[1][2], rows[1][11]) = (String::new(), String::new());
            rows[2][QUERY] = "w".to_owned();
        },
        "theme = [{ id = 'a', query = 'q' }, { id = 'b', query = 'w' }]\n",
    );
    let three = "theme = [{ id = 'a', query = { en = 'x', sv = 'y', de = 'z' } }]\n";
    check_made(three, |rows| rows.truncate(2), "theme = [{ id = 'a', query = { en = 'x' } }]\n");
    check_made(
        "theme = [{ id = 'a', label = 'x', query = 'q' }]\n",
        |rows| (rows[1][2], rows[1][11]) = (String::new(), "ana".to_owned()),
        "theme = [{ id = 'a', owner = \"ana\", query = 'q' }]\n",
    );
    let rules = "theme = [{ id = 'a', query = 'x' }, { id = 'b', query = 'y' }, { id = 'c', query = 'z' }]\n";
    check_made(rules, |rows| rows.truncate(2), "theme = [{ id = 'a', query = 'x' }]\n");
    check_made(
        rules,
        |rows| {
            drop(rows.remove(1));
            drop(rows.remove(1));
            rows[1][QUERY] = "w".to_owned();
        },
        "theme = [{ id = 'c', query = 'w' }]\n",
    );
}

#[test]
fn only_the_rule_that_cannot_be_changed_in_place_is_refused() {
    let between = "[[theme]]\nid = 'b'\nquery = 'y'\n\n[[theme]]\nid = 'a'\n\n[settings]\naccents = 'exact'\n\n[theme.query]\nany = 'x'\n\n[[theme]]\nid = 'c'\nquery = 'y'\n";
    let said = edited(between, Options { into: None, delete: true }, |rows| {
        rows.truncate(2);
        rows[1][QUERY] = "v".to_owned();
    });
    insta::assert_snapshot!(said, @r#"
    Changed theme b in a.rules.toml
      query: "y" -> "v"
    Removed theme c in a.rules.toml
    refused theme a at a.rules.toml:5: it is written in a way that cannot be changed in place; change it in the file
    --- a.rules.toml
    [[theme]]
    id = 'b'
    query = 'v'

    [[theme]]
    id = 'a'

    [settings]
    accents = 'exact'

    [theme.query]
    any = 'x'
    "#);
}

#[test]
fn a_rule_under_another_id_is_refused_and_what_it_would_lose_is_named() {
    let text = "[[theme]]\nid = 'churn'\ntrial = true\nper = 'brand'\nquery = 'x'\n";
    for delete in [false, true] {
        let said = edited(text, Options { into: None, delete }, |rows| {
            rows[1][1] = "churn-risk".to_owned();
        });
        assert!(
            said.starts_with(
                "refused theme churn -> churn-risk at sheet.csv, line 2: it was exported as `churn`"
            ),
            "{said}"
        );
        assert!(
            said.contains("without `per`, `trial`, which no column has")
                || said.contains("without `trial`, `per`, which no column has"),
            "{said}"
        );
        assert!(!said.contains("---") && !said.contains("absent"), "{said}");
    }
    // A copy of a row is a new rule.
    let said = edited(text, Options::default(), |rows| {
        let mut copy = rows[1].clone();
        copy[1] = "churn-risk".to_owned();
        rows.push(copy);
    });
    assert!(said.starts_with("Added theme churn-risk"), "{said}");
}

const BY_LANGUAGE: &str = "[[theme]]\nid = 'praise'\nlabel = 'Praise'\nmatch = ['great']\n[theme.query]\nen = 'great'\nsv = 'tack'\n";

/// Marketers put Swedish examples on the Swedish row: they count beside those of the first.
#[test]
fn examples_on_the_row_of_another_language_are_added_to_those_of_the_rule() {
    let said = edited(BY_LANGUAGE, Options::default(), |rows| rows[2][12] = "tack!".to_owned());
    assert!(said.contains("should_match: \"great\" -> \"great\\ntack!\""), "{said}");
    assert!(
        said.contains("match = ['great', \"tack!\"]")
            || said.contains("match = ['great', 'tack!']"),
        "{said}"
    );
    let said = edited(BY_LANGUAGE, Options::default(), |rows| {
        rows[2][12] = "tack!".to_owned();
        rows[1][12].clear();
    });
    assert!(said.contains("tack!") && !said.contains("great\\ntack"), "{said}");
}

#[test]
fn a_label_on_the_row_of_another_language_is_refused() {
    let said = edited(BY_LANGUAGE, Options::default(), |rows| rows[2][2] = "Beröm".to_owned());
    assert!(said.starts_with("refused theme praise, sv") && said.contains("`label`"), "{said}");
    assert!(!said.contains("---"), "{said}");
}

#[test]
fn a_row_under_another_language_is_refused() {
    for delete in [false, true] {
        let said = edited(BY_LANGUAGE, Options { into: None, delete }, |rows| {
            rows[2][7] = "da".to_owned();
        });
        assert!(
            said.starts_with(
                "refused theme praise, da at sheet.csv, line 3: it was exported for `sv`"
            ),
            "{said}"
        );
        assert!(!said.contains("---") && !said.contains("absent"), "{said}");
    }
    // A copy of a row is one more language.
    let said = edited(BY_LANGUAGE, Options::default(), |rows| {
        let mut copy = rows[2].clone();
        copy[7] = "da".to_owned();
        copy[6] = "tak".to_owned();
        rows.push(copy);
    });
    assert!(said.starts_with("Changed theme praise, da"), "{said}");
}

#[test]
fn a_language_that_is_none_is_told_at_its_own_row() {
    let said = edited(BY_LANGUAGE, Options::default(), |rows| rows[2][7] = "svenska".to_owned());
    assert!(said.contains("error[unknown-language]: `svenska`"), "{said}");
    assert!(said.contains("--> sheet.csv, line 3, column lang"), "{said}");
    assert!(said.contains("help: write `sv`") && !said.contains("---"), "{said}");
}

#[test]
fn a_row_of_another_kind_is_refused_as_that() {
    let text = "[[theme]]\nid = 'jobs'\nquery = 'hiring'\n";
    let said = edited(text, Options::default(), |rows| rows[1][0] = "exclude".to_owned());
    assert!(said.contains("it was exported as a theme"), "{said}");
    assert!(!said.contains("---") && !said.contains("under another id"), "{said}");
}

/// What stands below a header that nobody knows would be lost without a word.
#[test]
fn a_column_under_another_name_is_told() {
    let said = edited(BY_LANGUAGE, Options::default(), |rows| {
        rows[0][ANY] = "Keywords".to_owned();
        rows[1][ANY] = "wow".to_owned();
    });
    assert!(said.contains("error[unknown-key]: no column is called `keywords`"), "{said}");
    assert!(said.contains("the column `any` is missing") && !said.contains("---"), "{said}");
    // A column of notes beside all that were exported is nobody's business.
    let said = edited(BY_LANGUAGE, Options::default(), |rows| {
        for row in rows.iter_mut() {
            row.push("notes".to_owned());
        }
    });
    assert_eq!(said, "");
}
