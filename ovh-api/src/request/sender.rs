//! The clients that requests can be awaited with.

use ovh_api_core::internal::Client as Core;

use crate::Client;

/// The clients that requests can be awaited with: `&Client` and `Client`.
///
/// This trait is sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot send requests asynchronously",
    note = "add a client to a request with `bind(&client)`",
    note = "requests of the blocking client are sent with `send()`"
)]
pub trait AsyncClient {
    #[doc(hidden)]
    fn core(&self) -> &Core;
}

impl AsyncClient for Client {
    #[inline]
    fn core(&self) -> &Core {
        &self.core
    }
}

impl AsyncClient for &Client {
    #[inline]
    fn core(&self) -> &Core {
        &self.core
    }
}
