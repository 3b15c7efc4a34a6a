//! Proxies of the environment are not used for local requests.

use crate::process::{caller, masked_canaries, output};
use crate::service::Service;

#[test]
fn environment_proxy_receives_no_local_request() {
    // Requests to a proxy have absolute URLs.
    let (service, proxy) = (Service::start(), Service::start());
    let home = tempfile::tempdir().unwrap();
    let mut command = caller(&home, &["local", service.url()]);
    let proxy_url = proxy.url().trim_end_matches("/1.0");
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        command.env(name, proxy_url);
    }
    // With `REQUEST_METHOD`, `HTTP_PROXY` is ignored because it may be a header of a CGI request.
    command.env("NO_PROXY", "").env("no_proxy", "").env_remove("REQUEST_METHOD");
    let printed = output(command, &masked_canaries());

    for outcome in [
        "outcome: endpoint: ok",
        "outcome: endpoint by name: ok",
        "outcome: custom client: ok",
        "outcome: token: domain.auth_info: cannot get an OAuth2 token: 403",
        "outcome: token of custom client: domain.auth_info: cannot get an OAuth2 token: 403",
        "outcome: remote: ok",
    ] {
        assert!(printed.contains(outcome), "{outcome}: {printed}");
    }
    let heads: Vec<_> = proxy.received().into_iter().map(|request| request.head).collect();
    // The remote request shows that the proxy is used.
    assert_eq!(heads.len(), 1, "{heads:?}");
    assert!(heads[0].starts_with("GET http://service.invalid/1.0/domain/good/authInfo"), "{heads:?}");
}
