//! Redirects are not followed.

use ovh_api::{AccessRules, Client, ClientBuilder, Credentials, Endpoint};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const SCHEMES: [fn() -> Credentials; 4] = [
    || Credentials::application("key", "secret"),
    || Credentials::classic("key", "secret", "consumer"),
    || Credentials::oauth2("id", "secret"),
    || Credentials::access_token("token"),
];

/// Starts a service that redirects all requests, and the server of another origin that it redirects to.
async fn servers(status: u16) -> (MockServer, MockServer) {
    let other = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_string("1800000000")).mount(&other).await;
    let service = MockServer::start().await;
    let redirect = ResponseTemplate::new(status).insert_header("location", format!("{}/1.0/x", other.uri()));
    let time = ResponseTemplate::new(200).set_body_string("1800000000");
    Mock::given(wiremock::matchers::path("/1.0/auth/time")).respond_with(time).mount(&service).await;
    Mock::given(wiremock::matchers::path("/token"))
        .respond_with(ResponseTemplate::new(200).set_body_string(r#"{"access_token":"token"}"#))
        .mount(&service)
        .await;
    Mock::given(any()).respond_with(redirect).mount(&service).await;
    (service, other)
}

fn builder(service: &MockServer, credentials: Credentials) -> ClientBuilder {
    Client::builder()
        .endpoint(Endpoint::custom(&format!("{}/1.0", service.uri())).unwrap())
        .oauth2_token_url(format!("{}/token", service.uri()))
        .credentials(credentials)
}

/// Returns an HTTP client that follows redirects and sends all headers except `Authorization` to the other host.
fn redirecting_client() -> reqwest::ClientBuilder {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(10))
}

#[tokio::test]
async fn credentials_are_not_sent_to_the_redirect_target() {
    for status in [301, 302, 303, 307, 308] {
        let (service, other) = servers(status).await;
        for scheme in SCHEMES {
            for builder in
                [builder(&service, scheme()), builder(&service, scheme()).reqwest_0_13_builder(redirecting_client())]
            {
                let client = builder.build().unwrap();
                let read = client.vps().list().await.unwrap_err();
                let error = client.request_consumer_key(&AccessRules::new()).await.unwrap_err();
                let message = error.to_string();
                assert!(message.contains(&format!("redirects are not followed (to {}", other.uri())), "{message}");
                assert!(read.is_invalid_credential() || read.to_string().contains("are not followed"), "{read}");
            }
        }
        assert!(service.received_requests().await.unwrap().len() > 8);
        assert_eq!(other.received_requests().await.unwrap().len(), 0, "{status}");
    }
}

#[tokio::test]
async fn client_secret_is_not_sent_to_the_redirect_target() {
    for status in [301, 302, 303, 307, 308] {
        let (service, other) = servers(status).await;
        let token_url = format!("{}/1.0/moved", service.uri());
        let builder = builder(&service, Credentials::oauth2("id", "secret")).oauth2_token_url(token_url);
        for builder in [builder.clone(), builder.reqwest_0_13_builder(redirecting_client())] {
            let error = builder.build().unwrap().vps().list().await.unwrap_err();
            assert!(
                error.to_string().starts_with(&format!("vps.list: cannot get an OAuth2 token: {status}")),
                "{error}"
            );
        }
        assert_eq!(other.received_requests().await.unwrap().len(), 0, "{status}");
    }
}

/// Shows that the tests above can fail.
#[tokio::test]
async fn client_that_follows_redirects_reaches_the_target() {
    let (service, other) = servers(307).await;
    let url = format!("{}/1.0/vps", service.uri());
    let client = redirecting_client().build().unwrap();
    client.get(url).header("x-ovh-consumer", "consumer").send().await.unwrap();
    assert_eq!(other.received_requests().await.unwrap()[0].headers["x-ovh-consumer"], "consumer");
}

#[test]
fn plain_http_is_local_only_unless_allowed() {
    for (url, is_valid) in [
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
        for scheme in SCHEMES {
            let builder = Client::builder().credentials(scheme()).oauth2_token_url("https://127.0.0.1/token");
            let builder = builder.endpoint(endpoint.clone());
            assert_eq!(builder.clone().build().is_ok(), is_valid, "{url}");
            assert!(builder.allow_http().build().is_ok(), "{url}");
        }
        let service = Client::builder().credentials(SCHEMES[2]()).oauth2_token_url(url);
        assert_eq!(service.clone().build().is_ok(), is_valid, "{url}");
        assert!(service.allow_http().build().is_ok(), "{url}");
    }
}
