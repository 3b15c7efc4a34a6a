//! The services of the account, which `/services` and the `serviceInfos` of each object describe alike.

use std::sync::LazyLock;

use generator::schema::{Branch, Method};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Account, NICHANDLE, dates};
use crate::api::Api;
use crate::place::Place;
use crate::responses::Style;

/// A service of the account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Service<'n> {
    pub(crate) id: i64,
    /// The path template of the object.
    pub(crate) route: &'static str,
    /// The parameter of the template.
    pub(crate) parameter: &'static str,
    pub(crate) name: &'n str,
    pub(crate) product: &'static str,
    description: &'static str,
    expiration: &'static str,
}

impl<'n> Service<'n> {
    /// Returns another service of the same product, which can be renewed for a month at first.
    pub(crate) const fn ordered(self, id: i64, name: &'n str) -> Self {
        Self { id, name, expiration: "{+30d}", ..self }
    }

    /// Returns the entry of `/services`.
    pub(crate) fn entry(&self, now: i64) -> Value {
        let mut entry = relations(self);
        let today = dates::day(now);
        join(&mut entry, details(self, &dates::expand(self.expiration, today)));
        let creation = format!("{today}T00:00:00+01:00");
        join(&mut entry, json!({"billing": {"lifecycle": {"current": {"creationDate": creation}}}}));
        entry
    }

    /// Returns the `serviceInfos` of the object.
    pub(crate) fn infos(&self, now: i64) -> Value {
        let mut infos = json!({"serviceId": self.id, "domain": self.name});
        let today = dates::day(now);
        join(&mut infos, service_infos(self, &dates::expand(self.expiration, today)));
        join(&mut infos, json!({"creation": today.to_string()}));
        infos
    }

    /// Returns whether the service has expired. One has, so that programs can be tested with it.
    pub(crate) const fn is_expired(&self) -> bool {
        self.id == 41_002
    }

    /// Returns the path of the object.
    pub(crate) fn place(&self) -> Place {
        self.list().child(self.name)
    }

    /// Returns the path of the list of objects.
    pub(crate) fn list(&self) -> Place {
        Place::v1(self.route.split("/{").next().unwrap_or_default())
    }
}

static DATA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../world_data/services.json")).unwrap_or_default());

static SERVICES: LazyLock<Vec<Service<'static>>> = LazyLock::new(|| {
    let mut services: Vec<Service<'static>> = Vec::new();
    for (route, group) in DATA.as_object().into_iter().flatten() {
        let text = |key: &str| group.get(key).and_then(Value::as_str).unwrap_or_default();
        let rows = group.get("services").and_then(Value::as_array).into_iter().flatten();
        services.extend(rows.filter_map(|row| {
            Some(Service {
                id: row.get(0)?.as_i64()?,
                route,
                parameter: route.split_once('{')?.1.strip_suffix('}')?,
                name: row.get(1)?.as_str()?,
                product: text("product"),
                description: text("description"),
                expiration: row.get(2)?.as_str()?,
            })
        }));
    }
    services.sort_by_key(|service| service.id);
    services
});

/// Returns all services, ordered by id.
pub(crate) fn services() -> impl Iterator<Item = Service<'static>> {
    SERVICES.iter().copied()
}

/// Adds the services whose objects are in the schemas.
pub(super) fn add(account: &mut Account, api: &Api, style: Style, today: Date) {
    let is_known = |service: &Service<'_>| {
        let infos = format!("{}/serviceInfos", service.route);
        [service.route, &infos].iter().any(|path| api.table.by_template(Branch::V1, Method::Get, path).is_some())
    };
    let known: Vec<Service<'_>> = services().filter(is_known).collect();
    account.set_list(Place::v1("/services"), known.iter().map(|service| service.id));
    for service in &known {
        let list = service.list();
        let names = known.iter().filter(|other| other.route == service.route).map(|other| other.name);
        account.set_list(list, names);
        let entry = Place::v1("/services").child(&service.id.to_string());
        let infos = service.place().child("serviceInfos");
        account.add_facts(infos.clone(), json!({"serviceId": service.id, "domain": service.name}));
        account
            .add_facts(service.place(), json!({"name": service.name, "serviceId": service.id, "domain": service.name}));
        if generator::model::Scalar::Uuid.accepts(&service.name.into()) {
            account.add_facts(service.place(), json!({"id": service.name, "uuid": service.name}));
        }
        account.add_facts(entry.clone(), relations(service));
        if style == Style::Typical {
            let expiration = dates::expand(service.expiration, today);
            account.add_facts(infos, service_infos(service, &expiration));
            account.add_facts(entry, details(service, &expiration));
        }
    }
}

/// Adds the fields of one object to another, field by field.
fn join(target: &mut Value, source: Value) {
    match (target, source) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                join(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (target, source) => *target = source,
    }
}

/// Returns the relations of an entry of `/services`.
fn relations(service: &Service<'_>) -> Value {
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

fn service_infos(service: &Service<'_>, expiration: &str) -> Value {
    let expired = service.is_expired();
    json!({
        "status": if expired { "expired" } else { "ok" }, "creation": "2021-03-01", "expiration": expiration,
        "engagedUpTo": null, "canDeleteAtExpiration": true, "possibleRenewPeriod": [1, 3, 6, 12],
        "renewalType": "automaticV2016", "contactAdmin": NICHANDLE, "contactBilling": NICHANDLE,
        "contactTech": NICHANDLE,
        "renew": {"automatic": !expired, "deleteAtExpiration": false, "forced": false, "manualPayment": false,
            "period": 12},
    })
}

fn details(service: &Service<'_>, expiration: &str) -> Value {
    let contacts = ["administrator", "billing", "technical"];
    let contacts: Vec<Value> = contacts.iter().map(|kind| json!({"customerCode": NICHANDLE, "type": kind})).collect();
    let end = format!("{expiration}T00:00:00+01:00");
    let expired = service.is_expired();
    let mode = if expired { "manual" } else { "automatic" };
    json!({
        "resource": {"displayName": service.name,
            "product": {"name": service.product, "description": service.description},
            "resellingProvider": null, "state": if expired { "suspended" } else { "active" }},
        "billing": {"expirationDate": end, "nextBillingDate": end, "engagement": null, "engagementRequest": null,
            "group": null, "plan": {"code": service.product, "invoiceName": service.description},
            "renew": {"current": {"mode": mode, "nextDate": end, "period": "P1Y"}},
            "lifecycle": {"current": {"creationDate": "2021-03-01T00:00:00+01:00", "state": "active",
                "terminationDate": null, "pendingActions": []}}},
        "customer": {"contacts": contacts},
        "tags": [],
    })
}
