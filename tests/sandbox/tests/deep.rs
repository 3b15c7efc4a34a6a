//! Schemas with deep and mutually recursive types.

#![allow(missing_docs)]
#![allow(clippy::unwrap_used)]

#[path = "typed_calls/source.rs"]
mod source;

use std::path::Path;
use std::{fs, thread};

use generator::model::Model;
use generator::schema::{Branch, Schema};
use ovh_sandbox::Sandbox;
use ovh_sandbox::samples::Samples;
use serde_json::{Map, Value, json};
use walkdir::WalkDir;

/// Returns a schema with a GET and a POST of a type, and these objects with required fields.
fn schema(root: &str, objects: impl IntoIterator<Item = (String, Vec<(&'static str, String)>)>) -> Value {
    let models: Map<String, Value> = objects
        .into_iter()
        .map(|(name, fields)| {
            let field = |(name, ty): &(&str, String)| {
                let field = json!({"type": ty, "canBeNull": false, "readOnly": false, "required": true});
                ((*name).to_owned(), field)
            };
            let properties: Map<String, Value> = fields.iter().map(field).collect();
            (name.clone(), json!({"id": name, "namespace": "deep", "properties": properties}))
        })
        .collect();
    let operation = |method: &str, parameters: Value| {
        json!({
            "httpMethod": method, "responseType": root, "noAuthentication": true, "parameters": parameters,
        })
    };
    let body = json!([{"paramType": "body", "dataType": root, "required": true}]);
    json!({"resourcePath": "/deep", "models": models, "apis": [
        {"path": "/deep", "operations": [operation("GET", json!([])), operation("POST", body)]}]})
}

fn model(schema: &Value) -> Model {
    generator::resolve(&[(Branch::V1, Schema::read("deep.json", schema.to_string().as_bytes()).unwrap())])
}

async fn response(schema: &Value) -> Value {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("v1")).unwrap();
    fs::write(folder.path().join("v1/deep.json"), schema.to_string()).unwrap();
    let sandbox = Sandbox::builder().schemas(folder.path()).start().await.unwrap();
    let response = reqwest::get(format!("{}/deep", sandbox.url())).await.unwrap();
    assert_eq!(response.status(), 200);
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

fn chain() -> Value {
    const LENGTH: usize = 5_000;
    schema(
        "deep.T0",
        (0..LENGTH).map(|number| {
            let next = if number + 1 == LENGTH { "long".to_owned() } else { format!("deep.T{}", number + 1) };
            (format!("deep.T{number}"), vec![("next", next)])
        }),
    )
}

/// `A` and `B` require each other, directly or in lists.
fn cycle(suffix: &str) -> Value {
    let pair = |other: &str| vec![("left", format!("{other}{suffix}")), ("right", format!("{other}{suffix}"))];
    schema("deep.A", [("deep.A".to_owned(), pair("deep.B")), ("deep.B".to_owned(), pair("deep.A"))])
}

#[tokio::test]
async fn types_in_a_long_chain_need_no_stack() {
    let schema = chain();
    let (before, after) = (model(&schema), model(&schema));
    assert_eq!(generator::emit(&before).definitions, before.counts.models);
    assert!(generator::surface_of_types(&before).lines().count() > 10_000);
    assert!(generator::diff::diff(&before, &after).changes.is_empty());
    let calls = source::calls(&before);
    assert!(calls.contains("\"GET\"") && !calls.contains("\"POST\""), "{calls}");
    let mut value = &response(&schema).await;
    let mut depth = 0;
    while let Some(next) = value.get("next") {
        (value, depth) = (next, depth + 1);
    }
    assert!((50..128).contains(&depth), "{depth}");
}

#[tokio::test]
async fn types_that_require_each_other_end() {
    let schema = cycle("");
    let calls = source::calls(&model(&schema));
    // A field that needs a box is optional in requests.
    assert!(calls.contains("left: Some(Box::new(ovh_api::deep::BInput { left: None, right: None }))"), "{calls}");
    let response = response(&schema).await;
    assert!(response["left"]["right"].is_object(), "{response}");
}

#[tokio::test]
async fn lists_of_each_other_end_empty() {
    let schema = cycle("[]");
    let calls = source::calls(&model(&schema));
    assert!(calls.contains("left: vec![ovh_api::deep::BInput { left: vec![], right: vec![] }]"), "{calls}");
    assert!(response(&schema).await["left"].is_array());
}

/// Reads the committed schemas.
fn committed() -> Vec<(Branch, Schema)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let of_branch = |branch: Branch| {
        let files = WalkDir::new(folder.join(branch.folder())).into_iter().map(Result::unwrap);
        let files = files.filter(|entry| entry.file_type().is_file());
        files.map(move |file| (branch, Schema::read("x.json", &fs::read(file.path()).unwrap()).unwrap()))
    };
    Branch::ALL.into_iter().flat_map(of_branch).collect()
}

/// Recursion over the types of all APIs would exceed this stack, which is an eighth of the default.
#[test]
fn committed_schemas_need_little_stack() {
    let run = || {
        let model = generator::resolve(&committed());
        assert_eq!(generator::emit(&model).operations, model.counts.operations);
        assert_eq!(generator::surface(&model).lines().count(), model.counts.operations);
        assert!(generator::surface_of_types(&model).lines().count() > 10_000);
        assert!(generator::diff::diff(&model, &model).changes.is_empty());
        assert_eq!(source::calls(&model).matches("TypedCall {").count(), model.counts.operations);
        let samples = Samples::new().unwrap();
        for (_, operation) in model.operations() {
            let response = samples.response(operation.method.as_str(), &operation.branched_path(), 0);
            assert!(response.is_some(), "{}", operation.request_line());
        }
    };
    thread::Builder::new().stack_size(256 << 10).spawn(run).unwrap().join().unwrap();
}
