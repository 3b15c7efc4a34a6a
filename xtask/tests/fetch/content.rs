//! The files that a successful run writes.

use std::fs;

use serde_json::{Value, json};

use crate::schemas::{first_four, schema};
use crate::server::{Response, Server};
use crate::tree::assert_same;
use crate::workspace::Workspace;

/// Reverses the lists whose order the service does not keep.
fn reversed(value: &Value, key: &str) -> Value {
    match value {
        Value::Array(list) => {
            let mut list: Vec<_> = list.iter().map(|value| reversed(value, "")).collect();
            if matches!(key, "apis" | "operations") {
                list.reverse();
            }
            Value::Array(list)
        }
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), reversed(value, key))).collect(),
        other => other.clone(),
    }
}

/// Writes a document with its keys in descending order.
fn keys_descending(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<_> = map.keys().collect();
            keys.sort_by(|left, right| right.cmp(left));
            let pairs = keys.into_iter().map(|key| format!("{} :{}", json!(key), keys_descending(&map[key])));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(keys_descending).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

#[test]
fn service_order_does_not_change_the_snapshot() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::new();
    let run = workspace.fetch(&server, &["--all", "--branch", "v1"]);
    insta::assert_snapshot!(run.stdout, @"fetched 4 files (0 changed, 4 new) from http://127.0.0.1:[port]/1.0 in [time] s");
    let before = workspace.tree();
    for api in first_four() {
        let mut other = reversed(&api, "");
        other["basePath"] = json!("http://mirror.invalid:8080/v1");
        let path = format!("/1.0{}.json", api["resourcePath"].as_str().unwrap());
        server.route(&path, Response::Bytes("application/json", keys_descending(&other).into_bytes()));
    }
    let run = workspace.fetch(&server, &["--all", "--branch", "v1"]);
    insta::assert_snapshot!(run.stdout, @"fetched 4 files (0 changed, 0 new) from http://127.0.0.1:[port]/1.0 in [time] s");
    assert_same(&workspace.tree(), &before);
}

#[test]
fn schema_is_written_in_canonical_form() {
    let server = Server::v1(&[schema("/vps")]);
    let workspace = Workspace::new();
    assert_eq!(workspace.fetch(&server, &["--api", "vps"]).code, Some(0));
    insta::assert_snapshot!(workspace.read("schemas/v1/vps.json"));
}

#[test]
fn no_prose_removes_only_descriptions() {
    let server = Server::v1(&[schema("/vps")]);
    let workspace = Workspace::new();
    assert_eq!(workspace.fetch(&server, &["--api", "vps", "--no-prose"]).code, Some(0));
    insta::assert_snapshot!(workspace.read("schemas/v1/vps.json"));
    assert_eq!(workspace.json("schemas/manifest.json")["files"]["v1/vps.json"]["prose"], false);
}

#[test]
fn manifest_dates_changed_files() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::fetched(&server);
    let manifest = workspace.json("schemas/manifest.json");
    let entry = &manifest["files"]["v1/me.json"];
    let content = workspace.read("schemas/v1/me.json");
    assert_eq!(entry["bytes"], content.len());
    assert_eq!(entry["source"], format!("{}/1.0/me.json", server.url()));
    assert_eq!(entry["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(entry["prose"], true);
    let today = entry["date"].as_str().unwrap().to_owned();
    assert_eq!(today.len(), "2026-01-31".len());

    // Unchanged files keep an old date, changed files get a new one.
    workspace.write("schemas/manifest.json", workspace.read("schemas/manifest.json").replace(&today, "2020-02-02"));
    let before = workspace.tree();
    assert_eq!(workspace.fetch(&server, &["--api", "/me", "--api", "/vps"]).code, Some(0));
    assert_same(&workspace.tree(), &before);

    let mut changed = schema("/vps");
    changed["apiVersion"] = json!("1.1");
    server.route("/1.0/vps.json", Response::Json(changed));
    let run = workspace.fetch(&server, &["--api", "/vps", "--api", "/me"]);
    assert!(run.stdout.starts_with("fetched 2 files (1 changed, 0 new) from"), "{}", run.stdout);
    let files = &workspace.json("schemas/manifest.json")["files"];
    assert_eq!(files["v1/me.json"]["date"], "2020-02-02");
    assert_ne!(files["v1/vps.json"]["date"], "2020-02-02");
    assert_ne!(files["v1/vps.json"]["sha256"], manifest["files"]["v1/vps.json"]["sha256"]);

    // The same content from another source gets a new date.
    let other = Server::v1(&[schema("/me")]);
    assert_eq!(workspace.fetch(&other, &["--api", "/me"]).code, Some(0));
    assert_ne!(workspace.json("schemas/manifest.json")["files"]["v1/me.json"]["date"], "2020-02-02");
}

#[test]
fn other_files_of_the_folder_are_kept() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::new();
    for place in ["notes/a.txt", "v1/README.md", "v1/.hidden", "v2/iam.json", "v1/broken.json"] {
        workspace.write(&format!("schemas/{place}"), place);
    }
    let before = workspace.tree();
    assert_eq!(workspace.fetch(&server, &["--all", "--branch", "v1"]).code, Some(0));
    let mut now = workspace.tree();
    now.retain(|place, _| before.contains_key(place));
    assert_same(&now, &before);
}

#[test]
fn missing_folder_is_created_and_link_followed() {
    let server = Server::v1(&[schema("/vps")]);
    let workspace = Workspace::empty();
    assert_eq!(workspace.fetch(&server, &["--api", "/vps"]).code, Some(0));
    assert_eq!(workspace.files(), ["manifest.json", "v1/vps.json"]);

    let (real, link) = (workspace.path("real"), workspace.dir());
    fs::rename(&link, &real).unwrap();
    std::os::unix::fs::symlink("real", &link).unwrap();
    server.route("/1.0/vps.json", Response::Json(json!({"resourcePath": "/vps"})));
    assert_eq!(workspace.fetch(&server, &["--api", "/vps"]).code, Some(0));
    assert!(link.is_symlink());
    assert_eq!(fs::read_to_string(real.join("v1/vps.json")).unwrap(), "{\n \"resourcePath\": \"/vps\"\n}\n");
}
