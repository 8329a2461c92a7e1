//! `/` and `/reports/NAME`: a report as a page, and as a file of every other form at the same address.

pub(crate) mod form;

use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use report::{Markup, Names, Report, ReportName};

use crate::access::SHARE;
use crate::error::Wrong;
use crate::layout::Page;
use crate::reports::{Asked, PARAMETERS};
use crate::route::{Needs, Route};
use crate::site::{Answer, Sight, Site, Visit};
use crate::visitor::Role;

/// Page one.
pub(super) const SUCCESS: Route = Route {
    path: "/",
    needs: Needs::Role(Role::Read),
    about: "Shows page one: how did the community manager do?",
    answer: || get(success),
};

/// What became of every record.
pub(super) const LEDGER: Route = Route {
    path: "/ledger",
    needs: Needs::Role(Role::Read),
    about: "Shows what became of every record: does every message add up?",
    answer: || get(ledger),
};

/// What there is.
pub(super) const ALL: Route = Route {
    path: "/reports",
    needs: Needs::Role(Role::Read),
    about: "Lists the reports, and the question each answers.",
    answer: || get(all),
};

/// Any of them.
pub(super) const ONE: Route = Route {
    path: "/reports/{name}",
    needs: Needs::Role(Role::Read),
    about: "Shows a report; `.csv`, `.xlsx`, `.json` or `.html` behind its name gives it as a file.",
    answer: || get(one),
};

/// The forms a report has beside its page: ending, kind, what people call it.
const TWINS: [(&str, &str, &str); 4] = [
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"),
    ("csv", "text/csv; charset=utf-8", "CSV"),
    ("json", "application/json", "JSON"),
    ("html", "text/html; charset=utf-8", "HTML"),
];

async fn success(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, |sight| page(sight, ReportName::Success, "/")).await
}

async fn ledger(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, |sight| page(sight, ReportName::Ledger, "/ledger")).await
}

/// Where a report is at home.
fn home(name: ReportName) -> String {
    match name {
        ReportName::Success => "/".to_owned(),
        ReportName::Todo | ReportName::Alerts | ReportName::Ledger => format!("/{name}"),
        name => format!("/reports/{name}"),
    }
}

async fn all(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, |_| Ok(Answer::Page(listed()))).await
}

async fn one(
    State(site): State<Site>,
    Path(file): Path<String>,
    visit: Visit,
) -> Result<Response, Wrong> {
    let (name, ending) = file.split_once('.').unwrap_or((&file, ""));
    let unknown = || Wrong::Nothing(format!("there is no report \"{file}\""));
    let name = ReportName::parse(name).ok_or_else(unknown)?;
    if ending.is_empty() {
        return site.answer(visit, move |sight| page(sight, name, "/reports")).await;
    }
    let twin = TWINS.into_iter().find(|(known, ..)| *known == ending).ok_or_else(unknown)?;
    site.answer(visit, move |sight| twin_of(sight, name, twin)).await
}

fn page(sight: &Sight<'_>, name: ReportName, at: &'static str) -> Result<Answer, Wrong> {
    page_with(sight, name, at, |_, _, _| Ok(()))
}

/// The page of a report, with what `before` writes above it; it may also say what the page has beside the report.
pub(super) fn page_with(
    sight: &Sight<'_>,
    name: ReportName,
    at: &'static str,
    before: impl FnOnce(&Sight<'_>, &mut Report, &mut Markup) -> Result<(), Wrong>,
) -> Result<Answer, Wrong> {
    let shared = [PARAMETERS, &[SHARE]].concat();
    sight.visit.parameters.only(&shared)?;
    let asked = Asked::read(sight, name)?;
    let mut report = asked.made(sight)?;
    // Whoever came by a shared link sees this report and nothing behind it.
    report.mentions_at = (!sight.visit.visitor.shared).then(|| "/mentions".to_owned());
    let mut page = Page::new(&format!("{}, {}", report.title, report.period.label), at);
    page.language = report.language;
    if !sight.visit.visitor.shared {
        form::write(sight, &asked, &mut page.body)?;
    }
    before(sight, &mut report, &mut page.body)?;
    report::write_body(&report, &mut page.body);
    Ok(Answer::Page(page))
}

fn twin_of(
    sight: &Sight<'_>,
    name: ReportName,
    (ending, form, _): (&str, &'static str, &str),
) -> Result<Answer, Wrong> {
    let table = if ending == "csv" { &["table", SHARE][..] } else { &[SHARE] };
    sight.visit.parameters.only(&[PARAMETERS, table].concat())?;
    let mut asked = Asked::read(sight, name)?;
    // What leaves the house is for whoever it is handed on to.
    asked.request.names = Names::Hidden;
    let report = asked.made(sight)?;
    let bytes = match ending {
        "csv" => table_of(&report, sight.visit.parameters.get("table"))?.into_bytes(),
        "json" => report::json(&report).into_bytes(),
        "html" => report::html(&report).into_bytes(),
        _ => report::xlsx(&report).map_err(|error| Wrong::Broken(error.to_string()))?,
    };
    let file = format!("{name}-{}.{ending}", report.period.argument().replace("..", "-to-"));
    Ok(Answer::File { form, name: (ending != "json").then_some(file), bytes })
}

/// One table of the report; the mark in front is how Excel knows UTF-8.
fn table_of(report: &Report, wanted: Option<&str>) -> Result<String, Wrong> {
    let tables = report.tables_to_choose();
    let found = match wanted {
        None => tables.first(),
        Some(wanted) => {
            let found = tables.iter().find(|table| table.key == wanted);
            let names: Vec<&str> = tables.iter().map(|table| table.key).collect();
            Some(found.ok_or_else(|| {
                let names = names.join(", ");
                Wrong::Question(format!("this report has no table \"{wanted}\"; it has {names}"))
            })?)
        }
    };
    let text = found.map(|table| report::csv_for_excel(table, report.language)).unwrap_or_default();
    Ok(text)
}

fn listed() -> Page {
    let mut page = Page::new("Reports", "/reports");
    page.body.element("main", &[("class", "report")], |main| {
        main.element("header", &[], |header| header.leaf("h1", &[], "Reports"));
        main.element("ul", &[("class", "cards")], |list| {
            for name in ReportName::ALL {
                list.element("li", &[], |item| {
                    let address = format!("/reports/{name}");
                    item.leaf("a", &[("href", &address)], &title(name));
                    item.leaf("span", &[], &capital(name.answers()));
                });
            }
        });
    });
    page
}

/// `best-times` is `Best times`.
fn title(name: ReportName) -> String {
    capital(&name.name().replace('-', " "))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The same report in its other forms.
fn write_twins(sight: &Sight<'_>, name: ReportName, markup: &mut Markup) {
    markup.element("p", &[("class", "twins")], |line| {
        for (ending, _, called) in TWINS {
            let address = sight.visit.parameters.behind(&format!("/reports/{name}.{ending}"));
            line.leaf("a", &[("href", &address)], called);
        }
    });
}
