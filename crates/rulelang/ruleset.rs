//! A checked set of rules: everything tagging needs, and the text it is known by.

use std::collections::BTreeMap;
use std::sync::Arc;

use mention::{
    BrandRole, Catalog, Day, Entry, EntryKind, Lang, Role, RuleSetId, TagName, Timestamp,
};

use crate::{Condition, Settings, SourceFile};

/// Rules that were read and checked without an error.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSet {
    /// Hash of `canonical` and [`RuleSetId::SEMANTICS`].
    pub id: RuleSetId,
    /// All rules, accounts, lists and settings in canonical form; order, comments, labels' places and files leave no trace.
    pub canonical: String,
    /// What the files are called, sorted.
    pub names: Vec<String>,
    /// How the queries were read.
    pub settings: Settings,
    /// The account registry, sorted.
    pub accounts: Vec<Account>,
    /// Brands, sorted by id.
    pub brands: Vec<Brand>,
    /// Themes, sorted by id.
    pub themes: Vec<Theme>,
    /// Campaigns, sorted by id.
    pub campaigns: Vec<Campaign>,
    /// Exclusions, sorted by id.
    pub excludes: Vec<Exclude>,
    /// What the feeling of a phrase is to be taken for, whatever the words in it say; sorted by phrase.
    pub sentiment: Vec<(String, f64)>,
    /// What the authors of the rules expect of them, in the order of the files.
    pub examples: Vec<Example>,
    /// The files, in the order they were read: what places are shown with.
    pub files: Vec<Arc<SourceFile>>,
}

/// What every rule has.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Its id: the tag it gives.
    pub id: TagName,
    /// What people call it; the id when no label is written.
    pub label: String,
    /// What it is for, in its author's words.
    pub description: Option<String>,
    /// Who answers for it: its own owner, else its file's.
    pub owner: Option<String>,
    /// Former ids, sorted.
    pub aliases: Vec<TagName>,
    /// A rule on trial tags for nobody but those who look at it.
    pub trial: bool,
    /// Where it is written.
    pub place: Place,
}

/// A place in a rule file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The first byte it is about, and one past the last.
    pub span: (usize, usize),
}

/// An account the registry knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Account {
    /// Its handle, folded, without `@`.
    pub handle: Option<String>,
    /// The platform's own ids of it.
    pub ids: Vec<String>,
    /// The platform it is on; every platform when absent.
    pub platform: Option<String>,
    /// What it is to us.
    pub role: Role,
    /// The person behind it.
    pub person: Option<String>,
    /// The brand it speaks for.
    pub brand: Option<TagName>,
    /// Whether a machine writes its posts.
    pub automated: bool,
}

/// A brand: found by its query, by being addressed, or because a mention stands in one of its places.
#[derive(Clone, Debug, PartialEq)]
pub struct Brand {
    /// What every rule has.
    pub head: Head,
    /// Whose it is.
    pub role: BrandRole,
    /// What finds it in a text; absent for a brand that only has accounts or places.
    pub query: Option<Condition>,
    /// Its handles, folded, without `@`.
    pub accounts: Vec<String>,
    /// Its places, as mentions state them, folded: `subreddit:sims4`.
    pub places: Vec<String>,
}

/// A theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// What every rule has.
    pub head: Head,
    /// What finds it.
    pub query: Condition,
    /// How it goes with brands.
    pub per: Per,
    /// Whether a mention with it needs an answer.
    pub answer: bool,
    /// How soon somebody is told of it.
    pub severity: Urgency,
    /// The day somebody is to look at the rule again.
    pub review_by: Option<Day>,
}

/// How soon somebody is told of a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Nobody is told.
    #[default]
    Info,
    /// Its owner, when it spikes.
    Watch,
    /// At the first mention.
    Alarm,
}

impl Urgency {
    /// Every urgency.
    pub const ALL: [Self; 3] = [Self::Info, Self::Watch, Self::Alarm];

    /// The name in rule files and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Watch => "watch",
            Self::Alarm => "alarm",
        }
    }
}

/// How a theme goes with brands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// It stands alone.
    Mention,
    /// It fires as `brand/theme`, once for each brand found.
    Brand {
        /// Both must stand within this many tokens, where the brand was found by words.
        near: Option<u32>,
    },
}

/// A campaign; its condition already asks for the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    /// What every rule has.
    pub head: Head,
    /// The brand it is for.
    pub brand: Option<TagName>,
    /// Its query AND `published:[starts, ends)`.
    pub condition: Condition,
    /// The first instant it counts.
    pub starts: Timestamp,
    /// One past the last, grace days included.
    pub ends: Timestamp,
    /// Its first and its last day as written, in its time zone; grace days left out.
    pub days: (Day, Day),
    /// Days after the last that still count.
    pub grace_days: u32,
    /// Its time zone, by its name in the tz database.
    pub timezone: String,
    /// What it is to reach, sorted by measure.
    pub goal: Vec<Goal>,
    /// Codes that are counted while it runs; they do not make it fire.
    pub coupons: Vec<String>,
    /// Its own hashtags, folded, without `#`; they do not make it fire.
    pub hashtags: Vec<String>,
}

