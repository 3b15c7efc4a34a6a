//! What the page and other programs ask for.

#![cfg(test)]

mod support;

use std::collections::BTreeSet;

use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use serde_json::{Value, json};
use support::{Started, text};

#[tokio::test]
async fn catalog_lists_all_operations() {
    let started = Started::new().await;
    let operations = started.operations().await;
    let schemas = ovh_sandbox::Schemas::read(None).unwrap();
    assert_eq!(operations.len(), schemas.model().operations().count());
    let find = |line: &str| {
        let is_it = |it: &&Value| format!("{} {}", text(it, "method"), text(it, "path")) == line;
        operations.iter().find(is_it).unwrap().clone()
    };
    let mut record = find("POST /domain/zone/{zoneName}/record");
    assert!(record["types"].take().as_array().unwrap().len() > 1);
    assert_eq!(
        record,
        json!({"branch": "v1", "api": "/domain", "method": "POST", "path": "/domain/zone/{zoneName}/record",
            "call": "domain().zone_record_create(zone_name, body)", "feature": "domain",
            "authentication": true, "deprecation": null, "summary": "Creates a record in a zone.",
            "iam": ["dnsZone:apiovh:record/create"], "types": null})
    );
    assert_eq!(find("GET /auth/time")["authentication"], false);
    let deprecated = operations.iter().find(|it| !it["deprecation"].is_null()).unwrap();
    assert!(text(deprecated, "deprecation").starts_with("since "), "{deprecated}");
    let apis: BTreeSet<String> =
        operations.iter().map(|it| format!("{} {}", text(it, "branch"), text(it, "api"))).collect();
    assert!(apis.contains("v2 /iam") && apis.len() > 80, "{apis:?}");
}

#[tokio::test]
async fn catalog_is_below_400_kb() {
    let started = Started::new().await;
    let request = started.request(Method::GET, "/api/catalog").header(ACCEPT_ENCODING, "br;q=1, gzip;q=0.5");
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()[CONTENT_ENCODING], "gzip");
    let size = response.bytes().await.unwrap().len();
    println!("{size} bytes");
    assert!(size < 400_000, "{size} bytes");
}

#[tokio::test]
async fn details_unfold_types_and_find_the_item() {
    let started = Started::new().await;
    let create = started.operation("v1", "POST", "/domain/zone/{zoneName}/record").await;
    let page = started.console.sandbox().unwrap().url().replace("/1.0", "/createToken/?POST=/domain/zone/*/record");
    assert_eq!(create["tokenPage"], page);
    let body = &create["parameters"][1];
    let fields = create["types"][text(&body["type"], "key")]["fields"].as_array().unwrap();
    let names: Vec<&str> = fields.iter().map(|field| text(field, "name")).collect();
    assert_eq!(names, ["fieldType", "subDomain", "target", "ttl"]);
    let kind = &create["types"][text(&fields[0]["type"], "key")];
    assert!(kind["values"].as_array().unwrap().contains(&json!("TXT")), "{kind}");
    let list = started.operation("v1", "GET", "/domain/zone/{zoneName}/record").await;
    assert_eq!(list["item"], json!({"path": "/domain/zone/{zoneName}/record/{id}", "parameter": "id"}));
    let path = "/cloud/project/{serviceName}/database/cassandra/{clusterId}/ipRestriction";
    let deprecated = started.operation("v1", "GET", path).await;
    assert_eq!(
        deprecated["status"],
        json!({"value": "DEPRECATED", "since": "2022-12-15", "deletion": "2023-03-15",
            "replacement": "/cloud/project/{serviceName}/database/cassandra"})
    );
    assert_eq!(deprecated["replacementMethod"], "GET");
}

