//! What programs are told of alerts, and the forms of what is posted.

use mention::{Alert, Decimal, Driver, Grade, Graded, Timestamp};
use report::Report;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::message::Message;
use super::send::Form;

/// The alert and the key of its message.
pub(super) fn of_alert(alert: &Alert, label: &str, key: &str) -> String {
    json!({ "format": 1, "key": key, "alert": AlertOut::of(alert, label) }).to_string()
}

/// Page one and the work list of a week, as `tagline report --format json` has them.
pub(super) fn of_digest(week: &str, success: &Report, todo: &Report, key: &str) -> String {
    let parsed = |report: &Report| serde_json::from_str::<Value>(&report::json(report)).ok();
    let digest = json!({ "week": week, "success": parsed(success), "todo": parsed(todo) });
    json!({ "format": 1, "key": key, "digest": digest }).to_string()
}

/// Alerts, the latest first.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Alerts<'a> {
    alerts: Vec<AlertOut<'a>>,
}

/// Alerts, for whoever asks for them.
pub(crate) fn list(alerts: &[(Alert, String)]) -> String {
    let alerts = alerts.iter().map(|(alert, label)| AlertOut::of(alert, label)).collect();
    text(&Alerts { alerts }) + "\n"
}

/// One alert, for whoever asks for it.
pub(crate) fn one(alert: &Alert, label: &str) -> String {
    text(&AlertOut::of(alert, label)) + "\n"
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("these shapes can be written as JSON")
}

/// What somebody says of an alert.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct GradeIn {
    /// `known` is what was known before.
    #[schemars(extend("enum" = Grade::ALL.map(Grade::name)))]
    pub(crate) grade: String,
    /// Why.
    pub(crate) note: Option<String>,
}

impl GradeIn {
    /// Reads `{"grade": "useful", "note": "…"}`.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }
}

/// What is posted of a message.
pub(super) fn body(message: &Message, form: Form) -> String {
    let body = match form {
        Form::Json => return message.json.clone(),
        Form::Slack => {
            let lines: Vec<String> = message.lines.iter().map(|line| mrkdwn(line)).collect();
            let (subject, lines) = (mrkdwn(&message.subject), lines.join("\n"));
            json!({ "text": format!("*{subject}*\n{lines}") })
        }
        Form::Teams => {
            let block = |text: &str, weight: &str| json!({ "type": "TextBlock", "text": plain(text), "wrap": true, "weight": weight });
            let mut body = vec![block(&message.subject, "Bolder")];
            body.extend(message.lines.iter().map(|line| block(line, "Default")));
            json!({
                "type": "message",
                "attachments": [{
                    "contentType": "application/vnd.microsoft.card.adaptive",
                    "content": {
                        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                        "type": "AdaptiveCard", "version": "1.4", "body": body,
                    },
                }],
            })
        }
    };
    body.to_string()
}

/// An alert as programs are told it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Alert")]
pub(crate) struct AlertOut<'a> {
    id: String,
    tag: &'a str,
    label: &'a str,
    /// `alarm`, `spike` or `silence`.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raised_at: Option<String>,
    mentions: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<u64>,
    /// The mentions of the one who wrote most.
    #[serde(skip_serializing_if = "Option::is_none")]
    by_one_author: Option<u64>,
    drivers: Vec<DriverOut<'a>>,
    /// The rule set whose tag it is about.
    rules: String,
    #[serde(flatten)]
    graded: Option<GradedOut<'a>>,
}

/// A part of what was more than expected.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Driver")]
struct DriverOut<'a> {
    name: &'a str,
    mentions: u64,
    share: f64,
}

/// What somebody said of it.
#[derive(Serialize, JsonSchema)]
struct GradedOut<'a> {
    grade: &'static str,
    graded_by: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    graded_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

impl<'a> AlertOut<'a> {
    fn of(alert: &'a Alert, label: &'a str) -> Self {
        let figure = |figure: Option<Decimal>| {
            figure.and_then(|figure| figure.to_string().parse::<f64>().ok())
        };
        let driver = |driver: &'a Driver| DriverOut {
            name: &driver.name,
            mentions: driver.mentions,
            share: f64::from(driver.share_permille) / 1_000.0,
        };
        let graded = |graded: &'a Graded| GradedOut {
            grade: graded.grade.name(),
            graded_by: &graded.who,
            graded_at: instant(graded.at),
            note: graded.note.as_deref(),
        };
        Self {
            id: alert.id(),
            tag: &alert.tag,
            label,
            kind: alert.kind.name(),
            start: instant(alert.start),
            latest: instant(alert.latest),
            raised_at: instant(alert.raised_at),
            mentions: alert.mentions,
            expected: figure(alert.expected),
            strength: figure(alert.strength),
            people: alert.people,
            by_one_author: alert.loudest,
            drivers: alert.drivers.iter().map(driver).collect(),
            rules: alert.rules.to_string(),
            graded: alert.graded.as_ref().map(graded),
        }
    }
}

fn instant(at: Timestamp) -> Option<String> {
    jiff::Timestamp::from_millisecond(at.0).ok().map(|at| at.to_string())
}

/// Text that means nothing to Slack: labels and hashtags come from elsewhere.
fn mrkdwn(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // A sign without a width keeps stars and the like from being marks.
    escaped
        .replace('*', "\u{200b}*")
        .replace('_', "\u{200b}_")
        .replace('`', "'")
        .replace('@', "@\u{200b}")
}

/// Text that means nothing to a card's Markdown.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, '*' | '_' | '[' | ']' | '`' | '\\' | '<' | '#') {
            plain.push('\\');
        }
        plain.push(sign);
    }
    plain
}
