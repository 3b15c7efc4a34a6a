//! Which types are answered, which are sent, and which APIs need them.

use std::collections::{BTreeMap, BTreeSet};

use super::lowered::{LoweredKind, LoweredTypes};
use crate::model::{Type, TypeId};
use crate::names;

/// The way that a type travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From the service.
    Output,
    /// To the service.
    Input,
}

/// What types are used for.
#[derive(Debug, Default)]
pub struct Usage {
    /// For each type and direction the indices of the APIs that need it.
    pub apis: BTreeMap<(TypeId, Direction), BTreeSet<usize>>,
}

/// Follows types from where operations use them (`roots`) to all that they hold.
///
/// A type that no operation reaches is taken for the APIs that define it, the way that its name says.
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

impl Direction {
    const BOTH: [Self; 2] = [Self::Output, Self::Input];
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
