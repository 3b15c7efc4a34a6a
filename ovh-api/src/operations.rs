//! The operations of all enabled APIs.

use crate::{Operation, generated};

/// Returns the operations of all enabled APIs, to find one by its method and path.
///
/// They are sorted by branch, API, path and method. The `OPERATIONS` of an API's module has those of one API.
///
/// ```
/// use ovh_api::{Method, operations};
///
/// # #[cfg(feature = "vps")]
/// # {
/// let mut reboots = operations().filter(|operation| {
///     operation.method == Method::Post && operation.path == "/vps/{serviceName}/reboot"
/// });
/// assert_eq!(reboots.next(), Some(&ovh_api::vps::REBOOT));
/// # }
/// ```
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    generated::OPERATIONS.iter().flat_map(|operations| operations.iter().copied())
}
