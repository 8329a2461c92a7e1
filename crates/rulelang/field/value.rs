//! Fields with their values: what a test that other tools have, as X's `filter:`, is in the tree.

use std::ops::Range;

use super::FieldName;
use crate::lexer::Test;
use crate::{Code, Diagnostic, Expr, Node, Value};

/// What a test with its value is in the tree; nothing for one that was reported already.
pub(crate) fn expr(
    test: &Test,
    value: Value,
    span: &Range<usize>,
) -> Result<Option<Expr>, Box<Diagnostic>> {
    let field = match test {
        Test::Skipped => return Ok(None),
        Test::Field(field) => return Ok(Some(Expr::Field { field: field.clone(), value })),
        Test::Raw | Test::Filter | Test::Verified => test,
    };
    let Value::Text(word) = value else {
        return Err(Box::new(
            Diagnostic::error(Code::FieldValue, span.clone(), "this field takes no range")
                .help("write one word or a phrase in quotes right after the colon"),
        ));
    };
    match field {
        Test::Raw if word.trim().is_empty() => Err(Box::new(
            Diagnostic::error(Code::FieldValue, span.clone(), "`raw:` has nothing to look for")
                .help("write the exact characters right after the colon"),
        )),
        Test::Raw => Ok(Some(Expr::Literal(word))),
        Test::Verified => verified(&word, span).map(Some),
        _ => filter(&word, span).map(Some),
    }
}

fn verified(text: &str, span: &Range<usize>) -> Result<Expr, Box<Diagnostic>> {
    let verified = test(FieldName::Is, "verified");
    match text.to_lowercase().as_str() {
        "true" => Ok(verified),
        "false" => Ok(Expr::Not(Box::new(Node { expr: verified, span: span.clone() }))),
        _ => Err(Box::new(
            Diagnostic::error(
                Code::FieldValue,
                span.clone(),
                format!("`authorVerified:` cannot be `{text}`"),
            )
            .help("write `is:verified` or `-is:verified`"),
        )),
    }
}

fn test(field: FieldName, value: &str) -> Expr {
    Expr::Field { field, value: Value::Text(value.to_owned()) }
}

/// X's `filter:` values and what they are here.
const FILTERS: &[(&str, FieldName, &str)] = &[
    ("cashtags", FieldName::Has, "cashtags"),
    ("hashtags", FieldName::Has, "hashtags"),
    ("images", FieldName::Has, "images"),
    ("links", FieldName::Has, "links"),
    ("media", FieldName::Has, "media"),
    ("mentions", FieldName::Has, "mentions"),
    ("native_video", FieldName::Has, "videos"),
    ("nativeretweets", FieldName::Is, "repost"),
    ("quote", FieldName::Is, "quote"),
    ("replies", FieldName::Is, "reply"),
    ("reply", FieldName::Is, "reply"),
    ("repost", FieldName::Is, "repost"),
    ("retweets", FieldName::Is, "repost"),
    ("sensitive", FieldName::Is, "sensitive"),
    ("twimg", FieldName::Has, "images"),
    ("verified", FieldName::Is, "verified"),
    ("videos", FieldName::Has, "videos"),
];

fn filter(text: &str, span: &Range<usize>) -> Result<Expr, Box<Diagnostic>> {
    let lower = text.to_lowercase();
    let found = FILTERS.iter().find(|(name, ..)| *name == lower);
    if let Some((_, field, value)) = found {
        return Ok(test(field.clone(), value));
    }
    let diagnostic = Diagnostic::error(
        Code::FieldValue,
        span.clone(),
        format!("`filter:{text}` has no counterpart here"),
    );
    Err(Box::new(if lower.ends_with("video") {
        diagnostic.help("write `has:videos`, which does not tell where a video is hosted")
    } else {
        diagnostic.help("write one of the tests there are: `is:repost`, `is:reply`, `is:quote`, `has:links`, `has:media`, …")
    }))
}
