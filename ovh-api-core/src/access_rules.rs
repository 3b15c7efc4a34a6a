//! The rights that a consumer key is asked for.

mod rule;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use self::rule::{AccessRule, RuleSet};
use crate::json::{ToJson, Writer};
use crate::{Endpoint, Method, Operation};

/// What stands in the query of a link as it is. The links that OVHcloud publishes have `/` and `*` in clear.
const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'*');

/// A set of rights: methods and path patterns, each once, sorted by path.
///
/// The rights that a program needs are those of the operations that it calls, so it can name them by their
/// descriptors:
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
/// A star stands for anything, slashes included. A rule is about paths, so the values of path parameters can be fixed
/// as above, those in the query cannot.
///
/// Paths of branch v2 are written with `/v2` in front, as the Go and Python wrappers write them in calls. That the
/// service reads them like this in rules is unverified.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessRules {
    /// Each once, sorted; so are the actions.
    rules: Vec<AccessRule>,
    actions: Vec<&'static str>,
}

impl AccessRules {
    /// No rights.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The right to call an operation, whatever the values in its path. Public operations need none and add none.
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

    /// The right to one method on a path or a pattern: `/me`, `/vps/*`, `/vps/{serviceName}/reboot`.
    #[must_use]
    pub fn allow_path(mut self, method: Method, path: impl AsRef<str>) -> Self {
        insert(&mut self.rules, AccessRule::new(method, path));
        self
    }

    /// The right to several methods on a path or a pattern.
    #[must_use]
    pub fn allow_set(mut self, set: RuleSet, path: impl AsRef<str>) -> Self {
        self.extend(set.methods().iter().map(|method| AccessRule::new(*method, path.as_ref())));
        self
    }

    /// The right to several methods on a path and all that is below it: `/sms` and `/sms/*`. On `/` it is `/*` alone.
    #[must_use]
    pub fn allow_recursive(self, set: RuleSet, path: impl AsRef<str>) -> Self {
        let mut path = path.as_ref().trim();
        while let Some(shorter) = path.strip_suffix("/*").or_else(|| path.strip_suffix('/')) {
            path = shorter;
        }
        let rules = if path.is_empty() { self } else { self.allow_set(set, path) };
        rules.allow_set(set, format!("{path}/*"))
    }

    /// The rules, sorted by path, then method.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &AccessRule> + Clone {
        self.rules.iter()
    }

    /// How many rules there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The actions that an IAM policy has to allow for the same operations, sorted, each once. Rules that were given as
    /// paths are not among them: only [descriptors](Self::allow) know their actions.
    #[must_use]
    pub fn iam_actions(&self) -> Vec<&'static str> {
        self.actions.clone()
    }

    /// The page where a user creates an application key, its secret and a consumer key in one go, with these rights
    /// filled in.
    ///
    /// The pages of the named endpoints are those that the Python wrapper lists, and those of the new hosts are the ones that
    /// published documentation uses. A custom endpoint is taken to have one in the same place, `/createToken/` beside its
    /// `/1.0`.
    #[must_use]
    pub fn token_page(&self, endpoint: &Endpoint) -> String {
        let mut page = endpoint.page("createToken");
        let mut mark = '?';
        for rule in &self.rules {
            page.push(mark);
            page.push_str(rule.method().as_str());
            page.push('=');
            page.extend(utf8_percent_encode(rule.path(), RESERVED));
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

/// Into a sorted list, unless it is there.
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

/// The rights to all the operations.
impl<'o> FromIterator<&'o Operation> for AccessRules {
    fn from_iter<I: IntoIterator<Item = &'o Operation>>(operations: I) -> Self {
        operations.into_iter().fold(Self::new(), Self::allow)
    }
}

/// The list that `POST /auth/credential` takes.
impl ToJson for AccessRules {
    fn to_json(&self, writer: &mut Writer) {
        writer.array(&self.rules);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Branch;
    use crate::json::encode;

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
    fn operations_give_patterns_and_actions_each_once() {
        let rules = AccessRules::new().allow(&REBOOT).allow(&POLICY).allow(&TIME).allow(&REBOOT);
        assert_eq!(texts(&rules), ["POST /v2/iam/policy", "POST /vps/*/ips/*-*/reboot"]);
        assert_eq!(rules.iam_actions(), ["vps:apiovh:get", "vps:apiovh:reboot"]);
        assert_eq!([&REBOOT, &POLICY].into_iter().collect::<AccessRules>(), rules);
        assert!([&TIME].into_iter().collect::<AccessRules>().is_empty());
    }

    #[test]
    fn sets_and_recursion() {
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
    fn the_list_that_the_service_takes() {
        let rules = AccessRules::new().allow_path(Method::Put, "/a\"").allow_path(Method::Get, "/a\"");
        let json = encode(&rules).unwrap();
        assert_eq!(json, br#"[{"method":"GET","path":"/a\""},{"method":"PUT","path":"/a\""}]"#);
    }

    #[test]
    fn links_to_the_token_page() {
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
