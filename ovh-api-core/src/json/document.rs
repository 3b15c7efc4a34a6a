//! The flat table of nodes that a JSON text is parsed into.

use std::cell::Cell;
use std::fmt;

use bytes::Bytes;
use bytestring::ByteString;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::corrections::Corrections;
use super::position::Position;
use super::{surrogates, tokens};

/// The key of the map that `serde_json` presents a number as, if any crate in the build enables its
/// `arbitrary_precision` feature. Without the feature, numbers are integers and floats.
const NUMBER_KEY: &str = "$serde_json::private::Number";

/// A node of the table. The contents of a container follow it; `end` is the index after the last of them. In an object,
/// each value follows its key, which is a string.
#[derive(Debug)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Integer(i64),
    /// An integer above `i64::MAX`.
    Unsigned(u64),
    Float(f64),
    /// A string without escapes, as a range of the body.
    Text {
        start: u32,
        end: u32,
    },
    /// A string with escapes, as an index of the decoded strings.
    Decoded(u32),
    Array {
        end: u32,
    },
    Object {
        end: u32,
    },
}

/// The nodes of a text.
#[derive(Debug, Default)]
struct Nodes {
    /// 16 bytes each: a third of the time of decoding goes into writing and reading them.
    table: Vec<Node>,
    /// The strings with escapes.
    decoded: Vec<Box<str>>,
}

impl Node {
    /// Returns the kind of value, for error messages.
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

/// A value that does not match its type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mismatch {
    pub(super) position: Position,
    pub(super) expected: &'static str,
}

/// A parsed JSON text. It owns the text, because the type of the response is known only later.
#[derive(Debug)]
pub(super) struct Document {
    body: ByteString,
    nodes: Nodes,
    /// The first mismatch.
    mismatch: Cell<Option<Mismatch>>,
    /// The number of bytes that decoded values may still occupy.
    room: Cell<usize>,
    pub(super) corrections: Corrections,
    /// The token that was looked up last: its index in `nodes`, and its offset in `body`.
    token: Cell<(usize, usize)>,
}

/// The memory limit of decoded elements, per byte of the body. Genuine responses need a tenth of it; `{},` may need a
/// kilobyte.
const ROOM_PER_BYTE: usize = 16;

/// The memory limit of decoded elements, independent of the size of the body.
const MIN_ROOM: usize = 256 << 20;

impl Document {
    /// Parses `body`. Text after the value is an error. Unpaired surrogates and bytes that are not valid UTF-8 become
    /// U+FFFD: the service sends ISO-8859-1 in bills and call logs (three reports to the official wrappers, 2022 to
    /// 2025).
    pub(super) fn parse(body: &Bytes) -> Result<Self, serde_json::Error> {
        let body = match ByteString::try_from(body.clone()) {
            Ok(body) => body,
            Err(_) => String::from_utf8_lossy(body).into_owned().into(),
        };
        match nodes(&body) {
            Ok(nodes) => Ok(Self::new(body, nodes)),
            Err(error) => {
                let text = surrogates::replaced(&body).ok_or(error)?;
                let nodes = nodes(&text)?;
                Ok(Self::new(text.into(), nodes))
            }
        }
    }

    /// Returns the document of an empty body.
    pub(super) fn null() -> Self {
        Self::new(ByteString::new(), Nodes { table: vec![Node::Null], decoded: Vec::new() })
    }

    fn new(body: ByteString, nodes: Nodes) -> Self {
        let room = body.len().saturating_mul(ROOM_PER_BYTE).saturating_add(MIN_ROOM);
        Self {
            body,
            nodes,
            mismatch: Cell::new(None),
            room: Cell::new(room),
            corrections: Corrections::default(),
            token: Cell::new((0, 0)),
        }
    }

    pub(super) fn node(&self, index: usize) -> &Node {
        self.nodes.table.get(index).unwrap_or(&Node::Null)
    }

    /// Returns the string at `index`, if there is one.
    pub(super) fn text(&self, index: usize) -> Option<&str> {
        self.nodes.text(&self.body, self.node(index))
    }

    /// Returns whether the node at `index` is this string.
    pub(super) fn is_text(&self, index: usize, wanted: &str) -> bool {
        self.text(index) == Some(wanted)
    }

    /// Returns the number at `index` with all its digits.
    pub(super) fn number_text(&self, index: usize) -> Option<&str> {
        if !matches!(self.node(index), Node::Integer(_) | Node::Unsigned(_) | Node::Float(_)) {
            return None;
        }
        // Numbers are mostly looked up in order, so each search begins where the previous one ended.
        let known = Some(self.token.get()).filter(|(known, _)| *known <= index).unwrap_or_default();
        let token = tokens::find(self.body.as_bytes(), known, index)?;
        self.token.set((index, token.start));
        self.body.get(token)
    }

    /// Returns the index after the node and its contents.
    pub(super) fn end(&self, index: usize) -> usize {
        match self.node(index) {
            Node::Array { end } | Node::Object { end } => *end as usize,
            _ => index + 1,
        }
    }

    /// Records a mismatch, unless there is one already: later ones often follow from the first.
    pub(super) fn fail(&self, mismatch: Mismatch) {
        if self.mismatch.get().is_none() {
            self.mismatch.set(Some(mismatch));
        }
    }

    /// Takes `bytes` of the remaining room. Returns false if there is not enough.
    pub(super) fn take_room(&self, bytes: usize) -> bool {
        let left = self.room.get().checked_sub(bytes);
        self.room.set(left.unwrap_or(0));
        left.is_some()
    }

