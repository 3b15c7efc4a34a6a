//! The facts of the account.

use serde_json::{Value, json};

use super::{Account, DOMAINS, NICHANDLE, Service, VPS, services, zones};
use crate::place::Place;

/// Size, memory in MB, disk in GB, cores, state, display name.
const MODELS: &[(&str, i64, i64, i64, &str, &str)] = &[
    ("vps-starter-1-2-20", 2048, 20, 1, "running", "blog"),
    ("vps-value-1-4-80", 4096, 80, 2, "running", "mail"),
    ("vps-comfort-4-8-160", 8192, 160, 4, "stopped", "staging"),
];

pub(super) fn lists(account: &mut Account) {
    account.set_list(Place::v1("/vps"), VPS.iter().copied());
    account.set_list(Place::v1("/domain"), DOMAINS.iter().copied());
    account.set_list(Place::v1("/domain/zone"), DOMAINS.iter().copied());
    account.set_list(Place::v1("/services"), services().map(|service| service.id));
    zones::lists(account);
    for (index, name) in (1..).zip(VPS) {
        let place = Place::v1("/vps").child(name).child("ips");
        account.set_list(place, [format!("192.0.2.{}", 10 + index), format!("2001:db8::{}", 10 + index)]);
    }
    account.set_list(Place::v1("/me/task/contactChange"), Vec::<i64>::new());
}

/// Adds the relations between objects, which are the same for every seed.
pub(super) fn relations(account: &mut Account) {
    account.add_facts(Place::v1("/me"), json!({"nichandle": NICHANDLE}));
    for service in services() {
        let infos = json!({"serviceId": service.id, "domain": service.name});
        account.add_facts(service.place().child("serviceInfos"), infos);
        account
            .add_facts(service.place(), json!({"name": service.name, "serviceId": service.id, "domain": service.name}));
        account.add_facts(place_of(&service), service_relations(&service));
    }
    zones::relations(account);
}

fn place_of(service: &Service) -> Place {
    Place::v1("/services").child(&service.id.to_string())
}

/// Returns the relations of an entry of `/services`.
fn service_relations(service: &Service) -> Value {
    let path = service.route.replace(&format!("{{{}}}", service.parameter), service.name);
    json!({
        "serviceId": service.id,
        "parentServiceId": null,
        "resource": {"name": service.name},
        "route": {
            "path": service.route,
            "url": path,
            "vars": [{"key": service.parameter, "value": service.name}],
        },
    })
}

/// Adds the details of objects without a seed.
pub(super) fn details(account: &mut Account) {
    account.add_facts(Place::v1("/me"), person());
    for service in services() {
        account.add_facts(service.place().child("serviceInfos"), infos(&service));
        account.add_facts(place_of(&service), service_details(&service));
    }
    for (index, (name, model)) in (1..).zip(VPS.iter().zip(MODELS)) {
        vps(account, index, name, model);
    }
    for (index, name) in (1..).zip(DOMAINS) {
        domain(account, name, &format!("2027-0{}-14", 2 * index));
    }
    zones::details(account);
}

fn person() -> Value {
    json!({
        "firstname": "Flora", "name": "Lindqvist", "email": "flora@lovelace.example", "spareEmail": null,
        "organisation": null, "legalform": "individual", "sex": "female", "language": "en_GB", "country": "FR",
        "address": "12 rue des Tilleuls", "city": "Roubaix", "zip": "59100", "area": null, "complementaryAddress": null,
        "phone": "+33.320200000", "phoneCountry": "FR", "phoneType": "mobile", "fax": null, "birthCity": "Uppsala",
        "birthDay": "1985-12-10", "currency": {"code": "EUR", "symbol": "€"}, "ovhCompany": "ovh",
        "ovhSubsidiary": "FR", "state": "complete", "vat": null, "kycValidated": true, "customerCode": "0427-4210-31",
        "companyNationalIdentificationNumber": null, "nationalIdentificationNumber": null, "italianSDI": null,
        "corporationType": null, "purposeOfPurchase": null,
    })
}

/// Returns the expiry date. The second VPS has expired, so that programs can be tested with one.
fn expiration(service: &Service) -> &'static str {
    match service.id {
        41_002 => "2026-10-31",
        41_000..42_000 => "2027-03-01",
        _ => "2027-08-14",
    }
}

