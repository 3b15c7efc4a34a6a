//! The generated declarations of modules at the end of `ovh-api/src/lib.rs`.

use anyhow::Context;

/// All lines below this one are generated.
const MARKER: &str =
    "// The modules below are written by `cargo xtask codegen`: one for each API, and the types that they share.\n";

/// Returns the root of the crate with the declarations of the generated modules.
pub(super) fn crate_root(current: &str, declarations: &str) -> anyhow::Result<String> {
    let (kept, _) = current.split_once(MARKER).with_context(|| {
        format!("missing line in ovh-api/src/lib.rs, above the generated modules:\n{}", MARKER.trim_end())
    })?;
    Ok(format!("{kept}{MARKER}{declarations}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_above_the_marker_are_kept() {
        let written = crate_root(&format!("mod client;\n\n{MARKER}pub mod old;\n"), "pub mod vps;\n").unwrap();
        assert_eq!(written, format!("mod client;\n\n{MARKER}pub mod vps;\n"));
    }

    #[test]
    fn missing_marker_is_an_error() {
        let error = crate_root("mod client;\n", "").unwrap_err();
        assert!(error.to_string().contains("ovh-api/src/lib.rs"), "{error}");
    }
}
