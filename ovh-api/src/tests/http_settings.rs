//! Proxies, certificates, and an HTTP client from elsewhere.

use super::recorder::{Recorder, ok};
use super::sample::{Domain, RecordType};
use crate::{Client, Error, ErrorKind};

/// A public call.
async fn order(client: &Client) -> Result<crate::json::Json, Error> {
    Domain::new(client).order("192.0.2.1/32".parse().unwrap(), RecordType::A, &["x"]).await
}

#[tokio::test]
async fn a_proxy_is_asked_for_everything() {
    let recorder = Recorder::start(vec![ok("{}")]);
    let proxy = recorder.base().trim_end_matches("/1.0").replace("http://", "http://name:CANARY@");
    // Nobody can reach this server but through the proxy.
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
async fn a_proxy_can_be_taken_back() {
    let recorder = Recorder::start(vec![ok("{}")]);
    let builder = Client::builder().endpoint(recorder.base().parse().unwrap()).proxy("http://127.0.0.1:1").no_proxy();
    order(&builder.build().unwrap()).await.unwrap();
    assert!(recorder.finish()[0].line.starts_with("POST /v2/order/"));
}

#[tokio::test]
async fn an_http_client_of_your_own() {
    let recorder = Recorder::start(vec![ok("{\"a\":1234567}")]);
    let own = reqwest::Client::builder().user_agent("mine").no_proxy();
    let builder = Client::builder().endpoint(recorder.base().parse().unwrap());
    let client = builder.reqwest_0_13_builder(own).largest_answer(5).build().unwrap();
    assert!(order(&client).await.unwrap_err().is_too_large());
    assert_eq!(recorder.finish()[0].header("user-agent"), Some("mine"));
}

#[cfg(feature = "rustls")]
mod certificates {
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

    use super::*;

    /// A server of HTTPS whose certificate nobody knows: its URL, and the certificate in PEM.
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
    async fn connecting_ends_in_time() {
        // It takes connections, and says nothing.
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
    async fn of_your_own_are_trusted() {
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
