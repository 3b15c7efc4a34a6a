//! Conditions on cargo features.

use std::collections::BTreeSet;

/// Returns the attribute that requires one of the features, or an empty string if the surrounding module has the same
/// one.
pub fn any_of(features: &BTreeSet<String>, surrounding: Option<&BTreeSet<String>>) -> String {
    if surrounding == Some(features) { String::new() } else { format!("#[cfg({})]\n", condition(features)) }
}

/// Returns the attribute that requires one of the features, and the absence of another.
pub fn any_without(features: &BTreeSet<String>, absent: &str) -> String {
    format!("#[cfg(all(not(feature = {absent:?}), {}))]\n", condition(features))
}

/// Returns the attribute that requires one feature of each set, or an empty string if the surrounding module does.
pub fn any_of_both(one: &BTreeSet<String>, other: &BTreeSet<String>, surrounding: &BTreeSet<String>) -> String {
    if one.is_subset(other) {
        any_of(one, Some(surrounding))
    } else if other.is_subset(one) {
        any_of(other, Some(surrounding))
    } else {
        format!("#[cfg(all({}, {}))]\n", condition(one), condition(other))
    }
}

fn condition(features: &BTreeSet<String>) -> String {
    let conditions: Vec<String> = features.iter().map(|feature| format!("feature = {feature:?}")).collect();
    match conditions.as_slice() {
        [only] => only.clone(),
        several => format!("any({})", several.join(", ")),
    }
}
