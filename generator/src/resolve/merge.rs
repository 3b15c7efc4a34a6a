//! Merges the definitions of a type in several files.
//!
//! Some differ (23 of 4,707 types in August 2026): an enum has more values, a field another `readOnly` flag, an object
//! an extra property. The merged definition allows everything that one of them allows. Where they contradict each
//! other, the API that owns the namespace decides: `/dedicated/server` owns `dedicated.server.Task`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::public_paths;
use crate::model::TypeId;
use crate::names;
use crate::schema::{Branch, ModelSchema, Property, Schema, TypeExpression};

/// The merged models of all files.
#[derive(Debug, Default)]
pub struct Merged {
    /// By full name; generics without their parameters.
    pub definitions: BTreeMap<TypeId, MergedDefinition>,
    /// The definition that replaces each twin (`twins`).
    pub twins: BTreeMap<TypeId, TypeId>,
    /// The number of distinct models, including instances of generics.
    pub models: usize,
    /// The number of models that repeat another one: instances of a generic, and twins.
    pub instances: usize,
}

impl Merged {
    /// Returns the id of the definition that a name leads to.
    pub fn id(&self, named: TypeId) -> TypeId {
        self.twins.get(&named).cloned().unwrap_or(named)
    }
}

#[derive(Debug)]
pub struct MergedDefinition {
    /// The indices of the APIs that define the type.
    pub apis: BTreeSet<usize>,
    /// The full names of enums that are the same type.
    pub twins: Vec<String>,
    pub description: Option<String>,
    pub kind: MergedKind,
}

#[derive(Debug)]
pub enum MergedKind {
    Enum { numeric: bool, values: BTreeSet<String> },
    Object { generics: Vec<String>, properties: BTreeMap<String, MergedProperty> },
}

#[derive(Debug, Clone)]
pub struct MergedProperty {
    pub property: Property,
    /// Whether a definition of the type lacks the field.
    pub may_be_absent: bool,
}

/// Merges the models of all files and adds a warning for each contradiction.
pub fn merge(schemas: &[(Branch, &Schema)], warnings: &mut Vec<String>) -> Merged {
    let mut seen = BTreeSet::new();
    let mut definitions: BTreeMap<TypeId, Vec<(usize, &ModelSchema)>> = BTreeMap::new();
    let templates = templates(schemas);
    for (api, (branch, schema)) in schemas.iter().enumerate() {
        for (key, model) in &schema.models {
            seen.insert((*branch, key));
            let name = match generic_base(key) {
                Some(base) if templates.contains(&(*branch, base.clone())) => {
                    if model.generics.is_empty() {
                        continue; // an instance that repeats its generic
                    }
                    base
                }
                _ => key.clone(),
            };
            definitions.entry(TypeId { branch: *branch, name }).or_default().push((api, model));
        }
    }
    let merged = definitions.into_iter().filter_map(|(id, mut models)| {
        if let [(api, model)] = models.as_slice() {
            return Some((id, definition(model, *api)));
        }
        let owned = |api: usize| schemas.get(api).map_or(0, |(branch, schema)| owned_depth(schema.root(*branch), &id));
        models.sort_by_key(|(api, _)| Reverse(owned(*api)));
        let (first, model) = *models.first()?;
        let owner = schemas.get(first).filter(|_| owned(first) > 0).map(|(branch, schema)| schema.root(*branch));
        let mut merged = definition(model, first);
        for (api, model) in models.iter().skip(1) {
            join(&id, &mut merged, model, *api, owner, warnings);
        }
        Some((id, merged))
    });
    let definitions: BTreeMap<TypeId, MergedDefinition> = merged.collect();
    Merged { twins: BTreeMap::new(), models: seen.len(), instances: seen.len() - definitions.len(), definitions }
}

