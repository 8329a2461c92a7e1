//! `field-value`: the field cannot have this value.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use mention::{Country, platform_key};

use crate::field::closest;
use crate::{Code, Diagnostic, Expr, FieldName, Node, Severity, Value};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::FieldValue,
    name: "field-value",
    severity: Severity::Error,
    text: "The field cannot have this value.",
    now: "It can never be true, so the rule is refused; where your own data might have it, the rule is only warned about.",
    meant: "Another way to write the value.",
    write: "Write the value as the field takes it.",
    fires: &[
        Case::query("delivery lang:english", "lang:english").fixed("delivery lang:en"),
        Case::query("delivery country:UK", "country:UK").fixed("delivery country:GB"),
        Case::query("delivery country:(SE OR \"Norway\")", "\"Norway\"")
            .fixed("delivery country:(SE OR NO)"),
        Case::query("delivery sentiment:negativ", "sentiment:negativ")
            .fixed("delivery sentiment:negative"),
        Case::query("delivery continent:south_amerika", "continent:south_amerika")
            .fixed("delivery continent:\"south america\""),
        Case::query("delivery followers:1k", "followers:1k").fixed("delivery followers:1000"),
        Case::query("delivery likes:1,000", "likes:1,000").fixed("delivery likes:1000"),
        Case::query("delivery followers:5000..100", "followers:5000..100")
            .fixed("delivery followers:[100 TO 5000]"),
        Case::query("delivery views:[1.5k TO 2m]", "views:[1.5k TO 2m]")
            .fixed("delivery views:[1500 TO 2000000]"),
        Case::query("delivery rating:[5 TO 4.5]", "rating:[5 TO 4.5]")
            .fixed("delivery rating:[4.5 TO 5]"),
        Case::query("delivery since:31.01.2026", "since:31.01.2026")
            .fixed("delivery since:2026-01-31"),
        Case::query("delivery until:03/04/2026", "until:03/04/2026")
            .written("delivery until:2026-04-03"),
        Case::query(
            "delivery published:[2026-02-01 TO 2026-01-01]",
            "published:[2026-02-01 TO 2026-01-01]",
        )
        .fixed("delivery published:[2026-01-01 TO 2026-02-01]"),
        Case::query("delivery bounding_box:[17 60 18 59]", "bounding_box:[17 60 18 59]")
            .written("delivery bounding_box:[17 59 18 60]"),
        Case::query("delivery point_radius:[59.3 118.1 5km]", "point_radius:[59.3 118.1 5km]")
            .written("delivery point_radius:[118.1 59.3 5km]"),
        Case::query("delivery site:acme", "site:acme").written("delivery site:acme.example"),
        Case::query("delivery lang:en,sv", "en,sv").fixed("delivery lang:(en OR sv)"),
        Case::query("delivery platform:(reddit,youtube)", "reddit,youtube")
            .fixed("delivery platform:(reddit OR youtube)"),
        Case::query("delivery platform:twiter", "platform:twiter")
            .fixed("delivery platform:twitter"),
        Case::query("delivery platform:insta", "platform:insta")
            .fixed("delivery platform:instagram"),
        Case::query("delivery platform:Tik Tok", "platform:Tik").fixed("delivery platform:tiktok"),
        Case::query("acme site:twitter.com", "site:twitter.com").written("acme platform:twitter"),
        Case::query("delivery rating:[4..5]", "rating:[4..5]").fixed("delivery rating:[4 TO 5]"),
        Case::query("delivery rating:1-2", "rating:1-2").fixed("delivery rating:[1 TO 2]"),
        Case::query("delivery followers:1000-5000", "followers:1000-5000")
            .fixed("delivery followers:[1000 TO 5000]"),
        Case::query("delivery -is:RT", "is:RT").fixed("delivery -is:repost"),
        Case::query("delivery sentiment:neg", "sentiment:neg").fixed("delivery sentiment:negative"),
        Case::query("delivery has:photo", "has:photo").fixed("delivery has:images"),
        Case::query("delivery since:yesterday", "since:yesterday")
            .written("delivery since:2026-01-31"),
        Case::query("regex:/acme.*/", "regex:/acme.*/").written("regex:\"acme.*\""),
        Case::query("delivery url:acme.example/*", "url:acme.example/*")
            .written("delivery url:acme.example/"),
        Case::query("delivery subreddit:game*", "subreddit:game*")
            .written("delivery subreddit:(games OR gamers)"),
        Case::query("delivery region:usa.fl", "region:usa.fl")
            .written("delivery country:usa region:florida"),
        Case::query("delivery rating:6", "rating:6").written("delivery rating:5"),
        Case::query("delivery rating:[7 TO 10]", "rating:[7 TO 10]")
            .written("delivery rating:[4 TO 5]"),
    ],
    silent: &[
        Query("delivery lang:en"),
        Query("delivery followers:1000"),
        Query("delivery country:(GBR OR se)"),
        Query("delivery bounding_box:[170 -20 -170 20]"),
        Query("delivery rating:[4 TO 5] platform:app-store"),
        Query("delivery platform:tripadvisor"),
        Query("delivery platform:x platform:intranet"),
        Query("delivery platform:tiktok tok"),
        Query("acme site:twitter.com/acme"),
        Query("delivery city:st.gallen region:florida"),
    ],
    untested: "",
};

