//! One table of a rule file, read into a rule whose parts are right by themselves; what depends on other rules comes later.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use mention::{BrandRole, Day, Role, TagName, platform_key};

use crate::body::Body;
use crate::campaign::{Days, days, goal};
use crate::example::stated;
use crate::file::{At, Table};
use crate::quoted::Text;
use crate::{Account, Code, Diagnostic, Example, Goal, Head, Per, SourceFile, Urgency};

/// The keys that say what a rule looks for.
const QUERY_KEYS: [&str; 4] = ["query", "any", "all", "none"];

/// Words between a brand and a theme, at most.
pub(crate) const NEAR_MAX: u32 = 1_000;

/// A rule as one table states it.
#[derive(Clone, Debug)]
pub(crate) struct Rule<K> {
    /// The file.
    pub(crate) source: Arc<SourceFile>,
    /// Where its id stands.
    pub(crate) id_span: Range<usize>,
    /// What every rule has.
    pub(crate) head: Head,
    /// Former ids, with places.
    pub(crate) aliases: Vec<At<TagName>>,
    /// Whether it states what it looks for.
    pub(crate) stated: bool,
    /// What it looks for; absent when nothing is stated or it has an error.
    pub(crate) body: Option<Body>,
    /// What only this kind of rule has.
    pub(crate) kind: K,
}

/// What only a brand has.
#[derive(Clone, Debug)]
pub(crate) struct BrandParts {
    pub(crate) role: BrandRole,
    pub(crate) accounts: Vec<String>,
    pub(crate) places: Vec<String>,
}

/// What only a theme has.
#[derive(Clone, Debug)]
pub(crate) struct ThemeParts {
    pub(crate) per: Per,
    pub(crate) per_span: Range<usize>,
    pub(crate) answer: bool,
    pub(crate) severity: Urgency,
    pub(crate) review_by: Option<Day>,
}

/// What only a campaign has.
#[derive(Clone, Debug)]
pub(crate) struct CampaignParts {
    pub(crate) brand: Option<At<TagName>>,
    /// What stands where the id of a brand belongs, and is no id.
    pub(crate) misnamed: Option<At<String>>,
    pub(crate) window: Option<Days>,
    pub(crate) goal: Vec<Goal>,
    pub(crate) coupons: Vec<String>,
    pub(crate) hashtags: Vec<String>,
}

/// An account, and where its brand is named.
#[derive(Clone, Debug)]
pub(crate) struct AccountParts {
    pub(crate) source: Arc<SourceFile>,
    /// Where its handle, or its ids, stand.
    pub(crate) span: Range<usize>,
    pub(crate) account: Account,
    pub(crate) brand: Option<At<TagName>>,
    /// What stands where the id of a brand belongs, and is no id.
    pub(crate) misnamed: Option<At<String>>,
}

