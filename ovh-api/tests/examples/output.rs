//! The output of the examples, run against a sandbox.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;

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
async fn iam_policy_example_creates_and_deletes_a_policy() {
    let sandbox = Sandbox::start().await.unwrap();
    let user = client(&sandbox).me().identity_user().await.unwrap().remove(0);
    let before = client(&sandbox).v2().iam().policy().await.unwrap().len();
    insta::assert_snapshot!(run("iam_policy", &[&user, "vps-1a2b3c4d.vps.ovh.net"], Some(&sandbox)).await);
    let unknown = run("iam_policy", &[&user, "vps-0.vps.ovh.net"], Some(&sandbox)).await;
    assert!(unknown.starts_with("vps-0.vps.ovh.net is not a VPS of the account\n"), "{unknown}");
    assert_eq!(client(&sandbox).v2().iam().policy().await.unwrap().len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn invoices_example_sums_the_bills_of_a_period() {
    let sandbox = Sandbox::start().await.unwrap();
    let all = run("invoices", &["2000-01-01", "2100-01-01"], Some(&sandbox)).await;
    let bills: Vec<&str> = all.lines().filter(|line| line.starts_with("20")).collect();
    // The date of the newest bill, as a period of one day.
    let (day, _) = bills.last().unwrap().split_once(' ').unwrap();
    let newest = run("invoices", &[day, day], Some(&sandbox)).await;
    assert!(newest.contains(bills.last().unwrap()), "{newest}");
    assert!(!newest.contains(bills[0]), "{newest}");
    let cents = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
    let sum: i64 = bills.iter().map(|bill| cents(bill.split_whitespace().nth(4).unwrap())).sum();
    let total = all.lines().find_map(|line| line.strip_prefix("total ")?.strip_suffix(" EUR")).unwrap();
    assert_eq!(cents(total), sum, "{all}");
    assert!(run("invoices", &["2026-13-01", "2026-12-31"], None).await.starts_with("usage: invoices FROM TO"));
}

#[tokio::test(flavor = "multi_thread")]
async fn renewals_example_prints_table_json_and_csv() {
    let sandbox = Sandbox::start().await.unwrap();
    let table = run("renewals", &["100"], Some(&sandbox)).await;
    let json = run("renewals", &["100", "--json"], Some(&sandbox)).await;
    let csv = run("renewals", &["100", "--csv"], Some(&sandbox)).await;
    let json: serde_json::Value = serde_json::from_str(json.rsplit_once('\n').unwrap().0).unwrap();
    let entries = json.as_array().unwrap();
    assert!(!entries.is_empty() && entries.is_sorted_by_key(|entry| entry["end"].as_str().unwrap().to_owned()));
    assert_eq!(table.lines().filter(|line| line.starts_with("paid until 20")).count(), entries.len());
    let rows = csv.lines().skip(1).filter(|line| !line.starts_with('['));
    assert!(rows.zip(entries).all(|(row, entry)| row.starts_with(&format!("{},", entry["name"].as_str().unwrap()))));
    assert!(run("renewals", &["soon"], None).await.starts_with("usage: renewals DAYS"));
}

#[tokio::test(flavor = "multi_thread")]
async fn acme_example_publishes_and_removes_its_own_value() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut printed = String::new();
    for arguments in [
        ["auth", "www.example.com", "first"],
        ["auth", "*.www.example.com", "second"],
        ["cleanup", "www.example.com", "first"],
        ["cleanup", "www.example.com", "first"],
        ["auth", "example.test", "first"],
        ["renew", "example.com", "first"],
    ] {
        printed += &run("acme_dns01", &arguments, Some(&sandbox)).await;
        printed += "\n";
    }
    insta::assert_snapshot!(printed);
    let left = client(&sandbox).domain().zone_record("example.com").sub_domain("_acme-challenge.www").await.unwrap();
    let record = client(&sandbox).domain().zone_record_get("example.com", left[0]).await.unwrap();
    assert_eq!((left.len(), record.target.as_str()), (1, "\"second\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn axum_example_answers_with_json_and_maps_errors() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut command = program::example("axum_service");
    command.env("OVH_ENDPOINT", sandbox.url()).env("OVH_APPLICATION_KEY", sandbox.application_key());
    command.env("OVH_APPLICATION_SECRET", sandbox.application_secret());
    command.env("OVH_CONSUMER_KEY", sandbox.consumer_key()).arg("127.0.0.1:0").stdout(Stdio::piped());
    let mut service = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(service.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim_end().strip_prefix("listening on http://").unwrap().to_owned();
    let get = |path: &str| {
        let mut connection = TcpStream::connect(&address).unwrap();
        write!(connection, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
        let mut response = String::new();
        connection.read_to_string(&mut response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        (head.lines().next().unwrap().to_owned(), serde_json::from_str::<serde_json::Value>(body).unwrap())
    };
    let (list, one, unknown) = (get("/vps"), get("/vps/vps-1a2b3c4d.vps.ovh.net"), get("/vps/vps-0.vps.ovh.net"));
    service.kill().unwrap();
    service.wait().unwrap();
    assert_eq!(list.0, "HTTP/1.0 200 OK");
    assert!(list.1.as_array().unwrap().contains(&one.1["name"]), "{list:?} {one:?}");
    assert_eq!((one.0.as_str(), &one.1["state"]), ("HTTP/1.0 200 OK", &serde_json::json!("running")));
    assert_eq!(unknown, ("HTTP/1.0 404 Not Found".to_owned(), serde_json::json!({"error": "Not Found"})));
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
        "iam_policy",
        "invoices",
        "renewals",
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
