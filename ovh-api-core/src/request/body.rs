//! A JSON body that is set as a whole or key by key.

use std::ops::Range;

use bytes::Bytes;

use crate::json::{EncodeError, ToJson, encode};

/// JSON bytes, valid after every change.
#[derive(Clone)]
pub(super) struct BodyBuilder {
    bytes: Vec<u8>,
    /// The position of each value: setting a key again replaces its value.
    fields: Vec<(&'static str, Range<usize>)>,
}

impl BodyBuilder {
    pub(super) const fn whole(bytes: Vec<u8>) -> Self {
        Self { bytes, fields: Vec::new() }
    }

    pub(super) fn object() -> Self {
        Self { bytes: b"{}".to_vec(), fields: Vec::new() }
    }

    pub(super) fn set(&mut self, name: &'static str, value: &dyn ToJson) -> Result<(), EncodeError> {
        let value = encode(value)?;
        let Some(position) = self.fields.iter().position(|(known, _)| *known == name) else {
            return self.push(name, &value);
        };
        let fields = self.fields.get_mut(position..).unwrap_or_default();
        if let Some(((_, range), later)) = fields.split_first_mut() {
            let (old, new) = (range.len(), value.len());
            self.bytes.splice(range.clone(), value);
            range.end = range.start + new;
            for (_, range) in later {
                *range = range.start + new - old..range.end + new - old;
            }
        }
        Ok(())
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn into_bytes(self) -> Bytes {
        self.bytes.into()
    }

    fn push(&mut self, name: &'static str, value: &[u8]) -> Result<(), EncodeError> {
        let key = encode(name)?;
        self.bytes.pop();
        if !self.fields.is_empty() {
            self.bytes.push(b',');
        }
        self.bytes.extend(key);
        self.bytes.push(b':');
        let start = self.bytes.len();
        self.bytes.extend(value);
        self.fields.push((name, start..self.bytes.len()));
        self.bytes.push(b'}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_set_again_replaces_its_value() {
        let mut body = BodyBuilder::object();
        assert_eq!(body.bytes(), b"{}");
        for (name, value) in [("a", "1"), ("b", "long"), ("c", ""), ("b", "x"), ("a", "yy")] {
            body.set(name, &value).unwrap();
        }
        assert_eq!(body.bytes(), br#"{"a":"yy","b":"x","c":""}"#);
        body.set("c", &7_i64).unwrap();
        body.set("d", &true).unwrap();
        assert_eq!(body.bytes(), br#"{"a":"yy","b":"x","c":7,"d":true}"#);
    }
}
