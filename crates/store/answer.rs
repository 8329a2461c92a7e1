//! Answers: from rows of counts and days to what was counted in a period.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::RandomState;
use mention::{
    AuthorCount, Bucket, Day, DimensionCount, PeopleBy, PeopleCount, Question, Standing, Timestamp,
};

use crate::difference::{Amounts, Contribution, EVERY, INSTANTS, TAGGED, split_count_key};
use crate::error::{Unreadable, unreadable};
use crate::names::Names;

/// Buckets of a day.
const A_DAY: i64 = Day::MILLISECONDS / Bucket::MILLISECONDS;

/// What is asked, in the numbers of a store.
pub(crate) struct Asked {
    /// The buckets that start in the period.
    pub buckets: Range<i64>,
    /// The buckets at which counts are cut; each by itself when empty.
    cuts: Vec<i64>,
    /// What is told of people.
    pub people: PeopleBy,
    /// Of which tags people are told each by themselves; of every one when `None`.
    each: Option<BTreeSet<u32>>,
    /// Which tags are asked for; every one when `None`.
    wanted: Option<BTreeSet<u32>>,
}

impl Asked {
    /// `question` in numbers.
    pub(crate) fn of(question: &Question, names: &Names) -> Self {
        let wanted = (!question.tags.is_empty()).then(|| {
            let asked = question.tags.iter().filter_map(|tag| names.known_tag(tag));
            asked.chain([EVERY, TAGGED]).collect()
        });
        let buckets = bucket(question.from)..bucket(question.to);
        let cuts = question.cuts.iter().map(|cut| bucket(*cut).max(buckets.start)).collect();
        let each = match &question.people {
            PeopleBy::Author(tags) if tags.is_empty() => None,
            PeopleBy::Author(tags) => {
                Some(tags.iter().filter_map(|tag| names.known_tag(tag)).collect())
            }
            PeopleBy::Nobody | PeopleBy::Tag => Some(BTreeSet::new()),
        };
        Self { buckets, cuts, people: question.people.clone(), each, wanted }
    }

    /// The bucket in which what falls into `bucket` is added up.
    fn cut(&self, bucket: i64) -> i64 {
        if self.cuts.is_empty() {
            return bucket;
        }
        let after = self.cuts.partition_point(|cut| *cut <= bucket);
        after.checked_sub(1).map_or(self.buckets.start, |at| self.cuts[at])
    }

    fn wants(&self, tag: u32) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted.contains(&tag))
    }

    /// The whole days of the period, and the instants of the days it cuts.
    pub(crate) fn days(&self) -> (Range<Day>, Vec<Range<Timestamp>>) {
        let Range { start, end } = self.buckets;
        let first = start.div_euclid(A_DAY) + i64::from(start.rem_euclid(A_DAY) != 0);
        let last = end.div_euclid(A_DAY);
        let at = |bucket| Bucket(bucket).start();
        if first < last {
            let cut = vec![at(start)..at(first * A_DAY), at(last * A_DAY)..at(end)];
            (Day(first)..Day(last), cut)
        } else {
            (Day(first)..Day(first), vec![at(start)..at(end)])
        }
    }

    /// Adds what a person has on a whole day to `people`.
    pub(crate) fn add_day(&self, person: i64, entries: &[(u32, i64)], people: &mut People) {
        for (key, count) in entries {
            let (tag, standing) = (key / 8, key % 8);
            if standing == Standing::Received as u32 && self.wants(tag) {
                self.add_person(tag, person, (*count).max(0).cast_unsigned(), people);
            }
        }
    }

    /// Adds a mention of a day that is cut to `people`.
    pub(crate) fn add_mention(&self, contribution: &Contribution, people: &mut People) {
        let (Some(person), Standing::Received) = (contribution.person, contribution.standing)
        else {
            return;
        };
        for tag in &contribution.tags {
            if self.wants(*tag) {
                self.add_person(*tag, person, 1, people);
            }
        }
    }

    fn add_person(&self, tag: u32, person: i64, mentions: u64, people: &mut People) {
        if mentions == 0 {
            return;
        }
        let (of_tag, sum) = people.by_tag.entry(tag).or_default();
        of_tag.insert(person);
        *sum += mentions;
        if self.each.as_ref().is_none_or(|each| each.contains(&tag)) {
            *people.by_author.entry((tag, person)).or_default() += mentions;
        }
    }
}

