//! What a program with secrets prints: values, errors, traces of all crates, panics.

use crate::canaries::{NAMES, found_in, traces, traces_of, traces_of_text};
use crate::process::{caller, hidden_canaries, output};
use crate::service::{Service, nowhere};

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

    let mut traces = traces();
    let signatures: Vec<_> = arrived.iter().filter_map(|request| request.header("x-ovh-signature")).collect();
    assert!(signatures.len() > 10, "{signatures:?}");
    traces.extend(signatures.into_iter().flat_map(|signature| traces_of_text("signature", signature)));
    let found = found_in(&printed, &traces);
    assert!(found.is_empty(), "{}", found.join("\n"));

    let hosts = [service.url(), &nowhere].map(|url| url.trim_start_matches("http://").trim_end_matches("/1.0"));
    // Each system has its own words for it.
    let told = |line| if str::contains(line, "unreachable") { line.rsplit_once(": ").unwrap().0 } else { line };
    let outcomes: Vec<_> = printed.lines().filter_map(|line| line.strip_prefix("outcome: ")).map(told).collect();
    let outcomes = outcomes.join("\n").replace(hosts[0], "SERVICE").replace(hosts[1], "NOWHERE");
    insta::assert_snapshot!(outcomes);
}
