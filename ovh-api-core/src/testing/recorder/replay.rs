//! A transport that returns recorded responses.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::super::clock::local_time;
use super::exchange::{Exchange, RecordedRequest};
use crate::redaction::{Redaction, Secrets};
use crate::transport::{Transport, TransportError, TransportFuture};

/// The maximum number of requests in a message.
const MAX_LISTED: usize = 10;

/// A [`Transport`] that returns the responses of a recording; see [`Recorder::replay`](super::Recorder::replay).
///
/// A request gets the response of the first exchange with its method, path, query and body that has not been used yet.
/// Any other request fails, is not retried, and the error lists the unused exchanges. The host is not compared, and
/// neither are removed values: the test may use other keys. Clones share their state.
#[derive(Clone)]
pub struct Replay {
    exchanges: Arc<Mutex<Vec<(Exchange, bool)>>>,
    redaction: Redaction,
}

impl Replay {
    pub(super) fn new(exchanges: Vec<Exchange>) -> Self {
        let unused = exchanges.into_iter().map(|exchange| (exchange, false)).collect();
        Self { exchanges: Arc::new(Mutex::new(unused)), redaction: Redaction::default() }
    }

    /// Sets a function that [`Recorder::redact`](super::Recorder::redact) was called with, if it changed requests.
    #[must_use]
    pub fn redact(mut self, is_secret: impl Fn(&str, &str) -> bool + Send + Sync + 'static) -> Self {
        self.redaction.add(is_secret);
        self
    }

    /// Describes the exchanges that have not been used yet, such as `GET /1.0/vps`.
    #[must_use]
    pub fn unused(&self) -> Vec<String> {
        let exchanges = self.exchanges();
        exchanges.iter().filter(|(_, is_used)| !is_used).map(|(exchange, _)| exchange.request.to_string()).collect()
    }

    fn reply(&self, request: &http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        if let Some(time) = local_time(request) {
            return Ok(time);
        }
        let mut secrets = Secrets::default();
        let sent = RecordedRequest::new(request, &self.redaction, &mut secrets).without(&secrets);
        let mut exchanges = self.exchanges();
        let mut matching = exchanges.iter_mut().filter(|(exchange, _)| exchange.request == sent).peekable();
        let is_recorded = matching.peek().is_some();
        if let Some((exchange, is_used)) = matching.find(|(_, is_used)| !is_used) {
            *is_used = true;
            return Ok(exchange.response());
        }
        drop(exchanges);
        let problem = if is_recorded { "all recorded exchanges are used for" } else { "no recorded exchange for" };
        Err(TransportError::request(format!("{problem} {sent}; {}", listed(&self.unused()))))
    }

    fn exchanges(&self) -> MutexGuard<'_, Vec<(Exchange, bool)>> {
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn listed(unused: &[String]) -> String {
    let shown: Vec<_> = unused.iter().take(MAX_LISTED).map(String::as_str).collect();
    match unused.len().saturating_sub(MAX_LISTED) {
        0 if unused.is_empty() => "all exchanges are used".to_owned(),
        0 => format!("unused: {}", shown.join(", ")),
        more => format!("unused: {} and {more} more", shown.join(", ")),
    }
}

impl Transport for Replay {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        let response = self.reply(&request);
        Box::pin(async { response })
    }
}

/// Shows the number of exchanges.
impl fmt::Debug for Replay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Replay").field("exchanges", &self.exchanges().len()).finish_non_exhaustive()
    }
}
