//! The files, as they lie on the disk.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use secrecy::zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};

/// A file that exists.
pub(super) struct Text {
    /// For messages.
    pub(super) name: String,
    /// What it holds, or why that cannot be known.
    pub(super) text: Result<Zeroizing<String>, io::ErrorKind>,
    /// Whether other users of the machine can read or change it. Its group is left to whoever set it up: `0640` with a
    /// group of its own is how servers share such a file.
    pub(super) open_to_others: bool,
}

/// What there is, each file overriding the one before. Only an explicit file must be there and readable.
pub(super) fn read(explicit: Option<&Path>, standard: bool) -> Result<Vec<Text>, Error> {
    let mut found = Vec::new();
    for path in if standard { standard_paths() } else { Vec::new() } {
        let name = path.display().to_string();
        match contents(&path) {
            Ok((bytes, open_to_others)) => found.push(Text { name, text: utf8(bytes), open_to_others }),
            Err(error) if is_missing(error.kind()) => {}
            Err(error) => {
                // The call that fails for it, if any, names it; whoever wonders why it is ignored looks in the log.
                tracing::warn!(file = %name, %error, "a configuration file cannot be read");
                found.push(Text { name, text: Err(error.kind()), open_to_others: false });
            }
        }
    }
    if let Some(path) = explicit {
        let name = path.display().to_string();
        let (bytes, open_to_others) = contents(path)
            .map_err(|error| Error::new(ErrorKind::Configuration, format!("cannot read {name}")).with_source(error))?;
        let Ok(text) = utf8(bytes) else {
            return Err(Error::new(ErrorKind::Configuration, format!("cannot read {name}: it is no UTF-8")));
        };
        found.push(Text { name, text: Ok(text), open_to_others });
    }
    Ok(found)
}

/// `/etc/ovh.conf`, `~/.ovh.conf`, `./ovh.conf`: later ones count more.
fn standard_paths() -> Vec<PathBuf> {
    let mut paths = vec![PathBuf::from("/etc/ovh.conf")];
    paths.extend(std::env::home_dir().map(|home| home.join(".ovh.conf")));
    paths.push(Path::new(".").join("ovh.conf"));
    paths
}

/// What a file holds, in memory that is wiped when it is freed, and whether other users can get at it.
fn contents(path: &Path) -> io::Result<(Zeroizing<Vec<u8>>, bool)> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    // All at once: a buffer that grows leaves copies behind.
    let size = usize::try_from(metadata.len()).unwrap_or(0).saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::new());
    bytes.try_reserve_exact(size)?;
    file.read_to_end(&mut bytes)?;
    Ok((bytes, is_open_to_others(&metadata)))
}

#[cfg(unix)]
fn is_open_to_others(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    metadata.mode() & 0o006 != 0
}

/// Other systems have no such bits.
#[cfg(not(unix))]
fn is_open_to_others(_metadata: &std::fs::Metadata) -> bool {
    false
}

fn utf8(mut bytes: Zeroizing<Vec<u8>>) -> Result<Zeroizing<String>, io::ErrorKind> {
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(io::ErrorKind::InvalidData)
        }
    }
}

/// No such file, or no such folder to hold one.
fn is_missing(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn others_are_those_outside_the_group() {
        let path = std::env::temp_dir().join(format!("ovh-api-{}-mode.conf", std::process::id()));
        std::fs::write(&path, "[default]").unwrap();
        for (mode, expected) in
            [(0o600, false), (0o660, false), (0o640, false), (0o604, true), (0o602, true), (0o601, false)]
        {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let (text, open_to_others) = contents(&path).unwrap();
            assert_eq!((text.as_slice(), open_to_others), (&b"[default]"[..], expected), "{mode:o}");
        }
        std::fs::remove_file(path).unwrap();
    }
}
