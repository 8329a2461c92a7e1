//! Writing the mentions of a batch and their texts, all at once.
//!
//! Most mentions are new. So the rows of new ones are inserted first, in the order of their keys; those
//! that were there already are then locked in the same order, read and changed. Whoever else has a mention
//! of the batch in hand waits, or is waited for, at the one or the other, and never both ways.

use std::collections::HashSet;

use ::postgres::types::Type;
use foldhash::fast::RandomState;
use mention::{Mention, Tagged};

use super::numbers::{Given, refresh};
use super::row::{self, Columns, Keys};
use super::{Parameter, Result, Writing, execute, query};
use crate::arrival::Arrival;
use crate::change::{Change, Latest};
use crate::difference::{Differences, Standpoint};
use crate::ledger::Ledger;
use crate::row::Row;
use crate::{KeepMode, kept, plant};

const INSERT: &str = include_str!("../sql/postgres/mentions_insert.sql");
const LOCK: &str = include_str!("../sql/postgres/mentions_lock.sql");
const LOOK: &str = include_str!("../sql/postgres/mentions_look.sql");
const UPDATE: &str = include_str!("../sql/postgres/mentions_update.sql");
const TEXTS_PUT: &str = include_str!("../sql/postgres/texts_put.sql");
const TEXTS_MOVE: &str = include_str!("../sql/postgres/texts_move.sql");
const TEXTS_DELETE: &str = include_str!("../sql/postgres/texts_delete.sql");

/// One mention of a batch.
pub(super) struct Subject<'b, 'a> {
    /// The key of its rows.
    pub key: i64,
    /// What happened to it.
    pub events: &'b [Arrival<'a>],
    /// What that makes of it if nobody has seen it.
    pub change: Change<'a>,
    /// The number of its author.
    pub person: Option<i64>,
}

/// Folds a batch into what is stored; `subjects` are sorted by their keys.
pub(super) fn write(
    writing: &mut Writing<'_>,
    rules: u32,
    subjects: &[Subject<'_, '_>],
    ledger: &mut Ledger,
    differences: &mut Differences,
) -> Result<()> {
    if subjects.is_empty() {
        return Ok(());
    }
    let mut texts = Texts::new(writing.keep.mode);
    let mut columns = Columns::default();
    let mut rows = Vec::with_capacity(subjects.len());
    for subject in subjects {
        let Change { platform, id, .. } = subject.change;
        let Ok(new) = subject.change.row(&mut Given(writing.names), rules, subject.person, None);
        columns.push(subject.key, platform, id, &new);
        rows.push(new);
    }
    let inserted = query(writing.client, INSERT, &columns.parameters())?;
    let inserted: HashSet<(u32, String), RandomState> = inserted.iter().map(new_identity).collect();
    drop(columns);
    let mut known = Vec::new();
    for (subject, new) in subjects.iter().zip(&rows) {
        // Most batches hold only new mentions, and looking each up would cost a text.
        if inserted.len() < subjects.len() && !is_in(&inserted, &subject.change) {
            known.push(subject);
            continue;
        }
        Change::fold(Standpoint::default(), subject.events, |arrival, class| {
            ledger.add(arrival.record_at, class);
        });
        differences.replace(None, new.contribution(writing.names).as_ref());
        texts.follow(subject.key, &subject.change, new);
    }
    change_known(writing, rules, &known, &mut texts, ledger, differences)?;
    texts.write(writing)
}

fn is_in(identities: &HashSet<(u32, String), RandomState>, change: &Change<'_>) -> bool {
    identities.contains(&(change.platform, change.id.to_owned()))
}

/// The mention that a row of `mentions_insert.sql` names.
fn new_identity(row: &::postgres::Row) -> (u32, String) {
    (row.get::<_, i32>(1).cast_unsigned(), super::text::read(row.get(2)).into_owned())
}

/// Changes mentions that are stored.
fn change_known<'a>(
    writing: &mut Writing<'_>,
    rules: u32,
    subjects: &[&Subject<'_, 'a>],
    texts: &mut Texts<'a>,
    ledger: &mut Ledger,
    differences: &mut Differences,
) -> Result<()> {
    let mut keys = Keys::default();
    for subject in subjects {
        keys.push(subject.key, subject.change.platform, subject.change.id);
    }
    let stored = locked(writing, &keys)?;
    let by_hand: Vec<(u32, &str)> = stored
        .iter()
        .filter(|(.., row)| row.by_hand())
        .map(|(platform, id, _)| (*platform, id.as_str()))
        .collect();
    let hand = row::decisions(writing.client, &by_hand)?;
    let mut columns = Columns::default();
    for (subject, (platform, id, before)) in subjects.iter().zip(&stored) {
        let mut add = |arrival: &Arrival<'_>, class| ledger.add(arrival.record_at, class);
        let change = Change::fold(before.standpoint, subject.events, &mut add);
        debug_assert_eq!((change.platform, change.id), (*platform, id.as_str()));
        if change.standpoint == before.standpoint {
            continue;
        }
        let said = row::about(&hand, *platform, id);
        let names = &*writing.names;
        let Ok(after) = change.row(&mut Given(names), rules, subject.person, Some((before, &said)));
        columns.push(subject.key, change.platform, change.id, &after);
        texts.follow(subject.key, &change, &after);
        differences
            .replace(before.contribution(names).as_ref(), after.contribution(names).as_ref());
    }
    update(writing, &columns)
}

