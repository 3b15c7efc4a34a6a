//! Types whose name is only a role, or a name of Rust's prelude: the last word of the namespace comes in front.
//!
//! | full name                 | Rust                 |
//! |---------------------------|----------------------|
//! | `vps.rebuild.Post`        | `RebuildPost`        |
//! | `iam.policy.TypeEnum`     | `PolicyType`         |
//! | `okms.secret.GetResponse` | `SecretGetResponse`  |
//! | `dedicated.server.Option` | `ServerOption`       |
//!
//! `use ovh_api::dedicated_server::*` must not replace `Option`.

use super::ident::type_name;
use super::style::is_lower_camel;
use super::words::words;

/// Words that only tell what a type is for. A name of several such words tells no more: `CreationResponse`.
const ROLES: &[&str] = &["create", "creation", "enum", "post", "put", "request", "response", "update"];

/// A word that is a role by itself; a `ResponseType` is the type of a response.
const ROLE_ALONE: &str = "type";

/// Words that may begin a name of roles: `GetResponse`.
const BEFORE_ROLES: &[&str] = &["get"];

/// Words that may follow a role: `CreatePayload`. At the start they are nouns, as the `Input` of logs.
const AFTER_ROLES: &[&str] = &["body", "input", "payload"];

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
    let needs_more = is_role(&plain) || PRELUDE.contains(&plain.as_str());
    if needs_more && !namespace.is_empty() { in_namespace(namespace, &plain) } else { plain }
}

/// Returns whether a type's name only tells what the type is for.
fn is_role(name: &str) -> bool {
    let words = words(name.strip_suffix("WithIam").unwrap_or(name));
    let is_in = |table: &[&str], word: &String| table.contains(&word.as_str());
    let rest = match words.as_slice() {
        [only] if only == ROLE_ALONE => return true,
        [first, rest @ ..] if is_in(BEFORE_ROLES, first) => rest,
        all => all,
    };
    match rest.split_first() {
        Some((first, rest)) => {
            is_in(ROLES, first) && rest.iter().all(|word| is_in(ROLES, word) || is_in(AFTER_ROLES, word))
        }
        None => false,
    }
}

/// Returns a name with the last word of its namespace in front: `hosting.web` and `Cdn` → `WebCdn`.
pub fn in_namespace(namespace: &str, name: &str) -> String {
    let last = namespace.rsplit('.').next().unwrap_or_default();
    if last.is_empty() { name.to_owned() } else { type_name(last) + name }
}

/// Returns whether a type is spelled like its Rust name, in a namespace that is spelled like its module.
pub fn is_plain_type(full_name: &str, name: &str) -> bool {
    match full_name.rsplit_once('.') {
        Some((namespace, own)) => own == name && namespace.split('.').all(is_lower_camel),
        None => full_name == name,
    }
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
            ("okms.secret", "GetResponse", "SecretGetResponse"),
            ("okms.resource", "ResponseWithIAM", "ResourceResponseWithIam"),
            ("domain.nameServer", "CreatePayload", "NameServerCreatePayload"),
            ("ipLoadbalancing.Status", "Enum", "StatusEnum"),
            ("dbaas.logs", "InputCreation", "InputCreation"),
            ("sms", "ResponseTypeEnum", "ResponseType"),
            ("cloud.containerRegistry", "IamPost", "IamPost"),
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
