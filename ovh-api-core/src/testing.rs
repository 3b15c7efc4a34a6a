//! Testing your own code without sockets.

mod mock;

pub use mock::MockTransport;
