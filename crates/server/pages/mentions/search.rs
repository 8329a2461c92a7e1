//! Which mentions somebody looks for, and the page of them that is found.

use mention::{Field, Kind, Mention, MentionsOf, Timestamp, fold_key};
use report::{Choice, Clock, Names, Zone};
use store::{PageKey, StoredMention};

use crate::error::Wrong;
use crate::site::Sight;

/// What it takes.
pub(crate) const PARAMETERS: &[&str] = &[
    "q",
    "tag",
    "platform",
    "standing",
    "lang",
    "sentiment",
    "kind",
    "question",
    "author",
    "period",
    "since",
    "until",
    "from",
    "to",
    "tz",
    "after",
    "limit",
];

/// What is read as reports write it when a number of theirs leads here.
const NARROWING: &[&str] =
    &["from", "to", "standing", "lang", "sentiment", "kind", "question", "author"];

/// What `tag` takes beside the names of tags.
const ANY_TAG: [&str; 3] = ["*", "*tagged", MentionsOf::UNTAGGED];

/// Mentions that are read for words at most, before whoever looks is asked whether to look on.
const READ_MAX: usize = 5_000;

/// Mentions read at a time while looking for words.
const STEP: usize = 500;

/// Mentions read at a time where none is looked at, and bytes of words after which a page ends.
const SOME: usize = 50;
const PAGE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Words that are looked for at a time.
const WORDS_MAX: usize = 20;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Search {
    pub(super) of: MentionsOf,
    /// Folded; each must be in a text.
    words: Vec<String>,
    after: Option<PageKey>,
}

/// What was found.
pub(crate) struct Found {
    /// Newest first.
    pub(crate) mentions: Vec<StoredMention>,
    /// Where to go on; absent at the end.
    pub(crate) next: Option<String>,
    /// How far back was looked, where more was read than is shown.
    pub(crate) looked_until: Option<Timestamp>,
}

impl Search {
    /// Everything there is.
    pub(crate) fn everything(sight: &Sight<'_>) -> Self {
        let (from, to) = (sight.data.0, Timestamp(sight.data.1.0.saturating_add(1)));
        Self { of: MentionsOf::published(from, to), words: Vec::new(), after: None }
    }

    /// Reads what was asked.
    ///
    /// # Errors
    ///
    /// [`Wrong::Question`] for a value that means nothing.
    pub(crate) fn read(sight: &Sight<'_>) -> Result<Self, Wrong> {
        let asked = &sight.visit.parameters;
        asked.only(PARAMETERS)?;
        let mut search = Self::everything(sight);
        let whole = search.of.clone();
        let of = &mut search.of;
        for name in NARROWING {
            if let Some(value) = asked.get(name) {
                narrow(sight, of, name, value)?;
            }
        }
        // Whoever names days means them, whatever instants the form still has.
        if let Some((from, to)) = period(sight)? {
            (of.from, of.to) = (from, to);
        }
        (of.from, of.to) = (of.from.max(whole.from), of.to.min(whole.to));
        of.tags = asked.all("tag").map(ToOwned::to_owned).collect();
        let catalog = sight.catalog()?;
        let is_known =
            |tag: &&String| ANY_TAG.contains(&tag.as_str()) || catalog.get(tag).is_some();
        if let Some(tag) = of.tags.iter().find(|tag| !is_known(tag)) {
            return Err(Wrong::Question(format!("the rules give no tag \"{tag}\"")));
        }
        of.platform = asked.get("platform").map(mention::platform_key);
        if let Some(words) = asked.get("q") {
            search.words =
                words.split_whitespace().take(WORDS_MAX).map(|word| fold_key(word).0).collect();
        }
        search.after = asked.get("after").map(key).transpose()?;
        Ok(search)
    }

