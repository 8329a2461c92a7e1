//! A report as Markdown: for a pull request, a wiki, a message.

use crate::say::{say, word};
use crate::sign::push_inert;
use crate::text::{shown, usual_beside};
use crate::{Cell, Kind, Report, Row, Table, Wording, number};

/// Rows of a table that are written; what is left out is named.
const ROWS_MAX: usize = 60;

/// Writes the report, ending with a line feed.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let wording = Wording::of(report.language);
    let mut page = Page { out: String::new(), wording: &wording };
    let title = say!("{title}: {period}", title = report.title, period = report.period.label);
    page.line(&format!("# {}", escaped(&wording.tell(&title))));
    page.paragraph(&format!("**{}**", escaped(&report.headline)));
    if let Some(reason) = &report.refused {
        page.paragraph(&escaped(reason));
    }
    if !report.figures.is_empty() {
        page.line("");
        for figure in &report.figures {
            let beside =
                figure.beside.as_deref().map_or_else(String::new, |text| format!(" ({text})"));
            let value = shown(&figure.value, &wording);
            let value = format!("**{}**", escaped(&value));
            let named = say!("{name}: {value}", name = escaped(&figure.label), value);
            page.line(&format!("- {}{}", wording.tell(&named), escaped(&beside)));
        }
    }
    for section in &report.sections {
        page.paragraph(&format!("## {}", escaped(&section.title)));
        if let Some(lead) = &section.lead {
            page.paragraph(&escaped(lead));
        }
        for table in section
            .tables
            .iter()
            .cloned()
            .chain(section.chart.iter().map(|chart| chart.table().told(&wording)))
        {
            page.table(&table);
        }
    }
    if !report.notes.is_empty() {
        page.paragraph(&format!("## {}", wording.word(word("How to read this"))));
        page.line("");
        for note in &report.notes {
            page.line(&format!("- {}", escaped(note)));
        }
    }
    let footer = &report.footer;
    let counted =
        say!("{policy} Ledger: {ledger}.", policy = footer.policy, ledger = footer.ledger);
    page.paragraph(&escaped(&wording.tell(&counted)));
    let made = say!(
        "Rules {rules}, version {version}. Again with `{command}`",
        rules = footer.rules,
        version = footer.version,
        command = footer.command
    );
    page.paragraph(&wording.tell(&made));
    page.out
}

struct Page<'a> {
    out: String,
    wording: &'a Wording,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn paragraph(&mut self, text: &str) {
        self.line("");
        self.line(text);
    }

    fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        let columns: Vec<usize> =
            (0..table.columns.len()).filter(|at| table.columns[*at].unmeasured.is_none()).collect();
        let columns: Vec<usize> =
            columns.into_iter().filter(|at| table.columns[*at].kind != Kind::Series).collect();
        let grouped = table.grouped_by.is_some();
        let mut headings: Vec<String> =
            table.grouped_by.iter().map(|by| self.wording.word(by)).collect();
        headings.extend(columns.iter().map(|at| escaped(&table.columns[*at].label)));
        let mut rules: Vec<&str> = if grouped { vec!["---"] } else { Vec::new() };
        rules.extend(columns.iter().map(|at| match table.columns[*at].kind {
            Kind::Text | Kind::Tag | Kind::Link => "---",
            _ => "---:",
        }));
        self.line("");
        self.line(&format!("| {} |", headings.join(" | ")));
        self.line(&format!("| {} |", rules.join(" | ")));
        for row in table.rows.iter().take(ROWS_MAX) {
            let mut cells: Vec<String> = Vec::new();
            if grouped {
                cells.push(escaped(row.group.as_deref().unwrap_or_default()));
            }
            cells.extend(columns.iter().map(|at| cell(row, *at, self.wording)));
            self.line(&format!("| {} |", cells.join(" | ")));
        }
        if table.rows.len() > ROWS_MAX {
            let more = number::count((table.rows.len() - ROWS_MAX) as u64);
            let more = say!("and {more} more rows, all in JSON and CSV", more);
            self.paragraph(&self.wording.tell(&more));
        }
        for note in table.unmeasured() {
            self.paragraph(&escaped(&self.wording.tell(&note)));
        }
    }
}

fn cell(row: &Row, at: usize, wording: &Wording) -> String {
    match &row.cells[at] {
        Cell::Change(change) if change.usual.is_some() => {
            let usual = usual_beside(change, wording);
            escaped(&format!("{} ({usual})", shown(&row.cells[at], wording)))
        }
        Cell::Link { text, address } => {
            format!("[{}](<{}>)", escaped(text), address.replace(['<', '>', '|'], ""))
        }
        cell => escaped(&shown(cell, wording)),
    }
}

/// The text with every sign that means something in Markdown or HTML taken for itself.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c => push_inert(c, &mut out),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_wrote_stays_text() {
        assert_eq!(escaped("a|b *c* <b>\n[x](y)"), "a\\|b \\*c\\* \\<b\\> \\[x\\](y)");
        let row = Row::new(vec![Cell::Link {
            text: "see ](evil)".to_owned(),
            address: "https://a.example/>x".to_owned(),
        }]);
        assert_eq!(
            cell(&row, 0, &Wording::of(crate::Language::English)),
            "[see \\](evil)](<https://a.example/x>)"
        );
    }
}
