//! Rule sets and what they call their tags.

use ::postgres::Row;
use ::postgres::types::Type;
use mention::{Catalog, RuleSetId};

use super::{End, Parameter, Postgres, Result, execute, query, query_one, query_opt, text};
use crate::StoreError;
use crate::catalog::{EntryColumns, RuleSetText, aliases, kind_names, rule_set_id};

const LOCK_NAMES: &str = include_str!("../sql/postgres/lock_names.sql");
const PUT: &str = include_str!("../sql/postgres/rule_set_put.sql");
const CLEAR: &str = include_str!("../sql/catalog_clear.sql");
const INSERT: &str = include_str!("../sql/postgres/catalog_insert.sql");
const NEWEST: &str = include_str!("../sql/catalog_newest.sql");
const ENTRIES: &str = include_str!("../sql/catalog_entries.sql");
const TEXTS: &str = include_str!("../sql/rule_set_texts.sql");

impl Postgres {
    /// See [`crate::Store::put_rules`].
    pub(crate) fn put_rules(
        &mut self,
        id: RuleSetId,
        canonical: &str,
        catalog: &Catalog,
    ) -> std::result::Result<(), StoreError> {
        let (id, canonical) = (id.to_string(), text::stored(canonical));
        let mut columns: [Vec<Option<String>>; 6] = Default::default();
        for entry in &catalog.entries {
            let (kind, role) = kind_names(entry.kind);
            let cells = [
                Some(entry.name.as_str().to_owned()),
                Some(entry.label.clone()),
                Some(kind.to_owned()),
                role.map(ToOwned::to_owned),
                entry.owner.clone(),
                Some(aliases(entry)),
            ];
            for (column, cell) in columns.iter_mut().zip(cells) {
                column.push(cell.map(|cell| text::stored(&cell).into_owned()));
            }
        }
        self.write(|writing| {
            let client = &mut *writing.client;
            query(client, LOCK_NAMES, &[])?;
            let set: [Parameter<'_>; 2] = [(&id, Type::TEXT), (&canonical, Type::TEXT)];
            let number: i32 = query_one(client, PUT, &set)?.get(0);
            execute(client, CLEAR, &[(&number, Type::INT4)])?;
            let mut parameters: Vec<Parameter<'_>> = vec![(&number, Type::INT4)];
            parameters.extend(columns.iter().map(|column| (column as _, Type::TEXT_ARRAY)));
            execute(client, INSERT, &parameters)?;
            Ok((End::Keep, ()))
        })
    }

    /// See [`crate::Store::catalog`].
    pub(crate) fn catalog(&self) -> std::result::Result<Option<Catalog>, StoreError> {
        self.read(|client, _| {
            let Some(newest) = query_opt(client, NEWEST, &[])? else { return Ok(None) };
            let (number, rules): (i32, _) = (newest.get(0), rule_set_id(newest.get(1))?);
            let rows = query(client, ENTRIES, &[(&number, Type::INT4)])?;
            let entries = rows.iter().map(entry).collect::<Result<_>>()?;
            Ok(Some(Catalog { rules, entries }))
        })
    }

    /// See [`crate::Store::rule_sets`].
    pub(crate) fn rule_sets(&self) -> std::result::Result<Vec<RuleSetText>, StoreError> {
        self.read(|client, _| {
            let rows = query(client, TEXTS, &[])?;
            let read = |row: &Row| {
                let canonical = text::read(row.get(1)).into_owned();
                Ok(RuleSetText { id: rule_set_id(row.get(0))?, canonical })
            };
            rows.iter().map(read).collect()
        })
    }
}

fn entry(row: &Row) -> Result<mention::Entry> {
    let cell = |at| row.get::<_, Option<&str>>(at).map(text::read);
    let [tag, label, kind, role, owner, aliases] = [0, 1, 2, 3, 4, 5].map(cell);
    let columns = EntryColumns {
        tag: tag.as_deref().unwrap_or_default(),
        label: label.as_deref().unwrap_or_default(),
        kind: kind.as_deref().unwrap_or_default(),
        role: role.as_deref(),
        owner: owner.as_deref(),
        aliases: aliases.as_deref().unwrap_or_default(),
    };
    Ok(columns.entry()?)
}
