//! Plausible dates: objects were created in the past, changed since, and expire in the future.

use std::ops::Range;

use fastrand::Rng;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::names;

/// Days before today of what happened first.
const CREATED: Range<i64> = -900..-60;
/// Words of the names of other dates, and their days.
const DAYS: &[(&[&str], Range<i64>)] = &[
    (
        &[
            "done",
            "finish",
            "finished",
            "completed",
            "closed",
            "last",
            "update",
            "updated",
            "modified",
            "modification",
            "seen",
            "checked",
            "current",
        ],
        -30..-1,
    ),
    (
        &[
            "expiration",
            "expire",
            "expiry",
            "expired",
            "end",
            "ending",
            "until",
            "renewal",
            "renew",
            "next",
            "deadline",
            "due",
            "valid to",
            "termination",
            "retraction",
            "future",
            "to$",
        ],
        30..365,
    ),
    (&["birth", "birthday"], -20_000..-9_000),
];

/// Returns a day that fits the words of a name.
pub(super) fn day(words: &[String], today: Date, rng: &mut Rng) -> Date {
    let days = names::find(DAYS, words).cloned().unwrap_or(CREATED);
    today.saturating_add(rng.i64(days).days())
}

/// Returns a point in time that fits the words of a name.
pub(super) fn timestamp(words: &[String], today: Date, rng: &mut Rng) -> String {
    let day = day(words, today, rng);
    format!("{day}T{:02}:{:02}:{:02}+00:00", rng.u8(6..22), rng.u8(..60), rng.u8(..60))
}
