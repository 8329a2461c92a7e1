//! Random conditions and mentions made of few words, so that they often meet.

use mention::{
    Author, Entity, EntityKind, Facts, Field, Geo, Kind, Lang, LookIn, Media, MediaKind, Mention,
    Role, Timestamp, fold_key, term_tokens,
};
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::sample::select;
use proptest::{collection::vec, option, prop_oneof};
use rulelang::{
    Condition, FieldTest, Glob, Has, Is, Key, Near, Part, Pattern, Range, TextTest, TokenKeys,
    TokenTest, Track, Window,
};

/// Rules and mentions they are tried on.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) rules: Vec<Condition>,
    pub(super) mentions: Vec<Mention>,
}

pub(super) fn cases() -> impl Strategy<Value = Case> {
    (vec(condition(), 1..6), vec(mention(), 1..5))
        .prop_map(|(rules, mentions)| Case { rules, mentions })
}

/// What is known of `mention`; its author's name stands for what the registry would say.
pub(super) fn facts(mention: &Mention) -> Facts<'_> {
    let employee = mention.author.as_ref().is_some_and(|author| author.name.is_some());
    let role = if employee { Role::Employee } else { Role::Public };
    Facts { role, ..Facts::of(mention) }
}

const WORDS: [&str; 18] = [
    "late",
    "Late",
    "läte",
    "la\u{308}te",
    "later",
    "l",
    "café",
    "日本",
    "日本語",
    "東",
    "한국",
    "한국은",
    "😀",
    "👍🏽",
    "BT",
    "C++",
    "3.5",
    "ไทย",
];
/// Most words are one of these.
const USUAL: [&str; 4] = ["late", "läte", "日本", "한국"];
const ENTITIES: [(EntityKind, &str); 11] = [
    (EntityKind::Hashtag, "#late"),
    (EntityKind::Hashtag, "#LateBTCafé"),
    (EntityKind::Hashtag, "#BT_late日本late"),
    (EntityKind::Hashtag, "#Café"),
    (EntityKind::Hashtag, "#日本語"),
    (EntityKind::Handle, "@anna"),
    (EntityKind::Handle, "@Anna@mast.example"),
    (EntityKind::Handle, "@late"),
    (EntityKind::Cashtag, "$BT"),
    (EntityKind::Link, "http://late.example/BT"),
    (EntityKind::Link, "x.example"),
];
const BLANKS: [&str; 9] = [" ", " ", " ", " ", ", ", "", "-", "’", " :) "];
const LITERALS: [&str; 10] = ["BT", "C++", ":)", "日", "本語", "late", "la", "é", "-", "l'"];
const REGEXES: [&str; 8] =
    ["la[tx]e", "(?i)late|bt", "[a-zé]{3}", "C\\+\\+", "日本.", "\\bla", "e.*l", "[^ ]+://"];
const CONTAINED: [&str; 7] = ["at", "café", "本", "x", "te, l", "국", "e"];

fn usual_word() -> impl Strategy<Value = &'static str> {
    prop_oneof![select(&WORDS[..]), select(&USUAL[..])]
}

/// A piece of text, and what entity it is.
fn piece() -> impl Strategy<Value = (Option<EntityKind>, &'static str)> {
    prop_oneof![
        5 => usual_word().prop_map(|word| (None, word)),
        2 => select(&ENTITIES[..]).prop_map(|(kind, entity)| (Some(kind), entity)),
    ]
}

/// A text and its entities.
fn text() -> impl Strategy<Value = (String, Vec<Entity>)> {
    vec((piece(), select(&BLANKS[..])), 0..12).prop_map(|pieces| {
        let (mut text, mut entities) = (String::new(), Vec::new());
        for ((kind, piece), blank) in pieces {
            let start = u32::try_from(text.len()).unwrap();
            text.push_str(piece);
            let end = u32::try_from(text.len()).unwrap();
            entities.extend(kind.map(|kind| Entity { kind, start, end }));
            text.push_str(blank);
        }
        (text, entities)
    })
}

