//! A sheet into rule files: what was exported, what the sheet says and what the files say now are held against each other, row by row.

mod absent;
mod elsewhere;
mod home;
mod named;
mod rename;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::edit::Edit;
use super::extract::{RuleText, rules};
use super::lost::{bent, has_lost};
use super::repair::{Letters, repaired};
use super::table::{Raw, Sheet, SheetRow};
use super::{Column, Kind, Row};
use crate::{Code, Diagnostic, Finding, SourceFile};
use elsewhere::Beside;

/// How a sheet is imported.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The name of the file that new rules go into; when absent, the only file, or the one that has all rules of their kind.
    pub into: Option<&'a str>,
    /// Whether rules and languages that are in the files and not in the sheet are taken out of the files.
    pub delete: bool,
}

/// What importing a sheet comes to.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The files that change, as they are afterwards.
    pub files: Vec<SourceFile>,
    /// What changes, in the order of the sheet, then what is taken out.
    pub changes: Vec<Change>,
    /// Rows that are not taken, in the order of the sheet.
    pub refusals: Vec<Refusal>,
    /// What a spreadsheet did to the cells, and what is wrong with rows; an error is about a row that is not taken.
    pub findings: Vec<Finding>,
    /// Rules and languages that the files have and the sheet has not, when they stay.
    pub absent: Vec<String>,
}

/// A row that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How.
    pub kind: ChangeKind,
    /// Where in the sheet its row stands; nothing of what is taken out.
    pub place: String,
    /// Kind and id of its rule, and the language of the row: `theme praise, sv`.
    pub rule: String,
    /// The file.
    pub file: String,
    /// The cells that change: the column, what it held, what it holds.
    pub cells: Vec<(Column, String, String)>,
}

/// How a row changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not there.
    Added,
    /// Some of its cells differ.
    Changed,
    /// It is taken out.
    Removed,
}

/// A row that is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where it stands.
    pub place: String,
    /// Kind and id of its rule, and the language.
    pub rule: String,
    /// Why, and what to do.
    pub why: String,
}

/// What is wanted of the rules of all files, and what came of the rows.
struct Merge<'a> {
    files: &'a [Arc<SourceFile>],
    sheet: &'a Sheet,
    options: Options<'a>,
    rules: Vec<Known>,
    /// The number of each rule, by kind and id.
    by_name: BTreeMap<(Kind, String), usize>,
    wanted: Vec<Wanted>,
    /// Which of these change cells, by rule.
    changed: BTreeMap<usize, Vec<usize>>,
    /// Rules that have another id in the sheet.
    renamed: BTreeSet<usize>,
    letters: Letters,
    import: Import,
}

/// A rule of a file, with its rows.
struct Known {
    file: usize,
    rule: RuleText,
    rows: Vec<Row>,
}

/// Rows of rules that no file has, by kind and id, in the order of the sheet.
#[derive(Debug, Default)]
struct New {
    rules: Vec<Vec<(u32, Row)>>,
    by_name: BTreeMap<(String, String), usize>,
}

/// A change that is wanted.
#[derive(Clone, Debug)]
enum Wanted {
    /// Cells of a known rule.
    Cells { rule: usize, edits: Vec<Edit> },
    /// A known rule is to go.
    Gone { rule: usize },
    /// A rule no file has.
    New { file: usize, kind: Kind, rows: Vec<Row> },
}

/// Merges `sheet` into `files`. Nothing is written anywhere.
///
/// A row that nobody changed since its export, or only the file, stays as the file has it. A row that only the sheet
/// changed is changed in the file. A row that both changed is refused, unless they agree. A row that says nothing of
/// what it was exported from counts as changed by the sheet.
///
/// # Cost
///
/// Linear in the files and the sheet, but in the square of a list that changes, and the files once more for each row
/// that has another name than it was exported with and for each rule that cannot be changed in place.
#[must_use]
pub fn import(files: &[Arc<SourceFile>], sheet: &Sheet, options: Options<'_>) -> Import {
    let known = files.iter().enumerate().flat_map(|(file, source)| {
        rules(&source.text).into_iter().map(move |rule| {
            let rows = rule.rows();
            Known { file, rule, rows }
        })
    });
    let rules: Vec<Known> = known.collect();
    let names = rules.iter().map(|known| (known.rule.kind, known.rule.id.clone()));
    let by_name = names.zip(0..).collect();
    let (wanted, changed, import) = (Vec::new(), BTreeMap::new(), Import::default());
    let letters = Letters { narrow: sheet.narrow, lost: false };
    let renamed = BTreeSet::new();
    let mut merge =
        Merge { files, sheet, options, rules, by_name, wanted, changed, renamed, letters, import };
    merge.import.findings.clone_from(&sheet.findings);
    if !sheet.headless && merge.is_legible() {
        merge.rows();
        merge.absent();
        merge.write();
    }
    merge.import
}

