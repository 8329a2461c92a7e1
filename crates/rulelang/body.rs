//! What a rule looks for: a query, or the simple form, each for all languages or by language.

use std::ops::Range;

use mention::Lang;
use toml::de::DeValue;

use crate::file::{At, Table, Value};
use crate::keys::{BRAND, CAMPAIGN, EXCLUDE, THEME};
use crate::language::language;
use crate::quoted::{Text, parts};
use crate::{
    Code, Condition, Diagnostic, Expr, FieldTest, Node, Parsed, Severity, parse, parse_keyword,
};

/// The key of a table by language whose entry holds for every language.
const ANY: &str = "any";

/// A query or list of keywords, and the language it is for; every language when absent.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The language.
    pub(crate) lang: Option<Lang>,
    /// What is looked for; places are bytes of the file.
    pub(crate) node: Node,
}

/// What a rule looks for, as written. Entries are sorted by language, those for every language first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    /// `query`.
    pub(crate) query: Vec<Entry>,
    /// `any`: alternatives.
    pub(crate) any: Vec<Entry>,
    /// `all`: each is needed.
    pub(crate) all: Vec<Entry>,
    /// `none`: alternatives that must not be there.
    pub(crate) none: Vec<Entry>,
}

impl Body {
    /// Reads the query of a rule. Absent when it states none, or one with an error.
    pub(crate) fn read(table: &Table<'_>) -> Option<Self> {
        let simple = ["any", "all", "none"].into_iter().find(|name| table.has(name));
        if let (true, Some(simple)) = (table.has("query"), simple) {
            table.report(two_queries(table, simple));
        }
        let (query, any) = (entries(table, "query", query), entries(table, "any", alternatives));
        let (all, none) = (entries(table, "all", each), entries(table, "none", alternatives));
        Self { query: query?, any: any?, all: all?, none: none? }.check(table)
    }

    /// Whether the rule says something positive.
    fn check(self, table: &Table<'_>) -> Option<Self> {
        let positive = !(self.query.is_empty() && self.any.is_empty() && self.all.is_empty());
        if !positive && !self.none.is_empty() {
            let message = "the rule says only what it is not about";
            let found = Diagnostic::error(Code::OnlyNegative, table.value_span("none"), message);
            table.report(found.help("add what it is about: `any = [\"…\"]`"));
        }
        let simple = [&self.any, &self.all, &self.none].iter().any(|entries| !entries.is_empty());
        let both = simple && !self.query.is_empty();
        (positive && !both).then_some(self)
    }

    /// The one tree it is, when it does not depend on the language.
    pub(crate) fn single(&self) -> Option<Node> {
        let parts = [&self.query, &self.any, &self.all, &self.none];
        let whole = |entries: &&Vec<Entry>| entries.iter().all(|entry| entry.lang.is_none());
        if !parts.iter().all(whole) {
            return None;
        }
        let mut operands = Vec::new();
        for node in
            [&self.query, &self.any, &self.all].into_iter().flatten().map(|entry| &entry.node)
        {
            match &node.expr {
                Expr::And(nodes) => operands.extend(nodes.iter().cloned()),
                _ => operands.push(node.clone()),
            }
        }
        operands.extend(self.none.iter().map(|entry| not(entry.node.clone())));
        join(operands, Expr::And)
    }

    /// The one tree it is, languages as field tests; what `{{brand}}` stands for.
    pub(crate) fn tree(&self) -> Option<Node> {
        self.single().or_else(|| {
            let alternatives = |entries: &[Entry]| {
                join(entries.iter().cloned().map(Entry::gated).collect(), Expr::Or)
            };
            let (query, any) = (alternatives(&self.query), alternatives(&self.any));
            let (all, none) = (alternatives(&self.all), alternatives(&self.none).map(not));
            join([query, any, all, none].into_iter().flatten().collect(), Expr::And)
        })
    }

    /// What it means: `lower` gives each tree its meaning.
    pub(crate) fn meaning(&self, lower: &dyn Fn(&Node) -> Option<Condition>) -> Option<Condition> {
        if let Some(node) = self.single() {
            return lower(&node);
        }
        let each = |entries: &[Entry]| {
            let meanings = entries.iter().map(|entry| (entry.lang, lower(&entry.node)));
            let meanings: Vec<_> = meanings.collect();
            meanings.into_iter().map(|(lang, condition)| Some((lang, condition?))).collect()
        };
        let (query, any): (Option<Meanings>, Option<Meanings>) =
            (each(&self.query), each(&self.any));
        let (all, none): (Option<Meanings>, Option<Meanings>) = (each(&self.all), each(&self.none));
        let mut operands: Vec<Condition> = [query?, any?].into_iter().filter_map(one_of).collect();
        needed(all?, &mut operands);
        operands.extend(one_of(none?).map(|none| Condition::Not(Box::new(none))));
        Some(if operands.len() == 1 { operands.remove(0) } else { Condition::All(operands) })
    }

