//! Any bytes are a schema or an error that fits on a line.

#![no_main]

use generator::schema::Schema;
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // One in two, so that what is no JSON is tried as well.
    let as_json = seed.is_multiple_of(2).then(|| fuzz::json_mutator::mutate(data, size, max_size, seed)).flatten();
    as_json.unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_target!(|data: &[u8]| {
    if let Err(error) = Schema::read("file", data) {
        let error = error.to_string();
        assert!(!error.contains(generator::text::is_unprintable), "{error:?}");
    }
});
