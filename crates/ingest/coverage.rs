//! What a feed carries, platform by platform, and which reports that is enough for.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use mention::{Kind, Mention};

/// Counts how many mentions carry what.
///
/// ```
/// use ingest::coverage::{Collects, Coverage, Verdict};
/// use mention::{Mention, Timestamp};
///
/// let mut coverage = Coverage::default();
/// coverage.add(&Mention { text: "late".into(), published_at: Some(Timestamp(0)), ..Mention::default() });
/// let answers = coverage.reports(Collects::Undeclared);
/// let best_times = answers.iter().find(|answer| answer.report == "best-times").unwrap();
/// assert_eq!(best_times.verdict, Verdict::No);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    platforms: BTreeMap<String, Platform>,
}

#[derive(Clone, Debug, Default)]
struct Platform {
    mentions: u64,
    with: [u64; Carried::COUNT],
}

/// Something a mention may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carried {
    /// When it was published.
    Time,
    /// Who wrote it, by id or handle.
    Author,
    /// How many follow its author.
    Followers,
    /// The language, as the source states it.
    Lang,
    /// The id of what it answers, or the answer inside it.
    Reply,
    /// Another kind than original.
    Kind,
    /// Likes, reposts, replies, quotes, saves or clicks.
    Engagement,
    /// How often it was shown.
    Impressions,
    /// Where in the world it was posted, or the place its author states.
    Place,
    /// Sentiment, as the source states it.
    Sentiment,
    /// Where it can be read.
    Permalink,
    /// Whom it is addressed to, or the channel it stands in.
    Addressed,
    /// Stars.
    Rating,
    /// Tags the source gave it.
    GivenTags,
    /// Where exactly it was posted, which rules ask for by circle and box.
    Coordinates,
    /// What its author says of themselves.
    Bio,
    /// Addresses it links to.
    Links,
    /// Pictures and videos.
    Media,
    /// The app it was posted with.
    App,
    /// Whether it asks something, as the source states it.
    Question,
}

impl Carried {
    const COUNT: usize = Self::ALL.len();

    /// Everything that is looked for, in the order shown.
    pub const ALL: [Self; 20] = [
        Self::Time,
        Self::Author,
        Self::Followers,
        Self::Lang,
        Self::Reply,
        Self::Kind,
        Self::Engagement,
        Self::Impressions,
        Self::Place,
        Self::Sentiment,
        Self::Permalink,
        Self::Addressed,
        Self::Rating,
        Self::GivenTags,
        Self::Coordinates,
        Self::Bio,
        Self::Links,
        Self::Media,
        Self::App,
        Self::Question,
    ];

    /// The name it is shown by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Author => "author",
            Self::Followers => "followers",
            Self::Lang => "language",
            Self::Reply => "reply ids",
            Self::Kind => "kind of post",
            Self::Engagement => "engagement",
            Self::Impressions => "impressions",
            Self::Place => "place",
            Self::Sentiment => "sentiment",
            Self::Permalink => "permalink",
            Self::Addressed => "addressee or channel",
            Self::Rating => "rating",
            Self::GivenTags => "tags of the source",
            Self::Coordinates => "coordinates",
            Self::Bio => "author's bio",
            Self::Links => "links",
            Self::Media => "pictures and videos",
            Self::App => "app",
            Self::Question => "questions marked",
        }
    }

    fn by(self, mention: &Mention) -> bool {
        let author = mention.author.as_ref();
        match self {
            Self::Time => mention.published_at.is_some(),
            Self::Author => author.is_some_and(|a| a.id.is_some() || a.handle.is_some()),
            Self::Followers => author.is_some_and(|a| a.followers.is_some()),
            Self::Lang => mention.lang.is_some(),
            Self::Reply => {
                mention.answered.is_some()
                    || mention.reply_to.as_ref().is_some_and(|reply| reply.id.is_some())
            }
            Self::Kind => mention.kind != Kind::Original,
            Self::Engagement => {
                let e = &mention.engagement;
                [e.likes, e.reposts, e.replies, e.quotes, e.saves, e.clicks]
                    .iter()
                    .any(Option::is_some)
            }
            Self::Impressions => mention.engagement.impressions.is_some(),
            Self::Place => mention.place.is_some() || author.is_some_and(|a| a.location.is_some()),
            Self::Sentiment => mention.sentiment.is_some(),
            Self::Permalink => mention.permalink.is_some(),
            Self::Addressed => !mention.addressed.is_empty() || mention.own_place.is_some(),
            Self::Rating => mention.rating.is_some(),
            Self::GivenTags => !mention.given_tags.is_empty(),
            Self::Coordinates => mention.place.as_ref().is_some_and(|place| place.point.is_some()),
            Self::Bio => author.is_some_and(|a| a.bio.is_some()),
            Self::Links => !mention.links.is_empty(),
            Self::Media => !mention.media.is_empty(),
            Self::App => mention.source.is_some(),
            Self::Question => mention.question.is_some(),
        }
    }
}

