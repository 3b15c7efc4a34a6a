//! Authentication: keys, signatures and access rules.

use ovh_api::bytes::Bytes;
use ovh_api::http::{Request, Response};
use ovh_api::{Client, Endpoint, Transport, TransportFuture};
use ovh_sandbox::Sandbox;
use serde_json::json;

use crate::support::{RawClient, now, send};

async fn sandbox() -> (Sandbox, RawClient) {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    (sandbox, raw)
}

/// Creates a validated consumer key with these rules.
async fn key_for(raw: &RawClient, rules: &[(&str, &str)], more: serde_json::Value) -> String {
    let rules: Vec<_> = rules.iter().map(|(method, path)| json!({"method": method, "path": path})).collect();
    let mut body = json!({"accessRules": rules});
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    let requested = send(raw.unsigned("POST", "/1.0/auth/credential", &body.to_string())).await.ok();
    let page = raw.submit(requested["validationUrl"].as_str().unwrap(), &[("decision", "authorize")]).await;
    assert!(page.status == 200 || page.status == 302, "{page:?}");
    requested["consumerKey"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn time_needs_no_authentication() {
    let (_sandbox, raw) = sandbox().await;
    let time = raw.http.get(format!("{}/1.0/auth/time", raw.origin));
    let time = send(time).await.ok().as_i64().unwrap();
    assert!((time - now()).abs() <= 1);
}

#[tokio::test]
async fn signature_covers_method_url_and_body() {
    let (sandbox, raw) = sandbox().await;
    for path in ["/1.0/me", "/v1/me", "/1.0/domain/zone/example.com/record?fieldType=TXT&subDomain=a%20b%26"] {
        send(raw.signed("GET", path, "")).await.ok();
    }
    let wrong_method = raw.signed("GET", "/1.0/vps", "").build().unwrap();
    let other_url = raw.http.get(format!("{}/1.0/me", raw.origin)).headers(wrong_method.headers().clone());
    send(other_url).await.rejected(400, "Invalid signature");

    let query = raw.signed("GET", "/1.0/domain/zone/example.com/record?subDomain=a", "").build().unwrap();
    let other_query = raw.http.get(format!("{}/1.0/domain/zone/example.com/record?subDomain=b", raw.origin));
    send(other_query.headers(query.headers().clone())).await.rejected(400, "Invalid signature");

    let body = r#"{"fieldType":"TXT","target":"x"}"#;
    let path = "/1.0/domain/zone/example.com/record";
    let other_body = raw.signed("POST", path, body).body(body.replace('x', "y"));
    send(other_body).await.rejected(400, "Invalid signature");
    assert_eq!(raw.get("/domain/zone/example.com/record").await.ok().as_array().unwrap().len(), 9);

    let mut wrong_secret = RawClient::new(&sandbox);
    wrong_secret.application_secret = "0".repeat(32);
    wrong_secret.get("/me").await.rejected(400, "Invalid signature");
}

#[tokio::test]
async fn old_timestamps_are_rejected() {
    let (_sandbox, raw) = sandbox().await;
    for shift in [-20, 20] {
        send(raw.signed_at("GET", "/1.0/me", "", now() + shift)).await.ok();
    }
    for shift in [-480, 480, -1_000_000_000, i64::MIN / 2] {
        send(raw.signed_at("GET", "/1.0/me", "", now() + shift)).await.rejected(400, "Query out of time");
    }
    let signed = raw.signed("GET", "/1.0/me", "").build().unwrap();
    let mut headers = signed.headers().clone();
    headers.insert("X-Ovh-Timestamp", "soon".parse().unwrap());
    send(raw.http.get(signed.url().clone()).headers(headers)).await.rejected(400, "Query out of time");
}

#[tokio::test]
async fn unknown_callers_are_rejected() {
    let (sandbox, raw) = sandbox().await;
    send(raw.http.get(format!("{}/1.0/me", raw.origin))).await.rejected(401, "You must login first");
    send(raw.unsigned("GET", "/1.0/me", "")).await.rejected(401, "You must login first");
    raw.with_consumer_key("nobody").get("/me").await.rejected(403, "This credential is not valid");
    let mut stranger = RawClient::new(&sandbox);
    stranger.application_key = "stranger".to_owned();
    stranger.get("/me").await.rejected(403, "This application key is invalid");
    send(stranger.unsigned("POST", "/1.0/auth/credential", r#"{"accessRules":[{"method":"GET","path":"/*"}]}"#))
        .await
        .rejected(403, "This application key is invalid");
}

#[tokio::test]
async fn rules_with_stars_cover_matching_paths() {
    let (_sandbox, raw) = sandbox().await;
    let rules = [("GET", "/vps"), ("GET", "/vps/*/serviceInfos"), ("PUT", "/vps/vps-1a2b3c4d.vps.ovh.net/*")];
    let limited = raw.with_consumer_key(&key_for(&raw, &rules, json!({})).await);
    let vps = "/vps/vps-1a2b3c4d.vps.ovh.net";
    limited.get("/vps").await.ok();
    limited.get(&format!("{vps}/serviceInfos")).await.ok();
    limited.call("PUT", &format!("{vps}/serviceInfos"), "{}").await.ok();
    for (method, path) in [("GET", "/me"), ("GET", vps), ("POST", "/vps/vps-1a2b3c4d.vps.ovh.net/reboot"), ("PUT", vps)]
    {
        limited.call(method, path, "").await.rejected(403, "This call has not been granted");
    }
    let current = raw.with_consumer_key(&key_for(&raw, &[("GET", "/auth/*")], json!({})).await);
    let current = current.get("/auth/currentCredential").await.ok();
    assert_eq!(current["rules"], json!([{"method": "GET", "path": "/auth/*"}]));
    assert_eq!(current["status"], "validated");
}

#[tokio::test]
async fn key_works_only_from_allowed_addresses() {
    let (_sandbox, raw) = sandbox().await;
    let all = [("GET", "/*")];
    let here = key_for(&raw, &all, json!({"allowedIPs": ["127.0.0.0/8"]})).await;
    raw.with_consumer_key(&here).get("/me").await.ok();
    let elsewhere = key_for(&raw, &all, json!({"allowedIPs": ["192.0.2.0/24"]})).await;
    raw.with_consumer_key(&elsewhere).get("/me").await.rejected(403, "Client::Forbidden");
}

#[tokio::test]
async fn key_is_invalid_after_logout() {
    let (_sandbox, raw) = sandbox().await;
    let key = raw.with_consumer_key(&key_for(&raw, &[("GET", "/*"), ("POST", "/*")], json!({})).await);
    key.get("/me").await.ok();
    assert_eq!(key.call("POST", "/auth/logout", "").await.text, "null");
    key.get("/me").await.rejected(403, "This credential is not valid");
    raw.get("/me").await.ok();
}

fn typed(raw: &RawClient, secret: &str, consumer: &str) -> Client {
    Client::builder()
        .strict_responses(true)
        .endpoint(Endpoint::custom(&format!("{}/1.0", raw.origin)).unwrap())
        .application_key(raw.application_key.as_str())
        .application_secret(secret)
        .consumer_key(consumer)
        .build()
        .unwrap()
}

#[tokio::test]
async fn typed_client_gets_authentication_errors() {
    let (_sandbox, raw) = sandbox().await;
    assert_eq!(typed(&raw, &raw.application_secret, &raw.consumer_key).vps().list().await.unwrap().len(), 3);

    let wrong_secret = typed(&raw, "wrong", &raw.consumer_key).vps().list().await.unwrap_err();
    assert_eq!((wrong_secret.error_code(), wrong_secret.message()), (None, Some("Invalid signature")));
    assert!(wrong_secret.request_id().is_some());

    let limited = key_for(&raw, &[("GET", "/vps")], json!({})).await;
    let client = typed(&raw, &raw.application_secret, &limited);
    client.vps().list().await.unwrap();
    assert!(client.me().get().await.unwrap_err().is_not_granted());
}

/// A transport that returns a time ten minutes ago and sends all other requests unchanged.
struct StaleClock(reqwest::Client);

impl Transport for StaleClock {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let (parts, body) = request.into_parts();
        Box::pin(async move {
            if parts.uri.path().ends_with("/auth/time") {
                return Ok(Response::new(Bytes::from((now() - 600).to_string())));
            }
            let sent = self.0.request(parts.method, parts.uri.to_string()).headers(parts.headers).body(body);
            let received = sent.send().await.unwrap();
            let response = Response::builder().status(received.status());
            Ok(response.body(received.bytes().await.unwrap()).unwrap())
        })
    }
}

#[tokio::test]
async fn typed_client_with_old_timestamp_is_rejected() {
    let (sandbox, raw) = sandbox().await;
    let client = Client::builder()
        .strict_responses(true)
        .endpoint(Endpoint::custom(sandbox.url()).unwrap())
        .application_key(sandbox.application_key())
        .application_secret(sandbox.application_secret())
        .consumer_key(sandbox.consumer_key())
        .transport(StaleClock(raw.http.clone()))
        .build()
        .unwrap();
    let late = client.vps().list().await.unwrap_err();
    assert_eq!((late.error_code(), late.message()), (None, Some("Query out of time")));
}
