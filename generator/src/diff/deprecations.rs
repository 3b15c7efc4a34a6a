//! The deprecated operations.

use serde::Serialize;

use super::matched::{Call, Matched};

/// A deprecated operation of the new model.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Deprecation {
    /// The day on which OVHcloud plans to delete it, if known; some operations outlive it.
    pub deletion: Option<String>,
    /// The day on which it was deprecated, if known.
    pub since: Option<String>,
    /// The path to call instead.
    pub replacement: Option<String>,
    /// The API, `/vps` or `/v2/iam`.
    pub api: String,
    /// `GET /vps/{serviceName}`.
    pub operation: String,
    /// The Rust method.
    pub method: String,
    /// Whether it was not deprecated in the old model.
    pub is_new: bool,
}

/// Returns the deprecated operations, those with the earliest deletion first, those without a date last.
pub fn deprecations(matched: &Matched<'_>) -> Vec<Deprecation> {
    let was_deprecated = |new: &Call<'_>| {
        let mut both = matched.operations.both.iter();
        both.any(|(old, other)| std::ptr::eq(other.operation, new.operation) && old.operation.status.is_deprecated())
    };
    let mut deprecations: Vec<Deprecation> = matched
        .new
        .operations()
        .filter(|(_, operation)| operation.status.is_deprecated())
        .map(|(api, operation)| {
            let status = &operation.status;
            Deprecation {
                deletion: status.deletion_day().map(str::to_owned),
                since: status.deprecation_day().map(str::to_owned),
                replacement: status.replacement.clone(),
                api: api.branched_root(),
                operation: operation.request_line(),
                method: api.call(operation),
                is_new: !was_deprecated(&Call { api, operation }),
            }
        })
        .collect();
    deprecations.sort_by(|one, other| (one.deletion.is_none(), one).cmp(&(other.deletion.is_none(), other)));
    deprecations
}
