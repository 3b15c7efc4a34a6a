//! The page at `validationUrl`, by its forms. `peers` has a browser click on it.

use ovh_sandbox::Sandbox;
use serde_json::json;

use crate::support::{Answer, Raw, hidden_fields, send};

const RULES: &str = r#"[{"method":"GET","path":"/me"},{"method":"GET","path":"/<script>alert(1)</script>/*"}]"#;

/// A consumer key and where it is validated.
async fn ask(raw: &Raw, more: &str) -> (String, String) {
    let body = format!(r#"{{"accessRules":{RULES}{more}}}"#);
    let asked = send(raw.unsigned("POST", "/1.0/auth/credential", &body)).await.ok();
    assert_eq!(asked["state"], "pendingValidation");
    let text = |key: &str| asked[key].as_str().unwrap().to_owned();
    (text("consumerKey"), text("validationUrl"))
}

async fn decide(raw: &Raw, url: &str, decision: &str, seconds: i64) -> Answer {
    raw.submit(url, &[("decision", decision), ("duration", &seconds.to_string())]).await
}

#[tokio::test]
async fn a_person_decides_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let (key, url) = ask(&raw, "").await;
    let caller = raw.with_consumer_key(&key);
    caller.get("/me").await.refused(403, "This credential is not valid");

    let page = send(raw.http.get(&url)).await;
    assert_eq!((page.status, page.header("Content-Type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.text.contains("Authorize") && page.text.contains("Refuse") && page.text.contains("sandbox"));
    assert!(page.text.contains("&lt;script&gt;") && !page.text.contains("<script>"), "{}", page.text);

    let form = hidden_fields(&page.text);
    assert_eq!(decide(&raw, &url, "perhaps", 0).await.status, 400);
    assert_eq!(raw.submit(&url, &[("decision", "authorize"), ("duration", "a day")]).await.status, 400);
    caller.get("/me").await.refused(403, "This credential is not valid");
    assert_eq!(decide(&raw, &url, "authorize", 0).await.status, 200);
    assert_eq!(caller.get("/me").await.ok()["firstname"], "Flora");
    // The page has no form any more; the one from before is of no use.
    raw.submit_fields(&url, &[form, vec![("decision".to_owned(), "refuse".to_owned())]].concat()).await;
    caller.get("/me").await.ok();

    let (key, url) = ask(&raw, "").await;
    decide(&raw, &url, "refuse", 0).await;
    raw.with_consumer_key(&key).get("/me").await.refused(403, "This credential is not valid");
    let refused = raw.get("/me/api/credential?status=refused").await.ok();
    assert_eq!(refused.as_array().unwrap().len(), 1);
    assert_eq!(send(raw.http.get(format!("{}/auth/?credentialToken=x", raw.origin))).await.status, 404);
}

#[tokio::test]
async fn a_validity_ends() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let (key, url) = ask(&raw, "").await;
    decide(&raw, &url, "authorize", 1).await;
    let caller = raw.with_consumer_key(&key);
    tokio::time::sleep(std::time::Duration::from_millis(2100)).await;
    caller.get("/me").await.refused(403, "This credential is not valid");
    let id = raw.get("/me/api/credential?status=expired").await.ok()[0].clone();
    let credential = raw.get(&format!("/me/api/credential/{id}")).await.ok();
    assert_eq!(credential["status"], "expired");
    assert!(credential["expiration"].is_string());
}

#[tokio::test]
async fn the_person_is_sent_on() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let (_, url) = ask(&raw, r#","redirection":"https://example.org/done?x=1""#).await;
    let sent = decide(&raw, &url, "authorize", 0).await;
    assert_eq!((sent.status, sent.header("Location")), (302, Some("https://example.org/done?x=1")));
    let hostile = json!({"accessRules": [{"method": "GET", "path": "/me"}], "redirection": "javascript:alert(1)"});
    send(raw.unsigned("POST", "/1.0/auth/credential", &hostile.to_string())).await.refused(400, "Client::BadRequest");
}

#[tokio::test]
async fn keys_from_a_link() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let page = send(raw.http.get(format!("{}/createToken/?GET=/me&GET=/vps/*", raw.origin))).await;
    assert!(page.text.contains("value=\"/vps/*\""), "{}", page.text);
    let keys = raw.submit(&format!("{}/createToken/?GET=/me", raw.origin), &[("name", "x")]).await;
    let cells: Vec<&str> = keys.text.split("<td>").skip(1).map(|cell| cell.split('<').next().unwrap()).collect();
    let mut own = Raw::new(&sandbox);
    [own.application_key, own.application_secret, own.consumer_key] = [cells[0], cells[1], cells[2]].map(str::to_owned);
    own.get("/me").await.ok();
    own.get("/vps").await.refused(403, "This call has not been granted");
}
