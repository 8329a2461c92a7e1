//! Eleven weeks of a made-up world: who speaks, when, about which brand, and what happens to it.
//!
//! Planted: a launch campaign in October, a battery crisis at its end, a campaign and a wave of one question in
//! November, people who come back because the team answered them, an evening hour at which the brand's posts do best,
//! a slow team on one platform. In a calm world nothing of it happens: the team answers, and that is all.
//! In both, a community where nobody needs to name the brand.

use super::chance::Chance;
use super::phrase::{About, Phrases};

/// 2026-08-31T00:00:00Z, a Monday.
const BEGIN_SECONDS: i64 = 1_788_134_400;
/// Days the world lasts: to 2026-11-15, a Sunday.
pub(super) const DAYS: usize = 77;

const LAUNCH: std::ops::Range<usize> = 35..49;
const CRISIS: std::ops::Range<usize> = 57..61;
const WINTER: usize = 63;
const RIDE_ON: std::ops::Range<usize> = 63..77;

const LANGUAGES: &[(&str, usize)] = &[("en", 40), ("sv", 22), ("fr", 14), ("it", 12), ("ro", 12)];
const PLATFORMS: &[(&str, usize)] =
    &[("twitter", 36), ("reddit", 14), ("instagram", 22), ("facebook", 18), ("review", 10)];
const BRANDS: &[(&str, usize)] = &[("Velmora", 55), ("Quindel", 27), ("Rovanti", 18)];
const TOPICS: &[(&str, usize)] = &[
    ("chatter", 30),
    ("praise", 22),
    ("question", 12),
    ("battery", 8),
    ("delivery", 8),
    ("complaint", 5),
    ("feature", 4),
    ("billing", 3),
    ("outage", 3),
    ("cancel", 2),
    ("giveaway", 2),
    ("recruiting", 1),
];
/// Posts by hour of the day, UTC.
const HOURS: &[usize] =
    &[2, 1, 1, 1, 2, 4, 8, 12, 13, 11, 10, 11, 13, 11, 10, 11, 13, 16, 19, 20, 18, 13, 8, 4];
/// When the brand posts, UTC.
const OWN_HOURS: [i64; 3] = [8, 12, 18];
/// The hour at which its posts do best.
const BEST_HOUR: i64 = 18;
/// The platform on which the team is slow.
const SLOW: &str = "facebook";
/// Of a hundred people who were answered, how many come back because of it.
const CULTIVATED: usize = 35;
/// Posts by weekday, Monday first.
const WEEKDAYS: &[usize] = &[98, 96, 97, 99, 104, 110, 105];

/// One post of the made-up world.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) id: String,
    pub(super) platform: &'static str,
    pub(super) author: String,
    pub(super) followers: u64,
    pub(super) text: String,
    /// Seconds since 1970.
    pub(super) at: i64,
    pub(super) lang: &'static str,
    pub(super) kind: &'static str,
    pub(super) reply_to: Option<(String, String)>,
    pub(super) community: Option<&'static str>,
    pub(super) sentiment: Option<&'static str>,
    pub(super) likes: u64,
    pub(super) reposts: u64,
    pub(super) replies: u64,
    pub(super) impressions: Option<u64>,
}

/// Whether anything happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weather {
    /// All that is planted.
    Eventful,
    /// Nothing of it.
    Calm,
}

/// The world while it is made.
pub(super) struct World {
    weather: Weather,
    chance: Chance,
    phrases: Phrases,
    posts: Vec<Post>,
}

/// Everything posted in the eleven weeks, by time.
pub(super) fn posts(seed: u64, weather: Weather) -> Vec<Post> {
    let chance = Chance::new(seed);
    let mut world = World { weather, chance, phrases: Phrases::new(), posts: Vec::new() };
    for day in 0..DAYS {
        world.ordinary(day);
        world.community(day);
        if weather == Weather::Eventful {
            world.campaigns(day);
            world.crisis(day);
        }
        world.winter(day);
        world.own(day);
    }
    world.answers();
    world.posts.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    world.posts
}

