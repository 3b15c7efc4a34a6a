//! Each response type decodes arbitrary bytes, or returns an error with a valid JSON path.

#![no_main]

#[allow(dead_code)] // Partly used by tests.
#[path = "../../tests/tests/hostile/decoders.rs"]
mod decoders;
#[path = "../../tests/tests/hostile/values.rs"]
mod values;

use fuzz::{json_mutator, json_path, numbered};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use serde_json::Value;

use crate::decoders::DECODERS;
use crate::values::HOSTILE;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let change = |data: &mut [u8], size, max_size| match seed % 4 {
        0 => json_mutator::splice(data, size, max_size, seed, HOSTILE),
        1 | 2 => json_mutator::mutate(data, size, max_size, seed),
        _ => None,
    };
    // Otherwise the bytes are mutated, including the number of the type.
    numbered::mutate(data, size, max_size, change).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_target!(|data: &[u8]| {
    let Some((number, body)) = numbered::parts(data) else { return };
    let decoder = &DECODERS[usize::from(number) % DECODERS.len()];
    // Invalid UTF-8 is decoded as U+FFFD.
    let text = String::from_utf8_lossy(body);
    let json = serde_json::from_str::<Value>(&text);
    match ((decoder.read)(body), json) {
        (Ok(()), json) => {
            assert!(json.is_ok() || body.trim_ascii().is_empty(), "{} accepts invalid JSON", decoder.name)
        }
        (Err(error), json) => {
            let shown = error.to_string();
            assert!(!shown.contains(char::is_control), "{shown:?}");
            match (error.path(), json) {
                (None, json) => assert!(json.is_err() && shown.starts_with("not JSON: "), "{}: {shown}", decoder.name),
                // The comparison excludes repeated keys, for which the path may lead to either.
                (Some(path), Ok(json)) if json.to_string() == text => {
                    assert!(json_path::is_valid(path, &json), "{}: {shown}", decoder.name);
                }
                (Some(path), _) => assert!(path.starts_with('$'), "{}: {shown}", decoder.name),
            }
        }
    }
});
