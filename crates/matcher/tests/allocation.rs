//! One pass over a mention allocates nothing once the scratch has seen one as large.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use matcher::{Matcher, Scratch};
use mention::{Author, EntityKind, Facts, Folded, Kind, LookIn, Mention};
use rulelang::{
    Condition, FieldTest, Key, Near, Part, Pattern, TextTest, TokenKeys, TokenTest, Track, Whose,
    Window, Worded, Words,
};

/// The system's allocator, counting how often it is asked.
struct Counting;

static ASKED: AtomicUsize = AtomicUsize::new(0);

#[expect(unsafe_code, reason = "an allocator can only be counted by being one")]
// SAFETY: every call is handed on unchanged to the system's allocator, which keeps the contract.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of `alloc`, which is the same here.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `alloc` above and so from the system, with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn pattern(pattern: Pattern) -> Condition {
    Condition::Text(TextTest { look_in: LookIn::DEFAULT, pattern })
}

fn token(key: Key) -> TokenTest {
    TokenTest { track: Track::Bare, key, glued: false }
}

fn words(text: &str, slop: u32) -> Condition {
    let part = |word: &str| Part::Token(token(Key::Is(word.into())));
    pattern(Pattern::Phrase { parts: text.split(' ').map(part).collect(), slop })
}

fn rules() -> Vec<Condition> {
    let near =
        |left, right| Condition::Near(Box::new(Near { left, right, distance: 5, ordered: false }));
    let hashtag = Pattern::Entity {
        kind: EntityKind::Hashtag,
        test: token(Key::Is("cafe".into())),
        any_host: false,
    };
    let start = Part::Token(token(Key::Starts("deli".into())));
    let parts = vec![words("the", 0), words("late", 0), words("cafe", 0)];
    let pattern_of = |look_in, pattern| Condition::Text(TextTest { look_in, pattern });
    let just = |look_in, word: &str| {
        let parts = vec![Part::Token(token(Key::Is(word.into())))];
        pattern_of(look_in, Pattern::Phrase { parts, slop: 0 })
    };
    let contained = TokenKeys { track: Track::Bare, key: "afe".into() };
    vec![
        words("late", 0),
        words("late delivery", 0),
        words("delivery late", 3),
        words("late the late", 9),
        just(LookIn::DEFAULT.and_in_hashtags(), "doit"),
        just(LookIn::DEFAULT.and_in_addresses(), "acme"),
        pattern(Pattern::Regex { pattern: "d[e]livery".into(), needs: vec!["livery".into()] }),
        pattern(Pattern::Regex { pattern: "[a-z]+ of".into(), needs: Vec::new() }),
        pattern(hashtag),
        pattern(Pattern::Phrase { parts: vec![start], slop: 0 }),
        pattern(Pattern::Literal("Café".into())),
        pattern(Pattern::Contains(contained)),
        near(near(words("late", 0), words("the", 0)), Condition::Any(vec![words("cafe", 0)])),
        Condition::Window(Window { operands: parts, extra: 9 }),
        Condition::All(vec![
            words("late", 0),
            Condition::Not(Box::new(words("cancelled", 0))),
            Condition::Field(FieldTest::Kind(Kind::Original)),
        ]),
        Condition::Field(FieldTest::Words(Words {
            of: Worded::AuthorBio,
            parts: vec![Part::Token(token(Key::Is("cafe".into())))],
            whole: false,
        })),
        Condition::Field(FieldTest::Account(Whose::Author, "ANNA".into())),
        Condition::Field(FieldTest::Link("acme.com".into())),
        Condition::Any((0..40).map(|n| words(["late", "tram", "bus"][n % 3], 0)).collect()),
    ]
}

#[test]
fn a_pass_allocates_nothing() {
    let text = "The late delivery of the Cafe\u{301} is late again at the #café #JustDoit2 acme.com/x ☕ 日本語 …";
    let author = Author {
        handle: Some("anna".into()),
        bio: Some("Café late, 日本".into()),
        ..Author::default()
    };
    let mention = Mention { text: text.repeat(3), author: Some(author), ..Mention::default() };
    let mut folded = Folded::default();
    mention::fold(&mention, &mut folded);
    let rules = rules();
    let matcher = Matcher::new(&rules).unwrap();
    let mut scratch = Scratch::default();
    let facts = Facts::of(&mention);
    let hits = matcher.hits(&facts, &folded, &mut scratch).len();
    assert_eq!(hits, rules.len(), "each kind of rule is decided");

    let before = ASKED.load(Ordering::Relaxed);
    for _ in 0..3 {
        assert_eq!(matcher.hits(&facts, &folded, &mut scratch).len(), hits);
    }
    assert_eq!(ASKED.load(Ordering::Relaxed) - before, 0);
    drop(std::hint::black_box(vec![0u8; 1]));
    assert_eq!(ASKED.load(Ordering::Relaxed) - before, 1, "an allocation is counted");
}
