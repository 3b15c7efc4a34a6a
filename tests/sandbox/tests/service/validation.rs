//! The HTML pages, by their forms. `peers` tests them in a browser.

use ovh_sandbox::Sandbox;
use serde_json::json;

use crate::support::{RawClient, RawResponse, hidden_fields, send};

const RULES: &str = r#"[{"method":"GET","path":"/me"},{"method":"GET","path":"/<script>alert(1)</script>/*"}]"#;

/// Requests a consumer key and returns it with its `validationUrl`.
async fn request_key(raw: &RawClient, more: &str) -> (String, String) {
    let body = format!(r#"{{"accessRules":{RULES}{more}}}"#);
    let requested = send(raw.unsigned("POST", "/1.0/auth/credential", &body)).await.ok();
    assert_eq!(requested["state"], "pendingValidation");
    let text = |key: &str| requested[key].as_str().unwrap().to_owned();
    (text("consumerKey"), text("validationUrl"))
}

async fn decide(raw: &RawClient, url: &str, decision: &str, seconds: i64) -> RawResponse {
    raw.submit(url, &[("decision", decision), ("duration", &seconds.to_string())]).await
}

#[tokio::test]
async fn validation_page_decides_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let (key, url) = request_key(&raw, "").await;
    let caller = raw.with_consumer_key(&key);
    caller.get("/me").await.rejected(403, "This credential is not valid");

    let page = send(raw.http.get(&url)).await;
    assert_eq!((page.status, page.header("Content-Type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.text.contains("Authorize") && page.text.contains("Refuse") && page.text.contains("sandbox"));
    assert!(page.text.contains("&lt;script&gt;") && !page.text.contains("<script>"), "{}", page.text);

    let form = hidden_fields(&page.text);
    assert_eq!(decide(&raw, &url, "perhaps", 0).await.status, 400);
    assert_eq!(raw.submit(&url, &[("decision", "authorize"), ("duration", "a day")]).await.status, 400);
    caller.get("/me").await.rejected(403, "This credential is not valid");
    assert_eq!(decide(&raw, &url, "authorize", 0).await.status, 200);
    assert_eq!(caller.get("/me").await.ok()["firstname"], "Flora");
    // The form of a decided key is ignored.
    raw.submit_fields(&url, &[form, vec![("decision".to_owned(), "refuse".to_owned())]].concat()).await;
    caller.get("/me").await.ok();

    let (key, url) = request_key(&raw, "").await;
    decide(&raw, &url, "refuse", 0).await;
    raw.with_consumer_key(&key).get("/me").await.rejected(403, "This credential is not valid");
    let refused = raw.get("/me/api/credential?status=refused").await.ok();
    assert_eq!(refused.as_array().unwrap().len(), 1);
    assert_eq!(send(raw.http.get(format!("{}/auth/?credentialToken=x", raw.origin))).await.status, 404);
}

#[tokio::test]
async fn validated_key_expires() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let (key, url) = request_key(&raw, "").await;
    decide(&raw, &url, "authorize", 1).await;
    let caller = raw.with_consumer_key(&key);
    tokio::time::sleep(std::time::Duration::from_millis(2100)).await;
    caller.get("/me").await.rejected(403, "This credential is not valid");
    let id = raw.get("/me/api/credential?status=expired").await.ok()[0].clone();
    let credential = raw.get(&format!("/me/api/credential/{id}")).await.ok();
    assert_eq!(credential["status"], "expired");
    assert!(credential["expiration"].is_string());
}

#[tokio::test]
async fn validation_redirects_to_the_application() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let (_, url) = request_key(&raw, r#","redirection":"https://example.org/done?x=1""#).await;
    let sent = decide(&raw, &url, "authorize", 0).await;
    assert_eq!((sent.status, sent.header("Location")), (302, Some("https://example.org/done?x=1")));
    let hostile = json!({"accessRules": [{"method": "GET", "path": "/me"}], "redirection": "javascript:alert(1)"});
    send(raw.unsigned("POST", "/1.0/auth/credential", &hostile.to_string())).await.rejected(400, "Client::BadRequest");
}

#[tokio::test]
async fn create_token_page_creates_keys() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let page = send(raw.http.get(format!("{}/createToken/?GET=/me&GET=/vps/*", raw.origin))).await;
    assert!(page.text.contains("value=\"/vps/*\""), "{}", page.text);
    let keys = raw.submit(&format!("{}/createToken/?GET=/me", raw.origin), &[("name", "x")]).await;
    let cells: Vec<&str> = keys.text.split("<td>").skip(1).map(|cell| cell.split('<').next().unwrap()).collect();
    let mut own = RawClient::new(&sandbox);
    [own.application_key, own.application_secret, own.consumer_key] = [cells[0], cells[1], cells[2]].map(str::to_owned);
    own.get("/me").await.ok();
    own.get("/vps").await.rejected(403, "This call has not been granted");
}
