//! The alternatives. They are installed below `target/bench`, or skipped with a notice.

mod progenitor;
mod wrappers;

pub(crate) use self::progenitor::Progenitor;
pub(crate) use self::wrappers::Wrappers;
