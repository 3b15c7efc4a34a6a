//! Generates a typed call of each operation for the tests.

#[path = "src/snapshot.rs"]
#[allow(dead_code)]
mod snapshot;

#[path = "tests/typed_calls/source.rs"]
mod source;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    println_to_cargo("rerun-if-changed", &schemas.display().to_string());
    println_to_cargo("rerun-if-changed", "build.rs");
    println_to_cargo("rerun-if-changed", "tests/typed_calls/source.rs");
    println_to_cargo("rerun-if-changed", "src/snapshot.rs");
    let model = snapshot::read(&schemas)?.model();
    let folder = env::var("OUT_DIR")?;
    fs::write(Path::new(&folder).join("typed_calls.rs"), source::calls(&model))?;
    Ok(())
}

/// Cargo reads the standard output of a build script.
#[allow(clippy::print_stdout)]
fn println_to_cargo(key: &str, value: &str) {
    println!("cargo::{key}={value}");
}
