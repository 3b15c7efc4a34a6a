//! Modules of types, one for each namespace.

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;

use super::source::{Chunk, Draft};
use super::ty::{TypeWriter, ident};
use super::{cfg, docs, enums, objects};
use crate::model::{Definition, Kind, Model, TypeId};
use crate::schema::Branch;

/// A module of types: its own types and the modules below it.
#[derive(Debug, Default)]
pub struct Namespace<'m> {
    types: Vec<(&'m TypeId, &'m Definition)>,
    modules: BTreeMap<&'m str, Namespace<'m>>,
    /// Features that need anything in it.
    pub features: BTreeSet<String>,
    /// The modules that lead to it from `types`.
    path: Vec<String>,
}

impl<'m> Namespace<'m> {
    pub fn new(model: &'m Model, branch: Branch) -> Self {
        let mut root = Self::default();
        for (id, definition) in model.types.iter().filter(|(id, _)| id.branch == branch) {
            let features = features(definition);
            let mut namespace = &mut root;
            namespace.features.extend(features.iter().cloned());
            for (depth, module) in definition.module.iter().enumerate() {
                namespace = namespace.modules.entry(module).or_default();
                namespace.path = definition.module.iter().take(depth + 1).cloned().collect();
                namespace.features.extend(features.iter().cloned());
            }
            namespace.types.push((id, definition));
        }
        root
    }

    /// The namespace that has the name of an API.
    pub fn of_root(&self, root: &str) -> Option<&Self> {
        let mut namespace = self;
        for segment in root.split('/').filter(|segment| !segment.is_empty()) {
            namespace = namespace.modules.get(crate::names::module(segment).as_str())?;
        }
        Some(namespace)
    }

    /// Brings its types within reach of the operations of the API of that name.
    pub fn reexport(&self, branch: Branch) -> Chunk {
        let modules = self.path.iter().map(|module| ident(module));
        Chunk::Items(match branch {
            Branch::V1 => quote!(pub use crate::types::#(#modules::)**;),
            Branch::V2 => quote!(pub use crate::v2::types::#(#modules::)**;),
        })
    }

    /// The names that the module defines or contains.
    pub fn own_names(&self) -> BTreeSet<String> {
        self.types.iter().flat_map(|(_, definition)| names(definition)).cloned().collect()
    }

    /// How many definitions it and the modules below it hold.
    pub fn definitions(&self) -> usize {
        let own = self.types.iter().filter(|(_, definition)| !names(definition).is_empty()).count();
        own + self.modules.values().map(Self::definitions).sum::<usize>()
    }

    /// The files of the module at `path` and of those below it.
    pub fn drafts<'n>(&'n self, model: &'n Model, branch: Branch, path: &str, drafts: &mut Vec<Draft<'n>>) {
        let about = if self.path.is_empty() {
            "The types of all APIs by their namespaces.".to_owned()
        } else {
            format!("Types of {}.", docs::code(&self.path.join("::")))
        };
        drafts.push(Draft {
            path: if self.modules.is_empty() { format!("{path}.rs") } else { format!("{path}/mod.rs") },
            docs: vec![about],
            size: self.types.len(),
            pieces: Box::new(move || self.pieces(model, branch)),
        });
        for (name, namespace) in &self.modules {
            let below = format!("{path}/{}", name);
            namespace.drafts(model, branch, &below, drafts);
        }
    }

    fn pieces(&self, model: &Model, branch: Branch) -> Vec<Chunk> {
        let declarations = self.modules.iter().map(|(name, namespace)| {
            let condition = cfg::any_of(&namespace.features, Some(&self.features));
            let name = ident(name);
            quote!(#condition pub mod #name;)
        });
        let mut chunks = vec![Chunk::Items(quote!(#(#declarations)*))];
        let own_names = self.own_names();
        let writer = TypeWriter { types: &model.types, own_names: &own_names, module: Some((branch, &self.path)) };
        for (id, definition) in &self.types {
            match &definition.kind {
                Kind::Enum(own) => chunks.push(enums::enumeration(id, definition, own, &self.features)),
                Kind::Object { output, input } => {
                    if let Some(own) = output {
                        chunks.extend(objects::output(id, definition, own, writer, &self.features));
                    }
                    if let Some(own) = input {
                        chunks.extend(objects::input(id, definition, own, writer, &self.features));
                    }
                }
            }
        }
        chunks
    }
}

fn features(definition: &Definition) -> BTreeSet<String> {
    match &definition.kind {
        Kind::Enum(own) => own.features.clone(),
        Kind::Object { output, input } => {
            output.iter().chain(input).flat_map(|object| object.features.iter().cloned()).collect()
        }
    }
}

fn names(definition: &Definition) -> Vec<&String> {
    match &definition.kind {
        Kind::Enum(own) => vec![&own.name],
        Kind::Object { output, input } => output.iter().chain(input).map(|object| &object.name).collect(),
    }
}
