//! Requests that are repeated until the response meets a condition.

mod schedule;
mod task;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};
use tracing::debug;

use self::schedule::Schedule;
pub use self::task::{TaskFailure, TaskProgress, WaitableTask, first};
use crate::client::{Client, RawResponse, check_runtime};
use crate::error::{Error, ErrorKind};
use crate::json::ResponseBody;
use crate::operation::Method;
use crate::request::RawRequest;

/// A request that is repeated until the response meets a condition; see `Request::poll_until`. It starts when awaited.
///
/// The first request is sent at once. The delay before the next one is [`interval`](Self::interval), and grows by the
/// factor [`backoff`](Self::backoff) up to [`max_interval`](Self::max_interval). With the defaults, a wait of half an
/// hour takes about 65 requests.
///
/// Each request is retried by its own policy. If the last retry fails as well, with an error that the policy would
/// retry, the next request is sent after the usual delay: an outage of a few minutes does not end a long wait. Any
/// other error ends it, and so does each error with [`RetryPolicy::never`](crate::RetryPolicy::never).
#[must_use = "does nothing unless awaited"]
pub struct PollUntil<'c, T> {
    client: Client,
    request: Box<RawRequest>,
    schedule: Schedule,
    decode: fn(RawResponse) -> Result<T, Error>,
    check: Box<dyn FnMut(&T) -> Verdict + Send + 'c>,
}

/// What a response means for the wait.
enum Verdict {
    /// Not yet, with the status of a task.
    Pending(Option<String>),
    Done,
    Failed(TaskFailure),
}

impl<'c, T> PollUntil<'c, T> {
    /// Repeats a request until the condition holds.
    #[doc(hidden)]
    pub fn condition<B: ResponseBody<Output = T>>(
        client: Client,
        request: Box<RawRequest>,
        mut condition: impl FnMut(&T) -> bool + Send + 'c,
    ) -> Self {
        let check = move |value: &T| if condition(value) { Verdict::Done } else { Verdict::Pending(None) };
        Self::new::<B>(client, request, Box::new(check))
    }

    /// Repeats a request until the task that it returns has ended.
    #[doc(hidden)]
    pub fn task<B: ResponseBody<Output = T>>(client: Client, request: Box<RawRequest>) -> Self
    where
        T: WaitableTask,
    {
        let check = |task: &T| match task.progress() {
            TaskProgress::Done => Verdict::Done,
            TaskProgress::Failed => Verdict::Failed(TaskFailure::of(task)),
            TaskProgress::Pending => Verdict::Pending(Some(task.status().to_owned())),
        };
        Self::new::<B>(client, request, Box::new(check))
    }

    fn new<B: ResponseBody<Output = T>>(
        client: Client,
        mut request: Box<RawRequest>,
        check: Box<dyn FnMut(&T) -> Verdict + Send + 'c>,
    ) -> Self {
        request.expected = B::EXPECTED;
        Self { client, request, schedule: Schedule::default(), decode: RawResponse::decode::<B>, check }
    }

    /// Sets the delay before the second request. Default: 2 s.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.schedule.interval = interval;
        self
    }

    /// Sets the factor by which the delay grows after each request. Default: 1.5. With 1 it stays the same; values
    /// below 1 count as 1.
    pub fn backoff(mut self, factor: f64) -> Self {
        self.schedule.factor = factor;
        self
    }

    /// Sets the maximum delay between two requests. Default: 30 s. A longer [`interval`](Self::interval) is kept.
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.schedule.max_interval = interval;
        self
    }

    /// Sets the time limit of the wait, from when it is first polled. Default: 30 minutes.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.schedule.deadline = deadline;
        self
    }

    /// Returns the future of the wait, for `tokio::spawn`, `try_join!` and other functions that take a future. It
    /// shares the state of the client, and borrows only what the condition borrows.
    ///
    /// # Errors
    ///
    /// - [`Timeout`](ErrorKind::Timeout) if the time limit is exceeded, with the last error as its source, if any.
    /// - [`Task`](ErrorKind::Task) if a task has failed.
    /// - [`Request`](ErrorKind::Request) for any method but `GET`: another one would act on each repetition.
    /// - Any error of the request that its policy does not retry.
    pub fn send(self) -> Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'c>>
    where
        T: Send + 'c,
    {
        Box::pin(self.wait())
    }

    async fn wait(mut self) -> Result<T, Error> {
        let (operation, path) = (self.request.operation, self.request.shown_path());
        let named = |error: Error| error.with_call(operation, path.clone());
        if operation.method != Method::Get {
            let message = "only GET requests can be repeated until a condition holds; send this one once, and wait \
                           with the request that reads the object";
            return Err(named(Error::new(ErrorKind::Request, message)));
        }
        check_runtime().map_err(named)?;
        let end = self.schedule.end(Instant::now());
        let (mut interval, mut requests, mut last, mut status) = (self.schedule.interval, 0_u64, None, None);
        loop {
            requests += 1;
            let Ok(response) = timeout_at(end, self.client.execute(self.request.clone())).await else {
                break;
            };
            match response {
                Ok(response) => {
                    let value = (self.decode)(response)?;
                    match (self.check)(&value) {
                        Verdict::Done => return Ok(value),
                        Verdict::Failed(failure) => {
                            let error = Error::new(ErrorKind::Task, "the task did not succeed").with_source(failure);
                            return Err(named(error.maybe_sent(true)));
                        }
                        Verdict::Pending(seen) => (last, status) = (None, seen),
                    }
                }
                Err(error) if self.client.would_retry(&self.request, &error) => last = Some(error),
                Err(error) => return Err(error),
            }
            let next = Instant::now().checked_add(interval).filter(|next| *next < end);
            debug!(operation = operation.name, requests, status, "waiting before the next request");
            sleep_until(next.unwrap_or(end)).await;
            if next.is_none() {
                break;
            }
            interval = self.schedule.after(interval);
        }
        Err(named(timeout(&self.schedule, requests, status.as_deref(), last)))
    }
}

/// Returns the error of a wait that has reached its time limit.
fn timeout(schedule: &Schedule, requests: u64, status: Option<&str>, last: Option<Error>) -> Error {
    let within = schedule.deadline.as_secs_f64();
    let message = match status {
        Some(status) => format!("the task has the status {status:?} after {within} seconds and {requests} requests"),
        None => format!("the condition does not hold after {within} seconds and {requests} requests"),
    };
    let error = Error::new(ErrorKind::Timeout, message).maybe_sent(true);
    match last {
        Some(last) => error.with_source(last),
        None => error,
    }
}

impl<'c, T: Send + 'c> IntoFuture for PollUntil<'c, T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<T> fmt::Debug for PollUntil<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PollUntil")
            .field("request", &self.request)
            .field("schedule", &self.schedule)
            .finish_non_exhaustive()
    }
}
