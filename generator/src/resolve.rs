//! Resolves schemas to the model: merges types across files, resolves references, and assigns directions and names.

mod apis;
mod definitions;
mod lower;
mod lowered;
mod merge;
mod operations;
mod public_paths;
mod recursion;
mod twins;
mod type_names;
mod usage;

use self::lower::Lowering;
use crate::lock::NameLock;
use crate::model::{Api, Counts, Direction, Model, Type, conversions};
use crate::schema::{Branch, Schema};
use crate::text::printable;

/// Resolves the schemas of a snapshot without earlier names. Their order does not matter.
pub fn resolve(schemas: &[(Branch, Schema)]) -> Model {
    resolve_with(schemas, &NameLock::default())
}

/// Resolves the schemas of a snapshot. Items keep the names that the lock has for them.
pub fn resolve_with(schemas: &[(Branch, Schema)], lock: &NameLock) -> Model {
    let mut sorted: Vec<(Branch, &Schema)> = schemas.iter().map(|(branch, schema)| (*branch, schema)).collect();
    sorted.sort_by_key(|(branch, schema)| (*branch, &schema.resource_path));

    let mut warnings = Vec::new();
    let mut merged = merge::merge(&sorted, &mut warnings);
    twins::join_twins(&mut merged, lock);
    let mut lowering = Lowering::new(&merged);
    let (mut types, kept) = lowered::lower_definitions(&merged, &mut lowering);
    warnings.extend(recursion::cut_growing_generics(&mut types));

    let apis: Vec<Api> = apis::apis(&sorted, &mut lowering, &kept, lock);
    let features: Vec<String> = apis.iter().map(|api| api.feature.clone()).collect();
    let usage = usage::usage(&types, &roots(&apis));
    let mut types = definitions::definitions(&types, &usage, &features, lock);
    let former_apis = public_paths::former_apis(&apis, lock);
    public_paths::assign(&mut types, &apis, &former_apis, lock);

    warnings.extend(lowering.warnings());
    // Names may contain any character, but a warning is one line.
    let mut warnings: Vec<String> = warnings.iter().map(|warning| printable(warning)).collect();
    warnings.sort();
    warnings.dedup();
    let counts = Counts {
        apis: sorted.len(),
        operations: sorted.iter().flat_map(|(_, schema)| &schema.apis).map(|path| path.operations.len()).sum(),
        models: merged.models,
        instances: merged.instances,
    };
    let conversions = conversions(&types);
    Model { apis, former_apis, types, conversions, warnings, counts }
}

/// Returns the types that each API uses, with their direction.
fn roots(apis: &[Api]) -> Vec<(usize, Direction, Type)> {
    let mut roots = Vec::new();
    for (index, api) in apis.iter().enumerate() {
        for operation in &api.operations {
            roots.push((index, Direction::Output, operation.response.clone()));
            roots.extend(operation.parameters().map(|parameter| (index, Direction::Input, parameter.ty.clone())));
        }
    }
    roots
}
