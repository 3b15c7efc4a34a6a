//! Pipes, sockets, devices, folders and huge files in the place of a file: an error at once, never a hang.

use std::fs::File;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use crate::sandbox::Sandbox;
use crate::schema::thing;

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

/// Puts something in the place of a file, and expects each command to name it in an error at once.
fn refused(commands: &[&[&str]], place: &str, what: &str, make: impl Fn(&Path)) {
    let sandbox = Sandbox::generated([("v1/thing.json", thing("/thing"))]);
    make(&sandbox.path(place));
    for arguments in commands {
        let mut program = Command::new("timeout");
        program.args(["20", env!("CARGO_BIN_EXE_xtask")]).args(*arguments).current_dir(sandbox.path(""));
        let output = program.output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(matches!(output.status.code(), Some(1 | 2)), "{arguments:?}: {:?} {stderr}", output.status);
        assert!(stderr.contains(place) && stderr.contains(what), "{arguments:?}: {stderr}");
    }
}

#[test]
fn named_pipes_are_refused_at_once() {
    refused(&READERS, "schemas/v1/pipe.json", "expected a regular file, found a named pipe", mkfifo);
    refused(&READERS, "schemas/v1/link.json", "expected a regular file, found a named pipe", |path| {
        let pipe = path.with_extension("pipe");
        mkfifo(&pipe);
        symlink(pipe, path).unwrap();
    });
    for place in ["src/generated/pipe.rs", "src/generated/old/pipe", "src/generated/thing.rs", "Cargo.toml"] {
        refused(&READERS[..2], &format!("ovh-api/{place}"), "a named pipe", |path| {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let _ = std::fs::remove_file(path);
            mkfifo(path);
        });
    }
    refused(&READERS[..1], ".xtask-staging/journal.json", "a named pipe", |path| {
        std::fs::create_dir(path.parent().unwrap()).unwrap();
        mkfifo(path);
    });
}

#[test]
fn sockets_and_devices_are_refused() {
    refused(&READERS, "schemas/v1/socket.json", "expected a regular file, found a socket", |path| {
        drop(UnixListener::bind(path).unwrap());
    });
    refused(&READERS, "schemas/v1/zero.json", "expected a regular file, found a device", |path| {
        symlink("/dev/zero", path).unwrap();
    });
}

#[test]
fn folders_with_the_name_of_a_file_are_refused() {
    refused(&READERS[..2], "ovh-api/src/generated/thing.rs", "is a folder, not a regular file", |path| {
        std::fs::remove_file(path).unwrap();
        std::fs::create_dir(path).unwrap();
    });
    refused(&READERS, "schemas/v1/folder.json", "expected a regular file, found a folder", |path| {
        std::fs::create_dir(path).unwrap();
    });
    refused(&READERS, "schemas/v1/link.json", "expected a regular file, found a folder", |path| {
        symlink(".", path).unwrap();
    });
}

#[test]
fn files_above_the_limit_are_refused_unread() {
    refused(&READERS, "schemas/v1/huge.json", "the file is larger than 64 MiB", |path| {
        File::create(path).unwrap().set_len(1 << 40).unwrap();
    });
}
