//! Reading one value of a parsed document.

use std::cell::Cell;
use std::ops::Range;

use super::document::{Document, Fault, MissingField, Node, Place};
use super::from_json::{Expected, FromJson};

/// One JSON value of an answer, or the place where one is missing. Cheap to copy.
///
/// Types read themselves from it in [`FromJson::from_json`].
#[derive(Debug, Clone, Copy)]
pub struct Value<'d> {
    document: &'d Document,
    place: Place,
}

impl<'d> Value<'d> {
    pub(super) const fn root(document: &'d Document) -> Self {
        Self::at(document, 0)
    }

    const fn at(document: &'d Document, node: usize) -> Self {
        Self { document, place: Place { node, missing: None } }
    }

    /// The node of the table, none if the value is missing.
    pub(super) fn node(self) -> Option<&'d Node> {
        match self.place.missing {
            None => Some(self.document.node(self.place.node)),
            Some(_) => None,
        }
    }

    /// Whether the value is `null` or missing.
    #[must_use]
    pub fn is_null(self) -> bool {
        matches!(self.node(), None | Some(Node::Null))
    }

    /// The text, if the value is a text and nothing else.
    #[must_use]
    pub fn as_str(self) -> Option<&'d str> {
        match self.place.missing {
            None => self.document.text(self.place.node),
            Some(_) => None,
        }
    }

    /// The JSON text of a number, with all its digits.
    pub(super) fn number_text(self) -> Option<&'d str> {
        match self.place.missing {
            None => self.document.number_text(self.place.node),
            Some(_) => None,
        }
    }

    /// Reports that the value is not what its type needs; `expected` completes "expected …". Only the first such fault of
    /// a document is kept, and makes [`decode`](super::decode) fail; what the caller goes on to return is thrown away.
    pub fn fail(self, expected: &'static str) {
        self.document.fail(Fault { place: self.place, expected });
    }

    /// The same for a type that has a zero value, which the caller goes on to return: an absent or null value is a
    /// correction instead of a fault, as long as responses are read leniently and the value is not the whole response.
    ///
    /// Call it for types whose zero value is honest: an empty text or list, `0`, `false`. A date or an address has none.
    pub fn fail_unless_absent(self, expected: &'static str) {
        self.is_corrected(expected);
    }

    fn is_corrected(self, expected: &'static str) -> bool {
        let is_corrected = self.is_null() && self.document.corrections.allow(self.place);
        if !is_corrected {
            self.fail(expected);
        }
        is_corrected
    }

    /// Whether there is a use for `bytes` more of what is read from the document: not after a fault, for then all of it
    /// is thrown away, and not beyond the memory that an answer of its length may take, which is a fault of this value.
    pub(super) fn has_room(self, bytes: usize) -> bool {
        if self.document.fault().is_some() {
            return false;
        }
        let has_room = self.document.take_room(bytes);
        if !has_room {
            self.fail("elements that fit into memory");
        }
        has_room
    }

    /// The fields of an object. An empty array is an object without fields, and so is an absent or null value where the
    /// zero value may stand in for it (see [`fail_unless_absent`](Self::fail_unless_absent)); any other value is a fault.
    #[must_use]
    pub fn object(self) -> Object<'d> {
        let (document, object) = (self.document, self.place.node);
        let (fields, inside) = match self.contents(true) {
            Some(fields) => (fields, None),
            None if self.is_corrected("an object") => (0..0, Some(document.corrections.absent_object(self.place))),
            None => (0..0, None),
        };
        Object { document, object, inside, start: fields.start, end: fields.end, next: Cell::new(fields.start) }
    }

    /// The keys and values of an object in the order of the text. An empty array has none, and neither has an absent or
    /// null value where the zero value may stand in for it; any other value is a fault.
    #[must_use]
    pub fn entries(self) -> Entries<'d> {
        let contents = self.contents_or_none(true, "an object");
        Entries { document: self.document, next: contents.start, end: contents.end }
    }

    /// The elements of an array. An absent or null value has none where the zero value may stand in for it; any other
    /// value is a fault.
    #[must_use]
    pub fn elements(self) -> Elements<'d> {
        let contents = self.contents_or_none(false, "an array");
        Elements { document: self.document, next: contents.start, end: contents.end }
    }

    fn contents_or_none(self, object: bool, expected: &'static str) -> Range<usize> {
        self.contents(object).unwrap_or_else(|| {
            self.fail_unless_absent(expected);
            0..0
        })
    }

    /// The range of nodes in a container, if it is one of the wanted sort.
    fn contents(self, object: bool) -> Option<Range<usize>> {
        let start = self.place.node + 1;
        match self.node()? {
            Node::Object { end } if object => Some(start..*end),
            Node::Array { end } if !object || *end == start => Some(start..*end),
            _ => None,
        }
    }
}

