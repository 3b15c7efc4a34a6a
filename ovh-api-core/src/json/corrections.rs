//! Absent values that were read as the zero value of their type.
//!
//! The service omits fields that its schema declares as always present: 56 of 135 genuine responses lack at least one,
//! because the service is older or of another region than the schema, or because it omits the field. Smithy, the
//! interface language of the AWS SDKs, calls the remedy client error correction: an absent required member is filled with
//! its zero value instead of losing the whole response.

use std::cell::{Cell, RefCell};

use super::document::{Document, Place};
use super::path::path_of;

/// This many corrections of a response are reported; a list of a million items may lack a field in each.
const REPORTED: usize = 100;

/// This many absent objects can be told apart in paths.
const OBJECTS: usize = 10_000;

/// What was corrected while a document was read.
#[derive(Debug, Default)]
pub(super) struct Corrections {
    /// Whether an absent value is a fault instead.
    pub(super) strict: Cell<bool>,
    places: RefCell<Vec<Place>>,
    /// Objects that are absent or null and were read as if they were `{}`.
    objects: RefCell<Vec<Place>>,
    /// Whether the response is an object that has a field which is never null, and the first that it lacks.
    root_has_field: Cell<bool>,
    root_lacks_field: Cell<Option<Place>>,
}

impl Corrections {
    /// Takes an absent or null value for the zero value of its type, if that is allowed. The response as a whole is
    /// not corrected: a wrong route or an error body must not pass for a success.
    pub(super) fn allow(&self, place: Place) -> bool {
        if self.strict.get() || (place.node == 0 && place.missing.is_none()) {
            return false;
        }
        // A field of an absent object follows from the object, which was reported.
        let mut places = self.places.borrow_mut();
        if place.missing.is_none_or(|field| field.inside.is_none()) && places.len() < REPORTED {
            places.push(place);
        }
        true
    }

    /// Remembers whether the whole response has a field that is never null.
    pub(super) fn root_field(&self, place: Place, is_null: bool) {
        if !is_null {
            self.root_has_field.set(true);
        } else if self.root_lacks_field.get().is_none() {
            self.root_lacks_field.set(Some(place));
        }
    }

    /// The first field that the whole response lacks, if it has none of those that are never null: it is the response
    /// of another route, or an error with a status of success.
    pub(super) fn foreign_root(&self) -> Option<Place> {
        self.root_lacks_field.get().filter(|_| !self.root_has_field.get())
    }

    /// Remembers an object that is read as if it were `{}`, and returns its number, for the paths of what is missing
    /// inside. Numbers beyond those that are remembered belong to no object.
    pub(super) fn absent_object(&self, place: Place) -> usize {
        let mut objects = self.objects.borrow_mut();
        if objects.len() >= OBJECTS {
            return OBJECTS;
        }
        objects.push(place);
        objects.len() - 1
    }

    /// The object with this number.
    pub(super) fn object(&self, number: usize) -> Option<Place> {
        self.objects.borrow().get(number).copied()
    }

    /// The JSON paths of what was corrected, in the order of reading.
    pub(super) fn paths(&self, document: &Document) -> Vec<String> {
        self.places.borrow().iter().map(|place| path_of(document, *place)).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.borrow().is_empty()
    }
}