    /// The next mentions, at most `limit`.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub(crate) fn page(&self, sight: &Sight<'_>, limit: usize) -> Result<Found, Wrong> {
        if self.words.is_empty() {
            return self.plain_page(sight, limit);
        }
        let (mut mentions, mut after, mut read) = (Vec::new(), self.after.clone(), 0);
        while mentions.len() < limit && read < READ_MAX {
            let step = sight.store.mentions(&self.of, after.as_ref(), STEP)?;
            let ended = step.len() < STEP;
            for stored in step {
                read += 1;
                after = Some(stored.key());
                if self.has_words(&stored.mention) {
                    mentions.push(stored);
                    if mentions.len() == limit {
                        break;
                    }
                }
            }
            if ended && mentions.len() < limit {
                return Ok(Found { mentions, next: None, looked_until: None });
            }
        }
        let looked_until = after.as_ref().map(|key| key.published_at);
        Ok(Found { mentions, next: after.as_ref().map(cursor), looked_until })
    }

    /// A page without words to look for: shorter than `limit` where posts are very long.
    fn plain_page(&self, sight: &Sight<'_>, limit: usize) -> Result<Found, Wrong> {
        let (mut mentions, mut bytes) = (Vec::<StoredMention>::new(), 0);
        let mut after = self.after.clone();
        loop {
            let step = SOME.min(limit - mentions.len());
            let found = sight.store.mentions(&self.of, after.as_ref(), step + 1)?;
            let mut rest = found.into_iter();
            for stored in rest.by_ref().take(step) {
                bytes += weight(&stored);
                mentions.push(stored);
                if bytes > PAGE_BYTES_MAX {
                    break;
                }
            }
            let more = rest.next().is_some();
            after = mentions.last().map(StoredMention::key);
            if !more || mentions.len() == limit || bytes > PAGE_BYTES_MAX {
                let next = after.as_ref().filter(|_| more).map(cursor);
                return Ok(Found { mentions, next, looked_until: None });
            }
        }
    }

    fn has_words(&self, mention: &Mention) -> bool {
        if mention.kind == Kind::Direct {
            return false;
        }
        let text: Vec<String> = Field::ALL.map(|field| fold_key(mention.field(field)).0).into();
        self.words.iter().all(|word| text.iter().any(|text| text.contains(word.as_str())))
    }
}

/// Asks for `value` of `name` besides. Only those who see names may ask by one; whether one is known, all may.
fn narrow(sight: &Sight<'_>, of: &mut MentionsOf, name: &str, value: &str) -> Result<(), Wrong> {
    let names = name == "author" && !["*", "-"].contains(&value);
    if names && sight.visit.visitor.names == Names::Hidden {
        let why = "authors are not shown to you, so they cannot be asked for; sign in by name";
        return Err(Wrong::Question(why.to_owned()));
    }
    if report::narrow(of, name, value) {
        return Ok(());
    }
    Err(Wrong::Question(format!("`{name}` cannot be \"{value}\"")))
}

/// About how many bytes a mention is when it is written: its words, and where tags were found in them.
fn weight(stored: &StoredMention) -> usize {
    const SPAN: usize = 60;
    let words: usize = Field::ALL.iter().map(|field| stored.mention.field(*field).len()).sum();
    let spans: usize = stored.tagged.tags.iter().map(|tag| tag.spans.len()).sum();
    words + spans * SPAN
}

fn period(sight: &Sight<'_>) -> Result<Option<(Timestamp, Timestamp)>, Wrong> {
    let asked = &sight.visit.parameters;
    let refused = |error: report::PeriodError| Wrong::Question(error.to_string());
    let zone = asked.get("tz").map(Zone::parse).transpose().map_err(refused)?;
    let zone = zone.unwrap_or_else(|| sight.settings.zone.clone());
    let choice = match (asked.get("period"), asked.get("since"), asked.get("until")) {
        (Some("all"), ..) | (None, None, None) => return Ok(None),
        (Some(period), ..) => Choice::period(period),
        (None, Some(since), until) => Choice::since(since, until),
        (None, None, Some(until)) => Choice::since("1970-01-01", Some(until)),
    };
    let clock = Clock { now: sight.now(), data: Some(sight.data) };
    let period = choice.and_then(|choice| choice.resolve(&zone, clock)).map_err(refused)?;
    Ok(Some((period.from, period.to)))
}

/// A key as it stands in an address: time, length of the platform's name, platform, id.
fn cursor(key: &PageKey) -> String {
    format!("{}.{}.{}{}", key.published_at.0, key.platform.len(), key.platform, key.id)
}

fn key(cursor: &str) -> Result<PageKey, Wrong> {
    let read = || {
        let mut parts = cursor.splitn(3, '.');
        let at = parts.next()?.parse().ok()?;
        let length: usize = parts.next()?.parse().ok()?;
        let (platform, id) = parts.next()?.split_at_checked(length)?;
        Some(PageKey {
            published_at: Timestamp(at),
            platform: platform.to_owned(),
            id: id.to_owned(),
        })
    };
    read().ok_or_else(|| {
        Wrong::Question("`after` is none of the marks that pages end with".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_leads_back_to_its_key() {
        for (platform, id) in
            [("twitter", "7"), ("app.store", "a.b.c"), ("ö", ""), ("x y", "東京/1")]
        {
            let made = PageKey {
                published_at: Timestamp(-5),
                platform: platform.to_owned(),
                id: id.to_owned(),
            };
            assert_eq!(key(&cursor(&made)).unwrap(), made);
        }
        for wrong in ["", "1", "1.2", "x.1.ab", "1.9.ab", "1.1.ö"] {
            assert!(key(wrong).is_err(), "{wrong}");
        }
    }
}
