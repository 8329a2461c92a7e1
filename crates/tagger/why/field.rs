//! What a post is in a field by which a rule does not find it.

use mention::{Author, Geo, Kind, Mention, Timestamp};
use rulelang::{Condition, Exactly, FieldTest, Flag, Has, Measure, Whose, Worded, language_name};

use super::{Of, Telling, cut};

/// Characters of a profile that are shown.
const PROFILE_MAX: usize = 60;

impl Telling<'_, '_> {
    /// What the post is in the field of `test`, which it does not pass.
    pub(super) fn field(self, test: &FieldTest) -> String {
        let mention = self.facts.mention;
        match test {
            FieldTest::Lang(_) | FieldTest::LangOrUnknown(_) | FieldTest::Has(Has::Lang) => {
                self.language()
            }
            FieldTest::Account(whose, _) => self.account(*whose),
            FieldTest::AuthorRole(_) => {
                format!("the post's author counts as {}", self.facts.role.name())
            }
            FieldTest::Is(field, _) => self.whole(*field),
            FieldTest::Words(words) => self.profile(&words.of),
            FieldTest::Continent(_) | FieldTest::Circle(_) | FieldTest::Rectangle(_) => self.known(
                "where it was written",
                geo(mention, |geo| geo.name.as_ref().or(geo.country.as_ref())),
            ),
            FieldTest::Sentiment(_) => {
                self.known("its sentiment", self.facts.sentiment.map(|it| it.name().to_owned()))
            }
            FieldTest::Kind(_) => format!("the post is {}", kind(mention.kind)),
            FieldTest::Flag(flag) => self.flag(*flag),
            FieldTest::Has(Has::Media | Has::Images | Has::Videos | Has::Geo)
                if self.of == Of::Example =>
            {
                NO_EXAMPLE.to_owned()
            }
            FieldTest::Has(_) => "the post has none".to_owned(),
            FieldTest::Number(measure, _) => self.figure(measure),
            FieldTest::Link(_) => "the post links to no such address".to_owned(),
            FieldTest::Site(_) => "the post neither stands on this site nor links to it".to_owned(),
            FieldTest::Directed(_) => "the post names no account of this brand".to_owned(),
            FieldTest::OwnPlace(_) => "the post stands in no place of this brand".to_owned(),
            FieldTest::Published { .. } => self.published(),
        }
    }

    /// The language of the post, and that it was found out where its source does not say it.
    pub(super) fn language(self) -> String {
        match self.facts.lang {
            Some(lang) if self.facts.mention.lang.is_none() => {
                format!("by its words the post is in {}", language_name(lang))
            }
            Some(lang) => format!("the post is in {}", language_name(lang)),
            None => "the post's language is not known".to_owned(),
        }
    }

    /// The value of a field, or that there is none.
    fn known(self, name: &str, value: Option<String>) -> String {
        match value {
            Some(value) => format!("{name} is {}", cut(&value, PROFILE_MAX)),
            None if self.of == Of::Example => NO_EXAMPLE.to_owned(),
            None => format!("{name} is not known"),
        }
    }

    fn account(self, whose: Whose) -> String {
        let mention = self.facts.mention;
        match whose {
            Whose::Author => match author(mention, |author| author.handle.clone()) {
                Some(handle) => format!("the post's author is {handle}"),
                None => "the post's author is not known".to_owned(),
            },
            Whose::To => match mention.reply_to.as_ref().and_then(|reply| reply.author.clone()) {
                Some(answered) => format!("the post answers {answered}"),
                None if self.of == Of::Example => NO_EXAMPLE.to_owned(),
                None => "the post answers nobody".to_owned(),
            },
            Whose::RepostOf => match &mention.repost_of {
                Some(author) => format!("the post passes on one of {author}"),
                None if self.of == Of::Example => NO_EXAMPLE.to_owned(),
                None => "the post passes nothing on".to_owned(),
            },
        }
    }

    fn whole(self, field: Exactly) -> String {
        let mention = self.facts.mention;
        match field {
            Exactly::Platform if mention.platform.is_empty() => {
                "the post's platform is not known".to_owned()
            }
            Exactly::Platform => format!("the post's platform is {}", mention.platform),
            Exactly::Country => self.known("its country", geo(mention, |geo| geo.country.as_ref())),
            Exactly::Source => self.known("the app it was posted with", mention.source.clone()),
            Exactly::Subreddit | Exactly::Channel => {
                self.known("the place it stands in", mention.own_place.clone())
            }
            Exactly::Id => {
                self.known("its id", Some(mention.id.clone()).filter(|id| !id.is_empty()))
            }
            Exactly::Thread => self.known("its thread", mention.conversation.clone()),
        }
    }

