//! `cargo xtask fetch` with the sandbox as its endpoint.

use std::fs;
use std::path::Path;
use std::process::Command;

use ovh_sandbox::Sandbox;

#[tokio::test]
async fn fetch_returns_the_committed_files() {
    let sandbox = Sandbox::start().await.unwrap();
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = tempfile::tempdir().unwrap();
    for endpoint in [sandbox.url().to_owned(), format!("http://{}", sandbox.address())] {
        let mut fetch = Command::new(env!("CARGO"));
        fetch.current_dir(&workspace).args(["xtask", "fetch", "--all", "--branch", "v1"]);
        fetch.args(["--endpoint", &endpoint, "--schemas"]).arg(folder.path());
        let output = tokio::task::spawn_blocking(move || fetch.output().unwrap()).await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut compared = 0;
        for entry in fs::read_dir(workspace.join("schemas/v1")).unwrap() {
            let path = entry.unwrap().path();
            let fetched = folder.path().join("v1").join(path.file_name().unwrap());
            assert!(fs::read(&path).unwrap() == fs::read(&fetched).unwrap(), "{} differs", path.display());
            compared += 1;
        }
        assert!(compared >= 5);
    }
}
