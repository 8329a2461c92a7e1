//! Numbers for names and people, given before the batch that needs them, in a transaction of their own.
//!
//! Names and people mean nothing by themselves: that they stay when the batch does not is no harm. So
//! nobody waits for a whole batch of somebody else because both met the same new author.

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

use ::postgres::Client;
use ::postgres::types::Type;
use foldhash::fast::RandomState;
use mention::{Content, Mention, Outcome, RuleSetId, TagName, Tagged, What};

use super::{End, Postgres, Result, Writing, execute, query, query_opt, text};
use crate::names::{DimensionKey, Names, Numbers};
use crate::{StoreError, person};

const BEGIN_NUMBERS: &str = include_str!("../sql/postgres/begin_numbers.sql");
const LOCK_NAMES: &str = include_str!("../sql/postgres/lock_names.sql");
const PLATFORMS: &str = include_str!("../sql/platforms.sql");
const PLATFORMS_INSERT: &str = include_str!("../sql/postgres/platforms_insert.sql");
const TAGS: &str = include_str!("../sql/tags.sql");
const TAGS_INSERT: &str = include_str!("../sql/postgres/tags_insert.sql");
const DIMENSIONS: &str = include_str!("../sql/dimensions.sql");
const DIMENSIONS_INSERT: &str = include_str!("../sql/postgres/dimensions_insert.sql");
const RULE_SET_NUMBER: &str = include_str!("../sql/rule_set_number.sql");
const PEOPLE_FIND: &str = include_str!("../sql/postgres/people_find.sql");
const PEOPLE_INSERT: &str = include_str!("../sql/postgres/people_insert.sql");

/// Numbers of people by their keys.
pub(super) type People = HashMap<String, i64, RandomState>;

/// Numbers that were all given before.
pub(super) struct Given<'a>(pub &'a Names);

impl Numbers for Given<'_> {
    type Error = Infallible;

    fn names(&self) -> &Names {
        self.0
    }

    fn platform(&mut self, name: &str) -> std::result::Result<u32, Infallible> {
        Ok(self.0.known_platform(name).expect(GIVEN))
    }

    fn tag(&mut self, tag: &TagName) -> std::result::Result<u32, Infallible> {
        Ok(self.0.known_tag(tag.as_str()).expect(GIVEN))
    }

    fn dimensions(&mut self, key: DimensionKey) -> std::result::Result<u32, Infallible> {
        Ok(self.0.known_dimensions(key).expect(GIVEN))
    }
}

const GIVEN: &str = "every name of a batch has its number before the batch is looked at";

/// What needs numbers.
#[derive(Default)]
pub(super) struct Needed<'a> {
    platforms: BTreeSet<&'a str>,
    tags: BTreeSet<&'a str>,
    posts: Vec<(&'a Mention, &'a Tagged)>,
    people: BTreeSet<String>,
}

impl<'a> Needed<'a> {
    /// What the batch of `outcome` needs.
    pub(super) fn by(outcome: &'a Outcome) -> Self {
        let mut needed = Self::default();
        let mut tagged = outcome.tagged.iter();
        for record in &outcome.batch.records {
            let Content::Event(event) = &record.content else { continue };
            needed.platforms.insert(&event.platform);
            let What::Posted { mention, .. } = &event.what else { continue };
            let Some(tagged) = tagged.next() else { continue };
            needed.posts.push((mention, tagged));
            for tag in &tagged.tags {
                needed.tags(&tag.name);
            }
            let mut key = String::new();
            if person::write_key(mention, &mut key) {
                needed.people.insert(key);
            }
        }
        needed
    }

    /// What a word about one tag of a mention on this platform needs.
    pub(super) fn by_hand(platform: &'a str, tag: &'a TagName) -> Self {
        let mut needed = Self { platforms: [platform].into(), ..Self::default() };
        needed.tags(tag);
        needed
    }

    /// A tag needs those above it, which sort before it.
    fn tags(&mut self, tag: &'a TagName) {
        if self.tags.insert(tag.as_str()) {
            self.tags.extend(tag.ancestors());
        }
    }

    fn dimensions(&self, names: &Names) -> Option<Vec<DimensionKey>> {
        let keys = self.posts.iter().map(|(mention, tagged)| {
            let platform = names.known_platform(&mention.platform)?;
            Some(DimensionKey::of(platform, mention, tagged))
        });
        keys.collect()
    }

    fn is_known(&self, names: &Names) -> bool {
        self.platforms.iter().all(|name| names.known_platform(name).is_some())
            && self.tags.iter().all(|name| names.known_tag(name).is_some())
            && self.dimensions(names).is_some_and(|keys| {
                keys.into_iter().all(|key| names.known_dimensions(key).is_some())
            })
    }
}

impl Postgres {
    /// Gives numbers to what has none yet, and finds those of the people.
    pub(super) fn number(
        &mut self,
        needed: &Needed<'_>,
    ) -> std::result::Result<People, StoreError> {
        let numbered = self.write_after(BEGIN_NUMBERS, |writing| {
            if !needed.is_known(writing.names) {
                number_names(writing, needed)?;
            }
            Ok((End::Keep, number_people(writing.client, &needed.people)?))
        });
        if numbered.is_err() {
            self.names = Names::default();
        }
        numbered
    }
}

