//! Any `ovh.conf` is accepted or rejected, and errors contain no key.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use ovh_api::Config;

/// The prefix of keys.
const CANARY: &str = "CANARY";

fuzz_target!(|text: &[u8]| {
    static FILE: LazyLock<std::path::PathBuf> =
        LazyLock::new(|| std::env::temp_dir().join(format!("fuzzed-{}.conf", std::process::id())));
    std::fs::write(&*FILE, text).expect("a writable temporary folder");
    let config = Config::new().without_environment().without_standard_files().file(&*FILE);
    match config.builder() {
        Ok(builder) => drop(builder.build()),
        Err(error) => {
            let shown = error.to_string();
            assert!(!shown.contains(char::is_control), "{shown:?}");
            assert!(!values(text).any(|value| shown.contains(value)), "{shown}");
        }
    }
});

/// Returns the values of keys that start with the prefix.
fn values(text: &[u8]) -> impl Iterator<Item = &str> {
    let lines = std::str::from_utf8(text).unwrap_or_default().lines();
    lines.filter_map(|line| {
        // In brackets, a colon is part of a section name such as `[profile: a]`.
        let line = line.trim();
        let (name, value) = if line.starts_with('[') { line.split_once('=') } else { line.split_once(['=', ':']) }?;
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        let is_key = ["_key", "_secret", "_token"].iter().any(|end| name.ends_with(end));
        (is_key && value.starts_with(CANARY)).then_some(value)
    })
}
