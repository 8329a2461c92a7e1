//! How does the cost of a mention grow with the number of rules, and with the length of its text?

use std::hint::black_box;
use std::time::Duration;

use corpus::{Profile, Statistics, Vocabulary};
use criterion::{BenchmarkId, Criterion, Throughput};
use matcher::{Matcher, Scratch};
use mention::{Facts, Folded, Mention};
use rulelang::{Condition, RuleSet, SourceFile};

/// Posts a pass.
const POSTS: usize = 2_000;
/// Of how many posts the words are that rules ask for.
const VOCABULARY_POSTS: usize = 20_000;
const RULES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];
const RULES_FOR_LENGTHS: usize = 1_000;
/// How many bytes of a text are kept.
const LENGTHS: [usize; 6] = [50, 100, 250, 1_000, 4_000, 16_000];

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let posts = corpus::posts(&Statistics::kept(), VOCABULARY_POSTS, 1);
    let vocabulary = Vocabulary::of(&posts);
    let mentions = mentions(posts.iter().take(POSTS).cloned());
    for (profile, name) in Profile::ALL {
        let mut group = criterion.benchmark_group(format!("rules/{name}"));
        group.throughput(Throughput::Elements(mentions.len() as u64));
        for count in RULES {
            let matcher = matcher(&vocabulary, profile, count);
            let mut room = Room::default();
            assert!(count < 1_000 || room.pass(&matcher, &mentions) > 0, "nothing matches");
            group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
                bencher.iter(|| black_box(room.pass(&matcher, &mentions)));
            });
        }
        group.finish();
    }
    let matcher = matcher(&vocabulary, Profile::Real, RULES_FOR_LENGTHS);
    let mut group = criterion.benchmark_group("length");
    for length in LENGTHS {
        let mentions = of_length(&posts, length);
        let mut room = Room::default();
        group.throughput(Throughput::Bytes((length * mentions.len()) as u64));
        group.bench_function(BenchmarkId::from_parameter(length), |bencher| {
            bencher.iter(|| black_box(room.pass(&matcher, &mentions)));
        });
    }
    group.finish();
    criterion.final_summary();
}

fn mentions(texts: impl Iterator<Item = String>) -> Vec<Mention> {
    texts.map(|text| Mention { text, ..Mention::default() }).collect()
}

/// Texts of `length` bytes or a few less, posts joined and cut.
fn of_length(posts: &[String], length: usize) -> Vec<Mention> {
    let joined = posts.join(" ");
    let mut rest = joined.as_str();
    let count = (200_000 / length).clamp(10, 1_000);
    mentions((0..count).map(|_| {
        let (text, after) = rest.split_at(rest.floor_char_boundary(length));
        rest = after;
        text.to_owned()
    }))
}

fn matcher(vocabulary: &Vocabulary, profile: Profile, count: usize) -> Matcher {
    let text = corpus::rule_file(&corpus::rules(vocabulary, profile, count, 2));
    let file = SourceFile { name: "bench.rules.toml".to_owned(), text };
    let read = RuleSet::read(&[file], &|_, _| Ok(Vec::new()));
    let (rules, _) = read.expect("rules made of words have no errors");
    let conditions: Vec<Condition> = rules.themes.into_iter().map(|it| it.query).collect();
    Matcher::new(&conditions).expect("rules made of words can be compiled")
}

#[derive(Default)]
struct Room {
    folded: Folded,
    scratch: Scratch,
}

impl Room {
    fn pass(&mut self, matcher: &Matcher, mentions: &[Mention]) -> usize {
        let mut found = 0;
        for mention in mentions {
            mention::fold(mention, &mut self.folded);
            found += matcher.hits(&Facts::of(mention), &self.folded, &mut self.scratch).len();
        }
        found
    }
}
