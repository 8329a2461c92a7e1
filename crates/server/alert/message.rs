//! What somebody reads: an alert or a digest in words, and in the forms that are posted.

use super::json;
use mention::{Alert, AlertKind, Timestamp};
use report::{Report, Wording, Zone, shown};

/// A message, whatever carries it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Message {
    /// What tells it from every other; receivers take it once by it.
    pub(super) key: String,
    /// One line.
    pub(super) subject: String,
    /// More lines.
    pub(super) lines: Vec<String>,
    /// All there is to know, as JSON.
    pub(super) json: String,
    /// Pages that go with it: their names, and what they are.
    pub(super) pages: Vec<(String, String)>,
}

impl Message {
    /// An alert, in words.
    pub(super) fn of_alert(alert: &Alert, label: &str, zone: &Zone, key: &str) -> Self {
        let at = when(alert.start, zone);
        let subject = match alert.kind {
            AlertKind::Alarm => format!("Alarm: the first mention in a day of {label}, {at}"),
            AlertKind::Spike => format!(
                "Spike: {label}, {} mentions in the hour from {at}, {} expected",
                alert.mentions,
                alert.expected.map_or_else(|| "few".to_owned(), |expected| expected.to_string())
            ),
            AlertKind::Silence => {
                format!("Silence: nobody wrote about {label} in the day up to {at}")
            }
        };
        let mut lines = Vec::new();
        let said =
            |what: &str, value: Option<String>| value.map(|value| format!("{what}: {value}"));
        lines.extend(said("Strength", alert.strength.map(|strength| strength.to_string())));
        lines.extend(said("People", alert.people.map(|people| people.to_string())));
        if alert.loudest.is_some_and(|most| 2 * most > alert.mentions) {
            lines.push("Most of it was written by one author.".to_owned());
        }
        let drivers = alert.drivers.iter().map(|driver| {
            format!(
                "{} ({}%, {} mentions)",
                driver.name,
                driver.share_permille / 10,
                driver.mentions
            )
        });
        let drivers: Vec<String> = drivers.collect();
        lines.extend(said("Of the excess", (!drivers.is_empty()).then(|| drivers.join(", "))));
        lines.push(format!(
            "Was it good to know? tagline alerts grade {} useful|noise|known",
            alert.id()
        ));
        let json = json::of_alert(alert, label, key);
        Self { key: key.to_owned(), subject, lines, json, pages: Vec::new() }
    }

    /// Page one and the work list of a week.
    pub(super) fn of_digest(week: &str, success: &Report, todo: &Report, key: &str) -> Self {
        let subject = format!("{week}: {}", success.headline);
        let figures = |report: &Report| {
            let wording = Wording::of(report.language);
            let lines = report.figures.iter().map(|figure| {
                let beside = figure.beside.as_ref().map(|beside| format!(" ({beside})"));
                format!(
                    "{}: {}{}",
                    figure.label,
                    shown(&figure.value, &wording),
                    beside.unwrap_or_default()
                )
            });
            lines.collect::<Vec<_>>()
        };
        let mut lines = figures(success);
        lines.push(todo.headline.clone());
        lines.extend(todo.refused.clone());
        let json = json::of_digest(week, success, todo, key);
        let page = |report: &Report| {
            let name = format!("{}-{week}.html", report.name);
            (name, report::html(report))
        };
        let pages = vec![page(success), page(todo)];
        Self { key: key.to_owned(), subject, lines, json, pages }
    }

    /// The words, a line each.
    pub(super) fn text(&self) -> String {
        format!("{}\n\n{}\n", self.subject, self.lines.join("\n"))
    }
}

fn when(at: Timestamp, zone: &Zone) -> String {
    let wall = zone.wall(at);
    format!("{} {:02}:{:02} {}", wall.date(), wall.hour(), wall.minute(), zone.name())
}
