//! Generates the table of all response types, for the tests and for the fuzz targets.

#[path = "tests/hostile/source.rs"]
mod source;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../schemas");
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let folder = env::var("OUT_DIR")?;
    fs::write(Path::new(&folder).join("decoders.rs"), source::decoders(&source::model(&schemas)))?;
    Ok(())
}
