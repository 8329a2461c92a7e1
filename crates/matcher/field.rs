//! Tests on the fields of a mention: what is asked of everything but its words.

use mention::{EntityKind, Facts, Field, Folded, Geo, MediaKind, TokenKind};
use rulelang::{FieldTest, Has, Is, Range};

/// Whether the mention passes `test`; what did not arrive passes none.
pub(crate) fn passes(test: &FieldTest, facts: &Facts<'_>, folded: &Folded) -> bool {
    let mention = facts.mention;
    let author = mention.author.as_ref();
    match test {
        FieldTest::Lang(lang) => facts.lang == Some(*lang),
        FieldTest::LangOrUnknown(lang) => facts.lang.is_none_or(|known| known == *lang),
        FieldTest::Author(name) => author.is_some_and(|author| {
            author.id.as_deref() == Some(name)
                || author.handle.as_deref().is_some_and(|handle| same_handle(handle, name))
        }),
        FieldTest::AuthorRole(role) => facts.role == *role,
        FieldTest::OwnPlace(brand) => facts.own_places.contains(brand),
        FieldTest::Directed(brand) => facts.directed.contains(brand),
        FieldTest::Platform(platform) => mention.platform == *platform,
        FieldTest::Is(Is::Kind(kind)) => mention.kind == *kind,
        FieldTest::Is(Is::Sensitive) => mention.sensitive == Some(true),
        FieldTest::Is(Is::Verified) => author.and_then(|author| author.verified) == Some(true),
        FieldTest::Has(has) => carries(*has, facts, folded),
        FieldTest::Followers(range) => {
            author.and_then(|author| author.followers).is_some_and(|count| is_in(*range, count))
        }
        FieldTest::Published { from, to } => mention
            .published_at
            .is_some_and(|at| from.is_none_or(|from| from <= at) && to.is_none_or(|to| at < to)),
    }
}

/// Whether two handles name one account: any case, with or without the sign in front.
fn same_handle(one: &str, other: &str) -> bool {
    let letters = |handle| str::chars(bare(handle)).flat_map(char::to_lowercase);
    letters(one).eq(letters(other))
}

fn bare(handle: &str) -> &str {
    handle.strip_prefix('@').unwrap_or(handle)
}

fn is_in(range: Range, count: u64) -> bool {
    range.least.is_none_or(|least| least <= count) && range.most.is_none_or(|most| count <= most)
}

fn carries(has: Has, facts: &Facts<'_>, folded: &Folded) -> bool {
    let mention = facts.mention;
    let media = |kind| mention.media.iter().any(|media| media.kind == kind);
    let entity = |kind| {
        let stated = mention.entities.iter().flatten().any(|entity| entity.kind == kind);
        stated || holds_entity(folded, kind)
    };
    match has {
        Has::Links => !mention.links.is_empty() || entity(EntityKind::Link),
        Has::Media => !mention.media.is_empty(),
        Has::Images => media(MediaKind::Image),
        Has::Videos => media(MediaKind::Video),
        Has::Hashtags => entity(EntityKind::Hashtag),
        Has::Mentions => entity(EntityKind::Handle),
        Has::Cashtags => entity(EntityKind::Cashtag),
        Has::Geo => mention.place.as_ref().is_some_and(|place| *place != Geo::default()),
        Has::Lang => facts.lang.is_some(),
    }
}

/// Whether the mention's own words, not those it quotes, hold an entity of this kind.
fn holds_entity(folded: &Folded, kind: EntityKind) -> bool {
    folded.tokens().iter().any(|token| {
        token.kind == TokenKind::Entity(kind) && matches!(token.field, Field::Title | Field::Text)
    })
}
