//! Reads regular files of limited size.
//!
//! A named pipe in place of a schema would block until a process writes to it, and a sparse file would fill the memory
//! without occupying disk space.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

/// Maximum size of a file, in bytes. The largest schema of August 2026 has 3 MB.
pub(crate) const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads a file, following symbolic links.
///
/// # Errors
///
/// Fails without reading if it is not a regular file or is larger than [`LARGEST`].
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    // Checked before opening too: opening a device can have effects, and opening a socket fails with an unclear error.
    check(&fs::metadata(path)?)?;
    let file = open(path)?;
    // The file may have been replaced since.
    let metadata = file.metadata()?;
    check(&metadata)?;
    let mut content = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    file.take(LARGEST + 1).read_to_end(&mut content)?;
    if content.len() as u64 > LARGEST { Err(too_large()) } else { Ok(content) }
}

/// Reads a text file.
///
/// # Errors
///
/// Fails as [`read`] does, and if the file is not UTF-8.
pub(crate) fn read_to_string(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
}

fn check(metadata: &Metadata) -> io::Result<()> {
    if !metadata.is_file() {
        let message = format!("expected a regular file, found {}", kind(metadata));
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    if metadata.len() > LARGEST { Err(too_large()) } else { Ok(()) }
}

fn too_large() -> io::Error {
    let message = format!("the file is larger than {} MiB", LARGEST / (1024 * 1024));
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    // Without O_NONBLOCK, opening a named pipe waits for a writer.
    File::options().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Describes the type of a file that is not regular, for an error message.
pub(crate) fn kind(metadata: &Metadata) -> &'static str {
    if metadata.is_dir() {
        return "a folder";
    }
    if metadata.is_symlink() {
        return "a symbolic link";
    }
    special(metadata)
}

#[cfg(unix)]
fn special(metadata: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;

    let kind = metadata.file_type();
    if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special(_: &Metadata) -> &'static str {
    "a special file"
}
