//! Writes a sample response of each type into a folder, as seeds of the target `responses`: `seeds FOLDER`.

#[path = "../../../tests/tests/hostile/samples.rs"]
mod samples;
#[allow(dead_code)] // Partly used by the build script.
#[path = "../../../tests/tests/hostile/source.rs"]
mod source;

use std::path::PathBuf;

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("a folder"));
    let model = samples::model();
    for (number, (id, ..)) in source::response_types(&model).enumerate() {
        let is_v2 = id.branch == generator::schema::Branch::V2;
        let body = samples::sample(&model, is_v2, &id.name).to_string();
        let number = u16::try_from(number).expect("fewer than 65,536 types");
        let input = fuzz::numbered::input(number, body.as_bytes());
        std::fs::write(folder.join(format!("sample-{number}")), input).expect("a writable folder");
    }
}
