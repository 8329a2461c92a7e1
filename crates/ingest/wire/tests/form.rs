//! Records that are none, by their form.

use super::*;

#[test]
fn what_is_no_record_is_rejected_by_its_form() {
    let reason = |bytes: &[u8]| match decode(bytes, None, &DecodeOptions::at(NOW)) {
        Content::Rejected(reject) => reject.reason.name(),
        Content::Ignored => "ignored",
        Content::Event(_) => "event",
    };
    let deep = [vec![b'['; 10_000], vec![b']'; 10_000]].concat();
    let deep_inside = record(&format!("\"a\":{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000)));
    let long = record(&format!("\"a\":\"{}\"", "x".repeat(1024 * 1024)));
    for (bytes, expected) in [
        (&b""[..], "ignored"),
        (b" \r\n", "ignored"),
        (b"\xef\xbb\xbf", "ignored"),
        (b"not json", "invalid-json"),
        (b"{\"id\":\"1\"", "invalid-json"),
        (b"{} {}", "invalid-json"),
        (b"{\"id\":\"\x01\"}", "invalid-json"),
        (b"{\"id\":\"\xff\"}", "invalid-utf8"),
        (b"[]", "listing"),
        (b"\"text\"", "wrong-type"),
        (b"null", "wrong-type"),
        (b"{}", "missing-id"),
        (&deep, "listing"),
        (deep_inside.as_bytes(), "invalid-json"),
        (long.as_bytes(), "too-large"),
    ] {
        assert_eq!(
            reason(bytes),
            expected,
            "{}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(60)])
        );
    }
}
