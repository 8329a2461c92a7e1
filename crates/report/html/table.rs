//! Tables in HTML: columns that belong together stand in one, groups have headings, long ones are cut.

use std::collections::BTreeMap;

use mention::Settlement;

use crate::chart::spark;
use crate::markup::Markup;
use crate::say::{say, word};
use crate::text::{moved, shown, usual_beside};
use crate::{Cell, Change, Column, Kind, Row, Table, Wording, number};

use super::arrow;

/// Rows of one group that are shown.
const ROWS_MAX: usize = 40;
/// Rows of a table without groups that are shown: a day each for four months.
const ROWS_UNGROUPED_MAX: usize = 124;

/// Columns that stand beside each other at the usual size; more are set smaller.
const COLUMNS_WIDE_MAX: usize = 9;

/// What a page has beside the report: where numbers and posts of a table lead.
#[derive(Clone, Copy, Default)]
pub(super) struct Page<'a> {
    /// Where mentions are listed: numbers that count mentions lead there.
    pub(super) mentions_at: Option<&'a str>,
    /// The form by which it is said that a mention waits no longer.
    pub(super) settled_by: Option<&'a str>,
}

/// Writes the table with its caption, and why a column that cannot be known is not there.
pub(super) fn write(table: &Table, page: Page<'_>, wording: &Wording, markup: &mut Markup) {
    let layout = Layout { page, ..Layout::of(table, wording) };
    let label = [
        ("class", "scroll"),
        ("role", "region"),
        ("tabindex", "0"),
        ("aria-label", table.title.as_str()),
    ];
    markup.element("div", &label, |scroll| {
        let class = if layout.columns.len() > COLUMNS_WIDE_MAX { "dense" } else { "wide" };
        scroll.element("table", &[("class", class)], |markup| {
            markup.leaf("caption", &[], &table.title);
            markup.element("thead", &[], |head| layout.write_head(head));
            markup.element("tbody", &[], |body| layout.write_rows(body));
        });
    });
    for note in table.unmeasured() {
        markup.leaf("p", &[("class", "unmeasured")], &wording.tell(&note));
    }
}

/// Writes `▲ +12%` and the usual range below it.
pub(super) fn write_change(change: &Change, wording: &Wording, markup: &mut Markup) {
    let class = ["change ", arrow(change.direction())].concat();
    markup.element("span", &[("class", &class)], |span| {
        span.text(&moved(change, wording));
        if change.usual.is_some() {
            span.leaf("small", &[], &usual_beside(change, wording));
        }
    });
}

/// A table as it is laid out: which columns stand where.
struct Layout<'a> {
    table: &'a Table,
    /// The columns shown, each with those that stand under it.
    columns: Vec<(usize, Vec<usize>)>,
    /// The greatest number of each column that is drawn as a bar.
    greatest: BTreeMap<usize, u64>,
    page: Page<'a>,
    wording: &'a Wording,
}

impl<'a> Layout<'a> {
    fn of(table: &'a Table, wording: &'a Wording) -> Self {
        let measured = |at: &usize| table.columns[*at].unmeasured.is_none();
        let shown: Vec<usize> = (0..table.columns.len()).filter(measured).collect();
        let is_there = |key: &str| shown.iter().any(|at| table.columns[*at].key == key);
        let stands_alone = |column: &Column| !column.under.is_some_and(is_there);
        let columns = shown
            .iter()
            .filter(|at| stands_alone(&table.columns[**at]))
            .map(|at| {
                let key = table.columns[*at].key;
                let under = |other: &&usize| table.columns[**other].under == Some(key);
                (*at, shown.iter().filter(under).copied().collect())
            })
            .collect();
        let ranked = shown.iter().filter(|at| table.columns[**at].kind == Kind::Ranked);
        let greatest = ranked.map(|at| (*at, greatest(table, *at))).collect();
        Self { table, columns, greatest, page: Page::default(), wording }
    }

    fn write_head(&self, head: &mut Markup) {
        head.element("tr", &[], |line| {
            for (at, under) in &self.columns {
                let column = &self.table.columns[*at];
                let attributes =
                    [("scope", "col"), ("class", side(column.kind)), ("data-column", column.key)];
                line.element("th", &attributes, |cell| {
                    cell.text(&column.label);
                    for below in under.iter().map(|at| &self.table.columns[*at]) {
                        if !names_itself(below.kind) {
                            cell.leaf("small", &[], &below.label);
                        }
                    }
                });
            }
        });
    }

    fn write_rows(&self, body: &mut Markup) {
        let most = if self.table.grouped_by.is_some() { ROWS_MAX } else { ROWS_UNGROUPED_MAX };
        let groups = self.table.rows.chunk_by(|a, b| a.group == b.group);
        let mut number = 0;
        for rows in groups {
            if let Some(group) = &rows[0].group {
                self.write_wide("group", group, body);
            }
            for row in rows.iter().take(most) {
                self.write_row(number, row, body);
                number += 1;
            }
            if rows.len() > most {
                let more = number::count((rows.len() - most) as u64);
                let more = say!("and {more} more, all in JSON and CSV", more);
                self.write_wide("more", &self.wording.tell(&more), body);
            }
        }
    }

