//! DNS clients against the zones of the sandbox.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use ovh_sandbox::Sandbox;

/// The folder with the clients, which are installed at the first run.
static CLIENTS: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("dns-clients");
    std::fs::create_dir_all(&folder).unwrap();
    let status = Command::new(scripts().join("install")).arg(&folder).status().unwrap();
    assert!(status.success(), "the installation failed");
    folder
});

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/dns")
}

async fn run(script: &'static str) {
    let sandbox = Sandbox::start().await.unwrap();
    let clients = tokio::task::spawn_blocking(|| CLIENTS.clone()).await.unwrap();
    let mut command = Command::new(clients.join("python/bin/python"));
    command
        .arg(scripts().join(script))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("CLIENTS", &clients)
        .env("SANDBOX_URL", sandbox.url())
        .env("SANDBOX_APPLICATION_KEY", sandbox.application_key())
        .env("SANDBOX_APPLICATION_SECRET", sandbox.application_secret())
        .env("SANDBOX_CONSUMER_KEY", sandbox.consumer_key())
        .current_dir(env!("CARGO_TARGET_TMPDIR"));
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{stdout}\n{stderr}");
    assert_eq!(stdout.trim(), "done");
}

#[tokio::test]
async fn lexicon_creates_lists_updates_and_deletes() {
    run("run_lexicon.py").await;
}

#[tokio::test]
async fn certbot_gets_a_certificate_from_pebble() {
    run("run_certbot.py").await;
}

#[tokio::test]
async fn lego_gets_a_certificate_from_pebble() {
    run("run_lego.py").await;
}

#[tokio::test]
async fn octodns_applies_a_zone_once() {
    run("run_octodns.py").await;
}

#[tokio::test]
async fn dnspython_reads_exports_of_all_accepted_records() {
    run("read_exports.py").await;
}
