//! Recounting: does every count follow from the mentions that are kept?

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;

use mention::{Bucket, Day, Mention, Tagged};

use crate::difference::{
    Amounts, BucketCounts, Differences, PersonChange, amounts, split_count_key, split_day_key,
};
use crate::error::{Unreadable, unreadable};
use crate::hand::Decision;
use crate::kept;
use crate::names::{DimensionKey, Names};
use crate::row::Row;

/// How many differences are named; the rest is only counted.
const NAMED_MAX: usize = 1_000;

/// What a recount found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// The first and last UTC day recounted; `None` for a store without counts.
    pub span: Option<(Day, Day)>,
    /// The days from first to last on which mentions were counted without keeping ids; they are not recounted.
    pub blind: Option<(Day, Day)>,
    /// The first day whose ids are kept; `None` while all are.
    pub horizon: Option<Day>,
    /// How many mentions were recounted.
    pub mentions: u64,
    /// Where the store and the recount differ, at most a thousand.
    pub differences: Vec<Difference>,
    /// How many differences there are.
    pub differences_total: u64,
}

/// One number that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which number, in words.
    pub what: String,
    /// What the store holds; `None` where it holds nothing.
    pub stored: Option<i64>,
    /// What follows from the mentions kept; `None` where nothing does.
    pub recounted: Option<i64>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |number: Option<i64>| number.map_or("nothing".to_owned(), |n| n.to_string());
        let (stored, recounted) = (number(self.stored), number(self.recounted));
        write!(f, "{}: {stored} stored, {recounted} recounted", self.what)
    }
}

impl Verification {
    /// Compares two tables of numbers, and names what differs.
    fn compare<K: Ord, E>(
        &mut self,
        stored: &BTreeMap<K, i64>,
        recounted: &BTreeMap<K, i64>,
        mut what: impl FnMut(&K) -> Result<String, E>,
    ) -> Result<(), E> {
        for (key, number) in stored {
            let other = recounted.get(key).copied();
            if other != Some(*number) {
                self.differ(what(key)?, Some(*number), other);
            }
        }
        for (key, number) in recounted {
            if !stored.contains_key(key) {
                self.differ(what(key)?, None, Some(*number));
            }
        }
        Ok(())
    }

    /// Notes a number that is not what it should be.
    pub(crate) fn differ(&mut self, what: String, stored: Option<i64>, recounted: Option<i64>) {
        self.differences_total += 1;
        if self.differences.len() < NAMED_MAX {
            self.differences.push(Difference { what, stored, recounted });
        }
    }
}

/// A mention as it is recounted.
pub(crate) struct Recounted<'a> {
    /// The number of its platform.
    pub platform: u32,
    /// Its id.
    pub id: &'a str,
    /// What is stored of it.
    pub row: Row,
    /// Its text, where kept.
    pub body: Option<&'a [u8]>,
    /// What people said of its tags.
    pub hand: &'a [Decision],
}

impl Verification {
    /// Counts a mention anew, and checks it against its own text and hand tags.
    pub(crate) fn recount(
        &mut self,
        names: &Names,
        recounted: Recounted<'_>,
        sums: &mut Differences,
    ) -> Result<(), Unreadable> {
        let Recounted { platform, id, mut row, body, hand } = recounted;
        if row.post.is_none() {
            return Ok(());
        }
        self.mentions += 1;
        let name = || format!("mention {id} of {}", names.platform_name(platform).unwrap_or("?"));
        if let Some(body) = body {
            let (mention, tagged) = kept::read(body).ok_or_else(|| unreadable("a kept text"))?;
            if !explains(names, &mention, &tagged, &row) {
                self.differ(format!("{}, contribution by its text", name()), None, None);
            }
        }
        let before = row.tags.clone();
        row.decide(names, hand);
        if before != row.tags {
            let number = |tags: &[_]| i64::try_from(tags.len()).ok();
            self.differ(format!("{}, tags", name()), number(&before), number(&row.tags));
        }
        sums.replace(None, row.contribution(names).as_ref());
        Ok(())
    }

