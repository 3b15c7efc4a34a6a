//! Values at the limits of what a schema allows.

use fastrand::Rng;
use generator::model::Scalar;
use serde_json::{Value, json};

const LONGS: &[i64] = &[
    0,
    1,
    -1,
    i64::MAX,
    i64::MIN,
    i32::MAX as i64 + 1,
    i32::MIN as i64 - 1,
    // Beyond 2^53, a double is no longer exact.
    9_007_199_254_740_992,
    9_007_199_254_740_993,
    -9_007_199_254_740_993,
];
const DOUBLES: &[f64] = &[0.0, -0.0, 0.1, -1.5, 1e-7, 5e-324, f64::MAX, f64::MIN, 1e21, 100.0, 0.1 + 0.2];
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
const DATES: &[&str] =
    &["0001-01-01", "1970-01-01", "1999-12-31", "2000-02-29", "2024-02-29", "2038-01-19", "9999-12-31"];
const TIMESTAMPS: &[&str] = &[
    "0001-01-01T00:00:00+00:00",
    "1969-12-31T23:59:59Z",
    "1970-01-01T00:00:00+00:00",
    "2024-02-29T23:59:59+14:00",
    "2026-03-29T02:30:00+02:00",
    "2026-08-01T10:20:30.123456Z",
    "2038-01-19T03:14:08+00:00",
    "9999-12-30T00:00:00-02:00",
];
const TIMES: &[&str] = &["00:00:00", "12:30:00", "23:59:59"];
const DURATIONS: &[&str] = &["PT0S", "P1D", "P1M", "P1Y", "P1Y2M3DT4H5M6S", "P1DT2H", "PT36H", "P2W"];
const V4: &[&str] = &["0.0.0.0", "127.0.0.1", "192.0.2.1", "255.255.255.255"];
const V6: &[&str] = &["::", "::1", "2001:db8::1", "::ffff:192.0.2.1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"];
const V4_BLOCKS: &[&str] = &["0.0.0.0/0", "192.0.2.0/24", "198.51.100.4/30", "203.0.113.7/32", "192.0.2.9"];
const V6_BLOCKS: &[&str] = &["::/0", "2001:db8::/32", "2001:db8::1/128", "2001:db8::7"];

fn one<'v>(values: &[&'v str], rng: &mut Rng) -> &'v str {
    rng.choice(values).copied().unwrap_or_default()
}

/// Returns a limit of the range, a small number or any number.
pub(super) fn long(rng: &mut Rng) -> i64 {
    match rng.u8(..3) {
        0 => rng.choice(LONGS).copied().unwrap_or_default(),
        1 => rng.i64(..1000),
        _ => rng.i64(..),
    }
}

pub(super) fn double(rng: &mut Rng) -> f64 {
    if rng.bool() { rng.choice(DOUBLES).copied().unwrap_or_default() } else { rng.f64() * 1000.0 }
}

pub(super) fn text(rng: &mut Rng) -> String {
    match rng.u8(..8) {
        0 => "x".repeat(300),
        1..4 => format!("text {}", rng.u32(..)),
        _ => one(TEXTS, rng).to_owned(),
    }
}

pub(super) fn date(rng: &mut Rng) -> String {
    one(DATES, rng).to_owned()
}

pub(super) fn timestamp(rng: &mut Rng) -> String {
    one(TIMESTAMPS, rng).to_owned()
}

pub(super) fn time(rng: &mut Rng) -> String {
    one(TIMES, rng).to_owned()
}

pub(super) fn duration(rng: &mut Rng) -> String {
    one(DURATIONS, rng).to_owned()
}

pub(super) fn ip(scalar: Scalar, rng: &mut Rng) -> String {
    let four = scalar == Scalar::Ipv4 || (scalar == Scalar::Ip && rng.bool());
    one(if four { V4 } else { V6 }, rng).to_owned()
}

pub(super) fn block(scalar: Scalar, rng: &mut Rng) -> String {
    let four = scalar == Scalar::Ipv4Block || (scalar == Scalar::IpBlock && rng.bool());
    one(if four { V4_BLOCKS } else { V6_BLOCKS }, rng).to_owned()
}

pub(super) fn json(rng: &mut Rng) -> Value {
    match rng.u8(..6) {
        0 => Value::Null,
        1 => rng.bool().into(),
        2 => long(rng).into(),
        3 => text(rng).into(),
        4 => json!([1, "two", null, {"three": [3.5]}]),
        _ => json!({"nested": {"deeper": [{}]}, "": null}),
    }
}
