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
const REQUEST_WORDS: &[&str] =
    &["body", "create", "creation", "input", "params", "parameters", "payload", "post", "put", "request", "update"];

/// Returns whether a type is mainly a request type, by its full name.
pub fn is_request(full_name: &str) -> bool {
    let own = full_name.rsplit('.').next().unwrap_or(full_name);
    words(own).last().is_some_and(|last| REQUEST_WORDS.contains(&last.as_str()))
}

#[cfg(test)]
mod tests {
    use super::is_request;

    #[test]
    fn request_types_are_found_by_last_word() {
        for request in ["vps.rebuild.post", "domain.zone.RecordCreate", "auth.UserRequest", "x.ContactChangeRequest"] {
            assert!(is_request(request), "{request}");
        }
        for response in ["vps.Disk", "vps.VPS", "x.Requested", "x.PostBox", ""] {
            assert!(!is_request(response), "{response}");
        }
    }
}
