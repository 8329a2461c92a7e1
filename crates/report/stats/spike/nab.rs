//! The Numenta Anomaly Benchmark's own scoring, and how the detector fares by it.
//!
//! # Source
//!
//! Lavin and Ahmad, "Evaluating Real-time Anomaly Detection Algorithms – the Numenta Anomaly
//! Benchmark", ICMLA 2015, §III; the standard profile of the benchmark's `config/profiles.json`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mention::Timestamp;

use super::{SpikeDetector, SpikeSettings, Step};

/// What a false positive far from any window takes away.
const FALSE_POSITIVE: f64 = 0.11;

/// One series with its labeled windows.
struct Series {
    steps: Vec<Step>,
    windows: usize,
    /// What a detection at each row is worth, and in which window.
    worths: Vec<(Option<usize>, f64)>,
}

impl Series {
    /// Windows are first and last row.
    fn new(steps: Vec<Step>, windows: &[(usize, usize)]) -> Self {
        Self { worths: worths(steps.len(), windows), windows: windows.len(), steps }
    }
}

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("TAGLINE_DATA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: TAGLINE_DATA is not set");
    }
    folder.map(|folder| folder.join("nab"))
}

fn read(folder: &Path) -> Vec<Series> {
    let windows = fs::read(folder.join("windows.json")).unwrap();
    let windows: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&windows).unwrap();
    let series = windows.iter().map(|(file, labels)| {
        let mut rows = csv::Reader::from_path(folder.join(file)).unwrap();
        let steps: Vec<Step> = rows
            .records()
            .map(|row| {
                let row = row.unwrap();
                step(time(&row[0]), row[1].parse().unwrap())
            })
            .collect();
        let place = |value: &serde_json::Value| {
            let at = time(value.as_str().unwrap());
            steps.iter().position(|step| step.at == at).unwrap()
        };
        let windows = labels["windows"].as_array().unwrap().iter();
        let windows = windows.map(|window| (place(&window[0]), place(&window[1])));
        Series::new(steps.clone(), &windows.collect::<Vec<_>>())
    });
    series.collect()
}

fn time(text: &str) -> Timestamp {
    let at: jiff::civil::DateTime = text.parse().unwrap();
    Timestamp(at.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond())
}

fn step(at: Timestamp, mentions: f64) -> Step {
    let hour_of_week = usize::try_from(at.0.div_euclid(3_600_000)).unwrap() % 168;
    Step { at, hour_of_week, mentions, people: None, complete: true }
}

fn sigmoid(position: f64) -> f64 {
    if position > 3.0 { -1.0 } else { 2.0 / (1.0 + (5.0 * position).exp()) - 1.0 }
}

#[expect(clippy::cast_precision_loss, reason = "rows")]
fn worths(rows: usize, windows: &[(usize, usize)]) -> Vec<(Option<usize>, f64)> {
    let row = |at: usize| {
        let inside = windows.iter().position(|(first, last)| (*first..=*last).contains(&at));
        if let Some(number) = inside {
            let (first, last) = windows[number];
            let position = -((last - at + 1) as f64) / (last - first + 1) as f64;
            return (Some(number), sigmoid(position) / sigmoid(-1.0));
        }
        let before = windows.iter().rfind(|(_, last)| *last < at);
        let worth = before
            .map_or(-1.0, |(first, last)| sigmoid((at - last) as f64 / (last - first) as f64));
        (None, FALSE_POSITIVE * worth)
    };
    (0..rows).map(row).collect()
}

/// The raw score: each window's best detection, or −1, and all false positives.
fn raw(series: &Series, scores: &[f64], threshold: f64) -> f64 {
    let probation = (series.steps.len() * 15 / 100).min(750);
    let mut windows = vec![-1.0_f64; series.windows];
    let mut outside = 0.0;
    for (at, (window, worth)) in series.worths.iter().enumerate().skip(probation) {
        match window {
            _ if scores[at] < threshold => {}
            Some(number) => windows[*number] = windows[*number].max(*worth),
            None => outside += worth,
        }
    }
    windows.iter().sum::<f64>() + outside
}

/// 100 is every window found in its first row and nothing else, 0 is no detection at all.
#[expect(clippy::cast_precision_loss, reason = "windows")]
fn normalized(raw: f64, series: &[Series]) -> f64 {
    let windows = series.iter().map(|series| series.windows).sum::<usize>() as f64;
    100.0 * (raw + windows) / (2.0 * windows)
}

