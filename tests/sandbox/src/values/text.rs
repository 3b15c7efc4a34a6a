//! Scalars and enum values as plain text, in paths and queries.

use generator::model::{Type, Types};
use serde_json::Value;

use super::{enumeration, has_value};

/// A value of a plain type: in its canonical spelling, for comparisons, and as JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plain {
    /// The same for all spellings of a value.
    pub(crate) key: String,
    pub(crate) json: Value,
}

/// Parses plain text as a value of a type. Returns `None` if the text is invalid or the type is not plain.
pub(crate) fn plain(types: &Types, ty: &Type, text: &str) -> Option<Plain> {
    let (key, json) = match ty {
        Type::Scalar(scalar) => (scalar.facts().parse)(text)?,
        Type::Defined(id, _) => {
            let values = enumeration(types, id)?;
            if !has_value(values, text) {
                return None;
            }
            let json = if values.numeric { text.parse::<i64>().map_or(text.into(), Value::from) } else { text.into() };
            (text.to_owned(), json)
        }
        // An unbound type parameter.
        Type::Parameter(_) => (text.to_owned(), text.into()),
        Type::List(_) | Type::Map(..) => return None,
    };
    Some(Plain { key, json })
}
