//! The branches of the API.

use clap::ValueEnum;

/// A branch of the API. The two share no paths and no files.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Branch {
    /// The first branch, which has most of the APIs.
    V1,
    /// The second branch.
    V2,
}

impl Branch {
    /// Returns the branch's folder in the snapshot.
    pub(crate) const fn folder(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// Returns the names of the branch in URLs, the usual one first.
    pub(crate) const fn segments(self) -> &'static [&'static str] {
        match self {
            Self::V1 => &["1.0", "v1"],
            Self::V2 => &["v2"],
        }
    }
}
