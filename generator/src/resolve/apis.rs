//! The modules, accessors and features of APIs.

use super::lower::Lowering;
use super::lowered::KeptParameters;
use super::operations::operations;
use super::public_paths;
use crate::lock::{self, NameKind, NameLock};
use crate::model::Api;
use crate::names::{self, Claim, reserved};
use crate::schema::{Branch, Schema};

/// Returns the name of the struct with an API's methods.
pub fn type_name(module: &str) -> String {
    format!("{}Api", names::type_name(names::bare(module)))
}

/// Names the APIs and resolves their operations, in the order of the schemas.
pub fn apis(
    schemas: &[(Branch, &Schema)],
    lowering: &mut Lowering<'_>,
    kept: &KeptParameters,
    lock: &NameLock,
) -> Vec<Api> {
    let roots: Vec<(Branch, String)> =
        schemas.iter().map(|(branch, schema)| (*branch, schema.root(*branch).to_owned())).collect();
    let plain = |root: &str| names::accessor(root);
    let features =
        names::assign(&roots, lock.held(NameKind::Feature, lock::CRATE), reserved::FEATURES, |(branch, root)| {
            let prefix = match branch {
                Branch::V1 => "",
                Branch::V2 => "v2-",
            };
            let feature = format!("{prefix}{}", names::bare(&plain(root)).replace('_', "-"));
            let candidates = vec![feature.clone(), format!("{feature}-api")];
            Claim { key: branch.prefixed(root), is_usual: false, priority: root.clone(), candidates }
        });
    let modules = Branch::ALL.into_iter().flat_map(|branch| {
        let of_branch: Vec<&String> = roots.iter().filter(|(own, _)| *own == branch).map(|(_, root)| root).collect();
        names::assign(&of_branch, lock.held(NameKind::Api, branch.folder()), reserved::MODULES, |root| {
            let candidates = vec![plain(root), format!("{}_api", names::bare(&plain(root)))];
            Claim { key: (*root).clone(), is_usual: false, priority: (*root).clone(), candidates }
        })
    });
    let modules: Vec<String> = modules.collect();
    let namespaces = public_paths::namespaces(&roots);
    let named = schemas.iter().zip(roots.iter().zip(namespaces)).zip(features.into_iter().zip(modules));
    named
        .map(|(((branch, schema), ((_, root), namespace)), (feature, module))| Api {
            branch: *branch,
            root: root.clone(),
            type_name: type_name(&module),
            operations: operations((*branch, root), schema, lowering, kept, lock),
            module,
            feature,
            namespace,
        })
        .collect()
}
