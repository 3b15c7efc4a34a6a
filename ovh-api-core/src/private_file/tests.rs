use std::sync::atomic::AtomicBool;

use super::*;

/// Creates an empty folder that is removed on drop.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ovh-api-core-{}-{name}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn files(&self) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
#[cfg(unix)]
fn file_has_mode_0600_and_no_remains() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("mode");
    let path = folder.0.join("new");
    let wide = folder.0.join("wide");
    std::fs::write(&wide, "old").unwrap();
    std::fs::set_permissions(&wide, std::fs::Permissions::from_mode(0o666)).unwrap();
    for path in [&path, &wide] {
        replace(path, b"text").unwrap();
        assert_eq!(std::fs::read(path).unwrap(), b"text");
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o7777, 0o600, "{}", path.display());
    }
    assert_eq!(folder.files(), ["new", "wide"]);
}

#[test]
#[cfg(unix)]
fn links_and_special_files_are_not_written() {
    let folder = Folder::new("links");
    let target = folder.0.join("target");
    std::fs::write(&target, "old").unwrap();
    let link = folder.0.join("link");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let dangling = folder.0.join("dangling");
    std::os::unix::fs::symlink(folder.0.join("missing"), &dangling).unwrap();
    for path in [&link, &dangling] {
        assert!(replace(path, b"text").unwrap_err().to_string().starts_with("is a symbolic link"));
    }
    assert_eq!(replace(&folder.0, b"text").unwrap_err().to_string(), "not a regular file");
    assert_eq!(std::fs::read(&target).unwrap(), b"old");
    assert!(replace(&folder.0.join("missing/file"), b"text").is_err());
    assert_eq!(folder.files(), ["dangling", "link", "target"]);
}

#[test]
fn failed_replacement_keeps_the_file_and_no_remains() {
    let folder = Folder::new("failed");
    let path = folder.0.join("file");
    std::fs::write(&path, "old").unwrap();
    assert!(replace(&path.join("below"), b"text").is_err());
    assert!(replace(Path::new(".."), b"text").is_err());
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(folder.files(), ["file"]);
}

#[test]
fn concurrent_readers_see_whole_files() {
    let folder = Folder::new("readers");
    let path = folder.0.join("file");
    let versions = [vec![b'a'; 100_000], vec![b'b'; 50_000]];
    replace(&path, &versions[0]).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut reads = 0;
                    while reads < 20 || !done.load(Ordering::Relaxed) {
                        assert!(versions.contains(&std::fs::read(&path).unwrap()));
                        reads += 1;
                    }
                })
            })
            .collect();
        for version in versions.iter().cycle().take(40) {
            replace(&path, version).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        for reader in readers {
            reader.join().unwrap();
        }
    });
    assert_eq!(folder.files(), ["file"]);
}
