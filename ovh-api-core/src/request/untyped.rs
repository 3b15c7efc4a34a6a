//! Requests for operations that are not generated.

use super::call_path::CallPath;
use super::raw_request::RawRequest;
use crate::operation::{Branch, Method, Operation};

impl RawRequest {
    /// Creates a request without a generated operation. A faulty path is reported when the request is sent.
    pub fn untyped(method: Method, path: CallPath) -> Self {
        let (branch, path, fault) = path.into_parts();
        Self::with_path(operation(method, branch), path, fault)
    }
}

/// Returns the static descriptor that all untyped calls with this method and branch share.
fn operation(method: Method, branch: Branch) -> &'static Operation {
    macro_rules! shared {
        ($($method:ident $branch:ident),*) => {
            match (method, branch) {
                $(
                    (Method::$method, Branch::$branch) => {
                        static SHARED: Operation = Operation::untyped(Method::$method, Branch::$branch);
                        &SHARED
                    }
                )*
            }
        };
    }
    shared!(
        Get V1, Post V1, Put V1, Patch V1, Delete V1,
        Get V2, Post V2, Put V2, Patch V2, Delete V2
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untyped_call_is_described_by_method_and_branch() {
        let request = RawRequest::untyped(Method::Delete, "/v2/iam/policy/7".into());
        assert_eq!(request.operation.to_string(), "DELETE /v2/{path}");
        assert_eq!((request.path.as_str(), request.fault), ("/iam/policy/7", None));
        assert!(request.operation.is_untyped());
    }
}
