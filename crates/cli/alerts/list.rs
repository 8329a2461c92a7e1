//! `tagline alerts list` and `grade`: what was raised, and what it was good for.

use clap::{Args, ValueEnum};
use mention::{Alert, Decimal, Driver, Timestamp};
use report::{Choice, Clock, Zone};
use store::{Access, Value};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::rows::{RowFormat, Rows};
use crate::{clock, output, stores};

/// Which alerts, and in which form.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only those that began on this day or later, or so long ago: 2026-11-01, 7d, 4w [default: all]
    #[arg(long)]
    since: Option<String>,
    /// Only of this tag and those below it; may be given again
    #[arg(long = "tag")]
    tags: Vec<String>,
    /// How rows are written
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    format: RowFormat,
}

/// What an alert was good for.
#[derive(Debug, Args)]
pub(crate) struct Grade {
    /// The alert's id, as `alerts list` has it
    id: String,
    /// In one word
    #[arg(value_name = "GRADE")]
    word: Word,
    /// In your own words
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Who says so [default: your name on this machine]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

/// A grade as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Word {
    /// It was good to know
    Useful,
    /// Nobody needed to know
    Noise,
    /// It was right, and known before
    Known,
}

/// Characters of a note.
const NOTE_MAX: usize = 500;

/// The columns of a list.
const COLUMNS: [&str; 12] = [
    "id",
    "start",
    "kind",
    "tag",
    "mentions",
    "expected",
    "strength",
    "people",
    "drivers",
    "grade",
    "graded_by",
    "note",
];

/// Prints them, the latest first.
pub(super) fn list(command: &List, config: &Config) -> anyhow::Result<Exit> {
    let since = command.since.as_deref().map(|text| since(text, config)).transpose()?;
    let store = stores::open(config, Access::Read)?;
    let alerts = store.alerts(since.unwrap_or(Timestamp(i64::MIN))..Timestamp(i64::MAX))?;
    let mut rows =
        Rows::begin(command.format, COLUMNS.map(str::to_owned).into(), output::answer())?;
    let mut shown = 0;
    for alert in alerts.iter().rev().filter(|alert| is_asked(&alert.tag, &command.tags)) {
        rows.row(&row(alert))?;
        shown += 1;
    }
    rows.end()?;
    if shown == 0 {
        output::note("no alert was raised; tagline alerts backtest shows what would be");
    } else if alerts.iter().any(|alert| alert.graded.is_none()) {
        output::note("Next: tagline alerts grade ID useful|noise|known");
    }
    Ok(Exit::Fine)
}

/// Whether a tag is among those asked for, or below one of them; every one is when none is asked for.
pub(super) fn is_asked(tag: &str, asked: &[String]) -> bool {
    let is_it = |asked: &String| {
        tag == asked || tag.strip_prefix(asked.as_str()).is_some_and(|rest| rest.starts_with('/'))
    };
    asked.is_empty() || asked.iter().any(is_it)
}

/// The instant that `2026-11-01` or `7d` means.
///
/// # Errors
///
/// When it means none.
pub(super) fn since(text: &str, config: &Config) -> anyhow::Result<Timestamp> {
    let wrong = |error: report::PeriodError| Mistake(error.to_string());
    let zone = Zone::parse(&config.text("report.timezone")?.unwrap_or_default()).map_err(wrong)?;
    let clock = Clock { now: clock::now(), data: None };
    let period = Choice::since(text, None).and_then(|choice| choice.resolve(&zone, clock));
    Ok(period.map_err(wrong)?.from)
}

fn row(alert: &Alert) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let some = |text: Option<&str>| text.map_or(Value::Null, |text| Value::Text(text.to_owned()));
    let graded = alert.graded.as_ref();
    vec![
        Value::Text(alert.id()),
        Value::Text(instant(alert.start)),
        text(alert.kind.name()),
        text(&alert.tag),
        Value::Number(alert.mentions.to_string()),
        figure(alert.expected),
        figure(alert.strength),
        alert.people.map_or(Value::Null, |people| Value::Number(people.to_string())),
        Value::Text(alert.drivers.iter().map(driver).collect::<Vec<_>>().join(", ")),
        some(graded.map(|graded| graded.grade.name())),
        some(graded.map(|graded| graded.who.as_str())),
        some(graded.and_then(|graded| graded.note.as_deref())),
    ]
}

fn driver(driver: &Driver) -> String {
    format!("{} {}%", driver.name, driver.share_permille / 10)
}

fn figure(figure: Option<Decimal>) -> Value {
    figure.map_or(Value::Null, |figure| Value::Number(figure.to_string()))
}

/// An instant as RFC 3339 has it, in UTC.
pub(super) fn instant(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}

/// Writes a grade down.
pub(super) fn grade(command: &Grade, config: &Config) -> anyhow::Result<Exit> {
    let grade = match command.word {
        Word::Useful => mention::Grade::Useful,
        Word::Noise => mention::Grade::Noise,
        Word::Known => mention::Grade::Known,
    };
    if command.note.as_ref().is_some_and(|note| note.chars().count() > NOTE_MAX) {
        return Err(Mistake(format!("a note has at most {NOTE_MAX} characters")).into());
    }
    let named = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let who = command.who.clone().or_else(named).unwrap_or_else(|| "somebody".to_owned());
    let graded = mention::Graded { grade, who, at: clock::now(), note: command.note.clone() };
    if !stores::open(config, Access::Write)?.grade_alert(&command.id, &graded)? {
        let id = &command.id;
        return Err(Mistake(format!(
            "there is no alert \"{id}\"; `tagline alerts list` has the ids"
        ))
        .into());
    }
    output::note(format_args!("{}: {}, says {}", command.id, grade.name(), graded.who));
    output::note("Next: tagline alerts backtest");
    Ok(Exit::Fine)
}
