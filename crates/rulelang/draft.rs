//! One rule file as it is read by itself.

use std::sync::Arc;

use mention::{Field, LookIn};
use toml::de::DeTable;

use crate::body::fragment;
use crate::campaign::figure;
use crate::field::closest;
use crate::file::{At, Found, Reading, Table};
use crate::keys::{ACCOUNT, BRAND, CAMPAIGN, EXCLUDE, FILE, SETTINGS, THEME};
use crate::quoted::Text;
use crate::rule::{self, AccountParts, BrandParts, CampaignParts, Rule, ThemeParts, account, rule};
use crate::syntax::{lost, readable_rules};
use crate::{Accents, Code, Diagnostic, Example, Finding, Node, SourceFile};

/// The version of the format this crate reads.
pub(crate) const FORMAT: u32 = 1;

/// The name that stands for the brand of a campaign, so that no list can have it.
pub(crate) const BRAND_LIST: &str = "brand";

/// What one file says.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) source: Arc<SourceFile>,
    pub(crate) name: Option<String>,
    /// The parts of it that could not be read, where what seems missing may be.
    pub(crate) lost: String,
    /// Whether it states a rule, read or not.
    pub(crate) has_rules: bool,
    /// Whether it states anything that other files can use.
    pub(crate) has_shared: bool,
    pub(crate) settings: FileSettings,
    pub(crate) lists: Vec<List>,
    pub(crate) accounts: Vec<AccountParts>,
    pub(crate) brands: Vec<Rule<BrandParts>>,
    pub(crate) themes: Vec<Rule<ThemeParts>>,
    pub(crate) campaigns: Vec<Rule<CampaignParts>>,
    pub(crate) excludes: Vec<Rule<()>>,
    pub(crate) sentiment: Vec<(At<String>, f64)>,
    pub(crate) examples: Vec<Example>,
}

/// `[settings]` as one file states them.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileSettings {
    pub(crate) accents: Option<At<Accents>>,
    pub(crate) look_in: Option<At<LookIn>>,
    /// Whether words are also looked for inside hashtags.
    pub(crate) split: Option<At<bool>>,
    /// Whether words are also looked for in addresses.
    pub(crate) urls: Option<At<bool>>,
}

/// A named piece of a query.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(crate) name: At<String>,
    /// Absent when it has an error.
    pub(crate) node: Option<Node>,
}

/// Reads one file; hands out what it includes beside what it says.
pub(crate) fn draft(source: &Arc<SourceFile>, found: &Found) -> (Draft, Vec<Text>) {
    let (text, mistakes) = readable_rules(&source.text);
    found.borrow_mut().extend(
        other_encoding(&source.text)
            .map(|diagnostic| Finding { source: Arc::clone(source), diagnostic }),
    );
    let lost = lost(&source.text, &text);
    found.borrow_mut().extend(
        mistakes.into_iter().map(|diagnostic| Finding { source: Arc::clone(source), diagnostic }),
    );
    let (entries, _) = DeTable::parse_recoverable(&text);
    let reading = Reading::new(source, &lost, found);
    let file = Table::new(&reading, &FILE, entries.get_ref(), 0..0);
    (read(&file, lost.clone()), file.texts("includes"))
}

/// That letters of the file are lost: who read it could not tell which they were.
fn other_encoding(text: &str) -> Option<Diagnostic> {
    let first = text.find(char::REPLACEMENT_CHARACTER)?;
    let letters = |c: char| !c.is_alphanumeric() && c != char::REPLACEMENT_CHARACTER;
    let start = text[..first].rfind(letters).map_or(0, |at| text.ceil_char_boundary(at + 1));
    let end = text[first..].find(letters).map_or(text.len(), |length| first + length);
    let count = text.matches(char::REPLACEMENT_CHARACTER).count();
    let times = if count > 1 { format!(", and {} more of them", count - 1) } else { String::new() };
    let message = format!(
        "a letter of `{}` cannot be read{times}: the file is not saved as UTF-8",
        &text[start..end]
    );
    let help = "save it again with the encoding UTF-8 (in Notepad: Save as, Encoding), and look whether these letters are right";
    Some(Diagnostic::error(Code::FileSyntax, start..end, message).help(help))
}

fn read(file: &Table<'_>, lost: String) -> Draft {
    format(file);
    let owner = file.words("owner");
    let owner = owner.as_ref();
    let mut examples = Vec::new();
    Draft {
        source: Arc::clone(file.source()),
        name: file.words("name"),
        lost,
        has_rules: ["brand", "theme", "campaign", "exclude"].iter().any(|name| file.has(name)),
        has_shared: ["settings", "lists", "account", "sentiment", "includes"]
            .iter()
            .any(|name| file.has(name)),
        settings: file
            .table("settings", &SETTINGS)
            .map(|table| settings(&table))
            .unwrap_or_default(),
        lists: lists(file),
        accounts: file.tables("account", &ACCOUNT).iter().filter_map(account).collect(),
        brands: rules(&file.tables("brand", &BRAND), owner, &mut examples, rule::brand),
        themes: rules(&file.tables("theme", &THEME), owner, &mut examples, rule::theme),
        campaigns: rules(&file.tables("campaign", &CAMPAIGN), owner, &mut examples, rule::campaign),
        excludes: rules(&file.tables("exclude", &EXCLUDE), owner, &mut examples, rule::exclude),
        sentiment: sentiment(file),
        examples,
    }
}

