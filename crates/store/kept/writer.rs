//! A mention into bytes.

use mention::{
    Answered, Author, Engagement, Entity, Field, Geo, Kind, Lang, Media, Mention, Provenance,
    ReplyTo, Standing, Tag, Tagged, Timestamp,
};

use super::{CAUSES, ENTITIES, LATER, MEDIA, SENTIMENTS};

/// One of them, of which most mentions have none.
enum Later<'a> {
    Text(&'a str),
    Number(u64),
    Flag(bool),
}

/// Who writes.
pub(super) struct Writer<'a> {
    pub(super) bytes: &'a mut Vec<u8>,
}

impl Writer<'_> {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    fn time(&mut self, at: Timestamp) {
        self.number((at.0.cast_unsigned() << 1) ^ (at.0 >> 63).cast_unsigned());
    }

    fn float(&mut self, float: f64) {
        self.bytes.extend_from_slice(&float.to_bits().to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// The place of `item` among `all`, which holds every value.
    fn choice<T: PartialEq>(&mut self, item: &T, all: &[T]) {
        let at = all.iter().position(|one| one == item).expect("the table holds every value");
        self.number(at as u64);
    }

    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.bytes.push(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn optional_text(&mut self, text: Option<&str>) {
        self.option(text, Self::text);
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.number(items.len() as u64);
        for item in items {
            write(self, item);
        }
    }

    #[expect(clippy::too_many_lines, reason = "one line a field, so that none is forgotten")]
    pub(super) fn mention(&mut self, mention: &Mention) {
        let Mention {
            platform,
            id,
            permalink,
            author,
            title,
            text,
            quoted,
            alt,
            entities,
            links,
            media,
            published_at,
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
        self.text(platform);
        self.text(id);
        self.optional_text(permalink.as_deref());
        self.option(author.as_ref(), Self::author);
        self.optional_text(title.as_deref());
        self.text(text);
        self.optional_text(quoted.as_deref());
        self.optional_text(alt.as_deref());
        self.option(entities.as_deref(), Self::entities);
        self.list(links, |to, link| to.text(link));
        self.list(media, |to, Media { kind, url }| {
            to.choice(kind, &MEDIA);
            to.optional_text(url.as_deref());
        });
        self.option(*published_at, Self::time);
        self.option(*observed_at, Self::time);
        self.optional_text(lang.as_ref().map(Lang::as_str));
        self.option(*sentiment, |to, sentiment| to.choice(&sentiment, &SENTIMENTS));
        self.choice(kind, &Kind::ALL);
        self.option(reply_to.as_ref(), |to, ReplyTo { id, author }| {
            to.optional_text(id.as_deref());
            to.optional_text(author.as_deref());
        });
        self.optional_text(conversation.as_deref());
        self.list(addressed, |to, handle| to.text(handle));
        self.optional_text(own_place.as_deref());
        self.engagement(engagement);
        self.option(place.as_ref(), Self::place);
        self.option(*rating, Self::float);
        self.option(answered.as_ref(), |to, Answered { at, by }| {
            to.time(*at);
            to.optional_text(by.as_deref());
        });
        self.list(given_tags, |to, tag| to.text(tag));
        self.option(*sensitive, Self::flag);
        self.list(custom, |to, (name, value)| {
            to.text(name);
            to.text(value);
        });
        let author = author.as_ref();
        self.later([
            repost_of.as_deref().map(Later::Text),
            source.as_deref().map(Later::Text),
            question.map(Later::Flag),
            place.as_ref().and_then(|place| place.name.as_deref()).map(Later::Text),
            author.and_then(|author| author.following).map(Later::Number),
            author.and_then(|author| author.posts).map(Later::Number),
            author.and_then(|author| author.listed).map(Later::Number),
        ]);
    }

    /// One bit for each field that is there, the first lowest, then those fields.
    fn later(&mut self, fields: [Option<Later<'_>>; LATER]) {
        let bit = |(at, field): (usize, &Option<Later<'_>>)| u64::from(field.is_some()) << at;
        self.number(fields.iter().enumerate().map(bit).sum());
        for field in fields.into_iter().flatten() {
            match field {
                Later::Text(text) => self.text(text),
                Later::Number(number) => self.number(number),
                Later::Flag(flag) => self.flag(flag),
            }
        }
    }

    fn flag(&mut self, flag: bool) {
        self.bytes.push(u8::from(flag));
    }

    /// Without what [`later`](Self::later) writes.
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
        self.option(*followers, Self::number);
        self.option(*verified, Self::flag);
    }

    fn entities(&mut self, entities: &[Entity]) {
        self.list(entities, |to, Entity { kind, start, end }| {
            to.choice(kind, &ENTITIES);
            to.number((*start).into());
            to.number((*end).into());
        });
    }

    fn engagement(&mut self, engagement: &Engagement) {
        let Engagement { likes, reposts, replies, quotes, saves, clicks, impressions } = engagement;
        for figure in [likes, reposts, replies, quotes, saves, clicks, impressions] {
            self.option(*figure, Self::number);
        }
    }

    /// Without what [`later`](Self::later) writes.
    fn place(&mut self, place: &Geo) {
        let Geo { name: _, country, region, city, point } = place;
        for text in [country, region, city] {
            self.optional_text(text.as_deref());
        }
        self.option(*point, |to, (north, east)| {
            to.float(north);
            to.float(east);
        });
    }

    pub(super) fn tagged(&mut self, tagged: &Tagged) {
        self.choice(&tagged.standing, &Standing::ALL);
        self.optional_text(tagged.lang.as_ref().map(Lang::as_str));
        self.option(tagged.sentiment, |to, sentiment| to.choice(&sentiment, &SENTIMENTS));
        self.list(&tagged.tags, Self::tag);
        self.list(&tagged.excluded_by, |to, rule| to.text(rule.as_str()));
    }

    /// Whether it asks something.
    pub(super) fn question(&mut self, tagged: &Tagged) {
        self.option(tagged.question, Self::flag);
    }

    fn tag(&mut self, tag: &Tag) {
        self.text(tag.name.as_str());
        self.option((tag.rule != tag.name).then_some(&tag.rule), |to, rule| to.text(rule.as_str()));
        match &tag.provenance {
            Provenance::Rules(id) => {
                self.number(0);
                self.bytes.extend_from_slice(&id.0.to_le_bytes());
            }
            Provenance::Person { who, at } => {
                self.number(1);
                self.text(who);
                self.time(*at);
            }
            Provenance::Import => self.number(2),
        }
        self.choice(&tag.cause, &CAUSES);
        self.number(tag.clause.into());
        self.list(&tag.spans, |to, span| {
            to.choice(&span.field, &Field::ALL);
            to.number(span.start.into());
            to.number(span.end.into());
        });
    }
}
