//! Requesting consumer keys, waiting for their validation, listing and revoking them.

use http::header::HeaderMap;

use super::sample::{Domain, ZONE_RECORD_GET};
use crate::consumer_key::{self, ApiKeys, ApplicationState, CredentialState};
use crate::testing::MockTransport;
use crate::{AccessRules, Client, Credentials, ErrorKind, Method, RetryPolicy, TransportError, Unbound};

fn application(service: &MockTransport) -> Client {
    Client::builder()
        .credentials(Credentials::application("app-key", "app-secret"))
        .transport(service.clone())
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

fn names(headers: &HeaderMap) -> Vec<&str> {
    headers.keys().map(http::HeaderName::as_str).filter(|name| name.starts_with("x-ovh-")).collect()
}

const CONSUMER_KEY: &str = r#"{"validationUrl":"https://eu.api.ovh.com/auth/?credentialToken=abc","consumerKey":"CANARY",
    "state":"pendingValidation"}"#;

#[tokio::test]
async fn consumer_key_request_matches_the_documentation() {
    let service = MockTransport::new().answer(Method::Post, "/auth/credential", 200, CONSUMER_KEY);
    let client = application(&service);
    let rules = AccessRules::new().allow(&ZONE_RECORD_GET).allow_path(Method::Get, "/me");
    let requested = client
        .request_consumer_key(&rules)
        .redirection("https://program.example/é")
        .allowed_ips(&["192.0.2.0/24".parse().unwrap(), "2001:db8::/32".parse().unwrap()])
        .await
        .unwrap();
    assert_eq!(requested.state, CredentialState::PendingValidation);
    assert_eq!(requested.validation_url, "https://eu.api.ovh.com/auth/?credentialToken=abc");
    assert!(!format!("{requested:?}").contains("CANARY"));
    client.request_consumer_key(&rules).await.unwrap();

    let requests = service.all_requests();
    assert_eq!(requests[0].uri(), "https://eu.api.ovh.com/1.0/auth/credential");
    assert_eq!(names(requests[0].headers()), ["x-ovh-application"]);
    let rules = r#"{"accessRules":[{"method":"GET","path":"/domain/zone/*/record/*"},{"method":"GET","path":"/me"}]"#;
    let more = r#","redirection":"https://program.example/é","allowedIPs":["192.0.2.0/24","2001:db8::/32"]}"#;
    assert_eq!(requests[0].body(), &format!("{rules}{more}"));
    assert_eq!(requests[1].body(), &format!("{rules}}}"));
}

#[tokio::test]
async fn with_consumer_key_leaves_the_original_client_unchanged() {
    let service = MockTransport::new().answer(Method::Get, "/domain/zone/z/record", 200, "[]");
    let client = application(&service);
    let user = client.with_consumer_key("user-key").unwrap();
    Domain::new(&user).zone_record("z").await.unwrap();
    let other = user.with_consumer_key("other-key").unwrap();
    Domain::new(&other).zone_record("z").await.unwrap();
    let requests = service.all_requests();
    assert_eq!(requests.len(), 3, "the time is requested once: {requests:?}");
    assert_eq!(requests[1].headers()["x-ovh-consumer"], "user-key");
    assert_eq!(requests[2].headers()["x-ovh-consumer"], "other-key");

    let error = Domain::new(&client).zone_record("z").await.unwrap_err();
    assert!(error.is_invalid_credential() && !error.may_have_been_sent());
    assert!(error.to_string().contains("Client::request_consumer_key"), "{error}");
}

#[test]
fn with_consumer_key_rejects_invalid_key_and_no_application() {
    let clients =
        [Client::builder(), Client::builder().access_token("t"), Client::builder().client_id("i").client_secret("s")];
    for client in clients {
        let error = client.build().unwrap().with_consumer_key("CANARY").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(error.to_string(), "a consumer key requires an application key and its secret, which are not set");
    }
    let client = application(&MockTransport::new());
    for key in ["", "CANARY\n", "CANARY 2"] {
        let error = client.with_consumer_key(key).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("invalid consumer key") && !shown.contains("CANARY"), "{shown}");
    }
}

fn credential(status: &str) -> String {
    format!(
        r#"{{"credentialId":7,"applicationId":3,"creation":"2026-08-01T10:20:30+02:00","expiration":null,"lastUse":null,
        "ovhSupport":false,"rules":[{{"method":"GET","path":"/*"}},{{"method":"PATCH","path":"x"}}],"allowedIPs":null,
        "status":"{status}"}}"#
    )
}

