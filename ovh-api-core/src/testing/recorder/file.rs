//! The file of a recording.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::exchange::Exchange;
use crate::error::{Error, ErrorKind};
use crate::private_file;

const FORMAT: &str = "ovh-api-exchanges";
const VERSION: u64 = 1;

pub(super) fn write(path: &Path, exchanges: &[Exchange]) -> Result<(), Error> {
    let exchanges: Vec<_> = exchanges.iter().map(Exchange::to_json).collect();
    let recording = json!({ "format": FORMAT, "version": VERSION, "exchanges": exchanges });
    private_file::replace(path, format!("{recording:#}\n").as_bytes()).map_err(|error| {
        Error::new(ErrorKind::Configuration, format!("cannot write {}", path.display())).with_source(error)
    })
}

pub(super) fn read(path: &Path) -> Result<Vec<Exchange>, Error> {
    let failed = |why: String| Error::new(ErrorKind::Configuration, format!("cannot read {}{why}", path.display()));
    let text = std::fs::read(path).map_err(|error| failed(String::new()).with_source(error))?;
    let recording: Json = serde_json::from_slice(&text).map_err(|error| failed(String::new()).with_source(error))?;
    if recording.get("format").and_then(Json::as_str) != Some(FORMAT) {
        return Err(failed(format!(": not a recording, which has the format {FORMAT:?}")));
    }
    let version = recording.get("version").unwrap_or(&Json::Null);
    if version.as_u64() != Some(VERSION) {
        return Err(failed(format!(": unknown version {version}; this crate reads version {VERSION}")));
    }
    let exchanges = recording.get("exchanges").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let read = exchanges.iter().enumerate().map(|(index, exchange)| {
        Exchange::from_json(exchange).ok_or_else(|| failed(format!(": invalid exchange {}", index + 1)))
    });
    read.collect()
}
