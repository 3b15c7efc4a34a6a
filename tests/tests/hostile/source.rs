//! Generates Rust code with a decoder for each response type.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use generator::lock::NameLock;
use generator::model::{Kind, Model, TypeId};
use generator::schema::{Branch, Schema};
use walkdir::WalkDir;

/// Returns the model of the schemas in a folder.
pub fn model(schemas: &Path) -> Model {
    let mut found = Vec::new();
    for (branch, name) in [(Branch::V1, "v1"), (Branch::V2, "v2")] {
        for file in WalkDir::new(schemas.join(name)).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            let text = fs::read(file.path()).expect("a readable file");
            found.push((branch, Schema::read(&file.path().to_string_lossy(), &text).expect("a schema")));
        }
    }
    let names = fs::read_to_string(schemas.join("names.lock")).expect("a readable lock");
    generator::resolve_with(&found, &NameLock::parse(&names).expect("a lock of names"))
}

/// Returns the code of the table. Parameters of generic types are strings.
pub fn decoders(model: &Model) -> String {
    let mut table = String::from("pub const DECODERS: &[Decoder] = &[\n");
    for (id, name, generics) in response_types(model) {
        let is_v2 = id.branch == Branch::V2;
        let mut path = String::from(if is_v2 { "ovh_api::v2::types" } else { "ovh_api::types" });
        for module in &model.types[id].module {
            let _ = write!(path, "::{module}");
        }
        let arguments =
            if generics == 0 { String::new() } else { format!("<{}>", vec!["String"; generics].join(", ")) };
        let is_enum = matches!(model.types[id].kind, Kind::Enum(_));
        let (before, after) = if is_enum { ("ovh_api::OpenEnum<", ">") } else { ("", "") };
        let _ = writeln!(table, "    decoder::<{before}{path}::{name}{arguments}{after}>({is_v2}, {:?}),", id.name);
    }
    table + "];\n"
}

/// Returns the response types in the order of the table, with their Rust name and number of generic parameters.
pub fn response_types(model: &Model) -> impl Iterator<Item = (&TypeId, &str, usize)> {
    model.types.iter().filter_map(|(id, definition)| match &definition.kind {
        Kind::Enum(own) => Some((id, own.name.as_str(), 0)),
        Kind::Object { output, .. } => output.as_ref().map(|object| (id, object.name.as_str(), object.generics.len())),
    })
}
