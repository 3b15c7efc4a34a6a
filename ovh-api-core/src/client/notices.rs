//! Logs corrections of responses, each once.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::operation::Operation;

/// The maximum number of corrections that a client logs. The keys of a map make the number of paths unbounded.
const MAX_REPORTED: usize = 1000;

/// The corrections that a client has logged.
#[derive(Debug, Default)]
pub(super) struct Notices(Mutex<BTreeSet<(&'static str, String)>>);

impl Notices {
    /// Logs corrections that were not logged before, as events at the level WARN. The elements of a list share a path.
    pub(super) fn report(&self, operation: &'static Operation, paths: &[String]) {
        let mut reported = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for path in paths {
            let path = without_positions(path);
            if reported.len() < MAX_REPORTED && reported.insert((operation.name, path.clone())) {
                tracing::warn!(
                    operation = operation.name,
                    path,
                    "the response lacks a required value; the zero value is used instead"
                );
            }
        }
    }
}

/// Returns `$[].a` for `$[7].a`.
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
    fn elements_of_a_list_share_a_path() {
        for (path, shown) in [("$", "$"), ("$[12].a[0][\"b[1]\"]", "$[].a[][\"b[]\"]"), ("$.a", "$.a")] {
            assert_eq!(without_positions(path), shown);
        }
    }
}
