//! Modules of types, one per namespace.

use std::collections::{BTreeMap, BTreeSet};

use super::input_from::input_from;
use super::scope::FileScope;
use super::source::{Source, content};
use super::ty::TypeWriter;
use super::usage::Usage;
use super::{arguments, cfg, docs, enums, objects, roots};
use crate::model::{Definition, Direction, Kind, Model, TypeId};
use crate::schema::Branch;

/// Keeps a module out of the documentation, which shows its types in the module of an API.
pub const HIDDEN: &str = "#[doc(hidden)]\n";

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
    /// The public path below the crate.
    public: Vec<&'m str>,
}

impl<'m> Namespace<'m> {
    /// Collects the types of a branch.
    pub fn new(model: &'m Model, branch: Branch) -> Self {
        let former = roots::former_apis(model, branch).map(|api| (api.namespace.as_slice(), api.module.as_str()));
        let current = roots::apis(model, branch).map(|api| (api.namespace.as_slice(), api.module.as_str()));
        let apis: BTreeMap<&[String], &str> = former.chain(current).collect();
        let prefix: &[&str] = match branch {
            Branch::V1 => &[],
            Branch::V2 => &["v2"],
        };
        let mut root = Self::empty(branch, &[], [prefix, &["types"]].concat());
        for (id, definition) in model.types.iter().filter(|(id, _)| id.branch == branch) {
            let features = Direction::BOTH.iter().filter_map(|direction| definition.features(*direction)).flatten();
            let mut namespace = &mut root;
            namespace.features.extend(features.clone().cloned());
            for (depth, module) in definition.module.iter().enumerate() {
                let path = definition.module.get(..=depth).unwrap_or_default();
                let (api, parent) = (apis.get(path), &namespace.public);
                namespace = namespace.modules.entry(module).or_insert_with(|| {
                    let public = match api {
                        Some(api) => [prefix, &[*api]].concat(),
                        None => [parent.as_slice(), &[module.as_str()]].concat(),
                    };
                    Self::empty(branch, path, public)
                });
                namespace.features.extend(features.clone().cloned());
            }
            if namespace.types.is_empty() && !definition.module.is_empty() {
                namespace.public =
                    prefix.iter().copied().chain(definition.public_module().iter().map(String::as_str)).collect();
            }
            namespace.types.push((id, definition));
        }
        root
    }

    const fn empty(branch: Branch, path: &'m [String], public: Vec<&'m str>) -> Self {
        Self { branch, types: Vec::new(), modules: BTreeMap::new(), features: BTreeSet::new(), path, public }
    }

    /// Returns the namespace at a path below `types`, if it has types.
    pub fn below(&self, path: &[String]) -> Option<&Self> {
        let mut modules = path.iter();
        let first = self.modules.get(modules.next()?.as_str())?;
        modules.try_fold(first, |namespace, module| namespace.modules.get(module.as_str()))
    }

    /// Returns whether all types are documented in the modules of APIs.
    pub fn is_hidden(&self) -> bool {
        let in_types =
            |definition: &Definition| definition.public_module().first().is_some_and(|first| first == "types");
        !self.types.iter().any(|(_, definition)| in_types(definition)) && self.modules.values().all(Self::is_hidden)
    }

    /// Returns whether the module of an API imports the module, with those below it.
    fn is_of_api(&self) -> bool {
        let below_branch = usize::from(self.branch == Branch::V2);
        self.public.get(below_branch) != Some(&"types")
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
    pub fn sources<'n>(&'n self, model: &'n Model, usage: &'n Usage<'n>, sources: &mut Vec<Source<'n>>) {
        let path: Vec<&str> = std::iter::once("/types").chain(self.path.iter().map(String::as_str)).collect();
        sources.push(Source::new(self.branch, &path.join("/"), || self.content(model, usage)));
        for namespace in self.modules.values() {
            namespace.sources(model, usage, sources);
        }
    }

    fn content(&self, model: &Model, usage: &Usage<'_>) -> String {
        let about = if self.path.is_empty() {
            "Types that do not belong to one of the APIs, by namespace.".to_owned()
        } else {
            format!("Types of {}.", docs::code(&self.public.join("::")))
        };
        let modules: String = self
            .modules
            .iter()
            .map(|(name, namespace)| {
                let cfg = cfg::any_of(&namespace.features, Some(&self.features));
                let hidden = if namespace.is_hidden() && !self.is_of_api() { HIDDEN } else { "" };
                format!("{cfg}{hidden}pub mod {name};\n")
            })
            .collect();
        let scope = self.scope();
        let writer = TypeWriter { types: &model.types, scope: &scope };
        let mut items = Vec::new();
        for (id, definition) in &self.types {
            if let Kind::Enum(own) = &definition.kind {
                let uses = usage.sentences(id, definition, Direction::Output);
                items.push(enums::enumeration(id, definition, own, uses, &scope, &self.features));
            }
            for (direction, object) in definition.objects() {
                let uses = usage.sentences(id, definition, direction);
                items.extend(match direction {
                    Direction::Output => objects::output(id, definition, object, uses, writer, &self.features),
                    Direction::Input => objects::input(id, definition, object, uses, writer, &self.features),
                });
            }
            if model.conversions.contains(id) {
                items.extend(input_from(definition, &model.types, &scope, &self.features));
            }
        }
        let requests = self.types.iter().filter_map(|(_, definition)| definition.object(Direction::Input));
        items.extend(arguments::of_types(requests, writer, &self.features));
        // The root of branch v2 allows them for all its modules.
        let is_root = self.path.is_empty() && self.branch == Branch::V1;
        let start = if is_root { format!("{}\n{modules}", roots::allowed()) } else { modules };
        content(&about, &start, &scope, &items)
    }
}

fn names(definition: &Definition) -> impl Iterator<Item = &str> {
    let own = match &definition.kind {
        Kind::Enum(own) => Some(own.name.as_str()),
        Kind::Object { .. } => None,
    };
    own.into_iter().chain(definition.objects().map(|(_, object)| object.name.as_str()))
}
