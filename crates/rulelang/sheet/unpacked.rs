//! How much a workbook holds, before anything of it is kept: a small file can unpack to gigabytes.

use std::io::{Cursor, Read};

use regex::bytes::Regex;
use zip::ZipArchive;

use super::table::Unreadable;

/// Bytes of a workbook's parts, at most.
pub(super) const UNPACKED_BYTES_MAX: u64 = 64 << 20;

/// Parts of a workbook, at most.
const PARTS_MAX: usize = 10_000;

/// What a part says it holds, for which room is made before it is read: texts that cells share, formulas that cells share.
const PROMISE: &str = r#"(?-u)\b(?:uniqueCount|si)\s*=\s*["']([0-9]+)["']"#;

/// Bytes that a text or formula takes at least that cells share: `<si></si>`.
const SHARED_BYTES_MIN: usize = 9;

/// Whether what `bytes` unpack to can be held.
///
/// # Errors
///
/// [`Unreadable::TooLarge`] when it cannot, [`Unreadable::Damaged`] when it does not unpack or says it holds more than it can.
pub(super) fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    let damaged = |error: &dyn std::fmt::Display| Unreadable::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > PARTS_MAX {
        return Err(Unreadable::TooLarge(format!("{PARTS_MAX} parts")));
    }
    let promise = Regex::new(PROMISE).expect("the pattern is one");
    let mut left = UNPACKED_BYTES_MAX;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(|error| damaged(&error))?;
        let mut unpacked = Vec::new();
        part.take(left + 1).read_to_end(&mut unpacked).map_err(|error| damaged(&error))?;
        left = left
            .checked_sub(unpacked.len() as u64)
            .ok_or_else(|| Unreadable::TooLarge(format!("{} MiB", UNPACKED_BYTES_MAX >> 20)))?;
        let fits = |number: &[u8]| {
            let number = str::from_utf8(number).ok().and_then(|text| text.parse::<usize>().ok());
            number.is_some_and(|number| number <= unpacked.len() / SHARED_BYTES_MIN)
        };
        if !promise.captures_iter(&unpacked).all(|said| fits(&said[1])) {
            return Err(damaged(&"it says of itself that it holds more texts than it can"));
        }
    }
    Ok(())
}
