//! Draws hours by weekdays: a field an hour, darker where there is more, its number written in it.

use super::HeatChart;
use super::svg;
use crate::Wording;
use crate::markup::Markup;

const LEFT: f64 = 46.0;
const TOP: f64 = 26.0;
const CELL: (f64, f64) = (38.0, 34.0);
const HOURS: usize = 24;
/// Shades from the least to the most.
const CLASSES: [&str; 5] = ["heat0", "heat1", "heat2", "heat3", "heat4"];

/// Draws the chart.
#[expect(clippy::cast_precision_loss, reason = "hours and days are few")]
pub(crate) fn draw(chart: &HeatChart, wording: &Wording, markup: &mut Markup) {
    let size = (LEFT + CELL.0 * HOURS as f64 + 4.0, TOP + CELL.1 * 7.0 + 4.0);
    svg::picture(markup, chart.key, size, (&chart.title, &chart.description), |svg| {
        for hour in (0..HOURS).step_by(3) {
            let x = LEFT + CELL.0 * (hour as f64 + 0.5);
            svg::words(svg, "axis", (x, TOP - 9.0), "middle", &format!("{hour:02}"));
        }
        for (day, name) in super::WEEKDAYS.into_iter().enumerate() {
            let y = TOP + CELL.1 * (day as f64 + 0.5) + 5.0;
            svg::words(svg, "axis", (LEFT - 10.0, y), "end", &wording.word(name));
            for hour in 0..HOURS {
                field(chart, (day, hour), wording, svg);
            }
        }
    });
}

#[expect(clippy::cast_precision_loss, reason = "hours and days are few")]
fn field(chart: &HeatChart, (day, hour): (usize, usize), wording: &Wording, svg: &mut Markup) {
    let corner = (LEFT + CELL.0 * hour as f64 + 1.0, TOP + CELL.1 * day as f64 + 1.0);
    let size = (CELL.0 - 2.0, CELL.1 - 2.0);
    let Some(value) = chart.values[day * HOURS + hour] else {
        svg::rectangle(svg, "heatless", corner, size);
        return;
    };
    let shade = shade(value, chart.range());
    svg::rectangle(svg, CLASSES[shade], corner, size);
    let class = if shade >= 3 { "heatword light" } else { "heatword" };
    let middle = (corner.0 + size.0 / 2.0, corner.1 + size.1 / 2.0 + 4.0);
    svg::words(svg, class, middle, "middle", &wording.tell(&super::short(value)));
}

/// Which fifth of the range a value lies in.
fn shade(value: f64, (least, most): (f64, f64)) -> usize {
    if most <= least {
        return 2;
    }
    let part = (value - least) / (most - least) * 5.0;
    [1.0, 2.0, 3.0, 4.0].into_iter().filter(|edge| part >= *edge).count()
}
