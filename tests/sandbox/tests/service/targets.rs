//! Parameters that name other objects, and what follows from them.

use serde_json::{Value, json};

use crate::actions::{sandbox, wait};
use crate::support::RawClient;

async fn first(raw: &RawClient, list: &str) -> Value {
    raw.get(list).await.ok()[0].clone()
}

#[tokio::test]
async fn unknown_targets_are_rejected_and_change_nothing() {
    let (_sandbox, raw) = sandbox().await;
    let vps = "/vps/vps-1a2b3c4d.vps.ovh.net";
    let server = "/dedicated/server/ns3012345.ip-198-51-100.eu";
    let cases = [
        ("POST", format!("{vps}/rebuild"), json!({"imageId": "nope"}), "The requested object (imageId = nope)"),
        ("POST", format!("{vps}/reinstall"), json!({"templateId": 5}), "The requested object (templateId = 5)"),
        ("POST", format!("{server}/reinstall"), json!({"operatingSystem": "nope"}), "operatingSystem = nope"),
        ("PUT", server.to_owned(), json!({"bootId": 7}), "bootId = 7"),
        ("POST", "/ip/198.51.100.204%2F30/move".to_owned(), json!({"to": "nope"}), "This service does not exist"),
    ];
    for (method, path, body, message) in cases {
        let refused = raw.call(method, &path, &body.to_string()).await.rejected(404, "Client::NotFound");
        assert!(refused.contains(message), "{path}: {refused}");
    }
    assert_eq!(raw.get(vps).await.ok()["state"], "running");
    for servers in
        [json!([]), json!([{"host": "bad host"}]), json!([{"host": "192.0.2.1"}]), json!([{"host": "-a.example"}])]
    {
        let body = json!({"nameServers": servers}).to_string();
        let response = raw.call("POST", "/domain/example.com/nameServers/update", &body).await;
        response.rejected(400, "Client::BadRequest");
    }
}

#[tokio::test]
async fn rebuilt_vps_has_the_chosen_image() {
    let (_sandbox, raw) = sandbox().await;
    let vps = "/vps/vps-1a2b3c4d.vps.ovh.net";
    let current = raw.get(&format!("{vps}/images/current")).await.ok();
    let images = raw.get(&format!("{vps}/images/available")).await.ok();
    let other = images.as_array().unwrap().iter().find(|id| **id != current["id"]).unwrap();
    let image = raw.get(&format!("{vps}/images/available/{}", other.as_str().unwrap())).await.ok();
    raw.call("POST", &format!("{vps}/rebuild"), &json!({"imageId": other}).to_string()).await.ok();
    assert_eq!(raw.get(&format!("{vps}/images/current")).await.ok(), current);
    wait().await;
    assert_eq!(raw.get(&format!("{vps}/images/current")).await.ok(), image);
}

#[tokio::test]
async fn templates_contain_the_installed_systems() {
    let (_sandbox, raw) = sandbox().await;
    let templates = raw.get("/dedicated/installationTemplate").await.ok();
    for server in raw.get("/dedicated/server").await.ok().as_array().unwrap() {
        let os = raw.get(&format!("/dedicated/server/{}", server.as_str().unwrap())).await.ok()["os"].clone();
        assert!(templates.as_array().unwrap().contains(&os), "{os}");
    }
}

#[tokio::test]
async fn moved_block_changes_the_addresses_of_both_services() {
    let (_sandbox, raw) = sandbox().await;
    let (from, to) = ("ns3012345.ip-198-51-100.eu", "ns3067890.ip-203-0-113.eu");
    let block = json!("198.51.100.204/30");
    let destinations = raw.get("/ip/198.51.100.204%2F30/move").await.ok();
    let servers: Vec<&Value> =
        destinations["dedicatedServer"].as_array().unwrap().iter().map(|entry| &entry["service"]).collect();
    assert_eq!(json!(servers), raw.get("/dedicated/server").await.ok());
    raw.call("POST", "/ip/198.51.100.204%2F30/move", &json!({"to": to}).to_string()).await.ok();
    wait().await;
    for (server, has) in [(from, false), (to, true)] {
        let ips = raw.get(&format!("/dedicated/server/{server}/ips")).await.ok();
        assert_eq!(ips.as_array().unwrap().contains(&block), has, "{server}: {ips}");
    }
    let body = json!({"to": "vps-5e6f7a8b.vps.ovh.net"}).to_string();
    raw.call("POST", "/ip/198.51.100.204%2F30/move", &body).await.ok();
    wait().await;
    let ips = raw.get("/vps/vps-5e6f7a8b.vps.ovh.net/ips").await.ok();
    for address in 204..208 {
        assert!(ips.as_array().unwrap().contains(&json!(format!("198.51.100.{address}"))), "{ips}");
    }
}

#[tokio::test]
async fn firewall_rule_keeps_its_port() {
    let (_sandbox, raw) = sandbox().await;
    let list = "/ip/192.0.2.11%2F32/firewall";
    raw.call("POST", list, r#"{"ipOnFirewall":"192.0.2.11"}"#).await;
    let address = first(&raw, list).await;
    let rules = format!("{list}/{}/rule", address.as_str().unwrap());
    let body = json!({"action": "permit", "protocol": "tcp", "sequence": 7, "destinationPort": 443});
    let rule = raw.call("POST", &rules, &body.to_string()).await.ok();
    assert!(rule["destinationPort"].as_str().unwrap().contains("443"), "{rule}");
    assert_eq!(raw.get(&format!("{rules}/7")).await.ok()["destinationPort"], rule["destinationPort"]);
}

#[tokio::test]
async fn catalogs_ignore_unknown_query_parameters() {
    let (_sandbox, raw) = sandbox().await;
    raw.get("/order/catalog/public/cloud?ovhSubsidiary=FR&region=GRA11").await.ok();
    raw.get("/vps?nope=1").await.rejected(400, "Client::BadRequest");
}
