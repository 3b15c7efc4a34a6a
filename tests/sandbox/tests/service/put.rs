//! Changes: PUT accepts unchanged read-only fields and rejects changed ones.

use ovh_sandbox::{Builder, Sandbox};
use serde_json::{Value, json};

use crate::support::{RawClient, RawResponse, encoded, send};

const RECORD: &str = "/domain/zone/example.com/record/5101000";

async fn start(builder: Builder) -> (Sandbox, RawClient) {
    let sandbox = builder.start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    (sandbox, raw)
}

/// Returns the path of an existing object, with its branch.
fn existing(sandbox: &Sandbox, method: &str, template: &str) -> Option<String> {
    let mut values = sandbox.existing_path_values(method, template)?.into_iter();
    let segment = |segment: &str| {
        if segment.contains('{') { Some(encoded(&values.next()?)) } else { Some(segment.to_owned()) }
    };
    let path: Option<Vec<String>> = template.split('/').map(segment).collect();
    let path = path?.join("/");
    Some(if template.starts_with("/v2/") { path } else { format!("/1.0{path}") })
}

/// Reads and writes the same object with each PUT whose path can be read. Returns the failures.
async fn write_what_was_read(builder: Builder) -> (usize, Vec<String>) {
    let (sandbox, raw) = start(builder).await;
    let operations = sandbox.operations();
    let is_read = |path: &str| operations.iter().any(|(method, other)| *method == "GET" && other == path);
    let (mut objects, mut failures) = (0, Vec::new());
    for (method, template) in
        operations.iter().filter(|(method, path)| matches!(*method, "PUT" | "PATCH") && is_read(path))
    {
        let Some(path) = existing(&sandbox, method, template) else { continue };
        let read = send(raw.signed("GET", &path, "")).await.ok();
        if !read.is_object() {
            continue;
        }
        objects += 1;
        let written = send(raw.signed(method, &path, &read.to_string())).await;
        if !matches!(written.status, 200 | 204) && !lacks_required_field(&read, &written) {
            failures.push(format!("{method} {template}: {}", written.text));
        }
        let again = send(raw.signed("GET", &path, "")).await.ok();
        if without_use(&again) != without_use(&read) {
            failures.push(format!("{method} {template} changed {read} to {again}"));
        }
    }
    (objects, failures)
}

/// Returns whether a change was rejected because it requires a field that the object has not, such as `planID`.
fn lacks_required_field(read: &Value, written: &RawResponse) -> bool {
    let error = written.json();
    let field = error.pointer("/details/parameter").and_then(Value::as_str);
    field.is_some_and(|field| read.get(field).is_none_or(Value::is_null))
}

/// Removes the time of a consumer key's last call.
fn without_use(value: &Value) -> Value {
    let mut value = value.clone();
    value.as_object_mut().unwrap().remove("lastUse");
    value
}

#[tokio::test]
async fn every_object_can_be_written_as_it_was_read() {
    let (objects, failures) = write_what_was_read(Sandbox::builder()).await;
    assert!(failures.is_empty(), "{} of {objects}:\n{}", failures.len(), failures.join("\n"));
    assert!(objects > 350, "{objects}");
}

#[tokio::test]
async fn arbitrary_objects_can_be_written_as_they_were_read() {
    let (objects, failures) = write_what_was_read(Sandbox::builder().seed(7)).await;
    assert!(failures.is_empty(), "{} of {objects}:\n{}", failures.len(), failures.join("\n"));
}

#[tokio::test]
async fn changed_read_only_fields_are_rejected_by_name() {
    let (_sandbox, raw) = start(Sandbox::builder()).await;
    let before = raw.get(RECORD).await.ok();
    let mut record = before.clone();
    let other = if record["fieldType"] == "TXT" { "MX" } else { "TXT" };
    record["fieldType"] = other.into();
    let message = raw.call("PUT", RECORD, &record.to_string()).await.rejected(400, "Client::BadRequest");
    assert_eq!(message, "Try to alter read-only properties: fieldType");
    record["id"] = 5.into();
    let message = raw.call("PUT", RECORD, &record.to_string()).await.rejected(400, "Client::BadRequest");
    assert_eq!(message, "Try to alter read-only properties: fieldType, id");
    record["ttl"] = 7200.into();
    raw.call("PUT", RECORD, &record.to_string()).await.rejected(400, "Client::BadRequest");
    assert_eq!(raw.get(RECORD).await.ok(), before);

    let legacy = start(Sandbox::builder().legacy_errors()).await;
    let rejected = legacy.1.call("PUT", RECORD, &record.to_string()).await;
    assert_eq!((rejected.status, &rejected.json()["httpCode"]), (400, &json!("400 Bad Request")));
}

