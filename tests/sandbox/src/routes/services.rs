//! Which path parameters name services.

use generator::schema::{Branch, Method};

use super::tree::segments;
use super::{Route, Table};

/// Names of first path parameters that are always services.
const NAMES: [&str; 8] =
    ["billingAccount", "domain", "ip", "organizationName", "service", "serviceId", "serviceName", "zoneName"];

impl Table {
    /// Returns whether a segment names a service or zone, rather than an object of the account or of a catalog: the
    /// first parameter of a path of branch v1, if it has one of these names, or `serviceInfos` below it.
    pub(crate) fn is_service(&self, route: &Route, index: usize) -> bool {
        let first = route.parameters.first().filter(|parameter| parameter.index == index);
        first.is_some_and(|parameter| {
            route.branch == Branch::V1
                && (NAMES.contains(&parameter.name.as_str()) || self.has_service_infos(route, index))
        })
    }

    fn has_service_infos(&self, route: &Route, index: usize) -> bool {
        let template: Vec<&str> = segments(&route.operation.path).take(index + 1).collect();
        self.by_template(route.branch, Method::Get, &format!("/{}/serviceInfos", template.join("/"))).is_some()
    }
}
