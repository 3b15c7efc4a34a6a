//! Proxies, certificates, and custom HTTP clients.

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::recorder::{Recorder, ok};
use super::sample::{Domain, RecordType};
use crate::{Client, ClientBuilder, Credentials, Error, ErrorKind, RetryPolicy};

/// Sends a public request.
async fn order(client: &Client) -> Result<crate::json::Json, Error> {
    Domain::new(client).order("192.0.2.1/32".parse().unwrap(), RecordType::A, &["x"]).await
}

#[tokio::test]
async fn remote_request_uses_the_proxy() {
    let recorder = Recorder::start(vec![ok("{}")]);
    let proxy = recorder.base().trim_end_matches("/1.0").replace("http://", "http://name:CANARY@");
    // This server can only be reached through the proxy.
    let endpoint = crate::Endpoint::custom("http://service.invalid/1.0").unwrap();
    let builder = Client::builder().endpoint(endpoint).allow_http().proxy(proxy);
    assert!(!format!("{builder:?}").contains("CANARY"));
    let client = builder.build().unwrap();
    assert!(!format!("{client:?}").contains("CANARY"));
    order(&client).await.unwrap();
    let recorded = recorder.finish();
    assert_eq!(recorded[0].line, "POST http://service.invalid/v2/order/192.0.2.1%2F32/now?names=x HTTP/1.1");
    assert_eq!(recorded[0].header("proxy-authorization"), Some("Basic bmFtZTpDQU5BUlk="));

    let error = Client::builder().proxy("http://name:CANARY@:0:0").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
}

#[tokio::test]
async fn no_proxy_overrides_an_earlier_proxy() {
    let recorder = Recorder::start(vec![ok("{}")]);
    let builder = Client::builder().endpoint(recorder.base().parse().unwrap()).proxy("http://127.0.0.1:1").no_proxy();
    order(&builder.build().unwrap()).await.unwrap();
    assert!(recorder.finish()[0].line.starts_with("POST /v2/order/"));
}

/// Returns a builder of reqwest. With ring alone, it needs a crypto provider of the process.
fn reqwest_builder() -> reqwest::ClientBuilder {
    #[cfg(all(feature = "rustls-ring", not(any(feature = "rustls", feature = "native-tls"))))]
    let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}

#[tokio::test]
async fn custom_http_client_keeps_the_size_limit() {
    let recorder = Recorder::start(vec![ok("{\"a\":1234567}")]);
    let own = reqwest_builder().user_agent("mine").no_proxy();
    let builder = Client::builder().endpoint(recorder.base().parse().unwrap());
    let client = builder.reqwest_0_13_builder(own).max_response_size(5).build().unwrap();
    assert!(order(&client).await.unwrap_err().is_too_large());
    assert_eq!(recorder.finish()[0].header("user-agent"), Some("mine"));
}

/// A proxy that records requests and closes the connection without a response.
struct FakeProxy {
    url: String,
    received: Arc<Mutex<Vec<String>>>,
}

impl FakeProxy {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut bytes = [0; 4096];
                let length = stream.read(&mut bytes).unwrap_or(0);
                // The client waits until the connection is closed, so this is recorded before it continues.
                kept.lock().unwrap().push(String::from_utf8_lossy(&bytes[..length]).into_owned());
            }
        });
        Self { url, received }
    }

    /// Returns the data received on each connection.
    fn received(&self) -> Vec<String> {
        self.received.lock().unwrap().clone()
    }

    /// Returns a reqwest builder that uses this proxy.
    fn reqwest_builder(&self) -> reqwest::ClientBuilder {
        reqwest_builder().user_agent("mine").proxy(reqwest::Proxy::all(&self.url).unwrap())
    }

    /// Returns the builder with this proxy, set by `proxy` and by a custom HTTP client.
    fn set_in(&self, builder: &ClientBuilder) -> [ClientBuilder; 2] {
        let builder = builder.clone().retry(RetryPolicy::never());
        [builder.clone().proxy(&*self.url), builder.reqwest_0_13_builder(self.reqwest_builder())]
    }
}

