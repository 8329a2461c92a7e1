//! What marketers get wrong in files, and what they are told.

use mention::TagName;

use super::{brief, check, findings, read, read_all, shown};

const RULE: &str = "[[theme]]\nid = 'late'\nquery = '''late'''\n";

/// The rendered findings of each text, below the text.
fn told(cases: &[&str]) -> String {
    let tell = |text: &&str| format!("{text}\n----\n{}", shown(&findings(read(text))));
    cases.iter().map(tell).collect::<Vec<_>>().join("\n========\n")
}

#[test]
fn the_ten_mistakes_are_told_with_place_reason_and_remedy() {
    insta::assert_snapshot!(told(&[
        "[[theme]]\nid = \"late\nquery = '''late delivery'''\n",
        "[[theme]]\nid 'late'\nquery = '''late delivery'''\n",
        "[[theme]]\nid = 'late'\nqery = '''late delivery'''\n",
        "[[themes]]\nid = 'late'\nquery = '''late delivery'''\n",
        "[[theme]]\nid = 'late'\nquery = '''late delivery'''\n\n[[theme]]\nid = 'late'\nquery = '''slow delivery'''\n",
        "[[theme]]\nid = 'Späte Lieferung'\nquery = '''late delivery'''\n",
        "[[theme]]\nid = 'late'\nlabel = 'Late'\n",
        "[[theme]]\nid = 'late'\nquery = '''late delivery'''\nany = ['late', 'slow']\n",
        "[[theme]]\nid = 'late'\nquery = '''{{delivry}} late'''\n\n[lists]\ndelivery = '''delivery OR parcel'''\n",
        "[[campaign]]\nid = 'spring'\nquery = '''#spring'''\nstarts = 2026-05-01\nends = 2026-13-40\ntimezone = 'UTC'\n",
        "[[theme]]\nid = 'late'\nquery = ['late', 'slow']\n",
        "[[theme]]\nid = 'late'\nquery = '''late'''\nmatch = 3\n",
        "[[campaign]]\nid = 'spring'\nquery = '''#spring'''\nstarts = 2026-05-31\nends = 2026-05-01\ntimezone = 'UTC'\n",
        "[[campaign]]\nid = 'spring'\nquery = '''#spring'''\nstarts = 2026-05-01\nends = 2026-05-31\ntimezone = 'Stockholm'\n",
        "[[theme]]\nid = 'late'\n[theme.query]\nswedish = '''sen'''\n",
        "[[campaign]]\nid = 'spring'\nbrand = 'acmee'\nquery = '''#spring'''\nstarts = 2026-05-01\nends = 2026-05-31\ntimezone = 'UTC'\n\n[[brand]]\nid = 'acme'\nrole = 'own'\nquery = '''acme'''\n",
        "[[brand]]\nid = 'acme'\nrole = 'rival'\nquery = '''acme'''\n\n[[account]]\nhandle = '@acme'\nrole = 'staff'\n",
    ]));
}

#[test]
fn broken_toml_is_told_in_plain_words_and_the_rest_is_read() {
    insta::assert_snapshot!(told(&[
        "[[theme]]\nid = 'late'\nquery = '''late delivery\nowner = 'ana'\n\n[[theme]]\nid = 'Slow'\nquery = '''slow'''\n",
        "[[theme]\nid = 'late'\nquery = '''late'''\n",
        "[[theme]]\nid: late\nquery = '''late'''\nlabel = Late parcels\nanswer = Yes\ntrial = True\nowner = “ana”\n",
        "[[theme]]\nid = 'late'\nany = ['late' 'slow'\nnone = ['party',\nowner = 'ana'\n",
        "[[theme]]\nid = 'late'\nid = 'slow'\nquery = \"late\\d\"\n",
        "[settings]\naccents = 'smart'\n[settings]\nlook_in = ['text']\n",
        "[[theme]]\nid = 'late'\nlabel = \"say \"hi\"\"\nquery =\nösterreich = 'x'\n",
        "Our rules\n=========\n[[theme]]\nid = 'late'\nquery = '''late'''\n",
        "[[theme]]\nid = 'late'\nquery = '''late'''\nmatch = ['a',\n",
    ]));
}

