//! A post with the words that rules found marked in it.

use mention::{Field, Mention, Span};

use crate::output;

/// The post on one line, the words at `spans` marked: in bold and green where there are colors, else in square brackets.
///
/// Texts beside the post itself stand before it, with their names.
pub(super) fn marked(mention: &Mention, spans: &[Span]) -> String {
    let mut line = String::new();
    for field in Field::ALL {
        let text = mention.field(field);
        if text.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push_str(" · ");
        }
        if field != Field::Text {
            line.push_str(field.name());
            line.push_str(": ");
        }
        let here: Vec<&Span> = spans.iter().filter(|span| span.field == field).collect();
        line.push_str(&in_field(text, &here));
    }
    line
}

fn in_field(text: &str, spans: &[&Span]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for span in spans {
        let (start, end) = (span.start as usize, span.end as usize);
        out.push_str(&on_one_line(&text[at..start]));
        out.push_str(&output::emphasized(&on_one_line(&text[start..end])));
        at = end;
    }
    out.push_str(&on_one_line(&text[at..]));
    out
}

/// The text without line ends and without what would move a terminal's cursor.
fn on_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
