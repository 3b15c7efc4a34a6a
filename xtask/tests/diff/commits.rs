//! A snapshot as a commit holds it.

use crate::sandbox::{Sandbox, moved, thing};

fn committed() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/v1/thing.json", thing().to_string());
    sandbox.write("schemas/manifest.json", "{}");
    sandbox.git(&["init", "--quiet", "--initial-branch", "main"]);
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "--message", "one"]);
    sandbox
}

#[test]
fn the_last_one_against_the_working_tree() {
    let sandbox = committed();
    let run = sandbox.run("diff", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.stdout.ends_with("→ schemas\nno changes\n"), "{}", run.stdout);

    sandbox.write("schemas/v1/thing.json", moved().to_string());
    let run = sandbox.run("diff", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    assert!(run.stdout.starts_with("HEAD ("), "{}", run.stdout);
    // Nothing was checked out.
    assert_eq!(sandbox.git(&["status", "--porcelain"]), " M schemas/v1/thing.json\n");
}

#[test]
fn any_one_by_its_name() {
    let sandbox = committed();
    sandbox.git(&["tag", "v1"]);
    sandbox.write("schemas/v1/thing.json", moved().to_string());
    sandbox.git(&["commit", "--quiet", "--all", "--message", "two"]);
    for revision in ["v1", "HEAD~1", "main^"] {
        let run = sandbox.run("diff", &["--from", revision]);
        assert_eq!(run.code, Some(1), "{revision}: {}", run.stderr);
    }
    assert_eq!(sandbox.run("diff", &["--from", "HEAD"]).code, Some(0));
    let id = sandbox.git(&["rev-parse", "HEAD"]);
    assert_eq!(sandbox.run("diff", &["--from", id.trim()]).code, Some(0));
}

/// The workspace may be a folder of the repository.
#[test]
fn of_a_folder_of_the_repository() {
    let sandbox = Sandbox::new();
    sandbox.write("inner/schemas/v1/deep/er/thing.json", thing().to_string());
    sandbox.git(&["init", "--quiet"]);
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "--message", "one"]);
    let inner = sandbox.path("inner");
    let run = sandbox.run("diff", &[]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["diff", "--root"])
        .arg(&inner)
        .current_dir(&inner)
        .output()
        .unwrap();
    assert_eq!(program.status.code(), Some(0), "{}", String::from_utf8_lossy(&program.stderr));
}
