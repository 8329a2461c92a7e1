//! Retention: what is past its time goes.

use ::postgres::Client;
use ::postgres::types::Type;
use mention::{Day, Timestamp};

use super::open::put_about;
use super::{End, Parameter, Postgres, Result, Writing, execute};
use crate::difference::{count_key, day_key};
use crate::{Keep, StoreError, Swept};

const BEGIN_ALONE: &str = include_str!("../sql/postgres/begin_alone.sql");
const TEXTS_DUE: &str = include_str!("../sql/postgres/texts_due.sql");
const TEXTS_DUE_PLATFORM: &str = include_str!("../sql/postgres/texts_due_platform.sql");
/// What goes with the days before the horizon, in this order.
const FIRST_DAYS: &str = include_str!("../sql/postgres/sweep_first_days.sql");
const TEXTS: &str = include_str!("../sql/postgres/sweep_texts.sql");
const HAND_TAGS: &str = include_str!("../sql/postgres/sweep_hand_tags.sql");
const SETTLED: &str = include_str!("../sql/sweep_settled.sql");
const IDS: &str = include_str!("../sql/postgres/sweep_mentions.sql");
const COUNTS: &str = include_str!("../sql/postgres/sweep_counts.sql");
const AUTHOR_DAYS: &str = include_str!("../sql/postgres/sweep_author_days.sql");

/// How many texts go in one transaction, so that others can write in between.
const TEXTS_A_TIME: i64 = 10_000;

impl Postgres {
    /// See [`crate::Store::sweep`].
    pub(crate) fn sweep(&mut self, now: Timestamp) -> std::result::Result<Swept, StoreError> {
        let mut swept = Swept::default();
        loop {
            let texts = self
                .write(|writing| Ok((End::Keep, drop_texts(writing.client, writing.keep, now)?)))?;
            swept.texts += texts;
            if texts == 0 {
                break;
            }
        }
        if let Some(days) = self.keep.counts_days {
            let horizon = Keep::since(now, days);
            swept.ids = self.write_after(BEGIN_ALONE, |writing| {
                Ok((End::Keep, move_horizon(writing, horizon)?))
            })?;
        }
        Ok(swept)
    }
}

/// Drops some of the texts past their time; how many.
fn drop_texts(client: &mut Client, keep: &Keep, now: Timestamp) -> Result<u64> {
    let mut dropped = 0;
    for (tagged, days) in [(false, keep.untagged_days), (true, keep.tagged_days)] {
        let before = Keep::since(now, days).start().0;
        let parameters: [Parameter<'_>; 3] =
            [(&tagged, Type::BOOL), (&before, Type::INT8), (&TEXTS_A_TIME, Type::INT8)];
        dropped += execute(client, TEXTS_DUE, &parameters)?;
    }
    for (platform, days) in &keep.platform_days {
        let before = Keep::since(now, *days).start().0;
        let parameters: [Parameter<'_>; 3] =
            [(&before, Type::INT8), (platform, Type::TEXT), (&TEXTS_A_TIME, Type::INT8)];
        dropped += execute(client, TEXTS_DUE_PLATFORM, &parameters)?;
    }
    Ok(dropped)
}

/// Drops counts and ids of the days before `horizon`; the first days of people stay.
fn move_horizon(writing: &mut Writing<'_>, horizon: Day) -> Result<u64> {
    if writing.about.horizon.is_some_and(|known| known >= horizon) {
        return Ok(0);
    }
    let client = &mut *writing.client;
    let before = horizon.start();
    let mut drop = |sql, before: i64| execute(client, sql, &[(&before, Type::INT8)]);
    drop(FIRST_DAYS, horizon.0)?;
    drop(TEXTS, before.0)?;
    drop(HAND_TAGS, before.0)?;
    drop(SETTLED, before.0)?;
    let ids = drop(IDS, before.0)?;
    drop(COUNTS, count_key(before.bucket(), 0))?;
    drop(AUTHOR_DAYS, day_key(horizon, 0))?;
    put_about(client, "horizon", &horizon.0.to_string())?;
    Ok(ids)
}
