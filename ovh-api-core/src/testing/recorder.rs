//! Records exchanges with the service, and replays them.

mod body;
mod exchange;
mod file;
mod replay;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use self::exchange::Exchange;
pub use self::replay::Replay;
use super::clock::local_time;
use crate::error::Error;
use crate::redaction::{Redaction, Secrets};
use crate::transport::{Transport, TransportFuture};

/// Records the exchanges of a client with the real service in a file, to replay them in tests. Other ecosystems call
/// such files cassettes.
///
/// ```no_run
/// use ovh_api::testing::Recorder;
/// use ovh_api::{Client, Config, Credentials};
///
/// # #[cfg(feature = "vps")]
/// # async fn run() -> Result<(), ovh_api::Error> {
/// // Once, with the keys of a real account:
/// let recorder = Recorder::new().redact(|name, _value| name == "email");
/// let recording = recorder.clone();
/// let client = Config::new().builder()?.wrap_transport(move |http| recording.wrap(http)).build()?;
/// client.vps().list().await?;
/// recorder.save("tests/vps.json")?;
///
/// // In a test, without network and with any keys:
/// let service = Recorder::replay("tests/vps.json")?.redact(|name, _value| name == "email");
/// let credentials = Credentials::classic("key", "secret", "consumer");
/// let client = Client::builder().credentials(credentials).transport(service.clone()).build()?;
/// client.vps().list().await?;
/// assert!(service.unused().is_empty());
/// # Ok(())
/// # }
/// ```
///
/// Clones share their exchanges. Each attempt of a request is an exchange. Transport errors are not recorded, and
/// neither are requests for the time of the service: a replay returns the local time.
///
/// # What is removed
///
/// The file contains `[redacted]` instead of
///
/// - values of JSON fields, query parameters and form fields whose name ends in a word such as `password`, `secret`,
///   `token` or `privateKey`, and those that the schemas declare as passwords,
/// - keys, tokens and signatures of the request's headers, and all other removed values of at least 8 characters,
///   anywhere else in the recording: in paths, in bodies, in names of fields,
/// - names, passwords and signatures in URLs, and private keys in PEM,
/// - values for which a function set with [`redact`](Self::redact) returns true.
///
/// Removed numbers become 0. Headers of requests, the host, and most headers of responses are not recorded at all. A
/// body that is not UTF-8 is not recorded; its response is replayed with an empty body. Read the file before you commit
/// it: names, addresses and other personal data are kept unless a function removes them.
///
/// # Format
///
/// Version 1 is a JSON object. Later versions of this crate read it.
///
/// ```json
/// {
///   "format": "ovh-api-exchanges",
///   "version": 1,
///   "exchanges": [
///     {
///       "request": {"method": "GET", "path": "/1.0/vps", "query": [["offerType", "ssd"]]},
///       "response": {
///         "status": 200,
///         "headers": [["content-type", "application/json"]],
///         "body": {"json": ["vps-1.vps.ovh.net"]}
///       }
///     }
///   ]
/// }
/// ```
///
/// - `path` is percent-encoded and begins with the path of the endpoint. `query` has decoded pairs in order, and is
///   missing if it is empty.
/// - `body` is missing if it is empty. It has one field: `json`, any JSON value; `form`, the decoded pairs of a form;
///   `text`, any other text; or `omitted`, the length in bytes of a body that is not UTF-8.
/// - `headers` contains only `content-type`, `date`, `location`, `retry-after`, `x-ovh-queryid` and the cursors of
///   pagination.
#[derive(Clone, Default)]
pub struct Recorder {
    state: Arc<Mutex<State>>,
    redaction: Redaction,
}

#[derive(Default)]
struct State {
    exchanges: Vec<Exchange>,
    /// Values that were removed somewhere, and are removed everywhere in the end.
    secrets: Secrets,
}

impl Recorder {
    /// Creates a recorder without exchanges.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Also removes the values for which the function returns true. Its arguments are the name of a JSON field, query
    /// parameter or form field, and the value. Elements of a list have the name of the list. The name is `path` for a
    /// decoded segment of the path, and `body` for a text that is neither JSON nor a form.
    #[must_use]
    pub fn redact(mut self, is_secret: impl Fn(&str, &str) -> bool + Send + Sync + 'static) -> Self {
        self.redaction.add(is_secret);
        self
    }

    /// Wraps a transport, for example in `ClientBuilder::wrap_transport`.
    pub fn wrap<T: Transport>(&self, transport: T) -> Recording<T> {
        Recording { recorder: self.clone(), transport }
    }

    /// Writes all exchanges so far to a file: atomically and, on Unix, with mode `0600`. An existing file is replaced.
    /// Without exchanges, the file has an empty list.
    ///
    /// # Errors
    ///
    /// If the file cannot be written, or the path is a symbolic link.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let state = self.state();
        let exchanges: Vec<_> = state.exchanges.iter().map(|exchange| exchange.without(&state.secrets)).collect();
        drop(state);
        file::write(path.as_ref(), &exchanges)
    }

    /// Reads a file that a recorder has written, and returns a transport that replays it.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, is not a recording, or has a version that this crate does not know.
    pub fn replay(path: impl AsRef<Path>) -> Result<Replay, Error> {
        Ok(Replay::new(file::read(path.as_ref())?))
    }

    fn record(&self, request: &http::Request<Bytes>, response: &http::Response<Bytes>) {
        let mut state = self.state();
        let State { exchanges, secrets } = &mut *state;
        exchanges.push(Exchange::new(request, response, &self.redaction, secrets));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows the number of exchanges.
impl fmt::Debug for Recorder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Recorder").field("exchanges", &self.state().exchanges.len()).finish_non_exhaustive()
    }
}

/// A transport whose exchanges are recorded; see [`Recorder::wrap`].
#[derive(Debug, Clone)]
pub struct Recording<T> {
    recorder: Recorder,
    transport: T,
}

impl<T: Transport> Transport for Recording<T> {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        if local_time(&request).is_some() {
            return self.transport.send(request);
        }
        Box::pin(async move {
            let response = self.transport.send(request.clone()).await?;
            self.recorder.record(&request, &response);
            Ok(response)
        })
    }
}
