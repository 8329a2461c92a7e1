//! Examples of posts that a rule must find or leave alone.

use mention::{Lang, TagName, platform_key};

use crate::file::Table;
use crate::keys::TEST;
use crate::language::language;
use crate::quoted::Text;
use crate::rule::{handle, said};
use crate::{Code, Diagnostic, Example, Expect};

/// The examples of a rule's table. None without the rule's id, but what is wrong with them is found all the same.
pub(crate) fn stated(table: &Table<'_>, rule: Option<&TagName>) -> Vec<Example> {
    let mut examples = plain(table, "match", Expect::Match, rule);
    examples.extend(plain(table, "no_match", Expect::NoMatch, rule));
    examples.extend(table.tables("test", &TEST).iter().filter_map(|test| full(test, rule)));
    examples
}

/// The posts listed at `name`.
fn plain(table: &Table<'_>, name: &str, expect: Expect, rule: Option<&TagName>) -> Vec<Example> {
    let texts = table.texts(name);
    let said = texts.iter().filter_map(|text| Some((said(table, name, text)?, &text.span)));
    said.filter_map(|(text, span)| {
        let (rule, place) = (rule?.clone(), table.place(span));
        let (title, lang, author, platform) = (None, None, None, None);
        Some(Example { rule, text, title, lang, author, platform, expect, place })
    })
    .collect()
}

/// An example with more than a text.
fn full(table: &Table<'_>, rule: Option<&TagName>) -> Option<Example> {
    if !table.has("title") {
        table.require("text");
    }
    let (text, title) = (table.words("text"), table.words("title"));
    let author = table.text("author").map(|author| handle(table, &author));
    let platform = table.words("platform").map(|name| platform_key(&name));
    let lang = table.text("lang").map(|text| known_language(table, &text));
    let choices = Expect::ALL.map(|expect| (expect.name(), expect));
    let expect = table.choice("expect", &choices).unwrap_or(Expect::Todo);
    let shown = if table.has("text") { "text" } else { "title" };
    let place = table.place(&table.value_span(shown));
    let (lang, author, text) = (lang.flatten(), author.flatten(), text.unwrap_or_default());
    Some(Example { rule: rule?.clone(), text, title, lang, author, platform, expect, place })
}

fn known_language(table: &Table<'_>, text: &Text) -> Option<Lang> {
    match language(&text.value) {
        Ok(lang) => Some(lang),
        Err(meant) => {
            let message = format!("`{}` is not the code of a language", text.value);
            let found = Diagnostic::error(Code::UnknownLanguage, text.span.clone(), message);
            table.report(match meant {
                Some(code) => found
                    .help(format!("write `{code}`"))
                    .unsafe_fix(text.span.clone(), format!("\"{code}\"")),
                None => found.help("write a two-letter code such as `sv`, or take the line out"),
            });
            None
        }
    }
}
