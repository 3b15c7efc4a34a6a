//! A TCP stream that can be broken on purpose.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

/// The limit of a connection that stays open.
const ENDLESS: usize = usize::MAX;

/// When and how a connection is broken.
#[derive(Debug)]
pub(crate) struct Disconnect {
    /// Bytes that may still be sent.
    left: AtomicUsize,
    reset: AtomicBool,
}

impl Default for Disconnect {
    fn default() -> Self {
        Self { left: AtomicUsize::new(ENDLESS), reset: AtomicBool::new(false) }
    }
}

impl Disconnect {
    /// Breaks the connection after `bytes` more bytes, by a reset or a close.
    pub(crate) fn after(&self, bytes: usize, reset: bool) {
        self.reset.store(reset, Ordering::Relaxed);
        self.left.store(bytes, Ordering::Relaxed);
    }
}

/// A connection that can be broken by its [`Disconnect`], and times out if the caller stops reading.
#[derive(Debug)]
pub(crate) struct FaultyStream {
    stream: TcpStream,
    disconnect: Arc<Disconnect>,
    /// Maximum time that a write may be pending.
    write_timeout: Duration,
    /// The timer of a pending write.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl FaultyStream {
    pub(crate) fn new(stream: TcpStream, disconnect: Arc<Disconnect>, write_timeout: Duration) -> Self {
        Self { stream, disconnect, write_timeout, stalled: None }
    }

    /// Fails a write that has been pending for too long.
    fn unless_stalled<T>(&mut self, context: &mut Context<'_>, outcome: Poll<Result<T>>) -> Poll<Result<T>> {
        if outcome.is_ready() {
            self.stalled = None;
            return outcome;
        }
        let write_timeout = self.write_timeout;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(write_timeout)));
        match stalled.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "write timed out"))),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Drop for FaultyStream {
    fn drop(&mut self) {
        if self.disconnect.reset.load(Ordering::Relaxed) {
            // If this fails, the connection is closed without a reset.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for FaultyStream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for FaultyStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let left = self.disconnect.left.load(Ordering::Relaxed);
        if left == ENDLESS {
            let written = Pin::new(&mut self.stream).poll_write(context, bytes);
            return self.unless_stalled(context, written);
        }
        let allowed = bytes.get(..left).unwrap_or(bytes);
        if allowed.is_empty() && !bytes.is_empty() {
            return Poll::Ready(Err(Error::new(ErrorKind::ConnectionAborted, "injected disconnect")));
        }
        let written = Pin::new(&mut self.stream).poll_write(context, allowed);
        if let Poll::Ready(Ok(written)) = written {
            self.disconnect.left.store(left.saturating_sub(written), Ordering::Relaxed);
        }
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        if self.disconnect.left.load(Ordering::Relaxed) == ENDLESS {
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
