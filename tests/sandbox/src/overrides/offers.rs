//! Offers of carts: the plans that can be ordered, and their prices.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use generator::model::Type;
use generator::schema::{Branch, Method};
use serde_json::{Value, json};

use super::order::price;
use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::hash::sha1_hex;
use crate::routes::Route;
use crate::state::State;
use crate::world::World;

/// Plan code, name and monthly price in cents.
type Offer = (String, String, i64);

/// The offers of each product. Other products have arbitrary plans.
static OFFERS: LazyLock<BTreeMap<String, Vec<Offer>>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../world_data/offers.json")).unwrap_or_default());

/// Returns the product of an operation on the offers of a cart: `vps` of `/order/cart/{cartId}/vps`.
fn product(route: &Route) -> Option<&str> {
    let rest = route.operation.path.strip_prefix("/order/cart/{cartId}/")?;
    (route.branch == Branch::V1 && OFFERS.contains_key(rest)).then_some(rest)
}

/// Returns whether an operation lists the described offers of a product.
pub(super) fn lists_offers(route: &Route) -> bool {
    let is_list = matches!(&route.operation.response, Type::List(item)
        if matches!(&**item, Type::Defined(id, _) if id.name == "order.cart.GenericProductDefinition"));
    is_list && route.operation.method == Method::Get && product(route).is_some()
}

/// Lists the offers of a product.
pub(super) fn list(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let offers = product(call.route).and_then(|product| OFFERS.get(product));
    let offer = |(plan, name, cents): &Offer| {
        json!({
            "planCode": plan, "productName": name, "productType": "delivery",
            "prices": [{
                "capacities": ["installation", "renew"], "description": "Monthly fees", "duration": "P1M", "interval": 1,
                "minimumQuantity": 1, "maximumQuantity": null, "minimumRepeat": 1, "maximumRepeat": null,
                "price": price(*cents), "priceInUcents": cents.saturating_mul(1_000_000), "pricingMode": "default",
                "pricingType": "rental",
            }],
        })
    };
    let offers: Value = offers.into_iter().flatten().map(offer).collect();
    Ok(world.respond_with(call, &offers))
}

/// Rejects a plan that the product does not have.
pub(super) fn check(state: &State, call: &Call<'_>) -> Result<(), ErrorResponse> {
    let offers = product(call.route).and_then(|product| OFFERS.get(product));
    let plan = call.body.get("planCode").and_then(Value::as_str);
    let (Some(offers), Some(plan), false) = (offers, plan, state.is_arbitrary()) else { return Ok(()) };
    if offers.iter().any(|(known, ..)| known == plan) {
        return Ok(());
    }
    let message = format!("[planCode] Given data ({plan}) is not valid: GET on this path lists the offers");
    Err(ErrorResponse::bad_request(message).detail("parameter", "planCode"))
}

/// Returns the monthly price of a plan in cents: that of the offer, or else the same for the same plan.
pub(super) fn price_of(product: &str, plan: &str) -> i64 {
    let known = OFFERS.get(product).into_iter().flatten().find(|(known, ..)| known == plan);
    known.map_or_else(|| arbitrary_price(plan), |(.., cents)| *cents)
}

fn arbitrary_price(plan: &str) -> i64 {
    let hash = sha1_hex(plan.as_bytes());
    let number = hash.get(..4).and_then(|text| i64::from_str_radix(text, 16).ok()).unwrap_or_default();
    399 + number % 60 * 100
}
