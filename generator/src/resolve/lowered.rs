//! Definitions with their types looked up, and the fields that a request may hold.

use std::collections::{BTreeMap, BTreeSet};

use super::lower::{Lowering, Place};
use super::merge::{Merged, MergedDefinition, MergedKind, MergedProperty};
use crate::model::{Type, TypeId};

/// All definitions of a snapshot.
pub type LoweredTypes = BTreeMap<TypeId, LoweredDefinition>;

#[derive(Debug)]
pub struct LoweredDefinition {
    /// Indices of the APIs that define it.
    pub apis: BTreeSet<usize>,
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
    /// Whether some definition of the type leaves it out.
    pub may_be_absent: bool,
    /// Whether a request must hold it.
    pub required: bool,
    /// Whether a request may hold it.
    pub writable: bool,
    pub description: Option<String>,
}

/// For each generic which of its parameters are in use.
pub type KeptParameters = BTreeMap<TypeId, Vec<bool>>;

/// Looks up the types of all definitions.
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
            // A generic serves both directions whole. An object that is read-only throughout and yet sent (the
            // filter in `iamTags`, say) is flagged carelessly: it can only be meant to be written.
            let all_writable = !generics.is_empty() || properties.values().all(|property| property.property.read_only);
            let lowered = properties.iter().map(|(name, property)| {
                let user = format!("{}.{name}", id.name);
                let place = Place { branch: id.branch, generics, user: &user };
                (name.clone(), lower_property(property, all_writable, place, lowering))
            });
            LoweredKind::Object { generics: generics.clone(), properties: lowered.collect() }
        }
    };
    LoweredDefinition { apis: definition.apis.clone(), description: definition.description.clone(), kind }
}

fn lower_property(
    merged: &MergedProperty,
    all_writable: bool,
    place: Place<'_>,
    lowering: &mut Lowering<'_>,
) -> LoweredProperty {
    let MergedProperty { property, may_be_absent } = merged;
    LoweredProperty {
        ty: lowering.lower_value(&property.ty, place),
        nullable: property.can_be_null,
        may_be_absent: *may_be_absent,
        required: property.required,
        writable: all_writable || !property.read_only,
        description: property.description.clone(),
    }
}

/// Rust refuses type parameters that no field uses; those that only lead to themselves count as unused.
fn drop_unused_parameters(types: &mut LoweredTypes) -> KeptParameters {
    let used = all_used_parameters(types);
    let kept: KeptParameters = types
        .iter()
        .filter_map(|(id, definition)| match &definition.kind {
            LoweredKind::Object { generics, .. } if !generics.is_empty() => {
                let is_used = |generic| used.get(id).is_some_and(|used| used.contains(generic));
                // Of two parameters with one name, only the first can be meant.
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

/// The parameters of each generic that lead to a field.
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
    // What one generic uses decides what those that mention it use.
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

/// Leaves out the arguments for parameters that are not kept.
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
