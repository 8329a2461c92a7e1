//! What a batch makes of mentions: from what arrived and what is stored to rows and differences.

use mention::{LedgerClass, Mention, Provenance, Standing, Tagged, What};

use crate::arrival::Arrival;
use crate::difference::{Given, Giver, Post, Standpoint, amounts};
use crate::hand::Decision;
use crate::names::{DimensionKey, Numbers};
use crate::person;
use crate::row::Row;

/// What a batch makes of one mention.
pub(crate) struct Change<'a> {
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
pub(crate) enum Latest<'a> {
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
    pub(crate) fn fold(
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
    pub(crate) fn of_new(events: &[Arrival<'a>]) -> Self {
        Self::fold(Standpoint::default(), events, |_, _| ())
    }

    /// Appends the key of the author whose mention it becomes; `false` where there is none.
    pub(crate) fn write_author(&self, key: &mut String) -> bool {
        match self.latest {
            Some(Latest::Posted(mention, _)) => person::write_key(mention, key),
            _ => false,
        }
    }

    /// The row it becomes, by what is stored `before` and what people said of it; its text is left as it was.
    pub(crate) fn row<N: Numbers>(
        &self,
        numbers: &mut N,
        rules: u32,
        person: Option<i64>,
        before: Option<(&Row, &[Decision])>,
    ) -> Result<Row, N::Error> {
        let (post, given) = match &self.latest {
            Some(Latest::Posted(mention, tagged)) => {
                let post = post(numbers, rules, self.platform, (mention, tagged), person)?;
                (Some(post), given(numbers, tagged)?)
            }
            Some(Latest::Deleted) => (None, Vec::new()),
            None => (
                before.and_then(|(row, _)| row.post),
                before.map_or(Vec::new(), |(row, _)| row.given().to_vec()),
            ),
        };
        let mut row = Row {
            standpoint: self.standpoint,
            post,
            text: before.and_then(|(row, _)| row.text),
            ..Row::default()
        };
        match before {
            Some((before, hand)) if before.by_hand() => {
                row.given = Some(given);
                row.decide(numbers.names(), hand);
            }
            _ => row.tags = given,
        }
        Ok(row)
    }
}

/// The class of an event of a mention never seen.
pub(crate) fn class_if_new(arrival: &Arrival<'_>) -> LedgerClass {
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
fn post<N: Numbers>(
    numbers: &mut N,
    rules: u32,
    platform: u32,
    (mention, tagged): (&Mention, &Tagged),
    person: Option<i64>,
) -> Result<Post, N::Error> {
    let key = DimensionKey::of(platform, mention, tagged);
    let (engagements, impressions) = amounts(&mention.engagement);
    Ok(Post {
        rules,
        dimensions: numbers.dimensions(key)?,
        standing: tagged.standing,
        engagements,
        impressions,
        person,
    })
}

/// The tags tagging found, in numbers, sorted.
fn given<N: Numbers>(numbers: &mut N, tagged: &Tagged) -> Result<Vec<Given>, N::Error> {
    let mut given = Vec::with_capacity(tagged.tags.len());
    for tag in &tagged.tags {
        let by = match tag.provenance {
            Provenance::Rules(_) => Giver::Rules,
            Provenance::Import => Giver::Import,
            Provenance::Person { .. } => Giver::Person,
        };
        given.push(Given { tag: numbers.tag(&tag.name)?, giver: by });
    }
    given.sort_unstable();
    Ok(given)
}
