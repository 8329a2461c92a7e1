//! A store of so many mentions as a brand of some size has: twelve weeks, people who ask and a team that answers.

use std::path::Path;

use anyhow::ensure;
use corpus::{Chance, Statistics};
use mention::{
    Author, Batch, BrandRole, Catalog, Cause, Content, Day, Engagement, Entry, EntryKind, Event,
    Geo, Kind, Lang, Mention, Outcome, Part, Position, Provenance, Record, ReplyTo, Role,
    RuleSetId, Sentiment, Standing, Tag, TagName, Tagged, Timestamp,
};
use report::{AccountFacts, Book, CampaignFacts, ThemeFacts, Urgency, Zone};
use store::{Commit, OpenOptions, Store};

/// The last of the twelve weeks.
pub(super) const LAST_WEEK: &str = "2026-W47";
/// Monday, 2026-08-31T00:00:00Z, in milliseconds: week 36.
const BEGIN: i64 = 1_788_134_400_000;
const DAYS: i64 = 84;
const DAY: i64 = 86_400_000;
/// Mentions of a batch.
const BATCH: u64 = 10_000;
const THEMES: u64 = 60;
const RULES: RuleSetId = RuleSetId(7);
const PLATFORMS: [&str; 4] = ["twitter", "reddit", "instagram", "reviews"];
const CITIES: [(&str, &str); 4] =
    [("SE", "Malmö"), ("SE", "Lund"), ("DE", "Berlin"), ("FR", "Lyon")];

/// What is being made.
struct Maker {
    chance: Chance,
    mentions: u64,
}

/// Fills a new store.
pub(crate) fn fill(path: &Path, mentions: u64) -> anyhow::Result<()> {
    let mut store = Store::open(path, &OpenOptions::default())?;
    store.put_rules(RULES, "", &catalog())?;
    let part = Part { source: "file".into(), name: "bench".into() };
    let mut claim = store.claim(&part)?;
    store.start(&mut claim, Position(0))?;
    let statistics = Statistics::kept();
    let mut texts = corpus::posts_without_end(&statistics, 1);
    let mut maker = Maker { chance: Chance::new(3), mentions };
    let mut from = 0;
    while from < mentions {
        let to = (from + BATCH).min(mentions);
        let mut outcome = Outcome {
            rules: RULES,
            batch: Batch {
                part: part.clone(),
                from: Position(from),
                to: Position(to),
                records: Vec::new(),
            },
            tagged: Vec::new(),
        };
        for number in from..to {
            let text = texts.next().unwrap_or_default();
            maker.push(number, text, &mut outcome);
        }
        let done = store.commit(&mut claim, &outcome)?;
        ensure!(matches!(done, Commit::Done(_)), "nobody else claims the part");
        from = to;
    }
    Ok(())
}

impl Maker {
    fn push(&mut self, number: u64, text: String, outcome: &mut Outcome) {
        let mention = self.mention(number, text);
        let tagged = self.tagged(&mention);
        let at = mention.published_at;
        let event = Event::posted(mention, None).expect("each has a time");
        let content = Content::Event(event);
        outcome.batch.records.push(Record { at, position: Position(number), content });
        outcome.tagged.push(tagged);
    }

    fn mention(&mut self, number: u64, text: String) -> Mention {
        let chance = &mut self.chance;
        let at = BEGIN
            + i64::try_from(number * (DAYS * DAY).unsigned_abs() / self.mentions).unwrap_or(0);
        let ours = chance.happens(0.02);
        let answers = !ours && number > 100 && chance.happens(0.05);
        let asked = number.saturating_sub(1 + chance.below(100));
        let platform =
            PLATFORMS[usize::try_from(if answers { asked } else { number } % 4).unwrap_or(0)];
        let person = (chance.below(1 << 17) * chance.below(1 << 17)) >> 17;
        let handle = match () {
            () if answers => "velmora_help".to_owned(),
            () if ours => "velmora".to_owned(),
            () => format!("user{person}"),
        };
        let kind = match () {
            () if answers => Kind::Reply,
            () if chance.happens(0.15) => Kind::Repost,
            () => Kind::Original,
        };
        let place = chance.happens(0.2).then(|| {
            let (country, city) = *chance.one(&CITIES);
            Geo { country: Some(country.to_owned()), city: Some(city.to_owned()), ..Geo::default() }
        });
        let seen = chance.below(5_000);
        Mention {
            platform: platform.to_owned(),
            id: number.to_string(),
            permalink: Some(format!("https://{platform}.example/{number}")),
            author: Some(Author {
                handle: Some(handle),
                followers: Some(person * 7),
                ..Author::default()
            }),
            text,
            published_at: Some(Timestamp(at)),
            kind,
            reply_to: answers.then(|| ReplyTo { id: Some(asked.to_string()), author: None }),
            addressed: if chance.happens(0.06) { vec!["velmora".to_owned()] } else { Vec::new() },
            engagement: Engagement {
                likes: Some(chance.below(40)),
                reposts: Some(chance.below(9)),
                impressions: (ours || answers).then_some(seen),
                ..Engagement::default()
            },
            place,
            ..Mention::default()
        }
    }

