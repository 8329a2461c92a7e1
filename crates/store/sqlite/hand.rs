//! Tagging by hand.

use rusqlite::Result;

use super::commit::write_counts;
use super::people::People;
use super::writer::Texts;
use super::{End, Sqlite, Writing, row};
use crate::difference::Differences;
use crate::hand::Decision;
use crate::names::Numbers;
use crate::row::Row;
use crate::{HandTag, HandTagged, KeepMode, StoreError};

const PUT: &str = include_str!("../sql/hand_tag_put.sql");

impl Sqlite {
    /// See [`crate::Store::tag_by_hand`].
    pub(crate) fn tag_by_hand(
        &mut self,
        platform: &str,
        id: &str,
        tag: &HandTag,
    ) -> std::result::Result<HandTagged, StoreError> {
        if self.keep.mode == KeepMode::None {
            return Ok(HandTagged::Impossible);
        }
        self.write(|writing| {
            let platform = writing.platform(platform)?;
            let decision = tag.decided(writing.tag(&tag.tag)?);
            let tagged = decide(writing, platform, id, &decision)?;
            let end = if tagged == HandTagged::Stale { End::Discard } else { End::Keep };
            Ok((end, tagged))
        })
    }
}

/// Stores a decision and recounts its mention.
fn decide(
    writing: &mut Writing<'_>,
    platform: u32,
    id: &str,
    decision: &Decision,
) -> Result<HandTagged> {
    let connection = writing.connection;
    let known = row::decisions(connection, platform, id)?;
    if known.iter().any(|known| known.tag == decision.tag && known.rank() >= decision.rank()) {
        return Ok(HandTagged::Stale);
    }
    connection.prepare_cached(PUT)?.execute((
        platform,
        id,
        decision.tag,
        decision.at.0,
        decision.removed,
        &decision.who,
    ))?;
    let mut find = connection.prepare_cached(row::STATE)?;
    let Some(before) = row::find(&mut find, platform, id, writing.names)? else {
        let unseen = Row { given: Some(Vec::new()), ..Row::default() };
        row::write(&unseen, &mut *connection.prepare_cached(row::INSERT)?, platform, id)?;
        return Ok(HandTagged::Waiting);
    };
    let mut after = Row { given: Some(before.given().to_vec()), ..before.clone() };
    after.decide(writing.names, &row::decisions(connection, platform, id)?);
    Texts::new(writing)?.follow(&mut after, None, platform, id)?;
    row::write(&after, &mut *connection.prepare_cached(row::UPDATE)?, platform, id)?;
    let mut differences = Differences::default();
    differences.replace(
        before.contribution(writing.names).as_ref(),
        after.contribution(writing.names).as_ref(),
    );
    write_counts(connection, &mut differences)?;
    People::none().write_days(connection, &differences.people())?;
    Ok(match before.standpoint.latest {
        Some(_) => HandTagged::Taken,
        None => HandTagged::Waiting,
    })
}