/// How much of one thing a platform's mentions carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The platform.
    pub platform: String,
    /// What.
    pub carried: Carried,
    /// Mentions that carry it.
    pub with: u64,
    /// All mentions of the platform.
    pub mentions: u64,
}

/// What the query behind a feed gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collects {
    /// Mentions of our brand only.
    Brand,
    /// Mentions of the whole category, rivals included.
    Category,
    /// Everything.
    All,
    /// Nobody has said.
    Undeclared,
}

/// Whether a feed is enough for a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Yes,
    /// Some of its numbers will be missing or weak.
    Partly,
    /// It is not.
    No,
}

impl Verdict {
    /// The verdict in a word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }
}

/// Whether one report can be answered, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The report's name.
    pub report: &'static str,
    /// Whether.
    pub verdict: Verdict,
    /// Why, in a sentence without a full stop.
    pub because: String,
}

impl Coverage {
    /// Counts what `mention` carries.
    pub fn add(&mut self, mention: &Mention) {
        if !self.platforms.contains_key(&mention.platform) {
            self.platforms.insert(mention.platform.clone(), Platform::default());
        }
        let Some(platform) = self.platforms.get_mut(&mention.platform) else { return };
        platform.mentions += 1;
        for carried in Carried::ALL {
            platform.with[carried as usize] += u64::from(carried.by(mention));
        }
    }

    /// Mentions counted.
    #[must_use]
    pub fn mentions(&self) -> u64 {
        self.platforms.values().map(|platform| platform.mentions).sum()
    }

    /// What each platform carries: by platform, then in the order of [`Carried::ALL`].
    #[must_use]
    pub fn shares(&self) -> Vec<Share> {
        let of = |(name, platform): (&String, &Platform)| {
            let share = |carried| Share {
                platform: name.clone(),
                carried,
                with: platform.with[carried as usize],
                mentions: platform.mentions,
            };
            Carried::ALL.map(share)
        };
        self.platforms.iter().flat_map(of).collect()
    }

    /// Which reports the feed can answer, in the order of the report list.
    #[must_use]
    pub fn reports(&self, collects: Collects) -> Vec<Answer> {
        REPORTS.iter().map(|(report, needs)| self.answer(report, needs, collects)).collect()
    }

    fn answer(&self, report: &'static str, needs: &[Need], collects: Collects) -> Answer {
        if self.mentions() == 0 && !needs.is_empty() {
            let because = "no mention could be read".to_owned();
            return Answer { report, verdict: Verdict::No, because };
        }
        let mut verdict = Verdict::Yes;
        let mut reasons = Vec::new();
        for need in needs {
            let percent = self.percent(need.carried);
            if percent >= need.enough {
                continue;
            }
            let hopeless = need.vital && percent < need.vital_from();
            verdict = if hopeless { Verdict::No } else { verdict.or_partly() };
            reasons.push(self.reason(need, percent));
        }
        if report == "competitors" {
            match collects {
                Collects::Brand => {
                    verdict = Verdict::No;
                    reasons.insert(0, "the feed was gathered with our own brand's query, so rivals are missing from it".to_owned());
                }
                Collects::Undeclared => {
                    verdict = verdict.or_partly();
                    reasons.push("nobody has said what the feed gathers; say --collects category if rivals are in it".to_owned());
                }
                Collects::Category | Collects::All => {}
            }
        }
        if reasons.is_empty() {
            reasons.push("everything it needs is there".to_owned());
        }
        Answer { report, verdict, because: reasons.join("; ") }
    }

    fn reason(&self, need: &Need, percent: f64) -> String {
        let without: Vec<&str> = self
            .platforms
            .iter()
            .filter(|(_, platform)| platform.with[need.carried as usize] == 0)
            .map(|(name, _)| name.as_str())
            .collect();
        let name = need.carried.name();
        let plural = if name.ends_with('s') { "are" } else { "is" };
        if percent == 0.0 {
            return format!("no mention has {name}: {}", need.without);
        }
        let missing = match without.len() {
            0 => String::new(),
            _ => format!(" (none on {})", without.join(", ")),
        };
        format!("{name} {plural} in {percent:.1} % of the mentions{missing}: {}", need.without)
    }

