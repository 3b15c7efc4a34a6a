//! DNS records and zone files. Data is text, as the API and zone files have it.

mod data;
mod location;
mod name;
mod parameters;
mod reader;
mod record;
mod strings;
#[cfg(test)]
mod tests;
mod types;
mod words;
mod writer;

pub(crate) use self::reader::read;
pub(crate) use self::record::{Invalid, Names, Record, check_name};
pub(crate) use self::writer::{Zone, write};