fn rules<K>(
    tables: &[Table<'_>],
    owner: Option<&String>,
    examples: &mut Vec<Example>,
    read: fn(&Table<'_>) -> K,
) -> Vec<Rule<K>> {
    tables.iter().filter_map(|table| rule(table, owner, examples, read)).collect()
}

fn format(file: &Table<'_>) {
    if let Some(format) = file.count("format", u32::MAX).filter(|format| *format != FORMAT) {
        let message =
            format!("the file is written in format {format}, which this version does not know");
        let found = Diagnostic::error(Code::KeyValue, file.value_span("format"), message);
        file.report(
            found.help(format!("write `format = {FORMAT}`, or use a newer version of the program")),
        );
    }
}

fn settings(table: &Table<'_>) -> FileSettings {
    let accents =
        [("smart", Accents::Smart), ("exact", Accents::Exact), ("ignore", Accents::Ignore)];
    let at = |name: &str| table.value_span(name);
    let split = [("whole", false), ("split", true)];
    let urls = table.has("match_urls").then(|| table.flag("match_urls"));
    FileSettings {
        accents: table.choice("accents", &accents).map(|value| At { value, span: at("accents") }),
        look_in: look_in(table).map(|value| At { value, span: at("look_in") }),
        split: table.choice("hashtags", &split).map(|value| At { value, span: at("hashtags") }),
        urls: urls.map(|value| At { value, span: at("match_urls") }),
    }
}

fn look_in(table: &Table<'_>) -> Option<LookIn> {
    let mut fields = None;
    for text in table.texts("look_in") {
        let written = text.value.trim();
        if let Some(field) = Field::ALL.into_iter().find(|field| field.name() == written) {
            fields = Some(fields.map_or(LookIn::only(field), |known: LookIn| known.and(field)));
            continue;
        }
        let message = format!("`{written}` is not a text of a post");
        let help = closest(&written.to_lowercase(), Field::ALL.map(Field::name).into_iter())
            .map_or_else(
                || "it can be `title`, `text`, `quoted` or `alt`".to_owned(),
                |near| format!("did you mean `\"{near}\"`?"),
            );
        table.report(Diagnostic::error(Code::KeyValue, text.span, message).help(help));
    }
    fields
}

fn lists(file: &Table<'_>) -> Vec<List> {
    let Some(value) = file.value("lists") else { return Vec::new() };
    let Some(entries) = file.free("lists") else {
        return file
            .wrong_type("lists", value, "a table, opened by a line `[lists]`")
            .unwrap_or_default();
    };
    let mut lists = Vec::new();
    for (name, value) in entries {
        let text = value.get_ref().as_str().map(|text| file.text_of(text, value.span()));
        if text.is_none() {
            let message = format!("the list `{}` needs a text in quotes", name.value);
            let help = "write the words as a query: `jobs = '''hiring OR \"job offer\"'''`";
            file.report(Diagnostic::error(Code::KeyValue, value.span(), message).help(help));
        }
        let node = text.and_then(|text| fragment(file, &name.value, &text));
        if list_name(file, &name) {
            lists.push(List { name, node });
        }
    }
    lists
}

/// Whether a list can have this name.
fn list_name(file: &Table<'_>, name: &At<String>) -> bool {
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let (message, help) = match name.value.as_str() {
        BRAND_LIST => (
            "`{{brand}}` is the query of a campaign's brand, so no list can be called `brand`"
                .to_owned(),
            "give the list another name".to_owned(),
        ),
        written
            if written.starts_with(|c: char| c.is_ascii_alphabetic())
                && written.chars().all(letters) =>
        {
            return true;
        }
        written => (
            format!(
                "`{written}` cannot be the name of a list: names are a letter, then letters, digits, `-` and `_`"
            ),
            "choose a name such as `jobs`".to_owned(),
        ),
    };
    file.report(Diagnostic::error(Code::BadId, name.span.clone(), message).help(help));
    false
}

fn sentiment(file: &Table<'_>) -> Vec<(At<String>, f64)> {
    let Some(value) = file.value("sentiment") else { return Vec::new() };
    let Some(entries) = file.free("sentiment") else {
        return file
            .wrong_type("sentiment", value, "a table, opened by a line `[sentiment]`")
            .unwrap_or_default();
    };
    let known = |value| figure(value).filter(|figure| (-4.0..=4.0).contains(figure));
    let mut exceptions = Vec::new();
    for (phrase, value) in entries {
        match known(value.get_ref()) {
            Some(figure) if !phrase.value.trim().is_empty() => exceptions.push((phrase, figure)),
            Some(_) => {
                let found =
                    Diagnostic::error(Code::KeyValue, phrase.span, "the phrase says nothing");
                file.report(found.help("write the phrase in quotes: `\"war zone\" = 0`"));
            }
            None => {
                let message =
                    format!("the feeling of `{}` must be a number from -4 to 4", phrase.value);
                let found = Diagnostic::error(Code::KeyValue, value.span(), message);
                file.report(found.help("write 0 for a phrase that means neither good nor bad"));
            }
        }
    }
    exceptions
}
