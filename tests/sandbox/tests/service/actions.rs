//! Actions: what they do to the object on their path, and what they return.

use std::time::Duration;

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::support::RawClient;

const TASK_TIME: Duration = Duration::from_secs(1);

pub async fn sandbox() -> (Sandbox, RawClient) {
    let sandbox = Sandbox::builder().task_time(TASK_TIME).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    (sandbox, raw)
}

pub async fn wait() {
    sleep(TASK_TIME + Duration::from_millis(50)).await;
}

/// Returns the path of the first object of a list.
pub async fn first(raw: &RawClient, list: &str, key: &str) -> String {
    let entry = raw.get(list).await.ok()[0].clone();
    let key = if entry.is_object() { entry[key].clone() } else { entry };
    format!("{list}/{}", key.as_str().map_or_else(|| key.to_string(), str::to_owned))
}

#[tokio::test]
async fn vps_state_follows_its_actions() {
    let (_sandbox, raw) = sandbox().await;
    let vps = "/vps/vps-1a2b3c4d.vps.ovh.net";
    for (action, body, during, after) in [
        ("stop", "", "stopping", "stopped"),
        ("start", "", "stopped", "running"),
        ("reboot", "", "rebooting", "running"),
        ("rebuild", r#"{"imageId":"5a6d1c7e-0b1f-4a52-9c7f-2f0f6f6b1a02"}"#, "installing", "running"),
    ] {
        raw.call("POST", &format!("{vps}/{action}"), body).await.ok();
        let state = raw.get(vps).await.ok()["state"].clone();
        assert!(state == during || during == "stopped" && state == after, "{action}: {state}");
        wait().await;
        assert_eq!(raw.get(vps).await.ok()["state"], after, "{action}");
    }
    raw.call("POST", &format!("{vps}/reboot"), "").await.ok();
    sleep(TASK_TIME / 2).await;
    raw.call("POST", &format!("{vps}/stop"), "").await.ok();
    sleep(TASK_TIME * 3 / 4).await;
    assert_eq!(raw.get(vps).await.ok()["state"], "stopping");
    wait().await;
    assert_eq!(raw.get(vps).await.ok()["state"], "stopped");
}

#[tokio::test]
async fn snapshot_of_a_vps_is_created_and_deleted() {
    let (_sandbox, raw) = sandbox().await;
    let vps = "/vps/vps-1a2b3c4d.vps.ovh.net";
    let deleted = raw.call("DELETE", &format!("{vps}/snapshot"), "").await.ok();
    assert_eq!(deleted["type"], "deleteSnapshot");
    raw.get(&format!("{vps}/snapshot")).await.rejected(404, "Client::NotFound");
    let task = raw.call("POST", &format!("{vps}/createSnapshot"), r#"{"description":"before"}"#).await.ok();
    assert_eq!(task["type"], "createSnapshot");
    wait().await;
    let snapshot = raw.get(&format!("{vps}/snapshot")).await.ok();
    assert_eq!(snapshot["description"], "before");
}

#[tokio::test]
async fn instance_status_follows_its_actions() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let body = json!({"name": "web", "flavorId": "b3-8", "imageId": "debian", "region": "GRA11"}).to_string();
    let instance = raw.call("POST", &format!("{project}/instance"), &body).await.ok();
    assert_eq!((&instance["name"], &instance["region"]), (&json!("web"), &json!("GRA11")));
    assert!(["BUILD", "BUILDING"].contains(&instance["status"].as_str().unwrap()), "{instance}");
    let path = format!("{project}/instance/{}", instance["id"].as_str().unwrap());
    wait().await;
    assert_eq!(raw.get(&path).await.ok()["status"], "ACTIVE");
    for (action, body, during, after) in [
        ("stop", "", None, "SHUTOFF"),
        ("start", "", None, "ACTIVE"),
        ("reboot", r#"{"type":"soft"}"#, Some("REBOOT"), "ACTIVE"),
        ("shelve", "", Some("SHELVING"), "SHELVED_OFFLOADED"),
        ("unshelve", "", Some("UNSHELVING"), "ACTIVE"),
        ("rescueMode", r#"{"rescue":true}"#, Some("RESCUING"), "RESCUE"),
        ("rescueMode", r#"{"rescue":false}"#, Some("UNRESCUING"), "ACTIVE"),
        ("resize", r#"{"flavorId":"b3-16"}"#, Some("RESIZE"), "ACTIVE"),
        ("reinstall", r#"{"imageId":"ubuntu"}"#, Some("REBUILD"), "ACTIVE"),
    ] {
        let response = raw.call("POST", &format!("{path}/{action}"), body).await.ok();
        let status = raw.get(&path).await.ok()["status"].clone();
        assert!(during.is_none_or(|during| status == during), "{action} {status}");
        if response.get("flavorId").is_some() {
            assert_eq!(response["id"], instance["id"], "{action}");
        }
        wait().await;
        assert_eq!(raw.get(&path).await.ok()["status"], after, "{action}");
    }
    let read = raw.get(&path).await.ok();
    assert_eq!((&read["flavorId"], &read["imageId"]), (&json!("b3-16"), &json!("ubuntu")));
    let billed = raw.call("POST", &format!("{path}/activeMonthlyBilling"), "").await.ok();
    assert!(billed["monthlyBilling"].is_object() && billed["id"] == instance["id"], "{billed}");
}

#[tokio::test]
async fn snapshot_of_an_instance_is_in_the_list() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let instance = first(&raw, &format!("{project}/instance"), "id").await;
    let made = raw.call("POST", &format!("{instance}/snapshot"), r#"{"snapshotName":"ss"}"#).await.ok();
    let snapshots = raw.get(&format!("{project}/snapshot")).await.ok();
    let found = snapshots.as_array().unwrap().iter().find(|known| known["name"] == "ss");
    assert_eq!(found.unwrap()["id"], made["snapshotId"], "{snapshots}");
}

#[tokio::test]
async fn action_on_a_volume_returns_the_volume() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let instance = first(&raw, &format!("{project}/instance"), "id").await.rsplit('/').next().unwrap().to_owned();
    let body = json!({"name": "data", "region": "GRA11", "size": 20, "type": "classic"}).to_string();
    let volume = raw.call("POST", &format!("{project}/volume"), &body).await.ok();
    assert_eq!((&volume["name"], &volume["size"]), (&json!("data"), &json!(20)));
    let count = raw.get(&format!("{project}/volume")).await.ok().as_array().unwrap().len();
    let path = format!("{project}/volume/{}", volume["id"].as_str().unwrap());
    let body = json!({"instanceId": instance}).to_string();
    let attached = raw.call("POST", &format!("{path}/attach"), &body).await.ok();
    assert_eq!(attached["id"], volume["id"]);
    assert!(attached["attachedTo"].as_array().unwrap().contains(&json!(instance)), "{attached}");
    wait().await;
    assert_eq!(raw.get(&path).await.ok()["status"], "in-use");
    let grown = raw.call("POST", &format!("{path}/upsize"), r#"{"size":50}"#).await.ok();
    assert_eq!((&grown["id"], &grown["size"]), (&volume["id"], &json!(50)));
    let detached = raw.call("POST", &format!("{path}/detach"), &body).await.ok();
    assert!(!detached["attachedTo"].as_array().unwrap().contains(&json!(instance)), "{detached}");
    wait().await;
    assert_eq!(raw.get(&path).await.ok()["status"], "available");
    assert_eq!(raw.get(&format!("{project}/volume")).await.ok().as_array().unwrap().len(), count);
}

#[tokio::test]
async fn moved_ip_is_routed_to_the_service() {
    let (_sandbox, raw) = sandbox().await;
    let ip = raw.get("/ip").await.ok()[0].as_str().unwrap().replace('/', "%2F").replace(':', "%3A");
    let body = r#"{"to":"vps-9c0d1e2f.vps.ovh.net"}"#;
    let task = raw.call("POST", &format!("/ip/{ip}/move"), body).await.ok();
    assert_eq!((&task["function"], &task["status"]), (&json!("genericMoveFloatingIp"), &json!("todo")));
    wait().await;
    let routed = raw.get(&format!("/ip/{ip}")).await.ok()["routedTo"].clone();
    assert_eq!(routed, json!({"serviceName": "vps-9c0d1e2f.vps.ovh.net"}));
    let listed = raw.get("/vps/vps-9c0d1e2f.vps.ovh.net/ips").await.ok();
    assert!(listed.as_array().unwrap().contains(&json!("192.0.2.11")), "{listed}");
    let added = raw.get("/vps/vps-9c0d1e2f.vps.ovh.net/ips/192.0.2.11").await.ok();
    assert_eq!((&added["ipAddress"], &added["version"]), (&json!("192.0.2.11"), &json!("v4")));
    let former = raw.get("/vps/vps-1a2b3c4d.vps.ovh.net/ips").await.ok();
    assert!(!former.as_array().unwrap().contains(&json!("192.0.2.11")), "{former}");
    raw.call("POST", &format!("/ip/{ip}/park"), "").await.ok();
    wait().await;
    assert_eq!(raw.get(&format!("/ip/{ip}")).await.ok()["routedTo"], Value::Null);
}

#[tokio::test]
async fn update_replaces_the_name_servers() {
    let (_sandbox, raw) = sandbox().await;
    let domain = "/domain/example.com";
    let body = json!({"nameServers": [{"host": "ns2.example.net", "ip": "192.0.2.1"}, {"host": "ns1.example.net"}, {"host": "a.example.net"}]});
    let task = raw.call("POST", &format!("{domain}/nameServers/update"), &body.to_string()).await.ok();
    assert_eq!((&task["function"], &task["status"]), (&json!("DomainDnsUpdate"), &json!("todo")));
    wait().await;
    let ids = raw.get(&format!("{domain}/nameServer")).await.ok();
    let mut hosts = Vec::new();
    for id in ids.as_array().unwrap() {
        hosts.push(raw.get(&format!("{domain}/nameServer/{id}")).await.ok()["host"].as_str().unwrap().to_owned());
    }
    assert_eq!(hosts, ["ns2.example.net", "ns1.example.net", "a.example.net"]);
    let read = raw.get(domain).await.ok();
    assert_eq!(read["nameServerType"], "external");
    assert_eq!(
        (&read["nameServers"][0]["nameServer"], &read["nameServers"][0]["ipv4"]),
        (&json!("ns2.example.net"), &json!("192.0.2.1"))
    );
}

#[tokio::test]
async fn snapshot_of_a_volume_belongs_to_the_volume() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let volume = first(&raw, &format!("{project}/volume"), "id").await;
    let volume = raw.get(&volume).await.ok();
    let path = format!("{project}/volume/{}/snapshot", volume["id"].as_str().unwrap());
    let snapshot = raw.call("POST", &path, r#"{"name":"nightly"}"#).await.ok();
    assert_eq!((&snapshot["name"], &snapshot["volumeId"]), (&json!("nightly"), &volume["id"]), "{snapshot}");
    assert_eq!((&snapshot["region"], &snapshot["size"]), (&volume["region"], &volume["size"]), "{snapshot}");
    let read = raw.get(&format!("{project}/volume/snapshot/{}", snapshot["id"].as_str().unwrap())).await.ok();
    assert_eq!(read, snapshot);
}

#[tokio::test]
async fn network_is_added_to_a_region() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let network = first(&raw, &format!("{project}/network/private"), "id").await;
    let before = raw.get(&network).await.ok();
    let response = raw.call("POST", &format!("{network}/region"), r#"{"region":"GRA11"}"#).await.ok();
    assert_eq!(response["id"], before["id"]);
    let regions = raw.get(&network).await.ok()["regions"].clone();
    assert!(regions.as_array().unwrap().iter().any(|region| region["region"] == "GRA11"), "{regions}");
}

#[tokio::test]
async fn reinstalled_server_has_the_operating_system() {
    let (_sandbox, raw) = sandbox().await;
    let server = first(&raw, "/dedicated/server", "").await;
    raw.call("POST", &format!("{server}/reinstall"), r#"{"operatingSystem":"debian13_64"}"#).await.ok();
    wait().await;
    assert_eq!(raw.get(&server).await.ok()["os"], "debian13_64");
}

#[tokio::test]
async fn vps_is_rescued_after_a_reboot_in_rescue_mode() {
    let (_sandbox, raw) = sandbox().await;
    let vps = "/vps/vps-1a2b3c4d.vps.ovh.net";
    for (mode, state) in [("rescue", "rescued"), ("local", "running")] {
        raw.call("PUT", vps, &json!({"netbootMode": mode}).to_string()).await.ok();
        raw.call("POST", &format!("{vps}/reboot"), "").await.ok();
        wait().await;
        assert_eq!(raw.get(vps).await.ok()["state"], state);
    }
}
