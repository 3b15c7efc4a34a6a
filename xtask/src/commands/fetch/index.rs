//! The service's index: which APIs there are, and where their files are.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::api_path::{self, ApiPath};

/// API → URL of its file.
pub(crate) type Index = BTreeMap<ApiPath, String>;

/// Why an index cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IndexError {
    #[error("not an index of APIs: {0}")]
    Shape(serde_json::Error),
    #[error("the index lists no API")]
    Empty,
    #[error("the index lists the path {path:?}, which is refused: {reason}")]
    Path { path: String, reason: api_path::Unsafe },
    #[error("the index has {path} at {schema:?}, which is refused: {reason}")]
    Schema { path: String, schema: String, reason: api_path::Unsafe },
    #[error("the index lists both {0} and {1}, which would be one file")]
    SameFile(String, String),
}

#[derive(Deserialize)]
#[serde(expecting = "an object with a list `apis`")]
struct Document {
    apis: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with a `path`")]
struct Entry {
    path: String,
    schema: Option<String>,
}

/// Reads an index. One bad entry spoils it, wanted or not: a server that lists such a thing is not to be trusted.
pub(crate) fn read(document: Value, base: &str) -> Result<Index, IndexError> {
    let document: Document = serde_json::from_value(document).map_err(IndexError::Shape)?;
    let mut index = Index::new();
    // Some file systems do not tell `Me.json` from `me.json`.
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

/// Fills in where the entry's file is, which must be below the base.
fn file(entry: &Entry) -> Result<String, IndexError> {
    let schema = entry.schema.as_deref().unwrap_or("{path}.{format}");
    let file = schema.replace("{path}", &entry.path).replace("{format}", "json");
    match api_path::check(&file) {
        Ok(()) => Ok(file),
        Err(reason) => Err(IndexError::Schema { path: entry.path.clone(), schema: schema.to_owned(), reason }),
    }
}

/// Up to three APIs of the index whose names are near to a wrong one.
pub(crate) fn near<'index>(index: &'index Index, wrong: &ApiPath) -> Vec<&'index ApiPath> {
    let wrong = wrong.as_str().to_ascii_lowercase();
    let mut scored: Vec<_> = index
        .keys()
        .map(|api| {
            let name = api.as_str().to_ascii_lowercase();
            let bonus = if name.ends_with(&wrong) || name.starts_with(&wrong) { 0.5 } else { 0.0 };
            (strsim::normalized_damerau_levenshtein(&name, &wrong) + bonus, api)
        })
        .filter(|(score, _)| *score >= 0.5)
        .collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(right.1)));
    scored.into_iter().take(3).map(|(_, api)| api).collect()
}
