//! Successful requests over HTTP.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::prelude::*;
use sha1::{Digest as _, Sha1};
use wiremock::matchers::{header, header_exists, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::client;
use super::recorder::{Recorder, ok};
use super::sample::{Domain, RecordType, RecordUpdate};
use crate::testing::MockTransport;
use crate::{Client, Credentials, ErrorKind, Method, RetryPolicy};

/// Computes the signature of a received request.
fn expected_signature(base: &str, target: &str, method: &str, body: &[u8], time: &str) -> String {
    let origin = base.strip_suffix("/1.0").unwrap();
    let url = format!("{origin}{target}");
    let parts: [&[u8]; 6] = [b"app-secret", b"user-key", method.as_bytes(), url.as_bytes(), body, time.as_bytes()];
    let digits = Sha1::digest(parts.join(&b'+')).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("$1${digits}")
}

#[tokio::test]
async fn signature_covers_the_request_as_sent() {
    let recorder = Recorder::start(vec![ok("1800000000"), ok("null"), ok("[\"7\"]"), ok("null")]);
    let base = recorder.base().to_owned();
    let client = client(&base);
    let domain = Domain::new(&client);
    let update = RecordUpdate { target: Some("é".to_owned()), ..RecordUpdate::default() };
    domain.zone_record_update("a/b", 5, &update).await.unwrap();
    let ids = domain.zone_record("z").sub_domain("é /").await.unwrap();
    assert_eq!(ids, [7]);
    domain.zone_record_patch("z", 5, &update).await.unwrap();

    let recorded = recorder.finish();
    assert_eq!(recorded[0].line, "GET /1.0/auth/time HTTP/1.1");
    assert_eq!(recorded[0].header("x-ovh-application"), Some("app-key"));
    assert_eq!(recorded[0].header("x-ovh-signature"), None);
    assert_eq!(recorded[1].line, "PUT /1.0/domain/zone/a%2Fb/record/5 HTTP/1.1");
    assert_eq!(recorded[1].header("content-type"), Some("application/json"));
    assert_eq!(recorded[1].body, "{\"target\":\"é\",\"names\":[],\"note\":null}".as_bytes());
    assert_eq!(recorded[2].line, "GET /1.0/domain/zone/z/record?subDomain=%C3%A9%20%2F HTTP/1.1");
    assert_eq!(recorded[2].header("content-type"), None);
    assert_eq!(recorded[3].line, "PATCH /1.0/domain/zone/z/record/5 HTTP/1.1");
    assert_eq!(recorded[3].header("content-type"), Some("application/json"));
    assert_eq!(recorded[3].body, recorded[1].body);
    for call in &recorded[1..] {
        let method = call.line.split(' ').next().unwrap();
        let time = call.header("x-ovh-timestamp").unwrap();
        assert!(
            (1_800_000_000..1_800_000_060).contains(&time.parse::<i64>().unwrap()),
            "{time} is not the time of the service"
        );
        let wanted = expected_signature(&base, call.target(), method, &call.body, time);
        assert_eq!(call.header("x-ovh-signature"), Some(wanted.as_str()));
        assert_eq!(call.header("x-ovh-application"), Some("app-key"));
        assert_eq!(call.header("x-ovh-consumer"), Some("user-key"));
        let agent = call.header("user-agent").unwrap();
        assert!(agent.starts_with("ovh-api/"), "{agent}");
    }
}

#[tokio::test]
async fn public_request_is_not_signed() {
    let recorder = Recorder::start(vec![ok("{}"), ok("{}")]);
    let base = recorder.base().to_owned();
    let block = "192.0.2.0/24".parse().unwrap();
    let order = |client| Domain::new(client).order(block, RecordType::A, &["x"]);
    let with_keys = client(&base);
    order(&with_keys).pagination_size(5).await.unwrap();
    let without_keys = crate::Client::builder().endpoint(base.parse().unwrap()).build().unwrap();
    order(&without_keys).await.unwrap();
    // An operation that needs keys is not sent without them.
    let error = Domain::new(&without_keys).zone_record("z").await.unwrap_err();
    assert!(error.is_invalid_credential() && !error.may_have_been_sent());

    let recorded = recorder.finish();
    assert_eq!(recorded[0].line, "POST /v2/order/192.0.2.0%2F24/now?names=x HTTP/1.1");
    assert_eq!(recorded[0].header("x-pagination-size"), Some("5"));
    assert_eq!(recorded[0].header("x-ovh-application"), Some("app-key"));
    assert_eq!(recorded[1].header("x-ovh-application"), None);
    for call in &recorded {
        for name in ["x-ovh-consumer", "x-ovh-timestamp", "x-ovh-signature"] {
            assert_eq!(call.header(name), None);
        }
    }
}

#[tokio::test]
async fn failed_patch_is_sent_once() {
    let server = server_with_time().await;
    Mock::given(method("PATCH"))
        .and(path("/1.0/domain/zone/z/record/1"))
        .respond_with(ResponseTemplate::new(503))
        .mount(&server)
        .await;
    let client = client(&format!("{}/1.0", server.uri()));
    let error = Domain::new(&client).zone_record_patch("z", 1, &RecordUpdate::default()).await.unwrap_err();
    assert_eq!((error.attempts(), error.may_have_been_sent()), (1, true), "{error}");
    let sent = server.received_requests().await.unwrap();
    let patches: Vec<_> = sent.iter().filter(|request| request.method == http::Method::PATCH).collect();
    assert_eq!(patches.len(), 1);
    assert!(patches[0].headers.contains_key("x-ovh-signature"));
}

/// Some proxies reject a POST without content length.
#[tokio::test]
async fn post_without_body_has_content_length_zero() {
    let recorder = Recorder::start(vec![ok("")]);
    let client = client(recorder.base());
    Domain::new(&client).reboot("z").await.unwrap();
    let recorded = recorder.finish();
    assert_eq!(recorded[0].line, "POST /1.0/domain/z/reboot HTTP/1.1");
    assert_eq!(recorded[0].header("content-length"), Some("0"));
    assert_eq!(recorded[0].header("content-type"), None);
}

#[tokio::test]
async fn body_is_sent_without_copying() {
    let path = "/domain/zone/z/record/1";
    let service = MockTransport::new().answer(Method::Put, path, 503, "").answer(Method::Put, path, 200, "null");
    let client = Client::builder()
        .credentials(Credentials::classic("app-key", "app-secret", "user-key"))
        .retry(RetryPolicy::default().initial_backoff(Duration::ZERO))
        .transport(service.clone())
        .build()
        .unwrap();
    let update = RecordUpdate { target: Some("é".to_owned()), ..RecordUpdate::default() };
    let request = Domain::new(&client).zone_record_update("z", 1, &update);
    let encoded = request.body().unwrap().as_ptr();
    request.await.unwrap();
    let sent: Vec<_> =
        service.all_requests().into_iter().filter(|request| request.method() == http::Method::PUT).collect();
    assert_eq!(sent.iter().map(|request| request.body().as_ptr()).collect::<Vec<_>>(), [encoded; 2]);
}

#[tokio::test]
async fn too_long_url_fails_before_sending() {
    let recorder = Recorder::start(vec![ok("1800000000")]);
    let over_http = client(recorder.base());
    let service = MockTransport::new();
    let over_transport = Client::builder()
        .credentials(Credentials::classic("app-key", "app-secret", "user-key"))
        .transport(service.clone())
        .build()
        .unwrap();
    for client in [over_http, over_transport] {
        let error = Domain::new(&client).zone_record("z").sub_domain(&"x".repeat(70_000)).await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Request, false), "{error}");
    }
    recorder.finish();
    assert_eq!(service.all_requests().len(), 1, "the request for the time");
}

