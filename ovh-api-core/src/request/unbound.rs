//! Requests without a client.

/// Stands for the client in a request that has none: it can be inspected but not awaited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unbound;
