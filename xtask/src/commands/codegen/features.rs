//! The generated features at the end of `ovh-api/Cargo.toml`.

use std::collections::BTreeSet;

use anyhow::Context;

/// All lines below this one are generated. `[features]` must be the last table of the manifest.
const MARKER: &str = "# The features below are written by `cargo xtask codegen`: one for each API, and all of them.\n";

/// Returns the manifest with `full` and one feature for each API.
pub(super) fn manifest(current: &str, features: &BTreeSet<String>) -> anyhow::Result<String> {
    let (kept, _) = current.split_once(MARKER).with_context(|| {
        format!("missing line in ovh-api/Cargo.toml, above the generated features:\n{}", MARKER.trim_end())
    })?;
    let mut manifest = format!("{kept}{MARKER}full = [\n");
    for feature in features {
        manifest.push_str(&format!("    \"{feature}\",\n"));
    }
    manifest.push_str("]\n");
    for feature in features {
        manifest.push_str(&format!("{feature} = []\n"));
    }
    Ok(manifest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_above_the_marker_are_kept() {
        let current = format!("[features]\ndefault = []\n\n{MARKER}old = []\n");
        let features = BTreeSet::from(["vps".to_owned(), "v2-iam".to_owned()]);
        let written = manifest(&current, &features).unwrap();
        let expected = "[features]\ndefault = []\n\n".to_owned()
            + MARKER
            + "full = [\n    \"v2-iam\",\n    \"vps\",\n]\nv2-iam = []\nvps = []\n";
        assert_eq!(written, expected);
        assert_eq!(manifest(&written, &features).unwrap(), expected);
    }

    #[test]
    fn missing_marker_is_an_error() {
        let error = manifest("[features]\n", &BTreeSet::new()).unwrap_err();
        assert!(error.to_string().contains("ovh-api/Cargo.toml"), "{error}");
    }
}
