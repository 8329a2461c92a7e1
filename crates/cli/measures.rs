//! `tagline measures import`: figures that only the company or a platform's own export knows.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};
use csv::StringRecord;
use mention::{Catalog, Day, Decimal, EntryKind, Measure, Scope};
use store::Access;

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::{days, output, rule_files, stores};

/// What to do with measures.
#[derive(Debug, Subcommand)]
pub(crate) enum MeasuresCommand {
    /// Take figures in from a table: visitors, redemptions, sign-ups, ad clicks, followers. What is imported again replaces
    /// what was imported of the same scope, date, metric and place
    Import(Import),
}

/// Which table.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// A CSV file with columns scope, date, metric, value, and perhaps place and note. A scope is campaign:ID, brand:ID,
    /// account:HANDLE, post:ADDRESS, or empty for everything
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
}

/// The columns, in the order they are looked for; the last two may be missing.
const COLUMNS: [&str; 6] = ["scope", "date", "metric", "value", "place", "note"];
const NEEDED: usize = 4;

/// Characters a metric, a place or a note may have.
const TEXT_MAX: usize = 500;

/// Takes the table in; rows that cannot be placed are named with their line, and are a finding.
pub(crate) fn run(command: &MeasuresCommand, config: &Config) -> anyhow::Result<Exit> {
    let MeasuresCommand::Import(Import { file }) = command;
    let text = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = String::from_utf8(text)
        .map_err(|_| Mistake(format!("{} is not UTF-8: save it as CSV UTF-8", file.display())))?;
    let mut store = stores::open(config, Access::Create)?;
    let known = known(config, store.catalog()?);
    let (measures, refused) = read(file, text.trim_start_matches('\u{feff}'), known.as_ref())?;
    store.put_measures(&measures)?;
    for line in &refused {
        output::answer_line(line)?;
    }
    output::note(format_args!(
        "{} measures taken in, {} rows refused",
        measures.len(),
        refused.len()
    ));
    if let Some(measure) = measures.first() {
        let metric = &measure.metric;
        output::note(format_args!(
            "Next: tagline report campaigns (the first of them is {metric})"
        ));
    }
    Ok(if refused.is_empty() { Exit::Fine } else { Exit::Findings })
}

/// What campaigns and brands there are: by the rules as they stand, else by those that tagged last.
fn known(config: &Config, stored: Option<Catalog>) -> Option<Catalog> {
    let rules = rule_files::whole(&config.path("rules.path").ok()?);
    rules.ok().map(|rules| rules.catalog()).or(stored)
}

/// The measures of a table, and what is wrong with the rows that are none.
fn read(
    file: &Path,
    text: &str,
    known: Option<&Catalog>,
) -> anyhow::Result<(Vec<Measure>, Vec<String>)> {
    let header = text.lines().next().unwrap_or_default();
    let comma = [b';', b'\t'].into_iter().find(|sign| header.as_bytes().contains(sign));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(comma.unwrap_or(b','))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let columns = columns(file, reader.headers()?)?;
    let (mut measures, mut refused) = (Vec::new(), Vec::new());
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    for record in reader.records() {
        let record = record.with_context(|| format!("cannot read {}", file.display()))?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        let cells = columns.map(|at| at.and_then(|at| record.get(at)).unwrap_or_default());
        let said = measure(cells, known).and_then(|measure| {
            let first = *lines.entry(format!("{:?}", measure.key())).or_insert(line);
            if first == line {
                return Ok(measure);
            }
            Err(format!(
                "it says again what line {first} says: add the two up, or give each its place"
            ))
        });
        match said {
            Ok(measure) => measures.push(measure),
            Err(why) => refused.push(format!("{}:{line}: {why}", file.display())),
        }
    }
    Ok((measures, refused))
}

/// Where each of [`COLUMNS`] stands.
fn columns(file: &Path, header: &StringRecord) -> anyhow::Result<[Option<usize>; COLUMNS.len()]> {
    let columns =
        COLUMNS.map(|column| header.iter().position(|name| name.eq_ignore_ascii_case(column)));
    let missing = COLUMNS.iter().zip(&columns).take(NEEDED).find(|(_, at)| at.is_none());
    if let Some((column, _)) = missing {
        let message = format!(
            "{} has no column `{column}`: a table of measures has the columns scope, date, metric, value, and perhaps place and note",
            file.display()
        );
        return Err(Mistake(message).into());
    }
    let unknown =
        header.iter().find(|name| !COLUMNS.iter().any(|column| name.eq_ignore_ascii_case(column)));
    if let Some(unknown) = unknown {
        let message = format!(
            "{} has a column `{unknown}`, which nothing is done with: take it out, or call it `note` or `place`",
            file.display()
        );
        return Err(Mistake(message).into());
    }
    Ok(columns)
}

/// The measure of a row, or what is wrong with it.
fn measure(
    [scope, date, metric, value, place, note]: [&str; COLUMNS.len()],
    known: Option<&Catalog>,
) -> Result<Measure, String> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let too_long = [metric, place, note].into_iter().any(|text| text.chars().count() > TEXT_MAX);
    if too_long {
        return Err(format!("a text in it has more than {TEXT_MAX} characters"));
    }
    if metric.is_empty() {
        return Err("it does not say what was measured: `metric` is empty".to_owned());
    }
    Ok(Measure {
        scope: scope_of(scope, known)?,
        day: day(date)?,
        metric: metric.to_lowercase(),
        place: some(place),
        value: Decimal::parse(value).ok_or_else(|| {
            format!("`{value}` is no number: write digits, and a point before decimals, at most six: 1250.5")
        })?,
        note: some(note),
    })
}

