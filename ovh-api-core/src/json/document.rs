//! The flat table that one JSON text is read into.

use std::cell::Cell;
use std::fmt;

use bytes::Bytes;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::corrections::Corrections;
use super::{surrogates, tokens};

/// The key under which `serde_json` hands over a number when any crate in the build has turned on its
/// `arbitrary_precision` feature. Without it numbers come as integers and floats.
const NUMBER_KEY: &str = "$serde_json::private::Number";

/// One entry of the table. A container is followed by its contents; `end` is the index after the last of them. In an
/// object every value is preceded by its key, a text.
#[derive(Debug)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Integer(i64),
    /// An integer above `i64::MAX`.
    Unsigned(u64),
    Float(f64),
    /// A text without escapes: where it is in the body.
    Text {
        start: usize,
        end: usize,
    },
    /// A text with escapes, decoded.
    Decoded(Box<str>),
    Array {
        end: usize,
    },
    Object {
        end: usize,
    },
}

impl Node {
    /// What a reader of an error message would call the value.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) | Self::Unsigned(_) | Self::Float(_) => "a number",
            Self::Text { .. } | Self::Decoded(_) => "a string",
            Self::Array { .. } => "an array",
            Self::Object { .. } => "an object",
        }
    }
}

/// A value of the document, or a place where one is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The value itself, or the object in which a field is missing.
    pub(super) node: usize,
    pub(super) missing: Option<MissingField>,
}

/// A field that an object does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MissingField {
    pub(super) name: &'static str,
    /// Set if the object is itself absent or null: its number among the [absent objects](Document::absent_object).
    pub(super) inside: Option<usize>,
}

/// The first place where a value did not fit its type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    pub(super) place: Place,
    pub(super) expected: &'static str,
}

/// One parsed JSON text. It owns the text, so that it can be kept until the type of the response is known.
#[derive(Debug)]
pub(super) struct Document {
    body: Bytes,
    nodes: Vec<Node>,
    fault: Cell<Option<Fault>>,
    /// How many bytes the values that are read from it may still take.
    room: Cell<usize>,
    pub(super) corrections: Corrections,
    /// The last token whose text was looked up: its index in `nodes`, and its offset in `body`.
    token: Cell<(usize, usize)>,
}

/// What the elements of lists and maps may take for each byte of their text; those of a service that writes its fields
/// take a tenth of it. `{},` may stand for a kilobyte.
const ROOM_FOR_EACH_BYTE: usize = 16;

/// What they may take in any case.
const ROOM: usize = 256 << 20;

impl Document {
    /// Parses the whole of `body`; text after the value is an error. Bytes that are not UTF-8 are read as U+FFFD: the
    /// service puts ISO-8859-1 into bills and call logs (three reports to the official wrappers, 2022 to 2025). So are unpaired
    /// surrogates.
    pub(super) fn parse(body: Bytes) -> Result<Self, serde_json::Error> {
        let body = match std::str::from_utf8(&body) {
            Ok(_) => body,
            Err(_) => String::from_utf8_lossy(&body).into_owned().into(),
        };
        let text = std::str::from_utf8(&body).unwrap_or_default();
        match nodes(text) {
            Ok(nodes) => Ok(Self::new(body, nodes)),
            Err(error) => {
                let text = surrogates::replaced(text).ok_or(error)?;
                let nodes = nodes(&text)?;
                Ok(Self::new(text.into(), nodes))
            }
        }
    }

    /// The document that an empty body stands for.
    pub(super) fn null() -> Self {
        Self::new(Bytes::new(), vec![Node::Null])
    }

    fn new(body: Bytes, nodes: Vec<Node>) -> Self {
        let room = body.len().saturating_mul(ROOM_FOR_EACH_BYTE).saturating_add(ROOM);
        Self {
            body,
            nodes,
            fault: Cell::new(None),
            room: Cell::new(room),
            corrections: Corrections::default(),
            token: Cell::new((0, 0)),
        }
    }

    pub(super) fn node(&self, index: usize) -> &Node {
        self.nodes.get(index).unwrap_or(&Node::Null)
    }

    /// The text at `index`, if it is one.
    pub(super) fn text(&self, index: usize) -> Option<&str> {
        match self.node(index) {
            Node::Text { start, end } => std::str::from_utf8(self.body.get(*start..*end)?).ok(),
            Node::Decoded(text) => Some(text),
            _ => None,
        }
    }

    /// Whether the text at `index` is this one.
    pub(super) fn is_text(&self, index: usize, wanted: &str) -> bool {
        match self.node(index) {
            Node::Text { start, end } => self.body.get(*start..*end) == Some(wanted.as_bytes()),
            Node::Decoded(text) => **text == *wanted,
            _ => false,
        }
    }

    /// The number at `index` with all the digits that the body has.
    pub(super) fn number_text(&self, index: usize) -> Option<&str> {
        if !matches!(self.node(index), Node::Integer(_) | Node::Unsigned(_) | Node::Float(_)) {
            return None;
        }
        // Texts are mostly looked up in their order, so that each search begins where the one before ended.
        let known = Some(self.token.get()).filter(|(known, _)| *known <= index).unwrap_or_default();
        let token = tokens::find(&self.body, known, index)?;
        self.token.set((index, token.start));
        std::str::from_utf8(self.body.get(token)?).ok()
    }

    /// The index after the node and everything in it.
    pub(super) fn end(&self, index: usize) -> usize {
        match self.node(index) {
            Node::Array { end } | Node::Object { end } => *end,
            _ => index + 1,
        }
    }

    /// Remembers the fault unless there is one already: later ones follow from the first or matter less.
    pub(super) fn fail(&self, fault: Fault) {
        if self.fault.get().is_none() {
            self.fault.set(Some(fault));
        }
    }

