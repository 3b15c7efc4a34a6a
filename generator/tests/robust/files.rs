//! What must hold for any output: valid Rust, nothing lost, no name twice, no file outside of its folder.

use proptest::prelude::*;

use crate::schemas;

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn of_any_snapshot(snapshot in schemas::snapshot()) {
        schemas::checked(&snapshot);
    }
}
