//! Reports on a whole made-up world and on real threads: what was planted is found, nothing is found where nothing
//! was, and numbers are those of another computation.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;

use rusqlite::Connection;
use serde_json::Value;

use crate::command::{Place, real_data};

/// The weeks that are reported of the made-up world.
const WEEKS: &str = "2026-08-31..2026-11-15";

/// A made-up world that was counted.
struct World(Place);

impl World {
    fn new(weather: &[&str]) -> Self {
        let place = Place::new();
        place.call([&["demo"], weather].concat()).ends(0);
        Self(place)
    }

    fn report(&self, name: &str, period: &str) -> Value {
        self.answer(name, period, &[])
    }

    /// How many mentions `--mentions` lists.
    fn listed(&self, name: &str, period: &str, number: &str) -> usize {
        rows(&self.answer(name, period, &["--mentions", number]), "mentions").len()
    }

    fn answer(&self, name: &str, period: &str, more: &[&str]) -> Value {
        let args = ["report", name, "--period", period, "--tz", "UTC", "--format", "json"];
        let mut command = self.0.command([&args[..], more].concat());
        let output = command.current_dir(self.0.path("tagline-demo")).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The one number that SQL finds on the views everybody has.
    fn sql(&self, query: &str) -> u64 {
        let store = Connection::open(self.0.path("tagline-demo/tagline.db")).unwrap();
        store.query_row(query, [], |row| row.get(0)).unwrap()
    }
}

fn figure<'a>(report: &'a Value, key: &str) -> &'a Value {
    let figures = report["figures"].as_array().unwrap();
    let found = figures.iter().find(|figure| figure["key"] == key);
    &found.unwrap_or_else(|| panic!("no figure {key}: {report:#}"))["value"]
}

fn rows<'a>(report: &'a Value, table: &str) -> &'a [Value] {
    let tables = report["tables"].as_array().unwrap();
    let found = tables.iter().find(|found| found["key"] == table);
    found.map_or(&[][..], |table| table["rows"].as_array().unwrap())
}

fn row<'a>(report: &'a Value, table: &str, column: &str, value: &str) -> &'a Value {
    let found =
        rows(report, table).iter().find(|row| row[column] == value || row[column]["name"] == value);
    found.unwrap_or_else(|| panic!("no row {value} in {table}: {report:#}"))
}

fn headline(report: &Value) -> &str {
    report["headline"].as_str().unwrap()
}

#[test]
fn what_was_planted_is_found() {
    let world = World::new(&[]);
    let campaigns = world.report("campaigns", WEEKS);
    let launch = row(&campaigns, "brands", "campaign", "glide-launch");
    assert!(launch["lift"]["low"].as_f64().unwrap() > 1.2, "{launch:#}");
    assert!(launch["rivals"]["low"].as_f64().unwrap() < 1.0, "{launch:#}");
    let advocates = world.report("advocates", WEEKS);
    assert!(headline(&advocates).contains("came back more"), "{}", headline(&advocates));
    let best = world.report("best-times", WEEKS);
    assert!(headline(&best).contains("at 18:00"), "{}", headline(&best));
    let response = world.report("response", WEEKS);
    let unanswered = |name: &str| row(&response, "groups", "name", name)["first_reply"].as_u64();
    let by_tag = |platform: &str| {
        let report = world.report("response", WEEKS);
        row(&report, "groups", "name", platform)["answered"].as_u64().unwrap()
    };
    assert!(by_tag("facebook") > 100, "{response:#}");
    let slow = unanswered("facebook").unwrap_or(u64::MAX);
    assert!(unanswered("twitter").is_none_or(|time| time < slow), "{response:#}");
    let questions = world.report("questions", "2026-11-02..2026-11-15");
    let alerts = world.report("alerts", "2026-10-19..2026-11-15");
    let spikes = rows(&alerts, "alerts").iter().filter(|row| row["sort"] == "spike");
    let told: Vec<&str> = spikes.map(|row| row["at"].as_str().unwrap()).collect();
    assert!(told.iter().any(|at| at.starts_with("Tue 27 Oct")), "{told:?}");
    if questions["refused"].is_null() {
        let winter = row(&questions, "questions", "theme", "velmora/product/winter");
        assert!(winter["questions"].as_u64().unwrap() > 200, "{winter:#}");
    }
}

