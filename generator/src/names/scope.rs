//! Where the services of an API are, and how names tell apart what is beside them.
//!
//! Most APIs of v1 have their services at the root (`/vps/{serviceName}/…`), some APIs below a word of their own
//! (`SCOPES`), and the others are about the whole account. Paths inside a service have plain names; paths beside the
//! services start with the word of what they belong to.

use super::operation::{Segment, segments};
use super::words::words;
use crate::schema::Branch;

/// APIs whose services are not at the root: the words up to the service are not part of the name.
///
/// These are the APIs in which one word would start nine of ten names, and APIs of v2 of the same form.
const SCOPES: &[(Branch, &str, &str)] = &[
    (Branch::V1, "/cloud", "project"),
    (Branch::V1, "/email/exchange", "{}/service"),
    (Branch::V1, "/storage", "netapp"),
    (Branch::V2, "/backupServices", "tenant"),
    (Branch::V2, "/managedCMS", "resource"),
    (Branch::V2, "/okms", "resource"),
    (Branch::V2, "/publicCloud", "project"),
    (Branch::V2, "/vrackServices", "resource"),
    (Branch::V2, "/webhosting", "resource"),
    (Branch::V2, "/zimbra", "platform"),
];

/// APIs of v1 whose paths do not start with the name of a service.
const ACCOUNT_WIDE: &[&str] = &[
    "/auth",
    "/connectivity",
    "/contact",
    "/distribution",
    "/me",
    "/newAccount",
    "/order",
    "/partner",
    "/price",
    "/secret",
    "/store",
    "/supply",
    "/support",
];

/// Collections next to the services of an API, by root and first segment. Their names do not include the root's word.
const SIDE_COLLECTIONS: &[(&str, &str)] = &[("/domain", "zone")];

/// Words of services that start with the word of what they belong to and keep their names, by root and first segment:
/// `/vrack/services` beside `/vrack/{serviceName}/vrackServices` would be `vrack_all_services`.
const OWN_WORDS: &[(&str, &str)] =
    &[("/email/exchange", "serviceInfos"), ("/pack/xdsl", "xdslAccess"), ("/vrack", "vrackServices")];

/// What a name starts with, and the segments that the rest of it is built from.
#[derive(Debug)]
pub struct Scoped<'s, 'p> {
    pub prefix: Vec<String>,
    pub segments: &'s [Segment<'p>],
}

/// Returns the scope of an operation.
pub fn scoped<'s, 'p>(branch: Branch, root: &str, segments: &'s [Segment<'p>]) -> Scoped<'s, 'p> {
    let word_of_root = words(root.rsplit('/').next().unwrap_or_default());
    if let Some(pattern) = pattern(branch, root) {
        let word = words(pattern.rsplit('/').next().unwrap_or_default());
        return match below(pattern, segments) {
            Some(segments) => Scoped { prefix: in_service(root, segments, &[word, word_of_root]), segments },
            None => Scoped { prefix: [word_of_root, of_parameter(segments)].concat(), segments },
        };
    }
    let is_account_wide = branch == Branch::V2 || ACCOUNT_WIDE.contains(&root);
    let is_side_collection = first_word(segments).is_some_and(|first| SIDE_COLLECTIONS.contains(&(root, first)));
    let prefix = if is_account_wide || is_side_collection {
        of_parameter(segments)
    } else {
        in_service(root, segments, &[word_of_root])
    };
    Scoped { prefix, segments }
}

/// The word for a parameter that has no name of its own in the operation's name.
pub const ITEM: &str = "item";

/// The word for a missing parameter.
pub const ALL: &str = "all";

/// Returns the fixed segments of a path below the services of an API, or beside them.
pub fn words_of_group<'p>(branch: Branch, root: &str, path: &'p str) -> Vec<&'p str> {
    let segments = segments(root, path);
    let in_service = pattern(branch, root).and_then(|pattern| below(pattern, &segments));
    let fixed = in_service.unwrap_or(&segments).iter().filter_map(|segment| match *segment {
        Segment::Static(text) => Some(text),
        Segment::Parameter(_) => None,
    });
    fixed.collect()
}

/// Returns the place of an API's services, if they are not at the root.
fn pattern(branch: Branch, root: &str) -> Option<&'static str> {
    let scope = SCOPES.iter().find(|(of_branch, of, _)| (*of_branch, *of) == (branch, root));
    scope.map(|(.., pattern)| *pattern)
}

