//! The names and parameters of an API's operations.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::lower::{Lowering, Scope};
use super::lowered::{KeptParameters, drop_arguments};
use crate::lock::{self, NameKind, NameLock};
use crate::model::{Operation, Parameter, Scalar, Type, are_named, without_names};
use crate::names::{self, Claim, HeldNames, reserved};
use crate::schema::{Branch, Location, OperationSchema, ParameterSchema, Schema};

/// Resolves the operations of one API, sorted by path and method.
pub fn operations(
    (branch, root): (Branch, &str),
    schema: &Schema,
    lowering: &mut Lowering<'_>,
    kept: &KeptParameters,
    lock: &NameLock,
) -> Vec<Operation> {
    let mut sorted: Vec<(&str, &OperationSchema)> = schema
        .apis
        .iter()
        .flat_map(|path| path.operations.iter().map(|operation| (branch.below(&path.path), operation)))
        .collect();
    sorted.sort_by(|(path, operation), (other_path, other)| {
        let order = (path, operation.http_method).cmp(&(other_path, other.http_method));
        // Duplicates are invalid, but the output must not depend on the order of the file.
        order.then_with(|| format!("{operation:?}").cmp(&format!("{other:?}")))
    });
    let mut operations: Vec<Operation> =
        sorted.iter().map(|(path, operation)| resolve(branch, path, operation, lowering, kept, lock)).collect();
    let names = operation_names(branch, root, &operations, lock);
    for (operation, name) in operations.iter_mut().zip(names) {
        operation.name = name;
    }
    operations
}

/// Returns the name of each operation: the one in the lock, the plain one, or the explicit one if another operation has
/// the plain one.
fn operation_names(branch: Branch, root: &str, operations: &[Operation], lock: &NameLock) -> Vec<String> {
    let held = held_names(operations, lock.held(NameKind::Operation, &branch.prefixed(root)));
    names::assign(operations, &held, &[], |operation| {
        let segments = names::segments(root, &operation.path);
        let lists = matches!(operation.response, Type::List(_));
        let places: Vec<bool> =
            segments.iter().map(|segment| matches!(segment, names::Segment::Parameter(_))).collect();
        let parameters = places.iter().filter(|is_parameter| **is_parameter).count();
        let names = names::operation(branch, root, operation.method, &segments, lists);
        let mut candidates = vec![names::field(&names.plain), names::field(&names.explicit)];
        candidates.dedup();
        Claim {
            key: operation.request_line(),
            is_usual: false,
            priority: (names.yields, Reverse((parameters, places))),
            candidates,
        }
    })
}

/// Returns the names that operations held. An operation is the same if only the names of its path parameters change.
fn held_names(operations: &[Operation], held: &HeldNames) -> HeldNames {
    let lines: BTreeSet<String> = operations.iter().map(Operation::request_line).collect();
    let mut names = held.clone();
    let gone: BTreeMap<String, &String> =
        held.keys().filter(|line| !lines.contains(*line)).map(|line| (without_names(line), line)).collect();
    for line in lines.iter().filter(|line| !held.contains_key(*line)) {
        let name = gone.get(&without_names(line)).and_then(|before| names.remove(*before));
        names.extend(name.map(|name| (line.clone(), name)));
    }
    names
}

fn resolve(
    branch: Branch,
    path: &str,
    operation: &OperationSchema,
    lowering: &mut Lowering<'_>,
    kept: &KeptParameters,
    lock: &NameLock,
) -> Operation {
    let user = format!("{} {path}", operation.http_method.as_str());
    let scope = Scope { branch, generics: &[], user: &user };
    let mut response = lowering.lower(&operation.response_type, scope);
    drop_arguments(&mut response, kept);
    let (arguments, options) = parameters(path, operation, lowering, scope, kept);
    let mut iam_actions = operation.iam_actions.clone();
    iam_actions.sort();
    iam_actions.dedup();
    let mut errors = operation.errors.clone();
    errors.sort();
    errors.dedup();
    let mut resolved = Operation {
        name: String::new(),
        method: operation.http_method,
        branch,
        path: path.to_owned(),
        arguments,
        options,
        response,
        authenticated: !operation.no_authentication,
        status: operation.api_status.clone(),
        iam_actions,
        errors,
        description: operation.description.clone(),
        long_description: operation.long_description.clone(),
    };
    let held = lock.held(NameKind::Parameter, &resolved.request_line());
    name_arguments(&mut resolved.arguments, &mut resolved.options, held);
    resolved
}

