//! `tagline state`: where reading of each part stands, and how to move it when the topic is no longer what was read.

use clap::{Args, Subcommand};
use mention::{Part, Position, Timestamp};
use store::{Access, CursorRow, Replay, Reset, Store};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::{clock, kafka, output, stores};

/// What to do with positions.
#[derive(Debug, Subcommand)]
pub(crate) enum StateCommand {
    /// Print where reading of each part stands, and what was reset
    Show,
    /// Move the position of a part; a running consumer goes on from there
    Reset(ResetArgs),
}

/// Which position, and where to.
#[derive(Debug, Args)]
pub(crate) struct ResetArgs {
    /// A part as `state show` names it, or the end of its name: mentions/0; a topic or a file for all its parts
    part: String,
    /// earliest, latest (both as the brokers say), or an offset; of a file only earliest
    #[arg(long, value_name = "WHERE", value_parser = target)]
    to: Target,
    /// Tag what is read again by the rules of today, not by those that tagged it first
    #[arg(long)]
    with_current_rules: bool,
    /// Do it; without, only say what would be done
    #[arg(long)]
    yes: bool,
}

/// Where to move a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// To the first record there is.
    Earliest,
    /// Behind the last record there is.
    Latest,
    /// Here.
    Offset(u64),
}

/// Shows or moves positions.
pub(crate) fn run(command: &StateCommand, config: &Config) -> anyhow::Result<Exit> {
    match command {
        StateCommand::Show => show(config),
        StateCommand::Reset(args) => reset(args, config),
    }
}

fn show(config: &Config) -> anyhow::Result<Exit> {
    let store = stores::open(config, Access::Read)?;
    let mut rows =
        vec![["part", "next", "claims", "attempts", "topic id", "leader epoch"].map(str::to_owned)];
    rows.extend(store.positions()?.iter().map(row));
    print(&rows)?;
    let resets = store.resets()?;
    if !resets.is_empty() {
        let mut rows = vec![["reset", "at", "was", "became"].map(str::to_owned)];
        rows.extend(resets.iter().map(|reset| {
            [name(&reset.part), time(reset.at), place(reset.was), place(reset.became)]
        }));
        output::answer_line("")?;
        print(&rows)?;
    }
    Ok(Exit::Fine)
}

fn row(cursor: &CursorRow) -> [String; 6] {
    let topic = cursor.topic.as_ref();
    [
        name(&cursor.part),
        place(cursor.next),
        cursor.epoch.to_string(),
        cursor.attempts.to_string(),
        topic.map_or("-".to_owned(), |topic| topic.id.clone()),
        topic.map_or("-".to_owned(), |topic| topic.leader_epoch.to_string()),
    ]
}

/// Prints rows in columns on a terminal, else with tabs between.
fn print<const N: usize>(rows: &[[String; N]]) -> anyhow::Result<()> {
    let widths: [usize; N] = std::array::from_fn(|column| {
        rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)
    });
    for row in rows {
        let line = if output::is_terminal() {
            let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        } else {
            row.join("\t")
        };
        output::answer_line(line)?;
    }
    Ok(())
}

fn reset(args: &ResetArgs, config: &Config) -> anyhow::Result<Exit> {
    let access = if args.yes { Access::Write } else { Access::Read };
    let mut store = stores::open(config, access)?;
    let cursors = store.positions()?;
    let chosen: Vec<&CursorRow> =
        cursors.iter().filter(|cursor| is_meant(&cursor.part, &args.part)).collect();
    if chosen.is_empty() {
        let message = format!("no part is called {}; `tagline state show` lists them", args.part);
        return Err(Mistake(message).into());
    }
    let mut plan = Vec::with_capacity(chosen.len());
    for cursor in chosen {
        plan.push((cursor, destination(&cursor.part, args.to, config)?));
    }
    for (cursor, next) in &plan {
        output::answer_line(format_args!(
            "{}: {} → {}",
            name(&cursor.part),
            place(cursor.next),
            place(*next)
        ))?;
    }
    if !args.yes {
        output::note(consequences(&plan));
        return Ok(Exit::Fine);
    }
    carry_out(&mut store, args, &plan)?;
    output::note(
        "done, and written down (`tagline state show`); passed-over offsets are gaps in `tagline report ledger`",
    );
    Ok(Exit::Fine)
}

