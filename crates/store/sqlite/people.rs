//! Authors and their days.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;
use mention::Day;
use rusqlite::{Connection, OptionalExtension, Result, Statement};
use xxhash_rust::xxh3::xxh3_64;

use crate::change::Change;
use crate::difference::{PersonChange, add_up, day_key, split_day_key};
use crate::error::unreadable;
use crate::packed;

const FIND: &str = include_str!("../sql/sqlite/person_find.sql");
const NEXT: &str = include_str!("../sql/sqlite/person_next.sql");
const INSERT: &str = include_str!("../sql/sqlite/person_insert.sql");
const FIRST_DAY: &str = include_str!("../sql/sqlite/person_first_day.sql");
const SET_FIRST_DAY: &str = include_str!("../sql/sqlite/person_set_first_day.sql");
const DAY_INSERT: &str = include_str!("../sql/sqlite/author_day_insert.sql");
const DAY: &str = include_str!("../sql/sqlite/author_day.sql");
const DAY_UPDATE: &str = include_str!("../sql/sqlite/author_day_update.sql");
const DAY_DELETE: &str = include_str!("../sql/sqlite/author_day_delete.sql");
const DAY_AFTER: &str = include_str!("../sql/sqlite/author_day_after.sql");

/// The authors of a batch.
pub(super) struct People {
    /// The author's number, by the place of the change.
    numbers: Vec<Option<i64>>,
    /// The first day of those whose number was looked up; `None` for those without a mention.
    first_days: HashMap<i64, Option<Day>, RandomState>,
    /// The number of the first of `new`.
    new_from: i64,
    /// Those nobody has seen yet, in the order of their numbers and hashes.
    new: Vec<NewPerson>,
    /// The keys of all authors, one after the other.
    keys: String,
}

/// Somebody nobody has seen yet.
struct NewPerson {
    hash: i64,
    key: Range<usize>,
    /// The first day that counts.
    first_day: Option<Day>,
}

