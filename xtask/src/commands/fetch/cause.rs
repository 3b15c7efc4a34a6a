//! Errors of a download, and which of them are retried.

use std::error::Error;
use std::time::Duration;

use generator::text::is_unprintable;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// The cause of a failed download.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Cause {
    #[error("{0}")]
    Network(String),
    #[error("timed out: {0}")]
    TimedOut(String),
    #[error("{0}")]
    Final(String),
    #[error("the server responded with {status}")]
    Status { status: StatusCode, retry_after: Option<Duration> },
    #[error("the response is larger than {} MiB", .0 / (1024 * 1024))]
    TooLarge(usize),
    #[error("the response is empty")]
    Empty,
    #[error("the response is incomplete: {0}")]
    Truncated(serde_json::Error),
    #[error("not JSON: {error} ({start})")]
    NotJson { error: serde_json::Error, start: String },
    #[error("{0}")]
    NotASchema(String),
}

impl Cause {
    /// Returns whether the request is retried.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::Network(_) | Self::TimedOut(_) | Self::Empty | Self::Truncated(_) => true,
            Self::Status { status, .. } => {
                status.is_server_error()
                    || matches!(*status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
            }
            Self::Final(_) | Self::TooLarge(_) | Self::NotJson { .. } | Self::NotASchema(_) => false,
        }
    }

    /// Returns the delay that the server requested.
    pub(crate) const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Creates the cause for an error status.
    pub(crate) fn status(status: StatusCode, headers: &HeaderMap) -> Self {
        let seconds = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        Self::Status { status, retry_after: seconds.map(Duration::from_secs) }
    }

    /// Creates the cause for a failed request or an incomplete response. `timed_out` describes a timeout.
    pub(crate) fn transport(error: &reqwest::Error, timed_out: impl FnOnce(&reqwest::Error) -> String) -> Self {
        if error.is_timeout() {
            return Self::TimedOut(timed_out(error));
        }
        let is_final = error.is_redirect() || error.is_builder();
        let lead = if error.is_connect() {
            "could not connect"
        } else if error.is_body() || error.is_decode() {
            "the connection was closed during the response"
        } else {
            "the request failed"
        };
        let sentence = sentence(lead, error);
        if is_final { Self::Final(sentence) } else { Self::Network(sentence) }
    }

    /// Creates the cause for an invalid body.
    pub(crate) fn json(error: serde_json::Error, body: &[u8]) -> Self {
        if body.is_empty() {
            Self::Empty
        } else if error.is_eof() {
            Self::Truncated(error)
        } else {
            Self::NotJson { error, start: start(body) }
        }
    }
}

/// Joins a message with the sources of an error, without repetitions. Skips the HTTP library's message, which repeats
/// the URL.
fn sentence(lead: &str, error: &reqwest::Error) -> String {
    let mut sentence = lead.to_owned();
    let mut next = error.source();
    while let Some(source) = next {
        let text = source.to_string();
        if !WRAPPERS.contains(&text.as_str()) && !sentence.contains(&text) {
            sentence = format!("{sentence}: {text}");
        }
        next = source.source();
    }
    sentence
}

/// Errors that only wrap their source.
const WRAPPERS: [&str; 3] = ["client error (Connect)", "client error (SendRequest)", "request or response body error"];

/// Quotes the start of a body, which shows a login page or the error of a proxy.
fn start(body: &[u8]) -> String {
    const SHOWN: usize = 40;
    let text = String::from_utf8_lossy(body.get(..SHOWN * 4).unwrap_or(body));
    let shown: String = text.chars().take(SHOWN).map(|c| if is_unprintable(c) { ' ' } else { c }).collect();
    format!("it starts with `{}`", shown.trim())
}
