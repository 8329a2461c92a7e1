//! Names that people gave as ids.

use mention::TagName;
use unicode_normalization::UnicodeNormalization;

/// The id nearest to a name: small letters, digits and `-`, `/` kept between parts; `None` when it has no Latin letter and no digit.
///
/// # Cost
///
/// Linear in the name; what is longer than a tag may be is cut at a word.
#[must_use]
pub fn slug(name: &str) -> Option<TagName> {
    let parts = name.split('/').map(part).filter(|part| !part.is_empty());
    let mut whole = parts.collect::<Vec<_>>().join("/");
    while whole.len() > TagName::BYTES_MAX {
        let cut = whole.rfind(['-', '/']).unwrap_or(TagName::BYTES_MAX);
        whole.truncate(cut);
    }
    TagName::parse(&whole)
}

fn part(text: &str) -> String {
    let mut id = String::new();
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            'ß' => id.push_str("ss"),
            'æ' => id.push_str("ae"),
            'ø' => id.push('o'),
            'ł' => id.push('l'),
            'đ' | 'ð' => id.push('d'),
            'ı' => id.push('i'),
            c if c.is_ascii_alphanumeric() => id.push(c),
            c if unicode_normalization::char::is_combining_mark(c) || c == '\'' || c == '’' => {}
            _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn names_become_ids() {
        for (name, id) in [
            (
                "Hurricane Harvey - weather agencies with geo",
                Some("hurricane-harvey-weather-agencies-with-geo"),
            ),
            ("Service / Lieferung & Versand", Some("service/lieferung-versand")),
            ("Café Größe Ærø Łódź", Some("cafe-grosse-aero-lodz")),
            ("L’Oréal", Some("loreal")),
            ("#nowplaying positive", Some("nowplaying-positive")),
            ("日本", None),
            ("—", None),
        ] {
            assert_eq!(slug(name).as_ref().map(mention::TagName::as_str), id, "{name}");
        }
        let long = "word ".repeat(200);
        assert!(slug(&long).unwrap().as_str().ends_with("word"));
    }
}
