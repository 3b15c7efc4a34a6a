//! List filters: query parameters named after a field, and tags.

use std::net::IpAddr;

use generator::model::{Parameter, Scalar, Type};
use generator::schema::Location;
use ipnet::IpNet;
use serde_json::{Map, Value};

use crate::pattern::like;
use crate::place::key_text;
use crate::routes::Route;
use crate::values::timestamp;

/// How a query parameter is compared with a field, by the parameter's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// The field equals the parameter.
    Equal,
    /// The field's addresses contain those of the parameter.
    Contains,
    /// The field matches the parameter, in which `%` is any text.
    Like,
}

impl Comparison {
    /// Returns the comparison for a query parameter of an operation. The schemas do not say which text parameters are
    /// patterns, so all are.
    pub(crate) fn of(route: &Route, name: &str) -> Self {
        let named = |(parameter, _): &(&Parameter, bool)| parameter.name.as_deref() == Some(name);
        match route.parameters_in(Location::Query).find(named).map(|(parameter, _)| &parameter.ty) {
            Some(Type::Scalar(
                Scalar::Ip | Scalar::IpBlock | Scalar::Ipv4 | Scalar::Ipv4Block | Scalar::Ipv6 | Scalar::Ipv6Block,
            )) => Self::Contains,
            Some(Type::Scalar(Scalar::Text)) => Self::Like,
            _ => Self::Equal,
        }
    }

    fn holds(self, value: &Value, wanted: &str) -> bool {
        match (self, value) {
            (_, Value::Array(values)) => values.iter().any(|value| self.holds(value, wanted)),
            (Self::Contains, Value::String(text)) => match (network(text), network(wanted)) {
                (Some(own), Some(wanted)) => own.contains(&wanted),
                _ => text == wanted,
            },
            (Self::Like, Value::String(text)) if wanted.contains('%') => like(text, wanted),
            _ => same(value, wanted),
        }
    }
}

/// Parses a block of addresses; a single address is a block of its own.
fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

/// Returns whether an object matches a query parameter. Parameters that name no field match everything.
pub(crate) fn matches(item: &Value, name: &str, wanted: &str, comparison: Comparison) -> bool {
    if let Some(value) = item.get(name) {
        return comparison.holds(value, wanted);
    }
    let Some((field, end)) = name.rsplit_once('.') else { return true };
    // `routedTo.serviceName` is a field of `routedTo`, which may be null.
    if let Some(object @ (Value::Object(_) | Value::Null)) = item.get(field) {
        return comparison.holds(object.get(end).unwrap_or(&Value::Null), wanted);
    }
    // `creationDate.from` and `creationDate.to`, or `date.from` in lists of bills.
    let moment = item.get(field).and_then(Value::as_str).and_then(timestamp);
    match (moment, timestamp(wanted), end) {
        (Some(moment), Some(limit), "from") => moment >= limit,
        (Some(moment), Some(limit), "to") => moment <= limit,
        _ => true,
    }
}

/// Returns whether an object matches one of the values of a query parameter, such as `resourceType` of resources with
/// a `type`.
pub(crate) fn matches_any(item: &Value, name: &str, wanted: &[Value]) -> bool {
    let short = name.strip_prefix("resource").map(str::to_ascii_lowercase).unwrap_or_default();
    let Some(value) = item.get(name).or_else(|| item.get(&short)) else { return true };
    wanted.is_empty() || wanted.iter().any(|wanted| same(value, &key_text(wanted)))
}

fn same(value: &Value, wanted: &str) -> bool {
    match value {
        Value::Null => wanted.is_empty(),
        Value::String(text) => text == wanted || timestamp(text).is_some_and(|own| timestamp(wanted) == Some(own)),
        Value::Array(values) => values.iter().any(|value| same(value, wanted)),
        Value::Object(_) => true,
        other => key_text(other) == wanted,
    }
}

/// Returns whether an object's tags match all conditions of all keys of a filter such as
/// `{"environment": [{"operator": "EQ", "value": "production"}]}`.
pub(crate) fn matches_tags(item: &Value, wanted: &Map<String, Value>) -> bool {
    wanted.iter().all(|(key, conditions)| {
        let tags = item.pointer("/iam/tags").or_else(|| item.get("tags"));
        let tag = tags.and_then(|tags| tags.get(key)).and_then(Value::as_str);
        conditions.as_array().into_iter().flatten().all(|condition| holds(tag, condition))
    })
}

fn holds(tag: Option<&str>, condition: &Value) -> bool {
    let of = |key: &str| condition.get(key).and_then(Value::as_str).unwrap_or_default();
    let value = of("value");
    let like = |tag: &str, pattern: &str| tag.contains(pattern.trim_matches('*'));
    match of("operator") {
        "EXISTS" => tag.is_some(),
        "NEXISTS" => tag.is_none(),
        "NEQ" => tag != Some(value),
        "LIKE" => tag.is_some_and(|tag| like(tag, value)),
        "ILIKE" => tag.is_some_and(|tag| like(&tag.to_lowercase(), &value.to_lowercase())),
        // The default operator is `EQ`.
        _ => tag == Some(value),
    }
}