/// Reads what every rule has. Absent when its id cannot be read.
pub(crate) fn rule<K>(
    table: &Table<'_>,
    file_owner: Option<&String>,
    examples: &mut Vec<Example>,
    read: impl FnOnce(&Table<'_>) -> K,
) -> Option<Rule<K>> {
    table.require("id");
    let id = table.id("id");
    let aliases = table.ids("aliases");
    let (label, description) = (table.words("label"), table.words("description"));
    let owner = table.words("owner").or_else(|| file_owner.cloned());
    let trial = table.flag("trial");
    let body = Body::read(table);
    let kind = read(table);
    examples.extend(stated(table, id.as_ref().map(|id| &id.value)));
    let id = id?;
    let mut former: Vec<TagName> = aliases.iter().map(|alias| alias.value.clone()).collect();
    former.sort();
    former.dedup();
    let head = Head {
        label: label.unwrap_or_else(|| id.value.to_string()),
        id: id.value,
        description,
        owner,
        aliases: former,
        trial,
        place: table.place(&table.span()),
    };
    let source = Arc::clone(table.source());
    Some(Rule { source, id_span: id.span, head, aliases, stated: has_query(table), body, kind })
}

fn has_query(table: &Table<'_>) -> bool {
    QUERY_KEYS.iter().any(|name| table.has(name))
}

/// Says that a rule looks for nothing, when it states nothing at all.
fn require_query(table: &Table<'_>, help: &str) {
    let misspelt = QUERY_KEYS.iter().any(|name| table.misspells(name));
    let lost = QUERY_KEYS.iter().any(|name| table.may_state(name));
    if !has_query(table) && !misspelt && !lost {
        let message = format!("{} that says nothing of what it looks for", table.keys().means);
        table.report(Diagnostic::error(Code::MissingQuery, table.span(), message).help(help));
    }
}

/// Reads what only a brand has.
pub(crate) fn brand(table: &Table<'_>) -> BrandParts {
    if let Some(id) =
        table.text("id").filter(|id| id.value.contains('/') && TagName::parse(&id.value).is_some())
    {
        let message = format!("`{}` has a `/`, which the id of a brand cannot have", id.value);
        let fix = id.value.replace('/', "-");
        let found = Diagnostic::error(Code::BadId, id.span.clone(), message);
        table
            .report(found.help(format!("write `{fix}`")).unsafe_fix(id.span, format!("\"{fix}\"")));
    }
    let stated = ["accounts", "places"].iter().any(|name| table.has(name));
    if !stated {
        require_query(
            table,
            "add `query`, or `any` with the names people use; or `accounts` or `places` of the brand",
        );
    }
    let roles = [BrandRole::Own, BrandRole::Competitor, BrandRole::Partner];
    let role = table.choice("role", &roles.map(|role| (role.name(), role)));
    BrandParts {
        role: role.unwrap_or(BrandRole::Own),
        accounts: set(table.texts("accounts").iter().filter_map(|text| handle(table, text))),
        places: set(table.texts("places").iter().filter_map(|text| own_place(table, text))),
    }
}

/// Reads what only a theme has.
pub(crate) fn theme(table: &Table<'_>) -> ThemeParts {
    require_query(table, "add `query = '''…'''`, or `any = [\"…\"]` with the words people use");
    let per_brand = table.choice("per", &[("brand", ())]).is_some();
    let near = table.count("near", NEAR_MAX);
    if near.is_some() && !table.has("per") && !table.may_state("per") {
        let found = Diagnostic::error(
            Code::MissingKey,
            table.value_span("near"),
            "`near` asks for a brand close by, but the theme does not go by brand",
        );
        table.report(found.help("add `per = \"brand\"`, or take `near` out"));
    }
    ThemeParts {
        per: if per_brand { Per::Brand { near } } else { Per::Mention },
        per_span: table.value_span("per"),
        answer: table.flag("answer"),
        severity: table
            .choice("severity", &Urgency::ALL.map(|urgency| (urgency.name(), urgency)))
            .unwrap_or_default(),
        review_by: table.day("review_by").map(|day| number(day.value)),
    }
}

/// Reads what only a campaign has.
pub(crate) fn campaign(table: &Table<'_>) -> CampaignParts {
    require_query(table, "add `query = '''…'''`, or `any` with the campaign's words and hashtags");
    let (brand, misnamed) = brand_id(table);
    CampaignParts {
        brand,
        misnamed,
        window: days(table),
        goal: goal(table),
        coupons: set(table.texts("coupons").iter().filter_map(|text| said(table, "coupons", text))),
        hashtags: set(table.texts("hashtags").iter().filter_map(|text| hashtag(table, text))),
    }
}

/// Reads what an exclusion has: nothing of its own.
pub(crate) fn exclude(table: &Table<'_>) {
    require_query(
        table,
        "add `query = '''…'''`, or `any = [\"…\"]` with the words that give the noise away",
    );
}

/// Reads an account.
pub(crate) fn account(table: &Table<'_>) -> Option<AccountParts> {
    if !table.has("handle") && !table.has("ids") {
        table.require("handle");
    }
    table.require("role");
    let roles = [Role::Brand, Role::Team, Role::Employee, Role::Competitor];
    let handle = table.text("handle").map(|text| handle(table, &text));
    let ids = set(table.texts("ids").iter().filter_map(|text| said(table, "ids", text)));
    let platform = table.words("platform").map(|name| platform_key(&name));
    let role = table.choice("role", &roles.map(|role| (role.name(), role)));
    let (person, (brand, misnamed)) = (table.words("person"), brand_id(table));
    let automated = table.flag("automated");
    let handle = match handle {
        Some(None) => return None,
        other => other.flatten(),
    };
    let account = Account {
        handle,
        ids,
        platform,
        role: role?,
        person,
        brand: brand.as_ref().map(|brand| brand.value.clone()),
        automated,
    };
    let span = table.value_span(if table.has("handle") { "handle" } else { "ids" });
    Some(AccountParts { source: Arc::clone(table.source()), span, account, brand, misnamed })
}

/// The brand that the key `brand` names, or what stands there and is no id: which brand is called so, other files say.
fn brand_id(table: &Table<'_>) -> (Option<At<TagName>>, Option<At<String>>) {
    let Some(text) = table.text("brand") else { return (None, None) };
    match TagName::parse(&text.value) {
        Some(value) => (Some(At { value, span: text.span }), None),
        None => (None, Some(At { value: text.value, span: text.span })),
    }
}

/// Sorted, each once.
fn set(items: impl Iterator<Item = String>) -> Vec<String> {
    let items: BTreeSet<String> = items.collect();
    items.into_iter().collect()
}

/// A text that must say something.
pub(crate) fn said(table: &Table<'_>, name: &str, text: &Text) -> Option<String> {
    let words = text.value.trim();
    if words.is_empty() {
        let found = Diagnostic::error(
            Code::KeyValue,
            text.span.clone(),
            format!("an entry of `{name}` says nothing"),
        );
        table.report(found.help("write something between the quotes, or take the entry out"));
        return None;
    }
    Some(words.to_owned())
}

/// A handle as accounts are compared by it: folded, without `@`.
pub(crate) fn handle(table: &Table<'_>, text: &Text) -> Option<String> {
    let written = text.value.trim();
    let name = written.strip_prefix('@').unwrap_or(written);
    let address = name.rsplit('/').next().unwrap_or_default().trim_start_matches('@');
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || "/:,".contains(c)) {
        let found = Diagnostic::error(
            Code::KeyValue,
            text.span.clone(),
            format!("`{written}` is not a handle"),
        );
        table.report(found.help(match address {
            "" => "write it as on the platform: `@acme`".to_owned(),
            name => format!(
                "write it as on the platform, without an address or blanks: `@{}`",
                name.replace(char::is_whitespace, "")
            ),
        }));
        return None;
    }
    Some(mention::fold_key(name).0)
}

