//! Routes of IP blocks: a block that is moved appears at its new service and disappears at the former one.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use generator::schema::{Branch, Method};
use serde_json::{Value, json};

use super::State;
use crate::place::{Place, key_text};
use crate::values::Plain;

/// The field of an IP block that names its service.
pub(super) const ROUTED_TO: &str = "routedTo";

/// The lists of services that IP blocks can be moved to, and their names in the list of destinations.
pub(crate) const DESTINATIONS: &[(&str, &str)] = &[
    ("/cloud/project", "cloudProject"),
    ("/dedicatedCloud", "dedicatedCloud"),
    ("/dedicated/server", "dedicatedServer"),
    ("/hosting/reseller", "hostingReseller"),
    ("/ipLoadbalancing", "ipLoadbalancing"),
    ("/vmwareCloudDirector/organization", "vmwareCloudDirector"),
    ("/vps", "vps"),
];

/// Whether a service lists its IP blocks or the addresses in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Blocks,
    Addresses,
}

/// List of services, path template of the list of IP addresses below a service, and what this list shows.
const LISTS: &[(&str, &str, Shown)] = &[
    ("/dedicated/server", "/dedicated/server/{serviceName}/ips", Shown::Blocks),
    ("/vps", "/vps/{serviceName}/ips", Shown::Addresses),
];

/// Maximum number of addresses of a block that are listed one by one.
const MAX_ADDRESSES: u32 = 256;

impl State {
    /// Returns the keys of the objects of a list without parameters in its path.
    pub(crate) fn keys_at(&mut self, list: &str) -> Vec<String> {
        let Some(id) = self.api.table.collection_at(list) else { return Vec::new() };
        self.entries(&Place::v1(list), id).iter().map(|entry| entry.key.clone()).collect()
    }

    /// Moves an IP block from the list of its former service to that of its new one.
    pub(super) fn reroute(&mut self, block: &Place, from: Option<&Value>, to: Option<&Value>) {
        let mut segments = block.segments();
        let (Some(first), Some(name), None) = (segments.next(), segments.next(), segments.next()) else { return };
        if first != "ip" {
            return;
        }
        let service = |routed: Option<&Value>| routed?.get("serviceName")?.as_str().map(str::to_owned);
        let (from, to) = (service(from), service(to));
        if from == to {
            return;
        }
        for (list, template, shown) in LISTS {
            let keys = match shown {
                Shown::Blocks => vec![name.clone()],
                Shown::Addresses => addresses(&name),
            };
            let known = self.keys_at(list);
            if let Some(from) = from.as_ref().filter(|from| known.contains(from)) {
                self.unlist(&Place::v1(list).child(from).child("ips"), template, &keys);
            }
            if let Some(to) = to.as_ref().filter(|to| known.contains(to)) {
                self.enlist(&Place::v1(list).child(to).child("ips"), template, &keys);
            }
        }
    }

    fn unlist(&mut self, list: &Place, template: &str, keys: &[String]) {
        if let Some(id) = self.api.table.collection_at(template) {
            for key in keys {
                self.take(list, id, key);
            }
            return;
        }
        let kept = self.plain_list(list, template).into_iter().filter(|entry| !keys.contains(&key_text(entry)));
        let kept: Value = kept.collect();
        self.set(list, kept);
    }

    fn enlist(&mut self, list: &Place, template: &str, keys: &[String]) {
        let api = Arc::clone(&self.api);
        let Some(id) = api.table.collection_at(template) else {
            let mut listed = self.plain_list(list, template);
            listed.extend(keys.iter().map(|key| Value::from(key.as_str())));
            listed.dedup();
            self.set(list, listed.into());
            return;
        };
        let Some(ty) = api.table.collection(id).map(|it| it.item.clone().unwrap_or_else(|| it.element.clone())) else {
            return;
        };
        for key in keys {
            if self.entry(list, id, key).is_some() {
                continue;
            }
            let mut value = self.temporary(&ty, list.child(key).as_str());
            let version = if key.contains(':') { "v6" } else { "v4" };
            let facts = json!({"ipAddress": key, "type": "additional", "version": version, "reverse": null,
                "gateway": null});
            self.merge(&ty, &mut value, &facts);
            self.add(list, id, &Plain { key: key.clone(), json: key.as_str().into() }, value);
        }
    }

    /// Returns the entries of a list whose objects have no path of their own.
    fn plain_list(&mut self, list: &Place, template: &str) -> Vec<Value> {
        let api = Arc::clone(&self.api);
        let read = api.table.by_template(Branch::V1, Method::Get, template);
        let value = read.and_then(|read| self.value(list, &read.operation.response).cloned());
        value.and_then(|value| value.as_array().cloned()).unwrap_or_default()
    }
}

/// Returns the addresses of a block. Of a block of IPv6 or a large one, only the first.
fn addresses(block: &str) -> Vec<String> {
    let (address, length) = block.split_once('/').unwrap_or((block, ""));
    let Ok(address) = address.parse::<IpAddr>() else { return Vec::new() };
    let count = match (address, length.parse::<u32>()) {
        (IpAddr::V4(_), Ok(length)) => 1_u32.checked_shl(32_u32.saturating_sub(length)).unwrap_or(u32::MAX),
        _ => 1,
    };
    match address {
        IpAddr::V4(first) if count <= MAX_ADDRESSES => {
            let start = u32::from(first) & !(count - 1);
            (0..count).map(|index| Ipv4Addr::from(start.saturating_add(index)).to_string()).collect()
        }
        first => vec![first.to_string()],
    }
}
