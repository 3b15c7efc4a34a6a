//! Reads configuration files: regular files of at most 1 MiB, without blocking.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use secrecy::zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};

/// The maximum file size in bytes. An `ovh.conf` typically has a few hundred.
pub(super) const MAX_SIZE: u64 = 1 << 20;

/// A configuration file, which may be missing.
#[derive(Default)]
pub(super) struct ConfigFile {
    /// The name for messages, such as `./ovh.conf`.
    pub(super) name: String,
    /// The absolute path, for the list of searched files.
    pub(super) path: String,
    pub(super) content: FileContent,
    /// Whether other users can read or change the file. Permissions of the group are ignored, because servers share
    /// files with mode `0640`.
    pub(super) open_to_others: bool,
    /// How other users can change the file, if they can.
    pub(super) writable: Option<Writable>,
    /// Whether the file is `./ovh.conf`, which is less trusted: it may belong to a downloaded project.
    pub(super) in_working_folder: bool,
}

#[derive(Default)]
pub(super) enum FileContent {
    #[default]
    Missing,
    /// The reason why the file cannot be read.
    Unreadable(String),
    Read(Zeroizing<String>),
}

/// The permission that allows other users to change a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writable {
    File,
    /// The directory allows renaming and deleting files of other users. Directories with the sticky bit, such as
    /// `/tmp`, do not.
    Folder,
}

/// Reads the files in ascending order of precedence. Only an explicit file must exist and be readable.
pub(super) fn read(explicit: Option<&Path>, standard: bool) -> Result<Vec<ConfigFile>, Error> {
    let mut found = Vec::new();
    if standard {
        found.push(standard_file(Path::new("/etc/ovh.conf")));
        found.push(home_file(std::env::home_dir()));
        found.push(ConfigFile { in_working_folder: true, ..standard_file(&Path::new(".").join("ovh.conf")) });
    }
    if let Some(path) = explicit {
        found.push(read_file(path).map_err(|error| {
            Error::new(ErrorKind::Configuration, format!("cannot read {}", path.display())).with_source(error)
        })?);
    }
    Ok(found)
}

/// Returns the path of `~/.ovh.conf`, unless the home directory is unknown or a relative path.
pub(super) fn home_path() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join(".ovh.conf"))
}

/// Reads a file that will be changed. It may be missing.
pub(super) fn read_to_change(path: &Path) -> Result<ConfigFile, Error> {
    let read = crate::private_file::existing(path).and_then(|existing| match existing {
        Some(_) => read_file(path),
        None => Ok(named(path)),
    });
    read.map_err(|error| {
        Error::new(ErrorKind::Configuration, format!("cannot change {}", path.display())).with_source(error)
    })
}

/// Reads `~/.ovh.conf`. A relative home directory is ignored, because it depends on the working directory.
fn home_file(home: Option<PathBuf>) -> ConfigFile {
    let skipped = |why: &str| ConfigFile {
        name: "~/.ovh.conf".to_owned(),
        path: "~/.ovh.conf".to_owned(),
        content: FileContent::Unreadable(why.to_owned()),
        ..ConfigFile::default()
    };
    match home {
        Some(home) if home.is_absolute() => standard_file(&home.join(".ovh.conf")),
        Some(_) => skipped("the home directory is not an absolute path"),
        None => skipped("unknown home directory"),
    }
}

/// Reads a file that may be missing.
fn standard_file(path: &Path) -> ConfigFile {
    read_file(path).unwrap_or_else(|error| {
        let content = if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
            FileContent::Missing
        } else {
            // An error about missing credentials lists this file too. Otherwise only the log mentions it.
            tracing::warn!(file = %path.display(), %error, "cannot read configuration file");
            FileContent::Unreadable(reason(&error))
        };
        ConfigFile { content, ..named(path) }
    })
}

fn named(path: &Path) -> ConfigFile {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    ConfigFile { name: path.display().to_string(), path: absolute.display().to_string(), ..ConfigFile::default() }
}

/// Returns a reason such as `permission denied`, without the error number of the system.
fn reason(error: &io::Error) -> String {
    if error.raw_os_error().is_some() { error.kind().to_string() } else { error.to_string() }
}

fn read_file(path: &Path) -> io::Result<ConfigFile> {
    let (bytes, metadata) = contents(path)?;
    Ok(ConfigFile {
        content: FileContent::Read(utf8(bytes)?),
        open_to_others: mode(&metadata) & 0o006 != 0,
        writable: writable(path, &metadata),
        ..named(path)
    })
}

/// Reads a file into memory that is wiped on drop.
///
/// The file type is checked before opening, because opening some devices has side effects, and again afterwards,
/// because the file may have been replaced in between.
fn contents(path: &Path) -> io::Result<(Zeroizing<Vec<u8>>, Metadata)> {
    check(&std::fs::metadata(path)?)?;
    let file = open(path)?;
    let metadata = file.metadata()?;
    check(&metadata)?;
    // A growing buffer would leave copies behind.
    let size = usize::try_from(metadata.len()).unwrap_or(0).saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::new());
    bytes.try_reserve_exact(size)?;
    file.take(MAX_SIZE.saturating_add(1)).read_to_end(&mut bytes)?;
    // Some file systems report no size, and the file may have grown.
    check_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    Ok((bytes, metadata))
}

fn check(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a directory"));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    check_size(metadata.len())
}

fn check_size(size: u64) -> io::Result<()> {
    if size > MAX_SIZE {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "larger than 1 MiB"));
    }
    Ok(())
}

/// Opens a file without blocking, even if it was replaced by a named pipe.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().read(true).custom_flags(O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

/// The values of `fcntl.h`, as in the `libc` crate, to avoid a dependency for a single constant. Other systems open
/// files without the flag, after checking their type.
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

/// Returns how other users can change the file, by its own mode or that of its directory.
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

/// Other systems have no mode bits.
#[cfg(not(unix))]
fn mode(_metadata: &Metadata) -> u32 {
    0
}

fn utf8(mut bytes: Zeroizing<Vec<u8>>) -> io::Result<Zeroizing<String>> {
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(io::Error::new(io::ErrorKind::InvalidData, "not valid UTF-8"))
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
