//! `tagline alerts score`: the detector that raises alerts, run on any series.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use jiff::SignedDuration;
use jiff::civil::{DateTime, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use mention::Timestamp;
use report::stats::{SpikeDetector, SpikeSettings, State, Step};

use crate::exit::{Exit, Mistake};
use crate::output;

/// Which series.
#[derive(Debug, Args)]
pub(crate) struct Score {
    /// A CSV file with columns timestamp and value, in order of time, or - for standard input
    #[arg(value_name = "SERIES.csv")]
    series: PathBuf,
    /// How long a row counts, such as 5m or 1h [default: from the first row to the second]
    #[arg(long, value_name = "TIME", value_parser = step)]
    step: Option<Duration>,
    /// The zone of times without an offset, and of the hours of the week
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = zone)]
    tz: TimeZone,
}

/// A row as it was read.
struct Row {
    timestamp: String,
    value: String,
    at: Timestamp,
    mentions: f64,
}

/// How many rows were scored, and how many would have raised an alert.
#[derive(Default)]
struct Tally {
    rows: u64,
    alerts: u64,
}

/// Prints every row with what was expected and its score, as soon as it is read.
pub(super) fn run(score: &Score) -> anyhow::Result<Exit> {
    let mut rows = Rows::open(score)?;
    let (first, second) = (rows.next()?, rows.next()?);
    let gap = first.as_ref().zip(second.as_ref()).map(|(first, second)| between(first, second));
    let settings = SpikeSettings::of_step(score.step.or(gap).unwrap_or(Duration::from_hours(1)));
    let (score_min, mut detector) = (settings.score_min, SpikeDetector::new(settings));
    let mut out = csv::Writer::from_writer(output::answer());
    out.write_record(["timestamp", "value", "expected", "score"])?;
    let mut tally = Tally::default();
    for row in [first, second].into_iter().flatten() {
        write(&row, &mut detector, &score.tz, &mut tally, &mut out)?;
    }
    while let Some(row) = rows.next()? {
        write(&row, &mut detector, &score.tz, &mut tally, &mut out)?;
    }
    out.flush()?;
    output::note(format_args!(
        "{} of {} rows would raise an alert: a score of {score_min} or more. Next: tagline report tags",
        tally.alerts, tally.rows
    ));
    Ok(Exit::Fine)
}

fn write(
    row: &Row,
    detector: &mut SpikeDetector,
    zone: &TimeZone,
    tally: &mut Tally,
    out: &mut csv::Writer<impl Write>,
) -> anyhow::Result<()> {
    let hour_of_week = hour_of_week(row.at, zone);
    let (at, mentions) = (row.at, row.mentions);
    let verdict =
        detector.judge(&Step { at, hour_of_week, mentions, people: None, complete: true });
    tally.rows += 1;
    tally.alerts += u64::from(verdict.state == State::Alert);
    let expected = format!("{:.2}", verdict.expected);
    let score = format!("{:.4}", verdict.score());
    out.write_record([&row.timestamp, &row.value, &expected, &score])?;
    Ok(())
}

/// A series as it is read.
struct Rows<'a> {
    reader: csv::Reader<Box<dyn Read>>,
    /// Where the columns `timestamp` and `value` are.
    columns: [usize; 2],
    path: &'a Path,
    zone: &'a TimeZone,
    last: Option<Timestamp>,
}

