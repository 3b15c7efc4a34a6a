//! Running an example.

use std::path::PathBuf;
use std::process::Command;

/// Returns a command for an example, without `OVH_` variables. Builds the example if `cargo test` has built only this
/// test.
pub fn example(name: &str) -> Command {
    let this = std::env::current_exe().unwrap();
    let program = this.parent().unwrap().with_file_name("examples").join(name);
    let program = program.with_extension(std::env::consts::EXE_EXTENSION);
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).with_extension("rs");
    let changed = |path| std::fs::metadata(path).and_then(|file| file.modified()).ok();
    if changed(&program) < changed(&source) {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--example", name]).current_dir(env!("CARGO_MANIFEST_DIR"));
        assert!(build.status().unwrap().success());
    }
    let mut command = Command::new(program);
    for name in std::env::vars_os().map(|(name, _)| name).filter(|name| name.to_string_lossy().starts_with("OVH_")) {
        command.env_remove(name);
    }
    command
}
