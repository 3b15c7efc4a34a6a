//! Output contains no secrets.

use secrecy::SecretString;
use wiremock::matchers::method;
use wiremock::{Mock, ResponseTemplate};

use super::calls::server_with_time;
use super::recorder::{Recorder, ok};
use super::sample::{Domain, Record, RecordUpdate};
use crate::{Client, Credentials, Endpoint};

const CANARIES: [&str; 4] = ["CANARY-key", "CANARY-secret", "CANARY-user", "CANARY-more"];

fn credentials() -> Credentials {
    let [key, secret, user, _] = CANARIES;
    Credentials::classic(key, secret, user)
}

pub(super) fn assert_no_secret(text: &str) {
    assert!(!text.is_empty() && !text.contains("CANARY"), "{text}");
}

#[test]
fn debug_of_credentials_and_clients_has_no_secret() {
    assert_no_secret(&format!("{:?}", credentials()));
    let builder = Client::builder().credentials(credentials());
    assert_no_secret(&format!("{builder:?}"));
    let client = builder.build().unwrap();
    assert_no_secret(&format!("{client:?}"));
    let error = Client::builder().application_key("CANARY-key\n").build().unwrap_err();
    assert_no_secret(&format!("{error} {error:?}"));
}

#[test]
fn debug_of_requests_and_responses_has_no_secret() {
    let secret = SecretString::from("CANARY-more");
    let client = Client::builder().credentials(credentials()).build().unwrap();
    let domain = Domain::new(&client);
    let update = RecordUpdate { target: Some("CANARY-more".to_owned()), ..RecordUpdate::default() };
    assert_no_secret(&format!("{:?}", domain.zone_record_update("z", 1, &update)));
    assert_no_secret(&format!("{:?}", domain.zone_record("z").secret(&secret)));
    assert_no_secret(&format!("{:?}", domain.zone_record("z").into_future()));

    let body = br#"{"fieldType":"A","type":"","password":"CANARY-more"}"#;
    let record: Record = crate::json::decode(body).unwrap();
    assert_no_secret(&format!("{record:?}"));
    let error = crate::json::decode::<Record>(br#"{"fieldType":["CANARY-more"]}"#).unwrap_err();
    assert_no_secret(&format!("{error} {error:?}"));
}

#[tokio::test]
async fn errors_and_their_sources_have_no_secret() {
    let server = server_with_time().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_string("{\"password\":\"CANARY-more\"}"))
        .mount(&server)
        .await;
    let whole = format!("{}/1.0", server.uri());
    let broken = Recorder::start(vec![ok("1800000000"), Vec::new()]);
    let secret = SecretString::from("CANARY-more");
    for base in [whole.as_str(), broken.base(), "http://127.0.0.1:9/1.0"] {
        let client = Client::builder().endpoint(Endpoint::custom(base).unwrap()).credentials(credentials());
        let client = client.retry(crate::RetryPolicy::never()).build().unwrap();
        let request = Domain::new(&client).zone_record("z").secret(&secret);
        let error = request.await.unwrap_err();
        assert_no_secret(&format!("{error} {error:?}"));
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            assert_no_secret(&format!("{error} {error:?}"));
            cause = error.source();
        }
    }
}
