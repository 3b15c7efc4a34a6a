//! The time of the service, which clients ask for to sign requests.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;

use crate::operation::Branch;

/// Returns the local time as the response to `GET /auth/time`, and `None` for any other request.
pub(super) fn local_time(request: &http::Request<Bytes>) -> Option<http::Response<Bytes>> {
    let path = request.uri().path();
    let below = Branch::split_path(path).map_or(path, |(_, below)| below);
    if request.method() != http::Method::GET || below != "/auth/time" {
        return None;
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Some(http::Response::new(since.as_secs().to_string().into()))
}
