//! Nothing that prints shows a secret.

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

fn clean(text: &str) {
    assert!(!text.contains("CANARY"), "{text}");
    assert!(!text.is_empty());
}

#[test]
fn keys() {
    clean(&format!("{:?}", credentials()));
    let builder = Client::builder().credentials(credentials());
    clean(&format!("{builder:?}"));
    let client = builder.build().unwrap();
    clean(&format!("{client:?}"));
    let error = Client::builder().application_key("CANARY-key\n").build().unwrap_err();
    clean(&format!("{error} {error:?}"));
}

#[test]
fn requests_and_answers() {
    let secret = SecretString::from("CANARY-more");
    let client = Client::builder().credentials(credentials()).build().unwrap();
    let domain = Domain::new(&client);
    let update = RecordUpdate { target: Some("CANARY-more".to_owned()), ..RecordUpdate::default() };
    clean(&format!("{:?}", domain.zone_record_update("z", 1, &update)));
    clean(&format!("{:?}", domain.zone_record("z").secret(&secret)));
    clean(&format!("{:?}", domain.zone_record("z").into_future()));

    let body = br#"{"fieldType":"A","type":"","password":"CANARY-more"}"#;
    let record: Record = crate::json::decode(body).unwrap();
    clean(&format!("{record:?}"));
    let error = crate::json::decode::<Record>(br#"{"fieldType":["CANARY-more"]}"#).unwrap_err();
    clean(&format!("{error} {error:?}"));
}

#[tokio::test]
async fn errors() {
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
        clean(&format!("{error} {error:?}"));
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            clean(&format!("{error} {error:?}"));
            cause = error.source();
        }
    }
}
