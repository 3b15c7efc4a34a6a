//! Arbitrary bytes are a valid schema or an error of one line.

#![no_main]

use generator::schema::Schema;
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // Half of the mutations are of bytes, to also test invalid JSON.
    let as_json = seed.is_multiple_of(2).then(|| fuzz::json_mutator::mutate(data, size, max_size, seed)).flatten();
    as_json.unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_target!(|data: &[u8]| {
    if let Err(error) = Schema::read("file", data) {
        let error = error.to_string();
        assert!(!error.contains(generator::text::is_unprintable), "{error:?}");
    }
});
