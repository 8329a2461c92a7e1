//! Generated posts have the statistics they were made from, and rules ask for what they say.

use super::{Profile, Statistics, Vocabulary, literals, measure, posts, rule_file, rules};

fn made(count: usize) -> (Statistics, Vec<String>) {
    let kept = Statistics::kept();
    let made = posts(&kept, count, 1);
    (kept, made)
}

/// Whether two numbers are within `share` of each other.
fn near(one: f64, other: f64, share: f64) -> bool {
    (one - other).abs() <= share * one.max(other)
}

#[test]
fn generated_posts_are_what_they_were_made_from() {
    let (kept, made) = made(20_000);
    let measured = measure(&made.into_iter().map(|text| (String::new(), text)).collect::<Vec<_>>());
    for (writing, kept) in kept.styles.iter().filter(|(_, style)| style.share > 0.02) {
        let found = &measured.styles[writing];
        assert!(near(kept.share, found.share, 0.1), "{writing:?}: {}, {}", kept.share, found.share);
        let half = (kept.bytes[10], found.bytes[10]);
        assert!(near(half.0, half.1, 0.15), "{writing:?}: half the posts below {half:?} bytes");
        for (mark, share) in kept.marks.iter().filter(|(_, share)| **share > 0.005) {
            let seen = found.marks.get(mark).copied().unwrap_or_default();
            assert!(near(*share, seen, 0.25), "{writing:?}: {mark:?} {share}, {seen}");
        }
        for point in [0, 4, 8] {
            let (kept, found) = (kept.curve[point], found.curve[point]);
            assert!(near(kept, found, 0.25), "{writing:?}: curve {point}: {kept}, {found}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same() {
    let (_, once) = made(300);
    let (kept, again) = made(300);
    assert_eq!(once, again);
    assert_ne!(once, posts(&kept, 300, 2));
    assert_eq!(Statistics::read(&kept.written()), kept);
}

#[test]
fn rules_are_made_of_the_words_of_the_posts() {
    let (_, made) = made(3_000);
    let vocabulary = Vocabulary::of(&made);
    assert!(vocabulary.words.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    for (profile, _) in Profile::ALL {
        let made = rules(&vocabulary, profile, 500, 3);
        assert_eq!(made.len(), 500);
        assert!(made.iter().all(|rule| rule.near.is_some() || !rule.groups[0].unwanted));
        assert_eq!(rule_file(&made).matches("[[theme]]").count(), 500);
    }
    let literals = literals(&vocabulary, 2_000, 4);
    assert_eq!(literals.len(), 2_000);
}
