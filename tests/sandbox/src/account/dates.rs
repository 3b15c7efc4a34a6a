//! Dates relative to the start of the sandbox, so that bills always lie in the past and contracts end in the future.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::Value;

/// Returns the day of a time in seconds since 1970.
pub(crate) fn day(now: i64) -> Date {
    let time = jiff::Timestamp::from_second(now).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    time.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Replaces `{-30d}` or `{+30d}` at the start of a text by the date of that many days before or after today.
pub(super) fn expand(text: &str, today: Date) -> String {
    let parts = text.strip_prefix('{').and_then(|rest| rest.split_once("d}"));
    let Some((days, rest)) = parts.and_then(|(days, rest)| Some((days.parse::<i64>().ok()?, rest))) else {
        return text.to_owned();
    };
    format!("{}{rest}", today.saturating_add(days.days()))
}

/// Expands all texts of a value.
pub(super) fn expand_all(value: &Value, today: Date) -> Value {
    match value {
        Value::String(text) => expand(text, today).into(),
        Value::Array(values) => values.iter().map(|value| expand_all(value, today)).collect(),
        Value::Object(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.clone(), expand_all(value, today))).collect())
        }
        other => other.clone(),
    }
}
