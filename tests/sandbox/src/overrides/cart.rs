//! Carts: items that are added, and the order, the bill and the services that a checkout creates.

use generator::model::Type;
use generator::schema::{Branch, Method};
use serde_json::{Value, json};

use super::delivery::{self, Line};
use super::{offers, order};
use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::place::Place;
use crate::routes::Route;
use crate::state::State;
use crate::values::Plain;
use crate::world::World;

const CART: &str = "/order/cart/{cartId}";
/// Maximum quantity of an item of a checkout, which creates a service for each.
const MAX_QUANTITY: i64 = 100;

const ITEM: &str = "/order/cart/{cartId}/item/{itemId}";

/// An item of a cart.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: i64,
    /// The product that the item was added as, such as `vps`.
    pub(super) product: String,
    pub(super) plan: String,
    /// How long it is paid for, such as `P1M`.
    pub(super) duration: String,
    /// The domain name to register, if the item is one.
    pub(super) domain: Option<String>,
    pub(super) quantity: i64,
    /// The price of one, in cents.
    pub(super) cents: i64,
    pub(super) is_option: bool,
}

/// Returns whether an operation adds an item to a cart.
pub(super) fn adds_item(route: &Route) -> bool {
    let is_item = matches!(&route.operation.response, Type::Defined(id, _) if id.name == "order.cart.Item");
    is_item && route.branch == Branch::V1 && route.operation.path.starts_with("/order/cart/{cartId}/")
}

/// Creates an empty cart.
pub(super) fn create(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut state = world.state();
    let cart = state.perform(call)?;
    let Some(id) = cart.get("cartId").and_then(Value::as_str) else { return Ok(cart) };
    let place = call.place.child(id);
    state.change_at(&place, CART, &json!({"items": []}));
    Ok(state.value_at(&place, CART))
}

/// Returns the cart with the ids of its items, after a change if the call is one.
pub(super) fn show(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut state = world.state();
    let ids: Vec<i64> = items(&mut state, &call.place).iter().map(|item| item.id).collect();
    state.perform(call)?;
    state.change_at(&call.place, CART, &json!({"items": ids}));
    Ok(state.value_at(&call.place, CART))
}

/// Adds an item with the plan, the duration and the quantity that were sent.
pub(super) fn add_item(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut state = world.state();
    offers::check(&state, call)?;
    let cart = call.place_of(3);
    let item = state.perform(call)?;
    let Some(id) = item.get("itemId").and_then(Value::as_i64) else { return Ok(item) };
    let sent = |name: &str| call.body.get(name).cloned().unwrap_or_default();
    let plan = sent("planCode").as_str().map_or_else(|| call.segment(3).to_owned(), str::to_owned);
    let quantity = sent("quantity").as_i64().unwrap_or(1).max(1);
    let cents = offers::price_of(call.segment(3), &plan);
    let price = order::price(cents);
    let total = order::price(cents.saturating_mul(quantity));
    let facts = json!({
        "cartId": call.segment(2), "itemId": id, "productId": call.segment(3), "duration": sent("duration"),
        "configurations": [], "options": [], "parentItemId": sent("itemId"),
        "offerId": sent("offerId"),
        "settings": {"planCode": plan, "pricingMode": sent("pricingMode"), "quantity": quantity},
        "prices": [{"label": "PRICE", "price": price}, {"label": "TOTAL", "price": total}],
    });
    let place = cart.child("item").child(&id.to_string());
    state.clear_list(&place.child("configuration"));
    if let Some(domain) = call.body.get("domain").filter(|domain| domain.is_string()) {
        // The schemas have no field for it.
        state.set(&place.child("#domain"), domain.clone());
    }
    state.change_at(&place, ITEM, &facts);
    Ok(state.value_at(&place, ITEM))
}

fn items(state: &mut State, cart: &Place) -> Vec<Item> {
    let api = std::sync::Arc::clone(&state.api);
    let Some(id) = api.table.collection_at("/order/cart/{cartId}/item") else { return Vec::new() };
    let list = cart.child("item");
    let mut items = Vec::new();
    for entry in state.entries(&list, id).to_vec() {
        let value = state.item(&list, id, &entry).unwrap_or_default();
        let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let domain = state.known_value(&list.child(&entry.key).child("#domain"));
        let domain = domain.and_then(Value::as_str).map(str::to_owned);
        let plan = text("/settings/planCode");
        items.push(Item {
            id: entry.shown.as_i64().unwrap_or_default(),
            cents: offers::price_of(&text("/productId"), &plan),
            product: text("/productId"),
            duration: text("/duration"),
            plan,
            domain,
            quantity: value.pointer("/settings/quantity").and_then(Value::as_i64).unwrap_or(1).max(1),
            is_option: value.get("parentItemId").is_some_and(Value::is_number),
        });
    }
    items
}

/// Returns the order that a checkout would create.
pub(super) fn preview(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let items = items(&mut world.state(), &call.place_of(3));
    Ok(world.respond_with(call, &order::summary(&items, None)))
}

/// Creates the order, its bill, and a service for each item except options.
pub(super) fn checkout(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let cart = call.place_of(3);
    let (items, order_id) = {
        let mut state = world.state();
        let items = items(&mut state, &cart);
        if items.is_empty() && !state.is_arbitrary() {
            return Err(ErrorResponse::bad_request("The cart is empty"));
        }
        if let Some(item) = items.iter().find(|item| item.quantity > MAX_QUANTITY) {
            let message = format!("[quantity] Given data ({}) is more than {MAX_QUANTITY}", item.quantity);
            return Err(ErrorResponse::bad_request(message).detail("parameter", "quantity"));
        }
        let now = world.now();
        let lines: Vec<Line<'_>> = items.iter().flat_map(|item| delivery::deliver(&mut state, item, now)).collect();
        let order_id = order::create(&mut state, &items, &lines, now);
        // Otherwise another checkout would order the same items again.
        state.clear_list(&cart.child("item"));
        state.change_at(&cart, CART, &json!({"readOnly": true}));
        (items, order_id)
    };
    Ok(world.respond_with(call, &order::summary(&items, Some(order_id))))
}

/// Returns the key of a new object as the state stores it.
pub(super) fn plain_key(id: i64) -> Plain {
    Plain { key: id.to_string(), json: id.into() }
}

/// Returns the operation that reads objects of branch v1.
pub(super) fn reads<'s>(state: &'s State, template: &str) -> Option<&'s Route> {
    state.api.table.by_template(Branch::V1, Method::Get, template)
}
