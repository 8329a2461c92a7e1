//! Tagging by hand.

use ::postgres::types::Type;

use super::numbers::Needed;
use super::row::{self, Columns, Keys};
use super::writer::{self, Texts};
use super::{End, Parameter, Postgres, Result, Writing, execute, query, sums, text};
use crate::difference::Differences;
use crate::hand::Decision;
use crate::row::Row;
use crate::{HandTag, HandTagged, KeepMode, StoreError};

const PUT: &str = include_str!("../sql/hand_tag_put.sql");
const INSERT: &str = include_str!("../sql/postgres/mentions_insert.sql");

impl Postgres {
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
        self.number(&Needed::by_hand(platform, &tag.tag))?;
        let key = row::key(platform, id);
        self.write(|writing| {
            let platform = writing.names.known_platform(platform).expect(NUMBERED);
            let decision = tag.decided(writing.names.known_tag(tag.tag.as_str()).expect(NUMBERED));
            let tagged = decide(writing, (key, platform, id), &decision)?;
            let end = if tagged == HandTagged::Stale { End::Discard } else { End::Keep };
            Ok((end, tagged))
        })
    }
}

const NUMBERED: &str = "platform and tag have their numbers before";

/// Stores a decision and recounts its mention.
fn decide(
    writing: &mut Writing<'_>,
    (key, platform, id): (i64, u32, &str),
    decision: &Decision,
) -> Result<HandTagged> {
    let shard = sums::take_shard(writing.client)?;
    // A mention nobody has seen gets a row, and every mention is locked, as by a commit.
    let mut unseen = Columns::default();
    unseen.push(key, platform, id, &Row { given: Some(Vec::new()), ..Row::default() });
    let is_unseen = !query(writing.client, INSERT, &unseen.parameters())?.is_empty();
    let mut keys = Keys::default();
    keys.push(key, platform, id);
    let locked = writer::locked(writing, &keys)?;
    let mut said = row::about(&row::decisions(writing.client, &[(platform, id)])?, platform, id);
    if said.iter().any(|known| known.tag == decision.tag && known.rank() >= decision.rank()) {
        return Ok(HandTagged::Stale);
    }
    put(writing, platform, id, decision)?;
    let Some((.., before)) = locked.into_iter().next().filter(|_| !is_unseen) else {
        return Ok(HandTagged::Waiting);
    };
    said.retain(|known| known.tag != decision.tag);
    said.push(decision.clone());
    let mut after = Row { given: Some(before.given().to_vec()), ..before.clone() };
    after.decide(writing.names, &said);
    let mut columns = Columns::default();
    columns.push(key, platform, id, &after);
    writer::update(writing, &columns)?;
    let mut texts = Texts::new(writing.keep.mode);
    texts.move_to(key, platform, id, &after);
    texts.write(writing)?;
    let mut differences = Differences::default();
    let contribution = |row: &Row| row.contribution(writing.names);
    differences.replace(contribution(&before).as_ref(), contribution(&after).as_ref());
    sums::write(writing.client, shard, &mut differences)?;
    Ok(match before.standpoint.latest {
        Some(_) => HandTagged::Taken,
        None => HandTagged::Waiting,
    })
}

fn put(writing: &mut Writing<'_>, platform: u32, id: &str, decision: &Decision) -> Result<()> {
    let (platform, tag) = (platform.cast_signed(), decision.tag.cast_signed());
    let (id, who) = (text::stored(id), text::stored(&decision.who));
    let parameters: [Parameter<'_>; 6] = [
        (&platform, Type::INT4),
        (&id, Type::TEXT),
        (&tag, Type::INT4),
        (&decision.at.0, Type::INT8),
        (&decision.removed, Type::BOOL),
        (&who, Type::TEXT),
    ];
    execute(writing.client, PUT, &parameters).map(|_| ())
}
