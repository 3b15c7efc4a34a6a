//! Downloads JSON documents, with limits, timeouts and retries.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Response};
use serde_json::Value;

use super::cause::Cause;
use super::endpoint::Endpoint;
use super::progress::Progress;
use crate::support::regular;

/// Maximum size of a response in bytes. The largest known file has a few MB.
const MAX_RESPONSE_SIZE: usize = regular::LARGEST as usize;
/// Maximum number of attempts.
const MAX_ATTEMPTS: u32 = 4;
/// Maximum number of redirects.
const MAX_REDIRECTS: usize = 5;
/// Maximum delay between two attempts, also if the server requests a longer one.
const MAX_BACKOFF: Duration = Duration::from_secs(10);

/// The client of all downloads of a run.
#[derive(Debug)]
pub(crate) struct Downloader {
    client: Client,
    timeout: Duration,
    /// The URLs of current downloads, for the message of an interrupted run.
    running: Mutex<BTreeSet<String>>,
}

/// A failed download.
#[derive(Debug, thiserror::Error)]
#[error("could not fetch {url}: {cause}{}", if *.attempts > 1 { format!(" ({attempts} attempts)") } else { String::new() })]
pub(crate) struct Failed {
    pub(crate) url: String,
    pub(crate) cause: Cause,
    attempts: u32,
}

impl Failed {
    /// Creates an error for a document that is not the expected schema.
    pub(crate) fn content(url: &str, reason: String) -> Self {
        Self { url: url.to_owned(), cause: Cause::NotASchema(reason), attempts: 1 }
    }

    /// Creates an error for a schema whose canonical form is larger than [`regular::LARGEST`].
    pub(crate) fn too_large(url: &str) -> Self {
        Self { url: url.to_owned(), cause: Cause::TooLarge(MAX_RESPONSE_SIZE), attempts: 1 }
    }
}

impl Downloader {
    /// Creates a client for one or more endpoints. A download takes at most `timeout`.
    pub(crate) fn new(timeout: Duration, endpoints: &[&Endpoint]) -> Result<Self, reqwest::Error> {
        let mut client = Client::builder()
            .user_agent(concat!("ovh-api-xtask/", env!("CARGO_PKG_VERSION")))
            .timeout(timeout)
            .connect_timeout(connect_timeout(timeout))
            .read_timeout(stall_timeout(timeout))
            .redirect(Policy::custom(redirect));
        if endpoints.iter().all(|endpoint| endpoint.is_loopback()) {
            // A proxy cannot reach a server on this machine.
            client = client.no_proxy();
        }
        if !endpoints.iter().any(|endpoint| endpoint.is_https()) {
            // Not needed, and missing in minimal containers.
            client = client.tls_certs_only([]);
        }
        Ok(Self { client: client.build()?, timeout, running: Mutex::default() })
    }

    /// Downloads and parses a document, with retries.
    pub(crate) async fn json(&self, url: &str, progress: &Progress) -> Result<Value, Failed> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(url.to_owned());
        let outcome = self.retry(url, progress).await;
        self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(url);
        outcome
    }

    /// Returns the URLs of current downloads.
    pub(crate) fn running(&self) -> Vec<String> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    async fn retry(&self, url: &str, progress: &Progress) -> Result<Value, Failed> {
        let mut attempts = 1;
        loop {
            let cause = match self.attempt(url).await {
                Ok(document) => return Ok(document),
                Err(cause) => cause,
            };
            if attempts == MAX_ATTEMPTS || !cause.is_transient() {
                return Err(Failed { url: url.to_owned(), cause, attempts });
            }
            let delay = cause.retry_after().unwrap_or_else(|| self.backoff(attempts)).min(MAX_BACKOFF);
            progress.line(format_args!("retrying {url} in {:.1} s: {cause}", delay.as_secs_f64()));
            tokio::time::sleep(delay).await;
            attempts += 1;
        }
    }

    async fn attempt(&self, url: &str) -> Result<Value, Cause> {
        let started = Instant::now();
        let transport = |error: reqwest::Error| Cause::transport(&error, |error| self.timed_out(error, started));
        let response = self.client.get(url).send().await.map_err(transport)?;
        if !response.status().is_success() {
            return Err(Cause::status(response.status(), response.headers()));
        }
        let body = body(response, transport).await?;
        serde_json::from_slice(&body).map_err(|error| Cause::json(error, &body))
    }

    /// Returns the delay after a number of attempts: half a second, doubled after each attempt, or less with a short
    /// timeout.
    fn backoff(&self, attempts: u32) -> Duration {
        let first = (self.timeout / 20).min(Duration::from_millis(500));
        first * 2_u32.saturating_pow(attempts - 1)
    }

    fn timed_out(&self, error: &reqwest::Error, started: Instant) -> String {
        let (what, limit) = if error.is_connect() {
            ("no connection", connect_timeout(self.timeout))
        } else if started.elapsed() >= self.timeout {
            ("incomplete response", self.timeout)
        } else {
            ("no data", stall_timeout(self.timeout))
        };
        format!("{what} within {} s", limit.as_secs_f64())
    }
}

async fn body(mut response: Response, transport: impl Fn(reqwest::Error) -> Cause) -> Result<Vec<u8>, Cause> {
    if response.content_length().is_some_and(|length| length > MAX_RESPONSE_SIZE as u64) {
        return Err(Cause::TooLarge(MAX_RESPONSE_SIZE));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(&transport)? {
        if body.len() + chunk.len() > MAX_RESPONSE_SIZE {
            return Err(Cause::TooLarge(MAX_RESPONSE_SIZE));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn connect_timeout(timeout: Duration) -> Duration {
    timeout / 3
}

fn stall_timeout(timeout: Duration) -> Duration {
    timeout / 2
}

/// Follows redirects to the same server only.
fn redirect(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let error = match attempt.previous().first() {
        Some(first) if first.origin() != attempt.url().origin() => {
            Some(format!("redirect to another server: {}", attempt.url()))
        }
        _ if attempt.previous().len() > MAX_REDIRECTS => Some("too many redirects".to_owned()),
        _ => None,
    };
    match error {
        Some(reason) => attempt.error(reason),
        None => attempt.follow(),
    }
}
