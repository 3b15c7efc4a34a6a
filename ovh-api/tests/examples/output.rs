//! The output of the examples, run against a sandbox.

use ovh_api::domain::zone::{RecordCreate, RecordType};
use ovh_api::{Client, Credentials, Endpoint};
use ovh_sandbox::Sandbox;

use crate::program;

/// Runs an example with the keys of the sandbox, if any, in the environment. Returns its output, after asserting that
/// it contains no key.
async fn run(example: &str, arguments: &[&str], sandbox: Option<&Sandbox>) -> String {
    let keys = sandbox.map(|sandbox| {
        [
            ("OVH_ENDPOINT", sandbox.url()),
            ("OVH_APPLICATION_KEY", sandbox.application_key()),
            ("OVH_APPLICATION_SECRET", sandbox.application_secret()),
            ("OVH_CONSUMER_KEY", sandbox.consumer_key()),
        ]
    });
    let variables = keys.as_ref().map_or(&[][..], |keys| keys.as_slice());
    let printed = run_with(example, arguments, variables).await;
    for (name, key) in variables.iter().filter(|(name, _)| *name != "OVH_ENDPOINT") {
        assert!(!printed.contains(key), "{example} prints {name}: {printed}");
    }
    printed
}

/// Runs an example with these variables and no other `OVH_` variables.
async fn run_with(example: &str, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = program::example(example);
    let empty = std::env::temp_dir().join(format!("ovh-api-examples-{}", std::process::id()));
    std::fs::create_dir_all(&empty).unwrap();
    command.args(arguments).envs(variables.iter().copied()).env("HOME", &empty).current_dir(&empty);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    text.push_str(&String::from_utf8(output.stderr).unwrap());
    let text = text.replace(&*empty.to_string_lossy(), "~");
    format!("{text}[{}]", output.status)
}

/// Returns a client of the sandbox, to prepare and to check what an example does.
fn client(sandbox: &Sandbox) -> Client {
    let keys = Credentials::classic(sandbox.application_key(), sandbox.application_secret(), sandbox.consumer_key());
    Client::builder().endpoint(Endpoint::custom(sandbox.url()).unwrap()).credentials(keys).build().unwrap()
}

