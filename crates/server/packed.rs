//! Answers made smaller on their way, for those who can read them so.

use std::io::Write as _;

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Answers below this go out as they are: their heads are as long.
const BYTES_MIN: usize = 1_000;

/// How hard is tried: text shrinks to a sixth, at some hundred megabytes a second.
const LEVEL: u32 = 5;

/// The same bytes packed by gzip; `None` where that is not worth it, and for forms that are packed already.
pub(crate) fn gzip(form: &str, bytes: &[u8]) -> Option<Bytes> {
    let is_text = form.starts_with("text/") || form.contains("json") || form.contains("svg");
    if !is_text || bytes.len() < BYTES_MIN {
        return None;
    }
    let mut packer = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(LEVEL));
    packer.write_all(bytes).ok()?;
    packer.finish().ok().map(Bytes::from)
}

/// Whether whoever asks can read what [`gzip`] writes.
pub(crate) fn is_read(headers: &HeaderMap) -> bool {
    let all = headers.get_all(header::ACCEPT_ENCODING).iter();
    let mut named = all.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    named.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let refused = |part: &str| {
            let weight = part.strip_prefix("q=").map(str::parse::<f32>);
            weight.is_some_and(|weight| weight.is_ok_and(|weight| weight <= 0.0))
        };
        is_gzip && !parts.any(refused)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_packed_is_the_same_unpacked() {
        let text = "<p>late again</p>\n".repeat(1_000);
        let packed = gzip("text/html; charset=utf-8", text.as_bytes()).unwrap();
        let mut read = String::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut read).unwrap();
        assert!(read == text && packed.len() * 20 < text.len());
        assert_eq!(gzip("text/html", b"short"), None);
        assert_eq!(gzip("application/vnd.ms-excel", text.as_bytes()), None);
    }

    #[test]
    fn it_is_sent_to_those_who_say_that_they_read_it() {
        let reads = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
            is_read(&headers)
        };
        assert!(reads("gzip, br") && reads("br;q=1.0, GZIP;q=0.5"));
        assert!(!reads("br") && !reads("gzip;q=0") && !reads("x-gzip") && !reads("*;q=0"));
        assert!(!is_read(&HeaderMap::new()));
    }
}