    /// Compares the counts of a day; `stored` are rows by their keys.
    pub(crate) fn compare_counts(
        &mut self,
        names: &Names,
        stored: impl IntoIterator<Item = (i64, Vec<(u32, Amounts)>)>,
        recounted: Vec<BucketCounts>,
    ) {
        let mut actual: [BTreeMap<CountKey, i64>; 3] = Default::default();
        for (key, counts) in stored {
            spread(split_count_key(key), counts, &mut actual);
        }
        let mut expected: [BTreeMap<CountKey, i64>; 3] = Default::default();
        for (key, counts) in recounted {
            spread(key, counts, &mut expected);
        }
        for (at, what) in ["mentions", "engagements", "impressions"].into_iter().enumerate() {
            let Ok(()) = self.compare(&actual[at], &expected[at], |key| {
                Ok::<_, Infallible>(format!("{what} of {}", count_name(names, key)))
            });
        }
    }

    /// Compares people's days; `stored` are rows by their keys, `author` names a person.
    pub(crate) fn compare_people<E>(
        &mut self,
        names: &Names,
        day: Day,
        stored: impl IntoIterator<Item = (i64, Vec<(u32, i64)>)>,
        recounted: &[PersonChange],
        mut author: impl FnMut(i64) -> Result<String, E>,
    ) -> Result<(), E> {
        let person = |key| split_day_key(key).1;
        let mut actual = BTreeMap::new();
        for (key, entries) in stored {
            actual.extend(entries.into_iter().map(|(what, count)| ((person(key), what), count)));
        }
        let expected = recounted
            .iter()
            .map(|change| ((person(change.day_key), change.key), change.mentions))
            .collect();
        self.compare(&actual, &expected, |(person, key)| {
            let tag = names.tag_name(key / 8).unwrap_or("?");
            Ok(format!("mentions of {tag} by {} on day {}", author(*person)?, day.0))
        })
    }
}

/// The tag, quarter hour and dimensions of a count, in words.
fn count_name(names: &Names, (bucket, tag, dimensions): &CountKey) -> String {
    let tag = names.tag_name(*tag).unwrap_or("?");
    let at = bucket.start().seconds();
    let words = names.dimension_words(*dimensions);
    let words = words.map_or("?".to_owned(), |words| {
        let lang = words.lang.map_or("-".to_owned(), |lang| lang.to_string());
        let sentiment = words.sentiment.map_or("-", mention::Sentiment::name);
        let (kind, standing) = (words.kind.name(), words.standing.name());
        let question = if words.question { " question" } else { "" };
        format!("{} {lang} {sentiment} {kind} {standing}{question}", words.platform)
    });
    format!("{tag} in the quarter hour from {at} ({words})")
}

/// Whether a kept text says what its mention's row says.
fn explains(names: &Names, mention: &Mention, tagged: &Tagged, row: &Row) -> bool {
    let Some(post) = &row.post else { return false };
    let Some(platform) = names.known_platform(&mention.platform) else { return false };
    let key = DimensionKey::of(platform, mention, tagged);
    let mut tags: Vec<_> =
        tagged.tags.iter().map(|tag| names.known_tag(tag.name.as_str())).collect();
    tags.sort_unstable();
    names.dimension_key(post.dimensions) == Some(key)
        && amounts(&mention.engagement) == (post.engagements, post.impressions)
        && row.given().iter().map(|given| Some(given.tag)).eq(tags)
}

/// Bucket, tag and dimensions of a count.
type CountKey = (Bucket, u32, u32);

/// Enters the counts of one bucket and dimensions into tables of mentions, engagements and impressions.
fn spread(
    (bucket, dimensions): (Bucket, u32),
    counts: Vec<(u32, Amounts)>,
    tables: &mut [BTreeMap<CountKey, i64>; 3],
) {
    for (tag, amounts) in counts {
        let numbers = [amounts.mentions, amounts.engagements, amounts.impressions];
        for (number, table) in numbers.into_iter().zip(&mut *tables) {
            table.insert((bucket, tag, dimensions), number);
        }
    }
}
