//! The rules for DNS records: accepted and rejected data, order and filters.

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::{RawClient, RawResponse};

const ZONE: &str = "/domain/zone/example.com";
const RECORDS: &str = "/domain/zone/example.com/record";

async fn post(raw: &RawClient, record: &Value) -> RawResponse {
    raw.call("POST", RECORDS, &record.to_string()).await
}

async fn records(raw: &RawClient, query: &str) -> Vec<Value> {
    let mut records = Vec::new();
    for id in raw.get(&format!("{RECORDS}{query}")).await.ok().as_array().unwrap() {
        records.push(raw.get(&format!("{RECORDS}/{id}")).await.ok());
    }
    records
}

#[tokio::test]
async fn zone_has_name_servers_and_no_alias_of_itself() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    for zone in raw.get("/domain/zone").await.ok().as_array().unwrap() {
        let zone = format!("/domain/zone/{}", zone.as_str().unwrap());
        let servers = raw.get(&zone).await.ok()["nameServers"].clone();
        let ids = raw.get(&format!("{zone}/record?fieldType=NS&subDomain=")).await.ok();
        let mut targets = Vec::new();
        for id in ids.as_array().unwrap() {
            let record = raw.get(&format!("{zone}/record/{id}")).await.ok();
            targets.push(record["target"].as_str().unwrap().trim_end_matches('.').to_owned());
        }
        assert_eq!(json!(targets), servers);
        let soa = raw.get(&format!("{zone}/soa")).await.ok();
        assert_eq!(soa["server"], format!("{}.", targets[0]));
        assert_eq!(raw.get(&format!("{zone}/record?fieldType=CNAME&subDomain=www")).await.ok(), json!([]));
    }
}

#[tokio::test]
async fn list_is_sorted_by_type_name_and_id() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let mut last = json!(0);
    for (sub_domain, field_type, target) in
        [("z", "TXT", "1"), ("a", "TXT", "2"), ("", "A", "192.0.2.1"), ("a", "TXT", "3"), ("M", "AAAA", "::1")]
    {
        let record = json!({"fieldType": field_type, "subDomain": sub_domain, "target": target});
        let id = post(&raw, &record).await.ok()["id"].clone();
        assert!(id.as_i64() > last.as_i64(), "{id} after {last}");
        last = id;
    }
    let sorted = async || {
        let all = records(&raw, "").await;
        let key = |record: &Value| {
            let text = |key: &str| record[key].as_str().unwrap().to_lowercase();
            (text("fieldType"), text("subDomain"), record["id"].as_i64())
        };
        assert!(all.is_sorted_by_key(key), "{all:?}");
        all.len()
    };
    assert_eq!(sorted().await, 14);
    raw.call("PUT", &format!("{RECORDS}/{last}"), r#"{"subDomain":"zz"}"#).await.ok();
    raw.call("PUT", &format!("{RECORDS}/5101000"), r#"{"subDomain":"zz"}"#).await.ok();
    raw.call("PUT", &format!("{RECORDS}/5101008"), r#"{"subDomain":""}"#).await.ok();
    assert_eq!(sorted().await, 14);
}

#[tokio::test]
async fn filters_select_by_type_and_name() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    for (query, expected) in [
        ("", 9),
        ("?fieldType=TXT", 2),
        // The zone itself: clients delete the records of its name by this filter.
        ("?subDomain=", 6),
        ("?fieldType=A&subDomain=", 1),
        ("?subDomain=www", 1),
        ("?subDomain=WWW", 1),
        ("?fieldType=TXT&subDomain=_dmarc", 1),
        ("?fieldType=TXT&subDomain=none", 0),
    ] {
        assert_eq!(records(&raw, query).await.len(), expected, "{query}");
    }
}

#[tokio::test]
async fn invalid_records_are_rejected() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let before = records(&raw, "").await;
    let long = "a".repeat(64);
    for (record, parameter) in [
        (json!({"fieldType": "MX", "target": "mx.example.com."}), "target"),
        (json!({"fieldType": "A", "target": "2001:db8::1"}), "target"),
        (json!({"fieldType": "AAAA", "target": "192.0.2.1"}), "target"),
        (json!({"fieldType": "SRV", "target": "1 2 sip.example.com."}), "target"),
        (json!({"fieldType": "CAA", "target": "issue ca.example.net"}), "target"),
        (json!({"fieldType": "TXT", "target": "x".repeat(70_000)}), "target"),
        (json!({"fieldType": "TXT", "target": ""}), "target"),
        (json!({"fieldType": "TXT", "target": "x", "ttl": -1}), "ttl"),
        (json!({"fieldType": "TXT", "target": "x", "ttl": 59}), "ttl"),
        (json!({"fieldType": "TXT", "target": "x", "ttl": 1_i64 << 31}), "ttl"),
        (json!({"fieldType": "TXT", "target": "x", "subDomain": "a b"}), "subDomain"),
        (json!({"fieldType": "TXT", "target": "x", "subDomain": "a."}), "subDomain"),
        (json!({"fieldType": "TXT", "target": "x", "subDomain": long}), "subDomain"),
        (json!({"fieldType": "TXT", "target": "x", "subDomain": vec!["aa"; 90].join(".")}), "subDomain"),
        // Beside other records of the same name.
        (json!({"fieldType": "CNAME", "target": "example.net.", "subDomain": "www"}), "subDomain"),
        (json!({"fieldType": "CNAME", "target": "example.net.", "subDomain": "FTP"}), "subDomain"),
        (json!({"fieldType": "TXT", "target": "x", "subDomain": "ftp"}), "subDomain"),
        (json!({"fieldType": "CNAME", "target": "example.net."}), "subDomain"),
        (json!({"fieldType": "TXT", "target": "\u{0}"}), "target"),
        (json!({"fieldType": "A", "target": "192.0.2.4 "}), "target"),
    ] {
        let response = post(&raw, &record).await;
        let message = response.rejected(400, "Client::BadRequest");
        assert!(message.starts_with(&format!("[{parameter}] ")), "{record}: {message}");
        assert_eq!(response.json()["details"]["parameter"], parameter);
    }
    assert_eq!(records(&raw, "").await, before);
    assert_eq!(raw.get(&format!("{ZONE}/status")).await.ok()["isDeployed"], true);
    let unknown = json!({"fieldType": "TXT", "target": "x"}).to_string();
    raw.call("POST", "/domain/zone/nope.example/record", &unknown).await.rejected(404, "This service does not exist");
}

