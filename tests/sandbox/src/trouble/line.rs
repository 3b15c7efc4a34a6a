//! A connection that can be told to break.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

/// No end is in sight.
const ENDLESS: usize = usize::MAX;

/// How a connection is to end.
#[derive(Debug)]
pub(crate) struct Breach {
    /// So many bytes may still go out.
    left: AtomicUsize,
    reset: AtomicBool,
}

impl Default for Breach {
    fn default() -> Self {
        Self { left: AtomicUsize::new(ENDLESS), reset: AtomicBool::new(false) }
    }
}

impl Breach {
    /// Ends the connection once so many bytes more are out, by a reset or a close.
    pub(crate) fn after(&self, bytes: usize, reset: bool) {
        self.reset.store(reset, Ordering::Relaxed);
        self.left.store(bytes, Ordering::Relaxed);
    }
}

/// A connection.
#[derive(Debug)]
pub(crate) struct Line {
    stream: TcpStream,
    breach: Arc<Breach>,
    /// How long a caller may read nothing of what is to be written.
    patience: Duration,
    /// Runs while nothing can be written.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Line {
    pub(crate) fn new(stream: TcpStream, breach: Arc<Breach>, patience: Duration) -> Self {
        Self { stream, breach, patience, stalled: None }
    }

    /// Ends a write that has been pending for too long.
    fn unless_stalled<T>(&mut self, context: &mut Context<'_>, outcome: Poll<Result<T>>) -> Poll<Result<T>> {
        if outcome.is_ready() {
            self.stalled = None;
            return outcome;
        }
        let patience = self.patience;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(patience)));
        match stalled.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "the caller reads nothing"))),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.breach.reset.load(Ordering::Relaxed) {
            // Closed without a reset if it cannot be set.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let left = self.breach.left.load(Ordering::Relaxed);
        if left == ENDLESS {
            let written = Pin::new(&mut self.stream).poll_write(context, bytes);
            return self.unless_stalled(context, written);
        }
        let allowed = bytes.get(..left).unwrap_or(bytes);
        if allowed.is_empty() && !bytes.is_empty() {
            return Poll::Ready(Err(Error::new(ErrorKind::ConnectionAborted, "told to break")));
        }
        let written = Pin::new(&mut self.stream).poll_write(context, allowed);
        if let Poll::Ready(Ok(written)) = written {
            self.breach.left.store(left.saturating_sub(written), Ordering::Relaxed);
        }
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        if self.breach.left.load(Ordering::Relaxed) == ENDLESS {
            let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
            return self.unless_stalled(context, written);
        }
        let first = slices.iter().find(|slice| !slice.is_empty()).map_or(&[][..], |slice| slice);
        self.poll_write(context, first)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
