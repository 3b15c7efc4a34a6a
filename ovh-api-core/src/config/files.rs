//! Reads configuration files: regular files of at most 1 MiB, without waiting for anything.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use secrecy::zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};

/// The largest file that is read, in bytes. An `ovh.conf` has some hundred.
const MAX_SIZE: u64 = 1 << 20;

/// A file that was looked for.
#[derive(Default)]
pub(super) struct Text {
    /// As it was looked for, such as `./ovh.conf`; for messages.
    pub(super) name: String,
    /// The absolute path, for the list of files that were looked at.
    pub(super) path: String,
    pub(super) content: Content,
    /// Whether other users of the machine can read or change it. Its group is left to whoever set it up: `0640` with a
    /// group of its own is how servers share such a file.
    pub(super) open_to_others: bool,
    /// Whether other users can change or replace it, with the mode to change.
    pub(super) writable: Option<Writable>,
    /// Whether it is `./ovh.conf`. Other people may have put it there: it may belong to a downloaded project.
    pub(super) in_working_folder: bool,
}

#[derive(Default)]
pub(super) enum Content {
    #[default]
    Missing,
    /// Why it cannot be read.
    Unreadable(String),
    Read(Zeroizing<String>),
}

/// Why other users can change a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writable {
    File,
    /// The folder allows them to rename and delete files that are not theirs. A folder with the sticky bit, such as
    /// `/tmp`, does not.
    Folder,
}

/// Reads the files, each overriding the one before. Only an explicit file must exist and be readable.
pub(super) fn read(explicit: Option<&Path>, standard: bool) -> Result<Vec<Text>, Error> {
    let mut found = Vec::new();
    if standard {
        found.push(standard_file(Path::new("/etc/ovh.conf")));
        found.push(home_file(std::env::home_dir()));
        found.push(Text { in_working_folder: true, ..standard_file(&Path::new(".").join("ovh.conf")) });
    }
    if let Some(path) = explicit {
        found.push(text(path).map_err(|error| {
            Error::new(ErrorKind::Configuration, format!("cannot read {}", path.display())).with_source(error)
        })?);
    }
    Ok(found)
}

/// `~/.ovh.conf`. A relative home folder would make it a file of the working folder.
fn home_file(home: Option<PathBuf>) -> Text {
    let skipped = |why: &str| Text {
        name: "~/.ovh.conf".to_owned(),
        path: "~/.ovh.conf".to_owned(),
        content: Content::Unreadable(why.to_owned()),
        ..Text::default()
    };
    match home {
        Some(home) if home.is_absolute() => standard_file(&home.join(".ovh.conf")),
        Some(_) => skipped("the home folder is not an absolute path"),
        None => skipped("the home folder is not known"),
    }
}

/// A file that may be missing.
fn standard_file(path: &Path) -> Text {
    text(path).unwrap_or_else(|error| {
        let content = if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
            Content::Missing
        } else {
            // An error about missing credentials names it too; if others are found, the log says why it is ignored.
            tracing::warn!(file = %path.display(), %error, "a configuration file cannot be read");
            Content::Unreadable(reason(&error))
        };
        Text { content, ..named(path) }
    })
}

fn named(path: &Path) -> Text {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Text { name: path.display().to_string(), path: absolute.display().to_string(), ..Text::default() }
}

/// Such as `permission denied`, without the number of the system's error.
fn reason(error: &io::Error) -> String {
    if error.raw_os_error().is_some() { error.kind().to_string() } else { error.to_string() }
}

fn text(path: &Path) -> io::Result<Text> {
    let (bytes, metadata) = contents(path)?;
    Ok(Text {
        content: Content::Read(utf8(bytes)?),
        open_to_others: mode(&metadata) & 0o006 != 0,
        writable: writable(path, &metadata),
        ..named(path)
    })
}

/// Reads a file into memory that is wiped when it is freed.
///
/// The kind of file is checked twice: before opening, because opening some devices has effects of its own, and
/// afterwards, because it may have been replaced in between.
fn contents(path: &Path) -> io::Result<(Zeroizing<Vec<u8>>, Metadata)> {
    check(&std::fs::metadata(path)?)?;
    let file = open(path)?;
    let metadata = file.metadata()?;
    check(&metadata)?;
    // All at once: a buffer that grows leaves copies behind.
    let size = usize::try_from(metadata.len()).unwrap_or(0).saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::new());
    bytes.try_reserve_exact(size)?;
    file.take(MAX_SIZE.saturating_add(1)).read_to_end(&mut bytes)?;
    // Some file systems state no size, and a file may grow meanwhile.
    check_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    Ok((bytes, metadata))
}

fn check(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    check_size(metadata.len())
}

fn check_size(size: u64) -> io::Result<()> {
    if size > MAX_SIZE {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 1 MiB"));
    }
    Ok(())
}

/// Opens a file without waiting: a named pipe that takes a file's place at the last moment does not block.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().read(true).custom_flags(O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

/// From the systems' `fcntl.h`, as in the `libc` crate, which would be a dependency for this number alone. A system that
/// is not listed opens files without the flag, after the check of their kind.
#[cfg(unix)]
const O_NONBLOCK: i32 = if cfg!(any(target_os = "linux", target_os = "android")) {
    if cfg!(any(target_arch = "mips", target_arch = "mips32r6", target_arch = "mips64", target_arch = "mips64r6")) {
        0x80
    } else if cfg!(any(target_arch = "sparc", target_arch = "sparc64")) {
        0x4000
    } else {
        0x800
    }
} else if cfg!(any(
    target_vendor = "apple",
    target_os = "freebsd",
    target_os = "netbsd",
    target_os = "openbsd",
    target_os = "dragonfly",
)) {
    0x4
} else if cfg!(any(target_os = "solaris", target_os = "illumos")) {
    0x80
} else {
    0
};

/// Whether other users can change what a path leads to, by the file's own mode or by its folder's.
fn writable(path: &Path, metadata: &Metadata) -> Option<Writable> {
    const STICKY: u32 = 0o1000;
    const OTHERS_WRITE: u32 = 0o002;
    if mode(metadata) & OTHERS_WRITE != 0 {
        return Some(Writable::File);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = std::fs::metadata(folder).ok()?;
    (mode(&folder) & (OTHERS_WRITE | STICKY) == OTHERS_WRITE).then_some(Writable::Folder)
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> u32 {
    use std::os::unix::fs::MetadataExt as _;
    metadata.mode()
}

/// Other systems have no such bits.
#[cfg(not(unix))]
fn mode(_metadata: &Metadata) -> u32 {
    0
}

fn utf8(mut bytes: Zeroizing<Vec<u8>>) -> io::Result<Zeroizing<String>> {
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(io::Error::new(io::ErrorKind::InvalidData, "it is not valid UTF-8"))
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
