//! Replaces files that only their owner may read.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The maximum number of names that are tried for the temporary file. Crashed programs may have left some.
const MAX_NAMES: usize = 100;

/// Replaces the content of a file, or creates it, with mode `0600` on Unix.
///
/// The content is written to a temporary file in the same folder, which then takes the name of the file. Readers see
/// the old or the new content, and never a part of it, also after a crash. The owner of an existing file stays. The
/// folder must exist.
///
/// # Errors
///
/// As for the file system, or if the path is a symbolic link or not a regular file.
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let previous = existing(path)?;
    let (temporary, mut file) = create_next_to(path)?;
    let written = write(&mut file, previous.as_ref(), content);
    drop(file);
    let replaced = written.and_then(|()| std::fs::rename(&temporary, path));
    if replaced.is_err() {
        // The first error is the one to report.
        let _ = std::fs::remove_file(&temporary);
        return replaced;
    }
    sync_folder(folder(path));
    Ok(())
}

/// Returns the metadata of the file, or `None` if it does not exist. A symbolic link is an error: whoever may create
/// links could otherwise choose the file that receives the content.
pub(crate) fn existing(path: &Path) -> io::Result<Option<Metadata>> {
    let invalid = |why| Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    match std::fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => {
            invalid("is a symbolic link, which is not followed when writing; pass the path of its target")
        }
        Ok(found) if !found.is_file() => invalid("not a regular file"),
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates a temporary file. An existing file or link of that name is not opened.
fn create_next_to(path: &Path) -> io::Result<(PathBuf, File)> {
    static COUNTER: AtomicUsize = AtomicUsize::new(0);
    let Some(name) = path.file_name() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path has no file name"));
    };
    let mut result = Err(io::ErrorKind::AlreadyExists.into());
    for _ in 0..MAX_NAMES {
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}-{}.tmp", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed)));
        let temporary = folder(path).join(hidden);
        result = create(&temporary).map(|file| (temporary, file));
        match &result {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            _ => break,
        }
    }
    result
}

fn write(file: &mut File, previous: Option<&Metadata>, content: &[u8]) -> io::Result<()> {
    restrict(file, previous)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Sets the mode, which the umask may have reduced, and keeps the owner, for example when root changes the file of a
/// user.
#[cfg(unix)]
fn restrict(file: &File, previous: Option<&Metadata>) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    match previous {
        Some(previous) if previous.uid() != file.metadata()?.uid() => {
            fchown(file, Some(previous.uid()), Some(previous.gid()))
        }
        _ => Ok(()),
    }
}

/// Other systems have no mode. The file has the rights that its folder gives to new files.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)]
fn restrict(_file: &File, _previous: Option<&Metadata>) -> io::Result<()> {
    Ok(())
}

/// Makes the new name survive a power failure, where the system allows it. The content is on disk already.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

#[cfg(test)]
mod tests;
