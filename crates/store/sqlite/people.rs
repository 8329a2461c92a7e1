//! Authors and their days.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;
use mention::Day;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Result};
use xxhash_rust::xxh3::xxh3_64;

use super::change::Change;
use crate::difference::{PersonDay, add_up};
use crate::error::unreadable;
use crate::packed;

const FIND: &str = include_str!("../sql/person_find.sql");
const NEXT: &str = include_str!("../sql/person_next.sql");
const INSERT: &str = include_str!("../sql/person_insert.sql");
const FIRST_DAY: &str = include_str!("../sql/person_first_day.sql");
const SET_FIRST_DAY: &str = include_str!("../sql/person_set_first_day.sql");
const DAY_INSERT: &str = include_str!("../sql/author_day_insert.sql");
const DAY: &str = include_str!("../sql/author_day.sql");
const DAY_UPDATE: &str = include_str!("../sql/author_day_update.sql");
const DAY_DELETE: &str = include_str!("../sql/author_day_delete.sql");
const DAY_AFTER: &str = include_str!("../sql/author_day_after.sql");

/// The authors of changed mentions.
pub(super) struct People {
    /// The author's number, by the place of the change.
    numbers: Vec<Option<i64>>,
    /// The first day of those whose number was looked up.
    first_days: HashMap<i64, Option<Day>, RandomState>,
}

impl People {
    /// Finds the authors of `changes`, and makes those nobody has seen yet.
    pub(super) fn find(connection: &Connection, changes: &[Change<'_>]) -> Result<Self> {
        let authors = Authors::of(changes);
        let mut found = Self { numbers: vec![None; changes.len()], ..Self::none() };
        let mut lookup = Lookup::new(connection)?;
        for same in authors.entries.chunk_by(|a, b| authors.key(a) == authors.key(b)) {
            let published =
                same.iter().filter_map(|author| changes[author.change].standpoint.first);
            let first_day = published.map(|(_, published_at)| published_at.day()).min();
            let (number, first_day) =
                lookup.find_or_make(same[0].hash, authors.key(&same[0]), first_day)?;
            found.first_days.insert(number, first_day);
            for author in same {
                found.numbers[author.change] = Some(number);
            }
        }
        Ok(found)
    }

    /// The author of the change at this place.
    pub(super) fn of(&self, change: usize) -> Option<i64> {
        self.numbers[change]
    }

    /// No authors looked up yet.
    pub(super) fn none() -> Self {
        Self { numbers: Vec::new(), first_days: HashMap::default() }
    }

    /// Adds differences to days of people, sorted by day and person, and keeps the first days true.
    pub(super) fn write_days(&mut self, connection: &Connection, days: &[PersonDay]) -> Result<()> {
        let mut insert = connection.prepare_cached(DAY_INSERT)?;
        let mut emptied = Vec::new();
        for ((day, person), changes) in days {
            if changes.iter().any(|(_, count)| *count > 0) {
                self.see(connection, *person, *day)?;
            }
            if insert.execute((day.0, person, packed::write_people(changes)))? == 0
                && merge(connection, *day, *person, changes)? == Left::Nothing
            {
                emptied.push((*day, *person));
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

    fn see(&mut self, connection: &Connection, person: i64, day: Day) -> Result<()> {
        match self.first_day(connection, person)? {
            Some(first_day) if first_day <= day => Ok(()),
            _ => self.set_first_day(connection, person, Some(day)),
        }
    }

    fn first_day(&mut self, connection: &Connection, person: i64) -> Result<Option<Day>> {
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
        self.first_days.insert(person, day);
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

    fn key(&self, author: &Author) -> &str {
        &self.keys[author.key.clone()]
    }
}

/// The table of people.
struct Lookup<'a> {
    next: i64,
    find: CachedStatement<'a>,
    insert: CachedStatement<'a>,
}

impl<'a> Lookup<'a> {
    fn new(connection: &'a Connection) -> Result<Self> {
        Ok(Self {
            next: connection.prepare_cached(NEXT)?.query_row([], |row| row.get(0))?,
            find: connection.prepare_cached(FIND)?,
            insert: connection.prepare_cached(INSERT)?,
        })
    }

    /// The number and first day of the person with this key; one nobody has seen gets `first_day`.
    ///
    /// People are never taken out of the table, so a search that starts at the hash and goes up meets
    /// either the key or a free place.
    fn find_or_make(
        &mut self,
        hash: i64,
        key: &str,
        first_day: Option<Day>,
    ) -> Result<(i64, Option<Day>)> {
        let mut hash = hash;
        loop {
            let known = self
                .find
                .query_row([hash], |row| {
                    let is_same = row.get_ref(0)?.as_str()? == key;
                    Ok((is_same, row.get(1)?, row.get::<_, Option<i64>>(2)?))
                })
                .optional()?;
            match known {
                Some((true, number, first_day)) => return Ok((number, first_day.map(Day))),
                Some((false, ..)) => hash = hash.wrapping_add(1),
                None => break,
            }
        }
        let number = self.next;
        self.insert.execute((hash, number, key, first_day.map(|day| day.0)))?;
        self.next += 1;
        Ok((number, first_day))
    }
}

/// What is left of a day after a difference.
#[derive(PartialEq, Eq)]
enum Left {
    Something,
    Nothing,
}

/// Adds `changes` to a day that is stored.
fn merge(connection: &Connection, day: Day, person: i64, changes: &[(u32, i64)]) -> Result<Left> {
    let mut entries = connection.prepare_cached(DAY)?.query_row((day.0, person), |row| {
        packed::read_people(row.get_ref(0)?.as_str()?)
            .ok_or_else(|| unreadable("the mentions of an author's day"))
    })?;
    entries.extend_from_slice(changes);
    add_up(&mut entries);
    if entries.is_empty() {
        connection.prepare_cached(DAY_DELETE)?.execute((day.0, person))?;
        return Ok(Left::Nothing);
    }
    connection.prepare_cached(DAY_UPDATE)?.execute((
        day.0,
        person,
        packed::write_people(&entries),
    ))?;
    Ok(Left::Something)
}

/// The first day after `day` on which `person` has a mention: one look at each day that has any.
fn day_after(connection: &Connection, day: Day, person: i64) -> Result<Option<Day>> {
    let mut after = connection.prepare_cached(DAY_AFTER)?;
    let mut on = connection.prepare_cached(DAY)?;
    let mut day = day;
    loop {
        match after.query_row([day.0], |row| row.get::<_, Option<i64>>(0))? {
            None => return Ok(None),
            Some(next) => day = Day(next),
        }
        if on.exists((day.0, person))? {
            return Ok(Some(day));
        }
    }
}
