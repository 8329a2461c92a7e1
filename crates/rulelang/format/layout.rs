//! A rule file laid out: only blanks and line ends outside texts move, and what [`query`](super::query) moves in queries.

use std::borrow::Cow;
use std::ops::Range;

use toml_parser::Source;
use toml_parser::decoder::Encoding;
use toml_parser::parser::{Event, EventKind, parse_document};
use unicode_width::UnicodeWidthStr;

use super::array;
use super::query::{self, INDENT, Layout, WIDTH};
use crate::quoted::Text;

/// The tables whose `query` is one.
const RULES: [&str; 4] = ["brand", "theme", "campaign", "exclude"];

/// The text of a rule file that TOML can read, laid out.
pub(super) fn layout(text: &str) -> String {
    let (mark, text) = match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => (BYTE_ORDER_MARK, rest),
        None => ("", text),
    };
    let tokens = Source::new(text).lex().into_vec();
    let mut events = Vec::new();
    parse_document(&tokens, &mut events, &mut ());
    let newline = match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    };
    let mut file = File { text, events: &events, at: 0, newline, table: Vec::new() };
    format!("{mark}{}", joined(&file.items(), newline))
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What stands on lines of its own.
enum Item {
    Blank,
    Comment(String),
    /// `[table]`; of the top when its name has one part.
    Header {
        line: String,
        top: bool,
    },
    Entry(String),
}

/// The lines with blank ones where they belong: one before each table of the top and what is said above it, none
/// below a table's name, and of those an author put elsewhere one.
fn joined(items: &[Item], newline: &str) -> String {
    let mut out = String::new();
    let mut blank = false;
    let mut before: Option<&Item> = None;
    for (at, item) in items.iter().enumerate() {
        let line = match item {
            Item::Blank => {
                blank = true;
                continue;
            }
            Item::Comment(line) | Item::Entry(line) | Item::Header { line, .. } => line,
        };
        let said_above = matches!(before, Some(Item::Comment(_))) && !blank;
        let apart = match before {
            Some(_) if !said_above && opens_table(&items[at..]) => true,
            None | Some(Item::Header { .. }) => false,
            Some(_) => blank,
        };
        if apart {
            out.push_str(newline);
        }
        out.push_str(line);
        out.push_str(newline);
        (blank, before) = (false, Some(item));
    }
    out
}

/// Whether a table of the top begins here, what is said above it included.
fn opens_table(items: &[Item]) -> bool {
    let item = items.iter().find(|item| !matches!(item, Item::Comment(_)));
    matches!(item, Some(Item::Header { top: true, .. }))
}

/// A file while its events are walked through.
pub(super) struct File<'t> {
    pub(super) text: &'t str,
    events: &'t [Event],
    at: usize,
    /// How its lines end.
    pub(super) newline: &'static str,
    /// The name of the table that is open.
    table: Vec<&'t str>,
}

impl<'t> File<'t> {
    pub(super) fn peek(&self) -> Option<EventKind> {
        self.events.get(self.at).map(Event::kind)
    }

