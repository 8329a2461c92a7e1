//! What a piece of work cost: seconds of this thread on a core, and memory.

use std::fs;
use std::time::Duration;

use anyhow::Context as _;

/// How long this thread has run on a core so far, by the scheduler's own count (Linux).
///
/// Waiting for the disk or for another process is not in it, so a busy machine gives the same answer.
pub(crate) fn thread_time() -> anyhow::Result<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split_whitespace().next().context("the kernel counts no run time")?;
    Ok(Duration::from_nanos(nanoseconds.parse()?))
}

/// The most memory this process has held at a time, in bytes (`VmHWM`).
pub(crate) fn memory_peak() -> anyhow::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kibibytes.context("the kernel says nothing of memory")?.trim().parse::<u64>()? * 1024)
}