/// Counts being added up between the cuts of a question.
pub(crate) struct Sums<'a> {
    asked: &'a Asked,
    names: &'a Names,
    /// The cut that is being added up. Rows come in the order of time, so that only its sums are looked up by their keys.
    cut: i64,
    /// Its sums by tag and dimensions, in the store's numbers.
    amounts: HashMap<(u32, u32), Amounts, RandomState>,
    /// The sums of cuts before: cut, tag, dimensions.
    closed: Vec<(i64, u32, u32, Amounts)>,
}

impl<'a> Sums<'a> {
    /// Nothing added yet.
    pub(crate) fn of(asked: &'a Asked, names: &'a Names) -> Self {
        Self { asked, names, cut: i64::MIN, amounts: HashMap::default(), closed: Vec::new() }
    }

    /// Adds the counts of a bucket and dimensions.
    pub(crate) fn add(&mut self, key: i64, tags: &[(u32, Amounts)]) {
        let (bucket, dimensions) = split_count_key(key);
        let cut = self.asked.cut(bucket.0);
        if cut != self.cut {
            self.close();
            self.cut = cut;
        }
        for (tag, amounts) in tags.iter().filter(|(tag, _)| self.asked.wants(*tag)) {
            *self.amounts.entry((*tag, dimensions)).or_default() += *amounts;
        }
    }

    /// Puts the sums of the cut to those before.
    fn close(&mut self) {
        let cut = self.cut;
        self.closed.extend(self.amounts.drain().map(|((tag, of), sum)| (cut, tag, of, sum)));
    }

    /// The sums, sorted by bucket, tag and dimensions.
    pub(crate) fn counts(mut self) -> Result<Vec<DimensionCount>, Unreadable> {
        self.close();
        let tags = ranks(self.closed.iter().map(|(_, tag, ..)| *tag), |tag| {
            tag_name(self.names, tag).map(Arc::<str>::from)
        })?;
        let dimensions = ranks(self.closed.iter().map(|(_, _, of, _)| *of), |of| {
            let words = self.names.dimension_words(of);
            words.map(Arc::new).ok_or_else(|| unreadable("the dimensions of a count"))
        })?;
        let mut sums = self.closed;
        for (_, tag, of, _) in &mut sums {
            (*tag, *of) = (tags.1[tag], dimensions.1[of]);
        }
        sums.sort_unstable_by_key(|(cut, tag, of, _)| (*cut, *tag, *of));
        // A cut that was come back to has its sums in pieces.
        sums.dedup_by(|again, first| {
            let is_same = (again.0, again.1, again.2) == (first.0, first.1, first.2);
            if is_same {
                first.3 += again.3;
            }
            is_same
        });
        let count = |(cut, tag, of, amounts): (i64, u32, u32, Amounts)| DimensionCount {
            bucket: Bucket(cut),
            tag: tags.0[tag as usize].clone(),
            dimensions: dimensions.0[of as usize].clone(),
            mentions: amounts.mentions.max(0).cast_unsigned(),
            engagements: amounts.engagements.max(0).cast_unsigned(),
            impressions: amounts.impressions.max(0).cast_unsigned(),
        };
        Ok(sums.into_iter().map(count).collect())
    }
}

/// Names in order, and at which place among them the name of each number stands.
type Ranks<T> = (Vec<T>, HashMap<u32, u32, RandomState>);

fn ranks<T: Ord>(
    numbers: impl Iterator<Item = u32>,
    name: impl Fn(u32) -> Result<T, Unreadable>,
) -> Result<Ranks<T>, Unreadable> {
    let numbers: BTreeSet<u32> = numbers.collect();
    let mut named = Vec::with_capacity(numbers.len());
    for number in numbers {
        named.push((name(number)?, number));
    }
    named.sort_unstable();
    let places = named.iter().zip(0..).map(|((_, number), at)| (*number, at)).collect();
    Ok((named.into_iter().map(|(name, _)| name).collect(), places))
}

/// Whether a row of the ledger, of this hour, belongs to a period; those without an hour belong to all.
pub(crate) fn holds(question: &Question, hour: Option<Timestamp>) -> bool {
    hour.is_none_or(|hour| question.from.hour() <= hour && hour < question.to)
}