#[tokio::test]
async fn changes_are_checked_like_new_records() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let body = json!({"fieldType": "MX", "subDomain": "m", "target": "1 mx", "ttl": 60});
    let record = post(&raw, &body).await.ok();
    let path = format!("{RECORDS}/{}", record["id"]);
    for body in [r#"{"target":"mx.example.com."}"#, r#"{"ttl":1}"#, r#"{"subDomain":"a b"}"#, r#"{"subDomain":"ftp"}"#]
    {
        raw.call("PUT", &path, body).await.rejected(400, "Client::BadRequest");
        assert_eq!(raw.get(&path).await.ok(), record, "{body}");
    }
    // An alias may be changed, because it does not conflict with itself.
    raw.call("PUT", &format!("{RECORDS}/5101003"), r#"{"target":"example.net."}"#).await.ok();
    // Null means that a field is not given.
    raw.call("PUT", &path, r#"{"target":"2 mx","ttl":null,"subDomain":null}"#).await.ok();
    let changed = json!({"id": record["id"], "zone": "example.com", "fieldType": "MX", "subDomain": "m",
        "target": "2 mx", "ttl": 60});
    assert_eq!(raw.get(&path).await.ok(), changed);
    raw.call("PUT", &path, r#"{"subDomain":""}"#).await.ok();
    assert_eq!(raw.get(&path).await.ok()["subDomain"], "");
}

#[tokio::test]
async fn target_is_kept_as_sent() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    for (field_type, target) in [
        ("TXT", "plain text"),
        ("TXT", "\"quoted text\""),
        ("TXT", "quo\"te; semi\\colon é"),
        ("DKIM", "v=DKIM1;k=rsa;p=AQAB"),
        ("CAA", "0 issue \"ca.example.net\""),
        ("SRV", "0 5 5060 sip.example.com."),
    ] {
        let created = post(&raw, &json!({"fieldType": field_type, "subDomain": "kept", "target": target})).await.ok();
        assert_eq!(created["target"], target);
        assert_eq!(raw.get(&format!("{RECORDS}/{}", created["id"])).await.ok(), created);
    }
}
