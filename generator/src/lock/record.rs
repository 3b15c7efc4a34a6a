//! Which names of a model the lock records.

use std::collections::BTreeMap;

use super::{NameKind, NameLock};
use crate::model::{self, Api, Definition, Model, Operation, Parameter, TypeId};
use crate::names::{self, is_lower_camel, is_plain_type};

/// The owner of the features of all APIs.
pub(crate) const CRATE: &str = "ovh-api";

/// Returns the owner of a type's fields or variants.
pub(crate) fn owner(id: &TypeId) -> String {
    format!("{} {}", id.branch.folder(), id.name)
}

/// Returns the item of a parameter: `query creationDate.from`, or `body` for a whole body.
pub(crate) fn parameter(parameter: &Parameter) -> String {
    match &parameter.name {
        Some(name) => format!("{} {name}", parameter.location.as_str()),
        None => parameter.location.as_str().to_owned(),
    }
}

impl NameLock {
    /// Adds the names of a model, and returns whether any is new. Names of items that the model lacks stay.
    pub fn extend(&mut self, model: &Model) -> bool {
        let before = self.len();
        let mut is_new = false;
        for api in &model.apis {
            is_new |= self.extend_api(api);
            // The first of two operations with the same method and path has the name.
            self.forget_renamed_paths(api);
            for operation in api.operations.iter().rev() {
                is_new |= self.extend_operation(api, operation);
            }
        }
        for (id, definition) in &model.types {
            is_new |= self.extend_type(id, definition);
        }
        self.extend_namespaces(model);
        is_new || self.len() != before
    }

    /// Adds the paths of namespaces. A type that the struct of an API hides in the API's module is in `types`, and its
    /// namespace is not.
    fn extend_namespaces(&mut self, model: &Model) {
        let mut paths: BTreeMap<(&str, String), &str> = BTreeMap::new();
        for (id, definition) in model.types.iter().filter(|(_, definition)| !definition.module.is_empty()) {
            let Some(first) = definition.public_module().first() else { continue };
            let path = paths.entry((id.branch.folder(), definition.module.join("."))).or_insert(first);
            if *path == "types" {
                *path = first;
            }
        }
        for ((branch, namespace), first) in paths {
            if !self.held(NameKind::Namespace, branch).contains_key(&namespace) {
                self.insert(NameKind::Namespace, branch, namespace, first);
            }
        }
    }

    fn extend_api(&mut self, api: &Api) -> bool {
        self.insert(NameKind::Api, api.branch.folder(), api.root.clone(), &api.module)
            | self.insert(NameKind::Feature, CRATE, api.branched_root(), &api.feature)
    }

    /// Removes operations whose names went to the same operation with other names of path parameters.
    fn forget_renamed_paths(&mut self, api: &Api) {
        let owner = api.branched_root();
        let now: BTreeMap<&str, String> =
            api.operations.iter().map(|operation| (operation.name.as_str(), operation.request_line())).collect();
        let held = self.names.get_mut(&NameKind::Operation).and_then(|owners| owners.get_mut(&owner));
        held.into_iter()
            .for_each(|held| held.retain(|line, name| now.get(name.as_str()).is_none_or(|now| now == line)));
    }

    fn extend_operation(&mut self, api: &Api, operation: &Operation) -> bool {
        let mut is_new =
            self.insert(NameKind::Operation, &api.branched_root(), operation.request_line(), &operation.name);
        for argument in operation.parameters() {
            if !is_plain_field(argument.name.as_deref().unwrap_or("body"), &argument.ident) {
                is_new |=
                    self.insert(NameKind::Parameter, &operation.request_line(), parameter(argument), &argument.ident);
            }
        }
        is_new
    }

    fn extend_type(&mut self, id: &TypeId, definition: &Definition) -> bool {
        let branch = id.branch.folder();
        let mut is_new = false;
        // A known enum is in the lock, so that its new values are known to be new.
        if definition.as_enum().is_some() || !is_plain_type(&id.name, &definition.name) {
            for name in definition.full_names(id) {
                is_new |= self.insert(NameKind::Type, branch, name.to_owned(), &definition.name);
            }
        }
        match &definition.kind {
            model::Kind::Enum(own) => {
                let contested = own.values.iter().filter(|(name, value)| !is_plain_variant(value, name));
                let owners: Vec<String> = definition
                    .full_names(id)
                    .map(|name| owner(&TypeId { branch: id.branch, name: name.to_owned() }))
                    .collect();
                for (name, value) in contested {
                    for owner in &owners {
                        is_new |= self.insert(NameKind::Variant, owner, value.clone(), name);
                    }
                }
            }
            model::Kind::Object { .. } => {
                for (_, object) in definition.objects() {
                    if object.name != definition.name {
                        is_new |= self.insert(NameKind::Form, branch, id.name.clone(), &object.name);
                    }
                    for field in object.fields.iter().filter(|field| !is_plain_field(&field.name, &field.ident)) {
                        is_new |= self.insert(NameKind::Field, &owner(id), field.name.clone(), &field.ident);
                    }
                }
            }
        }
        is_new
    }
}

fn is_plain_field(name: &str, ident: &str) -> bool {
    is_lower_camel(name) && names::field(name) == ident
}

fn is_plain_variant(value: &str, name: &str) -> bool {
    is_lower_camel(value) && !name.ends_with('_') && names::variant(value, false) == name
}
