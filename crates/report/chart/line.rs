//! Draws one number over time, with the band of what is usual or the faint line of what was before.

use super::svg::{self, Scale};
use super::{LineChart, Point};
use crate::Wording;
use crate::markup::Markup;
use crate::number;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 940.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 282.0;
/// Labels along the time that stand beside each other without touching.
const LABELS_MAX: usize = 8;
/// Points up to which each has a dot.
const DOTS_MAX: usize = 31;

/// Draws the chart.
pub(crate) fn draw(chart: &LineChart, wording: &Wording, markup: &mut Markup) {
    let scale = Scale::holding(greatest(&chart.points));
    let canvas = Canvas { chart, scale, wording };
    let words = (chart.title.as_str(), chart.description.as_str());
    svg::picture(markup, chart.key, (WIDTH, HEIGHT), words, |svg| {
        canvas.shade(svg);
        canvas.gaps(svg);
        canvas.axes(svg);
        canvas.band(svg);
        canvas.notes(svg);
        canvas.line(svg);
        canvas.peak(svg);
    });
}

struct Canvas<'a> {
    chart: &'a LineChart,
    scale: Scale,
    wording: &'a Wording,
}

impl Canvas<'_> {
    #[expect(clippy::cast_precision_loss, reason = "a chart has some hundred points")]
    fn x(&self, at: usize) -> f64 {
        let slot = (RIGHT - LEFT) / self.chart.points.len().max(1) as f64;
        LEFT + slot * (at as f64 + 0.5)
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * value / self.scale.top
    }

    fn places(&self, value: impl Fn(&Point) -> Option<f64>) -> Vec<(f64, f64)> {
        let place = |(at, point): (usize, &Point)| Some((self.x(at), self.y(value(point)?)));
        self.chart.points.iter().enumerate().filter_map(place).collect()
    }

    fn axes(&self, svg: &mut Markup) {
        for tick in &self.scale.ticks {
            let y = self.y(*tick);
            let class = if *tick > 0.0 { "grid" } else { "base" };
            svg::line(svg, class, (LEFT, y), (RIGHT, y));
            svg::words(
                svg,
                "axis",
                (LEFT - 10.0, y + 4.5),
                "end",
                &self.wording.tell(&number::mean(*tick)),
            );
        }
        svg::words(svg, "axis", (0.0, TOP - 20.0), "start", &self.chart.unit);
        let each = self.chart.points.len().div_ceil(LABELS_MAX).max(1);
        let shown = self.chart.points.iter().enumerate().step_by(each);
        for (number, (at, point)) in shown.enumerate() {
            // Every other label gives way where the page is narrow.
            let class = if number % 2 == 0 { "axis" } else { "axis also" };
            svg::words(svg, class, (self.x(at), BOTTOM + 26.0), "middle", &point.label);
        }
    }

    /// The stretch that is set off, named at its top.
    #[expect(clippy::cast_precision_loss, reason = "a chart has some hundred points")]
    fn shade(&self, svg: &mut Markup) {
        let Some(shade) = &self.chart.shade else { return };
        let slot = (RIGHT - LEFT) / self.chart.points.len().max(1) as f64;
        let x = |at: usize| LEFT + slot * at as f64;
        let (from, to) = (x(shade.points.0), x(shade.points.1));
        svg::rectangle(svg, "shade", (from, TOP - 6.0), (to - from, BOTTOM - TOP + 6.0));
        svg::words(svg, "axis", (from, TOP - 12.0), "start", &shade.label);
    }

    /// Hatches the points of which too little is known.
    #[expect(clippy::cast_precision_loss, reason = "a chart has some hundred points")]
    fn gaps(&self, svg: &mut Markup) {
        let points = &self.chart.points;
        if !points.iter().any(|point| point.gap) {
            return;
        }
        let pattern = format!("{}-hatch", self.chart.key);
        svg::hatch(svg, &pattern);
        let slot = (RIGHT - LEFT) / points.len() as f64;
        let mut from = LEFT;
        for gaps in points.chunk_by(|a, b| a.gap == b.gap) {
            let width = slot * gaps.len() as f64;
            if gaps[0].gap {
                svg::hatched(svg, &pattern, (from, TOP - 6.0), (width, BOTTOM - TOP + 6.0));
            }
            from += width;
        }
    }

    /// The usual range as a band with drawn edges, or the period before as a dashed line; named above.
    fn band(&self, svg: &mut Markup) {
        const KEY_WIDTH: f64 = 26.0;
        let key = (RIGHT - KEY_WIDTH, TOP - 28.0);
        let name = |svg: &mut Markup, text: &str| {
            svg::words(svg, "axis", (key.0 - 9.0, key.1 + 9.0), "end", &self.wording.word(text));
        };
        let low = self.places(|point| point.usual.map(|usual| usual.low));
        let high = self.places(|point| point.usual.map(|usual| usual.high));
        if !low.is_empty() {
            let corners: Vec<(f64, f64)> = high.iter().chain(low.iter().rev()).copied().collect();
            svg::area(svg, "band", &corners);
            svg::course(svg, "edge", &high);
            svg::course(svg, "edge", &low);
            svg::rectangle(svg, "band", key, (KEY_WIDTH, 11.0));
            svg::line(svg, "edge", key, (RIGHT, key.1));
            svg::line(svg, "edge", (key.0, key.1 + 11.0), (RIGHT, key.1 + 11.0));
            name(svg, self.chart.band);
        }
        svg::course(svg, "before", &self.places(|point| point.before));
        if let Some(before) = &self.chart.before {
            svg::line(svg, "before", (key.0, key.1 + 5.0), (RIGHT, key.1 + 5.0));
            name(svg, before);
        }
    }

    fn line(&self, svg: &mut Markup) {
        let places = self.places(|point| Some(point.value));
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return };
        // Under a band, a filled area would only muddy it.
        if self.chart.points.iter().all(|point| point.usual.is_none()) {
            let mut corners = places.clone();
            corners.extend([(last.0, BOTTOM), (first.0, BOTTOM)]);
            svg::area(svg, "fill", &corners);
        }
        svg::course(svg, "line", &places);
        if places.len() <= DOTS_MAX {
            for place in &places {
                svg::dot(svg, "dot", *place, 3.5);
            }
        }
    }

    /// What happened, as numbered marks; the words stand beneath.
    fn notes(&self, svg: &mut Markup) {
        let points = self.chart.points.iter().enumerate();
        let noted = points.filter(|(_, point)| point.note.is_some());
        for (number, (at, _)) in (1..).zip(noted) {
            let x = self.x(at);
            svg::line(svg, "note", (x, TOP - 2.0), (x, BOTTOM));
            svg::words(svg, "axis", (x + 5.0, TOP + 8.0), "start", &format!("{number}"));
        }
    }

    /// The first greatest point, marked and named.
    fn peak(&self, svg: &mut Markup) {
        let mut peak: Option<(usize, f64)> = None;
        for (at, point) in self.chart.points.iter().enumerate() {
            if !point.gap && point.value > peak.map_or(0.0, |(_, value)| value) {
                peak = Some((at, point.value));
            }
        }
        let Some((at, value)) = peak else { return };
        let (x, y) = (self.x(at), self.y(value));
        svg::dot(svg, "peak", (x, y), 5.5);
        svg::words(svg, "value", (x, y - 14.0), "middle", &self.wording.tell(&number::mean(value)));
    }
}

fn greatest(points: &[Point]) -> f64 {
    let of = |point: &Point| {
        point.value.max(point.before.unwrap_or(0.0)).max(point.usual.map_or(0.0, |u| u.high))
    };
    points.iter().map(of).fold(0.0, f64::max)
}
