//! Cursors of branch v2, pages and batches of branch v1.

use std::fs;

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::{RawClient, RawResponse, send};

const VPS: &str = "/vps/vps-1a2b3c4d.vps.ovh.net,vps-9c0d1e2f.vps.ovh.net,nothing";

#[tokio::test]
async fn batch_returns_an_envelope_for_each_id() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let batch = async |path: &str| send(raw.signed("GET", &format!("/1.0{path}"), "").header("X-Ovh-Batch", ",")).await;
    let envelopes = batch(VPS).await.ok();
    let envelopes = envelopes.as_array().unwrap();
    assert_eq!(envelopes.len(), 3);
    assert_eq!(envelopes[1]["key"], "vps-9c0d1e2f.vps.ovh.net");
    assert_eq!(envelopes[1]["value"], raw.get("/vps/vps-9c0d1e2f.vps.ovh.net").await.ok());
    let error = json!({"class": "Client::NotFound", "message": "This service does not exist"});
    assert_eq!((&envelopes[2]["value"], &envelopes[2]["error"]), (&Value::Null, &error));
    let records = batch("/domain/zone/example.com/record/5101000,5101003").await.ok();
    assert_eq!(records[1]["value"]["fieldType"], "CNAME");
    let many = vec!["1"; 51].join(",");
    batch(&format!("/domain/zone/example.com/record/{many}")).await.rejected(400, "Client::BadRequest");
    // Without the header, a comma is part of a name.
    raw.get(VPS).await.rejected(404, "Client::NotFound");
}

#[tokio::test]
async fn list_of_ids_is_paged_as_objects() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let page = async |more: &[(&str, &str)]| -> RawResponse {
        let request = raw.signed("GET", "/1.0/domain/zone/example.com/record", "");
        let request = request.header("X-Pagination-Mode", "CachedObjectList-Pages");
        send(more.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
    };
    let all = page(&[]).await;
    assert_eq!(all.header("x-pagination-elements"), Some("9"));
    assert_eq!(all.ok()[0]["fieldType"], "A");
    let second = page(&[("X-Pagination-Size", "7"), ("X-Pagination-Number", "2")]).await;
    assert_eq!((second.header("x-pagination-elements"), second.ok().as_array().unwrap().len()), (Some("9"), 2));
    let beyond = page(&[("X-Pagination-Number", "9")]).await;
    assert_eq!(beyond.ok(), json!([]));
    let sorted = page(&[("X-Pagination-Sort", "fieldType"), ("X-Pagination-Sort-Order", "DESC")]).await.ok();
    let types: Vec<&str> =
        sorted.as_array().unwrap().iter().map(|record| record["fieldType"].as_str().unwrap()).collect();
    assert_eq!(types, ["TXT", "TXT", "NS", "NS", "MX", "CNAME", "AAAA", "A", "A"]);
    let filtered = page(&[("X-Pagination-Filter", "fieldType:eq=TXT&ttl:gt=100")]).await;
    assert_eq!(filtered.header("x-pagination-elements"), Some("2"));
    for wrong in [("X-Pagination-Size", "0"), ("X-Pagination-Number", "-1"), ("X-Pagination-Filter", "x")] {
        page(&[wrong]).await.rejected(400, "Client::BadRequest");
    }
}

/// Creates the schema of a small API of branch v2.
fn v2_schemas() -> tempfile::TempDir {
    let header = |name: &str, ty: &str| json!({"paramType": "header", "name": name, "dataType": ty, "required": false});
    let path = json!({"paramType": "path", "name": "policyId", "dataType": "uuid", "required": true});
    let body = json!({"paramType": "body", "dataType": "iam.PolicyCreate", "required": true});
    let operation = |method: &str, response: &str, parameters: Value| {
        json!({"httpMethod": method, "responseType": response, "parameters": parameters,
            "apiStatus": {"value": "PRODUCTION"}})
    };
    let schema = json!({
        "resourcePath": "/iam", "basePath": "/v2", "apiVersion": "1.0",
        "apis": [
            {"path": "/iam/policy", "operations": [
                operation("GET", "iam.Policy[]", json!([
                    header("X-Pagination-Cursor", "string"), header("X-Pagination-Size", "long")])),
                operation("POST", "iam.Policy", json!([body])),
            ]},
            {"path": "/iam/policy/{policyId}", "operations": [
                operation("GET", "iam.Policy", json!([path])), operation("DELETE", "void", json!([path])),
            ]},
        ],
        "models": {
            "iam.Policy": {"id": "Policy", "namespace": "iam", "properties": {
                "id": {"type": "uuid", "canBeNull": false, "readOnly": true},
                "name": {"type": "string", "canBeNull": false, "readOnly": false}}},
            "iam.PolicyCreate": {"id": "PolicyCreate", "namespace": "iam", "properties": {
                "name": {"type": "string", "canBeNull": false, "readOnly": false, "required": true}}},
        },
    });
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("v2")).unwrap();
    fs::write(folder.path().join("v2/iam.json"), schema.to_string()).unwrap();
    folder
}

#[tokio::test]
async fn cursors_return_every_entry_once() {
    let schemas = v2_schemas();
    let sandbox = Sandbox::builder().schemas(schemas.path()).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let policy = |suffix: &str| format!("/v2/iam/policy{suffix}");
    for number in 0..10 {
        let body = json!({"name": format!("policy {number}")}).to_string();
        send(raw.signed("POST", &policy(""), &body)).await.ok();
    }
    let all = send(raw.signed("GET", &policy(""), "")).await;
    assert_eq!(all.header("X-Pagination-Cursor-Next"), None);
    let all = all.ok().as_array().unwrap().clone();

    let page = async |cursor: Option<&str>| {
        let request = raw.signed("GET", &policy(""), "").header("X-Pagination-Size", "4");
        send(match cursor {
            Some(cursor) => request.header("X-Pagination-Cursor", cursor),
            None => request,
        })
        .await
    };
    let (mut seen, mut cursor, mut pages) = (Vec::new(), None::<String>, 0);
    loop {
        let response = page(cursor.as_deref()).await;
        cursor = response.header("X-Pagination-Cursor-Next").map(str::to_owned);
        seen.extend(response.ok().as_array().unwrap().clone());
        pages += 1;
        if pages == 1 {
            // Deleting an entry does not affect later pages.
            let id = seen[0]["id"].as_str().unwrap();
            send(raw.signed("DELETE", &policy(&format!("/{id}")), "")).await.ok();
        }
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, all);
    assert_eq!(pages, all.len().div_ceil(4));
    page(Some("nonsense")).await.rejected(400, "Client::BadRequest");
    page(Some("0000000000000000")).await.rejected(400, "Client::BadRequest");
    let wrong = raw.signed("GET", &policy(""), "").header("X-Pagination-Size", "x");
    send(wrong).await.rejected(400, "Client::BadRequest");

    let index = send(raw.http.get(format!("{}/v2", raw.origin))).await.ok();
    assert_eq!(index["apis"][0]["path"], "/iam");
}
