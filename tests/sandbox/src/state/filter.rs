//! List filters: query parameters named after a field, and tags.

use serde_json::{Map, Value};

use crate::place::key_text;
use crate::values::timestamp;

/// Returns whether an object matches a query parameter. Parameters that name no field match everything.
pub(crate) fn matches(item: &Value, name: &str, wanted: &str) -> bool {
    let value = item.get(name).or_else(|| item.pointer(&format!("/{}", name.replace('.', "/"))));
    if let Some(value) = value {
        return same(value, wanted);
    }
    // `creationDate.from` and `creationDate.to`, or `date.from` in lists of bills.
    let Some((field, end)) = name.rsplit_once('.') else { return true };
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
