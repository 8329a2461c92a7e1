//! One store copied into another: what is handed over, table by table, and how it is known to be the same.

use std::io::{self, Write};

use xxhash_rust::xxh3::Xxh3Default;

use crate::StoreError;

/// A value on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Nothing.
    Nothing,
    /// A number; also what is true (1) or false (0).
    Number(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A row on its way.
pub(crate) type Record = Vec<Cell>;

/// What is handed over, each table after those it refers to.
///
/// Mentions and texts begin with the name of their platform; people have their first day as it is, however it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    About,
    Platforms,
    Tags,
    Dimensions,
    Parts,
    RuleSets,
    Catalog,
    Cursors,
    RulesActive,
    HandTags,
    People,
    Mentions,
    Texts,
    AuthorDays,
    Counts,
    Ledger,
    Rejects,
    Resets,
    Measures,
    Annotations,
    Suppressions,
    Alerts,
    Judged,
    Deliveries,
    Settled,
    Seals,
}

impl Table {
    /// All of them, in order.
    pub(crate) const ALL: [Self; 26] = [
        Self::About,
        Self::Platforms,
        Self::Tags,
        Self::Dimensions,
        Self::Parts,
        Self::RuleSets,
        Self::Catalog,
        Self::Cursors,
        Self::RulesActive,
        Self::HandTags,
        Self::People,
        Self::Mentions,
        Self::Texts,
        Self::AuthorDays,
        Self::Counts,
        Self::Ledger,
        Self::Rejects,
        Self::Resets,
        Self::Measures,
        Self::Annotations,
        Self::Suppressions,
        Self::Alerts,
        Self::Judged,
        Self::Deliveries,
        Self::Settled,
        Self::Seals,
    ];

    /// Whether the dump leaves it out, so that its rows are compared one by one.
    pub(crate) fn is_beside_the_dump(self) -> bool {
        matches!(
            self,
            Self::About
                | Self::Cursors
                | Self::RulesActive
                | Self::Ledger
                | Self::Rejects
                | Self::Resets
                | Self::Measures
                | Self::Annotations
                | Self::Suppressions
                | Self::Alerts
                | Self::Judged
                | Self::Deliveries
                | Self::Seals
        )
    }

    /// The statement that reads it, where both databases understand it.
    pub(crate) fn select(self) -> Option<&'static str> {
        Some(match self {
            Self::About | Self::People | Self::Ledger => return None,
            Self::Platforms => include_str!("sql/copy_platforms.sql"),
            Self::Tags => include_str!("sql/copy_tags.sql"),
            Self::Dimensions => include_str!("sql/copy_dimensions.sql"),
            Self::Parts => include_str!("sql/copy_parts.sql"),
            Self::RuleSets => include_str!("sql/copy_rule_sets.sql"),
            Self::Catalog => include_str!("sql/copy_catalog.sql"),
            Self::Cursors => include_str!("sql/copy_cursors.sql"),
            Self::RulesActive => include_str!("sql/copy_rules_active.sql"),
            Self::HandTags => include_str!("sql/copy_hand_tags.sql"),
            Self::Mentions => include_str!("sql/copy_mentions.sql"),
            Self::Texts => include_str!("sql/copy_texts.sql"),
            Self::AuthorDays => include_str!("sql/copy_author_days.sql"),
            Self::Counts => include_str!("sql/copy_counts.sql"),
            Self::Rejects => include_str!("sql/copy_rejects.sql"),
            Self::Resets => include_str!("sql/copy_resets.sql"),
            Self::Measures => include_str!("sql/copy_measures.sql"),
            Self::Annotations => include_str!("sql/copy_annotations.sql"),
            Self::Suppressions => include_str!("sql/copy_suppressions.sql"),
            Self::Alerts => include_str!("sql/copy_alerts.sql"),
            Self::Judged => include_str!("sql/copy_judged.sql"),
            Self::Deliveries => include_str!("sql/copy_deliveries.sql"),
            Self::Settled => include_str!("sql/copy_settled.sql"),
            Self::Seals => include_str!("sql/copy_seals.sql"),
        })
    }
}

/// Takes one row.
pub(crate) type Take<'a> = &'a mut dyn FnMut(Table, Record) -> Result<(), StoreError>;

/// What a store holds, as one number: the dump, and the rows of what the dump leaves out.
#[derive(Default)]
pub(crate) struct Digest(Xxh3Default);

impl Digest {
    /// Adds a row of a table that the dump leaves out.
    pub(crate) fn add(&mut self, table: Table, record: &Record) {
        if table.is_beside_the_dump() {
            self.0.update(format!("{table:?} {record:?}\n").as_bytes());
        }
    }

    /// The number.
    pub(crate) fn number(&self) -> u128 {
        self.0.digest128()
    }
}

impl Write for Digest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Mentions, tombstones and those only tagged by hand among them.
    pub mentions: u64,
    /// Kept texts.
    pub texts: u64,
    /// Positions.
    pub positions: u64,
}

impl Copied {
    /// Counts a row.
    pub(crate) fn add(&mut self, table: Table) {
        match table {
            Table::Mentions => self.mentions += 1,
            Table::Texts => self.texts += 1,
            Table::Cursors => self.positions += 1,
            _ => {}
        }
    }
}