const CURRENT: &str = "/auth/currentCredential";

async fn wait(service: &MockTransport) -> (Result<(), crate::Error>, u64) {
    let client = application(service).with_consumer_key("user-key").unwrap();
    let start = tokio::time::Instant::now();
    let result = client.wait_until_validated().within(std::time::Duration::from_secs(60)).await;
    (result, start.elapsed().as_secs())
}

/// An error response without an error code, as the service sends it since about 2024.
const NOT_VALID: &str = r#"{"class":"Client::Forbidden","message":"This credential is not valid"}"#;

#[tokio::test(start_paused = true)]
async fn wait_until_validated_polls_until_validated() {
    let invalid = r#"{"message":"This credential is not valid","errorCode":"INVALID_CREDENTIAL"}"#;
    let service = MockTransport::new()
        .answer(Method::Get, CURRENT, 403, invalid)
        .answer(Method::Get, CURRENT, 200, credential("pendingValidation"))
        .answer(Method::Get, CURRENT, 503, "<html>")
        .fail(Method::Get, CURRENT, TransportError::timeout)
        .answer(Method::Get, CURRENT, 200, credential("aStateToCome"))
        .answer(Method::Get, CURRENT, 403, NOT_VALID)
        .answer(Method::Get, CURRENT, 200, credential("validated"));
    let (result, seconds) = wait(&service).await;
    result.unwrap();
    // 1 + 1.5 + 2.25 + 3.375 + 5.0625 + 7.59375
    assert_eq!(seconds, 20);
    let polls: Vec<_> =
        service.all_requests().into_iter().filter(|call| call.uri().path().ends_with(CURRENT)).collect();
    assert_eq!(polls.len(), 7);
    assert!(polls.iter().all(|call| call.headers()["x-ovh-consumer"] == "user-key"));
}

