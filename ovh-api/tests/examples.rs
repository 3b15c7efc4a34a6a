//! The examples as a newcomer runs them, each as a program of its own against a sandbox: what they print.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::process::Command;

use ovh_sandbox::Sandbox;

/// The program; `cargo test` has built it, unless it was told to build this test alone: then it may be missing or old.
fn program(example: &str) -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let program = this.parent().unwrap().with_file_name("examples").join(example);
    let program = program.with_extension(std::env::consts::EXE_EXTENSION);
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples").join(example).with_extension("rs");
    let changed = |path| std::fs::metadata(path).and_then(|file| file.modified()).ok();
    if changed(&program) < changed(&source) {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--example", example]).current_dir(env!("CARGO_MANIFEST_DIR"));
        assert!(build.status().unwrap().success());
    }
    program
}

/// Runs an example with the keys of the sandbox in the environment, or none; gives all that it prints, which shows none
/// of them.
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
        assert!(!printed.contains(key), "{example} shows {name}: {printed}");
    }
    printed
}

/// Runs an example with these variables and no others of OVHcloud's.
async fn run_with(example: &str, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(program(example));
    for name in std::env::vars_os().map(|(name, _)| name).filter(|name| name.to_string_lossy().starts_with("OVH_")) {
        command.env_remove(name);
    }
    let empty = std::env::temp_dir().join(format!("ovh-api-examples-{}", std::process::id()));
    std::fs::create_dir_all(&empty).unwrap();
    command.args(arguments).envs(variables.iter().copied()).env("HOME", &empty).current_dir(&empty);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    text.push_str(&String::from_utf8(output.stderr).unwrap());
    let text = text.replace(&*empty.to_string_lossy(), "~");
    format!("{text}[{}]", output.status)
}

#[tokio::test(flavor = "multi_thread")]
async fn services() {
    let sandbox = Sandbox::start().await.unwrap();
    insta::assert_snapshot!(run("services", &[], Some(&sandbox)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn vps_infos() {
    let sandbox = Sandbox::start().await.unwrap();
    insta::assert_snapshot!(run("vps_infos", &[], Some(&sandbox)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn change_contact() {
    let sandbox = Sandbox::start().await.unwrap();
    let changed = run("change_contact", &["vps-1a2b3c4d.vps.ovh.net", "fl4210-ovh"], Some(&sandbox)).await;
    let mistyped = run("change_contact", &["vps-1a2b3c4e.vps.ovh.net", "fl4210-ovh"], Some(&sandbox)).await;
    let forgotten = run("change_contact", &[], Some(&sandbox)).await;
    insta::assert_snapshot!(format!("{changed}\n\n{mistyped}\n\n{forgotten}"));
    assert_eq!(sandbox.requests_to("POST", "/vps/{serviceName}/changeContact"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn dns_record() {
    let sandbox = Sandbox::start().await.unwrap();
    insta::assert_snapshot!(run("dns_record", &["example.com"], Some(&sandbox)).await);
    assert_eq!(sandbox.requests_to("POST", "/domain/zone/{zoneName}/refresh"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn api_keys() {
    let sandbox = Sandbox::start().await.unwrap();
    let before = run("api_keys", &["100002"], Some(&sandbox)).await;
    let after = run("api_keys", &["100002"], Some(&sandbox)).await;
    insta::assert_snapshot!(format!("{before}\n\n{after}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_keys_they_say_what_is_missing() {
    insta::assert_snapshot!(run("services", &[], None).await);
}

/// The tour starts a sandbox of its own.
#[tokio::test(flavor = "multi_thread")]
async fn the_tour_works_at_the_first_attempt() {
    let printed = run("tour", &[], None).await;
    for example in ["consumer_key", "services", "vps_infos", "api_keys", "change_contact", "dns_record"] {
        assert!(printed.lines().any(|line| line.starts_with(&format!("{example} — "))), "{example}:\n{printed}");
    }
    assert!(printed.contains("Welcome, Flora!"), "{printed}");
    assert!(printed.ends_with("[exit status: 0]"), "{printed}");
    assert!(!printed.contains('\u{1b}'), "no colours where nobody sees them");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tour_does_not_hide_half_a_pair_of_keys() {
    let printed = run_with("tour", &[], &[("OVH_APPLICATION_KEY", "alone")]).await;
    assert!(printed.contains("OVH_APPLICATION_SECRET"), "{printed}");
    assert!(printed.ends_with("[exit status: 1]"), "{printed}");
}

/// What is on this machine is nobody's account: even what changes something is played.
#[tokio::test(flavor = "multi_thread")]
async fn the_tour_plays_all_on_this_machine() {
    let sandbox = Sandbox::start().await.unwrap();
    let printed = run("tour", &[], Some(&sandbox)).await;
    assert!(printed.ends_with("[exit status: 0]"), "{printed}");
    assert_eq!(sandbox.requests_to("DELETE", "/domain/zone/{zoneName}/record/{id}"), 1);
}
