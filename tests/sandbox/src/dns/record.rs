//! A record and the rules for it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{data, name, types};
use crate::place::key_text;

/// Times to live that are accepted besides 0, which is the default of the zone. In seconds.
const TTL: std::ops::RangeInclusive<i64> = 60..=0x7fff_ffff;

/// A record in the terms of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// Empty for the zone itself.
    pub(crate) sub_domain: String,
    pub(crate) field_type: String,
    pub(crate) target: String,
    pub(crate) ttl: i64,
}

/// A parameter with a value that was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invalid {
    pub(crate) parameter: &'static str,
    pub(crate) message: String,
}

impl Invalid {
    fn new(parameter: &'static str, value: &str, reason: &str) -> Self {
        let shown: String = value.chars().take(60).collect();
        Self { parameter, message: format!("[{parameter}] Given data ({shown}) is not valid: {reason}") }
    }
}

/// Checks an absolute name of a SOA record; an address may have `@` as in e-mail.
pub(crate) fn check_name(parameter: &'static str, name: &str) -> Result<(), Invalid> {
    let absolute = format!("{}.", name.strip_suffix('.').unwrap_or(name).replacen('@', ".", 1));
    name::target(&absolute, "").map(drop).map_err(|reason| Invalid::new(parameter, name, reason))
}

impl Record {
    /// Reads a record of the state.
    pub(crate) fn from_json(value: &Value) -> Self {
        let text = |key: &str| match value.get(key) {
            None | Some(Value::Null) => String::new(),
            Some(value) => key_text(value),
        };
        Self {
            sub_domain: text("subDomain"),
            field_type: text("fieldType"),
            target: text("target"),
            ttl: value.get("ttl").and_then(Value::as_i64).unwrap_or_default(),
        }
    }

    pub(crate) fn to_json(&self, zone: &str) -> Value {
        let Self { sub_domain, field_type, target, ttl } = self;
        json!({"zone": zone, "subDomain": sub_domain, "fieldType": field_type, "target": target, "ttl": ttl})
    }

    /// Checks the record by itself.
    pub(crate) fn check(&self, zone: &str) -> Result<(), Invalid> {
        let Self { sub_domain, field_type, target, ttl } = self;
        name::owner(sub_domain, zone).map_err(|reason| Invalid::new("subDomain", sub_domain, reason))?;
        if *ttl != 0 && !TTL.contains(ttl) {
            let reason = format!("it must be 0 or between {} and {}", TTL.start(), TTL.end());
            return Err(Invalid::new("ttl", &ttl.to_string(), &reason));
        }
        if target.contains('\0') {
            return Err(Invalid::new("target", &target.escape_default().to_string(), "it has a null character"));
        }
        if ["A", "AAAA"].contains(&field_type.as_str()) && target.trim() != target {
            return Err(Invalid::new("target", target, "an address has no space before or after it"));
        }
        match types::find(field_type) {
            None => Ok(()),
            Some(ty) => data::canonical(ty, target, zone).map(drop).map_err(|reason| {
                let expected = format!("expected for a record of type {field_type}, for example: {}", ty.example);
                let separator = if reason.is_empty() { "" } else { "; " };
                Invalid::new("target", target, &format!("{reason}{separator}{expected}"))
            }),
        }
    }

    /// Returns the name in a zone file, in lower case, or the subdomain if it is invalid.
    pub(crate) fn owner(&self, zone: &str) -> String {
        name::owner(&self.sub_domain, zone).unwrap_or_else(|_| self.sub_domain.clone()).to_ascii_lowercase()
    }
}

/// The record types of each name of a zone.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<String, BTreeSet<String>>);

impl Names {
    /// Adds a record. Returns an error if it cannot exist beside the others.
    pub(crate) fn add(&mut self, record: &Record, zone: &str) -> Result<(), Invalid> {
        let owner = record.owner(zone);
        let ty = record.field_type.as_str();
        let is_apex = owner == "@";
        let others = self.0.entry(owner).or_default();
        let alone = |ty: &str| ty == "CNAME";
        // The zone itself always has a SOA record.
        let is_apex_alias = is_apex && alone(ty);
        let conflicts = |other: &String| alone(ty) || alone(other) || (ty == "DNAME" && other == ty);
        let other = others.iter().find(|other| conflicts(other)).map(String::as_str);
        if let Some(other) = other.or(is_apex_alias.then_some("SOA")) {
            let reason =
                format!("a record of type {ty} cannot exist beside the record of type {other} of the same name");
            return Err(Invalid::new("subDomain", &record.sub_domain, &reason));
        }
        others.insert(ty.to_owned());
        Ok(())
    }
}
