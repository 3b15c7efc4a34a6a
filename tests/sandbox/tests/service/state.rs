//! State between calls: POST, GET, PUT, PATCH and DELETE on objects and lists.

use std::path::Path;

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::RawClient;

#[tokio::test]
async fn named_object_exists_until_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let body = r#"{"keyName":"laptop","key":"ssh-ed25519 AAAA"}"#;
    assert_eq!(raw.call("POST", "/me/sshKey", body).await.text, "null");
    assert!(raw.get("/me/sshKey").await.ok().as_array().unwrap().contains(&json!("laptop")));
    let key = raw.get("/me/sshKey/laptop").await.ok();
    assert_eq!((&key["keyName"], &key["key"]), (&json!("laptop"), &json!("ssh-ed25519 AAAA")));
    raw.call("POST", "/me/sshKey", body).await.rejected(409, "Client::Conflict");
    raw.call("DELETE", "/me/sshKey/laptop", "").await.ok();
    assert!(!raw.get("/me/sshKey").await.ok().as_array().unwrap().contains(&json!("laptop")));
    raw.get("/me/sshKey/laptop").await.rejected(404, "Client::NotFound");
    raw.call("DELETE", "/me/sshKey/laptop", "").await.rejected(404, "Client::NotFound");
}

#[tokio::test]
async fn list_is_filtered_by_dates() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let bills = raw.get("/me/bill").await.ok();
    let bill = bills[0].as_str().unwrap();
    let date = raw.get(&format!("/me/bill/{bill}")).await.ok()["date"].as_str().unwrap().to_owned();
    let date = date.replace('+', "%2B");
    for (query, found) in [
        (format!("date.from={date}&date.to={date}"), true),
        ("date.from=2100-01-01T00:00:00Z".to_owned(), false),
        ("date.to=1990-01-01T00:00:00Z".to_owned(), false),
    ] {
        let listed = raw.get(&format!("/me/bill?{query}")).await.ok();
        assert_eq!(listed.as_array().unwrap().contains(&json!(bill)), found, "{query}: {listed}");
    }
    raw.get("/me/bill?date.from=soon").await.rejected(400, "Client::BadRequest");
}