/// Replaces the dates that follow "paid until": most services of the sandbox are paid from its start.
fn without_dates(printed: &str) -> String {
    let lines = printed.lines().map(|line| match line.split_once("paid until ") {
        Some((before, date)) if date.starts_with("20") => format!("{before}paid until [date]"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Replaces the request ids of errors, which differ in each run.
fn without_request_ids(printed: &str) -> String {
    let mut parts = printed.split("request id ");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        text.push_str("request id [id]");
        text.push_str(part.trim_start_matches(|character: char| character != ')' && character != ','));
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn services_example_lists_all_services() {
    let sandbox = Sandbox::start().await.unwrap();
    insta::assert_snapshot!(without_dates(&run("services", &[], Some(&sandbox)).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn vps_infos_example_lists_all_vps() {
    let sandbox = Sandbox::start().await.unwrap();
    insta::assert_snapshot!(run("vps_infos", &[], Some(&sandbox)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn inventory_example_reads_four_apis() {
    let sandbox = Sandbox::start().await.unwrap();
    insta::assert_snapshot!(without_dates(&run("inventory", &[], Some(&sandbox)).await));
    assert_eq!(sandbox.requests_to("GET", "/cloud/project/{serviceName}/volume"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn change_contact_example_requests_change() {
    let sandbox = Sandbox::start().await.unwrap();
    let changed = run("change_contact", &["vps-1a2b3c4d.vps.ovh.net", "fl4210-ovh"], Some(&sandbox)).await;
    let mistyped = run("change_contact", &["vps-1a2b3c4e.vps.ovh.net", "fl4210-ovh"], Some(&sandbox)).await;
    let without_arguments = run("change_contact", &[], Some(&sandbox)).await;
    insta::assert_snapshot!(format!("{changed}\n\n{mistyped}\n\n{without_arguments}"));
    assert_eq!(sandbox.requests_to("POST", "/vps/{serviceName}/changeContact"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn dyndns_example_changes_only_a_different_address() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut printed = String::new();
    for address in ["192.0.2.1", "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:0DB8:0::1", "192.0.2"] {
        printed += &run("dyndns", &["example.com", "home", address], Some(&sandbox)).await;
        printed += "\n";
    }
    // A second address of the same name.
    let client = client(&sandbox);
    let record = RecordCreate::new(RecordType::A, "192.0.2.3").sub_domain("home");
    client.domain().zone_record_create("example.com", &record).await.unwrap();
    let several = run("dyndns", &["example.com", "home", "192.0.2.3"], Some(&sandbox)).await;
    assert!(several.starts_with("home.example.com has several addresses; delete all but one"), "{several}");
    insta::assert_snapshot!(printed);
    assert_eq!(sandbox.requests_to("POST", "/domain/zone/{zoneName}/refresh"), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn dns_record_example_edits_a_record() {
    let sandbox = Sandbox::start().await.unwrap();
    insta::assert_snapshot!(run("dns_record", &["example.com"], Some(&sandbox)).await);
    assert_eq!(sandbox.requests_to("POST", "/domain/zone/{zoneName}/refresh"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn api_keys_example_lists_and_revokes() {
    let sandbox = Sandbox::start().await.unwrap();
    let before = run("api_keys", &["100002"], Some(&sandbox)).await;
    let after = run("api_keys", &["100002"], Some(&sandbox)).await;
    insta::assert_snapshot!(format!("{before}\n\n{after}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn untyped_example_calls_any_operation() {
    let sandbox = Sandbox::start().await.unwrap();
    let policies = run("untyped", &[], Some(&sandbox)).await;
    let records = ["GET", "/domain/zone/example.com/record", "fieldType=TXT"];
    let records = run("untyped", &records, Some(&sandbox)).await;
    let vps = "/1.0/vps/vps-1a2b3c4d.vps.ovh.net";
    let renamed = run("untyped", &["put", vps, r#"{"displayName":"a=b"}"#], Some(&sandbox)).await;
    assert!(run("untyped", &["GET", vps], Some(&sandbox)).await.contains(r#""displayName": "a=b""#));
    let invalid_path = run("untyped", &["GET", "vps"], Some(&sandbox)).await;
    let invalid_method = run("untyped", &["LIST", "/vps"], Some(&sandbox)).await;
    let invalid_body = run("untyped", &["POST", "/vps", "{"], Some(&sandbox)).await;
    let unknown = run("untyped", &["GET", "/no/such/operation"], Some(&sandbox)).await;
    let incomplete = run("untyped", &["GET"], Some(&sandbox)).await;
    let printed =
        [policies, records, renamed, invalid_path, invalid_method, invalid_body, unknown, incomplete].join("\n\n");
    insta::assert_snapshot!(without_request_ids(&printed));
}

#[tokio::test(flavor = "multi_thread")]
async fn reboot_and_wait_example_waits_for_all_servers() {
    let sandbox = Sandbox::start().await.unwrap();
    let all = run("reboot_and_wait", &["vps-1a2b3c4d.vps.ovh.net", "vps-1a2b3c4e.vps.ovh.net"], Some(&sandbox)).await;
    let without_arguments = run("reboot_and_wait", &[], Some(&sandbox)).await;
    insta::assert_snapshot!(without_request_ids(&format!("{all}\n\n{without_arguments}")));
    assert_eq!(sandbox.requests_to("POST", "/vps/{serviceName}/reboot"), 2);
    assert!(sandbox.requests_to("GET", "/vps/{serviceName}/tasks/{id}") >= 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn example_without_keys_names_missing_keys() {
    insta::assert_snapshot!(run("services", &[], None).await);
}

/// The tour starts its own sandbox.
#[tokio::test(flavor = "multi_thread")]
async fn tour_without_keys_runs_all_examples() {
    let printed = run("tour", &[], None).await;
    for example in [
        "consumer_key",
        "services",
        "vps_infos",
        "api_keys",
        "change_contact",
        "dns_record",
        "dyndns",
        "untyped",
        "reboot_and_wait",
    ] {
        assert!(printed.lines().any(|line| line.starts_with(&format!("{example} — "))), "{example}:\n{printed}");
    }
    assert!(printed.contains("Welcome, Flora!"), "{printed}");
    assert!(printed.ends_with("[exit status: 0]"), "{printed}");
    assert!(!printed.contains('\u{1b}'), "no colors without a terminal");
}

#[tokio::test(flavor = "multi_thread")]
async fn tour_with_incomplete_keys_fails() {
    let printed = run_with("tour", &[], &[("OVH_APPLICATION_KEY", "alone")]).await;
    assert!(printed.contains("OVH_APPLICATION_SECRET"), "{printed}");
    assert!(printed.ends_with("[exit status: 1]"), "{printed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tour_with_local_endpoint_runs_all_examples() {
    let sandbox = Sandbox::start().await.unwrap();
    let printed = run("tour", &[], Some(&sandbox)).await;
    assert!(printed.ends_with("[exit status: 0]"), "{printed}");
    assert_eq!(sandbox.requests_to("DELETE", "/domain/zone/{zoneName}/record/{id}"), 1);
}
