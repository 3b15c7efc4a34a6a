//! Reading files that others may have put there: regular ones only, and no larger than makes sense.
//!
//! A named pipe of the name of a schema would be waited for until somebody writes to it, and a sparse file fills the memory
//! although it takes no room on the disk.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

/// The largest file that is read, in bytes, a schema or any other: the largest schema of August 2026 has 3 MB.
pub(crate) const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads a file. A link is followed.
///
/// # Errors
///
/// It is not a regular file or has more than [`LARGEST`] bytes: neither is waited for, nor read.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    // Looked at by name first, for a device may notice that it is opened, and a socket cannot be.
    check(&fs::metadata(path)?)?;
    let file = open(path)?;
    // It may have been replaced since.
    let metadata = file.metadata()?;
    check(&metadata)?;
    let mut content = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    file.take(LARGEST + 1).read_to_end(&mut content)?;
    if content.len() as u64 > LARGEST { Err(too_large()) } else { Ok(content) }
}

/// Reads a file of text.
///
/// # Errors
///
/// As [`read`], and if it is not UTF-8.
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

    // Opening a named pipe waits for a writer otherwise.
    File::options().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// What a file is, for a message.
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
    "something else"
}
