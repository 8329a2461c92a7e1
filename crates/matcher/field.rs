//! Tests on the fields of a mention: what is asked of everything but its words.

use mention::{
    Continent, EntityKind, Facts, Field, Folded, Geo, Kind, MediaKind, Mention, TokenKind,
    handle_name,
};
use rulelang::{Exactly, FieldTest, Flag, Has, Measure, Whose};

mod earth;
mod link;
mod words;

pub(crate) use words::{Side, Sides};

/// Whether the mention passes `test`; what did not arrive passes none.
///
/// # Panics
///
/// For words, which [`Sides`] decide.
pub(crate) fn passes(test: &FieldTest, facts: &Facts<'_>, folded: &Folded) -> bool {
    let mention = facts.mention;
    match test {
        FieldTest::Lang(lang) => facts.lang == Some(*lang),
        FieldTest::LangOrUnknown(lang) => facts.lang.is_none_or(|known| known == *lang),
        FieldTest::Account(whose, name) => is_account(mention, *whose, name),
        FieldTest::AuthorRole(role) => facts.role == *role,
        FieldTest::OwnPlace(brand) => facts.own_places.contains(brand),
        FieldTest::Directed(brand) => facts.directed.contains(brand),
        FieldTest::Is(field, value) => is_exactly(mention, *field, value),
        FieldTest::Words(_) => unreachable!("a program asks its sides for words"),
        FieldTest::Continent(continent) => {
            country(mention).and_then(Continent::of_country) == Some(*continent)
        }
        FieldTest::Circle(circle) => point(mention).is_some_and(|at| earth::holds(circle, at)),
        FieldTest::Rectangle(sides) => point(mention).is_some_and(|at| earth::within(sides, at)),
        FieldTest::Sentiment(sentiment) => facts.sentiment == Some(*sentiment),
        FieldTest::Kind(kind) => mention.kind == *kind,
        FieldTest::Flag(flag) => is_so(*flag, facts),
        FieldTest::Has(has) => carries(*has, facts, folded),
        FieldTest::Number(measure, range) => {
            measured(mention, measure, |number| range.holds(number))
        }
        FieldTest::Link(wanted) => {
            link::links(mention, folded).any(|address| link::holds(address, wanted))
        }
        FieldTest::Site(site) => {
            let stands = mention.permalink.as_deref();
            let mut all = stands.into_iter().chain(link::links(mention, folded));
            all.any(|address| link::is_on(address, site))
        }
        FieldTest::Published { from, to } => mention
            .published_at
            .is_some_and(|at| from.is_none_or(|from| from <= at) && to.is_none_or(|to| at < to)),
    }
}

fn is_account(mention: &Mention, whose: Whose, name: &str) -> bool {
    let is = |handle: &String| same_handle(name, handle);
    match whose {
        Whose::Author => mention.author.as_ref().is_some_and(|author| {
            author.id.as_deref() == Some(name) || author.handle.as_ref().is_some_and(is)
        }),
        Whose::To => match mention.reply_to.as_ref().and_then(|reply| reply.author.as_ref()) {
            Some(handle) => is(handle),
            None => {
                matches!(mention.kind, Kind::Reply | Kind::Comment | Kind::Direct)
                    && mention.addressed.iter().any(is)
            }
        },
        Whose::RepostOf => mention.repost_of.as_ref().is_some_and(is),
    }
}

/// Whether `name` names the account `handle`: any case, with or without the sign in front, its host left out or not.
fn same_handle(name: &str, handle: &str) -> bool {
    let name = bare(name);
    let handle = bare(handle);
    same_letters(name, handle) || same_letters(name, handle_name(handle))
}

fn bare(handle: &str) -> &str {
    handle.strip_prefix('@').unwrap_or(handle)
}

/// Whether two texts are the same but for their case.
fn same_letters(one: &str, other: &str) -> bool {
    let letters = |text| str::chars(text).flat_map(char::to_lowercase);
    letters(one).eq(letters(other))
}

fn is_exactly(mention: &Mention, field: Exactly, value: &str) -> bool {
    match field {
        Exactly::Country => country(mention) == Some(value),
        Exactly::Platform => mention.platform == value,
        Exactly::Source => {
            mention.source.as_deref().is_some_and(|source| same_letters(source, value))
        }
        Exactly::Subreddit => stands_in(mention, "subreddit", value),
        Exactly::Channel => stands_in(mention, "channel", value),
        Exactly::Id => mention.id == value,
        Exactly::Thread => {
            let answered = mention.reply_to.as_ref().and_then(|reply| reply.id.as_deref());
            mention.conversation.as_deref() == Some(value) || answered == Some(value)
        }
    }
}

/// Whether the mention stands in the place `kind:name`.
fn stands_in(mention: &Mention, kind: &str, name: &str) -> bool {
    let place = mention.own_place.as_deref().and_then(|place| place.split_once(':'));
    place.is_some_and(|(known, place)| known == kind && same_letters(place, name))
}

fn country(mention: &Mention) -> Option<&str> {
    mention.place.as_ref()?.country.as_deref()
}

/// Degrees north and east.
fn point(mention: &Mention) -> Option<(f64, f64)> {
    mention.place.as_ref()?.point
}

fn is_so(flag: Flag, facts: &Facts<'_>) -> bool {
    let mention = facts.mention;
    let so = match flag {
        Flag::Sensitive => mention.sensitive,
        Flag::Verified => mention.author.as_ref().and_then(|author| author.verified),
        Flag::Question => facts.question,
    };
    so == Some(true)
}

/// Whether a figure of the mention passes; of extra columns, any of that name.
fn measured(mention: &Mention, measure: &Measure, passes: impl Fn(f64) -> bool) -> bool {
    let author = mention.author.as_ref();
    let engagement = &mention.engagement;
    let count = match measure {
        Measure::Followers => author.and_then(|author| author.followers),
        Measure::Following => author.and_then(|author| author.following),
        Measure::Posts => author.and_then(|author| author.posts),
        Measure::Listed => author.and_then(|author| author.listed),
        Measure::Likes => engagement.likes,
        Measure::Reposts => engagement.reposts,
        Measure::Replies => engagement.replies,
        Measure::Views => engagement.impressions,
        Measure::Rating => return mention.rating.is_some_and(passes),
        Measure::Latitude => return point(mention).is_some_and(|(north, _)| passes(north)),
        Measure::Longitude => return point(mention).is_some_and(|(_, east)| passes(east)),
        Measure::Custom(name) => {
            let mut numbers = columns(mention, name).filter_map(|text| text.trim().parse().ok());
            return numbers.any(|number: f64| number.is_finite() && passes(number));
        }
    };
    #[expect(clippy::cast_precision_loss, reason = "no count of people reaches 2^53")]
    count.is_some_and(|count| passes(count as f64))
}

/// The extra columns that a rule calls `name`: any case, `_` for whatever is no letter or digit, `custom.` left out.
fn columns<'m>(mention: &'m Mention, name: &str) -> impl Iterator<Item = &'m str> {
    let is = move |column: &str| {
        let mut column = column.chars().flat_map(char::to_lowercase);
        let mut wanted = name.chars().flat_map(char::to_lowercase);
        loop {
            match (column.next(), wanted.next()) {
                (None, None) => return true,
                (Some(c), Some(w)) if c == w || w == '_' && !c.is_alphanumeric() => {}
                _ => return false,
            }
        }
    };
    mention.custom.iter().filter_map(move |(column, value)| {
        let named = is(column) || column.strip_prefix("custom.").is_some_and(is);
        named.then_some(value.as_str())
    })
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
