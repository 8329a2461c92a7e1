//! A mention with what tagging found, as the bytes of one column.
//!
//! Numbers are written seven bits a byte, signed ones zigzag; texts and lists with their length in
//! front; an absent value is one zero byte, a present one a one before it. The first byte is the
//! version of the encoding.

use mention::{
    Answered, Author, Cause, Engagement, Entity, EntityKind, Field, Geo, Kind, Lang, Media,
    MediaKind, Mention, Provenance, ReplyTo, RuleSetId, Sentiment, Span, Standing, Tag, TagName,
    Tagged, Timestamp,
};

#[cfg(test)]
mod tests;

/// The encoding this program writes.
const VERSION: u8 = 1;

/// The media in the order of their numbers; never reordered, only added to.
const MEDIA: [MediaKind; 3] = [MediaKind::Image, MediaKind::Video, MediaKind::Other];
const ENTITIES: [EntityKind; 4] =
    [EntityKind::Hashtag, EntityKind::Handle, EntityKind::Cashtag, EntityKind::Link];
const SENTIMENTS: [Sentiment; 3] = [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive];
const CAUSES: [Cause; 5] =
    [Cause::Words, Cause::Fields, Cause::Addressed, Cause::Place, Cause::Given];

/// Appends `mention` and `tagged` to `bytes`.
pub(crate) fn write(mention: &Mention, tagged: &Tagged, bytes: &mut Vec<u8>) {
    bytes.push(VERSION);
    let mut to = Writer { bytes };
    to.mention(mention);
    to.tagged(tagged);
}

/// Reads what [`write`] wrote; `None` for anything else.
pub(crate) fn read(bytes: &[u8]) -> Option<(Mention, Tagged)> {
    let (&version, rest) = bytes.split_first()?;
    if version != VERSION {
        return None;
    }
    let mut from = Reader { bytes: rest };
    let kept = (from.mention()?, from.tagged()?);
    from.bytes.is_empty().then_some(kept)
}

