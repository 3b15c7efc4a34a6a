//! `cargo xtask fetch` with the sandbox as its endpoint.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ovh_sandbox::Sandbox;
use walkdir::WalkDir;

/// Returns the schemas of both branches, relative to a folder.
fn json_files(folder: &Path) -> Vec<PathBuf> {
    let branches = ["v1", "v2"].map(|branch| folder.join(branch)).into_iter().filter(|branch| branch.exists());
    let files = branches.flat_map(WalkDir::new).map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files.map(|entry| entry.path().strip_prefix(folder).unwrap().to_owned()).collect()
}

/// An endpoint with a path is that of branch v1. One API shows that it works; all of them are fetched from the other.
#[tokio::test]
async fn fetch_returns_the_committed_files() {
    let sandbox = Sandbox::start().await.unwrap();
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let committed = workspace.join("schemas");
    let count = json_files(&committed).len();
    let origin = format!("http://{}", sandbox.address());
    for (endpoint, apis, expected) in [(sandbox.url(), &["--api", "/vps"][..], 1), (&origin, &["--all"], count)] {
        let folder = tempfile::tempdir().unwrap();
        let mut fetch = Command::new(env!("CARGO"));
        fetch.current_dir(&workspace).args(["xtask", "fetch", "--endpoint", endpoint]).args(apis);
        fetch.arg("--schemas").arg(folder.path());
        let output = tokio::task::spawn_blocking(move || fetch.output().unwrap()).await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let files = json_files(folder.path());
        assert_eq!(files.len(), expected, "{endpoint}");
        for file in files {
            let (own, other) = (fs::read(folder.path().join(&file)).unwrap(), fs::read(committed.join(&file)).unwrap());
            assert!(own == other, "{} differs", file.display());
        }
    }
}
