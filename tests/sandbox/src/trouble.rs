//! Delays, failures and limits, as asked for on the command line.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use fastrand::Rng;

use crate::refusal::Refusal;
use crate::settings::{Rate, Settings};
use crate::state::rng;

/// What may happen to a call that has done nothing wrong.
#[derive(Debug)]
pub(crate) struct Trouble {
    fail_rate: f64,
    rate: Option<Rate>,
    rng: Rng,
    /// When each caller has called.
    calls: HashMap<String, VecDeque<Instant>>,
}

/// A failure of the service.
#[derive(Debug)]
pub(crate) enum Failure {
    /// In the service's own shape.
    Refused(Refusal),
    /// The page of a proxy in front of it.
    Page(http::StatusCode),
}

impl Trouble {
    pub(crate) fn new(settings: &Settings) -> Self {
        let rng = rng(settings.seed.unwrap_or_default(), "trouble");
        Self { fail_rate: settings.fail_rate, rate: settings.rate_limit, rng, calls: HashMap::new() }
    }

    /// Nothing ever happens.
    pub(crate) fn is_off(&self) -> bool {
        self.fail_rate <= 0.0 && self.rate.is_none()
    }

    /// What happens to the next call, if anything.
    pub(crate) fn strike(&mut self, caller: &str) -> Option<Failure> {
        if let Some(seconds) = self.rate.and_then(|rate| self.too_fast(rate, caller)) {
            return Some(Failure::Refused(Refusal::too_many(seconds)));
        }
        if self.fail_rate <= 0.0 || self.rng.f64() >= self.fail_rate {
            return None;
        }
        Some(match self.rng.u8(..4) {
            0 => Failure::Page(http::StatusCode::BAD_GATEWAY),
            1 => Failure::Page(http::StatusCode::SERVICE_UNAVAILABLE),
            _ => Failure::Refused(Refusal::server_fault()),
        })
    }

    /// How many seconds too early a call is.
    fn too_fast(&mut self, rate: Rate, caller: &str) -> Option<u64> {
        let now = Instant::now();
        let calls = self.calls.entry(caller.to_owned()).or_default();
        while calls.front().is_some_and(|first| now.duration_since(*first) >= rate.per) {
            calls.pop_front();
        }
        if calls.len() < rate.most as usize {
            calls.push_back(now);
            return None;
        }
        let left = calls.front().map_or(Duration::ZERO, |first| rate.per.saturating_sub(now.duration_since(*first)));
        Some(left.as_secs() + 1)
    }
}
