//! What is proposed for files nobody has named.

use crate::file::tests::Folder;

use super::*;

fn told(name: &str, text: &str) -> String {
    let folder = Folder::new(&format!("guess-{name}"));
    let file = if text.starts_with('{') { "records.json" } else { "records.csv" };
    let path = folder.write(file, text.as_bytes());
    let Some(found) = guess(&path, None).unwrap() else { return "a table".to_owned() };
    let fits = found.fits.iter().map(|(preset, count)| format!("{} {count}", preset.name()));
    let fields = found.fields.iter().map(|field| format!("{}={}", field.field, field.path));
    let all: Vec<String> = fits.chain(fields).collect();
    format!("{} of {}: {}", found.preset().name(), found.records, all.join(" "))
}

#[test]
fn a_preset_that_fits_is_proposed() {
    for (preset, payloads) in super::payloads::PAYLOADS {
        if preset.shape().is_some() {
            let first = payloads.lines().next().unwrap();
            let expected = format!("{0} of 1: {0} 1", preset.name());
            assert_eq!(told(preset.name(), first), expected);
        }
    }
    assert_eq!(told("native", &record("")), "native of 1: native 1");
    let two = format!("{}\n{}", record(""), super::payloads::PAYLOADS[4].1.lines().next().unwrap());
    assert_eq!(told("mixed", &two), "auto of 2: native 1 reddit 1");
    assert_eq!(told("table", "Date,Text\n2026-05-04,x\n"), "a table");
}

#[test]
fn a_mapping_is_proposed_where_none_fits() {
    let record = r#"{"post":{"id":"p1","message":"My Velmora rattles","createdAt":"2026-05-04T12:30:00Z","likeCount":4},"user":{"id":7,"screen_name":"ann","followers":120},"lang":"en"}"#;
    assert_eq!(
        told("mapping", record),
        "generic of 1: id=post.id text=post.message author=user.screen_name author.id=user.id author.followers=user.followers created_at=post.createdAt lang=lang likes=post.likeCount"
    );
    let nameless = r#"{"a":{"b":"some words that nobody named","t":"2026-05-04T12:30:00Z"},"n":3}"#;
    assert_eq!(told("nameless", nameless), "generic of 1: text=a.b");
}
