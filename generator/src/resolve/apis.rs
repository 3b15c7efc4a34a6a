//! Modules, accessors and features of APIs.

use super::lower::Lowering;
use super::lowered::KeptParameters;
use super::operations::operations;
use crate::model::Api;
use crate::names;
use crate::schema::{Branch, Schema};

/// Modules and client methods of `ovh-api` that are not generated.
const TAKEN_MODULES: &[&str] = &[
    "access_rules",
    "api_keys",
    "as_async",
    "auth_flow",
    "authentication",
    "bind",
    "blocking",
    "builder",
    "bytes",
    "client",
    "clock",
    "config",
    "consumer_key",
    "credentials",
    "endpoint",
    "error",
    "execute",
    "from_env",
    "generated",
    "http",
    "ipnet",
    "jiff",
    "json",
    "limit",
    "macaddr",
    "new",
    "oauth2",
    "operation",
    "paging",
    "parameter",
    "patch",
    "request",
    "request_consumer_key",
    "response",
    "retry",
    "secrecy",
    "send",
    "signature",
    "testing",
    "tests",
    "transport",
    "types",
    "uuid",
    "v2",
    "wait_until_validated",
    "with_consumer_key",
    "with_other_user",
];

/// Features of `ovh-api` that are not generated.
const TAKEN_FEATURES: &[&str] =
    &["blocking", "default", "full", "native-tls", "rustls", "serde", "stream", "tracing", "v2"];

/// The APIs in the order of the schemas.
pub fn apis(schemas: &[(Branch, &Schema)], lowering: &mut Lowering<'_>, kept: &KeptParameters) -> Vec<Api> {
    let roots: Vec<(Branch, String)> =
        schemas.iter().map(|(branch, schema)| (*branch, schema.root(*branch).to_owned())).collect();
    let plain = |root: &str| names::module(root);
    let features = names::distinct(&roots, TAKEN_FEATURES, |(branch, root)| {
        let prefix = match branch {
            Branch::V1 => "",
            Branch::V2 => "v2-",
        };
        let feature = format!("{prefix}{}", names::bare(&plain(root)).replace('_', "-"));
        vec![feature.clone(), format!("{feature}-api")]
    });
    let modules = [Branch::V1, Branch::V2].into_iter().flat_map(|branch| {
        let of_branch: Vec<&String> = roots.iter().filter(|(own, _)| *own == branch).map(|(_, root)| root).collect();
        names::distinct(&of_branch, TAKEN_MODULES, |root| {
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
