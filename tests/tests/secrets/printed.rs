//! What a program with secrets prints: values, errors, traces of all crates, panics.

use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::canaries::{NAMES, canary, found_in, traces, traces_of, traces_of_text};
use crate::process::{caller, hidden_canaries, output};
use crate::service::{Service, nowhere};
use crate::tls;

#[test]
fn nothing_that_is_printed_holds_a_secret() {
    let (service, nowhere) = (Service::start(), nowhere());
    let home = tempfile::tempdir().unwrap();
    let printed = output(caller(&home, &["call", service.url(), &nowhere]), &hidden_canaries());

    // The secrets were there to be found: all were sent or answered but for the one that never leaves the program.
    let arrived = service.arrived();
    let sent: String = arrived.iter().map(|request| format!("{}\n{}\n", request.head, request.body)).collect();
    let answered = ["answered_password", "page_token"];
    for name in NAMES.into_iter().filter(|name| !answered.contains(name)) {
        let is_sent = !found_in(&sent, &traces_of(name)).is_empty();
        assert_eq!(is_sent, name != "application_secret", "{name}");
    }
    for crate_of_traces in ["ovh_api", "hyper_util", "log: DEBUG reqwest", "panicked at"] {
        assert!(printed.contains(crate_of_traces), "{crate_of_traces} told nothing: {printed}");
    }

    let signatures: Vec<_> = arrived.iter().filter_map(|request| request.header("x-ovh-signature")).collect();
    assert!(signatures.len() > 10, "{signatures:?}");
    assert_clean(&printed, &signatures);

    let hosts = [service.url(), &nowhere].map(|url| url.trim_start_matches("http://").trim_end_matches("/1.0"));
    // Each system has its own words for it.
    let told = |line| if str::contains(line, "unreachable") { line.rsplit_once(": ").unwrap().0 } else { line };
    let outcomes: Vec<_> = printed.lines().filter_map(|line| line.strip_prefix("outcome: ")).map(told).collect();
    let outcomes = outcomes.join("\n").replace(hosts[0], "SERVICE").replace(hosts[1], "NOWHERE");
    // The service's clock stands; the program's goes on from there.
    let outcomes = (0..1000).fold(outcomes, |told, second| told.replace(&format!("1800000{second:03}"), "TIME"));
    insta::assert_snapshot!(outcomes);
}

#[tokio::test]
async fn nothing_that_is_printed_over_http_2_holds_a_secret() {
    let service = MockServer::start().await;
    let token = format!(r#"{{"access_token":{:?}}}"#, canary("oauth2_token"));
    let password = format!("{:?}", canary("answered_password"));
    for (at, body) in [
        ("/1.0/token/good", token),
        ("/1.0/auth/time", "1800000000".to_owned()),
        ("/1.0/domain/good/authInfo", password),
    ] {
        let answer = ResponseTemplate::new(200).set_body_string(body).insert_header("set-cookie", canary("password"));
        Mock::given(path(at)).respond_with(answer).mount(&service).await;
    }
    let home = tempfile::tempdir().unwrap();
    let command = caller(&home, &["http2", &format!("{}/1.0", service.uri())]);
    let printed = tokio::task::spawn_blocking(move || output(command, &hidden_canaries())).await.unwrap();

    for fact in ["outcome: classic: fine", "outcome: oauth2: fine", "TRACE", " h2::"] {
        assert!(printed.contains(fact), "{fact}: {printed}");
    }
    let arrived = service.received_requests().await.unwrap();
    let signatures = arrived.iter().filter_map(|request| request.headers.get("x-ovh-signature")?.to_str().ok());
    let signatures: Vec<_> = signatures.collect();
    assert!(signatures.len() > 1, "{signatures:?}");
    assert_clean(&printed, &signatures);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_printed_over_tls_holds_a_secret() {
    let service = Service::start();
    let home = tempfile::tempdir().unwrap();
    let certificate = home.path().join("certificate.pem");
    let (url, pem) = tls::in_front_of(service.url()).await;
    std::fs::write(&certificate, pem).unwrap();
    let command = caller(&home, &["tls", &url, certificate.to_str().unwrap()]);
    let printed = tokio::task::spawn_blocking(move || output(command, &hidden_canaries())).await.unwrap();

    for way in ["classic", "oauth2", "access_token"] {
        for (call, outcome) in [
            ("good", "fine"),
            ("refused", "domain.auth_info: 403 Forbidden: "),
            ("misfit", "domain.auth_info: the response does not match its type: "),
            ("cut", "domain.auth_info: "),
            ("unknown", "domain.auth_info: "),
        ] {
            let line = format!("outcome: {way} {call}: {outcome}");
            assert!(printed.contains(&line), "{line}: {printed}");
        }
    }
    for crate_of_traces in ["ovh_api", "hyper_util", "rustls", "log: TRACE"] {
        assert!(printed.contains(crate_of_traces), "{crate_of_traces} told nothing: {printed}");
    }
    let arrived = service.arrived();
    let signatures: Vec<_> = arrived.iter().filter_map(|request| request.header("x-ovh-signature")).collect();
    assert!(signatures.len() > 5, "{signatures:?}");
    assert_clean(&printed, &signatures);
}

fn assert_clean(printed: &str, signatures: &[&str]) {
    let mut traces = traces();
    traces.extend(signatures.iter().flat_map(|signature| traces_of_text("signature", signature)));
    let found = found_in(printed, &traces);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
