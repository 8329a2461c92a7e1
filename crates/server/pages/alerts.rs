//! `/alerts`: what was raised, what it was made of, and what people said of it; below it, what the counts say today.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use mention::{Alert, Decimal, Grade, Graded};
use report::{Markup, Report, ReportName, counted};

use super::report::page_with;
use crate::access::SHARE;
use crate::error::Wrong;
use crate::layout::told_time;
use crate::parameters::{Parameters, encoded_part};
use crate::route::{Needs, Route};
use crate::site::{Sight, Site, Visit};
use crate::visitor::Role;

/// What was raised.
pub(super) const ROUTE: Route = Route {
    path: "/alerts",
    needs: Needs::Role(Role::Read),
    about: "Shows alarms, spikes and silences: is a crisis starting?",
    answer: || get(show),
};

/// What it was good for.
pub(super) const GRADE: Route = Route {
    path: "/alerts/{id}/grade",
    needs: Needs::Role(Role::Grade),
    about: "Says what an alert was good for: `grade` is useful, noise or known.",
    answer: || post(say),
};

/// Alerts on a page.
const SHOWN_MAX: usize = 60;
/// Bytes of the form.
const FORM_MAX: usize = 4 * 1024;

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    site.answer(visit, |sight| page_with(sight, ReportName::Alerts, "/alerts", write)).await
}

/// The alerts of the report's period, the latest first, each with what can be said of it.
fn write(sight: &Sight<'_>, report: &mut Report, body: &mut Markup) -> Result<(), Wrong> {
    let period = &report.period;
    let mut alerts = sight.store.alerts(period.from..period.to)?;
    let wanted: Vec<&str> = sight.visit.parameters.all("tag").collect();
    alerts.retain(|alert| wanted.is_empty() || wanted.contains(&alert.tag.as_str()));
    alerts.reverse();
    let catalog = sight.catalog()?;
    let label = |tag: &str| catalog.get(tag).map_or(tag.to_owned(), |entry| entry.label.clone());
    let may_grade = sight.visit.visitor.role >= Role::Grade && !sight.visit.visitor.shared;
    body.element("section", &[("class", "report raised"), ("aria-label", "What was raised")], |main| {
        main.leaf("h2", &[], "What was raised");
        if alerts.is_empty() {
            let none = "Nothing was raised in this period by a run of tagline. What the counts say today stands below.";
            main.leaf("p", &[("class", "lead")], none);
            return;
        }
        main.leaf("p", &[("class", "lead")], &precision(&alerts));
        main.element("ol", &[("class", "posts")], |list| {
            for alert in alerts.iter().take(SHOWN_MAX) {
                list.element("li", &[], |item| {
                    write_alert(sight, alert, &label, item);
                    if may_grade {
                        write_grades(alert, item);
                    }
                });
            }
        });
        if alerts.len() > SHOWN_MAX {
            let more = format!("{} more; ask for a shorter period or one tag.", alerts.len() - SHOWN_MAX);
            main.leaf("p", &[], &more);
        }
    });
    Ok(())
}

/// How often it was worth it, of what was graded.
fn precision(alerts: &[Alert]) -> String {
    let graded: Vec<Grade> =
        alerts.iter().filter_map(|alert| Some(alert.graded.as_ref()?.grade)).collect();
    let noise = graded.iter().filter(|grade| **grade == Grade::Noise).count();
    let all = alerts.len();
    let raised = if all == 1 { "1 alert".to_owned() } else { format!("{all} alerts") };
    match graded.len() {
        0 => format!("{raised}, none of them graded yet."),
        some => format!("{raised}, {some} graded: {} of them right, {noise} noise.", some - noise),
    }
}

fn write_alert(
    sight: &Sight<'_>,
    alert: &Alert,
    label: &dyn Fn(&str) -> String,
    item: &mut Markup,
) {
    let at = told_time(alert.start, &sight.settings.zone);
    item.element("p", &[("class", "by")], |line| {
        line.leaf("strong", &[], &capital(alert.kind.name()));
        line.leaf("span", &[], &at);
        let address = format!("/mentions?tag={}", encoded_part(&alert.tag));
        line.leaf("a", &[("href", &address)], &label(&alert.tag));
    });
    item.leaf("p", &[("class", "words")], &said(alert));
    if !alert.drivers.is_empty() {
        item.leaf("p", &[], &drivers(alert, label));
    }
    if let Some(graded) = &alert.graded {
        let note = graded.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
        let said = format!("{} says {}{note}", graded.who, graded.grade.name());
        item.leaf("p", &[("class", "graded")], &said);
    }
}

