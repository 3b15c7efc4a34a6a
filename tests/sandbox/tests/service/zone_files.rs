//! Export, import and reset of DNS zones.

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::RawClient;

const ZONE: &str = "/domain/zone/example.com";

async fn export(raw: &RawClient) -> String {
    raw.get(&format!("{ZONE}/export")).await.ok().as_str().unwrap().to_owned()
}

async fn add(raw: &RawClient, field_type: &str, target: &str) {
    let body = json!({"fieldType": field_type, "subDomain": "new", "target": target, "ttl": 60});
    raw.call("POST", &format!("{ZONE}/record"), &body.to_string()).await.ok();
}

#[tokio::test]
async fn export_quotes_and_splits_text() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let long = "x".repeat(300);
    for (field_type, target) in
        [("TXT", "quo\"te"), ("TXT", "semi; colon"), ("TXT", "é"), ("DKIM", long.as_str()), ("SPF", "\"v=spf1 -all\"")]
    {
        add(&raw, field_type, target).await;
    }
    raw.call("POST", &format!("{ZONE}/refresh"), "").await.ok();
    let file = export(&raw).await;
    let start = "$TTL 3600\n$ORIGIN example.com.\n@\tIN SOA dns100.ovh.net. tech.ovh.net. (2026010101 86400 3600 \
        3600000 300)\n@\tIN NS dns100.ovh.net.\n@\tIN NS ns100.ovh.net.\n@\t3600 IN A 192.0.2.10\n";
    assert!(file.starts_with(start), "{file}");
    for line in [
        "new\t60 IN TXT \"quo\\\"te\"\n".to_owned(),
        "new\t60 IN TXT \"semi; colon\"\n".to_owned(),
        "new\t60 IN TXT \"\\195\\169\"\n".to_owned(),
        format!("new\t60 IN TXT \"{}\" \"{}\" ; DKIM\n", "x".repeat(255), "x".repeat(45)),
        "new\t60 IN TXT \"v=spf1 -all\" ; SPF\n".to_owned(),
    ] {
        assert!(file.contains(&line), "{line} in {file}");
    }
}

#[tokio::test]
async fn export_is_imported_unchanged() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    for (field_type, target) in [
        ("A", "192.0.2.1"),
        ("CAA", "0 issue \"ca.example.net\""),
        ("DMARC", "v=DMARC1;p=none"),
        ("LOC", "52 22 23.000 N 4 53 32.000 E -2.00m"),
        ("MX", "10 mx"),
        ("NAPTR", "100 10 \"S\" \"SIP+D2U\" \"\" _sip._udp.example.net."),
        ("SRV", "0 5 5060 sip.example.com."),
        ("HTTPS", "1 . alpn=h2"),
        ("TXT", "back\\slash\n"),
    ] {
        add(&raw, field_type, target).await;
    }
    raw.call("POST", &format!("{ZONE}/refresh"), "").await.ok();
    let file = export(&raw).await;
    let import = json!({"zoneFile": file}).to_string();
    raw.call("POST", &format!("{ZONE}/import"), &import).await.ok();
    assert_eq!(export(&raw).await, file.replace("2026010101", "2026010102"));
    let types = raw.get(&format!("{ZONE}/record?fieldType=DMARC")).await.ok();
    assert_eq!(types.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn undeployed_changes_are_not_exported() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    add(&raw, "A", "192.0.2.77").await;
    assert!(!export(&raw).await.contains("192.0.2.77"));
    raw.call("POST", &format!("{ZONE}/refresh"), "").await.ok();
    assert!(export(&raw).await.contains("192.0.2.77"));
}

#[tokio::test]
async fn invalid_zone_file_changes_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let (before, ids) = (export(&raw).await, raw.get(&format!("{ZONE}/record")).await.ok());
    for (file, expected) in [
        ("nonsense", "Line 1"),
        ("a A 192.0.2.1\nb MX mx.example.com.", "Line 2"),
        ("a 5 A 192.0.2.1", "[ttl]"),
        ("a A 192.0.2.1\na CNAME b", "CNAME"),
        ("a.example.net. A 192.0.2.1", "outside"),
        ("a DS 1 2 3 ab", "Line 1"),
        ("a DS 60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118", "RecordTypeEnum"),
    ] {
        let body = json!({"zoneFile": file}).to_string();
        let message = raw.call("POST", &format!("{ZONE}/import"), &body).await.rejected(400, "Client::BadRequest");
        assert!(message.starts_with("[zoneFile]") && message.contains(expected), "{file}: {message}");
    }
    assert_eq!(raw.get(&format!("{ZONE}/record")).await.ok(), ids);
    assert_eq!(export(&raw).await, before);
}

