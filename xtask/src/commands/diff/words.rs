//! Text shared by all formats of a report.

use generator::diff::{Aspect, Change, Deprecation, Item};
use generator::text::printable;

/// Describes a change: `field removed`, `parameter: type`.
pub(super) fn what(change: &Change) -> String {
    let item = match change.item {
        Item::Api => "API",
        Item::Operation => "operation",
        Item::Parameter => "parameter",
        Item::Type => "type",
        Item::Field => "field",
        Item::Value => "value",
    };
    let aspect = match change.aspect {
        Aspect::Added => " added",
        Aspect::Removed => " removed",
        Aspect::Renamed => " renamed",
        Aspect::Moved => ": API name or path",
        Aspect::Type if change.item == Item::Operation => ": response type",
        Aspect::Type => ": type",
        Aspect::Nullability => ": nullability",
        Aspect::Required => ": required",
        Aspect::Order => ": argument order",
        Aspect::Authentication => ": authentication",
        Aspect::IamActions => ": IAM actions",
        Aspect::Status => ": status",
        Aspect::Errors => ": error classes",
        Aspect::Feature => ": features",
        Aspect::Conversion => ": conversion from the response form",
    };
    format!("{item}{aspect}")
}

/// Returns the old and the new value: `i64 → f64`.
pub(super) fn values(change: &Change) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (Some(old), None) if change.aspect == Aspect::Removed => old.clone(),
        (None, Some(new)) if change.aspect == Aspect::Added => new.clone(),
        (Some(old), None) => format!("without {old}"),
        (None, Some(new)) => format!("with {new}"),
        (None, None) => String::new(),
    }
}

/// Returns the Rust name, or both names if it changed.
pub(super) fn rust_names(change: &Change) -> Option<String> {
    match (&change.old_name, &change.new_name) {
        (Some(old), Some(new)) if old != new => Some(format!("{old} → {new}")),
        (old, new) => old.as_ref().or(new.as_ref()).cloned(),
    }
}

/// Lists the first `most` methods that a change affects. Returns `None` if that is only the method that changed.
pub(super) fn methods(change: &Change, most: usize) -> Option<String> {
    let own = change.old_name.as_ref().or(change.new_name.as_ref());
    if change.methods.is_empty() || matches!(change.methods.as_slice(), [only] if Some(only) == own) {
        return None;
    }
    let mut named = change.methods.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    if let Some(more @ 1..) = change.methods.len().checked_sub(most) {
        named.push_str(&format!(" and {more} more"));
    }
    Some(named)
}

/// Describes a deprecation without its deletion date: `since 2024-07-15, use /vps instead`.
pub(super) fn about(deprecation: &Deprecation) -> String {
    let since = deprecation.since.as_ref().map(|day| format!("since {day}"));
    let replacement = deprecation.replacement.as_ref().map(|path| format!("use {path} instead"));
    since.into_iter().chain(replacement).collect::<Vec<_>>().join(", ")
}

/// Formats a count with its noun: `1 change`, `2 changes`.
pub(super) fn count(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// Escapes text of the service, so that it has no line breaks and no unprintable characters.
pub(super) fn line(text: &str) -> String {
    printable(text)
}
