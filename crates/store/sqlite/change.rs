//! What a batch makes of mentions: from what arrived and what is stored to rows and differences.

use mention::{LedgerClass, Mention, Provenance, Standing, Tagged, What};
use rusqlite::{CachedStatement, Result};

use super::Writing;
use super::arrival::Arrival;
use super::ledger::Ledger;
use super::row::{self, Row};
use crate::difference::{Differences, Given, Giver, Post, Standpoint, amounts};
use crate::names::DimensionKey;
use crate::{KeepMode, kept, person};

const TEXT_NEXT: &str = include_str!("../sql/text_next.sql");
const TEXT_PUT: &str = include_str!("../sql/text_put.sql");
const TEXT_MOVE: &str = include_str!("../sql/text_move.sql");
const TEXT_DELETE: &str = include_str!("../sql/text_delete.sql");

/// What a batch makes of one mention.
pub(super) struct Change<'a> {
    /// The number of its platform.
    pub platform: u32,
    /// Its id.
    pub id: &'a str,
    /// Where it stands after the batch.
    pub standpoint: Standpoint,
    /// What happened to it last; `None` where nothing in the batch is its latest state.
    pub latest: Option<Latest<'a>>,
}

/// The last thing that happened to a mention.
pub(super) enum Latest<'a> {
    /// It was posted.
    Posted(&'a Mention, &'a Tagged),
    /// It was deleted.
    Deleted,
}

impl<'a> Latest<'a> {
    fn of(arrival: &Arrival<'a>) -> Self {
        match (&arrival.event.what, arrival.tagged) {
            (What::Posted { mention, .. }, Some(tagged)) => Self::Posted(mention, tagged),
            _ => Self::Deleted,
        }
    }
}

impl<'a> Change<'a> {
    /// What the events make of a mention that stands at `before`; `ledger` is told the class of each, in order.
    ///
    /// The events are of one mention, and there is at least one.
    fn fold(
        before: Standpoint,
        events: &[Arrival<'a>],
        mut ledger: impl FnMut(&Arrival<'a>, LedgerClass),
    ) -> Self {
        let mut standpoint = before;
        let mut latest = None;
        for arrival in events {
            let class =
                standpoint.take(arrival.rank, arrival.published_at(), class_if_new(arrival));
            if !matches!(class, LedgerClass::Stale | LedgerClass::Duplicate) {
                latest = Some(Latest::of(arrival));
            }
            ledger(arrival, class);
        }
        let (platform, id) = (events[0].platform, events[0].event.id.as_str());
        Self { platform, id, standpoint, latest }
    }

    /// What the events make of a mention nobody has seen.
    pub(super) fn of_new(events: &[Arrival<'a>]) -> Self {
        Self::fold(Standpoint::default(), events, |_, _| ())
    }

    /// Appends the key of the author whose mention it becomes; `false` where there is none.
    pub(super) fn write_author(&self, key: &mut String) -> bool {
        match self.latest {
            Some(Latest::Posted(mention, _)) => person::write_key(mention, key),
            _ => false,
        }
    }

    /// The row it becomes, by what is stored `before`; its text is left as it was.
    pub(super) fn row(
        &self,
        writing: &mut Writing<'_>,
        rules: u32,
        person: Option<i64>,
        before: Option<&Row>,
    ) -> Result<Row> {
        let (post, given) = match &self.latest {
            Some(Latest::Posted(mention, tagged)) => {
                let post = post(writing, rules, self.platform, (mention, tagged), person)?;
                (Some(post), given(writing, tagged)?)
            }
            Some(Latest::Deleted) => (None, Vec::new()),
            None => (
                before.and_then(|row| row.post),
                before.map_or(Vec::new(), |row| row.given().to_vec()),
            ),
        };
        let mut row = Row {
            standpoint: self.standpoint,
            post,
            text: before.and_then(|row| row.text),
            ..Row::default()
        };
        if before.is_some_and(Row::by_hand) {
            row.given = Some(given);
            row.recount_tags(writing.connection, writing.names, self.platform, self.id)?;
        } else {
            row.tags = given;
        }
        Ok(row)
    }
}

/// The class of an event of a mention never seen.
pub(super) fn class_if_new(arrival: &Arrival<'_>) -> LedgerClass {
    match arrival.tagged {
        None => LedgerClass::Deleted,
        Some(tagged) => match tagged.standing {
            Standing::Noise => LedgerClass::Noise,
            Standing::Sent => LedgerClass::Sent,
            _ if tagged.tags.is_empty() => LedgerClass::Untagged,
            _ => LedgerClass::Tagged,
        },
    }
}

/// What `mention` with its tags counts.
fn post(
    writing: &mut Writing<'_>,
    rules: u32,
    platform: u32,
    (mention, tagged): (&Mention, &Tagged),
    person: Option<i64>,
) -> Result<Post> {
    let key = DimensionKey {
        platform,
        lang: tagged.lang,
        sentiment: tagged.sentiment,
        kind: mention.kind,
        standing: tagged.standing,
    };
    let (engagements, impressions) = amounts(&mention.engagement);
    Ok(Post {
        rules,
        dimensions: writing.names.dimensions(writing.connection, key)?,
        standing: tagged.standing,
        engagements,
        impressions,
        person,
    })
}

/// The tags tagging found, in numbers, sorted.
fn given(writing: &mut Writing<'_>, tagged: &Tagged) -> Result<Vec<Given>> {
    let mut given = Vec::with_capacity(tagged.tags.len());
    for tag in &tagged.tags {
        let by = match tag.provenance {
            Provenance::Rules(_) => Giver::Rules,
            Provenance::Import => Giver::Import,
            Provenance::Person { .. } => Giver::Person,
        };
        given.push(Given { tag: writing.names.tag(writing.connection, &tag.name)?, giver: by });
    }
    given.sort_unstable();
    Ok(given)
}

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
        if new.write(&mut self.insert, platform, id)? {
            Change::fold(Standpoint::default(), events, &mut add);
            differences.replace(None, new.contribution(writing.names).as_ref());
            return self.texts.follow(&mut new, change.latest.as_ref(), platform, id);
        }
        let before = Row::find(&mut self.find, platform, id, writing.names)?
            .expect("a row that cannot be inserted is there");
        let change = Change::fold(before.standpoint, events, &mut add);
        if change.standpoint == before.standpoint {
            return Ok(());
        }
        let mut after = change.row(writing, self.rules, person, Some(&before))?;
        self.texts.follow(&mut after, change.latest.as_ref(), platform, id)?;
        after.write(&mut self.update, platform, id)?;
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
        match self.mode {
            KeepMode::All => true,
            KeepMode::Tagged => !tagged.tags.is_empty(),
            KeepMode::Ids | KeepMode::None => false,
        }
    }
}