/// Returns the URL of a server with another host name.
fn at(host: &str, recorder: &Recorder) -> String {
    recorder.base().replace("127.0.0.1", host)
}

#[tokio::test]
async fn local_http_endpoint_never_uses_a_proxy() {
    let proxy = FakeProxy::start();
    for host in ["127.0.0.1", "localhost", "LOCALHOST", "127.1"] {
        for variant in 0..2 {
            let recorder = Recorder::start(vec![ok("[]")]);
            let endpoint = at(host, &recorder).parse().unwrap();
            let builder = Client::builder().endpoint(endpoint).access_token("CANARY");
            let [set, own] = proxy.set_in(&builder);
            let client = [set, own][variant].clone().build().unwrap();
            Domain::new(&client).zone_record("example.com").await.unwrap();
            let recorded = recorder.finish();
            assert_eq!(recorded[0].header("authorization"), Some("Bearer CANARY"), "{host} {variant}");
            // Other settings of the custom builder apply.
            assert_eq!(recorded[0].header("user-agent") == Some("mine"), variant == 1, "{host}");
        }
    }
    assert_eq!(proxy.received(), [""; 0]);
}

#[tokio::test]
async fn local_http_token_url_never_uses_a_proxy() {
    let proxy = FakeProxy::start();
    for host in ["localhost", "127.0.0.1"] {
        for variant in 0..2 {
            let rejection = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}".to_vec();
            let recorder = Recorder::start(vec![rejection]);
            let builder = Client::builder().endpoint("https://service.invalid/1.0".parse().unwrap());
            let builder =
                builder.credentials(Credentials::oauth2("id", "CANARY")).oauth2_token_url(at(host, &recorder));
            let client = proxy.set_in(&builder)[variant].clone().build().unwrap();
            let error = Domain::new(&client).zone_record("example.com").await.unwrap_err();
            assert!(error.to_string().contains("cannot get an OAuth2 token: 400"), "{error}");
            assert!(String::from_utf8_lossy(&recorder.finish()[0].body).contains("CANARY"));
        }
    }
    assert_eq!(proxy.received(), [""; 0]);
}

