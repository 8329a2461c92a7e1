//! Authors and their days.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use mention::Day;
use rusqlite::{Connection, OptionalExtension, Result};

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
        let mut keys: Vec<(String, usize)> = Vec::with_capacity(changes.len());
        let mut key = String::new();
        for (at, change) in changes.iter().enumerate() {
            if change.write_author(&mut key) {
                keys.push((key.clone(), at));
            }
        }
        keys.sort_unstable();
        let mut found = Self { numbers: vec![None; changes.len()], first_days: HashMap::default() };
        let mut next: i64 = connection.prepare_cached(NEXT)?.query_row([], |row| row.get(0))?;
        let mut find = connection.prepare_cached(FIND)?;
        let mut insert = connection.prepare_cached(INSERT)?;
        for same in keys.chunk_by(|a, b| a.0 == b.0) {
            let key = &same[0].0;
            let known = find
                .query_row([key], |row| Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?)))
                .optional()?;
            let (number, first_day) = if let Some(known) = known {
                known
            } else {
                let days = same.iter().filter_map(|(_, at)| changes[*at].standpoint.first);
                let first_day = days.map(|(_, published_at)| published_at.day().0).min();
                insert.execute((next, key, first_day))?;
                next += 1;
                (next - 1, first_day)
            };
            found.first_days.insert(number, first_day.map(Day));
            for (_, at) in same {
                found.numbers[*at] = Some(number);
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