    fn profile(self, of: &Worded) -> String {
        let mention = self.facts.mention;
        match of {
            Worded::AuthorBio => self
                .known("what its author says of themselves", author(mention, |it| it.bio.clone())),
            Worded::AuthorName => {
                self.known("its author's name", author(mention, |it| it.name.clone()))
            }
            Worded::AuthorLocation => {
                self.known("where its author is from", author(mention, |it| it.location.clone()))
            }
            Worded::Region => self.known("its region", geo(mention, |geo| geo.region.as_ref())),
            Worded::City => self.known("its city", geo(mention, |geo| geo.city.as_ref())),
            Worded::Place => {
                self.known("its place", geo(mention, |geo| geo.name.as_ref().or(geo.city.as_ref())))
            }
            Worded::Custom(name) => self.column(name),
        }
    }

    fn column(self, name: &str) -> String {
        let value = self.facts.mention.custom.iter().find(|(column, _)| column == name);
        match value {
            Some((_, value)) => format!("its {name} is {}", cut(value, PROFILE_MAX)),
            None if self.of == Of::Example => NO_EXAMPLE.to_owned(),
            None => format!("the post has no {name} that fits"),
        }
    }

    fn flag(self, flag: Flag) -> String {
        let mention = self.facts.mention;
        let (state, not, unknown) = match flag {
            Flag::Sensitive => (mention.sensitive, "the post is not", "whether it is"),
            Flag::Verified => {
                let verified = mention.author.as_ref().and_then(|author| author.verified);
                (verified, "the post's author is not", "whether its author is")
            }
            Flag::Question => {
                (self.facts.question, "the post asks nothing", "whether it asks something")
            }
        };
        match state {
            Some(_) => not.to_owned(),
            None => self.known(unknown, None),
        }
    }

    fn figure(self, measure: &Measure) -> String {
        let mention = self.facts.mention;
        let author = mention.author.as_ref();
        let shown = |count: Option<u64>| count.map(|count| count.to_string());
        let degrees = |pick: fn((f64, f64)) -> f64| {
            mention.place.as_ref().and_then(|geo| geo.point).map(|point| pick(point).to_string())
        };
        let (name, value) = match measure {
            Measure::Followers => ("their number", shown(author.and_then(|it| it.followers))),
            Measure::Following => ("their number", shown(author.and_then(|it| it.following))),
            Measure::Posts => ("their number", shown(author.and_then(|it| it.posts))),
            Measure::Listed => ("their number", shown(author.and_then(|it| it.listed))),
            Measure::Likes => ("their number", shown(mention.engagement.likes)),
            Measure::Reposts => ("their number", shown(mention.engagement.reposts)),
            Measure::Replies => ("their number", shown(mention.engagement.replies)),
            Measure::Views => ("their number", shown(mention.engagement.impressions)),
            Measure::Rating => ("its rating", mention.rating.map(|stars| stars.to_string())),
            Measure::Latitude => ("its latitude", degrees(|(north, _)| north)),
            Measure::Longitude => ("its longitude", degrees(|(_, east)| east)),
            Measure::Custom(name) => return self.column(name),
        };
        self.known(name, value)
    }

    fn published(self) -> String {
        match self.facts.mention.published_at.filter(|at| *at != Timestamp(0)) {
            Some(at) => format!("the post is of {}", day(at)),
            None => self.known("its day", None),
        }
    }
}

/// What is told of a field that an example has no key for.
const NO_EXAMPLE: &str = "an example cannot say so of a post";

fn author<T>(mention: &Mention, pick: impl Fn(&Author) -> Option<T>) -> Option<T> {
    mention.author.as_ref().and_then(pick)
}

fn geo(mention: &Mention, pick: impl Fn(&Geo) -> Option<&String>) -> Option<String> {
    mention.place.as_ref().and_then(pick).cloned()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Original => "an original",
        Kind::Reply => "a reply",
        Kind::Quote => "a quote",
        Kind::Repost => "a repost",
        Kind::Comment => "a comment",
        Kind::Review => "a review",
        Kind::Direct => "a direct message",
    }
}

/// The UTC day of an instant, as it is written.
pub(super) fn day(at: Timestamp) -> String {
    instant(at.day().start())
}

/// An instant as a query writes it; the first of a day as the day.
pub(super) fn instant(at: Timestamp) -> String {
    let test = FieldTest::Published { from: Some(at), to: None };
    let query = Condition::Field(test).to_string();
    query.trim_start_matches("published:[").split(' ').next().unwrap_or_default().to_owned()
}
