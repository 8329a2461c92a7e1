//! What tagging makes of rules and posts, from rule text to tags.

use mention::{Author, Lang, Mention, ReplyTo, Sentiment, Standing, TagName, Tagged, Timestamp};
use rulelang::{RuleSet, SourceFile};

use crate::{Found, Refused, Scratch, Tagger, Trial};

const RULES: &str = r##"
format = 1

[[brand]]
id = "velmora"
role = "own"
query = "velmora OR #velmora*"
accounts = ["velmora"]
places = ["subreddit:Velmora"]

[[brand]]
id = "quindel"
role = "competitor"
query = "quindel"
accounts = ["quindelbikes"]

[[account]]
handle = "velmora_care"
role = "team"
brand = "velmora"

[[account]]
handle = "elin"
platform = "twitter"
role = "employee"

[[account]]
ids = ["42"]
role = "employee"

[[theme]]
id = "service/late"
per = "brand"
query = "late OR delayed"

[[theme]]
id = "close"
per = "brand"
near = 3
query = "battery"

[[theme]]
id = "bikes"
query = "bike OR bikes"

[[theme]]
id = "planned"
trial = true
query = "bike"

[[campaign]]
id = "spring"
brand = "velmora"
query = "#ride OR ({{brand}} spring)"
starts = 2026-03-01
ends = 2026-03-31
timezone = "Europe/Stockholm"

[[exclude]]
id = "jobs"
query = "hiring"
"##;

/// The rules of a file.
pub(crate) fn read(text: &str) -> RuleSet {
    let file = SourceFile { name: "test.rules.toml".into(), text: text.into() };
    let none = |pattern: &str, _: &str| Err(format!("nothing to include: {pattern}"));
    match RuleSet::read(&[file], &none) {
        Ok((rules, _)) => rules,
        Err(findings) => panic!("{}", findings.iter().map(ToString::to_string).collect::<String>()),
    }
}

fn tag(mention: &Mention) -> Tagged {
    let tagger = Tagger::new(read(RULES), Trial::Silent).unwrap();
    tagger.tag_mention(mention, &mut Scratch::default())
}

fn post(text: &str) -> Mention {
    Mention {
        text: text.into(),
        platform: "twitter".into(),
        published_at: Some(Timestamp(0)),
        ..Mention::default()
    }
}

fn by(handle: &str, text: &str) -> Mention {
    Mention {
        author: Some(Author { handle: Some(handle.into()), ..Author::default() }),
        ..post(text)
    }
}

/// Tags with their causes, as `name=cause`.
fn tags(mention: &Mention) -> Vec<String> {
    tag(mention).tags.iter().map(|tag| format!("{}={:?}", tag.name, tag.cause)).collect()
}

#[test]
fn a_brand_is_found_by_words_by_being_addressed_or_by_its_place() {
    assert_eq!(tags(&post("my Velmora")), ["velmora=Words"]);
    assert_eq!(
        tags(&post("hi @Velmora")),
        ["velmora=Words"],
        "the handle's own word is found first"
    );
    assert_eq!(tags(&post("hi @QuindelBikes")), ["quindel=Addressed"]);
    let to_care = Mention { addressed: vec!["velmora_care".into()], ..post("hello") };
    assert_eq!(tags(&to_care), ["velmora=Addressed"]);
    let reply = ReplyTo { id: None, author: Some("Velmora".into()) };
    assert_eq!(tags(&Mention { reply_to: Some(reply), ..post("hello") }), ["velmora=Addressed"]);
    let place = Mention { own_place: Some("subreddit:velmora".into()), ..post("hello") };
    assert_eq!(tags(&place), ["velmora=Place"]);
    assert_eq!(tags(&post("hello")), [""; 0]);
}

