//! Changes that are due later: the steps of tasks and the states of objects. They are applied when the state is next
//! used, without a thread of their own.

use std::collections::BTreeMap;

use generator::model::{Scalar, Type};
use serde_json::{Value, json};

use super::State;
use super::routing::ROUTED_TO;
use super::store::weight;
use crate::place::Place;
use crate::routes::CollectionId;
use crate::tasks::{Phase, Shape, Times};
use crate::values::Plain;

/// A change of the value at a path.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) place: Place,
    pub(super) ty: Type,
    pub(super) facts: Value,
    /// Fields that the value must have, so that a later action is not overwritten. Null for any value.
    pub(super) only_if: Value,
    pub(super) target: Target,
}

/// What a change changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// A value, if it still exists.
    Existing,
    /// A value, which is created if it does not exist.
    Any,
    /// The objects of a list: the facts are pairs of the key and the facts of an object.
    List(CollectionId),
}

/// All changes by their time in milliseconds since 1970, and a number for those of the same time.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    changes: BTreeMap<(i64, u64), Change>,
    number: u64,
    bytes: usize,
}

/// Estimated size of a change without its content, in bytes.
const OVERHEAD: usize = 256;

impl Agenda {
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn add(&mut self, time: i64, change: Change) {
        self.number += 1;
        self.bytes += weight_of(&change);
        self.changes.insert((time, self.number), change);
    }

    /// Removes the first change that is due.
    fn pop(&mut self, now: i64) -> Option<Change> {
        let first = self.changes.first_entry().filter(|first| first.key().0 <= now)?;
        let change = first.remove();
        self.bytes = self.bytes.saturating_sub(weight_of(&change));
        Some(change)
    }
}

fn weight_of(change: &Change) -> usize {
    OVERHEAD + change.place.as_str().len() + weight(&change.facts) + weight(&change.only_if)
}

impl State {
    /// Sets the time in milliseconds since 1970, and applies the changes that are due.
    pub(crate) fn advance(&mut self, now: i64) {
        self.now = now;
        while let Some(change) = self.agenda.pop(now) {
            self.apply(change);
        }
    }

    fn apply(&mut self, change: Change) {
        let Change { place, ty, facts, only_if, target } = change;
        if let Target::List(id) = target {
            if self.store.list(&place).is_some() {
                self.replace_all(&place, id, &facts);
            }
            return;
        }
        let Some(value) = self.store.value(&place) else {
            if target == Target::Any {
                let mut value = self.temporary(&ty, place.as_str());
                self.merge(&ty, &mut value, &facts);
                self.set(&place, value);
            }
            return;
        };
        let holds = only_if
            .as_object()
            .is_none_or(|wanted| wanted.iter().all(|(name, wanted)| value.get(name) == Some(wanted)));
        if holds {
            let before = value.get(ROUTED_TO).cloned();
            self.change(&place, &ty, &facts);
            if facts.get(ROUTED_TO).is_some() {
                self.reroute(&place, before.as_ref(), facts.get(ROUTED_TO));
            }
        }
    }

    /// Returns when a task that is created now is started and completed.
    pub(super) fn times(&self) -> Times {
        Times { born: self.now, started: self.now + self.task_time / 10, done: self.now + self.task_time }
    }

    /// Changes a value when the current tasks are done.
    pub(super) fn change_later(&mut self, place: &Place, ty: &Type, facts: Value, only_if: Value) {
        let change = Change { place: place.clone(), ty: ty.clone(), facts, only_if, target: Target::Existing };
        self.agenda.add(self.times().done, change);
    }

    /// Creates a value, or changes it if it exists, when the current tasks are done.
    pub(super) fn create_later(&mut self, place: &Place, ty: &Type, facts: Value) {
        let change = Change { place: place.clone(), ty: ty.clone(), facts, only_if: Value::Null, target: Target::Any };
        self.agenda.add(self.times().done, change);
    }

    /// Replaces the objects of a list when the current tasks are done.
    pub(super) fn replace_later(&mut self, list: &Place, id: CollectionId, entries: Vec<(Plain, Value)>) {
        // A map would lose the order.
        let facts: Value = entries.into_iter().map(|(key, facts)| json!([key.key, facts])).collect();
        let target = Target::List(id);
        let ty = Type::Scalar(Scalar::Unit);
        let change = Change { place: list.clone(), ty, facts, only_if: Value::Null, target };
        self.agenda.add(self.times().done, change);
    }

    /// Moves a new task from waiting to done. Fields that were sent stay.
    pub(super) fn move_task(&mut self, place: &Place, ty: &Type, shape: &Shape, sent: &Value) {
        let times = self.times();
        let steps: &[(i64, Phase)] = if shape.has_progress() {
            &[(10, Phase::Running), (40, Phase::Running), (70, Phase::Running), (100, Phase::Done)]
        } else {
            &[(10, Phase::Running), (100, Phase::Done)]
        };
        // A task that is cancelled stays so.
        let mut before = without(shape.status(Phase::Waiting), sent);
        for (percent, phase) in steps {
            let time = self.now + self.task_time.saturating_mul(*percent) / 100;
            let facts = without(shape.facts(*phase, *percent, times, time), sent);
            let only_if = std::mem::replace(&mut before, without(shape.status(*phase), sent));
            let change = Change { place: place.clone(), ty: ty.clone(), facts, only_if, target: Target::Existing };
            self.agenda.add(time, change);
        }
    }
}

/// Returns facts without those that were sent.
pub(super) fn without(mut facts: Value, sent: &Value) -> Value {
    if let (Some(facts), Some(sent)) = (facts.as_object_mut(), sent.as_object()) {
        facts.retain(|name, _| !sent.contains_key(name));
    }
    facts
}
