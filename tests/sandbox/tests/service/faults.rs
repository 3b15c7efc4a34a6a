//! Injected faults, and whether the operation was performed.

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::time::{Duration, Instant};

use ovh_sandbox::Sandbox;
use reqwest::StatusCode;

use crate::support::{RawClient, now, send};

/// Creates a client with a connection for each call.
fn raw(sandbox: &Sandbox) -> RawClient {
    let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
    RawClient { http, ..RawClient::new(sandbox) }
}

/// The result of a call.
#[derive(Debug)]
enum Seen {
    /// Status, content type, whether `Retry-After` is present, body.
    Response(StatusCode, String, bool, Vec<u8>),
    Broken,
    Refused,
}

async fn post(raw: &RawClient, number: usize) -> Seen {
    let body = format!(r#"{{"keyName":"k{number}","key":"ssh-rsa A"}}"#);
    let response = match raw.signed("POST", "/1.0/me/sshKey", &body).send().await {
        Ok(response) => response,
        Err(error) if error.is_connect() => return Seen::Refused,
        Err(_) => return Seen::Broken,
    };
    let kind = response.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned()).unwrap_or_default();
    let (status, when) = (response.status(), response.headers().contains_key("retry-after"));
    match response.bytes().await {
        Ok(body) => Seen::Response(status, kind, when, body.to_vec()),
        Err(_) => Seen::Broken,
    }
}

/// Returns the fault that was counted between two snapshots.
fn new_fault(before: &BTreeMap<&'static str, u64>, after: &BTreeMap<&'static str, u64>) -> Option<&'static str> {
    after.iter().find(|(name, count)| before.get(*name) != Some(*count)).map(|(name, _)| *name)
}

#[tokio::test]
async fn faults_match_their_names() {
    let slow = Duration::from_millis(30);
    let sandbox = Sandbox::builder().faults(1.0).fault_seed(1).slow(slow).keep_writes().start().await.unwrap();
    let raw = raw(&sandbox);
    let (mut kinds, mut number) = (BTreeMap::new(), 0);
    // There are 25 kinds; one is ten times as rare as the others.
    while kinds.len() < 25 {
        number += 1;
        assert!(number < 10_000, "{kinds:?}");
        let (before, written, started) = (sandbox.faults(), sandbox.writes().len(), Instant::now());
        let arrived = sandbox.requests();
        let seen = post(&raw, number).await;
        let Some(name) = new_fault(&before, &sandbox.faults()) else {
            // An outage resets connections that were not accepted yet.
            let kept_away = matches!(seen, Seen::Refused | Seen::Broken) && sandbox.requests() == arrived;
            assert!(kept_away, "only an outage loses a request: {seen:?}");
            continue;
        };
        *kinds.entry(name).or_insert(0) += 1;
        assert_eq!(sandbox.writes().len() - written, usize::from(name.starts_with("done")), "{name}");
        let fits = match &seen {
            Seen::Refused => false,
            Seen::Broken => ["closed", "reset", "cut", "outage"].iter().any(|end| name.ends_with(end)),
            Seen::Response(status, kind, when, body) => {
                let status_in_name = name.rsplit_once(' ').and_then(|(_, number)| number.parse().ok()).unwrap_or(200);
                let json = serde_json::from_slice::<serde_json::Value>(body).is_ok();
                let (expected, page, json_expected) = match name {
                    "stale credentials" => (400, false, true),
                    "error 429 with Retry-After" => (429, false, true),
                    "done, garbled" | "done, truncated" => (200, false, false),
                    "done, mislabelled" => (200, true, true),
                    "done, slow" => (200, false, started.elapsed() >= slow),
                    _ => (status_in_name, name.contains("page"), !name.contains("page")),
                };
                let retry_after = name.ends_with("Retry-After");
                status.as_u16() == expected
                    && kind.starts_with("text/html") == page
                    && json == json_expected
                    && *when == retry_after
            }
        };
        assert!(fits, "{name}: {seen:?}");
    }
    let outages = kinds["outage"];
    assert_eq!(sandbox.faults().values().sum::<u64>(), kinds.values().sum::<u64>(), "{outages} outages");
}

#[tokio::test]
async fn token_requests_fail_with_faults() {
    let sandbox = Sandbox::builder().faults(0.9).fault_seed(1).slow(Duration::ZERO).start().await.unwrap();
    let raw = raw(&sandbox);
    let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let mut unharmed = 0;
    // All kinds except "stale credentials" and "ISO-8859-1", which do not apply.
    while sandbox.token_faults().len() < 23 {
        let (granted, faults, arrived) = (sandbox.tokens_granted(), sandbox.token_faults(), sandbox.requests());
        let request = raw.http.post(sandbox.oauth2_token_url()).body(form.clone());
        let response = request.header("Content-Type", "application/x-www-form-urlencoded").send().await;
        let was_granted = sandbox.tokens_granted() > granted;
        match (response, new_fault(&faults, &sandbox.token_faults())) {
            (Err(error), None) => assert!(sandbox.requests() == arrived, "lost without an outage: {error}"),
            (_, Some(name)) => assert_eq!(was_granted, name.starts_with("done"), "{name}"),
            (Ok(response), None) => {
                unharmed += 1;
                assert!(response.status() == StatusCode::OK && was_granted);
            }
        }
        assert!(unharmed < 1000, "{faults:?}");
    }
    assert!(unharmed > 0 && sandbox.faults().is_empty());
}

#[tokio::test]
async fn latin1_fault_returns_invalid_utf8() {
    let sandbox = Sandbox::builder().faults(1.0).fault_seed(1).slow(Duration::ZERO).start().await.unwrap();
    let raw = raw(&sandbox);
    for _ in 0..10_000 {
        let before = sandbox.faults();
        let response = raw.signed("GET", "/1.0/me", "").send().await;
        if new_fault(&before, &sandbox.faults()) == Some("done, ISO-8859-1") {
            let body = response.unwrap().bytes().await.unwrap();
            assert!(std::str::from_utf8(&body).is_err(), "{body:?}");
            let decoded: String = body.iter().copied().map(char::from).collect();
            let me: serde_json::Value = serde_json::from_str(&decoded).unwrap();
            assert_eq!(me["nichandle"], "fl4210-ovh");
            return;
        }
    }
    panic!("the fault did not occur");
}

#[tokio::test]
async fn fault_seed_reproduces_faults() {
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        let sandbox = Sandbox::builder().faults(0.4).fault_seed(seed).slow(Duration::ZERO).start().await.unwrap();
        let raw = raw(&sandbox);
        for number in 0..40 {
            // Repeats requests that were lost in an outage.
            let arrived = sandbox.requests();
            while sandbox.requests() == arrived {
                post(&raw, number).await;
            }
        }
        runs.push(sandbox.faults());
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[tokio::test]
async fn clock_jump_expires_timestamps() {
    let sandbox = Sandbox::builder().jump_every(NonZeroU64::new(3).unwrap()).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    for _ in 0..2 {
        raw.get("/me").await.ok();
    }
    raw.get("/me").await.rejected(400, "Query out of time");
    assert_eq!(sandbox.clock_jumps(), 1);
    send(raw.signed_at("GET", "/1.0/me", "", now() + 61 * 60)).await.ok();
}
