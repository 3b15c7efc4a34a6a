//! Combines requests into a batch.

use crate::json::Expected;
use crate::request::RawRequest;

/// Combines requests with `X-Ovh-Batch`, if they differ only in one whole path segment.
pub(super) fn joint<'p>(requests: impl Iterator<Item = &'p RawRequest> + Clone) -> Option<Box<RawRequest>> {
    let first = requests.clone().next()?;
    // The template of an untyped call does not tell which segments are parameters.
    if first.operation.is_untyped() {
        return None;
    }
    let index = different_segment(&first.path, &requests.clone().nth(1)?.path)?;
    if !is_one_parameter(first.operation.path.split('/').nth(index)?) {
        return None;
    }
    let (before, _, after) = around(&first.path, index)?;
    let mut path = before.to_owned();
    for (position, request) in requests.enumerate() {
        let (other_before, segment, other_after) = around(&request.path, index)?;
        let alike = (other_before, other_after) == (before, after)
            && request.operation == first.operation
            && request.query() == first.query()
            && request.headers == first.headers
            && request.fault.is_none();
        // Ids are separated by commas, so they must not contain any.
        if !alike || segment.contains("%2C") {
            return None;
        }
        if position > 0 {
            path.push(',');
        }
        path.push_str(segment);
    }
    path.push_str(after);
    let mut joint = Box::new(first.clone());
    joint.path = path;
    joint.expected = Expected::Value;
    joint.set_header("X-Ovh-Batch", &",");
    Some(joint)
}

fn different_segment(left: &str, right: &str) -> Option<usize> {
    left.split('/').zip(right.split('/')).position(|(left, right)| left != right)
}

/// Returns whether a template segment is a single parameter, unlike `{id}.zip` or `{from}-{to}`.
fn is_one_parameter(segment: &str) -> bool {
    let inside = segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}'));
    inside.is_some_and(|name| !name.contains(['{', '}']))
}

/// Splits a path before and after a segment. The first segment is the empty one before the first slash.
fn around(path: &str, index: usize) -> Option<(&str, &str, &str)> {
    let slash = path.match_indices('/').nth(index.checked_sub(1)?)?.0;
    let (before, rest) = path.split_at_checked(slash + 1)?;
    let (segment, after) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len()))?;
    Some((before, segment, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::{Branch, Method, Operation};

    const OPERATION: Operation = Operation {
        name: "x",
        method: Method::Get,
        branch: Branch::V1,
        path: "/x/{a}/y/{b}/z",
        authenticated: true,
        iam_actions: "",
    };

    fn path(values: &[[&str; 2]]) -> Option<String> {
        static X: Operation = OPERATION;
        let requests: Vec<_> = values.iter().map(|[a, b]| RawRequest::new(&X, &[a, b])).collect();
        joint(requests.iter()).map(|parts| parts.path)
    }

    #[test]
    fn requests_that_differ_in_one_id_are_joined() {
        assert_eq!(path(&[["1", "b"], ["2", "b"], ["3", "b"]]).as_deref(), Some("/x/1,2,3/y/b/z"));
        assert_eq!(path(&[["a", "1/2"], ["a", "3"]]).as_deref(), Some("/x/a/y/1%2F2,3/z"));
    }

    #[test]
    fn requests_that_differ_otherwise_are_not_joined() {
        assert_eq!(path(&[]), None);
        assert_eq!(path(&[["1", "b"]]), None);
        assert_eq!(path(&[["1", "b"], ["1", "b"]]), None);
        assert_eq!(path(&[["1", "b"], ["2", "c"]]), None);
        assert_eq!(path(&[["1", "b"], ["2", "b"], ["3", "c"]]), None);
        assert_eq!(path(&[["1,5", "b"], ["2", "b"]]), None);
        assert_eq!(path(&[["1", "b"], ["", "b"]]), None);
        static FILES: Operation = Operation { path: "/x/{a}.zip", ..OPERATION };
        let files = ["a", "b"].map(|name| RawRequest::new(&FILES, &[&name]));
        assert!(joint(files.iter()).is_none());
    }
}
