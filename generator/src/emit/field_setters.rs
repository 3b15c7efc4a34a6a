//! Setters of request structs: a method for each optional field.

use std::collections::BTreeSet;

use super::cfg;
use super::conversions::generics;
use super::ty::TypeWriter;
use crate::model::{Direction, Field, Object, Wrapper};

/// Methods that a setter would hide: those of the struct itself, and those of the traits that it implements.
const METHODS: &[&str] = &[
    "as_ref",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "cmp",
    "default",
    "eq",
    "fmt",
    "from",
    "into",
    "ne",
    "new",
    "to_json",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// Writes the setters of a struct, or returns `None` if it has no optional field.
pub fn setters(object: &Object, writer: TypeWriter<'_>, module: &BTreeSet<String>) -> Option<String> {
    let of = |wrapper| object.fields.iter().filter(move |field| field.wrapper() == wrapper);
    if of(Wrapper::Option).chain(of(Wrapper::Patch)).next().is_none() {
        return None;
    }
    let lines = |wrapper| -> String {
        let plain = of(wrapper).filter(|field| !is_reserved(field));
        plain.map(|field| format!("    {}: {},\n", field.ident, value(field, writer))).collect()
    };
    let (options, patches) = (lines(Wrapper::Option), lines(Wrapper::Patch));
    let cfg = cfg::any_of(&object.features, Some(module));
    let (name, generics) = (&object.name, generics(object, ""));
    let mut items = Vec::new();
    if !options.is_empty() || !patches.is_empty() {
        let define = writer.scope.import("crate::json::setters");
        items.push(format!("{cfg}{define}! {{ {name}{generics}:\n{options}/\n{patches}}}\n"));
    }
    let reserved = of(Wrapper::Option).chain(of(Wrapper::Patch)).filter(|field| is_reserved(field));
    let methods: Vec<String> = reserved.map(|field| renamed(field, writer)).collect();
    if !methods.is_empty() {
        items.push(format!("{cfg}impl{generics} {name}{generics} {{\n{}}}\n", methods.join("\n")));
    }
    Some(items.join("\n"))
}

fn is_reserved(field: &Field) -> bool {
    METHODS.contains(&field.ident.as_str())
}

/// Returns the type of the value without `Option` or `Patch`.
fn value(field: &Field, writer: TypeWriter<'_>) -> String {
    let ty = writer.owned(&field.ty, Direction::Input);
    if field.boxed { format!("{}<{ty}>", writer.scope.prelude("std::boxed::Box")) } else { ty }
}

/// Writes a setter whose name ends in an underscore.
fn renamed(field: &Field, writer: TypeWriter<'_>) -> String {
    let ident = &field.ident;
    let into = writer.scope.prelude("std::convert::Into");
    let (ty, value) = match field.wrapper() {
        Wrapper::Patch => {
            (format!("{}<{}>", writer.scope.import("crate::Patch"), value(field, writer)), "value.into()".to_owned())
        }
        _ => (value(field, writer), format!("{}(value.into())", writer.scope.prelude("std::option::Option::Some"))),
    };
    format!(
        "    /// Sets `{ident}`.\n    #[inline]\n    #[must_use]\n    pub fn {ident}_(mut self, value: impl {into}<{ty}>) -> Self \
         {{\n        self.{ident} = {value};\n        self\n    }}\n"
    )
}
