//! Faults of the service's own descriptions, mended before anything is made of them.
//!
//! Each fault has one entry in [`FIXUPS`]: where it is, how it is known to be one, and the function that mends it.
//! An entry lives as long as its fault. Once an API that it names has mended the fault, or has lost the place,
//! [`apply`] says so, and `cargo xtask codegen` fails until the entry is removed.

mod omissions;
mod secrets;

use std::collections::BTreeSet;

use crate::error::Error;
use crate::schema::{Branch, Property, Schema, TypeExpression};

/// A fault that is declared in one or several places, and its function.
#[derive(Debug, Clone, Copy)]
pub struct Fixup {
    /// The function's name.
    pub name: &'static str,
    /// The file that holds the function.
    pub file: &'static str,
    /// The branch whose schemas hold the fault.
    pub branch: Branch,
    /// Where it is: an API's root, and a JSON pointer (RFC 6901) into its schema. Schemas of other APIs that define
    /// the same type are mended as well, so that all agree, but need not have the fault.
    pub places: &'static [(&'static str, &'static str)],
    /// How it is known to be a fault, with the source.
    pub evidence: &'static str,
    /// Mends one place of a schema.
    pub mend: fn(&mut Schema, &str) -> Found,
}

/// What a fix-up found at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The fault, which is mended now.
    Fault,
    /// What should be there, or something that the fix-up does not know.
    NoFault,
    /// Nothing.
    NoPlace,
}

/// All faults that are known.
pub const FIXUPS: &[Fixup] = &[
    omissions::ACCOUNT_COMPANY,
    omissions::CATALOG_FACTS,
    omissions::CONSUMPTION_PRICE,
    secrets::CONSUMER_KEY,
    secrets::DOCUMENT_PASSWORD,
    secrets::TERMINATION_TOKEN,
];

/// Mends one schema, which `file` names in errors. Whatever can be mended is, errors or not.
///
/// # Errors
///
/// One for each place of an API named by a fix-up where the fault is not to be found (any more). Those who generate
/// from another snapshot than the one that the fix-ups were written for (an older one, another region's) may ignore
/// them: there is nothing to mend.
pub fn apply(fixups: &[Fixup], file: &str, branch: Branch, schema: &mut Schema) -> Vec<Error> {
    let root = schema.root(branch).to_owned();
    let mut stale = Vec::new();
    for fixup in fixups.iter().filter(|fixup| fixup.branch == branch) {
        let pointers: BTreeSet<&str> = fixup.places.iter().map(|(_, pointer)| *pointer).collect();
        for pointer in pointers {
            let what = match (fixup.mend)(schema, pointer) {
                Found::Fault => continue,
                Found::NoFault => "does not find its fault here any more",
                Found::NoPlace => "does not find its place any more",
            };
            if fixup.places.contains(&(root.as_str(), pointer)) {
                let message = format!(
                    "the fix-up `{}` {what}: remove it for {root} from {}, and the function with its last place",
                    fixup.name, fixup.file
                );
                stale.push(Error { file: file.to_owned(), pointer: pointer.to_owned(), message });
            }
        }
    }
    stale
}

/// Gives the field at a pointer another type.
fn retype(schema: &mut Schema, pointer: &str, from: &str, to: &str) -> Found {
    let named = |name: &str| TypeExpression::Name(name.to_owned(), Vec::new());
    match property(schema, pointer) {
        None => Found::NoPlace,
        Some(property) if property.ty == named(from) => {
            property.ty = named(to);
            Found::Fault
        }
        Some(_) => Found::NoFault,
    }
}

/// The field at `/models/NAME/properties/NAME`.
fn property<'s>(schema: &'s mut Schema, pointer: &str) -> Option<&'s mut Property> {
    let (model, field) = pointer.strip_prefix("/models/")?.split_once("/properties/")?;
    schema.models.get_mut(model)?.properties.as_mut()?.get_mut(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(root: &str, ty: &str) -> Schema {
        let text = format!(
            r#"{{"resourcePath": "{root}", "models": {{"x.X": {{"properties": {{"size": {{"type": "{ty}"}}}}}}}}}}"#
        );
        Schema::read("x.json", text.as_bytes()).unwrap()
    }

    fn sizes_are_numbers(schema: &mut Schema, place: &str) -> Found {
        retype(schema, place, "string", "long")
    }

    const SIZE: &str = "/models/x.X/properties/size";

    const FIXUP: Fixup = Fixup {
        name: "sizes_are_numbers",
        file: "generator/src/fixups/sizes.rs",
        branch: Branch::V1,
        places: &[("/x", SIZE)],
        evidence: "made up",
        mend: sizes_are_numbers,
    };

    #[test]
    fn a_fault_is_mended_or_the_run_fails() {
        let gone = Fixup { places: &[("/x", "/models/x.Gone/properties/size")], ..FIXUP };
        let cases = [
            (FIXUP, Branch::V1, "/x", "string", "long", ""),
            (FIXUP, Branch::V1, "/x", "long", "long", "does not find its fault here any more"),
            (FIXUP, Branch::V1, "/x", "double", "double", "does not find its fault here any more"),
            (gone, Branch::V1, "/x", "string", "string", "does not find its place any more"),
            // Another API that defines the type is mended, and owes nothing.
            (FIXUP, Branch::V1, "/y", "string", "long", ""),
            (FIXUP, Branch::V1, "/y", "long", "long", ""),
            (gone, Branch::V1, "/y", "string", "string", ""),
            (FIXUP, Branch::V2, "/x", "string", "string", ""),
        ];
        for (fixup, branch, root, before, after, fault) in cases {
            let mut schema = schema(root, before);
            let stale = apply(&[fixup], "v1/x.json", branch, &mut schema);
            let size = property(&mut schema, SIZE).unwrap();
            assert_eq!(size.ty.to_string(), after, "{root} {before}");
            match (stale.as_slice(), fault) {
                ([], "") => {}
                ([error], fault) if !fault.is_empty() => {
                    assert_eq!((error.file.as_str(), error.pointer.as_str()), ("v1/x.json", fixup.places[0].1));
                    assert!(error.message.contains(fault), "{error}");
                    assert!(error.message.contains("`sizes_are_numbers`") && error.message.contains(fixup.file));
                }
                _ => panic!("{root} {before}: {stale:?}"),
            }
        }
    }
}
