//! Injected faults and rate limits.

mod kinds;
mod stream;

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use fastrand::Rng;

pub(crate) use self::kinds::{FaultKind, Phase};
pub(crate) use self::stream::{Disconnect, FaultyStream};
use crate::error_response::ErrorResponse;
use crate::random::rng;
use crate::settings::{Rate, Settings};

/// Maximum number of callers with a rate limit of their own; all others share one, because names can be made up.
const MAX_CALLERS: usize = 10_000;

/// Decides which requests fail although they are valid.
#[derive(Debug)]
pub(crate) struct Faults {
    fail_rate: f64,
    faults: f64,
    rate: Option<Rate>,
    rng: Rng,
    /// The recent calls of each caller.
    calls: HashMap<String, VecDeque<Instant>>,
}

/// Why a valid call is not simply performed.
#[derive(Debug)]
pub(crate) enum Interruption {
    RateLimited(ErrorResponse),
    Fault(FaultEvent),
}

/// A fault that was drawn for one request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FaultEvent {
    pub(crate) name: &'static str,
    pub(crate) kind: FaultKind,
    /// Decides what is left to chance within the fault.
    pub(crate) random: u64,
}

impl Faults {
    pub(crate) fn new(settings: &Settings) -> Self {
        let rng = rng(settings.fault_seed.or(settings.seed).unwrap_or_default(), "trouble");
        let Settings { fail_rate, faults, rate_limit: rate, .. } = *settings;
        Self { fail_rate, faults, rate, rng, calls: HashMap::new() }
    }

    /// Returns whether no request is ever interrupted.
    pub(crate) fn is_off(&self) -> bool {
        self.fail_rate <= 0.0 && self.faults <= 0.0 && self.rate.is_none()
    }

    /// Decides whether the next call of an operation is interrupted.
    pub(crate) fn interrupt(&mut self, caller: &str) -> Option<Interruption> {
        if let Some(seconds) = self.rate.and_then(|rate| self.retry_after(rate, caller)) {
            return Some(Interruption::RateLimited(ErrorResponse::too_many(seconds)));
        }
        self.draw().map(Interruption::Fault)
    }

    /// Draws the fault of the next request, if any, without a rate limit.
    pub(crate) fn draw(&mut self) -> Option<FaultEvent> {
        for (share, weighted) in [(self.fail_rate, kinds::FAILURES), (self.faults, kinds::ALL)] {
            if share > 0.0 && self.rng.f64() < share {
                let (name, kind) = kinds::draw(weighted, &mut self.rng)?;
                return Some(FaultEvent { name, kind, random: self.rng.u64(..) });
            }
        }
        None
    }

    /// Returns how many seconds the caller must wait, if it exceeds the rate.
    fn retry_after(&mut self, rate: Rate, caller: &str) -> Option<u64> {
        let now = Instant::now();
        if self.calls.len() >= MAX_CALLERS {
            self.calls.retain(|_, calls| calls.back().is_some_and(|last| now.duration_since(*last) < rate.per));
        }
        let is_known = self.calls.len() < MAX_CALLERS || self.calls.contains_key(caller);
        let calls = self.calls.entry(if is_known { caller.to_owned() } else { String::new() }).or_default();
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
