//! How callers pass required values: by position, or by name in one struct.
//!
//! A call such as `CallbackUrlInput::new(cancel, error, failure, pending, success)` builds when two of its values are
//! swapped.
//!
//! | required values | passed as | example |
//! |---|---|---|
//! | in the path | by position, in the order of the path | `zone_record_get(zone_name, id)` |
//! | up to three others, of which no two neighbours have one type | by position | `zone_record_create(zone_name, &record)` |
//! | more, or two neighbours of one type | a struct of `arguments` | `ssl_create(name, arguments::SslCreate { certificate, key })` |
//! | of `X::new`, by the same rule | a struct of `fields` | `CallbackUrlInput::new(fields::CallbackUrlInput { cancel, .. })` |
//!
//! Only the required values decide, so that a new optional one changes no call.

use super::{Api, Object, Operation, Parameter, Type};
use crate::names;
use crate::schema::{Branch, Location};

/// The largest number of positional values, besides those of the path.
const MOST_POSITIONAL: usize = 3;

/// Returns whether values of these types are passed by name.
pub fn are_named<'t>(types: impl IntoIterator<Item = &'t Type>) -> bool {
    let types: Vec<&Type> = types.into_iter().collect();
    types.len() > MOST_POSITIONAL || types.windows(2).any(|pair| pair.first() == pair.last())
}

impl Operation {
    /// Returns the required values that a call passes by position, those of the path first.
    pub fn positional(&self) -> &[Parameter] {
        self.by_form().0
    }

    /// Returns the required values that a call passes by name, in a struct; most operations have none.
    pub fn named(&self) -> &[Parameter] {
        self.by_form().1
    }

    /// Returns the name of the struct that holds the values that a call passes by name, if any.
    pub fn arguments_struct(&self) -> Option<String> {
        (!self.named().is_empty()).then(|| names::marker(&self.name))
    }

    /// Returns the arguments as reports print them: `(name, id)`, or `(name, { certificate, key })` with those that are
    /// passed by name in braces.
    pub fn call_arguments(&self) -> String {
        let list = |arguments: &[Parameter]| -> Vec<String> {
            arguments.iter().map(|argument| argument.ident.clone()).collect()
        };
        let mut arguments = list(self.positional());
        if !self.named().is_empty() {
            arguments.push(format!("{{ {} }}", list(self.named()).join(", ")));
        }
        format!("({})", arguments.join(", "))
    }

    fn by_form(&self) -> (&[Parameter], &[Parameter]) {
        let in_path = self.arguments.iter().take_while(|argument| argument.location == Location::Path).count();
        let (_, others) = self.arguments.split_at(in_path);
        let at = if are_named(others.iter().map(|argument| &argument.ty)) { in_path } else { self.arguments.len() };
        self.arguments.split_at(at)
    }
}

impl Api {
    /// Returns the path below the crate of the struct that holds the values that a call passes by name:
    /// `ip::arguments::SpamStats` or `v2::iam::arguments::PolicyCreate`.
    pub fn arguments_struct(&self, operation: &Operation) -> Option<String> {
        let branch = match self.branch {
            Branch::V1 => "",
            Branch::V2 => "v2::",
        };
        let name = operation.arguments_struct()?;
        Some(format!("{branch}{}::arguments::{name}", self.module))
    }
}

impl Object {
    /// Returns whether the struct's constructor takes the required fields by name.
    pub fn is_built_by_name(&self) -> bool {
        are_named(self.required().map(|field| &field.ty))
    }

    /// Returns the constructor as reports print it: `new(product, shop)`, or `new({ product, shop })` if it takes the
    /// fields by name.
    pub fn constructor_call(&self) -> String {
        let fields: Vec<&str> = self.required().map(|field| field.ident.as_str()).collect();
        let fields = fields.join(", ");
        if self.is_built_by_name() { format!("new({{ {fields} }})") } else { format!("new({fields})") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalars::Scalar;

    #[test]
    fn values_are_named_from_the_fourth_or_beside_their_type() {
        let [text, long, date, json] = [Scalar::Text, Scalar::Long, Scalar::Date, Scalar::Json].map(Type::Scalar);
        let texts = Type::List(Box::new(text.clone()));
        for positional in [&[][..], &[&text], &[&text, &long, &text], &[&text, &texts, &date]] {
            assert!(!are_named(positional.iter().copied()), "{positional:?}");
        }
        for named in [&[&text, &text][..], &[&long, &texts, &texts], &[&text, &long, &date, &json]] {
            assert!(are_named(named.iter().copied()), "{named:?}");
        }
    }
}
