//! A server that sends callers elsewhere: nobody comes there, with credentials or without.

use ovh_api::{AccessRules, Client, ClientBuilder, Credentials, Endpoint};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const WAYS: [fn() -> Credentials; 4] = [
    || Credentials::application("key", "secret"),
    || Credentials::classic("key", "secret", "consumer"),
    || Credentials::oauth2("id", "secret"),
    || Credentials::access_token("token"),
];

/// A server of another origin, and one that redirects all there.
async fn servers(status: u16) -> (MockServer, MockServer) {
    let elsewhere = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_string("1800000000")).mount(&elsewhere).await;
    let service = MockServer::start().await;
    let redirection = ResponseTemplate::new(status).insert_header("location", format!("{}/1.0/x", elsewhere.uri()));
    let time = ResponseTemplate::new(200).set_body_string("1800000000");
    Mock::given(wiremock::matchers::path("/1.0/auth/time")).respond_with(time).mount(&service).await;
    Mock::given(wiremock::matchers::path("/token"))
        .respond_with(ResponseTemplate::new(200).set_body_string(r#"{"access_token":"token"}"#))
        .mount(&service)
        .await;
    Mock::given(any()).respond_with(redirection).mount(&service).await;
    (service, elsewhere)
}

fn builder(service: &MockServer, credentials: Credentials) -> ClientBuilder {
    Client::builder()
        .endpoint(Endpoint::custom(&format!("{}/1.0", service.uri())).unwrap())
        .oauth2_token_url(format!("{}/token", service.uri()))
        .credentials(credentials)
}

/// As reqwest does it unless told otherwise, which takes all headers but `Authorization` to another host.
fn follows_redirections() -> reqwest::ClientBuilder {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(10))
}

#[tokio::test]
async fn credentials_are_not_taken_to_another_host() {
    for status in [301, 302, 303, 307, 308] {
        let (service, elsewhere) = servers(status).await;
        for way in WAYS {
            for builder in
                [builder(&service, way()), builder(&service, way()).reqwest_0_13_builder(follows_redirections())]
            {
                let client = builder.build().unwrap();
                let read = client.vps().list().await.unwrap_err();
                let asked = client.request_consumer_key(&AccessRules::new()).await.unwrap_err();
                let told = format!("{asked}");
                assert!(told.contains(&format!("redirections are not followed (to {})", elsewhere.uri())), "{told}");
                assert!(read.is_invalid_credential() || read.to_string().contains("are not followed"), "{read}");
            }
        }
        assert!(service.received_requests().await.unwrap().len() > 8);
        assert_eq!(elsewhere.received_requests().await.unwrap().len(), 0, "{status}");
    }
}

#[tokio::test]
async fn the_client_secret_is_not_taken_to_another_host() {
    for status in [301, 302, 303, 307, 308] {
        let (service, elsewhere) = servers(status).await;
        let token_url = format!("{}/1.0/moved", service.uri());
        let builder = builder(&service, Credentials::oauth2("id", "secret")).oauth2_token_url(token_url);
        for builder in [builder.clone(), builder.reqwest_0_13_builder(follows_redirections())] {
            let error = builder.build().unwrap().vps().list().await.unwrap_err();
            assert!(
                error.to_string().starts_with(&format!("vps.list: cannot get an OAuth2 token: {status}")),
                "{error}"
            );
        }
        assert_eq!(elsewhere.received_requests().await.unwrap().len(), 0, "{status}");
    }
}

/// What follows redirections does follow these: the tests above could fail.
#[tokio::test]
async fn somebody_else_would_have_been_taken_there() {
    let (service, elsewhere) = servers(307).await;
    let url = format!("{}/1.0/vps", service.uri());
    let other = follows_redirections().build().unwrap();
    other.get(url).header("x-ovh-consumer", "consumer").send().await.unwrap();
    assert_eq!(elsewhere.received_requests().await.unwrap()[0].headers["x-ovh-consumer"], "consumer");
}

#[test]
fn http_is_for_this_machine_unless_it_is_asked_for_by_name() {
    for (url, is_fine) in [
        ("http://127.0.0.1:1/1.0", true),
        ("http://127.1/1.0", true),
        ("http://[::1]:1/1.0", true),
        ("http://localhost:1/1.0", true),
        ("http://localhost.example/1.0", false),
        ("http://127.0.0.1.example/1.0", false),
        ("http://0.0.0.0/1.0", false),
        ("http://[::]/1.0", false),
        ("http://192.0.2.1/1.0", false),
        ("HTTP://eu.api.ovh.com/1.0", false),
        ("https://eu.api.ovh.com/1.0", true),
    ] {
        let endpoint = Endpoint::custom(url).unwrap();
        for way in WAYS {
            let described = Client::builder().credentials(way()).oauth2_token_url("https://127.0.0.1/token");
            let described = described.endpoint(endpoint.clone());
            assert_eq!(described.clone().build().is_ok(), is_fine, "{url}");
            assert!(described.allow_http().build().is_ok(), "{url}");
        }
        let service = Client::builder().credentials(WAYS[2]()).oauth2_token_url(url);
        assert_eq!(service.clone().build().is_ok(), is_fine, "{url}");
        assert!(service.allow_http().build().is_ok(), "{url}");
    }
}
