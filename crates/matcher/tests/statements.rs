//! What the language promises, statement by statement: queries as written, on texts.
//!
//! A text shows what is found in it between `⟦` and `⟧`; without them the query must not hold. The
//! engine and the oracle both have to say so.

#![expect(clippy::unwrap_used, reason = "the helpers of a test are test code")]

use std::collections::BTreeMap;

use matcher::{HitSpan, Matcher, Scratch, oracle};
use mention::{
    Author, Facts, Field, Folded, Geo, Kind, Lang, Media, MediaKind, Mention, Role, Span, TagName,
    Timestamp,
};
use rulelang::{
    Accents, Condition, Context, FieldTest, RuleSet, Settings, SourceFile, Whose, lower, parse,
};

fn condition_with(query: &str, accents: Accents) -> Condition {
    condition_set(query, Settings { accents, ..Settings::default() })
}

fn condition_set(query: &str, settings: Settings) -> Condition {
    let parsed = parse(query);
    let node = parsed.node.unwrap_or_else(|| panic!("{query}: {:?}", parsed.diagnostics));
    let (condition, found) =
        lower(&node, &Context { settings, lists: &BTreeMap::new(), brand: None });
    condition.unwrap_or_else(|| panic!("{query}: {found:?}"))
}

fn condition(query: &str) -> Condition {
    condition_with(query, Accents::Smart)
}

/// What the engine says of a condition, once the oracle has said the same.
fn decide(condition: &Condition, facts: &Facts<'_>) -> Option<(u16, Vec<HitSpan>)> {
    let mut folded = Folded::default();
    mention::fold(facts.mention, &mut folded);
    let matcher = Matcher::new(std::slice::from_ref(condition)).unwrap();
    let mut scratch = Scratch::default();
    let hits = matcher.hits(facts, &folded, &mut scratch);
    let said = hits.iter().next().map(|hit| (hit.clause, hits.spans(hit).to_vec()));
    let expected = oracle::decide(condition, facts, &folded).map(|it| (it.clause, it.spans));
    assert_eq!(said, expected, "engine and oracle disagree on {condition:?}");
    said
}

/// `text` with marks around `spans`.
fn marked(text: &str, spans: &[HitSpan]) -> String {
    let mut marked = String::new();
    let mut at = 0;
    for HitSpan { span: Span { start, end, .. }, .. } in spans {
        let (start, end) = (*start as usize, *end as usize);
        marked.extend([&text[at..start], "⟦", &text[start..end], "⟧"]);
        at = end;
    }
    marked + &text[at..]
}

/// Holds `query` to texts that show what is found in them.
fn check(query: &str, texts: &[&str]) {
    check_condition(query, &condition(query), texts);
}

fn check_condition(query: &str, condition: &Condition, texts: &[&str]) {
    for expected in texts {
        let text = expected.replace(['⟦', '⟧'], "");
        let mention = Mention { text: text.clone(), ..Mention::default() };
        let said = decide(condition, &Facts::of(&mention));
        let holds = said.is_some();
        let spans = said.map_or_else(Vec::new, |(_, spans)| spans);
        assert_eq!(&marked(&text, &spans), expected, "{query}");
        assert_eq!(holds, expected.contains('⟦'), "{query} on {text}");
    }
}

/// Holds `query` to facts for which it holds, and to others for which it does not.
fn check_facts(query: &str, holds: &[Facts<'_>], fails: &[Facts<'_>]) {
    let condition = condition(query);
    for facts in holds {
        assert!(decide(&condition, facts).is_some(), "{query} fails on {facts:?}");
    }
    for facts in fails {
        assert_eq!(decide(&condition, facts), None, "{query} holds on {facts:?}");
    }
}

#[test]
fn s01_title_and_text_are_searched_and_nothing_runs_across() {
    let mention = Mention {
        title: Some("late".into()),
        text: "delivery today".into(),
        quoted: Some("refund".into()),
        alt: Some("a red box".into()),
        ..Mention::default()
    };
    let facts = Facts::of(&mention);
    for query in ["late", "delivery", "late delivery", "quoted:refund", "alt:box", "title:late"] {
        check_facts(query, &[facts], &[]);
    }
    for query in ["refund", "box", "\"late delivery\"", "late NEAR/5 delivery", "text:late"] {
        check_facts(query, &[], &[facts]);
    }
    let (_, spans) = decide(&condition("late"), &facts).unwrap();
    assert_eq!(spans[0].span, Span { field: Field::Title, start: 0, end: 4 });
}

