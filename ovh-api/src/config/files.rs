//! The files, as they lie on the disk.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};

/// A file that exists.
#[derive(Debug)]
pub(super) struct Text {
    /// For messages.
    pub(super) name: String,
    /// What it holds, or why that cannot be known.
    pub(super) text: Result<String, io::ErrorKind>,
}

/// What there is, each file overriding the one before. Only an explicit file must be there and readable.
pub(super) fn read(explicit: Option<&Path>, standard: bool) -> Result<Vec<Text>, Error> {
    let mut found = Vec::new();
    for path in if standard { standard_paths() } else { Vec::new() } {
        let name = path.display().to_string();
        match std::fs::read(&path) {
            Ok(bytes) => found.push(Text { name, text: utf8(bytes) }),
            Err(error) if is_missing(error.kind()) => {}
            Err(error) => {
                // The call that fails for it, if any, names it; whoever wonders why it is ignored looks in the log.
                tracing::warn!(file = %name, %error, "a configuration file cannot be read");
                found.push(Text { name, text: Err(error.kind()) });
            }
        }
    }
    if let Some(path) = explicit {
        let name = path.display().to_string();
        let bytes = std::fs::read(path)
            .map_err(|error| Error::new(ErrorKind::Configuration, format!("cannot read {name}")).with_source(error))?;
        let Ok(text) = String::from_utf8(bytes) else {
            return Err(Error::new(ErrorKind::Configuration, format!("cannot read {name}: it is no UTF-8")));
        };
        found.push(Text { name, text: Ok(text) });
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

fn utf8(bytes: Vec<u8>) -> Result<String, io::ErrorKind> {
    String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData)
}

/// No such file, or no such folder to hold one.
fn is_missing(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
