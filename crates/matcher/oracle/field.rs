//! What a field test means, in the plainest words and by other means than the engine's.

use mention::{
    Author, Country, EntityKind, Facts, Field, Folded, Geo, Kind, MediaKind, Mention, TokenKind,
    handle_name, term_tokens,
};
use rulelang::{
    Circle, Exactly, FieldTest, Flag, Has, Measure, Part, Rectangle, Site, TokenTest, Track, Whose,
    Worded, Words,
};

use super::key_passes;

/// Statement 18: what did not arrive passes nothing.
pub(super) fn passes(test: &FieldTest, facts: &Facts<'_>, folded: &Folded) -> bool {
    let mention = facts.mention;
    match test {
        FieldTest::Lang(lang) => facts.lang.is_some_and(|known| known == *lang),
        FieldTest::LangOrUnknown(lang) => facts.lang.unwrap_or(*lang) == *lang,
        FieldTest::Account(whose, name) => {
            accounts(mention, *whose).iter().any(|account| names(name, account))
        }
        FieldTest::AuthorRole(role) => *role == facts.role,
        FieldTest::OwnPlace(brand) => facts.own_places.iter().any(|known| known == brand),
        FieldTest::Directed(brand) => facts.directed.iter().any(|known| known == brand),
        FieldTest::Is(field, value) => values(mention, *field).contains(value),
        FieldTest::Words(words) => texts(mention, &words.of).iter().any(|text| has(words, text)),
        FieldTest::Continent(continent) => {
            let code = place(mention).country.unwrap_or_default();
            Country::of_code(&code).is_some_and(|country| country.continent == *continent)
        }
        FieldTest::Circle(circle) => place(mention).point.is_some_and(|at| in_circle(circle, at)),
        FieldTest::Rectangle(sides) => place(mention).point.is_some_and(|at| between(sides, at)),
        FieldTest::Sentiment(sentiment) => facts.sentiment.is_some_and(|it| it == *sentiment),
        FieldTest::Kind(kind) => *kind == mention.kind,
        FieldTest::Flag(Flag::Sensitive) => mention.sensitive.unwrap_or(false),
        FieldTest::Flag(Flag::Verified) => author(mention).verified.unwrap_or(false),
        FieldTest::Flag(Flag::Question) => facts.question.unwrap_or(false),
        FieldTest::Has(has) => carries(*has, facts, folded),
        FieldTest::Number(measure, range) => {
            let least = range.least.map_or(f64::NEG_INFINITY, rulelang::Number::get);
            let most = range.most.map_or(f64::INFINITY, rulelang::Number::get);
            figures(mention, measure).iter().any(|figure| (least..=most).contains(figure))
        }
        FieldTest::Link(wanted) => {
            links(mention, folded).iter().any(|address| plain(address).contains(wanted.as_str()))
        }
        FieldTest::Site(site) => {
            let mut all = links(mention, folded);
            all.extend(mention.permalink.clone());
            all.iter().any(|address| leads_to(site, &plain(address)))
        }
        FieldTest::Published { from, to } => mention
            .published_at
            .is_some_and(|at| from.is_none_or(|from| at >= from) && to.is_none_or(|to| at < to)),
    }
}

fn author(mention: &Mention) -> Author {
    mention.author.clone().unwrap_or_default()
}

fn place(mention: &Mention) -> Geo {
    mention.place.clone().unwrap_or_default()
}

/// The names an account that is asked for goes by.
fn accounts(mention: &Mention, whose: Whose) -> Vec<Account> {
    let handle = |handle: &String| Account::Handle(handle.clone());
    match whose {
        Whose::Author => {
            let Author { id, handle: named, .. } = author(mention);
            id.map(Account::Id).into_iter().chain(named.as_ref().map(handle)).collect()
        }
        Whose::To => {
            let replies = [Kind::Reply, Kind::Comment, Kind::Direct].contains(&mention.kind);
            match mention.reply_to.clone().and_then(|reply| reply.author) {
                Some(answered) => vec![Account::Handle(answered)],
                None if replies => mention.addressed.iter().map(handle).collect(),
                None => Vec::new(),
            }
        }
        Whose::RepostOf => mention.repost_of.iter().map(handle).collect(),
    }
}

