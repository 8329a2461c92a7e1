//! A mention with what tagging found, as the bytes of one column.
//!
//! Numbers are written seven bits a byte, signed ones zigzag; texts and lists with their length in
//! front; an absent value is one zero byte, a present one a one before it. The first byte is the
//! version of the encoding: the second adds, at the end of the mention, the fields that came to be after
//! the first release. The first is still read.

use mention::{
    Answered, Author, Cause, Engagement, Entity, EntityKind, Field, Geo, Kind, Lang, Media,
    MediaKind, Mention, Provenance, ReplyTo, RuleSetId, Sentiment, Span, Standing, Tag, TagName,
    Tagged, Timestamp,
};

#[cfg(test)]
mod tests;

/// The encoding this program writes.
const VERSION: u8 = 2;

/// The encoding of the first release.
const FIRST: u8 = 1;

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
    let mut from = Reader { bytes: rest };
    let mut mention = from.mention()?;
    match version {
        FIRST => {}
        VERSION => from.later(&mut mention)?,
        _ => return None,
    }
    let kept = (mention, from.tagged()?);
    from.bytes.is_empty().then_some(kept)
}

/// How many fields of a mention came to be after the first release.
const LATER: usize = 7;

/// One of them, of which most mentions have none.
enum Later<'a> {
    Text(&'a str),
    Number(u64),
    Flag(bool),
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

    #[expect(clippy::too_many_lines, reason = "one line a field, so that none is forgotten")]
    fn mention(&mut self, mention: &Mention) {
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
        let is_there = self.flag()?;
        self.given(is_there, read)
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

    /// The fields that [`Writer::later`] writes, put where they belong.
    fn later(&mut self, mention: &mut Mention) -> Option<()> {
        let present = self.number()?;
        if present >> LATER != 0 {
            return None;
        }
        let has = |field: u32| present & (1 << field) != 0;
        mention.repost_of = self.given(has(0), Self::text)?;
        mention.source = self.given(has(1), Self::text)?;
        mention.question = self.given(has(2), Self::flag)?;
        if has(3) {
            mention.place.get_or_insert_default().name = Some(self.text()?);
        }
        if has(4) || has(5) || has(6) {
            let author = mention.author.get_or_insert_default();
            author.following = self.given(has(4), Self::number)?;
            author.posts = self.given(has(5), Self::number)?;
            author.listed = self.given(has(6), Self::number)?;
        }
        Some(())
    }

    #[expect(clippy::option_option, reason = "the outer `None` is damage, the inner one absence")]
    fn given<T>(
        &mut self,
        is_there: bool,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Option<T>> {
        if is_there { read(self).map(Some) } else { Some(None) }
    }

    /// Fields in the order they are written, those of later releases left absent.
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
            repost_of: None,
            source: None,
            question: None,
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
            following: None,
            posts: None,
            listed: None,
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
            name: None,
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
