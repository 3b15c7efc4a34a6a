//! HTTPS: own certificates, the service's host names, and proxies in front.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use ovh_api::{Client, Endpoint};
use ovh_sandbox::command::announcement;
use ovh_sandbox::{Builder, Sandbox};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::flags::{Program, program};
use crate::support::{RawClient, now, send, signature};

/// Hosts of the service, old and new: of the API, of tokens and of pages.
const SERVICE_HOSTS: [&str; 15] = [
    "eu.api.ovh.com",
    "api.ovh.com",
    "ca.api.ovh.com",
    "api.us.ovhcloud.com",
    "api.eu.ovhcloud.com",
    "api.ca.ovhcloud.com",
    "eu.api.kimsufi.com",
    "ca.api.kimsufi.com",
    "eu.api.soyoustart.com",
    "ca.api.soyoustart.com",
    "www.ovh.com",
    "ca.ovh.com",
    "us.ovhcloud.com",
    "auth.eu.ovhcloud.com",
    "auth.ca.ovhcloud.com",
];

/// Returns a client that trusts the sandbox alone and finds it by the names of the service.
fn trusting(sandbox: &Sandbox) -> reqwest::ClientBuilder {
    let pem = sandbox.ca_certificate().unwrap().as_bytes();
    let root = reqwest::Certificate::from_pem(pem).unwrap();
    let builder = reqwest::Client::builder().no_proxy().tls_certs_only([root]);
    SERVICE_HOSTS.iter().fold(builder, |builder, host| builder.resolve(host, sandbox.address()))
}

/// Starts a sandbox with a client for its URL.
async fn start(builder: Builder) -> (Sandbox, RawClient) {
    let sandbox = builder.start().await.unwrap();
    let origin = sandbox.url().strip_suffix("/1.0").unwrap().to_owned();
    let http = trusting(&sandbox).build().unwrap();
    let raw = RawClient { origin, http, ..RawClient::new(&sandbox) };
    (sandbox, raw)
}

/// Returns a signed request for a URL, sent to another one.
fn signed_for(raw: &RawClient, signed_url: &str, sent_url: &str, host: &str) -> reqwest::RequestBuilder {
    let time = now().to_string();
    let parts = [&raw.application_secret, &raw.consumer_key, "GET", signed_url, "", &time].map(|part| part as &str);
    raw.http
        .get(sent_url)
        .header("Host", host)
        .header("X-Ovh-Application", &raw.application_key)
        .header("X-Ovh-Consumer", &raw.consumer_key)
        .header("X-Ovh-Timestamp", &time)
        .header("X-Ovh-Signature", signature(parts))
}

#[tokio::test]
async fn own_client_calls_over_tls() {
    let sandbox = Sandbox::builder().tls().start().await.unwrap();
    let port = sandbox.address().port();
    assert_eq!(sandbox.url(), format!("https://127.0.0.1:{port}/1.0"));
    for url in [sandbox.url().to_owned(), format!("https://localhost:{port}/1.0")] {
        let builder = Client::builder()
            .endpoint(Endpoint::custom(&url).unwrap())
            .application_key(sandbox.application_key())
            .application_secret(sandbox.application_secret())
            .consumer_key(sandbox.consumer_key());
        let trusting = builder.clone().add_root_certificates(sandbox.ca_certificate().unwrap());
        let client = trusting.only_added_root_certificates().build().unwrap();
        assert_eq!(client.vps().list().await.unwrap().len(), 3);
        let error = builder.retry(ovh_api::RetryPolicy::never()).build().unwrap().vps().list().await.unwrap_err();
        assert!(error.is_connect(), "{error}");
    }

    let tokens = Client::builder()
        .endpoint(Endpoint::custom(sandbox.url()).unwrap())
        .client_id(sandbox.client_id())
        .client_secret(sandbox.client_secret())
        .oauth2_token_url(sandbox.oauth2_token_url())
        .add_root_certificates(sandbox.ca_certificate().unwrap())
        .only_added_root_certificates();
    assert_eq!(tokens.build().unwrap().vps().list().await.unwrap().len(), 3);
}

