//! One sandbox: what is described, what there is, who may call, and what goes wrong.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use generator::schema::Method;
use serde_json::Value;
use tokio::sync::Notify;

use crate::api::Api;
use crate::by_hand::{self, Handler};
use crate::call::Call;
use crate::host::Hosts;
use crate::keys::{Caller, KeyRing, Keys, Signed};
use crate::pages::FormSecret;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::routes::{Route, RouteId};
use crate::settings::Settings;
use crate::state::{Place, State};
use crate::tally::Tally;
use crate::trouble::{Struck, Trouble, Wrong};

/// How far a jump of the clock leads, in seconds: further than any token lives.
const JUMP: i64 = 61 * 60;

/// Everything that answers need.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) api: Arc<Api>,
    pub(crate) settings: Settings,
    pub(crate) first_keys: Keys,
    state: Mutex<State>,
    keys: Mutex<KeyRing>,
    trouble: Option<Mutex<Trouble>>,
    /// Told when new connections are to be refused for a moment.
    pub(crate) outage: Notify,
    tally: Mutex<Tally>,
    pub(crate) hosts: Hosts,
    pub(crate) form_secret: FormSecret,
    /// Bytes of all bodies that are being read.
    pub(crate) bodies: AtomicUsize,
    /// Bytes of all response bodies that are being sent.
    pub(crate) unsent: Arc<AtomicUsize>,
    /// Calls of operations.
    calls: AtomicU64,
    jumps: AtomicU64,
    /// By route.
    handlers: Vec<Option<Handler>>,
    served: Vec<AtomicU64>,
    requests: AtomicU64,
}

impl World {
    pub(crate) fn new(api: Arc<Api>, settings: Settings, port: u16) -> Self {
        let (ring, first_keys) = KeyRing::new(settings.seed.unwrap_or_default(), clock(&settings));
        let mut state = State::new(Arc::clone(&api), settings.seed);
        state.account.keys(Place::v1("/me/api/oauth2/client"), [first_keys.client_id.as_str()]);
        let trouble = Trouble::new(&settings);
        Self {
            handlers: api.table.routes.iter().map(by_hand::handler).collect(),
            served: api.table.routes.iter().map(|_| AtomicU64::new(0)).collect(),
            requests: AtomicU64::new(0),
            state: Mutex::new(state),
            keys: Mutex::new(ring),
            trouble: (!trouble.is_off()).then(|| Mutex::new(trouble)),
            outage: Notify::new(),
            tally: Mutex::new(Tally::new(settings.keeps_writes)),
            hosts: Hosts::new(port, &settings.allowed_hosts),
            form_secret: FormSecret::new(),
            bodies: AtomicUsize::new(0),
            unsent: Arc::default(),
            calls: AtomicU64::new(0),
            jumps: AtomicU64::new(0),
            first_keys,
            settings,
            api,
        }
    }

    /// Seconds since 1970 by the sandbox's clock.
    pub(crate) fn now(&self) -> i64 {
        let jumped = i64::try_from(self.jumps()).unwrap_or(i64::MAX).saturating_mul(JUMP);
        clock(&self.settings).saturating_add(jumped)
    }

    /// A call of an operation has come. The clock may jump on account of it.
    pub(crate) fn count_call(&self) {
        let number = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        if self.settings.jump_every.is_some_and(|every| number % every == 0) {
            self.jumps.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn jumps(&self) -> u64 {
        self.jumps.load(Ordering::Relaxed)
    }

    /// What is counted. Never held while something else is waited for.
    pub(crate) fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What there is. Never held while something else is waited for.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who may call.
    pub(crate) fn keys(&self) -> MutexGuard<'_, KeyRing> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What goes wrong with the next call of an operation, if anything.
    pub(crate) fn strike(&self, caller: &str) -> Option<Struck> {
        self.trouble.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).strike(caller)
    }

    /// What goes wrong with a request that no rate limits, if anything.
    pub(crate) fn fault(&self) -> Option<Wrong> {
        self.trouble.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).fault()
    }

    /// Lets a call in, or refuses it.
    pub(crate) fn admit(&self, signed: &Signed<'_>) -> Result<crate::keys::Caller, Refusal> {
        self.keys().admit(signed)
    }

    /// Refuses a caller whose rules do not cover a place.
    pub(crate) fn grants(&self, caller: Option<&Caller>, method: Method, place: &Place) -> Result<(), Refusal> {
        match caller {
            Some(caller) if !self.keys().grants(&caller.means, method.as_str(), place.as_str()) => {
                Err(Refusal::not_granted())
            }
            _ => Ok(()),
        }
    }

