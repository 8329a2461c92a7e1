//! How much a workbook holds, before anything of it is kept: a small file can unpack to gigabytes.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::table::Unreadable;

/// Bytes of a workbook's parts, at most.
pub(super) const UNPACKED_BYTES_MAX: u64 = 64 << 20;

/// Parts of a workbook, at most.
const PARTS_MAX: usize = 10_000;

/// Whether what `bytes` unpack to can be held.
///
/// # Errors
///
/// [`Unreadable::TooLarge`] when it cannot, [`Unreadable::Damaged`] when it does not unpack.
pub(super) fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    let damaged = |error: &dyn std::fmt::Display| Unreadable::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > PARTS_MAX {
        return Err(Unreadable::TooLarge(format!("{PARTS_MAX} parts")));
    }
    let mut left = UNPACKED_BYTES_MAX;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(|error| damaged(&error))?;
        let unpacked = io::copy(&mut part.take(left + 1), &mut io::sink());
        let unpacked = unpacked.map_err(|error| damaged(&error))?;
        left = left
            .checked_sub(unpacked)
            .ok_or_else(|| Unreadable::TooLarge(format!("{} MiB", UNPACKED_BYTES_MAX >> 20)))?;
    }
    Ok(())
}