impl<'a> Rows<'a> {
    fn open(score: &'a Score) -> anyhow::Result<Self> {
        let path = score.series.as_path();
        let file: Box<dyn Read> = if path.as_os_str() == "-" {
            Box::new(io::stdin().lock())
        } else {
            let wrong = |error| Mistake(format!("cannot read {}: {error}", path.display()));
            Box::new(File::open(path).map_err(wrong)?)
        };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
        let headers = reader.headers()?.clone();
        let column = |name: &str| {
            let found = headers.iter().position(|header| {
                header.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name)
            });
            let wrong = || {
                let path = path.display();
                Mistake(format!(
                    "{path} has no column {name}; its first line must name the columns timestamp and value"
                ))
            };
            found.ok_or_else(wrong)
        };
        let columns = [column("timestamp")?, column("value")?];
        Ok(Self { reader, columns, path, zone: &score.tz, last: None })
    }

    /// The next row; `None` at the end.
    fn next(&mut self) -> anyhow::Result<Option<Row>> {
        let mut record = csv::StringRecord::new();
        if !self.reader.read_record(&mut record)? {
            return Ok(None);
        }
        let cell = |column: usize| record.get(self.columns[column]).unwrap_or_default().to_owned();
        let (timestamp, value) = (cell(0), cell(1));
        let line = record.position().map_or(0, csv::Position::line);
        let wrong = |what: String| Mistake(format!("{}, line {line}: {what}", self.path.display()));
        let at = time(&timestamp, self.zone).ok_or_else(|| {
            wrong(format!(
                "{timestamp:?} is no time; write it as 2026-09-14T08:00:00Z or 2026-09-14 08:00:00"
            ))
        })?;
        let mentions: Option<f64> = value.parse().ok();
        let mentions = mentions
            .filter(|count| count.is_finite() && *count >= 0.0)
            .ok_or_else(|| wrong(format!("{value:?} is no count; write a number, zero or more")))?;
        if self.last.is_some_and(|last| last >= at) {
            return Err(wrong(format!(
                "{timestamp} is not after the row before it; sort the rows by time, one row a time"
            ))
            .into());
        }
        self.last = Some(at);
        Ok(Some(Row { timestamp, value, at, mentions }))
    }
}

fn between(first: &Row, second: &Row) -> Duration {
    Duration::from_millis(second.at.0.abs_diff(first.at.0))
}

/// The hour since the Monday midnight of a clock on the wall of `zone`.
fn hour_of_week(at: Timestamp, zone: &TimeZone) -> usize {
    let instant = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    let wall = zone.to_datetime(instant);
    let days = i32::from(wall.weekday().since(Weekday::Monday));
    usize::try_from(24 * days + i32::from(wall.hour())).unwrap_or_default()
}

fn time(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let instant = text.parse::<jiff::Timestamp>().ok();
    let wall = || text.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok();
    let instant = instant.or_else(|| Some(wall()?.timestamp()))?;
    Some(Timestamp(instant.as_millisecond()))
}

fn step(text: &str) -> Result<Duration, String> {
    let length = text.parse::<SignedDuration>().ok().and_then(|step| Duration::try_from(step).ok());
    length
        .filter(|step| *step >= Duration::from_secs(1))
        .ok_or_else(|| "write it as 5m, 15m or 1h; a second is the least".to_owned())
}

fn zone(name: &str) -> Result<TimeZone, String> {
    let zone = TimeZoneDatabase::bundled().get(name);
    zone.map_err(|_| "it is no time zone; write it as Europe/Berlin or UTC".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_and_without_an_offset() {
        let berlin = zone("Europe/Berlin").unwrap();
        for (text, expected) in [
            ("2026-11-22T12:00:00Z", Some(1_795_348_800)),
            ("2026-11-22T13:00:00+01:00", Some(1_795_348_800)),
            ("2026-11-22 13:00:00", Some(1_795_348_800)),
            ("2026-11-22T13:00", Some(1_795_348_800)),
            ("22.11.2026", None),
        ] {
            let at = time(text, &berlin).map(Timestamp::seconds);
            assert_eq!(at, expected, "{text}");
        }
    }

    #[test]
    fn the_week_begins_on_monday_of_the_wall() {
        let berlin = zone("Europe/Berlin").unwrap();
        let hour = |text: &str, zone: &TimeZone| hour_of_week(time(text, zone).unwrap(), zone);
        assert_eq!(hour("2026-11-23T00:30:00", &berlin), 0);
        assert_eq!(hour("2026-11-22T23:30:00", &berlin), 167);
        assert_eq!(hour("2026-11-22T23:30:00Z", &berlin), 0);
    }

    #[test]
    fn a_step_is_a_time() {
        assert_eq!(step("5m"), Ok(Duration::from_mins(5)));
        assert_eq!(step("1h"), Ok(Duration::from_hours(1)));
        assert!(step("0s").is_err() && step("-5m").is_err() && step("five").is_err());
    }
}