impl People {
    /// Finds the authors of `changes`; those nobody has seen yet get a number, and are stored once they count.
    pub(super) fn find(connection: &Connection, changes: &[Change<'_>]) -> Result<Self> {
        let Authors { keys, entries } = Authors::of(changes);
        let mut people = Self {
            numbers: vec![None; changes.len()],
            first_days: HashMap::with_capacity_and_hasher(entries.len(), RandomState::default()),
            new_from: connection.prepare_cached(NEXT)?.query_row([], |row| row.get(0))?,
            new: Vec::with_capacity(entries.len()),
            keys,
        };
        let mut find = connection.prepare_cached(FIND)?;
        let mut next = people.new_from;
        let is_same = |a: &Author, b: &Author| {
            a.hash == b.hash && people.keys[a.key.clone()] == people.keys[b.key.clone()]
        };
        for same in entries.chunk_by(is_same) {
            let Author { hash, key, .. } = &same[0];
            let number = if let Some((number, first_day)) =
                known(&mut find, *hash, &people.keys[key.clone()])?
            {
                people.first_days.insert(number, first_day);
                number
            } else {
                people.new.push(NewPerson { hash: *hash, key: key.clone(), first_day: None });
                next += 1;
                next - 1
            };
            for author in same {
                people.numbers[author.change] = Some(number);
            }
        }
        Ok(people)
    }

    /// The author of the change at this place.
    pub(super) fn of(&self, change: usize) -> Option<i64> {
        self.numbers[change]
    }

    /// No authors looked up yet.
    pub(super) fn none() -> Self {
        Self {
            numbers: Vec::new(),
            first_days: HashMap::default(),
            new_from: i64::MAX,
            new: Vec::new(),
            keys: String::new(),
        }
    }

    /// Adds differences to days of people, sorted by day, person and key, and keeps the first days true.
    pub(super) fn write_days(
        &mut self,
        connection: &Connection,
        changes: &[PersonChange],
    ) -> Result<()> {
        self.store_new(connection, changes)?;
        let mut insert = connection.prepare_cached(DAY_INSERT)?;
        let mut emptied = Vec::new();
        let mut entries = Vec::new();
        for changes in changes.chunk_by(|a, b| a.day_key == b.day_key) {
            let key = changes[0].day_key;
            let (day, person) = split_day_key(key);
            if changes.iter().any(|change| change.mentions > 0) {
                self.see(connection, person, day)?;
            }
            entries.clear();
            entries.extend(changes.iter().map(|change| (change.key, change.mentions)));
            if insert.execute((key, packed::write_people(&entries)))? == 0
                && merge(connection, key, &entries)? == Left::Nothing
            {
                emptied.push((day, person));
            }
        }
        for (day, person) in emptied {
            if self.first_day(connection, person)? == Some(day) {
                let next = day_after(connection, day, person)?;
                self.set_first_day(connection, person, next)?;
            }
        }
        Ok(())
    }

    /// Stores the new people that count, each with its first day, in the order of their hashes.
    fn store_new(&mut self, connection: &Connection, changes: &[PersonChange]) -> Result<()> {
        for change in changes {
            let (day, person) = split_day_key(change.day_key);
            if let Some(new) = self.new_person(person)
                && new.first_day.is_none()
            {
                new.first_day = Some(day);
            }
        }
        let mut insert = connection.prepare_cached(INSERT)?;
        for (new, number) in self.new.iter().zip(self.new_from..) {
            let Some(first_day) = new.first_day else { continue };
            // Where a hash is taken, the next free number stands in for it.
            let mut place = new.hash;
            let key = &self.keys[new.key.clone()];
            while insert.execute((place, number, key, first_day.0))? == 0 {
                place = place.wrapping_add(1);
            }
        }
        Ok(())
    }

    /// The person with this number, if nobody has seen it before.
    fn new_person(&mut self, number: i64) -> Option<&mut NewPerson> {
        self.new.get_mut(usize::try_from(number.checked_sub(self.new_from)?).ok()?)
    }

    fn see(&mut self, connection: &Connection, person: i64, day: Day) -> Result<()> {
        match self.first_day(connection, person)? {
            Some(first_day) if first_day <= day => Ok(()),
            _ => self.set_first_day(connection, person, Some(day)),
        }
    }

    fn first_day(&mut self, connection: &Connection, person: i64) -> Result<Option<Day>> {
        if let Some(new) = self.new_person(person) {
            return Ok(new.first_day);
        }
        if let Some(known) = self.first_days.get(&person) {
            return Ok(*known);
        }
        let found: Option<i64> =
            connection.prepare_cached(FIRST_DAY)?.query_row([person], |row| row.get(0))?;
        self.first_days.insert(person, found.map(Day));
        Ok(found.map(Day))
    }

    fn set_first_day(
        &mut self,
        connection: &Connection,
        person: i64,
        day: Option<Day>,
    ) -> Result<()> {
        connection.prepare_cached(SET_FIRST_DAY)?.execute((person, day.map(|day| day.0)))?;
        match self.new_person(person) {
            Some(new) => new.first_day = day,
            None => {
                self.first_days.insert(person, day);
            }
        }
        Ok(())
    }
}

/// The author of one change.
struct Author {
    hash: i64,
    key: Range<usize>,
    change: usize,
}

/// The authors of changes, sorted by hash and key.
struct Authors {
    keys: String,
    entries: Vec<Author>,
}

impl Authors {
    fn of(changes: &[Change<'_>]) -> Self {
        let mut authors = Self { keys: String::new(), entries: Vec::with_capacity(changes.len()) };
        for (change, one) in changes.iter().enumerate() {
            let start = authors.keys.len();
            if one.write_author(&mut authors.keys) {
                let key = start..authors.keys.len();
                let hash = xxh3_64(&authors.keys.as_bytes()[key.clone()]).cast_signed();
                authors.entries.push(Author { hash, key, change });
            }
        }
        let Self { keys, entries } = &mut authors;
        entries.sort_unstable_by(|a, b| {
            a.hash.cmp(&b.hash).then_with(|| keys[a.key.clone()].cmp(&keys[b.key.clone()]))
        });
        authors
    }
}

/// The number and first day of the person with this key, if anybody has seen them.
///
/// People are never taken out of the table, so a search that starts at the hash and goes up meets
/// either the key or a free place.
/// The number of the person of this key, if there is one.
pub(super) fn number(connection: &Connection, key: &str) -> Result<Option<i64>> {
    let hash = xxh3_64(key.as_bytes()).cast_signed();
    let known = known(&mut *connection.prepare_cached(FIND)?, hash, key)?;
    Ok(known.map(|(number, _)| number))
}

fn known(find: &mut Statement<'_>, hash: i64, key: &str) -> Result<Option<(i64, Option<Day>)>> {
    let mut place = hash;
    loop {
        let found = find
            .query_row([place], |row| {
                let is_same = row.get_ref(0)?.as_str()? == key;
                Ok((is_same, row.get(1)?, row.get::<_, Option<i64>>(2)?))
            })
            .optional()?;
        match found {
            Some((true, number, first_day)) => return Ok(Some((number, first_day.map(Day)))),
            Some((false, ..)) => place = place.wrapping_add(1),
            None => return Ok(None),
        }
    }
}

/// What is left of a day after a difference.
#[derive(PartialEq, Eq)]
enum Left {
    Something,
    Nothing,
}

/// Adds `changes` to a day that is stored.
fn merge(connection: &Connection, key: i64, changes: &[(u32, i64)]) -> Result<Left> {
    let mut entries = connection.prepare_cached(DAY)?.query_row([key], |row| {
        packed::read_people(row.get_ref(0)?.as_str()?)
            .ok_or_else(|| unreadable("the mentions of an author's day").into())
    })?;
    entries.extend_from_slice(changes);
    add_up(&mut entries);
    if entries.is_empty() {
        connection.prepare_cached(DAY_DELETE)?.execute([key])?;
        return Ok(Left::Nothing);
    }
    connection.prepare_cached(DAY_UPDATE)?.execute((key, packed::write_people(&entries)))?;
    Ok(Left::Something)
}

/// The first day after `day` on which `person` has a mention: one look at each day that has any.
fn day_after(connection: &Connection, day: Day, person: i64) -> Result<Option<Day>> {
    let mut after = connection.prepare_cached(DAY_AFTER)?;
    let mut on = connection.prepare_cached(DAY)?;
    let mut day = day;
    loop {
        let next = day_key(Day(day.0 + 1), 0);
        match after.query_row([next], |row| row.get::<_, Option<i64>>(0))? {
            None => return Ok(None),
            Some(next) => day = Day(next),
        }
        if on.exists([day_key(day, person)])? {
            return Ok(Some(day));
        }
    }
}
