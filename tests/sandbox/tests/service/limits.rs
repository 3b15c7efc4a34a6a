//! What a caller can make more of has an end.

use std::time::Duration;

use ovh_sandbox::{Rate, Sandbox};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::flags::{Program, program};
use crate::support::{Raw, send};

const RECORDS: &str = "/domain/zone/example.com/record";

fn large_record() -> String {
    json!({"fieldType": "TXT", "target": "x".repeat(900_000)}).to_string()
}

#[tokio::test]
async fn writes_beyond_the_limit_fail_until_a_delete() {
    let sandbox = Sandbox::builder().max_state(5_000_000).start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let mut ids = Vec::new();
    let refused = loop {
        let answer = raw.call("POST", RECORDS, &large_record()).await;
        if answer.status != 200 {
            break answer;
        }
        ids.push(answer.ok()["id"].clone());
        assert!(ids.len() <= 6, "nothing ends it");
    };
    assert!(ids.len() >= 4, "{}", ids.len());
    let message = refused.refused(507, "Server::InsufficientStorage");
    assert!(message.contains("5000000 bytes") && message.contains("--max-state"), "{message}");
    // What is there is read, changes that need memory are refused, nothing was added.
    assert_eq!(raw.get(RECORDS).await.ok().as_array().unwrap().len(), 6 + ids.len());
    raw.get(&format!("{RECORDS}/{}", ids[0])).await.ok();
    raw.call("PUT", &format!("{RECORDS}/{}", ids[0]), r#"{"ttl":60}"#)
        .await
        .refused(507, "Server::InsufficientStorage");
    let rules = r#"{"accessRules":[{"method":"GET","path":"/*"}]}"#;
    send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.refused(507, "Server::InsufficientStorage");
    raw.call("DELETE", &format!("{RECORDS}/{}", ids[0]), "").await.ok();
    raw.call("POST", RECORDS, r#"{"fieldType":"TXT","target":"x"}"#).await.ok();
}

#[tokio::test]
async fn reads_make_no_state_without_end() {
    let sandbox = Sandbox::builder().max_state(1 << 20).seed(1).start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let record = json!({"fieldType": "TXT", "target": "x".repeat(1_000_000)}).to_string();
    while raw.call("POST", RECORDS, &record).await.status == 200 {}
    // Far beyond the limit, reading what is new is refused as well, and what is known is not.
    raw.get(RECORDS).await.ok();
    send(raw.http.get(format!("{}/1.0/auth/time", raw.origin))).await.ok();
    raw.get("/auth/currentCredential").await.ok();
    let paths = ["/me/bill", "/me/sshKey", "/vps", "/me", "/services", "/domain"];
    let mut statuses = Vec::new();
    for path in paths {
        statuses.push(raw.get(path).await.status);
    }
    assert!(statuses.iter().all(|status| matches!(status, 200 | 507)), "{statuses:?}");
}

/// The most memory that a process has had, in kilobytes, where the system says so.
fn peak_kb(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

#[tokio::test]
async fn large_posts_do_not_fill_the_memory() {
    // A process of its own, so that other tests do not count.
    let mut program = Program(program(&["--max-state", "16MiB"]).spawn().unwrap());
    let raw = program.raw();
    let body = large_record();
    let mut refused = 0;
    for _ in 0..400 {
        refused += usize::from(raw.call("POST", RECORDS, &body).await.status == 507);
    }
    assert!(refused > 380, "{refused}");
    if let Some(peak) = peak_kb(program.0.id()) {
        assert!(peak < 120 * 1024, "{peak} kB");
    }
}

#[tokio::test]
async fn consumer_keys_come_to_an_end() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let rules = r#"{"accessRules":[{"method":"GET","path":"/*"}]}"#;
    let mut made = 0;
    let refused = loop {
        let answer = send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await;
        if answer.status != 200 {
            break answer;
        }
        made += 1;
        assert!(made < 3000, "nothing ends it");
    };
    let message = refused.refused(507, "Server::InsufficientStorage");
    assert!(message.contains("2000 consumer keys"), "{message}");
    let page = raw.submit(&format!("{}/createToken/?GET=/me", raw.origin), &[]).await;
    assert!(page.status == 507 && page.text.contains("2000 consumer keys"), "{}", page.text);
    // Those that work still do.
    raw.get("/me").await.ok();
}

#[tokio::test]
async fn rules_and_addresses_are_few_and_short() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let rule = json!({"method": "GET", "path": "/me"});
    let long = json!({"method": "GET", "path": format!("/{}", "*a".repeat(2000))});
    let addresses: Vec<String> = (0..=100).map(|number| format!("192.0.2.{number}/32")).collect();
    for body in [
        json!({"accessRules": vec![&rule; 501]}),
        json!({"accessRules": [long]}),
        json!({"accessRules": [rule], "allowedIPs": addresses}),
    ] {
        let answer = send(raw.unsigned("POST", "/1.0/auth/credential", &body.to_string())).await;
        answer.refused(400, "Client::BadRequest");
    }
}

#[tokio::test]
async fn a_list_has_a_limit() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let zone = |count: usize| json!({"zoneFile": "a A 1.1.1.1\n".repeat(count)}).to_string();
    let path = "/domain/zone/example.com/import";
    let message = raw.call("POST", path, &zone(10_001)).await.refused(400, "Client::BadRequest");
    assert!(message.contains("10000 records"), "{message}");
    raw.call("POST", path, &zone(10_000)).await.ok();
    let record = r#"{"fieldType":"TXT","target":"x"}"#;
    let message = raw.call("POST", RECORDS, record).await.refused(507, "Server::InsufficientStorage");
    assert!(message.contains("10000 entries"), "{message}");
    let ids = raw.get(RECORDS).await.ok();
    raw.call("DELETE", &format!("{RECORDS}/{}", ids[0]), "").await.ok();
    raw.call("POST", RECORDS, record).await.ok();
}

#[tokio::test]
async fn connections_wait_for_a_free_place() {
    let sandbox = Sandbox::builder().request_timeout(Duration::from_secs(1)).start().await.unwrap();
    let mut idle = Vec::new();
    for _ in 0..512 {
        match TcpStream::connect(sandbox.address()).await {
            Ok(stream) => idle.push(stream),
            // Fewer files than that may be open at once here.
            Err(_) => break,
        }
    }
    // The idle ones are closed in time, and the next one is served.
    let mut next = TcpStream::connect(sandbox.address()).await.unwrap();
    let request = format!("GET /1.0/auth/time HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", sandbox.address());
    next.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    tokio::time::timeout(Duration::from_secs(20), next.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[tokio::test]
async fn a_rate_limit_knows_no_end_of_callers() {
    let sandbox = Sandbox::builder().rate_limit(Rate::new(1, Duration::from_secs(3600))).start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let long = "x".repeat(10_000);
    let call = async |token: &str| send(raw.http.get(format!("{}/1.0/me", raw.origin)).bearer_auth(token)).await.status;
    assert_eq!((call("a").await, call("a").await, call("b").await), (401, 429, 401));
    // Names that are too long to remember are those of the address.
    assert_eq!((call(&long).await, call(&format!("{long}y")).await), (401, 429));
}
