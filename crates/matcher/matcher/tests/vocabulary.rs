//! Random conditions and mentions made of few words, so that they often meet.

use std::collections::BTreeMap;

use mention::{
    Author, Engagement, Entity, EntityKind, Facts, Field, Geo, Kind, Lang, LookIn, Media,
    MediaKind, Mention, ReplyTo, Role, Sentiment, Timestamp, fold_key, term_tokens,
};
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::sample::select;
use proptest::{collection::vec, option, prop_oneof};
use rulelang::{
    Condition, Context, Exactly, FieldTest, Glob, Key, Near, Part, Pattern, Settings, TextTest,
    TokenKeys, TokenTest, Track, Window, lower, parse,
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
    let handle = select(&["anna", "Anna", "late", "anna@mast.example"][..]);
    let words = || option::of(select(&PROFILES[..]));
    let figures = [(); 4].map(|()| option::of(0..3u64));
    (option::of(handle), words(), words(), figures, any::<bool>(), any::<bool>()).prop_map(
        |(handle, bio, location, [followers, following, posts, listed], verified, employee)| {
            Author {
                id: Some("7".into()),
                handle: handle.map(Into::into),
                followers,
                following,
                posts,
                listed,
                verified: Some(verified),
                name: employee.then(|| "Anna Café".into()),
                bio: bio.map(Into::into),
                location: location.map(Into::into),
            }
        },
    )
}

/// What stands in profiles, in names of places and in extra columns.
const PROFILES: [&str; 7] = ["Late. #late!", "läte late", "later", "日本語 late", "3.5", "2", ""];

fn place() -> impl Strategy<Value = Geo> {
    let words = || option::of(select(&PROFILES[..]));
    let point = select(&[(59.3, 18.1), (59.0, 17.0), (0.0, 180.0), (-1.0, -179.5)][..]);
    let country = select(&["SE", "US", "JP"][..]);
    (words(), words(), option::of(country), option::of(point)).prop_map(
        |(name, city, country, point)| Geo {
            name: name.map(Into::into),
            city: city.map(Into::into),
            region: name.and(city).map(Into::into),
            country: country.map(Into::into),
            point,
        },
    )
}

/// Everything but the words of a mention.
fn surroundings() -> impl Strategy<Value = Mention> {
    let addresses =
        ["https://www.Late.example/a/b?c=1", "late.example", "http://x.late.example:80"];
    let links = || vec(select(addresses.to_vec()), 0..2);
    let handle = || option::of(select(&["anna", "Anna@mast.example", "bo"][..]));
    let column = (select(&["Shop Name", "custom.shop-name", "other"][..]), select(&PROFILES[..]));
    let standing = ["subreddit:Late", "channel:UCx", "app:late"];
    let reply = (option::of(Just("9")), handle());
    let accounts = (option::of(reply), handle(), vec(handle(), 0..2));
    let asked = (option::of(any::<bool>()), option::of(select(&FEELINGS[..])));
    let about = (option::of(select(standing.to_vec())), option::of(select(&["Web", "iOS"][..])));
    let rest = (links(), links(), vec(column, 0..3), 0..3u64, option::of(select(&[3.5, 4.0][..])));
    (accounts, asked, about, rest, option::weighted(0.6, place())).prop_map(
        |(
            (reply, repost_of, addressed),
            (question, sentiment),
            (own_place, source),
            rest,
            place,
        )| {
            let (links, permalink, columns, figure, rating) = rest;
            let mut custom: Vec<(String, String)> =
                columns.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
            custom.sort();
            custom.dedup_by(|a, b| a.0 == b.0);
            let text = |text: Option<&str>| text.map(str::to_owned);
            Mention {
                id: figure.to_string(),
                conversation: (figure > 0).then(|| figure.to_string()),
                reply_to: reply.map(|(id, author)| ReplyTo { id: text(id), author: text(author) }),
                repost_of: text(repost_of),
                addressed: addressed.into_iter().flatten().map(Into::into).collect(),
                question,
                sentiment,
                own_place: text(own_place),
                source: text(source),
                links: links.into_iter().map(Into::into).collect(),
                permalink: permalink.first().copied().map(Into::into),
                custom,
                engagement: Engagement {
                    likes: (figure > 0).then_some(figure),
                    impressions: Some(figure),
                    ..Engagement::default()
                },
                rating,
                place,
                ..Mention::default()
            }
        },
    )
}

