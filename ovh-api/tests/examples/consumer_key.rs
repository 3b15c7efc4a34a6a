//! The example `consumer_key`, with environment, files and prompts.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use wiremock::matchers::{body_string, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::program;

/// A temporary folder, removed when it is dropped.
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

/// Runs the example in the folder, with `home` as home directory and no other `OVH_` variables.
async fn run(folder: &Folder, variables: &[(&str, &str)], arguments: &[&str], typed: &str) -> Output {
    let mut command = program::example("consumer_key");
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
        // The example may exit before it reads all input.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        child.wait_with_output().unwrap()
    })
    .await
    .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Starts a service that expects these rules and validates the key after a moment.
async fn service(rules: &str) -> (MockServer, String) {
    let server = MockServer::start().await;
    let consumer_key = r#"{"validationUrl":"https://x.example/auth/?credentialToken=abc","consumerKey":"new-key",
        "state":"pendingValidation"}"#;
    Mock::given(method("POST"))
        .and(path("/1.0/auth/credential"))
        .and(header("X-Ovh-Application", "app-key"))
        .and(body_string(format!(r#"{{"accessRules":{rules}}}"#)))
        .respond_with(ResponseTemplate::new(200).set_body_string(consumer_key))
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
async fn example_uses_application_from_environment_and_files() {
    let (_server, endpoint) =
        service(r#"[{"method":"GET","path":"/vps"},{"method":"POST","path":"/vps/*/reboot"}]"#).await;
    let folder = Folder::new("found");
    folder.write("home/.ovh.conf", &format!("[{endpoint}]\napplication_key=other\napplication_secret=app-secret\n"));
    folder.write("ovh.conf", &format!("[default]\nendpoint={endpoint}\n[{endpoint}]\napplication_key=not-this\n"));
    let variables = [("OVH_APPLICATION_KEY", "app-key"), ("OVH_CONSUMER_KEY", "")];
    let output = run(&folder, &variables, &["GET /vps", "POST /vps/{serviceName}/reboot"], "").await;
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{stdout}{stderr}");
    for part in [
        &format!("Requesting these access rules from {endpoint}:\n    GET /vps\n    POST /vps/*/reboot\n"),
        "    https://x.example/auth/?credentialToken=abc\n",
        "Welcome! The key works.",
        &format!("\n[{endpoint}]\nconsumer_key=new-key\n"),
    ] {
        assert!(stdout.contains(part), "{part:?} is not in:\n{stdout}");
    }
    assert!(!stdout.contains("app-secret") && stderr.is_empty(), "{stdout}{stderr}");
}

#[tokio::test]
async fn example_prompts_for_application() {
    let (_server, endpoint) = service(r#"[{"method":"GET","path":"/*"}]"#).await;
    let folder = Folder::new("typed");
    let output = run(&folder, &[], &[], &format!("{endpoint}\napp-key\napp-secret\n")).await;
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{stdout}{stderr}");
    let lines = format!(
        "[default]\nendpoint={endpoint}\n\n[{endpoint}]\napplication_key=app-key\napplication_secret=app-secret\n\
         consumer_key=new-key\n"
    );
    assert!(stdout.contains(&lines), "{stdout}");
    assert!(stdout.contains("Endpoint [ovh-eu]: ") && stdout.contains("/createApp/"), "{stdout}");
}

#[tokio::test]
async fn example_prints_errors_and_fails() {
    let folder = Folder::new("mistakes");
    folder.write("ovh.conf", "[ovh-eu]\nclient_id=CANARY\n");
    for (arguments, typed, wanted) in [
        (&["HEAD /me"][..], "", "error: invalid access rule \"HEAD /me\""),
        (&[], "ovh-mars\n", "error: unknown endpoint \"ovh-mars\""),
        (&[], "", "error: unexpected end of input"),
        (&[], "\n\n\n", "error: application_key is empty"),
    ] {
        let output = run(&folder, &[], arguments, typed).await;
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr.contains(wanted), "{stderr}");
        assert!(!stdout.contains("CANARY") && !stderr.contains("CANARY"), "{stdout}{stderr}");
        let incomplete = "(./ovh.conf, line 2: client_id in [ovh-eu] requires client_secret, which is not set)";
        assert!(!arguments.is_empty() || stdout.contains(incomplete), "{stdout}");
    }
}
