//! A connection whose other end is given up when it reads too slowly: what it does not take waits in memory, and holds a
//! place that others wait for.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// How slowly somebody may read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// How long what is written may wait altogether, beyond what is earned by reading.
    pub(crate) wait: Duration,
    /// Bytes read in a second that earn a second.
    pub(crate) bytes_a_second: u32,
}

/// A connection with patience.
pub(crate) struct Patient<S> {
    stream: S,
    patience: Patience,
    /// How long what was written waited so far, less what was earned.
    owed: Duration,
    /// Since when it waits, and until when it may.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl<S> Patient<S> {
    pub(crate) fn new(stream: S, patience: Patience) -> Self {
        Self { stream, patience, owed: Duration::ZERO, waiting: None }
    }

    /// What becomes of a write: one that is done earns time, one that waits may do so only for as long as there is some.
    fn judge(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        let Poll::Ready(written) = written else {
            let left = self.patience.wait.saturating_sub(self.owed);
            let (_, end) = self.waiting.get_or_insert_with(|| {
                let now = Instant::now();
                (now, Box::pin(sleep_until(now + left)))
            });
            ready!(end.as_mut().poll(context));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        };
        if let Some((since, _)) = self.waiting.take() {
            self.owed += since.elapsed();
        }
        if let Ok(bytes) = written {
            self.owed = after_reading(self.owed, bytes, self.patience.bytes_a_second);
        }
        Poll::Ready(written)
    }
}

/// What is owed still after so many bytes were taken.
fn after_reading(owed: Duration, bytes: usize, bytes_a_second: u32) -> Duration {
    let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
    owed.saturating_sub(Duration::from_secs(1).saturating_mul(bytes) / bytes_a_second)
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.judge(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.judge(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_earns_time_and_a_byte_now_and_then_earns_none_to_speak_of() {
        let second = Duration::from_secs(1);
        assert_eq!(after_reading(2 * second, 4_096, 4_096), second);
        assert_eq!(after_reading(second, 4_000_000, 4_096), Duration::ZERO);
        assert_eq!(after_reading(second, usize::MAX, 1), Duration::ZERO);
        // A byte a second: of 20 seconds nothing is left after 21.
        let owed = (0..21).fold(Duration::ZERO, |owed, _| after_reading(owed + second, 1, 4_096));
        assert!(owed > 20 * second, "{owed:?}");
        // One who reads as fast as asked may go on for ever.
        let owed =
            (0..9_999).fold(Duration::ZERO, |owed, _| after_reading(owed + second, 4_096, 4_096));
        assert_eq!(owed, Duration::ZERO);
    }
}