#[tokio::test]
async fn zone_without_name_servers_is_exported_with_them() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let body = json!({"zoneFile": "a A 192.0.2.1"}).to_string();
    raw.call("POST", &format!("{ZONE}/import"), &body).await.ok();
    assert!(export(&raw).await.contains("@\tIN NS dns100.ovh.net.\n@\tIN NS ns100.ovh.net.\na\tIN A 192.0.2.1\n"));
}

#[tokio::test]
async fn export_is_importable_with_any_seed() {
    for seed in 0..5 {
        let sandbox = Sandbox::builder().seed(seed).start().await.unwrap();
        let raw = RawClient::new(&sandbox);
        add(&raw, "TXT", "seeded").await;
        raw.call("POST", &format!("{ZONE}/refresh"), "").await;
        let file = export(&raw).await;
        assert!(file.contains("@\tIN NS dns100.ovh.net.\n") && file.contains("\"seeded\""), "{file}");
        let body = json!({"zoneFile": file}).to_string();
        assert_eq!(raw.call("POST", &format!("{ZONE}/import"), &body).await.status, 200);
    }
}

#[tokio::test]
async fn zone_file_beyond_the_memory_is_rejected() {
    let sandbox = Sandbox::builder().max_state(500_000).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let before = export(&raw).await;
    // Each byte takes four in the zone file.
    let body = json!({"fieldType": "TXT", "subDomain": "new", "target": "\u{1}".repeat(65_000)}).to_string();
    for _ in 0..5 {
        raw.call("POST", &format!("{ZONE}/record"), &body).await.ok();
    }
    let message = raw.call("POST", &format!("{ZONE}/refresh"), "").await.rejected(507, "Server::InsufficientStorage");
    assert!(message.contains("--max-state"), "{message}");
    assert_eq!(export(&raw).await, before);
    assert_eq!(raw.get(&format!("{ZONE}/status")).await.ok()["isDeployed"], false);
}

#[tokio::test]
async fn reset_restores_the_first_records() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let count = async |query: &str| raw.get(&format!("{ZONE}/record{query}")).await.ok().as_array().unwrap().len();
    add(&raw, "A", "192.0.2.77").await;
    for (body, expected) in [
        (json!({}), (9, 2)),
        (json!({"minimized": true}), (2, 0)),
        (json!({"DnsRecords": [{"fieldType": "A", "target": "192.0.2.5"}]}), (8, 1)),
    ] {
        assert_eq!(raw.call("POST", &format!("{ZONE}/reset"), &body.to_string()).await.ok(), Value::Null);
        assert_eq!((count("").await, count("?fieldType=A").await), expected, "{body}");
        assert_eq!(raw.get(&format!("{ZONE}/status")).await.ok()["isDeployed"], false);
    }
}

#[tokio::test]
async fn soa_is_changed_and_checked() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let path = format!("{ZONE}/soa");
    let soa = raw.get(&path).await.ok();
    for (field, value) in
        [("ttl", json!(-1)), ("serial", json!(1_i64 << 32)), ("server", json!("two words.")), ("email", json!("a@b@c"))]
    {
        let mut changed = soa.clone();
        changed[field] = value;
        raw.call("PUT", &path, &changed.to_string()).await.rejected(400, "Client::BadRequest");
        assert_eq!(raw.get(&path).await.ok(), soa);
    }
    let mut changed = soa.clone();
    changed["email"] = json!("admin.example.com.");
    raw.call("PUT", &path, &changed.to_string()).await.ok();
    assert!(!export(&raw).await.contains("admin"));
    raw.call("POST", &format!("{ZONE}/refresh"), "").await.ok();
    assert!(export(&raw).await.contains(" admin.example.com. "));
}
