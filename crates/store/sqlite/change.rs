//! Mentions a batch changes: from what is stored and what arrived to rows and differences.

use mention::{LedgerClass, Mention, Provenance, Standing, Tagged, What};
use rusqlite::{CachedStatement, Result};

use super::Writing;
use super::arrival::Arrival;
use super::people::People;
use super::row::{self, Row};
use crate::difference::{Differences, Given, Giver, Post, Standpoint, amounts, effective};
use crate::names::DimensionKey;
use crate::{KeepMode, kept, person};

const TEXT_NEXT: &str = include_str!("../sql/text_next.sql");
const TEXT_PUT: &str = include_str!("../sql/text_put.sql");
const TEXT_MOVE: &str = include_str!("../sql/text_move.sql");
const TEXT_DELETE: &str = include_str!("../sql/text_delete.sql");

/// A mention whose state a batch changes.
pub(super) struct Change<'a> {
    /// The number of its platform.
    pub platform: u32,
    /// Its id.
    pub id: &'a str,
    /// What is stored of it.
    pub stored: Option<Row>,
    /// Where it stands after the batch.
    pub standpoint: Standpoint,
    /// What happened to it last; `None` where only its earliest post changed.
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
    /// Folds the events of one mention into what is stored; `None` where they change nothing.
    ///
    /// `ledger` is told the class of each event, in order.
    pub(super) fn fold(
        stored: Option<Row>,
        events: &[Arrival<'a>],
        mut ledger: impl FnMut(&Arrival<'a>, LedgerClass),
    ) -> Option<Self> {
        let before = stored.as_ref().map_or(Standpoint::default(), |row| row.standpoint);
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
        let first = events.first()?;
        let (platform, id) = (first.platform, first.event.id.as_str());
        (standpoint != before).then_some(Self { platform, id, stored, standpoint, latest })
    }

    /// Appends the key of the author whose mention it becomes; `false` where there is none.
    pub(super) fn write_author(&self, key: &mut String) -> bool {
        match self.latest {
            Some(Latest::Posted(mention, _)) => person::write_key(mention, key),
            _ => false,
        }
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
pub(super) fn post(
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
    let (engagements, impressions) = amounts(&mention.engagement);
    Ok(Post {
        rules,
        dimensions: writing.names.dimensions(writing.connection, key)?,
        standing: tagged.standing,
        engagements,
        impressions,
        person,
        given,
    })
}

/// Writes changed mentions and adds up what their counts gain and lose.
pub(super) fn write(
    writing: &mut Writing<'_>,
    rules: u32,
    changes: Vec<Change<'_>>,
    people: &People,
    differences: &mut Differences,
) -> Result<()> {
    let connection = writing.connection;
    let mut insert = connection.prepare_cached(row::INSERT)?;
    let mut update = connection.prepare_cached(row::UPDATE)?;
    let mut texts = Texts::new(writing)?;
    for (at, change) in changes.into_iter().enumerate() {
        let known = change.stored.is_some();
        let before = change.stored.unwrap_or_default();
        let post = match &change.latest {
            Some(Latest::Posted(mention, tagged)) => {
                let person = people.of(at);
                Some(post(writing, rules, change.platform, (mention, tagged), person)?)
            }
            Some(Latest::Deleted) => None,
            None => before.post.clone(),
        };
        let mut after = Row {
            standpoint: change.standpoint,
            tags: Vec::new(),
            by_hand: before.by_hand,
            text: before.text,
            post,
        };
        after.tags = counted(writing, &after, change.platform, change.id)?;
        texts.follow(&mut after, change.latest.as_ref(), change.platform, change.id)?;
        let names = &*writing.names;
        differences
            .replace(before.contribution(names).as_ref(), after.contribution(names).as_ref());
        let statement = if known { &mut update } else { &mut insert };
        after.write(statement, change.platform, change.id)?;
    }
    Ok(())
}

/// The tags of `row` that count, once people had their say.
pub(super) fn counted(
    writing: &Writing<'_>,
    row: &Row,
    platform: u32,
    id: &str,
) -> Result<Vec<Given>> {
    let Some(post) = &row.post else { return Ok(Vec::new()) };
    if !row.by_hand {
        return Ok(post.given.clone());
    }
    let hand = row::decisions(writing.connection, platform, id)?;
    Ok(effective(&post.given, &hand, |tag| writing.names.above(tag)))
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

/// Adds up what posts count that are not kept: each counts, as if nothing like it had come before.
pub(super) fn count_only(
    writing: &mut Writing<'_>,
    rules: u32,
    changes: &[Change<'_>],
    people: &People,
    differences: &mut Differences,
) -> Result<()> {
    for (at, change) in changes.iter().enumerate() {
        let Some(Latest::Posted(mention, tagged)) = &change.latest else { continue };
        let post = post(writing, rules, change.platform, (mention, tagged), people.of(at))?;
        let row = Row {
            standpoint: change.standpoint,
            tags: post.given.clone(),
            post: Some(post),
            ..Row::default()
        };
        differences.replace(None, row.contribution(writing.names).as_ref());
    }
    Ok(())
}
