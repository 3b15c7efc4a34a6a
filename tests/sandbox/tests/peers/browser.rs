//! The page at `validationUrl` in headless Chromium.

use std::path::Path;
use std::process::Command;

use ovh_sandbox::Sandbox;

use crate::support::{RawClient, send};

#[tokio::test]
async fn browser_authorizes_and_refuses() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/click.py");
    for (button, text) in [("authorize", "can call now"), ("refuse", "no rights")] {
        let rules = r#"{"accessRules":[{"method":"GET","path":"/me"}]}"#;
        let requested = send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.ok();
        let (key, url) = (requested["consumerKey"].as_str().unwrap(), requested["validationUrl"].as_str().unwrap());
        let mut command = Command::new("python3");
        command.arg(&script).args([url, button]);
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{stderr}");
        assert!(stdout.contains(text), "{stdout}{stderr}");
        let response = raw.with_consumer_key(key).get("/me").await;
        assert_eq!(response.status, if button == "authorize" { 200 } else { 403 });
    }
}
