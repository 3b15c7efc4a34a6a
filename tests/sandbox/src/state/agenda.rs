//! Changes that are due later: the steps of tasks and the states of objects. They are applied when the state is next
//! used, without a thread of their own.

use std::collections::BTreeMap;

use generator::model::Type;
use serde_json::Value;

use super::State;
use super::store::weight;
use crate::place::Place;
use crate::tasks::{Phase, Shape, Times};

/// A change of the value at a path.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) place: Place,
    pub(super) ty: Type,
    pub(super) facts: Value,
    /// Fields that the value must have, so that a later action is not overwritten. Null for any value.
    pub(super) only_if: Value,
    /// Whether the value is created if it does not exist.
    pub(super) creates: bool,
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
        let Change { place, ty, facts, only_if, creates } = change;
        let Some(value) = self.store.value(&place) else {
            if creates {
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
            self.change(&place, &ty, &facts);
        }
    }

    /// Returns when a task that is created now is started and completed.
    pub(super) fn times(&self) -> Times {
        Times { born: self.now, started: self.now + self.task_time / 10, done: self.now + self.task_time }
    }

    /// Changes a value when the current tasks are done.
    pub(super) fn change_later(&mut self, place: &Place, ty: &Type, facts: Value, only_if: Value) {
        let change = Change { place: place.clone(), ty: ty.clone(), facts, only_if, creates: false };
        self.agenda.add(self.times().done, change);
    }

    /// Creates a value, or changes it if it exists, when the current tasks are done.
    pub(super) fn create_later(&mut self, place: &Place, ty: &Type, facts: Value) {
        let change = Change { place: place.clone(), ty: ty.clone(), facts, only_if: Value::Null, creates: true };
        self.agenda.add(self.times().done, change);
    }

    /// Moves a new task from waiting to done.
    pub(super) fn move_task(&mut self, place: &Place, ty: &Type, shape: &Shape) {
        let times = self.times();
        let steps: &[(i64, Phase)] = if shape.has_progress() {
            &[(10, Phase::Running), (40, Phase::Running), (70, Phase::Running), (100, Phase::Done)]
        } else {
            &[(10, Phase::Running), (100, Phase::Done)]
        };
        for (percent, phase) in steps {
            let time = self.now + self.task_time.saturating_mul(*percent) / 100;
            let facts = shape.facts(*phase, *percent, times, time);
            let change = Change { place: place.clone(), ty: ty.clone(), facts, only_if: Value::Null, creates: false };
            self.agenda.add(time, change);
        }
    }
}
