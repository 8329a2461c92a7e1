//! The one type behind which every database stands.

use std::fmt;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use mention::{
    Annotation, Catalog, Counts, Day, LedgerCount, Measure, MentionsOf, Outcome, Part, Position,
    Question, RuleSetId, Timestamp,
};

use crate::copy::{Copied, Take};
use crate::erase::Subject;
#[cfg(feature = "postgres")]
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::{
    Claim, Commit, CursorRow, Erased, Erasure, HandTag, HandTagged, Keep, RejectSample, Reset,
    ResetRow, Rows, RuleSetText, StoreError, StoredMention, Swept, Topic, Verification, address,
};

#[cfg(test)]
mod tests;

/// What is asked of a store when it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenOptions {
    /// Whether it may be made, and written.
    pub access: Access,
    /// What it keeps.
    pub keep: Keep,
    /// How long to wait for another process that is writing; a server has its own patience.
    pub busy_wait: Duration,
    /// The password for a server, where its address has none.
    pub password: Option<Secret>,
}

/// What nobody is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            access: Access::default(),
            keep: Keep::default(),
            busy_wait: Duration::from_secs(30),
            password: None,
        }
    }
}

/// What may be done with the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Made if it is not there, brought to the newest schema, read and written.
    #[default]
    Create,
    /// The same, but it must be there.
    Write,
    /// Read; it must be there and be of this program's schema.
    Read,
}

/// Where a page of mentions starts: right after this mention, which the page before ended with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageKey {
    /// When it was published.
    pub published_at: Timestamp,
    /// Its platform.
    pub platform: String,
    /// Its id.
    pub id: String,
}

/// A store of mentions, tags, counts and positions.
///
/// Several processes may hold the same store. To a file they write one at a time, to a server all at once.
#[derive(Debug)]
pub enum Store {
    /// One file.
    Sqlite(Box<Sqlite>),
    /// A schema in a database on a server.
    #[cfg(feature = "postgres")]
    Postgres(Box<Postgres>),
}

/// Asks the database that a store has.
#[cfg(feature = "postgres")]
macro_rules! ask {
    ($store:expr, $database:ident => $question:expr) => {
        match $store {
            Store::Sqlite($database) => $question,
            Store::Postgres($database) => $question,
        }
    };
}

/// Asks the database that a store has.
#[cfg(not(feature = "postgres"))]
macro_rules! ask {
    ($store:expr, $database:ident => $question:expr) => {
        match $store {
            Store::Sqlite($database) => $question,
        }
    };
}

pub(crate) use ask;

impl Store {
    /// Opens the store at `path`: an SQLite file, or what the address `postgres://…` names.
    ///
    /// A crash of the process loses nothing that was committed. A loss of power may lose the last
    /// commits, positions and counts together, so that reading on makes them good.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`], [`StoreError::NotAStore`], [`StoreError::Newer`],
    /// [`StoreError::Older`], [`StoreError::Network`], [`StoreError::NoAccess`],
    /// [`StoreError::ReadOnly`] or [`StoreError::Locked`], each saying what to do; of a server also
    /// [`StoreError::Address`], [`StoreError::Unreachable`], [`StoreError::Refused`] and [`StoreError::Rights`].
    pub fn open(path: &Path, options: &OpenOptions) -> Result<Self, StoreError> {
        if address::is_server(path) {
            return Self::on_server(path, options);
        }
        Ok(Self::Sqlite(Box::new(Sqlite::open(path, options)?)))
    }

    #[cfg(feature = "postgres")]
    fn on_server(path: &Path, options: &OpenOptions) -> Result<Self, StoreError> {
        Ok(Self::Postgres(Box::new(Postgres::open(path, options)?)))
    }

    #[cfg(not(feature = "postgres"))]
    fn on_server(path: &Path, _: &OpenOptions) -> Result<Self, StoreError> {
        Err(StoreError::WithoutPostgres { address: address::masked(&path.to_string_lossy()) })
    }

