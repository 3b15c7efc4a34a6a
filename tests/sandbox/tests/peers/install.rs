//! Installs the official wrappers with `tests/wrappers/install`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use ovh_sandbox::Sandbox;

/// Returns the folder of the installed wrappers. The first call of a run installs what is missing or outdated.
fn wrappers() -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let install = || {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("wrappers");
        let install = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wrappers/install");
        let status = Command::new(&install).arg(&folder).status().unwrap();
        assert!(status.success(), "{} failed", install.display());
        folder
    };
    FOLDER.get_or_init(install).clone()
}

/// Runs a script of this folder with the Python wrapper.
pub async fn python(script: &str, sandbox: &Sandbox, variables: &[(&str, &str)]) {
    let interpreter = tokio::task::spawn_blocking(wrappers).await.unwrap().join("python/bin/python");
    run(Command::new(interpreter), script, sandbox, variables).await;
}

/// Runs a script of this folder with the Node.js wrappers.
pub async fn node(script: &str, sandbox: &Sandbox, variables: &[(&str, &str)]) {
    let modules = tokio::task::spawn_blocking(wrappers).await.unwrap().join("node/node_modules");
    let mut command = Command::new("node");
    command.env("NODE_PATH", modules);
    run(command, script, sandbox, variables).await;
}

/// Runs a script with the sandbox's keys in its environment. It must print `done`.
async fn run(mut command: Command, script: &str, sandbox: &Sandbox, variables: &[(&str, &str)]) {
    command
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers").join(script))
        .env("SANDBOX_URL", sandbox.url())
        .env("SANDBOX_PORT", sandbox.address().port().to_string())
        .env("SANDBOX_APPLICATION_KEY", sandbox.application_key())
        .env("SANDBOX_APPLICATION_SECRET", sandbox.application_secret())
        .env("SANDBOX_CONSUMER_KEY", sandbox.consumer_key())
        .env("SANDBOX_CLIENT_ID", sandbox.client_id())
        .env("SANDBOX_CLIENT_SECRET", sandbox.client_secret())
        .envs(variables.iter().copied())
        .current_dir(env!("CARGO_TARGET_TMPDIR"));
    if let Some(file) = sandbox.ca_file() {
        for name in ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"] {
            command.env(name, file);
        }
    }
    let Output { status, stdout, stderr } =
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success() && stdout.trim_end().ends_with("done"), "{script}\n{stdout}\n{stderr}");
}