#[test]
fn a_theme_per_brand_fires_once_for_each_brand_found() {
    assert_eq!(
        tags(&post("Velmora is late, Quindel is not")),
        [
            "quindel=Words",
            "quindel/service/late=Words",
            "velmora=Words",
            "velmora/service/late=Words",
        ]
    );
    assert_eq!(tags(&post("late again")), [""; 0]);
    let place = Mention { own_place: Some("subreddit:VELMORA".into()), ..post("late again") };
    assert_eq!(tags(&place), ["velmora=Place", "velmora/service/late=Words"]);
}

#[test]
fn near_asks_that_brand_and_theme_stand_together() {
    assert_eq!(tags(&post("Velmora a b c battery")), ["velmora=Words", "velmora/close=Words"]);
    assert_eq!(tags(&post("battery a b c Velmora")), ["velmora=Words", "velmora/close=Words"]);
    assert_eq!(tags(&post("Velmora a b c d battery")), ["velmora=Words"]);
    let place =
        Mention { own_place: Some("subreddit:Velmora".into()), ..post("a b c d e battery") };
    assert_eq!(tags(&place), ["velmora=Place", "velmora/close=Words"]);
}

#[test]
fn spans_point_into_the_text_as_posted() {
    let mention = post("Mein VELMORA: late");
    let tagged = tag(&mention);
    let words = |name: &str| {
        let tag = tagged.tags.iter().find(|tag| tag.name.as_str() == name).unwrap();
        tag.spans.iter().map(|span| mention.words(*span)).collect::<Vec<_>>()
    };
    assert_eq!(words("velmora"), ["VELMORA"]);
    assert_eq!(words("velmora/service/late"), ["late"]);
}

#[test]
fn the_author_decides_how_a_mention_counts() {
    let standing = |mention: &Mention| tag(mention).standing;
    assert_eq!(standing(&by("someone", "x")), Standing::Received);
    assert_eq!(standing(&by("Velmora", "x")), Standing::Sent);
    assert_eq!(standing(&by("velmora_care", "x")), Standing::Sent);
    assert_eq!(standing(&by("elin", "x")), Standing::Employee);
    assert_eq!(
        standing(&Mention { platform: "reddit".into(), ..by("elin", "x") }),
        Standing::Received
    );
    assert_eq!(standing(&by("quindelbikes", "x")), Standing::Competitor);
    let by_id = Author { id: Some("42".into()), ..Author::default() };
    assert_eq!(standing(&Mention { author: Some(by_id), ..post("x") }), Standing::Employee);
}

#[test]
fn noise_keeps_its_tags() {
    let tagged = tag(&post("Velmora is hiring"));
    assert_eq!(tagged.standing, Standing::Noise);
    assert_eq!(tagged.excluded_by, [TagName::parse("jobs").unwrap()]);
    assert_eq!(tagged.tags.len(), 1);
    assert_eq!(
        tag(&by("velmora", "we are hiring")).standing,
        Standing::Sent,
        "our own advert is ours"
    );
}

#[test]
fn a_campaign_counts_within_its_window_in_its_zone() {
    let at = |seconds| {
        tags(&Mention { published_at: Some(Timestamp::from_seconds(seconds)), ..post("#ride") })
    };
    // 2026-03-01T00:00 in Stockholm is 23:00 UTC of the day before; 24:00 of 31 March is 22:00 UTC, in summer time.
    let (starts, ends) = (1_772_319_600, 1_774_994_400);
    assert_eq!(at(starts - 1), [""; 0]);
    assert_eq!(at(starts), ["spring=Words"]);
    assert_eq!(at(ends - 1), ["spring=Words"]);
    assert_eq!(at(ends), [""; 0]);
    let unknown = Mention { published_at: None, ..post("#ride") };
    assert_eq!(tags(&unknown), [""; 0]);
}

#[test]
fn rules_on_trial_tag_only_for_those_who_look() {
    assert_eq!(tags(&post("a bike")), ["bikes=Words"]);
    let all = Tagger::new(read(RULES), Trial::Tags).unwrap();
    let tagged = all.tag_mention(&post("a bike"), &mut Scratch::default());
    assert_eq!(tagged.tags.len(), 2);
}

