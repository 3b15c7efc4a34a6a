//! `manifest.json`, which lists the source of each file in the snapshot.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::canonical;
use crate::support::regular;

/// The path of the manifest in the snapshot.
pub(crate) const PLACE: &str = "manifest.json";

/// The manifest.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Manifest {
    /// The entries by path relative to the snapshot.
    pub(crate) files: BTreeMap<String, ManifestEntry>,
}

/// The source of a file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct ManifestEntry {
    bytes: u64,
    /// The date, in UTC, on which this content was first downloaded from this source.
    date: String,
    /// Whether descriptions were kept.
    prose: bool,
    sha256: String,
    source: String,
}

impl Manifest {
    /// Reads the manifest of a snapshot. A missing manifest is empty.
    pub(crate) fn read(dir: &Path) -> anyhow::Result<Self> {
        let path = dir.join(PLACE);
        let bytes = match regular::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            bytes => bytes.with_context(|| format!("could not read {}", path.display()))?,
        };
        serde_json::from_slice(&bytes)
            .with_context(|| format!("invalid manifest {}: restore or remove it", path.display()))
    }

    /// Adds a download. The date of unchanged content is kept, so that fetching it again changes no file.
    pub(crate) fn note(&mut self, place: &str, content: &[u8], source: &str, prose: bool) {
        let sha256 = hex(&Sha256::digest(content));
        let known = self.files.get(place).filter(|entry| entry.sha256 == sha256 && entry.source == source);
        let date = known.map_or_else(today, |entry| entry.date.clone());
        let entry = ManifestEntry { bytes: content.len() as u64, date, prose, sha256, source: source.to_owned() };
        self.files.insert(place.to_owned(), entry);
    }

    /// Returns the bytes of the manifest.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        canonical::sorted(serde_json::to_value(self)?)
    }
}

fn today() -> String {
    Timestamp::now().to_zoned(TimeZone::UTC).date().to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
