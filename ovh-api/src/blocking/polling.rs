//! Waiting for a change.

use std::fmt;
use std::time::Duration;

use super::Client;
use crate::json::ResponseBody;
use crate::{Error, Request, WaitableTask};

/// Waiting for a change.
impl<'c, T: ResponseBody, P> Request<&'c Client, T, P> {
    /// Repeats the request until the response meets the condition; see `Request::poll_until` of the asynchronous
    /// client.
    ///
    /// ```no_run
    /// # #[cfg(feature = "vps")]
    /// # fn example(client: &ovh_api::blocking::Client) -> Result<(), ovh_api::Error> {
    /// use ovh_api::vps::VpsState;
    ///
    /// client.vps().get("vps-1a2b3c4d.vps.ovh.net").poll_until(|vps| vps.state == VpsState::Running).send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn poll_until(self, condition: impl FnMut(&T::Output) -> bool + Send + 'c) -> PollUntil<'c, T::Output> {
        let client = self.client;
        PollUntil { client, wait: self.bind(&client.inner).poll_until(condition) }
    }

    /// Repeats the request until the task that it returns has ended; see `Request::wait_until_done` of the asynchronous
    /// client.
    pub fn wait_until_done(self) -> PollUntil<'c, T::Output>
    where
        T::Output: WaitableTask,
    {
        let client = self.client;
        PollUntil { client, wait: self.bind(&client.inner).wait_until_done() }
    }
}

/// A request that is repeated until the response meets a condition. It starts with [`send`](Self::send).
///
/// The settings are those of the asynchronous [`PollUntil`](crate::PollUntil).
#[must_use = "does nothing until it is sent"]
pub struct PollUntil<'c, T> {
    client: &'c Client,
    wait: crate::PollUntil<'c, T>,
}

impl<'c, T: Send + 'c> PollUntil<'c, T> {
    /// Sets the delay before the second request. Default: 2 s.
    pub fn interval(self, interval: Duration) -> Self {
        Self { wait: self.wait.interval(interval), ..self }
    }

    /// Sets the factor by which the delay grows after each request. Default: 1.5.
    pub fn backoff(self, factor: f64) -> Self {
        Self { wait: self.wait.backoff(factor), ..self }
    }

    /// Sets the maximum delay between two requests. Default: 30 s.
    pub fn max_interval(self, interval: Duration) -> Self {
        Self { wait: self.wait.max_interval(interval), ..self }
    }

    /// Sets the time limit of the wait. Default: 30 minutes.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { wait: self.wait.deadline(deadline), ..self }
    }

    /// Repeats the request until the condition holds, and blocks meanwhile.
    ///
    /// # Errors
    ///
    /// As for the asynchronous [`PollUntil::send`](crate::PollUntil::send), or if this is called within asynchronous
    /// code.
    pub fn send(self) -> Result<T, Error> {
        self.client.background.wait(self.wait.send())?
    }
}

impl<T> fmt::Debug for PollUntil<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.wait.fmt(formatter)
    }
}
