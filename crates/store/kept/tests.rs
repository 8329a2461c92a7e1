//! Round trips of the encoding, over every field.

use mention::{
    Answered, Author, Engagement, Entity, Field, Geo, Kind, Lang, Media, Provenance, ReplyTo,
    RuleSetId, Span, Standing, Tag, TagName, Timestamp,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Strategy, any, prop_assert_eq, proptest};
use proptest::sample::select;

use super::*;

fn text() -> impl Strategy<Value = String> {
    "\\PC{0,8}"
}

fn time() -> impl Strategy<Value = Timestamp> {
    any::<i64>().prop_map(Timestamp)
}

fn tag_name() -> impl Strategy<Value = TagName> {
    "[a-z]{1,3}(/[a-z0-9-]{1,3}){0,2}".prop_map(|name| TagName::parse(&name).unwrap())
}

fn lang() -> impl Strategy<Value = Lang> {
    select(vec!["en", "fil"]).prop_map(|tag| Lang::parse(tag).unwrap())
}

fn author() -> impl Strategy<Value = Author> {
    let texts = [(); 5].map(|()| option::of(text()));
    let numbers = [(); 4].map(|()| option::of(any::<u64>()));
    (texts, numbers, option::of(any::<bool>())).prop_map(
        |([id, handle, name, bio, location], [followers, following, posts, listed], verified)| {
            Author {
                id,
                handle,
                name,
                followers,
                following,
                posts,
                listed,
                verified,
                bio,
                location,
            }
        },
    )
}

fn engagement() -> impl Strategy<Value = Engagement> {
    [(); 7].map(|()| option::of(any::<u64>())).prop_map(
        |[likes, reposts, replies, quotes, saves, clicks, impressions]| Engagement {
            likes,
            reposts,
            replies,
            quotes,
            saves,
            clicks,
            impressions,
        },
    )
}

fn place() -> impl Strategy<Value = Geo> {
    let point = option::of((-90.0..90.0_f64, -180.0..180.0_f64));
    ([(); 4].map(|()| option::of(text())), point).prop_map(
        |([name, country, region, city], point)| Geo { name, country, region, city, point },
    )
}

fn words() -> impl Strategy<Value = Mention> {
    let entity = (select(&ENTITIES), any::<u32>(), any::<u32>())
        .prop_map(|(kind, start, end)| Entity { kind, start, end });
    let media = (select(&MEDIA), option::of(text())).prop_map(|(kind, url)| Media { kind, url });
    (
        [(); 3].map(|()| text()),
        [(); 4].map(|()| option::of(text())),
        option::of(vec(entity, 0..3)),
        vec(text(), 0..3),
        vec(media, 0..3),
        option::of(author()),
    )
        .prop_map(
            |(
                [platform, id, text],
                [permalink, title, quoted, alt],
                entities,
                links,
                media,
                author,
            )| {
                Mention {
                    platform,
                    id,
                    permalink,
                    author,
                    title,
                    text,
                    quoted,
                    alt,
                    entities,
                    links,
                    media,
                    ..Mention::default()
                }
            },
        )
}

fn mention() -> impl Strategy<Value = Mention> {
    let reply =
        (option::of(text()), option::of(text())).prop_map(|(id, author)| ReplyTo { id, author });
    let answered = (time(), option::of(text())).prop_map(|(at, by)| Answered { at, by });
    let facts = (
        option::of(time()),
        option::of(time()),
        option::of(lang()),
        option::of(select(&SENTIMENTS)),
        select(&Kind::ALL),
        option::of(reply),
    );
    let rest = (
        [(); 4].map(|()| option::of(text())),
        vec(text(), 0..3),
        engagement(),
        option::of(place()),
        option::of(0.0..5.0_f64),
        option::of(answered),
        vec(text(), 0..3),
        [(); 2].map(|()| option::of(any::<bool>())),
        vec((text(), text()), 0..3),
    );
    (words(), facts, rest).prop_map(
        |(
            words,
            (published_at, observed_at, lang, sentiment, kind, reply_to),
            (
                [conversation, own_place, repost_of, source],
                addressed,
                engagement,
                place,
                rating,
                answered,
                given_tags,
                [sensitive, question],
                custom,
            ),
        )| Mention {
            published_at,
            observed_at,
            lang,
            sentiment,
            kind,
            reply_to,
            repost_of,
            conversation,
            addressed,
            own_place,
            source,
            engagement,
            place,
            rating,
            answered,
            given_tags,
            sensitive,
            question,
            custom,
            ..words
        },
    )
}

