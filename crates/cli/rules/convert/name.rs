//! The name of a query that has none: its first words, else its first field.

use std::collections::BTreeSet;

use rulelang::dialect::plain;

/// Words of a name, at most.
const WORDS: usize = 3;

/// The first words that a query looks for, each once; of one without words its first field and value; else nothing.
pub(super) fn name_of(query: &str) -> String {
    let mut said = BTreeSet::new();
    let (mut words, mut fields) = (Vec::new(), Vec::new());
    let mut excluded: Option<usize> = None;
    let (mut depth, mut quoted, mut negated) = (0, false, false);
    for token in tokens(query) {
        match token.as_str() {
            "(" => {
                depth += 1;
                if negated {
                    excluded = excluded.or(Some(depth));
                }
            }
            ")" => {
                excluded = excluded.filter(|of| *of != depth || quoted);
                depth -= 1;
            }
            "\"" => {
                quoted = !quoted;
                if negated && quoted {
                    excluded = excluded.or(Some(depth + 1));
                } else if !quoted {
                    excluded = excluded.filter(|of| *of != depth + 1);
                }
            }
            _ if excluded.is_some() || negated && !is_sign(&token) => {}
            word if is_term(word) && said.insert(word.to_lowercase()) => words.push(token.clone()),
            field if field.contains(':') && !field.starts_with('-') => fields.push(token.clone()),
            _ => {}
        }
        negated = is_sign(&token);
    }
    if words.is_empty() {
        let field = fields.iter().find(|field| field.contains(char::is_alphabetic));
        return field.map(|field| field.replace([':', '/', '_', '.'], " ")).unwrap_or_default();
    }
    words.into_iter().take(WORDS).collect::<Vec<_>>().join(" ")
}

/// Whether what follows is excluded.
fn is_sign(token: &str) -> bool {
    matches!(token, "NOT" | "-")
}

/// Whether it is looked for in a text: no operator, no field, not excluded, and not a number alone.
fn is_term(word: &str) -> bool {
    let operator = matches!(word, "AND" | "OR" | "NOT" | "TO") || word.contains("NEAR/");
    !operator
        && !word.starts_with(['-', '~', '<', '>'])
        && !word.contains([':', '/'])
        && word.contains(char::is_alphabetic)
}

/// Words, brackets and quotes; what stands in square brackets is a range and none of them.
fn tokens(query: &str) -> Vec<String> {
    let mut tokens = vec![String::new()];
    let mut ranges = 0_usize;
    for c in query.chars() {
        match plain(c) {
            '[' => ranges += 1,
            ']' => ranges = ranges.saturating_sub(1),
            _ if ranges > 0 => {}
            sign @ ('(' | ')' | '"') => tokens.extend([sign.to_string(), String::new()]),
            '{' | '}' | ',' => tokens.push(String::new()),
            c if c.is_whitespace() => tokens.push(String::new()),
            c => tokens.last_mut().expect("it begins with one and none is taken out").push(c),
        }
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_query_is_called_by_what_it_looks_for() {
        for (query, name) in [
            ("\"lost parcel\" OR late", "lost parcel late"),
            ("happy OR happiness -sad", "happy happiness"),
            ("apple apple OR APPLE juice", "apple juice"),
            ("age:[18 TO 44] AND juice", "juice"),
            ("point_radius:[-105.27 40.01 25mi]", "point radius "),
            ("from:NASA -is:retweet", "from NASA"),
            ("-(late slow) parcel", "parcel"),
            ("NOT \"free stuff\" parcel", "parcel"),
            ("NOT (a OR (b c)) d", "d"),
            ("-\"free stuff\" -spam gifts", "gifts"),
            ("conversation_id:857284431631011841", "conversation id 857284431631011841"),
            ("59 33 10km", "10km"),
            ("12345 67", ""),
            ("(bio:sales) title:\"free x\"", "free x"),
        ] {
            assert_eq!(name_of(query), name, "{query}");
        }
    }
}