    fn write_wide(&self, class: &str, text: &str, body: &mut Markup) {
        let span = self.columns.len().to_string();
        body.element("tr", &[("class", class)], |line| {
            line.leaf("th", &[("scope", "rowgroup"), ("colspan", &span)], text);
        });
    }

    fn write_row(&self, number: usize, row: &Row, body: &mut Markup) {
        let total = if row.total { " total" } else { "" };
        let rival = if row.rival { " rivals" } else { "" };
        let class = format!("depth{}{total}{rival}", row.depth.min(3));
        body.element("tr", &[("class", &class)], |line| {
            for (place, (at, under)) in self.columns.iter().enumerate() {
                let name = if place == 0 { "th" } else { "td" };
                let scope = if place == 0 {
                    ("scope", "row")
                } else {
                    ("data-column", self.table.columns[*at].key)
                };
                line.element(
                    name,
                    &[scope, ("class", side(self.table.columns[*at].kind))],
                    |cell| {
                        let id = format!("{}-{number}-{at}", self.table.key);
                        self.linked(row, *at, cell, |cell| {
                            self.write_cell(&id, *at, &row.cells, cell);
                        });
                        if self.table.columns[*at].kind == Kind::Link {
                            self.write_thread(row, cell);
                        }
                        for below in under {
                            self.linked(row, *below, cell, |cell| {
                                let column = &self.table.columns[*below];
                                write_below(column, &row.cells[*below], self.wording, cell);
                            });
                        }
                    },
                );
            }
        });
    }

    /// Writes a cell, leading to the mentions behind it where they can be listed.
    fn linked(&self, row: &Row, at: usize, markup: &mut Markup, write: impl FnOnce(&mut Markup)) {
        match self.page.mentions_at.zip(self.table.behind(row, at)) {
            Some((mentions_at, of)) => {
                let address = [mentions_at, "?", &crate::query(&of)].concat();
                markup.element("a", &[("class", "behind"), ("href", &address)], write);
            }
            None => write(markup),
        }
    }

    /// Below a post, leads to it among all mentions, with its conversation.
    fn write_thread(&self, row: &Row, markup: &mut Markup) {
        if let Some((mentions_at, (platform, id))) = self.page.mentions_at.zip(row.post.as_ref()) {
            let address = crate::behind::post_address(mentions_at, platform, id);
            let link = [("class", "behind"), ("href", address.as_str())];
            markup.element("small", &[], |line| {
                line.leaf("a", &link, &self.wording.word(word("conversation")));
                if let Some(form) = self.page.settled_by {
                    write_settling(form, &address, line);
                }
            });
        }
    }

    fn write_cell(&self, id: &str, at: usize, cells: &[Cell], markup: &mut Markup) {
        match &cells[at] {
            Cell::Tag { label, name } => {
                markup.leaf("span", &[("class", "label"), ("title", name)], label);
            }
            Cell::Change(change) => write_change(change, self.wording, markup),
            Cell::Series(values) => {
                let name =
                    format!("{} {}", shown(&cells[0], self.wording), self.table.columns[at].label);
                spark::course(markup, id, &name, values, self.wording);
            }
            Cell::Link { text, address } => markup.leaf("a", &[("href", address)], text),
            Cell::Absent(why) => markup.leaf("span", &[("class", "absent"), ("title", why)], "–"),
            Cell::Count(count) if self.greatest.contains_key(&at) => {
                spark::bar(markup, number::quotient(*count, self.greatest[&at]));
                markup.leaf("span", &[("class", "count")], &self.wording.count(*count));
            }
            cell => markup.text(&shown(cell, self.wording)),
        }
    }
}

/// Writes the buttons by which people say that the mention at `address` waits no longer.
fn write_settling(form: &str, address: &str, line: &mut Markup) {
    let action = [address, "/settle"].concat();
    for how in Settlement::ALL {
        let button = [
            ("class", "settle"),
            ("form", form),
            ("formaction", action.as_str()),
            ("name", "how"),
            ("value", how.name()),
        ];
        line.leaf("button", &button, how.told());
    }
}

/// Writes a cell under another one: `1,031 originals`. What is absent there has nothing to say.
fn write_below(column: &Column, cell: &Cell, wording: &Wording, markup: &mut Markup) {
    match cell {
        Cell::Absent(_) => {}
        cell if names_itself(column.kind) => {
            let text = [shown(cell, wording).as_str(), " ", &column.label].concat();
            markup.leaf("small", &[], &text);
        }
        cell => markup.leaf("small", &[], &shown(cell, wording)),
    }
}

/// Whether a cell under another says what it is, so that the heading need not.
const fn names_itself(kind: Kind) -> bool {
    matches!(kind, Kind::Count | Kind::Share)
}

fn greatest(table: &Table, at: usize) -> u64 {
    let count = |row: &Row| match row.cells[at] {
        Cell::Count(count) => count,
        _ => 0,
    };
    table.rows.iter().map(count).max().unwrap_or(0)
}

const fn side(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Tag | Kind::Link | Kind::Series => "words",
        Kind::Ranked => "numeric ranked",
        _ => "numeric",
    }
}
