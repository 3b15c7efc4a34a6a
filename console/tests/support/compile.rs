//! Compiles Rust programs against the client.
#![allow(dead_code)] // Each test uses a part.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles programs as modules of one crate. Each has the name of its operation.
pub fn compile(crate_name: &str, features: &BTreeSet<String>, programs: &[(String, String)]) {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(crate_name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("src")).unwrap();
    let mut root = String::from("#![allow(dead_code, deprecated)]\n");
    for (number, (_, program)) in programs.iter().enumerate() {
        root.push_str(&format!("mod s{number};\n"));
        fs::write(folder.join(format!("src/s{number}.rs")), program).unwrap();
    }
    fs::write(folder.join("src/lib.rs"), root).unwrap();
    let features: Vec<String> = features.iter().map(|feature| format!("{feature:?}")).collect();
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = {crate_name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\novh-api = {{ path = {:?}, default-features = false, features = [{}] }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n",
            workspace.join("ovh-api"),
            features.join(", ")
        ),
    )
    .unwrap();
    // Same versions as in this workspace.
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--message-format", "short"])
        .env("CARGO_TARGET_DIR", target.join("snippets"))
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(&folder)
        .output()
        .unwrap();
    let messages = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<String> =
        messages.lines().filter(|line| !line.is_empty()).take(60).map(|line| named(line, programs)).collect();
    assert!(output.status.success() && lines.is_empty(), "{}:\n{}", folder.display(), lines.join("\n"));
}

/// Puts the name of the operation before a message of its file.
fn named(line: &str, programs: &[(String, String)]) -> String {
    let number = line.strip_prefix("src/s").and_then(|rest| rest.split_once(".rs"));
    let name = number.and_then(|(number, _)| programs.get(number.parse::<usize>().ok()?));
    name.map_or_else(|| line.to_owned(), |(name, _)| format!("{name}: {line}"))
}

/// Creates a package with one program. Returns its folder.
pub fn package(name: &str, features: &str, program: &str) -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("src/main.rs"), program).unwrap();
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\novh-api = {{ path = {:?}, default-features = false, features = [\"{features}\"] }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n",
            workspace.join("ovh-api")
        ),
    )
    .unwrap();
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    folder
}
