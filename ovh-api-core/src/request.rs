//! A request without its types: operation, values and options.

mod body;
mod call_path;
mod fault;
mod options;
mod raw_request;
mod target;
mod unbound;
mod untyped;

pub use self::call_path::CallPath;
pub use self::options::Options;
pub use self::raw_request::RawRequest;
pub(crate) use self::target::Target;
pub use self::unbound::Unbound;
