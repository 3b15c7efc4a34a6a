//! The name of an operation, built from its method and path: noun first, verb last.
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
//! Expected path parameters are not part of the name. In most APIs of v1, a parameter follows the root
//! (`/vps/{serviceName}/…`); a path without it starts with the root's own word: `GET /vps/datacenter` is
//! `vps_datacenter`, and `GET /vps/{serviceName}/datacenter` is `datacenter`. APIs about the whole account (`/me`, all
//! of v2) have no such parameter. A parameter that follows another one is called `item` in any API:
//! `GET /distribution/image/{serviceType}/{imageName}` is `image_item_get`, next to `image_get`.
//!
//! The name depends only on the operation, so it does not change with its siblings. `nouns.rs` lists words of some APIs
//! that are not followed by a parameter; if one follows, it is called `item`: `/me/api/{x}/application` would be
//! `api_item_application`.
//!
//! For other words, no such rule is possible: `/domain/zone/{z}/record` is `zone_record` and `/me/api/application` is
//! `api_application`, so `/x/y` and `/x/{id}/y` are both `x_y`. Likewise, `PUT /x` and `PUT /x/{id}` are both
//! `x_update`, as with `/soa` and `/record/{id}`. For such words `resolve` looks at the siblings: the operation with
//! the parameter has the plain name, the other one the explicit name, with `all` in place of the parameter.

use super::nouns::{is_group, is_single};
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

/// APIs of v1 whose paths do not start with the name of a service.
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

/// Collections next to the services of an API, by root and first segment. Their names do not include the root's word.
const SIDE_COLLECTIONS: &[(&str, &str)] = &[("/domain", "zone")];

/// The word for an unexpected parameter.
const ITEM: &str = "item";

/// The word for a missing parameter.
const ALL: &str = "all";

/// Returns the segments of a path below `root`, or all of them if the path does not start with the root.
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

/// The names of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The usual name.
    pub plain: String,
    /// The name if an operation with more parameters has the plain name. Equal to the plain name if that is impossible.
    pub explicit: String,
}

/// Returns the operation's names; `lists` is whether the response is an array.
pub fn operation(branch: Branch, root: &str, method: Method, segments: &[Segment<'_>], lists: bool) -> Names {
    let scope = scope(branch, root, segments);
    let mut names = Spelled { plain: scope.clone(), explicit: scope };
    let verb = verb(method, segments, lists);
    // These verbs do not depend on a parameter before them.
    let is_shared = matches!(method, Method::Put | Method::Delete) || (segments.is_empty() && verb == Some("get"));
    let mut lacks_parameter = segments.is_empty() && is_shared && !is_single(branch, root, None);
    let is_below_root = !segments.is_empty() && first_word(segments).is_none();
    if is_below_root && method != Method::Post && is_single(branch, root, None) {
        names.push(ITEM);
    }
    let mut before = "";
    let mut after_parameter = false;
    for (index, segment) in segments.iter().enumerate() {
        let Segment::Static(text) = *segment else {
            if after_parameter {
                names.push(ITEM);
            }
            after_parameter = true;
            continue;
        };
        after_parameter = false;
        names.extend(&words(text));
        let rest = segments.get(index + 1..).unwrap_or_default();
        let has_parameter = matches!(rest, [Segment::Parameter(_), ..]);
        let next = first_word(rest);
        let expects_none = match next {
            Some(next) => is_group(branch, root, [before, text, next]),
            None => is_single(branch, root, Some(text)),
        };
        let matters = next.is_some() || is_shared;
        match (has_parameter, expects_none) {
            (true, true) if matters => names.push(ITEM),
            // The verb of a POST to `update` is `submit`.
            (true, _) if next.is_none() && method == Method::Post && is_own_verb(text) => names.push(ITEM),
            (false, false) if next.is_some() => names.explicit.push(ALL.to_owned()),
            (false, false) if matters => lacks_parameter = true,
            _ => {}
        }
        before = text;
    }
    if let Some(verb) = verb {
        names.push(verb);
    }
    if lacks_parameter {
        names.explicit.push(ALL.to_owned());
    }
    // `new` is the constructor of the API's struct.
    if names.plain == ["new"] {
        names.push("show");
    }
    Names { plain: names.plain.join("_"), explicit: names.explicit.join("_") }
}

/// The words of both names.
#[derive(Debug)]
struct Spelled {
    plain: Vec<String>,
    explicit: Vec<String>,
}

impl Spelled {
    fn push(&mut self, word: &str) {
        self.extend(&[word.to_owned()]);
    }

    fn extend(&mut self, words: &[String]) {
        self.plain.extend_from_slice(words);
        self.explicit.extend_from_slice(words);
    }
}

fn is_account_wide(branch: Branch, root: &str) -> bool {
    branch == Branch::V2 || ACCOUNT_WIDE.contains(&root)
}

/// Returns the words that distinguish `/root/x` from `/root/{parameter}/x`.
fn scope(branch: Branch, root: &str, segments: &[Segment<'_>]) -> Vec<String> {
    let of_root = || words(root.rsplit('/').next().unwrap_or_default());
    let is_side_collection = |text: &str| SIDE_COLLECTIONS.contains(&(root, text));
    match (segments, first_word(segments)) {
        ([Segment::Parameter(_), ..], Some(first)) => {
            let is_ambiguous = is_side_collection(first) || words(first).starts_with(&of_root());
            if is_account_wide(branch, root) || is_ambiguous { vec![ITEM.to_owned()] } else { Vec::new() }
        }
        ([Segment::Static(first), ..], _) if !is_account_wide(branch, root) && !is_side_collection(first) => of_root(),
        _ => Vec::new(),
    }
}

/// Returns the first static segment.
fn first_word<'p>(segments: &[Segment<'p>]) -> Option<&'p str> {
    segments.iter().find_map(|segment| match *segment {
        Segment::Static(text) => Some(text),
        Segment::Parameter(_) => None,
    })
}

