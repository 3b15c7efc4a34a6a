//! OAuth2 tokens.

use ovh_api::{Client, Endpoint};
use ovh_sandbox::Sandbox;
use serde_json::json;

use crate::support::{RawClient, RawResponse, send};

async fn grant(raw: &RawClient, form: &str) -> RawResponse {
    let request = raw.http.post(format!("{}/auth/oauth2/token", raw.origin)).body(form.to_owned());
    send(request.header("Content-Type", "application/x-www-form-urlencoded")).await
}

#[tokio::test]
async fn granted_token_authenticates_calls() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
    let form = |id: &str, secret: &str, kind: &str| {
        format!("grant_type={kind}&client_id={id}&client_secret={secret}&scope=all")
    };
    let granted = grant(&raw, &form(id, secret, "client_credentials")).await.ok();
    assert_eq!((&granted["token_type"], &granted["expires_in"]), (&json!("Bearer"), &json!(3599)));
    let bearer = |token: &str| raw.http.get(format!("{}/1.0/me", raw.origin)).bearer_auth(token);
    let token = granted["access_token"].as_str().unwrap();
    assert_eq!(send(bearer(token)).await.ok()["firstname"], "Flora");
    send(bearer("made-up")).await.rejected(401, "Invalid or expired token");

    // With credentials in the `Authorization` header, as the RFC prefers.
    let request = raw.http.post(format!("{}/auth/oauth2/token", raw.origin)).basic_auth(id, Some(secret));
    let request = request.header("Content-Type", "application/x-www-form-urlencoded");
    send(request.body("grant_type=client_credentials&scope=all")).await.ok();
    let requested = send(raw.http.get(format!("{}/auth/oauth2/token", raw.origin))).await;
    assert_eq!((requested.status, requested.header("allow")), (405, Some("POST")));

    for (form, status, error) in [
        (form(id, "wrong", "client_credentials"), 401, "invalid_client"),
        (form("nobody", secret, "client_credentials"), 401, "invalid_client"),
        (form(id, secret, "password"), 400, "unsupported_grant_type"),
        (String::new(), 400, "invalid_request"),
    ] {
        let rejected = grant(&raw, &form).await;
        assert_eq!((rejected.status, &rejected.json()["error"]), (status, &json!(error)));
    }
}

#[tokio::test]
async fn created_client_gets_tokens_until_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let body = json!({"name": "ci", "description": "", "flow": "CLIENT_CREDENTIALS"}).to_string();
    let created = raw.call("POST", "/me/api/oauth2/client", &body).await.ok();
    let (id, secret) = (created["clientId"].as_str().unwrap(), created["clientSecret"].as_str().unwrap());
    let listed = raw.get("/me/api/oauth2/client").await.ok();
    assert_eq!(listed, json!([sandbox.client_id(), id]));
    assert_eq!(raw.get(&format!("/me/api/oauth2/client/{id}")).await.ok()["name"], "ci");
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&scope=all");
    let token = grant(&raw, &form).await.ok()["access_token"].as_str().unwrap().to_owned();
    raw.call("DELETE", &format!("/me/api/oauth2/client/{id}"), "").await.ok();
    assert_eq!(grant(&raw, &form).await.status, 401);
    let revoked = raw.http.get(format!("{}/1.0/me", raw.origin)).bearer_auth(token);
    send(revoked).await.rejected(401, "Invalid or expired token");
}

#[tokio::test]
async fn typed_client_gets_token() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::builder()
        .strict_responses(true)
        .endpoint(Endpoint::custom(sandbox.url()).unwrap())
        .client_id(sandbox.client_id())
        .client_secret(sandbox.client_secret())
        .oauth2_token_url(sandbox.oauth2_token_url())
        .build()
        .unwrap();
    assert_eq!(client.vps().list().await.unwrap().len(), 3);
    assert_eq!(client.me().get().await.unwrap().firstname.as_deref(), Some("Flora"));
}
