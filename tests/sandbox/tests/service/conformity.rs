//! Responses conform to the schemas, with the committed and with unusual ones.

use std::fs;
use std::path::Path;

use ovh_sandbox::Sandbox;

use crate::support::RawClient;

/// Calls every nth operation without a body and returns the number of successful calls.
pub async fn call(sandbox: &Sandbox, every: usize) -> usize {
    let raw = RawClient::new(sandbox);
    let mut succeeded = 0;
    let mut operations = sandbox.operations();
    // Reads come first, because other calls remove objects.
    operations.sort_by_key(|(method, _)| *method != "GET");
    for (method, path) in operations.into_iter().step_by(every) {
        if path == "/auth/logout" {
            continue;
        }
        let Some(values) = sandbox.existing_path_values(method, &path) else { continue };
        let mut values = values.iter();
        let filled: Vec<String> = path
            .split('/')
            .map(|segment| match segment.contains('{') {
                true => form_urlencoded::byte_serialize(values.next().unwrap().as_bytes()).collect::<String>(),
                false => segment.to_owned(),
            })
            .collect();
        let filled = filled.join("/").replace('+', "%20");
        let prefixed = if filled.starts_with("/v2/") { filled } else { format!("/1.0{filled}") };
        let response = crate::support::send(raw.signed(method, &prefixed, "")).await;
        assert!(response.status < 500, "{method} {path}: {}", response.text);
        if response.status == 200 {
            let value = if response.text.is_empty() { serde_json::Value::Null } else { response.json() };
            sandbox
                .check_response(method, &path, &value)
                .unwrap_or_else(|why| panic!("{method} {path}: {why}\n{value}"));
            succeeded += 1;
        }
    }
    succeeded
}

/// Calls all operations without a seed, and a few with each of two seeds: the typed calls decode more of them.
#[tokio::test]
async fn responses_conform_to_the_schemas() {
    for (sandbox, every, expected) in
        [(Sandbox::builder(), 1, 3_000), (Sandbox::builder().seed(1), 10, 300), (Sandbox::builder().seed(2), 9, 300)]
    {
        let sandbox = sandbox.start().await.unwrap();
        let succeeded = call(&sandbox, every).await;
        assert!(succeeded > expected, "{succeeded}");
    }
}

/// Serves the unusual schemas that the generator is tested with.
#[tokio::test]
async fn responses_conform_to_unusual_schemas() {
    let quirks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../quirks");
    let (mut folders, mut succeeded) = (0, 0);
    for folder in fs::read_dir(quirks).unwrap() {
        let sandbox = Sandbox::builder().schemas(folder.unwrap().path()).seed(1).start().await.unwrap();
        succeeded += call(&sandbox, 1).await;
        folders += 1;
    }
    assert!(folders > 5 && succeeded > 20, "{folders} {succeeded}");
}
