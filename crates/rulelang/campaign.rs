//! What only a campaign states: its days and its goal.

use jiff::tz::TimeZone;
use mention::{Day, Timestamp};
use toml::de::DeValue;

use crate::field::closest;
use crate::file::{At, Table, Value, or_list};
use crate::rule::number;
use crate::window::{end_of, start_of, zone};
use crate::{Code, Diagnostic, Goal, Metric};

/// Days of grace, at most.
pub(crate) const DAYS_MAX: u32 = 366;

/// The days of a campaign.
#[derive(Clone, Debug)]
pub(crate) struct Days {
    pub(crate) starts: Timestamp,
    pub(crate) ends: Timestamp,
    pub(crate) first_and_last: (Day, Day),
    pub(crate) grace: u32,
    pub(crate) timezone: String,
}

/// The days of a campaign, in order.
pub(crate) fn days(table: &Table<'_>) -> Option<Days> {
    table.require("starts");
    table.require("ends");
    let (starts, ends) = (table.day("starts"), table.day("ends"));
    let grace = table.count("grace_days", DAYS_MAX);
    let timezone = timezone(table);
    let (starts, ends) = (starts?, ends?);
    if ends.value < starts.value {
        let message =
            format!("the campaign ends on {} before it starts on {}", ends.value, starts.value);
        let found = Diagnostic::error(Code::CampaignDates, ends.span, message);
        table.report(
            found
                .label(starts.span, "its first day")
                .help("exchange the two, or put the year right"),
        );
        return None;
    }
    let grace = if table.has("grace_days") { grace? } else { 0 };
    let (zone, timezone) = timezone?;
    let window = start_of(starts.value, &zone).zip(end_of(ends.value, grace, &zone));
    if window.is_none() {
        let found =
            Diagnostic::error(Code::CampaignDates, ends.span, "the days lie outside the calendar");
        table.report(found.help("write a day between the years 1 and 9998"));
    }
    let (starts_at, ends_at) = window?;
    let first_and_last = (number(starts.value), number(ends.value));
    Some(Days { starts: starts_at, ends: ends_at, first_and_last, grace, timezone })
}

/// The campaign's time zone and its name; UTC, with a warning, when none is named.
fn timezone(table: &Table<'_>) -> Option<(TimeZone, String)> {
    if !table.has("timezone") {
        let found = Diagnostic::warning(
            Code::CampaignDates,
            table.span(),
            "no `timezone`: the campaign's days begin and end at midnight UTC",
        );
        table.report(
            found.help(
                "add where it runs: `timezone = \"Europe/Stockholm\"`, or `timezone = \"UTC\"`",
            ),
        );
        return Some((TimeZone::UTC, "UTC".to_owned()));
    }
    let text = table.text("timezone")?;
    let written = text.value.trim();
    match zone(written) {
        Ok(zone) => {
            let name = zone.iana_name().unwrap_or(written).to_owned();
            Some((zone, name))
        }
        Err(meant) => {
            let found = Diagnostic::error(
                Code::UnknownZone,
                text.span.clone(),
                format!("`{written}` is not a time zone"),
            );
            table.report(match meant {
                Some(zone) => found
                    .help(format!("did you mean `{zone}`?"))
                    .unsafe_fix(text.span, format!("\"{zone}\"")),
                None => found.help("write a continent and a city, as in `Europe/Stockholm`: summer time counts as well"),
            });
            None
        }
    }
}

/// What a campaign is to reach.
pub(crate) fn goal(table: &Table<'_>) -> Vec<Goal> {
    let Some(value) = table.value("goal") else { return Vec::new() };
    let Some(entries) = table.free("goal") else {
        return table.wrong_type("goal", value, "a table of measures").unwrap_or_default();
    };
    let mut goals: Vec<Goal> =
        entries.iter().filter_map(|(key, value)| one_goal(table, key, value)).collect();
    goals.sort_by_key(|goal| goal.metric);
    goals
}

fn one_goal(table: &Table<'_>, key: &At<String>, value: Value<'_>) -> Option<Goal> {
    let metric = Metric::ALL.into_iter().find(|metric| metric.name() == key.value);
    let Some(metric) = metric else {
        let names = Metric::ALL.map(Metric::name);
        let found = Diagnostic::error(
            Code::GoalMetric,
            key.span.clone(),
            format!("`{}` is not a measure a goal can have", key.value),
        );
        table.report(match closest(&key.value.to_lowercase(), names.into_iter()) {
            Some(near) => {
                found.help(format!("did you mean `{near}`?")).unsafe_fix(key.span.clone(), near)
            }
            None => {
                found.help(format!("it can be {}", or_list(&names.map(|name| format!("`{name}`")))))
            }
        });
        return None;
    };
    let share = metric.is_share();
    if let Some(meant) = thousands(value.get_ref()).filter(|_| !share) {
        let message = "a point parts a number from its fraction, so this is a small number";
        let found = Diagnostic::error(Code::GoalMetric, value.span(), message);
        let help = format!("write `{meant}`, without the point");
        table.report(found.help(help).unsafe_fix(value.span(), meant));
        return None;
    }
    let target = figure(value.get_ref()).filter(|target| *target > 0.0);
    match target {
        Some(target) if !share || target <= 1.0 => Some(Goal { metric, target }),
        _ => {
            let message = format!("the goal for `{}` must be a number above 0", key.value);
            let (message, help) = if share {
                (format!("{message}, 1 at most"), "write a share as a part of 1: `0.6` for 60 %")
            } else {
                (message, "write it without quotes and blanks: `5000`")
            };
            table.report(Diagnostic::error(Code::GoalMetric, value.span(), message).help(help));
            None
        }
    }
}

/// The whole number that somebody wrote with points between its thousands.
fn thousands(value: &DeValue<'_>) -> Option<String> {
    let DeValue::Float(number) = value else { return None };
    let (whole, rest) = number.as_str().split_once('.')?;
    let digits = rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    (digits && !whole.starts_with('0')).then(|| format!("{whole}{rest}"))
}

/// A number of a file.
pub(crate) fn figure(value: &DeValue<'_>) -> Option<f64> {
    let figure = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse::<f64>().ok(),
        DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
        _ => None,
    };
    figure.filter(|figure| figure.is_finite())
}
