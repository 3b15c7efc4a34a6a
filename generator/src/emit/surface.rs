//! The surface: the part of each operation and of each type that callers see.

mod types;

pub use self::types::surface_of_types;

use crate::model::{Direction, Model};
use crate::text::printable;

/// Returns one line per operation: method, path, Rust call and response type, separated by tabs.
///
/// Braces in a call hold the arguments that are passed by name, in a struct: `ip().spam_stats(ip, { from, to })`.
///
/// Operations of branch v1 come first; within a branch they are sorted by path and method.
pub fn surface(model: &Model) -> String {
    let mut lines: Vec<_> = model
        .operations()
        .map(|(api, operation)| {
            let call = format!("{}{}", api.call(operation), operation.call_arguments());
            let response = operation.response.display(&model.types, Direction::Output);
            let method = operation.method.as_str();
            // A path may hold any character, including a line break.
            let path = printable(&operation.branched_path());
            (api.branch, &operation.path, method, format!("{method}\t{path}\t{call}\t{response}\n"))
        })
        .collect();
    lines.sort();
    lines.into_iter().map(|(.., line)| line).collect()
}