#[test]
fn s02_emoji_are_tokens() {
    check("😀", &["so ⟦😀⟧ now", "so:⟦😀⟧😂", "so 😂"]);
    check("👍", &["⟦👍🏽⟧ late", "⟦👍⟧"]);
    check("😀😀", &["⟦😀😀⟧!", "😀 x 😀"]);
    check("foo", &["⟦foo⟧_bar", "a#⟦foo⟧"]);
}

#[test]
fn s04_entities_also_yield_their_body_and_links_no_words() {
    check("late", &["⟦late⟧ #⟦late⟧", "so #⟦Late⟧", "see http://late.com/late"]);
    check("\"so late\"", &["⟦so #late⟧", "so http://x.com/ , then late"]);
    check("\"so very late\"", &["⟦so #very late⟧"]);
}

#[test]
fn s03_a_change_of_script_is_a_boundary() {
    check("iphone", &["我的⟦iPhone⟧很好", "⟦iPhone⟧을", "iphones"]);
    check("手机", &["iPhone⟦手机⟧5", "手 机"]);
    check("5", &["手机⟦5⟧", "iphone5"]);
    check("タワー", &["東京⟦タワー⟧へ"]);
}

#[test]
fn s05_hashtags_are_taken_apart_when_the_settings_say_so() {
    let look_in = Settings::default().look_in.and_in_hashtags();
    let split = |query: &str, texts: &[&str]| {
        let settings = Settings { look_in, ..Settings::default() };
        check_condition(query, &condition_set(query, settings), texts);
    };
    split("just", &["#⟦Just⟧DoIt", "⟦just⟧ do it", "#justdoit", "@JustDoIt"]);
    split("\"do it\"", &["#Just⟦DoIt⟧", "⟦do it⟧", "#JustDo it", "#Just_⟦do_it⟧"]);
    split("\"so #JustDoIt now\"", &["⟦so #justdoit now⟧", "so just do it now"]);
    split("so NEAR/0 it", &["⟦so #JustDoIt⟧", "#JustDo⟦It so⟧", "so x #JustDoIt"]);
    split("just NEAR/5 it", &["#JustDoIt", "#⟦Just x #It⟧"]);
    split("\"it just\"~2", &["#⟦JustIt⟧", "⟦it x just⟧", "#JustDoIt"]);
    split("été -2024", &["#⟦Été⟧Chaud", "#Été2024"]);
    split("do*", &["#Just⟦Done⟧Deal"]);
    split("foo_bar", &["#⟦foo_bar⟧", "#x_⟦foo_bar⟧_y"]);
    split("#just*", &["⟦#JustDoIt⟧"]);
    check("just", &["#JustDoIt"]);
}

#[test]
fn s04_addresses_are_searched_when_the_settings_say_so() {
    let look_in = Settings::default().look_in.and_in_addresses();
    let urls = |query: &str, texts: &[&str]| {
        let settings = Settings { look_in, ..Settings::default() };
        check_condition(query, &condition_set(query, settings), texts);
    };
    urls("acme", &["https://www.⟦acme⟧.com/a", "⟦acme⟧.com/x", "#JustAcme"]);
    urls("\"acme com\"", &["see ⟦acme.com⟧/x", "acme.org com"]);
    urls("late NEAR/0 acme", &["⟦late https://acme⟧.com", "late x https://acme.com"]);
    urls("\"a * c\"~1", &["http://x.com/⟦a-b-c⟧-d"]);
    check("acme", &["https://www.acme.com/a"]);
}

#[test]
fn s06_keys_are_folded() {
    check("STRASSE", &["die ⟦Straße⟧"]);
    check("istanbul", &["⟦İstanbul⟧ ⟦ıstanbul⟧ ⟦ISTANBUL⟧"]);
    check("елка", &["⟦ёлка⟧"]);
    check("kop", &["⟦køp⟧"]);
    check("køp", &["kop ⟦køp⟧"]);
}