#[tokio::test]
async fn own_client_with_a_named_endpoint_reaches_the_sandbox() {
    let sandbox = Sandbox::builder().tls().start().await.unwrap();
    for endpoint in ["ovh-eu", "ovh-ca", "ovh-us", "kimsufi-eu", "https://api.eu.ovhcloud.com"] {
        let client = Client::builder()
            .endpoint(endpoint.parse().unwrap())
            .application_key(sandbox.application_key())
            .application_secret(sandbox.application_secret())
            .consumer_key(sandbox.consumer_key())
            .reqwest_0_13_builder(trusting(&sandbox));
        assert_eq!(client.build().unwrap().vps().list().await.unwrap().len(), 3, "{endpoint}");
    }
    for endpoint in ["ovh-eu", "ovh-ca", "ovh-us", "https://api.eu.ovhcloud.com", "https://api.ca.ovhcloud.com"] {
        let client = Client::builder()
            .endpoint(endpoint.parse().unwrap())
            .client_id(sandbox.client_id())
            .client_secret(sandbox.client_secret())
            .reqwest_0_13_builder(trusting(&sandbox));
        assert_eq!(client.build().unwrap().vps().list().await.unwrap().len(), 3, "{endpoint}");
    }
}

#[tokio::test]
async fn names_of_the_service_reach_the_sandbox() {
    let (sandbox, raw) = start(Sandbox::builder().tls()).await;
    for host in SERVICE_HOSTS {
        // As with an entry in the hosts file and port 443: the URL has no port.
        let raw = RawClient { origin: format!("https://{host}"), http: raw.http.clone(), ..RawClient::new(&sandbox) };
        raw.get("/me").await.ok();
        let rules = r#"{"accessRules":[{"method":"GET","path":"/me"}]}"#;
        let requested = send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.ok();
        let url = requested["validationUrl"].as_str().unwrap();
        assert!(url.starts_with(&format!("https://{host}/auth/")), "{url}");
        assert_eq!(raw.submit(url, &[("decision", "authorize")]).await.status, 200);
        raw.with_consumer_key(requested["consumerKey"].as_str().unwrap()).get("/me").await.ok();
    }
    for url in ["https://www.ovh.com/auth/oauth2/token", "https://auth.eu.ovhcloud.com/oauth2/token"] {
        let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let request = raw.http.post(url).body(form).header("Content-Type", "application/x-www-form-urlencoded");
        assert_eq!(send(request).await.ok()["token_type"], "Bearer", "{url}");
    }
}

#[tokio::test]
async fn other_hosts_are_rejected_over_tls() {
    let (_sandbox, raw) = start(Sandbox::builder().tls()).await;
    for host in ["evil.example", "eu.api.ovh.com.evil.example", "127.0.0.1", "localhost:443"] {
        let request = raw.http.get(format!("{}/1.0/auth/time", raw.origin)).header("Host", host);
        send(request).await.rejected(421, "Client::MisdirectedRequest");
    }
    // Without TLS, the service's hosts are others.
    let sandbox = Sandbox::start().await.unwrap();
    let plain = RawClient::new(&sandbox);
    let request = plain.http.get(format!("{}/1.0/auth/time", plain.origin)).header("Host", "eu.api.ovh.com");
    send(request).await.rejected(421, "Client::MisdirectedRequest");
}