    /// Makes the store at `path` or brings it to this program's schema; on a server, gives the roles
    /// `tagline_writer` and `tagline_reader` their rights.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn migrate(path: &Path, options: &OpenOptions) -> Result<(), StoreError> {
        if address::is_server(path) {
            return Self::migrate_server(path, options);
        }
        Self::open(path, options).map(|_| ())
    }

    #[cfg(feature = "postgres")]
    fn migrate_server(path: &Path, options: &OpenOptions) -> Result<(), StoreError> {
        Postgres::migrate(path, options)
    }

    #[cfg(not(feature = "postgres"))]
    fn migrate_server(path: &Path, options: &OpenOptions) -> Result<(), StoreError> {
        Self::on_server(path, options).map(|_| ())
    }

    /// Stores a rule set with what it calls its tags; it is the newest from now on.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn put_rules(
        &mut self,
        id: RuleSetId,
        canonical: &str,
        catalog: &Catalog,
    ) -> Result<(), StoreError> {
        ask!(self, store => store.put_rules(id, canonical, catalog))
    }

    /// What the newest rule set calls its tags; `None` before the first.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn catalog(&self) -> Result<Option<Catalog>, StoreError> {
        ask!(self, store => store.catalog())
    }

    /// The texts of all rule sets, the newest last.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn rule_sets(&self) -> Result<Vec<RuleSetText>, StoreError> {
        ask!(self, store => store.rule_sets())
    }

    /// Claims a part: whoever claimed it before can no longer commit to it.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn claim(&mut self, part: &Part) -> Result<Claim, StoreError> {
        ask!(self, store => store.claim(part))
    }

    /// Stores where reading of a part starts that was never read; does nothing for one that was.
    ///
    /// [`Commit::Fenced`] when another claim came in between.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn start(&mut self, claim: &mut Claim, at: Position) -> Result<Commit, StoreError> {
        ask!(self, store => store.start(claim, at))
    }

    /// Notes what the part's positions mean, to be compared at the next claim.
    ///
    /// [`Commit::Fenced`] when another claim came in between.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn note_topic(&mut self, claim: &mut Claim, topic: Topic) -> Result<Commit, StoreError> {
        ask!(self, store => store.note_topic(claim, topic))
    }

    /// Notes that the next batch is the `attempts`-th try at the claimed position, before it is tried: should the process
    /// end over it, the next claim says so. A commit forgets it.
    ///
    /// [`Commit::Fenced`] when another claim came in between.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn mark_trial(&mut self, claim: &mut Claim, attempts: u32) -> Result<Commit, StoreError> {
        ask!(self, store => store.mark_trial(claim, attempts))
    }

    /// Passes over positions up to `to` that can no longer be read, and writes them down as a gap.
    ///
    /// # Errors
    ///
    /// [`StoreError::OutOfStep`] when the part was never started or `to` lies behind; those of the database.
    pub fn skip(&mut self, claim: &mut Claim, to: Position) -> Result<Commit, StoreError> {
        ask!(self, store => store.skip(claim, to))
    }

    /// Stores a batch: tags, counts, ledger and position in one transaction, or nothing of it.
    ///
    /// After an error that [is passing](StoreError::is_passing) the same may be asked again: what was stored before the
    /// connection broke is found out, and not stored twice.
    ///
    /// On [`Commit::Done`] the claim stands where the batch ends; on [`Commit::Fenced`] it is of no use any more.
    ///
    /// # Errors
    ///
    /// [`StoreError::OutOfStep`] when the batch does not start where the claim stands,
    /// [`StoreError::UnknownRules`] when its rule set was not put; those of the database.
    ///
    /// # Panics
    ///
    /// When the outcome has not one [`mention::Tagged`] for each mention of its batch.
    ///
    /// # Cost
    ///
    /// Memory and time linear in the batch; a few microseconds a mention.
    pub fn commit(&mut self, claim: &mut Claim, outcome: &Outcome) -> Result<Commit, StoreError> {
        ask!(self, store => store.commit(claim, outcome))
    }

    /// Stores a batch of a source without positions: standard input. What arrives again is told by its id.
    ///
    /// # Errors
    ///
    /// [`StoreError::UnknownRules`]; those of the database.
    ///
    /// # Panics
    ///
    /// As [`Self::commit`].
    pub fn commit_unpositioned(&mut self, outcome: &Outcome) -> Result<Commit, StoreError> {
        ask!(self, store => store.commit_unpositioned(outcome))
    }

    /// Which rule set tagged a part from which position on, sorted by position.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn rules_active(&self, part: &Part) -> Result<Vec<(Position, RuleSetId)>, StoreError> {
        ask!(self, store => store.rules_active(part))
    }

    /// Where reading of each part stands, sorted by source and part.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn positions(&self) -> Result<Vec<CursorRow>, StoreError> {
        ask!(self, store => store.positions())
    }

    /// Sets where a part goes on, fences off whoever reads it, and writes down that it was done; what is passed over
    /// goes into the ledger as a gap. `false` for a part that is not known.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn reset(&mut self, part: &Part, reset: &Reset) -> Result<bool, StoreError> {
        ask!(self, store => store.reset(part, reset))
    }

    /// The resets that were carried out, in that order.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn resets(&self) -> Result<Vec<ResetRow>, StoreError> {
        ask!(self, store => store.resets())
    }

    /// Gives a tag to a mention by hand, or takes it away; counts change by difference.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn tag_by_hand(
        &mut self,
        platform: &str,
        id: &str,
        tag: &HandTag,
    ) -> Result<HandTagged, StoreError> {
        ask!(self, store => store.tag_by_hand(platform, id, tag))
    }

    /// Takes a mention or a person out of everything that is stored, and keeps hashes by which late copies and replays
    /// are known. Counts change by difference; rows of the ledger stay, what comes again is `erased` there.
    ///
    /// Afterwards the store is cleaned and looked through. Outside it, topics, backups, reports and what a server keeps
    /// beside its tables are as they were. Once begun it may be asked again.
    ///
    /// # Errors
    ///
    /// Those of the database; [`StoreError::Unsearched`] when it is erased and could not be looked for.
    ///
    /// # Cost
    ///
    /// Reads every kept text of the platform, for a person at least twice; rewrites a file.
    pub fn erase(&mut self, erasure: &Erasure, at: Timestamp) -> Result<Erased, StoreError> {
        let mut subject = Subject::of(erasure);
        let mut erased = Erased::default();
        loop {
            let more = self.look_for(&mut subject)?;
            let now = ask!(self, store => store.erase(&subject, at))?;
            erased.mentions += now.mentions;
            erased.samples += now.samples;
            // What was met may have made the person known by further names, and others may have written meanwhile.
            if !more {
                break;
            }
        }
        ask!(self, store => store.clean())?;
        erased.traces = ask!(self, store => store.traces(&subject))?;
        if self.look_for(&mut subject)? {
            erased.traces.push("a kept text".to_owned());
        }
        Ok(erased)
    }

    /// Looks through the kept texts of a platform; `true` when something was met that was not known.
    fn look_for(&self, subject: &mut Subject) -> Result<bool, StoreError> {
        /// Texts read at a time.
        const PAGE: usize = 1_000;
        let (from, to) = (Timestamp(i64::MIN), Timestamp(i64::MAX));
        let platform = Some(subject.platform.clone());
        let of = MentionsOf { platform, ..MentionsOf::published(from, to) };
        let (mut after, mut more) = (None, false);
        loop {
            let page = self.mentions(&of, after.as_ref(), PAGE)?;
            for stored in &page {
                more |= subject.meet(&stored.mention);
            }
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.key()),
                _ => return Ok(more),
            }
        }
    }

    /// A text that is another one once anybody else has written, for as long as this store is open: what was read before
    /// may be taken for what would be read now while it stays the same. Writes of this very store may leave it as it is;
    /// on a server it becomes another too when something else is written there.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub fn stamp(&self) -> Result<String, StoreError> {
        ask!(self, store => store.stamp())
    }

    /// The first and the last instant of the buckets that count anything; `None` while nothing does.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub fn span(&self) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
        ask!(self, store => store.span())
    }

    /// Everything counted in one period.
    ///
    /// Buckets belong to the period in which they start. Ledger rows without an hour belong to every period.
    ///
    /// # Errors
    ///
    /// Those of the database.
    ///
    /// # Cost
    ///
    /// Linear in the rows of the period; people of days that are cut are counted mention by mention.
    pub fn counts(&self, question: &Question) -> Result<Counts, StoreError> {
        ask!(self, store => store.counts(question))
    }

    /// The whole ledger, sorted by source, part, hour and class.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn ledger(&self) -> Result<Vec<LedgerCount>, StoreError> {
        ask!(self, store => store.ledger())
    }

    /// The newest `limit` rejected records, the newest first; at most a thousand are kept.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn rejects(&self, limit: usize) -> Result<Vec<RejectSample>, StoreError> {
        ask!(self, store => store.rejects(limit))
    }

    /// At most `limit` of these mentions, newest first, from the one after `after` on.
    ///
    /// Mentions whose text is not kept are left out. As many as are counted, where all texts are kept.
    ///
    /// # Cost
    ///
    /// Linear in the mentions of the period from there on, until `limit` are found; texts are read of
    /// those that are found.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn mentions(
        &self,
        of: &MentionsOf,
        after: Option<&PageKey>,
        limit: usize,
    ) -> Result<Vec<StoredMention>, StoreError> {
        ask!(self, store => store.mentions(of, after, limit))
    }

    /// One mention, if it is known, counts, and its text is kept.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn mention(&self, platform: &str, id: &str) -> Result<Option<StoredMention>, StoreError> {
        ask!(self, store => store.mention(platform, id))
    }

    /// Stores what was measured elsewhere; what is stored of the same scope, day, metric and place is replaced.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn put_measures(&mut self, measures: &[Measure]) -> Result<(), StoreError> {
        ask!(self, store => store.put_measures(measures))
    }

    /// What was measured on these days, sorted by scope, day, metric and place.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn measures(&self, days: Range<Day>) -> Result<Vec<Measure>, StoreError> {
        ask!(self, store => store.measures(&days))
    }

    /// Stores what happened on a day; `false` when that was stored before.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn annotate(&mut self, annotation: &Annotation) -> Result<bool, StoreError> {
        ask!(self, store => store.annotate(annotation))
    }

    /// What happened on these days, sorted by day and text.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn annotations(&self, days: Range<Day>) -> Result<Vec<Annotation>, StoreError> {
        ask!(self, store => store.annotations(&days))
    }

    /// Recounts everything from what is kept and compares.
    ///
    /// # Errors
    ///
    /// Those of the database.
    ///
    /// # Cost
    ///
    /// Reads every mention once; memory for the counts of one day.
    pub fn verify(&self) -> Result<Verification, StoreError> {
        ask!(self, store => store.verify())
    }

    /// Drops what is past its time, as [`Keep`] says.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn sweep(&mut self, now: Timestamp) -> Result<Swept, StoreError> {
        ask!(self, store => store.sweep(now))
    }

    /// Answers one statement that reads; at most `rows_max` of its rows. A store that was opened for reading cannot be
    /// changed by any statement.
    ///
    /// # Errors
    ///
    /// [`StoreError::Statement`] with what the database says of it; those of the database.
    pub fn rows(&self, statement: &str, rows_max: usize) -> Result<Rows, StoreError> {
        ask!(self, store => store.rows(statement, rows_max))
    }

    /// Writes all there is into one new SQLite file without a journal beside it, as it is at this moment.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotEmpty`] when something is at `path`; those of the database.
    pub fn snapshot(&self, path: &Path) -> Result<(), StoreError> {
        if path.exists() {
            return Err(StoreError::NotEmpty { path: path.to_owned() });
        }
        match self {
            Self::Sqlite(store) => store.snapshot(path),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => {
                let mut copy = Self::open(path, &OpenOptions::default())?;
                self.copy_into(&mut copy)?;
                let Self::Sqlite(copy) = copy else { return Ok(()) };
                copy.rest()
            }
        }
    }

    /// Copies everything into `target`, which holds nothing yet, in one transaction that stays only if both then hold the
    /// same: the dump, and beside it positions, ledger, rejects and resets. Whoever reads into this store meanwhile is not
    /// copied from then on.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotEmpty`], [`StoreError::Differs`]; those of both databases.
    pub fn copy_into(&self, target: &mut Self) -> Result<Copied, StoreError> {
        let mut copied = Copied::default();
        let mut giver = |take: Take<'_>| {
            copied = Copied::default();
            let mut counted = |table, record| {
                copied.add(table);
                take(table, record)
            };
            ask!(self, store => store.hand_over(&mut counted))
        };
        ask!(target, store => store.take_over(&mut giver))?;
        Ok(copied)
    }

    /// Writes mentions, tags, counts, people and rule sets as text, sorted, without numbers, epochs or times of operation.
    ///
    /// The same events and rules give the same bytes, whatever order, batches and repetitions they came in.
    ///
    /// # Errors
    ///
    /// [`StoreError::Output`]; those of the database.
    pub fn dump(&self, out: &mut impl Write) -> Result<(), StoreError> {
        ask!(self, store => store.dump(out))
    }
}
