//! One value at a time out of its slot: the type it must have, and what to say when it has another.

use std::borrow::Cow;

use mention::{Entity, EntityKind, Media, MediaKind, RejectReason, Timestamp};
use serde_json::Value;

use super::time::{TimeProblem, of_number, of_text};
use super::{DecodeOptions, Problem, Raw, Slot, Slots};

/// Takes values out of slots; what has no reading goes back among the custom fields.
pub(super) struct Reader<'a> {
    slots: Slots<'a>,
    options: &'a DecodeOptions,
}

/// A text with its HTML entities decoded.
pub(super) struct Words {
    pub(super) decoded: String,
    /// Whether decoding moved anything.
    pub(super) moved: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(slots: Slots<'a>, options: &'a DecodeOptions) -> Self {
        Self { slots, options }
    }

    /// Whether the record says something for `slot`.
    pub(super) fn has(&self, slot: Slot) -> bool {
        !self.slots.is_empty(slot)
    }

    /// A text without the blanks around it; an empty one is absent.
    pub(super) fn text(&mut self, slot: Slot) -> Result<Option<String>, Problem> {
        match self.slots.take(slot) {
            None => Ok(None),
            Some(Raw::Text(text)) => {
                let trimmed = text.trim();
                Ok((!trimmed.is_empty()).then(|| without_nul(trimmed)))
            }
            Some(other) => Err(wrong(slot, &other, "write a text in quotes")),
        }
    }

    /// A text people read, as posted; one of blanks only is absent.
    pub(super) fn words(&mut self, slot: Slot) -> Result<Option<Words>, Problem> {
        let text = match self.slots.take(slot) {
            None => return Ok(None),
            Some(Raw::Text(text)) => text,
            Some(other) => return Err(wrong(slot, &other, "write a text in quotes")),
        };
        if text.trim().is_empty() {
            return Ok(None);
        }
        Ok(Some(match html_escape::decode_html_entities(&*text) {
            Cow::Borrowed(same) => Words { decoded: without_nul(same), moved: same.contains('\0') },
            Cow::Owned(decoded) => Words { decoded: without_nul(&decoded), moved: true },
        }))
    }

    /// A text or a whole number, which names the same thing as its digits.
    pub(super) fn identifier(&mut self, slot: Slot) -> Result<Option<String>, Problem> {
        match self.slots.take(slot) {
            Some(Raw::Number(number)) if !number.is_f64() => Ok(Some(number.to_string())),
            Some(Raw::Number(number)) => Err(Problem::new(
                RejectReason::WrongType,
                format!(
                    "{} is the number {number}, which has lost digits on its way; write it as a text in quotes",
                    slot.name()
                ),
            )),
            Some(other @ (Raw::Bool(_) | Raw::List(_) | Raw::Time(_) | Raw::Object)) => {
                Err(wrong(slot, &other, "write a text in quotes or a whole number"))
            }
            text => {
                self.slots.set(slot, text);
                self.text(slot)
            }
        }
    }

    /// As [`identifier`](Self::identifier); an object is none, because its fields have slots of their own.
    pub(super) fn identifier_or_object(&mut self, slot: Slot) -> Result<Option<String>, Problem> {
        match self.slots.take(slot) {
            Some(Raw::Object) => Ok(None),
            other => {
                self.slots.set(slot, other);
                self.identifier(slot)
            }
        }
    }