#[tokio::test]
async fn record_is_read_modified_and_written() {
    let (_sandbox, raw) = start(Sandbox::builder()).await;
    let mut record = raw.get(RECORD).await.ok();
    record["ttl"] = 7200.into();
    raw.call("PUT", RECORD, &record.to_string()).await.ok();
    assert_eq!(raw.get(RECORD).await.ok(), record);

    for infos in ["/vps/vps-1a2b3c4d.vps.ovh.net/serviceInfos", "/domain/example.com/serviceInfos"] {
        let mut read = raw.get(infos).await.ok();
        read["renew"]["automatic"] = json!(read["renew"]["automatic"] != true);
        raw.call("PUT", infos, &read.to_string()).await.ok();
        assert_eq!(raw.get(infos).await.ok()["renew"]["automatic"], read["renew"]["automatic"]);
        read["expiration"] = "2031-01-01".into();
        let message = raw.call("PUT", infos, &read.to_string()).await.rejected(400, "Client::BadRequest");
        assert_eq!(message, "Try to alter read-only properties: expiration");
    }

    // GET returns the `iam` object, which the type of the request lacks.
    let vps = "/vps/vps-1a2b3c4d.vps.ovh.net";
    let mut read = raw.get(vps).await.ok();
    read["displayName"] = "renamed".into();
    raw.call("PUT", vps, &read.to_string()).await.ok();
    assert_eq!(raw.get(vps).await.ok()["displayName"], "renamed");
    read["iam"]["urn"] = "urn:v1:eu:resource:vps:other".into();
    let message = raw.call("PUT", vps, &read.to_string()).await.rejected(400, "Client::BadRequest");
    assert_eq!(message, "Try to alter read-only properties: iam");
    // Null is omitted by some clients.
    let filled = read.as_object().unwrap().iter().filter(|(name, value)| !value.is_null() && *name != "iam");
    let filled: Value =
        filled.map(|(name, value)| (name.clone(), value.clone())).collect::<serde_json::Map<_, _>>().into();
    raw.call("PUT", vps, &filled.to_string()).await.ok();
}

#[tokio::test]
async fn nested_read_only_fields_are_compared() {
    let (sandbox, raw) = start(Sandbox::builder()).await;
    let template = "/cloud/project/{serviceName}/database/cassandra/{clusterId}";
    let path = existing(&sandbox, "PUT", template).unwrap();
    let read = send(raw.signed("GET", &path, "")).await.ok();
    let put = async |body: &Value| send(raw.signed("PUT", &path, &body.to_string())).await;

    let mut changed = read.clone();
    changed["disk"] = json!({"type": "other", "size": 7});
    let message = put(&changed).await.rejected(400, "Client::BadRequest");
    assert_eq!(message, "Try to alter read-only properties: disk.type");
    changed["disk"]["type"] = read["disk"]["type"].clone();
    put(&changed).await.ok();
    assert_eq!(send(raw.signed("GET", &path, "")).await.ok()["disk"]["size"], 7);

    // The status of an element is read-only. An element that was read may move within its list.
    let element = |ip: &str| json!({"ip": ip, "description": "office"});
    put(&json!({"ipRestrictions": [element("192.0.2.0/24"), element("198.51.100.0/24")]})).await.ok();
    let list = async || send(raw.signed("GET", &path, "")).await.ok()["ipRestrictions"].as_array().unwrap().clone();
    let mut elements = list().await;
    elements.insert(0, element("203.0.113.0/24"));
    put(&json!({ "ipRestrictions": elements })).await.ok();
    let written = list().await;
    assert_eq!(written[1..], elements[1..]);
    assert_eq!((&written[0]["ip"], written[0]["status"].is_string()), (&json!("203.0.113.0/24"), true));
    let mut forged = written.clone();
    let statuses = ["READY", "PENDING", "ERROR", "UPDATING", "DELETING"];
    let unused = statuses.iter().find(|status| written.iter().all(|element| element["status"] != **status)).unwrap();
    forged[1]["status"] = (*unused).into();
    let message = put(&json!({ "ipRestrictions": forged })).await.rejected(400, "Client::BadRequest");
    assert_eq!(message, "Try to alter read-only properties: ipRestrictions[1].status");
    assert_eq!(list().await, written);
}

#[tokio::test]
async fn long_lists_in_another_order_are_compared_quickly() {
    let (sandbox, raw) = start(Sandbox::builder()).await;
    let path = existing(&sandbox, "PUT", "/cloud/project/{serviceName}/database/cassandra/{clusterId}").unwrap();
    let put = async |body: &Value| send(raw.signed("PUT", &path, &body.to_string())).await;
    let element = |number: u32| json!({"ip": format!("10.0.{}.{}/32", number / 256, number % 256)});
    put(&json!({"ipRestrictions": (0..2000).map(element).collect::<Value>()})).await.ok();
    let mut elements = send(raw.signed("GET", &path, "")).await.ok()["ipRestrictions"].as_array().unwrap().clone();
    elements.reverse();
    let started = std::time::Instant::now();
    put(&json!({ "ipRestrictions": elements })).await;
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}

#[tokio::test]
async fn invalid_changes_are_rejected_by_what_is_wrong() {
    let (_sandbox, raw) = start(Sandbox::builder()).await;
    let mut record = raw.get(RECORD).await.ok();
    record["colour"] = "red".into();
    let message = raw.call("PUT", RECORD, &record.to_string()).await.rejected(400, "Client::BadRequest");
    assert!(message.contains("not described") && message.contains("colour"), "{message}");
    let missing = "/domain/zone/example.com/record/5";
    raw.call("PUT", missing, &record.to_string()).await.rejected(404, "The requested object (id = 5) does not exist");
    let zone = "/domain/zone/nope.example/record/5101000";
    raw.call("PUT", zone, &record.to_string()).await.rejected(404, "This service does not exist");
}
