//! Draws small charts of shares side by side, all on one scale, the others faint behind each.

use super::MultiplesChart;
use super::Panel;
use super::svg::{self, Scale};
use crate::Wording;
use crate::markup::Markup;
use crate::number;
use crate::say::say;

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 170.0;
const LEFT: f64 = 6.0;
const RIGHT: f64 = 240.0;
const TOP: f64 = 36.0;
const BOTTOM: f64 = 140.0;

/// Draws one picture a panel.
pub(crate) fn draw(chart: &MultiplesChart, wording: &Wording, markup: &mut Markup) {
    let shares = |panel: &Panel| -> Vec<f64> {
        panel.values.iter().map(|(part, whole)| number::quotient(*part, *whole)).collect()
    };
    let greatest = chart.panels.iter().flat_map(shares).fold(0.0, f64::max);
    let scale = Scale::holding(greatest);
    let courses: Vec<Vec<(f64, f64)>> =
        chart.panels.iter().map(|panel| places(panel, &scale)).collect();
    markup.element("div", &[("class", "multiples")], |grid| {
        for (at, panel) in chart.panels.iter().enumerate() {
            draw_panel(chart, (at, panel), &courses, wording, grid);
        }
    });
}

/// The points of a panel; weeks in which nobody was mentioned have none.
#[expect(clippy::cast_precision_loss, reason = "a chart has some hundred points")]
fn places(panel: &Panel, scale: &Scale) -> Vec<(f64, f64)> {
    let last = panel.values.len().saturating_sub(1).max(1) as f64;
    let place = |(at, (part, whole)): (usize, &(u64, u64))| {
        let x = LEFT + (RIGHT - LEFT) * at as f64 / last;
        let share = number::quotient(*part, *whole);
        (*whole > 0).then(|| (x, BOTTOM - (BOTTOM - TOP) * share / scale.top))
    };
    panel.values.iter().enumerate().filter_map(place).collect()
}

fn draw_panel(
    chart: &MultiplesChart,
    (at, panel): (usize, &Panel),
    courses: &[Vec<(f64, f64)>],
    wording: &Wording,
    markup: &mut Markup,
) {
    let id = format!("{}-{at}", chart.key);
    let title = say!("{part}: share by week", part = panel.part.label);
    let (title, text) = (wording.tell(&title), described(chart, panel));
    let text = wording.tell(&text);
    svg::picture(markup, &id, (WIDTH, HEIGHT), (&title, &text), |svg| {
        svg::words(svg, "name", (LEFT, 18.0), "start", &panel.part.label);
        svg::line(svg, "base", (LEFT, BOTTOM), (RIGHT, BOTTOM));
        for (other, course) in courses.iter().enumerate() {
            if other != at {
                svg::course(svg, "faint", course);
            }
        }
        let class = if panel.part.own { "line" } else { "rival" };
        svg::course(svg, class, &courses[at]);
        if let (Some(place), Some(share)) = (courses[at].last(), last_share(panel, wording)) {
            svg::dot(svg, if panel.part.own { "peak" } else { "rivaldot" }, *place, 4.0);
            svg::words(svg, "value", (place.0 + 9.0, place.1 + 5.0), "start", &share);
        }
        if let (Some(first), Some(last)) = (chart.labels.first(), chart.labels.last()) {
            svg::words(svg, "axis", (LEFT, BOTTOM + 20.0), "start", first);
            svg::words(svg, "axis", (RIGHT, BOTTOM + 20.0), "end", last);
        }
    });
}

fn last_share(panel: &Panel, wording: &Wording) -> Option<String> {
    let known = panel.values.iter().rev().find(|(_, whole)| *whole > 0);
    known.map(|(part, whole)| wording.tell(&number::share(*part, *whole)).into_owned())
}

fn described(chart: &MultiplesChart, panel: &Panel) -> String {
    let shares: Vec<String> = chart
        .labels
        .iter()
        .zip(&panel.values)
        .filter(|(_, (_, whole))| *whole > 0)
        .map(|(label, (part, whole))| format!("{label} {}", number::share(*part, *whole)))
        .collect();
    say!("Share of mentions: {shares}.", shares = shares.join(", "))
}
