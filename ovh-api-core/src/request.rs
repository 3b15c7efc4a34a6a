//! A request without its types: operation, values and options.

mod body;
mod fault;
mod options;
mod raw_request;
mod target;
mod unbound;

pub use self::options::Options;
pub use self::raw_request::RawRequest;
pub(crate) use self::target::Target;
pub use self::unbound::Unbound;