/// The fields of a JSON object.
#[derive(Debug, Clone)]
pub struct Object<'d> {
    document: &'d Document,
    object: usize,
    /// Set if the object itself is absent or null: its number among those.
    inside: Option<usize>,
    start: usize,
    end: usize,
    /// The key after the one found last. The service mostly keeps the order of its schema, so the next field asked for
    /// is often this one.
    next: Cell<usize>,
}

impl<'d> Object<'d> {
    /// Reads the field `name`; what a missing field means is up to the type.
    #[inline]
    #[must_use]
    pub fn get<T: FromJson>(&self, name: &'static str) -> T {
        T::from_json(self.declared(name, T::EXPECTED))
    }

    /// The field `name` of a type that is never null, or may be.
    fn declared(&self, name: &'static str, expected: Expected) -> Value<'d> {
        let value = self.field(name);
        if !expected.is_nullable() && self.object == 0 && self.inside.is_none() {
            self.document.corrections.root_field(value.place, value.is_null());
        }
        value
    }

    /// Reads the field `name`, whose type holds itself and is boxed therefore; none as for an [`Option`].
    #[must_use]
    pub fn get_boxed<T: FromJson>(&self, name: &'static str) -> Option<Box<T>> {
        let value = self.field(name);
        if T::is_absent(value) {
            return None;
        }
        // It has to hold something, room or not; the lists around it come to an end.
        value.has_room(size_of::<T>());
        Some(Box::new(T::from_json(value)))
    }

    /// The field `name`, which may be missing.
    #[must_use]
    pub fn field(&self, name: &'static str) -> Value<'d> {
        let next = self.next.get();
        match self.find(name, next, self.end).or_else(|| self.find(name, self.start, next)) {
            Some(node) => {
                self.next.set(self.document.end(node));
                Value::at(self.document, node)
            }
            None => {
                let missing = Some(MissingField { name, inside: self.inside });
                Value { document: self.document, place: Place { node: self.object, missing } }
            }
        }
    }

    /// Looks for a key from the key at `index` on, and returns its value.
    fn find(&self, name: &str, mut index: usize, end: usize) -> Option<usize> {
        while index < end {
            let value = index + 1;
            if self.document.is_text(index, name) {
                return Some(value);
            }
            index = self.document.end(value);
        }
        None
    }
}

/// Iterator over the keys and values of a JSON object.
#[derive(Debug, Clone)]
pub struct Entries<'d> {
    document: &'d Document,
    next: usize,
    end: usize,
}

impl<'d> Iterator for Entries<'d> {
    type Item = (&'d str, Value<'d>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let key = self.document.text(self.next).unwrap_or_default();
        let value = self.next + 1;
        self.next = self.document.end(value);
        Some((key, Value::at(self.document, value)))
    }
}

/// Iterator over the elements of a JSON array.
#[derive(Debug, Clone)]
pub struct Elements<'d> {
    document: &'d Document,
    next: usize,
    end: usize,
}

impl<'d> Iterator for Elements<'d> {
    type Item = Value<'d>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let value = self.next;
        self.next = self.document.end(value);
        Some(Value::at(self.document, value))
    }
}
