//! The documents of a checkout: the order in `/me/order` and the bill in `/me/bill`.

use std::sync::Arc;

use serde_json::{Value, json};

use super::cart::{Item, plain_key};
use super::delivery::Line;
use crate::place::Place;
use crate::state::State;
use crate::values::plain;
use crate::world::rfc3339;

/// The share of value added tax, in percent.
const TAX: i64 = 20;

/// Stands for the name of a service that does not exist yet.
pub(super) const NO_NAME: &str = "*";

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

/// Returns the name of what an item orders. Other services than domains have none before the checkout.
fn name(item: &Item) -> &str {
    item.domain.as_deref().unwrap_or(NO_NAME)
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

/// Adds an object with these facts to a list of branch v1.
pub(super) fn add(state: &mut State, list: &Place, template: &str, key: &str, facts: &[Value]) -> Option<()> {
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
pub(super) fn create(state: &mut State, items: &[Item], lines: &[Line<'_>], now: i64) -> i64 {
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
        for (index, line) in (1..).zip(lines) {
            let item = line.item;
            let detail = json!({
                "description": item.plan, "domain": line.name, "quantity": line.quantity.to_string(),
                "cancelled": false, "detailType": "DURATION", "unitPrice": price(item.cents),
                "totalPrice": price(item.cents.saturating_mul(line.quantity)),
                "periodStart": line.period.map(|(start, _)| start.to_string()),
                "periodEnd": line.period.map(|(_, end)| end.to_string()),
            });
            let id: i64 = order_id * 100 + index;
            add(state, &list, template, &plain_key(id).key, &[detail]);
            let plan = json!({"code": item.plan, "duration": item.duration, "quantity": line.quantity,
                "product": {"name": item.product}});
            let extension = format!("{template}/{{orderDetailId}}/extension");
            state.change_at(
                &list.child(&id.to_string()).child("extension"),
                &extension,
                &json!({"order": {"plan": plan}}),
            );
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
