//! What a checkout delivers: a service for each item and each of its quantity.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::cart::{Item, reads};
use super::order::{NO_NAME, add};
use super::zone_state::{FIRST_NEW_ID, SOA};
use crate::account::{self, default_records};
use crate::place::Place;
use crate::state::State;

/// A line of an order: a service, or an item without services of its own.
#[derive(Debug)]
pub(super) struct Line<'i> {
    pub(super) item: &'i Item,
    /// The name of the service.
    pub(super) name: String,
    pub(super) quantity: i64,
    /// The first and the last day that are paid for.
    pub(super) period: Option<(Date, Date)>,
}

/// Products that are delivered with a domain.
const WITH_DOMAIN: &[&str] = &["dns", "emailDomain"];

/// The products of carts whose services have another name in `/services`.
const PRODUCTS: &[(&str, &str)] = &[
    ("cloud", "project"),
    ("baremetalServers", "dedicated"),
    ("eco", "dedicated"),
    ("dns", "zone"),
    ("emailDomain", "mxplan"),
    ("privateSQL", "privateDatabase"),
    ("otb", "overTheBox"),
];

/// Fields that differ between services of a product.
const OWN_FIELDS: &[&str] = &["iam", "ip", "reverse", "serverId", "orderId", "creationDate", "lastUpdate"];

/// Returns what is known of a service of the account and holds for another one of the same product.
fn common_facts(state: &State, place: &Place) -> Vec<Value> {
    let mut known: Vec<Value> = state.account.facts(place).cloned().collect();
    for entries in known.iter_mut().filter_map(Value::as_object_mut) {
        entries.retain(|name, _| !OWN_FIELDS.contains(&name.as_str()));
    }
    known
}

/// Creates the services of an item, and returns the lines of the order.
pub(super) fn deliver<'i>(state: &mut State, item: &'i Item, now: i64) -> Vec<Line<'i>> {
    let period = period(&item.duration, account::day(now));
    let line = |name: String, quantity: i64| Line { item, name, quantity, period };
    if item.is_option {
        return vec![line(NO_NAME.to_owned(), item.quantity)];
    }
    if let Some(domain) = &item.domain {
        let is_new = create_service(state, &item.product, Some(domain), now).is_some();
        for product in WITH_DOMAIN.iter().filter(|_| is_new && item.product == "domain") {
            create_service(state, product, Some(domain), now);
        }
        return vec![line(domain.clone(), item.quantity)];
    }
    let each =
        (0..item.quantity).map(|_| create_service(state, &item.product, None, now).unwrap_or(NO_NAME.to_owned()));
    each.map(|name| line(name, 1)).collect()
}

/// Returns the first and the last day of a duration, such as `P1M`, that starts on a day.
fn period(duration: &str, start: Date) -> Option<(Date, Date)> {
    let span = duration.parse::<jiff::Span>().unwrap_or_else(|_| 1.month());
    let end = start.checked_add(span).ok()?.yesterday().ok()?;
    (end >= start).then_some((start, end))
}

/// Sets the records and the first serial number of a new zone.
fn fill_zone(state: &mut State, zone: &Place, name: &str) {
    let list = zone.child("record");
    state.clear_list(&list);
    for record in default_records(name) {
        let id = FIRST_NEW_ID + state.next_number();
        add(state, &list, "/domain/zone/{zoneName}/record", &id.to_string(), &[record]);
    }
    let server = account::name_servers(name).into_iter().next().unwrap_or_default();
    let soa = json!({"serial": 2_026_010_100, "server": format!("{server}."), "email": "tech.ovh.net.", "ttl": 3600,
        "refresh": 86_400, "nxDomainTtl": 300, "expire": 3_600_000});
    state.change_at(&zone.child("soa"), SOA, &soa);
}

/// Creates a service of a product: its object, its service infos and its entry of `/services`. Returns its name.
fn create_service(state: &mut State, product: &str, domain: Option<&str>, now: i64) -> Option<String> {
    let own = PRODUCTS.iter().find(|(known, _)| *known == product).map(|(_, product)| *product);
    let product = own.unwrap_or(product);
    let like = account::services()
        .find(|service| service.product.eq_ignore_ascii_case(product) && reads(state, service.route).is_some());
    let like = like?;
    let list = like.list();
    let collection = state.api.table.collection_at(list.as_str())?;
    let key = match domain {
        Some(domain) => Some(domain.to_owned()),
        None => state.fresh_key(&list, collection).map(|key| key.key),
    };
    let name = key.filter(|name| state.entry(&list, collection, name).is_none())?;
    let services = Place::v1("/services");
    let entries = state.api.table.collection_at("/services")?;
    let id = state.fresh_key(&services, entries)?;
    let service = like.ordered(id.json.as_i64().unwrap_or_default(), &name);
    let infos = service.infos(now);
    let end = infos.get("expiration").and_then(Value::as_str).map(|day| format!("{day}T00:00:00+01:00"));
    let facts = json!({"expirationDate": end, "renewalDate": end, "name": name, "domain": name, "serviceName": name, "displayName": name, "project_id": name,
        "serviceId": service.id});
    let mut known = common_facts(state, &like.place());
    known.push(facts);
    add(state, &list, list.as_str(), &name, &known);
    add(state, &services, "/services", &id.key, &[service.entry(now)]);
    let template = format!("{}/serviceInfos", service.route);
    state.change_at(&service.place().child("serviceInfos"), &template, &infos);
    if list.as_str() == "/domain/zone" {
        fill_zone(state, &service.place(), &name);
    }
    Some(name)
}
