//! Bills and orders: sums, dates, and the checkout of a cart.

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::RawClient;

fn ids(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).collect()
}

fn cents(price: &Value) -> i64 {
    assert_eq!(price["currencyCode"], "EUR");
    #[allow(clippy::cast_possible_truncation)]
    let cents = (price["value"].as_f64().unwrap() * 100.0).round() as i64;
    assert_eq!(price["text"], format!("{}.{:02} €", cents / 100, cents % 100));
    assert!(price["priceInUcents"].is_null() || price["priceInUcents"] == cents * 1_000_000, "{price}");
    cents
}

/// Checks that prices add up, and returns the price without tax.
fn net(document: &Value) -> i64 {
    let net = cents(&document["priceWithoutTax"]);
    assert_eq!(net + cents(&document["tax"]), cents(&document["priceWithTax"]), "{document}");
    net
}

async fn details_sum(raw: &RawClient, path: &str) -> i64 {
    let mut sum = 0;
    for id in ids(&raw.get(&format!("{path}/details")).await.ok()) {
        let detail = raw.get(&format!("{path}/details/{id}")).await.ok();
        let quantity: i64 = detail["quantity"].as_str().unwrap().parse().unwrap();
        assert_eq!(cents(&detail["unitPrice"]) * quantity, cents(&detail["totalPrice"]), "{detail}");
        sum += cents(&detail["totalPrice"]);
    }
    sum
}

#[tokio::test]
async fn bills_and_orders_add_up_and_lie_in_the_past() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let bills = ids(&raw.get("/me/bill").await.ok());
    assert!(bills.len() >= 5);
    let now = jiff::Timestamp::now();
    for id in bills {
        let path = format!("/me/bill/{id}");
        let bill = raw.get(&path).await.ok();
        assert_eq!(details_sum(&raw, &path).await, net(&bill), "{bill}");
        assert!(bill["date"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap() < now, "{bill}");
        let order = format!("/me/order/{}", bill["orderId"]);
        assert_eq!(details_sum(&raw, &order).await, net(&raw.get(&order).await.ok()));
        assert_eq!(net(&raw.get(&order).await.ok()), net(&bill));
        assert_eq!(raw.get(&format!("{order}/status")).await.ok(), "delivered");
        let payment = raw.get(&format!("{path}/payment")).await.ok();
        assert!(payment["paymentDate"].as_str() >= bill["date"].as_str());
    }
}

#[tokio::test]
async fn checkout_turns_items_into_an_order_and_services() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    assert_eq!(raw.get("/order/cart").await.ok(), json!([]));
    let cart = raw.call("POST", "/order/cart", r#"{"ovhSubsidiary":"FR"}"#).await.ok();
    let path = format!("/order/cart/{}", cart["cartId"].as_str().unwrap());
    assert_eq!(raw.get("/order/cart").await.ok(), json!([cart["cartId"]]));
    assert_eq!(raw.get(&format!("{path}/item")).await.ok(), json!([]));
    assert_eq!(raw.get(&path).await.ok()["items"], json!([]));
    raw.call("POST", &format!("{path}/checkout"), "{}").await.rejected(400, "The cart is empty");

    let sent = json!({"planCode": "vps-2026", "duration": "P1M", "pricingMode": "default", "quantity": 2});
    let item = raw.call("POST", &format!("{path}/vps"), &sent.to_string()).await.ok();
    assert_eq!((&item["settings"]["planCode"], &item["duration"]), (&json!("vps-2026"), &json!("P1M")));
    let domain = json!({"domain": "shop.example", "quantity": 1}).to_string();
    let domain = raw.call("POST", &format!("{path}/domain"), &domain).await.ok();
    let items = json!([item["itemId"], domain["itemId"]]);
    assert_eq!(raw.get(&path).await.ok()["items"], items);
    let preview = raw.get(&format!("{path}/checkout")).await.ok();
    assert!(preview["orderId"].is_null() && preview["details"][1]["domain"] == "shop.example", "{preview}");
    raw.call("DELETE", &format!("{path}/item/{}", item["itemId"]), "").await.ok();
    let cheaper = raw.get(&format!("{path}/checkout")).await.ok();
    assert!(cents(&cheaper["prices"]["withTax"]) < cents(&preview["prices"]["withTax"]));
    raw.call("POST", &format!("{path}/vps"), &sent.to_string()).await.ok();

    let before = ids(&raw.get("/services").await.ok());
    let order = raw.call("POST", &format!("{path}/checkout"), "{}").await.ok();
    assert_eq!(order["prices"], preview["prices"]);
    let own = format!("/me/order/{}", order["orderId"]);
    assert_eq!(details_sum(&raw, &own).await, net(&raw.get(&own).await.ok()));
    assert_eq!(net(&raw.get(&own).await.ok()), cents(&order["prices"]["withoutTax"]));
    let bill = ids(&raw.get("/me/bill").await.ok()).pop().unwrap();
    assert_eq!(raw.get(&format!("/me/bill/{bill}")).await.ok()["orderId"], order["orderId"]);

    let after = ids(&raw.get("/services").await.ok());
    let new: Vec<&String> = after.iter().filter(|id| !before.contains(id)).collect();
    assert_eq!(new.len(), 2);
    for id in new {
        let service = raw.get(&format!("/services/{id}")).await.ok();
        let url = service["route"]["url"].as_str().unwrap();
        raw.get(url).await.ok();
        assert_eq!(raw.get(&format!("{url}/serviceInfos")).await.ok()["serviceId"].to_string(), *id);
    }
    assert_eq!(raw.get("/vps").await.ok().as_array().unwrap().len(), 4);
    assert!(raw.get("/domain").await.ok().as_array().unwrap().contains(&json!("shop.example")));

    assert_eq!(raw.get(&path).await.ok()["readOnly"], true);
    raw.call("POST", &format!("{path}/checkout"), "{}").await.rejected(400, "The cart is empty");
}
