//! Requests with OAuth2 tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Request, Response, StatusCode};

use super::sample::Domain;
use crate::testing::MockTransport;
use crate::{
    Client, Credentials, Endpoint, Error, ErrorKind, Method, RetryPolicy, Transport, TransportError, TransportFuture,
};

/// A service with a token service. Tokens are `token-1`, `token-2` and so on, each valid for `lifetime` seconds.
#[derive(Clone)]
struct OAuth2Service {
    calls: MockTransport,
    token_requests: MockTransport,
    token_count: Arc<AtomicUsize>,
    lifetime: u64,
    /// Requests with tokens up to this one are rejected.
    revoked: Arc<AtomicUsize>,
    /// Response to token requests after this one; no response if the status is 0.
    broken: Option<(usize, u16, &'static str)>,
}

impl OAuth2Service {
    fn new(lifetime: u64) -> Self {
        Self {
            calls: MockTransport::new().otherwise(|_| Ok(Response::new(Bytes::from_static(b"[]")))),
            token_requests: MockTransport::new(),
            token_count: Arc::default(),
            lifetime,
            revoked: Arc::default(),
            broken: None,
        }
    }

    fn client(&self) -> Client {
        Client::builder()
            .endpoint(Endpoint::OvhCa)
            .credentials(Credentials::oauth2("the-id", "s&c+r=t-secret"))
            .transport(self.clone())
            .retry(RetryPolicy::never())
            .build()
            .unwrap()
    }

    fn token_count(&self) -> usize {
        self.token_count.load(Ordering::SeqCst)
    }

    /// Returns the tokens sent with requests.
    fn sent(&self) -> Vec<String> {
        let token = |request: &Request<Bytes>| request.headers()[AUTHORIZATION].to_str().unwrap().to_owned();
        self.calls.requests().iter().map(token).collect()
    }

    async fn respond(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let status = |status, body: String| {
            let mut response = Response::new(Bytes::from(body));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            Ok(response)
        };
        if request.uri().path() == "/auth/oauth2/token" {
            let number = self.token_count.fetch_add(1, Ordering::SeqCst) + 1;
            self.token_requests.send(request).await?;
            tokio::time::sleep(Duration::from_millis(50)).await;
            return match self.broken {
                Some((last, 0, _)) if number > last => std::future::pending().await,
                Some((last, code, body)) if number > last => status(code, body.to_owned()),
                _ => {
                    let lifetime = self.lifetime;
                    let token =
                        format!(r#"{{"access_token":"token-{number}","token_type":"Bearer","expires_in":{lifetime}}}"#);
                    status(200, token)
                }
            };
        }
        let bearer = request.headers()[AUTHORIZATION].to_str().unwrap().to_owned();
        let number: usize = bearer.strip_prefix("Bearer token-").unwrap().parse().unwrap();
        let response = self.calls.send(request).await;
        tokio::time::sleep(Duration::from_millis(10)).await;
        if number <= self.revoked.load(Ordering::SeqCst) { status(401, "{}".to_owned()) } else { response }
    }
}

impl Transport for OAuth2Service {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.respond(request))
    }
}

async fn list_records(client: &Client) -> Result<Vec<i64>, Error> {
    Domain::new(client).zone_record("z").await
}

/// Sends the request with the default retry policy.
async fn list_records_with_retries(client: &Client) -> Result<Vec<i64>, Error> {
    Domain::new(client).zone_record("z").retry(RetryPolicy::default()).await
}

#[tokio::test(start_paused = true)]
async fn token_is_requested_once_and_sent_without_other_keys() {
    let service = OAuth2Service::new(3599);
    let client = service.client();
    list_records(&client).await.unwrap();
    list_records(&client.clone()).await.unwrap();
    assert_eq!(service.sent(), ["Bearer token-1", "Bearer token-1"]);

    let token_requests = service.token_requests.requests();
    assert_eq!(token_requests.len(), 1);
    assert_eq!(token_requests[0].method(), "POST");
    assert_eq!(token_requests[0].uri(), "https://ca.ovh.com/auth/oauth2/token");
    assert_eq!(token_requests[0].headers()[CONTENT_TYPE], "application/x-www-form-urlencoded");
    assert_eq!(
        token_requests[0].body(),
        "grant_type=client_credentials&client_id=the-id&client_secret=s%26c%2Br%3Dt-secret&scope=all"
    );
    for request in token_requests.iter().chain(&service.calls.requests()) {
        for name in request.headers().keys() {
            assert!(!name.as_str().starts_with("x-ovh-"), "{name}");
        }
    }
}

