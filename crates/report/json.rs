//! A report as JSON: every number raw, every table and chart, `format` 1.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema as schema};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::{Cell, Change, Chart, Direction, Period, Report, Row, Table};

/// The number of this format; raised when a reader of the old one would misread the new one.
const FORMAT: u32 = 1;

/// Writes the whole report, indented, with a line feed at the end.
#[must_use]
pub fn json(report: &Report) -> String {
    let tables: Vec<Table> = report.tables();
    let document = Document {
        format: FORMAT,
        report: report.name.name(),
        title: &report.title,
        headline: &report.headline,
        period: Span::of(&report.period),
        compared: report.compared.as_ref().map(Span::of),
        refused: report.refused.as_deref(),
        figures: report.figures.iter().map(Figure::of).collect(),
        tables: tables.iter().map(TableView::of).collect(),
        charts: report
            .sections
            .iter()
            .filter_map(|section| section.chart.as_ref())
            .map(ChartView::of)
            .collect(),
        leads: report.sections.iter().filter_map(|section| section.lead.as_deref()).collect(),
        notes: &report.notes,
        footer: Footer::of(report),
    };
    let mut text =
        serde_json::to_string_pretty(&document).expect("names are strings and numbers finite");
    text.push('\n');
    text
}

/// What [`json`] writes, described by a JSON Schema.
#[must_use]
pub fn json_schema(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Document<'_>>()
}

/// Writes each row of each table as a JSON object on a line of its own, with the table's name.
#[must_use]
pub fn json_lines(report: &Report) -> String {
    let mut lines = String::new();
    for table in report.tables() {
        for row in &table.rows {
            let line = Line {
                report: report.name.name(),
                table: table.key,
                row: RowView { table: &table, row },
            };
            lines += &serde_json::to_string(&line).expect("names are strings and numbers finite");
            lines.push('\n');
        }
    }
    lines
}

#[derive(Serialize)]
struct Line<'a> {
    report: &'static str,
    table: &'static str,
    row: RowView<'a>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Report")]
struct Document<'a> {
    format: u32,
    report: &'static str,
    title: &'a str,
    headline: &'a str,
    period: Span<'a>,
    compared: Option<Span<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'a str>,
    figures: Vec<Figure<'a>>,
    tables: Vec<TableView<'a>>,
    charts: Vec<ChartView<'a>>,
    leads: Vec<&'a str>,
    notes: &'a [String],
    footer: Footer<'a>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Period")]
struct Span<'a> {
    label: &'a str,
    from: String,
    to: String,
    zone: &'a str,
    days: f64,
}

impl<'a> Span<'a> {
    fn of(period: &'a Period) -> Self {
        let utc = |at: mention::Timestamp| {
            jiff::Timestamp::from_millisecond(at.0)
                .map_or_else(|_| at.0.to_string(), |at| at.to_string())
        };
        Self {
            label: &period.label,
            from: utc(period.from),
            to: utc(period.to),
            zone: period.zone.name(),
            days: period.days(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Figure<'a> {
    key: &'static str,
    label: &'a str,
    value: CellView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beside: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<ChangeView>,
    #[serde(skip_serializing_if = "<[f64]>::is_empty")]
    series: &'a [f64],
}

impl<'a> Figure<'a> {
    fn of(figure: &'a crate::Figure) -> Self {
        Self {
            key: figure.key,
            label: &figure.label,
            value: CellView(&figure.value),
            beside: figure.beside.as_deref(),
            change: figure.change.as_ref().map(ChangeView::of),
            series: &figure.series,
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Table")]
struct TableView<'a> {
    key: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    not_measurable: BTreeMap<&'static str, &'a str>,
    rows: Vec<RowView<'a>>,
}

impl<'a> TableView<'a> {
    fn of(table: &'a Table) -> Self {
        let reasons = table
            .columns
            .iter()
            .filter_map(|column| Some((column.key, column.unmeasured.as_deref()?)));
        Self {
            key: table.key,
            title: &table.title,
            not_measurable: reasons.collect(),
            rows: table.rows.iter().map(|row| RowView { table, row }).collect(),
        }
    }
}

/// A row as an object: its group where rows are grouped, then a member a column.
struct RowView<'a> {
    table: &'a Table,
    row: &'a Row,
}

impl Serialize for RowView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(by) = self.table.grouped_by {
            map.serialize_entry(by, &self.row.group)?;
        }
        for (column, cell) in self.table.columns.iter().zip(&self.row.cells) {
            if column.unmeasured.is_some() {
                map.serialize_entry(column.key, &())?;
            } else {
                map.serialize_entry(column.key, &CellView(cell))?;
            }
        }
        if let Some(of) = &self.row.of {
            map.serialize_entry("behind", &crate::query(of))?;
        }
        map.end()
    }
}

/// Which columns a row has depends on the report; `behind`, where it is there, is the query of the mentions it counts.
impl JsonSchema for RowView<'_> {
    fn schema_name() -> Cow<'static, str> {
        "Row".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let cell = generator.subschema_for::<CellView<'_>>();
        schema!({
            "type": "object",
            "properties": { "behind": { "type": "string" } },
            "additionalProperties": cell,
        })
    }
}

