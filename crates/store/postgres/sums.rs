//! Counts and days of people: differences added to the rows of one shard.
//!
//! A shard belongs to one transaction at a time, by a lock that ends with it. So its rows can be read,
//! added to and written without anybody in between, and may become negative by themselves.

use std::collections::HashMap;
use std::ops::AddAssign;

use ::postgres::Client;
use ::postgres::types::Type;

use super::{Parameter, Result, execute, query, query_opt};
use crate::difference::{Differences, add_up, count_key};
use crate::error::unreadable;
use crate::packed::{self, Entries};

const SHARD: &str = include_str!("../sql/postgres/shard.sql");
const SHARD_WAIT: &str = include_str!("../sql/postgres/shard_wait.sql");

/// The first of the shards; `shard.sql` knows them all.
pub(super) const FIRST_SHARD: i32 = 16;

/// A table of packed sums, by the statements that touch it.
struct Table<V> {
    of_shard: &'static str,
    put: &'static str,
    delete: &'static str,
    read: fn(&str) -> Option<Entries<V>>,
    write: fn(&[(u32, V)]) -> String,
}

const COUNTS: Table<crate::difference::Amounts> = Table {
    of_shard: include_str!("../sql/postgres/counts_of_shard.sql"),
    put: include_str!("../sql/postgres/counts_put.sql"),
    delete: include_str!("../sql/postgres/counts_delete.sql"),
    read: packed::read_counts,
    write: packed::write_counts,
};

const AUTHOR_DAYS: Table<i64> = Table {
    of_shard: include_str!("../sql/postgres/author_days_of_shard.sql"),
    put: include_str!("../sql/postgres/author_days_put.sql"),
    delete: include_str!("../sql/postgres/author_days_delete.sql"),
    read: packed::read_people,
    write: packed::write_people,
};

/// Takes a shard that nobody holds, until the transaction ends; where all are held, waits for one.
pub(super) fn take_shard(client: &mut Client) -> Result<i32> {
    if let Some(row) = query_opt(client, SHARD, &[])? {
        return Ok(row.get(0));
    }
    query(client, SHARD_WAIT, &[(&FIRST_SHARD, Type::INT4)])?;
    Ok(FIRST_SHARD)
}

/// Adds differences to the rows of a shard.
pub(super) fn write(client: &mut Client, shard: i32, differences: &mut Differences) -> Result<()> {
    let counts = differences.counts().into_iter();
    let counts = counts.map(|((bucket, dimensions), tags)| (count_key(bucket, dimensions), tags));
    COUNTS.add(client, shard, counts.collect())?;
    let people = differences.people();
    let days = people.chunk_by(|a, b| a.day_key == b.day_key).map(|changes| {
        let entries = changes.iter().map(|change| (change.key, change.mentions));
        (changes[0].day_key, entries.collect())
    });
    AUTHOR_DAYS.add(client, shard, days.collect())
}

impl<V: AddAssign + Copy + Default + PartialEq> Table<V> {
    /// Adds `changes`, each key once, to the rows of `shard`; a row that comes to nothing goes.
    fn add(&self, client: &mut Client, shard: i32, changes: Vec<(i64, Entries<V>)>) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        let keys: Vec<i64> = changes.iter().map(|(key, _)| *key).collect();
        let rows =
            query(client, self.of_shard, &[(&shard, Type::INT4), (&keys, Type::INT8_ARRAY)])?;
        let mut stored: HashMap<i64, &str> = HashMap::with_capacity(rows.len());
        stored.extend(rows.iter().map(|row| (row.get::<_, i64>(0), row.get::<_, &str>(1))));
        let (mut put, mut sums, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        for (key, mut entries) in changes {
            if let Some(before) = stored.get(&key) {
                entries.extend((self.read)(before).ok_or_else(|| unreadable("a row of counts"))?);
                add_up(&mut entries);
            }
            if entries.is_empty() {
                gone.push(key);
            } else {
                put.push(key);
                sums.push((self.write)(&entries));
            }
        }
        let shard: Parameter<'_> = (&shard, Type::INT4);
        if !put.is_empty() {
            let parameters: [Parameter<'_>; 3] =
                [shard.clone(), (&put, Type::INT8_ARRAY), (&sums, Type::TEXT_ARRAY)];
            execute(client, self.put, &parameters)?;
        }
        if !gone.is_empty() {
            execute(client, self.delete, &[shard, (&gone, Type::INT8_ARRAY)])?;
        }
        Ok(())
    }
}
