//! A report as one HTML file: no network, no script, light and dark, on paper too.

use crate::chart::spark;
use crate::markup::Markup;
use crate::say::{say, word};
use crate::text::shown;
use crate::{Cell, Chart, Direction, Figure, Footer, Report, Section, Table, Wording};

mod table;
#[cfg(test)]
mod tests;

const STYLE: &str = include_str!("html/style.css");

/// Writes the report as one file that needs nothing else.
///
/// Tables are cut to the greatest rows of each group, so that the file stays below 300 kB; what is
/// left out is named, and whole in JSON and CSV.
#[must_use]
pub fn html(report: &Report) -> String {
    let mut page = Markup::default();
    page.own("<!doctype html>\n");
    page.element("html", &[("lang", report.language.tag())], |html| {
        html.element("head", &[], |head| {
            head.void("meta", &[("charset", "utf-8")]);
            head.void(
                "meta",
                &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")],
            );
            head.void("meta", &[("name", "color-scheme"), ("content", "light dark")]);
            head.leaf("title", &[], &format!("{}, {}", report.title, report.period.label));
            head.element("style", &[], |style| style.own(STYLE));
        });
        html.element("body", &[], |body| write_body(report, body));
    });
    page.finish()
}

/// Writes one table as the file has it, for a page that has [`style`].
pub fn write_table(table: &Table, wording: &Wording, markup: &mut Markup) {
    table::write(table, table::Page::default(), wording, markup);
}

/// The style sheet that [`html`] puts into its file.
#[must_use]
pub const fn style() -> &'static str {
    STYLE
}

/// Writes only what stands in the file's body, for a page that has a head and [`style`] of its own.
pub fn write_body(report: &Report, body: &mut Markup) {
    let wording = &Wording::of(report.language);
    body.element("main", &[("class", "report")], |main| {
        main.element("header", &[], |header| write_header(report, wording, header));
        if !report.figures.is_empty() {
            main.element("dl", &[("class", "figures")], |figures| {
                for figure in &report.figures {
                    write_figure(report, figure, wording, figures);
                }
            });
        }
        for section in &report.sections {
            main.element("section", &[], |markup| write_section(report, section, wording, markup));
        }
        if !report.notes.is_empty() {
            main.element("section", &[("class", "notes")], |section| {
                section.leaf("h2", &[], &wording.word(word("How to read this")));
                section.element("ul", &[], |list| {
                    for note in &report.notes {
                        list.leaf("li", &[], note);
                    }
                });
            });
        }
        main.element("footer", &[], |footer| write_footer(&report.footer, wording, footer));
    });
}

fn write_header(report: &Report, wording: &Wording, header: &mut Markup) {
    header.element("p", &[("class", "kicker")], |line| {
        line.leaf("strong", &[], &report.title);
        line.leaf("span", &[], &report.period.label);
        line.leaf("span", &[], report.period.zone.name());
        if let Some(before) = &report.compared {
            let against = say!("against {period}", period = before.label);
            line.leaf("span", &[], &wording.tell(&against));
        }
    });
    header.leaf("h1", &[], &report.headline);
    if let Some(reason) = &report.refused {
        header.leaf("p", &[("class", "refused")], reason);
    }
}

fn write_figure(report: &Report, figure: &Figure, wording: &Wording, markup: &mut Markup) {
    markup.element("div", &[("class", "figure")], |cell| {
        cell.leaf("dt", &[], &figure.label);
        cell.element("dd", &[], |value| {
            value.element("span", &[("class", "number")], |number| {
                let number_of = shown(&figure.value, wording);
                let of = figure.of.as_deref().filter(|_| !matches!(figure.value, Cell::Absent(_)));
                match report.mentions_at.as_deref().zip(of) {
                    Some((mentions_at, of)) => {
                        let address = [mentions_at, "?", &crate::query(of)].concat();
                        number.leaf("a", &[("class", "behind"), ("href", &address)], &number_of);
                    }
                    None => number.text(&number_of),
                }
            });
            if let Some(change) = &figure.change {
                table::write_change(change, wording, value);
            }
            if let Some(beside) = &figure.beside {
                value.leaf("span", &[("class", "beside")], beside);
            }
            if !figure.series.is_empty() {
                spark::course(
                    value,
                    &format!("figure-{}", figure.key),
                    &figure.label,
                    &figure.series,
                    wording,
                );
            }
        });
    });
}

fn write_section(report: &Report, section: &Section, wording: &Wording, markup: &mut Markup) {
    markup.leaf("h2", &[], &section.title);
    if let Some(lead) = &section.lead {
        markup.leaf("p", &[("class", "lead")], lead);
    }
    if let Some(chart) = &section.chart {
        write_chart(chart, section, wording, markup);
    }
    let page =
        table::Page { mentions_at: report.mentions_at.as_deref(), settled_by: report.settled_by };
    for table in &section.tables {
        if section.tables.len() > 1 {
            markup.leaf("h3", &[], &table.title);
        }
        table::write(table, page, wording, markup);
    }
}

/// Writes a chart with its numbers beneath: those of the section's own tables, else of the chart.
fn write_chart(chart: &Chart, section: &Section, wording: &Wording, markup: &mut Markup) {
    markup.element("figure", &[], |figure| {
        figure.element("div", &[("class", "canvas")], |canvas| chart.draw(wording, canvas));
        if let Chart::Line(line) = chart
            && !line.notes().is_empty()
        {
            figure.leaf("p", &[("class", "lead")], &line.notes().join(" · "));
        }
        if section.tables.is_empty() {
            let table = chart.table().told(wording);
            figure.element("details", &[], |details| {
                details.leaf("summary", &[], &wording.word(word("The numbers behind this chart")));
                table::write(&table, table::Page::default(), wording, details);
            });
        }
    });
}

fn write_footer(footer: &Footer, wording: &Wording, markup: &mut Markup) {
    markup.element("dl", &[], |list| {
        for (name, value) in [
            (word("Counting"), footer.policy.as_str()),
            (word("Ledger"), &footer.ledger),
            (word("Time zone"), &footer.zone),
            (word("Rules"), &footer.rules.to_string()),
            (word("Version"), &footer.version),
        ] {
            list.leaf("dt", &[], &wording.word(name));
            list.leaf("dd", &[], value);
        }
        list.leaf("dt", &[], &wording.word(word("Again with")));
        list.element("dd", &[], |value| value.leaf("code", &[], &footer.command));
    });
}

/// How a direction is told beside its color.
const fn arrow(direction: Direction) -> &'static str {
    match direction {
        Direction::Above => "above",
        Direction::Below => "below",
        Direction::Inside => "inside",
        Direction::Unknown => "unknown",
    }
}
