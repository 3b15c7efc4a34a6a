//! The trait of types that can be decoded, and the JSON values that they read.

use std::cell::Cell;
use std::ops::Range;

use super::document::{Document, Mismatch, Node};
use super::position::{MissingField, Position};

/// A type that can be decoded from JSON, leniently (see the [module](super)).
///
/// ```
/// use ovh_api::json::{FromJson, Value, decode};
///
/// struct Point { x: i64, y: Option<i64> }
///
/// impl FromJson for Point {
///     fn from_json(value: Value<'_>) -> Self {
///         let object = value.object();
///         Self { x: object.get("x"), y: object.get("y") }
///     }
/// }
///
/// let point: Point = decode(br#"{"x": "4", "z": true}"#)?;
/// assert_eq!((point.x, point.y), (4, None));
/// # Ok::<(), ovh_api::json::DecodeError>(())
/// ```
pub trait FromJson: Sized {
    /// The bodies accepted for this type. The default is [`Expected::Value`].
    const EXPECTED: Expected = Expected::Value;

    /// Reads the value. On a mismatch, an implementation calls [`Value::fail`] or [`Value::fail_unless_absent`] and
    /// returns the zero value of the type, or any value if the type has no meaningful zero value.
    fn from_json(value: Value<'_>) -> Self;

    /// Returns whether the value reads as `None` for an optional type. Missing and `null` values do, and for most types
    /// other than strings, also the empty string.
    #[inline]
    #[must_use]
    fn is_absent(value: Value<'_>) -> bool {
        value.is_null()
    }
}

/// The bodies accepted for a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A JSON value other than null. An empty body is an error.
    Value,
    /// A JSON value or null. An empty body counts as null.
    Nullable,
    /// No value, as for `void` operations: null, an empty body, or undeclared JSON or text such as `OK`. An HTML page
    /// or truncated JSON is an error.
    Nothing,
}

impl Expected {
    /// Returns whether absent and null values are accepted.
    #[must_use]
    pub const fn is_nullable(self) -> bool {
        !matches!(self, Self::Value)
    }
}

/// A JSON value of a response, or the position of a missing one. Cheap to copy.
///
/// The argument of [`FromJson::from_json`].
#[derive(Debug, Clone, Copy)]
pub struct Value<'d> {
    document: &'d Document,
    position: Position,
}

impl<'d> Value<'d> {
    pub(super) const fn root(document: &'d Document) -> Self {
        Self::at(document, 0)
    }

    const fn at(document: &'d Document, node: usize) -> Self {
        Self { document, position: Position { node, missing: None } }
    }

