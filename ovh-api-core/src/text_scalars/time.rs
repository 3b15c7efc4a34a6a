//! Dates and times in the formats of the service.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// Parses RFC 3339, or a date and time without an offset as UTC.
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    if let Ok(timestamp) = text.parse() {
        return Some(timestamp);
    }
    let civil: DateTime = text.parse().ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

/// Parses a date, with or without a time after it.
pub(super) fn date(text: &str) -> Option<Date> {
    let end = text.find(['T', ' ']).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

/// Prints RFC 3339 in UTC with millisecond precision.
pub(super) fn print_timestamp(timestamp: &Timestamp) -> String {
    // Rounds towards 1970.
    Timestamp::from_millisecond(timestamp.as_millisecond()).unwrap_or(*timestamp).to_string()
}

/// Prints a time of day with millisecond precision.
pub(super) fn print_time(time: &Time) -> String {
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let nanoseconds = i32::from(time.millisecond()) * 1_000_000;
    Time::new(hour, minute, second, nanoseconds).unwrap_or(*time).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamp_in_any_format_is_parsed() {
        for text in [
            "2026-08-01T10:20:30Z",
            "2026-08-01T12:20:30+02:00",
            "2026-08-01T12:20:30+0200",
            "2026-08-01T12:20:30+02",
            "2026-08-01 12:20:30+02:00",
            "2026-08-01T10:20:30.000Z",
            "2026-08-01T10:20:30",
            "2026-08-01 10:20:30",
        ] {
            let moment = timestamp(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(moment.to_string(), "2026-08-01T10:20:30Z", "{text}");
        }
        assert_eq!(timestamp("2026-08-01").unwrap().to_string(), "2026-08-01T00:00:00Z");
        assert_eq!(timestamp("tomorrow"), None);
        assert_eq!(timestamp("2026-13-01T00:00:00Z"), None);
    }

    #[test]
    fn date_with_or_without_time_is_parsed() {
        for text in ["2026-08-01", "2026-08-01T23:30:00-02:00", "2026-08-01 00:00:00"] {
            assert_eq!(date(text).unwrap().to_string(), "2026-08-01", "{text}");
        }
        assert_eq!(date("T10:00"), None);
        assert_eq!(date("2026-02-30"), None);
    }

    #[test]
    fn printed_times_have_millisecond_precision() {
        for (text, written) in [
            ("2026-08-01T10:20:30.123456789Z", "2026-08-01T10:20:30.123Z"),
            ("2026-08-01T10:20:30.999999999Z", "2026-08-01T10:20:30.999Z"),
            ("2026-08-01T10:20:30.000000001Z", "2026-08-01T10:20:30Z"),
            ("2026-08-01T10:20:30.5Z", "2026-08-01T10:20:30.5Z"),
            ("1969-12-31T23:59:59.9999999Z", "1970-01-01T00:00:00Z"),
            ("-009999-01-02T01:59:59Z", "-009999-01-02T01:59:59Z"),
        ] {
            assert_eq!(print_timestamp(&text.parse().unwrap()), written, "{text}");
        }
        for (text, written) in [("10:20:30.123456789", "10:20:30.123"), ("10:20:30", "10:20:30")] {
            assert_eq!(print_time(&text.parse().unwrap()), written, "{text}");
        }
    }
}
