//! Enums that are the same type: they have the same Rust name and the same values, as `vps.RestoreState` and
//! `vps.RestoreStateEnum`.
//!
//! Enums that the lock knows by one name stay one type if their values differ later, with the values of all. Enums that
//! it knows by different names stay apart.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::{Merged, MergedDefinition, MergedKind};
use super::type_names::{namespace, plain_type};
use crate::lock::{NameKind, NameLock};
use crate::model::TypeId;
use crate::names;

/// Joins twins. Their ids lead to the definition that stays.
pub fn join_twins(merged: &mut Merged, lock: &NameLock) {
    for mut group in groups(merged) {
        let is_known = |id: &TypeId| lock.held(NameKind::Type, id.branch.folder()).contains_key(&id.name);
        let is_plain = |id: &TypeId| names::is_plain_type(&id.name, &plain_type(&id.name));
        group.sort_by_key(|id| (!is_known(id), !is_plain(id)));
        let mut kept: Vec<TypeId> = Vec::new();
        for id in group {
            match kept.iter().find(|other| are_twins(merged, lock, other, &id)) {
                Some(other) => join(merged, &other.clone(), &id),
                None => kept.push(id),
            }
        }
    }
}

/// Returns enums with the same module and plain name.
fn groups(merged: &Merged) -> Vec<Vec<TypeId>> {
    let mut groups: BTreeMap<_, Vec<TypeId>> = BTreeMap::new();
    for (id, definition) in &merged.definitions {
        if matches!(definition.kind, MergedKind::Enum { .. }) {
            let key = (id.branch, namespace(&id.name).0, plain_type(&id.name));
            groups.entry(key).or_default().push(id.clone());
        }
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

fn are_twins(merged: &Merged, lock: &NameLock, one: &TypeId, other: &TypeId) -> bool {
    let name = |id: &TypeId| lock.held(NameKind::Type, id.branch.folder()).get(&id.name);
    let values = |id: &TypeId| match merged.definitions.get(id).map(|definition| &definition.kind) {
        Some(MergedKind::Enum { numeric, values }) => Some((*numeric, values)),
        _ => None,
    };
    match (name(one), name(other)) {
        (Some(one), Some(other)) => one == other,
        _ => values(one).is_some() && values(one) == values(other),
    }
}

fn join(merged: &mut Merged, into: &TypeId, id: &TypeId) {
    let Some(twin) = merged.definitions.remove(id) else { return };
    merged.instances += 1;
    merged.twins.insert(id.clone(), into.clone());
    if let Some(definition) = merged.definitions.get_mut(into) {
        absorb(definition, twin, id);
    }
}

fn absorb(into: &mut MergedDefinition, twin: MergedDefinition, id: &TypeId) {
    into.twins.push(id.name.clone());
    into.apis.extend(&twin.apis);
    if into.description.is_none() {
        into.description = twin.description;
    }
    if let (MergedKind::Enum { numeric, values }, MergedKind::Enum { numeric: also_numeric, values: more }) =
        (&mut into.kind, twin.kind)
    {
        *numeric &= also_numeric;
        let more: BTreeSet<String> = more;
        values.extend(more);
    }
}