    /// Returns the node of the value, or `None` if the value is missing.
    pub(super) fn node(self) -> Option<&'d Node> {
        match self.position.missing {
            None => Some(self.document.node(self.position.node)),
            Some(_) => None,
        }
    }

    /// Returns whether the value is missing, as opposed to `null`.
    pub(crate) const fn is_missing(self) -> bool {
        self.position.missing.is_some()
    }

    /// Returns whether the value is `null` or missing.
    #[must_use]
    pub fn is_null(self) -> bool {
        matches!(self.node(), None | Some(Node::Null))
    }

    /// Returns the string, if the value is a string.
    #[must_use]
    pub fn as_str(self) -> Option<&'d str> {
        match self.position.missing {
            None => self.document.text(self.position.node),
            Some(_) => None,
        }
    }

    /// Returns the JSON text of a number, with all its digits.
    pub(crate) fn number_text(self) -> Option<&'d str> {
        match self.position.missing {
            None => self.document.number_text(self.position.node),
            Some(_) => None,
        }
    }

    /// Records that the value does not match its type; `expected` completes "expected …". The first mismatch of a
    /// document makes [`decode`](super::decode) fail, and the value that the caller returns is discarded.
    pub fn fail(self, expected: &'static str) {
        self.document.fail(Mismatch { position: self.position, expected });
    }

    /// Like [`fail`](Self::fail), for types with a zero value that the caller returns: an absent or null value is a
    /// correction instead of a mismatch, unless decoding is strict or the value is the whole response.
    ///
    /// Only for types with a meaningful zero value: an empty string or list, `0`, `false`. Dates and addresses have
    /// none.
    pub fn fail_unless_absent(self, expected: &'static str) {
        self.is_corrected(expected);
    }

    fn is_corrected(self, expected: &'static str) -> bool {
        let is_corrected = self.is_null() && self.document.corrections.allow(self.position);
        if !is_corrected {
            self.fail(expected);
        }
        is_corrected
    }

    /// Reserves `bytes` of the memory that decoding may use. Returns false after a mismatch, because the result is
    /// discarded, and records one if the limit is exceeded.
    pub(super) fn has_room(self, bytes: usize) -> bool {
        if self.document.mismatch().is_some() {
            return false;
        }
        let has_room = self.document.take_room(bytes);
        if !has_room {
            self.fail("elements that fit into memory");
        }
        has_room
    }

    /// Returns the fields of an object. An empty array counts as an empty object, and so does an absent or null value
    /// where corrections are allowed (see [`fail_unless_absent`](Self::fail_unless_absent)). Any other value is a
    /// mismatch.
    #[must_use]
    pub fn object(self) -> Object<'d> {
        let (document, object) = (self.document, self.position.node);
        let (fields, inside) = match self.contents(true) {
            Some(fields) => (fields, None),
            None if self.is_corrected("an object") => (0..0, Some(document.corrections.absent_object(self.position))),
            None => (0..0, None),
        };
        Object { document, object, inside, start: fields.start, end: fields.end, next: Cell::new(fields.start) }
    }

    /// Returns the keys and values of an object in document order. An empty array counts as an empty object, and so
    /// does an absent or null value where corrections are allowed. Any other value is a mismatch.
    #[must_use]
    pub fn entries(self) -> Entries<'d> {
        let contents = self.contents_or_none(true, "an object");
        Entries { document: self.document, next: contents.start, end: contents.end }
    }

    /// Returns the elements of an array. An absent or null value counts as an empty array where corrections are
    /// allowed. Any other value is a mismatch.
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

    /// Returns the nodes inside an object or an array.
    fn contents(self, object: bool) -> Option<Range<usize>> {
        let start = self.position.node + 1;
        let end = self.document.end(self.position.node);
        match self.node()? {
            Node::Object { .. } if object => Some(start..end),
            Node::Array { .. } if !object || end == start => Some(start..end),
            _ => None,
        }
    }
}

/// The fields of a JSON object.
#[derive(Debug, Clone)]
pub struct Object<'d> {
    document: &'d Document,
    object: usize,
    /// The number of the absent object, if the object itself is absent or null.
    inside: Option<usize>,
    start: usize,
    end: usize,
    /// The key after the one found last. The service mostly keeps the order of its schemas, so this is often the next
    /// field to read.
    next: Cell<usize>,
}

impl<'d> Object<'d> {
    /// Reads the field `name`. The type decides how to treat a missing field.
    #[inline]
    #[must_use]
    pub fn get<T: FromJson>(&self, name: &'static str) -> T {
        T::from_json(self.declared(name, T::EXPECTED))
    }

    /// Returns the field `name`, and records whether the response has a non-nullable field.
    fn declared(&self, name: &'static str, expected: Expected) -> Value<'d> {
        let value = self.field(name);
        if !expected.is_nullable() && self.object == 0 && self.inside.is_none() {
            self.document.corrections.root_field(value.position, value.is_null());
        }
        value
    }

    /// Reads the field `name` of a recursive type, which is boxed. Absent values read as for [`Option`].
    #[must_use]
    pub fn get_boxed<T: FromJson>(&self, name: &'static str) -> Option<Box<T>> {
        let value = self.field(name);
        if T::is_absent(value) {
            return None;
        }
        // Without a list to cut short, exceeding the limit only stops the enclosing lists.
        value.has_room(size_of::<T>());
        Some(Box::new(T::from_json(value)))
    }

    /// Returns the field `name`, which may be missing.
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
                Value { document: self.document, position: Position { node: self.object, missing } }
            }
        }
    }

    /// Returns the value of the first such key between `index` and `end`.
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

/// An iterator over the keys and values of a JSON object.
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

/// An iterator over the elements of a JSON array.
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
