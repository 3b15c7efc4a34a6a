//! Headers of responses.

use http::HeaderMap;
use http::header::LOCATION;

/// The maximum length of a request id.
const MAX_REQUEST_ID: usize = 128;

/// Returns the id that OVHcloud's support asks for, from the header `X-Ovh-Queryid`. A value that is not 1 to 128
/// letters, digits, dots, hyphens and underscores is ignored.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get("x-ovh-queryid")?.to_str().ok()?;
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    ((1..=MAX_REQUEST_ID).contains(&id.len()) && id.bytes().all(is_valid)).then_some(id)
}

/// Returns the target of a redirection, as it is and as messages show it: without the query, which may contain secrets.
pub(crate) fn redirection(headers: &HeaderMap) -> Option<(&str, &str)> {
    let location = headers.get(LOCATION)?.to_str().ok()?;
    let target = location.split(['?', '#']).next().unwrap_or_default();
    Some((location, if target.contains('@') { "another host" } else { target }))
}
