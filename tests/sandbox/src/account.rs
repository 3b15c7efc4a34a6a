//! The default account: a person with servers, domains, a Public Cloud project, bills and the services behind them.
//!
//! `world_data/` describes the account, see [`data`]. Facts are merged into generated values as far as they conform to
//! the schemas. The objects and their relations are the same for every seed. Their other fields are fixed only without
//! a seed, so that with seeds all values occur.

mod data;
mod dates;
mod iam;
mod services;
#[cfg(test)]
mod tests;
mod zones;

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub(crate) use self::dates::day;
pub(crate) use self::iam::registered;
pub(crate) use self::services::{Service, services};
pub(crate) use self::zones::{default_records, name_servers};
use crate::api::Api;
use crate::place::Place;
use crate::responses::Style;

/// The nichandle of the account.
pub(crate) const NICHANDLE: &str = "fl4210-ovh";
/// Other accounts that contacts can be changed to.
pub(crate) const OTHER_ACCOUNTS: &[&str] = &["gh1702-ovh", "kj2718-ovh"];
/// The domains of the account, each with a zone.
pub(crate) const DOMAINS: &[&str] = &["example.com", "example.net", "example.org", "lovelace.example"];

/// The fixed data of the account.
#[derive(Debug)]
pub(crate) struct Account {
    lists: BTreeMap<Place, Vec<Value>>,
    /// Facts by path, in the order in which they are merged.
    facts: BTreeMap<Place, Vec<Value>>,
}

impl Account {
    /// Creates the account of a sandbox that starts at a time, in seconds since 1970.
    pub(crate) fn new(api: &Api, style: Style, now: i64) -> Self {
        let mut account = Self { lists: BTreeMap::new(), facts: BTreeMap::new() };
        let today = day(now);
        zones::lists(&mut account);
        services::add(&mut account, api, style, today);
        data::add(&mut account, api, style, today);
        if style == Style::Typical {
            zones::details(&mut account);
        }
        account.add_facts(Place::v1("/me"), json!({"nichandle": NICHANDLE}));
        zones::relations(&mut account);
        iam::add(&mut account, api);
        account
    }

    /// Returns the facts about the value at a path.
    pub(crate) fn facts(&self, place: &Place) -> impl Iterator<Item = &Value> {
        self.facts.get(place).into_iter().flatten()
    }

    /// Returns the initial keys of the list at a path.
    pub(crate) fn list(&self, place: &Place) -> Option<&[Value]> {
        self.lists.get(place).map(Vec::as_slice)
    }

    fn add_facts(&mut self, place: Place, facts: Value) {
        self.facts.entry(place).or_default().push(facts);
    }

    /// Sets the initial keys of the list at a path.
    pub(crate) fn set_list<V: Into<Value>>(&mut self, place: Place, keys: impl IntoIterator<Item = V>) {
        self.lists.insert(place, keys.into_iter().map(Into::into).collect());
    }
}
