//! What the client reports, against what the sandbox did.

use std::collections::BTreeMap;

use ovh_sandbox::Write;
use serde_json::Value;

use crate::program::{Account, Told};

/// How often each write happened.
///
/// A PUT that says what the one before it on the same path said changes nothing, so it is no second happening: that is
/// why it may be repeated.
pub fn happened(writes: &[Write]) -> BTreeMap<Told, usize> {
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

/// Checks every write that the client told of, and that there were no others.
pub fn judge(account: &Account, writes: &[Write]) {
    let mut happened = happened(writes);
    for (told, outcome) in &account.writes {
        let times = happened.remove(told).unwrap_or(0);
        let fits = match outcome.as_str() {
            "done" => times == 1,
            "perhaps" => times <= 1,
            "failed" => times == 0,
            other => panic!("{other}"),
        };
        assert!(fits, "{told:?} was reported {outcome} and happened {times} times");
    }
    assert!(happened.is_empty(), "nobody asked for {happened:?}");
}

#[test]
fn a_put_that_changes_nothing_is_no_second_happening() {
    let put = |path: &str, target: &str| {
        let body = format!(r#"{{"target":"{target}"}}"#);
        Write { method: "PUT".to_owned(), path: path.to_owned(), body }
    };
    let counts = happened(&[put("/1", "a"), put("/2", "a"), put("/1", "a"), put("/1", "b"), put("/1", "a")]);
    assert_eq!(counts.into_values().collect::<Vec<_>>(), [2, 1, 1]);
}
