//! `tagline alerts backtest`: what today's rules and settings would raise, beside what was raised.

use clap::Args;
use mention::{Alert, Catalog, Grade, RuleSetId, Timestamp};
use report::{Told, Zone};
use server::{Ground, Trial};
use store::{Access, Value};

use super::list::{instant, is_asked, since};
use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::report::book;
use crate::rows::{RowFormat, Rows};
use crate::{clock, output, stores};

/// Of which time, and in which form.
#[derive(Debug, Args)]
pub(crate) struct Backtest {
    /// From this day on, or from so long ago: 2026-11-01, 90d
    #[arg(long, default_value = "90d")]
    since: String,
    /// Only of this tag and those below it; may be given again
    #[arg(long = "tag")]
    tags: Vec<String>,
    /// How rows are written
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    format: RowFormat,
}

const COLUMNS: [&str; 9] = [
    "start",
    "kind",
    "tag",
    "mentions",
    "expected",
    "strength",
    "would_be_raised",
    "alert",
    "grade",
];

/// Judges, prints a row an alert, and says how it compares with the grades.
pub(super) fn run(command: &Backtest, config: &Config) -> anyhow::Result<Exit> {
    let since = since(&command.since, config)?;
    let zone = Zone::parse(&config.text("report.timezone")?.unwrap_or_default())
        .map_err(|error| Mistake(error.to_string()))?;
    let store = stores::open(config, Access::Read)?;
    let book = book::read(config)?;
    if let Some(missing) = &book.missing {
        return Err(Mistake(missing.clone()).into());
    }
    let none = Catalog { rules: RuleSetId(0), entries: Vec::new() };
    let catalog = store.catalog()?.unwrap_or(none);
    let ground = Ground { rules: catalog.rules, catalog: &catalog, book: &book };
    let mut found = server::backtest(&store, &ground, &zone, (since, clock::now()))?;
    found.trials.retain(|trial| is_asked(&trial.tag, &command.tags));
    found.missed.retain(|alert| is_asked(&alert.tag, &command.tags));
    write(&found, command.format)?;
    tell(&found);
    Ok(Exit::Fine)
}

fn write(found: &server::Backtest, format: RowFormat) -> anyhow::Result<()> {
    let mut all: Vec<(Timestamp, Vec<Value>)> =
        found.trials.iter().map(|trial| (trial.told.start, trial_row(trial))).collect();
    all.extend(found.missed.iter().map(|alert| (alert.start, missed_row(alert))));
    all.sort_by_key(|(start, _)| std::cmp::Reverse(*start));
    let mut rows = Rows::begin(format, COLUMNS.map(str::to_owned).into(), output::answer())?;
    for (_, row) in all {
        rows.row(&row)?;
    }
    Ok(rows.end()?)
}

fn trial_row(trial: &Trial) -> Vec<Value> {
    let Told { kind, start, mentions, expected, strength, .. } = trial.told;
    let number = |figure: Option<f64>| {
        figure.map_or(Value::Null, |figure| Value::Number(format!("{figure:.2}")))
    };
    let [alert, grade] = of(trial.raised.as_ref());
    vec![
        Value::Text(instant(start)),
        Value::Text(kind.name().to_owned()),
        Value::Text(trial.tag.clone()),
        Value::Number(mentions.to_string()),
        number(expected),
        number(strength),
        Value::Text("yes".to_owned()),
        alert,
        grade,
    ]
}

fn missed_row(alert: &Alert) -> Vec<Value> {
    let number = |figure: Option<mention::Decimal>| {
        figure.map_or(Value::Null, |figure| Value::Number(figure.to_string()))
    };
    let [id, grade] = of(Some(alert));
    vec![
        Value::Text(instant(alert.start)),
        Value::Text(alert.kind.name().to_owned()),
        Value::Text(alert.tag.clone()),
        Value::Number(alert.mentions.to_string()),
        number(alert.expected),
        number(alert.strength),
        Value::Text("no".to_owned()),
        id,
        grade,
    ]
}

/// The id and the grade of an alert that was raised.
fn of(alert: Option<&Alert>) -> [Value; 2] {
    let grade = alert.and_then(|alert| alert.graded.as_ref()).map(|graded| graded.grade.name());
    let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
    [text(alert.map(Alert::id)), text(grade.map(str::to_owned))]
}

fn tell(found: &server::Backtest) {
    let weeks = found.weeks();
    if weeks <= 0.0 {
        output::note("nothing is counted in this time, or the rules watch nothing");
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "alerts are few")]
    let a_week = found.trials.len() as f64 / weeks;
    let raised = found.trials.iter().filter(|trial| trial.raised.is_some()).count();
    output::note(format_args!(
        "{} in {weeks:.1} weeks, {a_week:.1} a week; {raised} of them were raised, {} were raised and would not be",
        if found.trials.len() == 1 {
            "1 alert".to_owned()
        } else {
            format!("{} alerts", found.trials.len())
        },
        found.missed.len()
    ));
    for grade in Grade::ALL {
        let (again, all) = found.graded(grade);
        if all > 0 {
            output::note(format_args!("graded {}: {again} of {all} would be raised", grade.name()));
        }
    }
    output::note("alerts.strength, alerts.mentions and alerts.people set how much it takes");
}