#[test]
fn what_is_written_as_elsewhere_is_told_in_its_own_words() {
    insta::assert_snapshot!(told(&[
        "[[theme]]\nid = 'a'\nquery = #kesselhaus OR #kaffee\n",
        "[[theme]]\nid = 'a'\nany = #kesselhaus, #kaffee\n",
        "[[theme]]\nid = 'a'\nany = kesselhaus, kaffee, bohnen\n",
        "[[theme]]\nid = 'a'\nany = [kesselhaus, kaffee]\n",
        "[[theme]]\nid = 'a'\nany = \"kesselhaus\", \"kaffee\"\n",
        "[[theme]]\nid = 'a'\nquery = kesselhaus OR \"guter kaffee\"\n",
        "brand:\n  id: kesselhaus\n  any: [kesselhaus, kaffee]\n  trial: true\n",
        "brands:\n- id: kesselhaus\n  any:\n    - kesselhaus\n    - guter kaffee\n",
        "[[brand]]\nlabel = 'Café/Haus'\nquery = 'kesselhaus'\n",
        "[[brand]]\nquery = 'kesselhaus'\n",
        "[[brand]]\nid = 'Haus/Kaffee'\nquery = 'kesselhaus'\n[[brand]]\nid = '!'\nquery = 'x'\n",
    ]));
}

#[test]
fn every_key_is_held_to_its_type() {
    insta::assert_snapshot!(told(&[
        "format = 2\nname = ''\nowner = 7\nincludes = 'x.toml'\n",
        "lists = 3\nsettings = 'x'\nsentiment = []\nbrand = 'acme'\n[theme]\nid = 'late'\nquery = '''late'''\n",
        "[settings]\naccents = 'smrt'\nhashtags = 'split'\nlook_in = ['txt', 'body']\nmatch_urls = true\n",
        "[lists]\nbrand = 'x'\n'my list' = 'x'\njobs = ['a']\nempty = ''\n",
        "[[account]]\nplatform = 'x'\nautomated = 'yes'\nrole = 'brand'\n[[account]]\nhandle = 'https://x.com/acme'\nrole = 'team'\nbrand = 'acme'\n",
        "[[brand]]\nid = 'acme/shoes'\nrole = 'own'\n[[brand]]\nid = 'b'\naccounts = ['two words']\nplaces = ['r/acme']\n",
        "[[theme]]\nid = 'late'\nquery = '''late'''\nseverity = 'high'\nper = 'brands'\nnear = 5000\nreview_by = 'soon'\nanswer = 1\ntrial = 'no'\n",
        "[[theme]]\nid = 'late'\nquery = '''late'''\nnear = 5\n[[theme.test]]\ntxt = 'x'\nlang = 'english'\nexpect = 'yes'\n",
        "[[campaign]]\nid = 'spring'\nquery = '''#spring'''\nstarts = 2026-05-01T10:00:00\nends = '31/05/2026'\ntimezone = 'Mars/Base'\ngoal = { mention = 5, people = '5', reply_rate = 60 }\nhashtags = ['#two words']\ncoupons = ['']\ngrace_days = -1\n",
        "[[campaign]]\nid = 'spring'\nquery = '''#spring'''\n",
        "[sentiment]\n'war zone' = 'bad'\n'x' = 9\n",
        "[[theme]]\nid = 'late'\nany = []\n[[theme]]\nid = 'slow'\nnone = ['x']\n[[theme]]\nid = 'lost'\nany = 3\n[[theme]]\nid = 'gone'\nquery = ''' '''\n",
    ]));
}

#[test]
fn a_finding_on_a_query_underlines_its_bytes_in_the_file() {
    check(
        "[[theme]]\nid = 'a'\nquery = '''\nlate (OR\n'''\n",
        &["4:6 unbalanced-bracket `(`", "4:7 dangling-operator `OR`"],
    );
    check(
        "[[theme]]\nid = 'a'\nquery = \"\\u0041 \\\"b c\\\" lang:klingon\"\n",
        &["3:25 field-value `lang:klingon`"],
    );
    check(
        "[[theme]]\r\nid = 'a'\r\nquery = '''\r\nlate\r\nlang:klingon\r\n'''\r\n",
        &["5:1 field-value `lang:klingon`"],
    );
    check("[[theme]]\nid = 'a'\nany = ['late', '?!']\n", &["3:17 punctuation-only `?!`"]);
    check("[[theme]]\nid = 'a'\nany = '''\nlate\n  ?!\n'''\n", &["5:3 punctuation-only `?!`"]);
}