#[test]
fn given_tags_are_ours_where_they_name_one_of_ours() {
    let given = Mention { given_tags: vec!["Bikes".into(), "From Sprout".into()], ..post("hello") };
    assert_eq!(tags(&given), ["bikes=Given", "given/from-sprout=Given"]);
    let both = Mention { given_tags: vec!["bikes".into()], ..post("a bike") };
    assert_eq!(tags(&both), ["bikes=Words"], "a rule that finds it says where");
}

#[test]
fn a_failing_example_refuses_the_rules_and_says_which() {
    let with = |example: &str| {
        Tagger::new(read(&RULES.replace("query = \"bike OR bikes\"", example)), Trial::Silent)
    };
    let fails = |example: &str| match with(example) {
        Err(Refused::Examples(failures)) => {
            failures.iter().map(ToString::to_string).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert!(with("query = \"bike\"\nmatch = [\"a Bike\"]\nno_match = [\"bikes\"]").is_ok());
    assert_eq!(
        fails("query = \"bike\"\nmatch = [\"bikes\"]"),
        [
            "`bikes` must find \"bikes\" and does not: `bike` is not in it, only \"bikes\", which `bike*` would find"
        ]
    );
    assert_eq!(
        fails("query = \"bike\"\nno_match = [\"my bike!\"]"),
        ["`bikes` must leave \"my bike!\" alone and finds it by \"bike\""]
    );
}

#[test]
fn an_example_that_is_missed_says_what_was_found_instead() {
    let text =
        RULES.replace("query = \"bike OR bikes\"", "query = \"bike\"\nmatch = [\"velmora\"]");
    let Err(Refused::Examples(failures)) = Tagger::new(read(&text), Trial::Silent) else {
        panic!("it passed")
    };
    let Found::Missed { tags, .. } = &failures[0].found else { panic!("{failures:?}") };
    assert_eq!(tags, &[TagName::parse("velmora").unwrap()]);
}

#[test]
fn facts_reach_the_rules() {
    let text = "format = 1\n[[theme]]\nid = \"a\"\nquery = \"lang:sv cykel\"\n";
    let tagger = Tagger::new(read(text), Trial::Silent).unwrap();
    let mut scratch = Scratch::default();
    let mut find =
        |lang| tagger.tag_mention(&Mention { lang, ..post("min cykel") }, &mut scratch).tags.len();
    assert_eq!(find(Lang::parse("sv")), 1);
    assert_eq!(find(Lang::parse("en")), 0);
    assert_eq!(find(None), 0);
}

#[test]
fn feeling_and_question_are_found_out_of_mentions_with_a_tag() {
    let found = |rules: &str, mention: &Mention| {
        let tagger = Tagger::new(read(rules), Trial::Silent).unwrap();
        let found = tagger.tag_mention(mention, &mut Scratch::default());
        (found.tags.len(), found.sentiment, found.question)
    };
    let sad = "Why is this terrible bike so late, and why does nobody answer?";
    let tram = "Why is this terrible tram so late, and why does nobody answer?";
    let plain = "format = 1\n[[theme]]\nid = \"a\"\nquery = \"bike\"\n";
    let angry = "format = 1\n[[theme]]\nid = \"a\"\nquery = \"bike sentiment:negative\"\n";
    let asking = "format = 1\n[[theme]]\nid = \"a\"\nquery = \"bike is:question\"\n";
    for rules in [plain, angry, asking] {
        assert_eq!(found(rules, &post(sad)), (1, Some(Sentiment::Negative), Some(true)), "{rules}");
        assert_eq!(found(rules, &post(tram)), (0, None, None), "{rules}");
        let stated =
            Mention { sentiment: Some(Sentiment::Positive), question: Some(false), ..post(tram) };
        assert_eq!(found(rules, &stated), (0, Some(Sentiment::Positive), Some(false)), "{rules}");
    }
    let mild = post("A fine bike, thanks.");
    assert_eq!(found(angry, &mild).0, 0);
    assert_eq!(found(asking, &mild).0, 0);
}
