//! The name of an operation, from its own method and path alone: noun first, verb last.
//!
//! | method and path                                  | name                  |
//! |--------------------------------------------------|-----------------------|
//! | `GET /domain/zone/{z}/record`                    | `zone_record`         |
//! | `GET /domain/zone/{z}/record/{id}`               | `zone_record_get`     |
//! | `POST /domain/zone/{z}/record`                   | `zone_record_create`  |
//! | `PUT`, `DELETE /domain/zone/{z}/record/{id}`     | `…_update`, `…_delete`|
//! | `POST /vps/{s}/reboot` (an action, `verbs.rs`)   | `reboot`              |
//! | `GET /x/{s}/convert` (an action as well)         | `convert_show`        |
//! | `POST /x/{s}/upgrade/{duration}`                 | `upgrade_submit`      |
//! | `POST /x/{s}/nameServers/update`                 | `…_update_submit`     |
//! | `GET /vps`, `GET /me`, `GET /vps/{s}`            | `list`, `get`, `get`  |
//!
//! Path parameters are left out where they are expected. In most APIs of v1 that is right after the root
//! (`/vps/{serviceName}/…`), so that a path without it is told apart by the root's own word: `GET /vps/datacenter` is
//! `vps_datacenter` beside `datacenter` for `GET /vps/{serviceName}/datacenter`. APIs about the whole account (`/me`,
//! all of v2) have no such parameter. Anywhere, a parameter that follows another one is called `item`:
//! `GET /distribution/image/{serviceType}/{imageName}` is `image_item_get` beside `image_get`.
//!
//! These rules look at nothing but the operation, so that its name stays whatever its siblings are. What they leave
//! to clash is an operation on a collection and the same one on a member (`/volume/snapshot`, `/volume/{id}/snapshot`):
//! the former is then called `…_all`.

use super::verbs::is_action;
use super::words::words;
use crate::schema::{Branch, Method};

/// One segment of a path below the API's root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'p> {
    /// Fixed text.
    Static(&'p str),
    /// `{name}`, by its name.
    Parameter(&'p str),
}

/// APIs of v1 whose paths do not begin with the name of a service.
const ACCOUNT_WIDE: &[&str] = &[
    "/auth",
    "/cloud",
    "/connectivity",
    "/distribution",
    "/me",
    "/newAccount",
    "/order",
    "/partner",
    "/price",
    "/store",
    "/supply",
    "/support",
];

/// Collections beside the services of an API whose names stand for themselves: (root, first segment).
const SIDE_COLLECTIONS: &[(&str, &str)] = &[("/domain", "zone")];

/// Names a parameter where none is expected.
const ITEM: &str = "item";

/// The segments of a path below `root`; the whole path when it does not begin with the root.
pub fn segments<'p>(root: &str, path: &'p str) -> Vec<Segment<'p>> {
    let below = match path.strip_prefix(root) {
        Some(below) if below.is_empty() || below.starts_with('/') => below,
        _ => path,
    };
    below.split('/').filter(|segment| !segment.is_empty()).map(segment).collect()
}

fn segment(text: &str) -> Segment<'_> {
    match text.split_once('{').and_then(|(_, rest)| rest.split_once('}')) {
        Some((name, _)) => Segment::Parameter(name),
        None => Segment::Static(text),
    }
}

