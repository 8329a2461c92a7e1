//! What came of examples, as one object.

use mention::Span;
use rulelang::Finding;
use serde::Serialize;
use tagger::{Came, Proof};

use super::{Answer, tally};
use crate::rules::check::json::objects;

#[derive(Serialize)]
struct Out<'a> {
    format: u32,
    passed: usize,
    failed: usize,
    todo: usize,
    examples: Vec<ExampleOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Vec<RuleOut<'a>>>,
}

/// What there is instead of examples where rules have errors: the errors, each as `rules check` has it.
#[derive(Serialize)]
struct RefusedOut {
    format: u32,
    passed: usize,
    failed: usize,
    todo: usize,
    examples: [(); 0],
    errors: Vec<serde_json::Value>,
}

#[derive(Serialize)]
struct ExampleOut<'a> {
    rule: &'a str,
    file: &'a str,
    line: u32,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    expect: &'static str,
    outcome: &'static str,
    found: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    spans: Vec<SpanOut<'a>>,
}

#[derive(Serialize)]
struct SpanOut<'a> {
    field: &'static str,
    start: u32,
    end: u32,
    words: &'a str,
}

#[derive(Serialize)]
struct RuleOut<'a> {
    rule: &'a str,
    examples: usize,
    parts: Vec<PartOut>,
}

#[derive(Serialize)]
struct PartOut {
    query: String,
    excludes: bool,
    shown: bool,
}

/// The object, without a line end.
///
/// # Errors
///
/// None in practice: all of it can be written as JSON.
pub(super) fn write(answer: &Answer) -> serde_json::Result<String> {
    let (passed, failed, todo) = tally(&answer.proofs);
    let coverage = answer.coverage.as_ref().map(|rules| {
        let rule = |rule: &tagger::Coverage| rule.branches.iter().map(part).collect();
        rules
            .iter()
            .map(|it| RuleOut { rule: it.rule.as_str(), examples: it.examples, parts: rule(it) })
            .collect()
    });
    let examples = answer.proofs.iter().map(example).collect();
    serde_json::to_string(&Out { format: 1, passed, failed, todo, examples, coverage })
}

/// The object where no example was run, because of `errors`; without a line end.
///
/// # Errors
///
/// None in practice: all of it can be written as JSON.
pub(super) fn refused(errors: &[Finding]) -> serde_json::Result<String> {
    let errors = objects(errors).collect();
    let refused = RefusedOut { format: 1, passed: 0, failed: 0, todo: 0, examples: [], errors };
    serde_json::to_string(&refused)
}

fn part(branch: &tagger::Branch) -> PartOut {
    let tagger::Branch { part, excludes, shown } = branch;
    PartOut { query: part.to_string(), excludes: *excludes, shown: *shown }
}

fn example(proof: &Proof) -> ExampleOut<'_> {
    let Proof { example, mention, came } = proof;
    let (outcome, spans, why) = match came {
        Came::Passed(spans) => ("passed", spans.as_deref(), None),
        Came::Todo(spans) => ("todo", spans.as_deref(), None),
        Came::Failed(failure) => ("failed", None, Some(failure.to_string())),
    };
    let missed = matches!(example.expect, rulelang::Expect::Match);
    let span = |span: &Span| SpanOut {
        field: span.field.name(),
        start: span.start,
        end: span.end,
        words: mention.words(*span),
    };
    ExampleOut {
        rule: example.rule.as_str(),
        file: &example.place.file,
        line: example.place.line,
        text: &example.text,
        title: example.title.as_deref(),
        expect: example.expect.name(),
        outcome,
        found: if why.is_some() { !missed } else { spans.is_some() },
        why,
        spans: spans.unwrap_or_default().iter().map(span).collect(),
    }
}
