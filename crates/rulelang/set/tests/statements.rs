//! What the format promises, statement by statement.

use mention::{BrandRole, Day, Lang, Role, TagName, Timestamp};

use super::{brief, check, clean, findings, read, shown};
use crate::{Condition, Expect, FieldTest, Metric, Per, RuleSet, Urgency};

const ACME: &str = include_str!("../../testdata/acme.rules.toml");

/// What the one theme of a text looks for.
#[track_caller]
fn looks_for(parts: &str) -> Condition {
    clean(&format!("[[theme]]\nid = 'x'\n{parts}\n")).themes.remove(0).query
}

/// Holds that two ways to state a rule have one meaning.
#[track_caller]
fn same(one: &str, other: &str) {
    assert_eq!(looks_for(one), looks_for(other), "{one}\n{other}");
}

fn in_lang(code: &str) -> Condition {
    Condition::Field(FieldTest::LangOrUnknown(Lang::parse(code).unwrap()))
}

#[test]
fn f1_the_simple_form_is_the_query_it_stands_for() {
    same("any = ['late']", "query = 'late'");
    same(
        "any = ['too late', '#late', '@acme', '$ACM', '😡']",
        "query = '''\"too late\" OR #late OR @acme OR $ACM OR 😡'''",
    );
    same("all = ['late', 'parcel']", "query = 'late parcel'");
    same(
        "any = ['late', 'too slow']\nall = ['parcel', 'acme']\nnone = ['party', 'food delivery']",
        "query = '''(late OR \"too slow\") parcel acme -(party OR \"food delivery\")'''",
    );
    same("any = '''\n  late\n\n  too slow  \n'''", "any = ['late', 'too slow']");
    same("any = 'late'", "any = ['late']");
}

#[test]
fn f1_the_same_rule_in_both_forms_is_the_same_rule_set() {
    let simple = clean("[[theme]]\nid = 'x'\nany = ['too late', '#late']\nnone = ['late night']\n");
    let query =
        clean("[[theme]]\nid = 'x'\nquery = '''(\"too late\" OR #late) -\"late night\"'''\n");
    assert_eq!(simple.canonical, query.canonical);
    assert_eq!(simple.id, query.id);
}

#[test]
fn f1_a_query_beside_the_simple_form_is_an_error() {
    check(
        "[[theme]]\nid = 'x'\nquery = 'late'\nnone = ['party']\n",
        &["4:8 two-queries `['party']`"],
    );
}

#[test]
fn f2_a_query_by_language_applies_to_it_and_to_the_unknown() {
    let [late, slow, sen] =
        ["late", "slow", "sen"].map(|word| looks_for(&format!("query = '{word}'")));
    assert_eq!(
        looks_for("query.sv = 'sen'\nquery.en = 'late'\nquery.any = 'slow'"),
        Condition::Any(vec![
            slow.clone(),
            Condition::All(vec![in_lang("en"), late.clone()]),
            Condition::All(vec![in_lang("sv"), sen.clone()]),
        ]),
    );
    assert_eq!(looks_for("query.sv = 'sen'"), Condition::All(vec![in_lang("sv"), sen.clone()]));
    assert_eq!(
        looks_for("any.sv = ['sen']\nany.any = ['slow']\nnone.en = ['late']"),
        Condition::All(vec![
            Condition::Any(vec![slow.clone(), Condition::All(vec![in_lang("sv"), sen.clone()])]),
            Condition::Not(Box::new(Condition::All(vec![in_lang("en"), late.clone()]))),
        ]),
    );
}

#[test]
fn f2_what_is_needed_by_language_is_needed_in_that_language_only() {
    let [late, slow, sen] =
        ["late", "slow", "sen"].map(|word| looks_for(&format!("query = '{word}'")));
    let by_language = Condition::Any(vec![
        Condition::All(vec![in_lang("en"), late]),
        Condition::All(vec![in_lang("sv"), sen]),
    ]);
    assert_eq!(looks_for("all.en = ['late']\nall.sv = ['sen']"), by_language);
    let Condition::Any(mut choices) = by_language.clone() else { panic!("two languages") };
    choices = vec![
        Condition::Any(choices),
        Condition::Not(Box::new(Condition::Any(vec![in_lang("en"), in_lang("sv")]))),
    ];
    assert_eq!(
        looks_for("any = ['slow']\nall.en = ['late']\nall.sv = ['sen']"),
        Condition::All(vec![slow, Condition::Any(choices)]),
    );
}