    /// The same with each tree replaced.
    pub(crate) fn map(mut self, change: impl Fn(Node) -> Node) -> Self {
        for entries in [&mut self.query, &mut self.any, &mut self.all, &mut self.none] {
            for entry in entries.iter_mut() {
                entry.node = change(entry.node.clone());
            }
        }
        self
    }
}

impl Entry {
    /// Its tree, asking for its language.
    fn gated(self) -> Node {
        let Some(lang) = self.lang else { return self.node };
        // Not in another language: true where it is this one or unknown.
        let test = parse(&format!("-(has:lang -lang:{lang})")).node;
        let span = self.node.span.clone();
        let nodes: Vec<Node> = [self.node].into_iter().chain(test).collect();
        Node { expr: Expr::And(nodes), span }
    }
}

type Meanings = Vec<(Option<Lang>, Condition)>;

fn or_unknown(lang: Lang) -> Condition {
    Condition::Field(FieldTest::LangOrUnknown(lang))
}

/// One of the entries, each only for its language. Absent when there is none.
fn one_of(entries: Meanings) -> Option<Condition> {
    let mut choices: Vec<Condition> = entries
        .into_iter()
        .map(|(lang, condition)| match lang {
            Some(lang) => Condition::All(vec![or_unknown(lang), condition]),
            None => condition,
        })
        .collect();
    match choices.len() {
        0 | 1 => choices.pop(),
        _ => Some(Condition::Any(choices)),
    }
}

/// Adds what is needed in every language, and, by language, that one entry for the mention's language is met;
/// a mention in a language without an entry needs no more, if the rule asks for something else at all.
fn needed(all: Meanings, operands: &mut Vec<Condition>) {
    let (always, by_language): (Meanings, Meanings) =
        all.into_iter().partition(|(lang, _)| lang.is_none());
    operands.extend(always.into_iter().map(|(_, condition)| condition));
    let listed: Vec<Condition> =
        by_language.iter().filter_map(|(lang, _)| *lang).map(or_unknown).collect();
    let mut choices: Vec<Condition> = one_of(by_language).into_iter().collect();
    if !choices.is_empty() && !operands.is_empty() {
        choices.push(Condition::Not(Box::new(Condition::Any(listed))));
        operands.push(Condition::Any(choices));
    } else {
        operands.append(&mut choices);
    }
}

/// Each `{{name}}` in a tree.
pub(crate) fn macros<'n>(node: &'n mut Node, name: &str) -> Vec<&'n mut Node> {
    if matches!(&node.expr, Expr::Macro(written) if written == name) {
        return vec![node];
    }
    parts(&mut node.expr).into_iter().flat_map(|part| macros(part, name)).collect()
}

/// The opposite of `node`.
pub(crate) fn not(node: Node) -> Node {
    Node { span: node.span.clone(), expr: Expr::Not(Box::new(node)) }
}

/// One tree of several.
fn join(mut nodes: Vec<Node>, how: fn(Vec<Node>) -> Expr) -> Option<Node> {
    let span = nodes.first()?.span.start..nodes.last()?.span.end;
    match nodes.len() {
        1 => nodes.pop(),
        _ => Some(Node { expr: how(nodes), span: span.start..span.end.max(span.start) }),
    }
}

/// Reads the value of a key that may be a table by language. Absent when something in it is an error.
fn entries(table: &Table<'_>, name: &str, read: Reader) -> Option<Vec<Entry>> {
    let Some(value) = table.value(name) else { return Some(Vec::new()) };
    let Some(by_language) = table.free(name) else {
        return read(table, name, value).map(|node| vec![Entry { lang: None, node }]);
    };
    if by_language.is_empty() {
        table.report(says_nothing(name, value.span()));
        return None;
    }
    let (mut entries, mut whole) = (Vec::new(), true);
    for (key, value) in by_language {
        let lang = if key.value == ANY { None } else { entry_language(table, &key) };
        if lang.is_none() && is_key(&key.value) && key.value != ANY {
            whole = false;
            continue;
        }
        match read(table, name, value) {
            Some(node) if lang.is_some() || key.value == ANY => entries.push(Entry { lang, node }),
            _ => whole = false,
        }
    }
    entries.sort_by_key(|entry| entry.lang);
    let twice = entries.windows(2).find(|pair| pair[0].lang == pair[1].lang);
    if let Some([_, second]) = twice {
        let message = format!("`{name}` has two entries for one language");
        table.report(
            Diagnostic::error(Code::UnknownLanguage, second.node.span.clone(), message)
                .help("put them into one"),
        );
        return None;
    }
    whole.then_some(entries)
}

/// Reads what a rule looks for from one value.
type Reader = fn(&Table<'_>, &str, Value<'_>) -> Option<Node>;

