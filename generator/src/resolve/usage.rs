//! The directions in which types are used, and the APIs that need them.

use std::collections::{BTreeMap, BTreeSet};

use super::lowered::{LoweredKind, LoweredTypes};
use crate::model::{Direction, Type, TypeId};
use crate::names;

/// The uses of types.
#[derive(Debug, Default)]
pub struct Usage {
    /// For each type and direction, the indices of the APIs that need it.
    pub apis: BTreeMap<(TypeId, Direction), BTreeSet<usize>>,
}

/// Follows types from the operations that use them (`roots`) to their fields.
///
/// A type that no operation reaches belongs to the APIs that define it, in the direction that its name suggests.
pub fn usage(types: &LoweredTypes, roots: &[(usize, Direction, Type)]) -> Usage {
    let mut usage = Usage::default();
    for (api, direction, ty) in roots {
        spread(types, &mut usage, *api, *direction, ty);
    }
    let unreached = types.iter().filter(|(id, _)| {
        !Direction::BOTH.iter().any(|direction| usage.apis.contains_key(&((*id).clone(), *direction)))
    });
    for (id, definition) in unreached.collect::<Vec<_>>() {
        let direction = if names::is_request(&id.name) { Direction::Input } else { Direction::Output };
        for &api in &definition.apis {
            spread(types, &mut usage, api, direction, &Type::Defined(id.clone(), Vec::new()));
        }
    }
    usage
}

fn spread(types: &LoweredTypes, usage: &mut Usage, api: usize, direction: Direction, from: &Type) {
    let mut queue = Vec::new();
    from.mentioned(&mut |id| queue.push(id.clone()));
    while let Some(id) = queue.pop() {
        let Some(definition) = types.get(&id) else { continue };
        if !usage.apis.entry((id, direction)).or_default().insert(api) {
            continue;
        }
        if let LoweredKind::Object { properties, .. } = &definition.kind {
            for property in properties.values() {
                if direction == Direction::Output || property.writable {
                    property.ty.mentioned(&mut |id| queue.push(id.clone()));
                }
            }
        }
    }
}
