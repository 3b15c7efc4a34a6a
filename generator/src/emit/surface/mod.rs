//! The surface: what a caller sees of each operation and of each type.

mod types;

pub use types::surface_of_types;

use super::apis;
use crate::model::{Direction, Model};
use crate::schema::Branch;
use crate::text::printable;

/// One line for each operation: method, path, Rust call and output type, separated by tabs.
pub fn surface(model: &Model) -> String {
    let mut surface = String::new();
    for branch in [Branch::V1, Branch::V2] {
        let mut lines: Vec<(&str, &str, String)> = Vec::new();
        for api in apis(model, branch) {
            for operation in &api.operations {
                let arguments: Vec<&str> = operation.arguments.iter().map(|argument| argument.ident.as_str()).collect();
                let rest = format!(
                    "{}({})\t{}",
                    api.call(operation),
                    arguments.join(", "),
                    operation.response.display(&model.types, Direction::Output)
                );
                lines.push((&operation.path, operation.method.as_str(), rest));
            }
        }
        lines.sort();
        for (path, method, rest) in lines {
            // A path may hold anything; a line must not.
            let path = printable(&branch.prefixed(path));
            surface.push_str(&format!("{method}\t{path}\t{rest}\n"));
        }
    }
    surface
}