#[test]
fn nothing_is_found_where_nothing_was_planted() {
    let world = World::new(&["--calm"]);
    let campaigns = world.report("campaigns", WEEKS);
    for campaign in rows(&campaigns, "brands") {
        let lift = &campaign["lift"];
        assert!(
            lift["low"].as_f64().unwrap() < 1.0 && lift["high"].as_f64().unwrap() > 1.0,
            "{campaign:#}"
        );
    }
    let advocates = world.report("advocates", WEEKS);
    assert!(headline(&advocates).contains("does not show"), "{}", headline(&advocates));
    let best = world.report("best-times", WEEKS);
    assert!(headline(&best).starts_with("No hour stands out"), "{}", headline(&best));
    let alerts = world.report("alerts", "2026-10-19..2026-11-15");
    let spikes = rows(&alerts, "alerts").iter().filter(|row| row["sort"] != "alarm");
    assert_eq!(spikes.count(), 0, "{}", headline(&alerts));
    let trends = world.report("trends", "2026-W46");
    assert_eq!(rows(&trends, "words").len(), 0, "{}", headline(&trends));
}

#[test]
fn numbers_are_those_of_the_views_in_sql() {
    let world = World::new(&[]);
    let period = "ts >= unixepoch('2026-10-19') AND ts < unixepoch('2026-11-16')";
    let ours = "standing = 'received' AND (' ' || tags || ' ') LIKE '% velmora %'";
    let weeks = "2026-10-19..2026-11-15";
    let count = |what: &str, wanted: &str| {
        world.sql(&format!("SELECT count({what}) FROM v_mentions WHERE {period} AND {wanted}"))
    };
    let success = world.report("success", weeks);
    assert_eq!(figure(&success, "mentions"), count("*", ours));
    assert_eq!(figure(&success, "people"), count("DISTINCT author", ours));
    let rivals = "standing = 'received' AND (' ' || tags || ' ') LIKE";
    let (quindel, rovanti) = (
        count("*", &format!("{rivals} '% quindel %'")),
        count("*", &format!("{rivals} '% rovanti %'")),
    );
    let voice = figure(&success, "share_of_voice");
    assert_eq!(voice["whole"], count("*", ours) + quindel + rovanti);
    let coverage = world.report("coverage", weeks);
    assert_eq!(figure(&coverage, "untagged"), count("*", "standing = 'received' AND tags IS NULL"));
    let advocates = world.report("advocates", weeks);
    assert_eq!(figure(&advocates, "people"), count("DISTINCT author", ours));
    let new = format!(
        "SELECT count(*) FROM (SELECT author FROM v_mentions GROUP BY author
            HAVING min(ts) >= unixepoch('2026-10-19')) AS first
        WHERE author IN (SELECT author FROM v_mentions WHERE {period} AND {ours})"
    );
    assert_eq!(figure(&advocates, "new"), world.sql(&new));
    let best = world.report("best-times", weeks);
    let posts = "standing = 'sent' AND kind IN ('original', 'quote')";
    assert_eq!(figure(&best, "posts"), count("*", posts));
    let rules = world.report("rules", weeks);
    let late = row(&rules, "rules", "tag", "velmora/service/delivery");
    let delivery =
        "standing = 'received' AND (' ' || tags || ' ') LIKE '% velmora/service/delivery %'";
    assert_eq!(late["mentions"], count("*", delivery));
    // Behind a number stand as many mentions as SQL finds, whatever report it is in.
    let listed = |name: &str, number: &str| world.listed(name, weeks, number) as u64;
    let of_delivery = "received/velmora/service/delivery";
    assert_eq!(listed("tags", of_delivery), count("*", delivery));
    let negative = format!("{delivery} AND sentiment = 'negative'");
    assert_eq!(listed("tags", &format!("{of_delivery}/negative")), count("*", &negative));
    assert_eq!(listed("rules", "rules/velmora/service/delivery"), count("*", delivery));
    let untagged = "standing = 'received' AND tags IS NULL AND platform = 'reddit'";
    assert_eq!(listed("coverage", "groups/reddit/untagged"), count("*", untagged));
    let campaigns = world.report("campaigns", weeks);
    let ride = row(&campaigns, "campaigns", "campaign", "ride-on");
    assert_eq!(
        ride["mentions"],
        count("*", "standing = 'received' AND (' ' || tags || ' ') LIKE '% ride-on %'")
    );
}

/// A tweet of the support desks.
struct Tweet {
    id: String,
    author: String,
    at: i64,
    inbound: bool,
    reply_to: Option<String>,
    text: String,
}

fn tweets(path: &std::path::Path) -> Vec<Tweet> {
    let tweet = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| value[name].as_str().unwrap().to_owned();
        Tweet {
            id: text("id"),
            author: text("author").to_lowercase(),
            at: seconds(value["created_at"].as_str().unwrap()),
            inbound: value["labels"]["inbound"].as_bool().unwrap(),
            reply_to: value["in_reply_to"].as_str().map(str::to_owned),
            text: text("text"),
        }
    };
    fs::read_to_string(path).unwrap().lines().map(tweet).collect()
}

/// Seconds since 1970 of `2017-10-31T22:10:35Z`, by Hinnant's days from civil.
fn seconds(text: &str) -> i64 {
    let number = |from: usize, to: usize| text[from..to].parse::<i64>().unwrap();
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let year = if month <= 2 { year - 1 } else { year };
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
        - 719_468;
    days * 86_400 + number(11, 13) * 3_600 + number(14, 16) * 60 + number(17, 19)
}