#[test]
fn s07_an_accent_in_the_term_is_wanted_in_the_text() {
    check("cafe", &["⟦cafe⟧ ⟦café⟧ ⟦CAFE\u{301}⟧"]);
    check("café", &["cafe ⟦café⟧ ⟦CAFE\u{301}⟧"]);
    check("\"le café\"", &["⟦le café⟧ le cafe"]);
    check("caf*", &["⟦cafés⟧ ⟦cafe⟧"]);
    let ignored = condition_with("café", Accents::Ignore);
    check_condition("café, ignored", &ignored, &["⟦cafe⟧ ⟦café⟧"]);
    let exact = condition_with("cafe", Accents::Exact);
    check_condition("cafe, exact", &exact, &["⟦cafe⟧ café"]);
}

#[test]
fn s08_a_word_is_a_token_or_the_phrase_of_its_tokens() {
    check("late", &["⟦late⟧", "later", "too ⟦LATE⟧, too ⟦late⟧"]);
    check("coca-cola", &["⟦Coca-Cola⟧", "⟦coca cola⟧", "⟦coca. Cola⟧", "cocacola", "coca x cola"]);
    check("wendy", &["⟦wendy⟧'s"]);
    check("wendy's", &["⟦Wendy’s⟧", "wendys"]);
    check("wendys", &["wendy's"]);
    check("l'oréal", &["⟦L’Oréal⟧"]);
    check("3.5", &["⟦3.5⟧ or ⟦3,5⟧"]);
    check("foo_bar", &["⟦foo_bar⟧ #⟦foo_bar⟧ ⟦foo bar⟧"]);
}

#[test]
fn s08_a_name_that_reads_as_an_address_is_found_where_it_is_written() {
    let name = ["I love ⟦booking.com⟧", "⟦Booking.com⟧'s app", "try ⟦www.booking.com⟧!"];
    check("booking.com", &name);
    check("\"booking.com\"", &name);
    check(
        "booking.com",
        &["⟦booking com⟧", "booking", "https://booking.com", "booking.com/hotels"],
    );
    check("ASP.NET", &["⟦asp.net⟧ core", "asp net.com"]);
    check("café.com", &["⟦Café.com⟧", "cafe.com"]);
    check("cafe.com", &["⟦Café.com⟧ ⟦cafe.com⟧"]);
    check(
        "\"love booking.com\"",
        &["I ⟦love booking.com⟧", "booking.com love", "love x booking.com"],
    );
    check("\"booking.com refund desk\"", &["my ⟦Booking.com refund desk⟧", "booking.com desk"]);
    check("refund NEAR/2 booking.com", &["⟦refund from booking.com⟧", "refund a b c booking.com"]);
    check("hotel -booking.com", &["⟦hotel⟧ and booking", "hotel at booking.com"]);
    check("site:booking.com hotel", &["⟦hotel⟧ at https://www.booking.com/x", "hotel"]);
}

#[test]
fn s09_a_phrase_is_tokens_in_a_row() {
    check("\"late delivery\"", &["⟦late delivery⟧", "⟦late, delivery⟧", "delivery late"]);
    check("\"late * delivery\"", &["⟦late again delivery⟧", "late delivery", "late a b delivery"]);
    check("\"#late\"", &["⟦late⟧ #⟦late⟧"]);
    check("\"so * late\"", &["⟦so $BT late⟧", "so https://x.com late"]);
    check("\"a a\"", &["⟦a a a⟧ b a"]);
}

#[test]
fn s10_slop_and_windows() {
    check("\"a b\"~1", &["⟦a b⟧", "⟦a x b⟧", "a x y b", "b a"]);
    check("\"a b\"~2", &["⟦b a⟧", "b x a", "⟦a x y b⟧"]);
    check("\"a a\"~3", &["a", "⟦a a⟧", "⟦a x x x a⟧"]);
    check("\"a b c\"~2", &["⟦a c b⟧", "⟦a x b x c⟧", "a x b x x c"]);
    check("\"東京 駅\"~2", &["⟦東京x駅⟧", "東x京 駅"]);
    check("(a b c)~1", &["⟦c b a⟧", "⟦b x c a⟧", "b x c x a"]);
    check("(\"a b\" c)~0", &["⟦a b c⟧", "⟦c a b⟧", "c x a b", "a c b"]);
    check("(a a b)~0", &["⟦a b a⟧", "a b"]);
    check("(#late late)~5", &["#late", "⟦#late, late⟧"]);
}

