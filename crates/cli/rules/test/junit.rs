//! What came of examples, as XML that continuous integration reads: a suite a rule, a case an example.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use rulelang::Finding;
use tagger::{Came, Proof};

use super::{Answer, tally};

/// The document.
///
/// # Errors
///
/// None in practice: it is written to memory.
pub(super) fn write(answer: &Answer) -> io::Result<Vec<u8>> {
    document(&Counts::of(&answer.proofs), |xml| {
        for proofs in answer.proofs.chunk_by(|a, b| a.example.rule == b.example.rule) {
            suite(proofs, xml)?;
        }
        Ok(())
    })
}

/// The document where no example was run, because of `errors`: a suite of one case an error.
///
/// # Errors
///
/// None in practice: it is written to memory.
pub(super) fn refused(errors: &[Finding]) -> io::Result<Vec<u8>> {
    let counts = Counts::errors(errors.len());
    document(&counts, |xml| {
        let element = xml.create_element("testsuite").with_attribute(("name", "rules"));
        element
            .with_attributes(counts.attributes())
            .write_inner_content(|xml| errors.iter().try_for_each(|error| broken(error, xml)))?;
        Ok(())
    })
}

/// A document with these counts and suites.
fn document(
    counts: &Counts,
    suites: impl FnOnce(&mut Writer<Vec<u8>>) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = xml.create_element("testsuites").with_attribute(("name", "tagline rules test"));
    root.with_attributes(counts.attributes()).write_inner_content(suites)?;
    let mut document = xml.into_inner();
    document.push(b'\n');
    Ok(document)
}

fn suite(proofs: &[Proof], xml: &mut Writer<Vec<u8>>) -> io::Result<()> {
    let counts = Counts::of(proofs);
    let name = proofs[0].example.rule.as_str();
    let element = xml.create_element("testsuite").with_attribute(("name", name));
    element.with_attributes(counts.attributes()).write_inner_content(|xml| {
        for proof in proofs {
            case(proof, xml)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn case(proof: &Proof, xml: &mut Writer<Vec<u8>>) -> io::Result<()> {
    let example = &proof.example;
    let shown =
        if example.text.is_empty() { example.title.as_deref() } else { Some(&*example.text) };
    let name = printable(&format!("{}: {}", example.expect.name(), shown.unwrap_or_default()));
    let line = example.place.line.to_string();
    let element = xml.create_element("testcase").with_attributes([
        ("classname", example.rule.as_str()),
        ("name", name.as_str()),
        ("file", printable(&example.place.file).as_str()),
        ("line", line.as_str()),
    ]);
    match &proof.came {
        Came::Passed(_) => element.write_empty()?,
        Came::Todo(_) => element.write_inner_content(|xml| {
            let skipped = xml.create_element("skipped");
            skipped
                .with_attribute(("message", "its author does not say yet what is right"))
                .write_empty()?;
            Ok(())
        })?,
        Came::Failed(failure) => element.write_inner_content(|xml| {
            let message = printable(&failure.to_string());
            let shown = printable(&failure.finding().to_string());
            xml.create_element("failure")
                .with_attributes([("message", message.as_str()), ("type", "example-fails")])
                .write_text_content(BytesText::new(&shown))?;
            Ok(())
        })?,
    };
    Ok(())
}

/// An error in the rules as a case that could not be run.
fn broken(error: &Finding, xml: &mut Writer<Vec<u8>>) -> io::Result<()> {
    let message = printable(&error.diagnostic.message);
    let (line, code) = (error.position().0.to_string(), error.code().name());
    let file = printable(error.file());
    let element = xml.create_element("testcase").with_attributes([
        ("classname", code),
        ("name", message.as_str()),
        ("file", file.as_str()),
        ("line", line.as_str()),
    ]);
    element.write_inner_content(|xml| {
        xml.create_element("error")
            .with_attributes([("message", message.as_str()), ("type", code)])
            .write_text_content(BytesText::new(&printable(&error.to_string())))?;
        Ok(())
    })?;
    Ok(())
}

/// How many cases, failures and skipped ones an element holds.
struct Counts([(&'static str, String); 4]);

impl Counts {
    fn of(proofs: &[Proof]) -> Self {
        let (passed, failed, todo) = tally(proofs);
        Self::new(passed + failed + todo, failed, 0, todo)
    }

    /// Those where each of `count` cases is an error.
    fn errors(count: usize) -> Self {
        Self::new(count, 0, count, 0)
    }

    fn new(tests: usize, failures: usize, errors: usize, skipped: usize) -> Self {
        Self([
            ("tests", tests.to_string()),
            ("failures", failures.to_string()),
            ("errors", errors.to_string()),
            ("skipped", skipped.to_string()),
        ])
    }

    fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, count)| (*name, count.as_str()))
    }
}

/// The text without the characters that no XML can hold.
fn printable(text: &str) -> String {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect()
}
