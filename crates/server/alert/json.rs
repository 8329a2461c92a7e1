//! What programs are told of alerts, and the forms of what is posted.

use mention::{Alert, Decimal, Timestamp};
use report::Report;
use serde_json::{Value, json};

use super::message::Message;
use super::send::Form;

/// The alert and the key of its message.
pub(super) fn of_alert(alert: &Alert, label: &str, key: &str) -> String {
    json!({ "format": 1, "key": key, "alert": alert_json(alert, label) }).to_string()
}

/// Page one and the work list of a week, as `tagline report --format json` has them.
pub(super) fn of_digest(week: &str, success: &Report, todo: &Report, key: &str) -> String {
    let parsed = |report: &Report| serde_json::from_str::<Value>(&report::json(report)).ok();
    let digest = json!({ "week": week, "success": parsed(success), "todo": parsed(todo) });
    json!({ "format": 1, "key": key, "digest": digest }).to_string()
}

/// Alerts, for whoever asks for them.
pub(crate) fn list(alerts: &[(Alert, String)]) -> String {
    let alerts: Vec<Value> = alerts.iter().map(|(alert, label)| alert_json(alert, label)).collect();
    json!({ "alerts": alerts }).to_string() + "\n"
}

/// One alert, for whoever asks for it.
pub(crate) fn one(alert: &Alert, label: &str) -> String {
    alert_json(alert, label).to_string() + "\n"
}

/// The grade and the note of `{"grade": "useful", "note": "…"}`, as far as they are texts.
pub(crate) fn read_grade(body: &[u8]) -> Option<(String, Option<String>)> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    Some((text("grade")?, text("note")))
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
fn alert_json(alert: &Alert, label: &str) -> Value {
    let figure =
        |figure: Option<Decimal>| figure.and_then(|figure| figure.to_string().parse::<f64>().ok());
    let drivers = alert.drivers.iter().map(|driver| {
        let share = f64::from(driver.share_permille) / 1_000.0;
        json!({ "name": driver.name, "mentions": driver.mentions, "share": share })
    });
    let drivers: Vec<Value> = drivers.collect();
    let mut value = json!({
        "id": alert.id(),
        "tag": alert.tag,
        "label": label,
        "kind": alert.kind.name(),
        "start": instant(alert.start),
        "latest": instant(alert.latest),
        "raised_at": instant(alert.raised_at),
        "mentions": alert.mentions,
        "expected": figure(alert.expected),
        "strength": figure(alert.strength),
        "people": alert.people,
        "by_one_author": alert.loudest,
        "drivers": drivers,
        "rules": alert.rules.to_string(),
    });
    if let (Some(graded), Value::Object(fields)) = (&alert.graded, &mut value) {
        fields.insert("grade".into(), json!(graded.grade.name()));
        fields.insert("graded_by".into(), json!(graded.who));
        fields.insert("graded_at".into(), json!(instant(graded.at)));
        if let Some(note) = &graded.note {
            fields.insert("note".into(), json!(note));
        }
    }
    if let Value::Object(fields) = &mut value {
        fields.retain(|_, field| !field.is_null());
    }
    value
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
