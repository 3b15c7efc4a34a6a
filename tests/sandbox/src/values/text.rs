//! Scalars written as text: path values, query values, and the texts of JSON that have a form.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use generator::model::{Scalar, Type, Types};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use macaddr::MacAddr6;
use serde_json::Value;
use uuid::Uuid;

use super::{enumeration, has_value};

/// A value of a plain type: in one spelling for comparisons, and as JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plain {
    /// The same for all spellings of a value.
    pub(crate) key: String,
    pub(crate) json: Value,
}

/// Reads a text as a value of a type; none if it is not one, or if the type is not plain.
pub(crate) fn plain(types: &Types, ty: &Type, text: &str) -> Option<Plain> {
    let (key, json) = match ty {
        Type::Scalar(Scalar::Long) => {
            // `+5` and `05` would be other paths for the rules of a key, and the same object.
            let number: i64 = text.parse().ok().filter(|number: &i64| number.to_string() == text)?;
            (text.to_owned(), number.into())
        }
        Type::Scalar(Scalar::Double) => {
            let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
            (number.to_string(), number.into())
        }
        Type::Scalar(Scalar::Boolean) => match text {
            "true" | "1" => ("true".to_owned(), true.into()),
            "false" | "0" => ("false".to_owned(), false.into()),
            _ => return None,
        },
        Type::Scalar(scalar) => (spelling(*scalar, text)?, text.into()),
        Type::Defined(id, _) => {
            let values = enumeration(types, id)?;
            if !has_value(values, text) {
                return None;
            }
            let json = if values.numeric { text.parse::<i64>().map_or(text.into(), Value::from) } else { text.into() };
            (text.to_owned(), json)
        }
        // A type parameter that nothing is known about.
        Type::Parameter(_) => (text.to_owned(), text.into()),
        Type::List(_) | Type::Map(..) => return None,
    };
    Some(Plain { key, json })
}

/// The one spelling of a value whose JSON is a text; none if the text has not its form.
pub(super) fn spelling(scalar: Scalar, text: &str) -> Option<String> {
    Some(match scalar {
        Scalar::Date => text.parse::<Date>().ok()?.to_string(),
        Scalar::Timestamp => timestamp(text)?.to_string(),
        Scalar::Time => text.parse::<Time>().ok()?.to_string(),
        Scalar::Duration => text.parse::<Span>().ok()?.to_string(),
        Scalar::Uuid => text.parse::<Uuid>().ok()?.to_string(),
        Scalar::Ip => text.parse::<IpAddr>().ok()?.to_string(),
        Scalar::Ipv4 => text.parse::<Ipv4Addr>().ok()?.to_string(),
        Scalar::Ipv6 => text.parse::<Ipv6Addr>().ok()?.to_string(),
        Scalar::IpBlock => text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).ok()?.to_string(),
        Scalar::Ipv4Block => text.parse().or_else(|_| text.parse::<Ipv4Addr>().map(Ipv4Net::from)).ok()?.to_string(),
        Scalar::Ipv6Block => text.parse().or_else(|_| text.parse::<Ipv6Addr>().map(Ipv6Net::from)).ok()?.to_string(),
        Scalar::MacAddress => text.parse::<MacAddr6>().ok()?.to_string().to_ascii_lowercase(),
        Scalar::Text | Scalar::Secret | Scalar::Json | Scalar::Unit => text.to_owned(),
        Scalar::Boolean | Scalar::Double | Scalar::Long => return None,
    })
}

/// RFC 3339; a date and time without an offset is taken for UTC, a date for its midnight.
pub(crate) fn timestamp(text: &str) -> Option<Timestamp> {
    if let Ok(timestamp) = text.parse() {
        return Some(timestamp);
    }
    Offset::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok()
}