/// The key is valid, but its rules do not cover this operation.
#[tokio::test(start_paused = true)]
async fn wait_until_validated_accepts_not_granted_response() {
    for body in [
        r#"{"message":"This call has not been granted","errorCode":"NOT_GRANTED_CALL"}"#,
        r#"{"message":"This call has not been granted","class":"Client::Forbidden"}"#,
        r#"{"message":"User not granted for this request","class":"Client::Forbidden"}"#,
    ] {
        let (result, seconds) = wait(&MockTransport::new().answer(Method::Get, CURRENT, 403, body)).await;
        assert!(result.is_ok() && seconds == 0, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn wait_until_validated_fails_on_final_states() {
    for (status, body, why) in [
        (200, credential("refused"), "the user denied access for the consumer key"),
        (200, credential("expired"), "the consumer key has expired; request a new one"),
        (403, r#"{"errorCode":"INVALID_KEY","message":"no such application"}"#.to_owned(), "no such application"),
        (
            403,
            r#"{"class":"Client::Forbidden","message":"This application key is invalid"}"#.to_owned(),
            "This application key is invalid",
        ),
        (403, r#"{"class":"Client::Forbidden","message":"This credential does not exist"}"#.to_owned(), "not exist"),
    ] {
        let (result, seconds) = wait(&MockTransport::new().answer(Method::Get, CURRENT, status, body)).await;
        let error = result.unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
        assert!(error.is_invalid_credential() && seconds == 0);
    }
}

#[tokio::test(start_paused = true)]
async fn wait_until_validated_times_out() {
    let invalid = r#"{"message":"This credential is not valid","errorCode":"INVALID_CREDENTIAL"}"#;
    let service = MockTransport::new().answer(Method::Get, CURRENT, 403, invalid);
    let (result, seconds) = wait(&service).await;
    let error = result.unwrap_err();
    assert!(error.is_timeout() && seconds == 60, "{seconds}");
    let message = error.to_string();
    assert!(
        message.starts_with("the consumer key was not validated within 60 seconds: api_keys.current_credential: 403")
    );
    let polls = service.all_requests().len() - 1;
    assert!((9..=12).contains(&polls), "{polls} requests in a minute");
}

#[test]
fn wait_until_validated_without_runtime_fails() {
    let client = application(&MockTransport::new());
    let mut wait = client.wait_until_validated().into_future();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = wait.as_mut().poll(&mut context) else { panic!("waits") };
    assert_eq!(error.kind(), ErrorKind::Runtime);
}

#[tokio::test]
async fn api_keys_operations_send_signed_requests() {
    let service = MockTransport::new()
        .answer(Method::Get, "/me/api/credential", 200, "[7]")
        .answer(Method::Get, "/me/api/credential/7", 200, credential("validated"))
        .answer(Method::Delete, "/me/api/credential/7", 200, "null")
        .answer(Method::Put, "/me/api/credential/7", 200, "null")
        .answer(Method::Get, "/me/api/application", 200, "[3]")
        .answer(
            Method::Get,
            "/me/api/application/3",
            200,
            r#"{"applicationId":3,"applicationKey":"k","name":"n","description":"d","status":"active"}"#,
        )
        .answer(Method::Delete, "/me/api/application/3", 200, "null")
        .answer(Method::Get, CURRENT, 200, credential("validated"))
        .answer(Method::Post, "/auth/logout", 200, "null");
    let client = application(&service).with_consumer_key("user-key").unwrap();
    let keys = client.api_keys();
    assert_eq!(keys.credentials().status(CredentialState::Validated).application_id(3).await.unwrap(), [7]);
    let credential = keys.credential(7).await.unwrap();
    assert_eq!((credential.credential_id, credential.status), (7, CredentialState::Validated.into()));
    assert_eq!((credential.rules[1].method.as_str(), credential.rules[1].path.as_str()), ("PATCH", "x"));
    keys.set_allowed_ips(7, &["192.0.2.0/24".parse().unwrap()]).await.unwrap();
    keys.revoke_credential(7).await.unwrap();
    assert_eq!(keys.applications().await.unwrap(), [3]);
    assert_eq!(keys.application(3).await.unwrap().status, ApplicationState::Active);
    keys.revoke_application(3).await.unwrap();
    assert_eq!(keys.current_credential().await.unwrap().credential_id, 7);
    keys.logout().await.unwrap();

    let sent = service.all_requests();
    let target = |index: usize| sent[index].uri().path_and_query().unwrap().as_str();
    assert_eq!(target(1), "/1.0/me/api/credential?status=validated&applicationId=3");
    assert_eq!(sent[3].body(), r#"{"allowedIPs":["192.0.2.0/24"]}"#);
    assert!(sent[1..].iter().all(|call| call.headers().contains_key("x-ovh-signature")));
    assert_eq!(ApiKeys::new(Unbound).credential_application(7).path(), "/me/api/credential/7/application");
}

#[cfg(all(feature = "auth", feature = "me"))]
#[test]
fn consumer_key_operations_match_the_schemas() {
    use crate::{auth, me};
    for (ours, generated) in [
        (&consumer_key::REQUEST_CONSUMER_KEY, &auth::CREDENTIAL_CREATE),
        (&consumer_key::CURRENT_CREDENTIAL, &auth::CURRENT_CREDENTIAL),
        (&consumer_key::LOGOUT, &auth::LOGOUT),
        (&consumer_key::APPLICATIONS, &me::API_APPLICATION),
        (&consumer_key::APPLICATION, &me::API_APPLICATION_GET),
        (&consumer_key::REVOKE_APPLICATION, &me::API_APPLICATION_DELETE),
        (&consumer_key::CREDENTIALS, &me::API_CREDENTIAL),
        (&consumer_key::CREDENTIAL, &me::API_CREDENTIAL_GET),
        (&consumer_key::SET_ALLOWED_IPS, &me::API_CREDENTIAL_UPDATE),
        (&consumer_key::REVOKE_CREDENTIAL, &me::API_CREDENTIAL_DELETE),
        (&consumer_key::CREDENTIAL_APPLICATION, &me::API_CREDENTIAL_APPLICATION),
    ] {
        assert_eq!(&crate::Operation { name: generated.name, ..*ours }, generated);
    }
}

#[test]
fn access_rules_omit_unauthenticated_operations() {
    let rules = AccessRules::new().allow(&consumer_key::REVOKE_CREDENTIAL).allow(&consumer_key::REQUEST_CONSUMER_KEY);
    assert_eq!(rules.iter().map(ToString::to_string).collect::<Vec<_>>(), ["DELETE /me/api/credential/*"]);
}
