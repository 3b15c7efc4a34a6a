//! What a user would pick instead: installed below `target/bench`, or left out with a word.

mod progenitor;
mod wrappers;

pub(crate) use self::progenitor::Progenitor;
pub(crate) use self::wrappers::Wrappers;