struct CellView<'a>(&'a Cell);

impl JsonSchema for CellView<'_> {
    fn schema_name() -> Cow<'static, str> {
        "Cell".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schema!({
            "description": "What a column says of a row; null where it is not known or not measurable.",
            "anyOf": [
                { "type": ["string", "number", "null"] },
                generator.subschema_for::<TagView<'_>>(),
                generator.subschema_for::<ShareView>(),
                generator.subschema_for::<RangeView>(),
                generator.subschema_for::<EffectView>(),
                generator.subschema_for::<LinkView<'_>>(),
                generator.subschema_for::<ChangeView>(),
                generator.subschema_for::<Vec<f64>>(),
            ],
        })
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CellTag")]
struct TagView<'a> {
    name: &'a str,
    label: &'a str,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CellShare")]
struct ShareView {
    part: u64,
    whole: u64,
    share: f64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Range")]
struct RangeView {
    low: f64,
    high: f64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CellEffect")]
struct EffectView {
    ratio: f64,
    low: f64,
    high: f64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CellLink")]
struct LinkView<'a> {
    text: &'a str,
    address: &'a str,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Change")]
struct ChangeView {
    now: f64,
    before: f64,
    change: Option<f64>,
    usual: Option<RangeView>,
    direction: &'static str,
}

impl ChangeView {
    fn of(change: &Change) -> Self {
        Self {
            now: change.now,
            before: change.before,
            change: change.ratio(),
            usual: change.usual.map(|usual| RangeView { low: usual.low, high: usual.high }),
            direction: match change.direction() {
                Direction::Above => "above",
                Direction::Inside => "inside",
                Direction::Below => "below",
                Direction::Unknown => "unknown",
            },
        }
    }
}

impl Serialize for CellView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Tag { label, name } => TagView { name, label }.serialize(serializer),
            Cell::Count(count) => serializer.serialize_u64(*count),
            Cell::Mean(number) | Cell::Part(number) | Cell::Ratio(number) | Cell::Lift(number) => {
                serializer.serialize_f64(*number)
            }
            Cell::Share { part, whole } => {
                let share = crate::number::quotient(*part, *whole);
                ShareView { part: *part, whole: *whole, share }.serialize(serializer)
            }
            Cell::Interval { low, high } => {
                RangeView { low: *low, high: *high }.serialize(serializer)
            }
            Cell::Effect { ratio, low, high } => {
                EffectView { ratio: *ratio, low: *low, high: *high }.serialize(serializer)
            }
            Cell::Duration(seconds) => serializer.serialize_u64(*seconds),
            Cell::Link { text, address } => LinkView { text, address }.serialize(serializer),
            Cell::Change(change) => ChangeView::of(change).serialize(serializer),
            Cell::Series(values) => values.serialize(serializer),
            Cell::Absent(_) => serializer.serialize_unit(),
        }
    }
}

/// A chart's words; its numbers are in the table of the same key.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Chart")]
struct ChartView<'a> {
    table: &'static str,
    title: &'a str,
    description: &'a str,
}

impl<'a> ChartView<'a> {
    fn of(chart: &'a Chart) -> Self {
        Self { table: chart.key(), title: chart.title(), description: chart.description() }
    }
}

#[derive(Serialize, JsonSchema)]
struct Footer<'a> {
    rules: String,
    version: &'a str,
    policy: &'a str,
    zone: &'a str,
    ledger: &'a str,
    command: &'a str,
}

impl<'a> Footer<'a> {
    fn of(report: &'a Report) -> Self {
        let footer = &report.footer;
        Self {
            rules: footer.rules.to_string(),
            version: &footer.version,
            policy: &footer.policy,
            zone: &footer.zone,
            ledger: &footer.ledger,
            command: &footer.command,
        }
    }
}
