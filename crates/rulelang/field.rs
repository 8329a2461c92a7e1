//! Fields: what each name stands for, and which one was meant by a name that there is not.

use mention::Field;
use strsim::damerau_levenshtein;

use names::{ELSEWHERE, FOREIGN, REFUSED, TESTS, TEXTS};

mod names;
mod value;

pub(crate) use value::expr;

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