#[test]
fn nothing_is_said_to_be_missing_that_a_broken_line_may_hold() {
    check(
        "[[brand]]\nid 'acme'\nrole = 'own'\nquery = '''acme'''\n[[account]]\nhandle = 'acme'\nrole = 'brand'\nbrand = 'acme'\n",
        &["2:1 file-syntax `id 'acme'`"],
    );
    check("[[theme]]\nquery = '''late'''\n", &["1:1 missing-key `[[theme]]`"]);
}

#[test]
fn ids_belong_to_one_rule_over_all_files_and_kinds() {
    let brand = "[[brand]]\nid = 'acme'\nrole = 'own'\nquery = '''acme'''\n";
    let by_brand = "[[theme]]\nid = 'late'\nper = 'brand'\nquery = '''late'''\n";
    check(
        &format!("{RULE}[[exclude]]\nid = 'late'\nquery = '''x'''\n"),
        &["5:6 duplicate-id `'late'`"],
    );
    check(
        &format!("{brand}{by_brand}[[theme]]\nid = 'acme/late'\nquery = '''x'''\n"),
        &["6:6 duplicate-id `'late'`"],
    );
    check(&format!("{brand}[[theme]]\nid = 'acme/late'\nquery = '''x'''\n"), &[]);
    check(
        &format!(
            "{RULE}[[theme]]\nid = 'b'\naliases = ['late', 'c']\nquery = '''x'''\n[[theme]]\nid = 'd'\naliases = ['c']\nquery = '''z'''\n"
        ),
        &["6:12 duplicate-id `'late'`", "10:12 duplicate-id `'c'`"],
    );
    let two = findings(read_all(&[
        ("a.toml", &format!("includes = ['b.toml']\n{RULE}")),
        ("b.toml", RULE),
    ]));
    assert_eq!(brief(&two), ["2:6 duplicate-id `'late'`"], "{}", shown(&two));
    assert_eq!(two[0].file(), "b.toml");
}

#[test]
fn includes_are_read_once_and_cycles_are_told() {
    let cycle = findings(read_all(&[
        ("a", "includes = ['b']\n"),
        ("b", "includes = ['c']\n"),
        ("c", "includes = ['a', 'd']\n"),
    ]));
    assert_eq!(
        brief(&cycle),
        ["1:13 include-cycle `'a'`", "1:18 unknown-file `'d'`"],
        "{}",
        shown(&cycle)
    );
    assert!(
        cycle[0].diagnostic.message.ends_with("a → b → c → a"),
        "{}",
        cycle[0].diagnostic.message
    );
    let diamond =
        read_all(&[("a", "includes = ['b', 'c']\n"), ("b", "includes = ['c']\n"), ("c", RULE)]);
    assert_eq!(diamond.unwrap().0.themes.len(), 1);
    let all = read_all(&[("a", "includes = ['*']\n"), ("b", RULE), ("c", "")]);
    assert_eq!(all.unwrap().0.files.len(), 3);
}

#[test]
fn a_file_without_a_rule_is_told() {
    check("", &["1:1 no-rule ``"]);
    check("format = 1\nname = 'Acme'\n", &["1:1 no-rule `format = 1`"]);
    check("[lists]\njobs = 'hiring'\n", &["1:1 no-rule `[lists]`"]);
    check("[[themes]]\nid = 'a'\n", &["1:3 unknown-key `themes`"]);
    check("query = 'late'\n", &["1:1 unknown-key `query`"]);
    check(RULE, &[]);
    let both = |second: &str| {
        let first = format!("includes = ['b']\n{RULE}");
        brief(&findings(read_all(&[("a", &first), ("b", second)])))
    };
    assert_eq!(both("[lists]\njobs = 'hiring'\n"), [""; 0]);
    assert_eq!(both("# to be written\n"), ["1:1 no-rule `# to be written`"]);
}

