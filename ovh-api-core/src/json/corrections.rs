//! Absent values that were replaced by the zero value of their type.
//!
//! 56 of 135 recorded responses lack at least one field that the schemas declare as always present: the service omits
//! the field, or runs an older version. Smithy, the interface language of the AWS SDKs, calls this client error
//! correction.

use std::cell::{Cell, RefCell};

use super::position::Position;

/// The maximum number of reported corrections per response. A list of a million items may lack a field in each.
const MAX_REPORTED: usize = 100;

/// The maximum number of absent objects with a path of their own.
const MAX_OBJECTS: usize = 10_000;

/// The corrections made while reading a document.
#[derive(Debug, Default)]
pub(super) struct Corrections {
    /// Whether absent values are mismatches.
    pub(super) strict: Cell<bool>,
    positions: RefCell<Vec<Position>>,
    /// Absent or null objects that were read as `{}`.
    objects: RefCell<Vec<Position>>,
    /// Whether the response is an object with at least one non-nullable field, and the first such field that it lacks.
    root_has_field: Cell<bool>,
    root_lacks_field: Cell<Option<Position>>,
}

impl Corrections {
    /// Corrects an absent or null value, and returns whether that is allowed. The response as a whole is never
    /// corrected.
    pub(super) fn allow(&self, position: Position) -> bool {
        if self.strict.get() || (position.node == 0 && position.missing.is_none()) {
            return false;
        }
        // The fields of an absent object are not reported in addition to the object.
        let mut positions = self.positions.borrow_mut();
        if position.missing.is_none_or(|field| field.inside.is_none()) && positions.len() < MAX_REPORTED {
            positions.push(position);
        }
        true
    }

    /// Records whether the response has a non-nullable field.
    pub(super) fn root_field(&self, position: Position, is_null: bool) {
        if !is_null {
            self.root_has_field.set(true);
        } else if self.root_lacks_field.get().is_none() {
            self.root_lacks_field.set(Some(position));
        }
    }

    /// Returns the first missing field of a response that lacks all its non-nullable fields. Such a response comes from
    /// another route, or is an error with a success status.
    pub(super) fn foreign_root(&self) -> Option<Position> {
        self.root_lacks_field.get().filter(|_| !self.root_has_field.get())
    }

    /// Records an object that is read as `{}`, and returns its number for the paths of its fields. Objects beyond the
    /// maximum share a number without an object.
    pub(super) fn absent_object(&self, position: Position) -> usize {
        let mut objects = self.objects.borrow_mut();
        if objects.len() >= MAX_OBJECTS {
            return MAX_OBJECTS;
        }
        objects.push(position);
        objects.len() - 1
    }

    /// Returns the position of the absent object with this number.
    pub(super) fn object(&self, number: usize) -> Option<Position> {
        self.objects.borrow().get(number).copied()
    }

    /// Returns the positions of the corrected values in reading order.
    pub(super) fn positions(&self) -> Vec<Position> {
        self.positions.borrow().clone()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.positions.borrow().is_empty()
    }
}
