//! The two shapes of errors.

use ovh_sandbox::{Builder, Sandbox};
use serde_json::{Value, json};

use crate::support::{RawClient, RawResponse, now, send};

/// Returns one error response of each kind, by name.
async fn error_responses(builder: Builder) -> Vec<(&'static str, RawResponse)> {
    let sandbox = builder.deny_iam_action("vps:apiovh:reboot").start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let rules = r#"{"accessRules":[{"method":"GET","path":"/vps"}]}"#;
    let ask = || async { send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.ok() };
    let key = |requested: &Value| raw.with_consumer_key(requested["consumerKey"].as_str().unwrap());
    let (pending, limited, deleted) = (ask().await, ask().await, ask().await);
    assert!(sandbox.authorize(&key(&limited).consumer_key) && !sandbox.authorize(&key(&limited).consumer_key));
    sandbox.authorize(&key(&deleted).consumer_key);
    let id = raw.get("/me/api/credential").await.ok()[4].clone();
    raw.call("DELETE", &format!("/me/api/credential/{id}"), "").await.ok();
    let stranger = RawClient { application_key: "stranger".to_owned(), ..raw.with_consumer_key(&raw.consumer_key) };
    let wrong_secret = RawClient { application_secret: "x".to_owned(), ..raw.with_consumer_key(&raw.consumer_key) };
    vec![
        ("no credentials", send(raw.http.get(format!("{}/1.0/me", raw.origin))).await),
        ("no consumer key", send(raw.unsigned("GET", "/1.0/me", "")).await),
        ("unknown consumer key", raw.with_consumer_key("nobody").get("/me").await),
        ("pending consumer key", key(&pending).get("/vps").await),
        ("deleted consumer key", key(&deleted).get("/vps").await),
        ("unknown application", stranger.get("/me").await),
        ("wrong secret", wrong_secret.get("/me").await),
        ("old timestamp", send(raw.signed_at("GET", "/1.0/me", "", now() - 600)).await),
        ("no right", key(&limited).get("/me").await),
        ("no IAM action", reboot(&sandbox, &raw).await),
        ("unknown service", raw.get("/domain/zone/nope.example/record/5").await),
        ("unknown object", raw.get("/domain/zone/example.com/record/5").await),
        ("unknown object of the account", raw.get("/me/sshKey/nope").await),
        ("expired service", raw.call("POST", "/vps/vps-5e6f7a8b.vps.ovh.net/reboot", "").await),
        ("unknown path", raw.get("/nope").await),
        ("unknown page", send(raw.http.get(format!("{}/nope", raw.origin))).await),
        ("wrong method", raw.call("DELETE", "/me", "").await),
        ("bad parameter", raw.get("/domain/zone/example.com/record/five").await),
        ("wrong host", send(raw.http.get(format!("{}/1.0/me", raw.origin)).header("Host", "evil.example")).await),
    ]
}

