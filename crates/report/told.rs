//! Telling a finished report in its language: every text of it, one after the other.

use crate::{
    Cell, Chart, Column, Figure, Footer, Period, Point, Report, Row, Section, SharePart, Table,
    Wording,
};

/// What a text of a report may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// Our words, which the catalogs have as they stand, or a marked text.
    Words,
    /// What people wrote or what they call a tag, or a marked text.
    Whatever,
}

/// Who looks at every text of a report, and may change it.
type Visit<'a> = &'a mut dyn FnMut(Says, &mut String);

impl Report {
    /// The same report in its language: sentences, numbers and days, and the words that stand by themselves, such as
    /// headings. What people wrote, and what they call their tags, stays as it is.
    pub(crate) fn told(mut self) -> Self {
        let wording = Wording::of(self.language);
        self.texts(&mut |says, text| wording.retell(says, text));
        self
    }

    /// Shows each text.
    pub(crate) fn texts(&mut self, visit: Visit<'_>) {
        visit(Says::Words, &mut self.title);
        visit(Says::Words, &mut self.headline);
        self.refused.iter_mut().for_each(|text| visit(Says::Words, text));
        self.notes.iter_mut().for_each(|text| visit(Says::Words, text));
        self.period.texts(visit);
        self.compared.iter_mut().for_each(|period| period.texts(visit));
        self.figures.iter_mut().for_each(|figure| figure.texts(visit));
        self.sections.iter_mut().for_each(|section| section.texts(visit));
        self.footer.texts(visit);
    }
}

impl Wording {
    fn retell(&self, says: Says, text: &mut String) {
        *text = match says {
            Says::Words => self.word(text),
            Says::Whatever => self.tell(text).into_owned(),
        };
    }
}

impl Period {
    fn texts(&mut self, visit: Visit<'_>) {
        self.label.clone_from(&self.name);
        visit(Says::Words, &mut self.label);
    }
}

impl Footer {
    fn texts(&mut self, visit: Visit<'_>) {
        visit(Says::Words, &mut self.policy);
        visit(Says::Words, &mut self.ledger);
    }
}

impl Figure {
    fn texts(&mut self, visit: Visit<'_>) {
        visit(Says::Words, &mut self.label);
        self.value.texts(visit);
        self.beside.iter_mut().for_each(|text| visit(Says::Whatever, text));
    }
}

impl Section {
    fn texts(&mut self, visit: Visit<'_>) {
        visit(Says::Words, &mut self.title);
        self.lead.iter_mut().for_each(|text| visit(Says::Words, text));
        self.chart.iter_mut().for_each(|chart| chart.texts(visit));
        self.tables.iter_mut().for_each(|table| table.texts(visit));
    }
}

impl Table {
    /// The same table in a language.
    pub(crate) fn told(mut self, wording: &Wording) -> Self {
        self.texts(&mut |says, text| wording.retell(says, text));
        self
    }

    fn texts(&mut self, visit: Visit<'_>) {
        visit(Says::Words, &mut self.title);
        self.columns.iter_mut().for_each(|column| column.texts(visit));
        self.rows.iter_mut().for_each(|row| row.texts(visit));
    }
}

impl Column {
    fn texts(&mut self, visit: Visit<'_>) {
        visit(Says::Words, &mut self.label);
        self.unmeasured.iter_mut().for_each(|text| visit(Says::Words, text));
    }
}

impl Row {
    fn texts(&mut self, visit: Visit<'_>) {
        self.group.iter_mut().for_each(|text| visit(Says::Whatever, text));
        self.cells.iter_mut().for_each(|cell| cell.texts(visit));
    }
}

impl Cell {
    fn texts(&mut self, visit: Visit<'_>) {
        match self {
            Self::Text(text) | Self::Link { text, .. } | Self::Tag { label: text, .. } => {
                visit(Says::Whatever, text);
            }
            Self::Absent(why) => visit(Says::Words, why),
            _ => {}
        }
    }
}

impl SharePart {
    fn texts(&mut self, visit: Visit<'_>) {
        visit(Says::Whatever, &mut self.label);
    }
}

impl Point {
    fn texts(&mut self, visit: Visit<'_>) {
        visit(Says::Whatever, &mut self.label);
        self.note.iter_mut().for_each(|text| visit(Says::Whatever, text));
    }
}

impl Chart {
    fn texts(&mut self, visit: Visit<'_>) {
        match self {
            Self::Line(chart) => {
                for text in [&mut chart.title, &mut chart.description, &mut chart.unit] {
                    visit(Says::Words, text);
                }
                chart.before.iter_mut().for_each(|text| visit(Says::Words, text));
                chart.shade.iter_mut().for_each(|shade| visit(Says::Whatever, &mut shade.label));
                chart.points.iter_mut().for_each(|point| point.texts(visit));
            }
            Self::Shares(chart) => {
                visit(Says::Words, &mut chart.title);
                visit(Says::Words, &mut chart.description);
                chart.bars.iter_mut().for_each(|bar| visit(Says::Words, &mut bar.label));
                chart.parts.iter_mut().for_each(|part| part.texts(visit));
            }
            Self::Multiples(chart) => {
                visit(Says::Words, &mut chart.title);
                visit(Says::Words, &mut chart.description);
                chart.labels.iter_mut().for_each(|text| visit(Says::Whatever, text));
                chart.panels.iter_mut().for_each(|panel| panel.part.texts(visit));
            }
            Self::Heat(chart) => {
                for text in [&mut chart.title, &mut chart.description, &mut chart.unit] {
                    visit(Says::Words, text);
                }
            }
        }
    }
}
