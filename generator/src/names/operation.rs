//! The name of an operation, built from its method and path: noun first, verb last.
//!
//! | rule                                 | method and path                          | name                         |
//! |--------------------------------------|------------------------------------------|------------------------------|
//! | GET: the noun                        | `GET /domain/zone/{z}/record`            | `zone_record`                |
//! | GET on a parameter: `get`            | `GET /domain/zone/{z}/record/{id}`       | `zone_record_get`            |
//! | POST: `create`                       | `POST /domain/zone/{z}/record`           | `zone_record_create`         |
//! | POST on a parameter: `create`        | `POST /order/vps/{s}/upgrade/{duration}` | `vps_upgrade_create`         |
//! | PUT, DELETE: `update`, `delete`      | `PUT /domain/zone/{z}/record/{id}`       | `zone_record_update`         |
//! | PATCH, of an action too: `patch`     | `PATCH /domain/zone/{z}/record/{id}`     | `zone_record_patch`          |
//! | no word: `list` or `get`             | `GET /vps`, `GET /vps/{s}`, `GET /me`    | `list`, `get`, `get`         |
//! | POST of an action (`verbs.rs`)       | `POST /ip/{ip}/park`                     | `park`                       |
//! | PUT of an action                     | `PUT /email/domain/{d}/dkim/enable`      | `dkim_enable`                |
//! | GET of an action: `show`             | `GET /ip/{ip}/move`                      | `move_show`                  |
//! | GET of a verb that reads: `getX`     | `GET /freefax/{s}/directory/getWayTypes` | `directory_get_way_types`    |
//! | nouns that look like verbs           | `POST /email/pro/{s}/account/{e}/sendAs` | `account_send_as_create`     |
//! | POST on one of these verbs: `submit` | `POST /x/{s}/nameServers/update`         | `name_servers_update_submit` |
//! | a second parameter: its own name     | `POST /order/upgrade/vps/{s}/{planCode}` | `upgrade_vps_plan_create`    |
//! | up to the service: none (`scope.rs`) | `GET /cloud/project/{s}/instance/{id}`   | `instance_get`               |
//! | beside the services: the root's word | `GET /cloud/order`                       | `cloud_order`                |
//! | brands: one word (`words.rs`)        | `GET /order/upgrade/licensecPanel`       | `upgrade_license_cpanel`     |
//! | accessors: no repetition             | `/veeam/veeamEnterprise`                 | `veeam_enterprise()`         |
//!
//! In most APIs of v1, a parameter follows the root (`/vps/{serviceName}/…`). APIs about the whole account (`/me`, most
//! of v2) have no such parameter.
//!
//! A parameter that follows another one is called by its own name, without `Code`, `Id`, `Name` or similar; if nothing
//! is left, or the name repeats the word before it, it is `item`.
//!
//! The name depends only on the operation, so it does not change with its siblings. `nouns.rs` lists words of some APIs
//! that are not followed by a parameter; if one follows, it is called `item`: `/me/api/{x}/application` would be
//! `api_item_application`.
//!
//! For other words, no such rule is possible: `/domain/zone/{z}/record` is `zone_record` and `/me/api/application` is
//! `api_application`, so `/x/y` and `/x/{id}/y` are both `x_y`. Likewise, `PUT /x` and `PUT /x/{id}` are both
//! `x_update`, as with `/soa` and `/record/{id}`. For such words `resolve` looks at the siblings: the operation with
//! the parameter has the plain name, the other one the explicit name, with `all` in place of the parameter.
//!
//! Some plain names belong to another operation if it exists. Then these operations have the explicit name:
//!
//! | operation | leaves its name to | explicit name |
//! |---|---|---|
//! | `POST /x/{id}`: `x_create` | `POST /x` | `x_item_create` |
//! | `PUT /x/start`: `start` | `POST /x/start` | `start_update` |
//! | `GET /x/getTypes`: `get_types` | `POST /x/getTypes` | `get_types_show` |
//! | `GET /x/{a}/{planCode}`: `x_plan_get` | `GET /x/{a}/plan/{id}` | `x_item_get` |

use super::nouns::{is_group, is_single};
use super::scope::{ALL, ITEM, Scoped, first_word, scoped};
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
    /// The name if another operation has the plain name. Equal to the plain name if that is impossible.
    pub explicit: String,
    /// Whether the operation leaves the plain name to others (the second table of this module).
    pub yields: bool,
}

