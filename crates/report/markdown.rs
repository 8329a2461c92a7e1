//! A report as Markdown: for a pull request, a wiki, a message.

use crate::sign::push_inert;
use crate::text::{shown, usual};
use crate::{Cell, Kind, Report, Row, Table, number};

/// Rows of a table that are written; what is left out is named.
const ROWS_MAX: usize = 60;

/// Writes the report, ending with a line feed.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut page = Page(String::new());
    page.line(&format!("# {}: {}", report.title, escaped(&report.period.label)));
    page.paragraph(&format!("**{}**", escaped(&report.headline)));
    if let Some(reason) = &report.refused {
        page.paragraph(&escaped(reason));
    }
    if !report.figures.is_empty() {
        page.line("");
        for figure in &report.figures {
            let beside =
                figure.beside.as_deref().map_or_else(String::new, |text| format!(" ({text})"));
            let value = shown(&figure.value);
            page.line(&format!(
                "- {}: **{}**{}",
                escaped(&figure.label),
                escaped(&value),
                escaped(&beside)
            ));
        }
    }
    for section in &report.sections {
        page.paragraph(&format!("## {}", escaped(&section.title)));
        if let Some(lead) = &section.lead {
            page.paragraph(&escaped(lead));
        }
        for table in
            section.tables.iter().cloned().chain(section.chart.iter().map(crate::Chart::table))
        {
            page.table(&table);
        }
    }
    if !report.notes.is_empty() {
        page.paragraph("## How to read this");
        page.line("");
        for note in &report.notes {
            page.line(&format!("- {}", escaped(note)));
        }
    }
    let footer = &report.footer;
    page.paragraph(&escaped(&format!("{} Ledger: {}.", footer.policy, footer.ledger)));
    page.paragraph(&format!(
        "Rules {}, version {}. Again with `{}`",
        footer.rules, footer.version, footer.command
    ));
    page.0
}

struct Page(String);

impl Page {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
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
            table.grouped_by.iter().map(|by| (*by).to_owned()).collect();
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
            cells.extend(columns.iter().map(|at| cell(row, *at)));
            self.line(&format!("| {} |", cells.join(" | ")));
        }
        if table.rows.len() > ROWS_MAX {
            let more = number::count((table.rows.len() - ROWS_MAX) as u64);
            self.paragraph(&format!("and {more} more rows, all in JSON and CSV"));
        }
        for note in table.unmeasured() {
            self.paragraph(&escaped(&note));
        }
    }
}

fn cell(row: &Row, at: usize) -> String {
    match &row.cells[at] {
        Cell::Change(change) if change.usual.is_some() => {
            escaped(&format!("{} (usual {})", shown(&row.cells[at]), usual(change)))
        }
        Cell::Link { text, address } => {
            format!("[{}](<{}>)", escaped(text), address.replace(['<', '>', '|'], ""))
        }
        cell => escaped(&shown(cell)),
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
        assert_eq!(cell(&row, 0), "[see \\](evil)](<https://a.example/x>)");
    }
}
