//! Generated values fit the names of their fields, and references lead to existing objects.

use std::collections::BTreeMap;

use ovh_sandbox::Sandbox;
use serde_json::Value;

use crate::support::{RawClient, send};

/// Returns the responses of every nth operation without a body.
async fn responses(sandbox: &Sandbox, every: usize) -> BTreeMap<String, Value> {
    let raw = RawClient::new(sandbox);
    let mut found = BTreeMap::new();
    let reads = sandbox.operations().into_iter().filter(|(method, _)| *method == "GET");
    for (method, template) in reads.step_by(every) {
        let Some(values) = sandbox.existing_path_values(method, &template) else { continue };
        let mut values = values.iter();
        let filled = template.split('/').map(|segment| match segment.contains('{') {
            true => form_urlencoded::byte_serialize(values.next().unwrap().as_bytes()).collect::<String>(),
            false => segment.to_owned(),
        });
        let path = filled.collect::<Vec<_>>().join("/").replace('+', "%20");
        let path = if path.starts_with("/v2/") { path } else { format!("/1.0{path}") };
        let response = send(raw.signed("GET", &path, "")).await;
        if response.status == 200 && !response.text.is_empty() {
            found.insert(path, response.json());
        }
    }
    found
}

/// Calls a function with the name and the value of each field.
fn visit(value: &Value, seen: &mut dyn FnMut(&str, &Value, &Value)) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| visit(value, seen)),
        Value::Object(entries) => {
            for (key, field) in entries {
                seen(key, field, value);
                visit(field, seen);
            }
        }
        _ => {}
    }
}

fn timestamp(value: &Value) -> Option<jiff::Timestamp> {
    value.as_str()?.parse().ok()
}

fn is_documentation_address(text: &str) -> bool {
    let address = text.split('/').next().unwrap();
    // Private addresses are those of private networks.
    ["192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:", "10.", "255.255."].iter().any(|net| address.starts_with(net))
}

#[tokio::test]
async fn generated_fields_fit_their_names() {
    let sandbox = Sandbox::start().await.unwrap();
    let now = jiff::Timestamp::now();
    let mut faults = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, response) in responses(&sandbox, 3).await {
        visit(&response, &mut |name, value, object| {
            let mut require = |kind: &'static str, holds: bool| {
                *counts.entry(kind).or_default() += 1;
                if !holds {
                    faults.push(format!("{path}: {kind} {name} = {value}"));
                }
            };
            match (name, value) {
                ("ip" | "ipv4" | "ipv6" | "gateway" | "netmask" | "ipAddress", Value::String(text)) => {
                    require("address", is_documentation_address(text));
                }
                ("percent" | "percentage" | "progress", Value::Number(number)) => {
                    require("percentage", (0.0..=100.0).contains(&number.as_f64().unwrap()));
                }
                ("port", Value::Number(number)) => require("port", (1..65_536).contains(&number.as_i64().unwrap())),
                ("size" | "ram" | "memory" | "disk" | "vcpus", Value::Number(number)) => {
                    require("size", number.as_f64().unwrap() > 0.0);
                }
                ("creationDate" | "createdAt" | "creation", Value::String(_)) => {
                    if let Some(time) = timestamp(value) {
                        require("past", time < now);
                        let update =
                            ["lastUpdate", "updatedAt", "lastUpdateDate"].iter().find_map(|key| object.get(key));
                        if let Some(update) = update.and_then(timestamp) {
                            require("update", time <= update && update <= now);
                        }
                    }
                }
                ("expirationDate" | "expiresAt", Value::String(_)) => {
                    // Orders can be paid until a date in the past.
                    if let Some(time) = timestamp(value).filter(|_| !path.contains("/me/order/")) {
                        require("future", time > now);
                    }
                }
                ("email", Value::String(text)) => require("mail", text.contains('@')),
                ("currencyCode", _) => require("currency", value == "EUR"),
                ("url", Value::String(text)) => require("url", text.contains('.') || text.starts_with('/')),
                _ => {}
            }
        });
    }
    assert!(faults.is_empty(), "{faults:#?}");
    for kind in ["address", "percentage", "port", "size", "past", "update", "future", "mail", "currency", "url"] {
        assert!(counts.get(kind).is_some_and(|count| *count > 3), "{kind}: {counts:?}");
    }
}