    fn tagged(&mut self, mention: &Mention) -> Tagged {
        let chance = &mut self.chance;
        let handle = mention.author.as_ref().and_then(|author| author.handle.as_deref());
        let sent = handle.is_some_and(|handle| handle.starts_with("velmora"));
        let mut names = Vec::new();
        if sent || chance.happens(0.5) {
            names.push("velmora".to_owned());
        }
        if chance.happens(0.2) {
            names.push(format!("rival-{}", chance.below(2)));
        }
        if chance.happens(0.03) {
            names.push("autumn".to_owned());
        }
        for _ in 0..chance.below(3) {
            names
                .push(format!("theme-{:02}", chance.below(THEMES) * chance.below(THEMES) / THEMES));
        }
        names.sort();
        names.dedup();
        let langs = ["en", "sv", "fr", "it", "ro"];
        let feelings = [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive];
        Tagged {
            standing: if sent { Standing::Sent } else { Standing::Received },
            lang: Lang::parse(chance.one::<&str>(&langs)),
            sentiment: chance.happens(0.6).then(|| *chance.one(&feelings)),
            question: Some(chance.happens(0.12)),
            tags: names.iter().map(|name| tag(name)).collect(),
            excluded_by: Vec::new(),
        }
    }
}

fn tag(name: &str) -> Tag {
    let name = TagName::parse(name).expect("made of small letters and digits");
    Tag {
        rule: name.clone(),
        name,
        provenance: Provenance::Rules(RULES),
        cause: Cause::Words,
        clause: 0,
        spans: Vec::new(),
    }
}

fn catalog() -> Catalog {
    let entry = |name: String, kind| Entry {
        label: name.clone(),
        name: TagName::parse(&name).expect("made of small letters and digits"),
        kind,
        owner: None,
        aliases: Vec::new(),
    };
    let mut entries = vec![
        entry("autumn".to_owned(), EntryKind::Campaign),
        entry("rival-0".to_owned(), EntryKind::Brand(BrandRole::Competitor)),
        entry("rival-1".to_owned(), EntryKind::Brand(BrandRole::Competitor)),
    ];
    entries.extend((0..THEMES).map(|id| entry(format!("theme-{id:02}"), EntryKind::Theme)));
    entries.push(entry("velmora".to_owned(), EntryKind::Brand(BrandRole::Own)));
    Catalog { rules: RULES, entries }
}

/// What its rules would say.
pub(super) fn book() -> Book {
    let first = Day(BEGIN / DAY);
    let account = |handle: &str, role| AccountFacts {
        handle: Some(handle.to_owned()),
        ids: Vec::new(),
        platform: None,
        role,
        automated: false,
    };
    Book {
        campaigns: vec![CampaignFacts {
            tag: "autumn".to_owned(),
            label: "Autumn".to_owned(),
            owner: None,
            brand: Some("velmora".to_owned()),
            days: (Day(first.0 + 50), Day(first.0 + 80)),
            grace_days: 0,
            zone: Zone::parse("Europe/Stockholm").expect("a zone"),
            goals: Vec::new(),
            coupons: vec!["AUTUMN10".to_owned()],
        }],
        own: vec!["velmora".to_owned()],
        rivals: vec!["rival-0".to_owned(), "rival-1".to_owned()],
        themes: (0..THEMES)
            .map(|id| ThemeFacts {
                id: format!("theme-{id:02}"),
                answer: id % 10 == 3,
                urgency: if id % 12 == 0 { Urgency::Watch } else { Urgency::Info },
            })
            .collect(),
        accounts: vec![account("velmora", Role::Brand), account("velmora_help", Role::Team)],
        ..Book::default()
    }
}
