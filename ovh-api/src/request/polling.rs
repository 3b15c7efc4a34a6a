//! Requests that are repeated until the response meets a condition.

use super::{AsyncClient, Request};
use crate::json::ResponseBody;
use crate::{PollUntil, WaitableTask};

/// Waiting for a change.
impl<C: AsyncClient, T: ResponseBody, P> Request<C, T, P> {
    /// Repeats the request until the response meets the condition, and returns this response. Set parameters and
    /// options first; each request has them.
    ///
    /// The delay between requests is 2 seconds at first and grows to 30 seconds; the wait fails after 30 minutes. All
    /// three are settings of [`PollUntil`]. Requests are retried as usual. Only `GET` requests can be repeated.
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// # #[cfg(feature = "vps")]
    /// # async fn example(client: &ovh_api::Client) -> Result<(), ovh_api::Error> {
    /// use ovh_api::vps::VpsState;
    ///
    /// let running = client.vps().get("vps-1a2b3c4d.vps.ovh.net").poll_until(|vps| vps.state == VpsState::Running);
    /// let vps = running.interval(Duration::from_secs(5)).deadline(Duration::from_secs(600)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn poll_until<'c>(self, condition: impl FnMut(&T::Output) -> bool + Send + 'c) -> PollUntil<'c, T::Output> {
        PollUntil::condition::<T>(self.client.core().clone(), self.parts, condition)
    }

    /// Repeats the request until the task that it returns has ended, and returns the task. Fails if the task has failed
    /// or was cancelled.
    ///
    /// [`TaskProgress`](crate::TaskProgress) documents which statuses are final. Delays and time limit are those of
    /// [`poll_until`](Self::poll_until).
    ///
    /// ```no_run
    /// # #[cfg(feature = "vps")]
    /// # async fn example(client: &ovh_api::Client) -> Result<(), ovh_api::Error> {
    /// let vps = "vps-1a2b3c4d.vps.ovh.net";
    /// let task = client.vps().reboot(vps).await?;
    /// client.vps().tasks_get(vps, task.id).wait_until_done().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`PollUntil::send`]. If the task has failed, the error is of the kind [`Task`](crate::ErrorKind::Task), and
    /// its message names id and status of the task.
    pub fn wait_until_done(self) -> PollUntil<'static, T::Output>
    where
        T::Output: WaitableTask,
    {
        PollUntil::task::<T>(self.client.core().clone(), self.parts)
    }
}
