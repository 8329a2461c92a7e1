//! The table of fields: their names, the names other tools have for them, and what is refused.

use std::ops::Range;

use mention::Field;
use strsim::damerau_levenshtein;

use crate::lexer::Test;
use crate::{Code, Diagnostic, Expr, Node, Value};

/// A field that is no text field, by its canonical name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "the names are the documentation; the language reference says what each asks"
)]
pub enum FieldName {
    Lang,
    Country,
    Region,
    City,
    Place,
    Continent,
    PointRadius,
    BoundingBox,
    Latitude,
    Longitude,
    Author,
    To,
    RepostOf,
    AuthorBio,
    AuthorName,
    AuthorLocation,
    AuthorRole,
    Directed,
    OwnPlace,
    Followers,
    Following,
    Posts,
    Listed,
    Likes,
    Reposts,
    Replies,
    Views,
    Rating,
    Sentiment,
    Is,
    Has,
    Contains,
    Regex,
    Url,
    Site,
    Source,
    Platform,
    Subreddit,
    Channel,
    Id,
    Thread,
    Published,
    Since,
    Until,
    Tag,
    /// Any extra column of the mention, by its name.
    Custom(String),
}

/// What a name before a colon stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// A text field: a query follows.
    Text(Field),
    /// A test: a value follows.
    Test(FieldName),
    /// `raw:`: exact characters follow.
    Raw,
    /// X's `filter:`: its value says which field is meant.
    Filter,
    /// Brandwatch's `authorVerified:true`.
    Verified,
    /// Known, and there is nothing like it here: why.
    Refused(&'static str),
    /// Another tool's name for this one.
    Foreign(&'static str),
}

/// Canonical name, what it is, and the other names that are accepted.
const TESTS: &[(&str, FieldName, &[&str])] = &[
    ("lang", FieldName::Lang, &["language"]),
    (
        "country",
        FieldName::Country,
        &["place_country", "country_code", "profile_country", "profile_country_code"],
    ),
    ("region", FieldName::Region, &["profile_region", "profile_subregion"]),
    ("city", FieldName::City, &["profile_locality"]),
    ("place", FieldName::Place, &["place_contains"]),
    ("continent", FieldName::Continent, &[]),
    ("point_radius", FieldName::PointRadius, &["near_point", "profile_point_radius"]),
    ("bounding_box", FieldName::BoundingBox, &["profile_bounding_box"]),
    ("latitude", FieldName::Latitude, &[]),
    ("longitude", FieldName::Longitude, &[]),
    ("author", FieldName::Author, &["from"]),
    ("to", FieldName::To, &["engagingwith"]),
    ("repost_of", FieldName::RepostOf, &["retweets_of"]),
    ("author_bio", FieldName::AuthorBio, &["bio", "bio_contains"]),
    ("author_name", FieldName::AuthorName, &["bio_name"]),
    ("author_location", FieldName::AuthorLocation, &["bio_location", "bio_location_contains"]),
    ("author_role", FieldName::AuthorRole, &[]),
    ("directed", FieldName::Directed, &[]),
    ("own_place", FieldName::OwnPlace, &[]),
    ("followers", FieldName::Followers, &["followers_count", "authorfollowers", "min_followers"]),
    ("following", FieldName::Following, &["friends_count", "following_count"]),
    ("posts", FieldName::Posts, &["tweets_count", "statuses_count"]),
    ("listed", FieldName::Listed, &["listed_count"]),
    ("likes", FieldName::Likes, &["min_faves"]),
    ("reposts", FieldName::Reposts, &["min_retweets"]),
    ("replies", FieldName::Replies, &["min_replies"]),
    ("views", FieldName::Views, &[]),
    ("rating", FieldName::Rating, &[]),
    ("sentiment", FieldName::Sentiment, &["tone"]),
    ("is", FieldName::Is, &["engagementtype"]),
    ("has", FieldName::Has, &[]),
    ("contains", FieldName::Contains, &[]),
    ("regex", FieldName::Regex, &[]),
    ("url", FieldName::Url, &["url_contains", "links"]),
    ("site", FieldName::Site, &["domain", "domainis"]),
    ("source", FieldName::Source, &[]),
    ("platform", FieldName::Platform, &[]),
    ("subreddit", FieldName::Subreddit, &[]),
    ("channel", FieldName::Channel, &["channelid"]),
    ("id", FieldName::Id, &["guid"]),
    ("thread", FieldName::Thread, &["conversation_id", "engagingwithguid", "rootpostid"]),
    ("published", FieldName::Published, &[]),
    ("since", FieldName::Since, &["since_time"]),
    ("until", FieldName::Until, &["until_time"]),
    ("tag", FieldName::Tag, &[]),
];

const TEXTS: &[(&str, Field)] = &[
    ("title", Field::Title),
    ("url_title", Field::Title),
    ("text", Field::Text),
    ("quoted", Field::Quoted),
    ("alt", Field::Alt),
];

const REBLOG: &str =
    "whose post a reblog is of is not known here; write `author:` and the page for its own posts";
const MARK: &str = "Reddit's marks of posts are not part of a mention; leave it out";

const REFUSED: &[(&str, &str)] = &[
    ("sample", "here every mention is counted, so there is no sample to take; leave it out"),
    ("embedding", "meanings are not compared here; list the words people use, joined by OR"),
    (
        "embedding_threshold",
        "meanings are not compared here; list the words people use, joined by OR",
    ),
    ("context", "X's own annotations are not part of a mention; name the words instead"),
    ("entity", "X's own annotations are not part of a mention; name the words instead"),
    ("brandids", "logos are not looked for in pictures; name the brand's words instead"),
    ("objects", "things are not looked for in pictures; name the words instead"),
    ("list", "lists kept by X are not known here; write `author:(a OR b)`"),
    ("authorverifiedtype", "kinds of verification are not told apart here; write `is:verified`"),
    ("blogname", "a page of Tumblr is the author of its posts here; write `author:` and its name"),
    ("weblogtitle", "whoever wrote a post is its author here; write `author:` and the name"),
    ("parentblogname", REBLOG),
    ("rootblogname", REBLOG),
    ("parentpostid", REBLOG),
    ("tags", "a tag of Tumblr is a hashtag here; write `#word`"),
    ("sensitivecontent", "write `is:sensitive` or `-is:sensitive`"),
    ("itemreview", "which product a review is of is not known here; name the product in words"),
    ("redditauthorflair", MARK),
    ("redditpostflair", MARK),
    ("redditspoiler", MARK),
    ("subredditnsfw", MARK),
    (
        "subreddittopics",
        "Reddit's topics are not part of a mention; name the communities: `subreddit:(a OR b)`",
    ),
    ("topleveldomain", "endings of addresses are not looked for here; name the sites"),
    ("authorgender", "nobody's gender is guessed here; leave it out"),
    ("minuteofday", "the time of day is not tested here; reports can be read by hour"),
    ("imagetype", "kinds of pictures are not told apart; write `has:images`"),
    (
        "publication",
        "publications are not known by name; write `site:` and the publication's domain",
    ),
    ("pubtype", "kinds of publications are not told apart; write `platform:` and the platform"),
    (
        "publishersubtype",
        "kinds of posts are not told apart by this; write `has:images` or `has:videos`",
    ),
    ("since_id", "posts are not found by number; write `since:` and a date"),
    ("max_id", "posts are not found by number; write `until:` and a date"),
    ("within_time", "rules do not move with the clock; choose the period in a report"),
    ("when", "rules do not move with the clock; choose the period in a report"),
    ("card_name", "X's cards are not part of a mention; leave it out"),
    ("near", "write `place:` and the place's name, or `point_radius:[18.07 59.33 10km]`"),
    ("within", "write the radius with its point: `point_radius:[18.07 59.33 10km]`"),
];

/// What other tools call a field that exists here.
const FOREIGN: &[(&str, &str)] = &[
    ("message", "text"),
    ("body", "text"),
    ("content", "text"),
    ("intitle", "title"),
    ("headline", "title"),
    ("inurl", "url"),
    ("sourcelang", "lang"),
    ("sourcecountry", "country"),
    ("sourcelocationcountry", "country"),
    ("username", "author"),
];

/// What names of fields that there are not are likely to ask for, and how that is asked here.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (
        &["hashtag", "hashtags"],
        "a hashtag is written with its sign: `#acme`, several as `(#acme OR #globex)`",
    ),
    (
        &["mention", "mentions", "mentioning", "handle"],
        "an account that is mentioned is written with its sign: `@acme`",
    ),
    (&["cashtag", "symbol", "ticker"], "a ticker is written with its sign: `$ACME`"),
    (
        &["after", "from_date", "fromdate", "startdate"],
        "write `since:2026-01-31`, a day that counts; the days of a campaign are its `starts` and `ends`",
    ),
    (
        &["before", "to_date", "todate", "enddate"],
        "write `until:2026-01-31`, a day that does not count; the days of a campaign are its `starts` and `ends`",
    ),
    (
        &["date", "day", "time", "year"],
        "write `published:[2026-01-01 TO 2026-01-31]`; the days of a campaign are its `starts` and `ends`",
    ),
    (&["stars", "star", "score"], "stars are `rating:`, as in `rating:5` or `rating:[1 TO 2]`"),
    (
        &["geocode", "geo", "location", "radius"],
        "write `point_radius:[18.07 59.33 10km]`, the degree of longitude first, or `place:` and a name",
    ),
    (
        &["reach", "impressions", "engagement", "influence"],
        "this measure is not part of a mention; `views:1000` and `followers:1000` are, where the feed has them",
    ),
    (
        &["pagetype", "contenttype", "sourcetype", "mediatype", "network", "channeltype"],
        "kinds of sources are not told apart here; write `platform:` and the platform, as in `platform:reddit`",
    ),
    (
        &["type", "kind", "posttype", "tweettype"],
        "write `is:` and the kind of post, as in `is:reply` or `is:original`",
    ),
    (&["in", "field"], "a field comes first and its words after it: `title:late`, `text:late`"),
    (&["custom", "column"], "a column of your own is asked for by its name: `custom.shop:berlin`"),
    (
        &["emotion", "mood", "feeling"],
        "feelings are told apart by `sentiment:` alone: `sentiment:negative`",
    ),
    (
        &["age", "gender", "interest", "profession"],
        "nobody is described here beyond what the author says: `author_bio:student`",
    ),
];

