//! The main direction of a type, by its name: the struct for that direction has the plain name, the other one a suffix.
//!
//! The directions in use depend on the operations of the day, so names do not follow them.
//!
//! | full name           | response      | request         |
//! |---------------------|---------------|-----------------|
//! | `domain.zone.Record`| `Record`      | `RecordInput`   |
//! | `vps.VPS`           | `Vps`         | `VpsInput`      |
//! | `vps.rebuild.Post`  | `RebuildPostOutput` | `RebuildPost` |

use super::words::words;

/// The last words of the names of request types.
const REQUEST_WORDS: &[&str] = &[
    "body",
    "create",
    "creation",
    "in",
    "input",
    "params",
    "parameters",
    "payload",
    "post",
    "put",
    "request",
    "update",
];

/// Returns whether a type is mainly a request type, by its full name.
pub fn is_request(full_name: &str) -> bool {
    let own = full_name.rsplit('.').next().unwrap_or(full_name);
    words(own).last().is_some_and(|last| REQUEST_WORDS.contains(&last.as_str()))
}

/// The words of types that create something or start an action, and of types that change something.
///
/// A field that is optional and may be null is an `Option` in the former and a `Patch` in the latter, as only an update
/// distinguishes null from absent. The name decides, not the operations that send the type, so that a new use of a type
/// changes none of its fields:
///
/// | name | fields |
/// |---|---|
/// | `cloud.ProjectInstanceCreation`, `cloud.network.CreateNetwork`, `cloud.instance.CreateInput.BootFrom` | `Option` |
/// | `cloud.ProjectVolumeUpdate`, `zimbra.AccountPutTargetSpec` | `Patch` |
/// | `cloud.ProjectKubeUpdateCreation`: the last of several words decides | `Option` |
/// | `okms.secret.UpdateRequest`: another word says what a request does | `Patch` |
/// | `vps.VPS`: none of the words | `Patch` |
const CREATE_WORDS: &[&str] = &[
    "add",
    "answer",
    "answers",
    "archive",
    "associate",
    "book",
    "copy",
    "create",
    "creation",
    "delete",
    "detach",
    "duplicate",
    "finalize",
    "fork",
    "post",
    "reinstall",
    "replace",
    "restart",
    "survey",
    "terminate",
];

/// See [`CREATE_WORDS`]. Metadata belongs to an object that exists.
const UPDATE_WORDS: &[&str] = &["edition", "metadata", "modify", "patch", "put", "update"];

/// Returns whether a type creates something or starts an action, by its full name: the words of its own name, then
/// those of its namespace without the API.
pub fn is_creation(full_name: &str) -> bool {
    let segments = || full_name.split('.').enumerate().filter(|(place, segment)| *place > 0 || *segment == full_name);
    let decides = |word: &String| {
        let is_create = CREATE_WORDS.contains(&word.as_str());
        (is_create || UPDATE_WORDS.contains(&word.as_str())).then_some(is_create)
    };
    let all: Vec<String> = segments().flat_map(|(_, segment)| words(segment)).collect();
    let decided = all.iter().rev().find_map(decides);
    decided.unwrap_or_else(|| all.iter().any(|word| word == "request"))
}

#[cfg(test)]
mod tests {
    use super::{is_creation, is_request};

    #[test]
    fn request_types_are_found_by_last_word() {
        for request in ["vps.rebuild.post", "domain.zone.RecordCreate", "auth.UserRequest", "x.ContactChangeRequest"] {
            assert!(is_request(request), "{request}");
        }
        for response in ["vps.Disk", "vps.VPS", "x.Requested", "x.PostBox", ""] {
            assert!(!is_request(response), "{response}");
        }
    }

    #[test]
    fn creations_are_found_by_name() {
        for creation in [
            "cloud.ProjectInstanceCreation",
            "cloud.ProjectKubeUpdateCreation",
            "cloud.network.CreateNetwork",
            "cloud.instance.CreateInput.Network.Private",
            "dedicated.server.reinstall.storage.Layout",
            "okms.serviceKey.JsonWebKeyRequest",
            "RecordCreate",
        ] {
            assert!(is_creation(creation), "{creation}");
        }
        for other in [
            "vps.VPS",
            "cloud.ProjectVolumeUpdate",
            "okms.secret.MetadataRequest",
            "okms.secret.UpdateRequest",
            "create.Thing",
            "x.Created",
            "x.Poster",
            "",
        ] {
            assert!(!is_creation(other), "{other}");
        }
    }
}
