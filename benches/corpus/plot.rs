//! Plots of results: lines over two axes that both grow by powers of ten.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::Results;

/// Which columns of which results are drawn.
pub(crate) struct Plot {
    /// What its file is called.
    pub(crate) name: &'static str,
    /// Where the figures are.
    pub(crate) results: &'static str,
    /// What it shows.
    pub(crate) title: &'static str,
    /// The column from left to right, and the one from bottom to top.
    pub(crate) axes: [&'static str; 2],
    /// The column by which rows belong to lines.
    pub(crate) line: &'static str,
    /// Rows that are drawn have this in this column.
    pub(crate) only: &'static [(&'static str, &'static str)],
}

/// The plots of the page.
pub(crate) const ALL: &[Plot] = &[
    Plot {
        name: "peers-rules",
        results: "peers",
        title: "Rules: time a text by how many rules are asked",
        axes: ["N", "µs a text"],
        line: "peer",
        only: &[("texts", "generated"), ("asked for", "rules")],
    },
    Plot {
        name: "peers-literals",
        results: "peers",
        title: "Words and phrases: time a text by how many are looked for",
        axes: ["N", "µs a text"],
        line: "peer",
        only: &[("texts", "generated"), ("asked for", "words and phrases")],
    },
    Plot {
        name: "growth",
        results: "growth",
        title: "Time a mention by how many rules are asked",
        axes: ["rules", "µs a mention"],
        line: "texts, profile",
        only: &[],
    },
];

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 230.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 48.0;
/// Colors that the color-blind tell apart (Okabe, Ito, 2008).
const COLORS: [&str; 7] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555"];

/// The plot as SVG.
pub(crate) fn svg(plot: &Plot, results: &Results) -> String {
    let lines = lines(plot, results);
    let points = || lines.values().flatten();
    let frame =
        Frame { across: decades(points().map(|it| it.0)), up: decades(points().map(|it| it.1)) };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n\
         <title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"{LEFT}\" y=\"22\" font-size=\"15\">{title}</text>\n\
         <text x=\"{LEFT}\" y=\"{below}\">{across}</text>\n<text x=\"8\" y=\"38\">{up}</text>\n",
        title = plot.title,
        below = HEIGHT - 8.0,
        across = plot.axes[0],
        up = plot.axes[1],
    );
    frame.grid(&mut out);
    frame.lines(&lines, &mut out);
    out + "</svg>\n"
}

/// The powers of ten that both axes run between.
struct Frame {
    across: (f64, f64),
    up: (f64, f64),
}

impl Frame {
    fn x(&self, value: f64) -> f64 {
        let share = (value.log10() - self.across.0) / (self.across.1 - self.across.0);
        LEFT + (WIDTH - LEFT - RIGHT) * share
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value.log10() - self.up.0) / (self.up.1 - self.up.0);
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share
    }

    fn grid(&self, out: &mut String) {
        for value in powers(self.across) {
            let (at, low) = (self.x(value), HEIGHT - BOTTOM);
            let text = format!("x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\"", low + 16.0);
            let _ = writeln!(
                out,
                "<path d=\"M{at:.1} {TOP}V{low}\" stroke=\"#ddd\"/><text {text}>{}</text>",
                tick(value)
            );
        }
        for value in powers(self.up) {
            let (at, right) = (self.y(value), WIDTH - RIGHT);
            let text = format!("x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\"", LEFT - 6.0, at + 4.0);
            let _ = writeln!(
                out,
                "<path d=\"M{LEFT} {at:.1}H{right}\" stroke=\"#ddd\"/><text {text}>{}</text>",
                tick(value)
            );
        }
    }

    /// The lines, each with its name at its right end.
    fn lines(&self, lines: &BTreeMap<String, Vec<(f64, f64)>>, out: &mut String) {
        let mut labels: Vec<(f64, &str, &str)> = Vec::new();
        for ((name, points), color) in lines.iter().zip(COLORS.iter().cycle()) {
            let at = |point: &(f64, f64)| format!("{:.1} {:.1}", self.x(point.0), self.y(point.1));
            let path: Vec<String> = points.iter().map(at).collect();
            let _ = writeln!(
                out,
                "<path d=\"M{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>",
                path.join("L")
            );
            labels.push((points.last().map_or(TOP, |point| self.y(point.1)), name, color));
        }
        labels.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = TOP;
        for (at, name, color) in labels {
            let at = at.max(free);
            free = at + 15.0;
            let (x, y) = (WIDTH - RIGHT + 8.0, at + 4.0);
            let _ = writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{color}\">{name}</text>");
        }
    }
}

/// The points of each line, from left to right.
fn lines(plot: &Plot, results: &Results) -> BTreeMap<String, Vec<(f64, f64)>> {
    let column = |name: &str| results.columns.iter().position(|column| column == name);
    let cell =
        |row: &[String], name: &str| column(name).map_or(String::new(), |at| row[at].clone());
    let number = |row: &[String], name: &str| cell(row, name).replace(',', "").parse::<f64>().ok();
    let mut lines: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for row in &results.rows {
        if plot.only.iter().any(|(name, wanted)| cell(row, name) != *wanted) {
            continue;
        }
        if let (Some(x), Some(y)) = (number(row, plot.axes[0]), number(row, plot.axes[1])) {
            lines.entry(cell(row, plot.line)).or_default().push((x, y));
        }
    }
    lines
}

/// The powers of ten that enclose all of `values`.
fn decades(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let logs: Vec<f64> = values.map(f64::log10).collect();
    let low = logs.iter().copied().fold(f64::INFINITY, f64::min).floor();
    let high = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max).ceil();
    (low, high.max(low + 1.0))
}

fn powers((low, high): (f64, f64)) -> impl Iterator<Item = f64> {
    let mut exponent = low;
    std::iter::from_fn(move || {
        let value = (exponent <= high).then(|| 10_f64.powf(exponent));
        exponent += 1.0;
        value
    })
}

fn tick(value: f64) -> String {
    if value < 1.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}
