//! Access rules of consumer keys.

mod rule;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use self::rule::{AccessRule, RuleSet};
use crate::endpoint::Endpoint;
use crate::json::{ToJson, Writer};
use crate::operation::{Method, Operation};

/// The characters to encode in the query of a link. The links that OVHcloud publishes do not encode `/` and `*`.
const LINK_QUERY_ENCODE_SET: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'*');

/// A set of access rules without duplicates, sorted by path.
///
/// A program needs rules for the operations that it calls. They can be created from operation descriptors:
///
/// ```
/// # #[cfg(all(feature = "vps", feature = "services"))] {
/// use ovh_api::{AccessRules, Endpoint, services, vps};
///
/// let rules = AccessRules::new().allow(&vps::LIST).allow(&vps::SERVICE_INFOS).allow(&services::GET);
/// let link = rules.token_page(&Endpoint::OvhEu);
/// assert_eq!(link, "https://eu.api.ovh.com/createToken/?GET=/services/*&GET=/vps&GET=/vps/*/serviceInfos");
/// assert_eq!(rules.iam_actions()[1], "vps:apiovh:get");
/// # }
/// ```
///
/// or, as in the official wrappers, by patterns:
///
/// ```
/// use ovh_api::{AccessRules, Method, RuleSet};
///
/// let rules = AccessRules::new()
///     .allow_path(Method::Get, "/me")
///     .allow_set(RuleSet::ReadWriteSafe, "/domain/zone/example.com/*")
///     .allow_recursive(RuleSet::ReadOnly, "/sms");
/// let rules: Vec<_> = rules.iter().map(ToString::to_string).collect();
/// assert_eq!(rules[3..], ["GET /me", "GET /sms", "GET /sms/*"]);
/// ```
///
/// A star matches any characters, including slashes. Rules apply to paths: they can restrict the values of path
/// parameters, as in the second example, but not those of query parameters.
///
/// Paths of branch v2 begin with `/v2`, as in the Go and Python wrappers. Whether the service accepts this form in
/// rules is unverified.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessRules {
    /// Sorted, without duplicates, like `actions`.
    rules: Vec<AccessRule>,
    actions: Vec<&'static str>,
}

impl AccessRules {
    /// Creates an empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the rule for an operation, with a star for each path parameter. Public operations need no rule.
    #[must_use]
    pub fn allow(mut self, operation: &Operation) -> Self {
        if operation.authenticated {
            insert(&mut self.rules, operation.into());
            for action in operation.iam_actions() {
                insert(&mut self.actions, action);
            }
        }
        self
    }

    /// Adds one method on a path or pattern, such as `/me`, `/vps/*` or `/vps/{serviceName}/reboot`.
    #[must_use]
    pub fn allow_path(mut self, method: Method, path: impl AsRef<str>) -> Self {
        insert(&mut self.rules, AccessRule::new(method, path));
        self
    }

    /// Adds a set of methods on a path or pattern.
    #[must_use]
    pub fn allow_set(mut self, set: RuleSet, path: impl AsRef<str>) -> Self {
        self.extend(set.methods().iter().map(|method| AccessRule::new(*method, path.as_ref())));
        self
    }

    /// Adds a set of methods on a path and all paths below it, such as `/sms` and `/sms/*`. For `/`, adds only `/*`.
    #[must_use]
    pub fn allow_recursive(self, set: RuleSet, path: impl AsRef<str>) -> Self {
        let mut path = path.as_ref().trim();
        while let Some(shorter) = path.strip_suffix("/*").or_else(|| path.strip_suffix('/')) {
            path = shorter;
        }
        let rules = if path.is_empty() { self } else { self.allow_set(set, path) };
        rules.allow_set(set, format!("{path}/*"))
    }

    /// Returns the rules, sorted by path and method.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &AccessRule> + Clone {
        self.rules.iter()
    }

    /// Returns the number of rules.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Returns whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Returns the IAM actions of the operations, sorted and without duplicates. Rules added by path have no actions;
    /// only [descriptors](Self::allow) contain them.
    #[must_use]
    pub fn iam_actions(&self) -> Vec<&'static str> {
        self.actions.clone()
    }

    /// Returns the URL of the page where users create an application key, its secret and a consumer key at once, with
    /// these rules filled in.
    ///
    /// The pages of the named endpoints are those of python-ovh; those of the new hosts are from OVHcloud's
    /// documentation. For a custom endpoint, the page is assumed at `/createToken/` next to `/1.0`.
    #[must_use]
    pub fn token_page(&self, endpoint: &Endpoint) -> String {
        let mut page = endpoint.page("createToken");
        let mut mark = '?';
        for rule in &self.rules {
            page.push(mark);
            page.push_str(rule.method().as_str());
            page.push('=');
            page.extend(utf8_percent_encode(rule.path(), LINK_QUERY_ENCODE_SET));
            mark = '&';
        }
        page
    }
}

impl Extend<AccessRule> for AccessRules {
    fn extend<I: IntoIterator<Item = AccessRule>>(&mut self, rules: I) {
        for rule in rules {
            insert(&mut self.rules, rule);
        }
    }
}

/// Inserts an item into a sorted list, unless it is present.
fn insert<T: Ord>(list: &mut Vec<T>, item: T) {
    if let Err(index) = list.binary_search(&item) {
        list.insert(index, item);
    }
}