/// Shows that the tests above can fail: a remote request uses the proxy, even with a local token URL.
#[tokio::test]
async fn remote_request_beside_local_token_url_uses_the_proxy() {
    for variant in 0..2 {
        let proxy = FakeProxy::start();
        let recorder = Recorder::start(vec![ok(r#"{"access_token":"CANARY"}"#)]);
        let builder = Client::builder().endpoint("http://service.invalid/1.0".parse().unwrap()).allow_http();
        let builder =
            builder.credentials(Credentials::oauth2("id", "secret")).oauth2_token_url(at("localhost", &recorder));
        let client = proxy.set_in(&builder)[variant].clone().build().unwrap();
        Domain::new(&client).zone_record("example.com").await.unwrap_err();
        let received = proxy.received();
        assert_eq!(received.len(), 1, "{received:?}");
        assert!(received[0].starts_with("GET http://service.invalid/1.0/"), "{received:?}");
        assert!(received[0].contains("CANARY") && !received[0].contains("secret"), "{received:?}");
        recorder.finish();
    }
}

#[tokio::test]
async fn custom_builder_used_for_local_http_fails_elsewhere() {
    let proxy = FakeProxy::start();
    let recorder = Recorder::start(vec![ok("{}"), ok("{}")]);
    let local =
        Client::builder().endpoint(recorder.base().parse().unwrap()).reqwest_0_13_builder(proxy.reqwest_builder());
    let remote = local.clone().endpoint(crate::Endpoint::OvhEu);
    for _ in 0..2 {
        order(&local.clone().build().unwrap()).await.unwrap();
    }
    let error = remote.clone().build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("set reqwest_0_13_builder again"), "{error}");
    remote.reqwest_0_13_builder(proxy.reqwest_builder()).build().unwrap();
    recorder.finish();

    // In the opposite order, local requests use the settings of `ClientBuilder`.
    let recorder = Recorder::start(vec![ok("{}")]);
    let remote = Client::builder().reqwest_0_13_builder(proxy.reqwest_builder()).user_agent("ours");
    remote.clone().build().unwrap();
    order(&remote.endpoint(recorder.base().parse().unwrap()).build().unwrap()).await.unwrap();
    assert_eq!(recorder.finish()[0].header("user-agent"), Some("ours"));
    assert_eq!(proxy.received(), [""; 0]);
}

#[tokio::test]
async fn localhost_ignores_resolve_of_custom_builder() {
    let recorder = Recorder::start(vec![ok("{}")]);
    // Port 0 means the port of the URL.
    let own = reqwest_builder().resolve("localhost", "192.0.2.1:0".parse().unwrap());
    let builder = Client::builder().endpoint(at("localhost", &recorder).parse().unwrap()).retry(RetryPolicy::never());
    let client = builder.reqwest_0_13_builder(own).timeout(Duration::from_secs(20)).build().unwrap();
    order(&client).await.unwrap();
    recorder.finish();
}

#[test]
fn proxy_of_another_scheme_fails_at_build() {
    let local = Client::builder().endpoint("http://127.0.0.1/1.0".parse().unwrap());
    for url in ["ftp://x", "ftp://name:CANARY@192.0.2.1", "socks5://name:CANARY@localhost:1080", "file:///CANARY"] {
        for builder in [Client::builder(), local.clone()] {
            let error = builder.proxy(url).build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().contains("invalid proxy URL: the scheme is neither http nor https"), "{error}");
            assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
        }
    }
    for url in ["http://name:x@192.0.2.1:3128", "https://192.0.2.1", "192.0.2.1:3128", "localhost:3128"] {
        Client::builder().proxy(url).build().unwrap();
    }
}

#[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
mod certificates {
    use std::time::Instant;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

    use super::*;

    /// Starts an HTTPS server with a self-signed certificate. Returns its URL and the certificate as PEM.
    async fn server() -> (String, String) {
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        let certificate = CertificateDer::from(made.cert.der().to_vec());
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("https://{}/1.0", listener.local_addr().unwrap());
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    continue;
                };
                let mut head = [0; 4096];
                let _ = stream.read(&mut head).await.unwrap();
                stream.write_all(&ok("{}")).await.unwrap();
                stream.shutdown().await.unwrap();
            }
        });
        (base, made.cert.pem())
    }

    #[tokio::test]
    async fn connect_timeout_limits_connecting() {
        // Accepts connections without responding.
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("https://{}/1.0", listener.local_addr().unwrap());
        let builder = Client::builder().endpoint(base.parse().unwrap()).retry(crate::RetryPolicy::never());
        let client = builder.connect_timeout(Duration::from_millis(50)).build().unwrap();
        let begun = Instant::now();
        let error = order(&client).await.unwrap_err();
        assert!(error.is_timeout() && !error.may_have_been_sent(), "{error}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    }

    #[tokio::test]
    async fn added_root_certificates_are_trusted() {
        let (base, pem) = server().await;
        let builder = Client::builder().endpoint(base.parse().unwrap()).retry(crate::RetryPolicy::never());
        let error = order(&builder.clone().build().unwrap()).await.unwrap_err();
        assert!(error.is_connect() && !error.may_have_been_sent(), "{error}");

        let added = builder.clone().add_root_certificates(pem);
        order(&added.clone().build().unwrap()).await.unwrap();
        order(&added.only_added_root_certificates().build().unwrap()).await.unwrap();

        let (_, other) = server().await;
        let other = builder.clone().add_root_certificates(other).only_added_root_certificates();
        assert!(order(&other.build().unwrap()).await.unwrap_err().is_connect());

        for pem in ["", "CANARY", "-----BEGIN CERTIFICATE-----\nCANARY\n-----END CERTIFICATE-----"] {
            let error = builder.clone().add_root_certificates(pem).build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        }
    }
}
