//! Bytes into a mention.

use mention::{
    Answered, Author, Engagement, Entity, Field, Geo, Kind, Lang, Media, Mention, Provenance,
    ReplyTo, RuleSetId, Span, Standing, Tag, TagName, Tagged, Timestamp,
};

use super::{CAUSES, ENTITIES, LATER, MEDIA, SENTIMENTS, TagNames};

/// Who reads; whatever is not as written is `None`.
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
    /// The names of tags met so far.
    pub(super) names: &'a mut TagNames,
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

    fn str(&mut self) -> Option<&'a str> {
        let length = self.number()?.try_into().ok()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn text(&mut self) -> Option<String> {
        self.str().map(str::to_owned)
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
        Lang::parse(self.str()?)
    }

    /// The fields that [`Writer::later`] writes, put where they belong.
    pub(super) fn later(&mut self, mention: &mut Mention) -> Option<()> {
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
    pub(super) fn mention(&mut self) -> Option<Mention> {
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

    pub(super) fn tagged(&mut self) -> Option<Tagged> {
        Some(Tagged {
            standing: self.choice(&Standing::ALL)?,
            lang: self.option(Self::lang)?,
            sentiment: self.option(|from| from.choice(&SENTIMENTS))?,
            question: None,
            tags: self.list(Self::tag)?,
            excluded_by: self.list(Self::tag_name)?,
        })
    }

    /// Whether it asks something.
    pub(super) fn question(&mut self, tagged: &mut Tagged) -> Option<()> {
        tagged.question = self.option(Self::flag)?;
        Some(())
    }

    fn tag_name(&mut self) -> Option<TagName> {
        let name = self.str()?;
        self.names.named(name)
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
