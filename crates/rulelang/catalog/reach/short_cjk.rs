//! `short-cjk`: scripts without blanks are searched by characters: one character alone is found inside many longer words.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use mention::{Script, TokenKind, term_tokens};

use crate::{Code, Diagnostic, Expr, Node, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ShortCjk,
    name: "short-cjk",
    severity: Severity::Warning,
    text: "Scripts without blanks are searched by characters: one character alone is found inside many longer words.",
    now: "It is found inside every longer word that has this character.",
    meant: "A word of two or more characters.",
    write: "Write the whole word, or several words joined by `OR`.",
    fires: &[Case::query("洪", "洪").written("洪水"), Case::query("洪水 OR 雨", "雨")],
    silent: &[Query("洪水"), Query("밈"), Query("flood"), Query("{雨}")],
    untested: "",
};

/// A term of one character of a script without blanks.
pub(crate) fn find(node: &Node) -> Option<Diagnostic> {
    let (Expr::Word(text) | Expr::Phrase { text, .. }) = &node.expr else { return None };
    let [token] = &term_tokens(text)[..] else { return None };
    if token.kind != TokenKind::Word(Script::Blankless) {
        return None;
    }
    let message =
        format!("`{text}` is one character: it is found inside every longer word that has it");
    Some(
        Diagnostic::warning(Code::ShortCjk, node.span.clone(), message)
            .help("write the whole word, or several words joined by OR"),
    )
}
