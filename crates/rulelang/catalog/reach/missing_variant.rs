//! `missing-variant`: people write a brand's name in one word, as hashtags do: `coca-cola` does not find `cocacola`.

use crate::catalog::Source::{File, Query};
use crate::catalog::{Case, Page};
use std::ops::Range;
use std::rc::Rc;

use mention::{Script, TokenKind, term_tokens};

use crate::check::cover::Cover;
use crate::check::forms::Term;
use crate::{Code, Context, Diagnostic, Edit, Expr, Fix, Node, Severity, lower};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::MissingVariant,
    name: "missing-variant",
    severity: Severity::Info,
    text: "People write a brand's name in one word, as hashtags do: `coca-cola` does not find `cocacola`.",
    now: "Posts and hashtags that write the name in one word are not found.",
    meant: "All spellings of the name.",
    write: "Add the name in one word.",
    fires: &[
        Case::file("[[brand]]\nid = 'acme'\nquery = 'coca-cola'\n", "coca-cola")
            .fixed("[[brand]]\nid = 'acme'\nquery = 'coca-cola OR cocacola'\n"),
        Case::file("[[brand]]\nid = 'acme'\nquery = 'coca-cola -recipe'\n", "coca-cola")
            .fixed("[[brand]]\nid = 'acme'\nquery = '(coca-cola OR cocacola) -recipe'\n"),
        Case::file(
            r#"[[brand]]
id = 'acme'
query = '"virgin america"'
"#,
            r#""virgin america""#,
        )
        .fixed(
            r#"[[brand]]
id = 'acme'
query = '"virgin america" OR virginamerica'
"#,
        ),
        Case::file(
            r#"[[brand]]
id = 'acme'
query = "wendy's"
"#,
            "wendy's",
        )
        .fixed(
            r#"[[brand]]
id = 'acme'
query = "wendy's OR wendys"
"#,
        ),
    ],
    silent: &[
        File("[[brand]]\nid = 'acme'\nquery = 'coca-cola OR cocacola'\n"),
        File("[[brand]]\nid = 'acme'\nquery = 'coca-cola OR #coca*'\n"),
        File("[[brand]]\nid = 'acme'\nquery = 'acme'\n"),
        File("[[brand]]\nid = 'acme'\nquery = '\"southwest airlines\" OR southwestair'\n"),
        File(
            r#"[[brand]]
id = 'acme'
query = 'acme OR "acme store"'
"#,
        ),
        Query("coca-cola"),
    ],
    untested: "",
};

/// A brand's first name, if it is several words and nothing finds it in one.
pub(crate) fn find(
    text: &str,
    query: &Node,
    wanted: &[Term<'_>],
    cover: &Cover,
    context: &Context<'_>,
) -> Option<Diagnostic> {
    let first = wanted.first()?;
    let (Expr::Word(name) | Expr::Phrase { text: name, .. }) = &first.node.expr else {
        return None;
    };
    let tokens = term_tokens(name);
    let spaced = tokens.iter().all(|token| token.kind == TokenKind::Word(Script::Spaced));
    if !spaced || !(2..=3).contains(&tokens.len()) || name.contains(['*', '?', '.', '/']) {
        return None;
    }
    let joined: String = tokens.iter().map(|token| token.exact.as_str()).collect();
    let finds = |expr: Expr| {
        let node = Node { expr, span: 0..0 };
        let condition = lower(&node, context).0.map(Rc::new);
        cover.of(u32::MAX, condition.as_ref()).is_some()
    };
    let tag = Expr::Entity { kind: mention::EntityKind::Hashtag, name: joined.clone() };
    let begins = |term: &Term<'_>| match &term.node.expr {
        Expr::Word(word) | Expr::Entity { name: word, .. } => {
            let word = word.to_lowercase();
            word.len() > tokens[0].exact.len() && word.starts_with(&tokens[0].exact)
        }
        _ => false,
    };
    let written_in_one = wanted[1..].iter().any(begins);
    if written_in_one || finds(Expr::Word(joined.clone())) || finds(tag) {
        return None;
    }
    let written = text.get(first.node.span.clone())?;
    let span = first.node.span.clone();
    let (open, close) = if is_alternative(query, &span) { ("", "") } else { ("(", ")") };
    let begins = (!open.is_empty()).then(|| Edit::new(span.start..span.start, open));
    let adds = Edit::new(span.end..span.end, format!(" OR {joined}{close}"));
    let edits = begins.into_iter().chain([adds]).collect();
    let message =
        format!("`{written}` does not find the name in one word, as `{joined}` or `#{joined}`");
    Some(
        Diagnostic::info(Code::MissingVariant, first.node.span.clone(), message)
            .help(format!("write `{open}{written} OR {joined}{close}`"))
            .fixed_by(Fix { edits, safe: false }),
    )
}

/// Whether the term at `span` is the whole query or one of its alternatives, so that one more can stand beside it.
fn is_alternative(query: &Node, span: &Range<usize>) -> bool {
    if query.span == *span {
        return true;
    }
    match &query.expr {
        Expr::Or(branches) => branches.iter().any(|branch| is_alternative(branch, span)),
        _ => false,
    }
}