    /// Takes `bytes` of the room that is left; false if they are not.
    pub(super) fn take_room(&self, bytes: usize) -> bool {
        let left = self.room.get().checked_sub(bytes);
        self.room.set(left.unwrap_or(0));
        left.is_some()
    }

    pub(super) fn fault(&self) -> Option<Fault> {
        self.fault.get()
    }
}

/// Appends one value, and what it holds, to the table.
fn nodes(text: &str) -> Result<Vec<Node>, serde_json::Error> {
    let mut nodes = Vec::with_capacity(text.len() / 16 + 1);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Fill { nodes: &mut nodes, text }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(nodes)
}

struct Fill<'t, 'b> {
    nodes: &'t mut Vec<Node>,
    text: &'b str,
}

impl Fill<'_, '_> {
    /// Whether the key that was read last announces a number.
    fn is_number_key(&self) -> bool {
        match self.nodes.last() {
            Some(Node::Text { start, end }) => self.text.get(*start..*end) == Some(NUMBER_KEY),
            Some(Node::Decoded(key)) => **key == *NUMBER_KEY,
            _ => false,
        }
    }

    fn number_text(self, text: &str) {
        self.nodes.push(if let Ok(number) = text.parse() {
            Node::Integer(number)
        } else if let Ok(number) = text.parse() {
            Node::Unsigned(number)
        } else {
            Node::Float(text.parse().unwrap_or(f64::NAN))
        });
    }
}

impl<'b> DeserializeSeed<'b> for Fill<'_, 'b> {
    type Value = ();

    fn deserialize<D: Deserializer<'b>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'b> Visitor<'b> for Fill<'_, 'b> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.nodes.push(Node::Null);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.nodes.push(Node::Bool(value));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.nodes.push(Node::Integer(value));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.nodes.push(i64::try_from(value).map_or(Node::Unsigned(value), Node::Integer));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.nodes.push(Node::Float(value));
        Ok(())
    }

    fn visit_borrowed_str<E>(self, value: &'b str) -> Result<(), E> {
        // The text is a part of the body, unless a build hands over numbers as texts.
        let start = value.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        let end = start.wrapping_add(value.len());
        let is_part = self.text.get(start..end).is_some_and(|part| std::ptr::eq(part, value));
        self.nodes.push(if is_part { Node::Text { start, end } } else { Node::Decoded(value.into()) });
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E>(self, value: String) -> Result<(), E> {
        self.nodes.push(Node::Decoded(value.into()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'b>>(self, mut elements: A) -> Result<(), A::Error> {
        let start = self.nodes.len();
        self.nodes.push(Node::Array { end: 0 });
        while elements.next_element_seed(Fill { nodes: &mut *self.nodes, text: self.text })?.is_some() {}
        close(self.nodes, start);
        Ok(())
    }

    fn visit_map<A: MapAccess<'b>>(self, mut entries: A) -> Result<(), A::Error> {
        let start = self.nodes.len();
        self.nodes.push(Node::Object { end: 0 });
        while entries.next_key_seed(Fill { nodes: &mut *self.nodes, text: self.text })?.is_some() {
            if self.is_number_key() {
                let text = entries.next_value::<String>()?;
                self.nodes.truncate(start);
                self.number_text(&text);
                return Ok(());
            }
            entries.next_value_seed(Fill { nodes: &mut *self.nodes, text: self.text })?;
        }
        close(self.nodes, start);
        Ok(())
    }
}

/// Tells the container at `start` where it ends, now that its contents are there.
fn close(nodes: &mut [Node], start: usize) {
    let length = nodes.len();
    if let Some(Node::Array { end } | Node::Object { end }) = nodes.get_mut(start) {
        *end = length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::value::{Error, MapDeserializer};

    #[test]
    fn numbers_of_a_build_with_arbitrary_precision_are_numbers() {
        for (text, wanted) in
            [("-5", "Integer(-5)"), ("9223372036854775808", "Unsigned(9223372036854775808)"), ("1.5", "Float(1.5)")]
        {
            let mut nodes = Vec::new();
            let entries = MapDeserializer::<_, Error>::new([(NUMBER_KEY, text)].into_iter());
            Fill { nodes: &mut nodes, text: "" }.deserialize(entries).unwrap();
            assert_eq!(format!("{nodes:?}"), format!("[{wanted}]"));
        }
    }

    #[test]
    fn the_table_is_flat() {
        let document = Document::parse(Bytes::from_static(br#"{"a":[1,{"b":null}],"c":true}"#)).unwrap();
        assert_eq!(document.end(0), 9);
        assert_eq!(document.end(2), 7);
        assert!(matches!(document.node(8), Node::Bool(true)));
    }

    #[test]
    fn texts_are_parts_of_the_body_unless_they_have_escapes() {
        let document = Document::parse(Bytes::from_static(br#"["plain","\u0061"]"#)).unwrap();
        assert!(matches!(document.node(1), Node::Text { start: 2, end: 7 }));
        assert!(matches!(document.node(2), Node::Decoded(_)));
        assert_eq!((document.text(1), document.text(2)), (Some("plain"), Some("a")));
    }

    #[test]
    fn numbers_keep_their_digits() {
        let body = r#" {"a[1":"\"2", "b" : [ 3.00,{"c":-4e5} , true],"d":123456789012345678901234567890 , "e":null} "#;
        let document = Document::parse(Bytes::from_static(body.as_bytes())).unwrap();
        let numbers: Vec<_> = (0..document.nodes.len()).filter_map(|index| document.number_text(index)).collect();
        assert_eq!(numbers, ["3.00", "-4e5", "123456789012345678901234567890"]);
        // Out of order as well.
        assert_eq!(document.number_text(5), Some("3.00"));
    }
}
