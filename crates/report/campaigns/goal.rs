//! What a campaign was to reach, and how far it came.

use super::look::Look;
use crate::say::{say, word};
use crate::{Cell, Column, Figure, Kind, Row, Section, Table, number};

/// What a measure stands at; why not, where it cannot be told.
fn reached(look: &Look<'_>, metric: &str) -> Result<f64, &'static str> {
    if let Some(sum) = look.measures.get(metric) {
        return Ok(decimal(*sum));
    }
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    let count = |count: u64| Ok(count as f64);
    match metric {
        "mentions" => count(look.mentions),
        "people" if look.people > 0 || look.mentions == 0 => count(look.people),
        "people" => Err("no mention says who wrote it"),
        "impressions" if look.sum.impressions > 0 => count(look.sum.impressions),
        "impressions" => Err(word("no mention carries its views")),
        "positive_share" if look.sum.rated() >= crate::tags::RATED_MIN => {
            Ok(number::quotient(look.sum.positive, look.sum.rated()))
        }
        "positive_share" => Err(word("fewer than 50 of its mentions are rated")),
        "share_of_voice" => match look.voice {
            Some((own, whole)) if whole > 0 => Ok(number::quotient(own, whole)),
            Some(_) => Err("no brand was mentioned"),
            None => Err(word("the campaign names no brand, or the rules no competitor")),
        },
        "reply_rate" => Err(word("`tagline report response` has it, by tag")),
        _ => Err(word("only the company knows it, and no measure of it was brought along")),
    }
}

#[expect(clippy::cast_precision_loss, reason = "sums stay below 2^53 millionths")]
fn decimal(millionths: i64) -> f64 {
    millionths as f64 / 1_000_000.0
}

/// What was measured elsewhere, one row a metric; `None` where nothing was.
pub(super) fn outcomes(looks: &[Look<'_>]) -> Option<Section> {
    let of = |look: &Look<'_>| -> Vec<Row> {
        let label = &look.window.campaign.label;
        let row = |(metric, sum): (&String, &i64)| {
            Row::new(vec![Cell::text(label), Cell::text(metric), Cell::Mean(decimal(*sum))])
        };
        look.measures.iter().map(row).collect()
    };
    let rows: Vec<Row> = looks.iter().flat_map(of).collect();
    let columns = vec![
        Column::new("campaign", "campaign", Kind::Text),
        Column::new("measure", "measure", Kind::Text),
        Column::new("sum", "sum", Kind::Mean),
    ];
    (!rows.is_empty()).then(|| {
        Section::new("What came of it")
            .lead("What was measured elsewhere and brought along, summed over the campaign's days.")
            .table(Table::new("outcomes", "Outcomes", columns, rows))
    })
}

fn is_share(metric: &str) -> bool {
    matches!(metric, "positive_share" | "share_of_voice" | "reply_rate")
}

fn shown(metric: &str, figure: f64) -> Cell {
    if is_share(metric) { Cell::Part(figure) } else { Cell::Mean(figure) }
}

/// What a measure is called; one of the company's own as it calls it.
fn measure(metric: &str) -> String {
    match metric {
        "mentions" => say!("mentions"),
        "people" => say!("people"),
        "impressions" => say!("impressions"),
        "positive_share" => say!("positive share"),
        "share_of_voice" => say!("share of voice"),
        "reply_rate" => say!("reply rate"),
        "attendance" => say!("attendance"),
        "registrations" => say!("registrations"),
        "redemptions" => say!("redemptions"),
        "conversions" => say!("conversions"),
        "ad_clicks" => say!("ad clicks"),
        "sessions" => say!("sessions"),
        "followers" => say!("followers"),
        own => own.replace('_', " "),
    }
}

/// The first goal of a campaign that can be told.
pub(super) fn figure(look: &Look<'_>) -> Option<Figure> {
    let told = |(metric, target): &(String, f64)| {
        let reached = reached(look, metric).ok()?;
        let name = measure(metric);
        let value = Cell::Part(reached / target);
        Some(Figure::new("goal", &say!("of the goal, {name}", name), value).beside(say!(
            "goal {target}, {elapsed} of its days in the data",
            target = crate::text::said(&shown(metric, *target)),
            elapsed = number::percent(look.elapsed)
        )))
    };
    look.window.campaign.goals.iter().filter(|(_, target)| *target > 0.0).find_map(told)
}

/// One row a goal; `None` when no campaign has one.
pub(super) fn section(looks: &[Look<'_>]) -> Option<Section> {
    let row = |look: &Look<'_>, metric: &str, target: f64| {
        let reached = reached(look, metric);
        let cell = |of: &dyn Fn(f64) -> Cell| match &reached {
            Ok(figure) => of(*figure),
            Err(why) => Cell::absent(*why),
        };
        Row::new(vec![
            Cell::text(&look.window.campaign.label),
            Cell::text(measure(metric)),
            shown(metric, target),
            cell(&|figure| shown(metric, figure)),
            cell(&|figure| {
                if target > 0.0 {
                    Cell::Part(figure / target)
                } else {
                    Cell::absent("the goal is zero")
                }
            }),
            Cell::Part(look.elapsed),
        ])
    };
    let of = |look: &Look<'_>| -> Vec<Row> {
        let goals = &look.window.campaign.goals;
        goals.iter().map(|(metric, target)| row(look, metric, *target)).collect()
    };
    let rows: Vec<Row> = looks.iter().flat_map(of).collect();
    let columns = vec![
        Column::new("campaign", "campaign", Kind::Text),
        Column::new("measure", "measure", Kind::Text),
        Column::new("target", "goal", Kind::Mean),
        Column::new("reached", "reached", Kind::Mean),
        Column::new("progress", "of the goal", Kind::Part),
        Column::new("elapsed", "of its days in the data", Kind::Part),
    ];
    (!rows.is_empty()).then(|| {
        Section::new("Goals")
            .lead(
                "Goals are of the campaign's own tag; share of voice is its brand's while it ran.",
            )
            .table(Table::new("goals", "Goals", columns, rows))
    })
}