/// Writes rows over those that are stored.
pub(super) fn update(writing: &mut Writing<'_>, columns: &Columns<'_>) -> Result<()> {
    if !columns.keys.is_empty() {
        execute(writing.client, UPDATE, &columns.parameters())?;
    }
    Ok(())
}

/// Locks the rows of mentions that are stored, and reads them, sorted by key, platform and id.
pub(super) fn locked(
    writing: &mut Writing<'_>,
    keys: &Keys<'_>,
) -> Result<Vec<(u32, String, Row)>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let lock = if plant::is_unlocked() { LOOK } else { LOCK };
    let rows = query(writing.client, lock, &keys.parameters())?;
    // Names another worker has made since this transaction began came before the rows that refer to them.
    let mut known = true;
    for stored in &rows {
        known = known && row::is_known(stored, writing.names)?;
    }
    if !known {
        refresh(writing.names, writing.client)?;
    }
    let names = &*writing.names;
    let read = |stored: &::postgres::Row| {
        let (platform, id) = row::identity(stored);
        Ok((platform, id, row::read(stored, names)?))
    };
    rows.iter().map(read).collect()
}

/// The texts of mentions, kept as the mode says.
pub(super) struct Texts<'a> {
    mode: KeepMode,
    put: Placed<'a>,
    bodies: Vec<Vec<u8>>,
    moved: Placed<'a>,
    gone: Keys<'a>,
}

/// Texts with what they are kept by.
#[derive(Default)]
struct Placed<'a> {
    keys: Keys<'a>,
    published_at: Vec<i64>,
    tagged: Vec<bool>,
}

impl<'a> Placed<'a> {
    fn push(&mut self, key: i64, platform: u32, id: &'a str, row: &Row) {
        let Some((_, published_at)) = row.standpoint.first else { return };
        self.keys.push(key, platform, id);
        self.published_at.push(published_at.0);
        self.tagged.push(!row.tags.is_empty());
    }

    fn parameters(&self) -> Vec<Parameter<'_>> {
        let mut parameters = self.keys.parameters().to_vec();
        parameters.push((&self.published_at, Type::INT8_ARRAY));
        parameters.push((&self.tagged, Type::BOOL_ARRAY));
        parameters
    }
}

impl<'a> Texts<'a> {
    pub(super) fn new(mode: KeepMode) -> Self {
        let (put, moved) = (Placed::default(), Placed::default());
        Self { mode, put, bodies: Vec::new(), moved, gone: Keys::default() }
    }

    /// Keeps, changes or drops the text of a mention whose row becomes `row`.
    fn follow(&mut self, key: i64, change: &Change<'a>, row: &Row) {
        let Change { platform, id, .. } = *change;
        match &change.latest {
            Some(Latest::Posted(mention, tagged)) if self.mode.keeps_text(tagged) => {
                self.put.push(key, platform, id, row);
                self.bodies.push(packed_body(mention, tagged));
            }
            Some(_) => self.gone.push(key, platform, id),
            None => self.move_to(key, platform, id, row),
        }
    }

    /// Notes where a text now belongs, if it is kept.
    pub(super) fn move_to(&mut self, key: i64, platform: u32, id: &'a str, row: &Row) {
        self.moved.push(key, platform, id, row);
    }

    pub(super) fn write(&self, writing: &mut Writing<'_>) -> Result<()> {
        if !self.put.keys.is_empty() {
            let mut parameters = self.put.parameters();
            parameters.push((&self.bodies, Type::BYTEA_ARRAY));
            execute(writing.client, TEXTS_PUT, &parameters)?;
        }
        if !self.moved.keys.is_empty() {
            execute(writing.client, TEXTS_MOVE, &self.moved.parameters())?;
        }
        self.gone.execute(writing.client, TEXTS_DELETE)
    }
}

fn packed_body(mention: &Mention, tagged: &Tagged) -> Vec<u8> {
    let mut body = Vec::new();
    kept::write(mention, tagged, &mut body);
    body
}