#[test]
fn lists_are_known_once_and_hold_no_cycle() {
    check(
        "[lists]\na = 'x OR {{b}}'\nb = 'y OR {{a}}'\n[[theme]]\nid = 'x'\nquery = 'late {{a}}'\n",
        &["2:11 list-cycle `{{b}}`", "3:11 list-cycle `{{a}}`"],
    );
    check("[lists]\na = 'x OR {{c}}'\n", &["2:11 unknown-list `{{c}}`"]);
    let two = findings(read_all(&[
        ("a", "includes = ['b']\n[lists]\nx = 'x'\n"),
        ("b", "[lists]\nx = 'y'\n"),
    ]));
    assert_eq!(brief(&two), ["2:1 duplicate-id `x`"], "{}", shown(&two));
}

#[test]
fn a_brand_that_a_field_names_must_be_there() {
    check(
        "[[theme]]\nid = 'a'\nquery = 'late directed:acme'\n",
        &["3:15 unknown-brand `directed:acme`"],
    );
    check(
        "[[brand]]\nid = 'acme'\nquery = 'acme'\n[[theme]]\nid = 'a'\nquery = 'late (directed:acme OR own_place:acme)'\n",
        &[],
    );
}

#[test]
fn brands_are_asked_for_only_where_there_are_any() {
    check("[[theme]]\nid = 'a'\nper = 'brand'\nquery = '''late'''\n", &["3:7 no-brand `'brand'`"]);
    check("[[theme]]\nid = 'a'\nquery = '''late {{brand}}'''\n", &["3:17 no-brand `{{brand}}`"]);
    let campaign = "[[campaign]]\nid = 'spring'\nstarts = 2026-05-01\nends = 2026-05-31\ntimezone = 'UTC'\nquery = '''{{brand}} spring'''\n";
    check(campaign, &["6:12 no-brand `{{brand}}`"]);
    let quiet = "[[brand]]\nid = 'acme'\nrole = 'own'\naccounts = ['@acme']\n";
    check(&format!("{campaign}brand = 'acme'\n{quiet}"), &["6:12 no-brand `{{brand}}`"]);
    check(&format!("{campaign}brand = 'acme'\n{quiet}query = '''acme'''\n"), &[]);
}

#[test]
fn what_means_nothing_in_the_simple_form_is_told() {
    let told = |line: &str| {
        let found = findings(read(&format!("[[theme]]\nid = 'a'\nany = ['''{line}''']\n")));
        let mut all = found.iter().map(|one| {
            assert_eq!(one.code().name(), "simple-form", "{line}");
            let under = &one.source.text[one.diagnostic.span.clone()];
            let help = one.diagnostic.help.clone().unwrap_or_default();
            format!("`{under}` {} | {help}", one.diagnostic.message)
        });
        let first = all.next().unwrap_or_default();
        assert_eq!(all.next(), None, "{line}");
        first
    };
    let lines = [
        "kesselhaus OR kaffee",
        "kesselhaus ODER kaffee",
        "kesselhaus AND (kaffee OR bohnen)",
        "NOT berlin",
        "kesselhaus NEAR/3 kaffee",
        "TRICK OR TREAT",
        "kesselhaus –berlin",
        "-berlin",
        "kaffee*",
        "#kaffee*",
        "kes*haus",
        "free * shipping",
        "wom?n",
        "*haus",
        "kesselhaus lang:de",
        "author:@ana",
        "kesselhaus, kaffee, bohnen",
        "kesselhaus, kaffee",
        "frischer kaffee; gute bohnen; kesselhaus",
    ];
    let all: Vec<String> = lines.iter().map(|line| format!("{line}\n  {}\n", told(line))).collect();
    insta::assert_snapshot!(all.concat());
    for line in [
        "kesselhaus berlin",
        "black or white",
        "ROCK AND ROLL",
        "still waiting?",
        "where is it? gone",
        "f*ck",
        "*** sale",
        "Note: late",
        "re:invent",
        "10:30",
        "1,000,000",
        "no, thank you",
        "thanks a lot, you guys",
        "coca-cola",
        "- kaffee",
        "Berlin – Hamburg",
        "–5 °C",
        "#kaffee",
        "*️⃣",
    ] {
        assert_eq!(told(line), "", "{line}");
    }
}

