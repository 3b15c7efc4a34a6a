//! Errors for invalid schemas. No files are written.

use std::fs;

use serde_json::{Value, json};

use crate::schema::{api, thing};
use crate::workspace::Workspace;

/// Returns the valid schema that the cases change.
fn good() -> Value {
    thing("/thing")
}

/// Replaces a value of the valid schema.
fn with(pointer: &str, value: Value) -> String {
    let mut schema = good();
    *schema.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    schema.to_string()
}

/// Removes a key of the valid schema.
fn without(pointer: &str, key: &str) -> String {
    let mut schema = good();
    let object = schema.pointer_mut(pointer).and_then(Value::as_object_mut).unwrap();
    object.remove(key).unwrap();
    schema.to_string()
}

/// Returns the errors for each file.
fn messages<'c>(cases: impl IntoIterator<Item = (&'c str, String)>) -> String {
    let workspace = Workspace::generated([("v1/thing.json", good())]);
    let mut messages = String::new();
    for (what, text) in cases {
        workspace.write("schemas/v1/thing.json", text);
        messages.push_str(&format!("# {what}\n{}", workspace.fails()));
    }
    messages
}

#[test]
fn invalid_json_is_rejected() {
    let text = good().to_string();
    insta::assert_snapshot!(messages([
        ("empty", String::new()),
        ("a byte order mark", format!("\u{feff}{text}")),
        ("a web page", "<!DOCTYPE html><html>404</html>".to_owned()),
        ("truncated", text[..text.len() / 2].to_owned()),
        ("two documents", format!("{text}{text}")),
        ("a list", "[]".to_owned()),
        ("null", "null".to_owned()),
        ("deep", "[".repeat(100_000)),
        ("deep at the end of a schema", format!("{},\"apis\":{}", "{\"resourcePath\":\"/x\"", "[".repeat(100_000))),
        ("a key twice", format!("{{\"resourcePath\":\"/thing\",{}", &text[1..])),
    ]));
}

#[test]
fn invalid_utf8_is_rejected() {
    let workspace = Workspace::generated([("v1/thing.json", good())]);
    workspace.write("schemas/v1/thing.json", b"{\"resourcePath\":\"/\xff\"}");
    insta::assert_snapshot!(workspace.fails());
}

#[test]
fn missing_keys_are_rejected() {
    insta::assert_snapshot!(messages([
        ("resourcePath", without("", "resourcePath")),
        ("path", without("/apis/1", "path")),
        ("operations", without("/apis/1", "operations")),
        ("httpMethod", without("/apis/1/operations/1", "httpMethod")),
        ("responseType", without("/apis/1/operations/1", "responseType")),
        ("paramType", without("/apis/1/operations/1/parameters/0", "paramType")),
        ("dataType", without("/apis/1/operations/1/parameters/1", "dataType")),
        ("type", without("/models/thing.Thing/properties/state", "type")),
    ]));
}

#[test]
fn unknown_words_are_rejected() {
    insta::assert_snapshot!(messages([
        ("method", with("/apis/1/operations/1/httpMethod", json!("HEAD"))),
        ("method in lower case", with("/apis/0/operations/0/httpMethod", json!("get"))),
        ("paramType", with("/apis/1/operations/1/parameters/0/paramType", json!("cookie"))),
    ]));
}

#[test]
fn invalid_types_are_rejected() {
    let places = [
        ("responseType", "/apis/1/operations/0/responseType"),
        ("dataType", "/apis/1/operations/1/parameters/1/dataType"),
        ("type", "/models/thing.Thing/properties/state/type"),
        ("enumType", "/models/thing.StateEnum/enumType"),
    ];
    let cases = places.map(|(what, pointer)| (what, with(pointer, json!("map[string"))));
    let deep = [
        ("deep lists", json!("long".to_owned() + &"[]".repeat(50_000))),
        ("deep maps", json!("map[string]".repeat(50_000) + "long")),
        ("deep generics", json!("a<".repeat(50_000) + "long")),
        ("nothing", json!("")),
        ("a line break", json!("a[\nb")),
    ];
    let deep = deep.map(|(what, ty)| (what, with("/apis/1/operations/0/responseType", ty)));
    insta::assert_snapshot!(messages(cases.into_iter().chain(deep)));
}

