//! Reproducible random numbers.

use fastrand::Rng;
use sha1::{Digest as _, Sha1};

/// Returns a generator that yields the same numbers for the same seed and purpose.
pub(crate) fn rng(seed: u64, purpose: &str) -> Rng {
    let digest = Sha1::new().chain_update(seed.to_be_bytes()).chain_update(purpose).finalize();
    let mut start = [0; 8];
    start.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
    Rng::with_seed(u64::from_be_bytes(start))
}