/// Returns the operation's names; `lists` is whether the response is an array.
pub fn operation(branch: Branch, root: &str, method: Method, path: &[Segment<'_>], lists: bool) -> Names {
    let Scoped { prefix, segments } = scoped(branch, root, path);
    let verb = verb(method, segments, lists);
    let is_action = verb.is_none() && matches!(method, Method::Put | Method::Post);
    let mut names = Spelled { plain: prefix.clone(), explicit: prefix };
    // These verbs do not depend on a parameter before them.
    let is_shared = (matches!(method, Method::Put | Method::Patch | Method::Delete) && !is_action)
        || (segments.is_empty() && verb == Some("get"));
    let reads = method == Method::Get && says_read(segments);
    let mut yields = (is_action && method == Method::Put) || reads;
    let mut lacks_parameter = segments.is_empty() && is_shared && !is_single(branch, root, None);
    let is_below_root = !segments.is_empty() && first_word(segments).is_none();
    if is_below_root && method == Method::Post {
        // A POST to the root is `create` as well.
        names.explicit.push(ITEM.to_owned());
        yields = true;
    } else if is_below_root && is_single(branch, root, None) {
        names.push(ITEM);
    }
    let mut before = "";
    let mut after_parameter = false;
    for (index, segment) in segments.iter().enumerate() {
        let text = match *segment {
            Segment::Static(text) => text,
            Segment::Parameter(name) => {
                if after_parameter {
                    names.plain.extend(own_name(name, names.plain.last()));
                    names.explicit.push(ITEM.to_owned());
                    yields = true;
                }
                after_parameter = true;
                continue;
            }
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
            // A POST to the collection is `create` as well.
            (true, _) if next.is_none() && method == Method::Post => {
                names.explicit.push(ITEM.to_owned());
                yields = true;
            }
            (false, false) if next.is_some() => names.explicit.push(ALL.to_owned()),
            (false, false) if matters => lacks_parameter = true,
            _ => {}
        }
        before = text;
    }
    match verb {
        Some(verb) => names.push(verb),
        None if method == Method::Put => names.explicit.push("update".to_owned()),
        None if reads => names.explicit.push("show".to_owned()),
        None => {}
    }
    if lacks_parameter {
        names.explicit.push(ALL.to_owned());
    }
    // `new` is the constructor of the API's struct.
    if names.plain == ["new"] {
        names.push("show");
    }
    Names { plain: names.plain.join("_"), explicit: names.explicit.join("_"), yields }
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

/// Returns the name of a parameter without the word that says what kind of key it is: `planCode` → `plan`.
///
/// It is `item` if no word is left, or if it repeats the word before it.
fn own_name(parameter: &str, before: Option<&String>) -> Vec<String> {
    const KEYS: &[&str] = &["code", "id", "key", "name", "number", "urn", "uuid"];
    let mut name = words(parameter);
    name.pop_if(|last| KEYS.contains(&last.as_str()));
    let repeats = matches!((name.as_slice(), before), ([only], Some(before)) if only == before);
    if name.is_empty() || repeats { vec![ITEM.to_owned()] } else { name }
}

/// Returns whether a segment is a verb of these rules: `POST /tickets/create` must not be `tickets_create`, the name of
/// a possible `POST /tickets`.
fn is_own_verb(segment: &str) -> bool {
    const OWN: &[&str] = &["create", "delete", "get", "list", "patch", "show", "submit", "update"];
    matches!(words(segment).as_slice(), [only] if OWN.contains(&only.as_str()))
}

const READING_VERBS: &[&str] = &["check", "get"];

/// Returns whether the last segment starts with a verb that reads, so that a GET needs no other: `getWayTypes`.
fn says_read(segments: &[Segment<'_>]) -> bool {
    let Some(Segment::Static(last)) = segments.last() else { return false };
    matches!(words(last).as_slice(), [first, _, ..] if READING_VERBS.contains(&first.as_str()))
}

fn verb(method: Method, segments: &[Segment<'_>], lists: bool) -> Option<&'static str> {
    let last = match segments.last() {
        Some(Segment::Static(last)) => Some(*last),
        _ => None,
    };
    let ends_with_own_verb = last.is_some_and(is_own_verb);
    let is_action = ends_with_own_verb || is_action(segments);
    match method {
        Method::Get if segments.is_empty() && lists => Some("list"),
        Method::Get if last.is_none() => Some("get"),
        Method::Get => (ends_with_own_verb || (is_action && !says_read(segments))).then_some("show"),
        Method::Put => (ends_with_own_verb || !is_action).then_some("update"),
        Method::Patch => Some("patch"),
        Method::Delete => Some("delete"),
        Method::Post if ends_with_own_verb => Some("submit"),
        Method::Post => (!is_action).then_some("create"),
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
        use Method::{Delete, Get, Patch, Post, Put};
        let cases = [
            (Patch, "/x", "/x/{s}/volume", "volume_patch_all"),
            (Patch, "/x", "/x/{s}/volume/{id}", "volume_patch"),
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
            (Post, "/x", "/x/{s}/record/update/{id}", "record_all_update_item_create"),
            (Put, "/me", "/me", "update"),
            (Post, "/x", "/x/{s}/record/{id}", "record_item_create"),
            (Post, "/x", "/x/{s}", "item_create"),
            (Put, "/x", "/x/{s}/enable", "enable_update"),
            (Get, "/x", "/x/{s}/getWayTypes", "get_way_types_show"),
            (Get, "/x", "/x/{s}/record/{a}/{planCode}", "record_item_get"),
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
        use Method::{Delete, Get, Patch, Post, Put};
        let cases = [
            (Patch, "/me", "/me", "patch"),
            (Patch, "/domain", "/domain/zone/{zoneName}/record/{id}", "zone_record_patch"),
            (Patch, "/domain", "/domain/zone/{zoneName}/soa", "zone_soa_patch"),
            (Patch, "/x", "/x/{s}/start", "start_patch"),
            (Get, "/x", "/x/{s}/patch", "patch_show"),
            (Post, "/x", "/x/{s}/patch", "patch_submit"),
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
            (Get, "/cloud", "/cloud/project/{s}/instance/{id}", "instance_get"),
            (Get, "/cloud", "/cloud/{serviceName}/pca", "cloud_item_pca"),
            (Get, "/distribution", "/distribution/image/{serviceType}/{imageName}", "image_item_get"),
            (Get, "/cloud", "/cloud/order", "cloud_order"),
            (Get, "/me", "/me/new", "new_show"),
            (Get, "/vps", "/vps/{s}/list", "list_show"),
            (Post, "/support", "/support/tickets", "tickets_create"),
            (Post, "/support", "/support/tickets/create", "tickets_create_submit"),
            (Post, "/domain", "/domain/{s}/nameServers/update", "name_servers_update_submit"),
            (Post, "/order", "/order/vps/{s}/upgrade/{duration}", "vps_upgrade_create"),
            (Get, "/order", "/order/vps/{s}/upgrade/{duration}", "vps_upgrade_get"),
            (Get, "/telephony", "/telephony/{a}/line/{b}/convertToNumber", "line_convert_to_number_show"),
        ];
        for (method, root, path, expected) in cases {
            assert_eq!(name(method, root, path), expected, "{method:?} {path}");
        }
    }

    #[test]
    fn actions_are_named_by_their_verb() {
        use Method::{Get, Post, Put};
        let cases = [
            (Post, "/telephony/{a}/line/{b}/calls/{id}/hangup", "line_calls_hangup"),
            (Post, "/ip/{ip}/move", "move"),
            (Get, "/ip/{ip}/move", "move_show"),
            (Post, "/dedicated/server/{s}/ipMove", "ip_move"),
            (Post, "/hosting/privateDatabase/{s}/quotaRefresh", "quota_refresh"),
            (Get, "/vps/{s}/activeOptions", "active_options"),
            (Get, "/services/{id}/upgrade", "upgrade"),
            (Put, "/email/domain/{d}/dkim/enable", "dkim_enable"),
            (Put, "/vps/{s}/update", "update_update"),
            (Get, "/freefax/{s}/directory/getWayTypes", "directory_get_way_types"),
            (Get, "/vps/{s}/checkDisk", "check_disk"),
        ];
        for (method, path, expected) in cases {
            let root = ["/dedicated/server", "/hosting/privateDatabase", "/email/domain"].into_iter();
            let root = root.chain(["/telephony", "/ip", "/vps", "/services", "/me", "/freefax"]);
            let root = root.into_iter().find(|root| path.starts_with(root)).unwrap();
            assert_eq!(name(method, root, path), expected, "{method:?} {path}");
        }
    }

    #[test]
    fn collections_that_look_like_verbs_are_nouns() {
        use Method::{Get, Post, Put};
        let cases = [
            (Get, "/email/pro", "/email/pro/{s}/account/{e}/sendAs", "account_send_as"),
            (Post, "/email/pro", "/email/pro/{s}/account/{e}/sendAs", "account_send_as_create"),
            (Post, "/hosting/web", "/hosting/web/{s}/database/{n}/copy", "database_copy_create"),
            (Post, "/hosting/web", "/hosting/web/{s}/database/{n}/copy/{id}/restore", "database_copy_restore"),
            (Put, "/cloud", "/cloud/project/{s}/kube/{id}/openIdConnect", "kube_open_id_connect_update"),
        ];
        for (method, root, path, expected) in cases {
            assert_eq!(name(method, root, path), expected, "{method:?} {path}");
        }
    }

    #[test]
    fn parameter_after_a_parameter_has_its_own_name() {
        use Method::{Get, Post};
        let cases = [
            (Post, "/order/upgrade/vps/{serviceName}/{planCode}", "upgrade_vps_plan_create"),
            (Get, "/order/upgrade/vps/{serviceName}/{planCode}", "upgrade_vps_plan_get"),
            (Get, "/order/image/{serviceType}/{imageName}", "image_item_get"),
            (Get, "/order/image/{serviceType}/{id}", "image_item_get"),
            (Get, "/order/image/{serviceType}/{imageName}/log", "image_item_log"),
            (Get, "/order/image/{serviceType}/{logKind}/log", "image_log_kind_log"),
        ];
        for (method, path, expected) in cases {
            assert_eq!(name(method, "/order", path), expected, "{method:?} {path}");
        }
    }
}
