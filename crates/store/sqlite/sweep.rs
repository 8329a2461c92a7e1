//! Retention: what is past its time goes.

use mention::{Day, Timestamp};
use rusqlite::{Connection, Result};

use super::{End, Sqlite, open};
use crate::difference::{count_key, day_key};
use crate::{Keep, StoreError, Swept};

const TEXTS_DUE: &str = include_str!("../sql/sqlite/texts_due.sql");
const TEXTS_DUE_PLATFORM: &str = include_str!("../sql/sqlite/texts_due_platform.sql");
const MENTION_FORGET_TEXT: &str = include_str!("../sql/sqlite/mention_forget_text.sql");
const TEXT_DELETE: &str = include_str!("../sql/sqlite/text_delete.sql");
/// What goes with the days before the horizon, in this order.
const IDS: &str = include_str!("../sql/sqlite/sweep_mentions.sql");
const TEXTS: &str = include_str!("../sql/sqlite/sweep_texts.sql");
const HAND_TAGS: &str = include_str!("../sql/sqlite/sweep_hand_tags.sql");
const SETTLED: &str = include_str!("../sql/sweep_settled.sql");
const COUNTS: &str = include_str!("../sql/sqlite/sweep_counts.sql");
const AUTHOR_DAYS: &str = include_str!("../sql/sqlite/sweep_author_days.sql");

/// How many texts go in one transaction, so that others can write in between.
const TEXTS_A_TIME: usize = 10_000;

/// One text past its time.
struct Due {
    number: i64,
    platform: u32,
    id: String,
}

impl Sqlite {
    /// See [`crate::Store::sweep`].
    pub(crate) fn sweep(&mut self, now: Timestamp) -> std::result::Result<Swept, StoreError> {
        let mut swept = Swept::default();
        loop {
            let texts = self.write(|writing| {
                let due = due(writing.connection, writing.keep, now)?;
                drop_texts(writing.connection, &due)?;
                Ok((End::Keep, due.len()))
            })?;
            swept.texts += texts as u64;
            if texts == 0 {
                break;
            }
        }
        if let Some(days) = self.keep.counts_days {
            let horizon = Keep::since(now, days);
            swept.ids =
                self.write(|writing| Ok((End::Keep, move_horizon(writing.connection, horizon)?)))?;
        }
        Ok(swept)
    }
}

/// Some of the texts past their time.
fn due(connection: &Connection, keep: &Keep, now: Timestamp) -> Result<Vec<Due>> {
    let mut due = Vec::new();
    for (tagged, days) in [(false, keep.untagged_days), (true, keep.tagged_days)] {
        let before = Keep::since(now, days).start().0;
        let mut statement = connection.prepare_cached(TEXTS_DUE)?;
        let rows = statement.query_map((tagged, before, TEXTS_A_TIME - due.len()), read)?;
        for row in rows {
            due.push(row?);
        }
    }
    for (platform, days) in &keep.platform_days {
        let before = Keep::since(now, *days).start().0;
        let mut statement = connection.prepare_cached(TEXTS_DUE_PLATFORM)?;
        for tagged in [false, true] {
            let left = TEXTS_A_TIME - due.len();
            for row in statement.query_map((tagged, before, left, platform), read)? {
                due.push(row?);
            }
        }
    }
    due.sort_unstable_by_key(|due| due.number);
    due.dedup_by_key(|due| due.number);
    Ok(due)
}

fn read(row: &rusqlite::Row<'_>) -> Result<Due> {
    Ok(Due { number: row.get(0)?, platform: row.get(1)?, id: row.get(2)? })
}

fn drop_texts(connection: &Connection, due: &[Due]) -> Result<()> {
    let mut forget = connection.prepare_cached(MENTION_FORGET_TEXT)?;
    let mut delete = connection.prepare_cached(TEXT_DELETE)?;
    for due in due {
        forget.execute((due.platform, &due.id))?;
        delete.execute([due.number])?;
    }
    Ok(())
}

/// Drops counts and ids of the days before `horizon`; the first days of people stay.
fn move_horizon(connection: &Connection, horizon: Day) -> Result<u64> {
    if open::horizon(connection)?.is_some_and(|known| known >= horizon) {
        return Ok(0);
    }
    let before = horizon.start();
    connection.prepare_cached(TEXTS)?.execute([before.0])?;
    connection.prepare_cached(HAND_TAGS)?.execute([before.0])?;
    connection.prepare_cached(SETTLED)?.execute([before.0])?;
    let ids = connection.prepare_cached(IDS)?.execute([before.0])?;
    connection.prepare_cached(COUNTS)?.execute([count_key(before.bucket(), 0)])?;
    connection.prepare_cached(AUTHOR_DAYS)?.execute([day_key(horizon, 0)])?;
    open::put_about(connection, "horizon", horizon.0)?;
    Ok(ids as u64)
}