/// The first and the last instant of the buckets from `first` to `last`.
pub(crate) fn instants(first: i64, last: i64) -> (Timestamp, Timestamp) {
    (Bucket(first).start(), Timestamp(Bucket(last + 1).start().0 - 1))
}

/// The first bucket that starts at `at` or later, within what is counted.
fn bucket(at: Timestamp) -> i64 {
    let at = at.clamp(INSTANTS.0, INSTANTS.1);
    at.0.div_euclid(Bucket::MILLISECONDS) + i64::from(at.0.rem_euclid(Bucket::MILLISECONDS) != 0)
}

/// A set of people by their numbers, which the store gives out one after the other: a bit each, in pieces of 4,096, of
/// which only those are there that hold somebody.
#[derive(Default)]
struct Members(Vec<Option<Box<[u64; 64]>>>);

impl Members {
    fn insert(&mut self, person: i64) {
        let number = person.cast_unsigned();
        let piece = usize::try_from(number >> 12).unwrap_or(usize::MAX);
        if piece >= self.0.len() {
            self.0.resize_with(piece + 1, || None);
        }
        let bits = self.0[piece].get_or_insert_with(|| Box::new([0; 64]));
        bits[usize::try_from(number >> 6 & 63).unwrap_or(0)] |= 1 << (number & 63);
    }

    fn count(&self) -> u64 {
        self.0
            .iter()
            .flatten()
            .flat_map(|bits| bits.iter())
            .map(|bits| u64::from(bits.count_ones()))
            .sum()
    }
}

/// The people behind received mentions, by their numbers.
#[derive(Default)]
pub(crate) struct People {
    /// Those of each tag, with how many mentions they wrote.
    by_tag: HashMap<u32, (Members, u64), RandomState>,
    /// The mentions of each tag and author, where they are asked for.
    by_author: HashMap<(u32, i64), u64, RandomState>,
}

impl People {
    /// How many there are of each tag, sorted by its name.
    pub(crate) fn counts(&self, names: &Names) -> Result<Vec<PeopleCount>, Unreadable> {
        let mut counts = Vec::with_capacity(self.by_tag.len());
        // The order of the tags does not matter before they are sorted.
        #[expect(clippy::iter_over_hash_type, reason = "sorted below")]
        for (tag, (people, mentions)) in &self.by_tag {
            let (tag, people) = (tag_name(names, *tag)?, people.count());
            counts.push(PeopleCount { tag, people, mentions: *mentions });
        }
        counts.sort_unstable();
        Ok(counts)
    }

    /// The numbers of those who are asked for each by themselves.
    #[cfg(feature = "postgres")]
    pub(crate) fn numbers(&self) -> Vec<i64> {
        self.by_author.keys().map(|(_, person)| *person).collect()
    }
}

/// Turns numbers into names, sorted by tag, then author; `author` is asked once for each person, in order.
pub(crate) fn name<E: From<Unreadable>>(
    names: &Names,
    people: People,
    mut author: impl FnMut(i64) -> Result<String, E>,
) -> Result<Vec<AuthorCount>, E> {
    let mut numbers: Vec<i64> = people.by_author.keys().map(|(_, person)| *person).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut authors: Vec<(Arc<str>, i64)> = Vec::with_capacity(numbers.len());
    for person in numbers {
        authors.push((author(person)?.into(), person));
    }
    // Names are compared once; the rows, of which there are many more, by the places of their names.
    authors.sort_unstable();
    let places: HashMap<i64, u32, RandomState> =
        authors.iter().zip(0..).map(|((_, person), place)| (*person, place)).collect();
    let (tags, tag_places) = ranks(people.by_author.keys().map(|(tag, _)| *tag), |tag| {
        tag_name(names, tag).map(Arc::<str>::from)
    })?;
    let mut rows: Vec<(u32, u32, u64)> = people
        .by_author
        .into_iter()
        .map(|((tag, person), mentions)| (tag_places[&tag], places[&person], mentions))
        .collect();
    rows.sort_unstable();
    let row = |(tag, place, mentions): (u32, u32, u64)| AuthorCount {
        tag: tags[tag as usize].clone(),
        author: authors[place as usize].0.clone(),
        mentions,
    };
    Ok(rows.into_iter().map(row).collect())
}

fn tag_name(names: &Names, tag: u32) -> Result<String, Unreadable> {
    Ok(names.tag_name(tag).ok_or_else(|| unreadable("the tag of a count"))?.to_owned())
}
