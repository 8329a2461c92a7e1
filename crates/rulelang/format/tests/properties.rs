//! What holds for every rule file that is laid out.

use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};
use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};

use super::formatted;
use crate::lexer::{TokenKind, lex};
use crate::parser::tests::any::query;
use crate::{Node, RuleSet, SourceFile, print};

/// Choices, one after the other and again from the start.
struct Choices<'a> {
    left: std::iter::Cycle<std::slice::Iter<'a, u8>>,
    comments: u32,
}

impl<'a> Choices<'a> {
    fn new(choices: &'a [u8]) -> Self {
        Self { left: choices.iter().cycle(), comments: 0 }
    }

    fn of<'c>(&mut self, all: &[&'c str]) -> &'c str {
        all[usize::from(*self.left.next().unwrap()) % all.len()]
    }

    /// Blanks, line ends and comments; nothing only where `may_touch`.
    fn gap(&mut self, may_touch: bool) -> String {
        let gap = self.of(&[
            " ", " ", " ", "  ", "\n", "\n    ", "\t", " C ", "\nC\n", "C", " C\n", "\nC ",
            "C C\n", "\u{a0}", "",
        ]);
        let gap = if gap.is_empty() && !may_touch { " " } else { gap };
        let mut out = String::new();
        for letter in gap.chars() {
            if letter == 'C' {
                self.comments += 1;
                let said = self.of(&["", " x", "\n y"]);
                out.extend([format!("<<<c{}{said} >>>", self.comments)]);
            } else {
                out.push(letter);
            }
        }
        out
    }
}

/// The query with other blanks, operators in other words, and comments.
fn loose(node: &Node, choices: &mut Choices<'_>) -> String {
    let text = print(node);
    let tokens = lex(&text, &mut Vec::new()).tokens;
    let mut out = choices.gap(true);
    for (at, token) in tokens.iter().enumerate() {
        let written = &text[token.span.clone()];
        let before = at.checked_sub(1).map(|before| &tokens[before].kind);
        let after_term = matches!(
            before,
            Some(TokenKind::Close | TokenKind::Term(_) | TokenKind::Value(_) | TokenKind::Tilde(_))
        );
        let begins = matches!(
            token.kind,
            TokenKind::Open
                | TokenKind::Minus
                | TokenKind::Term(_)
                | TokenKind::Text(_)
                | TokenKind::Test(_)
        );
        if after_term && begins && !token.touches {
            out.push_str(choices.of(&["", "", "AND "]));
        }
        match &token.kind {
            TokenKind::Minus => out.push_str(choices.of(&["-", "-", "NOT "])),
            TokenKind::Near { distance, ordered: true } => {
                let first =
                    [format!("ONEAR/{distance}"), format!("NEAR/0{distance}F"), written.to_owned()];
                out.push_str(choices.of(&[&first[0], &first[1], &first[2]]));
            }
            _ => out.push_str(written),
        }
        let next = tokens.get(at + 1);
        if next.is_none_or(|next| !next.touches) {
            out.push_str(&choices.gap(next.is_none()));
        } else if token.kind == TokenKind::Open
            || matches!(next.map(|next| &next.kind), Some(TokenKind::Close))
        {
            out.push_str(&choices.gap(true));
        }
    }
    out
}

