//! Where bytes come from: a file, or a pipe that may keep quiet for a long time.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Instant;

/// A stream of bytes.
pub(crate) enum Feed {
    /// A file: reading takes no time worth bounding.
    Direct(Box<dyn Read + Send>),
    /// A pipe, read by a thread of its own so that waiting for it can end.
    Piped(Receiver<io::Result<Vec<u8>>>),
}

/// What asking for bytes came to.
pub(crate) enum Fed {
    /// Some are in the buffer.
    Bytes,
    /// None came in the time given.
    Waiting,
    /// There are no more.
    End,
}

const CHUNK_BYTES: usize = 64 * 1024;

impl Feed {
    /// Reads `input` on a thread of its own, which ends with the input or when nobody listens any more.
    ///
    /// Nobody joins that thread: a read of a pipe cannot be interrupted, and the process must be able to
    /// end while it hangs there. It holds nothing but bytes that no position covers.
    pub(crate) fn piped(mut input: Box<dyn Read + Send>) -> Self {
        const CHUNKS_AHEAD: usize = 4;
        let (send, chunks) = sync_channel(CHUNKS_AHEAD);
        thread::spawn(move || {
            loop {
                let mut chunk = Vec::new();
                let read = append(&mut *input, &mut chunk);
                let last = !matches!(read, Ok(1..));
                let message = match read {
                    Ok(0) => return,
                    Ok(_) => Ok(chunk),
                    Err(failed) => Err(failed),
                };
                if send.send(message).is_err() || last {
                    return;
                }
            }
        });
        Self::Piped(chunks)
    }

    /// Adds bytes to `buffer`, waiting for them until `until`; a file is not waited for.
    pub(crate) fn feed(&mut self, buffer: &mut Vec<u8>, until: Option<Instant>) -> io::Result<Fed> {
        match self {
            Self::Direct(input) => {
                Ok(if append(&mut **input, buffer)? == 0 { Fed::End } else { Fed::Bytes })
            }
            Self::Piped(chunks) => {
                let received = match until {
                    Some(until) => {
                        chunks.recv_timeout(until.saturating_duration_since(Instant::now()))
                    }
                    None => chunks.recv().map_err(|_| RecvTimeoutError::Disconnected),
                };
                match received {
                    Ok(chunk) => {
                        buffer.extend_from_slice(&chunk?);
                        Ok(Fed::Bytes)
                    }
                    Err(RecvTimeoutError::Timeout) => Ok(Fed::Waiting),
                    Err(RecvTimeoutError::Disconnected) => Ok(Fed::End),
                }
            }
        }
    }
}

/// Reads once, to the end of `buffer`; 0 at the end of the input.
fn append(input: &mut dyn Read, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let before = buffer.len();
    buffer.resize(before + CHUNK_BYTES, 0);
    let read = loop {
        match input.read(&mut buffer[before..]) {
            Err(failed) if failed.kind() == io::ErrorKind::Interrupted => {}
            read => break read,
        }
    };
    buffer.truncate(before + *read.as_ref().unwrap_or(&0));
    read
}
