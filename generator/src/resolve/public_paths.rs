//! The modules that name each type: the public one, which signatures and documentation show, and the others.
//!
//! | type                       | public path                                     | also compiles              |
//! |----------------------------|-------------------------------------------------|----------------------------|
//! | `dedicated.server.Task`    | `dedicated_server::Task`, if the API exists     | `types::dedicated::server` |
//! | `vps.ip.Type`              | `vps::ip::Type`                                 | `types::vps::ip`           |
//! | `iam.Policy` of branch v2  | `v2::iam::Policy`                               | `v2::types::iam`           |
//! | `complexType.Quantity`     | `types::complex_type::Quantity`                 |                            |
//!
//! Types of an API's namespace are in the API's module. All others are in `types`. A namespace that the lock knows
//! keeps its path when an API for it arrives, and also when its API disappears.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::apis::type_name;
use crate::lock::{NameKind, NameLock};
use crate::model::{Api, Definition, Direction, FormerApi, Types};
use crate::names;
use crate::schema::Branch;

/// Returns the namespace of each root. Of several roots with the same one, the first has it.
pub fn namespaces(roots: &[(Branch, String)]) -> Vec<Vec<String>> {
    let mut taken = BTreeSet::new();
    let namespace = |(branch, root): &(Branch, String)| {
        let namespace = namespace(root);
        if taken.insert((*branch, namespace.clone())) { namespace } else { Vec::new() }
    };
    roots.iter().map(namespace).collect()
}

/// Returns the modules below `types` whose types belong to an API.
pub fn namespace(root: &str) -> Vec<String> {
    root.split('/').filter(|segment| !segment.is_empty()).map(names::module).collect()
}

/// Returns the APIs of the lock that no longer exist.
pub fn former_apis(apis: &[Api], lock: &NameLock) -> Vec<FormerApi> {
    let known = Branch::ALL.into_iter().flat_map(|branch| {
        lock.held(NameKind::Api, branch.folder()).iter().map(move |(root, module)| (branch, root, module))
    });
    let former = known.filter(|(branch, root, _)| !apis.iter().any(|api| (api.branch, &api.root) == (*branch, root)));
    let former =
        former.map(|(branch, root, module)| FormerApi { branch, module: module.clone(), namespace: namespace(root) });
    former.filter(|own| !apis.iter().any(|api| (api.branch, &api.namespace) == (own.branch, &own.namespace))).collect()
}

/// Sets the modules that name each type.
pub fn assign(types: &mut Types, apis: &[Api], former_apis: &[FormerApi], lock: &NameLock) {
    let former = former_apis.iter().map(|api| ((api.branch, api.namespace.as_slice()), api.module.as_str()));
    let current = apis.iter().map(|api| ((api.branch, api.namespace.as_slice()), api.module.as_str()));
    // What the struct of an API hid stays where it was when the API disappears.
    let of_namespace: BTreeMap<(Branch, &[String]), (&str, String)> =
        former.chain(current).map(|(namespace, module)| (namespace, (module, type_name(module)))).collect();
    types.par_iter_mut().for_each(|(id, definition)| {
        let owner = |depth| -> Option<Vec<String>> {
            let (namespace, below) = definition.module.split_at_checked(depth)?;
            let (module, holder) = of_namespace.get(&(id.branch, namespace))?;
            let is_hidden = below.is_empty() && is_named(definition, holder);
            (!is_hidden).then(|| std::iter::once((*module).to_owned()).chain(below.iter().cloned()).collect())
        };
        // The longest namespace first: `/a/b` rather than `/a`.
        let mut named_in: Vec<Vec<String>> = (1..=definition.module.len()).rev().filter_map(owner).collect();
        named_in.push(std::iter::once("types".to_owned()).chain(definition.module.iter().cloned()).collect());
        let held = lock.held(NameKind::Namespace, id.branch.folder()).get(&definition.module.join("."));
        named_in.sort_by_key(|path| path.first() != held && held.is_some());
        definition.named_in = named_in;
    });
}

/// Returns whether a type has the name of the struct with an API's methods, which hides it in the API's module.
fn is_named(definition: &Definition, name: &str) -> bool {
    Direction::BOTH.into_iter().any(|direction| definition.rust_name(direction) == Some(name))
}