/// A rule file of these queries, as careless people write it.
fn file(queries: &[Node], choices: &[u8]) -> String {
    let choices = &mut Choices::new(choices);
    let mut out = String::from(choices.of(&["", "\n\n", "# top\n", "format=1 # one\n\n\n\n"]));
    out.push_str(choices.of(&["", "[lists]\n  jobs='''hiring   OR  \"job  offer\"'''\n"]));
    for (at, node) in queries.iter().enumerate() {
        let query = loose(node, choices);
        out.push_str(choices.of(&["", "\n", "# above\n", "\n\n\n# far\n\n"]));
        let blank = choices.of(&["", " ", "   "]);
        out.extend([format!(
            "[[{blank}theme{blank}]]{blank}# t{at}\n{blank}id{blank}={blank}\"t{at}\"\n"
        )]);
        out.push_str(choices.of(&["", "\n", "label = \"a  b\"\n", "match = [ ] # none\n"]));
        let quoted = match choices.of(&["'", "'''", "\"", "\"\"\""]) {
            "'" if !query.contains(['\'', '\n']) => format!("'{query}'"),
            "\"" if !query.contains(|c: char| c.is_control()) => format!("\"{}\"", escaped(&query)),
            "\"\"\"" => format!("\"\"\"{}\"\"\"", escaped(&query)),
            _ if query.contains('\'') => format!("\"\"\"\n{}\"\"\"", escaped(&query)),
            _ => format!("'''{}{query}'''", choices.of(&["", "\n"])),
        };
        let comment = choices.of(&["", "# q", "   # q"]);
        out.extend([format!("{blank}query{blank}={blank}{quoted}{comment}\n")]);
        let aliases = choices.of(&[
            "",
            "aliases=[ \"xN\",# one\n \"yN\" ]\n",
            "aliases = [\"xN\",\"yN\"  ,]\n\n\n",
            "answer   = true",
        ]);
        out.push_str(&aliases.replace('N', &at.to_string()));
        out.push('\n');
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// All that is written but blanks and line ends; of queries only that there is one.
fn kept(text: &str) -> Vec<String> {
    let tokens = Source::new(text).lex().into_vec();
    let mut events: Vec<Event> = Vec::new();
    parse_document(&tokens, &mut events, &mut ());
    let mut key = "";
    let mut kept = Vec::new();
    for event in events {
        let raw = &text[event.span().start()..event.span().end()];
        match event.kind() {
            EventKind::Whitespace | EventKind::Newline => continue,
            EventKind::SimpleKey => key = raw,
            _ => {}
        }
        let query = event.kind() == EventKind::Scalar && ["query", "jobs"].contains(&key);
        kept.push(if query { "a query".to_owned() } else { raw.trim_end().to_owned() });
    }
    kept
}

/// The comments of all queries, in their order.
fn comments(text: &str) -> Vec<&str> {
    text.split("<<<c").skip(1).map(|rest| rest.split_once(">>>").unwrap().0).collect()
}

fn read(text: &str) -> RuleSet {
    let file = SourceFile { name: "a".to_owned(), text: text.to_owned() };
    let read = RuleSet::read(&[file], &|_, _| Ok(Vec::new()));
    read.unwrap_or_else(|found| panic!("{text}\n{}", found[0])).0
}

/// Whether both files hold the same rules.
fn same_rules(one: &str, other: &str) -> bool {
    let (one, other) = (read(one), read(other));
    let conditions =
        |rules: &RuleSet| rules.themes.iter().map(|theme| theme.query.clone()).collect::<Vec<_>>();
    one.id == other.id && conditions(&one) == conditions(&other)
}

/// Files whose rules can be read; of the queries made up, some say nothing positive or are otherwise refused.
fn files() -> impl Strategy<Value = String> {
    let sound = query().prop_filter("has an error", |node| {
        let text = format!("[[theme]]\nid = 'a'\nquery = \"\"\"{}\"\"\"\n", escaped(&print(node)));
        let file = SourceFile { name: "a".to_owned(), text };
        RuleSet::read(&[file], &|_, _| Ok(Vec::new())).is_ok()
    });
    (prop::collection::vec(sound, 1..4), prop::collection::vec(any::<u8>(), 1..60))
        .prop_map(|(queries, choices)| file(&queries, &choices))
}

proptest! {
    #[test]
    fn the_second_time_changes_nothing(file in files()) {
        let once = formatted(&file);
        prop_assert_eq!(formatted(&once), once.clone(), "{}\n{}", file, once);
    }

    #[test]
    fn the_rules_mean_the_same(file in files()) {
        let once = formatted(&file);
        prop_assert!(same_rules(&file, &once), "{}\n{}", file, once);
    }

    #[test]
    fn nothing_but_blanks_and_queries_changes(file in files()) {
        let once = formatted(&file);
        prop_assert_eq!(kept(&file), kept(&once), "{}\n{}", &file, &once);
        prop_assert_eq!(comments(&file), comments(&once), "{}\n{}", &file, &once);
    }

    #[test]
    fn no_line_ends_in_a_blank_and_no_two_are_empty(file in files()) {
        let once = formatted(&file);
        // Comments and exact letters of several lines are kept as they are.
        if !file.contains("\n y") && !file.contains('{') {
            prop_assert!(once.lines().all(|line| line.trim_end() == line), "{}", once);
        }
        prop_assert!(!once.contains("\n\n\n") && !once.starts_with('\n') && !once.ends_with("\n\n"), "{}", once);
    }
}

/// Breaks what the properties hold, and each is noticed.
#[test]
fn a_formatter_that_changes_more_is_noticed() {
    let file = "[[theme]]\nid = 't' # t\nquery = 'a <<<c1>>> OR b <<<c2>>>'\n";
    assert_ne!(kept(file), kept(&file.replace("# t", "#")));
    assert_ne!(kept(file), kept(&file.replace("'t'", "\"t\"")));
    assert_ne!(comments(file), comments(&file.replace("<<<c1>>>", "")));
    assert!(!same_rules(file, &file.replace(" OR ", " ")));
    assert!(same_rules(file, &file.replace(" OR ", "\nOR ").replace('\'', "'''")));
}