#[test]
fn f3_brands_have_accounts_and_places_and_themes_go_by_brand() {
    let rules = clean(ACME);
    let [acme, globex] = &rules.brands[..] else { panic!("two brands") };
    assert_eq!((acme.role, globex.role), (BrandRole::Own, BrandRole::Competitor));
    assert_eq!(acme.accounts, ["acme", "acmehelp"]);
    assert_eq!(acme.places, ["app:com.acme.shop", "subreddit:acme"]);
    let delivery =
        rules.themes.iter().find(|theme| theme.head.id.as_str() == "service/delivery").unwrap();
    assert_eq!(delivery.per, Per::Brand { near: Some(12) });
    let names: Vec<String> =
        rules.catalog().entries.iter().map(|entry| entry.name.to_string()).collect();
    assert_eq!(
        names,
        [
            "acme",
            "acme/service",
            "acme/service/delivery",
            "globex",
            "globex/service",
            "globex/service/delivery",
            "praise",
            "price",
            "spring-2026"
        ]
    );
    let quiet = clean("[[brand]]\nid = 'acme'\nrole = 'own'\nplaces = ['subreddit:Sims4']\n");
    assert_eq!(
        (quiet.brands[0].query.as_ref(), &quiet.brands[0].places[..]),
        (None, &["subreddit:sims4".to_owned()][..])
    );
}

#[test]
fn f3_the_brand_of_a_campaign_stands_for_its_query() {
    let campaign = |brand: &str, query: &str| {
        let text = format!(
            "[[brand]]\nid = 'acme'\nrole = 'own'\n{brand}\n[[campaign]]\nid = 'c'\nbrand = 'acme'\nquery = '''{query}'''\nstarts = 2026-05-01\nends = 2026-05-02\ntimezone = 'UTC'\n"
        );
        clean(&text).campaigns.remove(0).condition
    };
    let written = campaign("query = '''acme OR \"akme shoes\"'''", "spring {{brand}}");
    assert_eq!(written, campaign("query = 'x'", "spring (acme OR \"akme shoes\")"));
    assert_eq!(written, campaign("any = ['acme', 'akme shoes']", "spring {{brand}}"));
    let by_language = campaign("query.en = 'acme'\nquery.sv = 'akme'", "spring {{brand}}");
    assert_eq!(
        by_language,
        campaign(
            "query = 'x'",
            "spring ((acme -(has:lang -lang:en)) OR (akme -(has:lang -lang:sv)))"
        )
    );
}

#[test]
fn f4_ids_are_the_contract_and_labels_and_aliases_are_not() {
    for (id, suggestion) in [
        ("Service/Delivery", "service/delivery"),
        ("späte_lieferung", "spate-lieferung"),
        ("a//b/", "a/b"),
        (" late ", "late"),
        ("*", "give it a short name"),
    ] {
        let found = findings(read(&format!("[[theme]]\nid = '{id}'\nquery = 'late'\n")));
        assert_eq!(brief(&found), [format!("2:6 bad-id `'{id}'`")], "{}", shown(&found));
        assert!(
            found[0].diagnostic.help.as_deref().unwrap().contains(suggestion),
            "{}",
            shown(&found)
        );
    }
    let rules = clean(
        "[[theme]]\nid = 'a/b-2'\nlabel = 'New'\naliases = ['old', 'a/old']\nquery = 'late'\n",
    );
    let catalog = rules.catalog();
    let entry = catalog.get("a/b-2").unwrap();
    assert_eq!((entry.label.as_str(), entry.aliases.len()), ("New", 2));
}

/// The window of a campaign with these lines.
#[track_caller]
fn window(lines: &str) -> (String, String) {
    let rules = clean(&format!("[[campaign]]\nid = 'c'\nquery = '#c'\n{lines}\n"));
    let campaign = &rules.campaigns[0];
    let Condition::All(operands) = &campaign.condition else { panic!("query and window") };
    let stated = FieldTest::Published { from: Some(campaign.starts), to: Some(campaign.ends) };
    assert_eq!(operands[1..], [Condition::Field(stated)]);
    let show = |at: Timestamp| jiff::Timestamp::from_millisecond(at.0).unwrap().to_string();
    (show(campaign.starts), show(campaign.ends))
}

#[test]
fn f5_a_campaign_runs_from_midnight_to_midnight_of_its_zone() {
    let both = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(
        window("starts = 2026-03-20\nends = 2026-04-30\ntimezone = 'Europe/Stockholm'"),
        both("2026-03-19T23:00:00Z", "2026-04-30T22:00:00Z"),
    );
    assert_eq!(
        window("starts = '2026-03-20'\nends = '2026-03-20'\ntimezone = 'UTC'\ngrace_days = 7"),
        both("2026-03-20T00:00:00Z", "2026-03-28T00:00:00Z"),
    );
    let dated = "[[campaign]]\nid = 'c'\nquery = '#c'\nstarts = 2026-03-20\nends = 2026-03-20\n";
    let (rules, found) = read(dated).unwrap();
    assert_eq!(brief(&found), ["1:1 campaign-dates `[[campaign]]`"]);
    let utc = clean(&format!("{dated}timezone = 'UTC'\n"));
    assert_eq!(
        (rules.campaigns[0].starts, &rules.canonical),
        (utc.campaigns[0].starts, &utc.canonical)
    );
    check(
        &dated.replacen("03-20", "03-21", 1),
        &["1:1 campaign-dates `[[campaign]]`", "5:8 campaign-dates `2026-03-20`"],
    );
}