#[test]
fn s11_wildcards_stay_within_a_token() {
    check("deliver*", &["⟦delivery⟧ ⟦deliver⟧ ⟦Delivered⟧", "deliv ery"]);
    check("wom?n", &["⟦woman⟧ ⟦women⟧", "womn womaan"]);
    check("colo*r", &["⟦color⟧ ⟦colour⟧ ⟦colooor⟧", "colors"]);
    check("\"iphone* case\"", &["⟦iphone17 case⟧", "iphone 17 case"]);
    check("na?ve", &["⟦naïve⟧ ⟦naive⟧"]);
}

#[test]
fn s12_scripts_without_blanks_and_hangul() {
    check("日本", &["⟦日本⟧", "今⟦日本⟧語", "日 本", "日x本"]);
    check("ไทย", &["คน⟦ไทย⟧ดี"]);
    check("한국", &["⟦한국⟧", "⟦한국은⟧ 좋다", "남한국"]);
    check("iPhone", &["私の⟦iPhone⟧が", "⟦iPhone⟧을 샀다"]);
    check("iPhone을", &["⟦iPhone을⟧", "iPhone은", "iPhone 을"]);
    check("5월", &["⟦5월에⟧", "5 월"]);
    check("#日本", &["#日本語 ⟦#日本⟧"]);
}

#[test]
fn s13_literals_keep_characters() {
    check("{BT}", &["⟦BT⟧ is", "Bt bt", "BTX", "the_⟦BT⟧-x", "日⟦BT⟧日", "⟦BT⟧는", "BT1"]);
    check("{C++}", &["in ⟦C++⟧, not", "in ⟦C++⟧17", "in C+"]);
    check("{:)}", &["so ⟦:)⟧⟦:)⟧", "so : )", "x⟦:)⟧x"]);
    check("{日本}", &["今⟦日本⟧語"]);
    check("{wendy's}", &["⟦wendy’s⟧ ⟦wendy's⟧", "Wendy's"]);
    check("{é}", &["⟦é⟧ ⟦e\u{301}⟧", "e"]);
    check("raw:BT", &["⟦BT⟧ bt"]);
    check("{:)} NEAR/0 late", &["⟦:) late⟧", "⟦late :)⟧", ":) x late", "late x :)"]);
}

#[test]
fn s14_entities_are_only_themselves() {
    check("#late", &["late ⟦#Late⟧", "#later"]);
    check("#late*", &["⟦#later⟧ ⟦#late⟧"]);
    check("#café", &["⟦#Café⟧ #cafe"]);
    check("#cafe", &["⟦#Café⟧ ⟦#cafe⟧"]);
    check("@anna", &["⟦@Anna⟧ anna", "⟦@anna@mastodon.social⟧", "@annab"]);
    check("@anna@mastodon.social", &["⟦@anna@mastodon.social⟧", "@anna"]);
    check("$BT", &["⟦$BT⟧ BT", "⟦$bt⟧"]);
}

#[test]
fn s15_contained_letters_and_expressions() {
    check("contains:phone", &["my i⟦Phone⟧17, ⟦phone⟧s", "pho ne"]);
    check("contains:é", &["caf⟦é⟧ caf⟦e\u{301}⟧ cafe"]);
    check("contains:cafe", &["dé⟦CAFé⟧s"]);
    check("contains:\"e d\"", &["lat⟦e d⟧elivery"]);
    check(
        "regex:\"order (no|nr)\\.? ?[0-9]{2,}\"",
        &["my ⟦order no. 4711⟧, ⟦order nr12⟧", "order no 1", "Order no 4711"],
    );
    check("regex:\"(?i)late\\b\"", &["so ⟦LATE⟧", "later"]);
    check("regex:\"caf[é]\"", &["⟦cafe\u{301}⟧ ⟦café⟧ cafe"]);
    check("regex:\"say \\\"hi\\\"\"", &["they ⟦say \"hi\"⟧", "say hi"]);
    check("late -regex:\"order.*late\"", &["⟦late⟧ order", "order is late"]);
    check("title:regex:late", &["late"]);
    check("{:)} OR regex:\"[a-z]{9}\"", &["so ⟦:)⟧", "it ⟦surprised⟧ me", "nothing"]);
}