/// What a campaign is to reach in one measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// The measure.
    pub metric: Metric,
    /// The figure; for shares and rates from 0 to 1.
    pub target: f64,
}

/// What a campaign's goal can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Mentions with the campaign's tag.
    Mentions,
    /// People who wrote them.
    People,
    /// Times they were shown.
    Impressions,
    /// The share of them that is pleased.
    PositiveShare,
    /// The brand's share of all brands' mentions.
    ShareOfVoice,
    /// The share of them that was answered.
    ReplyRate,
    /// Coupons redeemed.
    Redemptions,
    /// People who came.
    Attendance,
}

impl Metric {
    /// Every measure.
    pub const ALL: [Self; 8] = [
        Self::Mentions,
        Self::People,
        Self::Impressions,
        Self::PositiveShare,
        Self::ShareOfVoice,
        Self::ReplyRate,
        Self::Redemptions,
        Self::Attendance,
    ];

    /// The name in rule files and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mentions => "mentions",
            Self::People => "people",
            Self::Impressions => "impressions",
            Self::PositiveShare => "positive_share",
            Self::ShareOfVoice => "share_of_voice",
            Self::ReplyRate => "reply_rate",
            Self::Redemptions => "redemptions",
            Self::Attendance => "attendance",
        }
    }

    /// Whether it is a part of a whole, from 0 to 1.
    #[must_use]
    pub const fn is_share(self) -> bool {
        matches!(self, Self::PositiveShare | Self::ShareOfVoice | Self::ReplyRate)
    }
}

/// Noise: marked, and kept out of reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclude {
    /// What every rule has.
    pub head: Head,
    /// What finds it.
    pub query: Condition,
}

/// A post that a rule must find, or must not.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The rule it belongs to.
    pub rule: TagName,
    /// The post's text.
    pub text: String,
    /// Its title.
    pub title: Option<String>,
    /// Its language.
    pub lang: Option<Lang>,
    /// Its author's handle.
    pub author: Option<String>,
    /// Its platform.
    pub platform: Option<String>,
    /// Whether the rule must find it.
    pub expect: Expect,
    /// Where it is written.
    pub place: Place,
}

/// What is expected of a rule and an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// The rule finds it.
    Match,
    /// The rule leaves it alone.
    NoMatch,
    /// Its author does not know yet, or the rule is still to be written: nothing is held against the rule.
    Todo,
}

impl Expect {
    /// Every expectation.
    pub const ALL: [Self; 3] = [Self::Match, Self::NoMatch, Self::Todo];

    /// The name in rule files and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::NoMatch => "no_match",
            Self::Todo => "todo",
        }
    }
}

/// The tags that only stand above others: `service` of `service/late` counts without a rule of its own.
fn groups(entries: &[Entry]) -> Vec<Entry> {
    let known: BTreeMap<&str, &Entry> =
        entries.iter().map(|entry| (entry.name.as_str(), entry)).collect();
    let mut groups: BTreeMap<&str, Entry> = BTreeMap::new();
    for entry in entries {
        for above in entry.name.ancestors().filter(|above| !known.contains_key(above)) {
            groups.entry(above).or_insert_with(|| Entry {
                name: TagName::parse(above).expect("what stands above a tag's name is a name"),
                label: group_label(above, &known),
                owner: None,
                aliases: Vec::new(),
                ..entry.clone()
            });
        }
    }
    groups.into_values().collect()
}

/// `velmora/service` is `Velmora · Service (all)`.
fn group_label(name: &str, known: &BTreeMap<&str, &Entry>) -> String {
    let (above, own) = name.rsplit_once('/').unwrap_or(("", name));
    let own = own.replace('-', " ");
    let mut letters = own.chars();
    let own: String =
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    match known.get(above) {
        Some(above) => format!("{} · {own} (all)", above.label),
        None => format!("{own} (all)"),
    }
}

impl RuleSet {
    /// What every rule has, of all rules: brands, themes, campaigns, exclusions.
    pub fn heads(&self) -> impl Iterator<Item = &Head> {
        let brands = self.brands.iter().map(|brand| &brand.head);
        brands.chain(self.told_heads())
    }

    /// The tags these rules can give, with labels, as reports want them.
    #[must_use]
    pub fn catalog(&self) -> Catalog {
        let entry = |head: &Head, kind| Entry {
            name: head.id.clone(),
            label: head.label.clone(),
            kind,
            owner: head.owner.clone(),
            aliases: head.aliases.clone(),
        };
        let mut entries: Vec<Entry> =
            self.brands.iter().map(|b| entry(&b.head, EntryKind::Brand(b.role))).collect();
        for theme in &self.themes {
            match theme.per {
                Per::Mention => entries.push(entry(&theme.head, EntryKind::Theme)),
                Per::Brand { .. } => entries.extend(self.brands.iter().map(|brand| Entry {
                    name: brand.head.id.join(&theme.head.id),
                    label: format!("{} · {}", brand.head.label, theme.head.label),
                    ..entry(&theme.head, EntryKind::Theme)
                })),
            }
        }
        entries.extend(self.campaigns.iter().map(|c| entry(&c.head, EntryKind::Campaign)));
        entries.extend(groups(&entries));
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Catalog { rules: self.id, entries }
    }
}
