//! What reports ask beside counts, of one file.

use std::collections::BTreeSet;
use std::ops::Range;

use mention::{Day, Kept, Mention, PeopleQuestion, PersonDays, Sample, Timestamp};
use rusqlite::{Connection, Result};

use super::{Sqlite, row};
use crate::ask::{DaysOfPeople, Visit, wanted_tags};
use crate::difference::{day_key, split_day_key};
use crate::error::unreadable;
use crate::stored::unpack;
use crate::{StoreError, kept, packed, person};

const TEXTS: &str = include_str!("../sql/sqlite/texts_of_time.sql");
/// Whether a span holds so many of the texts that all of them are read, one after the other as they lie.
const SHARE: &str = include_str!("../sql/sqlite/texts_share.sql");
const TEXTS_SCAN: &str = include_str!("../sql/sqlite/texts_scan.sql");
const HAND_TAGGED: &str = include_str!("../sql/sqlite/hand_tagged.sql");
const AUTHOR_DAYS: &str = include_str!("../sql/sqlite/author_days.sql");
const PEOPLE: &str = include_str!("../sql/sqlite/people_all.sql");
const PEOPLE_NEXT: &str = include_str!("../sql/sqlite/person_next.sql");
/// To look a person up takes as long as to read past so many.
const PART_LOOKED_UP: usize = 8;
const PERSON: &str = include_str!("../sql/sqlite/person_about.sql");

impl Sqlite {
    /// See [`crate::Store::read_kept`].
    pub(crate) fn read_kept(
        &self,
        span: Range<Timestamp>,
        sample: Sample,
        visit: Visit<'_>,
    ) -> std::result::Result<(), StoreError> {
        self.read(|connection, names| {
            let by_hand = hand_tagged(connection)?;
            let mut find = connection.prepare_cached(row::STATE)?;
            let span = (span.start.0, span.end.0);
            let all = connection.prepare_cached(SHARE)?.query_row(span, |row| row.get(0))?;
            let mut statement = connection.prepare_cached(if all { TEXTS_SCAN } else { TEXTS })?;
            let mut texts = statement.query(span)?;
            let (mut key, mut tag_names) = (String::new(), kept::TagNames::default());
            let (mut mention, mut tagged) = (Mention::default(), kept::nothing_found());
            while let Some(text) = texts.next()? {
                let identity = (text.get(0)?, text.get_ref(1)?.as_str()?);
                let platform = names.platform_name(identity.0).unwrap_or_default();
                if !sample.takes(platform, identity.1) {
                    continue;
                }
                let body = text.get_ref(3)?.as_blob()?;
                kept::read_into(body, &mut tag_names, &mut mention, &mut tagged)
                    .ok_or_else(|| unreadable("a kept text"))?;
                // Few mentions are tagged by hand; only for those the row is looked up.
                if !by_hand.is_empty()
                    && by_hand.contains(&(identity.0, identity.1.to_owned()))
                    && let Some(stored) = row::find(&mut find, identity.0, identity.1, names)?
                {
                    let hand = row::said_of(connection, &stored, identity.0, identity.1)?;
                    tagged = unpack(names, &stored, body, &hand)?.tagged;
                }
                key.clear();
                let author = person::write_key(&mention, &mut key).then_some(key.as_str());
                let published_at = Timestamp(text.get(2)?);
                visit(&Kept { mention: &mention, tagged: &tagged, published_at, author });
            }
            Ok(())
        })
    }

    /// See [`crate::Store::people`].
    pub(crate) fn people(
        &self,
        question: &PeopleQuestion,
    ) -> std::result::Result<Vec<PersonDays>, StoreError> {
        self.read(|connection, names| {
            let tags = wanted_tags(question, names);
            let mut people = DaysOfPeople::default();
            let mut statement = connection.prepare_cached(AUTHOR_DAYS)?;
            let mut rows = statement.query((day_key(question.from, 0), day_key(question.to, 0)))?;
            while let Some(row) = rows.next()? {
                let (day, person) = split_day_key(row.get(0)?);
                let entries = packed::read_people(row.get_ref(1)?.as_str()?)
                    .ok_or_else(|| unreadable("the mentions of an author's day"))?;
                people.add(day, person, &entries, &tags);
            }
            let known: i64 =
                connection.prepare_cached(PEOPLE_NEXT)?.query_row([], |row| row.get(0))?;
            if usize::try_from(known).is_ok_and(|known| known / PART_LOOKED_UP < people.len()) {
                let mut everybody = connection.prepare_cached(PEOPLE)?;
                let everybody = everybody.query_map([], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<i64>>(2)?.map(Day)))
                })?;
                return people.name_among(everybody);
            }
            let mut about = connection.prepare_cached(PERSON)?;
            people.name(|number| {
                about.query_row([number], |row| {
                    Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(Day)))
                })
            })
        })
    }
}

/// The mentions of whose tags people said something.
fn hand_tagged(connection: &Connection) -> Result<BTreeSet<(u32, String)>> {
    connection
        .prepare_cached(HAND_TAGGED)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}
