//! Bytes into a mention.

use mention::{
    Answered, Author, Engagement, Entity, Field, Geo, Kind, Lang, Media, Mention, Provenance,
    RuleSetId, Span, Standing, Tag, TagName, Tagged, Timestamp,
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

    /// The same in place of another, whose bytes are used again.
    fn text_into(&mut self, text: &mut String) -> Option<()> {
        let read = self.str()?;
        text.clear();
        text.push_str(read);
        Some(())
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

    fn optional_text_into(&mut self, text: &mut Option<String>) -> Option<()> {
        self.option_into(text, Self::text_into)
    }

    /// What may be absent, read in place of what was there.
    fn option_into<T: Default>(
        &mut self,
        slot: &mut Option<T>,
        read: impl FnOnce(&mut Self, &mut T) -> Option<()>,
    ) -> Option<()> {
        if self.flag()? {
            return read(self, slot.get_or_insert_default());
        }
        *slot = None;
        Some(())
    }

    /// How many items follow. An item has at least one byte, which bounds what a damaged length can ask for.
    fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(self.number()?).ok()?;
        (length <= self.bytes.len()).then_some(length)
    }

    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.length()?;
        (0..length).map(|_| read(self)).collect()
    }

    /// The same in place of another list.
    fn list_into<T: Default>(
        &mut self,
        list: &mut Vec<T>,
        mut read: impl FnMut(&mut Self, &mut T) -> Option<()>,
    ) -> Option<()> {
        let length = self.length()?;
        list.resize_with(length, T::default);
        list.iter_mut().try_for_each(|item| read(self, item))
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

    /// Fields in the order they are written, in place of those that were there; those of later releases become absent.
    pub(super) fn mention(&mut self, to: &mut Mention) -> Option<()> {
        self.text_into(&mut to.platform)?;
        self.text_into(&mut to.id)?;
        self.optional_text_into(&mut to.permalink)?;
        self.option_into(&mut to.author, Self::author)?;
        self.optional_text_into(&mut to.title)?;
        self.text_into(&mut to.text)?;
        self.optional_text_into(&mut to.quoted)?;
        self.optional_text_into(&mut to.alt)?;
        to.entities = self.option(|from| from.list(Self::entity))?;
        self.list_into(&mut to.links, Self::text_into)?;
        to.media = self
            .list(|from| Some(Media { kind: from.choice(&MEDIA)?, url: from.optional_text()? }))?;
        to.published_at = self.option(Self::time)?;
        to.observed_at = self.option(Self::time)?;
        to.lang = self.option(Self::lang)?;
        to.sentiment = self.option(|from| from.choice(&SENTIMENTS))?;
        to.kind = self.choice(&Kind::ALL)?;
        self.option_into(&mut to.reply_to, |from, to| {
            from.optional_text_into(&mut to.id)?;
            from.optional_text_into(&mut to.author)
        })?;
        self.optional_text_into(&mut to.conversation)?;
        self.list_into(&mut to.addressed, Self::text_into)?;
        self.optional_text_into(&mut to.own_place)?;
        to.engagement = self.engagement()?;
        self.option_into(&mut to.place, Self::place)?;
        to.rating = self.option(Self::float)?;
        to.answered =
            self.option(|from| Some(Answered { at: from.time()?, by: from.optional_text()? }))?;
        self.list_into(&mut to.given_tags, Self::text_into)?;
        to.sensitive = self.option(Self::flag)?;
        self.list_into(&mut to.custom, |from, (name, value)| {
            from.text_into(name)?;
            from.text_into(value)
        })?;
        (to.repost_of, to.source, to.question) = (None, None, None);
        Some(())
    }

    fn entity(&mut self) -> Option<Entity> {
        Some(Entity { kind: self.choice(&ENTITIES)?, start: self.small()?, end: self.small()? })
    }

    fn author(&mut self, to: &mut Author) -> Option<()> {
        let Author { id, handle, name, bio, location, .. } = to;
        for text in [id, handle, name, bio, location] {
            self.optional_text_into(text)?;
        }
        to.followers = self.option(Self::number)?;
        to.verified = self.option(Self::flag)?;
        (to.following, to.posts, to.listed) = (None, None, None);
        Some(())
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

    fn place(&mut self, to: &mut Geo) -> Option<()> {
        to.name = None;
        self.optional_text_into(&mut to.country)?;
        self.optional_text_into(&mut to.region)?;
        self.optional_text_into(&mut to.city)?;
        to.point = self.option(|from| Some((from.float()?, from.float()?)))?;
        Some(())
    }

    /// What tagging found, in place of what was found of another.
    pub(super) fn tagged(&mut self, to: &mut Tagged) -> Option<()> {
        to.standing = self.choice(&Standing::ALL)?;
        to.lang = self.option(Self::lang)?;
        to.sentiment = self.option(|from| from.choice(&SENTIMENTS))?;
        to.question = None;
        let length = self.length()?;
        to.tags.truncate(length);
        for at in 0..length {
            let spans = to.tags.get_mut(at).map(|tag| std::mem::take(&mut tag.spans));
            let tag = self.tag(spans.unwrap_or_default())?;
            match to.tags.get_mut(at) {
                Some(slot) => *slot = tag,
                None => to.tags.push(tag),
            }
        }
        to.excluded_by = self.list(Self::tag_name)?;
        Some(())
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

    /// A tag; `spans` are those of another, whose memory is used again.
    fn tag(&mut self, spans: Vec<Span>) -> Option<Tag> {
        let name = self.tag_name()?;
        let rule = self.option(Self::tag_name)?.unwrap_or_else(|| name.clone());
        let provenance = match self.number()? {
            0 => Provenance::Rules(RuleSetId(u128::from_le_bytes(self.array()?))),
            1 => Provenance::Person { who: self.text()?, at: self.time()? },
            2 => Provenance::Import,
            _ => return None,
        };
        let mut tag = Tag {
            name,
            rule,
            provenance,
            cause: self.choice(&CAUSES)?,
            clause: self.number()?.try_into().ok()?,
            spans,
        };
        tag.spans.clear();
        for _ in 0..self.length()? {
            let field = self.choice(&Field::ALL)?;
            tag.spans.push(Span { field, start: self.small()?, end: self.small()? });
        }
        Some(tag)
    }
}
