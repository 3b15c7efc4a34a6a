//! `From` a response struct for the request struct of the same type. [`crate::model::conversions`] decides which have
//! it.

use std::collections::BTreeSet;

use super::conversions::generics;
use super::scope::FileScope;
use super::{cfg, layout};
use crate::model::{
    Definition, Direction, Field, Object, Presence, Scalar, Type, Types, Wrapper, is_same_in_both_directions,
};

/// Writes the conversion of a type that has both forms.
pub fn input_from(
    definition: &Definition,
    types: &Types,
    scope: &FileScope<'_>,
    module: &BTreeSet<String>,
) -> Option<String> {
    let (output, input) = (definition.object(Direction::Output)?, definition.object(Direction::Input)?);
    let fields: Vec<String> = input.fields.iter().map(|field| entry(field, output, types, scope)).collect();
    let (value, body) = match fields.as_slice() {
        [] => ("_", "        Self {}\n".to_owned()),
        fields => ("value", layout::literal("        ", "Self", fields)),
    };
    let generics = generics(output, "");
    let source = format!("{}{generics}", output.name);
    Some(format!(
        "{cfg}impl{generics} {from}<{source}> for {target}{generics} {{
    #[inline]
    fn from({value}: {source}) -> Self {{\n{body}    }}\n}}\n",
        cfg = cfg::any_of_both(&output.features, &input.features, module),
        from = scope.prelude("std::convert::From"),
        target = input.name,
    ))
}

fn entry(field: &Field, output: &Object, types: &Types, scope: &FileScope<'_>) -> String {
    let ident = &field.ident;
    let source = output.field(&field.name);
    let value = format!("value.{}", source.map_or(ident, |source| &source.ident));
    let is_optional = source.is_some_and(|source| source.wrapper() == Wrapper::Option);
    // `Json` has a null of its own.
    let is_null = field.ty == Type::Scalar(Scalar::Json) && source.is_some_and(|it| it.presence == Presence::Nullable);
    let patch = || scope.import("crate::Patch");
    let some_unless_null = || format!("(!{value}.is_null()).then_some({value})");
    let converted = match (is_optional, converted(field, "value", types, scope)) {
        (_, None) => value.clone(),
        (false, Some(_)) => converted(field, &value, types, scope).unwrap_or_default(),
        (true, Some(into)) if into == "value.into()" => {
            format!("{value}.map({}::into)", scope.prelude("std::convert::Into"))
        }
        (true, Some(into)) => format!("{value}.map(|value| {into})"),
    };
    let converted = match field.wrapper() {
        Wrapper::Bare => converted,
        Wrapper::Option if is_optional => converted,
        Wrapper::Option if is_null => some_unless_null(),
        Wrapper::Option => format!("Some({converted})"),
        Wrapper::Patch if is_optional => format!("{}::value_or_absent({converted})", patch()),
        Wrapper::Patch if is_null => format!("{}::value_or_absent({})", patch(), some_unless_null()),
        Wrapper::Patch => format!("{}::Value({converted})", patch()),
    };
    format!("{ident}: {converted}")
}

/// Returns the expression that converts a value that is there, or `None` if it is the same in a request.
fn converted(field: &Field, value: &str, types: &Types, scope: &FileScope<'_>) -> Option<String> {
    if is_same_in_both_directions(types, &field.ty) {
        None
    } else if field.boxed {
        let boxed = scope.prelude("std::boxed::Box");
        Some(format!("{boxed}::new({})", converted_type(&field.ty, &format!("(*{value})"), scope)))
    } else {
        Some(converted_type(&field.ty, value, scope))
    }
}

fn converted_type(ty: &Type, value: &str, scope: &FileScope<'_>) -> String {
    let each = |item: &Type| match converted_type(item, "item", scope) {
        into if into == "item.into()" => format!("{}::into", scope.prelude("std::convert::Into")),
        into => format!("|item| {into}"),
    };
    match ty {
        Type::List(item) => format!("{value}.into_iter().map({}).collect()", each(item)),
        Type::Map(_, item) => {
            format!("{value}.into_iter().map(|(key, item)| (key, {})).collect()", converted_type(item, "item", scope))
        }
        _ => format!("{value}.into()"),
    }
}
