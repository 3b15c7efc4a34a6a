//! Serves the schemas like the OVHcloud API.

use generator::schema::Branch;
use serde_json::{Value, json};

use crate::api::Api;
use crate::reply::Reply;

/// Returns the index of a branch or one of its schemas. Returns `None` for other paths.
pub(crate) fn respond(api: &Api, branch: Branch, base: &str, path: &str) -> Option<Reply> {
    if path.is_empty() || path == "/" {
        let of_branch = api.files.keys().filter(|(own, _)| *own == branch);
        let apis: Vec<Value> = of_branch
            .map(|(_, root)| json!({"path": root, "schema": "{path}.{format}", "format": ["json"], "description": ""}))
            .collect();
        return Some(Reply::json(&json!({"apis": apis, "basePath": base})));
    }
    let root = path.strip_suffix(".json")?;
    let mut document = api.files.get(&(branch, root.to_owned()))?.clone();
    if let Some(path) = document.get_mut("basePath") {
        *path = base.into();
    }
    Some(Reply::json(&document))
}
