//! What we published ourselves, tag by tag.

use mention::Standing;

use super::Desk;
use super::rows;
use crate::say::say;
use crate::tally::{ALL, Sum};
use crate::{Cell, Column, Kind, Part, Row, Section, Table, number};

/// The section on our own posts; `None` when there was none.
pub(super) fn section(desk: &Desk<'_>) -> Option<Section> {
    let all = desk.now.sum(ALL, Standing::Sent);
    if all.mentions == 0 {
        return None;
    }
    let cells_of_all = cells((say!("All posts"), String::new()), &all, None);
    let all_posts = desk.request.mentions(ALL, Standing::Sent);
    let mut rows = vec![Row::new(cells_of_all).total().of(all_posts)];
    let asked = &desk.request.tags;
    let tags = desk.now.tags(Standing::Sent);
    let tags = tags.filter(|tag| asked.is_empty() || asked.iter().any(|name| name == tag));
    let weight = |tag: &str| desk.now.sum(tag, Standing::Sent).mentions;
    for row in rows::arrange(desk.input.catalog, tags, &weight) {
        let sum = desk.now.sum(row.name, Standing::Sent);
        let label = (row.label, row.name.to_owned());
        let cells = cells(label, &sum, Some(&all.without(&sum)));
        let of = desk.request.mentions(row.name, Standing::Sent);
        let sent = Row::new(cells).grouped(&row.group).of(of);
        rows.push(Row { depth: row.depth, ..sent });
    }
    let table = Table {
        key: "sent",
        title: "Sent, by tag".to_owned(),
        grouped_by: Some("group"),
        columns: columns(desk),
        rows,
    };
    Some(Section {
        title: "What we published".to_owned(),
        lead: Some("Engagement rate is engagements ÷ impressions; lift is against our posts without the tag. Figures are lifetime figures of posts published in the period.".to_owned()),
        chart: None,
        tables: vec![table],
    })
}

fn columns(desk: &Desk<'_>) -> Vec<Column> {
    let measured = &desk.measured;
    let rate = measured.impressions.or(measured.engagements);
    vec![
        Column::new("tag", "tag", Kind::Tag),
        Column::new("posts", "posts", Kind::Ranked).part(Part::All),
        Column::new("impressions", "impressions", Kind::Count).unmeasured(measured.impressions),
        Column::new("engagements", "engagements", Kind::Count).unmeasured(measured.engagements),
        Column::new("engagement_rate", "engagement rate", Kind::Ratio).unmeasured(rate),
        Column::new("lift", "lift", Kind::Lift).unmeasured(rate),
    ]
}

/// The cells of one row, in the order of [`columns`]; `rest` is our posts without the tag.
fn cells((label, name): (String, String), sum: &Sum, rest: Option<&Sum>) -> Vec<Cell> {
    let own = rate(sum);
    let lift = match (own, rest.and_then(rate)) {
        (Some(with), Some(without)) if without > 0.0 => Cell::Lift(with / without - 1.0),
        _ => Cell::Absent(say!("no rate to compare with")),
    };
    vec![
        Cell::Tag { label, name },
        Cell::Count(sum.mentions),
        Cell::Count(sum.impressions),
        Cell::Count(sum.engagements),
        own.map_or_else(|| Cell::Absent(say!("no impressions")), Cell::Ratio),
        lift,
    ]
}

fn rate(sum: &Sum) -> Option<f64> {
    (sum.impressions > 0).then(|| number::quotient(sum.engagements, sum.impressions))
}