/// The language a key of a table by language stands for; one that is no language is found.
fn entry_language(table: &Table<'_>, key: &At<String>) -> Option<Lang> {
    let written = &key.value;
    if language(written).is_err() && is_key(written) {
        table.report(below_its_table(table, key));
        return None;
    }
    let (help, fix) = match language(written) {
        Ok(lang) => return Some(lang),
        Err(Some(code)) => (format!("write `{code}`"), Some(code)),
        Err(None) => {
            ("write a two-letter code such as `sv`, or `any` for every language".to_owned(), None)
        }
    };
    let message = format!("`{written}` is not the code of a language");
    let found = Diagnostic::error(Code::UnknownLanguage, key.span.clone(), message).help(help);
    table.report(match fix {
        Some(code) => found.unsafe_fix(key.span.clone(), code),
        None => found,
    });
    None
}

/// Whether rules have a key of this name.
fn is_key(name: &str) -> bool {
    [BRAND, THEME, CAMPAIGN, EXCLUDE].iter().any(|table| table.get(name).is_some())
}

/// A key of the rule that stands below the line that opens a table by language.
fn below_its_table(table: &Table<'_>, key: &At<String>) -> Diagnostic {
    let before = table.source().text.get(..key.span.start).unwrap_or_default();
    let opened = before.lines().rev().find(|line| line.trim_start().starts_with('['));
    let written = &key.value;
    let message = format!("`{written}` is no language, and stands in a table of languages");
    let found = Diagnostic::error(Code::UnknownLanguage, key.span.clone(), message);
    found.help(match opened.map(str::trim).filter(|line| line.contains('.')) {
        Some(line) => {
            format!("put `{written}` above the line `{line}`: what follows it belongs to it")
        }
        None => format!("put `{written}` outside of the table of languages"),
    })
}

/// Reads a query.
fn query(table: &Table<'_>, name: &str, value: Value<'_>) -> Option<Node> {
    let DeValue::String(text) = value.get_ref() else {
        return match value.get_ref() {
            DeValue::Array(_) => {
                let header = table.source().text.get(value.span()).unwrap_or_default();
                let (message, help) = if header.starts_with("[[") {
                    let message =
                        "there is one `query` in a rule, so its table is opened with one bracket";
                    (message, "write it with one bracket on each side, as in `[theme.query]`")
                } else {
                    let message = "`query` is a list, but needs one text in quotes";
                    (message, "for a list of keywords write `any = [\"…\", \"…\"]`")
                };
                table.report(Diagnostic::error(Code::KeyValue, value.span(), message).help(help));
                None
            }
            _ => table.wrong_type(name, value, "a text in quotes, or a table by language"),
        };
    };
    let text = table.text_of(text, value.span());
    fragment(table, name, &text)
}

/// Reads a text that is a query as a whole: a rule's, or a list's.
pub(crate) fn fragment(table: &Table<'_>, name: &str, text: &Text) -> Option<Node> {
    if text.value.trim().is_empty() {
        table.report(says_nothing(name, text.span.clone()));
        return None;
    }
    placed(table, text, 0, parse(&text.value))
}

/// Reads keywords of which one is enough.
fn alternatives(table: &Table<'_>, name: &str, value: Value<'_>) -> Option<Node> {
    join(keywords(table, name, value)?, Expr::Or)
}

/// Reads keywords of which each is needed.
fn each(table: &Table<'_>, name: &str, value: Value<'_>) -> Option<Node> {
    join(keywords(table, name, value)?, Expr::And)
}

/// Reads keywords: a list, or a text with one a line.
fn keywords(table: &Table<'_>, name: &str, value: Value<'_>) -> Option<Vec<Node>> {
    let known = table.found().borrow().len();
    let texts = table.texts_of(name, value);
    let mut whole = table.found().borrow().len() == known;
    let mut nodes = Vec::new();
    for text in &texts {
        for (at, line) in text.lines() {
            match placed(table, text, at, parse_keyword(line)) {
                Some(node) => nodes.push(node),
                None => whole = false,
            }
        }
    }
    if whole && nodes.is_empty() {
        table.report(says_nothing(name, value.span()));
    }
    (whole && !nodes.is_empty()).then_some(nodes)
}

/// What was read from byte `by` of `text` on, with its places in the file. Absent when it has an error.
fn placed(table: &Table<'_>, text: &Text, by: usize, parsed: Parsed) -> Option<Node> {
    let broken = parsed.diagnostics.iter().any(|found| found.severity == Severity::Error);
    for found in parsed.diagnostics {
        table.report(text.in_file(found.moved(by)));
    }
    let mut node = parsed.node.filter(|_| !broken)?;
    text.node_in_file(&mut node, by);
    Some(node)
}

fn says_nothing(name: &str, span: Range<usize>) -> Diagnostic {
    Diagnostic::error(Code::MissingQuery, span, format!("`{name}` says nothing"))
        .help("write what to look for, or take the line out")
}

fn two_queries(table: &Table<'_>, simple: &str) -> Diagnostic {
    let message = format!("the rule has both `query` and `{simple}`");
    Diagnostic::error(Code::TwoQueries, table.value_span(simple), message)
        .label(table.value_span("query"), "the query")
        .help("keep one: `query` with all of it, or the simple form `any`, `all`, `none`")
}
