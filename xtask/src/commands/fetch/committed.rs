//! The APIs in the snapshot.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use generator::schema::Branch;
use serde::Deserialize;

use super::api_path::ApiPath;
use crate::support::{regular, store, walk};

/// The API of each file by its path in the snapshot (`v1/dedicated/server.json`).
pub(crate) type Committed = BTreeMap<String, Option<ApiPath>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    resource_path: String,
}

/// Lists the schemas of one branch, at any depth. The API of a file is `None` if the file does not name it.
pub(crate) fn scan(dir: &Path, branch: Branch) -> anyhow::Result<Committed> {
    let mut committed = Committed::new();
    for path in walk::files(&dir.join(branch.folder()))? {
        // `fetch` writes no file with another name, and a broken link is not a file.
        let Ok(place) = store::place(dir, &path) else { continue };
        if !place.ends_with(".json") || !path.exists() {
            continue;
        }
        let bytes = regular::read(&path).with_context(|| format!("could not read {place}"))?;
        let head = serde_json::from_slice::<Head>(&bytes).ok();
        let api = head.and_then(|head| ApiPath::strict(&head.resource_path).ok());
        committed.insert(place, api);
    }
    Ok(committed)
}
