//! Draws parts of a whole as bars that all have the same length.

use super::svg;
use super::{ShareBar, ShareChart};
use crate::markup::Markup;
use crate::number;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 120.0;
const RIGHT: f64 = 960.0;
const BAR: f64 = 30.0;
const ROW: f64 = 74.0;
/// The blank between two parts of a bar.
const SEAM: f64 = 3.0;
/// Width from which a part has its share written beneath.
const SHARE_FROM: f64 = 46.0;
/// Width a character of a label needs.
const CHARACTER: f64 = 8.5;
/// Shades of rivals, repeated when there are more of them.
const SHADES: usize = 4;

/// Draws the chart.
#[expect(clippy::cast_precision_loss, reason = "a chart has a few bars")]
pub(crate) fn draw(chart: &ShareChart, markup: &mut Markup) {
    let height = ROW * chart.bars.len() as f64 + 18.0;
    let words = (chart.title.as_str(), chart.description.as_str());
    svg::picture(markup, chart.key, (WIDTH, height), words, |svg| {
        for (row, bar) in chart.bars.iter().enumerate() {
            let top = ROW * row as f64 + 22.0;
            svg::words(svg, "name", (0.0, top + BAR / 2.0 + 5.0), "start", &bar.label);
            draw_bar(chart, bar, top, svg);
        }
    });
}

#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn draw_bar(chart: &ShareChart, bar: &ShareBar, top: f64, svg: &mut Markup) {
    let whole: u64 = bar.values.iter().sum();
    if whole == 0 {
        svg::words(svg, "hint", (LEFT, top + BAR / 2.0 + 5.0), "start", "none");
        return;
    }
    let (mut left, mut rivals) = (LEFT, 0);
    for (part, value) in chart.parts.iter().zip(&bar.values) {
        let width = (RIGHT - LEFT) * *value as f64 / whole as f64;
        let class = if part.own { "own".to_owned() } else { format!("rival{}", rivals % SHADES) };
        rivals += usize::from(!part.own);
        if *value > 0 {
            svg::rectangle(svg, &class, (left, top), ((width - SEAM).max(1.0), BAR));
        }
        if width >= SHARE_FROM {
            let share = number::share(*value, whole);
            svg::words(svg, "value", (left, top + BAR + 18.0), "start", &share);
        }
        if part.label.chars().count() as f64 * CHARACTER <= width {
            svg::words(svg, "hint", (left, top - 7.0), "start", &part.label);
        }
        left += width;
    }
}
