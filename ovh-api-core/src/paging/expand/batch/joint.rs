//! One request in the place of many.

use crate::json::Expected;
use crate::request::RawRequest;

/// The requests as one with `X-Ovh-Batch`, if they differ in one whole segment of the path and in nothing else.
pub(super) fn joint<'p>(requests: impl Iterator<Item = &'p RawRequest> + Clone) -> Option<Box<RawRequest>> {
    let first = requests.clone().next()?;
    let place = different_segment(&first.path, &requests.clone().nth(1)?.path)?;
    if !is_one_parameter(first.operation.path.split('/').nth(place)?) {
        return None;
    }
    let (before, _, after) = around(&first.path, place)?;
    let mut path = before.to_owned();
    for (position, request) in requests.enumerate() {
        let (other_before, segment, other_after) = around(&request.path, place)?;
        let alike = (other_before, other_after) == (before, after)
            && request.operation == first.operation
            && request.query() == first.query()
            && request.headers == first.headers
            && request.fault.is_none();
        // A comma within an id would look like the one between two.
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

/// Whether a segment of a template is `{id}`, and not `{id}.zip` or `{from}-{to}`.
fn is_one_parameter(segment: &str) -> bool {
    let inside = segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}'));
    inside.is_some_and(|name| !name.contains(['{', '}']))
}

/// What is before a segment, the segment, and what is after. The first segment of a path is the empty one before its
/// first slash.
fn around(path: &str, place: usize) -> Option<(&str, &str, &str)> {
    let slash = path.match_indices('/').nth(place.checked_sub(1)?)?.0;
    let (before, rest) = path.split_at_checked(slash + 1)?;
    let (segment, after) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len()))?;
    Some((before, segment, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Branch, Method, Operation};

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
    fn others_are_not() {
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
