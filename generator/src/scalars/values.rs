//! Functions that several rows of the table share.

use std::fmt::Display;
use std::str::FromStr;

use fastrand::Rng;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde_json::{Value, json};

/// Parses a text whose canonical spelling is the one that `T` prints.
pub(super) fn parsed<T: FromStr + Display>(text: &str) -> Option<(String, Value)> {
    Some((text.parse::<T>().ok()?.to_string(), text.into()))
}

/// Accepts any text.
pub(super) fn any_text(text: &str) -> Option<(String, Value)> {
    Some((text.to_owned(), text.into()))
}

/// Parses a network, or an address as the network that has only this address.
pub(super) fn network<N: FromStr + From<A> + Display, A: FromStr>(text: &str) -> Option<(String, Value)> {
    let network = text.parse().ok().or_else(|| text.parse().map(|address: A| N::from(address)).ok())?;
    Some((network.to_string(), text.into()))
}

/// Parses an RFC 3339 timestamp. A date without an offset is in UTC, a date without a time is midnight.
pub fn parse_timestamp(text: &str) -> Option<Timestamp> {
    if let Ok(timestamp) = text.parse() {
        return Some(timestamp);
    }
    Offset::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok()
}

pub(super) fn one_of<T: Copy + Default>(rng: &mut Rng, values: &[T]) -> T {
    rng.choice(values).copied().unwrap_or_default()
}

pub(super) fn date(rng: &mut Rng) -> String {
    format!("{}-{:02}-{:02}", rng.u16(2024..2028), rng.u8(1..13), rng.u8(1..29))
}

pub(super) fn hex(rng: &mut Rng) -> String {
    format!("{:016x}", rng.u64(..))
}

pub(super) fn mac_address(rng: &mut Rng) -> String {
    let [_, _, a, b, c, d, e, f] = rng.u64(..).to_be_bytes();
    // Locally administered.
    format!("{:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}", (a & 0xfc) | 2)
}

/// A random UUID, version 4.
pub(super) fn uuid(rng: &mut Rng) -> String {
    uuid::Builder::from_random_bytes(rng.u128(..).to_be_bytes()).into_uuid().to_string()
}

pub(super) fn text(rng: &mut Rng) -> String {
    const TEXTS: &[&str] = &[
        "",
        " ",
        "a",
        "0",
        "null",
        "true",
        "été — ünïcödé 🚀",
        "שלום",
        "a \"quote\", a \\backslash\\, a /slash/",
        "<b>&amp;</b>",
        " space on both sides ",
        "two\nlines\tand a tab",
        "\u{0}\u{7f}\u{2028}\u{feff}",
        "{\"json\": [1]}",
        "%2F..%00+",
    ];
    match rng.u8(..8) {
        0 => "x".repeat(300),
        1..4 => format!("text {}", rng.u32(..)),
        _ => one_of(rng, TEXTS).to_owned(),
    }
}

pub(super) fn json_value(rng: &mut Rng) -> Value {
    match rng.u8(..6) {
        0 => Value::Null,
        1 => rng.bool().into(),
        2 => (super::Scalar::Long.facts().arbitrary)(rng),
        3 => text(rng).into(),
        4 => json!([1, "two", null, {"three": [3.5]}]),
        _ => json!({"nested": {"deeper": [{}]}, "": null}),
    }
}