fn lang(tag: &str) -> Lang {
    Lang::parse(tag).unwrap()
}

fn author() -> impl Strategy<Value = Author> {
    let handle = select(&["anna", "Anna", "late"][..]);
    (option::of(handle), option::of(0..3u64), any::<bool>(), any::<bool>()).prop_map(
        |(handle, followers, verified, employee)| Author {
            id: Some("7".into()),
            handle: handle.map(Into::into),
            followers,
            verified: Some(verified),
            name: employee.then(|| "Anna".into()),
            ..Author::default()
        },
    )
}

fn mention() -> impl Strategy<Value = Mention> {
    let words = (text(), option::weighted(0.3, text()), option::weighted(0.3, text()));
    let about = (
        option::of(author()),
        option::of(select(&["en", "sv"][..])),
        select(&Kind::ALL[..]),
        option::of(0..4i64),
        option::of(select(&[MediaKind::Image, MediaKind::Video, MediaKind::Other][..])),
        any::<bool>(),
    );
    (words, about).prop_map(|((text, title, quoted), about)| {
        let (author, language, kind, at, media, located) = about;
        Mention {
            platform: "x".into(),
            author,
            lang: language.map(lang),
            kind,
            published_at: at.map(Timestamp),
            media: media.map(|kind| Media { kind, url: None }).into_iter().collect(),
            place: located.then(|| Geo { country: Some("SE".into()), ..Geo::default() }),
            text: text.0,
            entities: Some(text.1),
            title: title.map(|title| title.0),
            quoted: quoted.map(|quoted| quoted.0),
            ..Mention::default()
        }
    })
}

fn track() -> impl Strategy<Value = Track> {
    select(&[Track::Exact, Track::Bare][..])
}

/// The key of a word as a rule asks for it.
fn key(text: &str, track: Track) -> String {
    let (exact, bare) = fold_key(text);
    match track {
        Track::Exact => exact,
        Track::Bare => bare,
    }
}

/// A test whose key is made of `text`.
fn token_test(text: String) -> impl Strategy<Value = TokenTest> {
    (track(), 0..12u8, 0..8u8).prop_map(move |(track, shape, glue)| {
        let whole = key(&text, track);
        let head = |count| whole.chars().take(count).collect::<String>();
        let tail: String = whole.chars().skip(3).collect();
        let key = match shape {
            0..=7 => Key::Is(whole),
            8 => Key::Starts(head(2)),
            9 => Key::Starts(head(1)),
            10 => Key::Glob(vec![Glob::Text(head(2)), Glob::One, Glob::Text(tail)]),
            _ => {
                Key::Glob(vec![Glob::Text(head(2)), Glob::Many, Glob::Text("e".into()), Glob::Many])
            }
        };
        TokenTest { track, key, glued: glue == 0 }
    })
}

fn word() -> impl Strategy<Value = TokenTest> {
    usual_word().prop_flat_map(|word| {
        let tokens = term_tokens(word);
        select(tokens).prop_flat_map(|token| token_test(token.exact))
    })
}

fn look_in() -> impl Strategy<Value = LookIn> {
    prop_oneof![
        6 => Just(LookIn::DEFAULT),
        2 => Just(LookIn::DEFAULT.and_in_hashtags()),
        1 => Just(LookIn::DEFAULT.and_in_addresses()),
        1 => Just(LookIn::only(Field::Text).and_in_hashtags().and_in_addresses()),
        1 => Just(LookIn::only(Field::Title)),
        1 => Just(LookIn::only(Field::Quoted).and(Field::Text)),
    ]
}

fn phrase() -> impl Strategy<Value = Pattern> {
    let part = prop_oneof![4 => word().prop_map(Part::Token), 1 => Just(Part::Any)];
    let slop = prop_oneof![2 => Just(0), 3 => 0..4u32];
    (word(), vec(part, 0..4), 0..3usize, slop).prop_map(|(first, mut parts, at, slop)| {
        parts.insert(at.min(parts.len()), Part::Token(first));
        Pattern::Phrase { parts, slop }
    })
}

