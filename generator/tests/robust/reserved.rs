//! Names of the hand-written part of `ovh-api`, which generated code must not use.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::reserved;
use generator::schema::Branch;
use serde_json::json;
use syn::{ImplItem, Item, Type, UseTree};
use walkdir::{DirEntry, WalkDir};

use crate::schemas::read;

/// Returns the hand-written source files.
fn sources() -> Vec<(PathBuf, syn::File)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ovh-api/src");
    let is_hand_written = |entry: &DirEntry| entry.file_name() != "generated" && entry.file_name() != "tests";
    let entries = WalkDir::new(folder).into_iter().filter_entry(is_hand_written);
    let paths = entries.map(|entry| entry.unwrap().into_path());
    let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files.map(|path| (path.clone(), syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap())).collect()
}

/// Returns whether an impl block is for any type arguments and not only for a marker of optional parameters.
fn is_general(path: &syn::Path) -> bool {
    let arguments = path.segments.last().map(|segment| &segment.arguments);
    let Some(syn::PathArguments::AngleBracketed(arguments)) = arguments else { return true };
    !matches!(arguments.args.last(), Some(syn::GenericArgument::Type(Type::Path(last))) if last.path.segments.len() > 1)
}

/// Returns the functions in the inherent impl blocks of a type.
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

/// Collects the packages and modules that an import names.
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

/// Fails unless a list of the generator has exactly the names that the crate uses.
fn assert_reserved(list: &str, reserved: &[&str], used: &BTreeSet<String>) {
    let reserved: BTreeSet<String> = reserved.iter().map(|name| (*name).to_owned()).collect();
    let missing: Vec<&String> = used.difference(&reserved).collect();
    let stale: Vec<&String> = reserved.difference(used).collect();
    let edit = format!("add {missing:?} to {list} in generator/src/names/reserved.rs and remove {stale:?}");
    assert!(missing.is_empty() && stale.is_empty(), "{edit}");
}

#[test]
fn reserved_methods_are_those_of_request() {
    let mut used = functions_of("Request");
    // From `IntoFuture`.
    used.insert("into_future".to_owned());
    assert_reserved("REQUEST_METHODS", reserved::REQUEST_METHODS, &used);
}

#[test]
fn reserved_modules_are_those_of_the_crate_and_its_clients() {
    let mut used = functions_of("Client");
    let (_, root) = sources().into_iter().find(|(path, _)| path.ends_with("ovh-api/src/lib.rs")).unwrap();
    for item in &root.items {
        match item {
            Item::Mod(module) => used.extend([module.ident.to_string()]),
            Item::Use(import) => modules_of(&import.tree, &mut used),
            _ => {}
        }
    }
    assert!(used.contains("json"), "no module of another crate was found");
    // Generated code has these modules besides those of the APIs.
    used.extend(["missing", "modules", "types", "v2"].map(str::to_owned));
    assert_reserved("MODULES", reserved::MODULES, &used);
}

#[test]
fn reserved_features_are_those_of_the_manifest() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../ovh-api/Cargo.toml")).unwrap();
    let (_, features) = manifest.split_once("[features]\n").unwrap();
    let (written, _) = features.split_once("# The features below").unwrap();
    let mut used: BTreeSet<String> =
        written.lines().filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect();
    assert!(used.contains("default"), "no feature was found");
    // Generated beside those of the APIs.
    used.insert("full".to_owned());
    assert_reserved("FEATURES", reserved::FEATURES, &used);
}

#[test]
fn generated_names_are_not_reserved() {
    let parameters: Vec<_> = reserved::REQUEST_METHODS
        .iter()
        .map(|name| json!({"paramType": "query", "name": name, "dataType": "string", "required": false}))
        .collect();
    let operation = json!({"httpMethod": "GET", "responseType": "void", "parameters": parameters});
    let schema = json!({"resourcePath": "/x", "apis": [{"path": "/x", "operations": [operation]}]});
    let roots = reserved::MODULES.iter().chain(reserved::FEATURES);
    let mut schemas: Vec<_> = roots.map(|name| (Branch::V1, json!({"resourcePath": format!("/{name}")}))).collect();
    schemas.push((Branch::V1, schema));
    let model = generator::resolve(&read(&schemas));
    for api in &model.apis {
        assert!(!reserved::MODULES.contains(&api.module.as_str()), "{}", api.module);
        assert!(!reserved::FEATURES.contains(&api.feature.as_str()), "{}", api.feature);
    }
    for option in model.operations().flat_map(|(_, operation)| &operation.options) {
        assert!(!reserved::REQUEST_METHODS.contains(&option.ident.as_str()), "{}", option.ident);
    }
}