/// A place as mentions state it, folded: its kind, a colon, its name.
fn own_place(table: &Table<'_>, text: &Text) -> Option<String> {
    let written = text.value.trim();
    let parts = written.split_once(':').map(|(kind, name)| (kind.trim(), name.trim()));
    match parts {
        Some((kind, name)) if !kind.is_empty() && !name.is_empty() && !name.starts_with("//") => {
            Some(format!("{}:{}", mention::fold_key(kind).0, mention::fold_key(name).0))
        }
        _ => {
            let name = written.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let found = Diagnostic::error(
                Code::KeyValue,
                text.span.clone(),
                format!("`{written}` is not a place: its kind is missing"),
            );
            table.report(
                found.help(format!("write `subreddit:{name}`, `channel:{name}` or `app:{name}`")),
            );
            None
        }
    }
}

/// A hashtag, folded, without `#`.
fn hashtag(table: &Table<'_>, text: &Text) -> Option<String> {
    let written = text.value.trim();
    let name = written.trim_start_matches(['#', '＃']);
    let whole = |c: char| c.is_alphanumeric() || c == '_' || !c.is_ascii();
    if name.is_empty() || !name.chars().all(whole) || name.contains(char::is_whitespace) {
        let bare: String = name.chars().filter(|c| whole(*c) && !c.is_whitespace()).collect();
        let found = Diagnostic::error(
            Code::KeyValue,
            text.span.clone(),
            format!("`{written}` is not one hashtag: a hashtag is letters, digits and `_`"),
        );
        table.report(
            found.help(format!("write `#{bare}`; several go into a list: `[\"#one\", \"#two\"]`")),
        );
        return None;
    }
    Some(mention::fold_key(name).0)
}

/// The number of a day.
pub(crate) fn number(date: Date) -> Day {
    let since = date.since(jiff::civil::date(1970, 1, 1)).map(|span| span.get_days());
    Day(since.map_or(0, i64::from))
}
