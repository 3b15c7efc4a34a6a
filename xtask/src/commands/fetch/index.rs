//! The index of the service, which lists the APIs and their files.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::api_path::{self, ApiPath, PathError};

/// The URL of each API's file.
pub(crate) type Index = BTreeMap<ApiPath, String>;

/// An error in an index.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IndexError {
    #[error("not an index of APIs: {0}")]
    Shape(serde_json::Error),
    #[error("the index is empty")]
    Empty,
    #[error("unsafe path {path:?} in the index: {reason}")]
    Path { path: String, reason: PathError },
    #[error("unsafe schema location {schema:?} of {path} in the index: {reason}")]
    Schema { path: String, schema: String, reason: PathError },
    #[error("the index lists {0} and {1}, which differ only in case")]
    SameFile(String, String),
}

#[derive(Deserialize)]
#[serde(expecting = "an object with a list `apis`")]
struct IndexDocument {
    apis: Vec<IndexEntry>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with a `path`")]
struct IndexEntry {
    path: String,
    schema: Option<String>,
}

/// Reads an index. Fails for any invalid entry, selected or not, since then the server cannot be trusted.
pub(crate) fn read(document: Value, base: &str) -> Result<Index, IndexError> {
    let document: IndexDocument = serde_json::from_value(document).map_err(IndexError::Shape)?;
    let mut index = Index::new();
    // `Me.json` and `me.json` are the same file on a case-insensitive file system.
    let mut folded = BTreeMap::new();
    for entry in document.apis {
        let api =
            ApiPath::strict(&entry.path).map_err(|reason| IndexError::Path { path: entry.path.clone(), reason })?;
        if let Some(other) = folded.insert(entry.path.to_ascii_lowercase(), entry.path.clone()) {
            return Err(IndexError::SameFile(other, entry.path));
        }
        let url = format!("{base}{}", file(&entry)?);
        index.insert(api, url);
    }
    if index.is_empty() {
        return Err(IndexError::Empty);
    }
    Ok(index)
}

/// Returns the location of an entry's file, which must be below the base.
fn file(entry: &IndexEntry) -> Result<String, IndexError> {
    let schema = entry.schema.as_deref().unwrap_or("{path}.{format}");
    let file = schema.replace("{path}", &entry.path).replace("{format}", "json");
    match api_path::check(&file) {
        Ok(()) => Ok(file),
        Err(reason) => Err(IndexError::Schema { path: entry.path.clone(), schema: schema.to_owned(), reason }),
    }
}

/// Returns up to three APIs of the index with a name similar to an unknown one.
pub(crate) fn near<'index>(index: &'index Index, unknown: &ApiPath) -> Vec<&'index ApiPath> {
    let unknown = unknown.as_str().to_ascii_lowercase();
    let mut scored: Vec<_> = index
        .keys()
        .map(|api| {
            let name = api.as_str().to_ascii_lowercase();
            let bonus = if name.ends_with(&unknown) || name.starts_with(&unknown) { 0.5 } else { 0.0 };
            (strsim::normalized_damerau_levenshtein(&name, &unknown) + bonus, api)
        })
        .filter(|(score, _)| *score >= 0.5)
        .collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(right.1)));
    scored.into_iter().take(3).map(|(_, api)| api).collect()
}
