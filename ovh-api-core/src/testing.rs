//! Tests of programs that use the client, without sockets.

mod mock;

pub use mock::MockTransport;
