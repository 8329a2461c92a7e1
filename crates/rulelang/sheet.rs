//! Rules as a spreadsheet: rule files into rows, rows back into rule files, byte for byte where nothing changed.
//!
//! A rule is a row; one whose keywords go by language is a row a language, the first of them with what is not by
//! language. Lists stand in one cell, one keyword a line. A row carries, in its last cell, the hash of what it was
//! exported from, so that it is known later who changed it: the sheet, the file, or both.

mod array;
mod cell;
mod delimited;
mod edit;
mod extract;
mod lost;
mod made;
mod merge;
mod new_rule;
mod origin;
mod repair;
mod splice;
mod statement;
mod table;
#[cfg(test)]
mod tests;
mod toml_text;
mod unpacked;
mod workbook;

use std::ops::Index;
use std::sync::Arc;

use crate::SourceFile;
use crate::keys::{BRAND, CAMPAIGN, EXCLUDE, THEME, TableKeys};

pub use merge::{Change, ChangeKind, Import, Options, Refusal, import};
pub use table::{Cells, Sheet, Unreadable, cells, read};
pub use workbook::CellTooLong;

/// A column of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Brand, theme, campaign or exclude.
    Kind,
    /// The tag it gives.
    Id,
    /// What people call it.
    Label,
    /// One of these keywords is enough.
    Any,
    /// Each of these keywords is needed.
    All,
    /// None of these keywords may be there.
    None,
    /// A query, instead of keywords.
    Query,
    /// The language the row is for.
    Lang,
    /// The role of a brand, the brand of a campaign.
    BrandOrRole,
    /// The first day of a campaign.
    Starts,
    /// The last day of a campaign.
    Ends,
    /// Who answers for it.
    Owner,
    /// Posts it must find.
    ShouldMatch,
    /// Posts it must leave alone.
    ShouldNotMatch,
}

/// How many columns there are.
const COLUMNS: usize = 14;

impl Column {
    /// All columns, from left to right.
    pub const ALL: [Self; COLUMNS] = [
        Self::Kind,
        Self::Id,
        Self::Label,
        Self::Any,
        Self::All,
        Self::None,
        Self::Query,
        Self::Lang,
        Self::BrandOrRole,
        Self::Starts,
        Self::Ends,
        Self::Owner,
        Self::ShouldMatch,
        Self::ShouldNotMatch,
    ];

