//! The shared data of one sandbox.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use generator::schema::Method;
use serde_json::Value;
use tokio::sync::Notify;

use crate::api::Api;
use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::faults::{FaultEvent, Faults, Interruption};
use crate::form_token::FormSecret;
use crate::host::Hosts;
use crate::keys::{Caller, InitialKeys, KeyRing};
use crate::place::{Place, key_text};
use crate::reply::Reply;
use crate::routes::{Route, RouteId};
use crate::settings::Settings;
use crate::state::State;
use crate::stats::Stats;

/// How far the clock jumps ahead, in seconds: more than the lifetime of a token.
const JUMP: i64 = 61 * 60;

/// Everything that requests share. Locks are taken in the order of the fields.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) api: Arc<Api>,
    pub(crate) settings: Settings,
    pub(crate) initial_keys: InitialKeys,
    state: Mutex<State>,
    keys: Mutex<KeyRing>,
    /// `None` without faults and rate limits.
    faults: Option<Mutex<Faults>>,
    /// Notified when new connections must be refused for a moment.
    pub(crate) outage: Notify,
    stats: Mutex<Stats>,
    pub(crate) hosts: Hosts,
    pub(crate) form_secret: FormSecret,
    /// Bytes of all request bodies in memory.
    pub(crate) bodies: AtomicUsize,
    /// Bytes of all response bodies in memory.
    pub(crate) unsent: Arc<AtomicUsize>,
    calls: AtomicU64,
    jumps: AtomicU64,
    requests: AtomicU64,
    /// Calls by route.
    calls_by_route: Vec<AtomicU64>,
}

impl World {
    pub(crate) fn new(api: Arc<Api>, settings: Settings, port: u16) -> Self {
        let (ring, initial_keys) = KeyRing::new(settings.seed.unwrap_or_default(), clock(&settings));
        let mut state = State::new(Arc::clone(&api), settings.seed, clock(&settings), settings.task_time);
        state.account.set_list(Place::v1("/me/api/oauth2/client"), [initial_keys.client_id.as_str()]);
        let faults = Faults::new(&settings);
        Self {
            calls_by_route: api.table.routes.iter().map(|_| AtomicU64::new(0)).collect(),
            requests: AtomicU64::new(0),
            state: Mutex::new(state),
            keys: Mutex::new(ring),
            faults: (!faults.is_off()).then(|| Mutex::new(faults)),
            outage: Notify::new(),
            stats: Mutex::new(Stats::new(settings.keeps_writes)),
            hosts: Hosts::new(port, settings.transport, &settings.allowed_hosts),
            form_secret: FormSecret::new(),
            bodies: AtomicUsize::new(0),
            unsent: Arc::default(),
            calls: AtomicU64::new(0),
            jumps: AtomicU64::new(0),
            initial_keys,
            settings,
            api,
        }
    }

    /// Returns the sandbox's time, in seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        let jumped = i64::try_from(self.jumps()).unwrap_or(i64::MAX).saturating_mul(JUMP);
        clock(&self.settings).saturating_add(jumped)
    }

    /// Returns the sandbox's time, in milliseconds since 1970.
    fn now_milliseconds(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let jumped = i64::try_from(self.jumps()).unwrap_or(i64::MAX).saturating_mul(JUMP);
        let moved = self.settings.clock_skew.as_secs().saturating_add(jumped).saturating_mul(1_000);
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX).saturating_add(moved)
    }

    /// Counts a call of an operation, after which the clock may jump.
    pub(crate) fn count_call(&self) {
        let number = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        if self.settings.jump_every.is_some_and(|every| number % every == 0) {
            self.jumps.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn jumps(&self) -> u64 {
        self.jumps.load(Ordering::Relaxed)
    }

    pub(crate) fn stats(&self) -> MutexGuard<'_, Stats> {
        self.stats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.advance(self.now_milliseconds());
        state
    }

    pub(crate) fn keys(&self) -> MutexGuard<'_, KeyRing> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn faults(&self) -> Option<MutexGuard<'_, Faults>> {
        Some(self.faults.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Decides whether the next call of an operation is interrupted.
    pub(crate) fn interrupt(&self, caller: &str) -> Option<Interruption> {
        self.faults()?.interrupt(caller)
    }

    /// Draws the fault of the next request without a rate limit, if any.
    pub(crate) fn draw_fault(&self) -> Option<FaultEvent> {
        self.faults()?.draw()
    }

    /// Rejects a caller whose access rules do not cover a path.
    pub(crate) fn check_rules(
        &self,
        caller: Option<&Caller>,
        method: Method,
        place: &Place,
    ) -> Result<(), ErrorResponse> {
        match caller {
            Some(caller) if !self.keys().grants(&caller.means, method.as_str(), place.as_str()) => {
                Err(ErrorResponse::not_granted())
            }
            _ => Ok(()),
        }
    }

    /// Returns an error response in the chosen shape.
    pub(crate) fn reject(&self, error: &ErrorResponse) -> Reply {
        Reply::error(error, self.settings.errors)
    }

    /// Returns a value of the operation's response type with these facts in it.
    pub(crate) fn respond_with(&self, call: &Call<'_>, facts: &Value) -> Value {
        let ty = &call.route.operation.response;
        let mut state = self.state();
        let mut value = state.temporary(ty, call.place.as_str());
        state.merge(ty, &mut value, facts);
        value
    }

    /// Counts a request and returns its number.
    pub(crate) fn count_request(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn count_route(&self, id: RouteId) {
        if let Some(count) = self.calls_by_route.get(id) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    pub(crate) fn requests_to(&self, method: &str, template: &str) -> u64 {
        let route = self.api.table.named(method, template);
        let count = route.and_then(|route| self.calls_by_route.get(route.id));
        count.map_or(0, |count| count.load(Ordering::Relaxed))
    }

    /// Returns values for the parameters of a path that lead to an existing object. Adds one to an empty list.
    pub(crate) fn existing(&self, route: &Route) -> Option<Vec<String>> {
        let mut filled: Vec<String> = Vec::new();
        let mut values = Vec::new();
        let mut state = self.state();
        for (index, segment) in route.operation.path.split('/').filter(|segment| !segment.is_empty()).enumerate() {
            if !segment.contains('{') {
                filled.push(segment.to_owned());
                continue;
            }
            let guard = route.guards.iter().find(|(at, _)| *at == index);
            let value = match guard {
                Some((_, collection)) => {
                    let place = Place::new(route.branch, filled.iter().map(String::as_str));
                    let keys = self.last_key_id(&place);
                    keys.or_else(|| state.last_or_new(&place, *collection))?
                }
                None => {
                    let parameter = route.parameters.iter().find(|parameter| parameter.index == index)?;
                    // An empty segment would be another path.
                    let mut values = (0..40).map(|_| key_text(&state.temporary(&parameter.ty, "parameter")));
                    values.find(|value| !value.is_empty())?
                }
            };
            filled.push(value.clone());
            values.push(value);
        }
        Some(values)
    }

    /// Returns the id of an application or consumer key, which are not part of the state.
    fn last_key_id(&self, place: &Place) -> Option<String> {
        match place.as_str() {
            "/me/api/application" => self.keys().applications.last().map(|known| known.id.to_string()),
            "/me/api/credential" => self.keys().credentials.last().map(|known| known.id.to_string()),
            _ => None,
        }
    }
}

fn clock(settings: &Settings) -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX).saturating_add(settings.clock_skew.as_secs())
}

/// Formats a time in seconds since 1970.
pub(crate) fn rfc3339(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string()
}
