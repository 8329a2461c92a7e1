//! Texts and lists as a rule file writes them.

/// Columns of a list in one line, at most.
const LINE_MAX: usize = 80;

/// How a text is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotes {
    /// `"…"`
    Basic,
    /// `'…'`
    Literal,
    /// `"""…"""`
    BasicLines,
    /// `'''…'''`
    LiteralLines,
}

/// The widest first, so that the first that begins a text is its own.
const ALL: [(Quotes, &str); 4] = [
    (Quotes::LiteralLines, "'''"),
    (Quotes::BasicLines, "\"\"\""),
    (Quotes::Literal, "'"),
    (Quotes::Basic, "\""),
];

impl Quotes {
    fn mark(self) -> &'static str {
        ALL.iter().find(|(quotes, _)| *quotes == self).map_or("\"", |(_, mark)| mark)
    }

    /// Whether the text can stand in them.
    fn hold(self, text: &str) -> bool {
        let plain = |c: char| !c.is_control() || c == '\t';
        match self {
            Self::Literal => !text.contains('\'') && text.chars().all(plain),
            Self::LiteralLines => {
                !text.contains("'''")
                    && !text.ends_with('\'')
                    && text.chars().all(|c| plain(c) || c == '\n')
            }
            Self::Basic | Self::BasicLines => true,
        }
    }

    /// The text in them; line breaks of texts of several lines are `newline`.
    fn around(self, text: &str, newline: &str) -> String {
        let inside = match self {
            Self::Literal => text.to_owned(),
            Self::LiteralLines => text.replace('\n', newline),
            Self::Basic => escaped(text, false),
            Self::BasicLines => escaped(text, true).replace('\n', newline),
        };
        let mark = self.mark();
        format!("{mark}{inside}{mark}")
    }
}

fn escaped(text: &str, lines: bool) -> String {
    let mut written = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => written.push_str("\\\\"),
            // Three in a row end the text, and so does one more at its end.
            '"' if lines && characters.peek().is_some_and(|next| *next != '"') => written.push('"'),
            '"' => written.push_str("\\\""),
            '\n' if lines => written.push('\n'),
            '\n' => written.push_str("\\n"),
            '\t' => written.push('\t'),
            other if other.is_control() => {
                written.extend(format!("\\u{:04X}", u32::from(other)).chars());
            }
            other => written.push(other),
        }
    }
    written
}

/// A text of one key, in the quotes a person would choose.
pub(super) fn text(text: &str, newline: &str) -> String {
    let quotes = match () {
        () if text.contains('\n') && Quotes::LiteralLines.hold(text) => Quotes::LiteralLines,
        () if !text.contains(['"', '\\']) => Quotes::Basic,
        () if Quotes::Literal.hold(text) => Quotes::Literal,
        () if Quotes::LiteralLines.hold(text) => Quotes::LiteralLines,
        () => Quotes::Basic,
    };
    quotes.around(text, newline)
}

/// A query, in quotes that need no escapes.
pub(super) fn query(query: &str, newline: &str) -> String {
    if Quotes::LiteralLines.hold(query) {
        Quotes::LiteralLines.around(query, newline)
    } else {
        text(query, newline)
    }
}

/// A list in one line, or one entry a line, indented from `indent` on.
pub(super) fn list(entries: &[String], indent: &str, newline: &str) -> String {
    let written: Vec<String> = entries.iter().map(|entry| text(entry, newline)).collect();
    let line = format!("[{}]", written.join(", "));
    if written.len() == 1 || line.chars().count() <= LINE_MAX && !line.contains('\n') {
        return line;
    }
    let parted = written.join(&format!(",{newline}{indent}  "));
    format!("[{newline}{indent}  {parted},{newline}{indent}]")
}

/// A name before `=`, in quotes where it needs them.
pub(super) fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { text(name, "\n") }
}

/// `new` in the quotes and with the blanks around it that `old` has, written as `raw`; in other quotes where those cannot hold it.
pub(super) fn rewritten(raw: &str, old: &str, new: &str, newline: &str) -> String {
    let Some((quotes, mark)) = ALL.into_iter().find(|(_, mark)| raw.starts_with(mark)) else {
        return text(new, newline);
    };
    if !quotes.hold(new) || new.contains('\n') && mark.len() == 1 {
        return text(new, newline);
    }
    let lead = &old[..old.len() - old.trim_start().len()];
    let tail = &old[old.trim_end().len()..];
    let whole = format!("{lead}{new}{tail}").replace("\r\n", "\n");
    let inside = &raw[mark.len()..];
    let opened = ["\r\n", "\n"].into_iter().find(|line| mark.len() > 1 && inside.starts_with(line));
    let written = quotes.around(&whole, newline);
    format!("{mark}{}{}", opened.unwrap_or_default(), &written[mark.len()..])
}

#[cfg(test)]
mod tests {
    use super::{key, list, query, rewritten, text};

    /// What TOML reads of `value`.
    fn read(value: &str) -> String {
        let file = format!("a = {value}\n");
        let table = toml::de::DeTable::parse(&file).unwrap();
        table.get_ref()["a"].get_ref().as_str().unwrap().replace("\r\n", "\n")
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let texts = [
            "",
            "a",
            "a\"b",
            "it's",
            "'''",
            "a\nb",
            "a'",
            "\\",
            "\u{1}\u{7f}",
            "\"\"\"",
            "a\tb\n'''\n\"",
            "é⏎",
        ];
        for said in texts {
            assert_eq!(read(&text(said, "\n")), said);
            assert_eq!(read(&text(said, "\r\n")), said);
            assert_eq!(read(&query(said, "\r\n")), said);
            for raw in ["'x'", "\"x\"", "'''x'''", "\"\"\"x\"\"\""] {
                assert_eq!(read(&rewritten(raw, "x", said, "\r\n")), said, "{raw} {said}");
            }
        }
        assert_eq!(rewritten("'''\n  x\n'''", "  x\n", "y", "\n"), "'''\n  y\n'''");
        assert_eq!((key("pt-BR"), key("a b")), ("pt-BR".to_owned(), "\"a b\"".to_owned()));
    }

    #[test]
    fn a_long_list_is_one_entry_a_line() {
        assert_eq!(list(&["a".to_owned(), "b".to_owned()], "", "\n"), r#"["a", "b"]"#);
        let long = vec!["w".repeat(50), "v".repeat(50)];
        assert_eq!(
            list(&long, "  ", "\n"),
            format!("[\n    \"{}\",\n    \"{}\",\n  ]", long[0], long[1])
        );
    }
}