    /// A whole number from 0. Votes can be below zero: that is no count, and stays a custom field.
    pub(super) fn count(&mut self, slot: Slot) -> Result<Option<u64>, Problem> {
        const WHOLE_TO: f64 = 9_007_199_254_740_992.0;
        let raw = match self.slots.take(slot) {
            Some(Raw::Number(number)) => {
                if let Some(count) = number.as_u64() {
                    return Ok(Some(count));
                }
                Raw::Number(number)
            }
            Some(Raw::Text(text)) if text.trim().is_empty() => return Ok(None),
            Some(Raw::Text(text)) => Raw::Text(text),
            None => return Ok(None),
            Some(other) => {
                return Err(wrong(slot, &other, "write a whole number, or leave it out"));
            }
        };
        match as_number(&raw) {
            Some(number) if number < 0.0 => {
                self.keep(slot, raw);
                Ok(None)
            }
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is whole, not negative and small enough"
            )]
            Some(number) if number.fract() == 0.0 && number < WHOLE_TO => Ok(Some(number as u64)),
            _ => Err(wrong(slot, &raw, "write a whole number, or leave it out")),
        }
    }

    /// Any finite number.
    pub(super) fn number(&mut self, slot: Slot) -> Result<Option<f64>, Problem> {
        match self.slots.take(slot) {
            None => Ok(None),
            Some(Raw::Text(text)) if text.trim().is_empty() => Ok(None),
            Some(raw) => match as_number(&raw) {
                Some(number) => Ok(Some(number)),
                None => Err(wrong(slot, &raw, "write a number, or leave it out")),
            },
        }
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, slot: Slot) -> Result<Option<bool>, Problem> {
        let raw = match self.slots.take(slot) {
            None => return Ok(None),
            Some(Raw::Bool(flag)) => return Ok(Some(flag)),
            Some(raw) => raw,
        };
        let written = match &raw {
            Raw::Text(text) => text.trim().to_ascii_lowercase(),
            Raw::Number(number) => number.to_string(),
            _ => return Err(wrong(slot, &raw, "write true or false, or leave it out")),
        };
        match written.as_str() {
            "" => Ok(None),
            "true" | "yes" | "1" => Ok(Some(true)),
            "false" | "no" | "0" => Ok(Some(false)),
            _ => Err(wrong(slot, &raw, "write true or false, or leave it out")),
        }
    }

    /// A point in time that does not lie in the future.
    pub(super) fn time(&mut self, slot: Slot) -> Result<Option<Timestamp>, Problem> {
        let Some(raw) = self.slots.take(slot) else { return Ok(None) };
        let read = match &raw {
            Raw::Text(text) if text.trim().is_empty() => return Ok(None),
            Raw::Text(text) => of_text(text, self.options.zone.as_ref()),
            Raw::Time(at) => Ok(*at),
            Raw::Number(number) => {
                number.as_f64().ok_or(TimeProblem::Unreadable).and_then(of_number)
            }
            _ => Err(TimeProblem::Unreadable),
        };
        match read {
            Ok(at) if at > self.options.latest_at => Err(Problem::new(
                RejectReason::FutureTime,
                format!(
                    "{} is {}, which is in the future; check the clock, the zone and the order of day and month of whatever wrote it",
                    slot.name(),
                    raw.describe()
                ),
            )),
            Ok(at) => Ok(Some(at)),
            Err(problem) => Err(wrong_time(slot, &raw, problem)),
        }
    }

    /// A word of a closed list; another word is no reading of it and stays a custom field.
    pub(super) fn label<T>(
        &mut self,
        slot: Slot,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(raw) = self.slots.take(slot) else { return Ok(None) };
        let Raw::Text(text) = &raw else {
            return Err(wrong(slot, &raw, "write a text in quotes, or leave it out"));
        };
        let label = read(text);
        if label.is_none() && !text.trim().is_empty() {
            self.keep(slot, raw);
        }
        Ok(label)
    }

    /// A list of texts, or one text with commas.
    pub(super) fn texts(&mut self, slot: Slot) -> Result<Vec<String>, Problem> {
        const REMEDY: &str = "write a list of texts";
        let parts = |text: &str| -> Vec<String> {
            text.split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(without_nul)
                .collect()
        };
        match self.slots.take(slot) {
            None => Ok(Vec::new()),
            Some(Raw::Text(text)) => Ok(parts(&text)),
            Some(Raw::List(items)) => {
                let text = |item: &Value| match item {
                    Value::String(text) => Some(without_nul(text)),
                    Value::Number(number) => Some(number.to_string()),
                    _ => None,
                };
                let texts: Option<Vec<_>> = items.iter().map(text).collect();
                texts.ok_or_else(|| wrong(slot, &Raw::List(items), REMEDY))
            }
            Some(other) => Err(wrong(slot, &other, REMEDY)),
        }
    }

    /// What is attached: addresses, or objects with `kind` and `url`.
    pub(super) fn media(&mut self) -> Vec<Media> {
        match self.slots.take(Slot::Media) {
            Some(Raw::List(items)) => items.iter().filter_map(medium).collect(),
            Some(Raw::Text(url)) if !url.trim().is_empty() => {
                vec![Media { kind: MediaKind::Other, url: Some(without_nul(url.trim())) }]
            }
            _ => Vec::new(),
        }
    }

    /// The entities the source marked, if their places are still those of the decoded text and all in it.
    pub(super) fn entities(&mut self, text: &Words) -> Option<Vec<Entity>> {
        let raw = self.slots.take(Slot::Entities)?;
        let Raw::List(items) = &raw else {
            self.keep(Slot::Entities, raw);
            return None;
        };
        let entities: Option<Vec<_>> =
            items.iter().map(|item| entity(item, &text.decoded)).collect();
        if entities.is_none() || text.moved {
            self.keep(Slot::Entities, raw);
            return None;
        }
        entities
    }

    /// Everything without a slot, sorted by name; of a name given twice the last counts.
    pub(super) fn custom(self) -> Vec<(String, String)> {
        let mut custom = self.slots.custom;
        for (name, value) in &mut custom {
            if name.contains('\0') || value.contains('\0') {
                (*name, *value) = (without_nul(name), without_nul(value));
            }
        }
        custom.sort_by(|(one, _), (other, _)| one.cmp(other));
        custom.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                std::mem::swap(later, earlier);
            }
            same
        });
        custom
    }

    fn keep(&mut self, slot: Slot, raw: Raw<'_>) {
        let value = raw.custom().map(|value| (slot.name().to_owned(), value));
        self.slots.custom.extend(value);
    }
}

