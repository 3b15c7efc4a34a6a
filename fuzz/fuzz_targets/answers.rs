//! Each type of an answer reads any bytes, or says what does not fit and where.

#![no_main]

#[allow(dead_code)] // Only the tests make samples while they run.
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
    // The rest by bytes, the number of the type among them.
    numbered::mutate(data, size, max_size, change).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_target!(|data: &[u8]| {
    let Some((number, body)) = numbered::parts(data) else { return };
    let decoder = &DECODERS[usize::from(number) % DECODERS.len()];
    // Bytes that are not UTF-8 are read as U+FFFD.
    let text = String::from_utf8_lossy(body);
    let json = serde_json::from_str::<Value>(&text);
    match ((decoder.read)(body), json) {
        (Ok(()), json) => {
            assert!(json.is_ok() || body.trim_ascii().is_empty(), "{} reads what is not JSON", decoder.name)
        }
        (Err(error), json) => {
            let shown = error.to_string();
            assert!(!shown.contains(char::is_control), "{shown:?}");
            match (error.path(), json) {
                (None, json) => assert!(json.is_err() && shown.starts_with("not JSON: "), "{}: {shown}", decoder.name),
                // With a key twice in an object the path may lead to either.
                (Some(path), Ok(json)) if json.to_string() == text => {
                    assert!(json_path::leads_somewhere(path, &json), "{}: {shown}", decoder.name);
                }
                (Some(path), _) => assert!(path.starts_with('$'), "{}: {shown}", decoder.name),
            }
        }
    }
});
