//! Sealed reports, and how mentions stand.

use std::ops::Range;

use mention::Timestamp;

use super::alert::{put, rows};
use super::{End, Sqlite};
use crate::copy::Cell;
use crate::error::unreadable;
use crate::seal::{self, State};
use crate::{Seal, StoreError};

const PUT: &str = include_str!("../sql/seal_put.sql");
const SEAL: &str = include_str!("../sql/seal.sql");
const STATES: &str = include_str!("../sql/states.sql");

impl Sqlite {
    /// See [`crate::Store::put_seal`].
    pub(crate) fn put_seal(&mut self, seal: &Seal) -> Result<bool, StoreError> {
        self.write(|writing| {
            Ok((End::Keep, put(writing.connection, PUT, &seal::columns(seal))? > 0))
        })
    }

    /// See [`crate::Store::seal`].
    pub(crate) fn seal(&self, report: &str) -> Result<Option<Seal>, StoreError> {
        self.read(|connection, _| {
            let report = vec![Cell::Text(report.to_owned())];
            Ok(rows(connection, SEAL, &report, seal::read)?.pop())
        })
    }

    /// See [`crate::Store::states`].
    pub(crate) fn states(&self, time: &Range<Timestamp>) -> Result<Vec<State>, StoreError> {
        self.read(|connection, names| {
            let mut statement = connection.prepare_cached(STATES)?;
            let mut rows = statement.query([time.start.0, time.end.0])?;
            let mut states = Vec::new();
            while let Some(row) = rows.next()? {
                let platform = names.platform_name(row.get(0)?);
                let standing = match row.get::<_, Option<u32>>(4)? {
                    Some(dimensions) if !row.get(2)? => {
                        let key = names.dimension_key(dimensions);
                        Some(key.ok_or_else(|| unreadable("the dimensions of a mention"))?.standing)
                    }
                    _ => None,
                };
                let (id, version) = (row.get_ref(1)?.as_str()?, row.get_ref(3)?.as_blob()?);
                states.push(State::of(platform.unwrap_or_default(), id, version, standing));
            }
            Ok(states)
        })
    }
}
