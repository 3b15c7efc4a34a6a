//! A received HTTP request.

use std::net::IpAddr;

use http::request::Parts;

/// A request with its whole body.
#[derive(Debug)]
pub(crate) struct RawRequest<'r> {
    pub(crate) parts: &'r Parts,
    pub(crate) body: &'r [u8],
    /// The server's origin as the caller addressed it, such as `http://127.0.0.1:8080`.
    pub(crate) origin: &'r str,
    /// The caller's address.
    pub(crate) address: IpAddr,
}
