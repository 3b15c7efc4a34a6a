//! Every path of a type that is printed for the committed APIs is its public path, and programs can name it.

use std::collections::{BTreeMap, BTreeSet};

use generator::Output;
use generator::model::{Definition, Direction, Model, TypeId};

use crate::compile::{cargo, repository, target, update, write_package, write_workspace};
use crate::quirks::read;

fn committed() -> (Model, Output) {
    let model = generator::resolve(&read(&repository().join("schemas")));
    let output = generator::emit(&model);
    (model, output)
}

/// Returns the public path of each type, with the features that enable it.
fn public_paths(model: &Model) -> BTreeMap<String, &BTreeSet<String>> {
    let in_both = |(id, definition): (&'_ TypeId, &'_ Definition)| -> Vec<(String, Direction)> {
        let path = |direction| Some((definition.rust_path(id.branch, direction)?, direction));
        Direction::BOTH.into_iter().filter_map(path).collect()
    };
    let all = model.types.iter().flat_map(|(id, definition)| {
        in_both((id, definition))
            .into_iter()
            .map(move |(path, direction)| (path, definition.features(direction).unwrap()))
    });
    all.collect()
}

/// Returns the paths of types in a text, such as `vps::Disk`.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'));
    words.filter(|word| {
        let last = word.rsplit("::").next().unwrap_or_default();
        word.contains("::") && word.starts_with(char::is_lowercase) && last.starts_with(char::is_uppercase)
    })
}

/// Returns the code in the documentation of operations.
fn documented(file: &str) -> impl Iterator<Item = &str> {
    let docs = file.lines().filter_map(|line| line.trim_start().strip_prefix("/// "));
    // Without links, whose targets are absolute paths.
    docs.flat_map(|line| line.split('`').skip(1).step_by(2)).filter(|code| !code.starts_with("crate::"))
}

#[test]
fn printed_paths_are_public() {
    let (model, output) = committed();
    let public = public_paths(&model);
    let surface = generator::surface(&model) + &generator::surface_of_types(&model);
    let docs: Vec<&str> = output.files.values().flat_map(|file| documented(file)).collect();
    let printed: BTreeSet<&str> = paths(&surface).chain(docs.into_iter().flat_map(paths)).collect();
    let printed: BTreeSet<&str> = printed.into_iter().filter(|path| !path.starts_with("super::")).collect();
    let unknown: Vec<&&str> = printed.iter().filter(|path| !public.contains_key(**path)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let all = public.keys().flat_map(|path| paths(path)).count();
    assert_eq!(printed.len(), all, "the surface of types prints all");
}

#[test]
fn public_paths_compile() {
    let (model, output) = committed();
    let public = public_paths(&model);
    let workspace = target().join("committed");
    write_package(&workspace.join("committed"), "committed", &output);
    let mut members = vec!["committed".to_owned()];
    let all: Vec<&str> = output.features.iter().map(String::as_str).collect();
    for (name, enabled) in [("all", all.as_slice()), ("single", &["vps"])] {
        let named = public.iter().filter(|(_, needed_by)| enabled.iter().any(|feature| needed_by.contains(*feature)));
        let imports: String = named.map(|(path, _)| format!("pub use ovh_api::{path} as _;\n")).collect();
        assert!(imports.contains("services::Service ") && imports.contains("types::nichandle::"), "{imports}");
        let dependency = format!(
            "{{ package = \"quirk_committed\", path = \"../committed\", default-features = false, features = {enabled:?} }}"
        );
        let package = format!("[package]\nname = \"{name}\"\nedition.workspace = true\n");
        update(
            &workspace.join(name).join("Cargo.toml"),
            &format!("{package}\n[dependencies]\novh_api = {dependency}\n"),
        );
        update(&workspace.join(name).join("src/lib.rs"), &format!("#![allow(unused_imports)]\n{imports}"));
        members.push(name.to_owned());
    }
    write_workspace(&workspace, &members);
    // One by one, because Cargo unifies the features of the members of a workspace.
    for name in ["all", "single"] {
        cargo(&workspace, &["check", "--package", name]);
    }
}
