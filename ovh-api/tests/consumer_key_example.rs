//! The example walks a person through the flow, as a program of its own: environment, files and prompts are real.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use wiremock::matchers::{body_string, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The program; `cargo test` has built it, unless it was told to build this test alone.
fn program() -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let program = this.parent().unwrap().with_file_name("examples").join("consumer_key");
    let program = program.with_extension(std::env::consts::EXE_EXTENSION);
    if !program.exists() {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--example", "consumer_key"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(built.unwrap().success());
    }
    program
}

/// An empty folder, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ovh-api-{}-{name}", std::process::id()));
        std::fs::create_dir_all(path.join("home")).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs it in the folder, at home in `home`, with these variables and no others of OVHcloud's.
async fn run(folder: &Folder, variables: &[(&str, &str)], arguments: &[&str], typed: &str) -> Output {
    let mut command = Command::new(program());
    for name in std::env::vars_os().map(|(name, _)| name).filter(|name| name.to_string_lossy().starts_with("OVH_")) {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .envs(variables.iter().copied())
        .env("HOME", folder.path().join("home"))
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let typed = typed.to_owned();
    tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().unwrap();
        // It may end without reading all.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        child.wait_with_output().unwrap()
    })
    .await
    .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// A service that expects a request with these rules, and a user who agrees after a moment.
async fn service(rules: &str) -> (MockServer, String) {
    let server = MockServer::start().await;
    let answer = r#"{"validationUrl":"https://x.example/auth/?credentialToken=abc","consumerKey":"new-key",
        "state":"pendingValidation"}"#;
    Mock::given(method("POST"))
        .and(path("/1.0/auth/credential"))
        .and(header("X-Ovh-Application", "app-key"))
        .and(body_string(format!(r#"{{"accessRules":{rules}}}"#)))
        .respond_with(ResponseTemplate::new(200).set_body_string(answer))
        .mount(&server)
        .await;
    Mock::given(path("/1.0/auth/time"))
        .respond_with(ResponseTemplate::new(200).set_body_string("1800000000"))
        .mount(&server)
        .await;
    let current = || Mock::given(path("/1.0/auth/currentCredential")).and(header("X-Ovh-Consumer", "new-key"));
    current()
        .respond_with(ResponseTemplate::new(403).set_body_string(r#"{"errorCode":"INVALID_CREDENTIAL"}"#))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    current()
        .respond_with(ResponseTemplate::new(403).set_body_string(r#"{"errorCode":"NOT_GRANTED_CALL"}"#))
        .mount(&server)
        .await;
    let endpoint = format!("{}/1.0", server.uri());
    (server, endpoint)
}

#[tokio::test]
async fn with_an_application_in_environment_and_files() {
    let (_server, endpoint) =
        service(r#"[{"method":"GET","path":"/vps"},{"method":"POST","path":"/vps/*/reboot"}]"#).await;
    let folder = Folder::new("found");
    folder.write("home/.ovh.conf", &format!("[{endpoint}]\napplication_key=other\napplication_secret=app-secret\n"));
    folder.write("ovh.conf", &format!("[default]\nendpoint={endpoint}\n[{endpoint}]\napplication_key=not-this\n"));
    let variables = [("OVH_APPLICATION_KEY", "app-key"), ("OVH_CONSUMER_KEY", "")];
    let output = run(&folder, &variables, &["GET /vps", "POST /vps/{serviceName}/reboot"], "").await;
    let (told, failed) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{told}{failed}");
    for part in [
        &format!("Your program asks {endpoint} for these rights:\n    GET /vps\n    POST /vps/*/reboot\n"),
        "    https://x.example/auth/?credentialToken=abc\n",
        "Welcome! The key works.",
        &format!("\n[{endpoint}]\nconsumer_key=new-key\n"),
    ] {
        assert!(told.contains(part), "{part:?} is not in:\n{told}");
    }
    assert!(!told.contains("app-secret") && failed.is_empty(), "{told}{failed}");
}

#[tokio::test]
async fn with_an_application_that_is_typed_in() {
    let (_server, endpoint) = service(r#"[{"method":"GET","path":"/*"}]"#).await;
    let folder = Folder::new("typed");
    let output = run(&folder, &[], &[], &format!("{endpoint}\napp-key\napp-secret\n")).await;
    let (told, failed) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{told}{failed}");
    let lines = format!(
        "[default]\nendpoint={endpoint}\n\n[{endpoint}]\napplication_key=app-key\napplication_secret=app-secret\n\
         consumer_key=new-key\n"
    );
    assert!(told.contains(&lines), "{told}");
    assert!(told.contains("Endpoint [ovh-eu]: ") && told.contains("/createApp/"), "{told}");
}

#[tokio::test]
async fn mistakes_are_told_in_a_sentence() {
    let folder = Folder::new("mistakes");
    folder.write("ovh.conf", "[ovh-eu]\nclient_id=CANARY\n");
    for (arguments, typed, wanted) in [
        (&["HEAD /me"][..], "", "This did not work: invalid access rule \"HEAD /me\""),
        (&[], "ovh-mars\n", "This did not work: unknown endpoint \"ovh-mars\""),
        (&[], "", "This did not work: the input ended before the answer"),
        (&[], "\n\n\n", "This did not work: application_key is empty"),
    ] {
        let output = run(&folder, &[], arguments, typed).await;
        let (told, failed) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(1));
        assert!(failed.contains(wanted), "{failed}");
        assert!(!told.contains("CANARY") && !failed.contains("CANARY"), "{told}{failed}");
        let half = "(./ovh.conf, line 2: client_id in [ovh-eu] requires client_secret, which is not set)";
        assert!(!arguments.is_empty() || told.contains(half), "{told}");
    }
}
