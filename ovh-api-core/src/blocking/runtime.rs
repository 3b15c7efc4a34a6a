//! A runtime on a background thread, and blocking on its futures.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::coop;

use crate::error::{Error, ErrorKind};

/// A background thread with a runtime. It ends when the last clone is dropped; dropping does not wait for it.
#[derive(Debug, Clone)]
pub struct Background {
    runtime: Handle,
    _alive: Arc<oneshot::Sender<()>>,
}

impl Background {
    /// Starts the thread.
    pub fn start() -> Result<Self, Error> {
        let failed =
            |error| Error::new(ErrorKind::Runtime, "cannot start the thread of the blocking client").with_source(error);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let handle = runtime.handle().clone();
        let (alive, ended) = oneshot::channel::<()>();
        let serve = move || {
            // Ends when the sender is dropped.
            let _ = runtime.block_on(ended);
        };
        std::thread::Builder::new().name("ovh-api".to_owned()).spawn(serve).map_err(failed)?;
        Ok(Self { runtime: handle, _alive: Arc::new(alive) })
    }

    /// Polls the future on this thread. The background thread drives sockets, timers and tasks.
    pub fn wait<F: Future>(&self, future: F) -> Result<F::Output, Error> {
        if is_asynchronous() {
            return Err(Error::new(
                ErrorKind::Runtime,
                "blocking call within asynchronous code; use the asynchronous client, or spawn_blocking",
            ));
        }
        let _entered = self.runtime.enter();
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(future);
        loop {
            match future.as_mut().poll(&mut context) {
                Poll::Ready(output) => return Ok(output),
                Poll::Pending => std::thread::park(),
            }
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Returns whether this thread is polling a task of a tokio runtime. `Handle::try_current` is not enough: it also
/// succeeds on the threads of `spawn_blocking`, which may block. But only tasks have a cooperative budget, which can be
/// exhausted; the task gets a new one when it is polled again.
fn is_asynchronous() -> bool {
    /// More than the budget of a task, which is 128.
    const STEPS: usize = 1024;
    let mut context = Context::from_waker(Waker::noop());
    let step = |_| match coop::poll_proceed(&mut context) {
        Poll::Ready(spent) => {
            spent.made_progress();
            false
        }
        Poll::Pending => true,
    };
    Handle::try_current().is_ok() && (0..STEPS).any(step)
}
