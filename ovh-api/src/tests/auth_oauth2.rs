//! Calls with a token.

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

/// A service with a token service: tokens are `token-1`, `token-2` and so on, each valid for `lifetime` seconds.
#[derive(Clone)]
struct Service {
    calls: MockTransport,
    questions: MockTransport,
    asked: Arc<AtomicUsize>,
    lifetime: u64,
    /// Calls with the tokens up to this one are refused, however young they are.
    revoked: Arc<AtomicUsize>,
    /// Questions after this one are answered like this; with status 0, not at all.
    broken: Option<(usize, u16, &'static str)>,
}

impl Service {
    fn new(lifetime: u64) -> Self {
        Self {
            calls: MockTransport::new().otherwise(|_| Ok(Response::new(Bytes::from_static(b"[]")))),
            questions: MockTransport::new(),
            asked: Arc::default(),
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

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// The tokens that calls went out with.
    fn sent(&self) -> Vec<String> {
        let token = |request: &Request<Bytes>| request.headers()[AUTHORIZATION].to_str().unwrap().to_owned();
        self.calls.requests().iter().map(token).collect()
    }

    async fn answer(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let status = |status, body: String| {
            let mut response = Response::new(Bytes::from(body));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            Ok(response)
        };
        if request.uri().path() == "/auth/oauth2/token" {
            let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            self.questions.send(request).await?;
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
        let answer = self.calls.send(request).await;
        tokio::time::sleep(Duration::from_millis(10)).await;
        if number <= self.revoked.load(Ordering::SeqCst) { status(401, "{}".to_owned()) } else { answer }
    }
}

impl Transport for Service {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.answer(request))
    }
}

async fn call(client: &Client) -> Result<Vec<i64>, Error> {
    Domain::new(client).zone_record("z").await
}

/// The same by a client with the default policy.
async fn retried(client: &Client) -> Result<Vec<i64>, Error> {
    Domain::new(client).zone_record("z").retry(RetryPolicy::default()).await
}

#[tokio::test(start_paused = true)]
async fn the_token_is_asked_for_once_and_sent_alone() {
    let service = Service::new(3599);
    let client = service.client();
    call(&client).await.unwrap();
    call(&client.clone()).await.unwrap();
    assert_eq!(service.sent(), ["Bearer token-1", "Bearer token-1"]);

    let questions = service.questions.requests();
    assert_eq!(questions.len(), 1);
    assert_eq!(questions[0].method(), "POST");
    assert_eq!(questions[0].uri(), "https://ca.ovh.com/auth/oauth2/token");
    assert_eq!(questions[0].headers()[CONTENT_TYPE], "application/x-www-form-urlencoded");
    assert_eq!(
        questions[0].body(),
        "grant_type=client_credentials&client_id=the-id&client_secret=s%26c%2Br%3Dt-secret&scope=all"
    );
    for request in questions.iter().chain(&service.calls.requests()) {
        for name in request.headers().keys() {
            assert!(!name.as_str().starts_with("x-ovh-"), "{name}");
        }
    }
}

/// Neither the clock nor the token service is asked for a public operation.
#[tokio::test]
async fn a_public_call_carries_no_token() {
    let service = MockTransport::new().otherwise(|_| Ok(Response::new(Bytes::from_static(b"{}"))));
    for credentials in [Credentials::oauth2("i", "s"), Credentials::access_token("t")] {
        let client = Client::builder().credentials(credentials).transport(service.clone()).build().unwrap();
        let block = "192.0.2.0/24".parse().unwrap();
        Domain::new(&client).order(block, super::sample::RecordType::A, &["x"]).await.unwrap();
    }
    let requests = service.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        let unwanted = |name: &http::HeaderName| name == AUTHORIZATION || name.as_str().starts_with("x-ovh-");
        assert!(!request.headers().keys().any(unwanted), "{request:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_token_is_renewed_before_it_expires() {
    let service = Service::new(3599);
    let client = service.client();
    for (seconds, tokens) in [(0, 1), (3530, 1), (15, 2), (3500, 2), (3600, 3)] {
        tokio::time::advance(Duration::from_secs(seconds)).await;
        call(&client).await.unwrap();
        assert_eq!(service.asked(), tokens, "after {seconds} seconds more");
    }
}

#[tokio::test(start_paused = true)]
async fn many_calls_at_once_ask_for_one_token() {
    let service = Service::new(3599);
    let client = service.client();
    let mut tasks = tokio::task::JoinSet::new();
    let mut all_at_once = || {
        for _ in 0..50 {
            let client = client.clone();
            tasks.spawn(async move { call(&client).await });
        }
    };
    all_at_once();
    all_at_once();
    for result in tasks.join_all().await {
        result.unwrap();
    }
    assert_eq!((service.asked(), service.sent().len()), (1, 100));

    // All of them are refused, and together get one new token.
    service.revoked.store(1, Ordering::SeqCst);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let client = client.clone();
        tasks.spawn(async move { retried(&client).await });
    }
    for result in tasks.join_all().await {
        result.unwrap();
    }
    assert_eq!((service.asked(), service.sent().len()), (2, 200));
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_twice_at_most() {
    let service = Service::new(3599);
    let client = service.client();
    service.revoked.store(1, Ordering::SeqCst);
    retried(&client).await.unwrap();
    assert_eq!(service.sent(), ["Bearer token-1", "Bearer token-2"]);

    service.revoked.store(usize::MAX, Ordering::SeqCst);
    let error = retried(&client).await.unwrap_err();
    assert!(error.is_invalid_credential() && error.status() == Some(StatusCode::UNAUTHORIZED));
    assert_eq!(service.sent()[2..], ["Bearer token-2", "Bearer token-3", "Bearer token-4"]);
    assert_eq!(service.asked(), 4);
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_share_a_refusal() {
    let refusal = r#"{"error":"invalid_client","error_description":"no such client as the-id with s&c+r=t-secret"}"#;
    let service = Service { broken: Some((0, 400, refusal)), ..Service::new(3599) };
    let client = service.client();
    let (first, second) = tokio::join!(call(&client), call(&client));
    assert_eq!(service.asked(), 1);
    for error in [first.unwrap_err(), second.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.is_invalid_credential() && !error.is_transient() && !error.may_have_been_sent());
        assert_eq!(
            error.to_string(),
            "domain.zone_record: cannot get an OAuth2 token: 400 Bad Request: invalid_client: \
             no such client as the-id with [redacted]"
        );
    }
    call(&client).await.unwrap_err();
    assert_eq!(service.asked(), 2, "a later call tries anew");
    assert!(service.sent().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_token_service_in_trouble_stops_nobody_who_has_a_token() {
    let service = Service { broken: Some((1, 503, "<html>")), ..Service::new(3599) };
    let client = service.client();
    call(&client).await.unwrap();
    tokio::time::advance(Duration::from_secs(3560)).await;
    call(&client).await.unwrap();
    assert_eq!((service.asked(), service.sent()), (2, vec!["Bearer token-1".to_owned(); 2]));
    tokio::time::advance(Duration::from_secs(40)).await;
    let error = call(&client).await.unwrap_err();
    assert!(error.is_transient() && !error.may_have_been_sent() && !error.is_invalid_credential());
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    let repeated = client.api_keys().logout().retry(RetryPolicy::default().attempts(3)).await.unwrap_err();
    assert_eq!(repeated.attempts(), 3, "even a POST, for it was never sent");
}

#[tokio::test(start_paused = true)]
async fn a_token_service_that_hangs_delays_a_call_by_seconds_alone() {
    let service = Service { broken: Some((1, 0, "")), ..Service::new(3599) };
    let client = service.client();
    call(&client).await.unwrap();
    tokio::time::advance(Duration::from_secs(3560)).await;
    let start = tokio::time::Instant::now();
    let (first, second) = tokio::join!(call(&client), call(&client));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!((service.asked(), start.elapsed().as_secs()), (2, 5));
}

#[tokio::test(start_paused = true)]
async fn answers_that_are_no_token() {
    for (body, why) in [
        (r#"{"access_token":7e}"#, "makes no sense"),
        (r#"{"token_type":"Bearer"}"#, "makes no sense: $.access_token"),
        (r#"{"access_token":"CANARY","token_type":"mac"}"#, "not of the type Bearer"),
        (r#"{"access_token":"CANARY\n"}"#, "holds characters that no token has"),
        (r#"{"access_token":["CANARY"]}"#, "makes no sense: $.access_token"),
    ] {
        let service = Service { broken: Some((0, 200, body)), ..Service::new(3599) };
        let error = call(&service.client()).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(why) && !shown.contains("CANARY"), "{shown}");
        assert!(error.is_invalid_credential() && !error.may_have_been_sent());
    }
}

/// Asking again does nothing to the account.
#[tokio::test(start_paused = true)]
async fn a_token_that_cannot_be_read_is_asked_for_again() {
    let service = MockTransport::new()
        .answer(Method::Post, "/auth/oauth2/token", 200, r#"{"access_token":"#)
        .answer(Method::Post, "/auth/oauth2/token", 200, r#"{"access_token":"the-token"}"#)
        .answer(Method::Post, "/auth/logout", 200, "null");
    let client =
        Client::builder().credentials(Credentials::oauth2("i", "s")).transport(service.clone()).build().unwrap();
    client.api_keys().logout().await.unwrap();
    assert_eq!(service.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn token_service_that_times_out_is_asked_again() {
    let service = MockTransport::new()
        .answer(Method::Post, "/auth/oauth2/token", 408, "<html>")
        .answer(Method::Post, "/auth/oauth2/token", 200, r#"{"access_token":"the-token"}"#)
        .answer(Method::Post, "/auth/logout", 200, "null");
    let client =
        Client::builder().credentials(Credentials::oauth2("i", "s")).transport(service.clone()).build().unwrap();
    client.api_keys().logout().await.unwrap();
    assert_eq!(service.requests().len(), 3);
}

#[tokio::test]
async fn token_service_that_has_moved_is_named() {
    let mut redirection = http::Response::new(bytes::Bytes::new());
    *redirection.status_mut() = StatusCode::PERMANENT_REDIRECT;
    let location = http::HeaderValue::from_static("https://auth.eu.ovhcloud.com/oauth2/token?x=y");
    redirection.headers_mut().insert(http::header::LOCATION, location);
    let service = MockTransport::new().answer_with(Method::Post, "/auth/oauth2/token", redirection);
    let client = Client::builder().credentials(Credentials::oauth2("i", "s")).transport(service).build().unwrap();
    assert_eq!(
        client.api_keys().logout().await.unwrap_err().to_string(),
        "api_keys.logout: cannot get an OAuth2 token: 308 Permanent Redirect; redirections are not followed, here to \
         https://auth.eu.ovhcloud.com/oauth2/token; if the token service has moved, set OVH_OAUTH2_TOKEN_URL, \
         oauth2_token_url= in ovh.conf, or oauth2_token_url on the builder"
    );
}

/// A token without a lifetime is used until it is refused; one that expires at once is asked for each time.
#[tokio::test(start_paused = true)]
async fn lifetimes_that_are_odd() {
    let endless = r#"{"access_token":"token-1","token_type":"bearer"}"#;
    let service = Service { broken: Some((0, 200, endless)), ..Service::new(0) };
    let client = service.client();
    for _ in 0..2 {
        call(&client).await.unwrap();
        tokio::time::advance(Duration::from_secs(1_000_000)).await;
    }
    assert_eq!(service.asked(), 1);

    let service = Service::new(0);
    let client = service.client();
    call(&client).await.unwrap();
    call(&client).await.unwrap();
    assert_eq!(service.asked(), 2);
    let (first, second) = tokio::join!(call(&client), call(&client));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(service.asked(), 3, "those who waited take what came");
}

#[tokio::test]
async fn a_token_from_elsewhere_is_sent_as_it_is() {
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
    let error = call(&client).await.unwrap_err();
    assert!(error.is_invalid_credential());
    let requests = service.requests();
    assert_eq!(requests.len(), 1, "nobody can renew it");
    assert_eq!(requests[0].headers()[AUTHORIZATION], "Bearer the-token");
    assert!(requests[0].headers()[AUTHORIZATION].is_sensitive());
    assert!(!requests[0].headers().keys().any(|name| name.as_str().starts_with("x-ovh-")));
}
