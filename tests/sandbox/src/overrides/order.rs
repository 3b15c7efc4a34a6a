//! What a checkout creates: the order in `/me/order`, the bill in `/me/bill`, and services.

use std::sync::Arc;

use serde_json::{Value, json};

use super::cart::{Item, plain_key, reads};
use crate::account;
use crate::place::Place;
use crate::state::State;
use crate::values::plain;
use crate::world::rfc3339;

/// The share of value added tax, in percent.
const TAX: i64 = 20;

/// Returns a price as the service writes it.
pub(super) fn price(cents: i64) -> Value {
    let text = format!("{}.{:02} €", cents / 100, cents % 100);
    #[allow(clippy::cast_precision_loss)] // Prices are far below the limit.
    let value = cents as f64 / 100.0;
    json!({"currencyCode": "EUR", "priceInUcents": cents.saturating_mul(1_000_000), "text": text, "value": value})
}

/// Returns the price without tax, the tax and the price with tax, in cents.
fn totals(items: &[Item]) -> (i64, i64, i64) {
    let net = items.iter().map(|item| item.cents.saturating_mul(item.quantity)).fold(0, i64::saturating_add);
    let tax = net.saturating_mul(TAX).saturating_add(50) / 100;
    (net, tax, net.saturating_add(tax))
}

fn total(item: &Item) -> Value {
    price(item.cents.saturating_mul(item.quantity))
}

fn name(item: &Item) -> &str {
    item.domain.as_deref().unwrap_or(&item.product)
}

/// Returns the response of a checkout.
pub(super) fn summary(items: &[Item], order_id: Option<i64>) -> Value {
    let (net, tax, gross) = totals(items);
    let detail = |item: &Item| {
        json!({
            "cartItemID": item.id, "description": item.plan, "detailType": "DURATION", "domain": name(item),
            "quantity": item.quantity, "unitPrice": price(item.cents), "totalPrice": total(item),
            "originalTotalPrice": total(item), "reductionTotalPrice": price(0), "reductions": [],
        })
    };
    json!({
        "orderId": order_id, "url": order_id.map(url), "details": items.iter().map(detail).collect::<Value>(),
        "prices": {"withoutTax": price(net), "tax": price(tax), "withTax": price(gross),
            "originalWithoutTax": price(net), "reduction": price(0)},
    })
}

fn url(order_id: i64) -> String {
    format!("https://www.ovh.example/cgi-bin/order/order.cgi?orderId={order_id}")
}

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

/// Adds an object with these facts to a list of branch v1.
fn add(state: &mut State, list: &Place, template: &str, key: &str, facts: &[Value]) -> Option<()> {
    let api = Arc::clone(&state.api);
    let id = api.table.collection_at(template)?;
    let collection = api.table.collection(id)?;
    let ty = collection.item.clone()?;
    let key = plain(&api.model.types, &collection.key, key)?;
    let mut value = state.temporary(&ty, list.child(&key.key).as_str());
    for facts in facts {
        state.merge(&ty, &mut value, facts);
    }
    state.add(list, id, &key, value);
    Some(())
}

/// Creates the order and its bill. Returns the id of the order.
pub(super) fn create(state: &mut State, items: &[Item], now: i64) -> i64 {
    let (net, tax, gross) = totals(items);
    let number = i64::try_from(state.next_number()).unwrap_or_default();
    let (order_id, bill_id) = (205_000_000 + number, format!("FR{}", 43_000_000 + number));
    let mut facts = json!({
        "orderId": order_id, "billId": bill_id, "date": rfc3339(now), "category": "purchase", "url": url(order_id),
        "pdfUrl": url(order_id).replace(".cgi", ".pdf"), "eInvoicingId": null, "eInvoicingStatus": null,
        "expirationDate": rfc3339(now + 14 * 86_400), "retractionDate": null, "metadatas": [],
        "priceWithoutTax": price(net), "tax": price(tax), "priceWithTax": price(gross),
    });
    let orders = Place::v1("/me/order");
    add(state, &orders, "/me/order", &order_id.to_string(), std::slice::from_ref(&facts));
    let file = format!("https://www.ovh.example/cgi-bin/order/bill.pdf?reference={bill_id}");
    if let Some(entries) = facts.as_object_mut() {
        entries.insert("url".to_owned(), file.replace(".pdf", ".cgi").into());
        entries.insert("pdfUrl".to_owned(), file.into());
    }
    let bills = Place::v1("/me/bill");
    add(state, &bills, "/me/bill", &bill_id, &[facts]);
    let (order, bill) = (orders.child(&order_id.to_string()), bills.child(&bill_id));
    for (place, template) in [(&order, "/me/order/{orderId}/details"), (&bill, "/me/bill/{billId}/details")] {
        let list = place.child("details");
        state.clear_list(&list);
        for (index, item) in (1..).zip(items) {
            let detail = json!({
                "description": item.plan, "domain": name(item), "quantity": item.quantity.to_string(),
                "cancelled": false, "detailType": "DURATION", "unitPrice": price(item.cents),
                "totalPrice": total(item),
            });
            let id: i64 = order_id * 100 + index;
            add(state, &list, template, &plain_key(id).key, &[detail]);
        }
    }
    let payment = json!({"paymentDate": rfc3339(now), "paymentType": "creditCard"});
    state.change_at(&order.child("payment"), "/me/order/{orderId}/payment", &payment);
    state.change_at(&bill.child("payment"), "/me/bill/{billId}/payment", &payment);
    state.change_at(&order.child("status"), "/me/order/{orderId}/status", &"delivered".into());
    let object = json!({"id": bill_id, "type": "Bill"});
    state.change_at(&order.child("associatedObject"), "/me/order/{orderId}/associatedObject", &object);
    order_id
}

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

/// Creates the service of an item: its object, its service infos and its entry of `/services`.
pub(super) fn deliver(state: &mut State, item: &Item, now: i64) {
    let product = PRODUCTS.iter().find(|(product, _)| *product == item.product).map(|(_, product)| *product);
    let product = product.unwrap_or(&item.product);
    let like = account::services()
        .find(|service| service.product.eq_ignore_ascii_case(product) && reads(state, service.route).is_some());
    let Some(like) = like else { return };
    let list = like.list();
    let Some(collection) = state.api.table.collection_at(list.as_str()) else { return };
    let key = match &item.domain {
        Some(domain) => Some(domain.clone()),
        None => state.fresh_key(&list, collection).map(|key| key.key),
    };
    let Some(name) = key.filter(|name| state.entry(&list, collection, name).is_none()) else { return };
    let services = Place::v1("/services");
    let Some(entries) = state.api.table.collection_at("/services") else { return };
    let Some(id) = state.fresh_key(&services, entries) else { return };
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
}
