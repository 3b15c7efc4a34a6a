//! The output does not depend on the order of files, paths and keys, which OVHcloud changes with each response.

use proptest::prelude::*;
use serde_json::Value;

use crate::schemas;

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, ..ProptestConfig::default() })]

    #[test]
    fn any_order_gives_the_same_output(snapshot in schemas::snapshot(), seed in any::<u64>()) {
        let mut other = snapshot.clone();
        let mut random = Random(seed);
        random.shuffle(&mut other);
        for (_, schema) in &mut other {
            shuffle(schema, &mut random);
        }
        let (one, other) = (schemas::read(&snapshot), schemas::read(&other));
        let (one, other) = (generator::resolve(&one), generator::resolve(&other));
        prop_assert_eq!(&one.warnings, &other.warnings);
        prop_assert_eq!(generator::surface(&one), generator::surface(&other));
        let (one, other) = (generator::emit(&one), generator::emit(&other));
        for (path, text) in &one.files {
            prop_assert_eq!(Some(text), other.files.get(path), "{}", path);
        }
        prop_assert_eq!(one, other);
    }
}

/// Shuffles each list of a schema, except for type parameters, whose order matters.
fn shuffle(value: &mut Value, random: &mut Random) {
    match value {
        Value::Array(items) => {
            random.shuffle(items);
            items.iter_mut().for_each(|item| shuffle(item, random));
        }
        Value::Object(entries) => {
            let entries = entries.iter_mut().filter(|(key, _)| *key != "generics");
            entries.for_each(|(_, value)| shuffle(value, random));
        }
        _ => {}
    }
}

/// A linear congruential generator, which gives the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(end).unwrap()).unwrap()
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}
