//! The zones of the account's domains.

use serde_json::{Value, json};

use super::{Account, DOMAINS};
use crate::place::{Place, key_text};

/// Type, subdomain, target, time to live in seconds, sorted like lists of records. `{zone}` and `{number}` are those of
/// the zone.
const RECORDS: &[(&str, &str, &str, i64)] = &[
    ("A", "", "192.0.2.10", 3600),
    ("A", "www", "192.0.2.10", 0),
    ("AAAA", "", "2001:db8::10", 3600),
    ("CNAME", "ftp", "{zone}.", 0),
    ("MX", "", "1 mx1.mail.ovh.net.", 0),
    ("NS", "", "dns{number}.ovh.net.", 0),
    ("NS", "", "ns{number}.ovh.net.", 0),
    ("TXT", "", "\"v=spf1 include:mx.ovh.com ~all\"", 600),
    ("TXT", "_dmarc", "\"v=DMARC1; p=none\"", 600),
];

/// The id of a zone's first record is this, plus 1,000 for each zone.
const FIRST_ID: i64 = 5_100_000;

/// Returns the number of a zone's name servers.
fn number(zone: &str) -> usize {
    100 + DOMAINS.iter().position(|known| *known == zone).unwrap_or_default()
}

/// Returns the name servers of a zone.
pub(crate) fn name_servers(zone: &str) -> [String; 2] {
    ["dns", "ns"].map(|prefix| format!("{prefix}{}.ovh.net", number(zone)))
}

/// Returns the records of a new zone.
pub(crate) fn default_records(zone: &str) -> Vec<Value> {
    let record = |(field_type, sub_domain, target, ttl): &(&str, &str, &str, i64)| {
        let target = target.replace("{zone}", zone).replace("{number}", &number(zone).to_string());
        json!({"zone": zone, "subDomain": sub_domain, "fieldType": field_type, "target": target, "ttl": ttl})
    };
    RECORDS.iter().map(record).collect()
}

pub(super) fn lists(account: &mut Account) {
    for (first, zone) in (1..).map(|number| FIRST_ID + number * 1_000).zip(DOMAINS) {
        let place = Place::v1("/domain/zone").child(zone).child("record");
        account.set_list(place, (first..).take(RECORDS.len()));
        for (list, key) in below(zone, first) {
            account.set_list(list, [key]);
        }
    }
}

/// Returns the other lists of a zone, each with its key.
fn below(zone: &str, id: i64) -> [(Place, Value); 3] {
    let place = Place::v1("/domain/zone").child(zone);
    let dyn_host = place.child("dynHost");
    [
        (dyn_host.child("record"), id.into()),
        (dyn_host.child("login"), format!("{zone}-home").into()),
        (place.child("redirection"), id.into()),
    ]
}

/// Adds the details of objects without a seed.
pub(super) fn details(account: &mut Account) {
    let facts = [
        json!({"subDomain": "home", "ip": "192.0.2.20", "ttl": 60}),
        json!({"subDomain": "home"}),
        json!({"subDomain": "old", "type": "visiblePermanent", "title": null, "description": null, "keywords": null}),
    ];
    for zone in DOMAINS {
        for ((list, _), facts) in below(zone, 0).into_iter().zip(&facts) {
            let key = account.list(&list).and_then(<[Value]>::first).map(key_text).unwrap_or_default();
            let mut facts = facts.clone();
            if let Some(fields) = facts.as_object_mut() {
                fields.insert("zone".to_owned(), (*zone).into());
                fields.insert("target".to_owned(), format!("https://www.{zone}/").into());
            }
            account.add_facts(list.child(&key), facts);
        }
    }
}

pub(super) fn relations(account: &mut Account) {
    for zone in DOMAINS {
        let place = Place::v1("/domain/zone").child(zone);
        let keys = account.list(&place.child("record")).map(<[Value]>::to_vec).unwrap_or_default();
        for (key, record) in keys.iter().zip(default_records(zone)) {
            account.add_facts(place.child("record").child(&key.to_string()), record);
        }
        let [server, _] = name_servers(zone);
        let soa = json!({"serial": 2_026_010_100, "server": format!("{server}."), "email": "tech.ovh.net.",
            "ttl": 3600, "refresh": 86_400, "nxDomainTtl": 300, "expire": 3_600_000});
        account.add_facts(place.child("soa"), soa);
        account.add_facts(place.child("status"), json!({"isDeployed": true, "errors": null, "warnings": null}));
        // Otherwise, a zone without records of type NS would have arbitrary name servers.
        account.add_facts(place, json!({"nameServers": name_servers(zone)}));
    }
}
