//! The command line.

#![cfg(test)]

#[path = "support/process.rs"]
mod process;

use ovh_sandbox::Sandbox;
use process::{Process, program, with_keys};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

async fn request(process: &Process, method: Method, path: &str, body: Option<&Value>) -> (StatusCode, String) {
    let (origin, token) = process.parts();
    let client = Client::builder().no_proxy().build().unwrap();
    let mut request = client.request(method, format!("{origin}{path}")).bearer_auth(token);
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    let response = request.send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

async fn execute(process: &Process, method: &str, confirmation: Option<&str>) -> (StatusCode, String) {
    let path = if method == "GET" { "/me" } else { "/vps/{serviceName}/reboot" };
    let values = if method == "GET" { json!({}) } else { json!({"path": {"serviceName": "vps-1a2b3c4d.vps.ovh.net"}}) };
    let call = json!({"branch": "v1", "method": method, "path": path, "values": values, "confirmation": confirmation});
    request(process, Method::POST, "/api/execute", Some(&call)).await
}

#[tokio::test]
async fn program_prints_its_address_and_starts_a_sandbox() {
    let process = Process::start(&mut program(&[]));
    let (origin, token) = process.parts();
    assert!(origin.starts_with("http://127.0.0.1:") && token.len() == 64, "{}", process.url);
    let (status, text) = request(&process, Method::GET, "/api/console", None).await;
    assert_eq!((status, text.as_str()), (StatusCode::OK, r#"{"service":"sandbox","writes":"allowed"}"#));
    let (status, text) = execute(&process, "POST", None).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["status"], 200, "{text}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn memory_stays_below_400_mb() {
    let process = Process::start(&mut program(&[]));
    for path in ["/api/catalog", "/api/operation?branch=v1&method=GET&path=/me"] {
        assert_eq!(request(&process, Method::GET, path, None).await.0, StatusCode::OK);
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    println!("peak: {} MB", peak / 1024);
    assert!(peak / 1024 < 400, "{peak} kB");
}

#[tokio::test]
async fn endpoint_uses_a_running_sandbox() {
    let sandbox = Sandbox::builder().keep_writes().start().await.unwrap();
    let process = Process::start(with_keys(&mut program(&["--endpoint", sandbox.url()]), &sandbox));
    let (status, text) = execute(&process, "POST", None).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    assert_eq!(sandbox.writes().len(), 1);
}

#[tokio::test]
async fn account_is_only_read_without_the_flag() {
    let sandbox = Sandbox::builder().keep_writes().start().await.unwrap();
    let process = Process::start(with_keys(&mut program(&["--account"]), &sandbox));
    let (status, text) = execute(&process, "GET", None).await;
    assert!(status == StatusCode::OK && text.contains("fl4210-ovh"), "{text}");
    let line = "POST /vps/vps-1a2b3c4d.vps.ovh.net/reboot";
    for confirmation in [None, Some(line)] {
        let (status, text) = execute(&process, "POST", confirmation).await;
        let expected = format!("{line} is not executed: start the console with --allow-writes to change the account");
        assert_eq!((status, text), (StatusCode::FORBIDDEN, expected));
    }
    assert!(sandbox.writes().is_empty());
}

#[tokio::test]
async fn writes_to_an_account_must_be_confirmed() {
    let sandbox = Sandbox::builder().keep_writes().start().await.unwrap();
    let process = Process::start(with_keys(&mut program(&["--account", "--allow-writes"]), &sandbox));
    let line = "POST /vps/vps-1a2b3c4d.vps.ovh.net/reboot";
    for confirmation in [None, Some("POST /vps/vps-5e6f7a8b.vps.ovh.net/reboot"), Some("yes")] {
        let (status, text) = execute(&process, "POST", confirmation).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{text}");
        assert_eq!(text, format!("confirm {line}: the confirmation must repeat method and path"));
    }
    assert!(sandbox.writes().is_empty());
    let (status, text) = execute(&process, "POST", Some(line)).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    assert_eq!(sandbox.writes().len(), 1);
}

#[tokio::test]
async fn schemas_of_another_folder_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("v1")).unwrap();
    let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/v1/ssl.json");
    std::fs::copy(own, folder.path().join("v1/ssl.json")).unwrap();
    let process = Process::start(&mut program(&["--schemas", folder.path().to_str().unwrap()]));
    let (_, text) = request(&process, Method::GET, "/api/catalog", None).await;
    let catalog: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(catalog["apis"], json!([{"branch": "v1", "api": "/ssl", "operations": 6}]));
    assert_eq!(catalog["operations"].as_array().unwrap().len(), 6);
}

#[cfg(target_os = "linux")]
#[test]
fn open_starts_a_browser_with_the_address() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let browser = folder.path().join("xdg-open");
    std::fs::write(
        &browser,
        format!("#!/bin/sh\necho \"$1\" > {0}/new && mv {0}/new {0}/opened\n", folder.path().display()),
    )
    .unwrap();
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let process = Process::start(program(&["--open"]).env("PATH", path));
    let opened = folder.path().join("opened");
    let start = std::time::Instant::now();
    while !opened.exists() && start.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(std::fs::read_to_string(opened).unwrap().trim_end(), process.url);
}

#[test]
fn wrong_arguments_are_errors() {
    let error = |arguments: &[&str]| {
        let output = program(arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(
        error(&["--endpoint", "https://eu.api.ovh.com/1.0"]),
        "error: https://eu.api.ovh.com/1.0 is not on this machine: use --account to call OVHcloud with your \
         credentials\n"
    );
    assert!(error(&["--schemas", "/none"]).starts_with("error: no schemas in /none"));
    assert!(error(&["--account", "--endpoint", "http://127.0.0.1:1"]).contains("cannot be used with"));
    assert!(error(&["--allow-writes"]).contains("--account"));
    assert!(error(&["--account"]).starts_with("error: "), "without credentials");
}