/// A whole number below `bound`, as seconds.
fn seconds(chance: &mut Chance, bound: usize) -> i64 {
    i64::try_from(chance.below(bound)).expect("a day has few seconds")
}

/// A post to be made.
#[derive(Clone, Copy)]
struct Plan {
    day: usize,
    topic: &'static str,
    brand: &'static str,
}

impl World {
    fn ordinary(&mut self, day: usize) {
        let growth = 100 + day / 7;
        let volume = 420 * WEEKDAYS[day % 7] / 100 * growth / 100;
        let volume = volume * (94 + self.chance.below(13)) / 100;
        for _ in 0..volume {
            let brand = *self.chance.weighted(BRANDS);
            let topic = *self.chance.weighted(TOPICS);
            self.post(Plan { day, topic, brand });
        }
        // What a search for e-bikes brings up beside the brands.
        for _ in 0..volume / 11 {
            let at = self.post(Plan { day, topic: "category", brand: "this bike" });
            self.posts[at].community = None;
        }
    }

    /// The brand's own community: nobody there writes its name.
    fn community(&mut self, day: usize) {
        let volume = 28 + self.chance.below(14) + day / 5;
        for _ in 0..volume {
            let topic =
                if self.is_winter(day) && self.chance.percent(20) { "winter" } else { "community" };
            let at = self.post(Plan { day, topic, brand: "this bike" });
            let post = &mut self.posts[at];
            post.platform = "reddit";
            post.community = Some("r/Velmora");
            post.sentiment = None;
        }
    }

    fn campaigns(&mut self, day: usize) {
        let launch = if LAUNCH.contains(&day) { 210 - 11 * (day - LAUNCH.start) } else { 0 };
        let ride_on = if RIDE_ON.contains(&day) { 46 } else { 0 };
        for (topic, volume) in [("glide", launch), ("rideon", ride_on)] {
            for _ in 0..volume {
                self.post(Plan { day, topic, brand: "Velmora" });
            }
        }
    }

    fn crisis(&mut self, day: usize) {
        if !CRISIS.contains(&day) {
            return;
        }
        let volume = [260, 640, 330, 140][day - CRISIS.start];
        for _ in 0..volume {
            let at = self.post(Plan { day, topic: "crisis", brand: "Velmora" });
            if day == CRISIS.start {
                // It starts in the evening.
                self.posts[at].at = self.posts[at].at / 86_400 * 86_400
                    + 17 * 3_600
                    + seconds(&mut self.chance, 7 * 3_600);
            }
            if self.chance.percent(45) {
                self.posts[at].kind = "repost";
            }
        }
    }

    /// One question that everybody has at once.
    fn winter(&mut self, day: usize) {
        let volume = if self.is_winter(day) { 25 + 6 * (day - WINTER) } else { 3 };
        for _ in 0..volume {
            self.post(Plan { day, topic: "winter", brand: "Velmora" });
        }
    }

    fn is_winter(&self, day: usize) -> bool {
        self.weather == Weather::Eventful && day >= WINTER
    }

    /// What the brand says itself, always at the same three hours.
    fn own(&mut self, day: usize) {
        let mut topics = vec!["own"; OWN_HOURS.len()];
        if self.weather == Weather::Eventful {
            topics.extend(LAUNCH.contains(&day).then_some("glide"));
            topics.extend(RIDE_ON.contains(&day).then_some("rideon"));
            topics.extend((CRISIS.contains(&day) && day > CRISIS.start).then_some("statement"));
        }
        for (number, topic) in topics.into_iter().enumerate() {
            let at = self.post(Plan { day, topic, brand: "Velmora" });
            let seen = 8_000 + self.chance.below(40_000) as u64;
            let hour = OWN_HOURS[number % OWN_HOURS.len()];
            let is_best = self.weather == Weather::Eventful && hour == BEST_HOUR;
            let warmth = if is_best { 36 } else { 20 } + self.chance.below(8) as u64;
            let minute = seconds(&mut self.chance, 3_600);
            let post = &mut self.posts[at];
            post.at = post.at / 86_400 * 86_400 + hour * 3_600 + minute;
            post.platform = if at.is_multiple_of(2) { "twitter" } else { "instagram" };
            "velmora".clone_into(&mut post.author);
            post.followers = 84_000 + day as u64 * 31;
            post.kind = "original";
            post.sentiment = None;
            post.likes += seen * warmth / 1_000;
            post.impressions = Some(seen);
        }
    }