/// Learns the names others have added since.
pub(super) fn refresh(names: &mut Names, client: &mut Client) -> Result<()> {
    let known = number(names.platforms_known());
    for row in query(client, PLATFORMS, &[(&known, Type::INT4)])? {
        names.learn_platform(&text::read(row.get(1)));
    }
    let known = number(names.tags_known());
    for row in query(client, TAGS, &[(&known, Type::INT4)])? {
        names.learn_tag(&text::read(row.get(1)));
    }
    let known = number(names.dimensions_known());
    for row in query(client, DIMENSIONS, &[(&known, Type::INT4)])? {
        let words = [row.get(2), row.get(3), row.get(4), row.get(5), row.get(6)];
        names.learn_dimensions(DimensionKey::read(row.get::<_, i32>(1).cast_unsigned(), words)?);
    }
    Ok(())
}

/// A number as the database holds it.
fn number(number: usize) -> i32 {
    i32::try_from(number).expect("a store holds fewer than 2^31 names")
}

fn number_names(writing: &mut Writing<'_>, needed: &Needed<'_>) -> Result<()> {
    let Writing { client, names, .. } = writing;
    query(client, LOCK_NAMES, &[])?;
    refresh(names, client)?;
    let unknown = needed.platforms.iter().filter(|name| names.known_platform(name).is_none());
    let unknown: Vec<&str> = unknown.copied().collect();
    insert_names(client, PLATFORMS_INSERT, &unknown, |name| names.learn_platform(name))?;
    let unknown = needed.tags.iter().filter(|name| names.known_tag(name).is_none());
    let unknown: Vec<&str> = unknown.copied().collect();
    insert_names(client, TAGS_INSERT, &unknown, |name| names.learn_tag(name))?;
    insert_dimensions(client, names, &needed.dimensions(names).expect("platforms have numbers"))
}

fn insert_names(
    client: &mut Client,
    sql: &str,
    unknown: &[&str],
    mut learn: impl FnMut(&str) -> u32,
) -> Result<()> {
    if unknown.is_empty() {
        return Ok(());
    }
    let numbers: Vec<i32> = unknown.iter().map(|name| learn(name).cast_signed()).collect();
    let names: Vec<_> = unknown.iter().map(|name| text::stored(name)).collect();
    execute(client, sql, &[(&numbers, Type::INT4_ARRAY), (&names, Type::TEXT_ARRAY)])?;
    Ok(())
}

fn insert_dimensions(client: &mut Client, names: &mut Names, keys: &[DimensionKey]) -> Result<()> {
    let (mut numbers, mut platforms) = (Vec::new(), Vec::new());
    let mut words: [Vec<&str>; 5] = Default::default();
    for key in keys {
        if names.known_dimensions(*key).is_none() {
            numbers.push(names.learn_dimensions(*key).cast_signed());
            platforms.push(key.platform.cast_signed());
            for (column, word) in words.iter_mut().zip(key.words()) {
                column.push(word);
            }
        }
    }
    if numbers.is_empty() {
        return Ok(());
    }
    let [langs, sentiments, kinds, standings, questions] = &words;
    execute(
        client,
        DIMENSIONS_INSERT,
        &[
            (&numbers, Type::INT4_ARRAY),
            (&platforms, Type::INT4_ARRAY),
            (langs, Type::TEXT_ARRAY),
            (sentiments, Type::TEXT_ARRAY),
            (kinds, Type::TEXT_ARRAY),
            (standings, Type::TEXT_ARRAY),
            (questions, Type::TEXT_ARRAY),
        ],
    )?;
    Ok(())
}

/// The numbers of the people with these keys; who has none is given one.
fn number_people(client: &mut Client, keys: &BTreeSet<String>) -> Result<People> {
    let mut people = People::with_capacity_and_hasher(keys.len(), RandomState::default());
    if keys.is_empty() {
        return Ok(people);
    }
    let all: Vec<_> = keys.iter().map(|key| text::stored(key)).collect();
    find_people(client, PEOPLE_FIND, &all, &mut people)?;
    // They are inserted in the order of their keys, so that two workers with the same never wait for each other.
    for sql in [PEOPLE_INSERT, PEOPLE_FIND] {
        let unknown = keys.iter().filter(|key| !people.contains_key(*key));
        let unknown: Vec<_> = unknown.map(|key| text::stored(key)).collect();
        if !unknown.is_empty() {
            find_people(client, sql, &unknown, &mut people)?;
        }
    }
    Ok(people)
}

fn find_people(
    client: &mut Client,
    sql: &str,
    keys: &[std::borrow::Cow<'_, str>],
    people: &mut People,
) -> Result<()> {
    for row in query(client, sql, &[(&keys, Type::TEXT_ARRAY)])? {
        people.insert(text::read(row.get(0)).into_owned(), row.get(1));
    }
    Ok(())
}

/// The number of a rule set, if it was put.
pub(super) fn rules(writing: &mut Writing<'_>, id: RuleSetId) -> Result<Option<u32>> {
    if let Some(number) = writing.names.known_rules(id) {
        return Ok(Some(number));
    }
    let row = query_opt(writing.client, RULE_SET_NUMBER, &[(&id.to_string(), Type::TEXT)])?;
    let found = row.map(|row| row.get::<_, i32>(0).cast_unsigned());
    if let Some(number) = found {
        writing.names.learn_rules(id, number);
    }
    Ok(found)
}
