//! HTML and SVG written as elements: what is not markup is always escaped, what is opened is closed.

use crate::sign::push_inert;

/// Markup being written.
#[derive(Clone, Debug, Default)]
pub struct Markup {
    out: String,
}

/// An attribute: its name is the program's, its value may be anybody's.
pub type Attribute<'a> = (&'static str, &'a str);

/// Elements after which a line ends, so that a changed report is a readable change.
const BLOCKS: [&str; 17] = [
    "article", "body", "details", "dl", "figure", "footer", "g", "h1", "h2", "head", "header",
    "li", "p", "section", "svg", "table", "tr",
];

impl Markup {
    /// Writes an element with what `inner` writes inside.
    pub fn element(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        inner: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        inner(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        if BLOCKS.contains(&name) {
            self.out.push('\n');
        }
    }

    /// Writes an element that holds only text.
    pub fn leaf(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.element(name, attributes, |markup| markup.text(text));
    }

    /// Writes an element of HTML that is never closed.
    pub fn void(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.open(name, attributes);
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                // Control characters are not allowed in HTML, not even escaped.
                c => push_inert(c, &mut self.out),
            }
        }
    }

    /// Writes text whose line ends and tabs are seen: for elements that keep them.
    pub fn lines(&mut self, text: &str) {
        for piece in text.split_inclusive(['\n', '\t']) {
            let kept = piece.strip_suffix(['\n', '\t']);
            self.text(kept.unwrap_or(piece));
            self.out.push_str(&piece[kept.map_or(piece.len(), str::len)..]);
        }
    }

    /// Writes what the program itself contains, unescaped: a style sheet, a doctype.
    pub fn own(&mut self, text: &'static str) {
        self.out.push_str(text);
    }

    /// Writes what another has written.
    pub fn append(&mut self, other: &Self) {
        self.out.push_str(&other.out);
    }

    /// What was written.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }

    fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
        self.out.push('>');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_lines_and_are_escaped_too() {
        let mut markup = Markup::default();
        markup.element("pre", &[], |pre| pre.lines("a\n\tb < c\r\n\u{1b}"));
        assert_eq!(markup.finish(), "<pre>a\n\tb &lt; c \n </pre>");
    }

    #[test]
    fn text_and_values_are_escaped_and_elements_closed() {
        let mut markup = Markup::default();
        markup.element("p", &[("title", "\"><script>alert('1')</script>")], |p| {
            p.text("<b>&amp;\u{0}\u{1b}");
            p.leaf("em", &[], "déjà 咖啡");
        });
        assert_eq!(
            markup.finish(),
            "<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\">&lt;b&gt;&amp;amp;  <em>déjà 咖啡</em></p>\n"
        );
    }
}