impl Merge<'_> {
    /// Looks at the letters of all cells; whether they are those of an encoding that is known.
    fn is_legible(&mut self) -> bool {
        let sheet = self.sheet;
        for row in &sheet.rows {
            let said = plain(row);
            let Some((rule, Some(at))) = self.known(&said) else { continue };
            for column in Column::ALL {
                let (base, cell) = (&self.rules[rule].rows[at][column], &said[column]);
                self.letters.lost |= has_lost(base, cell);
                let Some((old, new)) = bent(base, cell).filter(|_| sheet.narrow) else { continue };
                let message = format!(
                    "the sheet is neither in UTF-8 nor in Windows-1252: it has `{new}` where the file has `{old}`, so none of its rows is taken"
                );
                let found = Diagnostic::error(Code::LostLetters, 0..cell.len(), message);
                let found = found.help("save it as .xlsx or as CSV UTF-8, and import that");
                let found = sheet.finding(row.number, Some(column), cell, found);
                self.import.findings.push(found);
                return false;
            }
        }
        true
    }

    fn rows(&mut self) {
        let sheet = self.sheet;
        let found = |row: &SheetRow| self.known(&plain(row)).is_some();
        let foreign = !sheet.rows.iter().any(found);
        let mut seen = BTreeSet::new();
        let mut new = New::default();
        for row in &sheet.rows {
            let said = plain(row);
            let name = (
                said[Column::Kind].to_lowercase(),
                said[Column::Id].to_owned(),
                said[Column::Lang].to_lowercase(),
            );
            let named = self.named(row, &said);
            if named && !seen.insert(name) {
                self.refuse(
                    row,
                    &said,
                    "the sheet has this row twice; keep one of the two".to_owned(),
                );
            } else if named {
                self.row(row, &said, foreign, &mut new);
            }
        }
        for rows in new.rules {
            self.new_rule(rows);
        }
    }

    fn refuse(&mut self, row: &SheetRow, said: &Row, why: String) {
        self.refuse_as(row, shown(said), why);
    }

    fn refuse_as(&mut self, row: &SheetRow, rule: String, why: String) {
        let place = self.sheet.place(row.number, None);
        self.import.refusals.push(Refusal { place, rule, why });
    }

    /// The rule of a row, and which of its rows.
    fn known(&self, said: &Row) -> Option<(usize, Option<usize>)> {
        let lang =
            if said[Column::Lang].eq_ignore_ascii_case("any") { "" } else { &said[Column::Lang] };
        let kind = Kind::parse(&said[Column::Kind].to_lowercase())?;
        let rule = *self.by_name.get(&(kind, said[Column::Id].to_owned()))?;
        let row = self.rules[rule]
            .rows
            .iter()
            .position(|row| row[Column::Lang].eq_ignore_ascii_case(lang));
        Some((rule, row))
    }

    fn row(&mut self, row: &SheetRow, said: &Row, foreign: bool, new: &mut New) {
        let origin = row.origin.as_ref().filter(|origin| origin.names(said) && !foreign);
        let complete = self.sheet.columns.len() == Column::ALL.len();
        if complete && self.known(said).is_some() && origin.is_some_and(|origin| origin.is(said)) {
            return;
        }
        let known = self.known(said);
        let file_row = known.and_then(|(rule, at)| Some(self.rules[rule].rows[at?].clone()));
        let file_unchanged = match (origin, &file_row) {
            (Some(origin), Some(file_row)) => origin.is(file_row),
            (_, file_row) => file_row.is_some(),
        };
        let base = file_row.as_ref().filter(|_| file_unchanged);
        let repaired = repaired(&row.cells, &self.sheet.columns, base, self.letters);
        let broken = self.tell(row, repaired.found);
        let now = repaired.row;
        let untouched = origin.is_some_and(|origin| origin.is(&now));
        match (known, file_row) {
            (None, _) if self.renamed(row, &now) => {}
            (Some(_), _) if broken => {}
            (Some((rule, _)), Some(file_row)) if file_unchanged => self.differ(row, rule, &file_row, &now),
            (Some(_), Some(file_row)) if untouched || now == file_row => {}
            (Some(_), Some(_)) => self.refuse(row, said, "the sheet and the file both changed it since it was exported; take over by hand what you want of it, or export again".to_owned()),
            (_, None) if origin.is_some() => {
                if !untouched {
                    self.refuse(row, said, "it was taken out of the files since it was exported, and changed in the sheet; empty its cell `exported_from` to have it back".to_owned());
                }
            }
            (Some((rule, _)), None) if self.moved(row, rule, &now) => {}
            (Some((rule, _)), None) => {
                let mut none = Row::default();
                for column in [Column::Kind, Column::Id, Column::Lang] {
                    none.set(column, now[column].to_owned());
                }
                self.differ(row, rule, &none, &now);
            }
            (None, _) => self.unknown(row, now, broken, new),
        }
    }

    /// A row of a rule that no file has.
    fn unknown(&mut self, row: &SheetRow, now: Row, broken: bool, new: &mut New) {
        let named = |kind: Kind| self.by_name.get(&(kind, now[Column::Id].to_owned()));
        if let Some(other) = Kind::ALL.into_iter().find_map(named).map(|rule| &self.rules[*rule]) {
            let why = format!(
                "`{}` is a {} in {}, and a sheet cannot make another kind of rule of it",
                other.rule.id,
                other.rule.kind.name(),
                self.files[other.file].name
            );
            self.refuse(row, &now, why);
            return;
        }
        let name = (now[Column::Kind].to_owned(), now[Column::Id].to_owned());
        // A row that cannot be taken makes the rule one that cannot be taken.
        let part = (row.number, if broken { Row::default() } else { now });
        let at = *new.by_name.entry(name).or_insert(new.rules.len());
        if at == new.rules.len() {
            new.rules.push(Vec::new());
        }
        new.rules[at].push(part);
    }

    /// Tells what there is to say of a row; whether it cannot be taken.
    fn tell(&mut self, row: &SheetRow, found: Vec<(Column, String, Diagnostic)>) -> bool {
        let mut broken = false;
        for (column, shown, diagnostic) in found {
            let finding = self.sheet.finding(row.number, Some(column), &shown, diagnostic);
            broken |= finding.is_error();
            self.import.findings.push(finding);
        }
        broken
    }

    /// Cells of a known rule that are to change.
    fn differ(&mut self, at: &SheetRow, rule: usize, old: &Row, new: &Row) {
        let own = |column: &Column| !matches!(column, Column::Kind | Column::Id | Column::Lang);
        let changed =
            Column::ALL.into_iter().filter(own).filter(|column| old[*column] != new[*column]);
        let changed: Vec<Column> = changed.collect();
        let known = &self.rules[rule];
        let (kind, file) = (known.rule.kind, self.files[known.file].name.clone());
        let edits = changed.iter().map(|column| {
            let lang =
                if column.by_language() { new[Column::Lang].to_owned() } else { String::new() };
            Edit { column: *column, lang, cell: new[*column].to_owned() }
        });
        let mut edits: Vec<Edit> = edits.collect();
        let mut olds: Vec<String> = changed.iter().map(|column| old[*column].to_owned()).collect();
        let mut twice = None;
        for (edit, old_cell) in edits.iter_mut().zip(&mut olds) {
            match self.beside(rule, old, edit) {
                Some(Beside::Joined { old, all }) => (*old_cell, *edit) = (old, all),
                Some(Beside::Contradicts(column)) => twice = Some(column),
                None => {}
            }
        }
        if let Some(column) = changed.iter().find(|column| column.key(kind).is_none()) {
            self.refuse(
                at,
                new,
                format!("a {} has no `{}`; empty the cell", kind.name(), column.name()),
            );
        } else if let Some(column) = twice.or_else(|| self.contradicted(rule, &edits)) {
            self.refuse(
                at,
                new,
                format!(
                    "another row of the rule says something else in `{}`; keep one of the two",
                    column.name()
                ),
            );
        } else if !edits.is_empty() {
            let cells = edits.iter().zip(olds);
            let cells = cells.map(|(edit, old)| (edit.column, old, edit.cell.clone()));
            let (kind, rule_name, cells) = (ChangeKind::Changed, shown(new), cells.collect());
            let place = self.sheet.place(at.number, None);
            self.import.changes.push(Change { kind, place, rule: rule_name, file, cells });
            self.changed.entry(rule).or_default().push(self.wanted.len());
            self.wanted.push(Wanted::Cells { rule, edits });
        }
    }

    /// A cell that another row of the rule wants otherwise. One that is only moved to another row is not: its text counts.
    fn contradicted(&mut self, rule: usize, edits: &[Edit]) -> Option<Column> {
        let same = |a: &Edit, b: &Edit| (a.column, &a.lang) == (b.column, &b.lang);
        for at in self.changed.get(&rule).into_iter().flatten() {
            let Some(Wanted::Cells { edits: known, .. }) = self.wanted.get_mut(*at) else {
                continue;
            };
            known.retain(|known| {
                !(known.cell.is_empty() && edits.iter().any(|edit| same(edit, known)))
            });
            let other = edits.iter().find(|edit| {
                known.iter().any(|known| same(edit, known) && edit.cell != known.cell)
            });
            if let Some(edit) = other {
                return Some(edit.column);
            }
        }
        None
    }

    fn new_rule(&mut self, rows: Vec<(u32, Row)>) {
        let Some((number, first)) =
            rows.iter().find(|(_, row)| !row[Column::Id].is_empty()).cloned()
        else {
            return;
        };
        let Some(kind) = Kind::parse(&first[Column::Kind]) else { return };
        let place = self.sheet.place(number, None);
        let (numbers, rows): (Vec<u32>, Vec<Row>) = rows.into_iter().unzip();
        let stray = Column::ALL.into_iter().find(|column| {
            !matches!(column, Column::Kind | Column::Lang)
                && column.key(kind).is_none()
                && rows.iter().any(|row| !row[*column].is_empty())
        });
        let why = match (two_heads(&rows), stray, self.home(kind)) {
            (Some(column), _, _) => format!(
                "its rows say different things in `{}`; fill it in one of them",
                column.name()
            ),
            _ if rows.iter().any(|row| row[Column::Id].is_empty()) => {
                "one of its rows cannot be read".to_owned()
            }
            (None, Some(column), _) => {
                format!("a {} has no `{}`; empty the cell", kind.name(), column.name())
            }
            (None, None, None) => format!(
                "it is new, and could go into {}; say which with --into FILE",
                self.homes_named(kind)
            ),
            (None, None, Some(file)) => {
                self.add(file, kind, &numbers, rows);
                return;
            }
        };
        self.import.refusals.push(Refusal { place, rule: shown(&first), why });
    }

    fn add(&mut self, file: usize, kind: Kind, numbers: &[u32], rows: Vec<Row>) {
        for (number, row) in numbers.iter().zip(&rows) {
            let said = Column::ALL.into_iter().filter(|column| !row[*column].is_empty());
            let said =
                said.filter(|column| !matches!(column, Column::Kind | Column::Id | Column::Lang));
            let cells =
                said.map(|column| (column, String::new(), row[column].to_owned())).collect();
            let file = self.files[file].name.clone();
            self.import.changes.push(Change {
                kind: ChangeKind::Added,
                place: self.sheet.place(*number, None),
                rule: shown(row),
                file,
                cells,
            });
        }
        self.wanted.push(Wanted::New { file, kind, rows });
    }
}

/// A column that does not go by language and of which rows of one rule say different things.
fn two_heads(rows: &[Row]) -> Option<Column> {
    let heads =
        Column::ALL.into_iter().filter(|column| !column.by_language() && *column != Column::Lang);
    heads.into_iter().find(|column| {
        let said: BTreeSet<&str> =
            rows.iter().map(|row| &row[*column]).filter(|cell| !cell.is_empty()).collect();
        said.len() > 1
    })
}

/// The cells of a row as texts, before anything is repaired.
fn plain(row: &SheetRow) -> Row {
    let mut plain = Row::default();
    for (column, raw) in Column::ALL.into_iter().zip(&row.cells) {
        plain.set(column, Raw::shown(raw));
    }
    plain
}

/// Kind and id of a row, and its language.
fn shown(row: &Row) -> String {
    let (kind, id, lang) = row.name();
    let rule = format!("{kind} {id}");
    if lang.is_empty() { rule } else { format!("{rule}, {lang}") }
}

fn known_place(files: &[Arc<SourceFile>], known: &Known) -> String {
    let file = &files[known.file];
    format!("{}:{}", file.name, file.position(known.rule.begins).0)
}
