//! What all drawn charts share: scales, coordinates, and the words for those who cannot see them.

use crate::markup::{Attribute, Markup};

/// A coordinate with at most one decimal: `12`, `12.5`.
pub(crate) fn at(number: f64) -> String {
    let tenths = (number * 10.0).round() / 10.0;
    // Minus zero would be another text for the same place.
    (tenths + 0.0).to_string()
}

/// Where values stand: zero at the bottom, `top` at the top.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scale {
    /// The greatest tick.
    pub(crate) top: f64,
    /// The ticks, from zero.
    pub(crate) ticks: Vec<f64>,
}

impl Scale {
    /// A scale that holds `greatest`, with at most six ticks of 1, 2 or 5 times a power of ten.
    pub(crate) fn holding(greatest: f64) -> Self {
        const STEPS_MAX: f64 = 5.0;
        if greatest <= 0.0 {
            return Self { top: 1.0, ticks: vec![0.0, 1.0] };
        }
        let power = 10_f64.powf((greatest / STEPS_MAX).log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|factor| factor * power)
            .into_iter()
            .find(|step| greatest / step <= STEPS_MAX)
            .unwrap_or(greatest);
        let mut ticks = vec![0.0];
        while ticks[ticks.len() - 1] < greatest {
            let next = ticks[ticks.len() - 1] + step;
            ticks.push((next / step).round() * step);
        }
        Self { top: ticks[ticks.len() - 1], ticks }
    }
}

/// Writes an SVG of this size, with a title and a description tied to it.
pub(crate) fn picture(
    markup: &mut Markup,
    id: &str,
    size: (f64, f64),
    words: (&str, &str),
    draw: impl FnOnce(&mut Markup),
) {
    let (title_id, text_id) = (format!("{id}-title"), format!("{id}-text"));
    let attributes: [Attribute<'_>; 5] = [
        ("class", "chart"),
        ("viewBox", &format!("0 0 {} {}", at(size.0), at(size.1))),
        ("role", "img"),
        ("aria-labelledby", &title_id),
        ("aria-describedby", &text_id),
    ];
    markup.element("svg", &attributes, |svg| {
        svg.leaf("title", &[("id", &title_id)], words.0);
        svg.leaf("desc", &[("id", &text_id)], words.1);
        draw(svg);
    });
}

/// Writes a straight line.
pub(crate) fn line(markup: &mut Markup, class: &str, from: (f64, f64), to: (f64, f64)) {
    let attributes: [Attribute<'_>; 5] = [
        ("class", class),
        ("x1", &at(from.0)),
        ("y1", &at(from.1)),
        ("x2", &at(to.0)),
        ("y2", &at(to.1)),
    ];
    markup.leaf("line", &attributes, "");
}

/// Writes a line through points; nothing for fewer than two.
pub(crate) fn course(markup: &mut Markup, class: &str, points: &[(f64, f64)]) {
    if points.len() < 2 {
        return;
    }
    markup.leaf("path", &[("class", class), ("d", &through(points))], "");
}

/// Writes an area with these corners; nothing for fewer than three.
pub(crate) fn area(markup: &mut Markup, class: &str, corners: &[(f64, f64)]) {
    if corners.len() < 3 {
        return;
    }
    markup.leaf("path", &[("class", class), ("d", &(through(corners) + "Z"))], "");
}

/// Writes a dot.
pub(crate) fn dot(markup: &mut Markup, class: &str, center: (f64, f64), radius: f64) {
    let attributes: [Attribute<'_>; 4] =
        [("class", class), ("cx", &at(center.0)), ("cy", &at(center.1)), ("r", &at(radius))];
    markup.leaf("circle", &attributes, "");
}

/// Writes a rectangle.
pub(crate) fn rectangle(markup: &mut Markup, class: &str, corner: (f64, f64), size: (f64, f64)) {
    let attributes: [Attribute<'_>; 5] = [
        ("class", class),
        ("x", &at(corner.0)),
        ("y", &at(corner.1)),
        ("width", &at(size.0)),
        ("height", &at(size.1)),
    ];
    markup.leaf("rect", &attributes, "");
}

/// Defines a hatching of this name.
pub(crate) fn hatch(markup: &mut Markup, name: &str) {
    markup.element("defs", &[], |defs| {
        let attributes: [Attribute<'_>; 5] = [
            ("id", name),
            ("width", "8"),
            ("height", "8"),
            ("patternUnits", "userSpaceOnUse"),
            ("patternTransform", "rotate(45)"),
        ];
        defs.element("pattern", &attributes, |pattern| {
            line(pattern, "hatch", (0.0, 0.0), (0.0, 8.0));
        });
    });
}

/// Writes a rectangle with the hatching of this name.
pub(crate) fn hatched(markup: &mut Markup, name: &str, corner: (f64, f64), size: (f64, f64)) {
    let attributes: [Attribute<'_>; 5] = [
        ("fill", &format!("url(#{name})")),
        ("x", &at(corner.0)),
        ("y", &at(corner.1)),
        ("width", &at(size.0)),
        ("height", &at(size.1)),
    ];
    markup.leaf("rect", &attributes, "");
}

/// Writes words; `anchor` is `start`, `middle` or `end`.
pub(crate) fn words(
    markup: &mut Markup,
    class: &str,
    place: (f64, f64),
    anchor: &'static str,
    text: &str,
) {
    let attributes: [Attribute<'_>; 4] =
        [("class", class), ("x", &at(place.0)), ("y", &at(place.1)), ("text-anchor", anchor)];
    markup.leaf("text", &attributes, text);
}

fn through(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (number, (x, y)) in points.iter().enumerate() {
        path.push(if number == 0 { 'M' } else { 'L' });
        path.push_str(&at(*x));
        path.push(' ');
        path.push_str(&at(*y));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_hold_their_greatest_value_in_few_round_steps() {
        for (greatest, ticks) in [
            (0.0, vec![0.0, 1.0]),
            (1.0, vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
            (7.0, vec![0.0, 2.0, 4.0, 6.0, 8.0]),
            (313.0, vec![0.0, 100.0, 200.0, 300.0, 400.0]),
            (1200.0, vec![0.0, 500.0, 1000.0, 1500.0]),
        ] {
            let scale = Scale::holding(greatest);
            assert_eq!(scale.ticks.len(), ticks.len(), "{greatest}: {:?}", scale.ticks);
            for (tick, expected) in scale.ticks.iter().zip(ticks) {
                assert!((tick - expected).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn coordinates_are_short_and_never_minus_zero() {
        assert_eq!([12.0, 12.345, -0.01, 1.0 / 3.0].map(at), ["12", "12.3", "0", "0.3"]);
    }
}
