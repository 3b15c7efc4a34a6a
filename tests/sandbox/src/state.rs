//! The objects of a sandbox. An object is generated when it is first requested, and kept from then on.

mod act;
mod agenda;
mod collections;
mod create;
mod derived;
mod filter;
mod link;
mod new_task;
mod parts;
mod perform;
mod references;
mod routing;
mod store;
mod targets;
#[cfg(test)]
mod tests;
mod visit;

use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use generator::model::Type;
use generator::schema::{Branch, Method};
use jiff::civil::Date;
use serde_json::Value;

use self::agenda::Agenda;
pub(crate) use self::perform::MAX_ENTRIES;
use self::references::References;
pub(crate) use self::routing::DESTINATIONS;
pub(crate) use self::store::Entry;
use self::store::Store;
use crate::account::{Account, day};
use crate::api::Api;
use crate::place::Place;
use crate::random::rng;
use crate::responses::{Style, ValueGenerator};
use crate::values::merge;

/// All objects and lists.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) api: Arc<Api>,
    pub(crate) account: Account,
    seed: u64,
    style: Style,
    /// The day on which the sandbox started.
    today: Date,
    references: Arc<References>,
    store: Store,
    /// Number of generated values.
    generated: u64,
    /// The time, in milliseconds since 1970.
    now: i64,
    /// How long tasks take, in milliseconds.
    task_time: i64,
    agenda: Agenda,
}

impl State {
    /// Creates the state of a sandbox that starts at a time, in seconds since 1970.
    pub(crate) fn new(api: Arc<Api>, seed: Option<u64>, now: i64, task_time: Duration) -> Self {
        let style = if seed.is_some() { Style::Arbitrary } else { Style::Typical };
        let account = Account::new(&api, style, now);
        let references = Arc::new(References::new(&api.table));
        Self {
            api,
            account,
            seed: seed.unwrap_or_default(),
            style,
            today: day(now),
            references,
            store: Store::default(),
            generated: 0,
            now: 0,
            task_time: i64::try_from(task_time.as_millis()).unwrap_or(i64::MAX / 1_000),
            agenda: Agenda::default(),
        }
    }

    /// Returns random numbers that depend on the seed and a purpose alone.
    pub(crate) fn rng(&self, purpose: &str) -> Rng {
        rng(self.seed, purpose)
    }

    /// Generates a new value that is not kept.
    pub(crate) fn temporary(&mut self, ty: &Type, purpose: &str) -> Value {
        self.generated += 1;
        let mut rng = rng(self.seed.wrapping_add(self.generated.wrapping_mul(0x9e37_79b9_7f4a_7c15)), purpose);
        self.fresh(ty, purpose, &mut rng)
    }

    /// Returns a new number for a created object.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.generated += 1;
        self.generated
    }

    fn generate(&self, ty: &Type, purpose: &str, rng: &mut Rng) -> Value {
        let name = purpose.rsplit('/').next().unwrap_or_default();
        let generator = ValueGenerator { types: &self.api.model.types, style: self.style, today: self.today };
        generator.value(ty, name, rng)
    }

    /// Returns whether values are arbitrary rather than typical.
    pub(crate) fn is_arbitrary(&self) -> bool {
        self.style == Style::Arbitrary
    }

    /// Returns the estimated size, in bytes.
    pub(crate) const fn bytes(&self) -> usize {
        self.store.bytes() + self.agenda.bytes()
    }

    /// Returns the value at a path, and generates it if necessary. Returns `None` if it was removed.
    pub(crate) fn value(&mut self, place: &Place, ty: &Type) -> Option<&Value> {
        if !self.store.knows_value(place) {
            let mut rng = self.rng(place.as_str());
            let mut value = self.fresh(ty, place.as_str(), &mut rng);
            if self.style == Style::Typical {
                let settled = self.settled(place, ty, &value);
                self.settle(ty, &mut value, &settled);
            }
            let known: Vec<Value> = self.account.facts(place).cloned().collect();
            for facts in known {
                self.merge(ty, &mut value, &facts);
            }
            self.store.set(place, value);
        }
        self.store.value(place)
    }

    /// Merges facts into a generated value, and into each entry of a list, so that entries keep what they refer to.
    fn settle(&mut self, ty: &Type, value: &mut Value, facts: &Value) {
        if let (Type::List(item), Value::Array(values), Value::Array(facts)) = (ty, &mut *value, facts) {
            values.iter_mut().zip(facts).for_each(|(value, facts)| self.settle(item, value, facts));
        } else {
            self.merge(ty, value, facts);
        }
    }

    /// Returns whether the value or the list at a path was requested before.
    pub(crate) fn is_known(&self, place: &Place) -> bool {
        self.store.knows_value(place) || self.store.list(place).is_some()
    }

    /// Returns the value at a path if it was set or requested before.
    pub(crate) fn known_value(&self, place: &Place) -> Option<&Value> {
        self.store.value(place)
    }

    /// Sets the list at a path to an empty one.
    pub(crate) fn clear_list(&mut self, place: &Place) {
        self.store.set_list(place, Vec::new());
    }

    /// Replaces the value at a path.
    pub(crate) fn set(&mut self, place: &Place, value: Value) {
        self.store.set(place, value);
    }

    /// Merges facts into the value at a path. Returns false if the path has no value.
    pub(crate) fn change(&mut self, place: &Place, ty: &Type, facts: &Value) -> bool {
        let Some(mut value) = self.value(place, ty).cloned() else { return false };
        self.merge(ty, &mut value, facts);
        self.set(place, value);
        true
    }

    /// Returns the value at a path of branch v1, given the template of the path.
    pub(crate) fn value_at(&mut self, place: &Place, template: &str) -> Value {
        let api = Arc::clone(&self.api);
        let read = api.table.by_template(Branch::V1, Method::Get, template);
        read.and_then(|read| self.value(place, &read.operation.response).cloned()).unwrap_or_default()
    }

    /// Merges facts into the value at a path of branch v1, given the template of the path.
    pub(crate) fn change_at(&mut self, place: &Place, template: &str, facts: &Value) {
        let api = Arc::clone(&self.api);
        if let Some(read) = api.table.by_template(Branch::V1, Method::Get, template) {
            self.change(place, &read.operation.response, facts);
        }
    }

    /// Removes the value at a path and everything below it. Returns false if the path has no value.
    pub(crate) fn remove(&mut self, place: &Place, ty: Option<&Type>) -> bool {
        let there = match ty {
            Some(ty) => self.value(place, ty).is_some(),
            None => !self.store.is_removed(place),
        };
        if there {
            self.store.forget(place);
            self.store.set_removed(place);
        }
        there
    }

    /// Merges the parts of `source` that conform to the type into `target`.
    pub(crate) fn merge(&mut self, ty: &Type, target: &mut Value, source: &Value) {
        let api = Arc::clone(&self.api);
        merge(&api.model.types, ty, target, source, &mut |ty| self.temporary(ty, "value"));
    }
}
