//! Checks of one output, which fuzz targets share.

use std::collections::BTreeSet;
use std::fmt::Debug;

use generator::Output;
use generator::model::{Kind, Model};
use syn::{Item, UseTree};

use crate::vocabulary;

pub(crate) fn check(model: &Model, output: &Output) {
    vocabulary::check(model, output);
    assert_eq!(output.operations, model.counts.operations);
    assert_eq!(output.definitions + model.counts.instances, model.counts.models);
    for api in &model.apis {
        distinct(api.operations.iter().map(|operation| &operation.name), &api.root);
        for operation in &api.operations {
            distinct(operation.positional().iter().map(|argument| &argument.ident), &operation.path);
            distinct(operation.named().iter().map(|argument| &argument.ident), &operation.path);
            distinct(operation.options.iter().map(|option| &option.ident), &operation.path);
        }
    }
    for (id, definition) in &model.types {
        match &definition.kind {
            Kind::Enum(own) => distinct(own.values.iter().map(|(variant, _)| variant), &id.name),
            Kind::Object { output, input } => {
                for object in output.iter().chain(input) {
                    distinct(object.fields.iter().map(|field| &field.ident), &id.name);
                    distinct(object.generics.iter(), &id.name);
                }
            }
        }
    }
    distinct(output.features.iter().map(|feature| feature.to_lowercase()), "features");
    for feature in &output.features {
        let is_plain = feature.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        assert!(is_plain && feature.starts_with(|c: char| c.is_ascii_lowercase()), "{feature}");
    }
    for (path, text) in &output.files {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let stem = path.strip_suffix(".rs").unwrap();
        assert!(stem.split('/').all(|name| !name.is_empty() && name.chars().all(is_plain)), "{path}");
        assert!(!path.split('/').any(generator::is_device_name), "{path} is a device on Windows");
        assert!(text.starts_with(generator::GENERATED), "{path}");
        let is_unprintable = |c: &char| *c != '\n' && generator::text::is_unprintable(*c);
        assert_eq!(text.chars().find(is_unprintable), None, "{path}");
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        items(output, path, &file.items);
    }
}

/// Checks that items in a namespace have unique names and that each module has its file.
fn items(output: &Output, path: &str, items: &[Item]) {
    let mut types = Vec::new();
    let mut values = Vec::new();
    for item in items {
        match item {
            Item::Struct(item) => types.push(item.ident.to_string()),
            Item::Enum(item) => types.push(item.ident.to_string()),
            Item::Static(item) => values.push(item.ident.to_string()),
            Item::Macro(item) if item.mac.path.segments.last().unwrap().ident == "open_enum" => {
                types.push(name_of_enum(&item.mac.tokens.to_string()));
            }
            // Implementations of a struct.
            Item::Macro(_) => {}
            Item::Mod(module) => {
                types.push(module.ident.to_string());
                match &module.content {
                    Some((_, content)) => self::items(output, path, content),
                    None => assert!(has_file(output, path, &module.ident.to_string()), "{path}: mod {}", module.ident),
                }
            }
            Item::Impl(item) => {
                let functions = item.items.iter().filter_map(|item| match item {
                    syn::ImplItem::Fn(function) if !is_alternative(&function.attrs) => {
                        Some(function.sig.ident.to_string())
                    }
                    _ => None,
                });
                distinct(functions, path);
            }
            Item::Fn(function) => values.push(function.sig.ident.to_string()),
            // The types of a disabled API have the name of its module.
            Item::Use(import) if is_alternative(&import.attrs) => {}
            Item::Use(import) => imported(&import.tree, &mut types),
            Item::Trait(item) => types.push(item.ident.to_string()),
            _ => panic!("{path} has an unexpected item"),
        }
    }
    distinct(types, path);
    distinct(values, path);
}

/// Returns whether an item exists only without a feature.
fn is_alternative(attributes: &[syn::Attribute]) -> bool {
    let cfgs = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    cfgs.filter_map(|attribute| attribute.meta.require_list().ok()).any(|cfg| cfg.tokens.to_string().contains("not"))
}

/// Collects the names that an import brings into the module, except those of `*`, which yield to all others.
fn imported(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => imported(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imported(tree, names)),
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

/// Returns `Name` of `pub enum Name { … }`.
fn name_of_enum(tokens: &str) -> String {
    let (_, rest) = tokens.split_once("pub enum ").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

fn has_file(output: &Output, path: &str, module: &str) -> bool {
    // The root of the crate includes the modules of branch v1.
    let is_root = ["mod.rs", "modules.rs"].contains(&path);
    let folder = if is_root { String::new() } else { format!("{}/", path.strip_suffix(".rs").unwrap()) };
    output.files.contains_key(&format!("{folder}{module}.rs"))
}

fn distinct<T: Ord + Debug>(items: impl IntoIterator<Item = T>, place: &str) {
    let mut seen = BTreeSet::new();
    for item in items {
        assert!(!seen.contains(&item), "{item:?} twice in {place}");
        seen.insert(item);
    }
}