/// A public operation requests neither the time nor a token.
#[tokio::test]
async fn public_request_has_no_token() {
    let service = MockTransport::new().otherwise(|_| Ok(Response::new(Bytes::from_static(b"{}"))));
    for credentials in [Credentials::oauth2("i", "s"), Credentials::access_token("t")] {
        let client = Client::builder().credentials(credentials).transport(service.clone()).build().unwrap();
        let block = "192.0.2.0/24".parse().unwrap();
        Domain::new(&client).order(block, super::sample::RecordType::A, &["x"]).await.unwrap();
    }
    let requests = service.all_requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        let unwanted = |name: &http::HeaderName| name == AUTHORIZATION || name.as_str().starts_with("x-ovh-");
        assert!(!request.headers().keys().any(unwanted), "{request:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn token_is_refreshed_before_it_expires() {
    let service = OAuth2Service::new(3599);
    let client = service.client();
    for (seconds, tokens) in [(0, 1), (3530, 1), (15, 2), (3500, 2), (3600, 3)] {
        tokio::time::advance(Duration::from_secs(seconds)).await;
        list_records(&client).await.unwrap();
        assert_eq!(service.token_count(), tokens, "after {seconds} seconds more");
    }
}

#[tokio::test(start_paused = true)]
async fn concurrent_requests_share_one_token_request() {
    let service = OAuth2Service::new(3599);
    let client = service.client();
    let mut tasks = tokio::task::JoinSet::new();
    let mut all_at_once = || {
        for _ in 0..50 {
            let client = client.clone();
            tasks.spawn(async move { list_records(&client).await });
        }
    };
    all_at_once();
    all_at_once();
    for result in tasks.join_all().await {
        result.unwrap();
    }
    assert_eq!((service.token_count(), service.sent().len()), (1, 100));

    // All requests are rejected and share one new token.
    service.revoked.store(1, Ordering::SeqCst);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let client = client.clone();
        tasks.spawn(async move { list_records_with_retries(&client).await });
    }
    for result in tasks.join_all().await {
        result.unwrap();
    }
    assert_eq!((service.token_count(), service.sent().len()), (2, 200));
}

#[tokio::test(start_paused = true)]
async fn rejected_token_is_refreshed_twice_at_most() {
    let service = OAuth2Service::new(3599);
    let client = service.client();
    service.revoked.store(1, Ordering::SeqCst);
    list_records_with_retries(&client).await.unwrap();
    assert_eq!(service.sent(), ["Bearer token-1", "Bearer token-2"]);

    service.revoked.store(usize::MAX, Ordering::SeqCst);
    let error = list_records_with_retries(&client).await.unwrap_err();
    assert!(error.is_invalid_credential() && error.status() == Some(StatusCode::UNAUTHORIZED));
    assert_eq!(service.sent()[2..], ["Bearer token-2", "Bearer token-3", "Bearer token-4"]);
    assert_eq!(service.token_count(), 4);
}

