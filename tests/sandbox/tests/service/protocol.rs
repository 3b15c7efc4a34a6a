//! Requests as other clients send them: trailing slashes, nulls, older versions of HTTP.

use std::time::Duration;

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{RawClient, encoded, now, send, signature};

async fn start() -> (Sandbox, RawClient) {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    (sandbox, raw)
}

/// Creates a key with these rules.
async fn key(sandbox: &Sandbox, raw: &RawClient, rules: &[(&str, &str)]) -> RawClient {
    let rules: Vec<Value> = rules.iter().map(|(method, path)| json!({"method": method, "path": path})).collect();
    let body = json!({ "accessRules": rules }).to_string();
    let requested = send(raw.unsigned("POST", "/1.0/auth/credential", &body)).await.ok();
    let key = requested["consumerKey"].as_str().unwrap();
    assert!(sandbox.authorize(key));
    raw.with_consumer_key(key)
}

#[tokio::test]
async fn trailing_slash_reaches_the_same_operation() {
    let (sandbox, raw) = start().await;
    let block = raw.get("/ip").await.ok()[0].as_str().map(encoded).unwrap();
    for path in [
        "/domain/zone",
        "/me",
        "/vps",
        "/vps/vps-1a2b3c4d.vps.ovh.net",
        "/domain/zone/example.com/record",
        "/me/api/credential",
        "/auth/currentCredential",
        &format!("/ip/{block}"),
    ] {
        let without_use = |mut value: Value| {
            if let Some(entries) = value.as_object_mut() {
                entries.remove("lastUse");
            }
            value
        };
        let (plain, slash) = (raw.get(path).await.ok(), raw.get(&format!("{path}/")).await.ok());
        assert_eq!(without_use(plain), without_use(slash), "{path}");
    }
    let record = raw.call("POST", "/domain/zone/example.com/record/", r#"{"fieldType":"TXT","target":"x"}"#).await.ok();
    let path = format!("/domain/zone/example.com/record/{}/", record["id"]);
    raw.call("PUT", &path, r#"{"target":"y"}"#).await.ok();
    raw.call("DELETE", &path, "").await.ok();
    raw.get(&path).await.rejected(404, "Client::NotFound");

    let time = send(raw.http.get(format!("{}/1.0/auth/time/", raw.origin))).await.ok();
    assert!((now() - time.as_i64().unwrap()).abs() < 60, "{time}");
    let rules = r#"{"accessRules":[{"method":"GET","path":"/me/"}]}"#;
    send(raw.unsigned("POST", "/1.0/auth/credential/", rules)).await.ok();
    let policy = "/v2/iam/policy";
    assert_eq!(
        send(raw.signed("GET", policy, "")).await.ok(),
        send(raw.signed("GET", &format!("{policy}/"), "")).await.ok()
    );
    assert_eq!(send(raw.http.get(format!("{}/v1/auth/time/", raw.origin))).await.status, 200);
    assert!(sandbox.requests_to("GET", "/auth/time") >= 2);
}

#[tokio::test]
async fn double_slashes_and_empty_values_are_unknown_paths() {
    let (_sandbox, raw) = start().await;
    for path in ["//me", "/me//", "/vps//", "/vps//ips", "/domain/zone//record", "/domain/zone//record/", "//"] {
        raw.get(path).await.rejected(404, "Got an invalid (or empty) URL");
    }
}

#[tokio::test]
async fn token_endpoint_accepts_a_trailing_slash_and_newer_paths() {
    let (sandbox, raw) = start().await;
    let (id, secret) = (sandbox.client_id().to_owned(), sandbox.client_secret().to_owned());
    let fields = [("grant_type", "client_credentials".to_owned()), ("client_id", id), ("client_secret", secret)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    for path in ["/auth/oauth2/token", "/auth/oauth2/token/", "/oauth2/token", "/oauth2/token/"] {
        let granted = raw.submit_fields(&format!("{}{path}", raw.origin), &fields).await.ok();
        assert_eq!(granted["token_type"], "Bearer", "{path}");
    }
    assert_eq!(raw.submit_fields(&format!("{}/auth/oauth2/token//", raw.origin), &fields).await.status, 404);
    for path in ["/createToken/?GET=/me", "/api/createToken?GET=/me", "/auth/api/createToken/?GET=/me"] {
        assert_eq!(send(raw.http.get(format!("{}{path}", raw.origin))).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn rules_cover_the_path_as_called() {
    let (sandbox, raw) = start().await;
    let caller = key(&sandbox, &raw, &[("GET", "/me"), ("GET", "/vps/"), ("GET", "/domain/*")]).await;
    for path in ["/me", "/vps/", "/domain/zone/", "/domain/zone"] {
        caller.get(path).await.ok();
    }
    for path in ["/me/", "/vps"] {
        caller.get(path).await.rejected(403, "This call has not been granted");
    }
    // The signature is that of the URL as sent.
    let other = raw.signed("GET", "/1.0/me", "").build().unwrap();
    let mut request = raw.http.get(format!("{}/1.0/me/", raw.origin));
    for (name, value) in other.headers() {
        request = request.header(name, value);
    }
    send(request).await.rejected(400, "Invalid signature");
}

#[tokio::test]
async fn calls_about_the_caller_need_no_rule() {
    let (sandbox, raw) = start().await;
    let caller = key(&sandbox, &raw, &[("GET", "/vps")]).await;
    for path in ["/auth/currentCredential", "/auth/currentCredential/", "/auth/details"] {
        caller.get(path).await.ok();
    }
    caller.get("/auth/currentCredentials").await.rejected(404, "Client::NotFound");
    caller.get("/me").await.rejected(403, "This call has not been granted");
    assert_eq!(caller.get("/auth/details").await.ok()["allowedRoutes"], json!([{"method": "GET", "path": "/vps"}]));
    // They still need a signature of a valid key.
    let stranger = RawClient { application_secret: "x".to_owned(), ..raw.with_consumer_key(&caller.consumer_key) };
    stranger.get("/auth/currentCredential").await.rejected(400, "Invalid signature");
    assert_eq!(send(raw.http.get(format!("{}/1.0/auth/details", raw.origin))).await.status, 401);
    caller.call("POST", "/auth/logout", "").await.ok();
    caller.get("/auth/currentCredential").await.rejected(403, "This credential is not valid");
}

#[tokio::test]
async fn null_for_an_optional_parameter_means_not_given() {
    let (_sandbox, raw) = start().await;
    let change = "/vps/vps-1a2b3c4d.vps.ovh.net/changeContact";
    let body = r#"{"contactAdmin":null,"contactBilling":null,"contactTech":"kj2718-ovh"}"#;
    assert_eq!(raw.call("POST", change, body).await.ok().as_array().unwrap().len(), 1);

    // A key without any: the same as without the parameters.
    let all_null = r#"{"contactAdmin":null,"contactBilling":null,"contactTech":null}"#;
    let (null, absent) = (raw.call("POST", change, all_null).await, raw.call("POST", change, "{}").await);
    assert_eq!((null.status, null.text), (absent.status, absent.text));

    // Named parameters, and fields of an object.
    let rules = r#"{"accessRules":[{"method":"GET","path":"/me"}],"redirection":null,"allowedIPs":null}"#;
    send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.ok();
    let record = r#"{"fieldType":"TXT","subDomain":null,"target":"x","ttl":null}"#;
    let record = raw.call("POST", "/domain/zone/example.com/record", record).await.ok();
    assert_eq!((&record["subDomain"], &record["ttl"]), (&json!(""), &json!(0)));
    raw.call("POST", "/domain/zone/example.com/reset", r#"{"DnsRecords":null,"minimized":null}"#).await.ok();
    let infos = "/vps/vps-1a2b3c4d.vps.ovh.net";
    let before = raw.get(infos).await.ok();
    raw.call("PUT", infos, r#"{"displayName":"x","netbootMode":null}"#).await.ok();
    assert_eq!(raw.get(infos).await.ok()["netbootMode"], before["netbootMode"]);
}

#[tokio::test]
async fn null_for_a_required_parameter_is_rejected() {
    let (_sandbox, raw) = start().await;
    let rules = r#"{"accessRules":null}"#;
    send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.rejected(400, "Client::BadRequest");
    let key = r#"{"key":"ssh-ed25519 AAAA","keyName":null}"#;
    raw.call("POST", "/me/sshKey", key).await.rejected(400, "Client::BadRequest");
    let rules = r#"{"accessRules":[{"method":"GET","path":null}]}"#;
    send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.rejected(400, "Client::BadRequest");
    let record = r#"{"fieldType":null,"target":"x"}"#;
    raw.call("POST", "/domain/zone/example.com/record", record).await.rejected(400, "Client::BadRequest");
    raw.call("POST", "/me/sshKey", r#"{"colour":null}"#).await.rejected(400, "Client::BadRequest");
}

#[tokio::test]
async fn empty_bodies_have_several_spellings() {
    let (_sandbox, raw) = start().await;
    for body in ["", "null", "{}", "[]", " \r\n"] {
        raw.call("POST", "/domain/zone/example.com/refresh", body).await.ok();
        raw.call("POST", "/vps/vps-1a2b3c4d.vps.ovh.net/reboot", body).await.ok();
    }
}

/// Sends bytes and returns everything that is received until the connection is closed.
async fn exchange(sandbox: &Sandbox, request: &str) -> String {
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut response)).await.unwrap();
    String::from_utf8_lossy(&response).into_owned()
}

/// Returns the head of a signed request without its last empty line.
fn head(raw: &RawClient, request_line: &str, body: &str) -> String {
    let mut parts = request_line.split(' ');
    let (method, path) = (parts.next().unwrap(), parts.next().unwrap());
    let time = now().to_string();
    let url = format!("{}{path}", raw.origin);
    let signature = signature([&raw.application_secret, &raw.consumer_key, method, &url, body, &time]);
    format!(
        "{request_line}\r\nHost: {}\r\nX-Ovh-Application: {}\r\nX-Ovh-Consumer: {}\r\nX-Ovh-Timestamp: {time}\r\n\
         X-Ovh-Signature: {signature}\r\n",
        raw.origin.trim_start_matches("http://"),
        raw.application_key,
        raw.consumer_key,
    )
}

#[tokio::test]
async fn requests_in_other_forms_are_accepted() {
    let (sandbox, raw) = start().await;
    let get = head(&raw, "GET /1.0/me HTTP/1.1", "");
    let (close, json) = ("Connection: close\r\n", "Content-Type: application/json\r\n");
    let record = r#"{"fieldType":"TXT","target":"x"}"#;
    let post = head(&raw, "POST /1.0/domain/zone/example.com/record HTTP/1.1", record);
    let length = record.len();
    for request in [
        format!("{}\r\n", head(&raw, "GET /1.0/me HTTP/1.0", "")),
        format!("{get}{close}{json}Content-Length: 0\r\nAccept: application/json, text/*;q=0.1\r\n\r\n"),
        format!("{get}{close}Accept: text/html\r\nUser-Agent: x\r\nAccept-Encoding: gzip, br\r\nTE: trailers\r\n\r\n"),
        format!("{post}{close}Content-Length: {length}\r\n\r\n{record}"),
        format!("{post}{close}Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{record}"),
        format!("{post}{close}{json}Expect: 100-continue\r\nContent-Length: {length}\r\n\r\n{record}"),
        format!("{post}{json}Transfer-Encoding: chunked\r\n\r\n{length:x}\r\n{record}\r\n0\r\n\r\n"),
    ] {
        let response = exchange(&sandbox, &request).await;
        let response = response.strip_prefix("HTTP/1.1 100 Continue\r\n\r\n").unwrap_or(&response);
        assert_eq!(response.get(9..12), Some("200"), "{request}\n{response}");
    }
}
