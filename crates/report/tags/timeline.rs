//! Received mentions over the period, with what is usual or what was before.

use mention::Counts;

use super::Desk;
use crate::chart::USUAL;
use crate::say::{say, word, words};
use crate::series::{Step, Steps};
use crate::stats::{median, poisson_interval, usual};
use crate::tally::ALL;
use crate::{Direction, LineChart, Period, Point, number};

pub(super) fn chart(desk: &Desk<'_>) -> LineChart {
    let steps = &desk.steps;
    let values = steps.shown(&received(desk, ALL));
    let earlier = desk.past.counts_for_range().map(|past| {
        past.into_iter().map(|(period, counts)| all(period, counts, steps.step)).collect::<Vec<_>>()
    });
    let before = match &earlier {
        Some(_) => None,
        None => desk.past.counts_before().map(|(period, counts)| all(period, counts, steps.step)),
    };
    let mut points: Vec<Point> = values
        .iter()
        .enumerate()
        .map(|(at, value)| Point {
            label: steps.labels[at].clone(),
            value: *value,
            usual: earlier.as_ref().and_then(|earlier| {
                let totals: Vec<f64> =
                    earlier.iter().filter_map(|series| series.get(at).copied()).collect();
                usual(&totals)
            }),
            before: before.as_ref().and_then(|series| series.get(at).copied()),
            note: None,
            gap: false,
        })
        .collect();
    steps.mark(&mut points, &desk.request.period, desk.input.annotations);
    steps.mark_gaps(&mut points, desk.counts);
    LineChart {
        key: "timeline",
        title: title(&points, desk),
        description: description(&points, desk),
        unit: if steps.step.shows_means() { word("mentions a day") } else { word("mentions") }
            .to_owned(),
        step: steps.step.name(),
        band: USUAL,
        shade: None,
        before: before.and(desk.past.period().map(|period| period.name.clone())),
        points,
    }
}

/// The received mentions with `tag` at each step of the report's own period.
pub(super) fn received(desk: &Desk<'_>, tag: &str) -> Vec<u64> {
    let nothing = || vec![0; desk.steps.starts.len()];
    desk.steps.received(desk.counts).remove(tag).unwrap_or_else(nothing)
}

/// All received mentions of another period, step by step.
fn all(period: &Period, counts: &Counts, step: Step) -> Vec<f64> {
    let steps = Steps::of(period, step);
    let nothing = vec![0; steps.starts.len()];
    steps.shown(steps.received(counts).get(ALL).unwrap_or(&nothing))
}

/// The finding, in ten words or fewer.
fn title(points: &[Point], desk: &Desk<'_>) -> String {
    let step = desk.steps.step;
    let Some(peak) = peak(points) else { return say!("No mention was received") };
    let a_day = if step.shows_means() { say!(" a day") } else { String::new() };
    let most = number::mean(peak.value);
    if points.iter().any(|point| point.usual.is_some()) {
        ranged_title(points, desk)
    } else if known(points).all(|point| point.value.total_cmp(&peak.value).is_eq()) {
        say!("Mentions held at {most}{a_day}", most, a_day)
    } else if stands_out(points, desk) {
        say!("Mentions peaked {when} at {most}{a_day}", when = at(peak, step), most, a_day)
    } else {
        let count = about(points);
        match step {
            Step::Hour => say!("About {count} mentions an hour", count),
            _ => say!("About {count} mentions a day", count),
        }
    }
}

/// Whether a greatest point is more than chance makes of the median one.
fn stands_out(points: &[Point], desk: &Desk<'_>) -> bool {
    let values: Vec<f64> = known(points).map(|point| point.value).collect();
    let middle = median(&values);
    points.iter().enumerate().filter(|(_, point)| !point.gap).any(|(at, point)| {
        let scale = desk.steps.scale(at);
        point.value * scale > poisson_interval(middle * scale).1
    })
}

