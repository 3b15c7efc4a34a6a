//! From schemas to the model: types looked up and merged across files, directions and names decided.

mod apis;
mod definitions;
mod lower;
mod lowered;
mod merge;
mod operations;
mod recursion;
mod scalars;
mod usage;

use self::lower::Lowering;
use self::usage::Direction;
use crate::model::{Api, Counts, Model, Type};
use crate::schema::{Branch, Schema};
use crate::text::printable;

/// Resolves the schemas of a snapshot, whatever their order.
pub fn resolve(schemas: &[(Branch, Schema)]) -> Model {
    let mut sorted: Vec<(Branch, &Schema)> = schemas.iter().map(|(branch, schema)| (*branch, schema)).collect();
    sorted.sort_by_key(|(branch, schema)| (*branch, &schema.resource_path));

    let mut warnings = Vec::new();
    let merged = merge::merge(&sorted, &mut warnings);
    let mut lowering = Lowering::new(&merged);
    let (mut types, kept) = lowered::lower_definitions(&merged, &mut lowering);
    warnings.extend(recursion::cut_growing_generics(&mut types));

    let apis: Vec<Api> = apis::apis(&sorted, &mut lowering, &kept);
    let features: Vec<String> = apis.iter().map(|api| api.feature.clone()).collect();
    let usage = usage::usage(&types, &roots(&apis));
    let types = definitions::definitions(&types, &usage, &features);

    warnings.extend(lowering.warnings());
    // They quote names, which may hold anything; a warning is a line.
    let mut warnings: Vec<String> = warnings.iter().map(|warning| printable(warning)).collect();
    warnings.sort();
    warnings.dedup();
    let counts = Counts {
        apis: sorted.len(),
        operations: sorted.iter().flat_map(|(_, schema)| &schema.apis).map(|path| path.operations.len()).sum(),
        models: merged.models,
        instances: merged.instances,
    };
    Model { apis, types, warnings, counts }
}

/// What each API answers and takes.
fn roots(apis: &[Api]) -> Vec<(usize, Direction, Type)> {
    let mut roots = Vec::new();
    for (index, api) in apis.iter().enumerate() {
        for operation in &api.operations {
            roots.push((index, Direction::Output, operation.response.clone()));
            let parameters = operation.arguments.iter().chain(&operation.options);
            roots.extend(parameters.map(|parameter| (index, Direction::Input, parameter.ty.clone())));
        }
    }
    roots
}
