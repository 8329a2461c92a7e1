//! Slots into an event: what each value must look like, and what follows from others.

use mention::{
    Answered, Author, Content, Country, Engagement, Event, Geo, Kind, Lang, Mention, RejectReason,
    ReplyTo, Sentiment, Timestamp, What, platform_key,
};

use super::read::Reader;
use super::{DecodeOptions, Needs, Problem, Slot, Slots};

/// What a record says whose values are in `slots`.
pub(crate) fn build(
    slots: Slots<'_>,
    record_at: Option<Timestamp>,
    options: &DecodeOptions,
) -> Result<Content, Problem> {
    let mut reader = Reader::new(slots, options);
    let platform = platform(reader.text(Slot::Platform)?.as_deref(), options);
    let id = match (reader.identifier(Slot::Id)?, options.needs) {
        (Some(id), _) => id,
        (None, Needs::Text) => String::new(),
        (None, Needs::IdAndTime) => {
            return Err(Problem::new(
                RejectReason::MissingId,
                "id is missing; add the post's own id, without which it cannot be told from its copies",
            ));
        }
    };
    if reader.flag(Slot::Deleted)? == Some(true) {
        return deletion(reader, platform, id, record_at, options);
    }
    let published_at = reader.time(Slot::PublishedAt)?;
    if published_at.is_none() && options.needs == Needs::IdAndTime {
        return Err(Problem::new(
            RejectReason::MissingTime,
            "created_at is missing; add when it was published, as 2026-05-04T12:30:00Z",
        ));
    }
    let observed = reader.has(Slot::ObservedAt);
    let mention = mention(reader, platform, id, published_at)?;
    // Nothing is looked at before it is published.
    let as_of =
        options.as_of.map(|at| published_at.map_or(at, |published_at| at.max(published_at)));
    let mut event = posted(mention, record_at.or(as_of));
    // Of an API's answer the record's time is when it was asked: a later answer has later figures, even where the
    // author's edit, which the answer repeats, is as old as before.
    if options.preset.answers() && !observed {
        event.version = record_at.or(as_of).map_or(event.version, |asked| asked.max(event.version));
    }
    Ok(Content::Event(event))
}

/// A mention without a time gets an event of 1970: only `Needs::Text` lets it through, and nobody counts it.
fn posted(mention: Mention, record_at: Option<Timestamp>) -> Event {
    let published_at = mention.published_at.unwrap_or(Timestamp(0));
    Event {
        platform: mention.platform.clone(),
        id: mention.id.clone(),
        version: mention.observed_at.or(record_at).unwrap_or(published_at),
        what: What::Posted { published_at, mention: Box::new(mention) },
    }
}

fn deletion(
    mut reader: Reader<'_>,
    platform: String,
    id: String,
    record_at: Option<Timestamp>,
    options: &DecodeOptions,
) -> Result<Content, Problem> {
    let deleted_at = reader.time(Slot::DeletedAt)?;
    let seen_at = observed(&mut reader)?;
    let posted_at = reader.time(Slot::PublishedAt)?;
    match deleted_at.or(seen_at).or(record_at).or(options.as_of).or(posted_at) {
        _ if options.needs == Needs::Text => Ok(Content::Ignored),
        Some(version) => Ok(Content::Event(Event { platform, id, version, what: What::Deleted })),
        None => Err(Problem::new(
            RejectReason::MissingTime,
            "deleted_at is missing; add when it was deleted, as 2026-05-04T12:30:00Z, so that an older copy cannot bring it back",
        )),
    }
}

fn mention(
    mut reader: Reader<'_>,
    platform: String,
    id: String,
    published_at: Option<Timestamp>,
) -> Result<Mention, Problem> {
    let mut mention = Mention {
        platform,
        id,
        published_at,
        observed_at: observed(&mut reader)?,
        permalink: reader.text(Slot::Permalink)?,
        author: author(&mut reader)?,
        conversation: reader.identifier(Slot::Conversation)?,
        reply_to: reply_to(&mut reader)?,
        repost_of: repost_of(&mut reader)?,
        addressed: handles(&reader.texts(Slot::Addressed)?),
        source: reader.text(Slot::Source)?,
        engagement: engagement(&mut reader)?,
        place: place(&mut reader)?,
        rating: reader.number(Slot::Rating)?,
        answered: answered(&mut reader)?,
        links: reader.texts(Slot::Links)?,
        media: reader.media(),
        given_tags: reader.texts(Slot::GivenTags)?,
        sensitive: reader.flag(Slot::Sensitive)?,
        question: reader.flag(Slot::Question)?,
        lang: reader.label(Slot::Lang, Lang::parse)?,
        sentiment: reader.label(Slot::Sentiment, sentiment)?,
        ..Mention::default()
    };
    words(&mut reader, &mut mention)?;
    mention.own_place = own_place(&mut reader, &mention.platform)?;
    mention.kind = reader.label(Slot::Kind, kind)?.unwrap_or_else(|| kind_of(&mention));
    mention.custom = reader.custom();
    Ok(mention)
}

