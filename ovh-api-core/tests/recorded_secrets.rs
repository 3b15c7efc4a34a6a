//! A recording has no value that the schemas declare as a password.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ovh_api_core::Transport as _;
use ovh_api_core::testing::{MockTransport, Recorder};
use serde_json::{Map, Value as Json, json};

/// Returns the paths of all APIs, with the names of fields and parameters that are passwords.
fn passwords() -> Vec<(String, BTreeSet<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let mut found = Vec::new();
    for file in files(&root.join("v1")).into_iter().chain(files(&root.join("v2"))) {
        let schema: Json = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let mut names = BTreeSet::new();
        let mut add = |name: &str, item: &Json| {
            let kind =
                ["fullType", "type", "dataType"].iter().find_map(|key| item.get(*key)?.as_str()).unwrap_or_default();
            if kind == "password" || kind.contains("[password") || kind == "password[]" {
                names.insert(name.to_owned());
            }
        };
        for model in fields(&schema["models"]).flat_map(|(_, model)| fields(&model["properties"])) {
            add(model.0, model.1);
        }
        for api in elements(&schema["apis"]) {
            let path = api["path"].as_str().unwrap();
            for operation in elements(&api["operations"]) {
                for parameter in elements(&operation["parameters"]) {
                    add(parameter["name"].as_str().unwrap_or_default(), parameter);
                }
                if operation["responseType"] == "password" {
                    add(path.rsplit('/').next().unwrap(), &json!({"type": "password"}));
                }
            }
        }
        names.remove("");
        let relative = file.strip_prefix(&root).unwrap().with_extension("");
        let path = format!("/{}", relative.to_str().unwrap().replace('\\', "/"));
        found.push((path.strip_prefix("/v1").unwrap_or(&path).to_owned(), names));
    }
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found
}

fn fields(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}

fn elements(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

#[tokio::test]
async fn values_declared_as_passwords_are_not_in_the_file() {
    let path = std::env::temp_dir().join(format!("ovh-api-core-recording-{}.json", std::process::id()));
    let apis = passwords();
    assert!(apis.len() > 80 && apis.iter().map(|(_, names)| names.len()).sum::<usize>() > 100);
    let mut leaks = Vec::new();
    for (api, names) in &apis {
        for name in names {
            // Too short to be found as the value of another field.
            let body: Map<String, Json> = [(name.clone(), json!("CANARY"))].into_iter().collect();
            let body = Json::Object(body).to_string();
            let text = body.clone();
            let service = MockTransport::new().otherwise(move |_| Ok(http::Response::new(text.clone().into())));
            let recorder = Recorder::new();
            let branch = if api.starts_with("/v2") { "" } else { "/1.0" };
            let uri = format!("https://eu.api.ovh.com{branch}{api}/x?{name}=CANARY");
            let request = http::Request::post(uri).body(body.into()).unwrap();
            recorder.wrap(service).send(request).await.unwrap();
            recorder.save(&path).unwrap();
            let file = fs::read_to_string(&path).unwrap();
            if file.contains("CANARY") || file.matches("[redacted]").count() != 3 {
                leaks.push(format!("{api}: {name}"));
            }
        }
    }
    fs::remove_file(path).unwrap();
    assert!(leaks.is_empty(), "{leaks:#?}");
}