    /// The team answers, by day and not everybody.
    fn answers(&mut self) {
        let needy = ["question", "delivery", "billing", "outage", "complaint", "crisis", "winter"];
        for at in 0..self.posts.len() {
            let asked = &self.posts[at];
            let about_us = asked.id.contains("-velmora-")
                && needy.iter().any(|topic| asked.id.contains(topic));
            if !about_us
                || asked.kind == "repost"
                || asked.platform == "review"
                || !self.chance.percent(58)
            {
                continue;
            }
            let asked = self.posts[at].clone();
            let about =
                About { topic: "answer", lang: asked.lang, brand: "Velmora", rival: "Quindel" };
            let text = self.phrases.say(about, &mut self.chance);
            let mut wait = 300 + i64::try_from(self.chance.skewed(9 * 3_600)).unwrap_or(0);
            if self.weather == Weather::Eventful && asked.platform == SLOW {
                wait += 30 * 3_600;
            }
            self.cultivate(&asked);
            self.posts.push(Post {
                id: format!("{}-answer", asked.id),
                author: "velmora_care".to_owned(),
                followers: 12_400,
                text: format!("@{} {text}", asked.author),
                at: working_hours(asked.at + wait),
                kind: "reply",
                reply_to: Some((asked.id, asked.author)),
                sentiment: None,
                likes: 0,
                reposts: 0,
                replies: 0,
                impressions: Some(40 + self.chance.skewed(900)),
                ..asked
            });
        }
    }

    /// Somebody who was answered may come back because of it, one to three weeks later.
    fn cultivate(&mut self, asked: &Post) {
        if self.weather == Weather::Calm || !self.chance.percent(CULTIVATED) {
            return;
        }
        let later = asked.at + 8 * 86_400 + seconds(&mut self.chance, 13 * 86_400);
        if later >= BEGIN_SECONDS + 86_400 * i64::try_from(DAYS).unwrap_or(0) {
            return;
        }
        let about = About { topic: "praise", lang: asked.lang, brand: "Velmora", rival: "Quindel" };
        let text = self.phrases.say(about, &mut self.chance);
        let id = format!("{}-again", asked.id.replace("-velmora-", "-cultivated-"));
        let sentiment = asked.sentiment.and(Some("positive"));
        self.posts.push(Post { id, text, at: later, kind: "original", sentiment, ..asked.clone() });
    }

    /// Makes one post and returns where it stands.
    fn post(&mut self, plan: Plan) -> usize {
        let chance = &mut self.chance;
        let lang = *chance.weighted(LANGUAGES);
        let platform = *chance.weighted(PLATFORMS);
        let (voice, followers) = voice(chance);
        let rival = if plan.brand == "Quindel" { "Rovanti" } else { "Quindel" };
        let about = About { topic: plan.topic, lang, brand: plan.brand, rival };
        let text = self.phrases.say(about, &mut self.chance);
        let chance = &mut self.chance;
        let at = moment(plan.day, chance);
        let addressed = plan.brand == "Velmora" && platform == "twitter" && chance.percent(12);
        let brand = if plan.brand == "this bike" { "velmora" } else { plan.brand };
        self.posts.push(Post {
            id: format!(
                "{}-{}-{}-{}",
                &platform[..1],
                plan.topic,
                brand.to_lowercase(),
                self.posts.len()
            ),
            platform,
            author: format!("{lang}_{voice}"),
            followers,
            text: if addressed { format!("@velmora {text}") } else { text },
            at,
            lang,
            kind: if platform == "review" { "review" } else { "original" },
            reply_to: None,
            community: (platform == "reddit").then_some("r/ebikes"),
            sentiment: sentiment(plan.topic, platform, chance),
            likes: chance.skewed(120),
            reposts: chance.skewed(30),
            replies: chance.skewed(14),
            impressions: None,
        });
        self.posts.len() - 1
    }
}

