//! The parameters of SVCB and HTTPS records.

use std::net::{Ipv4Addr, Ipv6Addr};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::words::Words;

type IsValid = fn(&str) -> bool;

/// Numbers of keys whose names older DNS software does not know, and which are therefore written as numbers.
const NUMBERED: &[(&str, &str)] = &[("dohpath", "key7"), ("ohttp", "key8")];

/// Key, and the check of its value.
const KEYS: &[(&str, IsValid)] = &[
    ("mandatory", |value| items(value, |key| !key.is_empty() && key != "mandatory")),
    ("alpn", |value| items(value, |id| (1..256).contains(&id.len()))),
    ("no-default-alpn", str::is_empty),
    ("port", |value| value.bytes().all(|digit| digit.is_ascii_digit()) && value.parse::<u16>().is_ok()),
    ("ipv4hint", |value| items(value, |address| address.parse::<Ipv4Addr>().is_ok())),
    ("ech", is_ech),
    ("ipv6hint", |value| items(value, |address| address.parse::<Ipv6Addr>().is_ok())),
    ("dohpath", |value| !value.is_empty()),
    ("ohttp", str::is_empty),
];

/// Numbers below this one have, or may get, a name.
const FIRST_UNNAMED: u16 = 32;

/// Returns the name of a key.
fn named(key: &str) -> &str {
    NUMBERED.iter().find(|(_, number)| *number == key).map_or(key, |(name, _)| name)
}

/// Returns a key as it is written.
fn numbered(key: &str) -> &str {
    NUMBERED.iter().find(|(name, _)| *name == key).map_or(key, |(_, number)| number)
}

fn each_key(keys: &str, spelling: fn(&str) -> &str) -> String {
    keys.split(',').map(spelling).collect::<Vec<_>>().join(",")
}

fn items(value: &str, is_valid: impl Fn(&str) -> bool) -> bool {
    value.split(',').all(is_valid)
}

/// Returns whether a value is a list of configurations with its length in front.
fn is_ech(value: &str) -> bool {
    let bytes = STANDARD.decode(value).unwrap_or_default();
    match bytes.as_slice() {
        [high, low, list @ ..] => list.len() >= 4 && list.len() == usize::from(u16::from_be_bytes([*high, *low])),
        _ => false,
    }
}

/// Returns the check of a key's value.
fn check_of(key: &str) -> Option<IsValid> {
    if let Some((_, is_valid)) = KEYS.iter().find(|(known, _)| *known == key) {
        return Some(*is_valid);
    }
    let digits = key.strip_prefix("key")?;
    let number = digits.parse::<u16>().ok().filter(|number| number.to_string() == digits)?;
    (FIRST_UNNAMED..u16::MAX).contains(&number).then_some(|_| true)
}

/// Returns the parameters as a zone file has them. An error is a reason.
pub(super) fn canonical(text: &str, is_alias: bool) -> Result<String, &'static str> {
    let mut values: Vec<(&str, String)> = Vec::new();
    for word in Words::new(text) {
        let (key, value) = word.split_once('=').map_or((word, None), |(key, value)| (key, Some(value)));
        let key = named(key);
        let value = value.unwrap_or_default();
        let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        let is_plain = inner.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'));
        let is_valid = check_of(key).is_some_and(|is_valid| is_plain && is_valid(inner));
        if !is_valid {
            return Err("a parameter is invalid");
        }
        if values.iter().any(|(known, _)| *known == key) {
            return Err("it has a parameter twice");
        }
        let is_list_of_keys = key == "mandatory";
        values.push((key, if is_list_of_keys { each_key(inner, named) } else { inner.to_owned() }));
    }
    let value_of = |key: &str| values.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str());
    if is_alias && !values.is_empty() {
        return Err("a record of priority 0 must not have parameters");
    }
    if value_of("no-default-alpn").is_some() && value_of("alpn").is_none() {
        return Err("no-default-alpn requires alpn");
    }
    let mandatory: Vec<&str> = value_of("mandatory").map(|keys| keys.split(',').collect()).unwrap_or_default();
    let is_repeated = |(index, key): (usize, &&str)| mandatory.iter().take(index).any(|earlier| earlier == key);
    if mandatory.iter().any(|key| value_of(key).is_none()) || mandatory.iter().enumerate().any(is_repeated) {
        return Err("a mandatory parameter is missing or repeated");
    }
    let written = values.iter().map(|(key, value)| {
        let value = if *key == "mandatory" { each_key(value, numbered) } else { value.clone() };
        let key = numbered(key);
        if value.is_empty() { key.to_owned() } else { format!("{key}=\"{value}\"") }
    });
    Ok(written.collect::<Vec<_>>().join(" "))
}
