//! Sealed reports, and how mentions stand.

use std::ops::Range;

use ::postgres::fallible_iterator::FallibleIterator;
use ::postgres::types::Type;
use mention::Timestamp;

use super::alert::{put, rows};
use super::{End, Postgres, text};
use crate::copy::Cell;
use crate::error::unreadable;
use crate::seal::{self, State};
use crate::{Seal, StoreError};

const PUT: &str = include_str!("../sql/seal_put.sql");
const SEAL: &str = include_str!("../sql/seal.sql");
const STATES: &str = include_str!("../sql/states.sql");

impl Postgres {
    /// See [`crate::Store::put_seal`].
    pub(crate) fn put_seal(&mut self, seal: &Seal) -> Result<bool, StoreError> {
        self.write(|writing| Ok((End::Keep, put(writing.client, PUT, &seal::columns(seal))? > 0)))
    }

    /// See [`crate::Store::seal`].
    pub(crate) fn seal(&self, report: &str) -> Result<Option<Seal>, StoreError> {
        self.read(|client, _| {
            let report = vec![Cell::Text(report.to_owned())];
            Ok(rows(client, SEAL, &report, seal::read)?.pop())
        })
    }

    /// See [`crate::Store::states`].
    pub(crate) fn states(&self, time: &Range<Timestamp>) -> Result<Vec<State>, StoreError> {
        self.read(|client, names| {
            let time = [(time.start.0, Type::INT8), (time.end.0, Type::INT8)];
            let mut rows = client.query_typed_raw(STATES, time)?;
            let mut states = Vec::new();
            while let Some(row) = rows.next()? {
                let platform = names.platform_name(row.get::<_, i32>(0).cast_unsigned());
                let standing = match row.get::<_, Option<i32>>(4).map(i32::cast_unsigned) {
                    Some(dimensions) if !row.get::<_, bool>(2) => {
                        let key = names.dimension_key(dimensions);
                        Some(key.ok_or_else(|| unreadable("the dimensions of a mention"))?.standing)
                    }
                    _ => None,
                };
                let id = text::read(row.get(1));
                let platform = platform.unwrap_or_default();
                states.push(State::of(platform, &id, row.get(3), standing));
            }
            Ok(states)
        })
    }
}