enum Account {
    Id(String),
    Handle(String),
}

/// Handles are compared in any case and with or without a host, ids to the letter.
fn names(name: &str, account: &Account) -> bool {
    match account {
        Account::Id(id) => id == name,
        Account::Handle(handle) => {
            let (name, handle) = (name.to_lowercase(), handle.to_lowercase());
            let (name, handle) = (name.trim_start_matches('@'), handle.trim_start_matches('@'));
            [handle, handle_name(handle)].contains(&name)
        }
    }
}

/// What a field may be written as.
fn values(mention: &Mention, field: Exactly) -> Vec<String> {
    let lower = |text: &String| text.to_lowercase();
    let standing = |kind: &str| {
        let place = mention.own_place.as_deref().and_then(|place| place.strip_prefix(kind));
        place.into_iter().map(str::to_lowercase).collect()
    };
    match field {
        Exactly::Country => place(mention).country.into_iter().collect(),
        Exactly::Platform => vec![mention.platform.clone()],
        Exactly::Source => mention.source.iter().map(lower).collect(),
        Exactly::Subreddit => standing("subreddit:"),
        Exactly::Channel => standing("channel:"),
        Exactly::Id => vec![mention.id.clone()],
        Exactly::Thread => {
            let answered = mention.reply_to.clone().and_then(|reply| reply.id);
            mention.conversation.clone().into_iter().chain(answered).collect()
        }
    }
}

fn texts(mention: &Mention, of: &Worded) -> Vec<String> {
    let (author, place) = (author(mention), place(mention));
    let all = match of {
        Worded::AuthorBio => vec![author.bio],
        Worded::AuthorName => vec![author.name],
        Worded::AuthorLocation => vec![author.location],
        Worded::Region => vec![place.region],
        Worded::City => vec![place.city],
        Worded::Place => vec![place.name, place.city, place.region],
        Worded::Custom(name) => return columns(mention, name),
    };
    all.into_iter().flatten().collect()
}

fn columns(mention: &Mention, name: &str) -> Vec<String> {
    let is = |column: &str| {
        let (column, name) = (column.to_lowercase(), name.to_lowercase());
        column.chars().count() == name.chars().count()
            && column.chars().zip(name.chars()).all(|(written, wanted)| {
                written == wanted || wanted == '_' && !written.is_alphanumeric()
            })
    };
    let named = |column: &str| is(column) || column.strip_prefix("custom.").is_some_and(is);
    let all = mention.custom.iter().filter(|(column, _)| named(column));
    all.map(|(_, value)| value.clone()).collect()
}

/// Whether the words stand in a row in the text, or are the whole of it.
fn has(words: &Words, text: &str) -> bool {
    let tokens = term_tokens(text);
    let is = |token: &mention::TermToken, test: &TokenTest| {
        let key = if test.track == Track::Exact { &token.exact } else { &token.bare };
        key_passes(&test.key, key) && (token.glued || !test.glued)
    };
    let row_at = |start: usize| {
        let row = &tokens[start..];
        row.len() >= words.parts.len()
            && words.parts.iter().zip(row).all(|(part, token)| match part {
                Part::Any => true,
                Part::Token(wanted) => is(token, wanted),
            })
    };
    if words.whole {
        tokens.len() == words.parts.len() && row_at(0)
    } else {
        (0..tokens.len()).any(row_at)
    }
}

