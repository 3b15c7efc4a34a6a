//! Recursive types: the fields that need a box, and the generics that Rust cannot express.

use std::collections::BTreeMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graphmap::DiGraphMap;

use super::lowered::{LoweredKind, LoweredTypes};
use crate::model::{Scalar, Type, TypeId};

/// The cycle of each recursive definition, by number.
#[derive(Debug)]
pub struct Cycles(BTreeMap<TypeId, usize>);

impl Cycles {
    /// Returns whether a field of `owner` with this type makes the owner's size infinite.
    pub fn needs_box(&self, owner: &TypeId, ty: &Type) -> bool {
        let mut found = false;
        held_inline(ty, &mut |id| found |= self.same(owner, id));
        found
    }

    fn same(&self, one: &TypeId, other: &TypeId) -> bool {
        self.0.get(one).is_some_and(|number| self.0.get(other) == Some(number))
    }
}

/// Finds recursive types. Lists and maps do not count, as their items are on the heap.
pub fn cycles(types: &LoweredTypes) -> Cycles {
    find_cycles(types, held_inline)
}

/// Replaces fields by JSON whose type arguments grow with each level of a recursion (`X<T>` with a field `X<X<T>>`),
/// and returns the warnings. A compiler cannot instantiate such types.
pub fn cut_growing_generics(types: &mut LoweredTypes) -> Vec<String> {
    let cycles = find_cycles(types, Type::mentioned);
    let mut warnings = Vec::new();
    for (id, definition) in types.iter_mut() {
        let LoweredKind::Object { properties, .. } = &mut definition.kind else { continue };
        for (name, property) in properties {
            if grows(&cycles, id, &property.ty) {
                warnings.push(format!("{}.{name} has an infinitely growing type; treated as JSON", id.name));
                property.ty = Type::Scalar(Scalar::Json);
            }
        }
    }
    warnings
}

fn grows(cycles: &Cycles, owner: &TypeId, ty: &Type) -> bool {
    match ty {
        Type::Scalar(_) | Type::Parameter(_) => false,
        Type::List(item) | Type::Map(_, item) => grows(cycles, owner, item),
        Type::Defined(id, arguments) => arguments.iter().any(|argument| {
            let wraps_parameter = !matches!(argument, Type::Parameter(_)) && mentions_parameter(argument);
            (wraps_parameter && cycles.same(owner, id)) || grows(cycles, owner, argument)
        }),
    }
}

fn mentions_parameter(ty: &Type) -> bool {
    match ty {
        Type::Scalar(_) => false,
        Type::Parameter(_) => true,
        Type::List(item) | Type::Map(_, item) => mentions_parameter(item),
        Type::Defined(_, arguments) => arguments.iter().any(mentions_parameter),
    }
}

fn held_inline<'t>(ty: &'t Type, visit: &mut dyn FnMut(&'t TypeId)) {
    if let Type::Defined(id, arguments) = ty {
        visit(id);
        for argument in arguments {
            held_inline(argument, visit);
        }
    }
}

/// Calls a visitor with the definitions that a type contains.
type Held = for<'t> fn(&'t Type, &mut dyn FnMut(&'t TypeId));

fn find_cycles(types: &LoweredTypes, held: Held) -> Cycles {
    let ids: Vec<&TypeId> = types.keys().collect();
    let numbers: BTreeMap<&TypeId, usize> = ids.iter().enumerate().map(|(number, id)| (*id, number)).collect();
    let mut graph = DiGraphMap::<usize, ()>::new();
    for (owner, definition) in types.values().enumerate() {
        let LoweredKind::Object { properties, .. } = &definition.kind else { continue };
        for property in properties.values() {
            held(&property.ty, &mut |id| {
                if let Some(&member) = numbers.get(id) {
                    graph.add_edge(owner, member, ());
                }
            });
        }
    }
    let mut cycles = BTreeMap::new();
    for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        let is_cycle = match members.as_slice() {
            [only] => graph.contains_edge(*only, *only),
            _ => true,
        };
        if is_cycle {
            cycles.extend(members.iter().filter_map(|member| Some(((*ids.get(*member)?).clone(), number))));
        }
    }
    Cycles(cycles)
}
