//! Proxies that the environment names see nothing of what stays on this machine.

use crate::process::{caller, hidden_canaries, output};
use crate::service::Service;

#[test]
fn environment_proxy_sees_no_local_request() {
    // A proxy is a server that gets absolute URLs.
    let (service, proxy) = (Service::start(), Service::start());
    let home = tempfile::tempdir().unwrap();
    let mut command = caller(&home, &["local", service.url()]);
    let proxy_url = proxy.url().trim_end_matches("/1.0");
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        command.env(name, proxy_url);
    }
    // With `REQUEST_METHOD`, a program is a CGI script and `HTTP_PROXY` a header of its caller.
    command.env("NO_PROXY", "").env("no_proxy", "").env_remove("REQUEST_METHOD");
    let printed = output(command, &hidden_canaries());

    for outcome in [
        "outcome: endpoint: fine",
        "outcome: endpoint by name: fine",
        "outcome: own client: fine",
        "outcome: token: domain.auth_info: cannot get an OAuth2 token: 403",
        "outcome: token of own client: domain.auth_info: cannot get an OAuth2 token: 403",
        "outcome: another machine: fine",
    ] {
        assert!(printed.contains(outcome), "{outcome}: {printed}");
    }
    let heads: Vec<_> = proxy.arrived().into_iter().map(|arrived| arrived.head).collect();
    // The request to another machine shows that the proxy is used.
    assert_eq!(heads.len(), 1, "{heads:?}");
    assert!(heads[0].starts_with("GET http://service.invalid/1.0/domain/good/authInfo"), "{heads:?}");
}