/// Returns the segments below a pattern of `SCOPES`.
fn below<'s, 'p>(pattern: &str, segments: &'s [Segment<'p>]) -> Option<&'s [Segment<'p>]> {
    let mut rest = segments;
    for expected in pattern.split('/') {
        let (first, below) = rest.split_first()?;
        let matches = match first {
            Segment::Static(text) => *text == expected,
            Segment::Parameter(_) => expected == "{}",
        };
        if !matches {
            return None;
        }
        rest = below;
    }
    Some(rest)
}

/// Returns the words that distinguish `/scope/x` from `/scope/{parameter}/x`; `taken` are the words that paths beside
/// the services start with, the scope's own first.
fn in_service(root: &str, segments: &[Segment<'_>], taken: &[Vec<String>]) -> Vec<String> {
    let Some(first) = first_word(segments) else { return Vec::new() };
    if matches!(segments, [Segment::Parameter(_), ..]) {
        let is_ambiguous = taken.iter().any(|taken| words(first).starts_with(taken));
        let keeps_name = OWN_WORDS.contains(&(root, first));
        return if is_ambiguous && !keeps_name { of_parameter(segments) } else { Vec::new() };
    }
    let scope = taken.first().cloned().unwrap_or_default();
    let name = [scope.clone(), words(first)].concat();
    let is_taken = OWN_WORDS.iter().any(|(of, own)| *of == root && name.starts_with(&words(own)));
    if is_taken { [scope, vec![ALL.to_owned()]].concat() } else { scope }
}

/// Returns the word for a parameter that no word announces: `/cloud/{serviceName}/pca` is `cloud_item_pca`.
fn of_parameter(segments: &[Segment<'_>]) -> Vec<String> {
    match (segments, first_word(segments)) {
        ([Segment::Parameter(_), ..], Some(_)) => vec![ITEM.to_owned()],
        _ => Vec::new(),
    }
}

/// Returns the first static segment.
pub fn first_word<'p>(segments: &[Segment<'p>]) -> Option<&'p str> {
    segments.iter().find_map(|segment| match *segment {
        Segment::Static(text) => Some(text),
        Segment::Parameter(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::operation::{operation, segments};
    use super::*;
    use crate::schema::Method;

    fn name(branch: Branch, root: &str, path: &str) -> String {
        operation(branch, root, Method::Get, &segments(root, path), path.ends_with(['t', 'p', 'e', 'm'])).plain
    }

    #[test]
    fn words_up_to_the_service_are_not_named() {
        use Branch::{V1, V2};
        let cases = [
            (V1, "/cloud", "/cloud/project", "list"),
            (V1, "/cloud", "/cloud/project/{serviceName}", "get"),
            (V1, "/cloud", "/cloud/project/{serviceName}/instance", "instance"),
            (V1, "/cloud", "/cloud/project/eligibility", "project_eligibility"),
            (V1, "/cloud", "/cloud/project/{serviceName}/projectTask", "item_project_task"),
            (V1, "/cloud", "/cloud/order", "cloud_order"),
            (V1, "/email/exchange", "/email/exchange", "exchange_list"),
            (V1, "/email/exchange", "/email/exchange/{organizationName}", "exchange_get"),
            (V1, "/email/exchange", "/email/exchange/{organizationName}/task", "exchange_item_task"),
            (V1, "/email/exchange", "/email/exchange/{o}/service", "list"),
            (V1, "/email/exchange", "/email/exchange/{o}/service/{s}/account/{a}", "account_get"),
            (V1, "/email/exchange", "/email/exchange/{o}/service/{s}/serviceInfos", "service_infos"),
            (V1, "/email/exchange", "/email/exchange/{o}/service/infos", "service_all_infos"),
            (V1, "/storage", "/storage/netapp/{serviceName}/share", "share"),
            (V2, "/okms", "/okms/resource/{okmsId}/secret/{path}", "secret_get"),
            (V2, "/okms", "/okms/reference/regions", "okms_reference_regions"),
            // Another branch has another scope.
            (V1, "/okms", "/okms/resource/{okmsId}/secret/{path}", "okms_resource_secret_get"),
            (V2, "/iam", "/iam/resource/{urn}", "resource_get"),
        ];
        for (branch, root, path, expected) in cases {
            assert_eq!(name(branch, root, path), expected, "{path}");
        }
    }

    #[test]
    fn words_of_services_keep_their_names() {
        for (path, expected) in [
            ("/vrack/{serviceName}/vrackServices", "vrack_services"),
            ("/vrack/services", "vrack_all_services"),
            ("/vrack/{serviceName}/vrackTask", "item_vrack_task"),
            ("/vrack/task", "vrack_task"),
        ] {
            assert_eq!(name(Branch::V1, "/vrack", path), expected, "{path}");
        }
    }
}
