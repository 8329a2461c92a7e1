//! A finished report, before it is written down in any format.

use mention::{MentionsOf, RuleSetId};

use crate::footer::footer;
use crate::say::{say, words};
use crate::{
    Cell, Change, Chart, Column, Input, Kind, Language, Period, ReportName, ReportRequest, Row,
    Table, Wording,
};

/// A report: every number it shows, and every word beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Which report it is.
    pub name: ReportName,
    /// Its title.
    pub title: String,
    /// One sentence that says what happened.
    pub headline: String,
    /// The language it is told in.
    pub language: Language,
    /// The period it is about.
    pub period: Period,
    /// The period it is compared with.
    pub compared: Option<Period>,
    /// Why it cannot be made; it has no figures and sections then.
    pub refused: Option<String>,
    /// The numbers that come first.
    pub figures: Vec<Figure>,
    /// What follows, in order.
    pub sections: Vec<Section>,
    /// What a reader must know to read the numbers right.
    pub notes: Vec<String>,
    /// Where the numbers come from.
    pub footer: Footer,
    /// Where a page lists mentions, as `/mentions`: there each number that counts mentions leads, with the
    /// [`query`](crate::query) behind it. Absent where there is no such page.
    pub mentions_at: Option<String>,
    /// The id of the page's form by which people say that a listed mention waits no longer: beside each stand a
    /// button for every [`Settlement`](mention::Settlement), sent to `settle` below the mention's own address.
    pub settled_by: Option<&'static str>,
}

impl Report {
    /// A report of which only title and headline are written yet.
    pub(crate) fn new(
        request: &ReportRequest,
        input: &Input<'_>,
        title: &str,
        headline: String,
    ) -> Self {
        Self {
            name: request.name,
            title: title.to_owned(),
            headline,
            language: request.language,
            period: request.period.clone(),
            compared: None,
            refused: None,
            figures: Vec::new(),
            sections: Vec::new(),
            notes: Vec::new(),
            footer: footer(request, input),
            mentions_at: None,
            settled_by: None,
        }
    }

    /// The same report, which cannot be made because of `reason`.
    pub(crate) fn refused(self, reason: &str) -> Self {
        let refused = say!("Not measurable, because {reason}.", reason = words(reason));
        Self { refused: Some(refused), ..self }
    }

    /// Its tables in order, those behind its charts last.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        let mut tables: Vec<Table> =
            self.sections.iter().flat_map(|section| &section.tables).cloned().collect();
        let charts = self.sections.iter().filter_map(|section| section.chart.as_ref());
        let wording = Wording::of(self.language);
        tables.extend(charts.map(|chart| chart.table().told(&wording)));
        tables
    }
}

impl Report {
    /// Its tables as those who want one choose among them, the main one first: those of [`Self::tables`], and the numbers
    /// that come first, of which page one consists.
    #[must_use]
    pub fn tables_to_choose(&self) -> Vec<Table> {
        let (mut tables, figures) = (self.tables(), self.figures_table());
        if !figures.rows.is_empty() {
            let place = if self.name == ReportName::Success { 0 } else { tables.len() };
            tables.insert(place, figures);
        }
        tables
    }

    /// The numbers that come first as a table.
    #[must_use]
    pub fn figures_table(&self) -> Table {
        let columns = vec![
            Column::new("figure", "figure", Kind::Text),
            Column::new("label", "what it counts", Kind::Text),
            Column::new("value", "value", Kind::Mean),
            Column::new("beside", "beside it", Kind::Text),
            Column::new("change", "change", Kind::Change),
        ];
        let text = |text: Option<&String>| {
            text.map_or_else(|| Cell::absent("nothing"), |text| Cell::text(text.as_str()))
        };
        let row = |figure: &Figure| {
            let change = figure.change.map(Cell::Change);
            Row::new(vec![
                Cell::text(figure.key),
                Cell::text(&figure.label),
                figure.value.clone(),
                text(figure.beside.as_ref()),
                change.unwrap_or_else(|| Cell::absent("nothing to compare with")),
            ])
        };
        Table::new("figures", "Numbers", columns, self.figures.iter().map(row).collect())
            .told(&Wording::of(self.language))
    }
}

/// A number that comes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its name in JSON.
    pub key: &'static str,
    /// What it counts.
    pub label: String,
    /// The number.
    pub value: Cell,
    /// What it is of, or what stands beside it: `of 1,204 mentions with a known author`.
    pub beside: Option<String>,
    /// How it moved.
    pub change: Option<Change>,
    /// Its course over the period; empty where there is none.
    pub series: Vec<f64>,
    /// The mentions it counts, where they can be listed.
    pub of: Option<Box<MentionsOf>>,
}

impl Figure {
    /// A number with nothing beside it.
    pub(crate) fn new(key: &'static str, label: &str, value: Cell) -> Self {
        let label = label.to_owned();
        Self { key, label, value, beside: None, change: None, series: Vec::new(), of: None }
    }

    /// The same number with words beside it.
    pub(crate) fn beside(self, beside: String) -> Self {
        Self { beside: Some(beside), ..self }
    }

    /// The same number, which counts these mentions.
    pub(crate) fn of(self, of: MentionsOf) -> Self {
        Self { of: Some(Box::new(of)), ..self }
    }
}

/// A part of a report: a chart, then tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// What it is about.
    pub title: String,
    /// What is to be known before reading it.
    pub lead: Option<String>,
    /// Its chart.
    pub chart: Option<Chart>,
    /// Its tables.
    pub tables: Vec<Table>,
}

impl Section {
    /// A part with nothing in it yet.
    pub(crate) fn new(title: &str) -> Self {
        Self { title: title.to_owned(), lead: None, chart: None, tables: Vec::new() }
    }

    /// The same part with what is to be known before reading it.
    pub(crate) fn lead(self, lead: &str) -> Self {
        Self { lead: Some(lead.to_owned()), ..self }
    }

    /// The same part with a chart.
    pub(crate) fn chart(self, chart: Chart) -> Self {
        Self { chart: Some(chart), ..self }
    }

    /// The same part with one more table.
    pub(crate) fn table(mut self, table: Table) -> Self {
        self.tables.push(table);
        self
    }
}

/// Where the numbers of a report come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footer {
    /// The rules the labels are of.
    pub rules: RuleSetId,
    /// The program's version.
    pub version: String,
    /// What counts how.
    pub policy: String,
    /// The zone days are cut in.
    pub zone: String,
    /// What became of the records of the period.
    pub ledger: String,
    /// The command that makes this report again.
    pub command: String,
}
