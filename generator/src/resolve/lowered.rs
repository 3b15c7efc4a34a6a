//! Definitions with resolved types and writable fields.

use std::collections::{BTreeMap, BTreeSet};

use super::lower::{Lowering, Scope};
use super::merge::{Merged, MergedDefinition, MergedKind, MergedProperty};
use crate::model::{Type, TypeId};

/// All definitions of a snapshot.
pub type LoweredTypes = BTreeMap<TypeId, LoweredDefinition>;

#[derive(Debug)]
pub struct LoweredDefinition {
    /// The indices of the APIs that define the type.
    pub apis: BTreeSet<usize>,
    /// The full names of enums that are the same type.
    pub twins: Vec<String>,
    pub description: Option<String>,
    pub kind: LoweredKind,
}

#[derive(Debug)]
pub enum LoweredKind {
    Enum { numeric: bool, values: BTreeSet<String> },
    Object { generics: Vec<String>, properties: BTreeMap<String, LoweredProperty> },
}

#[derive(Debug)]
pub struct LoweredProperty {
    pub ty: Type,
    pub nullable: bool,
    /// Whether a definition of the type lacks the field.
    pub may_be_absent: bool,
    /// Whether the field is required in requests.
    pub required: bool,
    /// Whether the field is allowed in requests.
    pub writable: bool,
    pub description: Option<String>,
}

/// For each parameter of a generic, whether it is in use.
pub type KeptParameters = BTreeMap<TypeId, Vec<bool>>;

/// Resolves the types of all definitions.
pub fn lower_definitions(merged: &Merged, lowering: &mut Lowering<'_>) -> (LoweredTypes, KeptParameters) {
    let mut types: LoweredTypes = merged
        .definitions
        .iter()
        .map(|(id, definition)| (id.clone(), lower_definition(id, definition, lowering)))
        .collect();
    let kept = drop_unused_parameters(&mut types);
    (types, kept)
}

fn lower_definition(id: &TypeId, definition: &MergedDefinition, lowering: &mut Lowering<'_>) -> LoweredDefinition {
    let kind = match &definition.kind {
        MergedKind::Enum { numeric, values } => LoweredKind::Enum { numeric: *numeric, values: values.clone() },
        MergedKind::Object { generics, properties } => {
            // A generic has the same fields in both directions. Some objects are sent although all their fields are
            // marked as read-only, such as the filter in `iamTags`; the marks are wrong.
            let all_writable = !generics.is_empty() || properties.values().all(|property| property.property.read_only);
            let lowered = properties.iter().map(|(name, property)| {
                let user = format!("{}.{name}", id.name);
                let scope = Scope { branch: id.branch, generics, user: &user };
                (name.clone(), lower_property(property, all_writable, scope, lowering))
            });
            LoweredKind::Object { generics: generics.clone(), properties: lowered.collect() }
        }
    };
    let MergedDefinition { apis, twins, description, .. } = definition;
    LoweredDefinition { apis: apis.clone(), twins: twins.clone(), description: description.clone(), kind }
}

fn lower_property(
    merged: &MergedProperty,
    all_writable: bool,
    scope: Scope<'_>,
    lowering: &mut Lowering<'_>,
) -> LoweredProperty {
    let MergedProperty { property, may_be_absent } = merged;
    LoweredProperty {
        ty: lowering.lower_value(&property.ty, scope),
        nullable: property.can_be_null,
        may_be_absent: *may_be_absent,
        required: property.required,
        writable: all_writable || !property.read_only,
        description: property.description.clone(),
    }
}

/// Removes unused type parameters, which Rust rejects. Those that only a recursion uses are unused as well.
fn drop_unused_parameters(types: &mut LoweredTypes) -> KeptParameters {
    let used = all_used_parameters(types);
    let kept: KeptParameters = types
        .iter()
        .filter_map(|(id, definition)| match &definition.kind {
            LoweredKind::Object { generics, .. } if !generics.is_empty() => {
                let is_used = |generic| used.get(id).is_some_and(|used| used.contains(generic));
                // Of two parameters with the same name, only the first is usable.
                let is_first = |at| !generics.iter().take(at).any(|other| generics.get(at) == Some(other));
                let keep = generics.iter().enumerate().map(|(at, generic)| is_used(generic) && is_first(at));
                Some((id.clone(), keep.collect()))
            }
            _ => None,
        })
        .collect();
    for (id, definition) in types.iter_mut() {
        if let LoweredKind::Object { generics, properties } = &mut definition.kind {
            for property in properties.values_mut() {
                drop_arguments(&mut property.ty, &kept);
            }
            if let Some(keep) = kept.get(id) {
                retain(generics, keep);
            }
        }
    }
    kept
}

/// Returns the parameters of each generic that a field uses.
fn all_used_parameters(types: &LoweredTypes) -> BTreeMap<TypeId, BTreeSet<String>> {
    let generics = || {
        types.iter().filter_map(|(id, definition)| match &definition.kind {
            LoweredKind::Object { generics, properties } if !generics.is_empty() => Some((id, properties)),
            _ => None,
        })
    };
    let mut mentioned_by: BTreeMap<&TypeId, BTreeSet<&TypeId>> = BTreeMap::new();
    for (owner, properties) in generics() {
        for property in properties.values() {
            property.ty.mentioned(&mut |id| {
                if let Some((id, _)) = types.get_key_value(id) {
                    mentioned_by.entry(id).or_default().insert(owner);
                }
            });
        }
    }
    let mut used: BTreeMap<TypeId, BTreeSet<String>> = BTreeMap::new();
    // A change for one generic affects those that mention it.
    let mut queue: BTreeSet<&TypeId> = generics().map(|(id, _)| id).collect();
    while let Some(id) = queue.pop_last() {
        let Some(LoweredKind::Object { properties, .. }) = types.get(id).map(|definition| &definition.kind) else {
            continue;
        };
        let mut found = BTreeSet::new();
        for property in properties.values() {
            used_parameters(&property.ty, types, &used, &mut found);
        }
        let known = used.entry(id.clone()).or_default();
        if *known != found {
            *known = found;
            queue.extend(mentioned_by.get(id).into_iter().flatten());
        }
    }
    used
}

fn used_parameters(
    ty: &Type,
    types: &LoweredTypes,
    used: &BTreeMap<TypeId, BTreeSet<String>>,
    found: &mut BTreeSet<String>,
) {
    match ty {
        Type::Scalar(_) => {}
        Type::Parameter(name) => {
            found.insert(name.clone());
        }
        Type::List(item) | Type::Map(_, item) => used_parameters(item, types, used, found),
        Type::Defined(id, arguments) => {
            let generics = match types.get(id).map(|definition| &definition.kind) {
                Some(LoweredKind::Object { generics, .. }) => generics.as_slice(),
                _ => &[],
            };
            for (generic, argument) in generics.iter().zip(arguments) {
                if used.get(id).is_some_and(|used| used.contains(generic)) {
                    used_parameters(argument, types, used, found);
                }
            }
        }
    }
}

/// Removes the arguments for parameters that are not kept.
pub fn drop_arguments(ty: &mut Type, kept: &KeptParameters) {
    match ty {
        Type::Scalar(_) | Type::Parameter(_) => {}
        Type::List(item) | Type::Map(_, item) => drop_arguments(item, kept),
        Type::Defined(id, arguments) => {
            if let Some(keep) = kept.get(id) {
                retain(arguments, keep);
            }
            for argument in arguments {
                drop_arguments(argument, kept);
            }
        }
    }
}

fn retain<T>(items: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    items.retain(|_| keep.next().copied().unwrap_or(false));
}
