//! Corrections of responses, reported once.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::Operation;

/// This many different corrections of a client are reported: a map has as many paths as the service likes.
const REPORTED: usize = 1000;

/// Which corrections a client has reported already.
#[derive(Debug, Default)]
pub(super) struct Notices(Mutex<BTreeSet<(&'static str, String)>>);

impl Notices {
    /// Reports corrections that were not reported before, as events at the level WARN. Elements of one list have the
    /// same path.
    pub(super) fn report(&self, operation: &'static Operation, paths: impl Iterator<Item = String>) {
        let mut reported = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for path in paths {
            let path = without_positions(&path);
            if reported.len() < REPORTED && reported.insert((operation.name, path.clone())) {
                tracing::warn!(
                    operation = operation.name,
                    path,
                    "the response lacks a value that its type always has; the zero value took its place"
                );
            }
        }
    }
}

/// `$[].a` for `$[7].a`.
fn without_positions(path: &str) -> String {
    let mut parts = path.split('[');
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push('[');
        shown.push_str(part.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_a_list_have_one_path() {
        for (path, shown) in [("$", "$"), ("$[12].a[0][\"b[1]\"]", "$[].a[][\"b[]\"]"), ("$.a", "$.a")] {
            assert_eq!(without_positions(path), shown);
        }
    }
}