/// Platforms by the names their posts come under.
const PLATFORMS: &[&str] = &[
    "twitter",
    "bluesky",
    "mastodon",
    "reddit",
    "youtube",
    "discord",
    "app-store",
    "google-play",
    "facebook",
    "instagram",
    "tiktok",
    "threads",
    "linkedin",
    "pinterest",
    "tumblr",
    "telegram",
    "twitch",
    "whatsapp",
    "snapchat",
    "quora",
    "steam",
    "trustpilot",
    "tripadvisor",
    "yelp",
    "google",
    "news",
    "blog",
    "blogs",
    "forum",
    "forums",
    "review",
    "reviews",
    "web",
    "email",
];

/// What people call a platform.
const SHORT: &[(&str, &str)] = &[
    ("insta", "instagram"),
    ("ig", "instagram"),
    ("fb", "facebook"),
    ("yt", "youtube"),
    ("tw", "twitter"),
    ("appstore", "app-store"),
    ("app store", "app-store"),
    ("play store", "google-play"),
    ("playstore", "google-play"),
    ("google play", "google-play"),
    ("googleplay", "google-play"),
];

/// Stars that a review can have at most, in the stores.
const STARS_MAX: f64 = 5.0;

/// A value that a field can have and hardly any post does.
pub(crate) fn doubtful(text: &str, node: &Node) -> Option<Diagnostic> {
    let Expr::Field { field, value } = &node.expr else { return None };
    match (field, value) {
        (FieldName::Platform, Value::Text(name)) => platform(text, name, node),
        (FieldName::Site, Value::Text(host)) if network(host).is_some() => site(host, node),
        (FieldName::Region | FieldName::City, Value::Text(code)) => code_of_place(code, node),
        (FieldName::Rating, Value::Text(stars)) => rating(stars, node),
        (FieldName::Rating, Value::Range(Some(least), _)) => rating(least, node),
        (FieldName::Regex, Value::Text(pattern)) => slashes(pattern, node),
        (
            FieldName::Url
            | FieldName::Site
            | FieldName::Subreddit
            | FieldName::Channel
            | FieldName::Source
            | FieldName::Thread
            | FieldName::Id,
            Value::Text(name),
        ) if name.contains('*') => Some(wildcard(&field.name(), name, node)),
        _ => None,
    }
}

/// An expression between slashes, as other tools write it.
fn slashes(pattern: &str, node: &Node) -> Option<Diagnostic> {
    let inner = pattern.strip_prefix('/')?.strip_suffix('/').filter(|inner| !inner.is_empty())?;
    let message = "the slashes are looked for as well: here an expression stands in quotes";
    Some(
        Diagnostic::warning(Code::FieldValue, node.span.clone(), message)
            .help(format!("write `regex:\"{}\"`", inner.replace('"', "\\\""))),
    )
}

/// A `*` in the value of a field that knows no wildcards.
fn wildcard(field: &str, name: &str, node: &Node) -> Diagnostic {
    let message =
        format!("`*` stands for nothing in `{field}:`, so that the sign itself is looked for");
    let found = Diagnostic::warning(Code::FieldValue, node.span.clone(), message);
    let bare = name.trim_matches('*').trim_end_matches('/');
    match field {
        "url" => found.help(format!("`url:{bare}` finds all addresses with these letters in them")),
        "site" => found.help("write the domain: all below it is found as well"),
        _ => found.help(format!("write whole names: `{field}:(a OR b)`")),
    }
}

/// Networks whose posts come with the name of their platform, by their domain.
const NETWORKS: &[(&str, &str)] = &[
    ("twitter.com", "twitter"),
    ("x.com", "twitter"),
    ("facebook.com", "facebook"),
    ("instagram.com", "instagram"),
    ("reddit.com", "reddit"),
    ("tiktok.com", "tiktok"),
    ("tumblr.com", "tumblr"),
    ("youtube.com", "youtube"),
];

