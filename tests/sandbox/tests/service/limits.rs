//! Limits of memory, objects, keys and connections.

use std::time::Duration;

use ovh_sandbox::{Rate, Sandbox};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::flags::{Program, program};
use crate::support::{RawClient, send};

const RECORDS: &str = "/domain/zone/example.com/record";

/// Objects of any size; the data of DNS records is limited.
const REDIRECTIONS: &str = "/domain/zone/example.com/redirection";

fn large_redirection() -> String {
    json!({"target": "https://example.net", "type": "visible", "title": "x".repeat(900_000)}).to_string()
}

#[tokio::test]
async fn writes_beyond_the_limit_fail_until_a_delete() {
    let sandbox = Sandbox::builder().max_state(5_000_000).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let before = raw.get(REDIRECTIONS).await.ok().as_array().unwrap().len();
    let mut ids = Vec::new();
    let rejected = loop {
        let response = raw.call("POST", REDIRECTIONS, &large_redirection()).await;
        if response.status != 200 {
            break response;
        }
        ids.push(response.ok()["id"].clone());
        assert!(ids.len() <= 6, "no limit was reached");
    };
    assert!(ids.len() >= 4, "{}", ids.len());
    let message = rejected.rejected(507, "Server::InsufficientStorage");
    assert!(message.contains("5000000 bytes") && message.contains("--max-state"), "{message}");
    // Existing objects can be read, changes that need memory are rejected, and no object was added.
    assert_eq!(raw.get(REDIRECTIONS).await.ok().as_array().unwrap().len(), before + ids.len());
    raw.get(&format!("{REDIRECTIONS}/{}", ids[0])).await.ok();
    raw.call("PUT", &format!("{REDIRECTIONS}/{}", ids[0]), r#"{"title":"y"}"#)
        .await
        .rejected(507, "Server::InsufficientStorage");
    let rules = r#"{"accessRules":[{"method":"GET","path":"/*"}]}"#;
    send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.rejected(507, "Server::InsufficientStorage");
    raw.call("DELETE", &format!("{REDIRECTIONS}/{}", ids[0]), "").await.ok();
    raw.call("POST", RECORDS, r#"{"fieldType":"TXT","target":"x"}"#).await.ok();
}

#[tokio::test]
async fn reads_beyond_the_limit_add_no_state() {
    let sandbox = Sandbox::builder().max_state(1 << 20).seed(1).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    while raw.call("POST", REDIRECTIONS, &large_redirection()).await.status == 200 {}
    // Far beyond the limit, reads of new objects are rejected too, but not those of known ones.
    raw.get(REDIRECTIONS).await.ok();
    send(raw.http.get(format!("{}/1.0/auth/time", raw.origin))).await.ok();
    raw.get("/auth/currentCredential").await.ok();
    let paths = ["/me/bill", "/me/sshKey", "/vps", "/me", "/services", "/domain"];
    let mut statuses = Vec::new();
    for path in paths {
        statuses.push(raw.get(path).await.status);
    }
    assert!(statuses.iter().all(|status| matches!(status, 200 | 507)), "{statuses:?}");
}

/// Returns the peak memory of a process in kilobytes, on systems that report it.
fn peak_kb(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

#[tokio::test]
async fn large_posts_do_not_fill_the_memory() {
    // In its own process, so that the memory of other tests is not measured.
    let mut program = Program(program(&["--max-state", "16MiB"]).spawn().unwrap());
    let raw = program.raw();
    let body = large_redirection();
    raw.get("/me").await.ok();
    // The schemas of all APIs take most of it.
    let at_start = peak_kb(program.0.id());
    let mut rejected = 0;
    for _ in 0..400 {
        rejected += usize::from(raw.call("POST", REDIRECTIONS, &body).await.status == 507);
    }
    assert!(rejected > 380, "{rejected}");
    if let (Some(at_start), Some(peak)) = (at_start, peak_kb(program.0.id())) {
        assert!(peak < at_start + 64 * 1024, "{peak} kB, {at_start} kB at the start");
    }
}

#[tokio::test]
async fn consumer_keys_have_a_maximum() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let rules = r#"{"accessRules":[{"method":"GET","path":"/*"}]}"#;
    let mut made = 0;
    let rejected = loop {
        let response = send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await;
        if response.status != 200 {
            break response;
        }
        made += 1;
        assert!(made < 3000, "no limit was reached");
    };
    let message = rejected.rejected(507, "Server::InsufficientStorage");
    assert!(message.contains("2000 consumer keys"), "{message}");
    let page = raw.submit(&format!("{}/createToken/?GET=/me", raw.origin), &[]).await;
    assert!(page.status == 507 && page.text.contains("2000 consumer keys"), "{}", page.text);
    // Existing keys still work.
    raw.get("/me").await.ok();
}

#[tokio::test]
async fn rules_and_addresses_have_maximum_sizes() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let rule = json!({"method": "GET", "path": "/me"});
    let long = json!({"method": "GET", "path": format!("/{}", "*a".repeat(2000))});
    let addresses: Vec<String> = (0..=100).map(|number| format!("192.0.2.{number}/32")).collect();
    for body in [
        json!({"accessRules": vec![&rule; 501]}),
        json!({"accessRules": [long]}),
        json!({"accessRules": [rule], "allowedIPs": addresses}),
    ] {
        let response = send(raw.unsigned("POST", "/1.0/auth/credential", &body.to_string())).await;
        response.rejected(400, "Client::BadRequest");
    }
}

#[tokio::test]
async fn lists_have_a_maximum_length() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let zone = |count: usize| json!({"zoneFile": "a A 1.1.1.1\n".repeat(count)}).to_string();
    let path = "/domain/zone/example.com/import";
    let message = raw.call("POST", path, &zone(10_001)).await.rejected(400, "Client::BadRequest");
    assert!(message.contains("10000 records"), "{message}");
    raw.call("POST", path, &zone(10_000)).await.ok();
    let record = r#"{"fieldType":"TXT","target":"x"}"#;
    let message = raw.call("POST", RECORDS, record).await.rejected(507, "Server::InsufficientStorage");
    assert!(message.contains("10000 entries"), "{message}");
    let ids = raw.get(RECORDS).await.ok();
    raw.call("DELETE", &format!("{RECORDS}/{}", ids[0]), "").await.ok();
    raw.call("POST", RECORDS, record).await.ok();
}