/// Returns whether a segment is a verb of these rules: `POST /tickets/create` must not be `tickets_create`, the name of
/// a possible `POST /tickets`.
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
        // `record_update` is the PUT of `/record/{id}`.
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
        operation(Branch::V1, root, method, &segments(root, path), lists).plain
    }

    #[test]
    fn explicit_names_have_all_for_missing_parameters() {
        use Method::{Delete, Get, Post, Put};
        let cases = [
            (Get, "/x", "/x/{s}/volume/snapshot", "volume_all_snapshot"),
            (Get, "/x", "/x/{s}/volume/{id}/snapshot", "volume_snapshot"),
            (Get, "/x", "/x/{s}/a/{id}/b/c", "a_b_all_c"),
            (Get, "/x", "/x/{s}/a/b/{id}/c", "a_all_b_c"),
            (Put, "/x", "/x/{s}/volume", "volume_update_all"),
            (Delete, "/x", "/x/{s}/volume/{id}", "volume_delete"),
            (Put, "/x", "/x", "update_all"),
            (Get, "/x", "/x", "get_all"),
            (Put, "/x", "/x/{s}", "update"),
            // Words in the tables keep the plain name; an unexpected parameter is `item`.
            (Post, "/x", "/x/{s}/record/{id}/update", "record_update_submit"),
            (Post, "/x", "/x/{s}/record/update/{id}", "record_all_update_item_submit"),
            (Put, "/me", "/me", "update"),
            (Put, "/me", "/me/{x}", "item_update"),
            (Get, "/me", "/me/{x}", "item_get"),
            (Get, "/me", "/me/api/application", "api_application"),
            (Get, "/me", "/me/api/{x}/application", "api_item_application"),
            (Put, "/x", "/x/{s}/serviceInfos", "service_infos_update"),
            (Put, "/x", "/x/{s}/serviceInfos/{id}", "service_infos_item_update"),
            (Get, "/x", "/x/{s}/serviceInfos/{id}", "service_infos_get"),
        ];
        for (method, root, path, expected) in cases {
            let names = operation(Branch::V1, root, method, &segments(root, path), false);
            assert_eq!(names.explicit, expected, "{method:?} {path}");
        }
    }

    #[test]
    fn segments_start_below_the_root() {
        use Segment::{Parameter, Static};
        for (root, path, expected) in [
            ("/vps", "/vps", vec![]),
            ("/vps", "/vps/{serviceName}/ips", vec![Parameter("serviceName"), Static("ips")]),
            // Another word with the same prefix.
            ("/vps", "/vpsOther/ips", vec![Static("vpsOther"), Static("ips")]),
        ] {
            assert_eq!(segments(root, path), expected, "{path}");
        }
    }

    #[test]
    fn real_operations_have_expected_names() {
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