#[test]
fn s19_a_negation_holds_only_beside_something_positive() {
    check("a -b OR c -d", &["⟦a⟧ d", "⟦c⟧ b", "a b", "c d", "x"]);
    check("(a OR b) -(c d)", &["⟦a⟧ c", "a c d"]);
}

#[test]
fn s16_precedence() {
    check("a b OR c", &["⟦a⟧ ⟦b⟧", "⟦c⟧", "a"]);
    check("a NEAR/1 b c", &["⟦a b⟧ x x ⟦c⟧", "a b", "a c"]);
    for query in ["a NOT b", "a -b", "a AND NOT b", "a AND -b"] {
        check(query, &["⟦a⟧", "a b", "b"]);
    }
    check("-\"a b\"~3 c", &["⟦c⟧ a", "c a b"]);
}

#[test]
fn s17_nearness() {
    check("a NEAR/1 b", &["⟦a b⟧", "⟦b x a⟧", "a x x b", "⟦a b⟧ x x x a"]);
    check("a NEAR/1f b", &["⟦a x b⟧", "b a"]);
    check("a ONEAR/1 b", &["⟦a b⟧", "b a"]);
    check("(a NEAR/1 b) NEAR/1 c", &["⟦a x b x c⟧", "⟦c b x a⟧", "a x b x x c", "a c b"]);
    check("a NEAR/0 (b OR c)", &["⟦b a⟧ x ⟦a c⟧", "⟦b a c⟧"]);
    check("a NEAR/5 a", &["a", "⟦a a⟧"]);
    check("#late NEAR/5 late", &["#late", "⟦#late very late⟧"]);
    check("\"a b\" NEAR/0 \"b c\"", &["a b c", "⟦a b b c⟧"]);
}

#[test]
fn s18_what_is_absent_is_false() {
    let silent = Mention { text: "late".into(), ..Mention::default() };
    let facts = Facts::of(&silent);
    for query in ["lang:en", "author:anna", "is:verified", "has:lang", "followers:0"] {
        check_facts(&format!("late {query}"), &[], &[facts]);
        check_facts(&format!("late -{query}"), &[facts], &[]);
    }
}

#[test]
fn s20_the_first_alternative_that_holds_is_named() {
    let text = |text: &str| Mention { text: text.into(), ..Mention::default() };
    let clause = |query: &str, words: &str| {
        decide(&condition(query), &Facts::of(&text(words))).map(|(clause, _)| clause)
    };
    assert_eq!(clause("a OR b OR c", "c b"), Some(1));
    assert_eq!(clause("a OR b OR c", "c"), Some(2));
    assert_eq!(clause("a", "a"), Some(0));
    assert_eq!(clause("c (a OR b)", "c b"), Some(0));
    assert_eq!(clause("a OR b", "c"), None);
    check("late -(cancelled refund)", &["⟦late⟧ refund", "late cancelled refund"]);
}

/// A mention that has every field that can be asked for.
fn rich() -> Mention {
    Mention {
        text: "late #late @anna $BT https://x.com/a".into(),
        platform: "reddit".into(),
        kind: Kind::Reply,
        lang: Lang::parse("en"),
        author: Some(Author {
            id: Some("UCx7".into()),
            handle: Some("Anna".into()),
            followers: Some(500),
            verified: Some(true),
            ..Author::default()
        }),
        media: vec![Media { kind: MediaKind::Image, url: None }],
        place: Some(Geo { city: Some("Lund".into()), ..Geo::default() }),
        sensitive: Some(true),
        published_at: Some(Timestamp::from_seconds(1_767_225_600)),
        ..Mention::default()
    }
}

