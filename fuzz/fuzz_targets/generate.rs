//! Generates code from arbitrary schemas and compares them with others; checks the invariants of the output.

#![no_main]

#[path = "../../generator/tests/robust/output.rs"]
mod output;
#[path = "../../generator/tests/robust/vocabulary.rs"]
mod vocabulary;

use std::sync::LazyLock;

use generator::model::Model;
use generator::schema::{Branch, Schema};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use serde_json::Value;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    fuzz::json_mutator::mutate(data, size, max_size, seed).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_target!(|data: &[u8]| {
    let Ok(value) = serde_json::from_slice(data) else { return };
    let schemas = schemas(value);
    let model = generator::resolve(&schemas);
    let output = generator::emit(&model);
    output::check(&model, &output);
    vocabulary::check_prose(&schemas, &output);
    assert_eq!(generator::surface(&model).lines().count(), model.counts.operations);
    for warning in &model.warnings {
        assert!(!warning.contains(generator::text::is_unprintable), "{warning:?}");
    }
    assert!(generator::diff::diff(&model, &model).changes.is_empty());
    static OTHER: LazyLock<Model> = LazyLock::new(|| {
        let text = include_bytes!("../../tests/quirks/type_names/v1/names.json");
        generator::resolve(&[(Branch::V1, Schema::read("names.json", text).expect("a schema"))])
    });
    let there = generator::diff::diff(&OTHER, &model);
    let back = generator::diff::diff(&model, &OTHER);
    assert_eq!(there.changes.is_empty(), back.changes.is_empty());
});

/// Parses one schema, or a list of schemas in which those at odd indices belong to branch v2. Skips schemas with the
/// same root, which `fetch` never stores.
fn schemas(value: Value) -> Vec<(Branch, Schema)> {
    let values = match value {
        Value::Array(items) => items,
        one => vec![one],
    };
    let mut schemas: Vec<(Branch, Schema)> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        let branch = if index % 2 == 0 { Branch::V1 } else { Branch::V2 };
        if let Ok(schema) = Schema::read("file", value.to_string().as_bytes())
            && !schemas.iter().any(|(other, known)| *other == branch && known.root(branch) == schema.root(branch))
        {
            schemas.push((branch, schema));
        }
    }
    schemas
}
