//! What reports ask beside counts, of a server.

use std::collections::HashMap;
use std::ops::Range;

use ::postgres::types::Type;
use foldhash::fast::RandomState;
use mention::{Day, Kept, MentionsOf, PeopleQuestion, PersonDays, Sample, Timestamp};

use super::question::{days_of, keys_of, known};
use super::{Postgres, query};
use crate::ask::{DaysOfPeople, Visit, wanted_tags};
use crate::difference::split_day_key;
use crate::{StoreError, person};

const FIRST_DAYS: &str = include_str!("../sql/postgres/people_first_days.sql");

/// How many mentions are asked for at a time.
const PAGE: usize = 5_000;

impl Postgres {
    /// See [`crate::Store::read_kept`].
    pub(crate) fn read_kept(
        &self,
        span: Range<Timestamp>,
        sample: Sample,
        visit: Visit<'_>,
    ) -> Result<(), StoreError> {
        let of = MentionsOf::published(span.start, span.end);
        let (mut after, mut key) = (None, String::new());
        loop {
            let page = self.mentions(&of, after.as_ref(), PAGE)?;
            let drawn = page
                .iter()
                .filter(|stored| sample.takes(&stored.mention.platform, &stored.mention.id));
            for stored in drawn {
                key.clear();
                let author = person::write_key(&stored.mention, &mut key).then_some(key.as_str());
                visit(&Kept {
                    mention: &stored.mention,
                    tagged: &stored.tagged,
                    published_at: stored.published_at,
                    author,
                });
            }
            let Some(last) = page.last().filter(|_| page.len() == PAGE) else { return Ok(()) };
            after = Some(last.key());
        }
    }

    /// See [`crate::Store::people`].
    pub(crate) fn people(&self, question: &PeopleQuestion) -> Result<Vec<PersonDays>, StoreError> {
        self.read(|client, names| {
            let tags = wanted_tags(question, names);
            let mut people = DaysOfPeople::default();
            for (key, entries) in days_of(client, question.from..question.to)? {
                let (day, person) = split_day_key(key);
                people.add(day, person, &entries, &tags);
            }
            let numbers = people.numbers();
            let rows = query(client, FIRST_DAYS, &[(&numbers, Type::INT8_ARRAY)])?;
            let first_days: HashMap<i64, Day, RandomState> =
                rows.iter().map(|row| (row.get(0), Day(row.get(1)))).collect();
            let keys = keys_of(client, numbers)?;
            people.name(|number| Ok((known(&keys, number)?, first_days.get(&number).copied())))
        })
    }
}
