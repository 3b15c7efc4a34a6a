//! Resolves clashes between identifiers.

use std::collections::{BTreeMap, BTreeSet};

use super::ident::bare;

/// Returns a unique identifier for each item, in the order of the items.
///
/// An item's candidates are tried in order, from the plainest to the most explicit. The first of several items with the
/// same candidate gets it. Identifiers in `taken` are not used. If all candidates are in use, the last one gets a
/// number.
pub fn distinct<T>(items: &[T], taken: &[&str], candidates: impl Fn(&T) -> Vec<String>) -> Vec<String> {
    let mut used: BTreeSet<String> = taken.iter().map(|&name| name.to_owned()).collect();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    items
        .iter()
        .map(|item| {
            let wanted = candidates(item);
            let free = wanted.iter().find(|name| !used.contains(*name)).cloned();
            let name = free.unwrap_or_else(|| {
                let stem = wanted.last().cloned().unwrap_or_default();
                let stem = bare(&stem);
                let number = numbers.entry(stem.to_owned()).or_insert(1);
                loop {
                    *number += 1;
                    let numbered = format!("{stem}_{number}");
                    if !used.contains(&numbered) {
                        break numbered;
                    }
                }
            });
            used.insert(name.clone());
            name
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::distinct;
    use crate::names::field;

    #[test]
    fn first_of_clashing_items_gets_the_plain_name() {
        let names = distinct(&["a", "A", "a", "b"], &["b"], |item| vec![item.to_lowercase(), (*item).to_owned()]);
        assert_eq!(names, ["a", "A", "a_2", "b_2"]);
    }

    #[test]
    fn keyword_and_its_underscore_form_stay_distinct() {
        let names = distinct(&["type", "type_", "Type", "type2"], &[], |item| vec![field(item)]);
        assert_eq!(names, ["type_", "type_2", "type_3", "type2"]);
    }
}