#[tokio::test]
async fn connections_beyond_the_limit_wait() {
    let sandbox = Sandbox::builder().request_timeout(Duration::from_secs(1)).start().await.unwrap();
    let mut idle = Vec::new();
    for _ in 0..512 {
        match TcpStream::connect(sandbox.address()).await {
            Ok(stream) => idle.push(stream),
            // The system allows fewer open files.
            Err(_) => break,
        }
    }
    // Idle connections time out, then the next one is served.
    let mut next = TcpStream::connect(sandbox.address()).await.unwrap();
    let request = format!("GET /1.0/auth/time HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", sandbox.address());
    next.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    tokio::time::timeout(Duration::from_secs(20), next.read_to_string(&mut response)).await.unwrap().unwrap();
    assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
}

#[tokio::test]
async fn rate_limit_ignores_long_caller_names() {
    let sandbox = Sandbox::builder().rate_limit(Rate::new(1, Duration::from_secs(3600))).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let long = "x".repeat(10_000);
    let call = async |token: &str| send(raw.http.get(format!("{}/1.0/me", raw.origin)).bearer_auth(token)).await.status;
    assert_eq!((call("a").await, call("a").await, call("b").await), (401, 429, 401));
    // Callers with long names share the limit of their address.
    assert_eq!((call(&long).await, call(&format!("{long}y")).await), (401, 429));
}
