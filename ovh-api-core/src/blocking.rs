//! Waiting for what is asynchronous.

mod runtime;

pub use self::runtime::Background;
