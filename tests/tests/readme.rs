//! The program of the README equals the example and prints the documented output.

use std::path::{Path, PathBuf};
use std::process::Command;

use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the first code block in a language.
fn block(readme: &str, language: &str) -> String {
    let start = readme.find(&format!("```{language}\n")).unwrap();
    let (_, code) = readme[start..].split_once('\n').unwrap();
    code[..code.find("```").unwrap()].to_owned()
}

#[test]
fn readme_program_equals_the_example() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let example = std::fs::read_to_string(repository().join("ovh-api/examples/first_program.rs")).unwrap();
    let (_, program) = example.split_once("\n\n").unwrap();
    assert_eq!(program, block(&readme, "rust,no_run"));
    assert!(program.lines().count() <= 15, "the program should be short");
}

#[tokio::test]
async fn readme_program_prints_the_documented_output() {
    let service = |status: &str, expiration: &str, automatic: bool| {
        format!(
            r#"{{"serviceId": 1, "domain": "x", "status": "{status}", "creation": "2024-02-29",
            "expiration": "{expiration}", "contactAdmin": "ab1-ovh", "contactTech": "ab1-ovh",
            "contactBilling": "ab1-ovh", "canDeleteAtExpiration": false, "renewalType": "automaticV3000",
            "renew": {{"automatic": {automatic}, "deleteAtExpiration": false, "forced": false}}}}"#
        )
    };
    let responses = [
        ("/1.0/auth/time", "1457018875".to_owned()),
        ("/1.0/vps", r#"["vps-1a2b3c4d.vps.ovh.net", "vps-5e6f7a8b.vps.ovh.net"]"#.to_owned()),
        ("/1.0/vps/vps-1a2b3c4d.vps.ovh.net/serviceInfos", service("ok", "2027-03-01", true)),
        ("/1.0/vps/vps-5e6f7a8b.vps.ovh.net/serviceInfos", service("expired", "2026-10-31", false)),
    ];
    let server = MockServer::start().await;
    for (at, body) in responses {
        let response = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        Mock::given(method("GET")).and(path(at)).respond_with(response).mount(&server).await;
    }
    let uri = server.uri();
    let run = move || {
        Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--package", "ovh-api", "--example", "first_program", "--features", "vps"])
            .current_dir(repository())
            .env("OVH_ENDPOINT", format!("{uri}/1.0"))
            .env("OVH_APPLICATION_KEY", "key")
            .env("OVH_APPLICATION_SECRET", "secret")
            .env("OVH_CONSUMER_KEY", "consumer")
            .output()
            .unwrap()
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), block(&readme, "text"));
}