/// The points of which enough could be read.
fn known(points: &[Point]) -> impl Iterator<Item = &Point> {
    points.iter().filter(|point| !point.gap)
}

/// The mean of the points, to the digit that matters: `4.3`, `57`.
#[expect(clippy::cast_precision_loss, reason = "a chart has some hundred points")]
fn about(points: &[Point]) -> String {
    const WHOLE_FROM: f64 = 10.0;
    let sum: f64 = known(points).map(|point| point.value).sum();
    match sum / known(points).count() as f64 {
        many if many >= WHOLE_FROM => number::mean(many.round()),
        few => number::mean((few * 10.0).round() / 10.0),
    }
}

/// What is to be said of points with a usual range.
///
/// One point in twenty leaves its range by chance, so as many say nothing while the total is usual.
fn ranged_title(points: &[Point], desk: &Desk<'_>) -> String {
    const CHANCE: usize = 20;
    let step = desk.steps.step;
    let above: Vec<&Point> =
        known(points).filter(|p| p.usual.is_some_and(|usual| p.value > usual.high)).collect();
    let below = known(points).filter(|p| p.usual.is_some_and(|usual| p.value < usual.low)).count();
    let by_chance = points.len().div_ceil(CHANCE);
    let usual_total = desk.mentions_change(ALL).is_some_and(|c| c.direction() == Direction::Inside);

    match (above.as_slice(), below) {
        ([], 0) => say!("Mentions stayed within their usual range"),
        (above, below) if usual_total && above.len() + below <= by_chance => {
            say!("Mentions stayed close to their usual range")
        }
        ([one], 0) => say!("Mentions rose above their usual range {when}", when = at(one, step)),
        (above, 0) => {
            say!("Mentions rose above their usual range {when}", when = times(above.len(), step))
        }
        ([], below) => {
            say!("Mentions fell below their usual range {when}", when = times(below, step))
        }
        (above, below) => {
            say!("Mentions left their usual range {when}", when = times(above.len() + below, step))
        }
    }
}

/// `for 3 days`.
fn times(count: usize, step: Step) -> String {
    let count = count as u64;
    match step {
        Step::Hour => number::of(count, "for one hour", "for {n} hours"),
        Step::Day => number::of(count, "for one day", "for {n} days"),
        Step::Week => number::of(count, "for one week", "for {n} weeks"),
        Step::Month => number::of(count, "for one month", "for {n} months"),
    }
}

/// `on Tue 10 Nov`, `in 2026-W46`.
fn at(point: &Point, step: Step) -> String {
    match step {
        Step::Hour => say!("at {time}", time = point.label),
        Step::Day => say!("on {time}", time = point.label),
        Step::Week | Step::Month => say!("in {time}", time = point.label),
    }
}

/// The first greatest point, unless all are zero.
fn peak(points: &[Point]) -> Option<&Point> {
    let mut peak: Option<&Point> = None;
    for point in known(points).filter(|point| point.value > 0.0) {
        if peak.is_none_or(|greatest| point.value > greatest.value) {
            peak = Some(point);
        }
    }
    peak
}

fn description(points: &[Point], desk: &Desk<'_>) -> String {
    let step = words(desk.steps.step.name());
    let beside = if points.iter().any(|point| point.usual.is_some()) {
        say!("; the band is the usual range of each {step}", step)
    } else if points.iter().any(|point| point.before.is_some()) {
        say!("; the dashed line is the period before")
    } else {
        String::new()
    };
    let least = known(points).map(|point| point.value).fold(f64::INFINITY, f64::min);
    match peak(points) {
        None => say!("Received mentions by {step}: none.", step),
        Some(peak) => say!(
            "Received mentions by {step} in {period}: from {least} to {most}, most {when}{beside}.",
            step,
            period = desk.request.period.name,
            least = number::mean(least),
            most = number::mean(peak.value),
            when = at(peak, desk.steps.step),
            beside
        ),
    }
}
