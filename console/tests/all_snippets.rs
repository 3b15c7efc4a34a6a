//! Compiles the Rust programs of all operations, in groups of features. Behind the feature `all-snippets`, since it
//! takes a minute or two.

#![cfg(test)]

#[path = "support/compile.rs"]
mod compile;
#[path = "support/programs.rs"]
mod programs;
mod support;

use std::collections::BTreeMap;

use compile::compile;
use programs::programs;
use support::{Started, text};

/// Maximum number of programs in a crate.
const MAX_PROGRAMS: usize = 1_500;

#[tokio::test]
async fn rust_programs_of_all_operations_compile() {
    let started = Started::new().await;
    let mut by_feature: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let operations = started.operations().await;
    for operation in &operations {
        let all = programs(&started, operation).await;
        by_feature.entry(text(operation, "feature").to_owned()).or_default().extend(all);
    }
    assert!(operations.len() > 6_000, "{} operations", operations.len());
    let mut groups: Vec<BTreeMap<String, Vec<(String, String)>>> = Vec::new();
    for (feature, programs) in by_feature {
        let has_room = |group: &BTreeMap<String, Vec<(String, String)>>| {
            group.values().map(Vec::len).sum::<usize>() + programs.len() <= MAX_PROGRAMS
        };
        match groups.iter_mut().find(|group| has_room(group)) {
            Some(group) => drop(group.insert(feature, programs)),
            None => groups.push(BTreeMap::from([(feature, programs)])),
        }
    }
    for (number, group) in groups.into_iter().enumerate() {
        let features = group.keys().cloned().collect();
        let programs: Vec<_> = group.into_values().flatten().collect();
        compile(&format!("all-snippets-{number}"), &features, &programs);
    }
}
