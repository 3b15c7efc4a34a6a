//! The announcement of a deprecation.

use crate::schema::ApiStatus;

impl ApiStatus {
    /// Returns whether the operation is deprecated.
    pub fn is_deprecated(&self) -> bool {
        self.value == "DEPRECATED"
    }

    /// Returns the day on which the deprecation began, if it is known.
    pub fn deprecation_day(&self) -> Option<&str> {
        self.deprecated_date.as_deref().map(day)
    }

    /// Returns the day on which OVHcloud plans to delete the operation; some operations outlive it.
    pub fn deletion_day(&self) -> Option<&str> {
        self.deletion_date.as_deref().map(day)
    }

    /// Returns the announcement of a deprecation, without escapes:
    /// `since 2024-07-15, to be deleted on 2024-09-15, use /vps instead`.
    pub fn announcement(&self) -> Option<String> {
        let since = self.deprecation_day().map(|day| format!("since {day}"));
        let deletion = self.deletion_day().map(|day| format!("to be deleted on {day}"));
        let replacement = self.replacement.as_deref().map(|path| format!("use {path} instead"));
        let known: Vec<String> = since.into_iter().chain(deletion).chain(replacement).collect();
        (!known.is_empty()).then(|| known.join(", "))
    }
}

/// Returns the day of an RFC 3339 timestamp, and any other text unchanged.
fn day(date: &str) -> &str {
    match date.split_once('T') {
        Some((day, _)) if day.len() == "2024-09-15".len() => day,
        _ => date,
    }
}
