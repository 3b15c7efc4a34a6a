//! Requests without a client.

/// The client type of a request without a client, which can be inspected but not awaited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unbound;