#[test]
fn themes_by_brand_give_so_many_tags() {
    let all = |count: usize, of: &str| -> String {
        let one = |at| format!("[[{of}]]\nid = '{of}{at}'\nquery = 'late{at}'\n");
        (0..count).map(one).collect()
    };
    let by_brand = all(1_000, "theme").replace("query", "per = 'brand'\nquery");
    let told = |text: &str| {
        let found = findings(read(text));
        found.iter().map(|found| found.code().name()).collect::<Vec<_>>()
    };
    assert!(!told(&[by_brand.as_str(), &all(200, "brand")].concat()).contains(&"too-many-terms"));
    let many = told(&[by_brand.as_str(), &all(201, "brand")].concat());
    assert_eq!(many.iter().filter(|code| **code == "too-many-terms").count(), 1);
}

#[test]
fn lists_bring_so_many_terms_into_a_set() {
    let words: Vec<String> = (0..50_000).map(|at| format!("w{at}")).collect();
    let list = format!("[lists]\nlong = '''{}'''\n", words.join(" OR "));
    let rules = |count: usize| -> String {
        let rule = |at| format!("[[theme]]\nid = 't{at}'\nquery = '''late{at} -{{{{long}}}}'''\n");
        (0..count).map(rule).collect()
    };
    let told = |count: usize| {
        let found = findings(read(&[&list, rules(count).as_str()].concat()));
        found.iter().filter(|found| found.code().name() == "too-many-terms").count()
    };
    assert_eq!(told(3), 0);
    assert_eq!(told(200), 1);
}

#[test]
fn a_fix_of_a_value_is_a_value() {
    let fix = |line: &str, place: &str| {
        let text = format!("[[theme]]\nid = 'late'\nper = 'brand'\nquery = 'late'\n{line}\n");
        let found = findings(read(&text));
        let found = found.iter().find(|it| text[it.diagnostic.span.clone()] == *place)?;
        let fix = found.diagnostic.fix.as_ref()?;
        Some(fix.edits[0].replacement.clone())
    };
    assert_eq!(fix("near = \"0\"", "\"0\"").as_deref(), Some("0"));
    assert_eq!(fix("near = \"07\"", "\"07\"").as_deref(), Some("7"));
    assert_eq!(fix("near = \"\"", "\"\""), None);
}

#[test]
fn a_value_in_quotes_or_before_a_comma_is_not_mended_in_their_place() {
    let fix = |query: &str| {
        let text = format!("[[theme]]\nid = 'a'\nquery = '''late {query}'''\n");
        let found = findings(read(&text));
        let codes = ["country-for-language", "field-value"];
        let found = found.iter().find(|it| codes.contains(&it.code().name())).unwrap();
        let fix = found.diagnostic.fix.as_ref()?;
        Some(crate::apply_fixes(&text, [fix]).text.split("'''").nth(1)?.to_owned())
    };
    assert_eq!(fix("lang:se").as_deref(), Some("late lang:sv"));
    assert_eq!(fix("lang:\"se\""), None);
    assert_eq!(fix("lang:se, x"), None);
    assert_eq!(fix("platform:insta").as_deref(), Some("late platform:instagram"));
    assert_eq!(fix("platform:\"insta\""), None);
}

#[test]
fn a_theme_that_goes_by_brand_has_names_that_tags_can_have() {
    let brands = "[[brand]]\nid = 'acme'\nquery = 'acme'\n[[brand]]\nid = 'bike'\nquery = 'bike'\n";
    let theme = |id: &str| format!("[[theme]]\nid = '{id}'\nper = 'brand'\nquery = 'late'\n");
    let id = "t".repeat(TagName::BYTES_MAX - "acme/".len());
    check(&[&theme(&id), brands].concat(), &[]);
    let long = format!("{id}t");
    check(&[&theme(&long), brands].concat(), &[&format!("2:6 bad-id `'{long}'`")]);
}