#[test]
fn f5_what_reports_ask_of_a_campaign_is_kept() {
    let rules = clean(ACME);
    let campaign = &rules.campaigns[0];
    let goal: Vec<(Metric, f64)> =
        campaign.goal.iter().map(|goal| (goal.metric, goal.target)).collect();
    assert_eq!(goal, [(Metric::Mentions, 5000.0), (Metric::PositiveShare, 0.6)]);
    assert_eq!(campaign.days, (Day(20_532), Day(20_573)));
    assert_eq!((campaign.grace_days, campaign.timezone.as_str()), (7, "Europe/Stockholm"));
    assert_eq!(
        (&campaign.coupons[..], &campaign.hashtags[..]),
        (&["SPRING26".to_owned()][..], &["acmespring".to_owned()][..])
    );
}

#[test]
fn f6_examples_know_their_rule_and_their_place() {
    let rules = clean(ACME);
    let mut shown: Vec<String> = Vec::new();
    for example in &rules.examples {
        let source = rules.files.iter().find(|file| file.name == example.place.file).unwrap();
        let under = &source.text[example.place.span.0..example.place.span.1];
        shown.push(format!("{} {:?} {under}", example.rule, example.expect));
    }
    assert_eq!(
        shown,
        [
            "acme Match \"my new acme shoes\"",
            "service/delivery Match \"the acme parcel is late\"",
            "service/delivery NoMatch \"late to the party\"",
            "service/delivery Match \"my acme parcel never came\"",
            "noise/jobs NoMatch \"the delivery is late\"",
        ]
    );
    let full = &rules.examples[3];
    assert_eq!(
        (
            full.title.as_deref(),
            full.lang,
            full.author.as_deref(),
            full.platform.as_deref(),
            full.expect
        ),
        (Some("Delivery"), Lang::parse("en"), Some("bo"), Some("twitter"), Expect::Match),
    );
}

#[test]
fn f7_unknown_keys_are_errors_with_a_suggestion() {
    let found = findings(read(
        "[[theme]]\nid = 'x'\nquery = 'late'\nserverity = 'watch'\ngrace_days = 3\nhandles = ['x']\n",
    ));
    let helps: Vec<&str> =
        found.iter().filter_map(|finding| finding.diagnostic.help.as_deref()).collect();
    assert_eq!(
        brief(&found),
        [
            "4:1 unknown-key `serverity`",
            "5:1 unknown-key `grace_days`",
            "6:1 unknown-key `handles`"
        ]
    );
    assert_eq!(
        helps[..2],
        ["did you mean `severity`?", "`grace_days` belongs below a line [[campaign]]"]
    );
}

#[test]
fn the_rest_of_the_format_is_read() {
    let rules = clean(ACME);
    assert_eq!(rules.names, ["Acme"]);
    let [known, help] = &rules.accounts[..] else { panic!("two accounts") };
    assert_eq!((known.ids.len(), known.role, known.automated), (2, Role::Competitor, true));
    assert_eq!(
        (help.handle.as_deref(), help.person.as_deref(), help.brand.as_ref().map(TagName::as_str)),
        (Some("acmehelp"), Some("Ana"), Some("acme"))
    );
    let delivery = rules.themes.iter().find(|theme| theme.answer).unwrap();
    assert_eq!((delivery.severity, delivery.review_by), (Urgency::Watch, Some(Day(20_849))));
    assert_eq!(delivery.head.owner.as_deref(), Some("ana@acme.example"));
    assert_eq!(rules.sentiment, [("sick shoes".to_owned(), 2.0), ("war zone".to_owned(), 0.0)]);
    assert!(rules.themes.iter().any(|theme| theme.head.trial));
}

#[test]
fn the_canonical_text_is_kept_as_it_is() {
    insta::assert_snapshot!(clean(ACME).canonical);
}

#[test]
fn a_rule_set_is_known_by_the_same_id_on_every_machine() {
    let RuleSet { id, .. } = clean("[[theme]]\nid = 'late'\nquery = 'late'\n");
    assert_eq!(id.to_string(), "e8cf5b8a5dfb9714394e2f33be8dc499");
}