/// The texts, HTML entities decoded; positions the source gave then point elsewhere and are dropped.
fn words(reader: &mut Reader<'_>, mention: &mut Mention) -> Result<(), Problem> {
    let text = reader.words(Slot::Text)?;
    mention.title = reader.words(Slot::Title)?.map(|words| words.decoded);
    mention.quoted = reader.words(Slot::Quoted)?.map(|words| words.decoded);
    mention.alt = reader.words(Slot::Alt)?.map(|words| words.decoded);
    let something = mention.title.is_some()
        || mention.quoted.is_some()
        || mention.alt.is_some()
        || mention.rating.is_some()
        || !mention.media.is_empty();
    match text {
        Some(text) => {
            mention.entities = reader.entities(&text);
            mention.text = text.decoded;
            Ok(())
        }
        None if something => Ok(()),
        None => Err(Problem::new(
            RejectReason::MissingText,
            "text is missing or empty, and there is no title, picture or rating; add the post's words as text",
        )),
    }
}

/// When the source last looked, or the author last edited, whichever is later.
fn observed(reader: &mut Reader<'_>) -> Result<Option<Timestamp>, Problem> {
    Ok(reader.time(Slot::ObservedAt)?.max(reader.time(Slot::UpdatedAt)?))
}

fn platform(stated: Option<&str>, options: &DecodeOptions) -> String {
    platform_key(stated.unwrap_or(&options.platform))
}

/// A plain author is a handle, or an id when it is all digits: no platform's handles are.
fn author(reader: &mut Reader<'_>) -> Result<Option<Author>, Problem> {
    let plain = reader.identifier_or_object(Slot::Author)?;
    let digits = |plain: &String| plain.bytes().all(|byte| byte.is_ascii_digit());
    let (plain_id, plain_handle) = match plain {
        Some(plain) if digits(&plain) => (Some(plain), None),
        plain => (None, plain),
    };
    let author = Author {
        id: reader.identifier(Slot::AuthorId)?.or(plain_id),
        handle: reader.identifier(Slot::AuthorHandle)?.or(plain_handle).as_deref().and_then(handle),
        name: reader.text(Slot::AuthorName)?,
        followers: reader.count(Slot::AuthorFollowers)?,
        following: reader.count(Slot::AuthorFollowing)?,
        posts: reader.count(Slot::AuthorPosts)?,
        listed: reader.count(Slot::AuthorListed)?,
        verified: reader.flag(Slot::AuthorVerified)?,
        bio: reader.text(Slot::AuthorBio)?,
        location: reader.text(Slot::AuthorLocation)?,
    };
    Ok((author != Author::default()).then_some(author))
}

/// Without the `@`, and without the `u/` that Reddit shows.
fn handle(written: &str) -> Option<String> {
    let bare = written.trim_start_matches('@');
    let bare = bare.strip_prefix("/u/").or_else(|| bare.strip_prefix("u/")).unwrap_or(bare);
    (!bare.is_empty()).then(|| bare.to_owned())
}

fn handles(written: &[String]) -> Vec<String> {
    written.iter().filter_map(|written| handle(written)).collect()
}

fn reply_to(reader: &mut Reader<'_>) -> Result<Option<ReplyTo>, Problem> {
    let id = reader.identifier_or_object(Slot::ReplyTo)?;
    let author = reader.identifier(Slot::ReplyToAuthor)?.as_deref().and_then(handle);
    Ok((id.is_some() || author.is_some()).then_some(ReplyTo { id, author }))
}

fn repost_of(reader: &mut Reader<'_>) -> Result<Option<String>, Problem> {
    Ok(reader.identifier_or_object(Slot::RepostOf)?.as_deref().and_then(handle))
}

