//! The flat table that one JSON text is read into.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// The key under which `serde_json` hands over a number when any crate in the build has turned on its
/// `arbitrary_precision` feature. Without it numbers come as integers and floats.
const NUMBER_KEY: &str = "$serde_json::private::Number";

/// One entry of the table. A container is followed by its contents; `end` is the index after the last of them. In an
/// object every value is preceded by its key, a text.
#[derive(Debug)]
pub(super) enum Node<'b> {
    Null,
    Bool(bool),
    Integer(i64),
    /// An integer above `i64::MAX`.
    Unsigned(u64),
    Float(f64),
    Text(Cow<'b, str>),
    Array {
        end: usize,
    },
    Object {
        end: usize,
    },
}

impl Node<'_> {
    /// What a reader of an error message would call the value.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) | Self::Unsigned(_) | Self::Float(_) => "a number",
            Self::Text(_) => "a string",
            Self::Array { .. } => "an array",
            Self::Object { .. } => "an object",
        }
    }
}

/// The first place where a value did not fit its type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    /// The node itself, or the object in which `field` is missing.
    pub(super) node: usize,
    pub(super) field: Option<&'static str>,
    pub(super) expected: &'static str,
}

/// One parsed JSON text.
#[derive(Debug)]
pub(super) struct Document<'b> {
    nodes: Vec<Node<'b>>,
    fault: Cell<Option<Fault>>,
    /// How many bytes the values that are read from it may still take.
    room: Cell<usize>,
}

/// What the elements of lists and maps may take for each byte of their text; those of a service that writes its fields
/// take a tenth of it. `{},` may stand for a kilobyte.
const ROOM_FOR_EACH_BYTE: usize = 16;

/// What they may take in any case.
const ROOM: usize = 256 << 20;

impl<'b> Document<'b> {
    /// Parses the whole of `body`; text after the value is an error.
    pub(super) fn parse(body: &'b [u8]) -> Result<Self, serde_json::Error> {
        let mut nodes = Vec::with_capacity(body.len() / 16 + 1);
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        Fill(&mut nodes).deserialize(&mut deserializer)?;
        deserializer.end()?;
        let room = body.len().saturating_mul(ROOM_FOR_EACH_BYTE).saturating_add(ROOM);
        Ok(Self { nodes, fault: Cell::new(None), room: Cell::new(room) })
    }

    /// The document that an empty body stands for.
    pub(super) fn null() -> Self {
        Self { nodes: vec![Node::Null], fault: Cell::new(None), room: Cell::new(ROOM) }
    }

    pub(super) fn node(&self, index: usize) -> &Node<'b> {
        self.nodes.get(index).unwrap_or(&Node::Null)
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
struct Fill<'t, 'b>(&'t mut Vec<Node<'b>>);

impl<'b> Fill<'_, 'b> {
    fn number_text(self, text: &str) {
        self.0.push(if let Ok(number) = text.parse() {
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
        self.0.push(Node::Null);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.push(Node::Bool(value));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.push(Node::Integer(value));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.push(i64::try_from(value).map_or(Node::Unsigned(value), Node::Integer));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.0.push(Node::Float(value));
        Ok(())
    }

    fn visit_borrowed_str<E>(self, value: &'b str) -> Result<(), E> {
        self.0.push(Node::Text(Cow::Borrowed(value)));
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E>(self, value: String) -> Result<(), E> {
        self.0.push(Node::Text(Cow::Owned(value)));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'b>>(self, mut elements: A) -> Result<(), A::Error> {
        let start = self.0.len();
        self.0.push(Node::Array { end: 0 });
        while elements.next_element_seed(Fill(self.0))?.is_some() {}
        close(self.0, start);
        Ok(())
    }

    fn visit_map<A: MapAccess<'b>>(self, mut entries: A) -> Result<(), A::Error> {
        let start = self.0.len();
        self.0.push(Node::Object { end: 0 });
        while entries.next_key_seed(Fill(self.0))?.is_some() {
            if matches!(self.0.last(), Some(Node::Text(key)) if key == NUMBER_KEY) {
                let text = entries.next_value::<String>()?;
                self.0.truncate(start);
                self.number_text(&text);
                return Ok(());
            }
            entries.next_value_seed(Fill(self.0))?;
        }
        close(self.0, start);
        Ok(())
    }
}

/// Tells the container at `start` where it ends, now that its contents are there.
fn close(nodes: &mut [Node<'_>], start: usize) {
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
            Fill(&mut nodes).deserialize(entries).unwrap();
            assert_eq!(format!("{nodes:?}"), format!("[{wanted}]"));
        }
    }

    #[test]
    fn the_table_is_flat() {
        let document = Document::parse(br#"{"a":[1,{"b":null}],"c":true}"#).unwrap();
        assert_eq!(document.end(0), 9);
        assert_eq!(document.end(2), 7);
        assert!(matches!(document.node(8), Node::Bool(true)));
    }
}
