//! The stages of a run.

use clap::ValueEnum;
use serde::Serialize;

/// A part of a run. Stages run in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// Generate Rust from schemas
    Generate,
    /// Run `cargo check` on the crate alone
    Check,
    /// Build the crate alone, a caller, and everything with dependencies
    Build,
    /// Send requests one after another
    Call,
    /// List all services of an account
    Walk,
    /// Generate and check ten times as many operations, and the whole API
    Scale,
}

impl Stage {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Generate => "generate",
            Self::Check => "check",
            Self::Build => "build",
            Self::Call => "call",
            Self::Walk => "walk",
            Self::Scale => "scale",
        }
    }

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Generate => "Generate",
            Self::Check => "Check: the crate alone, with its dependencies built",
            Self::Build => "Build",
            Self::Call => "Call: GET /services/{serviceId}, one after another, on 127.0.0.1",
            Self::Walk => "Walk: all services of an account with 1,000, 20 ms per response",
            Self::Scale => "Scale: snapshots made of copies of the committed schemas",
        }
    }
}
