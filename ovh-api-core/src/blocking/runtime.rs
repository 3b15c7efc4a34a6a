//! A runtime on a thread of its own, and waiting for it.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::coop;

use crate::error::{Error, ErrorKind};

/// The thread ends when the last clone is dropped; nobody waits for it, so that dropping is quick everywhere.
#[derive(Debug, Clone)]
pub struct Background {
    runtime: Handle,
    _alive: Arc<oneshot::Sender<()>>,
}

impl Background {
    /// Starts the thread.
    pub fn start() -> Result<Self, Error> {
        let refuse = |error| Error::new(ErrorKind::Runtime, "the blocking client has no thread").with_source(error);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(refuse)?;
        let handle = runtime.handle().clone();
        let (alive, ended) = oneshot::channel::<()>();
        let serve = move || {
            // It comes to its end when the sender is dropped.
            let _ = runtime.block_on(ended);
        };
        std::thread::Builder::new().name("ovh-api".to_owned()).spawn(serve).map_err(refuse)?;
        Ok(Self { runtime: handle, _alive: Arc::new(alive) })
    }

    /// Polls the future on this thread, which sleeps in between; sockets, timers and tasks are served by the other one.
    pub fn wait<F: Future>(&self, future: F) -> Result<F::Output, Error> {
        if is_asynchronous() {
            return Err(Error::new(
                ErrorKind::Runtime,
                "a blocking call within asynchronous code would stop all that runs on this thread; await the call of \
                 an asynchronous client, or use spawn_blocking",
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

/// Whether this thread is polling a task of a tokio runtime. To be in reach of a runtime is not enough: the threads of
/// `spawn_blocking` are, and may block. But only tasks have a budget of steps, which can be used up; the task gets a
/// new one when it is polled again.
fn is_asynchronous() -> bool {
    /// A task has 128; any number above is certain.
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
