//! Lines of JSON: those of `tag`, which are the line that came in with its tags, and those for a log.

use std::fmt;
use std::io::{self, Write};

use mention::{Cause, Mention, Tagged};
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::clock;

/// What is said to the user as a line of a log, of the form that log lines of the crates have.
pub(crate) fn log_line(level: &'static str, message: &str) -> String {
    let line = LogLine {
        timestamp: jiff::Timestamp::from_millisecond(clock::now().0)
            .unwrap_or_default()
            .to_string(),
        level,
        fields: Fields { message },
        target: "tagline",
    };
    serde_json::to_string(&line).expect("texts can be written as JSON")
}

#[derive(Serialize)]
struct LogLine<'a> {
    timestamp: String,
    level: &'static str,
    fields: Fields<'a>,
    target: &'static str,
}

#[derive(Serialize)]
struct Fields<'a> {
    message: &'a str,
}

/// The members of an object in the order written, values untouched.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

/// A line with the tags in the place of its own `tags`.
struct Line<'a> {
    members: &'a Members<'a>,
    tags: Vec<TagOut<'a>>,
    excluded_by: Vec<&'a str>,
    standing: &'a str,
}

#[derive(Serialize)]
struct TagOut<'a> {
    tag: &'a str,
    rule: &'a str,
    cause: &'static str,
    spans: Vec<SpanOut<'a>>,
}

#[derive(Serialize)]
struct SpanOut<'a> {
    field: &'static str,
    start: u32,
    end: u32,
    words: &'a str,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in &self.members.0 {
            if !["tags", "standing", "excluded_by"].contains(&name.as_str()) {
                map.serialize_entry(name, value)?;
            }
        }
        map.serialize_entry("tags", &self.tags)?;
        map.serialize_entry("standing", self.standing)?;
        if !self.excluded_by.is_empty() {
            map.serialize_entry("excluded_by", &self.excluded_by)?;
        }
        map.end()
    }
}

/// Writes the object `line`, which was decoded to `mention`, with its tags to `out`, and a newline.
///
/// Spans are bytes of the text after HTML entities were decoded; `words` is what stands there.
///
/// # Errors
///
/// When `line` is not an object, or `out` cannot be written.
pub(crate) fn write_tagged(
    line: &[u8],
    mention: &Mention,
    tagged: &Tagged,
    mut out: impl Write,
) -> io::Result<()> {
    let members: Members<'_> = serde_json::from_slice(line)?;
    let tags = tagged.tags.iter().map(|tag| TagOut {
        tag: tag.name.as_str(),
        rule: tag.rule.as_str(),
        cause: cause(tag.cause),
        spans: tag
            .spans
            .iter()
            .map(|&span| SpanOut {
                field: span.field.name(),
                start: span.start,
                end: span.end,
                words: mention.words(span),
            })
            .collect(),
    });
    let line = Line {
        members: &members,
        tags: tags.collect(),
        excluded_by: tagged.excluded_by.iter().map(mention::TagName::as_str).collect(),
        standing: tagged.standing.name(),
    };
    serde_json::to_writer(&mut out, &line)?;
    out.write_all(b"\n")
}

/// The name of a cause in output.
pub(crate) const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Words => "words",
        Cause::Fields => "fields",
        Cause::Addressed => "addressed",
        Cause::Place => "place",
        Cause::Given => "given",
    }
}

#[cfg(test)]
mod tests {
    use mention::{Field, Provenance, Span, Standing, Tag, TagName};

    use super::*;

    #[test]
    fn a_line_keeps_all_it_had_but_its_tags() {
        let mention = Mention { text: "so late".into(), ..Mention::default() };
        let name = TagName::parse("acme/late").unwrap();
        let tag = Tag {
            rule: TagName::parse("late").unwrap(),
            name,
            provenance: Provenance::Import,
            cause: Cause::Words,
            clause: 0,
            spans: vec![Span { field: Field::Text, start: 3, end: 7 }],
        };
        let tagged = Tagged {
            standing: Standing::Received,
            lang: None,
            sentiment: None,
            question: None,
            tags: vec![tag],
            excluded_by: vec![],
        };
        let mut out = Vec::new();
        let line = br#"{"n": 1.50, "tags": ["old"], "text": "so late", "x": {"b":1, "a":2}}"#;
        write_tagged(line, &mention, &tagged, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"n\":1.50,\"text\":\"so late\",\"x\":{\"b\":1, \"a\":2},\"tags\":[{\"tag\":\"acme/late\",\"rule\":\"late\",\
             \"cause\":\"words\",\"spans\":[{\"field\":\"text\",\"start\":3,\"end\":7,\"words\":\"late\"}]}],\
             \"standing\":\"received\"}\n"
        );
    }
}
