//! Files of payloads: a record a line, a page a line, and one document of many lines.

use crate::file::tests::{Folder, Memory, options};
use crate::source::{BatchLimits, Next, Source};
use crate::{Files, Input};

use super::*;

/// What is read of a file with `text`: `id@position`, `-` for what is no mention, and faults.
fn read(text: &str, preset: Preset, cursors: &mut Memory, records_max: usize) -> String {
    let folder = Folder::new(&format!("payloads-{}-{}", preset.name(), text.len()));
    let path = folder.write("page.json", text.as_bytes());
    let mut options = options();
    options.decode.preset = preset;
    let mut files = Files::new(vec![Input::Path(path)], options).unwrap();
    let limits = BatchLimits { records_max, ..BatchLimits::default() };
    let mut told = Vec::new();
    loop {
        match files.next_batch(cursors, &limits).unwrap() {
            Next::Batch(batch) => {
                for record in &batch.records {
                    let what = match &record.content {
                        Content::Event(event) => event.id.clone(),
                        Content::Ignored => "-".to_owned(),
                        Content::Rejected(reject) => reject.reason.name().to_owned(),
                    };
                    told.push(format!("{what}@{}", record.position.0));
                }
                told.push(format!("|{}", batch.to.0));
                cursors.0.insert(batch.part, batch.to);
            }
            Next::Fault(fault) => {
                told.push(fault.to_string().split(": ").nth(1).unwrap().to_owned());
            }
            Next::Notice(_) | Next::Idle => {}
            Next::End => return told.join(" "),
        }
    }
}

fn check(text: &str, preset: Preset, expected: &str) {
    assert_eq!(read(text, preset, &mut Memory::default(), 100), expected, "{text}");
}

const ONE: &str = r#"{"kind":"t1","data":{"name":"t1_a","body":"x","created_utc":1715601600}}"#;
const TWO: &str = r#"{"kind":"t1","data":{"name":"t1_b","body":"y","created_utc":1715601600}}"#;

#[test]
fn a_page_is_as_many_records_as_it_has_posts() {
    check(&format!("{ONE}\n{TWO}\n"), Preset::Reddit, "t1_a@0 t1_b@73 |146");
    check(
        &format!("[{ONE},{TWO}]\n{{\"kind\":\"t5\",\"data\":{{}}}}\n"),
        Preset::Reddit,
        "t1_a@0 t1_b@0 -@148 |172",
    );
    check(&format!("[\n{ONE},\n{TWO}\n]\n"), Preset::Reddit, "t1_a@0 t1_b@1 |2");
    check(
        &format!("{{\"kind\":\"Listing\",\n\"data\":{{\"children\":[{ONE}]}}}}"),
        Preset::Auto,
        "t1_a@0 |1",
    );
    check(
        &format!("[\n{ONE},\n"),
        Preset::Reddit,
        "the JSON document ends in the middle; let whatever writes it finish it; everything before it is read, and a later run goes on from there",
    );
    check(
        &format!("[\n{ONE}\n]\n"),
        Preset::Native,
        "this is a JSON list, not one object a line; turn it",
    );
}

#[test]
fn a_document_is_read_on_from_where_it_ended() {
    let mut cursors = Memory::default();
    let text = format!("[\n{ONE},\n{TWO}\n]\n");
    assert_eq!(read(&text, Preset::Reddit, &mut cursors, 1), "t1_a@0 |1 t1_b@1 |2");
    cursors.0.values_mut().for_each(|next| next.0 = 1);
    assert_eq!(read(&text, Preset::Reddit, &mut cursors, 1), "t1_b@1 |2");
}
