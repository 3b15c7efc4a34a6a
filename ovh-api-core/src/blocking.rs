//! Blocks on futures.

mod runtime;

pub use self::runtime::Background;
