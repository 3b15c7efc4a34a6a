//! Setters of optional parameters, which are inherent methods of `Request`, and the marker types that select them.

use super::docs;
use super::layout;
use super::operations::{request_type, send};
use super::source::allow_case;
use super::ty::TypeWriter;
use crate::model::{Api, Operation, Parameter};
use crate::names;

/// Keeps setters out of the page of `Request` on docs.rs, which would list those of all operations. The documentation
/// of each operation lists its own. Editors complete hidden methods only if the attribute is absent.
const HIDDEN: &str = "#[cfg_attr(docsrs, doc(hidden))]\n";

/// Writes a marker type per operation with optional parameters, and their setters.
pub fn setters(api: &Api, writer: TypeWriter<'_>) -> Vec<String> {
    let with_options: Vec<&Operation> =
        api.operations.iter().filter(|operation| !operation.options.is_empty()).collect();
    if with_options.is_empty() {
        return Vec::new();
    }
    let markers = with_options.iter().map(|operation| {
        let (holder, name, marker) = (&api.type_name, &operation.name, names::marker(&operation.name));
        let case = allow_case("    ", &marker);
        format!(
            "    /// Optional parameters of [`{name}`](super::{holder}::{name}).\n{case}    pub enum {marker} {{}}\n"
        )
    });
    let module = format!(
        "/// Marker types: one per operation with optional parameters, which gives its [request](crate::Request) the setters.
#[allow(missing_debug_implementations)] // They have no values.
pub mod parameters {{\n{}}}\n",
        markers.collect::<Vec<_>>().join("\n")
    );
    let blocks = with_options.iter().map(|operation| {
        let (holder, name) = (&api.type_name, &operation.name);
        let of = format!(" of [`{name}`]({holder}::{name})");
        let setters: Vec<String> = operation.options.iter().map(|option| setter(option, &of, writer)).collect();
        format!("{HIDDEN}impl<C> {} {{\n{}}}\n", request_type(operation, writer), setters.join("\n"))
    });
    std::iter::once(module).chain(blocks).collect()
}

fn setter(option: &Parameter, of_operation: &str, writer: TypeWriter<'_>) -> String {
    let arguments = ["self".to_owned(), format!("{}: {}", option.ident, writer.argument(&option.ty))];
    let text = format!("Sets {}{of_operation}{}", docs::place(option), docs::meaning(option));
    let text = if text.ends_with('.') { text } else { text + "." };
    format!(
        "    /// {text}\n    #[inline]\n{}{}    }}\n",
        layout::signature("    ", &format!("pub fn {}", option.ident), &arguments, "Self"),
        layout::chain("        ", "self", &[send(option, &option.ident, writer)])
    )
}
