//! Pipes, sockets, devices, folders and huge files in place of a file are errors and do not block.

use std::fs::File;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use crate::schema::thing;
use crate::workspace::Workspace;

/// All commands that read a snapshot.
const READERS: [&[&str]; 5] = [
    &["codegen", "--root", ".", "--schemas", "schemas"],
    &["codegen", "--root", ".", "--schemas", "schemas", "--check"],
    &["surface", "--schemas", "schemas"],
    &["surface", "--types", "--schemas", "schemas"],
    &["diff", "--root", ".", "--from", "schemas", "--to", "schemas"],
];

fn mkfifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Replaces a file and expects an error of each command that names it.
fn rejected(commands: &[&[&str]], place: &str, what: &str, make: impl Fn(&Path)) {
    let workspace = Workspace::generated([("v1/thing.json", thing("/thing"))]);
    make(&workspace.path(place));
    for arguments in commands {
        let mut program = Command::new("timeout");
        program.args(["20", env!("CARGO_BIN_EXE_xtask")]).args(*arguments).current_dir(workspace.path(""));
        let output = program.output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(matches!(output.status.code(), Some(1 | 2)), "{arguments:?}: {:?} {stderr}", output.status);
        assert!(stderr.contains(place) && stderr.contains(what), "{arguments:?}: {stderr}");
    }
}

#[test]
fn named_pipes_are_rejected() {
    rejected(&READERS, "schemas/v1/pipe.json", "expected a regular file, found a named pipe", mkfifo);
    rejected(&READERS, "schemas/v1/link.json", "expected a regular file, found a named pipe", |path| {
        let pipe = path.with_extension("pipe");
        mkfifo(&pipe);
        symlink(pipe, path).unwrap();
    });
    for place in ["src/generated/pipe.rs", "src/generated/old/pipe", "src/generated/thing.rs", "Cargo.toml"] {
        rejected(&READERS[..2], &format!("ovh-api/{place}"), "a named pipe", |path| {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let _ = std::fs::remove_file(path);
            mkfifo(path);
        });
    }
    rejected(&READERS[..1], ".xtask-staging/journal.json", "a named pipe", |path| {
        std::fs::create_dir(path.parent().unwrap()).unwrap();
        mkfifo(path);
    });
}

#[test]
fn sockets_and_devices_are_rejected() {
    rejected(&READERS, "schemas/v1/socket.json", "expected a regular file, found a socket", |path| {
        drop(UnixListener::bind(path).unwrap());
    });
    rejected(&READERS, "schemas/v1/zero.json", "expected a regular file, found a device", |path| {
        symlink("/dev/zero", path).unwrap();
    });
}

#[test]
fn folders_named_like_files_are_rejected() {
    rejected(&READERS[..2], "ovh-api/src/generated/thing.rs", "is a folder, not a regular file", |path| {
        std::fs::remove_file(path).unwrap();
        std::fs::create_dir(path).unwrap();
    });
    rejected(&READERS, "schemas/v1/folder.json", "expected a regular file, found a folder", |path| {
        std::fs::create_dir(path).unwrap();
    });
    rejected(&READERS, "schemas/v1/link.json", "expected a regular file, found a folder", |path| {
        symlink(".", path).unwrap();
    });
}

#[test]
fn large_files_are_rejected() {
    rejected(&READERS, "schemas/v1/huge.json", "the file is larger than 64 MiB", |path| {
        File::create(path).unwrap().set_len(1 << 40).unwrap();
    });
}