fn tag() -> impl Strategy<Value = Tag> {
    let provenance =
        (0..3, any::<u128>(), text(), time()).prop_map(|(which, id, who, at)| match which {
            0 => Provenance::Rules(RuleSetId(id)),
            1 => Provenance::Person { who, at },
            _ => Provenance::Import,
        });
    let span = (select(&Field::ALL), any::<u32>(), any::<u32>())
        .prop_map(|(field, start, end)| Span { field, start, end });
    (tag_name(), option::of(tag_name()), provenance, select(&CAUSES), any::<u16>(), vec(span, 0..3))
        .prop_map(|(name, rule, provenance, cause, clause, spans)| Tag {
            rule: rule.unwrap_or_else(|| name.clone()),
            name,
            provenance,
            cause,
            clause,
            spans,
        })
}

fn tagged() -> impl Strategy<Value = Tagged> {
    let standing = select(&Standing::ALL);
    let (lang, sentiment) = (option::of(lang()), option::of(select(&SENTIMENTS)));
    let question = option::of(any::<bool>());
    (standing, lang, sentiment, question, vec(tag(), 0..3), vec(tag_name(), 0..3)).prop_map(
        |(standing, lang, sentiment, question, tags, excluded_by)| Tagged {
            standing,
            lang,
            sentiment,
            question,
            tags,
            excluded_by,
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_reads_back(mention in mention(), tagged in tagged()) {
        let mut bytes = Vec::new();
        write(&mention, &tagged, &mut bytes);
        prop_assert_eq!(read(&bytes), Some((mention, tagged)));
    }

    #[test]
    fn nothing_is_left_of_what_was_read_before(before in (mention(), tagged()), now in (mention(), tagged())) {
        let (mut mention, mut tagged) = before;
        let mut bytes = Vec::new();
        write(&now.0, &now.1, &mut bytes);
        let read = read_into(&bytes, &mut TagNames::default(), &mut mention, &mut tagged);
        prop_assert_eq!(read.map(|()| (mention, tagged)), Some(now));
    }

    #[test]
    fn cut_or_changed_bytes_never_crash(mention in mention(), tagged in tagged(), at in any::<usize>(), byte in any::<u8>()) {
        let mut bytes = Vec::new();
        write(&mention, &tagged, &mut bytes);
        let at = at % bytes.len();
        prop_assert_eq!(read(&bytes[..at]), None);
        bytes[at] = byte;
        let _ = read(&bytes);
    }
}

#[test]
fn another_version_or_trailing_bytes_are_not_read() {
    let mut bytes = Vec::new();
    let tagged = Tagged {
        standing: Standing::Received,
        lang: None,
        sentiment: None,
        question: None,
        tags: vec![],
        excluded_by: vec![],
    };
    write(&Mention::default(), &tagged, &mut bytes);
    assert!(read(&bytes).is_some());
    bytes.push(0);
    assert_eq!(read(&bytes), None);
    bytes.pop();
    bytes[0] = VERSION + 1;
    assert_eq!(read(&bytes), None);
    assert_eq!(read(&[]), None);
}

/// The bytes the first release wrote for a mention by ann with a city, a custom field and no tags.
const OF_THE_FIRST_RELEASE: &str = "01077477697474657201310001000103616e6e00000001ac020000046c61746500000000000000000000000000000000000000000001000001044c756e6400000000010001016101620400000000";

#[test]
fn what_the_first_release_wrote_is_read() {
    let bytes = hex(OF_THE_FIRST_RELEASE);
    let (mention, tagged) = read(&bytes).unwrap();
    assert_eq!(mention, old_mention());
    assert_eq!(tagged.tags, []);
    let cut = |to: usize| read(&bytes[..to]).is_some();
    assert!(!(0..bytes.len()).any(cut));
}

#[test]
fn what_was_written_before_questions_is_read() {
    let (mention, mut bytes) = (old_mention(), Vec::new());
    let (_, tagged) = read(&hex(OF_THE_FIRST_RELEASE)).unwrap();
    write(&mention, &tagged, &mut bytes);
    bytes[0] = SECOND;
    assert_eq!(bytes.pop(), Some(0), "what it asks stands at the end");
    assert_eq!(read(&bytes), Some((mention, tagged)));
}

fn hex(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn old_mention() -> Mention {
    Mention {
        platform: "twitter".into(),
        id: "1".into(),
        text: "late".into(),
        author: Some(Author {
            handle: Some("ann".into()),
            followers: Some(300),
            ..Author::default()
        }),
        place: Some(Geo { city: Some("Lund".into()), ..Geo::default() }),
        sensitive: Some(false),
        custom: vec![("a".into(), "b".into())],
        ..Mention::default()
    }
}