/// The operation's name; `lists` says whether it answers an array.
pub fn operation(branch: Branch, root: &str, method: Method, segments: &[Segment<'_>], lists: bool) -> String {
    let mut name = scope(branch, root, segments);
    let mut after_parameter = false;
    for segment in segments {
        match segment {
            Segment::Static(text) => {
                name.extend(words(text));
                after_parameter = false;
            }
            Segment::Parameter(_) => {
                if after_parameter {
                    name.push(ITEM.to_owned());
                }
                after_parameter = true;
            }
        }
    }
    name.extend(verb(method, segments, lists).map(str::to_owned));
    // `new` makes the value that the operations are called on.
    if name == ["new"] {
        name.push("show".to_owned());
    }
    name.join("_")
}

fn is_account_wide(branch: Branch, root: &str) -> bool {
    branch == Branch::V2 || ACCOUNT_WIDE.contains(&root)
}

/// The words that tell `/root/x` from `/root/{parameter}/x`.
fn scope(branch: Branch, root: &str, segments: &[Segment<'_>]) -> Vec<String> {
    let of_root = || words(root.rsplit('/').next().unwrap_or_default());
    let is_side_collection = |text: &str| SIDE_COLLECTIONS.contains(&(root, text));
    match segments {
        [Segment::Parameter(_), Segment::Static(_), ..] if is_account_wide(branch, root) => vec![ITEM.to_owned()],
        [Segment::Parameter(_), Segment::Static(first), ..] => {
            let could_be_mistaken = is_side_collection(first) || words(first).starts_with(&of_root());
            if could_be_mistaken { vec![ITEM.to_owned()] } else { Vec::new() }
        }
        [Segment::Static(first), ..] if !is_account_wide(branch, root) && !is_side_collection(first) => of_root(),
        _ => Vec::new(),
    }
}

/// Whether a segment reads like a verb of these rules: `POST /tickets/create` must leave `tickets_create` to
/// `POST /tickets`, which may come any day.
fn is_own_verb(segment: &str) -> bool {
    const OWN: &[&str] = &["create", "delete", "get", "list", "show", "submit", "update"];
    matches!(words(segment).as_slice(), [only] if OWN.contains(&only.as_str()))
}

fn verb(method: Method, segments: &[Segment<'_>], lists: bool) -> Option<&'static str> {
    match (method, segments.last()) {
        (Method::Get, None) => Some(if lists { "list" } else { "get" }),
        (Method::Get, Some(Segment::Parameter(_))) => Some("get"),
        (Method::Get, Some(Segment::Static(last))) => (is_action(last) || is_own_verb(last)).then_some("show"),
        (Method::Put, _) => Some("update"),
        (Method::Delete, _) => Some("delete"),
        // `/record/{id}/update` is not to be taken for the PUT of `/record/{id}`.
        (Method::Post, Some(Segment::Static("create" | "delete" | "get" | "update"))) => Some("submit"),
        (Method::Post, Some(Segment::Static(last))) if !is_action(last) => Some("create"),
        (Method::Post, Some(Segment::Static(last))) => is_own_verb(last).then_some("submit"),
        (Method::Post, Some(Segment::Parameter(_))) => Some("submit"),
        (Method::Post, None) => Some("create"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(method: Method, root: &str, path: &str) -> String {
        let lists = method == Method::Get && matches!(path, "/vps" | "/services");
        operation(Branch::V1, root, method, &segments(root, path), lists)
    }

    #[test]
    fn names_of_real_operations() {
        use Method::{Delete, Get, Post, Put};
        let cases = [
            (Get, "/vps", "/vps", "list"),
            (Get, "/vps", "/vps/{serviceName}", "get"),
            (Get, "/vps", "/vps/{serviceName}/serviceInfos", "service_infos"),
            (Put, "/vps", "/vps/{serviceName}/serviceInfos", "service_infos_update"),
            (Post, "/vps", "/vps/{serviceName}/changeContact", "change_contact"),
            (Get, "/vps", "/vps/{serviceName}/datacenter", "datacenter"),
            (Get, "/vps", "/vps/datacenter", "vps_datacenter"),
            (Get, "/services", "/services", "list"),
            (Get, "/me", "/me", "get"),
            (Get, "/me", "/me/api/application", "api_application"),
            (Get, "/me", "/me/api/application/{applicationId}", "api_application_get"),
            (Delete, "/me", "/me/api/application/{applicationId}", "api_application_delete"),
            (Get, "/domain", "/domain/zone/{zoneName}/record", "zone_record"),
            (Post, "/domain", "/domain/zone/{zoneName}/record", "zone_record_create"),
            (Put, "/domain", "/domain/zone/{zoneName}/record/{id}", "zone_record_update"),
            (Get, "/domain", "/domain/{serviceName}/zone", "item_zone"),
            (Get, "/hosting/web", "/hosting/web/{s}/attachedDomain", "attached_domain"),
            (Get, "/hosting/web", "/hosting/web/attachedDomain", "web_attached_domain"),
            (Get, "/cloud", "/cloud/project/{s}/instance/{id}", "project_instance_get"),
            (Get, "/cloud", "/cloud/{s}/pca", "item_pca"),
            (Get, "/distribution", "/distribution/image/{a}/{b}", "image_item_get"),
            (Get, "/cloud", "/cloud/new", "new_show"),
            (Get, "/vps", "/vps/{s}/list", "list_show"),
            (Post, "/support", "/support/tickets", "tickets_create"),
            (Post, "/support", "/support/tickets/create", "tickets_create_submit"),
            (Post, "/domain", "/domain/{s}/nameServers/update", "name_servers_update_submit"),
            (Post, "/order", "/order/vps/{s}/upgrade/{duration}", "vps_upgrade_submit"),
            (Get, "/order", "/order/vps/{s}/upgrade/{duration}", "vps_upgrade_get"),
            (Get, "/telephony", "/telephony/{a}/line/{b}/convertToNumber", "line_convert_to_number_show"),
        ];
        for (method, root, path, expected) in cases {
            assert_eq!(name(method, root, path), expected, "{method:?} {path}");
        }
    }
}