#[tokio::test]
async fn signature_is_that_of_the_https_url() {
    let (sandbox, raw) = start(Sandbox::builder().tls()).await;
    let sent = format!("{}/1.0/me", raw.origin);
    let own = format!("127.0.0.1:{}", sandbox.address().port());
    send(signed_for(&raw, &format!("https://{own}/1.0/me"), &sent, &own)).await.ok();
    send(signed_for(&raw, &format!("http://{own}/1.0/me"), &sent, &own)).await.rejected(400, "Invalid signature");
    // Clients omit the default port in the header, in the signed URL, or in both.
    for (signed, host) in [
        ("https://eu.api.ovh.com/1.0/me", "eu.api.ovh.com"),
        ("https://eu.api.ovh.com:443/1.0/me", "eu.api.ovh.com"),
        ("https://eu.api.ovh.com/1.0/me", "eu.api.ovh.com:443"),
        ("https://eu.api.ovh.com:443/1.0/me", "eu.api.ovh.com:443"),
    ] {
        send(signed_for(&raw, signed, &sent, host)).await.ok();
    }
    // The official wrappers for Node.js sign URLs without any port.
    send(signed_for(&raw, "https://127.0.0.1/1.0/me", &sent, &own)).await.ok();
    let other = signed_for(&raw, "https://127.0.0.1:1/1.0/me", &sent, &own);
    send(other).await.rejected(400, "Invalid signature");
    let other = signed_for(&raw, "https://ca.api.ovh.com/1.0/me", &sent, "eu.api.ovh.com");
    send(other).await.rejected(400, "Invalid signature");
}

#[tokio::test]
async fn allowed_host_is_in_the_certificate() {
    let builder = Sandbox::builder().tls().allow_host("sandbox.test").unwrap();
    let sandbox = builder.start().await.unwrap();
    let http = trusting(&sandbox).resolve("sandbox.test", sandbox.address()).build().unwrap();
    let raw = RawClient { origin: "https://sandbox.test".to_owned(), http, ..RawClient::new(&sandbox) };
    raw.get("/me").await.ok();
}

#[tokio::test]
async fn authority_is_kept_in_a_folder() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("new/tls");
    let first = Sandbox::builder().tls_dir(&folder).start().await.unwrap();
    let certificate = first.ca_certificate().unwrap().to_owned();
    let (file, key) = (folder.join("ovh-sandbox-ca.pem"), folder.join("ovh-sandbox-ca.key"));
    assert_eq!(first.ca_file(), Some(file.as_path()));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), certificate);
    drop(first);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    }

    let (second, raw) = start(Sandbox::builder().tls_dir(&folder)).await;
    assert_eq!(second.ca_certificate(), Some(certificate.as_str()));
    raw.get("/me").await.ok();

    let failed = async || Sandbox::builder().tls_dir(&folder).start().await.unwrap_err().to_string();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(failed().await.ends_with("other users can read this private key; run chmod 600"));
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let other = Sandbox::builder().tls().start().await.unwrap();
    std::fs::write(&file, other.ca_certificate().unwrap()).unwrap();
    assert!(failed().await.ends_with("not the certificate of the key beside it; remove both files"));
    std::fs::remove_file(&file).unwrap();
    assert!(failed().await.ends_with("missing beside its key; remove the key"));
}

#[tokio::test]
async fn authority_without_a_folder_leaves_no_key() {
    let sandbox = Sandbox::builder().tls().start().await.unwrap();
    let file = sandbox.ca_file().unwrap().to_owned();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), sandbox.ca_certificate().unwrap());
    let folder = file.parent().unwrap().to_owned();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    sandbox.stop();
    assert!(!folder.exists());
    let plain = Sandbox::start().await.unwrap();
    assert_eq!((plain.ca_certificate(), plain.ca_file()), (None, None));
}

#[tokio::test]
async fn failed_handshakes_affect_only_their_connection() {
    let timeout = Duration::from_millis(300);
    let (sandbox, raw) = start(Sandbox::builder().tls().request_timeout(timeout)).await;
    let mut idle = TcpStream::connect(sandbox.address()).await.unwrap();
    let mut plain = TcpStream::connect(sandbox.address()).await.unwrap();
    plain.write_all(b"GET /1.0/auth/time HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    raw.get("/me").await.ok();
    for stream in [&mut idle, &mut plain] {
        let mut received = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut received));
        let _ = closed.await.expect("the connection is closed");
        assert!(!received.starts_with(b"HTTP"));
    }
    raw.get("/me").await.ok();
}

