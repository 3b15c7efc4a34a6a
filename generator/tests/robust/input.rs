//! Any input gives a result or an error, never a panic.

use generator::schema::{Schema, TypeExpression};
use proptest::prelude::*;
use serde_json::Value;

use crate::schemas::{self, NAMES};

/// Returns any JSON, often with keys of the format so that its types are reached.
fn json() -> impl Strategy<Value = Value> {
    const KEYS: &[&str] = &[
        "resourcePath",
        "apis",
        "path",
        "operations",
        "httpMethod",
        "responseType",
        "parameters",
        "paramType",
        "dataType",
        "apiStatus",
        "value",
        "iamActions",
        "name",
        "models",
        "properties",
        "type",
        "enum",
        "enumType",
        "generics",
        "canBeNull",
        "noAuthentication",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        proptest::sample::select(&["/vps", "GET", "query", "string", "a[", "a<b>"]).prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(proptest::sample::select(KEYS), inner, 0..8)
                .prop_map(|map| map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Schema::read("file", &bytes);
    }

    #[test]
    fn schema_error_points_into_the_document(value in json()) {
        if let Err(error) = Schema::read("file", value.to_string().as_bytes()) {
            // The pointer leads to the invalid value, or to the object that lacks a key.
            prop_assert!(value.pointer(&error.pointer).is_some(), "{error} in {value}");
        }
    }

    /// Replaces a value of a valid schema, or cuts off its end.
    #[test]
    fn damaged_schemas_do_not_panic(schema in schemas::api("/x"), other in json(), at in any::<prop::sample::Index>()) {
        let mut damaged = schema.clone();
        let count = count(&damaged);
        replace(&mut damaged, &mut at.index(count), &other);
        let _ = Schema::read("file", damaged.to_string().as_bytes());
        let text = schema.to_string();
        let cut = text.as_bytes().get(..at.index(text.len())).unwrap_or_default();
        prop_assert!(Schema::read("file", cut).is_err());
    }

    #[test]
    fn any_type_expression_round_trips(text in prop_oneof![
        ".*",
        "[]\\[<>,:a m]{0,24}",
        "(map\\[|\\[\\]|a|<|>|,|\\]|map| |string){0,12}",
        schemas::type_expression(),
    ]) {
        if let Ok(parsed) = TypeExpression::parse(&text) {
            let printed = parsed.to_string();
            prop_assert_eq!(TypeExpression::parse(&printed), Ok(parsed), "{:?} was printed as {:?}", text, printed);
        }
    }
}

/// Puts each difficult name into every place of a schema.
#[test]
fn hostile_names_give_valid_output() {
    for name in NAMES {
        schemas::checked(&[schemas::full_of(name)]);
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(entries) => entries.values().map(count).sum(),
        _ => 0,
    }
}

/// Replaces the value with a number in document order.
fn replace(value: &mut Value, number: &mut usize, with: &Value) {
    if *number == 0 {
        *value = with.clone();
        *number = usize::MAX;
        return;
    }
    *number -= 1;
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, number, with)),
        Value::Object(entries) => entries.values_mut().for_each(|entry| replace(entry, number, with)),
        _ => {}
    }
}
