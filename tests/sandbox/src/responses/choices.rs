//! Plausible values of enums: those of a European account in English, and the states of healthy objects.

use fastrand::Rng;

use super::names;

/// Words of the names of fields and the preferred values, in upper or lower case.
const PREFERRED: &[(&[&str], &[&str])] = &[
    (&["country", "nationality", "ip location", "geolocation"], &["fr"]),
    (&["currency", "currency code"], &["eur"]),
    (&["language", "locale"], &["en_gb", "en-gb", "en", "fr_fr", "fr"]),
    (&["subsidiary"], &["fr"]),
    (&["ovh company"], &["ovh"]),
    (&["continent", "continent code"], &["eu"]),
    (&["region"], &["gra11", "gra", "eu-west-gra", "eu", "europe"]),
    (&["datacenter"], &["gra3", "gra1", "gra", "rbx8", "eu"]),
    (&["legal form", "legalform"], &["individual"]),
    (&["gender", "sex"], &["female"]),
    (&["time zone", "timezone"], &["europe/paris"]),
];

/// Words of the names of fields that tell whether an object is healthy.
const STATES: &[&str] =
    &["status", "state", "health", "situation", "result", "is valid", "is mx valid", "is spf valid", "=done"];

/// States of healthy objects, most preferred first, without `_` and `-`.
const HEALTHY: &[&str] = &[
    "ok",
    "active",
    "running",
    "ready",
    "up",
    "enabled",
    "healthy",
    "available",
    "valid",
    "validated",
    "done",
    "installed",
    "deployed",
    "delivered",
    "success",
    "succeeded",
    "completed",
    "complete",
    "finished",
    "activated",
    "poweron",
    "on",
    "connected",
    "online",
    "opened",
    "open",
    "normal",
    "registered",
    "authorized",
    "accepted",
    "approved",
    "paid",
    "confirmed",
    "verified",
    "created",
    "published",
    "started",
    "synchronized",
    "configured",
    "enable",
    "inuse",
    "inservice",
    "good",
    "nominal",
    "working",
    "accessible",
    "yes",
    "allowed",
    "granted",
    "owned",
    "capacityok",
    "supported",
    "sent",
    "received",
    "idle",
    "used",
    "free",
    "current",
    "notsuspended",
    "todo",
    "init",
    "creating",
    "unlocked",
];

/// Parts of the names of states of broken or removed objects.
const UNHEALTHY: &[&str] = &[
    "error",
    "fail",
    "delet",
    "suspend",
    "expired",
    "block",
    "hack",
    "cancel",
    "refus",
    "reject",
    "unknown",
    "close",
    "down",
    "bad",
    "invalid",
    "unpaid",
    "terminat",
    "disabl",
    "warning",
    "critical",
    "maintenance",
    "degraded",
    "broken",
    "abort",
    "problem",
    "unavailable",
    "stopped",
    "rescue",
    "ko",
    "lock",
    "timeout",
    "loss",
    "lost",
];

fn bare(value: &str) -> String {
    value.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Chooses a value of an enum for a field.
pub(super) fn choose<'v>(name: &str, values: &'v [(String, String)], rng: &mut Rng) -> Option<&'v str> {
    let words = names::words(name);
    let find = |wanted: &&str| values.iter().find(|(_, value)| value.eq_ignore_ascii_case(wanted));
    let preferred = names::find(PREFERRED, &words).and_then(|wanted| wanted.iter().find_map(find));
    if let Some((_, value)) = preferred {
        return Some(value);
    }
    let is_state = STATES.iter().any(|pattern| names::matches(&words, pattern));
    if is_state {
        let healthy = HEALTHY.iter().find_map(|wanted| values.iter().find(|(_, value)| bare(value) == *wanted));
        if let Some((_, value)) = healthy {
            return Some(value);
        }
    }
    let is_sound = |value: &str| {
        let bare = bare(value);
        !UNHEALTHY.iter().any(|part| bare.contains(part))
    };
    let sound: Vec<&str> = values.iter().map(|(_, value)| value.as_str()).filter(|value| is_sound(value)).collect();
    rng.choice(&sound).copied().or_else(|| rng.choice(values).map(|(_, value)| value.as_str()))
}
