//! Error responses in both formats of the service: with an error code, and with class and message only.
//!
//! The bodies are from the official wrappers, recorded responses and issue trackers of published clients; see
//! [`Error`].

use super::mocked;
use super::sample::Domain;
use crate::testing::MockTransport;
use crate::{Error, Method, RetryPolicy};

const LIST: &str = "/domain/zone/z/record";

/// Returns the error of a request with this response, without retries.
async fn error_of(status: u16, body: &str) -> Error {
    let service = MockTransport::new().answer(Method::Get, LIST, status, body.to_owned());
    Domain::new(&mocked(service.clone())).zone_record("z").retry(RetryPolicy::never()).await.unwrap_err()
}

/// Returns a letter for each predicate that holds: not granted, invalid credential, expired, busy, not found,
/// transient.
fn predicates(error: &Error) -> String {
    let all = [
        (error.is_not_granted(), 'g'),
        (error.is_invalid_credential(), 'c'),
        (error.is_expired(), 'e'),
        (error.is_busy(), 'b'),
        (error.is_not_found(), 'n'),
        (error.is_transient(), 't'),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, letter)| letter).collect()
}

#[tokio::test]
async fn error_responses_are_classified() {
    for (status, body, wanted) in [
        (
            403,
            r#"{"errorCode":"NOT_GRANTED_CALL","httpCode":"403 Forbidden","message":"This call has not been granted"}"#,
            "g",
        ),
        (403, r#"{"class":"Client::Forbidden","message":"This call has not been granted"}"#, "g"),
        (
            403,
            r#"{"class":"Client::Forbidden","message":"User not granted for this request",
                "details":{"unauthorizedActionsByAuthentication":"","unauthorizedActionsByIAM":"vps:apiovh:reboot"}}"#,
            "g",
        ),
        (403, r#"{"class":"Client::Forbidden","message":"User not granted for this request"}"#, "g"),
        (403, r#"{"errorCode":"NOT_CREDENTIAL","message":"You must login first"}"#, "c"),
        (403, r#"{"errorCode":"INVALID_CREDENTIAL","message":"This credential is not valid"}"#, "c"),
        (403, r#"{"class":"Client::Forbidden","message":"This credential is not valid"}"#, "c"),
        (403, r#"{"class":"Client::Forbidden","message":"This credential does not exist"}"#, "c"),
        (403, r#"{"errorCode":"NOT_CREDENTIAL","message":"This credential does not exist"}"#, "c"),
        (403, r#"{"errorCode":"INVALID_KEY","message":"Invalid application key"}"#, "c"),
        (403, r#"{"class":"Client::Forbidden","message":"This application key is invalid"}"#, "c"),
        (400, r#"{"errorCode":"INVALID_SIGNATURE","message":"Invalid signature"}"#, ""),
        (400, r#"{"class":"Client::BadRequest","message":"Invalid signature"}"#, ""),
        (401, r#"{"class":"Client::Unauthorized","message":"You must login first"}"#, "c"),
        (404, r#"{"class":"Client::NotFound","message":"This service does not exist"}"#, "n"),
        (404, r#"{"class":"Client::NotFound","message":"The requested object (id = 5) does not exist"}"#, "n"),
        (404, "Got an invalid (or empty) URL", "n"),
        (404, "", "n"),
        (400, r#"{"message":"Try to alter read-only properties: fieldType"}"#, ""),
        (408, "<html><body><h1>408 Request Time-out</h1></body></html>", "t"),
        (403, r#"{"class":"Client::Forbidden::Busy","message":"busy"}"#, "bt"),
        (409, r#"{"class":"Client::Conflict::Status","message":"An action is pending"}"#, ""),
        (460, r#"{"class":"Client::Forbidden","message":"This service is expired"}"#, "e"),
        (460, "", "e"),
        (403, r#"{"class":"Client::Forbidden","message":"This service is expired"}"#, "e"),
        (403, r#"{"class":"Client::Forbidden","message":"Cluster x is locked"}"#, ""),
    ] {
        let error = error_of(status, body).await;
        assert_eq!(predicates(&error), wanted, "{status} {body}");
        assert_eq!(error.attempts(), 1, "{body}");
    }
}

#[tokio::test]
async fn missing_iam_actions_are_returned_and_displayed() {
    let error = error_of(
        403,
        r#"{"class":"Client::Forbidden","message":"User not granted for this request",
            "details":{"unauthorizedActionsByAuthentication":["vps:apiovh:get"],
            "unauthorizedActionsByIAM":"vps:apiovh:reboot, vps:apiovh:get"}}"#,
    )
    .await;
    assert_eq!(error.missing_iam_actions(), ["vps:apiovh:get", "vps:apiovh:reboot"]);
    assert_eq!(
        error.to_string(),
        "domain.zone_record: 403 Forbidden: User not granted for this request \
         (missing IAM permissions: vps:apiovh:get, vps:apiovh:reboot) (class Client::Forbidden)"
    );
    let error = error_of(403, r#"{"class":"Client::Forbidden","message":"User not granted for this request"}"#).await;
    assert_eq!(error.missing_iam_actions(), [""; 0]);
    assert!(!error.to_string().contains("missing IAM"), "{error}");
}

#[tokio::test]
async fn rejected_time_without_code_is_retried() {
    for body in [r#"{"class":"Client::BadRequest","message":"Query out of time"}"#, r#"{"errorCode":"QUERY_TIME_OUT"}"#]
    {
        let service = MockTransport::new().answer(Method::Get, LIST, 400, body).answer(Method::Get, LIST, 200, "[]");
        let response = Domain::new(&mocked(service.clone())).zone_record("z").with_response().await.unwrap();
        assert_eq!(response.attempts(), 2, "{body}");
        let times =
            service.all_requests().iter().filter(|request| request.uri().path().ends_with("/auth/time")).count();
        assert_eq!(times, 2, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn status_408_is_retried_if_idempotent() {
    const REBOOT: &str = "/domain/z/reboot";
    let html = "<html><body><h1>408 Request Time-out</h1></body></html>";
    let service = MockTransport::new()
        .answer(Method::Get, LIST, 408, html)
        .answer(Method::Get, LIST, 200, "[]")
        .answer(Method::Post, REBOOT, 408, html)
        .answer(Method::Post, REBOOT, 200, "null");
    let client = mocked(service.clone());
    let response = Domain::new(&client).zone_record("z").with_response().await.unwrap();
    assert_eq!((response.attempts(), response.body().len()), (2, 0));
    let error = Domain::new(&client).reboot("z").await.unwrap_err();
    assert!(error.is_transient() && error.may_have_been_sent() && error.attempts() == 1, "{error:?}");
}
