//! The default account: a person, three VPS, four domains with their zones, and the services behind them.
//!
//! Facts are taken into whatever the schemas make of a place, as far as they fit: what a schema no longer has does no
//! harm. Which things there are and how they belong together is the same for every seed; how they are is so without one
//! only, so that with a seed every value comes to be seen.

mod facts;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::place::Place;
use crate::responses::Style;

/// The account's own nichandle.
pub(crate) const NICHANDLE: &str = "fl4210-ovh";
/// Other accounts that contacts can be changed to.
pub(crate) const OTHER_ACCOUNTS: &[&str] = &["gh1702-ovh", "kj2718-ovh"];

/// A service of the account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Service {
    pub(crate) id: i64,
    /// The path of the thing itself, as a template.
    pub(crate) route: &'static str,
    /// The parameter in it.
    pub(crate) parameter: &'static str,
    pub(crate) name: &'static str,
}

impl Service {
    /// Whether its time is over.
    pub(crate) const fn is_expired(&self) -> bool {
        self.id == 41_002
    }

    /// Where the thing itself is.
    pub(crate) fn place(&self) -> Place {
        let list = self.route.split("/{").next().unwrap_or_default();
        Place::v1(list).child(self.name)
    }
}

pub(crate) const VPS: &[&str] = &["vps-1a2b3c4d.vps.ovh.net", "vps-5e6f7a8b.vps.ovh.net", "vps-9c0d1e2f.vps.ovh.net"];
pub(crate) const DOMAINS: &[&str] = &["example.com", "example.net", "example.org", "lovelace.example"];

/// All services, by their ids.
pub(crate) fn services() -> impl Iterator<Item = Service> {
    let of = |first: i64, route, parameter, names: &'static [&'static str]| {
        (first..).zip(names).map(move |(id, name)| Service { id, route, parameter, name })
    };
    of(41_001, "/vps/{serviceName}", "serviceName", VPS)
        .chain(of(52_001, "/domain/{serviceName}", "serviceName", DOMAINS))
        .chain(of(63_001, "/domain/zone/{zoneName}", "zoneName", DOMAINS))
}

/// What is known about places.
#[derive(Debug)]
pub(crate) struct Account {
    lists: BTreeMap<Place, Vec<Value>>,
    /// In the order in which they are taken in.
    facts: BTreeMap<Place, Vec<Value>>,
}

impl Account {
    pub(crate) fn new(style: Style) -> Self {
        let mut account = Self { lists: BTreeMap::new(), facts: BTreeMap::new() };
        facts::lists(&mut account);
        if style == Style::Typical {
            facts::how_things_are(&mut account);
        }
        facts::what_belongs_together(&mut account);
        account
    }

    /// What is known about the value at a place.
    pub(crate) fn of(&self, place: &Place) -> impl Iterator<Item = &Value> {
        self.facts.get(place).into_iter().flatten()
    }

    /// The keys that the list at a place begins with.
    pub(crate) fn list(&self, place: &Place) -> Option<&[Value]> {
        self.lists.get(place).map(Vec::as_slice)
    }

    fn know(&mut self, place: Place, facts: Value) {
        self.facts.entry(place).or_default().push(facts);
    }

    /// The list at a place begins with these keys.
    pub(crate) fn keys<V: Into<Value>>(&mut self, place: Place, keys: impl IntoIterator<Item = V>) {
        self.lists.insert(place, keys.into_iter().map(Into::into).collect());
    }
}
