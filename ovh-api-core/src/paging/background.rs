//! Requests of a stream.

use tokio::task::JoinHandle;
use tracing::Instrument as _;

use crate::client::Client;
use crate::client::RawResponse;
use crate::error::{Error, ErrorKind};
use crate::request::RawRequest;

/// Sends as a task of its own, which ends when the future is dropped.
///
/// A stream is not polled while its consumer is busy with an item. A request that stood still meanwhile could keep the
/// turn that the consumer's own next call waits for, and both would wait forever.
pub(super) async fn background(client: Client, parts: Box<RawRequest>) -> Result<RawResponse, Error> {
    let call = async move { client.execute(parts).await }.in_current_span();
    if tokio::runtime::Handle::try_current().is_err() {
        return call.await; // Which says what is wrong.
    }
    let mut task = AbortOnDrop(tokio::spawn(call));
    (&mut task.0)
        .await
        .unwrap_or_else(|error| Err(Error::new(ErrorKind::Runtime, "the runtime ended the call").with_source(error)))
}

/// A task that is aborted when nobody waits for it any more.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