/// Returns how many words of a type's namespace are the API's root, or 0 if the type is not below it.
fn owned_depth(root: &str, id: &TypeId) -> usize {
    let owned = public_paths::namespace(root);
    let mut namespace = id.name.split('.').map(names::module);
    if owned.iter().all(|word| namespace.next().as_ref() == Some(word)) { owned.len() } else { 0 }
}

/// Returns the names of generics that are defined with type parameters.
fn templates(schemas: &[(Branch, &Schema)]) -> BTreeSet<(Branch, String)> {
    let models = schemas.iter().flat_map(|(branch, schema)| schema.models.iter().map(|model| (*branch, model)));
    models
        .filter(|(_, (_, model))| !model.generics.is_empty())
        .filter_map(|(branch, (key, _))| Some((branch, generic_base(key)?)))
        .collect()
}

/// Returns `X` for `X<…>`.
fn generic_base(key: &str) -> Option<String> {
    match TypeExpression::parse(key) {
        Ok(TypeExpression::Name(base, arguments)) if !arguments.is_empty() => Some(base),
        _ => None,
    }
}

fn definition(model: &ModelSchema, api: usize) -> MergedDefinition {
    let kind = kind(model);
    MergedDefinition { apis: BTreeSet::from([api]), twins: Vec::new(), description: model.description.clone(), kind }
}

fn kind(model: &ModelSchema) -> MergedKind {
    match &model.values {
        Some(values) if model.properties.as_ref().is_none_or(BTreeMap::is_empty) => MergedKind::Enum {
            numeric: matches!(&model.enum_type, Some(TypeExpression::Name(name, _)) if name == "long"),
            values: values.iter().map(|value| value.0.clone()).collect(),
        },
        _ => {
            let properties = model.properties.iter().flatten();
            let merged = |property: &Property| MergedProperty { property: property.clone(), may_be_absent: false };
            MergedKind::Object {
                generics: model.generics.clone(),
                properties: properties.map(|(name, property)| (name.clone(), merged(property))).collect(),
            }
        }
    }
}

/// Adds a definition; `owner` is the root of the API that the first definition is from, if it owns the namespace.
fn join(
    id: &TypeId,
    into: &mut MergedDefinition,
    model: &ModelSchema,
    api: usize,
    owner: Option<&str>,
    warnings: &mut Vec<String>,
) {
    into.apis.insert(api);
    if into.description.is_none() {
        into.description.clone_from(&model.description);
    }
    match (&mut into.kind, kind(model)) {
        (MergedKind::Enum { numeric, values }, MergedKind::Enum { numeric: also_numeric, values: more }) => {
            *numeric &= also_numeric;
            values.extend(more);
        }
        (MergedKind::Object { properties, .. }, MergedKind::Object { properties: mut more, .. }) => {
            for (name, property) in properties.iter_mut() {
                match more.remove(name) {
                    Some(other) => join_property((id, name), &mut property.property, other.property, owner, warnings),
                    None => property.may_be_absent = true,
                }
            }
            let missing_so_far = |(name, property)| (name, MergedProperty { property, may_be_absent: true });
            properties.extend(more.into_iter().map(|(name, other)| missing_so_far((name, other.property))));
        }
        _ => {
            warnings.push(format!("{} is an enum in one file and an object in another; treated as the first", id.name));
        }
    }
}

fn join_property(
    (id, name): (&TypeId, &str),
    into: &mut Property,
    other: Property,
    owner: Option<&str>,
    warnings: &mut Vec<String>,
) {
    into.can_be_null |= other.can_be_null;
    into.read_only &= other.read_only;
    into.required &= other.required;
    if into.description.is_none() {
        into.description = other.description;
    }
    if into.ty != other.ty {
        let differing = format!("{}.{name} is `{}` in one file and `{}` in another", id.name, into.ty, other.ty);
        match owner {
            Some(root) => warnings.push(format!("{differing}; treated as `{}`, as {root} defines it", into.ty)),
            None => {
                warnings.push(format!("{differing}; treated as JSON"));
                into.ty = TypeExpression::Name("any".to_owned(), Vec::new());
            }
        }
    }
}
