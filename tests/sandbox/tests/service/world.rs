//! The described account: projects, servers, addresses, mail, services and IAM resources agree with each other.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::{RawClient, RawResponse};

const PROJECT: &str = "/cloud/project/8d5d3f1c9a7b4e2f8c6a1b0d9e7f5c3a";

/// Returns the described paths and what they return.
fn described() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/world_data");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let blocks = match file {
            _ if path.ends_with("services.json") || path.ends_with("offers.json") => Vec::new(),
            Value::Array(blocks) => blocks,
            block => vec![block],
        };
        for block in blocks {
            let under = block["under"].as_str().unwrap_or_default();
            let objects = block.get("objects").unwrap_or(&block).as_object().unwrap();
            found.extend(objects.iter().map(|(path, value)| (format!("{under}{path}"), value.clone())));
        }
    }
    found
}

/// Returns a response of either branch.
async fn read(raw: &RawClient, path: &str) -> RawResponse {
    let path = if path.starts_with("/v2/") { path.to_owned() } else { format!("/1.0{path}") };
    crate::support::send(raw.signed("GET", &path, "")).await
}

fn strings(list: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    list.as_array().unwrap().iter().map(text).collect()
}

fn encoded(text: &str) -> String {
    text.replace('/', "%2F").replace('+', "%2B")
}

/// Returns whether a response has the described fields.
fn has(found: &Value, described: &Value) -> bool {
    match (found, described) {
        (Value::Object(found), Value::Object(described)) => {
            described.contains_key("$iam")
                // Some lists show fewer fields of their objects.
                || described.iter().all(|(name, value)| found.get(name).is_none_or(|found| has(found, value)))
        }
        (Value::Array(found), Value::Array(described)) => {
            found.len() == described.len()
                && found.iter().zip(described).all(|(found, described)| has(found, described))
        }
        // A relative date.
        (Value::String(_), Value::String(described)) if described.starts_with('{') => true,
        _ => found == described,
    }
}

#[tokio::test]
async fn described_objects_are_served_with_their_fields() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let mut read_objects = 0;
    for (path, value) in described() {
        let found = read(&raw, &path).await.ok();
        if let Value::Array(objects) = &value {
            assert_eq!(found.as_array().unwrap().len(), objects.len(), "{path}: {found}");
        }
        let of_objects = value.as_array().is_some_and(|objects| objects.iter().all(Value::is_object));
        if found.as_array().is_some_and(|found| found.iter().all(Value::is_object)) || !of_objects {
            assert!(has(&found, &value), "{path}: {found}\n{value}");
            continue;
        }
        for (key, object) in strings(&found).iter().zip(value.as_array().unwrap()) {
            let found = read(&raw, &format!("{path}/{}", encoded(key))).await.ok();
            assert!(has(&found, object), "{path}/{key}: {found}\n{object}");
            read_objects += 1;
        }
    }
    assert!(read_objects > 60, "{read_objects}");
}

#[tokio::test]
async fn each_service_has_an_object_with_equal_infos() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let ids = strings(&raw.get("/services").await.ok());
    assert!(ids.len() > 60, "{ids:?}");
    for id in ids {
        let service = raw.get(&format!("/services/{id}")).await.ok();
        let url = service["route"]["url"].as_str().unwrap().replace('+', "%2B");
        let object = raw.get(&url).await.ok();
        let infos = raw.get(&format!("{url}/serviceInfos")).await.ok();
        assert_eq!(infos["serviceId"].to_string(), id, "{url}");
        assert_eq!(infos["domain"], service["resource"]["name"], "{url}");
        if let Some(expiration) = infos["expiration"].as_str() {
            assert!(service["billing"]["expirationDate"].as_str().unwrap().starts_with(expiration), "{url}");
        }
        let automatic = service["billing"]["renew"]["current"]["mode"] == "automatic";
        assert!(infos["renew"].is_null() || infos["renew"]["automatic"] == automatic, "{url}: {infos}\n{service}");
        let (urn, name) = (object["iam"]["urn"].as_str().unwrap(), service["resource"]["name"].as_str().unwrap());
        assert!(urn.starts_with("urn:v1:eu:resource:") && urn.ends_with(&format!(":{name}")), "{urn}");
        let resource = read(&raw, &format!("/v2/iam/resource/{}", encoded(urn))).await.ok();
        assert_eq!((&resource["id"], &resource["name"]), (&object["iam"]["id"], &service["resource"]["name"]));
    }
}

