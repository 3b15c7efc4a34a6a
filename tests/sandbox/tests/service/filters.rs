//! Query parameters that filter lists, and what is ignored.

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::{RawClient, encoded, send};

async fn start() -> (Sandbox, RawClient) {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    (sandbox, raw)
}

/// Returns the addresses of a block: the first, and one after the last.
fn first_and_next(block: &str) -> (String, String) {
    let (address, length) = block.split_once('/').unwrap();
    let address: std::net::Ipv4Addr = address.parse().unwrap();
    let size = 1_u64 << (32 - length.parse::<u32>().unwrap());
    let next = u32::try_from(u64::from(u32::from(address)) + size).unwrap();
    (address.to_string(), std::net::Ipv4Addr::from(next).to_string())
}

#[tokio::test]
async fn ip_filter_finds_blocks_that_contain_the_address() {
    let (_sandbox, raw) = start().await;
    let blocks = raw.get("/ip").await.ok();
    let block = blocks.as_array().unwrap().iter().filter_map(Value::as_str).find(|block| block.contains('.'));
    let block = block.unwrap();
    let (first, next) = first_and_next(block);
    let filtered = async |ip: &str| raw.get(&format!("/ip?ip={}", encoded(ip))).await.ok();
    for ip in [block, first.as_str()] {
        assert!(filtered(ip).await.as_array().unwrap().contains(&json!(block)), "{ip}");
    }
    assert!(!filtered(&next).await.as_array().unwrap().contains(&json!(block)), "{next}");
    // The block must contain the filter, not the other way round.
    assert!(!filtered("0.0.0.0/0").await.as_array().unwrap().contains(&json!(block)));
    raw.get("/ip?ip=nonsense").await.rejected(400, "Client::BadRequest");
}

#[tokio::test]
async fn nested_field_is_filtered_by_its_path() {
    let (_sandbox, raw) = start().await;
    let blocks = raw.get("/ip").await.ok();
    for block in blocks.as_array().unwrap() {
        let details = raw.get(&format!("/ip/{}", encoded(block.as_str().unwrap()))).await.ok();
        let Some(service) = details["routedTo"]["serviceName"].as_str() else { continue };
        let found = raw.get(&format!("/ip?routedTo.serviceName={}", encoded(service))).await.ok();
        assert!(found.as_array().unwrap().contains(block), "{found}");
    }
    assert_eq!(raw.get("/ip?routedTo.serviceName=nope").await.ok(), json!([]));
}

#[tokio::test]
async fn percent_is_any_text_in_text_filters() {
    let (_sandbox, raw) = start().await;
    let record = "/domain/zone/example.com/record";
    let all = raw.get(record).await.ok();
    let matching = async |pattern: &str| raw.get(&format!("{record}?subDomain={pattern}")).await.ok();
    let www = matching("www").await;
    assert!(!www.as_array().unwrap().is_empty());
    assert_eq!(matching("w%25w").await, www);
    assert_eq!(matching("%25").await, all);
    assert_eq!(matching("ww").await, json!([]));
    assert_eq!(matching("nope%25").await, json!([]));

    let services = raw.get("/services?resourceName=vps-%25").await.ok();
    assert_eq!(services.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn empty_value_is_no_filter() {
    let (_sandbox, raw) = start().await;
    for (list, filters) in [
        ("/domain/zone/example.com/record", "fieldType="),
        ("/me/bill", "date.from=&date.to=&orderId="),
        ("/vps", "iamTags="),
        ("/ip", "ip=&type="),
    ] {
        assert_eq!(raw.get(&format!("{list}?{filters}")).await.ok(), raw.get(list).await.ok(), "{list}?{filters}");
    }
    // A required parameter is missing.
    let message = raw.get("/vps/vps-1a2b3c4d.vps.ovh.net/use?type=").await.rejected(400, "Client::BadRequest");
    assert_eq!(message, "Missing parameter: (type) is mandatory");
}

#[tokio::test]
async fn unknown_parameters_of_delete_are_ignored() {
    let (_sandbox, raw) = start().await;
    let record = "/domain/zone/example.com/record/5101000";
    raw.get(&format!("{record}?colour=red")).await.rejected(400, "Client::BadRequest");
    raw.call("DELETE", &format!("{record}?colour=red"), "").await.ok();
    raw.get(record).await.rejected(404, "The requested object (id = 5101000) does not exist");
}

#[tokio::test]
async fn body_of_get_is_ignored() {
    let (_sandbox, raw) = start().await;
    for body in ["{}", "null", r#"{"colour":"red"}"#, "no JSON", "[1]"] {
        send(raw.signed("GET", "/1.0/me", body).header("Content-Type", "application/json")).await.ok();
    }
}