fn engagement(reader: &mut Reader<'_>) -> Result<Engagement, Problem> {
    Ok(Engagement {
        likes: reader.count(Slot::Likes)?,
        reposts: reader.count(Slot::Reposts)?,
        replies: reader.count(Slot::Replies)?,
        quotes: reader.count(Slot::Quotes)?,
        saves: reader.count(Slot::Saves)?,
        clicks: reader.count(Slot::Clicks)?,
        impressions: reader.count(Slot::Impressions)?,
    })
}

fn place(reader: &mut Reader<'_>) -> Result<Option<Geo>, Problem> {
    let point = match (reader.number(Slot::Latitude)?, reader.number(Slot::Longitude)?) {
        (Some(north), Some(east)) if north.abs() <= 90.0 && east.abs() <= 180.0 => {
            Some((north, east))
        }
        (None, None) => None,
        _ => {
            return Err(Problem::new(
                RejectReason::WrongType,
                "place.lat and place.lon are no place on earth; write degrees, -90 to 90 and -180 to 180, or leave both out",
            ));
        }
    };
    let place = Geo {
        name: reader.identifier_or_object(Slot::PlaceName)?,
        country: reader.label(Slot::Country, country)?,
        region: reader.text(Slot::Region)?,
        city: reader.text(Slot::City)?,
        point,
    };
    Ok((place != Geo::default()).then_some(place))
}

/// Two letters in upper case, also for a code of three and for a name; `UK` is `GB`.
fn country(written: &str) -> Option<String> {
    let code = written.trim().to_ascii_uppercase();
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(if code == "UK" { "GB".to_owned() } else { code });
    }
    let known = Country::of_code(&code).or_else(|| Country::named(written));
    known.map(|country| country.code.to_owned())
}

fn answered(reader: &mut Reader<'_>) -> Result<Option<Answered>, Problem> {
    let at = reader.time(Slot::AnsweredAt)?;
    let by = reader.text(Slot::AnsweredBy)?;
    Ok(at.map(|at| Answered { at, by }))
}

/// `own_place` as it stands; else the community, which is a subreddit if it is written `r/NAME` or the
/// platform is Reddit, and `community:NAME` elsewhere. A name with a colon already says what it is.
fn own_place(reader: &mut Reader<'_>, platform: &str) -> Result<Option<String>, Problem> {
    let stated = reader.text(Slot::OwnPlace)?;
    let community = reader.text(Slot::Community)?;
    if stated.is_some() {
        return Ok(stated);
    }
    Ok(community.map(|community| {
        let name = community.strip_prefix('/').unwrap_or(&community);
        match name.strip_prefix("r/") {
            Some(name) => format!("subreddit:{name}"),
            None if name.contains(':') => name.to_owned(),
            None if platform == "reddit" => format!("subreddit:{name}"),
            None => format!("community:{name}"),
        }
    }))
}

/// What a mention is that does not say: a repost, a reply, a quote or a review by what it carries.
fn kind_of(mention: &Mention) -> Kind {
    if mention.repost_of.is_some() {
        Kind::Repost
    } else if mention.reply_to.is_some() {
        Kind::Reply
    } else if mention.quoted.is_some() {
        Kind::Quote
    } else if mention.rating.is_some() {
        Kind::Review
    } else {
        Kind::Original
    }
}

/// Our names, and those of the platforms.
fn kind(written: &str) -> Option<Kind> {
    let name = written.trim().to_lowercase();
    let ours = Kind::ALL.into_iter().find(|kind| kind.name() == name);
    ours.or(match name.as_str() {
        "post" | "tweet" | "status" => Some(Kind::Original),
        "answer" | "replied_to" => Some(Kind::Reply),
        "quoted" | "quote tweet" => Some(Kind::Quote),
        "retweet" | "retweeted" | "reblog" | "share" => Some(Kind::Repost),
        "dm" | "direct message" | "private" => Some(Kind::Direct),
        _ => None,
    })
}

fn sentiment(written: &str) -> Option<Sentiment> {
    match written.trim().to_lowercase().as_str() {
        "negative" | "neg" => Some(Sentiment::Negative),
        "neutral" | "neu" => Some(Sentiment::Neutral),
        "positive" | "pos" => Some(Sentiment::Positive),
        _ => None,
    }
}