impl FromIterator<AccessRule> for AccessRules {
    fn from_iter<I: IntoIterator<Item = AccessRule>>(rules: I) -> Self {
        let mut all = Self::new();
        all.extend(rules);
        all
    }
}

/// Collects the rules for operations.
impl<'o> FromIterator<&'o Operation> for AccessRules {
    fn from_iter<I: IntoIterator<Item = &'o Operation>>(operations: I) -> Self {
        operations.into_iter().fold(Self::new(), Self::allow)
    }
}

/// Writes the list for `POST /auth/credential`.
impl ToJson for AccessRules {
    fn to_json(&self, writer: &mut Writer) {
        writer.array(&self.rules);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::encode;
    use crate::operation::Branch;

    static REBOOT: Operation = Operation {
        name: "vps.reboot",
        method: Method::Post,
        branch: Branch::V1,
        path: "/vps/{serviceName}/ips/{ip}-{x}/reboot",
        authenticated: true,
        iam_actions: "vps:apiovh:reboot\nvps:apiovh:get",
    };
    static TIME: Operation = Operation { authenticated: false, ..REBOOT };
    static POLICY: Operation =
        Operation { branch: Branch::V2, path: "/iam/policy", iam_actions: "vps:apiovh:get", ..REBOOT };

    fn texts(rules: &AccessRules) -> Vec<String> {
        rules.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn operations_add_rules_and_actions_once() {
        let rules = AccessRules::new().allow(&REBOOT).allow(&POLICY).allow(&TIME).allow(&REBOOT);
        assert_eq!(texts(&rules), ["POST /v2/iam/policy", "POST /vps/*/ips/*-*/reboot"]);
        assert_eq!(rules.iam_actions(), ["vps:apiovh:get", "vps:apiovh:reboot"]);
        assert_eq!([&REBOOT, &POLICY].into_iter().collect::<AccessRules>(), rules);
        assert!([&TIME].into_iter().collect::<AccessRules>().is_empty());
    }

    #[test]
    fn sets_and_recursive_rules_expand() {
        let rules = AccessRules::new().allow_recursive(RuleSet::ReadWriteSafe, "sms/ ");
        let wanted = ["GET /sms", "POST /sms", "PUT /sms", "GET /sms/*", "POST /sms/*", "PUT /sms/*"];
        assert_eq!(texts(&rules), wanted);
        for root in ["/", "", "/*"] {
            let rules = AccessRules::new().allow_recursive(RuleSet::ReadOnly, root);
            assert_eq!(texts(&rules), ["GET /*"], "{root:?}");
        }
        let rules = AccessRules::new().allow_recursive(RuleSet::ReadOnly, "/me/bill*/");
        assert_eq!(texts(&rules), ["GET /me/bill*", "GET /me/bill*/*"]);
        let rules = AccessRules::new().allow_path(Method::Get, "/domain/zone/").allow_path(Method::Get, "/domain/zone");
        assert_eq!(texts(&rules), ["GET /domain/zone", "GET /domain/zone/"]);
        assert_eq!("GET /domain/zone/".parse::<AccessRule>().unwrap().to_string(), "GET /domain/zone/");
        let rules = AccessRules::new().allow_set(RuleSet::ReadWrite, "/a/{b}");
        assert_eq!(texts(&rules), ["GET /a/*", "POST /a/*", "PUT /a/*", "DELETE /a/*"]);
    }

    #[test]
    fn rules_encode_as_json_list() {
        let rules = AccessRules::new().allow_path(Method::Put, "/a\"").allow_path(Method::Get, "/a\"");
        let json = encode(&rules).unwrap();
        assert_eq!(json, br#"[{"method":"GET","path":"/a\""},{"method":"PUT","path":"/a\""}]"#);
    }

    #[test]
    fn token_page_of_each_endpoint() {
        let rules = AccessRules::new().allow_path(Method::Get, "/vps/*").allow_path(Method::Delete, "/é?a&b= c");
        let query = "?GET=/vps/*&DELETE=/%C3%A9%3Fa%26b%3D%20c";
        for (endpoint, page) in [
            ("ovh-eu", "https://eu.api.ovh.com/createToken/"),
            ("ovh-ca", "https://ca.api.ovh.com/createToken/"),
            ("ovh-us", "https://api.us.ovhcloud.com/createToken/"),
            ("kimsufi-eu", "https://eu.api.kimsufi.com/createToken/"),
            ("soyoustart-ca", "https://ca.api.soyoustart.com/createToken/"),
            ("http://127.0.0.1:7/x/v2/", "http://127.0.0.1:7/x/createToken/"),
            ("http://127.0.0.1:7", "http://127.0.0.1:7/createToken/"),
            ("https://eu.api.ovh.com/v1/", "https://eu.api.ovh.com/createToken/"),
            ("https://api.ovh.com/1.0", "https://api.ovh.com/createToken/"),
            ("https://api.eu.ovhcloud.com/1.0", "https://auth.eu.ovhcloud.com/api/createToken"),
            ("https://api.ca.ovhcloud.com", "https://auth.ca.ovhcloud.com/api/createToken"),
        ] {
            let endpoint = endpoint.parse().unwrap();
            assert_eq!(rules.token_page(&endpoint), format!("{page}{query}"));
            assert_eq!(AccessRules::new().token_page(&endpoint), page);
        }
    }
}
