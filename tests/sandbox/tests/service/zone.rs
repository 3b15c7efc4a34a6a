//! DNS records and `refresh`.

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::RawClient;

const ZONE: &str = "/domain/zone/example.com";

#[tokio::test]
async fn record_is_created_changed_deployed_and_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let get = async |path: &str| raw.get(&format!("{ZONE}{path}")).await.ok();
    let serial = get("/soa").await["serial"].as_i64().unwrap();
    assert_eq!(get("/status").await["isDeployed"], true);
    let exported = get("/export").await;

    let body = r#"{"fieldType":"TXT","subDomain":"hello","target":"world"}"#;
    let record = raw.call("POST", &format!("{ZONE}/record"), body).await.ok();
    let id = record["id"].clone();
    let expected =
        json!({"id": id, "zone": "example.com", "fieldType": "TXT", "subDomain": "hello", "target": "world", "ttl": 0});
    assert_eq!(record, expected);
    assert_eq!(get("/record?fieldType=TXT&subDomain=hello").await, json!([id]));
    assert_eq!(get("/record?fieldType=A&subDomain=hello").await, json!([]));
    assert_eq!(get("/status").await["isDeployed"], false);
    assert_eq!(get("/export").await, exported, "deployed before refresh");

    raw.call("PUT", &format!("{ZONE}/record/{id}"), r#"{"target":"moon","ttl":60}"#).await.ok();
    assert_eq!(get(&format!("/record/{id}")).await["target"], "moon");
    assert_eq!(raw.call("POST", &format!("{ZONE}/refresh"), "").await.ok(), Value::Null);
    assert_eq!(get("/soa").await["serial"], serial + 1);
    assert_eq!(get("/status").await["isDeployed"], true);
    let text = get("/export").await;
    assert!(text.as_str().unwrap().contains("hello\t60 IN TXT \"moon\""), "{text}");
    assert!(text.as_str().unwrap().contains(&(serial + 1).to_string()), "{text}");

    raw.call("DELETE", &format!("{ZONE}/record/{id}"), "").await.ok();
    raw.get(&format!("{ZONE}/record/{id}")).await.rejected(404, "Client::NotFound");
    raw.get(&format!("/domain/zone/example.net/record/{id}")).await.rejected(404, "Client::NotFound");
}

#[tokio::test]
async fn other_objects_of_a_zone_are_created_and_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    for (list, first, body, change) in [
        ("dynHost/record", "home", json!({"subDomain": "office", "ip": "192.0.2.21"}), json!({"ip": "2001:db8::21"})),
        (
            "redirection",
            "old",
            json!({"subDomain": "office", "target": "https://example.net", "type": "visible"}),
            json!({"target": "https://example.org"}),
        ),
    ] {
        let list = format!("{ZONE}/{list}");
        let of = async |sub_domain: &str| raw.get(&format!("{list}?subDomain={sub_domain}")).await.ok();
        assert_eq!(of(first).await.as_array().unwrap().len(), 1, "{list}");
        let created = raw.call("POST", &list, &body.to_string()).await.ok();
        assert_eq!(of("office").await, json!([created["id"]]));
        let path = format!("{list}/{}", created["id"]);
        raw.call("PUT", &path, &change.to_string()).await.ok();
        let (field, value) = change.as_object().unwrap().iter().next().unwrap();
        assert_eq!(raw.get(&path).await.ok()[field], *value);
        raw.call("DELETE", &path, "").await.ok();
        assert_eq!(of("office").await, json!([]));
    }
    assert_eq!(raw.get(&format!("{ZONE}/dynHost/login")).await.ok(), json!(["example.com-home"]));
    assert_eq!(raw.get(&format!("{ZONE}/serviceInfos")).await.ok()["domain"], "example.com");
}

#[tokio::test]
async fn zone_file_replaces_the_records() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let file = "$TTL 60\n@ IN MX 1 mx.example.com.\nwww 300 IN A 192.0.2.1\n";
    let import = |file: &str| json!({"zoneFile": file}).to_string();
    raw.call("POST", &format!("{ZONE}/import"), &import(file)).await.ok();
    let ids = raw.get(&format!("{ZONE}/record")).await.ok();
    assert_eq!(ids.as_array().unwrap().len(), 2);
    let www = raw.get(&format!("{ZONE}/record?subDomain=www")).await.ok()[0].clone();
    let www = raw.get(&format!("{ZONE}/record/{www}")).await.ok();
    assert_eq!((&www["target"], &www["ttl"], &www["fieldType"]), (&json!("192.0.2.1"), &json!(300), &json!("A")));
    raw.call("POST", &format!("{ZONE}/import"), &import("nonsense")).await.rejected(400, "Client::BadRequest");
    assert_eq!(raw.get(&format!("{ZONE}/record")).await.ok(), ids);
}
