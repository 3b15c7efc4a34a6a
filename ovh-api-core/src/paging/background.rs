//! Sends requests in background tasks.

use tokio::task::JoinHandle;
use tracing::Instrument as _;

use crate::client::{Client, RawResponse};
use crate::error::{Error, ErrorKind};
use crate::request::RawRequest;

/// Sends a request in its own task, which is aborted when the future is dropped.
///
/// A stream is not polled while its consumer processes an item. A suspended request could hold a permit that the
/// consumer's own next request waits for, which would be a deadlock.
pub(super) async fn background(client: Client, parts: Box<RawRequest>) -> Result<RawResponse, Error> {
    let call = async move { client.execute(parts).await }.in_current_span();
    if tokio::runtime::Handle::try_current().is_err() {
        return call.await; // Returns the error of a missing runtime.
    }
    let mut task = AbortOnDrop(tokio::spawn(call));
    (&mut task.0).await.unwrap_or_else(|error| {
        Err(Error::new(ErrorKind::Runtime, "the runtime stopped before the request was complete").with_source(error))
    })
}

/// A task that is aborted on drop.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