fn entity() -> impl Strategy<Value = Pattern> {
    select(&ENTITIES[..]).prop_flat_map(|(kind, entity)| {
        let name = entity.trim_start_matches(['#', '@', '$']).to_owned();
        (token_test(name), any::<bool>()).prop_map(move |(test, any_host)| {
            let test = TokenTest { glued: false, ..test };
            Pattern::Entity { kind, test, any_host: any_host && kind == EntityKind::Handle }
        })
    })
}

/// An expression, with what it cannot do without as a query's has it.
fn regex(pattern: &str) -> Pattern {
    let lists = std::collections::BTreeMap::new();
    let context =
        rulelang::Context { settings: rulelang::Settings::default(), lists: &lists, brand: None };
    let node = rulelang::parse(&format!("regex:\"{pattern}\"")).node.unwrap();
    match rulelang::lower(&node, &context).0 {
        Some(Condition::Text(test)) => test.pattern,
        other => panic!("{pattern}: {other:?}"),
    }
}

/// A test on words: what may stand in a NEAR.
fn text_test() -> BoxedStrategy<Condition> {
    let single =
        word().prop_map(|test| Pattern::Phrase { parts: vec![Part::Token(test)], slop: 0 });
    let contained = (select(&CONTAINED[..]), track())
        .prop_map(|(text, track)| Pattern::Contains(TokenKeys { track, key: key(text, track) }));
    let pattern = prop_oneof![
        6 => single,
        4 => phrase(),
        3 => entity(),
        1 => select(&LITERALS[..]).prop_map(|text| Pattern::Literal(text.into())),
        1 => contained,
        1 => select(&REGEXES[..]).prop_map(regex),
    ];
    (look_in(), pattern)
        .prop_map(|(look_in, pattern)| Condition::Text(TextTest { look_in, pattern }))
        .boxed()
}

/// What has a place in the text.
fn placed() -> BoxedStrategy<Condition> {
    text_test()
        .prop_recursive(2, 8, 3, |inner| {
            let near = (inner.clone(), inner.clone(), 0..4u32, any::<bool>()).prop_map(
                |(left, right, distance, ordered)| {
                    Condition::Near(Box::new(Near { left, right, distance, ordered }))
                },
            );
            let window = (vec(inner.clone(), 2..4), 0..4u32)
                .prop_map(|(operands, extra)| Condition::Window(Window { operands, extra }));
            prop_oneof![2 => near, 1 => window, 1 => vec(inner, 0..3).prop_map(Condition::Any)]
        })
        .boxed()
}

fn field() -> impl Strategy<Value = FieldTest> {
    select(vec![
        FieldTest::Lang(lang("en")),
        FieldTest::LangOrUnknown(lang("sv")),
        FieldTest::Author("@ANNA".into()),
        FieldTest::Author("7".into()),
        FieldTest::AuthorRole(Role::Employee),
        FieldTest::Platform("x".into()),
        FieldTest::Is(Is::Kind(Kind::Reply)),
        FieldTest::Is(Is::Verified),
        FieldTest::Has(Has::Hashtags),
        FieldTest::Has(Has::Links),
        FieldTest::Has(Has::Images),
        FieldTest::Has(Has::Geo),
        FieldTest::Followers(Range { least: Some(1), most: None }),
        FieldTest::Published { from: Some(Timestamp(1)), to: Some(Timestamp(3)) },
    ])
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![5 => placed(), 1 => field().prop_map(Condition::Field)];
    let whole = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            2 => vec(inner.clone(), 0..4).prop_map(Condition::All),
            4 => vec(inner.clone(), 0..4).prop_map(Condition::Any),
            1 => inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    });
    prop_oneof![placed(), whole]
}