fn scope_of(scope: &str, known: Option<&Catalog>) -> Result<Scope, String> {
    let read = Scope::parse(scope).ok_or_else(|| {
        format!("`{scope}` is no scope: write campaign:ID, brand:ID, account:HANDLE, post:ADDRESS, or nothing")
    })?;
    let Some(known) = known else { return Ok(read) };
    let (id, is_kind): (_, fn(EntryKind) -> bool) = match &read {
        Scope::Campaign(id) => (id, |kind| kind == EntryKind::Campaign),
        Scope::Brand(id) => (id, |kind| matches!(kind, EntryKind::Brand(_))),
        Scope::All | Scope::Account(_) | Scope::Post(_) => return Ok(read),
    };
    let entries = || known.entries.iter().filter(|entry| is_kind(entry.kind));
    if entries().any(|entry| entry.name == *id || entry.aliases.contains(id)) {
        return Ok(read);
    }
    let nearest = entries().map(|entry| entry.name.as_str()).max_by(|a, b| {
        let likeness = |name: &str| strsim::jaro_winkler(name, id.as_str());
        likeness(a).total_cmp(&likeness(b))
    });
    let hint = nearest.map_or(String::new(), |name| format!("; the nearest is `{name}`"));
    Err(format!("no rule has the id of `{scope}`{hint}"))
}

/// The day of a date such as 2026-11-03.
///
/// # Errors
///
/// What is wrong with it, in words.
pub(crate) fn day(date: &str) -> Result<Day, String> {
    days::read(date)
        .ok_or_else(|| format!("`{date}` is no date: write year, month and day as 2026-11-03"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mention::{BrandRole, Entry, RuleSetId, TagName};

    fn catalog() -> Catalog {
        let entry = |name: &str, kind| Entry {
            name: TagName::parse(name).unwrap(),
            label: name.into(),
            kind,
            owner: None,
            aliases: vec![],
        };
        let entries = vec![
            entry("acme", EntryKind::Brand(BrandRole::Own)),
            entry("autumn", EntryKind::Campaign),
            entry("late", EntryKind::Theme),
        ];
        Catalog { rules: RuleSetId(1), entries }
    }

    fn check(text: &str, taken: &[&str], refused: &[&str]) {
        let (measures, told) = read(Path::new("m.csv"), text, Some(&catalog())).unwrap();
        let shown: Vec<String> = measures
            .iter()
            .map(|measure| {
                let (scope, day, metric, place) = measure.key();
                format!("{scope} {} {metric} {place} {}", day.0, measure.value)
            })
            .collect();
        assert_eq!(shown, taken);
        assert_eq!(told.len(), refused.len(), "{told:#?}");
        for (told, words) in told.iter().zip(refused) {
            assert!(told.contains(words), "{told} lacks {words}");
        }
    }

    #[test]
    fn rows_are_taken_or_refused_with_their_line() {
        check(
            "Scope,Date,Metric,Value,Place,Note\n\
             campaign:autumn,2026-11-03,Attendance,120,Lund,\n\
             campaign:autumn,2026-11-03,attendance,80.5,Malmö,rain\n\
             \n\
             brand:acme,1970-01-02,followers,-3,,\n\
             ,1970-01-01,sessions,7,,\n\
             account:@Acme_SE,1970-01-01,followers,9,,\n\
             campaign:autum,2026-11-03,attendance,1,,\n\
             brand:late,2026-11-03,attendance,1,,\n\
             campaign:autumn,3.11.2026,attendance,1,,\n\
             campaign:autumn,2026-11-04,attendance,\"1,5\",,\n\
             campaign:autumn,2026-11-04,,1,,\n\
             team:x,2026-11-04,attendance,1,,\n\
             campaign:autumn,2026-11-03,attendance,9,Lund,again\n",
            &[
                "campaign:autumn 20760 attendance Lund 120",
                "campaign:autumn 20760 attendance Malmö 80.5",
                "brand:acme 1 followers  -3",
                " 0 sessions  7",
                "account:acme_se 0 followers  9",
            ],
            &[
                "m.csv:8: no rule has the id of `campaign:autum`; the nearest is `autumn`",
                "m.csv:9: no rule has the id of `brand:late`",
                "m.csv:10: `3.11.2026` is no date",
                "m.csv:11: `1,5` is no number",
                "m.csv:12: it does not say what was measured",
                "m.csv:13: `team:x` is no scope",
                "m.csv:14: it says again what line 2 says",
            ],
        );
    }

    #[test]
    fn semicolons_part_cells_too() {
        check("scope;date;metric;value\n;1970-01-01;a;1\n", &[" 0 a  1"], &[]);
    }

    #[test]
    fn columns_are_known() {
        let wrong = |text: &str| read(Path::new("m.csv"), text, None).unwrap_err().to_string();
        assert!(wrong("scope,date,value\n").contains("no column `metric`"));
        assert!(wrong("scope,date,metric,value,vlaue\n").contains("a column `vlaue`"));
    }
}
