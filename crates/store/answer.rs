//! Answers: from rows of counts and days to what was counted in a period.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use foldhash::fast::RandomState;
use mention::{AuthorCount, Bucket, Day, DimensionCount, Question, Standing, Timestamp};

use crate::difference::{Amounts, Contribution, EVERY, INSTANTS, TAGGED, split_count_key};
use crate::error::{Unreadable, unreadable};
use crate::names::Names;

/// Buckets of a day.
const A_DAY: i64 = Day::MILLISECONDS / Bucket::MILLISECONDS;

/// What is asked, in the numbers of a store.
pub(crate) struct Asked {
    /// The buckets that start in the period.
    pub buckets: Range<i64>,
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
        Self { buckets: bucket(question.from)..bucket(question.to), wanted }
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

    /// Adds the counts of a bucket and dimensions to `counts`.
    pub(crate) fn add_counts(
        &self,
        names: &Names,
        key: i64,
        tags: Vec<(u32, Amounts)>,
        counts: &mut Vec<DimensionCount>,
    ) -> Result<(), Unreadable> {
        let (bucket, dimensions) = split_count_key(key);
        let dimensions = names
            .dimension_words(dimensions)
            .ok_or_else(|| unreadable("the dimensions of a count"))?;
        for (tag, amounts) in tags.into_iter().filter(|(tag, _)| self.wants(*tag)) {
            counts.push(DimensionCount {
                bucket,
                tag: tag_name(names, tag)?,
                dimensions: dimensions.clone(),
                mentions: amounts.mentions.max(0).cast_unsigned(),
                engagements: amounts.engagements.max(0).cast_unsigned(),
                impressions: amounts.impressions.max(0).cast_unsigned(),
            });
        }
        Ok(())
    }

    /// Adds what a person has on a whole day to `people`.
    pub(crate) fn add_day(&self, person: i64, entries: Vec<(u32, i64)>, people: &mut People) {
        for (key, count) in entries {
            let (tag, standing) = (key / 8, key % 8);
            if standing == Standing::Received as u32 && self.wants(tag) {
                *people.entry((tag, person)).or_default() += count.max(0).cast_unsigned();
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
                *people.entry((*tag, person)).or_default() += 1;
            }
        }
    }
}

/// Sorts counts as an answer has them.
pub(crate) fn sort(counts: &mut [DimensionCount]) {
    counts
        .sort_by(|a, b| (a.bucket, &a.tag, &a.dimensions).cmp(&(b.bucket, &b.tag, &b.dimensions)));
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

/// Received mentions by tag and author's number.
pub(crate) type People = HashMap<(u32, i64), u64, RandomState>;

/// Turns numbers into names, sorted by tag, then author; `author` is asked once for each person, in order.
pub(crate) fn name<E: From<Unreadable>>(
    names: &Names,
    people: People,
    mut author: impl FnMut(i64) -> Result<String, E>,
) -> Result<Vec<AuthorCount>, E> {
    let mut rows: Vec<((u32, i64), u64)> = people.into_iter().collect();
    rows.sort_unstable_by_key(|((tag, person), _)| (*person, *tag));
    let mut authors = Vec::with_capacity(rows.len());
    for same in rows.chunk_by(|a, b| a.0.1 == b.0.1) {
        let ((_, person), _) = same[0];
        let author = author(person)?;
        for ((tag, _), mentions) in same {
            let (tag, author) = (tag_name(names, *tag)?, author.clone());
            authors.push(AuthorCount { tag, author, mentions: *mentions });
        }
    }
    authors.sort_unstable();
    Ok(authors)
}

fn tag_name(names: &Names, tag: u32) -> Result<String, Unreadable> {
    Ok(names.tag_name(tag).ok_or_else(|| unreadable("the tag of a count"))?.to_owned())
}
