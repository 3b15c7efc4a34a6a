//! Tests of programs that use the client, without sockets.

mod clock;
mod matcher;
mod mock;

pub use matcher::RequestMatcher;
pub use mock::MockTransport;
