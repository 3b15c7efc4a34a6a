//! The page at `validationUrl` as a person sees it: in Chromium, headless.

use std::path::Path;
use std::process::Command;

use ovh_sandbox::Sandbox;

use crate::support::{Raw, send};

#[tokio::test]
async fn a_browser_clicks() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = Raw::new(&sandbox);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/click.py");
    for (button, says) in [("authorize", "can call now"), ("refuse", "no rights")] {
        let rules = r#"{"accessRules":[{"method":"GET","path":"/me"}]}"#;
        let asked = send(raw.unsigned("POST", "/1.0/auth/credential", rules)).await.ok();
        let (key, url) = (asked["consumerKey"].as_str().unwrap(), asked["validationUrl"].as_str().unwrap());
        let mut command = Command::new("python3");
        command.arg(&script).args([url, button]);
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let (said, failed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{failed}");
        assert!(said.contains(says), "{said}{failed}");
        let answer = raw.with_consumer_key(key).get("/me").await;
        assert_eq!(answer.status, if button == "authorize" { 200 } else { 403 });
    }
}