/// A person and their followers: few speak often, most once.
fn voice(chance: &mut Chance) -> (String, u64) {
    const FIRST: &[&str] =
        &["lena", "nils", "maya", "teo", "ana", "luc", "ida", "dan", "eva", "max", "noor", "sam"];
    const LAST: &[&str] =
        &["rides", "byd", "k", "north", "pedal", "m", "hills", "84", "_x", "velo", "tram", "rain"];
    let person = chance.skewed(9_000);
    let at = usize::try_from(person).expect("there are 9,000 people");
    let name = format!("{}{}{person}", FIRST[at % 12], LAST[at / 12 % 12]);
    let followers = (person * 2_654_435_761 % 4_000).pow(2) / 9_000 + 12;
    (name, followers)
}

fn moment(day: usize, chance: &mut Chance) -> i64 {
    let hours: Vec<(usize, usize)> = HOURS.iter().copied().enumerate().collect();
    let hour = *chance.weighted(&hours);
    let whole_hours = i64::try_from(day * 24 + hour).expect("eleven weeks have few hours");
    BEGIN_SECONDS + whole_hours * 3_600 + seconds(chance, 3_600)
}

/// The team works from 7 to 17 UTC; what comes later waits for the morning.
fn working_hours(at: i64) -> i64 {
    let hour = at.rem_euclid(86_400) / 3_600;
    match hour {
        0..7 => at + (7 - hour) * 3_600,
        7..17 => at,
        _ => at + (31 - hour) * 3_600,
    }
}

/// Two platforms of five rate their posts.
fn sentiment(topic: &str, platform: &str, chance: &mut Chance) -> Option<&'static str> {
    let (positive, negative) = match topic {
        "praise" | "glide" | "rideon" => (85, 2),
        "crisis" | "complaint" | "billing" => (1, 88),
        "delivery" | "outage" | "cancel" => (3, 72),
        _ => (22, 12),
    };
    let drawn = chance.below(100);
    let felt = if drawn < positive {
        "positive"
    } else if drawn < positive + negative {
        "negative"
    } else {
        "neutral"
    };
    matches!(platform, "twitter" | "facebook" | "review").then_some(felt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_is_the_same_world() {
        let text = |seed| format!("{:?}", posts(seed, Weather::Eventful));
        let first = text(7);
        assert_eq!(first, text(7));
        assert_ne!(first, text(8));
    }

    #[test]
    fn what_was_planted_is_there() {
        let posts = posts(7, Weather::Eventful);
        let count = |topic: &str| posts.iter().filter(|post| post.id.contains(topic)).count();
        assert!(posts.len() > 40_000, "{}", posts.len());
        assert!(count("-crisis-") > 1_000);
        assert!(count("-answer") > 1_000);
        assert!(count("-again") > 500);
        let community = posts
            .iter()
            .filter(|post| post.community == Some("r/Velmora") && !post.id.contains("answer"));
        assert!(community.clone().count() > 2_000);
        assert!(community.clone().all(|post| !post.text.to_lowercase().contains("velmora")));
        let calm = super::posts(7, Weather::Calm);
        for planted in ["-glide-", "-rideon-", "-crisis-", "-statement-", "-again"] {
            assert!(!calm.iter().any(|post| post.id.contains(planted)), "{planted}");
        }
        let languages: std::collections::BTreeSet<&str> =
            posts.iter().map(|post| post.lang).collect();
        assert_eq!(languages.len(), 5);
    }
}
