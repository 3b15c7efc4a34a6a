//! Checks the strings of a schema that become a URL, a header name or a file name.
//!
//! Schemas come from a server. Paths are appended to the URL of the API and sent with credentials; names of models
//! become modules, which are files. Each error has the JSON pointer of the invalid value.

use super::read::reference_token;
use super::type_expression::excerpt;
use super::{Location, Schema, header, path};

/// The deepest committed name has 6 dots. Each namespace is a module in a folder, and folders and compilers have
/// limits.
const MAX_NAMESPACES: usize = 32;

/// The largest committed operation has 10. Each parameter is a chained call, and compilers walk such a chain
/// recursively.
const MAX_PARAMETERS: usize = 256;

/// In bytes. Snake case can double the length, and most file systems allow 255.
const MAX_FILE_NAME: usize = 120;

/// Checks a schema; the error is a JSON pointer and a reason.
pub(super) fn check(schema: &Schema) -> Result<(), (String, String)> {
    root(&schema.resource_path).map_err(|message| ("/resourcePath".to_owned(), message))?;
    for (place, path) in schema.apis.iter().enumerate() {
        path::check(&path.path).map_err(|reason| {
            (format!("/apis/{place}/path"), format!("invalid path `{}`: {reason}", excerpt(&path.path)))
        })?;
        for (number, operation) in path.operations.iter().enumerate() {
            let pointer = || format!("/apis/{place}/operations/{number}/parameters");
            if operation.parameters.len() > MAX_PARAMETERS {
                return Err((pointer(), format!("more than {MAX_PARAMETERS} parameters")));
            }
            for (number, parameter) in operation.parameters.iter().enumerate() {
                if let (Location::Header, Some(name)) = (parameter.param_type, &parameter.name) {
                    header::check(name).map_err(|reason| {
                        let message = format!("invalid header name `{}`: {reason}", excerpt(name));
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
        return Err(format!("invalid API root `{}`; expected a path such as `/vps`", excerpt(path)));
    }
    if path.len() > MAX_FILE_NAME {
        return Err(format!("API root `{}` is too long for a file name", excerpt(path)));
    }
    path::check_literal(path).map_err(|reason| format!("invalid path `{}`: {reason}", excerpt(path)))
}

fn model(name: &str) -> Result<(), String> {
    if name.matches('.').count() > MAX_NAMESPACES {
        return Err(format!("more than {MAX_NAMESPACES} nested namespaces"));
    }
    let namespace = name.rsplit_once('.').map_or("", |(namespace, _)| namespace);
    match namespace.split('.').find(|segment| segment.len() > MAX_FILE_NAME) {
        Some(long) => Err(format!("namespace `{}` is too long for a file name", excerpt(long))),
        None => Ok(()),
    }
}
