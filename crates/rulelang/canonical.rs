//! The canonical text of a rule set: what it is known by, whatever the order, the comments and the files it was written in.

use std::collections::BTreeMap;
use std::fmt::Write;

use mention::{Day, Field, RuleSetId};
use xxhash_rust::xxh3::Xxh3;

use crate::body::{Body, Entry};
use crate::lower::tag::PREFIX;
use crate::rule::{BrandParts, CampaignParts, Rule, ThemeParts};
use crate::{Accents, Account, Head, Node, Per, RuleSet, Settings, print};

/// A canonical text in the making: sections in the form of tables, sorted at the end.
pub(crate) struct Canonical {
    sections: Vec<String>,
}

impl Canonical {
    pub(crate) fn new(settings: Settings, lists: &BTreeMap<String, Node>) -> Self {
        let accents = match settings.accents {
            Accents::Smart => "smart",
            Accents::Exact => "exact",
            Accents::Ignore => "ignore",
        };
        let fields = Field::ALL.into_iter().filter(|field| settings.look_in.contains(*field));
        let fields: Vec<String> = fields.map(|field| field.name().to_owned()).collect();
        let mut section = Section::open("[settings]");
        section.text("accents", accents);
        section.texts("look_in", &fields);
        if settings.look_in.is_in_hashtags() {
            section.text("hashtags", "split");
        }
        section.flag("match_urls", settings.look_in.is_in_addresses());
        let mut canonical = Self { sections: vec![section.0] };
        let lists: Vec<_> = lists.iter().filter(|(name, _)| !name.starts_with(PREFIX)).collect();
        if !lists.is_empty() {
            let mut section = Section::open("[lists]");
            for (name, node) in lists {
                section.query(name, node);
            }
            canonical.sections.push(section.0);
        }
        canonical
    }

    pub(crate) fn brand(&mut self, rule: &Rule<BrandParts>) {
        let mut section = Section::open("[[brand]]");
        section.head(&rule.head);
        section.text("role", rule.kind.role.name());
        section.texts("accounts", &rule.kind.accounts);
        section.texts("places", &rule.kind.places);
        section.body(rule.body.as_ref());
        self.sections.push(section.0);
    }

    pub(crate) fn theme(&mut self, rule: &Rule<ThemeParts>) {
        let mut section = Section::open("[[theme]]");
        section.head(&rule.head);
        section.text("severity", rule.kind.severity.name());
        section.flag("answer", rule.kind.answer);
        if let Per::Brand { near } = rule.kind.per {
            section.text("per", "brand");
            if let Some(near) = near {
                section.line("near", near);
            }
        }
        if let Some(review_by) = rule.kind.review_by {
            section.line("review_by", day(review_by));
        }
        section.body(rule.body.as_ref());
        self.sections.push(section.0);
    }

    pub(crate) fn campaign(&mut self, rule: &Rule<CampaignParts>) {
        let parts = &rule.kind;
        let mut section = Section::open("[[campaign]]");
        section.head(&rule.head);
        if let Some(brand) = &parts.brand {
            section.text("brand", brand.value.as_str());
        }
        if let Some(days) = &parts.window {
            section.line("starts", day(days.first_and_last.0));
            section.line("ends", day(days.first_and_last.1));
            section.text("timezone", &days.timezone);
            section.line("grace_days", days.grace);
        }
        for goal in &parts.goal {
            section.line(&format!("goal.{}", goal.metric.name()), goal.target);
        }
        section.texts("coupons", &parts.coupons);
        section.texts("hashtags", &parts.hashtags);
        section.body(rule.body.as_ref());
        self.sections.push(section.0);
    }

    pub(crate) fn exclude(&mut self, rule: &Rule<()>) {
        let mut section = Section::open("[[exclude]]");
        section.head(&rule.head);
        section.body(rule.body.as_ref());
        self.sections.push(section.0);
    }