/// Calls an operation as an OAuth2 client that lacks its IAM action.
async fn reboot(sandbox: &Sandbox, raw: &RawClient) -> RawResponse {
    let (id, secret) = (sandbox.client_id().to_owned(), sandbox.client_secret().to_owned());
    let fields = [("grant_type", "client_credentials".to_owned()), ("client_id", id), ("client_secret", secret)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    let granted = raw.submit_fields(&sandbox.oauth2_token_url(), &fields).await.ok();
    let token = granted["access_token"].as_str().unwrap();
    let call = |method: reqwest::Method, path: &str| {
        send(raw.http.request(method, format!("{}/1.0{path}", raw.origin)).bearer_auth(token))
    };
    let vps = "/vps/vps-1a2b3c4d.vps.ovh.net";
    call(reqwest::Method::GET, vps).await.ok();
    // Classic keys have all actions.
    raw.call("POST", &format!("{vps}/reboot"), "").await.ok();
    call(reqwest::Method::POST, &format!("{vps}/reboot")).await
}

fn details(name: &str) -> Option<Value> {
    Some(match name {
        "no IAM action" => json!({
            "unauthorizedActionsByAuthentication": "", "unauthorizedActionsByIAM": "vps:apiovh:reboot",
        }),
        "bad parameter" => json!({"parameter": "id"}),
        _ => return None,
    })
}

const BAD_PARAMETER: &str = "[id] Given data (five) is not valid for type long";
const NO_OBJECT: &str = "The requested object (id = 5) does not exist";
const NO_KEY: &str = "The requested object (keyName = nope) does not exist";
const NO_HOST: &str = "This sandbox is not \"evil.example\": see --allow-host";

#[tokio::test]
async fn errors_have_class_and_message() {
    let expected = [
        ("no credentials", 401, "Client::Unauthorized", "You must login first"),
        ("no consumer key", 401, "Client::Unauthorized", "You must login first"),
        ("unknown consumer key", 403, "Client::Forbidden", "This credential is not valid"),
        ("pending consumer key", 403, "Client::Forbidden", "This credential is not valid"),
        ("deleted consumer key", 403, "Client::Forbidden", "This credential does not exist"),
        ("unknown application", 403, "Client::Forbidden", "This application key is invalid"),
        ("wrong secret", 400, "Client::BadRequest", "Invalid signature"),
        ("old timestamp", 400, "Client::BadRequest", "Query out of time"),
        ("no right", 403, "Client::Forbidden", "This call has not been granted"),
        ("no IAM action", 403, "Client::Forbidden", "User not granted for this request"),
        ("unknown service", 404, "Client::NotFound", "This service does not exist"),
        ("unknown object", 404, "Client::NotFound", NO_OBJECT),
        ("unknown object of the account", 404, "Client::NotFound", NO_KEY),
        ("expired service", 460, "Client::ServiceExpired", "This service is expired"),
        ("unknown path", 404, "Client::NotFound", "Got an invalid (or empty) URL"),
        ("unknown page", 404, "Client::NotFound", "Got an invalid (or empty) URL"),
        ("wrong method", 405, "Client::MethodNotAllowed", "This method is not allowed here"),
        ("bad parameter", 400, "Client::BadRequest", BAD_PARAMETER),
        ("wrong host", 421, "Client::MisdirectedRequest", NO_HOST),
    ];
    let error_responses = error_responses(Sandbox::builder()).await;
    assert_eq!(error_responses.len(), expected.len());
    for ((name, response), (expected_name, status, class, message)) in error_responses.iter().zip(expected) {
        assert_eq!((*name, response.status), (expected_name, status));
        let mut body = json!({"class": class, "message": message});
        if let Some(details) = details(name) {
            body["details"] = details;
        }
        assert_eq!(response.json(), body, "{name}");
    }
}

#[tokio::test]
async fn legacy_errors_have_code_and_status() {
    let expected = [
        ("no credentials", "403 Forbidden", "NOT_CREDENTIAL", "You must login first", None),
        ("no consumer key", "403 Forbidden", "NOT_CREDENTIAL", "You must login first", None),
        ("unknown consumer key", "403 Forbidden", "NOT_CREDENTIAL", "This credential does not exist", None),
        ("pending consumer key", "403 Forbidden", "INVALID_CREDENTIAL", "This credential is not valid", None),
        ("deleted consumer key", "403 Forbidden", "NOT_CREDENTIAL", "This credential does not exist", None),
        ("unknown application", "403 Forbidden", "INVALID_KEY", "Invalid application key", None),
        ("wrong secret", "400 Bad Request", "INVALID_SIGNATURE", "Invalid signature", None),
        ("old timestamp", "400 Bad Request", "QUERY_TIME_OUT", "Query out of time", None),
        ("no right", "403 Forbidden", "NOT_GRANTED_CALL", "This call has not been granted", None),
        ("no IAM action", "403 Forbidden", "FORBIDDEN", "User not granted for this request", Some("Client::Forbidden")),
        ("unknown service", "404 Not Found", "NOT_FOUND", "This service does not exist", Some("Client::NotFound")),
        ("unknown object", "404 Not Found", "NOT_FOUND", NO_OBJECT, Some("Client::NotFound")),
        ("unknown object of the account", "404 Not Found", "NOT_FOUND", NO_KEY, Some("Client::NotFound")),
        (
            "expired service",
            "460 Unknown",
            "SERVICE_EXPIRED",
            "This service is expired",
            Some("Client::ServiceExpired"),
        ),
        ("unknown path", "404 Not Found", "NOT_FOUND", "Got an invalid (or empty) URL", Some("Client::NotFound")),
        ("unknown page", "404 Not Found", "NOT_FOUND", "Got an invalid (or empty) URL", Some("Client::NotFound")),
        (
            "wrong method",
            "405 Method Not Allowed",
            "METHOD_NOT_ALLOWED",
            "This method is not allowed here",
            Some("Client::MethodNotAllowed"),
        ),
        ("bad parameter", "400 Bad Request", "INVALID_PARAMETER", BAD_PARAMETER, Some("Client::BadRequest")),
        ("wrong host", "421 Misdirected Request", "MISDIRECTED_REQUEST", NO_HOST, Some("Client::MisdirectedRequest")),
    ];
    let error_responses = error_responses(Sandbox::builder().legacy_errors()).await;
    assert_eq!(error_responses.len(), expected.len());
    for ((name, response), (expected_name, http_code, code, message, class)) in error_responses.iter().zip(expected) {
        let status = http_code.split(' ').next().unwrap();
        assert_eq!((*name, response.status.to_string().as_str()), (expected_name, status));
        let mut body = json!({"errorCode": code, "httpCode": http_code, "message": message});
        if let Some(class) = class {
            body["class"] = class.into();
        }
        if let Some(details) = details(name) {
            body["details"] = details;
        }
        assert_eq!(response.json(), body, "{name}");
    }
}

#[tokio::test]
async fn unknown_services_are_told_from_other_objects() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    for path in [
        "/vps/nope",
        "/vps/nope/serviceInfos",
        "/domain/zone/nope.example",
        "/domain/zone/nope.example/",
        "/domain/nope.example/task",
        "/cloud/project/nope/instance",
        "/dedicated/server/nope",
        "/email/domain/nope.example/redirection/5",
        "/telephony/nope/line",
        "/ip/192.0.2.0%2F24",
        "/xdsl/spare/nope",
        "/services/5",
    ] {
        let rejected = raw.get(path).await;
        assert_eq!(
            (rejected.status, rejected.json()),
            (404, json!({"class": "Client::NotFound", "message": "This service does not exist"})),
            "{path}"
        );
    }
    for (path, object) in [
        ("/me/bill/nope", "billId = nope"),
        ("/me/order/5", "orderId = 5"),
        ("/domain/contact/5", "contactId = 5"),
        ("/order/cart/nope", "cartId = nope"),
        ("/support/tickets/5", "ticketId = 5"),
        ("/domain/zone/example.com/record/5", "id = 5"),
        ("/vps/vps-1a2b3c4d.vps.ovh.net/disks/5", "id = 5"),
        ("/vps/vps-1a2b3c4d.vps.ovh.net/ips/192.0.2.77", "ipAddress = 192.0.2.77"),
    ] {
        let message = raw.get(path).await.rejected(404, "Client::NotFound");
        assert_eq!(message, format!("The requested object ({object}) does not exist"), "{path}");
    }
    // A part of a service that was removed is not the service.
    let snapshot = "/vps/vps-1a2b3c4d.vps.ovh.net/snapshot";
    raw.call("DELETE", snapshot, "").await.ok();
    raw.get(snapshot).await.rejected(404, "The requested object (id = snapshot) does not exist");
}
