//! The modules, accessors and features of APIs.

use super::lower::Lowering;
use super::lowered::KeptParameters;
use super::operations::operations;
use crate::model::Api;
use crate::names::{self, reserved};
use crate::schema::{Branch, Schema};

/// Names the APIs and resolves their operations, in the order of the schemas.
pub fn apis(schemas: &[(Branch, &Schema)], lowering: &mut Lowering<'_>, kept: &KeptParameters) -> Vec<Api> {
    let roots: Vec<(Branch, String)> =
        schemas.iter().map(|(branch, schema)| (*branch, schema.root(*branch).to_owned())).collect();
    let plain = |root: &str| names::accessor(root);
    let features = names::distinct(&roots, reserved::FEATURES, |(branch, root)| {
        let prefix = match branch {
            Branch::V1 => "",
            Branch::V2 => "v2-",
        };
        let feature = format!("{prefix}{}", names::bare(&plain(root)).replace('_', "-"));
        vec![feature.clone(), format!("{feature}-api")]
    });
    let modules = Branch::ALL.into_iter().flat_map(|branch| {
        let of_branch: Vec<&String> = roots.iter().filter(|(own, _)| *own == branch).map(|(_, root)| root).collect();
        names::distinct(&of_branch, reserved::MODULES, |root| {
            vec![plain(root), format!("{}_api", names::bare(&plain(root)))]
        })
    });
    let modules: Vec<String> = modules.collect();
    let named = schemas.iter().zip(roots.iter()).zip(features.into_iter().zip(modules));
    named
        .map(|(((branch, schema), (_, root)), (feature, module))| Api {
            branch: *branch,
            root: root.clone(),
            type_name: format!("{}Api", names::type_name(names::bare(&module))),
            operations: operations(*branch, root, schema, lowering, kept),
            module,
            feature,
        })
        .collect()
}