    /// Mentions that carry something, of a hundred.
    fn percent(&self, carried: Carried) -> f64 {
        let with: u64 =
            self.platforms.values().map(|platform| platform.with[carried as usize]).sum();
        #[expect(clippy::cast_precision_loss, reason = "a share is read to three digits")]
        let (with, mentions) = (with as f64, self.mentions().max(1) as f64);
        100.0 * with / mentions
    }
}

impl Verdict {
    const fn or_partly(self) -> Self {
        match self {
            Self::Yes => Self::Partly,
            other => other,
        }
    }
}

/// Something a report needs.
struct Need {
    carried: Carried,
    /// From how many in a hundred mentions on it is there.
    enough: f64,
    /// Whether the report is nothing without it.
    vital: bool,
    /// What is the matter without it.
    without: &'static str,
}

impl Need {
    /// Below this the report cannot be made: places known of fewer than 5 % get no ranking, and of what only some
    /// mentions have by nature one is better than none.
    fn vital_from(&self) -> f64 {
        const PLACES_KNOWN: f64 = 5.0;
        if self.carried == Carried::Place { PLACES_KNOWN } else { f64::MIN_POSITIVE }
    }
}

const fn vital(carried: Carried, enough: f64, without: &'static str) -> Need {
    Need { carried, enough, vital: true, without }
}

const fn better(carried: Carried, enough: f64, without: &'static str) -> Need {
    Need { carried, enough, vital: false, without }
}

/// Of what every mention could have.
const MOST: f64 = 80.0;
/// Of what only some mentions have by nature, such as an answer or a view count of an own post.
const SOME: f64 = 1.0;

const TIME: Need = vital(Carried::Time, MOST, "nothing can be counted by day");
const PEOPLE: Need = better(Carried::Author, MOST, "people cannot be counted, or only some");
const REPLIES: Need = better(Carried::Reply, SOME, "whether and how fast we answer cannot be told");
const ENGAGED: Need =
    better(Carried::Engagement, MOST, "engagements are not counted, or only some");

/// What each report needs, in the order of the report list.
const REPORTS: [(&str, &[Need]); 15] = [
    ("success", &[TIME, PEOPLE, REPLIES]),
    (
        "tags",
        &[
            TIME,
            PEOPLE,
            ENGAGED,
            REPLIES,
            better(Carried::Impressions, SOME, "engagement rates of our posts cannot be told"),
        ],
    ),
    ("campaigns", &[TIME, better(Carried::Author, MOST, "new people cannot be told from old")]),
    ("competitors", &[TIME, PEOPLE, ENGAGED]),
    (
        "advocates",
        &[
            TIME,
            vital(Carried::Author, MOST, "nobody can be named"),
            better(Carried::Followers, MOST, "how many follow them is not known, or only of some"),
            better(Carried::Reply, SOME, "what our answers did cannot be told"),
        ],
    ),
    (
        "questions",
        &[TIME, PEOPLE, better(Carried::Reply, SOME, "which are answered cannot be told")],
    ),
    (
        "response",
        &[
            TIME,
            vital(Carried::Reply, SOME, "whether and how fast we answer cannot be told"),
            better(Carried::Author, MOST, "who answered whom cannot be told, or only of some"),
        ],
    ),
    (
        "best-times",
        &[
            TIME,
            vital(Carried::Engagement, MOST, "what a post brought is not known, or only of some"),
            better(
                Carried::Impressions,
                SOME,
                "posts are compared with the account's own median instead of by views",
            ),
        ],
    ),
    (
        "places",
        &[
            TIME,
            vital(
                Carried::Place,
                MOST,
                "the rest is shown as unknown, and below 5 % there is no ranking",
            ),
            PEOPLE,
        ],
    ),
    ("trends", &[TIME, better(Carried::Author, MOST, "one loud person cannot be told from many")]),
    ("alerts", &[TIME, better(Carried::Author, MOST, "storms of one author cannot be marked")]),
    ("coverage", &[TIME]),
    ("rules", &[TIME, PEOPLE]),
    ("ledger", &[]),
    (
        "todo",
        &[
            TIME,
            better(Carried::Permalink, MOST, "posts cannot be linked to, or only some"),
            better(
                Carried::Reply,
                SOME,
                "what is answered cannot be told, so nothing leaves the list by itself",
            ),
        ],
    ),
];
