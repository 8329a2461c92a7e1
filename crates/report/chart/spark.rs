//! Draws the small things that stand in tables: a course without axes, a bar beside a number.

use super::svg;
use crate::markup::{Attribute, Markup};
use crate::say::say;
use crate::{Wording, number};

const WIDTH: f64 = 110.0;
const HEIGHT: f64 = 26.0;
const EDGE: f64 = 3.0;
/// The length of the greatest bar.
const BAR: f64 = 64.0;

/// Draws a series without axes, from zero to its own greatest value; `id` is unique on the page.
#[expect(clippy::cast_precision_loss, reason = "a series has some hundred points")]
pub(crate) fn course(markup: &mut Markup, id: &str, name: &str, values: &[f64], wording: &Wording) {
    let greatest = values.iter().copied().fold(0.0, f64::max);
    if values.len() < 2 {
        return;
    }
    let step = (WIDTH - 2.0 * EDGE) / (values.len() - 1) as f64;
    let place = |(at, value): (usize, &f64)| {
        let height = if greatest > 0.0 { value / greatest } else { 0.0 };
        (EDGE + step * at as f64, HEIGHT - EDGE - (HEIGHT - 2.0 * EDGE) * height)
    };
    let places: Vec<(f64, f64)> = values.iter().enumerate().map(place).collect();
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let (least, greatest) = (number::mean(least), number::mean(greatest));
    let text = wording.tell(&say!("From {least} to {greatest}.", least, greatest)).into_owned();
    svg::picture(markup, id, (WIDTH, HEIGHT), (name, &text), |svg| {
        svg::course(svg, "sparkline", &places);
        if let Some(last) = places.last() {
            svg::dot(svg, "sparkdot", *last, 2.2);
        }
    });
}

/// Draws a bar for a number that stands beside it in words, `part` of the greatest one long.
pub(crate) fn bar(markup: &mut Markup, part: f64) {
    let attributes: [Attribute<'_>; 3] =
        [("class", "bar"), ("viewBox", "0 0 64 10"), ("aria-hidden", "true")];
    markup.element("svg", &attributes, |svg| {
        svg::rectangle(svg, "track", (0.0, 4.5), (BAR, 1.0));
        if part > 0.0 {
            svg::rectangle(svg, "own", (0.0, 1.0), ((BAR * part).max(1.0), 8.0));
        }
    });
}
