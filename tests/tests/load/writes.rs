//! Compares the writes that the client reports with those that the sandbox executed.

use std::collections::BTreeMap;

use ovh_sandbox::Write;
use serde_json::Value;

use crate::program::{Report, ReportedWrite};

/// Returns how often each write was executed.
///
/// A PUT that equals the previous PUT on the same path is not counted, because it changes nothing.
pub fn execution_counts(writes: &[Write]) -> BTreeMap<ReportedWrite, usize> {
    let mut counts = BTreeMap::new();
    let mut last_put = BTreeMap::new();
    for write in writes {
        let body: Value = serde_json::from_str(&write.body).unwrap_or_default();
        let name = match write.method.as_str() {
            "POST" => &body["subDomain"],
            _ => &body["target"],
        };
        let name = name.as_str().unwrap_or_default().to_owned();
        if write.method == "PUT" && last_put.insert(write.path.clone(), name.clone()).as_ref() == Some(&name) {
            continue;
        }
        *counts.entry((write.method.clone(), write.path.clone(), name)).or_insert(0) += 1;
    }
    counts
}

/// Checks that each write was executed as reported, and that no other write was executed.
pub fn check_writes(report: &Report, writes: &[Write]) {
    let mut counts = execution_counts(writes);
    for (write, outcome) in &report.writes {
        let times = counts.remove(write).unwrap_or(0);
        let is_valid = match outcome.as_str() {
            "done" => times == 1,
            "perhaps" => times <= 1,
            "failed" => times == 0,
            other => panic!("{other}"),
        };
        assert!(is_valid, "{write:?} was reported {outcome} and executed {times} times");
    }
    assert!(counts.is_empty(), "not reported: {counts:?}");
}

#[test]
fn put_that_changes_nothing_is_not_counted() {
    let put = |path: &str, target: &str| {
        let body = format!(r#"{{"target":"{target}"}}"#);
        Write { method: "PUT".to_owned(), path: path.to_owned(), body }
    };
    let counts = execution_counts(&[put("/1", "a"), put("/2", "a"), put("/1", "a"), put("/1", "b"), put("/1", "a")]);
    assert_eq!(counts.into_values().collect::<Vec<_>>(), [2, 1, 1]);
}