    pub(super) fn mismatch(&self) -> Option<Mismatch> {
        self.mismatch.get()
    }
}

/// The longest text, because nodes have offsets of 32 bits.
const MAX_LENGTH: usize = u32::MAX as usize;

/// Parses a JSON text into nodes.
fn nodes(text: &str) -> Result<Nodes, serde_json::Error> {
    if text.len() > MAX_LENGTH {
        return Err(serde_json::Error::custom("the text is longer than 4 GiB"));
    }
    // Responses with many values have one for every 10 bytes or more.
    let mut nodes = Nodes { table: Vec::with_capacity(text.len() / 10 + 1), decoded: Vec::new() };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Fill { nodes: &mut nodes, text }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(nodes)
}

impl Nodes {
    /// Returns the string of a node, if it is one. `body` is the text of these nodes.
    fn text<'d>(&'d self, body: &'d str, node: &Node) -> Option<&'d str> {
        match *node {
            Node::Text { start, end } => body.get(start as usize..end as usize),
            Node::Decoded(index) => self.decoded.get(index as usize).map(|text| &**text),
            _ => None,
        }
    }

    fn push(&mut self, node: Node) {
        self.table.push(node);
    }

    fn push_decoded(&mut self, text: Box<str>) {
        self.table.push(Node::Decoded(offset(self.decoded.len())));
        self.decoded.push(text);
    }

    /// Sets the end of the container at `start` after its contents were appended.
    fn close(&mut self, start: usize) {
        let length = offset(self.table.len());
        if let Some(Node::Array { end } | Node::Object { end }) = self.table.get_mut(start) {
            *end = length;
        }
    }
}

/// Returns an offset or index as it is stored. There are fewer nodes and strings than bytes, and at most [`MAX_LENGTH`]
/// bytes.
fn offset(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Appends a value and its contents to the table.
struct Fill<'t, 'b> {
    nodes: &'t mut Nodes,
    text: &'b str,
}

impl Fill<'_, '_> {
    /// Returns whether the last key marks a number.
    fn is_number_key(&self) -> bool {
        let last = self.nodes.table.last();
        last.and_then(|node| self.nodes.text(self.text, node)) == Some(NUMBER_KEY)
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
        // The string is part of the body, unless it is the text of a number.
        let start = value.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        let end = start.wrapping_add(value.len());
        let is_part = self.text.get(start..end).is_some_and(|part| std::ptr::eq(part, value));
        if is_part {
            self.nodes.push(Node::Text { start: offset(start), end: offset(end) });
        } else {
            self.nodes.push_decoded(value.into());
        }
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E>(self, value: String) -> Result<(), E> {
        self.nodes.push_decoded(value.into());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'b>>(self, mut elements: A) -> Result<(), A::Error> {
        let start = self.nodes.table.len();
        self.nodes.push(Node::Array { end: 0 });
        while elements.next_element_seed(Fill { nodes: &mut *self.nodes, text: self.text })?.is_some() {}
        self.nodes.close(start);
        Ok(())
    }

    fn visit_map<A: MapAccess<'b>>(self, mut entries: A) -> Result<(), A::Error> {
        let start = self.nodes.table.len();
        self.nodes.push(Node::Object { end: 0 });
        while entries.next_key_seed(Fill { nodes: &mut *self.nodes, text: self.text })?.is_some() {
            if self.is_number_key() {
                let text = entries.next_value::<String>()?;
                self.nodes.table.truncate(start);
                self.number_text(&text);
                return Ok(());
            }
            entries.next_value_seed(Fill { nodes: &mut *self.nodes, text: self.text })?;
        }
        self.nodes.close(start);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::value::{Error, MapDeserializer};

    #[test]
    fn arbitrary_precision_number_is_a_number() {
        for (text, wanted) in
            [("-5", "Integer(-5)"), ("9223372036854775808", "Unsigned(9223372036854775808)"), ("1.5", "Float(1.5)")]
        {
            let mut nodes = Nodes::default();
            let entries = MapDeserializer::<_, Error>::new([(NUMBER_KEY, text)].into_iter());
            Fill { nodes: &mut nodes, text: "" }.deserialize(entries).unwrap();
            assert_eq!(format!("{:?}", nodes.table), format!("[{wanted}]"));
        }
    }

    #[test]
    fn nested_json_makes_a_flat_table() {
        let document = Document::parse(&Bytes::from_static(br#"{"a":[1,{"b":null}],"c":true}"#)).unwrap();
        assert_eq!(document.end(0), 9);
        assert_eq!(document.end(2), 7);
        assert!(matches!(document.node(8), Node::Bool(true)));
    }

    #[test]
    fn string_without_escapes_is_not_copied() {
        let document = Document::parse(&Bytes::from_static(br#"["plain","\u0061"]"#)).unwrap();
        assert!(matches!(document.node(1), Node::Text { start: 2, end: 7 }));
        assert!(matches!(document.node(2), Node::Decoded(_)));
        assert_eq!((document.text(1), document.text(2)), (Some("plain"), Some("a")));
    }

    #[test]
    fn number_text_keeps_all_digits() {
        let body = r#" {"a[1":"\"2", "b" : [ 3.00,{"c":-4e5} , true],"d":123456789012345678901234567890 , "e":null} "#;
        let document = Document::parse(&Bytes::from_static(body.as_bytes())).unwrap();
        let numbers: Vec<_> = (0..document.nodes.table.len()).filter_map(|index| document.number_text(index)).collect();
        assert_eq!(numbers, ["3.00", "-4e5", "123456789012345678901234567890"]);
        // Out of order.
        assert_eq!(document.number_text(5), Some("3.00"));
    }
}
