//! Reading one value of a parsed document.

use std::cell::Cell;

use super::document::{Document, Fault, Node};
use super::from_json::FromJson;

/// One JSON value of an answer, or the place where one is missing. Cheap to copy.
///
/// Types read themselves from it in [`FromJson::from_json`].
#[derive(Debug, Clone, Copy)]
pub struct Value<'d> {
    document: &'d Document<'d>,
    /// The value, or if `missing` names a field, the object without that field.
    node: usize,
    missing: Option<&'static str>,
}

impl<'d> Value<'d> {
    pub(super) const fn root(document: &'d Document<'d>) -> Self {
        Self { document, node: 0, missing: None }
    }

    const fn at(document: &'d Document<'d>, node: usize) -> Self {
        Self { document, node, missing: None }
    }

    /// The node of the table, none if the value is missing.
    pub(super) fn node(self) -> Option<&'d Node<'d>> {
        match self.missing {
            None => Some(self.document.node(self.node)),
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
        match self.node() {
            Some(Node::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Says that the value is not what its type needs; `expected` completes "expected …". Only the first such fault of
    /// a document is kept, and makes [`decode`](super::decode) fail; what the caller goes on to return is thrown away.
    pub fn fail(self, expected: &'static str) {
        self.document.fail(Fault { node: self.node, field: self.missing, expected });
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

    /// The fields of an object. An empty array is an object without fields; any other value is a fault.
    #[must_use]
    pub fn object(self) -> Object<'d> {
        let fields = self.contents(true, "an object");
        Object {
            document: self.document,
            object: self.node,
            missing: self.missing,
            start: fields.start,
            end: fields.end,
            next: Cell::new(fields.start),
        }
    }

    /// The keys and values of an object in the order of the text. An empty array has none; any other value is a fault.
    #[must_use]
    pub fn entries(self) -> Entries<'d> {
        let contents = self.contents(true, "an object");
        Entries { document: self.document, next: contents.start, end: contents.end }
    }

    /// The elements of an array; any other value is a fault.
    #[must_use]
    pub fn elements(self) -> Elements<'d> {
        let contents = self.contents(false, "an array");
        Elements { document: self.document, next: contents.start, end: contents.end }
    }

    /// The range of nodes in a container; empty, and a fault remembered, if it is no container of the wanted sort.
    fn contents(self, object: bool, expected: &'static str) -> std::ops::Range<usize> {
        let start = self.node + 1;
        match self.node() {
            Some(Node::Object { end }) if object => start..*end,
            Some(Node::Array { end }) if !object || *end == start => start..*end,
            _ => {
                self.fail(expected);
                0..0
            }
        }
    }
}

/// The fields of a JSON object.
#[derive(Debug, Clone)]
pub struct Object<'d> {
    document: &'d Document<'d>,
    object: usize,
    /// Set if the object itself is missing: its fields are then missing at the same place.
    missing: Option<&'static str>,
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
        T::from_json(self.field(name))
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
            None => Value { document: self.document, node: self.object, missing: Some(self.missing.unwrap_or(name)) },
        }
    }

    /// Looks for a key from the key at `index` on, and returns its value.
    fn find(&self, name: &str, mut index: usize, end: usize) -> Option<usize> {
        while index < end {
            let value = index + 1;
            if matches!(self.document.node(index), Node::Text(key) if key == name) {
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
    document: &'d Document<'d>,
    next: usize,
    end: usize,
}

impl<'d> Iterator for Entries<'d> {
    type Item = (&'d str, Value<'d>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let key = match self.document.node(self.next) {
            Node::Text(key) => key.as_ref(),
            _ => "",
        };
        let value = self.next + 1;
        self.next = self.document.end(value);
        Some((key, Value::at(self.document, value)))
    }
}

/// Iterator over the elements of a JSON array.
#[derive(Debug, Clone)]
pub struct Elements<'d> {
    document: &'d Document<'d>,
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
