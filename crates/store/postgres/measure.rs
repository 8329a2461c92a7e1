//! Measures and annotations.

use std::ops::Range;

use ::postgres::types::Type;
use mention::{Annotation, Day, Measure};

use super::{End, Postgres, execute, query, text};
use crate::{StoreError, measure};

const PUT: &str = include_str!("../sql/measure_put.sql");
const BETWEEN: &str = include_str!("../sql/measures.sql");
const NOTE: &str = include_str!("../sql/annotation_put.sql");
const NOTES: &str = include_str!("../sql/annotations.sql");

impl Postgres {
    /// See [`crate::Store::put_measures`].
    pub(crate) fn put_measures(&mut self, measures: &[Measure]) -> Result<(), StoreError> {
        self.write(|writing| {
            for measure in measures {
                let (scope, day, metric, place, value, note) = measure::columns(measure);
                let [scope, metric, place, note] = [&scope, metric, place, note].map(text::stored);
                let columns = [
                    (&scope as _, Type::TEXT),
                    (&day as _, Type::INT8),
                    (&metric as _, Type::TEXT),
                    (&place as _, Type::TEXT),
                    (&value as _, Type::INT8),
                    (&note as _, Type::TEXT),
                ];
                execute(writing.client, PUT, &columns)?;
            }
            Ok((End::Keep, ()))
        })
    }

    /// See [`crate::Store::measures`].
    pub(crate) fn measures(&self, days: &Range<Day>) -> Result<Vec<Measure>, StoreError> {
        self.read(|client, _| {
            let span = [(&days.start.0 as _, Type::INT8), (&days.end.0 as _, Type::INT8)];
            let rows = query(client, BETWEEN, &span)?;
            let read = |row: &::postgres::Row| {
                let [scope, metric, place, note] = [0, 2, 3, 5].map(|at| text::read(row.get(at)));
                measure::read(&scope, row.get(1), [&metric, &place, &note], row.get(4))
            };
            Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
        })
    }

    /// See [`crate::Store::annotate`].
    pub(crate) fn annotate(&mut self, annotation: &Annotation) -> Result<bool, StoreError> {
        let said = text::stored(&annotation.text);
        self.write(|writing| {
            let row = [(&annotation.day.0 as _, Type::INT8), (&said as _, Type::TEXT)];
            Ok((End::Keep, execute(writing.client, NOTE, &row)? > 0))
        })
    }

    /// See [`crate::Store::annotations`].
    pub(crate) fn annotations(&self, days: &Range<Day>) -> Result<Vec<Annotation>, StoreError> {
        self.read(|client, _| {
            let span = [(&days.start.0 as _, Type::INT8), (&days.end.0 as _, Type::INT8)];
            let rows = query(client, NOTES, &span)?;
            let read = |row: &::postgres::Row| Annotation {
                day: Day(row.get(0)),
                text: text::read(row.get(1)).into_owned(),
            };
            Ok(rows.iter().map(read).collect())
        })
    }
}
