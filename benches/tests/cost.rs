//! What needs no clock: memory.

use ovh_bench::build::costs;

/// The request, its URL, and the future that sends it; the values of the headers take the place of what the HTTP client
/// alone needs for its own call.
#[test]
fn a_signed_request_takes_at_most_three_allocations_more_than_a_bare_one() {
    let (bare, ours) = costs(1).unwrap();
    assert!(ours.allocations <= bare.allocations + 3, "{bare:?} {ours:?}");
    assert!(ours.bytes <= bare.bytes + 8 * 1024, "{bare:?} {ours:?}");
}