fn parameters(
    path: &str,
    operation: &OperationSchema,
    lowering: &mut Lowering<'_>,
    scope: Scope<'_>,
    kept: &KeptParameters,
) -> (Vec<Parameter>, Vec<Parameter>) {
    let mut declared: BTreeMap<(Location, Option<&str>), &ParameterSchema> = BTreeMap::new();
    for parameter in &operation.parameters {
        let known = declared.entry((parameter.param_type, parameter.name.as_deref())).or_insert(parameter);
        // The choice between duplicates must not depend on their order either.
        let rank = |parameter: &ParameterSchema| {
            (!parameter.required, parameter.data_type.clone(), parameter.description.clone())
        };
        if rank(parameter) < rank(known) {
            *known = parameter;
        }
    }
    let mut lower = |location, name: Option<&str>, parameter: Option<&ParameterSchema>| {
        let mut ty = match parameter {
            Some(parameter) => lowering.lower_value(&parameter.data_type, scope),
            None => Type::Scalar(Scalar::Text),
        };
        drop_arguments(&mut ty, kept);
        if matches!(location, Location::Path | Location::Header) && !ty.is_plain(|id| lowering.is_enum(id)) {
            ty = Type::Scalar(Scalar::Text);
        }
        let description = parameter.and_then(|parameter| parameter.description.clone());
        Parameter { ident: String::new(), name: name.map(str::to_owned), location, ty, description }
    };
    // The path decides: some of its parameters are not declared, and declared ones may be missing from it.
    let mut arguments: Vec<Parameter> = path_parameters(path)
        .map(|name| lower(Location::Path, Some(name), declared.get(&(Location::Path, Some(name))).copied()))
        .collect();
    let mut options = Vec::new();
    let has_whole_body = declared.contains_key(&(Location::Body, None));
    for (&(location, name), parameter) in &declared {
        let is_sent = match (location, name) {
            (Location::Path, _) => false,
            (Location::Body, Some(_)) => !has_whole_body,
            (Location::Body, None) => true,
            (Location::Query | Location::Header, name) => name.is_some(),
        };
        if is_sent {
            let lowered = lower(location, name, Some(parameter));
            if parameter.required { arguments.push(lowered) } else { options.push(lowered) }
        }
    }
    let order = |parameter: &Parameter| {
        (parameter.location == Location::Body && parameter.name.is_none(), parameter.name.clone())
    };
    let paths = arguments.iter().filter(|argument| argument.location == Location::Path).count();
    if let Some(required) = arguments.get_mut(paths..) {
        required.sort_by_key(order);
    }
    options.sort_by_key(order);
    (arguments, options)
}

fn name_arguments(arguments: &mut [Parameter], options: &mut [Parameter], held: &HeldNames) {
    let paths = arguments.iter().filter(|argument| argument.location == Location::Path).count();
    let (in_path, others) = arguments.split_at_mut(paths);
    // The fields of a struct cannot clash with arguments.
    let are_named = are_named(others.iter().map(|argument| &argument.ty));
    for arguments in if are_named { vec![in_path, others] } else { vec![arguments] } {
        name_parameters(arguments, held, &["self"], |ident, location| {
            vec![ident.clone(), format!("{location}_{}", names::bare(&ident))]
        });
    }
    name_parameters(options, held, reserved::REQUEST_METHODS, |ident, location| {
        vec![ident.clone(), format!("{}_parameter", names::bare(&ident)), format!("{}_{location}", names::bare(&ident))]
    });
}

fn name_parameters(
    parameters: &mut [Parameter],
    held: &HeldNames,
    taken: &[&str],
    candidates: impl Fn(String, &str) -> Vec<String>,
) {
    let idents = names::assign(parameters, held, taken, |parameter| {
        let name = parameter.name.as_deref().unwrap_or("body");
        let name = if parameter.location == Location::Header { name.trim_start_matches("X-") } else { name };
        let candidates = candidates(names::field(name), parameter.location.as_str());
        Claim { key: lock::parameter(parameter), is_usual: names::is_lower_camel(name), priority: (), candidates }
    });
    for (parameter, ident) in parameters.iter_mut().zip(idents) {
        parameter.ident = ident;
    }
}

fn path_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}