/// What is asked by the name of a field there is not, and how that is asked here.
pub(crate) fn elsewhere(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    ELSEWHERE.iter().find(|(names, _)| names.contains(&lower.as_str())).map(|(_, help)| *help)
}

impl FieldName {
    /// The name a rule is printed with.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Custom(name) => format!("custom.{name}"),
            known => TESTS
                .iter()
                .find(|(_, field, _)| field == known)
                .map_or_else(String::new, |(name, _, _)| (*name).to_owned()),
        }
    }

    /// Whether it is looked for in the text, as words are.
    pub(crate) fn is_in_text(&self) -> bool {
        matches!(self, Self::Contains | Self::Regex)
    }

    /// Whether `[…]` after its colon is a range or a place in the world, not the beginning of a word.
    pub(crate) fn takes_range(&self) -> bool {
        self.is_ordered()
            || matches!(
                self,
                Self::PointRadius | Self::BoundingBox | Self::Since | Self::Until | Self::Custom(_)
            )
    }

    /// Whether its values are names or codes without a comma, so that `en,sv` is two of them.
    pub(crate) fn takes_one_name(&self) -> bool {
        matches!(
            self,
            Self::Lang
                | Self::Country
                | Self::Continent
                | Self::Author
                | Self::To
                | Self::RepostOf
                | Self::AuthorRole
                | Self::Sentiment
                | Self::Is
                | Self::Has
                | Self::Site
                | Self::Platform
                | Self::Subreddit
                | Self::Id
                | Self::Thread
                | Self::Tag
        )
    }

    /// Whether its values are codes, numbers or one of a few words, so that hardly a post has the like after a colon.
    pub(crate) fn has_set_values(&self) -> bool {
        self.is_ordered()
            || matches!(
                self,
                Self::Lang
                    | Self::Country
                    | Self::Continent
                    | Self::AuthorRole
                    | Self::Sentiment
                    | Self::Has
            )
    }

    /// Whether it is counted in whole numbers.
    pub(crate) fn is_count(&self) -> bool {
        let by_parts =
            matches!(self, Self::Rating | Self::Latitude | Self::Longitude | Self::Published);
        self.is_ordered() && !by_parts
    }

    /// Whether its values are numbers or dates, so that `a..b` is a range.
    pub(crate) fn is_ordered(&self) -> bool {
        matches!(
            self,
            Self::Followers
                | Self::Following
                | Self::Posts
                | Self::Listed
                | Self::Likes
                | Self::Reposts
                | Self::Replies
                | Self::Views
                | Self::Rating
                | Self::Latitude
                | Self::Longitude
                | Self::Published
        )
    }
}