#[tokio::test]
async fn faults_occur_over_tls() {
    let (sandbox, raw) = start(Sandbox::builder().tls().faults(0.5).slow(Duration::from_millis(1))).await;
    let mut good = 0;
    for _ in 0..200 {
        good +=
            usize::from(raw.signed("GET", "/1.0/me", "").send().await.is_ok_and(|response| response.status() == 200));
    }
    let kinds = sandbox.faults();
    assert!(good > 50 && kinds.len() > 5, "{good} {kinds:?}");
}

#[tokio::test]
async fn proxy_in_front_may_serve_https() {
    let sandbox = Sandbox::builder().behind_tls().start().await.unwrap();
    assert_eq!((sandbox.url(), sandbox.ca_certificate()), ("https://localhost/1.0", None));
    let raw = RawClient::new(&sandbox);
    let sent = format!("{}/1.0/me", raw.origin);
    for host in ["api.eu.ovhcloud.com", "eu.api.ovh.com:8443", "localhost", "localhost:8443", "127.0.0.1"] {
        send(signed_for(&raw, &format!("https://{host}/1.0/me"), &sent, host)).await.ok();
        let plain = signed_for(&raw, &format!("http://{host}/1.0/me"), &sent, host);
        send(plain).await.rejected(400, "Invalid signature");
    }
    let request = |host: &str| raw.http.post(format!("{}/createToken/", raw.origin)).header("Host", host);
    send(request("evil.example")).await.rejected(421, "Client::MisdirectedRequest");
    // A page of another program on this machine is another site.
    let other = request("localhost:8443").header("Origin", "https://localhost:3000");
    send(other).await.rejected(403, "Client::Forbidden");
    let own = request("localhost:8443").header("Origin", "https://localhost:8443");
    assert!(!send(own).await.text.contains("another site"));
}

#[tokio::test]
async fn announcement_exports_the_certificate_file() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("it's here");
    let sandbox = Sandbox::builder().tls_dir(&folder).start().await.unwrap();
    let announced = announcement(&sandbox);
    assert!(announced.starts_with(&format!("listening on https://{}\n", sandbox.address())), "{announced}");
    assert!(announced.contains(&format!("export OVH_ENDPOINT={}\n", sandbox.url())), "{announced}");
    let quoted = folder.display().to_string().replace('\'', r"'\''");
    for name in ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] {
        let line = format!("export {name}='{quoted}/ovh-sandbox-ca.pem'\n");
        assert!(announced.contains(&line), "{announced}");
    }
    assert!(!announcement(&Sandbox::start().await.unwrap()).contains("SSL_CERT_FILE"));
}

#[tokio::test]
async fn tls_flags_take_effect() {
    let mut running = Program(program(&["--tls"]).spawn().unwrap());
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.next().unwrap().strip_prefix("listening on https://").unwrap().to_owned();
    let file = lines.next().unwrap().strip_prefix("export SSL_CERT_FILE=").unwrap().to_owned();
    let root = reqwest::Certificate::from_pem(&std::fs::read(&file).unwrap()).unwrap();
    let address: SocketAddr = address.parse().unwrap();
    let http = reqwest::Client::builder().no_proxy().tls_certs_only([root]).resolve("api.eu.ovhcloud.com", address);
    send(http.build().unwrap().get("https://api.eu.ovhcloud.com/1.0/auth/time")).await.ok();
    #[cfg(unix)]
    {
        let killed = std::process::Command::new("kill").arg(running.0.id().to_string()).status().unwrap();
        assert!(killed.success() && running.0.wait().unwrap().success());
        assert!(!Path::new(&file).exists());
    }

    let mut behind = Program(program(&["--behind-tls"]).spawn().unwrap());
    let mut lines = BufReader::new(behind.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.next().unwrap().starts_with("listening on http://127.0.0.1:"));
    assert_eq!(lines.next().unwrap(), "export OVH_ENDPOINT=https://localhost/1.0");
    for flags in [["--tls", "--behind-tls"].as_slice(), &["--tls-dir", "x", "--behind-tls"]] {
        assert_eq!(program(flags).output().unwrap().status.code(), Some(2), "{flags:?}");
    }
}