/// The clock of the server is years ahead, years behind, and before 1970.
#[tokio::test]
async fn signature_uses_the_time_of_the_service() {
    let local = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let local = i64::try_from(local.as_secs()).unwrap();
    for server_time in [local - 31_536_000, local + 31_536_000, -1000] {
        let time = server_time.to_string();
        let recorder = Recorder::start(vec![ok(&time), ok("[]")]);
        let client = client(recorder.base());
        Domain::new(&client).zone_record("z").await.unwrap();
        let recorded = recorder.finish();
        let sent: i64 = recorded[1].header("x-ovh-timestamp").unwrap().parse().unwrap();
        assert!((server_time..server_time + 60).contains(&sent), "{sent}");
    }
}

#[tokio::test]
async fn concurrent_requests_share_one_time_request() {
    let server = MockServer::start().await;
    Mock::given(path("/1.0/auth/time"))
        .respond_with(ResponseTemplate::new(200).set_body_string("1800000000"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .and(header("X-Ovh-Consumer", "user-key"))
        .and(header_exists("X-Ovh-Signature"))
        .respond_with(ResponseTemplate::new(200).set_body_string("[]"))
        .expect(20)
        .mount(&server)
        .await;
    let client = client(&format!("{}/1.0", server.uri()));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let client = client.clone();
        tasks.spawn(async move { Domain::new(&client).zone_record("z").await });
    }
    for result in tasks.join_all().await {
        result.unwrap();
    }
}

#[tokio::test]
async fn void_operation_accepts_null_and_empty_bodies() {
    for response in [
        ResponseTemplate::new(200).set_body_string("null"),
        ResponseTemplate::new(200),
        ResponseTemplate::new(204),
        ResponseTemplate::new(200).set_body_string("OK"),
        ResponseTemplate::new(201).set_body_string("{\"a\":1}"),
    ] {
        let server = server_with_time().await;
        Mock::given(method("PUT")).respond_with(response).mount(&server).await;
        let client = client(&format!("{}/1.0", server.uri()));
        let update = RecordUpdate::default();
        let request = Domain::new(&client).zone_record_update("z", 1, &update);
        request.await.unwrap();
    }
}

pub(super) async fn server_with_time() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path("/1.0/auth/time"))
        .respond_with(ResponseTemplate::new(200).set_body_string("1800000000"))
        .mount(&server)
        .await;
    server
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn signature_covers_arbitrary_parameters_as_sent(
        zone in ".+",
        sub_domain in ".*",
        target in ".*",
    ) {
        prop_assume!(zone != "." && zone != "..");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let recorder = Recorder::start(vec![ok("1800000000"), ok("[]"), ok("")]);
        let base = recorder.base().to_owned();
        runtime.block_on(async {
            let client = client(&base);
            let domain = Domain::new(&client);
            domain.zone_record(&zone).sub_domain(&sub_domain).await.unwrap();
            let update = RecordUpdate { target: Some(target), ..RecordUpdate::default() };
            domain.zone_record_update(&zone, 0, &update).await.unwrap();
        });
        for call in &recorder.finish()[1..] {
            let method = call.line.split(' ').next().unwrap();
            let time = call.header("x-ovh-timestamp").unwrap();
            let wanted = expected_signature(&base, call.target(), method, &call.body, time);
            prop_assert_eq!(call.header("x-ovh-signature"), Some(wanted.as_str()));
        }
    }
}
