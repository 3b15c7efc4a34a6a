//! The Rust programs of operations.

use serde_json::{Value, json};

use crate::support::{Started, text};

/// Returns the programs of an operation with the required values, and with all values if there are more.
pub async fn programs(started: &Started, operation: &Value) -> Vec<(String, String)> {
    let [branch, method, path] = ["branch", "method", "path"].map(|key| text(operation, key));
    let name = format!("{branch} {method} {path}");
    let mut programs = vec![(name.clone(), started.snippet(branch, method, path, "rust").await)];
    let details = started.operation(branch, method, path).await;
    if details["fullSample"] != details["sample"] {
        let call = json!({"branch": branch, "method": method, "path": path, "language": "rust",
            "values": details["fullSample"]});
        let response = started.post("/api/snippet", &call).await;
        assert!(response.status().is_success(), "{name}");
        programs.push((format!("{name}, all values"), response.text().await.unwrap()));
    }
    programs
}