    /// What stands above it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Id => "id",
            Self::Label => "label",
            Self::Any => "any",
            Self::All => "all",
            Self::None => "none",
            Self::Query => "query",
            Self::Lang => "lang",
            Self::BrandOrRole => "brand_or_role",
            Self::Starts => "starts",
            Self::Ends => "ends",
            Self::Owner => "owner",
            Self::ShouldMatch => "should_match",
            Self::ShouldNotMatch => "should_not_match",
        }
    }

    /// What goes into it, for somebody who never saw a rule file.
    #[must_use]
    pub const fn means(self) -> &'static str {
        match self {
            Self::Kind => {
                "What the row describes: brand, theme, campaign or exclude. An exclude is noise that is kept out of reports."
            }
            Self::Id => {
                "The tag that posts get. Small letters a to z, digits and -, with / between a group and its parts: service/delivery. Reports and exports know the rule by it, so do not change it; change the label instead."
            }
            Self::Label => "The name people read in reports. Write it as you like.",
            Self::Any => {
                "Words or phrases of which one is enough. One a line: Alt+Enter (Mac: Option+Return) begins a new line in the cell. A line is a word, a phrase, or one #hashtag, @name, $SYM or emoji; no commas, no operators."
            }
            Self::All => "Words or phrases that are all needed, one a line.",
            Self::None => "Words or phrases none of which may be there, one a line.",
            Self::Query => {
                "A query with AND, OR, NOT, brackets and quotes, instead of any, all and none; never both."
            }
            Self::Lang => {
                "Empty: for every language. A two-letter code such as sv: for posts in that language, or in one that is not known. A rule for several languages has a row for each, all with the same kind and id."
            }
            Self::BrandOrRole => {
                "For a brand its role: own, competitor or partner. For a campaign the id of its brand. Empty for the others."
            }
            Self::Starts => "The first day of a campaign, as 2026-03-20.",
            Self::Ends => "The last day of a campaign, as 2026-04-30.",
            Self::Owner => "Who answers for the rule.",
            Self::ShouldMatch => {
                "Posts the rule must find, one a line. They are tried every time the rules are read. The sign ⏎ stands for a line break inside a post."
            }
            Self::ShouldNotMatch => "Posts the rule must leave alone, one a line.",
        }
    }

    /// Whether a row of a language has its own.
    const fn by_language(self) -> bool {
        matches!(self, Self::Any | Self::All | Self::None | Self::Query)
    }

    /// Whether a cell holds several texts, one a line.
    const fn is_list(self) -> bool {
        matches!(
            self,
            Self::Any | Self::All | Self::None | Self::ShouldMatch | Self::ShouldNotMatch
        )
    }

    /// The key of a rule file it shows, for a kind of rule that has it.
    const fn key(self, kind: Kind) -> Option<&'static str> {
        match (self, kind) {
            (Self::Id, _) => Some("id"),
            (Self::Label, _) => Some("label"),
            (Self::Any, _) => Some("any"),
            (Self::All, _) => Some("all"),
            (Self::None, _) => Some("none"),
            (Self::Query, _) => Some("query"),
            (Self::BrandOrRole, Kind::Brand) => Some("role"),
            (Self::BrandOrRole, Kind::Campaign) => Some("brand"),
            (Self::Starts, Kind::Campaign) => Some("starts"),
            (Self::Ends, Kind::Campaign) => Some("ends"),
            (Self::BrandOrRole | Self::Starts | Self::Ends | Self::Kind | Self::Lang, _) => None,
            (Self::Owner, _) => Some("owner"),
            (Self::ShouldMatch, _) => Some("match"),
            (Self::ShouldNotMatch, _) => Some("no_match"),
        }
    }
}

/// A kind of rule that has rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A brand.
    Brand,
    /// A theme.
    Theme,
    /// A campaign.
    Campaign,
    /// Noise.
    Exclude,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Brand, Self::Theme, Self::Campaign, Self::Exclude];

    /// The name a row and a table of a rule file have.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brand => "brand",
            Self::Theme => "theme",
            Self::Campaign => "campaign",
            Self::Exclude => "exclude",
        }
    }

    /// The kind of this name.
    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    const fn keys(self) -> &'static TableKeys {
        match self {
            Self::Brand => &BRAND,
            Self::Theme => &THEME,
            Self::Campaign => &CAMPAIGN,
            Self::Exclude => &EXCLUDE,
        }
    }
}

/// One row: a rule, or what it looks for in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row([String; COLUMNS]);

impl Row {
    /// What it is a row of, and the language.
    fn name(&self) -> RowName<'_> {
        (&self[Column::Kind], &self[Column::Id], &self[Column::Lang])
    }

    fn set(&mut self, column: Column, text: String) {
        self.0[column as usize] = text;
    }
}

/// Kind, id and language of a row; no other row has all three.
type RowName<'r> = (&'r str, &'r str, &'r str);

impl Index<Column> for Row {
    type Output = str;

    fn index(&self, column: Column) -> &str {
        &self.0[column as usize]
    }
}

/// The rows of rule files, ready to be written.
#[derive(Clone, Debug)]
pub struct Export {
    rows: Vec<Row>,
}

/// The rows of `files`, in their order; of files that are no TOML, none.
#[must_use]
pub fn export(files: &[Arc<SourceFile>]) -> Export {
    let rows = files.iter().flat_map(|file| extract::rules(&file.text));
    Export { rows: rows.flat_map(|rule| rule.rows()).collect() }
}

impl Export {
    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The sheet as CSV that Excel reads: UTF-8 with its mark, commas, CRLF.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        delimited::write(&self.rows)
    }

    /// The sheet as a workbook.
    ///
    /// # Errors
    ///
    /// [`CellTooLong`] for a text that does not fit into a cell of Excel.
    pub fn xlsx(&self) -> Result<Vec<u8>, CellTooLong> {
        workbook::write(&self.rows)
    }
}