/// What `name`, in any case, stands for before a colon.
pub(crate) fn lookup(name: &str) -> Option<Known> {
    let lower = name.to_lowercase();
    if let Some(column) = lower.strip_prefix("custom.") {
        return (!column.is_empty())
            .then(|| Known::Test(FieldName::Custom(name["custom.".len()..].to_owned())));
    }
    match lower.as_str() {
        "raw" => return Some(Known::Raw),
        "filter" => return Some(Known::Filter),
        "authorverified" => return Some(Known::Verified),
        klout if klout.starts_with("klout_") => {
            return Some(Known::Refused("Klout scores are no more; leave it out"));
        }
        _ => {}
    }
    let test = TESTS
        .iter()
        .find(|(canonical, _, aliases)| *canonical == lower || aliases.contains(&lower.as_str()))
        .map(|(_, field, _)| Known::Test(field.clone()));
    let searched = || find(TEXTS, &lower).map(|field| Known::Text(*field));
    let refused = || find(REFUSED, &lower).map(|why| Known::Refused(why));
    let foreign = || find(FOREIGN, &lower).map(|canonical| Known::Foreign(canonical));
    test.or_else(searched).or_else(refused).or_else(foreign)
}

fn find<'t, T>(table: &'t [(&str, T)], name: &str) -> Option<&'t T> {
    table.iter().find(|(canonical, _)| *canonical == name).map(|(_, what)| what)
}

