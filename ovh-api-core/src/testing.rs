//! Tests of programs that use the client, without sockets.
//!
//! [`MockTransport`] returns responses that a test defines. [`Recorder`] writes the exchanges with the real service to a
//! file, without keys and passwords, and [`Replay`] returns the recorded responses.

mod clock;
mod matcher;
mod mock;
mod recorder;

pub use matcher::RequestMatcher;
pub use mock::MockTransport;
pub use recorder::{Recorder, Recording, Replay};
