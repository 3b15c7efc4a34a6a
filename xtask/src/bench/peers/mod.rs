//! What a user would pick instead: installed below `target/bench`, or left out with a word.

mod progenitor;
mod wrappers;

pub(super) use self::progenitor::Progenitor;
pub(super) use self::wrappers::Wrappers;
