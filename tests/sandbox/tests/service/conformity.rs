//! Answers conform to the letter, not only as far as a lenient client asks; and that for any schema.

use std::fs;
use std::path::Path;

use ovh_sandbox::Sandbox;

use crate::support::Raw;

/// Calls whatever can be called without a body; gives how many were answered with success.
async fn call_all(sandbox: &Sandbox) -> usize {
    let raw = Raw::new(sandbox);
    let mut answered = 0;
    let mut operations = sandbox.operations();
    // What reads goes first: later there is less to be read.
    operations.sort_by_key(|(method, _)| *method != "GET");
    for (method, path) in operations {
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
        let answer = crate::support::send(raw.signed(method, &prefixed, "")).await;
        assert!(answer.status < 500, "{method} {path}: {}", answer.text);
        if answer.status == 200 {
            let value = if answer.text.is_empty() { serde_json::Value::Null } else { answer.json() };
            sandbox
                .check_response(method, &path, &value)
                .unwrap_or_else(|why| panic!("{method} {path}: {why}\n{value}"));
            answered += 1;
        }
    }
    answered
}

#[tokio::test]
async fn answers_are_what_the_schemas_say() {
    for sandbox in [Sandbox::builder(), Sandbox::builder().seed(1), Sandbox::builder().seed(2)] {
        let sandbox = sandbox.start().await.unwrap();
        let answered = call_all(&sandbox).await;
        assert!(answered > 350, "{answered}");
    }
}

/// Every odd schema that the generator is tested with is served too.
#[tokio::test]
async fn odd_schemas() {
    let quirks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../quirks");
    let (mut folders, mut answered) = (0, 0);
    for folder in fs::read_dir(quirks).unwrap() {
        let sandbox = Sandbox::builder().schemas(folder.unwrap().path()).seed(1).start().await.unwrap();
        answered += call_all(&sandbox).await;
        folders += 1;
    }
    assert!(folders > 5 && answered > 20, "{folders} {answered}");
}
