//! Bills and orders: sums, dates, and the checkout of a cart.

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::{RawClient, RawResponse};

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

    let sent = json!({"planCode": "vps-value-1-2-40", "duration": "P1M", "pricingMode": "default", "quantity": 2});
    let item = raw.call("POST", &format!("{path}/vps"), &sent.to_string()).await.ok();
    assert_eq!((&item["settings"]["planCode"], &item["duration"]), (&json!("vps-value-1-2-40"), &json!("P1M")));
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
    // Two VPS, a domain, its zone and its mail domain.
    assert_eq!(new.len(), 5);
    for id in new {
        let service = raw.get(&format!("/services/{id}")).await.ok();
        let url = service["route"]["url"].as_str().unwrap();
        raw.get(url).await.ok();
        assert_eq!(raw.get(&format!("{url}/serviceInfos")).await.ok()["serviceId"].to_string(), *id);
    }
    assert_eq!(raw.get("/vps").await.ok().as_array().unwrap().len(), 5);
    assert!(raw.get("/domain").await.ok().as_array().unwrap().contains(&json!("shop.example")));

    assert_eq!(raw.get(&path).await.ok()["readOnly"], true);
    raw.call("POST", &format!("{path}/checkout"), "{}").await.rejected(400, "The cart is empty");
}

/// Adds an item to a new cart. Returns the paths of the cart and the response.
async fn with_item(raw: &RawClient, product: &str, item: Value) -> (String, RawResponse) {
    let cart = raw.call("POST", "/order/cart", r#"{"ovhSubsidiary":"FR"}"#).await.ok();
    let path = format!("/order/cart/{}", cart["cartId"].as_str().unwrap());
    let response = raw.call("POST", &format!("{path}/{product}"), &item.to_string()).await;
    (path, response)
}

#[tokio::test]
async fn offers_have_the_plans_and_the_prices_of_items() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let item = |plan: &str| json!({"planCode": plan, "duration": "P1M", "pricingMode": "default", "quantity": 1});
    let (cart, refused) = with_item(&raw, "vps", item("nope")).await;
    assert!(refused.rejected(400, "Client::BadRequest").contains("planCode"));
    assert_eq!(raw.get(&format!("{cart}/item")).await.ok(), json!([]));
    let offers = raw.get(&format!("{cart}/vps")).await.ok();
    assert!(offers.as_array().unwrap().len() > 3, "{offers}");
    for offer in offers.as_array().unwrap() {
        let (_, added) = with_item(&raw, "vps", item(offer["planCode"].as_str().unwrap())).await;
        assert_eq!(cents(&added.ok()["prices"][0]["price"]), cents(&offer["prices"][0]["price"]), "{offer}");
    }
}

#[tokio::test]
async fn order_names_each_service_and_its_period() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let plan = "vps-value-1-2-40";
    let item = json!({"planCode": plan, "duration": "P1M", "pricingMode": "default", "quantity": 2});
    let (cart, added) = with_item(&raw, "vps", item).await;
    added.ok();
    let before = raw.get("/vps").await.ok().as_array().unwrap().len();
    let order = raw.call("POST", &format!("{cart}/checkout"), "{}").await.ok();
    let after = raw.get("/vps").await.ok();
    let new = &after.as_array().unwrap()[before..];
    assert_eq!(new.len(), 2);
    let own = format!("/me/order/{}/details", order["orderId"]);
    let mut named = Vec::new();
    for id in ids(&raw.get(&own).await.ok()) {
        named.push(raw.get(&format!("{own}/{id}")).await.ok()["domain"].clone());
        let extension = raw.get(&format!("{own}/{id}/extension")).await.ok();
        assert_eq!(extension["order"]["plan"]["code"], plan, "{extension}");
    }
    assert_eq!(named, new);
    let bill = ids(&raw.get("/me/bill").await.ok()).pop().unwrap();
    for id in ids(&raw.get(&format!("/me/bill/{bill}/details")).await.ok()) {
        let detail = raw.get(&format!("/me/bill/{bill}/details/{id}")).await.ok();
        let day = |name: &str| detail[name].as_str().unwrap().parse::<jiff::civil::Date>().unwrap();
        let days = day("periodStart").until(day("periodEnd")).unwrap().get_days();
        assert!((27..=30).contains(&days), "{detail}");
    }
    let item = json!({"planCode": plan, "duration": "P1M", "pricingMode": "default", "quantity": 101});
    let (cart, added) = with_item(&raw, "vps", item).await;
    added.ok();
    raw.call("POST", &format!("{cart}/checkout"), "{}").await.rejected(400, "Client::BadRequest");
}

#[tokio::test]
async fn ordered_domain_has_a_zone_and_a_mail_domain() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let (cart, added) = with_item(&raw, "domain", json!({"domain": "shop.example", "duration": "P1Y"})).await;
    added.ok();
    raw.call("POST", &format!("{cart}/checkout"), "{}").await.ok();
    let zone = "/domain/zone/shop.example";
    let records = ids(&raw.get(&format!("{zone}/record")).await.ok());
    assert!(records.len() > 5, "{records:?}");
    assert_eq!(raw.get(&format!("{zone}/record/{}", records[0])).await.ok()["zone"], "shop.example");
    let export = raw.get(&format!("{zone}/export")).await.ok();
    assert!(export.as_str().unwrap().contains("ftp"), "{export}");
    assert_eq!(raw.get("/email/domain/shop.example").await.ok()["domain"], "shop.example");
}
