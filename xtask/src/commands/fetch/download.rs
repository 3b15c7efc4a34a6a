//! One JSON document over HTTP: limits, timeouts, retries.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Response};
use serde_json::Value;

use super::endpoint::Endpoint;
use super::fault::Fault;
use super::progress::Progress;
use crate::support::regular;

/// The largest known file is a few MB; a limit keeps a wrong server from filling the memory.
const LARGEST: usize = regular::LARGEST as usize;
const TRIES: u32 = 4;
const REDIRECTS: usize = 5;
/// The longest wait between two tries, whatever the server asks for.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// What all downloads of one run share.
#[derive(Debug)]
pub(crate) struct Downloader {
    client: Client,
    timeout: Duration,
    /// What is being downloaded at this moment, to tell in case of an interruption.
    running: Mutex<BTreeSet<String>>,
}

/// A download that failed for good.
#[derive(Debug, thiserror::Error)]
#[error("could not fetch {url}: {fault}{}", if *.tries > 1 { format!(" (tried {tries} times)") } else { String::new() })]
pub(crate) struct Failed {
    pub(crate) url: String,
    pub(crate) fault: Fault,
    tries: u32,
}

impl Failed {
    /// A download that arrived, but not with what it should hold.
    pub(crate) fn content(url: &str, reason: String) -> Self {
        Self { url: url.to_owned(), fault: Fault::NotASchema(reason), tries: 1 }
    }

    /// A download whose canonical form is larger than [`regular::LARGEST`].
    pub(crate) fn too_large(url: &str) -> Self {
        Self { url: url.to_owned(), fault: Fault::TooLarge(LARGEST), tries: 1 }
    }
}

impl Downloader {
    /// Prepares for downloads of at most `timeout` each.
    pub(crate) fn new(timeout: Duration, endpoint: &Endpoint) -> Result<Self, reqwest::Error> {
        let mut client = Client::builder()
            .user_agent(concat!("ovh-api-xtask/", env!("CARGO_PKG_VERSION")))
            .timeout(timeout)
            .connect_timeout(connect_timeout(timeout))
            .read_timeout(stall_timeout(timeout))
            .redirect(Policy::custom(redirect));
        if endpoint.is_loopback() {
            // A proxy of the environment would look for the server on its own machine.
            client = client.no_proxy();
        }
        if !endpoint.is_https() {
            // Certificates are not needed then, and a bare container has none.
            client = client.tls_certs_only([]);
        }
        Ok(Self { client: client.build()?, timeout, running: Mutex::default() })
    }

    /// Downloads and parses one document, trying again where that may help.
    pub(crate) async fn json(&self, url: &str, progress: &Progress) -> Result<Value, Failed> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(url.to_owned());
        let outcome = self.tries(url, progress).await;
        self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(url);
        outcome
    }

    /// The URLs of the downloads that have begun and not ended.
    pub(crate) fn running(&self) -> Vec<String> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    async fn tries(&self, url: &str, progress: &Progress) -> Result<Value, Failed> {
        let mut tries = 1;
        loop {
            let fault = match self.attempt(url).await {
                Ok(document) => return Ok(document),
                Err(fault) => fault,
            };
            if tries == TRIES || !fault.is_passing() {
                return Err(Failed { url: url.to_owned(), fault, tries });
            }
            let wait = fault.wait().unwrap_or_else(|| self.backoff(tries)).min(LONGEST_WAIT);
            progress.line(format_args!("trying {url} again in {:.1} s: {fault}", wait.as_secs_f64()));
            tokio::time::sleep(wait).await;
            tries += 1;
        }
    }

    async fn attempt(&self, url: &str) -> Result<Value, Fault> {
        let started = Instant::now();
        let transport = |error: reqwest::Error| Fault::transport(&error, |error| self.timed_out(error, started));
        let response = self.client.get(url).send().await.map_err(transport)?;
        if !response.status().is_success() {
            return Err(Fault::status(response.status(), response.headers()));
        }
        let body = body(response, transport).await?;
        serde_json::from_slice(&body).map_err(|error| Fault::json(error, &body))
    }

    /// Half a second, doubled with each try; less where the timeout is short.
    fn backoff(&self, tries: u32) -> Duration {
        let first = (self.timeout / 20).min(Duration::from_millis(500));
        first * 2_u32.saturating_pow(tries - 1)
    }

    fn timed_out(&self, error: &reqwest::Error, started: Instant) -> String {
        let (what, limit) = if error.is_connect() {
            ("no connection", connect_timeout(self.timeout))
        } else if started.elapsed() >= self.timeout {
            ("the answer was not complete", self.timeout)
        } else {
            ("nothing was received", stall_timeout(self.timeout))
        };
        format!("{what} within {} s", limit.as_secs_f64())
    }
}

async fn body(mut response: Response, transport: impl Fn(reqwest::Error) -> Fault) -> Result<Vec<u8>, Fault> {
    if response.content_length().is_some_and(|length| length > LARGEST as u64) {
        return Err(Fault::TooLarge(LARGEST));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(&transport)? {
        if body.len() + chunk.len() > LARGEST {
            return Err(Fault::TooLarge(LARGEST));
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

/// Follows redirects on the same server; no others.
fn redirect(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let refusal = match attempt.previous().first() {
        Some(first) if first.origin() != attempt.url().origin() => {
            Some(format!("a redirect to another server, {}, is not followed", attempt.url()))
        }
        _ if attempt.previous().len() > REDIRECTS => Some("too many redirects".to_owned()),
        _ => None,
    };
    match refusal {
        Some(reason) => attempt.error(reason),
        None => attempt.follow(),
    }
}
