//! The names: those of the language, those other tools have for the same, and those that are refused, with what to write instead.

use mention::Field;

use super::FieldName;

/// Canonical name, what it is, and the other names that are accepted.
pub(super) const TESTS: &[(&str, FieldName, &[&str])] = &[
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

/// The fields in which a query is looked for.
pub(super) const TEXTS: &[(&str, Field)] = &[
    ("title", Field::Title),
    ("url_title", Field::Title),
    ("text", Field::Text),
    ("quoted", Field::Quoted),
    ("alt", Field::Alt),
];

const REBLOG: &str =
    "whose post a reblog is of is not known here; write `author:` and the page for its own posts";
const MARK: &str = "Reddit's marks of posts are not part of a mention; leave it out";

/// What is known and refused, and why.
pub(super) const REFUSED: &[(&str, &str)] = &[
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
pub(super) const FOREIGN: &[(&str, &str)] = &[
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
pub(super) const ELSEWHERE: &[(&[&str], &str)] = &[
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
