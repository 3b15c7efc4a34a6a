//! OVHcloud's Python wrapper against the sandbox.

use std::path::{Path, PathBuf};
use std::process::Command;

use ovh_sandbox::Sandbox;

/// Returns the interpreter with the wrapper; `tests/wrappers/install` installs it at the first run.
fn python() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_owned();
    let folder = target.join("wrappers");
    let interpreter = folder.join("python/bin/python");
    if !interpreter.exists() {
        let install = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wrappers/install");
        let status = Command::new(&install).arg(&folder).status().unwrap();
        assert!(status.success(), "{} failed", install.display());
    }
    interpreter
}

#[tokio::test]
async fn python_wrapper_reads_and_writes() {
    for (errors, builder) in [("new", Sandbox::builder()), ("legacy", Sandbox::builder().legacy_errors())] {
        session(errors, &builder.start().await.unwrap()).await;
    }
}

async fn session(errors: &str, sandbox: &Sandbox) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/session.py");
    let mut command = Command::new(tokio::task::spawn_blocking(python).await.unwrap());
    command
        .arg(script)
        .env("SANDBOX_ERRORS", errors)
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