/// The first post of each thread, by joining replies with what they reply to.
fn threads(tweets: &[Tweet]) -> HashMap<&str, &str> {
    let above: HashMap<&str, &str> = tweets
        .iter()
        .filter_map(|tweet| Some((tweet.id.as_str(), tweet.reply_to.as_deref()?)))
        .collect();
    tweets
        .iter()
        .map(|tweet| {
            let mut id = tweet.id.as_str();
            while let Some(next) = above.get(id) {
                id = next;
            }
            (tweet.id.as_str(), id)
        })
        .collect()
}

/// The waits of those who asked one of `desks`: how long, and whether it ended in an answer.
fn waits(tweets: &[Tweet], desks: &BTreeSet<String>) -> Vec<(i64, bool)> {
    let thread = threads(tweets);
    let by_id: HashMap<&str, &Tweet> =
        tweets.iter().map(|tweet| (tweet.id.as_str(), tweet)).collect();
    let end = tweets.iter().map(|tweet| tweet.at).max().unwrap();
    let names_a_desk = |text: &str| {
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '@'))
            .filter_map(|word| word.strip_prefix('@'))
            .any(|name| desks.contains(&name.to_lowercase()))
    };
    let mut asked: BTreeMap<(&str, &str), Vec<i64>> = BTreeMap::new();
    let mut answered: BTreeMap<(&str, &str), Vec<i64>> = BTreeMap::new();
    for tweet in tweets {
        let place = thread[tweet.id.as_str()];
        if tweet.inbound && names_a_desk(&tweet.text) {
            asked.entry((place, &tweet.author)).or_default().push(tweet.at);
        } else if !tweet.inbound
            && let Some(to) = tweet.reply_to.as_ref().and_then(|id| by_id.get(id.as_str()))
        {
            answered.entry((place, &to.author)).or_default().push(tweet.at);
        }
    }
    let mut waits = Vec::new();
    for (key, questions) in asked {
        let answers = answered.get(&key).map_or(&[][..], Vec::as_slice);
        // The first question before each answer, and the first after the last one.
        let mut first: BTreeMap<Option<i64>, i64> = BTreeMap::new();
        for at in questions {
            let next = answers.iter().filter(|answer| **answer >= at).min().copied();
            let first = first.entry(next).or_insert(at);
            *first = (*first).min(at);
        }
        waits.extend(
            first.into_iter().map(|(answer, at)| (answer.unwrap_or(end) - at, answer.is_some())),
        );
    }
    waits
}

/// The time by which half were answered: the product over the times of answers, done as it is defined.
#[expect(clippy::cast_precision_loss, reason = "some thousand waits")]
fn half(waits: &[(i64, bool)]) -> Option<i64> {
    let times: BTreeSet<i64> = waits.iter().filter(|wait| wait.1).map(|wait| wait.0).collect();
    let mut left = 1.0;
    for time in times {
        let at_risk = waits.iter().filter(|wait| wait.0 >= time).count() as f64;
        let answers = waits.iter().filter(|wait| **wait == (time, true)).count() as f64;
        left *= 1.0 - answers / at_risk;
        if left <= 0.5 + 1e-12 {
            return Some(time);
        }
    }
    None
}

#[test]
fn reply_times_of_real_threads_are_those_of_another_computation() {
    let Some(data) = real_data() else { return };
    let input = data.join("support/tweets.jsonl");
    let tweets = tweets(&input);
    let desks: BTreeSet<String> =
        tweets.iter().filter(|tweet| !tweet.inbound).map(|tweet| tweet.author.clone()).collect();
    let place = Place::new();
    let mut rules =
        "format = 1\n[[brand]]\nid = \"desks\"\nquery = '''zzqqxx'''\naccounts = [".to_owned();
    for desk in &desks {
        write!(rules, "{desk:?}, ").unwrap();
    }
    rules.push_str("]\n");
    place.write("rules/desks.rules.toml", rules);
    place.call(["run".as_ref(), "--input".as_ref(), input.as_os_str()]).ends(0);
    let report = place.call(["report", "response", "--format", "json"]).ends(0).out;
    let report: Value = serde_json::from_str(&report).unwrap();
    let waits = waits(&tweets, &desks);
    let answered = waits.iter().filter(|wait| wait.1).count();
    eprintln!("{} asked, {answered} were answered, half within {:?} s", waits.len(), half(&waits));
    assert_eq!(figure(&report, "needing"), waits.len());
    assert_eq!(figure(&report, "reply_rate")["part"], answered);
    assert_eq!(figure(&report, "first_reply_seconds").as_i64(), half(&waits));
    assert!(waits.len() > 500 && answered > 300, "{}", waits.len());
}
