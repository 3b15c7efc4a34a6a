//! Modules of types, one per namespace.

use std::collections::{BTreeMap, BTreeSet};

use super::input_from::input_from;
use super::scope::FileScope;
use super::source::{Source, content};
use super::ty::TypeWriter;
use super::{arguments, cfg, docs, enums, objects};
use crate::model::{Definition, Direction, Kind, Model, TypeId};
use crate::names;
use crate::schema::Branch;

/// A module of types: its own types and the modules below it.
#[derive(Debug)]
pub struct Namespace<'m> {
    pub branch: Branch,
    types: Vec<(&'m TypeId, &'m Definition)>,
    modules: BTreeMap<&'m str, Self>,
    /// Features that need any of the types.
    pub features: BTreeSet<String>,
    /// The path below `types`.
    pub path: &'m [String],
}

impl<'m> Namespace<'m> {
    /// Collects the types of a branch.
    pub fn new(model: &'m Model, branch: Branch) -> Self {
        let mut root = Self::empty(branch, &[]);
        for (id, definition) in model.types.iter().filter(|(id, _)| id.branch == branch) {
            let features = Direction::BOTH.iter().filter_map(|direction| definition.features(*direction)).flatten();
            let mut namespace = &mut root;
            namespace.features.extend(features.clone().cloned());
            for (depth, module) in definition.module.iter().enumerate() {
                let path = definition.module.get(..=depth).unwrap_or_default();
                namespace = namespace.modules.entry(module).or_insert_with(|| Self::empty(branch, path));
                namespace.features.extend(features.clone().cloned());
            }
            namespace.types.push((id, definition));
        }
        root
    }

    const fn empty(branch: Branch, path: &'m [String]) -> Self {
        Self { branch, types: Vec::new(), modules: BTreeMap::new(), features: BTreeSet::new(), path }
    }

    /// Returns the namespace of the same name as an API.
    pub fn of_root(&self, root: &str) -> Option<&Self> {
        let mut segments = root.split('/').filter(|segment| !segment.is_empty());
        segments.try_fold(self, |namespace, segment| namespace.modules.get(names::module(segment).as_str()))
    }

    /// Returns the scope of a file that holds or imports the module.
    pub fn scope(&self) -> FileScope<'m> {
        let mut own: BTreeSet<&str> = self.modules.keys().copied().collect();
        for (_, definition) in &self.types {
            own.extend(names(definition));
            let objects = definition.objects().map(|(_, object)| object);
            own.extend(objects.flat_map(|object| object.generics.iter().map(String::as_str)));
        }
        FileScope::new(self.branch, self.path, own)
    }

    /// Returns the number of definitions, including those of the modules below.
    pub fn definitions(&self) -> usize {
        let own = self.types.iter().filter(|(_, definition)| names(definition).next().is_some()).count();
        own + self.modules.values().map(Self::definitions).sum::<usize>()
    }

    /// Adds the files of the module and of those below it.
    pub fn sources<'n>(&'n self, model: &'n Model, sources: &mut Vec<Source<'n>>) {
        let path: Vec<&str> = std::iter::once("/types").chain(self.path.iter().map(String::as_str)).collect();
        sources.push(Source::new(self.branch, &path.join("/"), || self.content(model)));
        for namespace in self.modules.values() {
            namespace.sources(model, sources);
        }
    }

    fn content(&self, model: &Model) -> String {
        let about = if self.path.is_empty() {
            "The types of all APIs, by namespace.".to_owned()
        } else {
            format!("Types of {}.", docs::code(&self.path.join("::")))
        };
        let modules: String = self
            .modules
            .iter()
            .map(|(name, namespace)| {
                format!("{}pub mod {name};\n", cfg::any_of(&namespace.features, Some(&self.features)))
            })
            .collect();
        let scope = self.scope();
        let writer = TypeWriter { types: &model.types, scope: &scope };
        let mut items = Vec::new();
        for (id, definition) in &self.types {
            if let Kind::Enum(own) = &definition.kind {
                items.push(enums::enumeration(id, definition, own, &scope, &self.features));
            }
            for (direction, object) in definition.objects() {
                items.extend(match direction {
                    Direction::Output => objects::output(id, definition, object, writer, &self.features),
                    Direction::Input => objects::input(id, definition, object, writer, &self.features),
                });
            }
            if model.conversions.contains(id) {
                items.extend(input_from(definition, &model.types, &scope, &self.features));
            }
        }
        let requests = self.types.iter().filter_map(|(_, definition)| definition.object(Direction::Input));
        items.extend(arguments::of_types(requests, writer, &self.features));
        content(&about, &modules, &scope, &items)
    }
}

fn names(definition: &Definition) -> impl Iterator<Item = &str> {
    let own = match &definition.kind {
        Kind::Enum(own) => Some(own.name.as_str()),
        Kind::Object { .. } => None,
    };
    own.into_iter().chain(definition.objects().map(|(_, object)| object.name.as_str()))
}
