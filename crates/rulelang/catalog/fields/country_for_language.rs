//! `country-for-language`: `lang:` takes the code of a language, and some codes of countries are those of other languages.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::check::forms::Term;
use crate::{Code, Diagnostic, Expr, FieldName, Node, Severity, Value};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::CountryForLanguage,
    name: "country-for-language",
    severity: Severity::Warning,
    text: "`lang:` takes the code of a language, and some codes of countries are those of quite other languages: `se` is Northern Sami, Swedish is `sv`.",
    now: "Posts in the other language are looked for, of which there are few.",
    meant: "The language of the country.",
    write: "Write the code of the language; `country:` asks where a post comes from.",
    fires: &[
        Case::query("leverans lang:se", "lang:se").fixed("leverans lang:sv"),
        Case::query("entrega lang:(pt OR br)", "br").written("entrega lang:pt"),
        Case::query("parcel -lang:kr", "lang:kr").fixed("parcel -lang:ko"),
        Case::query("colis lang:ch", "lang:ch").written("colis lang:(de OR fr OR it)"),
        Case::query("(late OR lost) parcel lang:uk", "lang:uk")
            .fixed("(late OR lost) parcel lang:en"),
    ],
    silent: &[
        Query("leverans lang:sv"),
        Query("посилка lang:uk"),
        Query("acme lang:uk"),
        Query("parcel country:SE"),
        Query("parcel lang:ca"),
    ],
    untested: "",
};

/// Codes of languages that few posts are in: what they are, and the code and name of the language that is meant.
const CONFUSED: &[(&str, &str, &str, &str)] = &[
    ("se", "Northern Sami", "sv", "Swedish"),
    ("kr", "Kanuri", "ko", "Korean"),
    ("ee", "Ewe", "et", "Estonian"),
    ("br", "Breton", "pt", "Portuguese"),
    ("ch", "Chamorro", "", "of Switzerland there are de, fr and it"),
];

/// A test on a language that was likely meant for a country's.
pub(crate) fn find(text: &str, node: &Node) -> Option<Diagnostic> {
    let code = language(node)?;
    let (_, is, meant, name) = *CONFUSED.iter().find(|(known, ..)| *known == code)?;
    let message = format!("`{code}` is {is}, in which there are few posts");
    let found = Diagnostic::warning(Code::CountryForLanguage, node.span.clone(), message);
    let country = code.to_uppercase();
    if meant.is_empty() {
        return Some(found.help(format!("{name}; where a post comes from is `country:{country}`")));
    }
    let help = format!("{name} is `lang:{meant}`; where a post comes from is `country:{country}`");
    Some(with_fix(found.help(help), text, node, meant))
}

/// Ukrainian asked for by a rule whose words are Latin ones in small letters, as those of names seldom are.
pub(crate) fn ukrainian(text: &str, node: &Node, wanted: &[Term<'_>]) -> Option<Diagnostic> {
    let asked = british(node)?;
    let words = || {
        wanted.iter().filter_map(|term| match &term.node.expr {
            Expr::Word(text) | Expr::Phrase { text, .. } => Some(text.as_str()),
            _ => None,
        })
    };
    let cyrillic = |text: &str| text.contains(|c: char| matches!(c, '\u{400}'..='\u{52f}'));
    let common = |text: &&str| text.bytes().all(|b| b.is_ascii_lowercase() || b == b' ');
    if words().any(cyrillic) || words().filter(common).count() < 2 {
        return None;
    }
    let message = "`uk` is Ukrainian, and no word of this rule is written in its letters";
    let help = "English is `lang:en`; from Britain is `country:GB`";
    let found = Diagnostic::warning(Code::CountryForLanguage, asked.span.clone(), message);
    Some(with_fix(found.help(help), text, asked, "en"))
}

/// The test that asks for the language `uk` on all that a query finds.
fn british(node: &Node) -> Option<&Node> {
    match &node.expr {
        Expr::And(operands) => operands.iter().find_map(british),
        _ => language(node).filter(|code| *code == "uk").map(|_| node),
    }
}

fn language(node: &Node) -> Option<&str> {
    match &node.expr {
        Expr::Field { field: FieldName::Lang, value: Value::Text(code) } => Some(code),
        _ => None,
    }
}

/// The finding with the right code in the place of the wrong one, where the field stands beside it.
fn with_fix(found: Diagnostic, text: &str, node: &Node, code: &str) -> Diagnostic {
    let written = text.get(node.span.clone()).and_then(|field| field.split_once(':'));
    // In brackets the value stands alone, perhaps beside the right one; quotes or a comma may stand around it.
    match written {
        Some((_, value)) if language(node) == Some(value) => {
            found.unsafe_fix(node.span.end - value.len()..node.span.end, code)
        }
        _ => found,
    }
}