#[test]
fn wrong_json_types_are_rejected() {
    let operation = |key: &str| format!("/apis/1/operations/1/{key}");
    let mut with_actions = good();
    with_actions["apis"][1]["operations"][1]["iamActions"] = json!([{"name": "a"}, 5]);
    let mut unnamed_action = good();
    unnamed_action["apis"][1]["operations"][1]["iamActions"] = json!([{"required": true}]);
    insta::assert_snapshot!(messages([
        ("resourcePath", with("/resourcePath", json!(5))),
        ("apis", with("/apis", json!({}))),
        ("models", with("/models", json!([]))),
        ("path", with("/apis/1/path", json!(["/thing"]))),
        ("operations", with("/apis/1/operations", json!("none"))),
        ("operation", with("/apis/1/operations/1", json!("GET"))),
        ("httpMethod", with(&operation("httpMethod"), json!(1))),
        ("responseType", with(&operation("responseType"), json!(null))),
        ("parameters", with(&operation("parameters"), json!(true))),
        ("apiStatus", with(&operation("apiStatus"), json!("BETA"))),
        ("noAuthentication", with(&operation("noAuthentication"), json!("no"))),
        ("iamActions", with_actions.to_string()),
        ("iamActions without a name", unnamed_action.to_string()),
        ("model", with("/models/thing.Thing", json!("string"))),
        ("properties", with("/models/thing.Thing/properties", json!(["name"]))),
        ("property", with("/models/thing.Thing/properties/name", json!("string"))),
        ("canBeNull", with("/models/thing.Thing/properties/name/canBeNull", json!("yes"))),
        ("enum", with("/models/thing.StateEnum/enum", json!("on"))),
        ("enum's value", with("/models/thing.StateEnum/enum/1", json!({"off": 0}))),
    ]));
}

#[test]
fn invalid_roots_are_rejected() {
    let roots = ["", "/", "//", "thing", "{x}", "https://eu.api.ovh.com/v1/thing", "\u{1b}[2J\n"];
    insta::assert_snapshot!(messages(roots.map(|root| (root, with("/resourcePath", json!(root))))));
}

#[test]
fn pointers_escape_slashes_and_tildes() {
    let mut schema = good();
    schema["models"]["a/b~c"] = json!({"properties": {"d/e": {"type": "]"}}});
    insta::assert_snapshot!(messages([("model", schema.to_string())]));
}

/// All errors are shown in one run, sorted.
#[test]
fn all_errors_are_reported() {
    let workspace = Workspace::generated([("v1/thing.json", good())]);
    workspace.write("schemas/v2/z.json", "{");
    workspace.write("schemas/v2/a.json", with("/apis/0/path", json!(1)));
    workspace.write("schemas/v1/deep/er/b.json", without("", "resourcePath"));
    workspace.write("schemas/v1/a.json", "[");
    insta::assert_snapshot!(workspace.fails());
}

#[test]
fn duplicate_api_is_rejected() {
    let workspace = Workspace::generated([("v1/thing.json", good())]);
    workspace.schema("v1/deep/other.json", &good());
    workspace.schema("v1/third.json", &api("/thing/", &[]));
    workspace.schema("v2/one.json", &api("/iam", &[]));
    workspace.schema("v2/two.json", &api("/v2/iam", &[]));
    insta::assert_snapshot!(workspace.fails());
}

#[test]
fn missing_schemas_are_an_error() {
    let workspace = Workspace::generated([("v1/thing.json", good())]);
    workspace.remove("schemas/v1/thing.json");
    let without_files = workspace.fails();
    fs::remove_dir_all(workspace.path("schemas")).unwrap();
    let without_folder = workspace.fails();
    workspace.write("schemas", "");
    let a_file = workspace.fails();
    insta::assert_snapshot!([without_files, without_folder, a_file].concat());
}

#[test]
fn manifest_without_marker_is_rejected() {
    let workspace = Workspace::new();
    workspace.schema("v1/thing.json", &good());
    workspace.write("ovh-api/Cargo.toml", "[features]\n");
    let before = workspace.package();
    let run = workspace.codegen(&[]);
    assert_eq!(run.code, Some(1));
    crate::tree::assert_same(&workspace.package(), &before);
    insta::assert_snapshot!(run.stderr);
}