    /// The bytes of the next event, which is passed.
    pub(super) fn take(&mut self) -> &'t str {
        let text = self.events.get(self.at).map_or("", |event| &self.text[bytes(event)]);
        self.at += 1;
        text
    }

    /// Where the next event begins.
    pub(super) fn place(&self) -> usize {
        self.events.get(self.at).map_or(self.text.len(), |event| event.span().start())
    }

    /// Blanks that are passed.
    pub(super) fn blanks(&mut self) -> &'t str {
        if self.peek() == Some(EventKind::Whitespace) { self.take() } else { "" }
    }

    /// Whether the comma of an entry comes next, after blanks and line ends.
    pub(super) fn comma_follows(&self) -> bool {
        let mut rest = self.events[self.at..].iter().map(Event::kind);
        let next = rest.find(|kind| !matches!(kind, EventKind::Whitespace | EventKind::Newline));
        next == Some(EventKind::ValueSep)
    }

    /// The kinds of the events from the bracket at the cursor to the one that closes it.
    pub(super) fn inside(&self) -> impl Iterator<Item = EventKind> {
        let mut depth = 0_usize;
        let mut done = false;
        self.events[self.at..].iter().map(Event::kind).take_while(move |kind| {
            if done {
                return false;
            }
            match kind {
                EventKind::ArrayOpen | EventKind::InlineTableOpen => depth += 1,
                EventKind::ArrayClose | EventKind::InlineTableClose => depth -= 1,
                _ => {}
            }
            done = depth == 0;
            true
        })
    }

    /// The bracket at the cursor and all to the one that closes it, as written.
    pub(super) fn verbatim(&mut self) -> &'t str {
        let from = self.place();
        let count = self.inside().count();
        self.at += count;
        let last = self.events.get(self.at - 1).map_or(self.text.len(), |last| last.span().end());
        &self.text[from..last]
    }

    fn items(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        let mut line_empty = true;
        while let Some(kind) = self.peek() {
            match kind {
                EventKind::Newline => {
                    self.take();
                    if line_empty {
                        items.push(Item::Blank);
                    }
                    line_empty = true;
                    continue;
                }
                EventKind::Comment => items.push(Item::Comment(self.take().trim_end().to_owned())),
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => items.push(self.header()),
                EventKind::SimpleKey => items.push(self.entry()),
                _ => {
                    self.take();
                    continue;
                }
            }
            line_empty = false;
        }
        items
    }

    fn header(&mut self) -> Item {
        let mut line = self.take().to_owned();
        self.blanks();
        self.table = self.key(&mut line);
        self.blanks();
        line.push_str(self.take());
        self.comment(&mut line);
        Item::Header { line, top: self.table.len() == 1 }
    }

    /// A name with its dots, which is passed and added to `line`.
    fn key(&mut self, line: &mut String) -> Vec<&'t str> {
        let mut names = Vec::new();
        loop {
            match self.peek() {
                Some(EventKind::SimpleKey) => {
                    let name = self.take();
                    line.push_str(name);
                    names.push(name.trim_matches(['"', '\'']));
                }
                Some(EventKind::KeySep) => line.push_str(self.take()),
                Some(EventKind::Whitespace) => {
                    self.take();
                }
                _ => return names,
            }
        }
    }

    /// The comment behind what stands on a line, as far from it as it is written.
    pub(super) fn comment(&mut self, line: &mut String) {
        let blanks = self.blanks();
        if self.peek() == Some(EventKind::Comment) {
            line.push_str(if blanks.is_empty() { " " } else { blanks });
            line.push_str(self.take().trim_end());
        }
    }

    fn entry(&mut self) -> Item {
        let mut line = String::new();
        let table = self.table.clone();
        self.pair(&mut line, &table);
        self.comment(&mut line);
        Item::Entry(line)
    }

    /// `key = value` in `table`, added to `line`.
    fn pair(&mut self, line: &mut String, table: &[&'t str]) {
        let mut path = table.to_vec();
        path.extend(self.key(line));
        line.push_str(" = ");
        self.take();
        self.blanks();
        self.value(line, &path);
    }

    /// A value, added to `line`.
    pub(super) fn value(&mut self, line: &mut String, path: &[&'t str]) {
        match self.peek() {
            Some(EventKind::ArrayOpen) => array::array(self, line, path),
            Some(EventKind::InlineTableOpen) => self.inline_table(line, path),
            _ => self.scalar(line, path),
        }
    }

    /// `{ a = 1, b = 2 }`; one over several lines is left as it is.
    fn inline_table(&mut self, line: &mut String, path: &[&'t str]) {
        let loose = |kind| matches!(kind, EventKind::Newline | EventKind::Comment);
        if self.inside().any(loose) {
            line.push_str(self.verbatim());
            return;
        }
        line.push_str(self.take());
        let mut empty = true;
        while let Some(kind) = self.peek() {
            match kind {
                EventKind::InlineTableClose => break,
                EventKind::SimpleKey => {
                    line.push(' ');
                    self.pair(line, path);
                    empty = false;
                }
                EventKind::ValueSep => line.push_str(self.take()),
                _ => {
                    self.take();
                }
            }
        }
        line.push_str(if empty { "" } else { " " });
        line.push_str(self.take());
    }

    fn scalar(&mut self, line: &mut String, path: &[&'t str]) {
        let event = self.events.get(self.at).copied();
        let raw = self.take();
        let query = event.filter(|_| is_query(path)).and_then(|event| {
            let before = line.rsplit('\n').next().unwrap_or_default().width();
            self.query(&event, before)
        });
        line.push_str(query.as_deref().unwrap_or(raw));
    }

    /// The query that is the text of `event`, laid out behind `before` columns; absent when it is to stay as it is.
    fn query(&self, event: &Event, before: usize) -> Option<String> {
        let encoding = event.encoding()?;
        let span = bytes(event);
        let decoded = self.decoded(event)?;
        let quote = &self.text[span.start..][..quote(encoding).len()];
        let text = Text::new(&decoded, span.clone(), self.text);
        let raw = |range: &Range<usize>| &self.text[text.place(range)];
        let room = WIDTH.saturating_sub(before + 2 * quote.len());
        let mut layout = query::layout(&decoded, room, &raw)?;
        if let Layout::Flat(flat) = &layout
            && (quote.len() == 3 && (flat.starts_with(&quote[..1]) || flat.ends_with(&quote[..1])))
        {
            layout = Layout::Lines(vec![format!("{:INDENT$}{flat}", "")]);
        }
        let written = match layout {
            Layout::Flat(flat) => format!("{quote}{flat}{quote}"),
            Layout::Lines(lines) => {
                let quote = &quote[..1].repeat(3);
                let newline = self.newline;
                format!("{quote}{newline}{}{newline}{quote}", lines.join(newline))
            }
        };
        self.keeps_meaning(&decoded, &written).then_some(written)
    }

    fn decoded(&self, event: &Event) -> Option<Cow<'t, str>> {
        let mut decoded = Cow::Borrowed("");
        let mut error = None;
        let raw = Source::new(self.text).get(event)?;
        let _kind = raw.decode_scalar(&mut decoded, &mut error);
        error.is_none().then_some(decoded)
    }

    /// Whether `written`, a text of TOML in quotes, is the same query as `query`.
    fn keeps_meaning(&self, query: &str, written: &str) -> bool {
        let line = format!("q = {written}");
        let tokens = Source::new(&line).lex().into_vec();
        let mut events: Vec<Event> = Vec::new();
        parse_document(&tokens, &mut events, &mut ());
        let value = events.iter().find(|event| event.kind() == EventKind::Scalar);
        let file = File { text: &line, events: &[], at: 0, newline: self.newline, table: vec![] };
        let text = value.and_then(|event| file.decoded(event));
        text.is_some_and(|text| text == query || query::same(query, &text))
    }
}

fn bytes(event: &Event) -> Range<usize> {
    event.span().start()..event.span().end()
}

fn quote(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::LiteralString => "'",
        Encoding::BasicString => "\"",
        Encoding::MlLiteralString => "'''",
        Encoding::MlBasicString => "\"\"\"",
    }
}

/// Whether the value at this path is a query.
fn is_query(path: &[&str]) -> bool {
    match path {
        ["lists", _] => true,
        [rule, "query"] | [rule, "query", _] => RULES.contains(rule),
        _ => false,
    }
}
