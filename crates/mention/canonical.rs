//! The canonical bytes of an event, and their hash.

use std::fmt;

use xxhash_rust::xxh3::Xxh3;

use crate::{Event, Mention, Timestamp, What};

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

    fn mention(&mut self, mention: &Mention) {
        self.optional_text(mention.permalink.as_deref());
        self.author(mention);
        self.words(mention);
        self.list(&mention.links, |to, link| to.text(link));
        self.list(&mention.media, |to, media| {
            to.number(media.kind as u64);
            to.optional_text(media.url.as_deref());
        });
        self.option(mention.observed_at, Self::time);
        self.optional_text(mention.lang.as_ref().map(crate::Lang::as_str));
        self.option(mention.sentiment, |to, sentiment| to.number(sentiment as u64));
        self.number(mention.kind as u64);
        self.option(mention.reply_to.as_ref(), |to, reply| {
            to.optional_text(reply.id.as_deref());
            to.optional_text(reply.author.as_deref());
        });
        self.optional_text(mention.conversation.as_deref());
        self.list(&mention.addressed, |to, handle| to.text(handle));
        self.optional_text(mention.own_place.as_deref());
        self.surroundings(mention);
        self.list(&mention.given_tags, |to, tag| to.text(tag));
        self.option(mention.sensitive, |to, sensitive| to.number(u64::from(sensitive)));
        self.list(&mention.custom, |to, (name, value)| {
            to.text(name);
            to.text(value);
        });
    }

    fn author(&mut self, mention: &Mention) {
        self.option(mention.author.as_ref(), |to, author| {
            for text in [&author.id, &author.handle, &author.name, &author.bio, &author.location] {
                to.optional_text(text.as_deref());
            }
            to.optional_number(author.followers);
            to.option(author.verified, |to, verified| to.number(u64::from(verified)));
        });
    }

    fn words(&mut self, mention: &Mention) {
        self.optional_text(mention.title.as_deref());
        self.text(&mention.text);
        self.optional_text(mention.quoted.as_deref());
        self.optional_text(mention.alt.as_deref());
        self.option(mention.entities.as_deref(), |to, entities| {
            to.list(entities, |to, entity| {
                to.number(entity.kind as u64);
                to.number(u64::from(entity.start));
                to.number(u64::from(entity.end));
            });
        });
    }

    fn surroundings(&mut self, mention: &Mention) {
        let e = &mention.engagement;
        for figure in [e.likes, e.reposts, e.replies, e.quotes, e.saves, e.clicks, e.impressions] {
            self.optional_number(figure);
        }
        self.option(mention.place.as_ref(), |to, place| {
            for text in [&place.country, &place.region, &place.city] {
                to.optional_text(text.as_deref());
            }
            to.option(place.point, |to, (north, east)| {
                to.number(north.to_bits());
                to.number(east.to_bits());
            });
        });
        self.optional_number(mention.rating.map(f64::to_bits));
        self.option(mention.answered.as_ref(), |to, answered| {
            to.time(answered.at);
            to.optional_text(answered.by.as_deref());
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
        let changes: [fn(&mut Mention); 5] = [
            |m| m.text.push('!'),
            |m| m.title = Some(String::new()),
            |m| m.engagement.likes = Some(0),
            |m| m.given_tags.push(String::new()),
            |m| m.custom.push(("a".into(), "b".into())),
        ];
        for change in changes {
            assert_ne!(same, EventHash::of(&posted(change)));
        }
    }
}
