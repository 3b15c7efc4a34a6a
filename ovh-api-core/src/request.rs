//! A request without its types: what is called, with which values, and how it is sent.

mod body;
mod fault;
mod options;
mod parts;
mod target;
mod unbound;

pub use self::options::Options;
pub use self::parts::Parts;
pub(crate) use self::target::Target;
pub use self::unbound::Unbound;
