//! Requests that authentication sends on its own.

use std::future::Future;

use bytes::Bytes;

use super::clock::ServerTime;
use crate::error::Error;

/// What authentication needs from the service before an attempt can be sent.
pub(crate) trait Service: Sync {
    /// Returns the service's time. Only signatures need it.
    fn now(&self) -> impl Future<Output = Result<ServerTime, Error>> + Send;

    /// Sends a complete request. A response of any status is `Ok`; an incomplete one is an error.
    fn send(&self, request: http::Request<Bytes>) -> impl Future<Output = Result<http::Response<Bytes>, Error>> + Send;
}
