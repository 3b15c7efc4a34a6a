//! What is written, if all goes well.

use std::fs;

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, assert_same, first_four, schema};
use crate::server::{Answer, Server};

/// Turns round what the service does not keep in order: APIs, operations, keys.
fn turned_round(value: &Value, key: &str) -> Value {
    match value {
        Value::Array(list) => {
            let mut list: Vec<_> = list.iter().map(|value| turned_round(value, "")).collect();
            if matches!(key, "apis" | "operations") {
                list.reverse();
            }
            Value::Array(list)
        }
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), turned_round(value, key))).collect(),
        other => other.clone(),
    }
}

/// The same with the keys in descending order, which no JSON library does by itself.
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
fn what_the_service_shuffles_makes_no_difference() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::new();
    let run = sandbox.fetch(&server, &[]);
    insta::assert_snapshot!(run.stdout, @"fetched 4 files (0 changed, 4 new) from http://127.0.0.1:[port]/1.0 in [time] s");
    let before = sandbox.tree();
    for api in first_four() {
        let mut other = turned_round(&api, "");
        other["basePath"] = json!("http://mirror.invalid:8080/v1");
        let path = format!("/1.0{}.json", api["resourcePath"].as_str().unwrap());
        server.route(&path, Answer::Bytes("application/json", keys_descending(&other).into_bytes()));
    }
    let run = sandbox.fetch(&server, &[]);
    insta::assert_snapshot!(run.stdout, @"fetched 4 files (0 changed, 0 new) from http://127.0.0.1:[port]/1.0 in [time] s");
    assert_same(&sandbox.tree(), &before);
}

#[test]
fn the_canonical_form() {
    let server = Server::v1(&[schema("/vps")]);
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.fetch(&server, &["--api", "vps"]).code, Some(0));
    insta::assert_snapshot!(sandbox.read("v1/vps.json"));
}

#[test]
fn without_prose_the_names_stay() {
    let server = Server::v1(&[schema("/vps")]);
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.fetch(&server, &["--api", "vps", "--no-prose"]).code, Some(0));
    insta::assert_snapshot!(sandbox.read("v1/vps.json"));
    assert_eq!(sandbox.json("manifest.json")["files"]["v1/vps.json"]["prose"], false);
}

#[test]
fn the_manifest_dates_what_changed() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::fetched(&server);
    let manifest = sandbox.json("manifest.json");
    let entry = &manifest["files"]["v1/me.json"];
    let content = sandbox.read("v1/me.json");
    assert_eq!(entry["bytes"], content.len());
    assert_eq!(entry["source"], format!("{}/1.0/me.json", server.url()));
    assert_eq!(entry["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(entry["prose"], true);
    let today = entry["date"].as_str().unwrap().to_owned();
    assert_eq!(today.len(), "2026-01-31".len());

    // Fetched long ago: what is still the same keeps that date, what is not gets a new one.
    sandbox.write("manifest.json", sandbox.read("manifest.json").replace(&today, "2020-02-02"));
    let before = sandbox.tree();
    assert_eq!(sandbox.fetch(&server, &["--api", "/me", "--api", "/vps"]).code, Some(0));
    assert_same(&sandbox.tree(), &before);

    let mut changed = schema("/vps");
    changed["apiVersion"] = json!("1.1");
    server.route("/1.0/vps.json", Answer::Json(changed));
    let run = sandbox.fetch(&server, &["--api", "/vps", "--api", "/me"]);
    assert!(run.stdout.starts_with("fetched 2 files (1 changed, 0 new) from"), "{}", run.stdout);
    let files = &sandbox.json("manifest.json")["files"];
    assert_eq!(files["v1/me.json"]["date"], "2020-02-02");
    assert_ne!(files["v1/vps.json"]["date"], "2020-02-02");
    assert_ne!(files["v1/vps.json"]["sha256"], manifest["files"]["v1/vps.json"]["sha256"]);

    // The same content from elsewhere is a new fact, too.
    let other = Server::v1(&[schema("/me")]);
    assert_eq!(sandbox.fetch(&other, &["--api", "/me"]).code, Some(0));
    assert_ne!(sandbox.json("manifest.json")["files"]["v1/me.json"]["date"], "2020-02-02");
}

#[test]
fn whatever_else_is_in_the_folder_survives() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::new();
    for place in ["notes/a.txt", "v1/README.md", "v1/.hidden", "v2/iam.json", "v1/broken.json"] {
        sandbox.write(place, place);
    }
    let before = sandbox.tree();
    assert_eq!(sandbox.fetch(&server, &[]).code, Some(0));
    let mut now = sandbox.tree();
    now.retain(|place, _| before.contains_key(place));
    assert_same(&now, &before);
}

#[test]
fn a_missing_folder_is_made_and_a_link_is_followed() {
    let server = Server::v1(&[schema("/vps")]);
    let sandbox = Sandbox::bare();
    assert_eq!(sandbox.fetch(&server, &["--api", "/vps"]).code, Some(0));
    assert_eq!(sandbox.files(), ["manifest.json", "v1/vps.json"]);

    let (real, link) = (sandbox.parent().join("real"), sandbox.dir());
    fs::rename(&link, &real).unwrap();
    std::os::unix::fs::symlink("real", &link).unwrap();
    server.route("/1.0/vps.json", Answer::Json(json!({"resourcePath": "/vps"})));
    assert_eq!(sandbox.fetch(&server, &["--api", "/vps"]).code, Some(0));
    assert!(link.is_symlink());
    assert_eq!(fs::read_to_string(real.join("v1/vps.json")).unwrap(), "{\n \"resourcePath\": \"/vps\"\n}\n");
}
