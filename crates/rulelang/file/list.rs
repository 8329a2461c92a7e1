//! Lists of texts in a rule file, also where somebody wrote one text with commas in the place of a list.

use toml::de::DeValue;

use super::{Table, Value};
use crate::quoted::Text;
use crate::{Code, Diagnostic};

/// What parts the entries of a list that was written as one text.
const SIGNS: [char; 3] = [',', ';', '\n'];

/// The keys none of whose entries holds one of [`SIGNS`].
const SIMPLE: [&str; 6] = ["accounts", "aliases", "hashtags", "coupons", "ids", "look_in"];

/// Entries that a remedy shows at most.
const SHOWN: usize = 6;

impl<'a> Table<'a> {
    /// The texts at `name`: a list, or one text alone.
    pub(crate) fn texts(&self, name: &str) -> Vec<Text> {
        self.value(name).map_or_else(Vec::new, |value| self.texts_of(name, value))
    }

    /// The texts of a value: a list, or one text alone. Numbers are taken as texts, as ids often are.
    pub(crate) fn texts_of(&self, name: &str, value: Value<'a>) -> Vec<Text> {
        match value.get_ref() {
            DeValue::String(text) => {
                let text = self.text_of(text, value.span());
                if let Some(entries) = several(name, &text.value) {
                    self.several(name, &text, &entries, true);
                    return Vec::new();
                }
                vec![text]
            }
            DeValue::Array(items) => {
                items.iter().filter_map(|item| self.item(name, item)).collect()
            }
            _ => self
                .wrong_type(name, value, "a list of texts in square brackets")
                .unwrap_or_default(),
        }
    }

    fn item(&self, name: &str, item: Value<'a>) -> Option<Text> {
        match item.get_ref() {
            DeValue::String(text) => {
                let text = self.text_of(text, item.span());
                let entries = several(name, &text.value);
                if let Some(entries) = &entries {
                    self.several(name, &text, entries, false);
                }
                entries.is_none().then_some(text)
            }
            DeValue::Integer(number) if name == "ids" => {
                Some(self.text_of(number.as_str(), item.span()))
            }
            _ => self.wrong_type(name, item, "a text in quotes for each entry"),
        }
    }

    /// Says that one text holds several entries.
    fn several(&self, name: &str, text: &Text, entries: &[&str], whole: bool) {
        let quoted: Vec<String> = entries.iter().map(|entry| format!("\"{entry}\"")).collect();
        let list = |entries: &[String]| {
            let entries = entries.join(", ");
            if whole { format!("[{entries}]") } else { entries }
        };
        let begins = if whole { format!("{name} = ") } else { String::new() };
        let mut shown: Vec<String> = quoted.iter().take(SHOWN).cloned().collect();
        shown.extend((quoted.len() > SHOWN).then(|| "…".to_owned()));
        let message =
            format!("this is one text, and it holds {} entries of `{name}`", entries.len());
        let found = Diagnostic::error(Code::KeyValue, text.span.clone(), message)
            .help(format!("write each in quotes of its own: `{begins}{}`", list(&shown)));
        let plain = entries.iter().all(|entry| !entry.contains(['"', '\\']));
        self.report(if plain { found.unsafe_fix(text.span.clone(), list(&quoted)) } else { found });
    }
}

/// The entries that one text holds, where `name` has entries that hold none of the signs that part them.
fn several<'t>(name: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let entries: Vec<&str> =
        text.split(SIGNS).map(str::trim).filter(|entry| !entry.is_empty()).collect();
    let fits = match name {
        "places" => entries.iter().all(|entry| entry.contains(':')),
        "includes" => entries.iter().all(|entry| entry.to_lowercase().ends_with(".toml")),
        name => SIMPLE.contains(&name),
    };
    if fits && entries.len() > 1 {
        return Some(entries);
    }
    let sign = match name {
        "accounts" => '@',
        "hashtags" => '#',
        _ => return None,
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    (words.len() > 1 && words.iter().all(|word| word.starts_with(sign))).then_some(words)
}
