//! Names of the hand-written part of `ovh-api` that generated code must leave alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::schema::Branch;
use serde_json::json;
use syn::{ImplItem, Item, Type, UseTree};
use walkdir::{DirEntry, WalkDir};

use crate::schemas::read;

/// The hand-written files.
fn sources() -> Vec<(PathBuf, syn::File)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ovh-api/src");
    let is_hand_written = |entry: &DirEntry| entry.file_name() != "generated" && entry.file_name() != "tests";
    let entries = WalkDir::new(folder).into_iter().filter_entry(is_hand_written);
    let paths = entries.map(|entry| entry.unwrap().into_path());
    let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files.map(|path| (path.clone(), syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap())).collect()
}

/// Whether a block is for any type arguments, rather than for a marker of optional parameters alone.
fn is_general(path: &syn::Path) -> bool {
    let arguments = path.segments.last().map(|segment| &segment.arguments);
    let Some(syn::PathArguments::AngleBracketed(arguments)) = arguments else { return true };
    !matches!(arguments.args.last(), Some(syn::GenericArgument::Type(Type::Path(last))) if last.path.segments.len() > 1)
}

/// The functions of a type's own impl blocks.
fn functions_of(name: &str) -> BTreeSet<String> {
    let mut functions = BTreeSet::new();
    for (_, file) in sources() {
        for item in file.items {
            let Item::Impl(block) = item else { continue };
            let Type::Path(ty) = &*block.self_ty else { continue };
            let is_it = ty.path.segments.first().is_some_and(|first| first.ident == name) && is_general(&ty.path);
            if block.trait_.is_none() && is_it {
                functions.extend(block.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                    _ => None,
                }));
            }
        }
    }
    assert!(!functions.is_empty(), "{name} has no functions");
    functions
}

/// What an import names in lower case: packages and modules.
fn modules_of(tree: &UseTree, modules: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => modules_of(&path.tree, modules),
        UseTree::Group(group) => group.items.iter().for_each(|tree| modules_of(tree, modules)),
        UseTree::Name(name) if name.ident.to_string().starts_with(char::is_lowercase) => {
            modules.insert(name.ident.to_string());
        }
        _ => {}
    }
}

#[test]
fn setters_leave_the_methods_of_a_request_alone() {
    let taken = functions_of("Request");
    let parameters: Vec<_> = taken
        .iter()
        .map(|name| json!({"paramType": "query", "name": name, "dataType": "string", "required": false}))
        .collect();
    let schema = json!({"resourcePath": "/x", "apis": [{"path": "/x", "operations": [
        {"httpMethod": "GET", "responseType": "void", "parameters": parameters}]}]});
    let model = generator::resolve(&read(&[(Branch::V1, schema)]));
    let setters = model.apis.iter().flat_map(|api| &api.operations).flat_map(|operation| &operation.options);
    let clashes: Vec<_> = setters.map(|setter| &setter.ident).filter(|setter| taken.contains(*setter)).collect();
    assert!(clashes.is_empty(), "add {clashes:?} to REQUEST_METHODS of the generator");
}

#[test]
fn accessors_leave_the_methods_of_the_client_and_the_modules_of_the_crate_alone() {
    let mut taken = functions_of("Client");
    let (_, root) = sources().into_iter().find(|(path, _)| path.ends_with("ovh-api/src/lib.rs")).unwrap();
    for item in &root.items {
        match item {
            Item::Mod(module) => taken.extend([module.ident.to_string()]),
            Item::Use(import) => modules_of(&import.tree, &mut taken),
            _ => {}
        }
    }
    assert!(taken.contains("json"), "no module of another crate was found");
    let schemas: Vec<_> = taken.iter().map(|name| (Branch::V1, json!({"resourcePath": format!("/{name}")}))).collect();
    let model = generator::resolve(&read(&schemas));
    let clashes: Vec<_> = model.apis.iter().map(|api| &api.module).filter(|module| taken.contains(*module)).collect();
    assert!(clashes.is_empty(), "add {clashes:?} to TAKEN_MODULES of the generator");
}
