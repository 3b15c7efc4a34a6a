//! Requests to the sandbox whose effects are visible in later responses.

use std::time::Duration;

use ovh_api::domain::zone::{RecordCreate, RecordType, RecordUpdate};
use ovh_api::vps::SERVICE_INFOS;
use ovh_api::{AccessRules, Client, Credentials, Endpoint, Method, Patch};
use ovh_sandbox::Sandbox;

fn client(sandbox: &Sandbox) -> Client {
    let keys = Credentials::classic(sandbox.application_key(), sandbox.application_secret(), sandbox.consumer_key());
    Client::builder()
        .endpoint(Endpoint::custom(sandbox.url()).unwrap())
        .credentials(keys)
        .strict_responses(true)
        .build()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn record_is_created_updated_and_deleted() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let zone = "example.com";

    let record = RecordCreate {
        sub_domain: Some("*._a-b".to_owned()),
        ttl: Some(60),
        ..RecordCreate::new(RecordType::Txt, "\"quoted \\ text\"")
    };
    let created = client.domain().zone_record_create(zone, &record).await.unwrap();
    let found = client.domain().zone_record(zone).field_type(RecordType::Txt).sub_domain("*._a-b").await.unwrap();
    assert_eq!(found, [created.id]);

    let update = RecordUpdate { ttl: Patch::Null, target: Some("\"new\"".to_owned()), ..RecordUpdate::default() };
    client.domain().zone_record_update(zone, created.id, &update).await.unwrap();
    let changed = client.domain().zone_record_get(zone, created.id).await.unwrap();
    // To the service, null means that a field is not given.
    assert_eq!((changed.target.as_str(), changed.ttl), ("\"new\"", Some(60)));
    assert_eq!(changed.sub_domain.as_deref(), Some("*._a-b"), "an update keeps fields that it does not set");

    client.domain().zone_record_delete(zone, created.id).await.unwrap();
    let error = client.domain().zone_record_get(zone, created.id).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn expand_returns_all_objects() {
    let sandbox = Sandbox::builder().latency(Duration::from_millis(20)).start().await.unwrap();
    let client = client(&sandbox);
    let ids = client.services().list().await.unwrap();
    let mut services = client.services().list().expand(|id| client.services().get(id)).concurrency(32);
    let mut expanded = Vec::new();
    while let Some(service) = services.next().await {
        let (id, service) = service.unwrap();
        assert_eq!(service.service_id, id);
        expanded.push(id);
    }
    assert_eq!(expanded, ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn clock_skew_of_the_service_is_corrected() {
    let skew = ovh_api::jiff::SignedDuration::from_mins(8);
    let sandbox = Sandbox::builder().clock_skew(skew).start().await.unwrap();
    assert_eq!(client(&sandbox).vps().list().await.unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn consumer_key_fails_before_validation() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let requested = client.request_consumer_key(&AccessRules::new().allow(&SERVICE_INFOS)).await.unwrap();
    let limited = client.with_consumer_key(requested.consumer_key).unwrap();
    let error = limited.vps().service_infos("vps-1a2b3c4d.vps.ovh.net").await.unwrap_err();
    assert!(error.is_invalid_credential(), "{error}");
    assert_eq!(SERVICE_INFOS.method, Method::Get);

    // The sandbox's own keys have all rights.
    assert!(client.vps().service_infos("vps-1a2b3c4d.vps.ovh.net").await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn service_errors_are_retried() {
    let sandbox = Sandbox::builder().fail_rate(0.2).seed(4).start().await.unwrap();
    let client = client(&sandbox);
    for _ in 0..20 {
        client.vps().list().await.unwrap();
    }
    assert!(sandbox.requests() > 21, "no retries: {}", sandbox.requests());
}
