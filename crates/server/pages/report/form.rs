//! The form above a report: which period, compared with what, of which tag.

use mention::{Catalog, Timestamp};
use report::{Compare, Language, Markup, Period};

use super::{home, write_twins};
use crate::error::Wrong;
use crate::reports::Asked;
use crate::site::Sight;
use crate::visitor::Role;

/// Weeks and months that are offered.
const WEEKS_MAX: usize = 12;
const MONTHS_MAX: usize = 6;

/// Writes it, and the links to the report's other forms.
pub(super) fn write(sight: &Sight<'_>, asked: &Asked, markup: &mut Markup) -> Result<(), Wrong> {
    let (name, parameters) = (asked.request.name, &sight.visit.parameters);
    let (catalog, address) = (sight.catalog()?, home(name));
    // The form is in English, whatever the report is in.
    let controls = [("class", "controls"), ("lang", "en")];
    markup.element("div", &controls, |bar| {
        let form = [("method", "get"), ("action", address.as_str()), ("class", "asked")];
        bar.element("form", &form, |form| {
            write_period(sight, asked, form);
            let compare = asked.request.compare.name();
            let compares = [
                (Compare::Previous, "the period before"),
                (Compare::Year, "a year before"),
                (Compare::None, "nothing"),
            ];
            let compares =
                compares.map(|(compare, told)| (compare.name().to_owned(), told.to_owned()));
            select(form, ("compare", "Against"), &compares, compare);
            if name.takes_tags() {
                select(form, ("tag", "Tag"), &tags(&catalog), parameters.get("tag").unwrap_or(""));
            }
            if let Some(zone) = parameters.get("tz") {
                form.void("input", &[("type", "hidden"), ("name", "tz"), ("value", zone)]);
            }
            let languages = Language::ALL
                .map(|language| (language.tag().to_owned(), language.name().to_owned()));
            select(form, ("lang", "Language"), &languages, asked.request.language.tag());
            form.leaf("button", &[], "Show");
        });
        bar.element("div", &[("class", "beside-form")], |beside| {
            write_earlier(sight, asked, &address, beside);
            write_twins(sight, name, beside);
            if !sight.settings.access.is_open() && sight.visit.visitor.role >= Role::Grade {
                write_share(sight, asked, beside);
            }
        });
    });
    Ok(())
}

/// The same of the period before.
fn write_earlier(sight: &Sight<'_>, asked: &Asked, address: &str, beside: &mut Markup) {
    let Some(before) = asked.request.period.previous() else { return };
    let here = sight.visit.parameters.with("since", None).with("until", None);
    let before = here.with("period", Some(&before.argument())).behind(address);
    beside.leaf("a", &[("class", "earlier"), ("href", &before)], "‹ the one before");
}

fn write_period(sight: &Sight<'_>, asked: &Asked, form: &mut Markup) {
    let parameters = &sight.visit.parameters;
    let mut periods = offered(sight, &asked.request.period);
    let chosen = match (parameters.get("since"), parameters.get("period")) {
        (None, Some(period)) => period.to_owned(),
        _ => asked.request.period.argument(),
    };
    if !periods.iter().any(|(value, _)| *value == chosen) {
        periods.insert(0, (chosen.clone(), asked.request.period.label.clone()));
    }
    select(form, ("period", "Period"), &periods, &chosen);
    let open = [("class", "other"), ("open", "")];
    let open = if parameters.get("since").is_some() { &open } else { &open[..1] };
    form.element("details", open, |details| {
        details.leaf("summary", &[], "other days");
        for (name, label) in [("since", "From"), ("until", "To")] {
            details.element("label", &[], |field| {
                field.leaf("span", &[], label);
                let value = parameters.get(name).unwrap_or("");
                field.void("input", &[("type", "date"), ("name", name), ("value", value)]);
            });
        }
    });
}

/// The last weeks and months with data, then all there is: what `period` takes, and what people read.
fn offered(sight: &Sight<'_>, period: &Period) -> Vec<(String, String)> {
    let zone = &period.zone;
    let (first, last) = sight.data;
    let mut offered = Vec::new();
    let week = 7 * 24 * 3_600_000;
    for back in 0..WEEKS_MAX {
        let at = Timestamp(last.0.saturating_sub(week * i64::try_from(back).unwrap_or(i64::MAX)));
        if at < first {
            break;
        }
        let name = zone.wall(at).date().iso_week_date();
        offered.push((
            format!("{:04}-W{:02}", name.year(), name.week()),
            format!("week {} of {}", name.week(), name.year()),
        ));
    }
    let mut month = zone.wall(last).date().first_of_month();
    for _ in 0..MONTHS_MAX {
        if month < zone.wall(first).date().first_of_month() {
            break;
        }
        offered.push((month.strftime("%Y-%m").to_string(), month.strftime("%B %Y").to_string()));
        month = month.yesterday().unwrap_or(month).first_of_month();
    }
    offered.push(("all".to_owned(), "all there is".to_owned()));
    offered
}

fn tags(catalog: &Catalog) -> Vec<(String, String)> {
    let all = (String::new(), "all".to_owned());
    let tags = catalog.entries.iter().map(|entry| (entry.name.to_string(), entry.label.clone()));
    [all].into_iter().chain(tags).collect()
}

/// A field with a few answers: what it is called in an address and by people, its answers likewise.
pub(crate) fn select(
    form: &mut Markup,
    (name, label): (&'static str, &str),
    answers: &[(String, String)],
    chosen: &str,
) {
    form.element("label", &[], |field| {
        field.leaf("span", &[], label);
        field.element("select", &[("name", name)], |select| {
            for (value, told) in answers {
                let option = [("value", value.as_str()), ("selected", "")];
                let option = if value == chosen { &option } else { &option[..1] };
                select.leaf("option", option, told);
            }
        });
    });
}

/// A button that makes a link to this report as it stands, of this very period.
fn write_share(sight: &Sight<'_>, asked: &Asked, markup: &mut Markup) {
    let (name, period) = (asked.request.name, asked.request.period.argument());
    let pinned = sight.visit.parameters.with("since", None).with("until", None);
    let of = pinned.with("period", Some(&period)).behind(&format!("/reports/{name}"));
    markup.element("form", &[("method", "post"), ("action", "/share")], |form| {
        form.void("input", &[("type", "hidden"), ("name", "of"), ("value", &of)]);
        form.void("input", &[("type", "hidden"), ("name", "days"), ("value", "7")]);
        form.leaf("button", &[("class", "quiet")], "Share for 7 days");
    });
}