#[test]
fn fields_are_compared_as_the_table_says() {
    let brand = [TagName::parse("acme").unwrap()];
    let plain = Mention { text: "late".into(), ..Mention::default() };
    let rich = rich();
    let facts =
        Facts { role: Role::Employee, own_places: &brand, directed: &brand, ..Facts::of(&rich) };
    for query in [
        "lang:en",
        "author:anna",
        "from:@ANNA",
        "author_role:employee",
        "own_place:acme",
        "directed:acme",
        "platform:reddit",
        "is:reply",
        "is:sensitive",
        "is:verified",
        "has:links",
        "has:media",
        "has:images",
        "has:hashtags",
        "has:mentions",
        "has:cashtags",
        "has:geo",
        "has:lang",
        "followers:500",
        "followers:[1 TO 500]",
        "published:[2026-01-01 TO 2026-01-01]",
        "since:2026-01-01",
    ] {
        check_facts(&format!("late {query}"), &[facts], &[Facts::of(&plain)]);
    }
    for query in [
        "lang:sv",
        "author:ann",
        "author_role:team",
        "own_place:other",
        "directed:other",
        "platform:x",
        "is:quote",
        "has:videos",
        "followers:501",
        "followers:..499",
        "until:2026-01-01",
        "since:2026-01-02",
    ] {
        check_facts(&format!("late {query}"), &[], &[facts, Facts::of(&plain)]);
    }
}

#[test]
fn an_author_is_a_handle_in_any_case_or_an_id_to_the_letter() {
    let rich = rich();
    let facts = Facts::of(&rich);
    let holds = |name: &str| {
        decide(&Condition::Field(FieldTest::Account(Whose::Author, name.into())), &facts).is_some()
    };
    assert!(holds("UCx7") && holds("@ANNA") && holds("anna"));
    assert!(!holds("ucx7") && !holds("ann"));
}

#[test]
fn f2_a_query_by_language_applies_when_the_language_is_unknown() {
    let mention = Mention::default();
    let test = Condition::Field(FieldTest::LangOrUnknown(Lang::parse("en").unwrap()));
    let holds = |lang| decide(&test, &Facts { lang, ..Facts::of(&mention) }).is_some();
    assert!(holds(None) && holds(Lang::parse("en")) && !holds(Lang::parse("sv")));
}

/// One rule in the five languages of the demo, the words of each as its speakers write them.
const DELIVERY: &str = r##"
[[theme]]
id = "delivery"
query.any = "#delivery"
query.en = "delivery (late OR delayed)"
query.sv = "(leverans* OR paket*) (sen OR forsen*)"
query.fr = "(livraison OR expedition) (retard* OR prevu)"
query.it = "(consegna OR ordine) (ritard* OR perche)"
query.ro = "(livrare OR comanda OR coletul) (intarziat* OR astept*)"

[[theme]]
id = "written"
query.sv = "försenad"
query.fr = "prévu"
query.it = "perché"
query.ro = "așteptat"
"##;

#[test]
fn f2_one_rule_finds_its_texts_in_five_languages() {
    let file = SourceFile { name: "rules.toml".into(), text: DELIVERY.into() };
    let (rules, _) = RuleSet::read(&[file], &|_, _| Err("none".into())).unwrap();
    let queries: Vec<Condition> = rules.themes.into_iter().map(|theme| theme.query).collect();
    let check = |lang: &str, text: &str, delivery: bool, written: bool| {
        let lang = Lang::parse(lang);
        let mention = Mention { text: text.into(), lang, ..Mention::default() };
        let facts = Facts { lang, ..Facts::of(&mention) };
        let said = [&queries[0], &queries[1]].map(|query| decide(query, &facts).is_some());
        assert_eq!(said, [delivery, written], "{text}");
    };
    check("en", "My DELIVERY is late again", true, false);
    check("en", "ma livraison est en retard", false, false);
    check("sv", "Leveransen är försenad", true, true);
    check("sv", "leveransen ar forsenad", true, false);
    check("sv", "Paketleveransen kom för sent, den var sen", true, false);
    check("fr", "L’expédition est en retard", true, false);
    check("fr", "l'EXPE\u{301}DITION n'est pas comme prévu", true, true);
    check("fr", "l'expedition pas comme prevu", true, false);
    check("it", "Dov'è l’ordine? Perché non arriva", true, true);
    check("it", "nessuna notizia dell'ordine, perche", true, false);
    // With comma, with cedilla, decomposed, without.
    check("ro", "Comanda a întârziat, am așteptat mult", true, true);
    check("ro", "Comanda a intârziat, am aşteptat mult", true, true);
    check("ro", "comanda intarziata, am as\u{327}teptat", true, true);
    check("ro", "comanda intarziata, am asteptat", true, false);
    check("sv", "#delivery", true, false);
    check("ro", "my delivery is late", false, false);
}