const FEELINGS: [Sentiment; 2] = [Sentiment::Negative, Sentiment::Positive];

pub(super) fn mention() -> impl Strategy<Value = Mention> {
    let words = (text(), option::weighted(0.3, text()), option::weighted(0.3, text()));
    let about = (
        option::of(author()),
        option::of(select(&["en", "sv"][..])),
        select(&Kind::ALL[..]),
        option::of(0..4i64),
        option::of(select(&[MediaKind::Image, MediaKind::Video, MediaKind::Other][..])),
    );
    (words, about, surroundings()).prop_map(|((text, title, quoted), about, surroundings)| {
        let (author, language, kind, at, media) = about;
        Mention {
            platform: "x".into(),
            author,
            lang: language.map(lang),
            kind,
            published_at: at.map(Timestamp),
            media: media.map(|kind| Media { kind, url: None }).into_iter().collect(),
            text: text.0,
            entities: Some(text.1),
            title: title.map(|title| title.0),
            quoted: quoted.map(|quoted| quoted.0),
            ..surroundings
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
pub(super) fn placed() -> BoxedStrategy<Condition> {
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

/// A field test, as an author writes it.
const WRITTEN: [&str; 56] = [
    "lang:en",
    "author:@ANNA",
    "author:7",
    "author:anna@mast.example",
    "to:ANNA",
    "repost_of:anna",
    "author_role:employee",
    "author_bio:late",
    "author_bio:\"late late\"",
    "author_bio:läte",
    "author_bio:la*",
    "author_name:café",
    "author_location:日本",
    "place:late",
    "place:\"later 2\"",
    "city:late",
    "city:\"late late\"",
    "region:2",
    "country:SE",
    "country:usa",
    "continent:europe",
    "point_radius:[18 59 40km]",
    "point_radius:[179 0 200km]",
    "bounding_box:[17.5 59 19 60]",
    "bounding_box:[170 -10 -170 10]",
    "latitude:[59 TO 59.2]",
    "longitude:..18",
    "platform:x",
    "platform:reddit",
    "source:web",
    "subreddit:r/LATE",
    "channel:ucx",
    "id:1",
    "thread:2",
    "thread:9",
    "is:reply",
    "is:verified",
    "is:question",
    "sentiment:negative",
    "has:hashtags",
    "has:links",
    "has:images",
    "has:geo",
    "followers:1",
    "following:..1",
    "posts:2",
    "listed:0..1",
    "likes:1",
    "views:2",
    "rating:4",
    "rating:[3 TO 3.5]",
    "url:late.example/A",
    "site:late.example",
    "site:www.late.example/a",
    "custom.shop_name:late",
    "custom.shop_name:[2 TO 4]",
];

fn field() -> impl Strategy<Value = FieldTest> {
    let (lists, settings) = (BTreeMap::new(), Settings::default());
    let context = Context { settings, lists: &lists, brand: None };
    let mut tests: Vec<FieldTest> = WRITTEN
        .iter()
        .map(|query| match lower(&parse(query).node.unwrap(), &context) {
            (Some(Condition::Field(test)), _) => test,
            other => panic!("{query}: {other:?}"),
        })
        .collect();
    tests.push(FieldTest::LangOrUnknown(lang("sv")));
    tests.push(FieldTest::Published { from: Some(Timestamp(1)), to: Some(Timestamp(3)) });
    // In the vocabulary, platforms are as they are, not as they are read.
    tests.push(FieldTest::Is(Exactly::Platform, "x".into()));
    select(tests)
}

pub(super) fn condition() -> impl Strategy<Value = Condition> {
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
