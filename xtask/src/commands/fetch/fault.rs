//! What can go wrong with one download, and whether trying again may help.

use std::error::Error;
use std::time::Duration;

use generator::text::is_unprintable;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// Why a download failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("{0}")]
    Network(String),
    #[error("timed out: {0}")]
    TimedOut(String),
    #[error("{0}")]
    Refused(String),
    #[error("the server answered {status}")]
    Status { status: StatusCode, wait: Option<Duration> },
    #[error("the answer is larger than {} MiB", .0 / (1024 * 1024))]
    TooLarge(usize),
    #[error("the answer is empty")]
    Empty,
    #[error("the answer ends too early: {0}")]
    Truncated(serde_json::Error),
    #[error("not JSON: {error} ({beginning})")]
    NotJson { error: serde_json::Error, beginning: String },
    #[error("{0}")]
    NotASchema(String),
}

impl Fault {
    /// Whether the same request may well succeed a moment later.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Self::Network(_) | Self::TimedOut(_) | Self::Empty | Self::Truncated(_) => true,
            Self::Status { status, .. } => {
                status.is_server_error()
                    || matches!(*status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
            }
            Self::Refused(_) | Self::TooLarge(_) | Self::NotJson { .. } | Self::NotASchema(_) => false,
        }
    }

    /// How long the server asked to be left alone.
    pub(crate) const fn wait(&self) -> Option<Duration> {
        match self {
            Self::Status { wait, .. } => *wait,
            _ => None,
        }
    }

    /// A status other than success.
    pub(crate) fn status(status: StatusCode, headers: &HeaderMap) -> Self {
        let seconds = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        Self::Status { status, wait: seconds.map(Duration::from_secs) }
    }

    /// A failure below HTTP, or in the middle of an answer. A timeout is told by `timed_out`.
    pub(crate) fn transport(error: &reqwest::Error, timed_out: impl FnOnce(&reqwest::Error) -> String) -> Self {
        if error.is_timeout() {
            return Self::TimedOut(timed_out(error));
        }
        let final_word = error.is_redirect() || error.is_builder();
        let lead = if error.is_connect() {
            "could not connect"
        } else if error.is_body() || error.is_decode() {
            "the answer broke off"
        } else {
            "the request failed"
        };
        let sentence = sentence(lead, error);
        if final_word { Self::Refused(sentence) } else { Self::Network(sentence) }
    }

    /// A body that does not parse.
    pub(crate) fn json(error: serde_json::Error, body: &[u8]) -> Self {
        if body.is_empty() {
            Self::Empty
        } else if error.is_eof() {
            Self::Truncated(error)
        } else {
            Self::NotJson { error, beginning: beginning(body) }
        }
    }
}

/// What failed and all the reasons as one sentence, none told twice. The HTTP library's own words for what failed stand
/// first in the chain and only repeat it, along with the URL.
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

/// Links of the chain that say no more than that there is a next one.
const WRAPPERS: [&str; 3] = ["client error (Connect)", "client error (SendRequest)", "request or response body error"];

/// The first characters of a body, so that a login page or a proxy's error is recognised at a glance.
fn beginning(body: &[u8]) -> String {
    const SHOWN: usize = 40;
    let text = String::from_utf8_lossy(body.get(..SHOWN * 4).unwrap_or(body));
    let shown: String = text.chars().take(SHOWN).map(|c| if is_unprintable(c) { ' ' } else { c }).collect();
    format!("it begins with `{}`", shown.trim())
}
