//! The output of a program with secrets: values, errors, traces of all crates, panics.

use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::canaries::{NAMES, canary, found_in, traces, traces_of, traces_of_text};
use crate::process::{caller, masked_canaries, output};
use crate::service::{Service, unreachable_url};
use crate::tls;

#[test]
fn output_contains_no_secret() {
    let (service, unreachable) = (Service::start(), unreachable_url());
    let home = tempfile::tempdir().unwrap();
    let printed = output(caller(&home, &["call", service.url(), &unreachable]), &masked_canaries());

    // Each secret except the application secret was sent or received, so the output could contain it.
    let received = service.received();
    let sent: String = received.iter().map(|request| format!("{}\n{}\n", request.head, request.body)).collect();
    let only_received = ["response_password", "page_token"];
    for name in NAMES.into_iter().filter(|name| !only_received.contains(name)) {
        let is_sent = !found_in(&sent, &traces_of(name)).is_empty();
        assert_eq!(is_sent, name != "application_secret", "{name}");
    }
    for crate_of_traces in ["ovh_api", "hyper_util", "log: DEBUG reqwest", "panicked at"] {
        assert!(printed.contains(crate_of_traces), "no output of {crate_of_traces}: {printed}");
    }

    let signatures: Vec<_> = received.iter().filter_map(|request| request.header("x-ovh-signature")).collect();
    assert!(signatures.len() > 10, "{signatures:?}");
    assert_no_secret(&printed, &signatures);

    let hosts = [service.url(), &unreachable].map(|url| url.trim_start_matches("http://").trim_end_matches("/1.0"));
    // The text depends on the operating system.
    let stable = |line| if str::contains(line, "unreachable") { line.rsplit_once(": ").unwrap().0 } else { line };
    let outcomes: Vec<_> = printed.lines().filter_map(|line| line.strip_prefix("outcome: ")).map(stable).collect();
    let outcomes = outcomes.join("\n").replace(hosts[0], "SERVICE").replace(hosts[1], "UNREACHABLE");
    // A release must not change the snapshot.
    let outcomes = outcomes.replace(concat!("ovh-api/", env!("CARGO_PKG_VERSION")), "ovh-api/VERSION");
    // The clock of the service stands still; that of the program does not.
    let outcomes = (0..1000).fold(outcomes, |text, second| text.replace(&format!("1800000{second:03}"), "TIME"));
    insta::assert_snapshot!(outcomes);
}

#[tokio::test]
async fn output_over_http_2_contains_no_secret() {
    let service = MockServer::start().await;
    let token = format!(r#"{{"access_token":{:?}}}"#, canary("oauth2_token"));
    let password = format!("{:?}", canary("response_password"));
    for (at, body) in [
        ("/1.0/token/good", token),
        ("/1.0/auth/time", "1800000000".to_owned()),
        ("/1.0/domain/good/authInfo", password),
    ] {
        let response = ResponseTemplate::new(200).set_body_string(body).insert_header("set-cookie", canary("password"));
        Mock::given(path(at)).respond_with(response).mount(&service).await;
    }
    let home = tempfile::tempdir().unwrap();
    let command = caller(&home, &["http2", &format!("{}/1.0", service.uri())]);
    let printed = tokio::task::spawn_blocking(move || output(command, &masked_canaries())).await.unwrap();

    for fact in ["outcome: classic: ok", "outcome: oauth2: ok", "TRACE", " h2::"] {
        assert!(printed.contains(fact), "{fact}: {printed}");
    }
    let received = service.received_requests().await.unwrap();
    let signatures = received.iter().filter_map(|request| request.headers.get("x-ovh-signature")?.to_str().ok());
    let signatures: Vec<_> = signatures.collect();
    assert!(signatures.len() > 1, "{signatures:?}");
    assert_no_secret(&printed, &signatures);
}

#[tokio::test(flavor = "multi_thread")]
async fn output_over_tls_contains_no_secret() {
    let service = Service::start();
    let home = tempfile::tempdir().unwrap();
    let certificate = home.path().join("certificate.pem");
    let (url, pem) = tls::in_front_of(service.url()).await;
    std::fs::write(&certificate, pem).unwrap();
    let command = caller(&home, &["tls", &url, certificate.to_str().unwrap()]);
    let printed = tokio::task::spawn_blocking(move || output(command, &masked_canaries())).await.unwrap();

    for scheme in ["classic", "oauth2", "access_token"] {
        for (request, outcome) in [
            ("good", "ok"),
            ("rejected", "domain.auth_info: 403 Forbidden: "),
            ("mistyped", "domain.auth_info: the response does not match its type: "),
            ("truncated", "domain.auth_info: "),
            ("unknown", "domain.auth_info: "),
        ] {
            let line = format!("outcome: {scheme} {request}: {outcome}");
            assert!(printed.contains(&line), "{line}: {printed}");
        }
    }
    for crate_of_traces in ["ovh_api", "hyper_util", "rustls", "log: TRACE"] {
        assert!(printed.contains(crate_of_traces), "no output of {crate_of_traces}: {printed}");
    }
    let received = service.received();
    let signatures: Vec<_> = received.iter().filter_map(|request| request.header("x-ovh-signature")).collect();
    assert!(signatures.len() > 5, "{signatures:?}");
    assert_no_secret(&printed, &signatures);
}

fn assert_no_secret(printed: &str, signatures: &[&str]) {
    let mut traces = traces();
    traces.extend(signatures.iter().flat_map(|signature| traces_of_text("signature", signature)));
    let found = found_in(printed, &traces);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