/// The platform of which `host` is the domain.
pub(crate) fn network(host: &str) -> Option<&'static str> {
    let host = host.to_lowercase();
    NETWORKS.iter().find(|(domain, _)| *domain == host).map(|(_, platform)| *platform)
}

/// A network's whole domain, which other tools ask for where the network is meant.
fn site(host: &str, node: &Node) -> Option<Diagnostic> {
    let platform = network(host)?;
    let message = format!(
        "this finds posts whose own address is at `{host}`, or that link there; a post that comes without its address is not found"
    );
    // No fix: posts that link there may be what is meant.
    Some(
        Diagnostic::info(Code::FieldValue, node.span.clone(), message).help(format!(
            "for all posts of the network write `platform:{platform}`; for those that link there `url:{host}`"
        )),
    )
}

/// What is asked here for a place that Brandwatch has a code for: `usa.fl` is `(country:usa region:fl)`.
pub(crate) fn place_of_code(code: &str) -> Option<String> {
    let parts: Vec<&str> = code.split('.').collect();
    let names = ["country", "region", "city"];
    let is_code = parts[0].len() == 3
        && Country::of_code(parts[0]).is_some()
        && (2..=names.len()).contains(&parts.len())
        && parts.iter().all(|part| !part.is_empty() && part.trim() == *part);
    let quoted =
        |part: &str| if part.contains(' ') { format!("\"{part}\"") } else { part.to_owned() };
    let tests = names.iter().zip(&parts).map(|(name, part)| format!("{name}:{}", quoted(part)));
    is_code.then(|| format!("({})", tests.collect::<Vec<_>>().join(" ")))
}

/// A code of Brandwatch's where the name of a place belongs.
fn code_of_place(code: &str, node: &Node) -> Option<Diagnostic> {
    let tests = place_of_code(code)?;
    let message = format!(
        "`{code}` is a code of Brandwatch's: here the place's name is looked for, as your feed writes it"
    );
    Some(
        Diagnostic::info(Code::FieldValue, node.span.clone(), message)
            .help(format!("write `{tests}`, with the names in place of codes")),
    )
}

/// `platform:Tik Tok`: a platform's name that a blank parts.
fn parted(text: &str, name: &str, node: &Node) -> Option<Diagnostic> {
    let rest = text.get(node.span.end..)?.strip_prefix(' ')?;
    let next = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
    let lower = format!("{name}{next}").to_lowercase();
    let short = || SHORT.iter().find(|(short, _)| *short == lower).map(|(_, long)| *long);
    let meant = PLATFORMS.iter().copied().find(|known| *known == lower).or_else(short)?;
    let start = node.span.end.checked_sub(name.len())?;
    let place = start..node.span.end + 1 + next.len();
    if next.is_empty() || text.get(start..node.span.end) != Some(name) {
        return None;
    }
    let message = format!("the platform's name ends at the blank: `{next}` is a word to be found");
    Some(
        Diagnostic::warning(Code::FieldValue, node.span.clone(), message)
            .help(format!("write `platform:{meant}`"))
            .unsafe_fix(place, meant),
    )
}

/// A platform whose name is another's but for a slip of the pen.
fn platform(text: &str, name: &str, node: &Node) -> Option<Diagnostic> {
    if let Some(found) = parted(text, name, node) {
        return Some(found);
    }
    let key = platform_key(name);
    let short = SHORT.iter().find(|(short, _)| *short == key).map(|(_, long)| *long);
    let known = PLATFORMS.contains(&key.as_str()) || key.chars().count() < 4;
    if short.is_none() && known {
        return None;
    }
    let near = short.or_else(|| closest(&key, PLATFORMS.iter().copied()))?;
    let message =
        format!("no post comes under the platform `{name}`, unless your own data says so");
    let found = Diagnostic::warning(Code::FieldValue, node.span.clone(), message)
        .help(format!("did you mean `platform:{near}`?"));
    // Quotes or a comma may stand around the name.
    let place = node.span.end.saturating_sub(name.len()).max(node.span.start)..node.span.end;
    let here = text.get(place.clone()) == Some(name);
    Some(if here { found.unsafe_fix(place, near) } else { found })
}

/// Stars that no review in a store has.
fn rating(least: &str, node: &Node) -> Option<Diagnostic> {
    let stars: f64 = least.parse().ok()?;
    (stars > STARS_MAX).then(|| {
        let message = format!("no review in a store has {least} stars: nothing is found, unless your own data counts further");
        Diagnostic::warning(Code::FieldValue, node.span.clone(), message)
            .help("write 1 to 5, as in `rating:5` or `rating:[4 TO 5]`")
    })
}
