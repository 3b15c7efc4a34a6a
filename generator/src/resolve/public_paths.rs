//! The modules that name each type: the public one, which signatures and documentation show, and the others.
//!
//! | type                       | public path                                     | also compiles              |
//! |----------------------------|-------------------------------------------------|----------------------------|
//! | `dedicated.server.Task`    | `dedicated_server::Task`, if the API exists     | `types::dedicated::server` |
//! | `vps.ip.Type`              | `vps::ip::Type`                                 | `types::vps::ip`           |
//! | `iam.Policy` of branch v2  | `v2::iam::Policy`                               | `v2::types::iam`           |
//! | `complexType.Quantity`     | `types::complex_type::Quantity`                 |                            |
//!
//! Types of an API's namespace are in the API's module. All others are in `types`, so the public path of a type changes
//! when an API for its namespace arrives, and its old path still compiles.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::model::{Api, Definition, Direction, Types};
use crate::names;
use crate::schema::Branch;

/// Returns the namespace of each root. Of several roots with the same one, the first has it.
pub fn namespaces(roots: &[(Branch, String)]) -> Vec<Vec<String>> {
    let mut taken = BTreeSet::new();
    let namespace = |(branch, root): &(Branch, String)| {
        let segments = root.split('/').filter(|segment| !segment.is_empty());
        let namespace: Vec<String> = segments.map(names::module).collect();
        if taken.insert((*branch, namespace.clone())) { namespace } else { Vec::new() }
    };
    roots.iter().map(namespace).collect()
}

/// Sets the modules that name each type.
pub fn assign(types: &mut Types, apis: &[Api]) {
    let of_namespace: BTreeMap<(Branch, &[String]), &Api> =
        apis.iter().map(|api| ((api.branch, api.namespace.as_slice()), api)).collect();
    types.par_iter_mut().for_each(|(id, definition)| {
        let owner = |depth| {
            let (namespace, below) = definition.module.split_at_checked(depth)?;
            let api = *of_namespace.get(&(id.branch, namespace))?;
            let is_hidden = below.is_empty() && is_named(definition, &api.type_name);
            (!is_hidden).then(|| std::iter::once(&api.module).chain(below).cloned().collect())
        };
        // The longest namespace first: `/a/b` rather than `/a`.
        let mut named_in: Vec<Vec<String>> = (1..=definition.module.len()).rev().filter_map(owner).collect();
        named_in.push(std::iter::once("types".to_owned()).chain(definition.module.iter().cloned()).collect());
        definition.named_in = named_in;
    });
}

/// Returns whether a type has the name of the struct with an API's methods, which hides it in the API's module.
fn is_named(definition: &Definition, name: &str) -> bool {
    Direction::BOTH.into_iter().any(|direction| definition.rust_name(direction) == Some(name))
}