#[tokio::test]
async fn object_is_deleted_with_its_children() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let group = raw.call("POST", "/me/billing/group", r#"{"name":"web","contactId":null}"#).await.ok();
    assert_eq!((&group["name"], &group["contactId"]), (&json!("web"), &Value::Null));
    let path = format!("/me/billing/group/{}", group["groupId"]);
    assert_eq!(raw.get(&path).await.ok(), group);
    raw.call("PUT", &path, r#"{"name":"shop"}"#).await.ok();
    assert_eq!(raw.get(&path).await.ok()["name"], "shop");
    raw.call("POST", &format!("{path}/service"), r#"{"serviceId":41001}"#).await.ok();
    let service = raw.get(&format!("{path}/service/41001")).await.ok();
    assert_eq!(service, json!({"groupId": group["groupId"], "serviceId": 41001}));
    raw.call("DELETE", &path, "").await.ok();
    for gone in [path.clone(), format!("{path}/service"), format!("{path}/service/41001")] {
        raw.get(&gone).await.rejected(404, "Client::NotFound");
    }
}

#[tokio::test]
async fn patch_changes_only_given_fields() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../quirks/patch");
    let sandbox = Sandbox::builder().schemas(schemas).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    raw.call("PUT", "/patch/one", r#"{"comment":"first","size":1}"#).await.ok();
    let patched = raw.call("PATCH", "/patch/one", r#"{"size":2}"#).await.ok();
    assert_eq!((&patched["comment"], &patched["size"]), (&json!("first"), &json!(2)));
    assert_eq!(raw.get("/patch/one").await.ok(), patched);
    raw.call("PATCH", "/patch/one", r#"{"comment":null}"#).await.ok();
    let read = raw.get("/patch/one").await.ok();
    assert_eq!((&read["comment"], &read["size"], &read["name"]), (&Value::Null, &json!(2), &patched["name"]));
    raw.call("PATCH", "/patch/one", r#"{"name":"two"}"#).await.rejected(400, "Client::BadRequest");
    let wrong = raw.call("DELETE", "/patch/one", "").await;
    assert_eq!(wrong.header("Allow"), Some("GET, PUT, PATCH"));
}

#[tokio::test]
async fn single_object_is_changed_and_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    raw.call("PUT", "/me", r#"{"city":"Lille","fax":null}"#).await.ok();
    let me = raw.get("/me").await.ok();
    assert_eq!((&me["city"], &me["firstname"], &me["fax"]), (&json!("Lille"), &json!("Flora"), &Value::Null));

    let snapshot = "/vps/vps-1a2b3c4d.vps.ovh.net/snapshot";
    raw.get(snapshot).await.ok();
    raw.call("DELETE", snapshot, "").await.ok();
    raw.get(snapshot).await.rejected(404, "Client::NotFound");
    raw.call("PUT", snapshot, r#"{"description":"x"}"#).await.rejected(404, "Client::NotFound");
    raw.get("/vps/vps-5e6f7a8b.vps.ovh.net/snapshot").await.ok();

    for enable in [true, false] {
        raw.call("POST", "/me/billing/invoicesByPostalMail", &json!({"enable": enable}).to_string()).await.ok();
        assert_eq!(raw.get("/me/billing/invoicesByPostalMail").await.ok(), enable);
    }
}

#[tokio::test]
async fn action_lists_its_task() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let vps = "/vps/vps-1a2b3c4d.vps.ovh.net";
    let task = raw.call("POST", &format!("{vps}/reboot"), "").await.ok();
    assert!(raw.get(&format!("{vps}/tasks")).await.ok().as_array().unwrap().contains(&task["id"]));
    assert_eq!(raw.get(&format!("{vps}/tasks/{}", task["id"])).await.ok(), task);
    raw.get(&format!("/vps/vps-5e6f7a8b.vps.ovh.net/tasks/{}", task["id"])).await.rejected(404, "Client::NotFound");
}

#[tokio::test]
async fn account_is_consistent_for_every_seed() {
    for sandbox in [Sandbox::builder(), Sandbox::builder().seed(9)] {
        let sandbox = sandbox.start().await.unwrap();
        let raw = RawClient::new(&sandbox);
        let names = async |path: &str| -> Vec<String> { serde_json::from_value(raw.get(path).await.ok()).unwrap() };
        assert_eq!((names("/vps").await.len(), names("/domain").await.len()), (3, 4));
        assert_eq!(names("/domain").await, names("/domain/zone").await);
        let mut found = Vec::new();
        for (list, sort) in [("/vps", "vps"), ("/domain", "domain"), ("/domain/zone", "zone")] {
            for name in names(list).await {
                let infos = raw.get(&format!("{list}/{name}/serviceInfos")).await.ok();
                assert_eq!(infos["domain"], name.as_str(), "{sort}");
                let service = raw.get(&format!("/services/{}", infos["serviceId"])).await.ok();
                assert_eq!(service["resource"]["name"], name.as_str());
                found.push(infos["serviceId"].clone());
            }
        }
        let services = raw.get("/services").await.ok().as_array().unwrap().clone();
        assert_eq!(found.len(), 11);
        assert!(found.iter().all(|id| services.contains(id)), "{services:?}");
    }
}

#[tokio::test]
async fn lists_are_filtered_by_tags_and_fields() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let tagged = async |operator: &str, value: &str| {
        let filter = json!({"environment": [{"operator": operator, "value": value}]}).to_string();
        let filter: String = form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        raw.get(&format!("/vps?iamTags={filter}")).await.ok().as_array().unwrap().len()
    };
    assert_eq!((tagged("EQ", "production").await, tagged("NEQ", "production").await), (2, 1));
    assert_eq!((tagged("EQ", "nothing").await, tagged("LIKE", "*stag*").await), (0, 1));
    let owned = raw.get("/domain?whoisOwner=fl4210-ovh").await.ok();
    assert_eq!(owned.as_array().unwrap().len(), 4);
    assert_eq!(raw.get("/domain?whoisOwner=gh1702-ovh").await.ok(), json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_writes_are_all_kept() {
    let sandbox = Sandbox::builder().workers(2).start().await.unwrap();
    let callers = (0..8).map(|caller| {
        let raw = RawClient::new(&sandbox);
        tokio::spawn(async move {
            for number in 0..10 {
                let body = json!({"keyName": format!("k{caller}-{number}"), "key": "ssh-rsa A"}).to_string();
                raw.call("POST", "/me/sshKey", &body).await.ok();
            }
        })
    });
    for caller in callers.collect::<Vec<_>>() {
        caller.await.unwrap();
    }
    let keys = RawClient::new(&sandbox).get("/me/sshKey").await.ok();
    let own = keys.as_array().unwrap().iter().filter(|key| key.as_str().unwrap().starts_with('k')).count();
    assert!(own >= 80, "{keys}");
    assert_eq!(sandbox.requests_to("POST", "/me/sshKey"), 80);
}
