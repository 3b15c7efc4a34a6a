//! What the service is about to take away.

use serde::Serialize;

use super::apis::title;
use super::calls::request;
use super::matched::{Call, View};
use crate::schema::ApiStatus;

/// An operation that is deprecated in the new model.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Deprecation {
    /// The day of its deletion, as far as the service says; it goes on existing now and then.
    pub deletion: Option<String>,
    /// Since when it is deprecated.
    pub since: Option<String>,
    /// What to call instead.
    pub replacement: Option<String>,
    /// The API that it belongs to.
    pub api: String,
    /// `GET /vps/{serviceName}`.
    pub operation: String,
    /// Its Rust method.
    pub method: String,
    /// Whether it was not deprecated before.
    pub is_new: bool,
}

/// All of them, those with the earliest deletion first, those without a date last.
pub fn deprecations(view: &View<'_>) -> Vec<Deprecation> {
    let was_deprecated = |new: &Call<'_>| {
        let mut both = view.operations.both.iter();
        both.any(|(old, other)| std::ptr::eq(other.operation, new.operation) && is_deprecated(&old.operation.status))
    };
    let calls =
        view.new.apis.iter().flat_map(|api| api.operations.iter().map(move |operation| Call { api, operation }));
    let mut deprecations: Vec<Deprecation> = calls
        .filter(|call| is_deprecated(&call.operation.status))
        .map(|call| {
            let status = &call.operation.status;
            Deprecation {
                deletion: status.deletion_date.as_deref().map(day),
                since: status.deprecated_date.as_deref().map(day),
                replacement: status.replacement.clone(),
                api: title(call.api),
                operation: request(call.api, call.operation),
                method: call.name(),
                is_new: !was_deprecated(&call),
            }
        })
        .collect();
    deprecations.sort_by(|one, other| (one.deletion.is_none(), one).cmp(&(other.deletion.is_none(), other)));
    deprecations
}

fn is_deprecated(status: &ApiStatus) -> bool {
    status.value == "DEPRECATED"
}

/// What the service says of a deprecation: `since 2024-07-15, to be deleted on 2024-09-15, use /vps instead`.
pub fn announcement(status: &ApiStatus) -> Option<String> {
    let since = status.deprecated_date.as_deref().map(|date| format!("since {}", day(date)));
    let deletion = status.deletion_date.as_deref().map(|date| format!("to be deleted on {}", day(date)));
    let replacement = status.replacement.as_deref().map(|path| format!("use {path} instead"));
    let known: Vec<String> = since.into_iter().chain(deletion).chain(replacement).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

/// The day of a point in time; whatever else the service wrote, as it is.
fn day(date: &str) -> String {
    match date.split_once('T') {
        Some((day, _)) if day.len() == "2024-09-15".len() => day.to_owned(),
        _ => date.to_owned(),
    }
}
