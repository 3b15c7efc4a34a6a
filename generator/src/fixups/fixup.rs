//! A fix-up, and the functions that change one field of a schema.

use crate::schema::{Branch, Property, Schema, TypeExpression};

/// A known error that OVHcloud declares in one or several places, and the function that corrects it.
#[derive(Debug, Clone, Copy)]
pub struct Fixup {
    /// The name in error messages.
    pub name: &'static str,
    /// The file that defines the fix-up.
    pub file: &'static str,
    /// The branch whose schemas have the error.
    pub branch: Branch,
    /// An API's root and a JSON pointer (RFC 6901) into its schema. The same pointer is corrected in schemas of other
    /// APIs, so that all definitions of a type agree, but only these APIs are required to have the error.
    pub places: &'static [(&'static str, &'static str)],
    /// The evidence that it is an error, with its source.
    pub evidence: &'static str,
    /// Corrects one place of a schema.
    pub apply: fn(&mut Schema, &str) -> Outcome,
}

/// The result of applying a fix-up to one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The error was there and is corrected.
    Fixed,
    /// The place does not have the error.
    NotNeeded,
    /// The schema has no such place.
    Missing,
}

/// Changes the type of a field from `string` to `password`.
pub(super) fn make_secret(schema: &mut Schema, pointer: &str) -> Outcome {
    let named = |name: &str| TypeExpression::Name(name.to_owned(), Vec::new());
    match property(schema, pointer) {
        None => Outcome::Missing,
        Some(property) if property.ty == named("string") => {
            property.ty = named("password");
            Outcome::Fixed
        }
        Some(_) => Outcome::NotNeeded,
    }
}

/// Makes a field nullable, which in responses includes absent.
pub(super) fn make_nullable(schema: &mut Schema, pointer: &str) -> Outcome {
    match property(schema, pointer) {
        None => Outcome::Missing,
        Some(property) if property.can_be_null => Outcome::NotNeeded,
        Some(property) => {
            property.can_be_null = true;
            Outcome::Fixed
        }
    }
}

/// Returns the field at `/models/NAME/properties/NAME`.
pub(super) fn property<'s>(schema: &'s mut Schema, pointer: &str) -> Option<&'s mut Property> {
    let (model, field) = pointer.strip_prefix("/models/")?.split_once("/properties/")?;
    schema.models.get_mut(model)?.properties.as_mut()?.get_mut(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn make_nullable_changes_a_field_once() {
        let text =
            r#"{"resourcePath": "/x", "models": {"x.X": {"properties": {"a": {"type": "long", "canBeNull": false}}}}}"#;
        let mut schema = Schema::read("x.json", text.as_bytes()).unwrap();
        let place = "/models/x.X/properties/a";
        assert_eq!(make_nullable(&mut schema, place), Outcome::Fixed);
        assert!(property(&mut schema, place).unwrap().can_be_null);
        assert_eq!(make_nullable(&mut schema, place), Outcome::NotNeeded);
        assert_eq!(make_nullable(&mut schema, "/models/x.Y/properties/a"), Outcome::Missing);
    }
}
