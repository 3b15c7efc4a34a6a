//! Types whose name is only a role, or a name of Rust's prelude: the last word of the namespace comes in front.
//!
//! | full name                 | Rust                 |
//! |---------------------------|----------------------|
//! | `vps.rebuild.Post`        | `RebuildPost`        |
//! | `iam.policy.TypeEnum`     | `PolicyType`         |
//! | `dedicated.server.Option` | `ServerOption`       |
//!
//! `use ovh_api::dedicated_server::*` must not replace `Option`.

use super::ident::type_name;

/// Names that only tell what a type is for.
const ROLES: &[&str] = &["Create", "Creation", "Post", "Put", "Request", "Response", "Type", "Update"];

/// Types, traits and variants of the prelude of edition 2024 (`std::prelude`), and its derives.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Returns the usual Rust name of a type, by its own name and the last word of its namespace, which may be empty.
pub fn plain_type(namespace: &str, own: &str) -> String {
    let plain = type_name(own);
    let needs_more = ROLES.contains(&plain.as_str()) || PRELUDE.contains(&plain.as_str());
    if needs_more && !namespace.is_empty() { in_namespace(namespace, &plain) } else { plain }
}

/// Returns a name with the last word of its namespace in front: `hosting.web` and `Cdn` → `WebCdn`.
pub fn in_namespace(namespace: &str, name: &str) -> String {
    let last = namespace.rsplit('.').next().unwrap_or_default();
    if last.is_empty() { name.to_owned() } else { type_name(last) + name }
}

#[cfg(test)]
mod tests {
    use super::plain_type;

    #[test]
    fn role_gets_last_word_of_namespace() {
        let cases = [
            ("vps.rebuild", "Post", "RebuildPost"),
            ("iam.policy", "TypeEnum", "PolicyType"),
            ("dedicated.server", "Option", "ServerOption"),
            ("me.api.serviceKey", "response", "ServiceKeyResponse"),
            ("domain.zone", "Record", "Record"),
            ("domain.zone", "RecordCreate", "RecordCreate"),
            ("", "Type", "Type"),
        ];
        for (namespace, own, expected) in cases {
            assert_eq!(plain_type(namespace, own), expected, "{namespace} {own}");
        }
    }

    #[test]
    fn prelude_of_edition_is_covered() {
        // A glob import of a module with such a type would shadow the prelude.
        for name in ["Option", "Vec", "String", "Result", "Future", "Default", "Copy", "Sync"] {
            assert_eq!(plain_type("a.b", name), format!("B{name}"));
        }
    }
}
