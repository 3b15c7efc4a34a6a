//! The kinds of faults that can be injected.

use fastrand::Rng;
use http::StatusCode;

use crate::error_response::ErrorResponse;

/// Whether the operation was performed before the fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Before,
    After,
}

/// How a request fails.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FaultKind {
    /// An error response of the service; the operation was not performed.
    Error(fn() -> ErrorResponse),
    /// The timestamp or the token is rejected as expired.
    StaleCredentials,
    /// The HTML page of a proxy in front of the service, which may time out while the operation is performed.
    Page(StatusCode, Phase),
    /// The connection is closed without a response.
    Closed(Phase),
    /// The connection is reset.
    Reset(Phase),
    /// The connection is closed in the middle of the response.
    Cut,
    /// The body is not JSON.
    Garbled,
    /// The JSON ends in the middle, but the response is complete by its `Content-Length`.
    Truncated,
    /// Strings of the JSON are ISO-8859-1 instead of UTF-8.
    Latin1,
    /// The content type of a JSON body is HTML.
    Mislabelled,
    /// The response is delayed.
    Slow,
    /// The connection is reset, and new connections are refused for a moment.
    Outage,
}

use Phase::{After, Before};

/// A name, a weight relative to the other kinds, and the kind.
type Weighted = (&'static str, u32, FaultKind);

const INTERNAL: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;

/// Faults of `--fail-rate`: failures of the service before the operation is performed.
pub(super) const FAILURES: &[Weighted] = &[
    ("page 502", 1, FaultKind::Page(StatusCode::BAD_GATEWAY, Before)),
    ("page 503", 1, FaultKind::Page(StatusCode::SERVICE_UNAVAILABLE, Before)),
    ("error 500", 2, FaultKind::Error(ErrorResponse::server_fault)),
];

/// Faults of `--faults`. An outage affects many requests at once, so it is rarer.
pub(super) const ALL: &[Weighted] = &[
    ("error 429 with Retry-After", 10, FaultKind::Error(|| ErrorResponse::too_many(1))),
    ("error 429", 10, FaultKind::Error(ErrorResponse::too_many_for_now)),
    ("error 500", 10, FaultKind::Error(ErrorResponse::server_fault)),
    ("stale credentials", 10, FaultKind::StaleCredentials),
    // A maintenance page.
    ("page 200", 10, FaultKind::Page(StatusCode::OK, Before)),
    ("page 408", 10, FaultKind::Page(StatusCode::REQUEST_TIMEOUT, Before)),
    ("page 500", 10, FaultKind::Page(INTERNAL, Before)),
    ("page 502", 10, FaultKind::Page(StatusCode::BAD_GATEWAY, Before)),
    ("page 503", 10, FaultKind::Page(StatusCode::SERVICE_UNAVAILABLE, Before)),
    ("page 504", 10, FaultKind::Page(StatusCode::GATEWAY_TIMEOUT, Before)),
    ("done, page 408", 10, FaultKind::Page(StatusCode::REQUEST_TIMEOUT, After)),
    ("done, page 500", 10, FaultKind::Page(INTERNAL, After)),
    ("done, page 502", 10, FaultKind::Page(StatusCode::BAD_GATEWAY, After)),
    ("done, page 504", 10, FaultKind::Page(StatusCode::GATEWAY_TIMEOUT, After)),
    ("closed", 10, FaultKind::Closed(Before)),
    ("done, closed", 10, FaultKind::Closed(After)),
    ("reset", 10, FaultKind::Reset(Before)),
    ("done, reset", 10, FaultKind::Reset(After)),
    ("done, cut", 10, FaultKind::Cut),
    ("done, garbled", 10, FaultKind::Garbled),
    ("done, truncated", 10, FaultKind::Truncated),
    ("done, ISO-8859-1", 10, FaultKind::Latin1),
    ("done, mislabelled", 10, FaultKind::Mislabelled),
    ("done, slow", 10, FaultKind::Slow),
    ("outage", 1, FaultKind::Outage),
];

/// Draws a kind by its weight.
pub(super) fn draw(kinds: &'static [Weighted], rng: &mut Rng) -> Option<(&'static str, FaultKind)> {
    let mut left = rng.u32(..kinds.iter().map(|(_, weight, _)| weight).sum::<u32>().max(1));
    let found = kinds.iter().find(|(_, weight, _)| {
        let hit = left < *weight;
        left = left.saturating_sub(*weight);
        hit
    });
    found.map(|(name, _, kind)| (*name, *kind))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn kinds_are_drawn_by_weight() {
        let mut rng = Rng::with_seed(1);
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for _ in 0..24_100 {
            *counts.entry(draw(ALL, &mut rng).unwrap().0).or_default() += 1;
        }
        assert_eq!(counts.len(), ALL.len());
        for (name, weight, _) in ALL {
            let wanted = weight * 100;
            assert!((wanted / 2..wanted * 2).contains(&counts[name]), "{name}: {}", counts[name]);
        }
    }
}
