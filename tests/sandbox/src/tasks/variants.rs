//! Types that show the same object: `X` and `XWithIAM`, `User` and `UserDetail`, `Task` and `CurrentTask`.

use generator::model::{Type, Types};

use crate::values::{Direction, object};
use crate::words::plain_name;

/// Ends of names that show more or less of the same object.
const SUFFIXES: &[&str] = &[
    "WithIAM",
    "WithPasswordAndRoles",
    "WithPassword",
    "WithRoles",
    "WithSecret",
    "WithInputs",
    "SecretOnly",
    "Details",
    "Detail",
    "Response",
    "Summary",
    "List",
];

/// Words that stand for the whole last part of a name.
const WORDS: &[&str] = &["Get", "Post", "Put", "Update", "Create", "Creation"];

/// Starts of the last part of a name.
const PREFIXES: &[&str] = &["Current", "Public"];

/// Returns the full name of a type without the words for how much of the object it shows.
pub(crate) fn base_name(full: &str) -> String {
    let mut name = full;
    while let Some(rest) = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix)) {
        name = rest.trim_end_matches('.');
    }
    let (namespace, last) = name.rsplit_once('.').map_or(("", name), |(namespace, last)| (namespace, last));
    let last = if WORDS.contains(&last) { "" } else { last };
    let last = PREFIXES.iter().find_map(|prefix| last.strip_prefix(prefix)).unwrap_or(last);
    plain_name(&format!("{namespace}{last}"))
}

/// Returns whether two types show the same object: they are equal, or their names differ only in such words and they
/// have a field in common.
pub(crate) fn resembles(types: &Types, one: &Type, other: &Type) -> bool {
    if one == other {
        return true;
    }
    let (Type::Defined(one, _), Type::Defined(other, _)) = (one, other) else { return false };
    if one.branch != other.branch || base_name(&one.name) != base_name(&other.name) {
        return false;
    }
    let (Some(one), Some(other)) = (object(types, one, Direction::Output), object(types, other, Direction::Output))
    else {
        return false;
    };
    one.fields.iter().any(|field| other.field(&field.name).is_some())
}
