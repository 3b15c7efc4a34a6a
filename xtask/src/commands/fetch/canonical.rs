//! The canonical form of schemas. It does not depend on the order in which the service lists things.

use std::cmp::Ordering;

use reqwest::Url;
use serde::Serialize;
use serde_json::ser::PrettyFormatter;
use serde_json::{Serializer, Value};

use super::prose;

/// Returns the canonical bytes of a schema. Keeps the order of arrays where it matters (parameters, enum values).
pub(crate) fn schema(mut document: Value, keep_prose: bool) -> Result<Vec<u8>, serde_json::Error> {
    if !keep_prose {
        prose::remove(&mut document);
    }
    // Before the lists are sorted, so that equal elements have the same text.
    document.sort_all_objects();
    if let Some(base) = document.get_mut("basePath") {
        normalize_base_path(base);
    }
    if let Some(Value::Array(apis)) = document.get_mut("apis") {
        for api in apis.iter_mut() {
            if let Some(Value::Array(operations)) = api.get_mut("operations") {
                sort(operations, "httpMethod");
            }
        }
        sort(apis, "path");
    }
    pretty(&document)
}

/// Returns the bytes of any document, with sorted keys, indented, and with a newline at the end.
pub(crate) fn sorted(mut document: Value) -> Result<Vec<u8>, serde_json::Error> {
    document.sort_all_objects();
    pretty(&document)
}

fn pretty(document: &Value) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = Vec::new();
    // With two spaces, indentation would be a quarter of the file.
    document.serialize(&mut Serializer::with_formatter(&mut bytes, PrettyFormatter::with_indent(b" ")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Sorts by a key, then by the whole value.
fn sort(list: &mut [Value], key: &str) {
    list.sort_by(|left, right| {
        let by_key = text(left, key).cmp(text(right, key));
        by_key.then_with(|| if left == right { Ordering::Equal } else { left.to_string().cmp(&right.to_string()) })
    });
}

fn text<'value>(value: &'value Value, key: &str) -> &'value str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Normalizes `basePath`, which depends on the URL of the request: `https://eu.api.ovh.com/v1` and its alias
/// `https://api.ovh.com/1.0` become `/v1`.
fn normalize_base_path(base: &mut Value) {
    let Some(url) = base.as_str().and_then(|text| Url::parse(text).ok()).filter(Url::has_host) else {
        return;
    };
    let path = url.path().trim_end_matches('/');
    *base = Value::from(if path == "/1.0" { "/v1" } else { path });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_enum_order_are_kept() {
        let document = json!({"models": {"N": {"enum": [3, 1, 2], "limit": 0.1, "one": 1.0, "big": u64::MAX}}});
        let bytes = String::from_utf8(schema(document, true).unwrap()).unwrap();
        assert!(bytes.contains("3,\n    1,\n    2"), "{bytes}");
        assert!(bytes.contains("\"big\": 18446744073709551615"), "{bytes}");
        assert!(bytes.contains("\"limit\": 0.1,\n   \"one\": 1.0"), "{bytes}");
        assert!(bytes.ends_with("}\n"), "{bytes}");
    }

    #[test]
    fn operations_with_the_same_key_are_sorted() {
        let one = json!({"httpMethod": "GET", "operationId": "one"});
        let two = json!({"httpMethod": "GET", "operationId": "two"});
        let document = |operations: [&Value; 2]| json!({"apis": [{"path": "/x", "operations": operations}]});
        assert_eq!(schema(document([&one, &two]), true).unwrap(), schema(document([&two, &one]), true).unwrap());
    }

    #[test]
    fn base_path_is_normalized() {
        for base in ["https://eu.api.ovh.com/v1", "https://api.ovh.com/1.0/", "/v1"] {
            let mut value = Value::from(base);
            normalize_base_path(&mut value);
            assert_eq!(value, "/v1", "{base}");
        }
    }
}
