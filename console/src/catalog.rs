//! The list of all operations: `GET /api/catalog`.

use generator::model::{Api, Model, Operation};
use serde_json::{Map, Value, json};

use crate::words;

/// Returns all APIs, and one object per operation, sorted by branch, path and method. `deprecation` is null or the
/// announcement; `status`, `iam`, `parameters` and `types` are left out if they are empty.
pub(crate) fn catalog(model: &Model) -> Value {
    let (vocabulary, places) = words::collect(model);
    let mut operations: Vec<(_, Value)> = model
        .operations()
        .zip(places)
        .map(|((api, operation), words)| {
            let key = (operation.branch, &operation.path, operation.method.as_str());
            (key, entry(api, operation, words))
        })
        .collect();
    operations.sort_by_key(|(key, _)| *key);
    let operations: Vec<Value> = operations.into_iter().map(|(_, entry)| entry).collect();
    let root = |api: &Api| json!({"branch": api.branch.folder(), "api": api.root, "operations": api.operations.len()});
    let roots: Vec<Value> = model.apis.iter().map(root).collect();
    json!({ "apis": roots, "operations": operations, "types": vocabulary })
}

fn entry(api: &Api, operation: &Operation, types: Vec<usize>) -> Value {
    let mut entry = Map::new();
    let mut put = |key: &str, value: Value| drop(entry.insert(key.to_owned(), value));
    put("branch", operation.branch.folder().into());
    put("api", api.root.as_str().into());
    put("method", operation.method.as_str().into());
    put("path", operation.path.as_str().into());
    put("call", format!("{}{}", api.call(operation), operation.call_arguments()).into());
    put("feature", api.feature.as_str().into());
    put("summary", summary(operation).into());
    put("authentication", operation.authenticated.into());
    let is_deprecated = operation.status.is_deprecated();
    put("deprecation", is_deprecated.then(|| operation.status.announcement().unwrap_or_default()).into());
    if !is_deprecated && !matches!(operation.status.value.as_str(), "" | "PRODUCTION") {
        put("status", operation.status.value.as_str().into());
    }
    let actions: Vec<&str> = operation.iam_actions.iter().map(|action| action.name.as_str()).collect();
    if !actions.is_empty() {
        put("iam", actions.into());
    }
    // Those of the path are in the path.
    let names: Vec<&str> = operation
        .parameters()
        .filter_map(|parameter| parameter.name.as_deref())
        .filter(|name| !operation.path.contains(&format!("{{{name}}}")))
        .collect();
    if !names.is_empty() {
        put("parameters", names.into());
    }
    if !types.is_empty() {
        put("types", types.into());
    }
    Value::Object(entry)
}

/// Returns OVHcloud's description, or the generated sentence if the schema has none.
pub(crate) fn summary(operation: &Operation) -> String {
    operation
        .description
        .clone()
        .filter(|text| !text.trim().is_empty())
        .unwrap_or_else(|| generator::summary(operation))
}