/// The samples of every seventh operation pass the check of the form, with required and with all fields.
#[tokio::test]
async fn samples_are_valid() {
    let started = Started::new().await;
    let mut wrong = Vec::new();
    for operation in started.operations().await.iter().step_by(7) {
        let [branch, method, path] = ["branch", "method", "path"].map(|key| text(operation, key));
        let details = started.operation(branch, method, path).await;
        for key in ["sample", "fullSample"] {
            let call = json!({"branch": branch, "method": method, "path": path, "values": details[key]});
            let problems = started.post_json("/api/check", &call).await["problems"].take();
            if problems != json!([]) {
                wrong.push(format!("{method} {path}, {key}: {problems}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

fn problem(location: &str, name: &str, path: &str, message: &str) -> Value {
    json!({"location": location, "name": name, "path": path, "message": message})
}

#[tokio::test]
async fn problems_name_the_parameter_and_the_place() {
    let started = Started::new().await;
    let values = json!({"path": {"zoneName": ".."}, "query": {"x": "1"}, "body": {"fieldType": "X", "target": 1}});
    let call = json!({"branch": "v1", "method": "POST", "path": "/domain/zone/{zoneName}/record", "values": values});
    let expected = json!([
        problem("path", "zoneName", "", "invalid value for zoneName: a part of a path cannot be dots"),
        problem("body", "", "fieldType", "[fieldType] Given data (X) is not valid for type domain.zone.RecordTypeEnum"),
        problem("query", "x", "", "unknown parameter x"),
    ]);
    assert_eq!(started.post_json("/api/check", &call).await["problems"], expected);
    let response = started.post("/api/execute", &call).await;
    assert_eq!(response.status().as_u16(), 422);
    assert_eq!(started.console.sandbox().unwrap().requests(), 0);
}

#[tokio::test]
async fn execution_returns_the_exchange() {
    let started = Started::new().await;
    let values = json!({"path": {"zoneName": "lovelace.example"}, "query": {"fieldType": "TXT"}});
    let exchange = started.execute("GET", "/domain/zone/{zoneName}/record", values).await;
    assert_eq!((&exchange["status"], &exchange["error"]), (&json!(200), &Value::Null), "{exchange}");
    assert!(text(&exchange, "requestId").starts_with("SB."));
    assert!(exchange["time"].as_f64().unwrap() > 0.0);
    assert!(text(&exchange["request"], "url").ends_with("/1.0/domain/zone/lovelace.example/record?fieldType=TXT"));
    let ids: Vec<u64> = serde_json::from_str(text(&exchange, "body")).unwrap();
    assert!(!ids.is_empty());
    let missing = started.execute("GET", "/vps/{serviceName}", json!({"path": {"serviceName": "none"}})).await;
    assert_eq!(missing["status"], 404);
    assert!(text(&missing, "error").contains("This service does not exist"), "{missing}");
    let call = json!({"branch": "v2", "method": "GET", "path": "/iam/policy"});
    assert_eq!(started.post_json("/api/execute", &call).await["status"], 200);
}

#[tokio::test]
async fn keys_never_reach_the_page() {
    let started = Started::new().await;
    let sandbox = started.console.sandbox().unwrap();
    let keys = [sandbox.application_key(), sandbox.application_secret(), sandbox.consumer_key()];
    let ids = started.execute("GET", "/me/api/application", json!({})).await;
    let ids: Vec<u64> = serde_json::from_str(text(&ids, "body")).unwrap();
    let mut shown = vec![started.get("/api/console").await.text().await.unwrap()];
    // The response has the application key, and the request all of them.
    for id in ids {
        let values = json!({"path": {"applicationId": id.to_string()}});
        shown.push(started.execute("GET", "/me/api/application/{applicationId}", values).await.to_string());
    }
    shown.push(started.execute("GET", "/auth/currentCredential", json!({})).await.to_string());
    shown.push(started.snippet("v1", "GET", "/me", "curl").await);
    assert!(shown.iter().any(|text| text.contains(r#""x-ovh-consumer","[redacted]""#)), "{shown:?}");
    assert!(shown.iter().any(|text| text.contains(r#"applicationKey\":\"[redacted]\""#)), "{shown:?}");
    for key in keys {
        assert!(shown.iter().all(|text| !text.contains(key)), "{shown:?}");
    }
    let signature = shown.iter().find(|text| text.contains("x-ovh-signature")).unwrap();
    assert!(!signature.contains("$1$"), "{signature}");
}
