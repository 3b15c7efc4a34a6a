//! Properties of any output: valid and complete Rust, unique names, files only below the output folder.

use proptest::prelude::*;

use crate::schemas;

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn any_snapshot_gives_valid_output(snapshot in schemas::snapshot()) {
        schemas::checked(&snapshot);
    }
}
