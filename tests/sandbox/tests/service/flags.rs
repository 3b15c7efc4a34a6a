//! Flags, set by the builder and on the command line.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ovh_api::Config;
use ovh_sandbox::command::announcement;
use ovh_sandbox::{Rate, Sandbox};

use crate::support::{RawClient, now, send};

#[tokio::test]
async fn latency_delays_responses() {
    let sandbox = Sandbox::builder().latency(Duration::from_millis(120)).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let started = Instant::now();
    raw.get("/me").await.ok();
    assert!(started.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn fail_rate_changes_no_state() {
    let sandbox = Sandbox::builder().fail_rate(0.5).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let (mut good, mut pages) = (0, 0);
    for number in 0..60 {
        let body = format!(r#"{{"keyName":"k{number}","key":"ssh-rsa A"}}"#);
        let response = raw.call("POST", "/me/sshKey", &body).await;
        match response.status {
            200 => good += 1,
            500..=503 => pages += usize::from(response.text.starts_with("<html>")),
            other => panic!("{other}: {}", response.text),
        }
    }
    assert!((10..50).contains(&good) && pages > 0, "{good} good, {pages} pages");
    let keys = loop {
        let response = raw.get("/me/sshKey").await;
        if response.status == 200 {
            break response.ok();
        }
    };
    let own = keys.as_array().unwrap().iter().filter(|key| key.as_str().unwrap().starts_with('k')).count();
    assert!(own == good || own == good + 1, "{own} of {good}: {keys}");
}

#[tokio::test]
async fn rate_limit_rejects_further_calls() {
    let sandbox = Sandbox::builder().rate_limit(Rate::new(3, Duration::from_secs(60))).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    for _ in 0..3 {
        raw.get("/me").await.ok();
    }
    let rejected = raw.get("/me").await;
    assert_eq!(rejected.status, 429);
    let wait: u64 = rejected.header("Retry-After").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait));
    raw.with_consumer_key("another").get("/me").await.rejected(403, "This credential is not valid");
}

#[tokio::test]
async fn clock_skew_moves_the_clock() {
    let skew = ovh_api::jiff::SignedDuration::from_mins(8);
    let sandbox = Sandbox::builder().clock_skew(skew).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    raw.get("/me").await.rejected(400, "Query out of time");
    let time = send(raw.unsigned("GET", "/1.0/auth/time", "")).await.ok().as_i64().unwrap();
    assert!((479..=481).contains(&(time - now())));
    send(raw.signed_at("GET", "/1.0/me", "", time)).await.ok();

    // The typed client corrects its clock.
    let client = Config::new().without_environment().without_standard_files().file(conf(&sandbox)).client().unwrap();
    assert_eq!(client.vps().list().await.unwrap().len(), 3);
}

/// Writes the announced `ovh.conf` to a file of the test's temporary folder.
fn conf(sandbox: &Sandbox) -> PathBuf {
    let announced = announcement(sandbox);
    let (_, file) = announced.split_once("# The same as an ovh.conf:\n").unwrap();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.conf", sandbox.address().port()));
    std::fs::write(&path, file).unwrap();
    path
}

#[tokio::test]
async fn seed_reproduces_responses() {
    let mut responses = Vec::new();
    for seed in [3, 3, 4] {
        let sandbox = Sandbox::builder().seed(seed).start().await.unwrap();
        let raw = RawClient::new(&sandbox);
        let mut seen = vec![sandbox.consumer_key().to_owned()];
        for path in ["/me", "/me/bill", "/vps/vps-1a2b3c4d.vps.ovh.net", "/services/41001"] {
            seen.push(raw.get(path).await.ok().to_string());
        }
        responses.push(seen);
    }
    assert_eq!(responses[0], responses[1]);
    assert_ne!(responses[0], responses[2]);
}

/// A running program, which is killed when it is dropped.
pub struct Program(pub Child);

impl Program {
    /// Creates a client with the keys that the program prints.
    pub fn raw(&mut self) -> RawClient {
        let mut lines = BufReader::new(self.0.stdout.take().unwrap()).lines().map(Result::unwrap);
        let origin = lines.next().unwrap().strip_prefix("listening on ").unwrap().to_owned();
        let mut key = |name: &str| {
            let line = lines.find(|line| line.starts_with(&format!("export OVH_{name}="))).unwrap();
            line.split_once('=').unwrap().1.to_owned()
        };
        RawClient {
            origin,
            application_key: key("APPLICATION_KEY"),
            application_secret: key("APPLICATION_SECRET"),
            consumer_key: key("CONSUMER_KEY"),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn program(flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ovh-sandbox"));
    command.args(flags).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[tokio::test]
async fn program_prints_address_and_stops_on_ctrl_c() {
    let flags = ["--port", "0", "--latency", "1ms", "--clock-skew", "-8m", "--rate-limit", "600/min", "--seed", "5"];
    let mut program = Program(program(&flags).spawn().unwrap());
    let mut lines = BufReader::new(program.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.next().unwrap();
    let address = address.strip_prefix("listening on http://127.0.0.1:").unwrap();
    let port: u16 = address.parse().unwrap();
    let exported = ["ENDPOINT", "APPLICATION_KEY", "APPLICATION_SECRET", "CONSUMER_KEY"].map(|name| {
        let line = lines.next().unwrap();
        line.strip_prefix(&format!("export OVH_{name}=")).unwrap_or_else(|| panic!("{line}")).to_owned()
    });
    assert_eq!(exported[0], format!("http://127.0.0.1:{port}/1.0"));
    let file: Vec<String> = lines.by_ref().take(10).collect();
    assert!(
        file.contains(&"[default]".to_owned()) && file.contains(&format!("consumer_key={}", exported[3])),
        "{file:?}"
    );

    let raw = RawClient {
        origin: format!("http://127.0.0.1:{port}"),
        application_key: exported[1].clone(),
        application_secret: exported[2].clone(),
        consumer_key: exported[3].clone(),
        http: reqwest::Client::builder().no_proxy().build().unwrap(),
    };
    send(raw.signed_at("GET", "/1.0/vps", "", now() - 480)).await.ok();

    let killed = Command::new("kill").args(["-INT", &program.0.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let status = program.0.wait().unwrap();
    assert_eq!(status.code(), Some(0));
    let mut stderr = String::new();
    program.0.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!(stderr, "");
}

#[tokio::test]
async fn error_and_limit_flags_take_effect() {
    let flags = ["--legacy-errors", "--allow-host", "sandbox.test", "--allow-host", "[::1]:1", "--max-state", "2MiB"];
    let more = ["--request-timeout", "500ms", "--deny-action", "vps:apiovh:*", "--deny-action", "me:apiovh:get"];
    let mut program = Program(program(&[&flags[..], &more].concat()).spawn().unwrap());
    let mut lines = BufReader::new(program.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let origin = lines.next().unwrap().strip_prefix("listening on ").unwrap().to_owned();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let rejected = send(http.get(format!("{origin}/1.0/me")).header("Host", "sandbox.test")).await;
    assert_eq!((rejected.status, &rejected.json()["errorCode"]), (403, &"NOT_CREDENTIAL".into()));
    let slow = reqwest::Body::from("");
    assert_eq!(send(http.post(format!("{origin}/1.0/me")).header("Content-Length", "5").body(slow)).await.status, 408);
    let (id, secret) = {
        let keys = lines.find(|line| line.starts_with("# OAuth2 instead: ")).unwrap();
        let key = |name: &str| keys.split(' ').find_map(|word| word.strip_prefix(name)).unwrap().to_owned();
        (key("client_id="), key("client_secret="))
    };
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let request = http.post(format!("{origin}/auth/oauth2/token")).body(form);
    let granted = send(request.header("Content-Type", "application/x-www-form-urlencoded")).await.ok();
    let call = |path| http.get(format!("{origin}{path}")).bearer_auth(granted["access_token"].as_str().unwrap());
    let denied = send(call("/1.0/vps/vps-1a2b3c4d.vps.ovh.net")).await.json();
    assert_eq!(denied["details"]["unauthorizedActionsByIAM"], "vps:apiovh:get");
    send(call("/1.0/domain")).await.ok();
}

#[test]
fn invalid_flags_name_the_expected_value() {
    for (flags, expected) in [
        (["--max-state", "big"], "invalid size \"big\": expected e.g. 64MiB"),
        (["--max-state", "1KiB"], "\"1KiB\" is too small: expected at least 1MiB"),
        (["--request-timeout", "0s"], "the timeout must be longer than 0"),
        (["--request-timeout", "fast"], "expected a number and a unit"),
        (["--allow-host", "http://x"], "invalid host \"http://x\": expected a name or address such as sandbox.test"),
        (["--deny-action", "reboot"], "invalid IAM action \"reboot\": expected e.g. vps:apiovh:reboot"),
        (["--legacy-errors", "yes"], "unexpected argument 'yes' found"),
    ] {
        let output = program(&flags).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), stderr.contains(expected)), (Some(2), true), "{flags:?}: {stderr}");
    }
}

#[test]
fn invalid_flags_exit_with_an_error() {
    for flags in [
        &["--port", "x"][..],
        &["--port", "70000"],
        &["--latency", "fast"],
        &["--latency", "-5ms"],
        &["--fail-rate", "2"],
        &["--rate-limit", "60"],
        &["--clock-skew", "x"],
        &["--seed", "-1"],
        &["--faults", "1.1"],
        &["--jump-every", "0"],
        &["--nonsense"],
    ] {
        let output = program(flags).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{flags:?}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: "), "{flags:?}");
        assert!(output.stdout.is_empty());
    }
    let empty = tempfile::tempdir().unwrap();
    let output = program(&["--schemas", empty.path().to_str().unwrap()]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), stderr.starts_with("error: no schemas in ")), (Some(1), true), "{stderr}");
}

#[tokio::test]
async fn port_in_use_is_an_error() {
    let sandbox = Sandbox::start().await.unwrap();
    let port = sandbox.address().port();
    let error = Sandbox::builder().port(port).start().await.unwrap_err();
    assert!(error.to_string().starts_with(&format!("cannot listen on port {port} of 127.0.0.1: ")), "{error}");
    drop(sandbox);
    Sandbox::builder().port(port).start().await.unwrap();
}
