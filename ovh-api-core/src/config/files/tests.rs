//! Tests of file modes, types and sizes.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::process::Command;

use super::*;

/// A temporary directory, removed on drop.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ovh-api-core-{}-{name}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        set_mode(&path, 0o700);
        Self(path)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        set_mode(&path, 0o600);
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Returns the reason why a file cannot be read.
fn problem(path: &Path) -> String {
    let FileContent::Unreadable(why) = standard_file(path).content else {
        panic!("{} was read or is missing", path.display());
    };
    let explicit = read(Some(path), false).map(|_| ()).unwrap_err().to_string();
    assert!(explicit.starts_with(&format!("cannot read {}: ", path.display())), "{explicit}");
    why
}

#[test]
fn group_permissions_are_ignored() {
    let folder = Folder::new("mode");
    let path = folder.file("ovh.conf", b"[default]");
    for (mode, open, writable) in [
        (0o600, false, None),
        (0o660, false, None),
        (0o640, false, None),
        (0o604, true, None),
        (0o602, true, Some(Writable::File)),
        (0o601, false, None),
    ] {
        set_mode(&path, mode);
        let text = read_file(&path).unwrap();
        assert_eq!((text.open_to_others, text.writable), (open, writable), "{mode:o}");
        assert!(matches!(text.content, FileContent::Read(text) if *text == "[default]"));
    }
}

#[test]
fn writable_directory_matters_unless_sticky() {
    let folder = Folder::new("folder");
    let path = folder.file("ovh.conf", b"[default]");
    for (mode, writable) in [(0o777, Some(Writable::Folder)), (0o770, None), (0o1777, None), (0o755, None)] {
        set_mode(&folder.0, mode);
        assert_eq!(read_file(&path).unwrap().writable, writable, "{mode:o}");
    }
}

#[test]
fn special_files_are_rejected_immediately() {
    let folder = Folder::new("special");
    let pipe = folder.0.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let socket = folder.0.join("socket");
    let _listener = UnixListener::bind(&socket).unwrap();
    for (name, target) in [("zero", Path::new("/dev/zero")), ("to_pipe", &pipe)] {
        symlink(target, folder.0.join(name)).unwrap();
    }
    for path in [pipe, socket, folder.0.join("zero"), folder.0.join("to_pipe")] {
        assert_eq!(problem(&path), "not a regular file", "{}", path.display());
    }
    assert_eq!(problem(&folder.0), "is a directory");
    symlink("loop", folder.0.join("loop")).unwrap();
    assert!(problem(&folder.0.join("loop")).contains("loop"));
}

#[test]
fn pipe_replacing_checked_file_does_not_block() {
    let folder = Folder::new("race");
    let pipe = folder.0.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let opened = open(&pipe).unwrap();
    assert!(check(&opened.metadata().unwrap()).is_err());
}

#[test]
fn file_above_one_mebibyte_is_rejected() {
    let folder = Folder::new("size");
    let largest = folder.file("largest", &vec![b'#'; 1 << 20]);
    assert!(matches!(standard_file(&largest).content, FileContent::Read(text) if text.len() == 1 << 20));
    assert_eq!(problem(&folder.file("larger", &vec![b'#'; (1 << 20) + 1])), "larger than 1 MiB");
    let sparse = folder.file("sparse", b"");
    File::options().write(true).open(&sparse).unwrap().set_len(3 << 30).unwrap();
    assert_eq!(problem(&sparse), "larger than 1 MiB");
}

#[cfg(target_os = "linux")]
#[test]
fn file_without_reported_size_is_read() {
    let FileContent::Read(text) = standard_file(Path::new("/proc/self/status")).content else {
        panic!("not read");
    };
    assert!(text.contains("Pid:"));
}

#[test]
fn invalid_utf8_is_rejected() {
    let folder = Folder::new("utf8");
    assert_eq!(problem(&folder.file("latin1", b"[ovh-eu]\n; \xe9\n")), "not valid UTF-8");
}

#[test]
fn missing_file_or_folder_is_missing() {
    let folder = Folder::new("missing");
    let file = folder.file("file", b"");
    for path in [folder.0.join("x"), folder.0.join("x/y"), file.join("x")] {
        let text = standard_file(&path);
        assert!(matches!(text.content, FileContent::Missing));
        assert_eq!(text.path, path.display().to_string());
    }
    assert!(named(Path::new("./ovh.conf")).path.starts_with('/'));
}

#[test]
fn unknown_or_relative_home_is_skipped() {
    for (home, wanted) in [(None, "unknown home directory"), (Some(""), "absolute"), (Some("home"), "absolute")] {
        let FileContent::Unreadable(why) = home_file(home.map(PathBuf::from)).content else {
            panic!("{home:?} was read");
        };
        assert!(why.contains(wanted), "{why}");
    }
    let folder = Folder::new("home");
    folder.file(".ovh.conf", b"[default]");
    assert!(matches!(home_file(Some(folder.0.clone())).content, FileContent::Read(_)));
}
