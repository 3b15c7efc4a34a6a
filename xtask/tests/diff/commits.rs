//! Snapshots of commits.

use crate::schemas::{changed, thing};
use crate::workspace::Workspace;

fn committed() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("schemas/v1/thing.json", thing().to_string());
    workspace.write("schemas/manifest.json", "{}");
    workspace.git(&["init", "--quiet", "--initial-branch", "main"]);
    workspace.git(&["add", "."]);
    workspace.git(&["commit", "--quiet", "--message", "one"]);
    workspace
}

#[test]
fn head_is_compared_with_working_tree() {
    let workspace = committed();
    let run = workspace.run("diff", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.stdout.ends_with("→ schemas\nno changes\n"), "{}", run.stdout);

    workspace.write("schemas/v1/thing.json", changed().to_string());
    let run = workspace.run("diff", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    assert!(run.stdout.starts_with("HEAD ("), "{}", run.stdout);
    // No files were checked out.
    assert_eq!(workspace.git(&["status", "--porcelain"]), " M schemas/v1/thing.json\n");
}

#[test]
fn revisions_are_resolved() {
    let workspace = committed();
    workspace.git(&["tag", "v1"]);
    workspace.write("schemas/v1/thing.json", changed().to_string());
    workspace.git(&["commit", "--quiet", "--all", "--message", "two"]);
    for revision in ["v1", "HEAD~1", "main^"] {
        let run = workspace.run("diff", &["--from", revision]);
        assert_eq!(run.code, Some(1), "{revision}: {}", run.stderr);
    }
    assert_eq!(workspace.run("diff", &["--from", "HEAD"]).code, Some(0));
    let id = workspace.git(&["rev-parse", "HEAD"]);
    assert_eq!(workspace.run("diff", &["--from", id.trim()]).code, Some(0));
}

#[test]
fn workspace_may_be_a_subfolder() {
    let workspace = Workspace::new();
    workspace.write("inner/schemas/v1/deep/er/thing.json", thing().to_string());
    workspace.git(&["init", "--quiet"]);
    workspace.git(&["add", "."]);
    workspace.git(&["commit", "--quiet", "--message", "one"]);
    let inner = workspace.path("inner");
    let run = workspace.run("diff", &[]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["diff", "--root"])
        .arg(&inner)
        .current_dir(&inner)
        .output()
        .unwrap();
    assert_eq!(program.status.code(), Some(0), "{}", String::from_utf8_lossy(&program.stderr));
}
