//! Limits the memory of requests.

use ovh_bench::build::costs;

/// The three allocations are the request, its URL and the future that sends it.
#[test]
fn signed_request_needs_at_most_three_more_allocations() {
    let (bare, ours) = costs(1).unwrap();
    assert!(ours.allocations <= bare.allocations + 3, "{bare:?} {ours:?}");
    assert!(ours.bytes <= bare.bytes + 8 * 1024, "{bare:?} {ours:?}");
}
