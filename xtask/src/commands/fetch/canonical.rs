//! One form for one schema, however the service happened to order it today.

use std::cmp::Ordering;

use reqwest::Url;
use serde::Serialize;
use serde_json::ser::PrettyFormatter;
use serde_json::{Serializer, Value};

use super::prose;

/// The bytes to write for a schema. Arrays whose order means something (parameters, enum values) stay as they are.
pub(crate) fn schema(mut document: Value, keep_prose: bool) -> Result<Vec<u8>, serde_json::Error> {
    if !keep_prose {
        prose::remove(&mut document);
    }
    // Before sorting the lists: what compares equal there must print alike.
    document.sort_all_objects();
    if let Some(base) = document.get_mut("basePath") {
        host_free(base);
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

/// Any document with sorted keys, indented, with a newline at the end.
pub(crate) fn sorted(mut document: Value) -> Result<Vec<u8>, serde_json::Error> {
    document.sort_all_objects();
    pretty(&document)
}

fn pretty(document: &Value) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = Vec::new();
    // One space: at this depth of nesting, two make a quarter of the file.
    document.serialize(&mut Serializer::with_formatter(&mut bytes, PrettyFormatter::with_indent(b" ")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Sorts by a key, and by the whole value where that is the same twice.
fn sort(list: &mut [Value], key: &str) {
    list.sort_by(|left, right| {
        let by_key = text(left, key).cmp(text(right, key));
        by_key.then_with(|| if left == right { Ordering::Equal } else { left.to_string().cmp(&right.to_string()) })
    });
}

fn text<'value>(value: &'value Value, key: &str) -> &'value str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// `basePath` tells the host and the spelling of the branch that were asked, not a fact about the API: of
/// `https://eu.api.ovh.com/v1` and its alias `https://api.ovh.com/1.0`, `/v1` remains.
fn host_free(base: &mut Value) {
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
    fn numbers_and_meaningful_order_stay() {
        let document = json!({"models": {"N": {"enum": [3, 1, 2], "limit": 0.1, "one": 1.0, "big": u64::MAX}}});
        let bytes = String::from_utf8(schema(document, true).unwrap()).unwrap();
        assert!(bytes.contains("3,\n    1,\n    2"), "{bytes}");
        assert!(bytes.contains("\"big\": 18446744073709551615"), "{bytes}");
        assert!(bytes.contains("\"limit\": 0.1,\n   \"one\": 1.0"), "{bytes}");
        assert!(bytes.ends_with("}\n"), "{bytes}");
    }

    #[test]
    fn the_same_key_twice_is_still_sorted() {
        let one = json!({"httpMethod": "GET", "operationId": "one"});
        let two = json!({"httpMethod": "GET", "operationId": "two"});
        let document = |operations: [&Value; 2]| json!({"apis": [{"path": "/x", "operations": operations}]});
        assert_eq!(schema(document([&one, &two]), true).unwrap(), schema(document([&two, &one]), true).unwrap());
    }

    #[test]
    fn the_host_is_no_fact() {
        for base in ["https://eu.api.ovh.com/v1", "https://api.ovh.com/1.0/", "/v1"] {
            let mut value = Value::from(base);
            host_free(&mut value);
            assert_eq!(value, "/v1", "{base}");
        }
    }
}