    /// A refusal as a response.
    pub(crate) fn refuse(&self, refusal: &Refusal) -> Reply {
        Reply::refusal(refusal, self.settings.errors)
    }

    /// Whether a call may add something. What only reads may make up to a quarter more.
    fn has_room(&self, call: &Call<'_>, handler: Option<&Handler>) -> Result<(), Refusal> {
        let max = self.settings.max_state;
        let (limit, is_free) = match call.route.operation.method {
            Method::Delete => return Ok(()),
            // What is said about keys is not kept.
            Method::Get => (max.saturating_add(max / 4), handler.is_some_and(|handler| !handler.guarded)),
            Method::Post | Method::Put => (max, false),
        };
        let (state, is_known) = {
            let state = self.state();
            (state.bytes(), state.is_known(&call.place))
        };
        let keys = self.keys().bytes();
        let used = state.saturating_add(keys).saturating_add(self.tally().bytes());
        if used < limit || is_free || call.route.operation.method == Method::Get && is_known {
            return Ok(());
        }
        let message =
            format!("The sandbox holds its maximum of {max} bytes: delete something, restart it or set --max-state");
        Err(Refusal::full(message))
    }

    /// Does what an operation means.
    pub(crate) fn perform(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        self.has_room(call, self.handlers.get(call.route.id).and_then(Option::as_ref))?;
        if let Some(handler) = self.handlers.get(call.route.id).copied().flatten() {
            if handler.guarded {
                self.state().guard(call)?;
            }
            return (handler.run)(self, call);
        }
        let mut state = self.state();
        state.guard(call)?;
        state.perform(call)
    }

    /// A value of the type that the operation answers, with these facts in it.
    pub(crate) fn shaped(&self, call: &Call<'_>, facts: &Value) -> Value {
        let ty = &call.route.operation.response;
        let mut state = self.state();
        let mut value = state.passing(ty, call.place.as_str());
        state.merge(ty, &mut value, facts);
        value
    }

    /// Counts a request; gives its number.
    pub(crate) fn count(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn count_route(&self, id: RouteId) {
        if let Some(count) = self.served.get(id) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    pub(crate) fn served(&self, method: &str, template: &str) -> u64 {
        let matches = |route: &&Route| route.operation.method.as_str() == method && route.operation.path == template;
        let ids = self.api.table.routes.iter().filter(matches).map(|route| route.id);
        ids.filter_map(|id| self.served.get(id)).map(|count| count.load(Ordering::Relaxed)).sum()
    }

    /// Values for the parameters of a path that lead to something that exists.
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
                    let keys = self.keys_at(&place);
                    let entry = state.entries(&place, *collection).last().map(|entry| entry.key.clone());
                    keys.or(entry)?
                }
                None => {
                    let parameter = route.parameters.iter().find(|parameter| parameter.index == index)?;
                    let shown = state.passing(&parameter.ty, "parameter");
                    crate::state::text(&shown)
                }
            };
            filled.push(value.clone());
            values.push(value);
        }
        Some(values)
    }

    /// Keys are not things of the state.
    fn keys_at(&self, place: &Place) -> Option<String> {
        match place.as_str() {
            "/me/api/application" => self.keys().applications.last().map(|known| known.id.to_string()),
            "/me/api/credential" => self.keys().credentials.last().map(|known| known.id.to_string()),
            _ => None,
        }
    }

    /// The operation that reads one of what a call lists.
    pub(crate) fn reader(&self, call: &Call<'_>) -> Option<&Route> {
        let template = &call.route.operation.path;
        let table = &self.api.table;
        let own = table.by_template(call.route.branch, Method::Get, &format!("{template}/{{}}"))?;
        Some(own)
    }

    /// Limits of rate count each caller alone.
    pub(crate) fn caller_name(headers: &http::HeaderMap, address: IpAddr) -> String {
        let names = ["x-ovh-consumer", "authorization", "x-ovh-application"];
        let is_short = |name: &&str| name.len() <= 256;
        let found = names.iter().find_map(|name| headers.get(*name)?.to_str().ok().filter(is_short));
        found.map_or_else(|| address.to_string(), str::to_owned)
    }
}

fn clock(settings: &Settings) -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX).saturating_add(settings.clock_skew.as_secs())
}