/// How many, how many were expected, by how many people.
fn said(alert: &Alert) -> String {
    let mut parts = vec![match alert.mentions {
        1 => "1 mention".to_owned(),
        many => format!("{} mentions", counted(many)),
    }];
    parts.extend(alert.expected.map(|expected| format!("{} expected", rounded(expected))));
    parts.extend(alert.strength.map(|strength| format!("strength {}", rounded(strength))));
    parts.extend(alert.people.map(|people| format!("{people} people")));
    if alert.loudest.is_some_and(|most| 2 * most > alert.mentions) {
        parts.push("most of it by one author".to_owned());
    }
    parts.join(", ")
}

/// A figure that was worked out: more digits would promise too much.
fn rounded(figure: Decimal) -> String {
    const TENTH: i64 = 100_000;
    const TENTHS_BELOW: i64 = 100;
    let tenths = figure.0.saturating_add(TENTH / 2).div_euclid(TENTH);
    if tenths < TENTHS_BELOW {
        return format!("{}.{}", tenths / 10, tenths % 10);
    }
    counted(u64::try_from((tenths + 5) / 10).unwrap_or(0))
}

/// What it was made of, in a line.
fn drivers(alert: &Alert, label: &dyn Fn(&str) -> String) -> String {
    let driver = |driver: &mention::Driver| {
        let percent = driver.share_permille / 10;
        let (name, mentions) = (label(&driver.name), counted(driver.mentions));
        format!("{name} ({percent}%, {mentions} mentions)")
    };
    let drivers: Vec<String> = alert.drivers.iter().map(driver).collect();
    format!("Of what was more than expected: {}.", drivers.join(", "))
}

/// A button for each grade.
fn write_grades(alert: &Alert, item: &mut Markup) {
    let action = format!("/alerts/{}/grade", alert.id());
    let form = [("method", "post"), ("action", action.as_str()), ("class", "asked")];
    item.element("form", &form, |form| {
        for grade in Grade::ALL {
            let button = [("class", "quiet"), ("name", "grade"), ("value", grade.name())];
            form.leaf("button", &button, &capital(grade.name()));
        }
    });
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

async fn say(
    State(site): State<Site>,
    Path(id): Path<String>,
    visit: Visit,
    body: Bytes,
) -> Result<Response, Wrong> {
    visit.parameters.only(&[SHARE])?;
    if body.len() > FORM_MAX {
        return Err(Wrong::Size(FORM_MAX));
    }
    let unreadable = |_| Wrong::Question("the form is not UTF-8".to_owned());
    let form = Parameters::read(std::str::from_utf8(&body).map_err(unreadable)?)?;
    let note = form.get("note").map(str::to_owned);
    let graded = graded(&site, &visit, form.get("grade").unwrap_or_default(), note)?;
    store(&site, &id, graded).await?;
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/alerts"));
    Ok(response)
}

/// Characters of a note.
const NOTE_MAX: usize = 500;

/// What somebody says, by whom and when.
///
/// # Errors
///
/// [`Wrong::Question`] for a grade there is none of, and a note that is too long.
pub(crate) fn graded(
    site: &Site,
    visit: &Visit,
    grade: &str,
    note: Option<String>,
) -> Result<Graded, Wrong> {
    let unknown = || Wrong::Question("`grade` is useful, noise or known".to_owned());
    let grade = Grade::parse(grade).ok_or_else(unknown)?;
    let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_MAX) {
        return Err(Wrong::Question(format!("a note has at most {NOTE_MAX} characters")));
    }
    Ok(Graded { grade, who: visit.visitor.signature(), at: (site.settings().clock)(), note })
}

/// Writes a grade down.
///
/// # Errors
///
/// [`Wrong::Nothing`] when no alert has this id; those of the database.
pub(crate) async fn store(site: &Site, id: &str, graded: Graded) -> Result<(), Wrong> {
    let id = id.to_owned();
    let known = site.act(move |store| Ok(store.grade_alert(&id, &graded)?)).await?;
    known.then_some(()).ok_or_else(|| Wrong::Nothing("there is no such alert".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_were_worked_out_are_told_shortly() {
        let told = ["0.04", "3.17", "9.96", "56.34", "394.51", "12345.5"];
        let told = told.map(|figure| rounded(Decimal::parse(figure).unwrap()));
        assert_eq!(told, ["0.0", "3.2", "10", "56", "395", "12,346"]);
    }
}