#[tokio::test(start_paused = true)]
async fn concurrent_requests_share_a_token_error() {
    let rejection = r#"{"error":"invalid_client","error_description":"no such client as the-id with s&c+r=t-secret"}"#;
    let service = OAuth2Service { broken: Some((0, 400, rejection)), ..OAuth2Service::new(3599) };
    let client = service.client();
    let (first, second) = tokio::join!(list_records(&client), list_records(&client));
    assert_eq!(service.token_count(), 1);
    for error in [first.unwrap_err(), second.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.is_invalid_credential() && !error.is_transient() && !error.may_have_been_sent());
        assert_eq!(
            error.to_string(),
            "domain.zone_record: cannot get an OAuth2 token: 400 Bad Request: invalid_client: \
             no such client as the-id with [redacted]"
        );
    }
    list_records(&client).await.unwrap_err();
    assert_eq!(service.token_count(), 2, "a later request tries again");
    assert!(service.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn failing_token_service_does_not_affect_valid_token() {
    let service = OAuth2Service { broken: Some((1, 503, "<html>")), ..OAuth2Service::new(3599) };
    let client = service.client();
    list_records(&client).await.unwrap();
    tokio::time::advance(Duration::from_secs(3560)).await;
    list_records(&client).await.unwrap();
    assert_eq!((service.token_count(), service.sent()), (2, vec!["Bearer token-1".to_owned(); 2]));
    tokio::time::advance(Duration::from_secs(40)).await;
    let error = list_records(&client).await.unwrap_err();
    assert!(error.is_transient() && !error.may_have_been_sent() && !error.is_invalid_credential());
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    let error = client.api_keys().logout().retry(RetryPolicy::default().attempts(3)).await.unwrap_err();
    assert_eq!(error.attempts(), 3, "even a POST, because it was not sent");
}

#[tokio::test(start_paused = true)]
async fn hanging_token_service_delays_requests_by_five_seconds() {
    let service = OAuth2Service { broken: Some((1, 0, "")), ..OAuth2Service::new(3599) };
    let client = service.client();
    list_records(&client).await.unwrap();
    tokio::time::advance(Duration::from_secs(3560)).await;
    let start = tokio::time::Instant::now();
    let (first, second) = tokio::join!(list_records(&client), list_records(&client));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!((service.token_count(), start.elapsed().as_secs()), (2, 5));
}

#[tokio::test(start_paused = true)]
async fn invalid_token_response_fails_without_being_shown() {
    for (body, why) in [
        (r#"{"access_token":7e}"#, "invalid OAuth2 token response"),
        (r#"{"token_type":"Bearer"}"#, "invalid OAuth2 token response: $.access_token"),
        (r#"{"access_token":"CANARY","token_type":"mac"}"#, "the token type is not Bearer"),
        (r#"{"access_token":"CANARY\n"}"#, "contains spaces or characters that are not ASCII"),
        (r#"{"access_token":["CANARY"]}"#, "invalid OAuth2 token response: $.access_token"),
    ] {
        let service = OAuth2Service { broken: Some((0, 200, body)), ..OAuth2Service::new(3599) };
        let error = list_records(&service.client()).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(why) && !shown.contains("CANARY"), "{shown}");
        assert!(error.is_invalid_credential() && !error.may_have_been_sent());
    }
}

#[tokio::test(start_paused = true)]
async fn malformed_token_response_is_retried() {
    let service = MockTransport::new()
        .answer(Method::Post, "/auth/oauth2/token", 200, r#"{"access_token":"#)
        .answer(Method::Post, "/auth/oauth2/token", 200, r#"{"access_token":"the-token"}"#)
        .answer(Method::Post, "/auth/logout", 200, "null");
    let client =
        Client::builder().credentials(Credentials::oauth2("i", "s")).transport(service.clone()).build().unwrap();
    client.api_keys().logout().await.unwrap();
    assert_eq!(service.all_requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn token_request_with_status_408_is_retried() {
    let service = MockTransport::new()
        .answer(Method::Post, "/auth/oauth2/token", 408, "<html>")
        .answer(Method::Post, "/auth/oauth2/token", 200, r#"{"access_token":"the-token"}"#)
        .answer(Method::Post, "/auth/logout", 200, "null");
    let client =
        Client::builder().credentials(Credentials::oauth2("i", "s")).transport(service.clone()).build().unwrap();
    client.api_keys().logout().await.unwrap();
    assert_eq!(service.all_requests().len(), 3);
}

#[tokio::test]
async fn redirected_token_request_names_the_target() {
    let mut redirect = http::Response::new(bytes::Bytes::new());
    *redirect.status_mut() = StatusCode::PERMANENT_REDIRECT;
    let location = http::HeaderValue::from_static("https://auth.eu.ovhcloud.com/oauth2/token?x=y");
    redirect.headers_mut().insert(http::header::LOCATION, location);
    let service = MockTransport::new().answer_with(Method::Post, "/auth/oauth2/token", redirect);
    let client = Client::builder().credentials(Credentials::oauth2("i", "s")).transport(service).build().unwrap();
    assert_eq!(
        client.api_keys().logout().await.unwrap_err().to_string(),
        "api_keys.logout: cannot get an OAuth2 token: 308 Permanent Redirect; redirects are not followed (to \
         https://auth.eu.ovhcloud.com/oauth2/token); if the token service has moved, set OVH_OAUTH2_TOKEN_URL, \
         oauth2_token_url= in ovh.conf, or oauth2_token_url on the builder"
    );
}

/// A token without lifetime is used until it is rejected; one with lifetime zero is used once.
#[tokio::test(start_paused = true)]
async fn token_with_missing_or_zero_lifetime_is_used() {
    let endless = r#"{"access_token":"token-1","token_type":"bearer"}"#;
    let service = OAuth2Service { broken: Some((0, 200, endless)), ..OAuth2Service::new(0) };
    let client = service.client();
    for _ in 0..2 {
        list_records(&client).await.unwrap();
        tokio::time::advance(Duration::from_secs(1_000_000)).await;
    }
    assert_eq!(service.token_count(), 1);

    let service = OAuth2Service::new(0);
    let client = service.client();
    list_records(&client).await.unwrap();
    list_records(&client).await.unwrap();
    assert_eq!(service.token_count(), 2);
    let (first, second) = tokio::join!(list_records(&client), list_records(&client));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(service.token_count(), 3, "waiting requests share the token");
}

#[tokio::test]
async fn access_token_is_sent_and_never_refreshed() {
    let service = MockTransport::new().otherwise(|_| {
        let mut response = Response::new(Bytes::from_static(b"{}"));
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        Ok(response)
    });
    let client = Client::builder()
        .endpoint(Endpoint::KimsufiEu)
        .access_token("the-token")
        .transport(service.clone())
        .build()
        .unwrap();
    let error = list_records(&client).await.unwrap_err();
    assert!(error.is_invalid_credential());
    let requests = service.all_requests();
    assert_eq!(requests.len(), 1, "an access token cannot be refreshed");
    assert_eq!(requests[0].headers()[AUTHORIZATION], "Bearer the-token");
    assert!(requests[0].headers()[AUTHORIZATION].is_sensitive());
    assert!(!requests[0].headers().keys().any(|name| name.as_str().starts_with("x-ovh-")));
}
