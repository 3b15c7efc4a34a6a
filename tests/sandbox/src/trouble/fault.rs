//! What may happen to a call that has done nothing wrong.

use fastrand::Rng;
use http::StatusCode;

use crate::refusal::Refusal;

/// Whether what the call asks for was done by the time it went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Before,
    After,
}

/// How a call goes wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    /// A refusal in the service's own shape; nothing was done.
    Refused(fn() -> Refusal),
    /// The proof of identity is refused as if it were too old: a timestamp, or a token.
    StaleProof,
    /// The page of a proxy in front of the service, which may give up on a call that is being done.
    Page(StatusCode, Moment),
    /// The connection is closed without an answer.
    Closed(Moment),
    /// The connection is reset.
    Reset(Moment),
    /// The answer ends in the middle.
    Cut,
    /// What should be JSON is none.
    Garbled,
    /// The JSON ends in the middle, and the response is complete as far as HTTP is concerned.
    Truncated,
    /// Strings of the JSON are ISO-8859-1 instead of UTF-8.
    Latin1,
    /// The answer says that it is a page, and is none.
    Mislabelled,
    /// The answer comes too late.
    Slow,
    /// The connection is reset, and new ones are refused for a moment.
    Outage,
}

use Moment::{After, Before};

/// A fault, its name, and how often it happens compared to the others.
type Kind = (&'static str, u32, Fault);

const INTERNAL: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;

/// Those of `--fail-rate`: the service says that it has failed, and nothing was done.
pub(super) const SAID: &[Kind] = &[
    ("page 502", 1, Fault::Page(StatusCode::BAD_GATEWAY, Before)),
    ("page 503", 1, Fault::Page(StatusCode::SERVICE_UNAVAILABLE, Before)),
    ("refusal 500", 2, Fault::Refused(Refusal::server_fault)),
];

/// Those of `--faults`: everything. An outage strikes many calls at once, so there are fewer of them.
pub(super) const ALL: &[Kind] = &[
    ("refusal 429 with Retry-After", 10, Fault::Refused(|| Refusal::too_many(1))),
    ("refusal 429", 10, Fault::Refused(Refusal::too_many_for_now)),
    ("refusal 500", 10, Fault::Refused(Refusal::server_fault)),
    ("stale proof", 10, Fault::StaleProof),
    // A maintenance page.
    ("page 200", 10, Fault::Page(StatusCode::OK, Before)),
    ("page 408", 10, Fault::Page(StatusCode::REQUEST_TIMEOUT, Before)),
    ("page 500", 10, Fault::Page(INTERNAL, Before)),
    ("page 502", 10, Fault::Page(StatusCode::BAD_GATEWAY, Before)),
    ("page 503", 10, Fault::Page(StatusCode::SERVICE_UNAVAILABLE, Before)),
    ("page 504", 10, Fault::Page(StatusCode::GATEWAY_TIMEOUT, Before)),
    ("done, page 408", 10, Fault::Page(StatusCode::REQUEST_TIMEOUT, After)),
    ("done, page 500", 10, Fault::Page(INTERNAL, After)),
    ("done, page 502", 10, Fault::Page(StatusCode::BAD_GATEWAY, After)),
    ("done, page 504", 10, Fault::Page(StatusCode::GATEWAY_TIMEOUT, After)),
    ("closed", 10, Fault::Closed(Before)),
    ("done, closed", 10, Fault::Closed(After)),
    ("reset", 10, Fault::Reset(Before)),
    ("done, reset", 10, Fault::Reset(After)),
    ("done, cut", 10, Fault::Cut),
    ("done, garbled", 10, Fault::Garbled),
    ("done, truncated", 10, Fault::Truncated),
    ("done, ISO-8859-1", 10, Fault::Latin1),
    ("done, mislabelled", 10, Fault::Mislabelled),
    ("done, slow", 10, Fault::Slow),
    ("outage", 1, Fault::Outage),
];

/// One of the kinds, each as often as it says.
pub(super) fn draw(kinds: &'static [Kind], rng: &mut Rng) -> Option<(&'static str, Fault)> {
    let mut left = rng.u32(..kinds.iter().map(|(_, weight, _)| weight).sum::<u32>().max(1));
    let found = kinds.iter().find(|(_, weight, _)| {
        let hit = left < *weight;
        left = left.saturating_sub(*weight);
        hit
    });
    found.map(|(name, _, fault)| (*name, *fault))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn each_kind_comes_as_often_as_it_says() {
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