    /// What is not a rule.
    pub(crate) fn rest(
        &mut self,
        names: &[String],
        accounts: &[Account],
        sentiment: &[(String, f64)],
    ) {
        for account in accounts {
            let mut section = Section::open("[[account]]");
            section.optional("handle", account.handle.as_deref());
            section.texts("ids", &account.ids);
            section.optional("platform", account.platform.as_deref());
            section.text("role", account.role.name());
            section.optional("person", account.person.as_deref());
            section.optional("brand", account.brand.as_ref().map(mention::TagName::as_str));
            section.flag("automated", account.automated);
            self.sections.push(section.0);
        }
        if !sentiment.is_empty() {
            let mut section = Section::open("[sentiment]");
            for (phrase, figure) in sentiment {
                section.line(&quoted(phrase), figure);
            }
            self.sections.push(section.0);
        }
        for name in names {
            let mut section = Section(String::new());
            section.text("name", name);
            self.sections.push(section.0);
        }
    }

    /// The whole text, and what a set of rules with it is known by.
    pub(crate) fn finish(mut self) -> (RuleSetId, String) {
        self.sections.sort();
        let text = self.sections.join("\n");
        (id(&text), text)
    }
}

/// What a set of rules with this canonical text is known by.
fn id(text: &str) -> RuleSetId {
    let mut hash = Xxh3::new();
    hash.update(&RuleSetId::SEMANTICS.to_le_bytes());
    hash.update(text.as_bytes());
    RuleSetId(hash.digest128())
}

impl RuleSet {
    /// Notes a setting from outside the files by which the same rules give other tags; the set is another one from now on.
    pub fn note(&mut self, section: &str) {
        self.canonical.push('\n');
        self.canonical.push_str(section);
        self.id = id(&self.canonical);
    }
}

/// One table.
struct Section(String);

impl Section {
    fn open(name: &str) -> Self {
        Self(format!("{name}\n"))
    }

    fn line(&mut self, name: &str, value: impl std::fmt::Display) {
        writeln!(self.0, "{name} = {value}").expect("a text takes any text");
    }

    fn text(&mut self, name: &str, value: &str) {
        self.line(name, quoted(value));
    }

    fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    fn texts(&mut self, name: &str, values: &[String]) {
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        if !values.is_empty() {
            self.line(name, format!("[{}]", values.join(", ")));
        }
    }

    fn flag(&mut self, name: &str, value: bool) {
        if value {
            self.line(name, value);
        }
    }

    fn head(&mut self, head: &Head) {
        self.text("id", head.id.as_str());
        self.text("label", &head.label);
        self.optional("description", head.description.as_deref());
        self.optional("owner", head.owner.as_deref());
        let aliases: Vec<String> = head.aliases.iter().map(ToString::to_string).collect();
        self.texts("aliases", &aliases);
        self.flag("trial", head.trial);
    }

    fn body(&mut self, body: Option<&Body>) {
        let Some(body) = body else { return };
        if let Some(node) = body.single() {
            return self.query("query", &node);
        }
        let parts =
            [("query", &body.query), ("any", &body.any), ("all", &body.all), ("none", &body.none)];
        for (name, entries) in parts {
            for Entry { lang, node } in entries {
                let lang = lang.map_or("any".to_owned(), |lang| lang.to_string());
                self.query(&format!("{name}.{lang}"), node);
            }
        }
    }

    fn query(&mut self, name: &str, node: &Node) {
        let text = print(node);
        let plain =
            !text.contains("'''") && !text.ends_with('\'') && !text.contains(char::is_control);
        self.line(name, if plain { format!("'''{text}'''") } else { quoted(&text) });
    }
}

/// A text as TOML writes it, on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control.is_control() => {
                write!(quoted, "\\u{:04X}", u32::from(control)).expect("a text takes any text");
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A day as a calendar writes it.
fn day(day: Day) -> String {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = i32::try_from(day.0).unwrap_or_default();
    epoch.saturating_add(jiff::Span::new().days(days)).to_string()
}
