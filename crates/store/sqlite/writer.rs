//! Writing mentions and their texts, one statement each.

use mention::Tagged;
use rusqlite::{CachedStatement, Result};

use super::Writing;
use super::row;
use crate::arrival::Arrival;
use crate::change::{Change, Latest};
use crate::difference::{Differences, Standpoint};
use crate::ledger::Ledger;
use crate::row::Row;
use crate::{KeepMode, kept};

const TEXT_NEXT: &str = include_str!("../sql/sqlite/text_next.sql");
const TEXT_PUT: &str = include_str!("../sql/sqlite/text_put.sql");
const TEXT_MOVE: &str = include_str!("../sql/sqlite/text_move.sql");
const TEXT_DELETE: &str = include_str!("../sql/sqlite/text_delete.sql");

/// Writes mentions, and adds up what their counts gain and lose.
pub(super) struct Writer<'a> {
    rules: u32,
    find: CachedStatement<'a>,
    insert: CachedStatement<'a>,
    update: CachedStatement<'a>,
    texts: Texts<'a>,
}

impl<'a> Writer<'a> {
    /// A writer of mentions tagged by the rule set of this number.
    pub(super) fn new(writing: &Writing<'a>, rules: u32) -> Result<Self> {
        Ok(Self {
            rules,
            find: writing.connection.prepare_cached(row::STATE)?,
            insert: writing.connection.prepare_cached(row::INSERT)?,
            update: writing.connection.prepare_cached(row::UPDATE)?,
            texts: Texts::new(writing)?,
        })
    }

    /// Folds `events` into what is stored of their mention.
    ///
    /// Most mentions are new. So the row of a new one, `change`, is tried first, and only where that
    /// fails is the stored one looked at: one search of the tree in place of two.
    pub(super) fn write(
        &mut self,
        writing: &mut Writing<'_>,
        events: &[Arrival<'_>],
        change: &Change<'_>,
        person: Option<i64>,
        ledger: &mut Ledger,
        differences: &mut Differences,
    ) -> Result<()> {
        let (platform, id) = (change.platform, change.id);
        let mut add = |arrival: &Arrival<'_>, class| ledger.add(arrival.record_at, class);
        let mut new = change.row(writing, self.rules, person, None)?;
        self.texts.reserve(&mut new, change.latest.as_ref());
        if row::write(&new, &mut self.insert, platform, id)? {
            Change::fold(Standpoint::default(), events, &mut add);
            differences.replace(None, new.contribution(writing.names).as_ref());
            return self.texts.follow(&mut new, change.latest.as_ref(), platform, id);
        }
        let before = row::find(&mut self.find, platform, id, writing.names)?
            .expect("a row that cannot be inserted is there");
        let change = Change::fold(before.standpoint, events, &mut add);
        if change.standpoint == before.standpoint {
            return Ok(());
        }
        let hand = row::said_of(writing.connection, &before, platform, id)?;
        let mut after = change.row(writing, self.rules, person, Some((&before, &hand)))?;
        self.texts.follow(&mut after, change.latest.as_ref(), platform, id)?;
        row::write(&after, &mut self.update, platform, id)?;
        let names = &*writing.names;
        differences
            .replace(before.contribution(names).as_ref(), after.contribution(names).as_ref());
        Ok(())
    }
}

/// The texts of mentions, kept as the mode says.
pub(super) struct Texts<'a> {
    mode: KeepMode,
    next: i64,
    put: CachedStatement<'a>,
    relabel: CachedStatement<'a>,
    delete: CachedStatement<'a>,
    body: Vec<u8>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(writing: &Writing<'a>) -> Result<Self> {
        let connection = writing.connection;
        Ok(Self {
            mode: writing.keep.mode,
            next: connection.prepare_cached(TEXT_NEXT)?.query_row([], |row| row.get(0))?,
            put: connection.prepare_cached(TEXT_PUT)?,
            relabel: connection.prepare_cached(TEXT_MOVE)?,
            delete: connection.prepare_cached(TEXT_DELETE)?,
            body: Vec::new(),
        })
    }

    /// Gives `row` the number its text will have, where it is kept.
    fn reserve(&self, row: &mut Row, latest: Option<&Latest<'_>>) {
        if let Some(Latest::Posted(_, found)) = latest
            && self.keeps(found)
        {
            row.text = Some(self.next);
        }
    }

    /// Keeps, changes or drops the text of a mention whose row becomes `row`.
    pub(super) fn follow(
        &mut self,
        row: &mut Row,
        latest: Option<&Latest<'_>>,
        platform: u32,
        id: &str,
    ) -> Result<()> {
        let published_at = row.standpoint.first.map(|(_, published_at)| published_at.0);
        let tagged = !row.tags.is_empty();
        match latest {
            Some(Latest::Posted(mention, found)) if self.keeps(found) => {
                self.body.clear();
                kept::write(mention, found, &mut self.body);
                let number = row.text.unwrap_or(self.next);
                self.next = self.next.max(number + 1);
                self.put.execute((number, platform, id, published_at, tagged, &self.body))?;
                row.text = Some(number);
            }
            Some(_) => {
                if let Some(number) = row.text.take() {
                    self.delete.execute([number])?;
                }
            }
            None => {
                if let Some(number) = row.text {
                    self.relabel.execute((number, published_at, tagged))?;
                }
            }
        }
        Ok(())
    }

    fn keeps(&self, tagged: &Tagged) -> bool {
        self.mode.keeps_text(tagged)
    }
}