/// NUL cannot stand in a database's text; what was there stays visible.
fn without_nul(text: &str) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text.to_owned() }
}

fn as_number(raw: &Raw<'_>) -> Option<f64> {
    match raw {
        Raw::Number(number) => number.as_f64(),
        Raw::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn medium(item: &Value) -> Option<Media> {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    match item {
        Value::String(url) => Some(Media { kind: MediaKind::Other, url: Some(without_nul(url)) }),
        Value::Object(_) => {
            let kind = match text("kind").or_else(|| text("type")) {
                Some("image" | "photo" | "picture" | "gif") => MediaKind::Image,
                Some("video") => MediaKind::Video,
                _ => MediaKind::Other,
            };
            Some(Media { kind, url: text("url").map(without_nul) })
        }
        _ => None,
    }
}

/// `{"kind": "hashtag", "start": 0, "end": 4}`, in bytes of the text.
fn entity(item: &Value, text: &str) -> Option<Entity> {
    let kind = match item.get("kind")?.as_str()? {
        "hashtag" => EntityKind::Hashtag,
        "handle" => EntityKind::Handle,
        "cashtag" => EntityKind::Cashtag,
        "link" => EntityKind::Link,
        _ => return None,
    };
    let place = |key: &str| u32::try_from(item.get(key)?.as_u64()?).ok();
    let (start, end) = (place("start")?, place("end")?);
    let inside = start < end && text.get(start as usize..end as usize).is_some();
    inside.then_some(Entity { kind, start, end })
}

fn wrong(slot: Slot, raw: &Raw<'_>, remedy: &str) -> Problem {
    let detail = format!("{} is {}; {remedy}", slot.name(), raw.describe());
    Problem::new(RejectReason::WrongType, detail)
}

fn wrong_time(slot: Slot, raw: &Raw<'_>, problem: TimeProblem) -> Problem {
    let reason = match raw {
        Raw::Text(_) | Raw::Number(_) => RejectReason::InvalidTime,
        _ => RejectReason::WrongType,
    };
    let remedy = match problem {
        TimeProblem::Unreadable => {
            "which is no time; write it as 2026-05-04T12:30:00Z or in Unix seconds"
        }
        TimeProblem::NoZone => {
            "which names no time zone; write it as 2026-05-04T12:30:00Z or with an offset, or give the zone with --times-in"
        }
    };
    Problem::new(reason, format!("{} is {}, {remedy}", slot.name(), raw.describe()))
}
