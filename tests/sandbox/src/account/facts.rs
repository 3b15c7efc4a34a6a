//! The DNS zones of the account, and what is the same for every seed.

use serde_json::{Value, json};

use super::{Account, DOMAINS, NICHANDLE};
use crate::place::Place;

/// Subdomain, type, target, time to live in seconds.
const RECORDS: &[(&str, &str, &str, i64)] = &[
    ("", "A", "192.0.2.10", 3600),
    ("", "AAAA", "2001:db8::10", 3600),
    ("www", "CNAME", "@", 0),
    ("", "MX", "1 mx1.mail.example.", 0),
    ("", "TXT", "\"v=spf1 include:mx.example ~all\"", 600),
    ("_dmarc", "TXT", "\"v=DMARC1; p=none\"", 600),
];

pub(super) fn lists(account: &mut Account) {
    for (first, zone) in (1..).map(|number| 5_100_000 + number * 1_000).zip(DOMAINS) {
        let place = Place::v1("/domain/zone").child(zone).child("record");
        account.set_list(place, (first..).take(RECORDS.len()));
    }
}

/// Adds the relations between objects, which are the same for every seed.
pub(super) fn relations(account: &mut Account) {
    account.add_facts(Place::v1("/me"), json!({"nichandle": NICHANDLE}));
    for zone in DOMAINS {
        let zone_place = Place::v1("/domain/zone").child(zone);
        let keys = account.list(&zone_place.child("record")).map(<[Value]>::to_vec).unwrap_or_default();
        for (key, (sub_domain, field_type, target, ttl)) in keys.iter().zip(RECORDS) {
            let record =
                json!({"zone": zone, "subDomain": sub_domain, "fieldType": field_type, "target": target, "ttl": ttl});
            account.add_facts(zone_place.child("record").child(&key.to_string()), record);
        }
        let soa = json!({"serial": 2_026_010_100, "server": "dns100.example.", "email": format!("hostmaster.{zone}."),
            "ttl": 3600, "refresh": 86_400, "nxDomainTtl": 300, "expire": 3_600_000});
        account.add_facts(zone_place.child("soa"), soa);
        account.add_facts(zone_place.child("status"), json!({"isDeployed": true, "errors": null, "warnings": null}));
    }
}
