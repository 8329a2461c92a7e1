//! Measures and annotations.

use std::ops::Range;

use mention::{Annotation, Day, Measure};

use super::{End, Sqlite};
use crate::{StoreError, measure};

const PUT: &str = include_str!("../sql/measure_put.sql");
const BETWEEN: &str = include_str!("../sql/measures.sql");
const NOTE: &str = include_str!("../sql/annotation_put.sql");
const NOTES: &str = include_str!("../sql/annotations.sql");

impl Sqlite {
    /// See [`crate::Store::put_measures`].
    pub(crate) fn put_measures(&mut self, measures: &[Measure]) -> Result<(), StoreError> {
        self.write(|writing| {
            let mut put = writing.connection.prepare_cached(PUT)?;
            for measure in measures {
                put.execute(measure::columns(measure))?;
            }
            Ok((End::Keep, ()))
        })
    }

    /// See [`crate::Store::measures`].
    pub(crate) fn measures(&self, days: &Range<Day>) -> Result<Vec<Measure>, StoreError> {
        self.read(|connection, _| {
            let mut statement = connection.prepare_cached(BETWEEN)?;
            let mut rows = statement.query([days.start.0, days.end.0])?;
            let mut measures = Vec::new();
            while let Some(row) = rows.next()? {
                let text = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str()?);
                let texts = [text(2)?, text(3)?, text(5)?];
                measures.push(measure::read(text(0)?, row.get(1)?, texts, row.get(4)?)?);
            }
            Ok(measures)
        })
    }

    /// See [`crate::Store::annotate`].
    pub(crate) fn annotate(&mut self, annotation: &Annotation) -> Result<bool, StoreError> {
        self.write(|writing| {
            let row = (annotation.day.0, &annotation.text);
            Ok((End::Keep, writing.connection.prepare_cached(NOTE)?.execute(row)? > 0))
        })
    }

    /// See [`crate::Store::annotations`].
    pub(crate) fn annotations(&self, days: &Range<Day>) -> Result<Vec<Annotation>, StoreError> {
        self.read(|connection, _| {
            let mut statement = connection.prepare_cached(NOTES)?;
            let rows = statement.query_map([days.start.0, days.end.0], |row| {
                Ok(Annotation { day: Day(row.get(0)?), text: row.get(1)? })
            })?;
            rows.collect()
        })
    }
}
