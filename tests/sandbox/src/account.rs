//! The default account: a person, three VPS, four domains with their zones, and the services behind them.
//!
//! Facts are merged into generated values as far as they conform to the schemas. The objects and their relations are
//! the same for every seed. Their other fields are fixed only without a seed, so that with seeds all values occur.

mod facts;
mod zones;

use std::collections::BTreeMap;

use serde_json::Value;

pub(crate) use self::zones::default_records;
use crate::place::Place;
use crate::responses::Style;

/// The nichandle of the account.
pub(crate) const NICHANDLE: &str = "fl4210-ovh";
/// Other accounts that contacts can be changed to.
pub(crate) const OTHER_ACCOUNTS: &[&str] = &["gh1702-ovh", "kj2718-ovh"];

/// A service of the account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Service {
    pub(crate) id: i64,
    /// The path template of the object.
    pub(crate) route: &'static str,
    /// The parameter of the template.
    pub(crate) parameter: &'static str,
    pub(crate) name: &'static str,
}

impl Service {
    pub(crate) const fn is_expired(&self) -> bool {
        self.id == 41_002
    }

    /// Returns the path of the object.
    pub(crate) fn place(&self) -> Place {
        let list = self.route.split("/{").next().unwrap_or_default();
        Place::v1(list).child(self.name)
    }
}

pub(crate) const VPS: &[&str] = &["vps-1a2b3c4d.vps.ovh.net", "vps-5e6f7a8b.vps.ovh.net", "vps-9c0d1e2f.vps.ovh.net"];
pub(crate) const DOMAINS: &[&str] = &["example.com", "example.net", "example.org", "lovelace.example"];

/// Returns all services, ordered by id.
pub(crate) fn services() -> impl Iterator<Item = Service> {
    let of = |first: i64, route, parameter, names: &'static [&'static str]| {
        (first..).zip(names).map(move |(id, name)| Service { id, route, parameter, name })
    };
    of(41_001, "/vps/{serviceName}", "serviceName", VPS)
        .chain(of(52_001, "/domain/{serviceName}", "serviceName", DOMAINS))
        .chain(of(63_001, "/domain/zone/{zoneName}", "zoneName", DOMAINS))
}

/// The fixed data of the account.
#[derive(Debug)]
pub(crate) struct Account {
    lists: BTreeMap<Place, Vec<Value>>,
    /// Facts by path, in the order in which they are merged.
    facts: BTreeMap<Place, Vec<Value>>,
}

impl Account {
    pub(crate) fn new(style: Style) -> Self {
        let mut account = Self { lists: BTreeMap::new(), facts: BTreeMap::new() };
        facts::lists(&mut account);
        if style == Style::Typical {
            facts::details(&mut account);
        }
        facts::relations(&mut account);
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
