//! Dates and times as the service writes them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// RFC 3339, or a date and time without an offset for one in UTC.
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    if let Ok(timestamp) = text.parse() {
        return Some(timestamp);
    }
    let civil: DateTime = text.parse().ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

/// A date, alone or in front of a time.
pub(super) fn date(text: &str) -> Option<Date> {
    let end = text.find(['T', ' ']).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_one_moment() {
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
    fn a_date_alone_or_with_a_time() {
        for text in ["2026-08-01", "2026-08-01T23:30:00-02:00", "2026-08-01 00:00:00"] {
            assert_eq!(date(text).unwrap().to_string(), "2026-08-01", "{text}");
        }
        assert_eq!(date("T10:00"), None);
        assert_eq!(date("2026-02-30"), None);
    }
}
