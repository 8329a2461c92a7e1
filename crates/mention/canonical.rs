//! The canonical bytes of an event, and their hash.

use std::fmt;

use xxhash_rust::xxh3::Xxh3;

use crate::{
    Answered, Author, Engagement, Entity, Event, Geo, Lang, Media, Mention, ReplyTo, Timestamp,
    What,
};

/// xxh3-128 of an event's canonical bytes: equal events have equal hashes, whatever source or order they came in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventHash(pub u128);

impl EventHash {
    /// The hash of `event`: platform, id, version and every field of the mention, each with its length.
    #[must_use]
    pub fn of(event: &Event) -> Self {
        let mut canonical = Canonical(Xxh3::new());
        canonical.text(&event.platform);
        canonical.text(&event.id);
        canonical.time(event.version);
        match &event.what {
            What::Deleted => canonical.number(0),
            What::Posted { published_at, mention } => {
                canonical.number(1);
                canonical.time(*published_at);
                canonical.mention(mention);
            }
        }
        Self(canonical.0.digest128())
    }
}

impl fmt::Debug for EventHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventHash({:032x})", self.0)
    }
}

/// Writes values so that no two different sequences of values give the same bytes.
struct Canonical(Xxh3);

impl Canonical {
    fn number(&mut self, number: u64) {
        self.0.update(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.update(text.as_bytes());
    }

    fn time(&mut self, at: Timestamp) {
        self.0.update(&at.0.to_le_bytes());
    }

    /// An absent value is not the same as an empty one.
    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.number(u64::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn optional_text(&mut self, text: Option<&str>) {
        self.option(text, Self::text);
    }

    fn optional_number(&mut self, number: Option<u64>) {
        self.option(number, Self::number);
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.number(items.len() as u64);
        for item in items {
            write(self, item);
        }
    }

    /// Every field but platform and id, which the event has. Those that came to be after the first release stand
    /// at the end and only where they are stated, so that an event without them keeps its hash.
    #[expect(clippy::too_many_lines, reason = "one line a field, so that none is forgotten")]
    fn mention(&mut self, mention: &Mention) {
        let Mention {
            platform: _,
            id: _,
            permalink,
            author,
            title,
            text,
            quoted,
            alt,
            entities,
            links,
            media,
            published_at: _,
            observed_at,
            lang,
            sentiment,
            kind,
            reply_to,
            repost_of,
            conversation,
            addressed,
            own_place,
            source,
            engagement,
            place,
            rating,
            answered,
            given_tags,
            sensitive,
            question,
            custom,
        } = mention;
        self.optional_text(permalink.as_deref());
        self.option(author.as_ref(), Self::author);
        self.optional_text(title.as_deref());
        self.text(text);
        self.optional_text(quoted.as_deref());
        self.optional_text(alt.as_deref());
        self.option(entities.as_deref(), Self::entities);
        self.list(links, |to, link| to.text(link));
        self.list(media, |to, Media { kind, url }| {
            to.number(*kind as u64);
            to.optional_text(url.as_deref());
        });
        self.option(*observed_at, Self::time);
        self.optional_text(lang.as_ref().map(Lang::as_str));
        self.option(*sentiment, |to, sentiment| to.number(sentiment as u64));
        self.number(*kind as u64);
        self.option(reply_to.as_ref(), |to, ReplyTo { id, author }| {
            to.optional_text(id.as_deref());
            to.optional_text(author.as_deref());
        });
        self.optional_text(conversation.as_deref());
        self.list(addressed, |to, handle| to.text(handle));
        self.optional_text(own_place.as_deref());
        self.engagement(engagement);
        self.option(place.as_ref(), Self::place);
        self.optional_number(rating.map(f64::to_bits));
        self.option(answered.as_ref(), |to, Answered { at, by }| {
            to.time(*at);
            to.optional_text(by.as_deref());
        });
        self.list(given_tags, |to, tag| to.text(tag));
        self.option(*sensitive, |to, sensitive| to.number(u64::from(sensitive)));
        self.list(custom, |to, (name, value)| {
            to.text(name);
            to.text(value);
        });
        self.later_text(0, repost_of.as_deref());
        self.later_text(1, source.as_deref());
        self.later_number(2, question.map(u64::from));
        self.later_text(3, place.as_ref().and_then(|place| place.name.as_deref()));
        let author = author.as_ref();
        self.later_number(4, author.and_then(|author| author.following));
        self.later_number(5, author.and_then(|author| author.posts));
        self.later_number(6, author.and_then(|author| author.listed));
    }

    /// A field of a later release, by its number.
    fn later_text(&mut self, field: u64, text: Option<&str>) {
        if let Some(text) = text {
            self.number(field);
            self.text(text);
        }
    }

    /// A field of a later release, by its number.
    fn later_number(&mut self, field: u64, number: Option<u64>) {
        if let Some(number) = number {
            self.number(field);
            self.number(number);
        }
    }

    fn author(&mut self, author: &Author) {
        let Author {
            id,
            handle,
            name,
            followers,
            following: _,
            posts: _,
            listed: _,
            verified,
            bio,
            location,
        } = author;
        for text in [id, handle, name, bio, location] {
            self.optional_text(text.as_deref());
        }
        self.optional_number(*followers);
        self.option(*verified, |to, verified| to.number(u64::from(verified)));
    }

    fn entities(&mut self, entities: &[Entity]) {
        self.list(entities, |to, Entity { kind, start, end }| {
            to.number(*kind as u64);
            to.number(u64::from(*start));
            to.number(u64::from(*end));
        });
    }

    fn engagement(&mut self, engagement: &Engagement) {
        let Engagement { likes, reposts, replies, quotes, saves, clicks, impressions } = engagement;
        for figure in [likes, reposts, replies, quotes, saves, clicks, impressions] {
            self.optional_number(*figure);
        }
    }

    fn place(&mut self, place: &Geo) {
        let Geo { name: _, country, region, city, point } = place;
        for text in [country, region, city] {
            self.optional_text(text.as_deref());
        }
        self.option(*point, |to, (north, east)| {
            to.number(north.to_bits());
            to.number(east.to_bits());
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(change: impl FnOnce(&mut Mention)) -> Event {
        let mut mention = Mention {
            platform: "twitter".into(),
            id: "1".into(),
            text: "late".into(),
            published_at: Some(Timestamp(0)),
            ..Mention::default()
        };
        change(&mut mention);
        Event::posted(mention, None).unwrap()
    }

    #[test]
    fn equal_events_hash_equal_and_any_change_shows() {
        let same = EventHash::of(&posted(|_| ()));
        assert_eq!(same, EventHash::of(&posted(|_| ())));
        let changes: [fn(&mut Mention); 9] = [
            |m| m.text.push('!'),
            |m| m.title = Some(String::new()),
            |m| m.engagement.likes = Some(0),
            |m| m.given_tags.push(String::new()),
            |m| m.custom.push(("a".into(), "b".into())),
            |m| m.repost_of = Some(String::new()),
            |m| m.source = Some(String::new()),
            |m| m.question = Some(false),
            |m| m.author = Some(Author { posts: Some(0), ..Author::default() }),
        ];
        let hashes: std::collections::BTreeSet<_> =
            changes.iter().map(|change| EventHash::of(&posted(change))).chain([same]).collect();
        assert_eq!(hashes.len(), changes.len() + 1);
    }

    /// A hash is kept by every store: the one of an event that says nothing new stays what it was.
    #[test]
    fn the_hash_of_the_first_release_stays() {
        let event = posted(|m| {
            m.author = Some(Author {
                handle: Some("ann".into()),
                followers: Some(3),
                ..Author::default()
            });
            m.place = Some(Geo { country: Some("SE".into()), ..Geo::default() });
            m.custom.push(("a".into(), "b".into()));
        });
        assert_eq!(
            format!("{:?}", EventHash::of(&event)),
            "EventHash(39c70ef23addae3a878c0cdb0e3ca40f)"
        );
    }
}
