//! Code shared by several commands.

pub(crate) mod interrupt;
pub(crate) mod names;
pub(crate) mod output;
pub(crate) mod regular;
pub(crate) mod snapshot;
pub(crate) mod store;
pub(crate) mod walk;
pub(crate) mod workspace;
