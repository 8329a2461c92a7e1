//! The words of a post that arrives as HTML.

/// What stands in `html` as people read it: a line for a paragraph or break, no tags. HTML entities stay, because
/// texts are decoded of them later.
pub(super) fn words(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for piece in Pieces(html) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Tag(tag) if breaks(tag) && !out.is_empty() && !out.ends_with('\n') => {
                out.push('\n');
            }
            Piece::Tag(_) => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The addresses `html` links to, those of names and hashtags left out; each once.
pub(super) fn links(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in Pieces(html) {
        let Piece::Tag(tag) = piece else { continue };
        let about_people = attribute(tag, "class").is_some_and(|class| {
            class.split(' ').any(|name| name == "mention" || name == "hashtag")
        });
        if name(tag) != "a" || about_people {
            continue;
        }
        if let Some(link) = attribute(tag, "href") {
            let link = html_escape::decode_html_entities(link).into_owned();
            if !found.contains(&link) {
                found.push(link);
            }
        }
    }
    found
}

enum Piece<'a> {
    Text(&'a str),
    /// What stands between `<` and `>`.
    Tag(&'a str),
}

/// Texts and tags in turn; a `<` that opens no tag is text.
struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let rest = self.0;
        if rest.is_empty() {
            return None;
        }
        let opens = |at: &usize| {
            let after = rest.as_bytes().get(at + 1);
            after.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!'))
        };
        let open = memchr::memchr_iter(b'<', rest.as_bytes()).find(opens);
        let (piece, after) = match (open, rest.find('>')) {
            (Some(0), Some(close)) => (Piece::Tag(&rest[1..close]), close + 1),
            (Some(0) | None, _) => (Piece::Text(rest), rest.len()),
            (Some(at), _) => (Piece::Text(&rest[..at]), at),
        };
        self.0 = &rest[after..];
        Some(piece)
    }
}

fn name(tag: &str) -> &str {
    tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default()
}

/// Whether a tag ends a line: a break, or the end of a paragraph, quotation or list item.
fn breaks(tag: &str) -> bool {
    const ENDS: [&str; 8] = ["p", "div", "li", "blockquote", "pre", "ul", "ol", "h1"];
    match tag.strip_prefix('/') {
        Some(closed) => ENDS.iter().any(|end| name(closed).eq_ignore_ascii_case(end)),
        None => name(tag).eq_ignore_ascii_case("br"),
    }
}

fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(wanted)?;
        let before = rest[..at].chars().next_back();
        let value = rest[at + wanted.len()..].strip_prefix("=\"");
        match (before, value) {
            (Some(before), Some(value)) if before.is_whitespace() => {
                return value.split('"').next();
            }
            _ => rest = &rest[at + wanted.len()..],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_people_read() {
        let check = |html: &str, expected: &str| assert_eq!(words(html), expected, "{html}");
        check("<p>one</p><p>two<br>three<br/>four</p>", "one\ntwo\nthree\nfour");
        check("plain", "plain");
        check("1 < 2 &amp; 3", "1 < 2 &amp; 3");
        check("<p>a <b>bold</b> <a href=\"x\">word</a></p>", "a bold word");
        check("<p>never closed <a href", "never closed <a href");
        check("<ul><li>one</li><li>two</li></ul>", "one\ntwo");
        check("", "");
    }

    #[test]
    fn links_are_those_of_the_text() {
        let html = r#"<a class="mention hashtag" href="https://a.example/tags/x">#x</a><a href="https://b.example/?a=1&amp;b=2" rel="x">b</a><a href="https://b.example/?a=1&amp;b=2">b</a>"#;
        assert_eq!(links(html), ["https://b.example/?a=1&b=2"]);
        assert!(links("<a hrefx=\"no\">").is_empty());
    }
}