fn infos(service: &Service) -> Value {
    let expired = service.is_expired();
    json!({
        "status": if expired { "expired" } else { "ok" }, "creation": "2021-03-01", "expiration": expiration(service),
        "engagedUpTo": null, "canDeleteAtExpiration": true, "possibleRenewPeriod": [1, 3, 6, 12],
        "renewalType": "automaticV2016", "contactAdmin": NICHANDLE, "contactBilling": NICHANDLE,
        "contactTech": NICHANDLE,
        "renew": {"automatic": !expired, "deleteAtExpiration": false, "forced": false, "manualPayment": false,
            "period": 12},
    })
}

fn service_details(service: &Service) -> Value {
    let (product, description) = match service.parameter {
        "zoneName" => ("zone", "DNS zone"),
        _ if service.route.starts_with("/vps") => ("vps", "Virtual private server"),
        _ => ("domain", "Domain name"),
    };
    let contacts = ["administrator", "billing", "technical"];
    let contacts: Vec<Value> = contacts.iter().map(|kind| json!({"customerCode": NICHANDLE, "type": kind})).collect();
    let end = format!("{}T00:00:00+01:00", expiration(service));
    json!({
        "resource": {"displayName": service.name, "product": {"name": product, "description": description},
            "resellingProvider": null, "state": if service.id == 41_002 { "suspended" } else { "active" }},
        "billing": {"expirationDate": end, "nextBillingDate": end, "engagement": null, "engagementRequest": null,
            "group": null, "plan": {"code": product, "invoiceName": description}},
        "customer": {"contacts": contacts},
        "tags": [],
    })
}

fn vps(account: &mut Account, index: i64, name: &str, model: &(&str, i64, i64, i64, &str, &str)) {
    let (offer, memory, disk, cores, state, display_name) = model;
    let place = Place::v1("/vps").child(name);
    account.add_facts(
        place.clone(),
        json!({
            "displayName": display_name, "state": state, "offerType": "ssd", "netbootMode": "local", "keymap": null,
            "slaMonitoring": index == 1, "memoryLimit": memory, "vcore": cores, "zone": "Region OpenStack: os-gra7",
            "zoneType": "region", "cluster": "os-gra7", "monitoringIpBlocks": ["203.0.113.250/32"],
            "lockStatus": {"locked": false},
            "model": {"name": offer, "offer": offer, "memory": memory, "disk": disk, "vcore": cores,
                "maximumAdditionnalIp": 16, "datacenter": ["gra"], "availableOptions": ["automatedBackup", "snapshot"]},
            "iam": {"displayName": display_name, "urn": format!("urn:v1:eu:resource:vps:{name}"), "state": "OK",
                "tags": {"environment": if index == 3 { "staging" } else { "production" }}},
        }),
    );
    account.add_facts(place.child("datacenter"), json!({"name": "gra", "longName": "Gravelines", "country": "fr"}));
    for address in [format!("192.0.2.{}", 10 + index), format!("2001:db8::{}", 10 + index)] {
        let version = if address.contains(':') { "v6" } else { "v4" };
        let facts = json!({"type": "primary", "version": version, "geolocation": "fr",
            "reverse": format!("{display_name}.lovelace.example."), "gateway": null});
        account.add_facts(place.child("ips").child(&address), facts);
    }
}

fn domain(account: &mut Account, name: &str, expiration: &str) {
    let place = Place::v1("/domain").child(name);
    let contact = json!({"id": NICHANDLE});
    account.add_facts(
        place,
        json!({
            "expirationDate": format!("{expiration}T00:00:00+01:00"),
            "renewalDate": format!("{expiration}T00:00:00+01:00"),
            "nameServerType": "hosted", "offer": "gold", "state": "ok", "renewalState": "automatic_renew",
            "suspensionState": "not_suspended", "transferLockStatus": "locked", "dnssecState": "enabled",
            "dnssecSupported": true, "lastUpdate": "2026-02-03T09:30:00+01:00", "whoisOwner": NICHANDLE,
            "contactAdmin": contact, "contactBilling": contact, "contactTech": contact, "contactOwner": contact,
            "parentService": null, "nameServers": zones::name_servers(name).map(|server| json!({"nameServer": server})),
        }),
    );
    let zone = json!({
        "nameServers": zones::name_servers(name), "hasDnsAnycast": false, "dnssecSupported": true,
        "dnssecActivated": true, "lastUpdate": "2026-02-03T09:30:00+01:00",
    });
    account.add_facts(Place::v1("/domain/zone").child(name), zone);
}