struct Writer<'a> {
    bytes: &'a mut Vec<u8>,
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

    fn mention(&mut self, mention: &Mention) {
        self.text(&mention.platform);
        self.text(&mention.id);
        self.optional_text(mention.permalink.as_deref());
        self.option(mention.author.as_ref(), Self::author);
        self.optional_text(mention.title.as_deref());
        self.text(&mention.text);
        self.optional_text(mention.quoted.as_deref());
        self.optional_text(mention.alt.as_deref());
        self.option(mention.entities.as_deref(), |to, entities| {
            to.list(entities, |to, entity| {
                to.choice(&entity.kind, &ENTITIES);
                to.number(entity.start.into());
                to.number(entity.end.into());
            });
        });
        self.list(&mention.links, |to, link| to.text(link));
        self.list(&mention.media, |to, media| {
            to.choice(&media.kind, &MEDIA);
            to.optional_text(media.url.as_deref());
        });
        self.option(mention.published_at, Self::time);
        self.option(mention.observed_at, Self::time);
        self.optional_text(mention.lang.as_ref().map(Lang::as_str));
        self.option(mention.sentiment, |to, sentiment| to.choice(&sentiment, &SENTIMENTS));
        self.choice(&mention.kind, &Kind::ALL);
        self.option(mention.reply_to.as_ref(), |to, reply| {
            to.optional_text(reply.id.as_deref());
            to.optional_text(reply.author.as_deref());
        });
        self.surroundings(mention);
    }

    fn author(&mut self, author: &Author) {
        for text in [&author.id, &author.handle, &author.name, &author.bio, &author.location] {
            self.optional_text(text.as_deref());
        }
        self.option(author.followers, Self::number);
        self.option(author.verified, |to, verified| to.bytes.push(u8::from(verified)));
    }

    fn surroundings(&mut self, mention: &Mention) {
        self.optional_text(mention.conversation.as_deref());
        self.list(&mention.addressed, |to, handle| to.text(handle));
        self.optional_text(mention.own_place.as_deref());
        let e = &mention.engagement;
        for figure in [e.likes, e.reposts, e.replies, e.quotes, e.saves, e.clicks, e.impressions] {
            self.option(figure, Self::number);
        }
        self.option(mention.place.as_ref(), |to, place| {
            for text in [&place.country, &place.region, &place.city] {
                to.optional_text(text.as_deref());
            }
            to.option(place.point, |to, (north, east)| {
                to.float(north);
                to.float(east);
            });
        });
        self.option(mention.rating, Self::float);
        self.option(mention.answered.as_ref(), |to, answered| {
            to.time(answered.at);
            to.optional_text(answered.by.as_deref());
        });
        self.list(&mention.given_tags, |to, tag| to.text(tag));
        self.option(mention.sensitive, |to, sensitive| to.bytes.push(u8::from(sensitive)));
        self.list(&mention.custom, |to, (name, value)| {
            to.text(name);
            to.text(value);
        });
    }

    fn tagged(&mut self, tagged: &Tagged) {
        self.choice(&tagged.standing, &Standing::ALL);
        self.optional_text(tagged.lang.as_ref().map(Lang::as_str));
        self.option(tagged.sentiment, |to, sentiment| to.choice(&sentiment, &SENTIMENTS));
        self.list(&tagged.tags, Self::tag);
        self.list(&tagged.excluded_by, |to, rule| to.text(rule.as_str()));
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

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn small(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    fn time(&mut self) -> Option<Timestamp> {
        let zigzag = self.number()?;
        Some(Timestamp((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed()))
    }

    fn float(&mut self) -> Option<f64> {
        Some(f64::from_bits(u64::from_le_bytes(self.array()?)))
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()?.try_into().ok()?;
        Some(std::str::from_utf8(self.take(length)?).ok()?.to_owned())
    }

    fn flag(&mut self) -> Option<bool> {
        match self.array()? {
            [0] => Some(false),
            [1] => Some(true),
            [_] => None,
        }
    }

    fn choice<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::try_from(self.number()?).ok()?).copied()
    }

    #[expect(clippy::option_option, reason = "the outer `None` is damage, the inner one absence")]
    fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.flag()? { read(self).map(Some) } else { Some(None) }
    }

    #[expect(clippy::option_option, reason = "the outer `None` is damage, the inner one absence")]
    fn optional_text(&mut self) -> Option<Option<String>> {
        self.option(Self::text)
    }

    /// An item has at least one byte, which bounds what a damaged length can ask for.
    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = usize::try_from(self.number()?).ok()?;
        if length > self.bytes.len() {
            return None;
        }
        (0..length).map(|_| read(self)).collect()
    }

    fn lang(&mut self) -> Option<Lang> {
        Lang::parse(&self.text()?)
    }

    /// Fields in the order they are written.
    fn mention(&mut self) -> Option<Mention> {
        Some(Mention {
            platform: self.text()?,
            id: self.text()?,
            permalink: self.optional_text()?,
            author: self.option(Self::author)?,
            title: self.optional_text()?,
            text: self.text()?,
            quoted: self.optional_text()?,
            alt: self.optional_text()?,
            entities: self.option(|from| from.list(Self::entity))?,
            links: self.list(Self::text)?,
            media: self.list(|from| {
                Some(Media { kind: from.choice(&MEDIA)?, url: from.optional_text()? })
            })?,
            published_at: self.option(Self::time)?,
            observed_at: self.option(Self::time)?,
            lang: self.option(Self::lang)?,
            sentiment: self.option(|from| from.choice(&SENTIMENTS))?,
            kind: self.choice(&Kind::ALL)?,
            reply_to: self.option(|from| {
                Some(ReplyTo { id: from.optional_text()?, author: from.optional_text()? })
            })?,
            conversation: self.optional_text()?,
            addressed: self.list(Self::text)?,
            own_place: self.optional_text()?,
            engagement: self.engagement()?,
            place: self.option(Self::place)?,
            rating: self.option(Self::float)?,
            answered: self
                .option(|from| Some(Answered { at: from.time()?, by: from.optional_text()? }))?,
            given_tags: self.list(Self::text)?,
            sensitive: self.option(Self::flag)?,
            custom: self.list(|from| Some((from.text()?, from.text()?)))?,
        })
    }

    fn entity(&mut self) -> Option<Entity> {
        Some(Entity { kind: self.choice(&ENTITIES)?, start: self.small()?, end: self.small()? })
    }

    fn author(&mut self) -> Option<Author> {
        Some(Author {
            id: self.optional_text()?,
            handle: self.optional_text()?,
            name: self.optional_text()?,
            bio: self.optional_text()?,
            location: self.optional_text()?,
            followers: self.option(Self::number)?,
            verified: self.option(Self::flag)?,
        })
    }

    fn engagement(&mut self) -> Option<Engagement> {
        Some(Engagement {
            likes: self.option(Self::number)?,
            reposts: self.option(Self::number)?,
            replies: self.option(Self::number)?,
            quotes: self.option(Self::number)?,
            saves: self.option(Self::number)?,
            clicks: self.option(Self::number)?,
            impressions: self.option(Self::number)?,
        })
    }

    fn place(&mut self) -> Option<Geo> {
        Some(Geo {
            country: self.optional_text()?,
            region: self.optional_text()?,
            city: self.optional_text()?,
            point: self.option(|from| Some((from.float()?, from.float()?)))?,
        })
    }

    fn tagged(&mut self) -> Option<Tagged> {
        Some(Tagged {
            standing: self.choice(&Standing::ALL)?,
            lang: self.option(Self::lang)?,
            sentiment: self.option(|from| from.choice(&SENTIMENTS))?,
            tags: self.list(Self::tag)?,
            excluded_by: self.list(Self::tag_name)?,
        })
    }

    fn tag_name(&mut self) -> Option<TagName> {
        TagName::parse(&self.text()?)
    }

    fn tag(&mut self) -> Option<Tag> {
        let name = self.tag_name()?;
        let rule = self.option(Self::tag_name)?.unwrap_or_else(|| name.clone());
        let provenance = match self.number()? {
            0 => Provenance::Rules(RuleSetId(u128::from_le_bytes(self.array()?))),
            1 => Provenance::Person { who: self.text()?, at: self.time()? },
            2 => Provenance::Import,
            _ => return None,
        };
        Some(Tag {
            name,
            rule,
            provenance,
            cause: self.choice(&CAUSES)?,
            clause: self.number()?.try_into().ok()?,
            spans: self.list(|from| {
                Some(Span {
                    field: from.choice(&Field::ALL)?,
                    start: from.small()?,
                    end: from.small()?,
                })
            })?,
        })
    }
}
