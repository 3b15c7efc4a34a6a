//! Limits the memory of requests and of decoding.

use ovh_bench::build::costs;
use ovh_bench::decode::{Comparison, bills, records};

/// The three allocations are the request, its URL and the future that sends it.
#[test]
fn signed_request_needs_at_most_three_more_allocations() {
    let (bare, ours) = costs(1).unwrap();
    assert!(ours.allocations <= bare.allocations + 3, "{bare:?} {ours:?}");
    assert!(ours.bytes <= bare.bytes + 8 * 1024, "{bare:?} {ours:?}");
}

/// The further allocations are those of the table of values, not of each value.
#[test]
fn decoding_needs_at_most_ten_more_allocations_than_serde() {
    for Comparison { size, ours, serde } in [records(1).unwrap(), bills(1).unwrap()] {
        assert!(ours.allocations <= serde.allocations + 10, "{size} bytes: {ours:?} {serde:?}");
    }
}
