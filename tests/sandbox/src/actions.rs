//! What actions do to the object that they are performed on: a verb changes its state, and parameters its fields.

mod fields;
mod verbs;

pub(crate) use self::fields::{changes, following, name_server, nested, rename};
pub(crate) use self::verbs::{CREATED, UPDATED, Verb, concerns_another_object, settled, verb};
