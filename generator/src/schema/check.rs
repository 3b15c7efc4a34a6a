//! Checks the strings of a schema that become a URL, a header name or a file name.
//!
//! Schemas come from a server. Paths are appended to the URL of the API and sent with credentials, and model names become
//! modules, each of which is a file. Each error has the JSON pointer of the invalid value.

use super::type_expression::excerpt;
use super::{Location, Schema, header, path, reference_token};

/// Far deeper than any name (6 dots in the committed schemas): each namespace is a module in a
/// folder, and folders and compilers have their limits.
const DEEPEST_NAMESPACE: usize = 32;

/// Far more than any operation has (10 in the committed schemas): each is a call on the result of the one before, and such a
/// chain is gone through by recursion.
const MOST_PARAMETERS: usize = 256;

/// In bytes. A file is named in snake case, which can double them, and 255 is what most file systems take.
const LONGEST_FILE: usize = 120;

/// A JSON pointer, and what is wrong with the value there.
type Fault = (String, String);

/// Checks a schema that was read.
pub(super) fn check(schema: &Schema) -> Result<(), Fault> {
    root(&schema.resource_path).map_err(|message| ("/resourcePath".to_owned(), message))?;
    for (place, path) in schema.apis.iter().enumerate() {
        path::check(&path.path).map_err(|reason| {
            (format!("/apis/{place}/path"), format!("invalid path `{}`: {reason}", excerpt(&path.path)))
        })?;
        for (number, operation) in path.operations.iter().enumerate() {
            let pointer = || format!("/apis/{place}/operations/{number}/parameters");
            if operation.parameters.len() > MOST_PARAMETERS {
                return Err((pointer(), format!("an operation of more than {MOST_PARAMETERS} parameters")));
            }
            for (number, parameter) in operation.parameters.iter().enumerate() {
                if let (Location::Header, Some(name)) = (parameter.param_type, &parameter.name) {
                    header::check(name).map_err(|reason| {
                        let message = format!("invalid name of a header parameter `{}`: {reason}", excerpt(name));
                        (format!("{}/{number}/name", pointer()), message)
                    })?;
                }
            }
        }
    }
    schema
        .models
        .keys()
        .try_for_each(|name| model(name).map_err(|message| (format!("/models/{}", reference_token(name)), message)))
}

fn root(path: &str) -> Result<(), String> {
    let bare = path.trim_end_matches('/');
    if !path.starts_with('/') || bare.is_empty() {
        return Err(format!("`{}` is not the root of an API, such as `/vps`", excerpt(path)));
    }
    if path.len() > LONGEST_FILE {
        return Err(format!("`{}` is too long to name a file", excerpt(path)));
    }
    path::check_literal(path).map_err(|reason| format!("invalid path `{}`: {reason}", excerpt(path)))
}

fn model(name: &str) -> Result<(), String> {
    if name.matches('.').count() > DEEPEST_NAMESPACE {
        return Err(format!("a name of more than {DEEPEST_NAMESPACE} namespaces within each other"));
    }
    let namespace = name.rsplit_once('.').map_or("", |(namespace, _)| namespace);
    match namespace.split('.').find(|segment| segment.len() > LONGEST_FILE) {
        Some(long) => Err(format!("the namespace `{}` is too long to name a file", excerpt(long))),
        None => Ok(()),
    }
}
