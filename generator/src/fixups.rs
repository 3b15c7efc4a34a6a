//! Corrections of known errors in OVHcloud's schemas, applied before the schemas are resolved.
//!
//! Each known error has an entry in [`FIXUPS`]: its places, the evidence, and the function that corrects it. When an
//! API that an entry names no longer has the error, [`apply`] reports it, and `cargo xtask codegen` fails until the
//! entry is removed.

mod fixup;
mod omissions;
mod secrets;

use std::collections::BTreeSet;

pub use self::fixup::{Fixup, Outcome};
use crate::error::Error;
use crate::schema::{Branch, Schema};

/// All known errors.
pub const FIXUPS: &[Fixup] = &[
    omissions::ACCOUNT_COMPANY,
    omissions::CATALOG_FACTS,
    omissions::CONSUMPTION_PRICE,
    secrets::CONSUMER_KEY,
    secrets::DOCUMENT_PASSWORD,
    secrets::TERMINATION_TOKEN,
];

/// Corrects one schema, which `file` names in errors. Every correction that is possible is made, even if others fail.
///
/// # Errors
///
/// Returns an error for each place of an API named by a fix-up that does not have the error. Callers that read another
/// snapshot than the one that the fix-ups were written for, such as an older one, may ignore them.
pub fn apply(fixups: &[Fixup], file: &str, branch: Branch, schema: &mut Schema) -> Vec<Error> {
    let root = schema.root(branch).to_owned();
    let mut stale = Vec::new();
    for fixup in fixups.iter().filter(|fixup| fixup.branch == branch) {
        let pointers: BTreeSet<&str> = fixup.places.iter().map(|(_, pointer)| *pointer).collect();
        for pointer in pointers {
            let what = match (fixup.apply)(schema, pointer) {
                Outcome::Fixed => continue,
                Outcome::NotNeeded => "error",
                Outcome::Missing => "field",
            };
            if fixup.places.contains(&(root.as_str(), pointer)) {
                let message = format!(
                    "fix-up `{}` no longer finds its {what}; remove its place for {root} from {}, or the whole fix-up \
                     if it has no other",
                    fixup.name, fixup.file
                );
                stale.push(Error { file: file.to_owned(), pointer: pointer.to_owned(), message });
            }
        }
    }
    stale
}

#[cfg(test)]
mod tests {
    use super::fixup::{make_secret, property};
    use super::*;

    fn schema(root: &str, ty: &str) -> Schema {
        let text = format!(
            r#"{{"resourcePath": "{root}", "models": {{"x.X": {{"properties": {{"size": {{"type": "{ty}"}}}}}}}}}}"#
        );
        Schema::read("x.json", text.as_bytes()).unwrap()
    }

    const SIZE: &str = "/models/x.X/properties/size";

    const FIXUP: Fixup = Fixup {
        name: "secret_sizes",
        file: "generator/src/fixups/sizes.rs",
        branch: Branch::V1,
        places: &[("/x", SIZE)],
        evidence: "invented",
        apply: make_secret,
    };

    #[test]
    fn missing_errors_are_reported_for_named_apis() {
        let gone = Fixup { places: &[("/x", "/models/x.Gone/properties/size")], ..FIXUP };
        let cases = [
            (FIXUP, Branch::V1, "/x", "string", "password", ""),
            (FIXUP, Branch::V1, "/x", "password", "password", "no longer finds its error"),
            (FIXUP, Branch::V1, "/x", "double", "double", "no longer finds its error"),
            (gone, Branch::V1, "/x", "string", "string", "no longer finds its field"),
            // Another API that defines the type is corrected, but need not have the error.
            (FIXUP, Branch::V1, "/y", "string", "password", ""),
            (FIXUP, Branch::V1, "/y", "password", "password", ""),
            (gone, Branch::V1, "/y", "string", "string", ""),
            (FIXUP, Branch::V2, "/x", "string", "string", ""),
        ];
        for (fixup, branch, root, before, after, expected) in cases {
            let mut schema = schema(root, before);
            let stale = apply(&[fixup], "v1/x.json", branch, &mut schema);
            let size = property(&mut schema, SIZE).unwrap();
            assert_eq!(size.ty.to_string(), after, "{root} {before}");
            match (stale.as_slice(), expected) {
                ([], "") => {}
                ([error], expected) if !expected.is_empty() => {
                    assert_eq!((error.file.as_str(), error.pointer.as_str()), ("v1/x.json", fixup.places[0].1));
                    assert!(error.message.contains(expected), "{error}");
                    assert!(error.message.contains("`secret_sizes`") && error.message.contains(fixup.file));
                }
                _ => panic!("{root} {before}: {stale:?}"),
            }
        }
    }
}
