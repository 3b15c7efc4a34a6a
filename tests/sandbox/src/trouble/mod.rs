//! Failures and limits, as asked for on the command line.

mod fault;
mod line;
mod suffer;

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use fastrand::Rng;

pub(crate) use self::fault::{Fault, Moment};
pub(crate) use self::line::{Breach, Line};
pub(crate) use self::suffer::suffer;
use crate::refusal::Refusal;
use crate::settings::{Rate, Settings};
use crate::state::rng;

/// Callers whose calls are counted apart. Beyond that many, new ones are counted together: everyone can make up names.
const MAX_CALLERS: usize = 10_000;

/// What may happen to a call that has done nothing wrong.
#[derive(Debug)]
pub(crate) struct Trouble {
    fail_rate: f64,
    faults: f64,
    rate: Option<Rate>,
    rng: Rng,
    /// When each caller has called.
    calls: HashMap<String, VecDeque<Instant>>,
}

/// What happens to a call.
#[derive(Debug)]
pub(crate) enum Struck {
    /// It comes too fast.
    TooFast(Refusal),
    /// It goes wrong.
    Fault(Wrong),
}

/// How a call goes wrong: a name, what happens, and a number from which follows what is left to chance.
pub(crate) type Wrong = (&'static str, Fault, u64);

impl Trouble {
    pub(crate) fn new(settings: &Settings) -> Self {
        let rng = rng(settings.fault_seed.or(settings.seed).unwrap_or_default(), "trouble");
        let Settings { fail_rate, faults, rate_limit: rate, .. } = *settings;
        Self { fail_rate, faults, rate, rng, calls: HashMap::new() }
    }

    /// Nothing ever happens.
    pub(crate) fn is_off(&self) -> bool {
        self.fail_rate <= 0.0 && self.faults <= 0.0 && self.rate.is_none()
    }

    /// What happens to the next call, if anything.
    pub(crate) fn strike(&mut self, caller: &str) -> Option<Struck> {
        if let Some(seconds) = self.rate.and_then(|rate| self.too_fast(rate, caller)) {
            return Some(Struck::TooFast(Refusal::too_many(seconds)));
        }
        self.fault().map(Struck::Fault)
    }

    /// What goes wrong with the next request, if anything, however fast it comes.
    pub(crate) fn fault(&mut self) -> Option<Wrong> {
        for (share, kinds) in [(self.fail_rate, fault::SAID), (self.faults, fault::ALL)] {
            if share > 0.0 && self.rng.f64() < share {
                let (name, fault) = fault::draw(kinds, &mut self.rng)?;
                return Some((name, fault, self.rng.u64(..)));
            }
        }
        None
    }

    /// How many seconds too early a call is.
    fn too_fast(&mut self, rate: Rate, caller: &str) -> Option<u64> {
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
