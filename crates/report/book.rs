//! What reports know of rules beside labels: campaigns, what needs an answer, whose accounts are ours.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mention::{Day, EntityKind, Kept, Kind, Mention, Role, Standing, entities, fold_key};

use crate::Zone;

/// What the rules say that reports go by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    /// Why the rules could not be looked into; a report that needs them says so.
    pub missing: Option<String>,
    /// The campaigns, sorted by tag.
    pub campaigns: Vec<CampaignFacts>,
    /// The tags of our own brands.
    pub own: Vec<String>,
    /// The tags of our rivals' brands.
    pub rivals: Vec<String>,
    /// The themes, sorted by id.
    pub themes: Vec<ThemeFacts>,
    /// Our own accounts and our team's.
    pub accounts: Vec<AccountFacts>,
    /// The places of our own brands, folded: `subreddit:sims4`.
    pub places: Vec<String>,
    /// When somebody is there to answer; at all hours when absent.
    pub hours: Option<crate::Hours>,
    /// Who answers for a brand or theme, by the id of its rule.
    pub owners: BTreeMap<String, String>,
    /// From when on somebody is told of a spike.
    pub watch: crate::WatchSettings,
    /// What the query behind the feed gathered, where somebody says.
    pub collects: Option<crate::Collects>,
}

/// A campaign as its rule states it.
#[derive(Clone, Debug, PartialEq)]
pub struct CampaignFacts {
    /// Its tag.
    pub tag: String,
    /// What people call it.
    pub label: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The tag of the brand it is for.
    pub brand: Option<String>,
    /// Its first and its last day, both included, grace days left out.
    pub days: (Day, Day),
    /// Days after the last that still count for its tag.
    pub grace_days: u32,
    /// The zone its days are cut in.
    pub zone: Zone,
    /// What it is to reach: measure and figure.
    pub goals: Vec<(String, f64)>,
    /// Codes that are counted while it runs.
    pub coupons: Vec<String>,
}

/// What a theme asks of us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFacts {
    /// The id of the rule.
    pub id: String,
    /// Whether a mention with it needs an answer.
    pub answer: bool,
    /// How soon somebody is told of it.
    pub urgency: Urgency,
}

/// How soon somebody is told of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Nobody is told.
    Info,
    /// When it spikes.
    Watch,
    /// At the first mention.
    Alarm,
}

/// An account of ours or our team's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountFacts {
    /// Its handle, folded, without `@`.
    pub handle: Option<String>,
    /// The platform's own ids of it.
    pub ids: Vec<String>,
    /// The platform it is on; every platform when absent.
    pub platform: Option<String>,
    /// What it is to us.
    pub role: Role,
    /// Whether a machine writes its posts, which then answer nobody.
    pub automated: bool,
}

impl AccountFacts {
    fn is_on(&self, platform: &str) -> bool {
        self.platform.as_deref().is_none_or(|stated| stated == platform)
    }
}

impl Book {
    /// Our account of this handle on this platform.
    pub(crate) fn account(&self, platform: &str, handle: &str) -> Option<&AccountFacts> {
        let folded = folded(handle);
        let is_it = |account: &&AccountFacts| {
            account.is_on(platform) && account.handle.as_deref() == Some(folded.as_str())
        };
        self.accounts.iter().find(is_it)
    }

    /// Whether a machine wrote this post of ours.
    pub(crate) fn is_automated(&self, mention: &Mention) -> bool {
        let Some(author) = &mention.author else { return false };
        let by_id = |account: &&AccountFacts| {
            account.is_on(&mention.platform)
                && author.id.as_ref().is_some_and(|id| account.ids.contains(id))
        };
        let known = self.accounts.iter().find(by_id).or_else(|| {
            author.handle.as_deref().and_then(|handle| self.account(&mention.platform, handle))
        });
        known.is_some_and(|account| account.automated)
    }

    /// The first of our accounts that a mention is addressed to, folded: as its source states it, by whom
    /// it answers, by the handles its text names.
    pub(crate) fn addressed(&self, mention: &Mention) -> Option<&str> {
        let named = mention.addressed.iter().map(String::as_str);
        let answered = mention.reply_to.as_ref().and_then(|to| to.author.as_deref());
        let find = |handle: &str| self.account(&mention.platform, handle)?.handle.as_deref();
        named.chain(answered).find_map(find).or_else(|| {
            // Most texts name nobody, which one look tells.
            if !mention.text.contains('@') {
                return None;
            }
            let mut found = Vec::new();
            match &mention.entities {
                Some(marked) => found.clone_from(marked),
                None => entities(&mention.text, &mut found),
            }
            found.iter().filter(|entity| entity.kind == EntityKind::Handle).find_map(|handle| {
                find(mention.text.get(handle.start as usize..handle.end as usize)?)
            })
        })
    }

    /// Whether a mention stands in a place of ours.
    pub(crate) fn is_in_our_place(&self, mention: &Mention) -> bool {
        mention.own_place.as_deref().is_some_and(|place| {
            let place = folded(place);
            self.places.contains(&place)
        })
    }

    /// Whether somebody waits for an answer of ours: received, not a repost, and addressed to us, a
    /// review or message in a place of ours, or with a theme that asks for an answer.
    pub(crate) fn needs_answer(&self, kept: &Kept<'_>) -> bool {
        let mention = kept.mention;
        if kept.tagged.standing != Standing::Received || mention.kind == Kind::Repost {
            return false;
        }
        let is_for_us =
            matches!(mention.kind, Kind::Review | Kind::Direct) && self.is_in_our_place(mention);
        is_for_us || self.addressed(mention).is_some() || self.has_theme(kept, |theme| theme.answer)
    }

    /// Whether a mention has a theme of this sort that is ours to deal with: under a brand of ours, or
    /// under none where not only rivals are talked about.
    pub(crate) fn has_theme(&self, kept: &Kept<'_>, wanted: impl Fn(&ThemeFacts) -> bool) -> bool {
        kept.tagged.tags.iter().any(|tag| {
            let (name, rule) = (tag.name.as_str(), tag.rule.as_str());
            let theme = self.themes.binary_search_by(|theme| theme.id.as_str().cmp(rule));
            if !theme.is_ok_and(|at| wanted(&self.themes[at])) {
                return false;
            }
            match name.strip_suffix(rule).and_then(|above| above.strip_suffix('/')) {
                Some(brand) => self.own.iter().any(|own| own == brand),
                None => self.is_about_us(kept),
            }
        })
    }

    /// Whether a mention names a brand of ours, or at least no rival's.
    pub(crate) fn is_about_us(&self, kept: &Kept<'_>) -> bool {
        let names = |brands: &[String]| {
            kept.tagged.tags.iter().any(|tag| brands.iter().any(|brand| tag.name.as_str() == brand))
        };
        names(&self.own) || !names(&self.rivals)
    }
}

/// A handle or place as it is compared.
pub(crate) fn folded(name: &str) -> String {
    fold_key(name.trim_start_matches('@')).0
}

/// The calendar date of a day that is counted from 1970-01-01.
pub(crate) fn date(day: Day) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    crate::period::after(epoch, day.0)
}