#[tokio::test]
async fn iam_resources_are_filtered_by_type_and_name() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let urns = async |query: &str| {
        let list = read(&raw, &format!("/v2/iam/resource{query}")).await.ok();
        list.as_array().unwrap().iter().map(|one| one["urn"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all: BTreeSet<String> = urns("").await.into_iter().collect();
    let vps = urns("?resourceType=vps").await;
    assert_eq!(vps.len(), 3);
    assert!(vps.iter().all(|urn| urn.contains(":vps:") && all.contains(urn)), "{vps:?}");
    assert_eq!(urns("?resourceType=vps&resourceType=dedicatedServer").await.len(), 5);
    assert_eq!(urns("?resourceType=unknown").await.len(), 0);
    assert_eq!(
        urns("?resourceName=example.org&resourceType=dnsZone").await,
        ["urn:v1:eu:resource:dnsZone:example.org"]
    );
    let types = read(&raw, "/v2/iam/reference/resource/type").await.ok();
    assert!(all.iter().all(|urn| types.as_array().unwrap().contains(&urn.split(':').nth(4).unwrap().into())));
    assert_eq!(urns("?resourceURN=urn:v1:eu:resource:domain:example.org").await.len(), 1);
}

#[tokio::test]
async fn created_and_deleted_objects_change_the_iam_resources() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let count = async || read(&raw, "/v2/iam/resource").await.ok().as_array().unwrap().len();
    let before = count().await;
    let list = read(&raw, "/v2/okms/resource").await.ok();
    let urn = list[0]["iam"]["urn"].as_str().unwrap();
    assert!(count().await > before);
    let resource = read(&raw, &format!("/v2/iam/resource/{}", encoded(urn))).await.ok();
    assert_eq!((&resource["type"], &resource["id"]), (&json!("okms"), &list[0]["iam"]["id"]));
}

#[tokio::test]
async fn addresses_are_in_blocks_of_their_services() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let mut target_of = std::collections::BTreeMap::new();
    for block in strings(&raw.get("/ip").await.ok()) {
        let details = raw.get(&format!("/ip/{}", encoded(&block))).await.ok();
        assert_eq!(details["ip"], block.as_str());
        target_of.insert(block, details["routedTo"]["serviceName"].as_str().unwrap().to_owned());
    }
    for vps in strings(&raw.get("/vps").await.ok()) {
        for address in strings(&raw.get(&format!("/vps/{vps}/ips")).await.ok()) {
            let block = if address.contains(':') { format!("{address}/128") } else { format!("{address}/32") };
            assert_eq!(target_of[&block], vps);
        }
    }
    let servers = strings(&raw.get("/dedicated/server").await.ok());
    assert_eq!(servers.len(), 2);
    for server in servers {
        let details = raw.get(&format!("/dedicated/server/{server}")).await.ok();
        assert_eq!(target_of[&format!("{}/32", details["ip"].as_str().unwrap())], server);
        for block in strings(&raw.get(&format!("/dedicated/server/{server}/ips")).await.ok()) {
            assert_eq!(target_of[&block], server);
        }
        let boots = raw.get(&format!("/dedicated/server/{server}/boot")).await.ok();
        assert!(boots.as_array().unwrap().contains(&details["bootId"]));
    }
}

#[tokio::test]
async fn cloud_project_refers_to_its_own_objects() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let read = async |path: &str| raw.get(&format!("{PROJECT}{path}")).await.ok();
    let instances = read("/instance").await;
    assert_eq!(instances.as_array().unwrap().len(), 2);
    for instance in instances.as_array().unwrap() {
        assert_eq!(instance["status"], "ACTIVE");
        for (list, id) in [("flavor", "flavorId"), ("image", "imageId"), ("sshkey", "sshKeyId"), ("region", "region")] {
            read(&format!("/{list}/{}", instance[id].as_str().unwrap())).await;
        }
        assert!(instance["ipAddresses"][0]["ip"].as_str().unwrap().starts_with("198.51.100."));
    }
    let volumes = read("/volume").await;
    assert_eq!(volumes[0]["attachedTo"][0], instances[0]["id"]);
    let cluster = read("/kube").await[0].as_str().unwrap().to_owned();
    let pool = read(&format!("/kube/{cluster}/nodepool")).await;
    let nodes = read(&format!("/kube/{cluster}/node")).await;
    assert_eq!(nodes.as_array().unwrap().len(), 2);
    assert_eq!((&nodes[0]["nodePoolId"], &pool[0]["status"]), (&pool[0]["id"], &json!("READY")));
    assert_eq!(strings(&read("/region").await), ["GRA11", "SBG5", "BHS5"]);
}

#[tokio::test]
async fn objects_of_a_created_object_start_empty() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let user = raw.call("POST", &format!("{PROJECT}/user"), r#"{"description":"tf"}"#).await.ok();
    let path = format!("{PROJECT}/user/{}/s3Credentials", user["id"]);
    assert_eq!(raw.get(&path).await.ok(), json!([]));
    raw.call("POST", &path, "").await.ok();
    assert_eq!(raw.get(&path).await.ok().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn sandbox_starts_in_a_second() {
    let first = Sandbox::start().await.unwrap();
    let started = Instant::now();
    // The schemas have been read by the first one.
    let second = Sandbox::start().await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    drop((first, second));
}
