//! Conditions on cargo features.

use std::collections::BTreeSet;

/// Returns the attribute that requires one of the features, or an empty string if the surrounding module has the same
/// one.
pub fn any_of(features: &BTreeSet<String>, surrounding: Option<&BTreeSet<String>>) -> String {
    if surrounding == Some(features) {
        return String::new();
    }
    let conditions: Vec<String> = features.iter().map(|feature| format!("feature = {feature:?}")).collect();
    match conditions.as_slice() {
        [only] => format!("#[cfg({only})]\n"),
        several => format!("#[cfg(any({}))]\n", several.join(", ")),
    }
}