#[expect(clippy::cast_precision_loss, reason = "the tests count to a few")]
fn figures(mention: &Mention, measure: &Measure) -> Vec<f64> {
    let (author, place) = (author(mention), place(mention));
    let count = |count: Option<u64>| count.map(|count| count as f64).into_iter().collect();
    match measure {
        Measure::Followers => count(author.followers),
        Measure::Following => count(author.following),
        Measure::Posts => count(author.posts),
        Measure::Listed => count(author.listed),
        Measure::Likes => count(mention.engagement.likes),
        Measure::Reposts => count(mention.engagement.reposts),
        Measure::Replies => count(mention.engagement.replies),
        Measure::Views => count(mention.engagement.impressions),
        Measure::Rating => mention.rating.into_iter().collect(),
        Measure::Latitude => place.point.map(|(north, _)| north).into_iter().collect(),
        Measure::Longitude => place.point.map(|(_, east)| east).into_iter().collect(),
        Measure::Custom(name) => {
            let numbers = columns(mention, name);
            let numbers = numbers.iter().filter_map(|text| text.trim().parse().ok());
            numbers.filter(|number: &f64| number.is_finite()).collect()
        }
    }
}

/// The angle between two points seen from the middle of the earth, by their dot product.
fn in_circle(circle: &Circle, (north, east): (f64, f64)) -> bool {
    let vector = |north: f64, east: f64| {
        let (north, east) = (north.to_radians(), east.to_radians());
        [north.cos() * east.cos(), north.cos() * east.sin(), north.sin()]
    };
    let (one, other) = (vector(circle.lat.get(), circle.lon.get()), vector(north, east));
    let dot: f64 = one.iter().zip(other).map(|(a, b)| a * b).sum();
    dot.clamp(-1.0, 1.0).acos() * 6_371.008_8 <= circle.km.get()
}

/// Going east from the west side one meets the point before the east side.
fn between(sides: &Rectangle, (north, east): (f64, f64)) -> bool {
    let eastward = |to: f64| (to - sides.west.get()).rem_euclid(360.0);
    let wide = sides.east.get() - sides.west.get() >= 360.0;
    (wide || eastward(east) <= eastward(sides.east.get()))
        && (sides.south.get()..=sides.north.get()).contains(&north)
}

fn links(mention: &Mention, folded: &Folded) -> Vec<String> {
    let mut links = mention.links.clone();
    for token in folded.tokens() {
        let own = matches!(token.field, Field::Title | Field::Text);
        if own && token.kind == TokenKind::Entity(EntityKind::Link) {
            let text = mention.field(token.field);
            links.push(text[token.start as usize..token.end as usize].to_owned());
        }
    }
    links
}

/// Lower case, without the scheme and `www.`.
fn plain(address: &str) -> String {
    let lower = address.to_ascii_lowercase();
    let rest = lower.split("://").nth(1).unwrap_or(&lower);
    rest.strip_prefix("www.").unwrap_or(rest).to_owned()
}

fn leads_to(site: &Site, address: &str) -> bool {
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    let (host, path) = (&address[..end], &address[end..]);
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split(':').next().unwrap_or(host);
    let labels: Vec<&str> = host.split('.').collect();
    let wanted: Vec<&str> = site.host.split('.').collect();
    let path: Vec<&str> = path.split(['?', '#']).next().unwrap_or_default().split('/').collect();
    let below: Vec<&str> = site.path.split('/').collect();
    labels.ends_with(&wanted) && (site.path.is_empty() || path.starts_with(&below))
}

fn carries(has: Has, facts: &Facts<'_>, folded: &Folded) -> bool {
    let mention = facts.mention;
    let entity = |kind| {
        let marked = mention.entities.iter().flatten().any(|entity| entity.kind == kind);
        let found = folded.tokens().iter().any(|token| {
            token.kind == TokenKind::Entity(kind)
                && [Field::Title, Field::Text].contains(&token.field)
        });
        marked || found
    };
    let attached = |kind| mention.media.iter().any(|media| media.kind == kind);
    match has {
        Has::Links => entity(EntityKind::Link) || !mention.links.is_empty(),
        Has::Media => !mention.media.is_empty(),
        Has::Images => attached(MediaKind::Image),
        Has::Videos => attached(MediaKind::Video),
        Has::Hashtags => entity(EntityKind::Hashtag),
        Has::Mentions => entity(EntityKind::Handle),
        Has::Cashtags => entity(EntityKind::Cashtag),
        Has::Geo => place(mention) != Geo::default(),
        Has::Lang => facts.lang.is_some(),
    }
}