#[tokio::test]
async fn generated_states_are_healthy() {
    const UNHEALTHY: &[&str] = &["error", "failed", "deleted", "deleting", "suspended", "expired", "blocked", "ko"];
    let sandbox = Sandbox::start().await.unwrap();
    let (mut faults, mut count) = (Vec::new(), 0);
    for (path, response) in responses(&sandbox, 3).await {
        // One of the VPS has expired.
        if path.contains("vps-5e6f7a8b") || path.contains("/services/41002") {
            continue;
        }
        visit(&response, &mut |name, value, _| {
            if let (true, Some(text)) = (matches!(name, "status" | "state" | "resourceStatus"), value.as_str()) {
                count += 1;
                if UNHEALTHY.contains(&text.to_ascii_lowercase().as_str()) {
                    faults.push(format!("{path}: {name} = {text}"));
                }
            }
        });
    }
    assert!(faults.is_empty() && count > 100, "{count} {faults:#?}");
}

/// Lists, fields of their objects, and the lists that contain the values.
const REFERENCES: &[(&str, &str, &str)] = &[
    ("/ipLoadbalancing/*/http/farm", "zone", "/ipLoadbalancing/*/zone"),
    ("/ipLoadbalancing/*/http/frontend", "defaultFarmId", "/ipLoadbalancing/*/http/farm"),
    ("/ipLoadbalancing/*/http/route", "frontendId", "/ipLoadbalancing/*/http/frontend"),
    ("/ipLoadbalancing/*/tcp/frontend", "defaultFarmId", "/ipLoadbalancing/*/tcp/farm"),
    ("/dbaas/logs/*/input", "streamId", "/dbaas/logs/*/output/graylog/stream"),
    ("/dbaas/logs/*/output/graylog/stream", "clusterId", "/dbaas/logs/*/cluster"),
    ("/sms/*/outgoing", "sender", "/sms/*/senders"),
    ("/me/deposit", "orderId", "/me/order"),
    ("/me/refund", "orderId", "/me/order"),
    ("/me/billing/group", "contactId", "/me/contact"),
    ("/hosting/web/*/database", "taskId", "/hosting/web/*/tasks"),
    ("/cloud/project/*/loadbalancer", "region", "/cloud/project/*/region"),
    ("/cloud/project/*/containerRegistry", "region", "/cloud/project/*/region"),
    ("/vrack/*/dedicatedServer", "dedicatedServer", "/dedicated/server"),
    ("/vrack/*/cloudProject", "project", "/cloud/project"),
];

#[tokio::test]
async fn generated_references_lead_to_objects() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let mut followed = 0;
    for (list, field, target) in REFERENCES {
        let service = async |path: &str| match path.split_once("/*") {
            Some((root, rest)) => {
                let first = raw.get(root).await.ok()[0].as_str().unwrap().to_owned();
                format!("{root}/{first}{rest}")
            }
            None => path.to_owned(),
        };
        let (list, target) = (service(list).await, service(target).await);
        for key in raw.get(&list).await.ok().as_array().unwrap() {
            let object = match key {
                Value::Object(_) => key.clone(),
                key => raw.get(&format!("{list}/{}", text(key))).await.ok(),
            };
            if object[field].is_null() {
                continue;
            }
            let response = raw.get(&format!("{target}/{}", text(&object[field]).replace('+', "%2B"))).await;
            assert_eq!(response.status, 200, "{list} {field} = {}: {}", object[field], response.text);
            followed += 1;
        }
    }
    assert!(followed > 20, "{followed}");
}

#[tokio::test]
async fn urns_are_those_of_iam_resources() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let (mut faults, mut followed) = (Vec::new(), 0);
    let found = responses(&sandbox, 1).await;
    let resources = found.get("/v2/iam/resource").unwrap();
    assert!(resources.as_array().unwrap().len() > 10, "{resources}");
    let mut urns = Vec::new();
    for (path, response) in &found {
        visit(response, &mut |name, value, _| {
            let lower = name.to_ascii_lowercase();
            let values = if value.is_array() { value.as_array().unwrap().clone() } else { vec![value.clone()] };
            for value in values
                .iter()
                .filter(|_| ["vrackservicesurn", "managedserviceurn", "managedserviceurns"].contains(&lower.as_str()))
            {
                urns.push((path.clone(), name.to_owned(), value.as_str().unwrap().to_owned()));
            }
        });
    }
    for (path, name, urn) in urns {
        let response = send(raw.signed("GET", &format!("/v2/iam/resource/{}", urn.replace(':', "%3A")), "")).await;
        followed += 1;
        if response.status != 200 || response.json()["urn"] != urn.as_str() {
            faults.push(format!("{path}: {name} = {urn}: {}", response.text));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(followed > 1, "{followed}");
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[tokio::test]
async fn seeds_still_return_arbitrary_values() {
    let sandbox = Sandbox::builder().seed(3).start().await.unwrap();
    let mut states = std::collections::BTreeSet::new();
    for response in responses(&sandbox, 9).await.into_values() {
        visit(&response, &mut |name, value, _| {
            if name == "status" {
                states.insert(value.to_string());
            }
        });
    }
    assert!(states.len() > 40, "{states:?}");
}
