//! Rule sets and what they call their tags.

use mention::{BrandRole, Catalog, Entry, EntryKind, RuleSetId, TagName};
use rusqlite::{Connection, OptionalExtension, Result, Row};

use super::{End, Sqlite};
use crate::StoreError;
use crate::error::unreadable;

const PUT: &str = include_str!("../sql/rule_set_put.sql");
const CLEAR: &str = include_str!("../sql/catalog_clear.sql");
const INSERT: &str = include_str!("../sql/catalog_insert.sql");
const NEWEST: &str = include_str!("../sql/catalog_newest.sql");
const ENTRIES: &str = include_str!("../sql/catalog_entries.sql");
const TEXTS: &str = include_str!("../sql/rule_set_texts.sql");

/// The text of a rule set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetText {
    /// Its id.
    pub id: RuleSetId,
    /// Its canonical text.
    pub canonical: String,
}

impl Sqlite {
    /// See [`crate::Store::put_rules`].
    pub(crate) fn put_rules(
        &mut self,
        id: RuleSetId,
        canonical: &str,
        catalog: &Catalog,
    ) -> std::result::Result<(), StoreError> {
        self.write(|writing| {
            let connection = writing.connection;
            let number: i64 = connection
                .prepare_cached(PUT)?
                .query_row((id.to_string(), canonical), |row| row.get(0))?;
            connection.prepare_cached(CLEAR)?.execute([number])?;
            let mut insert = connection.prepare_cached(INSERT)?;
            for entry in &catalog.entries {
                let (kind, role) = kind_names(entry.kind);
                let aliases: Vec<&str> = entry.aliases.iter().map(TagName::as_str).collect();
                insert.execute((
                    number,
                    entry.name.as_str(),
                    &entry.label,
                    kind,
                    role,
                    &entry.owner,
                    aliases.join(" "),
                ))?;
            }
            Ok((End::Keep, ()))
        })
    }

    /// See [`crate::Store::catalog`].
    pub(crate) fn catalog(&self) -> std::result::Result<Option<Catalog>, StoreError> {
        self.read(|connection, _| newest(connection))
    }

    /// See [`crate::Store::rule_sets`].
    pub(crate) fn rule_sets(&self) -> std::result::Result<Vec<RuleSetText>, StoreError> {
        self.read(|connection, _| {
            connection
                .prepare_cached(TEXTS)?
                .query_map([], |row| Ok(RuleSetText { id: id(row, 0)?, canonical: row.get(1)? }))?
                .collect()
        })
    }
}

fn newest(connection: &Connection) -> Result<Option<Catalog>> {
    let newest = connection
        .prepare_cached(NEWEST)?
        .query_row([], |row| Ok((row.get(0)?, id(row, 1)?)))
        .optional()?;
    newest
        .map(|(number, rules)| Ok(Catalog { rules, entries: entries(connection, number)? }))
        .transpose()
}

/// What the rule set with this number calls its tags.
fn entries(connection: &Connection, number: i64) -> Result<Vec<Entry>> {
    connection.prepare_cached(ENTRIES)?.query_map([number], entry)?.collect()
}

fn id(row: &Row<'_>, column: usize) -> Result<RuleSetId> {
    RuleSetId::parse(row.get_ref(column)?.as_str()?)
        .ok_or_else(|| unreadable("the id of a rule set"))
}

fn entry(row: &Row<'_>) -> Result<Entry> {
    let tag = |name: &str| TagName::parse(name).ok_or_else(|| unreadable("the name of a tag"));
    let kind = row.get_ref(2)?.as_str()?;
    let role = row.get_ref(3)?.as_str_or_null()?;
    Ok(Entry {
        name: tag(row.get_ref(0)?.as_str()?)?,
        label: row.get(1)?,
        kind: kind_of(kind, role).ok_or_else(|| unreadable("the kind of a tag"))?,
        owner: row.get(4)?,
        aliases: row
            .get_ref(5)?
            .as_str()?
            .split_ascii_whitespace()
            .map(tag)
            .collect::<Result<_>>()?,
    })
}

fn kind_names(kind: EntryKind) -> (&'static str, Option<&'static str>) {
    match kind {
        EntryKind::Brand(role) => ("brand", Some(role.name())),
        EntryKind::Theme => ("theme", None),
        EntryKind::Campaign => ("campaign", None),
    }
}

fn kind_of(kind: &str, role: Option<&str>) -> Option<EntryKind> {
    const ROLES: [BrandRole; 3] = [BrandRole::Own, BrandRole::Competitor, BrandRole::Partner];
    match kind {
        "theme" => Some(EntryKind::Theme),
        "campaign" => Some(EntryKind::Campaign),
        "brand" => ROLES.into_iter().find(|one| Some(one.name()) == role).map(EntryKind::Brand),
        _ => None,
    }
}