fn scored(series: &[Series], scores: &[Vec<f64>], threshold: f64) -> f64 {
    let raws = series.iter().zip(scores).map(|(series, scores)| raw(series, scores, threshold));
    normalized(raws.sum(), series)
}

fn judged(series: &Series) -> Vec<f64> {
    let settings = SpikeSettings::of_step(Duration::from_mins(5));
    let mut detector = SpikeDetector::new(settings);
    series.steps.iter().map(|step| detector.judge(step).score()).collect()
}

/// The plain way: how many standard deviations above the mean of the last four days.
#[expect(clippy::cast_precision_loss, reason = "rows")]
fn rolling(series: &Series) -> Vec<f64> {
    let value = |at: usize| series.steps[at].mentions;
    let score = |at: usize| {
        let past: Vec<f64> = (at.saturating_sub(1152)..at).map(value).collect();
        let mean = past.iter().sum::<f64>() / past.len().max(1) as f64;
        let squares = past.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        (value(at) - mean) / (squares / past.len().max(1) as f64).sqrt().max(1.0)
    };
    (0..series.steps.len()).map(score).collect()
}

/// The best threshold among those between 2 and 30.
fn best(series: &[Series], scores: &[Vec<f64>]) -> (f64, f64) {
    let thresholds = (0..120).map(|step| 2.0 * 1.023_f64.powi(step));
    let tried = thresholds.map(|threshold| (scored(series, scores, threshold), threshold));
    tried.max_by(|one, other| one.0.total_cmp(&other.0)).unwrap()
}

#[test]
fn the_scoring_is_that_of_the_benchmark() {
    // A window of ten rows in sixty: found in its first row is worth 1, in its last
    // (2/(1 + e^−0.5) − 1)/(2/(1 + e^−5) − 1) = 0.244919/0.986614 = 0.248242; one row before any
    // window −0.11; nine rows after a window of ten, one width: 0.11 · (2/(1 + e^5) − 1) = −0.108528.
    let steps = (0..60).map(|at| step(Timestamp(at * 300_000), 0.0)).collect();
    let series = [Series::new(steps, &[(20, 29)])];
    let found = |rows: &[usize]| {
        let scores: Vec<f64> = (0..60).map(|at| f64::from(u8::from(rows.contains(&at)))).collect();
        raw(&series[0], &scores, 0.5)
    };
    for (rows, expected) in [
        (&[][..], -1.0),
        (&[20], 1.0),
        (&[29], 0.248_242),
        (&[20, 29], 1.0),
        (&[15, 20], 0.89),
        (&[38], -1.108_528),
        (&[5], -1.0),
    ] {
        assert!((found(rows) - expected).abs() < 1e-6, "{rows:?}: {}", found(rows));
    }
    assert!((normalized(1.0, &series) - 100.0).abs() < 1e-9);
    assert!(normalized(-1.0, &series).abs() < 1e-9);
}

#[test]
fn it_finds_what_people_marked_in_the_benchmarks_series() {
    let Some(folder) = data() else { return };
    let series = read(&folder);
    let scores: Vec<Vec<f64>> = series.iter().map(judged).collect();
    let default = SpikeSettings::of_step(Duration::from_mins(5)).score_min;
    let found = scored(&series, &scores, default);
    let (top, at) = best(&series, &scores);
    eprintln!(
        "NAB realTweets, standard profile: {found:.1} at the default of {default}, {top:.1} at {at:.1}"
    );
    assert!(found >= 85.0, "{found}");
    let plain: Vec<Vec<f64>> = series.iter().map(rolling).collect();
    let (plain, _) = best(&series, &plain);
    eprintln!("a rolling z-score: {plain:.1}");
    assert!((50.0..65.0).contains(&plain), "negative control: {plain}");
}

#[test]
fn series_that_the_threshold_was_not_chosen_on_fare_no_worse() {
    let Some(folder) = data() else { return };
    let mut series = read(&folder);
    let mut scores: Vec<Vec<f64>> = series.iter().map(judged).collect();
    let mut raws = 0.0;
    for _ in 0..series.len() {
        let (_, threshold) = best(&series[1..], &scores[1..]);
        raws += raw(&series[0], &scores[0], threshold);
        series.rotate_left(1);
        scores.rotate_left(1);
    }
    let found = normalized(raws, &series);
    eprintln!("NAB realTweets, each series by a threshold chosen on the other four: {found:.1}");
    assert!(found >= 72.0, "{found}");
}
