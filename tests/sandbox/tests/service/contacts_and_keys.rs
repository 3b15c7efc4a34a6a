//! Contacts, applications and services.

use ovh_sandbox::Sandbox;
use serde_json::json;

use crate::support::RawClient;

const VPS: &str = "/vps/vps-1a2b3c4d.vps.ovh.net";

#[tokio::test]
async fn contact_changes_after_it_is_accepted() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let change = format!("{VPS}/changeContact");
    let message = raw.call("POST", &change, r#"{"contactTech":"gh1702-ov"}"#).await.rejected(400, "Client::BadRequest");
    assert!(message.contains("gh1702-ov") && message.contains("does not exist"), "{message}");
    raw.call("POST", &change, "{}").await.rejected(400, "Client::BadRequest");
    assert_eq!(raw.get("/me/task/contactChange").await.ok(), json!([]));

    let body = r#"{"contactTech":"gh1702-ovh","contactBilling":"kj2718-ovh"}"#;
    let tasks = raw.call("POST", &change, body).await.ok();
    assert_eq!(raw.get("/me/task/contactChange").await.ok(), tasks);
    let tech = format!("/me/task/contactChange/{}", tasks[0]);
    let task = raw.get(&tech).await.ok();
    assert_eq!((&task["toAccount"], &task["state"]), (&json!("gh1702-ovh"), &json!("validatingByCustomers")));
    assert_eq!(raw.get(&format!("{VPS}/serviceInfos")).await.ok()["contactTech"], "fl4210-ovh");

    raw.call("POST", &format!("{tech}/accept"), r#"{"token":"from the mail"}"#).await.ok();
    raw.call("POST", &format!("/me/task/contactChange/{}/refuse", tasks[1]), r#"{"token":"x"}"#).await.ok();
    let infos = raw.get(&format!("{VPS}/serviceInfos")).await.ok();
    assert_eq!((&infos["contactTech"], &infos["contactBilling"]), (&json!("gh1702-ovh"), &json!("fl4210-ovh")));
    assert_eq!(raw.get(&tech).await.ok()["state"], "done");
    raw.call("POST", &format!("{tech}/accept"), r#"{"token":"x"}"#).await.rejected(409, "Client::Conflict");
}

#[tokio::test]
async fn deleting_an_application_deletes_its_keys() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    assert_eq!(raw.get("/me/api/application").await.ok(), json!([100_001, 100_002]));
    let own = raw.get("/me/api/application/100001").await.ok();
    assert_eq!(own["applicationKey"], sandbox.application_key());
    assert_eq!(raw.get("/me/api/credential?applicationId=100002").await.ok(), json!([200_002]));
    assert_eq!(raw.get("/me/api/credential?status=refused").await.ok(), json!([]));
    assert_eq!(raw.get("/me/api/credential/200002/application").await.ok()["name"], "old-backup-script");

    raw.call("DELETE", "/me/api/application/100002", "").await.ok();
    raw.get("/me/api/application/100002").await.rejected(404, "Client::NotFound");
    raw.get("/me/api/credential/200002").await.rejected(404, "Client::NotFound");
    raw.call("PUT", "/me/api/credential/200001", r#"{"allowedIPs":["192.0.2.0/24"]}"#).await.ok();
    raw.get("/me").await.rejected(403, "Client::Forbidden");
}

#[tokio::test]
async fn deleting_own_application_revokes_access() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    raw.call("DELETE", "/me/api/application/100001", "").await.ok();
    raw.get("/me").await.rejected(403, "This application key is invalid");
}

#[tokio::test]
async fn services_are_filtered_and_renamed() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    assert_eq!(raw.get("/services?resourceName=example.org").await.ok(), json!([52_003, 63_003, 74_003]));
    assert_eq!(raw.get("/services?routes=%2Fvps%2F%7BserviceName%7D").await.ok(), json!([41_001, 41_002, 41_003]));
    raw.call("PUT", "/services/41001", r#"{"displayName":"blog"}"#).await.ok();
    assert_eq!(raw.get("/services/41001").await.ok()["resource"]["displayName"], "blog");
    raw.call("PUT", "/services/41001", r#"{"serviceId":1}"#).await.rejected(400, "Client::BadRequest");
}
