//! Actions: what they do to the object on their path, and what they return.

use std::time::Duration;

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::support::RawClient;

const TASK_TIME: Duration = Duration::from_secs(1);

async fn sandbox() -> (Sandbox, RawClient) {
    let sandbox = Sandbox::builder().task_time(TASK_TIME).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    (sandbox, raw)
}

async fn wait() {
    sleep(TASK_TIME + Duration::from_millis(50)).await;
}

/// Returns the path of the first object of a list.
async fn first(raw: &RawClient, list: &str, key: &str) -> String {
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
        ("rebuild", r#"{"imageId":"debian"}"#, "installing", "running"),
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
    raw.call("POST", &format!("/ip/{ip}/park"), "").await.ok();
    wait().await;
    assert_eq!(raw.get(&format!("/ip/{ip}")).await.ok()["routedTo"], Value::Null);
}

#[tokio::test]
async fn update_replaces_the_name_servers() {
    let (_sandbox, raw) = sandbox().await;
    let domain = "/domain/example.com";
    let body = json!({"nameServers": [{"host": "ns1.example.net", "ip": "192.0.2.1"}, {"host": "ns2.example.net"}]});
    let task = raw.call("POST", &format!("{domain}/nameServers/update"), &body.to_string()).await.ok();
    assert_eq!((&task["function"], &task["status"]), (&json!("DomainDnsUpdate"), &json!("todo")));
    wait().await;
    let ids = raw.get(&format!("{domain}/nameServer")).await.ok();
    let mut hosts = Vec::new();
    for id in ids.as_array().unwrap() {
        hosts.push(raw.get(&format!("{domain}/nameServer/{id}")).await.ok()["host"].as_str().unwrap().to_owned());
    }
    hosts.sort();
    assert_eq!(hosts, ["ns1.example.net", "ns2.example.net"]);
    let read = raw.get(domain).await.ok();
    assert_eq!(read["nameServerType"], "external");
    assert_eq!(
        (&read["nameServers"][0]["nameServer"], &read["nameServers"][0]["ipv4"]),
        (&json!("ns1.example.net"), &json!("192.0.2.1"))
    );
}

#[tokio::test]
async fn created_object_is_returned_in_any_form() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let user = raw.call("POST", &format!("{project}/user"), r#"{"description":"tf"}"#).await.ok();
    assert_eq!(user["description"], "tf");
    let read = raw.get(&format!("{project}/user/{}", user["id"])).await.ok();
    for field in read.as_object().unwrap().keys().filter(|field| *field != "status") {
        assert_eq!(read[field], user[field], "{field}");
    }
    let again = raw.call("POST", &format!("{project}/user/{}/regeneratePassword", user["id"]), "").await.ok();
    assert_eq!((&again["id"], &again["description"]), (&user["id"], &json!("tf")));

    let cart = raw.call("POST", "/order/cart", r#"{"ovhSubsidiary":"FR"}"#).await.ok();
    let cart = format!("/order/cart/{}", cart["cartId"].as_str().unwrap());
    let body = json!({"duration": "P1M", "planCode": "vps-value-1-4-80", "pricingMode": "default", "quantity": 2});
    let item = raw.call("POST", &format!("{cart}/vps"), &body.to_string()).await.ok();
    assert_eq!((&item["duration"], &item["settings"]["quantity"]), (&json!("P1M"), &json!(2)));
    assert_eq!(item["settings"]["planCode"], "vps-value-1-4-80");
    assert_eq!(raw.get(&format!("{cart}/item/{}", item["itemId"])).await.ok(), item);
}

#[tokio::test]
async fn list_in_a_body_creates_several_objects() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let kube = first(&raw, &format!("{project}/kube"), "").await;
    let body = r#"{"ips":["192.0.2.0/24","198.51.100.7/32"]}"#;
    let ips = raw.call("POST", &format!("{kube}/ipRestrictions"), body).await.ok();
    let read = raw.get(&format!("{kube}/ipRestrictions")).await.ok();
    assert_eq!(read, ips);
    assert!(ips.as_array().unwrap().contains(&json!("192.0.2.0/24")), "{ips}");
    let body = json!({"flavorId": "b3-8", "imageId": "debian", "region": "GRA11", "name": "node", "number": 3});
    let made = raw.call("POST", &format!("{project}/instance/bulk"), &body.to_string()).await.ok();
    assert_eq!(made.as_array().unwrap().len(), 3);
    let listed = raw.get(&format!("{project}/instance")).await.ok();
    for one in made.as_array().unwrap() {
        assert!(listed.as_array().unwrap().iter().any(|known| known["id"] == one["id"]), "{one}");
    }
}

#[tokio::test]
async fn put_returns_the_object_in_its_own_form() {
    let (_sandbox, raw) = sandbox().await;
    let before = raw.get("/domain/example.com").await.ok();
    let put = raw.call("PUT", "/domain/example.com", r#"{"transferLockStatus":"unlocked"}"#).await.ok();
    assert_eq!((&put["transferLockStatus"], &put["domain"]), (&json!("unlocked"), &before["domain"]));
    assert!(put.get("iam").is_none());
    assert_eq!(raw.get("/domain/example.com").await.ok()["transferLockStatus"], "unlocked");
}

#[tokio::test]
async fn asynchronous_resource_reaches_its_target() {
    let (_sandbox, raw) = sandbox().await;
    let v2 = async |method: &str, path: &str, body: &str| {
        crate::support::send(raw.signed(method, &format!("/v2{path}"), body)).await.ok()
    };
    let id = v2("GET", "/vrackServices/resource", "").await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/vrackServices/resource/{id}");
    let before = v2("GET", &path, "").await;
    assert_eq!((&before["resourceStatus"], &before["currentTasks"]), (&json!("READY"), &json!([])));
    let spec = json!({"subnets": [{"cidr": "10.0.0.0/24", "displayName": "one", "serviceEndpoints": [],
        "serviceRange": {"cidr": "10.0.0.0/29"}, "vlan": 30}]});
    let body = json!({"targetSpec": spec, "checksum": before["checksum"]}).to_string();
    let put = v2("PUT", &path, &body).await;
    assert_eq!((&put["resourceStatus"], &put["targetSpec"]["subnets"][0]["vlan"]), (&json!("UPDATING"), &json!(30)));
    assert_ne!(put["checksum"], before["checksum"]);
    assert_ne!(v2("GET", &path, "").await["currentTasks"], json!([]));
    wait().await;
    let after = v2("GET", &path, "").await;
    assert_eq!(after["resourceStatus"], "READY");
    assert_eq!(after["currentState"]["subnets"][0]["vlan"], 30, "{after}");
    assert_eq!(after["currentTasks"], json!([]));
}

#[tokio::test]
async fn service_key_is_returned_as_it_was_sent() {
    let (_sandbox, raw) = sandbox().await;
    let v2 = async |method: &str, path: &str, body: &str| {
        crate::support::send(raw.signed(method, &format!("/v2{path}"), body)).await.ok()
    };
    let id = v2("GET", "/okms/resource", "").await[0]["id"].as_str().unwrap().to_owned();
    let list = format!("/okms/resource/{id}/serviceKey");
    let body = json!({"name": "disk", "type": "oct", "size": 256, "operations": ["encrypt", "decrypt"]});
    let made = v2("POST", &list, &body.to_string()).await;
    for field in ["name", "type", "size", "operations"] {
        assert_eq!(made[field], body[field], "{made}");
    }
    let read = v2("GET", &format!("{list}/{}", made["id"].as_str().unwrap()), "").await;
    for field in made.as_object().unwrap().keys() {
        assert_eq!(made[field], read[field], "{field}");
    }
}

#[tokio::test]
async fn parameters_change_fields_of_similar_names() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let body = json!({"image": "nginx", "name": "shop", "region": "GRA", "resources": {"cpu": 2},
        "deploymentStrategy": null, "scalingStrategy": null});
    let app = raw.call("POST", &format!("{project}/ai/app"), &body.to_string()).await.ok();
    assert_eq!((&app["spec"]["name"], &app["spec"]["image"]), (&json!("shop"), &json!("nginx")), "{app}");
    let body = json!({"name": "mine", "publicKey": "ssh-ed25519 AAAA", "region": "GRA11"});
    let key = raw.call("POST", &format!("{project}/sshkey"), &body.to_string()).await.ok();
    assert_eq!(key["regions"], json!(["GRA11"]));
    let body = json!({"name": "one", "flavorId": "b3-8", "imageId": "debian", "region": "GRA11"});
    let instance = raw.call("POST", &format!("{project}/instance"), &body.to_string()).await.ok();
    assert_eq!((&instance["flavor"]["id"], &instance["image"]["id"]), (&json!("b3-8"), &json!("debian")));
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
async fn created_resource_becomes_ready() {
    let (_sandbox, raw) = sandbox().await;
    let v2 = async |method: &str, path: &str, body: &str| {
        crate::support::send(raw.signed(method, &format!("/v2{path}"), body)).await.ok()
    };
    let project = v2("GET", "/publicCloud/project", "").await[0]["id"].as_str().unwrap().to_owned();
    let list = format!("/publicCloud/project/{project}/rancher");
    let body = json!({"targetSpec": {"name": "fleet", "plan": "STANDARD"}}).to_string();
    let made = v2("POST", &list, &body).await;
    assert_eq!((&made["resourceStatus"], &made["targetSpec"]["name"]), (&json!("CREATING"), &json!("fleet")));
    assert_eq!(made["currentTasks"].as_array().unwrap().len(), 1, "{made}");
    let path = format!("{list}/{}", made["id"].as_str().unwrap());
    assert_eq!(v2("GET", &path, "").await, made);
    wait().await;
    let ready = v2("GET", &path, "").await;
    assert_eq!((&ready["resourceStatus"], &ready["currentState"]["name"]), (&json!("READY"), &json!("fleet")));
    assert_eq!(ready["currentTasks"], json!([]));
}

#[tokio::test]
async fn nodes_reach_the_desired_number() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let kube = first(&raw, &format!("{project}/kube"), "").await;
    let body = json!({"name": "pool", "flavorName": "b3-8", "desiredNodes": 3}).to_string();
    let pool = raw.call("POST", &format!("{kube}/nodepool"), &body).await.ok();
    assert_eq!((&pool["status"], &pool["flavor"]), (&json!("INSTALLING"), &json!("b3-8")));
    let path = format!("{kube}/nodepool/{}", pool["id"].as_str().unwrap());
    wait().await;
    let ready = raw.get(&path).await.ok();
    assert_eq!((&ready["status"], &ready["currentNodes"]), (&json!("READY"), &json!(3)), "{ready}");
    raw.call("PUT", &path, r#"{"desiredNodes":5}"#).await.ok();
    wait().await;
    assert_eq!(raw.get(&path).await.ok()["currentNodes"], 5);
}

#[tokio::test]
async fn reinstalled_server_has_the_operating_system() {
    let (_sandbox, raw) = sandbox().await;
    let server = first(&raw, "/dedicated/server", "").await;
    raw.call("POST", &format!("{server}/reinstall"), r#"{"operatingSystem":"debian13_64"}"#).await.ok();
    wait().await;
    assert_eq!(raw.get(&server).await.ok()["os"], "debian13_64");
}
