//! Sealing a report: its bytes and their hash are stored, and why its numbers are others later is told by what is stored.

use std::fmt::Write as _;

use mention::Timestamp;
use report::{Report, ReportRequest, Sealed};
use sha2::{Digest as _, Sha256};
use store::{Seal, Store, StoreError};

/// Seals a report as it is now: the seal, and whether it is this one or an earlier one that stays.
///
/// What people wrote is left out, so that a seal need not be broken to erase somebody.
///
/// # Errors
///
/// Those of the database.
pub fn seal(
    store: &mut Store,
    request: &ReportRequest,
    report: Report,
    at: Timestamp,
) -> Result<(Seal, bool), StoreError> {
    let name = request.sealed_as();
    if let Some(earlier) = store.seal(&name)? {
        return Ok((earlier, false));
    }
    let bytes = report::json(&report.without_posts()).into_bytes();
    let mut hash = String::new();
    for byte in Sha256::digest(&bytes) {
        write!(hash, "{byte:02x}").expect("a string takes whatever is written");
    }
    let states = store.states(request.period.from..request.period.to)?;
    let seal = Seal { report: name, at, hash, bytes, states };
    let is_new = store.put_seal(&seal)?;
    Ok((seal, is_new))
}

/// What is sealed of a report, and what changed since.
///
/// # Errors
///
/// Those of the database.
pub(crate) fn sealed(store: &Store, request: &ReportRequest) -> Result<Option<Sealed>, StoreError> {
    let Some(seal) = store.seal(&request.sealed_as())? else { return Ok(None) };
    let since = seal.since(&store.states(request.period.from..request.period.to)?);
    Ok(Some(Sealed {
        at: seal.at,
        hash: seal.hash,
        then: since.then.unsigned_abs(),
        now: since.now.unsigned_abs(),
        deleted: since.deleted,
        edited: since.edited,
        late: since.late,
        gone: since.gone,
        retagged: since.retagged,
    }))
}
