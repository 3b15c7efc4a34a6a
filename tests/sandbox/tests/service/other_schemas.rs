//! Other snapshots of the schemas, which lack some of what the account describes or have it in another form.

use std::fs;
use std::path::{Path, PathBuf};

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::conformity::call;
use crate::support::RawClient;

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

/// Serves a single API, whose schema lacks most of what is described.
#[tokio::test]
async fn other_schemas_skip_what_they_lack() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("v1")).unwrap();
    let schemas = schemas().join("v1");
    let text = fs::read_to_string(schemas.join("vps.json")).unwrap();
    // Another snapshot has another field, and another type of a key.
    let text = text.replace("\"displayName\"", "\"shownName\"");
    fs::write(folder.path().join("v1/vps.json"), text).unwrap();
    fs::copy(schemas.join("services.json"), folder.path().join("v1/services.json")).unwrap();
    let sandbox = Sandbox::builder().schemas(folder.path()).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    assert_eq!(raw.get("/services").await.ok(), json!([41_001, 41_002, 41_003]));
    let vps = raw.get("/vps/vps-1a2b3c4d.vps.ovh.net").await.ok();
    assert!(vps.get("shownName").is_some() && vps.get("displayName").is_none(), "{vps}");
    assert_eq!(vps["state"], "running");
    sandbox.check_response("GET", "/vps/{serviceName}", &vps).unwrap();
}

/// Returns a number that depends on a text.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Removes some fields, enum values and operations, and gives some fields another type.
fn change(schema: &mut Value) {
    for (name, model) in schema["models"].as_object_mut().unwrap() {
        if let Some(values) = model.get_mut("enum").and_then(Value::as_array_mut)
            && hash(name).is_multiple_of(4)
        {
            let half = values.len() / 2;
            values.drain(..half);
        }
        let Some(fields) = model.get_mut("properties").and_then(Value::as_object_mut) else { continue };
        fields.retain(|field, _| !hash(&format!("{name}.{field}")).is_multiple_of(7));
        for (field, shape) in fields {
            let other = match hash(&format!("{field}.{name}")) % 11 {
                0 => "long",
                1 => "string",
                2 => "boolean",
                3 => "string[]",
                _ => continue,
            };
            shape["type"] = json!(other);
            shape["fullType"] = json!(other);
        }
    }
    for api in schema["apis"].as_array_mut().unwrap() {
        let path = api["path"].as_str().unwrap().to_owned();
        let kept = |operation: &Value| !hash(&format!("{} {path}", operation["httpMethod"])).is_multiple_of(9);
        api["operations"].as_array_mut().unwrap().retain(kept);
    }
}

#[tokio::test]
async fn responses_conform_to_changed_schemas() {
    let folder = tempfile::tempdir().unwrap();
    let roots = [
        "v1/vps.json",
        "v1/me.json",
        "v1/cloud.json",
        "v1/domain.json",
        "v1/ip.json",
        "v1/services.json",
        "v1/order.json",
        "v1/dedicated/server.json",
        "v1/email/domain.json",
        "v1/vrack.json",
        "v2/iam.json",
        "v2/publicCloud.json",
        "v2/location.json",
    ];
    for root in roots {
        let text = fs::read_to_string(schemas().join(root)).unwrap();
        let mut schema: Value = serde_json::from_str(&text).unwrap();
        change(&mut schema);
        let path = folder.path().join(root);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, schema.to_string()).unwrap();
    }
    let sandbox = Sandbox::builder().schemas(folder.path()).start().await.unwrap();
    let succeeded = call(&sandbox, 1).await;
    assert!(succeeded > 800, "{succeeded}");
}