/// The name of a field nearest to `name`, when one is near enough to be meant.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let tests = TESTS.iter().flat_map(|(canonical, _, aliases)| {
        std::iter::once(*canonical).chain(aliases.iter().copied())
    });
    closest(&lower, tests.chain(TEXTS.iter().map(|(name, _)| *name)).chain(["raw", "filter"]))
}

/// Whether one letter that is missing, doubled, changed or in the wrong place makes `name` of `right`.
pub(crate) fn is_slip(name: &str, right: &str) -> bool {
    damerau_levenshtein(&name.to_lowercase(), right) == 1
}

/// Every name of a field that a rule can use.
#[cfg(test)]
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let tests = TESTS.iter().flat_map(|(canonical, _, aliases)| {
        std::iter::once(*canonical).chain(aliases.iter().copied())
    });
    tests.chain(TEXTS.iter().map(|(name, _)| *name))
}

/// Letters of a name for which a similar one is looked for, at most.
const NAME_LETTERS_MAX: usize = 64;

/// The candidate with the fewest letters to change, when a third of the letters is the same at least; none for a name
/// that is too long to be one.
pub(crate) fn closest<'c>(
    name: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    let letters = name.chars().take(NAME_LETTERS_MAX + 1).count();
    if letters > NAME_LETTERS_MAX {
        return None;
    }
    let changes_max = |candidate: &str| {
        let others = candidate.chars().take(2 * NAME_LETTERS_MAX).count();
        let most = (letters.max(others) / 3).max(1);
        // As many letters as one name is longer than the other are to change in any case.
        (letters.abs_diff(others) <= most).then_some(most)
    };
    candidates
        .filter_map(|candidate| {
            let most = changes_max(candidate)?;
            let distance = damerau_levenshtein(name, candidate);
            (distance <= most && distance < letters).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// What a test with its value is in the tree; nothing for one that was reported already.
pub(crate) fn expr(
    test: &Test,
    value: Value,
    span: &Range<usize>,
) -> Result<Option<Expr>, Box<Diagnostic>> {
    let field = match test {
        Test::Skipped => return Ok(None),
        Test::Field(field) => return Ok(Some(Expr::Field { field: field.clone(), value })),
        Test::Raw | Test::Filter | Test::Verified => test,
    };
    let Value::Text(word) = value else {
        return Err(Box::new(
            Diagnostic::error(Code::FieldValue, span.clone(), "this field takes no range")
                .help("write one word or a phrase in quotes right after the colon"),
        ));
    };
    match field {
        Test::Raw if word.trim().is_empty() => Err(Box::new(
            Diagnostic::error(Code::FieldValue, span.clone(), "`raw:` has nothing to look for")
                .help("write the exact characters right after the colon"),
        )),
        Test::Raw => Ok(Some(Expr::Literal(word))),
        Test::Verified => verified(&word, span).map(Some),
        _ => filter(&word, span).map(Some),
    }
}

fn verified(text: &str, span: &Range<usize>) -> Result<Expr, Box<Diagnostic>> {
    let verified = test(FieldName::Is, "verified");
    match text.to_lowercase().as_str() {
        "true" => Ok(verified),
        "false" => Ok(Expr::Not(Box::new(Node { expr: verified, span: span.clone() }))),
        _ => Err(Box::new(
            Diagnostic::error(
                Code::FieldValue,
                span.clone(),
                format!("`authorVerified:` cannot be `{text}`"),
            )
            .help("write `is:verified` or `-is:verified`"),
        )),
    }
}

fn test(field: FieldName, value: &str) -> Expr {
    Expr::Field { field, value: Value::Text(value.to_owned()) }
}

/// X's `filter:` values and what they are here.
const FILTERS: &[(&str, FieldName, &str)] = &[
    ("cashtags", FieldName::Has, "cashtags"),
    ("hashtags", FieldName::Has, "hashtags"),
    ("images", FieldName::Has, "images"),
    ("links", FieldName::Has, "links"),
    ("media", FieldName::Has, "media"),
    ("mentions", FieldName::Has, "mentions"),
    ("native_video", FieldName::Has, "videos"),
    ("nativeretweets", FieldName::Is, "repost"),
    ("quote", FieldName::Is, "quote"),
    ("replies", FieldName::Is, "reply"),
    ("reply", FieldName::Is, "reply"),
    ("repost", FieldName::Is, "repost"),
    ("retweets", FieldName::Is, "repost"),
    ("sensitive", FieldName::Is, "sensitive"),
    ("twimg", FieldName::Has, "images"),
    ("verified", FieldName::Is, "verified"),
    ("videos", FieldName::Has, "videos"),
];

fn filter(text: &str, span: &Range<usize>) -> Result<Expr, Box<Diagnostic>> {
    let lower = text.to_lowercase();
    let found = FILTERS.iter().find(|(name, ..)| *name == lower);
    if let Some((_, field, value)) = found {
        return Ok(test(field.clone(), value));
    }
    let diagnostic = Diagnostic::error(
        Code::FieldValue,
        span.clone(),
        format!("`filter:{text}` has no counterpart here"),
    );
    Err(Box::new(if lower.ends_with("video") {
        diagnostic.help("write `has:videos`, which does not tell where a video is hosted")
    } else {
        diagnostic.help("write one of the tests there are: `is:repost`, `is:reply`, `is:quote`, `has:links`, `has:media`, …")
    }))
}