fn carry_out(
    store: &mut Store,
    args: &ResetArgs,
    plan: &[(&CursorRow, Option<Position>)],
) -> anyhow::Result<()> {
    let replay =
        if args.with_current_rules { Replay::WithCurrentRules } else { Replay::AsRecorded };
    for (cursor, next) in plan {
        store.reset(&cursor.part, &Reset { next: *next, replay, at: clock::now() })?;
    }
    Ok(())
}

/// What happens to counts, for who is about to confirm.
fn consequences(plan: &[(&CursorRow, Option<Position>)]) -> String {
    let back = plan.iter().any(|(cursor, next)| *next < cursor.next);
    let ahead = plan.iter().any(|(cursor, next)| next.is_some() && *next > cursor.next);
    let mut message = String::from("nothing was changed; add --yes to do it");
    if back {
        message.push_str(
            "; what is read again counts once, by its id, unless ids are not kept (keep.mode none): then twice",
        );
    }
    if ahead {
        message.push_str("; what is passed over never counts and stands in the ledger as a gap");
    }
    message
}

/// The position `to` means for `part`; `None` is to start anew.
fn destination(part: &Part, to: Target, config: &Config) -> anyhow::Result<Option<Position>> {
    if !part.source.starts_with("kafka:") {
        return match to {
            Target::Earliest => Ok(None),
            Target::Latest | Target::Offset(_) => Err(Mistake(format!(
                "{} is a file: it can only be read again from its start, --to earliest",
                name(part)
            ))
            .into()),
        };
    }
    match to {
        Target::Offset(offset) => Ok(Some(Position(offset))),
        Target::Earliest => Ok(Some(kafka::ends(part, config)?.0)),
        Target::Latest => Ok(Some(kafka::ends(part, config)?.1)),
    }
}

/// Whether `named` is the name of `part`, its end from a `/` on, or the same without the partition or the fingerprint
/// of a file.
fn is_meant(part: &Part, named: &str) -> bool {
    let whole = name(part);
    let ends = |text: &str| {
        text.strip_suffix(named).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    let short = if part.source.starts_with("kafka:") {
        &*part.source
    } else {
        whole.rsplit_once('#').map_or(&*whole, |(path, _)| path)
    };
    ends(&whole) || ends(short)
}

fn name(part: &Part) -> String {
    format!("{}/{}", part.source, part.name)
}

fn place(position: Option<Position>) -> String {
    position.map_or("-".to_owned(), |position| position.0.to_string())
}

fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map_or_else(|_| at.0.to_string(), |at| at.strftime("%FT%TZ").to_string())
}

fn target(text: &str) -> Result<Target, String> {
    match text {
        "earliest" => Ok(Target::Earliest),
        "latest" => Ok(Target::Latest),
        offset => offset
            .parse()
            .ok()
            .filter(|offset| i64::try_from(*offset).is_ok())
            .map(Target::Offset)
            .ok_or_else(|| "it takes earliest, latest or an offset".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, part: &str, named: &str, expected: bool) {
        let part = Part { source: source.into(), name: part.into() };
        assert_eq!(is_meant(&part, named), expected, "{named}");
    }

    #[test]
    fn a_part_is_named_by_its_end() {
        let source = "kafka:c1/mentions";
        check(source, "0", "kafka:c1/mentions/0", true);
        check(source, "0", "mentions/0", true);
        check(source, "0", "mentions", true);
        check(source, "0", "c1/mentions", false);
        check(source, "0", "tions/0", false);
        check(source, "10", "mentions/0", false);
        check(source, "0", "0", true);
        check("file", "/data/a.jsonl#1f", "a.jsonl", true);
        check("file", "/data/a.jsonl#1f", "/data/a.jsonl", true);
        check("file", "/data/a.jsonl#1f", "a.jsonl#1f", true);
        check("file", "/data/a.jsonl#1f", "file", false);
    }

    #[test]
    fn a_target_is_a_word_or_an_offset() {
        assert_eq!(target("earliest"), Ok(Target::Earliest));
        assert_eq!(target("12"), Ok(Target::Offset(12)));
        assert!(target("-1").is_err() && target("9223372036854775808").is_err());
    }
}
