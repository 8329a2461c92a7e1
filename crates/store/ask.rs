//! What reports ask beside counts: kept mentions one by one, and people by the day.

use std::collections::BTreeMap;

use mention::{Day, Kept, PeopleQuestion, PersonDays, Sample, Standing, Timestamp};

use crate::names::Names;
use crate::store::ask;
use crate::{Store, StoreError};

/// Who looks at each kept mention.
pub(crate) type Visit<'a> = &'a mut dyn FnMut(&Kept<'_>);

impl Store {
    /// Shows the mentions of `sample` published in `[from, to)` whose text is kept, in no particular order.
    ///
    /// # Errors
    ///
    /// Those of the database.
    ///
    /// # Cost
    ///
    /// Linear in the texts of the span, those outside of the sample a small part of the others; memory for one.
    pub fn read_kept(
        &self,
        from: Timestamp,
        to: Timestamp,
        sample: Sample,
        mut visit: impl FnMut(&Kept<'_>),
    ) -> Result<(), StoreError> {
        ask!(self, store => store.read_kept(from..to, sample, &mut visit))
    }

    /// The people with received mentions on the days asked for, sorted by their keys.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn people(&self, question: &PeopleQuestion) -> Result<Vec<PersonDays>, StoreError> {
        ask!(self, store => store.people(question))
    }
}

/// The numbers of the tags asked for; those nobody has are left out.
pub(crate) fn wanted_tags(question: &PeopleQuestion, names: &Names) -> Vec<u32> {
    if question.tags.is_empty() {
        return vec![crate::difference::EVERY];
    }
    question.tags.iter().filter_map(|tag| names.known_tag(tag)).collect()
}

/// People being added up, by their numbers.
#[derive(Default)]
pub(crate) struct DaysOfPeople(BTreeMap<i64, Vec<(Day, u64)>>);

impl DaysOfPeople {
    /// Adds what a person has on a day.
    pub(crate) fn add(&mut self, day: Day, person: i64, entries: &[(u32, i64)], tags: &[u32]) {
        let is_asked = |key: u32| key % 8 == Standing::Received as u32 && tags.contains(&(key / 8));
        let counts = entries.iter().filter(|(key, _)| is_asked(*key));
        let mentions: u64 = counts.map(|(_, count)| count.max(&0).cast_unsigned()).sum();
        if mentions > 0 {
            self.0.entry(person).or_default().push((day, mentions));
        }
    }

    /// The numbers of the people.
    #[cfg(feature = "postgres")]
    pub(crate) fn numbers(&self) -> Vec<i64> {
        self.0.keys().copied().collect()
    }

    /// How many people there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The people, with what `about` knows of each number: key and first day.
    pub(crate) fn name<E>(
        self,
        mut about: impl FnMut(i64) -> Result<(String, Option<Day>), E>,
    ) -> Result<Vec<PersonDays>, E> {
        let mut people = Vec::with_capacity(self.0.len());
        for (number, days) in self.0 {
            let (author, first_day) = about(number)?;
            people.push(person(author, first_day, days));
        }
        people.sort_unstable_by(|a, b| a.author.cmp(&b.author));
        Ok(people)
    }

    /// The same, where number, key and first day of everybody there is are at hand in any order.
    pub(crate) fn name_among<E>(
        mut self,
        everybody: impl Iterator<Item = Result<(i64, String, Option<Day>), E>>,
    ) -> Result<Vec<PersonDays>, E> {
        let mut people = Vec::with_capacity(self.0.len());
        for one in everybody {
            let (number, author, first_day) = one?;
            let days = self.0.remove(&number);
            people.extend(days.map(|days| person(author, first_day, days)));
        }
        people.sort_unstable_by(|a, b| a.author.cmp(&b.author));
        Ok(people)
    }
}

fn person(author: String, first_day: Option<Day>, mut days: Vec<(Day, u64)>) -> PersonDays {
    days.sort_unstable();
    PersonDays { author, first_day, days }
}
