//! Plausible numbers and booleans: tables of words in the names of fields and the values that fit them.

use fastrand::Rng;
use jiff::civil::Date;

use super::names;

/// Patterns of names, see [`names::matches`], and the values to choose from. The first row that matches is used.
const INTEGERS: &[(&[&str], &[i64])] = &[
    (&["percent", "percentage", "ratio", "completion"], &[12, 35, 48, 61, 74]),
    (&["progress"], &[100]),
    (&["error", "failed", "failure", "lost", "dropped", "missed", "debt"], &[0]),
    (&["ftp port"], &[21]),
    (&["ssh port"], &[22]),
    (&["https port"], &[443]),
    (&["http port"], &[80]),
    (&["smtp port"], &[25]),
    (&["dns port"], &[53]),
    (&["port$"], &[443, 80, 22, 8080]),
    (&["netmask", "mask", "prefix length", "cidr"], &[24, 28, 29, 32]),
    (&["directory service code"], &[563_000, 620_100]),
    (&["vlan"], &[42, 100, 210]),
    (&["asn$", "as$"], &[64_500, 64_511]),
    (&["ip version", "=version"], &[4]),
    (&["year"], &[2024, 2025, 2026]),
    (&["month"], &[1, 3, 6, 12]),
    (&["day"], &[1, 7, 14, 28]),
    (&["hour"], &[2, 8, 14, 20]),
    (&["minute"], &[0, 15, 30, 45]),
    (&["ttl", "timeout", "interval", "delay", "duration", "second", "retention", "lifetime", "age"], &[60, 300, 3600]),
    (&["priority", "weight", "rank", "order$", "position", "sequence"], &[1, 2, 5, 10]),
    (&["used", "usage", "consumed", "current", "in use"], &[1, 2, 3, 5, 8]),
    (&["min", "minimum"], &[1]),
    (&["core", "cpu", "vcpu", "vcore", "thread", "processor"], &[1, 2, 4, 8]),
    (&["ram", "memory"], &[2048, 4096, 8192, 16_384]),
    (&["size", "disk", "space", "storage", "capacity", "quota", "volume", "gigabyte"], &[20, 40, 80, 160, 500]),
    (&["bandwidth", "speed", "throughput", "rate", "iops", "connection", "internet"], &[100, 250, 500, 1000]),
    (&["max", "maximum", "limit", "total"], &[10, 20, 50, 100]),
    (&["count", "number", "quantity", "nb", "amount", "replica", "node"], &[1, 2, 3, 5]),
    (&["ucent"], &[350_000_000, 1_250_000_000]),
    (&["http code", "status code", "code$"], &[200]),
    (&["latency", "rtt", "ping"], &[4, 11, 23]),
];

/// Returns an integer that fits the words of a name.
pub(super) fn integer(words: &[String], today: Date, rng: &mut Rng) -> i64 {
    if names::matches(words, "timestamp") || names::matches(words, "at$") {
        let midnight = today.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |day| day.timestamp().as_second());
        return midnight - rng.i64(86_400..60 * 86_400);
    }
    if names::matches(words, "id$") && !names::matches(words, "vlan") {
        return rng.i64(100_000..10_000_000);
    }
    let values = names::find(INTEGERS, words).copied();
    values.and_then(|values| rng.choice(values).copied()).unwrap_or_else(|| rng.i64(1..100))
}

const NUMBERS: &[(&[&str], std::ops::Range<f64>)] = &[
    (&["percent", "percentage", "load", "usage", "ratio", "progress"], 1.0..99.0),
    (&["latitude"], 43.0..50.0),
    (&["longitude"], -1.0..7.0),
    (&["used value"], 1.0..20.0),
    (&["size value", "quota value"], 50.0..500.0),
    (&["price", "value", "amount", "cost", "total", "tax"], 3.0..100.0),
    (&["used", "usage"], 1.0..20.0),
    (&["size", "quota", "space", "disk", "traffic"], 50.0..500.0),
];

/// Returns a number that fits the words of a name, with two decimals.
pub(super) fn number(words: &[String], rng: &mut Rng) -> f64 {
    let range = names::find(NUMBERS, words).cloned().unwrap_or(0.0..100.0);
    let number = range.start + rng.f64() * (range.end - range.start);
    (number * 100.0).round() / 100.0
}

/// Words of the names of booleans that are the same for a healthy object.
const BOOLEANS: &[(&[&str], bool)] = &[
    (&["up to date", "not expired", "can be terminated"], true),
    (
        &[
            "locked",
            "blocked",
            "deleted",
            "disabled",
            "suspended",
            "expired",
            "error",
            "failed",
            "cancelled",
            "canceled",
            "closed",
            "hidden",
            "maintenance",
            "hacked",
            "spam",
            "terminated",
            "deprecated",
            "throttled",
            "exceeded",
            "read only",
            "readonly",
            "delete",
            "over quota",
            "over consumption",
            "no intervention",
            "to be deleted",
            "abuse",
            "restricted",
            "forced",
        ],
        false,
    ),
    (
        &[
            "enabled",
            "active",
            "available",
            "valid",
            "ok",
            "ready",
            "supported",
            "authorized",
            "allowed",
            "verified",
            "validated",
            "healthy",
            "connected",
            "online",
            "running",
        ],
        true,
    ),
];

/// Returns a boolean that fits the words of a name.
pub(super) fn boolean(words: &[String], rng: &mut Rng) -> bool {
    let random = rng.bool();
    names::find(BOOLEANS, words).copied().unwrap_or(random)
}
