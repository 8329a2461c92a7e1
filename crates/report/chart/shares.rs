//! Draws parts of a whole as bars that all have the same length.

use unicode_width::UnicodeWidthStr;

use super::svg;
use super::{ShareBar, ShareChart, SharePart};
use crate::markup::Markup;
use crate::say::word;
use crate::{Wording, number};

const WIDTH: f64 = 960.0;
const LEFT: f64 = 0.0;
const RIGHT: f64 = 960.0;
const BAR: f64 = 32.0;
const ROW: f64 = 104.0;
/// The height of a bar's name, which stands above it.
const NAME: f64 = 26.0;
/// How far below a bar its parts are named.
const BELOW: f64 = 22.0;
/// The blank between two parts of a bar.
const SEAM: f64 = 3.0;
/// Width from which a part has its share written beneath.
const SHARE_FROM: f64 = 78.0;
/// Width of a narrow character, as far as one can tell without the font, on a narrow page.
const CHARACTER: f64 = 14.0;
const SWATCH: f64 = 12.0;
/// The height of a line of the legend.
const LEGEND: f64 = 28.0;
/// Shades of rivals, repeated when there are more of them.
const SHADES: usize = 4;

/// Draws the chart.
#[expect(clippy::cast_precision_loss, reason = "a chart has a few bars")]
pub(crate) fn draw(chart: &ShareChart, wording: &Wording, markup: &mut Markup) {
    let legend = legend(chart, wording);
    let lines = legend.iter().filter(|entry| entry.listed).map(|entry| entry.line + 1).max();
    let top = lines.map_or(0.0, |lines| LEGEND * lines as f64 + 14.0);
    let height = top + ROW * chart.bars.len() as f64 - 14.0;
    let words = (chart.title.as_str(), chart.description.as_str());
    svg::picture(markup, chart.key, (WIDTH, height), words, |svg| {
        for (entry, part) in legend.iter().zip(&chart.parts).filter(|(entry, _)| entry.listed) {
            let y = LEGEND * entry.line as f64 + 4.0;
            svg::rectangle(svg, &entry.class, (entry.x, y), (SWATCH, SWATCH));
            svg::words(svg, "legend", (entry.x + 19.0, y + 11.0), "start", &part.label);
        }
        for (row, bar) in chart.bars.iter().enumerate() {
            let top = top + ROW * row as f64;
            svg::words(svg, "name", (LEFT, top + NAME - 9.0), "start", &bar.label);
            draw_bar(bar, (chart, &legend), (top + NAME, wording), svg);
        }
    });
}

/// A part in the legend: how it is drawn, and where its name stands.
struct Entry {
    class: String,
    /// Whether it is listed above, because the first bar has no room for its name.
    listed: bool,
    x: f64,
    line: usize,
}

/// The parts in the order of the bars, as many on a line as fit.
#[expect(clippy::cast_precision_loss, reason = "a label has some dozen characters")]
fn legend(chart: &ShareChart, wording: &Wording) -> Vec<Entry> {
    let (mut x, mut line, mut rivals) = (LEFT, 0, 0);
    let mut entries = Vec::new();
    for (at, part) in chart.parts.iter().enumerate() {
        let width = SWATCH + 30.0 + part.label.width() as f64 * CHARACTER;
        let listed = chart.bars.first().is_none_or(|bar| !has_room(bar, at, part, wording));
        if listed && x + width > RIGHT && x > LEFT {
            (x, line) = (LEFT, line + 1);
        }
        let class = if part.own { "own".to_owned() } else { format!("rival{}", rivals % SHADES) };
        rivals += usize::from(!part.own);
        entries.push(Entry { class, listed, x, line });
        x += if listed { width } else { 0.0 };
    }
    entries
}

/// The name of a part and its share: `Brewline 22.7%`.
fn named(bar: &ShareBar, at: usize, part: &SharePart, wording: &Wording) -> String {
    let share = number::share(bar.values[at], bar.values.iter().sum());
    format!("{} {}", part.label, wording.tell(&share))
}

/// Whether a part of the bar is wide enough to be named beneath.
#[expect(clippy::cast_precision_loss, reason = "a label has some dozen characters")]
fn has_room(bar: &ShareBar, at: usize, part: &SharePart, wording: &Wording) -> bool {
    let width = (RIGHT - LEFT) * number::quotient(bar.values[at], bar.values.iter().sum());
    width >= named(bar, at, part, wording).width() as f64 * CHARACTER
}

#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn draw_bar(
    bar: &ShareBar,
    (chart, legend): (&ShareChart, &[Entry]),
    (top, wording): (f64, &Wording),
    svg: &mut Markup,
) {
    let whole: u64 = bar.values.iter().sum();
    if whole == 0 {
        svg::words(
            svg,
            "hint",
            (LEFT, top + BAR / 2.0 + 5.0),
            "start",
            &wording.word(word("none")),
        );
        return;
    }
    let mut left = LEFT;
    for (at, (entry, value)) in legend.iter().zip(&bar.values).enumerate() {
        let width = (RIGHT - LEFT) * *value as f64 / whole as f64;
        if *value > 0 {
            svg::rectangle(svg, &entry.class, (left, top), ((width - SEAM).max(1.0), BAR));
        }
        let part = &chart.parts[at];
        let words = if has_room(bar, at, part, wording) {
            named(bar, at, part, wording)
        } else if width >= SHARE_FROM {
            wording.tell(&number::share(*value, whole)).into_owned()
        } else {
            String::new()
        };
        if !words.is_empty() {
            svg::words(svg, "value", (left, top + BAR + BELOW), "start", &words);
        }
        left += width;
    }
}
