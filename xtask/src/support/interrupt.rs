//! Handles Ctrl-C and termination signals, so that a run can clean up before it exits.

use std::io;

use tokio::sync::watch;

/// A signal that interrupts a run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Signal {
    pub(crate) name: &'static str,
    /// The exit code by shell convention: 128 plus the signal number.
    pub(crate) exit: u8,
}

const INTERRUPT: Signal = Signal { name: "Ctrl-C", exit: 130 };

/// Receives the signals of this process.
#[derive(Clone, Debug)]
pub(crate) struct Interrupt(watch::Receiver<Option<Signal>>);

impl Interrupt {
    /// Starts to listen. From then on a signal no longer ends the process.
    pub(crate) fn listen() -> io::Result<Self> {
        let (sender, receiver) = watch::channel(None);
        platform::listen(sender)?;
        Ok(Self(receiver))
    }

    /// Returns the last signal received.
    pub(crate) fn seen(&self) -> Option<Signal> {
        *self.0.borrow()
    }

    /// Waits for a signal.
    pub(crate) async fn wait(&self) -> Signal {
        let mut receiver = self.0.clone();
        let seen = receiver.wait_for(Option::is_some).await.ok().and_then(|signal| *signal);
        match seen {
            Some(signal) => signal,
            // The sender is gone, so no signal can arrive.
            None => std::future::pending().await,
        }
    }
}

#[cfg(unix)]
mod platform {
    use std::io;

    use tokio::signal::unix::{SignalKind, signal};
    use tokio::sync::watch::Sender;

    use super::{INTERRUPT, Signal};

    const TERMINATE: Signal = Signal { name: "SIGTERM", exit: 143 };
    const HANG_UP: Signal = Signal { name: "SIGHUP", exit: 129 };

    pub(super) fn listen(sender: Sender<Option<Signal>>) -> io::Result<()> {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut hang_up = signal(SignalKind::hangup())?;
        // Exceeding a file-size limit kills the process during a write. With a handler, the write fails instead.
        let mut file_size = signal(SignalKind::from_raw(libc::SIGXFSZ))?;
        tokio::spawn(async move {
            loop {
                let seen = tokio::select! {
                    _ = interrupt.recv() => INTERRUPT,
                    _ = terminate.recv() => TERMINATE,
                    _ = hang_up.recv() => HANG_UP,
                    _ = file_size.recv() => continue,
                };
                sender.send_replace(Some(seen));
            }
        });
        Ok(())
    }
}

#[cfg(not(unix))]
mod platform {
    use std::io;

    use tokio::sync::watch::Sender;

    use super::{INTERRUPT, Signal};

    pub(super) fn listen(sender: Sender<Option<Signal>>) -> io::Result<()> {
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                sender.send_replace(Some(INTERRUPT));
            }
        });
        Ok(())
    }
}
