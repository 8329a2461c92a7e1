//! Peers in other languages: a process that is given files, and asked for a pass on each line.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::peer::{Match, Pass, Peer};
use crate::task::Task;

/// A running peer.
pub struct Foreign {
    name: &'static str,
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    texts: usize,
    ready: Duration,
}

impl Foreign {
    /// Starts `command` with the rules, the texts and how many of them; waits until it is ready.
    pub fn start(
        name: &'static str,
        mut command: Command,
        task: &Task,
        limit: usize,
    ) -> anyhow::Result<Self> {
        let texts = limit.min(task.texts.canonical.len());
        command.arg(task.rule_file()).arg(task.text_file()).arg(texts.to_string());
        let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut process = started.with_context(|| format!("{name} does not start"))?;
        let to = process.stdin.take().context("it has no input")?;
        let from = BufReader::new(process.stdout.take().context("it has no output")?);
        let mut peer = Self { name, process, to, from, texts, ready: Duration::ZERO };
        let ready = peer.line()?;
        let milliseconds =
            ready.strip_prefix("ready ").with_context(|| format!("{name} says {ready}"))?;
        peer.ready = Duration::from_millis(milliseconds.parse()?);
        Ok(peer)
    }

    fn ask(&mut self, what: &str) -> anyhow::Result<()> {
        writeln!(self.to, "{what}")?;
        Ok(self.to.flush()?)
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        let read = self.from.read_line(&mut line)?;
        ensure!(read > 0, "{} ended before its time", self.name);
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Two numbers parted by a blank.
fn two(line: &str) -> anyhow::Result<(u64, u64)> {
    let (one, other) =
        line.split_once(' ').with_context(|| format!("{line} is not two numbers"))?;
    Ok((one.parse()?, other.parse()?))
}

impl Peer for Foreign {
    fn name(&self) -> &str {
        self.name
    }

    fn ready(&self) -> Duration {
        self.ready
    }

    fn texts(&self) -> usize {
        self.texts
    }

    fn all(&mut self) -> anyhow::Result<Vec<Match>> {
        self.ask("all")?;
        let mut all = Vec::new();
        loop {
            let line = self.line()?;
            if line == "." {
                return Ok(all);
            }
            let (text, rule) = two(&line)?;
            all.push((u32::try_from(text)?, u32::try_from(rule)?));
        }
    }

    fn pass(&mut self) -> anyhow::Result<Pass> {
        self.ask("pass")?;
        let (nanoseconds, matches) = two(&self.line()?)?;
        Ok(Pass { time: Duration::from_nanos(nanoseconds), matches })
    }
}
